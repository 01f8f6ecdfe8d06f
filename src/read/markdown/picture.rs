//! Pictures in a text: in a line, or as figures of their own.
//!
//! In come the events of a text, out go pieces that the site fills. A picture of another site is
//! never shown: that site would learn who reads the page.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::base::code::Code;
use crate::model::text::Piece;

use super::destination::{Destination, destination};
use super::writer::Writer;

/// Events with the places where they are written.
type Events<'e, 'a> = &'e [(Event<'a>, Range<usize>)];

/// True of a paragraph that holds pictures of the site and nothing else: each of them becomes a
/// figure, which may not stand in a paragraph.
pub(super) fn stands_alone(paragraph: Events<'_, '_>) -> bool {
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

/// Caption and credit of a title: `A bridge | Photo: Jana Müller`, `| Photo: Jana Müller`.
fn words(title: &str) -> [Option<String>; 2] {
    let (caption, credit) = title.rsplit_once('|').unwrap_or((title, ""));
    [caption, credit].map(|part| {
        let part = part.trim();
        (!part.is_empty()).then(|| part.to_owned())
    })
}

/// What is to be seen in the picture that begins here, and how many events it takes.
fn alternative(picture: Events<'_, '_>) -> (String, usize) {
    let mut alt = String::new();
    let mut end = 0;
    for (index, (event, _)) in picture.iter().enumerate().skip(1) {
        end = index;
        match event {
            // What looks like HTML is shown as text here too.
            Event::Text(text) | Event::Code(text) | Event::InlineHtml(text) => {
                alt.push_str(text);
            }
            Event::SoftBreak | Event::HardBreak => alt.push(' '),
            Event::End(TagEnd::Image) => break,
            _ => {}
        }
    }
    (alt, end)
}

impl<'a> Writer<'a, '_> {
    /// Writes the pictures of a paragraph that holds nothing else; returns the index of its end.
    pub(super) fn figures(
        &mut self,
        events: Events<'_, 'a>,
        start: usize,
        out: &mut Vec<Event<'a>>,
    ) -> usize {
        let mut index = start + 1;
        while let Some((event, _)) = events.get(index) {
            match event {
                Event::End(TagEnd::Paragraph) => break,
                Event::Start(Tag::Image { .. }) => {
                    index = self.picture(events, index, true, out);
                }
                _ => {}
            }
            index += 1;
        }
        index
    }

    /// Writes a picture and returns the index of its end.
    pub(super) fn picture(
        &mut self,
        events: Events<'_, 'a>,
        start: usize,
        figure: bool,
        out: &mut Vec<Event<'a>>,
    ) -> usize {
        let (Event::Start(Tag::Image { dest_url, title, .. }), range) = &events[start]
        else {
            return start;
        };
        let (alt, length) = alternative(&events[start..]);
        if matches!(destination(dest_url), Destination::Inside) {
            if alt.trim().is_empty() {
                self.complain(Code::PhotoAltMissing, range.clone(), "");
            }
            let [caption, credit] = words(title);
            let file = dest_url.to_string();
            let range = self.at(range);
            let piece = Piece::Picture { file, alt, caption, credit, figure, range };
            out.push(self.hole(piece));
        } else {
            self.complain(Code::PictureRemote, range.clone(), dest_url);
            out.push(Event::Text(alt.into()));
        }
        start + length
    }
}

#[cfg(test)]
mod tests {
    use super::words;

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
            assert_eq!(words(title), both(caption, credit), "{title}");
        }
    }
}
