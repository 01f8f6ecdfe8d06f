//! Headings of a text: their levels and ids.
//!
//! In come the headings in order, out go opening tags, and what an editor should mend: a level
//! that is skipped hides the outline from those who hear it (WCAG 2.2, 1.3.1).

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Tag};

use crate::base::slug::slugify;

/// The headings of a text so far.
pub(super) struct Headings {
    /// True if all of them move down one level.
    shift: bool,
    /// Ids with the number they have counted up to.
    ids: BTreeMap<String, usize>,
    /// The level of the last one; at the beginning that of the page's own heading.
    last: usize,
}

/// A heading that skips a level.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct SkippedLevel {
    /// How it is written: `####`.
    pub(super) written: String,
    /// How it should be written: `###`.
    pub(super) right: String,
}

impl Headings {
    /// The page's own heading is the only `h1`; a text that begins at `#` moves down one level.
    pub(super) fn of(events: &[(Event<'_>, Range<usize>)]) -> Self {
        let shift = events.iter().any(|(event, _)| {
            matches!(event, Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }))
        });
        Self { shift, ids: BTreeMap::new(), last: 1 }
    }

    fn level(&self, level: HeadingLevel) -> usize {
        (level as usize + usize::from(self.shift)).clamp(2, 6)
    }

    /// The opening tag of a heading, and the level it skips. `id` are the words of its address.
    pub(super) fn start(
        &mut self,
        level: HeadingLevel,
        id: &str,
    ) -> (String, Option<SkippedLevel>) {
        let number = self.level(level);
        let skipped = (number > self.last + 1).then(|| SkippedLevel {
            written: "#".repeat(level as usize),
            right: "#".repeat(self.last + 1 - usize::from(self.shift)),
        });
        self.last = number;
        (format!("<h{number} id=\"{}\">", self.id(id)), skipped)
    }

    /// The closing tag of a heading.
    pub(super) fn end(&self, level: HeadingLevel) -> String {
        format!("</h{}>\n", self.level(level))
    }

    fn id(&mut self, wanted: &str) -> String {
        let wanted = slugify(wanted);
        let wanted = if wanted.is_empty() { "abschnitt".to_owned() } else { wanted };
        let mut id = wanted.clone();
        // Where the last heading with these words has stopped counting.
        let mut number = self.ids.get(&wanted).copied().unwrap_or(1);
        while self.ids.contains_key(&id) {
            number += 1;
            id = format!("{wanted}-{number}");
        }
        self.ids.entry(id.clone()).or_insert(1);
        self.ids.insert(wanted, number);
        id
    }
}
