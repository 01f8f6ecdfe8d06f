//! Turns pointers into byte ranges of the source file.
//!
//! In come the text of a file and a pointer, out goes the range of the key or value, or of the
//! nearest one above it. Never runs without a report to make: it parses the YAML a second time,
//! with a parser that records positions; and only once for a file, however much there is to
//! report about it.

use std::collections::BTreeMap;
use std::ops::Range;

use saphyr_parser::{Event, Marker, Parser};

use super::diagnostic::Spot;
use super::front_matter;
use super::pointer::Step;
use super::source::SitePath;
use super::text_index::TextIndex;
use super::work;

/// Values to visit before giving up, so that a hostile file cannot take minutes.
const MOST_VALUES: usize = 200_000;

/// Where the values of a file are.
#[derive(Debug)]
pub struct Places(Option<PlacedValue>);

/// A value with its byte range, whose parts are found by name and number.
#[derive(Debug)]
struct PlacedValue {
    range: Range<usize>,
    parts: PlacedParts,
}

#[derive(Debug)]
enum PlacedParts {
    None,
    Items(Vec<PlacedValue>),
    /// The first key, and each key with its value. Of duplicate keys, the last one is kept: it is
    /// the one to report.
    Keys(Option<Range<usize>>, BTreeMap<String, (Range<usize>, PlacedValue)>),
}

impl Places {
    /// Parses the data of a file.
    pub fn of(path: &SitePath, text: &str) -> Self {
        work::looked_at(text.len());
        let tree = match path.extension().as_str() {
            "toml" => toml_tree(text),
            "md" => front_matter::split(text)
                .ok()
                .and_then(|parts| yaml_tree(text, parts.data)),
            _ => yaml_tree(text, 0..text.len()),
        };
        Self(tree.map(PlacedValue::from))
    }

    /// The bytes of a key or value; an empty range at the start of the file if it cannot be
    /// found.
    fn find(&self, steps: &[Step], key_wanted: bool) -> Range<usize> {
        self.0.as_ref().map_or(0..0, |tree| tree.find(steps, key_wanted))
    }
}

/// The bytes of a place in a text. `places` is asked for only if the place is that of a value.
pub fn range<'p>(
    index: &TextIndex<'_>,
    spot: &Spot,
    places: impl FnOnce() -> &'p Places,
) -> Range<usize> {
    match spot {
        Spot::File => 0..0,
        Spot::Range(range) => clamp(index.text, range.start..range.end),
        Spot::Line(line) => {
            let range = index.line_range(*line);
            let length = index.text[range.clone()].trim_end().len();
            range.start..range.start + length
        }
        Spot::Key(pointer) => clamp(index.text, places().find(&pointer.0, true)),
        Spot::Value(pointer) => clamp(index.text, places().find(&pointer.0, false)),
    }
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

impl From<Tree> for PlacedValue {
    fn from(tree: Tree) -> Self {
        let range = tree.range();
        let parts = match tree {
            Tree::Scalar(_) => PlacedParts::None,
            Tree::List(_, items) => {
                PlacedParts::Items(items.into_iter().map(Self::from).collect())
            }
            Tree::Map(_, entries) => {
                let first = entries.first().map(|(_, key, _)| key.clone());
                let entries = entries.into_iter();
                let keys = entries.map(|(name, key, value)| (name, (key, value.into())));
                PlacedParts::Keys(first, keys.collect())
            }
        };
        Self { range, parts }
    }
}

impl PlacedValue {
    fn find(&self, steps: &[Step], key_wanted: bool) -> Range<usize> {
        work::looked_at(1);
        let Some((step, rest)) = steps.split_first() else { return self.range.clone() };
        match (&self.parts, step) {
            (PlacedParts::Keys(first, keys), Step::Key(name)) => {
                let Some((key, value)) = keys.get(name) else {
                    // A missing key is shown at the first one of the map it belongs to.
                    return first.clone().unwrap_or_else(|| self.range.clone());
                };
                let stop = rest.first().is_none_or(|step| value.part(step).is_none());
                if stop && (key_wanted || !rest.is_empty()) {
                    key.clone()
                } else {
                    value.find(rest, key_wanted)
                }
            }
            (PlacedParts::Items(_), step @ Step::Item(_)) => match self.part(step) {
                Some(item) => item.find(rest, key_wanted),
                None => self.range.clone(),
            },
            _ => self.range.clone(),
        }
    }

    /// The value one step below.
    fn part(&self, step: &Step) -> Option<&Self> {
        match (&self.parts, step) {
            (PlacedParts::Keys(_, keys), Step::Key(name)) => {
                keys.get(name).map(|(_, value)| value)
            }
            (PlacedParts::Items(items), Step::Item(number)) => items.get(*number),
            _ => None,
        }
    }
}

/// Parses the YAML in part of a text; `None` if that fails.
pub fn yaml_tree(text: &str, part: Range<usize>) -> Option<Tree> {
    let yaml = &text[part.clone()];
    let index = TextIndex::new(yaml);
    let byte = |marker: &Marker| {
        // Columns are counted in characters.
        let start = index.line_range(marker.line().max(1)).start;
        part.start + index.behind(start, marker.col())
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

    fn found<'t>(file: &str, text: &'t str, spot: &Spot) -> &'t str {
        let places = Places::of(&SitePath::new(file), text);
        &text[range(&TextIndex::new(text), spot, || &places)]
    }

    #[test]
    fn a_pointer_finds_keys_and_values_in_every_style() {
        let text = "---\ntitle: Jörg\nname: { given: Änne, family: Öz }\nlist:\n  - kind: a\n    to: 1986\n---\n";
        let value = |path: Pointer| found("content/a.md", text, &Spot::Value(path));
        assert_eq!(value(Pointer::key("title")), "Jörg");
        assert_eq!(value(Pointer::key("name.family")), "Öz");
        assert_eq!(value(Pointer::key("list").item(0).then("to")), "1986");
        let key = |path: Pointer| found("content/a.md", text, &Spot::Key(path));
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
        assert_eq!(found("x.yaml", text, &Spot::Value(Pointer::key("a"))), "3");
    }

    #[test]
    fn toml_has_places_too() {
        let text = "title = \"x\"\n[consent]\nvalid_months = 0\n";
        assert_eq!(
            found(
                "config.toml",
                text,
                &Spot::Value(Pointer::key("consent.valid_months"))
            ),
            "0"
        );
    }

    #[test]
    fn broken_text_never_panics() {
        for text in ["---\na: [\n---\n", "---\n", "", "---\n\t- x: {\n---\n"] {
            assert_eq!(found("a.md", text, &Spot::Value(Pointer::key("a"))), "");
        }
    }

    #[test]
    fn a_file_is_parsed_once_whatever_is_asked_about_it() {
        work::assert_linear(200, |n| {
            let names: Vec<String> = (0..n).map(|k| format!("n{k}, ")).collect();
            let names = names.concat();
            let keys: Vec<String> = (0..n).map(|k| format!("key-{k}: x\n")).collect();
            let keys = keys.concat();
            let text = format!("---\nspeakers: [{names}]\n{keys}---\n");
            let pointers = (0..n).map(|k| Pointer::key("speakers").item(k));
            let pointers: Vec<Pointer> = pointers
                .chain((0..n).map(|k| Pointer::key(&format!("key-{k}"))))
                .collect();
            work::of(|| {
                let index = TextIndex::new(&text);
                let places = Places::of(&SitePath::new("content/events/a.md"), &text);
                let spots = pointers.iter().cloned().map(Spot::Value);
                spots.map(|spot| range(&index, &spot, || &places).len()).sum::<usize>()
            })
        });
    }
}
