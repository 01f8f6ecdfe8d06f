//! Turns a pointer into a byte range of the source file.
//!
//! In come the text of a file and a pointer, out goes the range of the key or value, or of the
//! nearest one above it. Never runs without a report to make: it parses the YAML a second time,
//! with a parser that records positions.

use std::ops::Range;

use saphyr_parser::{Event, Marker, Parser};

use super::diagnostic::{Place, Spot};
use super::front_matter;
use super::pointer::Step;

/// Values to visit before giving up, so that a hostile file cannot take minutes.
const MOST_VALUES: usize = 200_000;

/// The bytes of a place; an empty range at the start of the file if it cannot be found.
pub fn range(text: &str, place: &Place) -> Range<usize> {
    let (pointer, key_wanted) = match &place.spot {
        Spot::File => return 0..0,
        Spot::Range(range) => return clamp(text, range.start..range.end),
        Spot::Line(line) => return line_range(text, *line),
        Spot::Key(pointer) => (pointer, true),
        Spot::Value(pointer) => (pointer, false),
    };
    let tree = match place.path.extension().as_str() {
        "toml" => toml_tree(text),
        "md" => {
            front_matter::split(text).ok().and_then(|parts| yaml_tree(text, parts.data))
        }
        _ => yaml_tree(text, 0..text.len()),
    };
    tree.map_or(0..0, |tree| clamp(text, find(&tree, &pointer.0, key_wanted)))
}

fn clamp(text: &str, range: Range<usize>) -> Range<usize> {
    let floor = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = floor(range.start);
    start..floor(range.end).max(start)
}

/// The bytes of a line, counted from 1, without its line break.
fn line_range(text: &str, line: usize) -> Range<usize> {
    let mut start = 0;
    for (index, content) in text.split_inclusive('\n').enumerate() {
        if index + 1 == line {
            return start..start + content.trim_end().len();
        }
        start += content.len();
    }
    text.len()..text.len()
}

/// Parsed data with the byte range of each value.
#[derive(Debug)]
pub enum Tree {
    /// A scalar, or an alias.
    Scalar(Range<usize>),
    /// A list with its items.
    List(Range<usize>, Vec<Tree>),
    /// A map: the name and range of each key, and its value.
    Map(Range<usize>, Vec<(String, Range<usize>, Tree)>),
}

impl Tree {
    /// The range of the whole value. That of a block may include white space up to the next
    /// token.
    pub fn range(&self) -> Range<usize> {
        match self {
            Self::Scalar(range) | Self::List(range, _) | Self::Map(range, _) => {
                range.clone()
            }
        }
    }
}

fn find(tree: &Tree, steps: &[Step], key_wanted: bool) -> Range<usize> {
    let Some((step, rest)) = steps.split_first() else { return tree.range() };
    match (tree, step) {
        // Of duplicate keys, the last one is the one to report.
        (Tree::Map(_, entries), Step::Key(key)) => {
            match entries.iter().rev().find(|(name, _, _)| name == key) {
                Some((_, range, value)) => {
                    let stop = rest.is_empty() || !contains_path(value, rest);
                    if stop && (key_wanted || !rest.is_empty()) {
                        range.clone()
                    } else {
                        find(value, rest, key_wanted)
                    }
                }
                None => first_key_range(tree),
            }
        }
        (Tree::List(_, items), Step::Item(number)) => match items.get(*number) {
            Some(item) => find(item, rest, key_wanted),
            None => tree.range(),
        },
        _ => tree.range(),
    }
}

fn contains_path(tree: &Tree, steps: &[Step]) -> bool {
    match (tree, steps.first()) {
        (_, None) => true,
        (Tree::Map(_, entries), Some(Step::Key(key))) => {
            entries.iter().any(|(name, _, _)| name == key)
        }
        (Tree::List(_, items), Some(Step::Item(number))) => *number < items.len(),
        _ => false,
    }
}

/// Where to show a missing key: at the first key of the map it belongs to.
fn first_key_range(tree: &Tree) -> Range<usize> {
    match tree {
        Tree::Map(_, entries) if !entries.is_empty() => entries[0].1.clone(),
        tree => tree.range(),
    }
}

/// Parses the YAML in part of a text; `None` if that fails.
pub fn yaml_tree(text: &str, part: Range<usize>) -> Option<Tree> {
    let yaml = &text[part.clone()];
    let lines: Vec<usize> = std::iter::once(0)
        .chain(yaml.match_indices('\n').map(|(at, _)| at + 1))
        .collect();
    let byte = |marker: &Marker| {
        let start =
            lines.get(marker.line().saturating_sub(1)).copied().unwrap_or(yaml.len());
        let line = &yaml[start..];
        let offset =
            line.char_indices().nth(marker.col()).map_or(line.len(), |(at, _)| at);
        part.start + start + offset
    };
    let mut events = Parser::new_from_str(yaml).filter_map(|event| match event {
        Ok((Event::StreamStart | Event::DocumentStart(_), _)) => None,
        Ok((event, span)) => Some(Some((event, byte(&span.start)..byte(&span.end)))),
        Err(_) => Some(None),
    });
    let mut budget = MOST_VALUES;
    let first = events.next()??;
    yaml_value(first, &mut events, &mut budget)
}

fn yaml_value<'t>(
    (event, range): (Event<'t>, Range<usize>),
    events: &mut impl Iterator<Item = Option<(Event<'t>, Range<usize>)>>,
    budget: &mut usize,
) -> Option<Tree> {
    *budget = budget.checked_sub(1)?;
    match event {
        Event::SequenceStart(..) => {
            let mut items = Vec::new();
            loop {
                let (event, at) = events.next()??;
                if matches!(event, Event::SequenceEnd) {
                    return Some(Tree::List(range.start..at.end, items));
                }
                items.push(yaml_value((event, at), events, budget)?);
            }
        }
        Event::MappingStart(..) => {
            let mut entries = Vec::new();
            loop {
                let (event, at) = events.next()??;
                if matches!(event, Event::MappingEnd) {
                    return Some(Tree::Map(range.start..at.end, entries));
                }
                let name = match &event {
                    Event::Scalar(name, ..) => name.to_string(),
                    _ => String::new(),
                };
                let key = yaml_value((event, at), events, budget)?.range();
                let value = events.next()??;
                entries.push((name, key, yaml_value(value, events, budget)?));
            }
        }
        _ => Some(Tree::Scalar(range)),
    }
}

fn toml_tree(text: &str) -> Option<Tree> {
    let table = toml::de::DeTable::parse(text).ok()?;
    Some(toml_table(table.span(), table.get_ref()))
}

fn toml_table(range: Range<usize>, table: &toml::de::DeTable<'_>) -> Tree {
    let mut entries: Vec<_> = table
        .iter()
        .map(|(key, value)| {
            let value = toml_value(value.span(), value.get_ref());
            (key.get_ref().to_string(), key.span(), value)
        })
        .collect();
    entries.sort_by_key(|(_, key, _)| key.start);
    Tree::Map(range, entries)
}

fn toml_value(range: Range<usize>, value: &toml::de::DeValue<'_>) -> Tree {
    match value {
        toml::de::DeValue::Table(table) => toml_table(range, table),
        toml::de::DeValue::Array(items) => Tree::List(
            range,
            items.iter().map(|i| toml_value(i.span(), i.get_ref())).collect(),
        ),
        _ => Tree::Scalar(range),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::pointer::Pointer;
    use crate::base::source::SitePath;

    fn found<'t>(file: &str, text: &'t str, spot: Spot) -> &'t str {
        &text[range(text, &Place { path: SitePath::new(file), spot })]
    }

    #[test]
    fn a_pointer_finds_keys_and_values_in_every_style() {
        let text = "---\ntitle: Jörg\nname: { given: Änne, family: Öz }\nlist:\n  - kind: a\n    to: 1986\n---\n";
        let value = |path: Pointer| found("content/a.md", text, Spot::Value(path));
        assert_eq!(value(Pointer::key("title")), "Jörg");
        assert_eq!(value(Pointer::key("name.family")), "Öz");
        assert_eq!(value(Pointer::key("list").item(0).then("to")), "1986");
        let key = |path: Pointer| found("content/a.md", text, Spot::Key(path));
        assert_eq!(key(Pointer::key("list").item(0).then("to")), "to");
        assert_eq!(
            key(Pointer::key("name.particle")),
            "name",
            "a missing key shows its parent"
        );
        assert_eq!(key(Pointer::key("start")), "title", "or the first key of the file");
    }

    #[test]
    fn the_second_of_two_equal_keys_is_found() {
        let text = "a: 1\nb: 2\na: 3\n";
        assert_eq!(found("x.yaml", text, Spot::Value(Pointer::key("a"))), "3");
    }

    #[test]
    fn toml_has_places_too() {
        let text = "title = \"x\"\n[consent]\nvalid_months = 0\n";
        assert_eq!(
            found("config.toml", text, Spot::Value(Pointer::key("consent.valid_months"))),
            "0"
        );
    }

    #[test]
    fn broken_text_never_panics() {
        for text in ["---\na: [\n---\n", "---\n", "", "---\n\t- x: {\n---\n"] {
            assert_eq!(found("a.md", text, Spot::Value(Pointer::key("a"))), "");
        }
    }
}
