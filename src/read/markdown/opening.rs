//! The opening of a text: its first paragraph, without markup.
//!
//! In come the events of a text, out go the words, the mentions and the links to people of its
//! first paragraph. Never
//! includes the description of a picture, which may be withheld where the text is not.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::base::mention::{TextPart, WrittenMention, entry};
use crate::base::source::percent_decoded;
use crate::base::text::shortened;
use crate::model::text::OPENING;

/// The parts of the first paragraph. `person` gives the target of a link that may lead to
/// somebody.
pub(super) fn parts(
    events: &[(Event<'_>, Range<usize>)],
    person: &dyn Fn(&str) -> Option<String>,
) -> Vec<TextPart> {
    let mut opening = Opening::default();
    let mut pictures = 0;
    let mut inside = false;
    for (event, _) in events {
        match event {
            Event::Start(Tag::Paragraph) => inside = true,
            // A paragraph that contains only a picture is skipped.
            Event::End(TagEnd::Paragraph) if opening.has_content() => break,
            Event::Start(Tag::Image { .. }) => pictures += 1,
            Event::End(TagEnd::Image) => pictures -= 1,
            _ if pictures > 0 || !inside => {}
            Event::Text(part) | Event::Code(part) => opening.push(part),
            Event::SoftBreak | Event::HardBreak => opening.push(" "),
            Event::Start(Tag::Link { dest_url, title, .. }) => {
                opening.begin(dest_url, title, person(dest_url));
            }
            Event::End(TagEnd::Link) => opening.end(),
            _ => {}
        }
    }
    opening.parts
}

/// The opening as text, shortened at a word. The parts must not contain mentions.
pub(super) fn text(parts: &[TextPart]) -> String {
    let words = parts.iter().map(|part| match part {
        TextPart::Words(words) | TextPart::Link(words, _) => words.as_str(),
        TextPart::Mention(mention) => &mention.name,
    });
    shortened(words.collect::<String>().trim(), OPENING)
}

#[derive(Default)]
struct Opening {
    parts: Vec<TextPart>,
    /// True inside a mention or a link to somebody.
    naming: bool,
}

impl Opening {
    fn has_content(&self) -> bool {
        self.parts.iter().any(|part| match part {
            TextPart::Words(words) | TextPart::Link(words, _) => !words.trim().is_empty(),
            TextPart::Mention(_) => true,
        })
    }

    fn push(&mut self, text: &str) {
        match self.parts.last_mut() {
            Some(TextPart::Mention(mention)) if self.naming => {
                mention.name.push_str(text);
            }
            Some(TextPart::Link(words, _)) if self.naming => words.push_str(text),
            Some(TextPart::Words(words)) => words.push_str(text),
            _ => self.parts.push(TextPart::Words(text.to_owned())),
        }
    }

    fn begin(&mut self, target: &str, title: &str, linked: Option<String>) {
        let Some(person) = entry(target).filter(|name| !name.is_empty()) else {
            if let Some(target) = linked {
                self.naming = true;
                self.parts.push(TextPart::Link(String::new(), target));
            }
            return;
        };
        let phrase = Some(title.trim()).filter(|title| !title.is_empty());
        self.naming = true;
        self.parts.push(TextPart::Mention(WrittenMention {
            name: String::new(),
            person: percent_decoded(person),
            phrase: phrase.map(str::to_owned),
        }));
    }

    /// Links cannot be nested, so the end of any link ends the name.
    fn end(&mut self) {
        self.naming = false;
    }
}
