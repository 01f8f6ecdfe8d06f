//! Decides which values a report may show.
//!
//! In come a file's path, text and line, out goes the line with private values masked. Screens
//! are shared and CI logs are public, so a person's file shows its keys, and values only where
//! they say nothing about the person (references, kinds, dates of the consent). A new key is
//! never shown until it is added to the list here.

use std::ops::Range;

use super::front_matter;
use super::pointer::{Pointer, Step};
use super::source::SitePath;

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

/// A line as a report may show it. `line` is counted from 1.
pub fn line(path: &SitePath, text: &str, line: usize) -> String {
    let content = content(text, line);
    parts(path, text, line)
        .into_iter()
        .map(|(part, shown)| if shown { &content[part] } else { MASK })
        .collect()
}

/// Converts a column of a line, in characters from 0, to a column of the line as shown. Inside
/// a masked value that is the start of the mask, at its end the end of the mask.
pub fn column(path: &SitePath, text: &str, line: usize, column: usize) -> usize {
    let content = content(text, line);
    let (mut before, mut shown_before) = (0, 0);
    for (part, shown) in parts(path, text, line) {
        let length = content[part].chars().count();
        if shown && column < before + length {
            return shown_before + (column - before);
        }
        if !shown && column < before + length {
            return shown_before;
        }
        before += length;
        shown_before += if shown { length } else { MASK.chars().count() };
    }
    shown_before
}

fn content(text: &str, line: usize) -> &str {
    text.lines().nth(line.saturating_sub(1)).unwrap_or("")
}

/// Parts of a line, each with whether it may be shown.
type MaskedRanges = Vec<(Range<usize>, bool)>;

fn parts(path: &SitePath, text: &str, line: usize) -> MaskedRanges {
    let content = content(text, line);
    let personal = is_personal(path);
    let in_data = front_matter_lines(text).contains(&line);
    let all = |shown| vec![(0..content.len(), shown)];
    let parents = if in_data { parents(text, line) } else { Vec::new() };
    if !personal {
        let holds = |line: &str| SECRET.iter().any(|key| line.contains(key));
        if parents.iter().any(|parent| holds(parent)) {
            return all(false);
        }
        if !holds(content) {
            return all(true);
        }
    }
    if !in_data {
        // `---` lines and empty lines are harmless; the body is the person's own text.
        return all(!personal || content.trim_end() == "---" || content.is_empty());
    }
    // Below anything but a key, what looks like a key may be a line of a multi-line text.
    if parents.iter().any(|parent| !parent.trim_end().ends_with(':')) {
        return all(false);
    }
    let top = top_level_key(text, line);
    mask_values(content, |key| {
        !SECRET.contains(&key) && (!personal || is_open(&top, key))
    })
}

fn front_matter_lines(text: &str) -> std::ops::Range<usize> {
    // Without a closing line, treat the whole file as front matter: too much is masked then,
    // not too little.
    let end = front_matter::split(text).map_or(text.len(), |parts| parts.data.end);
    2..text[..end].lines().count() + 1
}

/// The lines that a line is nested under, innermost first. `- ` counts as indentation.
fn parents(text: &str, line: usize) -> Vec<&str> {
    let indent =
        |line: &str| line.len() - line.trim_start_matches([' ', '-', '\t']).len();
    let mut own = indent(content(text, line));
    let mut parents = Vec::new();
    let above: Vec<&str> = text.lines().take(line.saturating_sub(1)).collect();
    for candidate in above.into_iter().rev() {
        if !candidate.trim().is_empty() && indent(candidate) < own {
            own = indent(candidate);
            parents.push(candidate);
        }
    }
    parents
}

fn top_level_key(text: &str, line: usize) -> String {
    text.lines()
        .take(line)
        .filter(|content| content.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
        .last()
        .and_then(|content| content.split_once(':'))
        .map_or(String::new(), |(key, _)| key.trim().to_owned())
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
    let (key, after) = text.split_once(':')?;
    // Keys are single words: `moved to Leipzig: 1991` is a line of text.
    let plain =
        !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || "_-".contains(c));
    (plain && (after.is_empty() || after.starts_with([' ', '\t'])))
        .then_some((key, after))
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

    #[test]
    fn lines_of_a_person_show_keys_and_harmless_values_only() {
        let path = SitePath::new("content/directory/jana.md");
        let shown: Vec<String> = (1..=19).map(|n| line(&path, PERSON, n)).collect();
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
        let path = SitePath::new("content/portraits/a.md");
        let text =
            "---\ntitle: x\nconsent: { given: 2026-01-01, evidence: AB-1 }\n---\nText\n";
        assert_eq!(line(&path, text, 2), "title: x");
        assert_eq!(line(&path, text, 3), "consent: { given: 2026-01-01, evidence: ••• }");
        assert_eq!(line(&path, text, 5), "Text");
    }

    #[test]
    fn a_column_moves_with_the_masks_before_it() {
        let path = SitePath::new("content/directory/jana.md");
        let there = |column| super::column(&path, PERSON, 2, column);
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
