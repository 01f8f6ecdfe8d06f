//! A file that a report is about: its places, its lines, and what of them may be shown.
//!
//! In come a path and its text, out go positions and excerpts. Everything is found out when it is
//! first asked for, and then known for all that is said about the file. Never shows a value that
//! `mask` hides.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use super::diagnostic::Spot;
use super::locate::{self, Places};
use super::mask::{MaskedLine, Masks};
use super::pointer::Pointer;
use super::source::SitePath;
use super::text_index::TextIndex;

/// Longest line of an excerpt, in characters: a broken file may have lines of megabytes.
const LONGEST: usize = 240;

/// A file while reports about it are made.
pub(super) struct LocatedFile<'t> {
    pub(super) path: SitePath,
    index: TextIndex<'t>,
    places: OnceCell<Places>,
    masks: OnceCell<Masks>,
    lines: BTreeMap<usize, KnownLine>,
}

/// A line that was shown already.
struct KnownLine {
    masked: MaskedLine,
    /// The line as it stands in an excerpt.
    shortened: String,
}

/// Where in a file something is.
pub(super) struct Position<'t> {
    /// Line, from 1.
    pub(super) line: usize,
    /// Column in characters, from 0.
    pub(super) column: usize,
    /// Length of the marked text in characters, within its first line.
    pub(super) length: usize,
    /// The same as `column` and `length` in the excerpt, where a mask has a length of its own.
    pub(super) mark: (usize, usize),
    /// The marked text.
    pub(super) marked: &'t str,
}

impl<'t> LocatedFile<'t> {
    pub(super) fn new(path: &SitePath, text: &'t str) -> Self {
        Self {
            path: path.clone(),
            index: TextIndex::new(text),
            places: OnceCell::new(),
            masks: OnceCell::new(),
            lines: BTreeMap::new(),
        }
    }

    /// Where a place is.
    pub(super) fn position(&mut self, spot: &Spot) -> Position<'t> {
        let text = self.index.text;
        let places = || self.places.get_or_init(|| Places::of(&self.path, text));
        let range = locate::range(&self.index, spot, places);
        let line = self.index.line_at(range.start);
        let of_line = self.index.line_range(line);
        let column = self.index.characters(of_line.start..range.start);
        let end = range.end.min(of_line.end).max(range.start);
        let end = range.start + text[range.start..end].trim_end().len();
        let length = self.index.characters(range.start..end);
        let masked = &self.line(line).masked;
        let start = masked.column(column);
        let mark = (start, masked.column(column + length).saturating_sub(start));
        Position { line, column, length, mark, marked: &text[range] }
    }

    /// True for a key that stands, or would stand, in braces: `{ file: a.jpg }`.
    pub(super) fn is_in_braces(&self, spot: &Spot) -> bool {
        let Spot::Key(pointer) = spot else { return false };
        let Some((_, above)) = pointer.0.split_last() else { return false };
        let text = self.index.text;
        let places = || self.places.get_or_init(|| Places::of(&self.path, text));
        let above = Spot::Value(Pointer(above.to_vec()));
        let range = locate::range(&self.index, &above, places);
        text[range].starts_with('{')
    }

    /// A line and the one before it, each with its number.
    pub(super) fn excerpt(&mut self, line: usize) -> Vec<(usize, String)> {
        let first = if line > 1 { line - 1 } else { line };
        (first..=line)
            .map(|number| (number, self.line(number).shortened.clone()))
            .collect()
    }

    fn line(&mut self, number: usize) -> &KnownLine {
        self.lines.entry(number).or_insert_with(|| {
            let masks = self.masks.get_or_init(|| Masks::of(&self.path, &self.index));
            let masked = masks.line(&self.index, number);
            let shortened = shortened(&masked.text);
            KnownLine { masked, shortened }
        })
    }
}

fn shortened(line: &str) -> String {
    match line.char_indices().nth(LONGEST) {
        None => line.to_owned(),
        Some((end, _)) => format!("{}…", &line[..end]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_are_told_from_lines() {
        let is_in = |path: &str, text: &str, pointer: Pointer| {
            LocatedFile::new(&SitePath::new(path), text).is_in_braces(&Spot::Key(pointer))
        };
        let text = "---\nphoto: { file: a.jpg }\nquote:\n  text: x\noffers:\n  - { note: x }\n  - note: x\n---\n";
        let yaml = |pointer| is_in("content/a.md", text, pointer);
        assert!(yaml(Pointer::key("photo.alt")));
        assert!(!yaml(Pointer::key("quote.by")));
        assert!(yaml(Pointer::key("offers").item(0).then("kind")));
        assert!(!yaml(Pointer::key("offers").item(1).then("kind")));
        assert!(!yaml(Pointer::key("title")));
        assert!(!yaml(Pointer::default()));
        let text = "title = { en = \"x\" }\n[consent]\nwarn_days = 3\n";
        let toml = |pointer| is_in("config.toml", text, pointer);
        assert!(toml(Pointer::key("title.de")));
        assert!(!toml(Pointer::key("consent.texts")));
        assert!(!toml(Pointer::key("languages")));
    }
}
