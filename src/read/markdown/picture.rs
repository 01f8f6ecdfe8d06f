//! Pictures in a text: in a line, or as figures of their own.
//!
//! In come the events of a text, out go the pictures in it. Which are shown is decided elsewhere;
//! nothing here knows the site.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::base::diagnostic::BytesRange;
use crate::model::text::Piece;

use super::destination::{Destination, destination};

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

/// A picture as it is written.
pub(super) struct Picture {
    /// The file or address.
    pub(super) target: String,
    /// What is to be seen.
    pub(super) alt: String,
    title: String,
    /// How many events it takes besides the first.
    pub(super) length: usize,
}

impl Picture {
    /// The picture that begins with the first event; `None` if none does.
    pub(super) fn read(events: Events<'_, '_>) -> Option<Self> {
        let Event::Start(Tag::Image { dest_url, title, .. }) = &events.first()?.0 else {
            return None;
        };
        let mut picture = Self {
            target: dest_url.to_string(),
            alt: String::new(),
            title: title.to_string(),
            length: 0,
        };
        for (event, _) in &events[1..] {
            picture.length += 1;
            match event {
                // What looks like HTML is shown as text here too.
                Event::Text(text) | Event::Code(text) | Event::InlineHtml(text) => {
                    picture.alt.push_str(text);
                }
                Event::SoftBreak | Event::HardBreak => picture.alt.push(' '),
                Event::End(TagEnd::Image) => break,
                _ => {}
            }
        }
        Some(picture)
    }

    /// True if it lies in the site.
    pub(super) fn is_own(&self) -> bool {
        matches!(destination(&self.target), Destination::Inside)
    }

    /// The piece of the text, which the site fills.
    pub(super) fn piece(self, figure: bool, range: BytesRange) -> Piece {
        let [caption, credit] = words(&self.title);
        let Self { target: file, alt, .. } = self;
        Piece::Picture { file, alt, caption, credit, figure, range }
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
