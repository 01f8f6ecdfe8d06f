//! Decides which values a report may show.
//!
//! In come a file's path, its text and a line, out goes the line with private values masked. What
//! a line stands below is found out once for the whole file. Screens are shared and CI logs are public, so a person's file shows its keys, and values only where
//! they say nothing about the person (references, kinds, dates of the consent). A new key is
//! never shown until it is added to the list here.

use std::ops::Range;

use super::front_matter;
use super::pointer::{Pointer, Step};
use super::source::SitePath;
use super::text_index::TextIndex;
use super::work;

/// Replaces a masked value. Its length says nothing about that of the value.
pub const MASK: &str = "•••";

/// Keys with values that may be shown: top-level keys, each with the keys below it.
const OPEN: [(&str, &[&str]); 6] = [
    ("consent", &["given", "until", "withdrawn", "text", "fields", "channels"]),
    ("affiliations", &["kind", "institution", "faculty"]),
    ("offers", &["kind", "state", "until"]),
    ("sector", &[]),
    ("country", &[]),
    ("languages", &[]),
];

/// Keys with values that are never shown, in any file.
const SECRET: [&str; 2] = ["evidence", "guardian"];

/// True for the files of people, whose values are masked.
fn is_personal(path: &SitePath) -> bool {
    path.as_str().starts_with("content/directory/")
        && !path.file_name().starts_with("_index.")
}

/// True if a report may quote the value at a pointer.
pub fn shows(path: &SitePath, pointer: &Pointer) -> bool {
    let last = pointer.0.iter().rev().find_map(|step| match step {
        Step::Key(key) => Some(key.as_str()),
        Step::Item(_) => None,
    });
    if last.is_some_and(|key| SECRET.contains(&key)) {
        return false;
    }
    !is_personal(path) || is_open(pointer.first().unwrap_or(""), last.unwrap_or(""))
}

fn is_open(top: &str, key: &str) -> bool {
    OPEN.iter().any(|(name, keys)| *name == top && (key == top || keys.contains(&key)))
}

/// What each line of a file stands below.
#[derive(Debug)]
pub struct Masks {
    /// True if values are masked: the file is that of a person.
    personal: bool,
    /// The lines of the front matter, counted from 1.
    data: Range<usize>,
    lines: Vec<Surroundings>,
}

/// What stands above a line.
#[derive(Debug, Clone, Copy, Default)]
struct Surroundings {
    /// True if it is nested under a line with a secret key.
    secret: bool,
    /// True if it is nested under anything but a key: then it may be a line of a text.
    text: bool,
    /// The line with the top-level key, the line itself included.
    top: Option<usize>,
}

/// A line that others may be nested under.
struct OuterLine {
    indent: usize,
    /// What a line directly below it is nested under.
    below: Surroundings,
}

/// A line as a report may show it.
#[derive(Debug)]
pub struct MaskedLine {
    /// Its text.
    pub text: String,
    /// The length of the text in characters.
    length: usize,
    parts: Vec<MaskedPart>,
}

/// A part of a line that is shown or masked as a whole, in characters from 0.
#[derive(Debug)]
struct MaskedPart {
    start: usize,
    end: usize,
    shown: bool,
    /// Where it begins in the line as shown.
    shown_at: usize,
}

impl Masks {
    /// Looks once at every line of a file.
    pub fn of(path: &SitePath, index: &TextIndex<'_>) -> Self {
        work::looked_at(index.text.len());
        let mut outer: Vec<OuterLine> = Vec::new();
        let mut top = None;
        let count = index.line_count();
        let lines = (1..=count).map(|number| {
            let content = index.line(number);
            // `- ` counts as indentation.
            let indent =
                content.len() - content.trim_start_matches([' ', '-', '\t']).len();
            if content.starts_with(|c: char| c.is_alphanumeric() || c == '_') {
                top = Some(number);
            }
            let blank = content.trim().is_empty();
            if !blank {
                let kept = outer.partition_point(|one| one.indent < indent);
                outer.truncate(kept);
            }
            let above = outer.partition_point(|one| one.indent < indent).checked_sub(1);
            let above = above.map(|above| outer[above].below).unwrap_or_default();
            if !blank {
                let below = Surroundings {
                    secret: above.secret || holds_secret_key(content),
                    text: above.text || !content.trim_end().ends_with(':'),
                    top: None,
                };
                outer.push(OuterLine { indent, below });
            }
            Surroundings { top, ..above }
        });
        let lines = lines.collect();
        Self { personal: is_personal(path), data: front_matter_lines(index.text), lines }
    }

    /// A line as a report may show it. `line` is counted from 1.
    pub fn line(&self, index: &TextIndex<'_>, line: usize) -> MaskedLine {
        let content = index.line(line);
        work::looked_at(content.len());
        let (mut text, mut parts) = (String::new(), Vec::new());
        let (mut start, mut shown_at) = (0, 0);
        for (part, shown) in self.parts(index, line) {
            let end = start + content[part.clone()].chars().count();
            parts.push(MaskedPart { start, end, shown, shown_at });
            text.push_str(if shown { &content[part] } else { MASK });
            shown_at += if shown { end - start } else { MASK.chars().count() };
            start = end;
        }
        MaskedLine { text, length: shown_at, parts }
    }

    fn parts(&self, index: &TextIndex<'_>, line: usize) -> MaskedRanges {
        let content = index.line(line);
        let in_data = self.data.contains(&line);
        let all = |shown| vec![(0..content.len(), shown)];
        let around = line.checked_sub(1).and_then(|before| self.lines.get(before));
        let around = around.copied().unwrap_or_default();
        if !self.personal {
            if in_data && around.secret {
                return all(false);
            }
            if !holds_secret_key(content) {
                return all(true);
            }
        }
        if !in_data {
            // `---` lines and empty lines are harmless; the body is the person's own text.
            let harmless = content.trim_end() == "---" || content.is_empty();
            return all(!self.personal || harmless);
        }
        // Below anything but a key, what looks like a key may be a line of a multi-line text.
        if around.text {
            return all(false);
        }
        let top = around.top.and_then(|top| index.line(top).split_once(':'));
        let top = top.map_or("", |(key, _)| key.trim());
        mask_values(content, |key| {
            !SECRET.contains(&key) && (!self.personal || is_open(top, key))
        })
    }
}

impl MaskedLine {
    /// Converts a column of the line, in characters from 0, to a column of the line as shown.
    /// Inside a masked value that is the start of the mask, at its end the end of the mask.
    pub fn column(&self, column: usize) -> usize {
        match self.parts.get(self.parts.partition_point(|part| part.end <= column)) {
            Some(part) if part.shown => part.shown_at + (column - part.start),
            Some(part) => part.shown_at,
            None => self.length,
        }
    }
}

/// Parts of a line, each with whether it may be shown.
type MaskedRanges = Vec<(Range<usize>, bool)>;

fn holds_secret_key(line: &str) -> bool {
    SECRET.iter().any(|key| line.contains(key))
}

fn front_matter_lines(text: &str) -> Range<usize> {
    // Without a closing line, treat the whole file as front matter: too much is masked then,
    // not too little.
    let end = front_matter::split(text).map_or(text.len(), |parts| parts.data.end);
    2..text[..end].lines().count() + 1
}

/// Keeps keys and punctuation; masks the value of each key that is not `open`.
fn mask_values(content: &str, open: impl Fn(&str) -> bool) -> MaskedRanges {
    let mut at =
        content.len() - content.trim_start_matches([' ', '-', '{', '[', '\t']).len();
    let mut parts = vec![(0..at, true)];
    let mut any_key = false;
    while let Some((key, after)) = next_key(&content[at..]) {
        any_key = true;
        let gap = after.len() - after.trim_start_matches([' ', '{', '[']).len();
        let value = &after[gap..];
        let value_start = content.len() - value.len();
        parts.push((at..value_start, true));
        at = value_start;
        // An inline map: its own keys decide.
        if after[..gap].contains('{') {
            continue;
        }
        let end = at + value_end(value);
        let shown = open(key.trim()) || content[at..end].trim().is_empty();
        let rest = content[end..].trim_start_matches([',', ' ', '{']);
        parts.push((at..end, shown));
        at = content.len() - rest.len();
        parts.push((end..at, true));
    }
    let rest = &content[at..];
    if !rest.is_empty() {
        parts.push((
            at..content.len(),
            any_key && rest.chars().all(|c| "}] ".contains(c)),
        ));
    }
    parts
}

fn next_key(text: &str) -> Option<(&str, &str)> {
    // Keys are single words: `moved to Leipzig: 1991` is a line of text.
    let end = text.find(|c: char| !(c.is_alphanumeric() || "_-".contains(c)))?;
    work::looked_at(end + 1);
    let (key, after) = (&text[..end], text[end..].strip_prefix(':')?);
    let is_key = end > 0 && (after.is_empty() || after.starts_with([' ', '\t']));
    is_key.then_some((key, after))
}

/// Where a value ends: at the comma before the next key, or at the end of the line.
fn value_end(value: &str) -> usize {
    value
        .match_indices(", ")
        .map(|(at, _)| at)
        .find(|at| next_key(&value[at + 2..]).is_some())
        .unwrap_or(value.trim_end_matches(['}', ' ']).len())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PERSON: &str = "---
name: { title: Dr., given: Jana, birth: Schmidt }
email: jana@example.org
sector: busines
affiliations:
  - kind: graduat
    programme: Bauingenieurwesen
offers:
  - { kind: mentoring, until: 2027-12-31, note: \"Geheim, sehr\" }
private:
  kind: secret
  phone: \"+49 341\"
consent:
  given: 2026-04-17
  evidence: AB-112
languages:
  - xx
---
A text about her.
";

    fn masked(path: &str, text: &str, number: usize) -> MaskedLine {
        let index = TextIndex::new(text);
        Masks::of(&SitePath::new(path), &index).line(&index, number)
    }

    fn line(path: &str, text: &str, number: usize) -> String {
        masked(path, text, number).text
    }

    #[test]
    fn lines_of_a_person_show_keys_and_harmless_values_only() {
        let path = "content/directory/jana.md";
        let shown: Vec<String> = (1..=19).map(|n| line(path, PERSON, n)).collect();
        assert_eq!(
            shown.join("\n"),
            "---
name: { title: •••, given: •••, birth: ••• }
email: •••
sector: busines
affiliations:
  - kind: graduat
    programme: •••
offers:
  - { kind: mentoring, until: 2027-12-31, note: ••• }
private:
  kind: •••
  phone: •••
consent:
  given: 2026-04-17
  evidence: •••
languages:
  - •••
---
•••"
        );
    }

    #[test]
    fn a_story_shows_everything_but_the_evidence() {
        let path = "content/portraits/a.md";
        let text =
            "---\ntitle: x\nconsent: { given: 2026-01-01, evidence: AB-1 }\n---\nText\n";
        assert_eq!(line(path, text, 2), "title: x");
        assert_eq!(line(path, text, 3), "consent: { given: 2026-01-01, evidence: ••• }");
        assert_eq!(line(path, text, 5), "Text");
    }

    #[test]
    fn a_column_moves_with_the_masks_before_it() {
        let masked = masked("content/directory/jana.md", PERSON, 2);
        let there = |column| masked.column(column);
        let line = PERSON.lines().nth(1).expect("a second line");
        for (place, shown) in [("name", 0), ("title", 8), ("Dr.", 15), ("given", 20)] {
            assert_eq!(there(line.find(place).expect(place)), shown, "{place}");
        }
        let value = line.find("Schmidt").expect("a value");
        assert_eq!([there(value), there(value + 3), there(value + 7)], [39, 39, 42]);
    }

    #[test]
    fn pointers_follow_the_same_rule() {
        let person = SitePath::new("content/directory/jana.md");
        assert!(shows(&person, &Pointer::key("affiliations").item(0).then("faculty")));
        assert!(shows(&person, &Pointer::key("consent.fields").item(2)));
        assert!(!shows(&person, &Pointer::key("name.given")));
        assert!(!shows(&person, &Pointer::key("private.kind")));
        assert!(!shows(&person, &Pointer::key("consent.evidence")));
        assert!(shows(&SitePath::new("content/events/a.md"), &Pointer::key("title")));
    }
}
