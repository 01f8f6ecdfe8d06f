//! Changes one key in the front matter of a file, and no other byte.
//!
//! In come the text of a file, the path of a key and its value, out goes the new text. Both texts
//! are parsed and compared: if anything but that key differs, the change is refused. Never writes a
//! value that would need quotes.

use std::ops::Range;

use crate::base::front_matter::{self, Parts};
use crate::base::locate::{Tree, yaml_tree};

use super::node::Node;
use super::yaml;

/// Why a file was not changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unchanged {
    /// There is no front matter, or it is not valid YAML.
    Unreadable,
    /// The key or its surroundings are written in a way that is not supported: an anchor, an
    /// alias, a multi-line text, a duplicate key.
    Unusual,
    /// More than that key would change.
    Spreads,
}

/// A byte range and its new text.
type Replacement = (Range<usize>, String);

/// A map entry: key, range of the key, value.
type MapEntry = (String, Range<usize>, Tree);

/// Sets a key to a plain value. A new key is inserted after the first of the keys in `behind` that
/// exists on a line of its own, or else before the first key of the map.
///
/// # Errors
/// If the front matter cannot be edited this way; there is nothing to undo then.
pub fn set(
    text: &str,
    path: &[&str],
    value: &str,
    behind: &[&str],
) -> Result<String, Unchanged> {
    let parts = readable(text)?;
    let tree = yaml_tree(text, parts.data.clone());
    let new = NewValue {
        text,
        value,
        behind,
        step: tree.as_ref().map_or(2, |t| step(text, t)),
    };
    let change = if let Some(Tree::Map(range, entries)) = &tree {
        let (place, rest) = deepest(text, range, entries, path)?;
        match place.entry {
            Some(entry) if rest.len() == 1 => new.replaced(entry)?,
            Some(entry) => new.start_map(&place, entry, &rest[1..])?,
            None if place.flow => new.inserted_in_line(&place, rest),
            None => new.inserted(&place, rest)?,
        }
    } else {
        let is_blank = |line: &str| line.trim().is_empty() || is_comment(line);
        if !text[parts.data.clone()].lines().all(is_blank) {
            return Err(Unchanged::Unusual);
        }
        let at = parts.data.start;
        (at..at, new.lines(path, 0, line_end_before(text, at)))
    };
    verified(text, &change, path, Some(value))
}

/// Removes a key with its value and the comment after it.
///
/// # Errors
/// If the key does not exist or cannot be removed this way.
pub fn remove(text: &str, path: &[&str]) -> Result<String, Unchanged> {
    let parts = readable(text)?;
    let Some(Tree::Map(range, entries)) = yaml_tree(text, parts.data) else {
        return Err(Unchanged::Unusual);
    };
    let (place, rest) = deepest(text, &range, &entries, path)?;
    let number = place.entries.iter().position(|(name, _, _)| rest == [name.as_str()]);
    let Some(number) = number else { return Err(Unchanged::Unusual) };
    let of = |number: usize| place.entries.get(number);
    let end = |entry: &MapEntry| value_end(text, entry);
    let entry = &place.entries[number];
    let range = match (place.flow, number.checked_sub(1).and_then(of), of(number + 1)) {
        (true, Some(before), _) => end(before)..end(entry),
        (true, None, Some(next)) => entry.1.start..next.1.start,
        (true, None, None) => entry.1.start..end(entry),
        (false, ..) if text[entry.1.start..end(entry)].contains('\n') => {
            return Err(Unchanged::Unusual);
        }
        (false, ..) => line_start(text, entry.1.start)..next_line(text, end(entry)),
    };
    verified(text, &(range, String::new()), path, None)
}

fn readable(text: &str) -> Result<Parts, Unchanged> {
    let parts = front_matter::split(text).map_err(|_| Unchanged::Unreadable)?;
    yaml::read(&text[parts.data.clone()]).map_err(|_| Unchanged::Unreadable)?;
    Ok(parts)
}

/// The map that contains the last existing key of a path, or would contain the next one.
struct EditTarget<'t> {
    start: usize,
    entries: &'t [MapEntry],
    /// The entry, if it exists.
    entry: Option<&'t MapEntry>,
    /// True for `{ … }`.
    flow: bool,
}

/// Follows a path through existing maps; also returns the part of the path that is left.
fn deepest<'t, 'p>(
    text: &str,
    mut range: &'t Range<usize>,
    mut entries: &'t [MapEntry],
    path: &'p [&'p str],
) -> Result<(EditTarget<'t>, &'p [&'p str]), Unchanged> {
    let mut rest = path;
    loop {
        let [key, below @ ..] = rest else { return Err(Unchanged::Unusual) };
        let mut same = entries.iter().filter(|(name, _, _)| name == key);
        let entry = same.next();
        // Of duplicate keys, nobody can say which one counts.
        if same.next().is_some() {
            return Err(Unchanged::Unusual);
        }
        match entry {
            Some((_, _, Tree::Map(inner, inside))) if !below.is_empty() => {
                (range, entries, rest) = (inner, inside, below);
            }
            entry => {
                let flow = text[range.start..].starts_with('{');
                return Ok((
                    EditTarget { start: range.start, entries, entry, flow },
                    rest,
                ));
            }
        }
    }
}

/// A value to write.
struct NewValue<'n> {
    text: &'n str,
    value: &'n str,
    behind: &'n [&'n str],
    /// Spaces by which this file indents a nested map.
    step: usize,
}

impl NewValue<'_> {
    /// Replaces the value of an existing key.
    fn replaced(&self, entry: &MapEntry) -> Result<Replacement, Unchanged> {
        let (_, key, Tree::Scalar(range)) = entry else { return Err(Unchanged::Unusual) };
        let colon = after_colon(self.text, key).ok_or(Unchanged::Unusual)?;
        let end = value_end(self.text, entry);
        if end == key.end {
            return Ok((colon..colon, format!(" {}", self.value)));
        }
        // A block scalar, an anchor or a tag precedes the value; an alias replaces it.
        let before = self.text.get(colon..range.start).ok_or(Unchanged::Unusual)?;
        if !before.trim().is_empty() || self.text[range.start..].starts_with('*') {
            return Err(Unchanged::Unusual);
        }
        Ok((range.start..end, self.value.to_owned()))
    }

    /// Starts a map for a key without a value, such as `consent:`.
    fn start_map(
        &self,
        place: &EditTarget<'_>,
        entry: &MapEntry,
        rest: &[&str],
    ) -> Result<Replacement, Unchanged> {
        let (_, key, Tree::Scalar(range)) = entry else { return Err(Unchanged::Unusual) };
        let old = &self.text[range.start..value_end(self.text, entry).max(range.start)];
        let colon = after_colon(self.text, key).ok_or(Unchanged::Unusual)?;
        if ["~", "null", "Null", "NULL"].contains(&old) {
            let range = range.start..range.start + old.len();
            return Ok((range, self.in_braces(rest)));
        }
        if !old.is_empty() {
            return Err(Unchanged::Unusual);
        }
        if place.flow {
            return Ok((colon..colon, format!(" {}", self.in_braces(rest))));
        }
        let next = next_line(self.text, colon);
        let behind = self.text[colon..next].trim();
        if !(behind.is_empty() || behind.starts_with('#')) {
            return Err(Unchanged::Unusual);
        }
        let indent = key.start - line_start(self.text, key.start) + self.step;
        let lines = self.lines(rest, indent, line_end_before(self.text, next));
        Ok((next..next, lines))
    }

    /// Inserts a key on lines of its own.
    fn inserted(
        &self,
        place: &EditTarget<'_>,
        rest: &[&str],
    ) -> Result<Replacement, Unchanged> {
        let (_, first, _) = place.entries.first().ok_or(Unchanged::Unusual)?;
        let start = line_start(self.text, first.start);
        let indent = &self.text[start..first.start];
        if !indent.bytes().all(|byte| byte == b' ') {
            return Err(Unchanged::Unusual);
        }
        let single = |name: &&str| {
            let entry = place.entries.iter().find(|(own, _, _)| own == *name)?;
            let end = value_end(self.text, entry);
            let is_value = end > entry.1.end;
            (is_value && !self.text[entry.1.start..end].contains('\n')).then_some(end)
        };
        let at = match self.behind.iter().find_map(single) {
            Some(end) => next_line(self.text, end),
            None => start,
        };
        let end = line_end_before(self.text, next_line(self.text, first.start));
        Ok((at..at, self.lines(rest, indent.len(), end)))
    }

    /// Inserts a key into a flow map.
    fn inserted_in_line(&self, place: &EditTarget<'_>, rest: &[&str]) -> Replacement {
        let entry = format!("{}: {}", rest[0], self.inner(&rest[1..]));
        let behind = self.behind.iter().find_map(|name| {
            let found = place.entries.iter().find(|(own, _, _)| own == name)?;
            let end = value_end(self.text, found);
            (end > found.1.end).then_some(end)
        });
        if let Some(at) = behind {
            return (at..at, format!(", {entry}"));
        }
        let at = place.start + 1;
        let comma = if place.entries.is_empty() { "" } else { "," };
        let space =
            if self.text[at..].starts_with(char::is_whitespace) { "" } else { " " };
        (at..at, format!(" {entry}{comma}{space}"))
    }

    /// The keys of a path as nested block maps.
    fn lines(&self, path: &[&str], indent: usize, end: &str) -> String {
        let mut lines = String::new();
        for (depth, key) in path.iter().enumerate() {
            lines.push_str(&" ".repeat(indent + depth * self.step));
            lines.push_str(key);
            lines.push(':');
            if depth + 1 == path.len() {
                lines.push(' ');
                lines.push_str(self.value);
            }
            lines.push_str(end);
        }
        lines
    }

    fn inner(&self, rest: &[&str]) -> String {
        if rest.is_empty() { self.value.to_owned() } else { self.in_braces(rest) }
    }

    fn in_braces(&self, rest: &[&str]) -> String {
        format!("{{ {}: {} }}", rest[0], self.inner(&rest[1..]))
    }
}

/// The indentation of the first nested block map, or two spaces.
fn step(text: &str, tree: &Tree) -> usize {
    let Tree::Map(_, entries) = tree else { return 2 };
    let column = |at: usize| at - line_start(text, at);
    let steps = entries.iter().filter_map(|(_, key, value)| {
        let Tree::Map(range, inside) = value else { return None };
        let (_, first, _) = inside.first()?;
        let is_block = !text[range.start..].starts_with('{');
        column(first.start)
            .checked_sub(column(key.start))
            .filter(|by| is_block && *by > 0)
    });
    steps.into_iter().next().unwrap_or(2)
}

/// The position after the colon of a key.
fn after_colon(text: &str, key: &Range<usize>) -> Option<usize> {
    let behind = &text[key.end..];
    let at = behind.find(|c: char| c != ' ' && c != '\t')?;
    behind[at..].starts_with(':').then_some(key.end + at + 1)
}

/// The end of a value, before white space and a comment; the end of the key if there is no value.
fn value_end(text: &str, (_, key, value): &MapEntry) -> usize {
    let range = value.range();
    let written = text.get(range.start.max(key.end)..range.end).unwrap_or("");
    if written.trim().is_empty() {
        return key.end;
    }
    let length = match (value, written.chars().next()) {
        (Tree::Scalar(_), Some('"')) => quoted_length(written, '"'),
        (Tree::Scalar(_), Some('\'')) => quoted_length(written, '\''),
        // In a plain scalar, ` #` always starts a comment.
        (Tree::Scalar(_), _) => written.find(" #").unwrap_or(written.len()),
        _ => written.len(),
    };
    range.start + written[..length].trim_end().len()
}

/// The length of a quoted scalar in bytes. Quotes inside are doubled in `'…'` and escaped in
/// `"…"`.
fn quoted_length(written: &str, quote: char) -> usize {
    let mut characters = written.char_indices().skip(1).peekable();
    while let Some((at, character)) = characters.next() {
        if character == '\\' && quote == '"' {
            characters.next();
        } else if character == quote {
            let doubled = characters.peek().is_some_and(|(_, next)| *next == quote);
            if !(doubled && quote == '\'') {
                return at + 1;
            }
            characters.next();
        }
    }
    written.len()
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |end| end + 1)
}

fn next_line(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |end| at + end + 1)
}

/// The line break that precedes a position.
fn line_end_before(text: &str, at: usize) -> &'static str {
    if text[..at].ends_with("\r\n") { "\r\n" } else { "\n" }
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with('#')
}

/// Applies a change, if the parsed data then differs in that key only.
fn verified(
    text: &str,
    (range, with): &Replacement,
    path: &[&str],
    value: Option<&str>,
) -> Result<String, Unchanged> {
    let mut new = text.to_owned();
    new.replace_range(range.clone(), with);
    let before = front_matter::split(text).map_err(|_| Unchanged::Unreadable)?;
    let after = front_matter::split(&new).map_err(|_| Unchanged::Spreads)?;
    let data = |text: &str, parts: &Parts| yaml::read(&text[parts.data.clone()]);
    let old_data = data(text, &before).map_err(|_| Unchanged::Unreadable)?;
    let new_data = data(&new, &after).map_err(|_| Unchanged::Spreads)?;
    let is_set = match (at(&new_data, path), value) {
        (Some(Node::Text(found)), Some(value)) => found == value,
        (None, None) => true,
        _ => false,
    };
    let same = without(&old_data, path) == without(&new_data, path)
        && text[before.body] == new[after.body];
    if is_set && same { Ok(new) } else { Err(Unchanged::Spreads) }
}

fn at<'n>(node: &'n Node, path: &[&str]) -> Option<&'n Node> {
    let [key, rest @ ..] = path else { return Some(node) };
    let Node::Map(entries) = node else { return None };
    let (_, value) = entries.iter().rev().find(|(name, _)| name == key)?;
    at(value, rest)
}

/// The data without the value at a path, and without maps on the path that are empty then, so that
/// creating a parent map does not count as another change.
fn without(node: &Node, path: &[&str]) -> Option<Node> {
    let [key, rest @ ..] = path else { return None };
    let Node::Map(entries) = node else {
        return (*node != Node::Null).then(|| node.clone());
    };
    let kept: Vec<(String, Node)> = entries
        .iter()
        .filter_map(|(name, value)| {
            let value = if name == key { without(value, rest)? } else { value.clone() };
            Some((name.clone(), value))
        })
        .collect();
    (!kept.is_empty()).then_some(Node::Map(kept))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WAY: [&str; 2] = ["consent", "withdrawn"];
    const BEHIND: [&str; 2] = ["until", "given"];

    fn withdrawn(text: &str) -> Result<String, Unchanged> {
        set(text, &WAY, "2026-11-01", &BEHIND)
    }

    #[test]
    fn a_withdrawal_is_entered_in_every_way_of_writing() {
        for (before, after) in [
            (
                "---\nname: x\nconsent:\n  given: 2026-01-02\n  until: 2027-01-02 # bis dann\n  fields: [bio]\n---\nText\n",
                "---\nname: x\nconsent:\n  given: 2026-01-02\n  until: 2027-01-02 # bis dann\n  withdrawn: 2026-11-01\n  fields: [bio]\n---\nText\n",
            ),
            (
                "\u{feff}---\r\nconsent:\r\n    channels: [site]\r\n    given: 2026-01-02\r\n---\r\nText",
                "\u{feff}---\r\nconsent:\r\n    channels: [site]\r\n    given: 2026-01-02\r\n    withdrawn: 2026-11-01\r\n---\r\nText",
            ),
            (
                "---\nconsent: { given: 2026-01-02 , channels: [site] } # ja\n---\n",
                "---\nconsent: { given: 2026-01-02, withdrawn: 2026-11-01 , channels: [site] } # ja\n---\n",
            ),
            (
                "---\nconsent: {channels: [site]}\n---\n",
                "---\nconsent: { withdrawn: 2026-11-01, channels: [site]}\n---\n",
            ),
            ("---\nconsent: {}\n---\n", "---\nconsent: { withdrawn: 2026-11-01 }\n---\n"),
            (
                "---\nconsent:  # noch nichts\nname: x\n---\n",
                "---\nconsent:  # noch nichts\n  withdrawn: 2026-11-01\nname: x\n---\n",
            ),
            ("---\nconsent: ~\n---\n", "---\nconsent: { withdrawn: 2026-11-01 }\n---\n"),
            (
                "---\nname:\n   given: x\n---\n",
                "---\nconsent:\n   withdrawn: 2026-11-01\nname:\n   given: x\n---\n",
            ),
            (
                "---\n# leer\n---\n",
                "---\nconsent:\n  withdrawn: 2026-11-01\n# leer\n---\n",
            ),
            (
                "---\n\"consent\":\n  'withdrawn': \"2029-01-01\"   # später\n  given: 2026-01-01\n---\n",
                "---\n\"consent\":\n  'withdrawn': 2026-11-01   # später\n  given: 2026-01-01\n---\n",
            ),
            (
                "---\nconsent:\n  withdrawn:\n  given: 2026-01-01\n---\n",
                "---\nconsent:\n  withdrawn: 2026-11-01\n  given: 2026-01-01\n---\n",
            ),
            (
                "---\n{ name: x, consent: { given: 2026-01-01, until: null } }\n---\n",
                "---\n{ name: x, consent: { given: 2026-01-01, until: null, withdrawn: 2026-11-01 } }\n---\n",
            ),
        ] {
            assert_eq!(withdrawn(before).as_deref(), Ok(after), "{before}");
            let back = remove(after, &WAY);
            assert!(back.is_ok(), "{after}");
        }
    }

    #[test]
    fn what_no_program_should_edit_stays() {
        for (text, why) in [
            ("title: x", Unchanged::Unreadable),
            ("---\na: [\n---\n", Unchanged::Unreadable),
            ("---\na: &c { given: 1 }\nconsent: *c\n---\n", Unchanged::Unusual),
            ("---\nconsent: ja\n---\n", Unchanged::Unusual),
            ("---\nconsent: [a]\n---\n", Unchanged::Unusual),
            ("---\nconsent: {}\nconsent: {}\n---\n", Unchanged::Unusual),
            ("---\nconsent:\n  withdrawn: |\n    x\n---\n", Unchanged::Unusual),
            ("---\n- a\n---\n", Unchanged::Unusual),
        ] {
            assert_eq!(withdrawn(text), Err(why), "{text}");
        }
        assert_eq!(remove("---\na: 1\n---\n", &["b"]), Err(Unchanged::Unusual));
        let long = "---\na:\n  b: |\n    x\nc: 1\n---\n";
        assert_eq!(remove(long, &["a", "b"]), Err(Unchanged::Unusual));
    }

    #[test]
    fn a_value_that_reads_as_something_else_is_not_written() {
        assert_eq!(set("---\na: 1\n---\n", &["id"], "12", &[]), Err(Unchanged::Spreads));
        assert_eq!(
            set("---\na: 1\n---\n", &["id"], "x: y", &[]),
            Err(Unchanged::Spreads)
        );
    }

    #[test]
    fn an_id_stands_first_and_a_key_is_removed_with_its_line() {
        let text = "---\n# Frau Müller\nname: { given: Änne } # so\nlist:\n  - a\n---\n";
        let with = "---\n# Frau Müller\nid: k7f3-2m9q\nname: { given: Änne } # so\nlist:\n  - a\n---\n";
        assert_eq!(set(text, &["id"], "k7f3-2m9q", &[]).as_deref(), Ok(with));
        assert_eq!(remove(with, &["id"]).as_deref(), Ok(text));
    }
}
