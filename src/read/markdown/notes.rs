//! Text that Markdown drops: notes without a reference, cells without a column.
//!
//! In come the events of a text, out go the places of what no reader would see, and notes with the
//! label of another. Never says anything of a reference without a note, which is text.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::base::code::Code;

use super::shape::Placed;

/// What is wrong with footnotes, each with its place and label.
pub(super) fn wrong_notes(events: &[Placed<'_>]) -> Vec<(Code, Range<usize>, String)> {
    let mut notes: BTreeMap<&str, Range<usize>> = BTreeMap::new();
    let mut referred = BTreeSet::new();
    let mut found = Vec::new();
    for (event, range) in events {
        match event {
            Event::Start(Tag::FootnoteDefinition(label)) => {
                if notes.contains_key(label.as_ref()) {
                    found.push((
                        Code::FootnoteTwice,
                        first_line(range),
                        label.to_string(),
                    ));
                } else {
                    notes.insert(label, range.clone());
                }
            }
            Event::FootnoteReference(label) => {
                referred.insert(label.as_ref());
            }
            _ => {}
        }
    }
    let unused = notes.into_iter().filter(|(label, _)| !referred.contains(label));
    found.extend(unused.map(|(label, range)| {
        (Code::FootnoteUnused, first_line(&range), label.to_owned())
    }));
    found.sort_by_key(|(_, range, _)| range.start);
    found
}

/// What stands in a row of a table behind its last column.
pub(super) fn lost_cells(events: &[Placed<'_>], source: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut end = None;
    for (event, range) in events {
        match event {
            Event::Start(Tag::TableRow) => end = None,
            // Cells that are missing have a place without width.
            Event::End(TagEnd::TableCell) => end = end.max(Some(range.end)),
            Event::End(TagEnd::TableRow) => {
                let rest = end.unwrap_or(range.end).min(range.end)..range.end;
                let text =
                    source[rest.clone()].trim_matches(['|', ' ', '\t', '\r', '\n']);
                if !text.is_empty() {
                    let start = text.as_ptr() as usize - source.as_ptr() as usize;
                    found.push(start..start + text.len());
                }
            }
            _ => {}
        }
    }
    found
}

/// The label, at the beginning of a note that may be long.
fn first_line(range: &Range<usize>) -> Range<usize> {
    range.start..range.end.min(range.start + 1)
}
