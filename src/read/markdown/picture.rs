//! Pictures in a text: inline, or as figures.
//!
//! In come the events of a text, out go placeholders that the renderer fills in. Never embeds a
//! picture from another site, which would learn who reads the page.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::base::mention::{WrittenMention, entry, written};
use crate::base::source::percent_decoded;

use super::destination::{Destination, destination};

/// Events with their positions in the text.
type PlacedEvents<'e, 'a> = &'e [(Event<'a>, Range<usize>)];

/// True for a paragraph that consists of pictures of the site: each becomes a figure, which HTML
/// does not allow inside a paragraph.
pub(super) fn stands_alone(paragraph: PlacedEvents<'_, '_>) -> bool {
    let mut inside = false;
    let mut any = false;
    for (event, _) in &paragraph[1..] {
        match event {
            Event::Start(Tag::Image { dest_url, .. }) => {
                if inside || !matches!(destination(dest_url), Destination::Inside) {
                    return false;
                }
                (inside, any) = (true, true);
            }
            Event::End(TagEnd::Image) => inside = false,
            Event::End(TagEnd::Paragraph) => return any,
            Event::SoftBreak | Event::HardBreak => {}
            _ if inside => {}
            _ => return false,
        }
    }
    false
}

/// Splits a title into caption and credit: `A bridge | Photo: Jana Müller`, `| Photo: Jana
/// Müller`.
pub(super) fn caption_and_credit(title: &str) -> [Option<String>; 2] {
    let (caption, credit) = title.rsplit_once('|').unwrap_or((title, ""));
    [caption, credit].map(|part| {
        let part = part.trim();
        (!part.is_empty()).then(|| part.to_owned())
    })
}

/// The description of the picture that starts here, and its number of events.
pub(super) fn alternative(picture: PlacedEvents<'_, '_>) -> (String, usize) {
    let mut alt = String::new();
    let mut end = 0;
    let mut named = None;
    for (index, (event, _)) in picture.iter().enumerate().skip(1) {
        end = index;
        match event {
            // Raw HTML is shown as text, as in the rest of the document.
            Event::Text(text) | Event::Code(text) | Event::InlineHtml(text) => {
                alt.push_str(text);
            }
            Event::SoftBreak | Event::HardBreak => alt.push(' '),
            // Kept as a mention, so that the gate can decide about names in descriptions too.
            Event::Start(Tag::Link { dest_url, title, .. })
                if entry(dest_url).is_some() =>
            {
                named = Some((alt.len(), dest_url, title));
            }
            Event::End(TagEnd::Link) => {
                if let Some((start, target, title)) = named.take() {
                    let name = alt.split_off(start);
                    let person = percent_decoded(entry(target).unwrap_or_default());
                    let phrase =
                        Some(title.to_string()).filter(|title| !title.is_empty());
                    alt.push_str(&written(&WrittenMention { name, person, phrase }));
                }
            }
            Event::End(TagEnd::Image) => break,
            _ => {}
        }
    }
    (alt, end)
}

#[cfg(test)]
mod tests {
    use super::caption_and_credit;

    #[test]
    fn a_title_is_a_caption_with_a_credit_behind_the_last_bar() {
        let both = |caption: &str, credit: &str| {
            [caption, credit].map(|part| Some(part.to_owned()).filter(|p| !p.is_empty()))
        };
        for (title, caption, credit) in [
            ("", "", ""),
            ("Im Bau", "Im Bau", ""),
            ("Im Bau | Foto: Jana Müller", "Im Bau", "Foto: Jana Müller"),
            ("|Foto: privat", "", "Foto: privat"),
            ("A | B | C", "A | B", "C"),
            (" | ", "", ""),
        ] {
            assert_eq!(caption_and_credit(title), both(caption, credit), "{title}");
        }
    }
}
