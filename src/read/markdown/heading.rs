//! Headings of a text: their levels and ids.
//!
//! In come the headings in order, out go opening tags and skipped levels, which hide the outline
//! from screen reader users (WCAG 2.2, 1.3.1). Never writes a second `h1` on a page.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Tag};

use crate::base::slug::slugify;

/// The headings written so far.
pub(super) struct Headings {
    /// True if all headings are moved down one level.
    shift: bool,
    /// Ids in use, each with the last number that was appended to it.
    ids: BTreeMap<String, usize>,
    /// Level of the previous heading; at the start that of the page title.
    last: usize,
}

/// A heading that skips a level.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct SkippedLevel {
    /// As written: `####`.
    pub(super) written: String,
    /// As it should be: `###`.
    pub(super) right: String,
}

impl Headings {
    /// The page title is the only `h1`, so a text that uses `#` moves down one level.
    pub(super) fn of(events: &[(Event<'_>, Range<usize>)]) -> Self {
        let shift = events.iter().any(|(event, _)| {
            matches!(event, Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }))
        });
        Self { shift, ids: BTreeMap::new(), last: 1 }
    }

    fn level(&self, level: HeadingLevel) -> usize {
        (level as usize + usize::from(self.shift)).clamp(2, 6)
    }

    /// The opening tag of a heading, and the level it skips. `id` is the text to make its id of.
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
        // A heading may have no character with an ASCII form.
        let wanted = if wanted.is_empty() { "abschnitt".to_owned() } else { wanted };
        let mut id = wanted.clone();
        // Continue where the last heading with the same text stopped; starting from 1 each time
        // would be quadratic.
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
