//! Parses YAML; with `as_written` the only file that knows the YAML library.
//!
//! In comes YAML text, out goes a [`Node`] or one mistake with its place. What `flat_yaml` is sure
//! of need not go through the library. The library limits aliases, so that a small file never
//! becomes a huge tree.

use std::ops::Range;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::base::work;

use super::as_written;
use super::flat_yaml;
use super::hash_sign;
use super::node::Node;
use super::slips;

/// Why a text is not valid YAML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mistake {
    /// The library's message, or a more precise one of ours in capitals. Never shown directly,
    /// since it may quote a value.
    pub(super) message: String,
    /// The byte range to mark, if known.
    pub(super) range: Option<Range<usize>>,
    /// True if the library's limit on nesting or aliases was exceeded.
    pub(super) too_deep: bool,
}

/// Parses one document; an empty one is an empty map.
pub(super) fn read(text: &str) -> Result<Node, Mistake> {
    flat_yaml::read(text).map_or_else(|| read_with_library(text), Ok)
}

/// The same, by the library alone: what is right, and what every mistake is called.
pub(super) fn read_with_library(text: &str) -> Result<Node, Mistake> {
    let parsed = parsed(text);
    let range = parsed.as_ref().err().map(|mistake| mistake.range.as_ref());
    let slip = match range {
        None => slips::found(text, None)
            .or_else(|| hash_sign::swallowing(text).map(|range| ("HASH", range))),
        Some(Some(range)) => slips::found(text, Some(range))
            .or_else(|| hash_sign::in_line(text, range).map(|range| ("HASH", range))),
        Some(None) => None,
    };
    slip.map_or(parsed, |(name, range)| {
        Err(Mistake { message: name.to_owned(), range: Some(range), too_deep: false })
    })
}

fn parsed(text: &str) -> Result<Node, Mistake> {
    match serde_yaml::from_str::<Node>(text) {
        Ok(Node::Null) => Ok(Node::Map(Vec::new())),
        Ok(mut node) => {
            as_written::restore(&mut node, text);
            Ok(node)
        }
        Err(error) => Err(mistake(text, &error)),
    }
}

fn mistake(text: &str, error: &serde_yaml::Error) -> Mistake {
    let full = error.to_string();
    let too_deep = full.contains("recursion limit") || full.contains("repetition limit");
    let lines = TextLines::of(text);
    let found = error.location().map(|place| (place.line() - 1, place.column() - 1));
    let (message, place) = if let Some(control) = control_character(text) {
        ("CONTROL CHARACTER".to_owned(), Some(control))
    } else {
        match found {
            None => lines.second_document(&full),
            Some(place) => lines.more_precise(&full, place),
        }
    };
    let range = place.map(|(line, column)| lines.range(line, column));
    Mistake { message, range, too_deep }
}

/// The first control character, which no editor enters on purpose.
fn control_character(text: &str) -> Option<(usize, usize)> {
    text.lines().enumerate().find_map(|(number, line)| {
        let line = line.trim_end_matches('\r');
        line.chars().position(|c| c.is_control() && c != '\t').map(|at| (number, at))
    })
}

/// The lines of a text. Line and column numbers are in characters, from 0.
struct TextLines<'t> {
    text: &'t str,
    lines: Vec<&'t str>,
}

impl<'t> TextLines<'t> {
    fn of(text: &'t str) -> Self {
        Self { text, lines: text.lines().collect() }
    }

    fn line(&self, number: usize) -> &'t str {
        work::looked_at(1);
        self.lines.get(number).copied().unwrap_or("")
    }

    /// The closest line above that is neither blank nor a comment.
    fn above(&self, number: usize) -> Option<usize> {
        (0..number).rev().find(|number| has_content(self.line(*number)))
    }

    /// Finds what the library took for the start of a second document: a line indented less
    /// than the first one, or one after `...`.
    fn second_document(&self, full: &str) -> (String, Option<(usize, usize)>) {
        let lines: Vec<(usize, &str)> =
            self.text.lines().enumerate().filter(|(_, line)| has_content(line)).collect();
        let first = lines.first().map_or(0, |(_, line)| indent(line));
        let at = |number: usize| Some((number, 0));
        for (number, line) in lines {
            if line.trim_end() == "..." {
                return ("DOTS".to_owned(), at(number));
            }
            if indent(line) < first {
                return ("OUTDENTED".to_owned(), at(number));
            }
        }
        (full.to_owned(), None)
    }

    /// Improves an error. The library reports where it gave up and may use one message for
    /// several mistakes; this finds the place of the mistake and a specific name.
    fn more_precise(
        &self,
        full: &str,
        place @ (line, column): (usize, usize),
    ) -> (String, Option<(usize, usize)>) {
        let here = self.line(line);
        let before: String = here.chars().take(column).collect();
        let opened = begun_at(full);
        let (name, place) = if full.contains("mapping values are not allowed") {
            let above = self.above(line).filter(|_| !before.contains(": "));
            match above {
                Some(above) if !self.line(above).contains(": ") => {
                    ("NO COLON", (above, indent(self.line(above))))
                }
                Some(_) => ("INDENTED", (line, indent(here))),
                None => ("mapping values are not allowed", place),
            }
        } else if full.contains("simple key") {
            let place = opened.unwrap_or(place);
            ("NO COLON", (place.0, indent(self.line(place.0))))
        } else if full.contains("quoted scalar") && full.contains("end of stream") {
            ("QUOTE OPEN", opened.unwrap_or(place))
        } else if full.contains("expected ',' or") {
            match opened {
                Some(opened) if opened.0 != line => ("BRACKET OPEN", opened),
                _ => ("COMMA", place),
            }
        } else if full.contains("did not find expected key") {
            match before.trim_end().chars().last() {
                None => ("INDENTED", place),
                Some('"' | '\'') => ("QUOTE INSIDE", place),
                Some(_) => ("LEFT OVER", place),
            }
        } else if full.contains("cannot start any token") && here.contains('\t') {
            ("TAB", (line, here.chars().take_while(|c| *c != '\t').count()))
        } else {
            (full, opened.unwrap_or(place))
        };
        (name.to_owned(), Some(place))
    }

    /// The byte range to mark, from a position to the end of the line.
    fn range(&self, line: usize, column: usize) -> Range<usize> {
        let start: usize = self.text.split_inclusive('\n').take(line).map(str::len).sum();
        let content = self.line(line);
        let at = content.char_indices().nth(column).map_or(content.len(), |(at, _)| at);
        start + at..start + content.trim_end().len().max(at)
    }
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

fn has_content(line: &str) -> bool {
    !line.trim().is_empty() && !line.trim_start().starts_with('#')
}

/// Where the construct began that could not be parsed, from a message such as `… while parsing a
/// flow sequence at line 1 column 9`.
fn begun_at(full: &str) -> Option<(usize, usize)> {
    let (_, context) = full.split_once(", while ")?;
    let (_, place) = context.rsplit_once(" at line ")?;
    let (line, column) = place.split_once(" column ")?;
    let number = |text: &str| text.trim().parse::<usize>().ok()?.checked_sub(1);
    Some((number(line)?, number(column)?))
}

/// The smallest number with 39 digits; the library keeps all digits of shorter ones.
const LONGEST_NUMBER: f64 = 1e38;

struct NodeVisitor;

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("YAML without tags")
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Node, E> {
        Ok(Node::Flag(flag, None))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Node, E> {
        Ok(Node::Whole(number, None))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Node, E> {
        Ok(i64::try_from(number).map_or_else(
            |_| Node::Fraction(number.to_string()),
            |number| Node::Whole(number, None),
        ))
    }

    fn visit_i128<E>(self, number: i128) -> Result<Node, E> {
        Ok(Node::Fraction(number.to_string()))
    }

    fn visit_u128<E>(self, number: u128) -> Result<Node, E> {
        Ok(Node::Fraction(number.to_string()))
    }

    fn visit_f64<E: serde::de::Error>(self, number: f64) -> Result<Node, E> {
        // The library has rounded it: the search for leaks would look for other digits.
        if number.is_finite() && number.abs() >= LONGEST_NUMBER {
            return Err(E::custom("NUMBER TOO LONG"));
        }
        Ok(Node::Fraction(number.to_string()))
    }

    fn visit_str<E>(self, text: &str) -> Result<Node, E> {
        Ok(Node::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Node, E> {
        Ok(Node::Text(text))
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_none<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Node, A::Error> {
        let mut map = Vec::with_capacity(8);
        while let Some(key) = entries.next_key::<Node>()? {
            // A list or map as a key is never valid, so this gets reported as unknown.
            map.push((
                key.written().unwrap_or_else(|| "?".into()).into_owned(),
                entries.next_value()?,
            ));
        }
        Ok(Node::Map(map))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_keep_the_form_they_were_written_in() {
        let node =
            read("a: 04109\nb: no\nc: 2026-05-12\nd: 1986\na: x\ne:\n").expect("YAML");
        let text = |text: &str| Node::Text(text.into());
        let expected = [
            ("a", text("04109")),
            ("b", text("no")),
            ("c", text("2026-05-12")),
            ("d", Node::Whole(1986, None)),
            ("a", text("x")),
            ("e", Node::Null),
        ];
        assert_eq!(node, Node::Map(expected.map(|(k, v)| (k.to_owned(), v)).to_vec()));
    }

    /// Formats, YAML: such a number was said to begin with `!`.
    #[test]
    fn a_long_number_keeps_its_digits_or_is_said_to_be_too_long() {
        for length in 1..60 {
            let digits = "7".repeat(length);
            for written in [digits.clone(), format!("-{digits}")] {
                match read(&format!("n: {written}")) {
                    Ok(Node::Map(map)) => {
                        assert!(length < 40, "{written}");
                        assert_eq!(map[0].1.written().as_deref(), Some(written.as_str()));
                    }
                    Ok(other) => panic!("{other:?}"),
                    Err(mistake) => {
                        assert!(length >= 39, "{written}: {mistake:?}");
                        assert!(mistake.message.contains("NUMBER TOO LONG"));
                        assert_eq!(mistake.range, Some(3..3 + written.len()));
                    }
                }
            }
        }
    }

    #[test]
    fn a_mistake_is_where_the_editor_made_it() {
        for (text, marked) in [
            ("title: Plan: gut", ": gut"),
            ("titel\nb: c", "titel"),
            ("title:x\nb: c", "title:x"),
            ("b: c\ntitle:x\nd: e", "title:x"),
            ("a: x\n  b: y", "b: y"),
            ("a:\n  b: 1\n c: 2", "c: 2"),
            (" a: x\nb: y", "b: y"),
            ("a: \"x\nb: y\n", "\"x"),
            ("a: 'it's'", "s'"),
            ("a: [b, c\nd: e", "[b, c"),
            ("a:\n\tb: c", "\tb: c"),
            ("ä: @x", "@x"),
            ("a: x\u{7}", "\u{7}"),
        ] {
            let range = read(text).expect_err(text).range.expect(text);
            assert_eq!(&text[range], marked, "{text}");
        }
    }

    #[test]
    fn a_mistake_below_many_blank_lines_is_found_in_one_pass() {
        work::assert_linear(200, |n| {
            let text = format!("title\n{}  a: b\n", "# x\n\n".repeat(n));
            n + work::of(|| read(&text).expect_err("a key below a text"))
        });
    }

    #[test]
    fn hostile_texts_are_mistakes_and_not_hangs() {
        let bomb: String = (0..30).fold("a0: &a0 [x, x]\n".into(), |text, n| {
            format!(
                "{text}a{}: &a{} [{}*a{n}]\n",
                n + 1,
                n + 1,
                format!("*a{n}, ").repeat(9)
            )
        });
        assert!(read(&bomb).expect_err("an alias bomb").too_deep);
        assert!(read(&"[".repeat(10_000)).expect_err("deep nesting").too_deep);
        assert_eq!(read("a: b: c").expect_err("not YAML").range, Some(4..7));
        assert!(
            read("!!python/object:x {}").is_ok() || read("!!python/object:x {}").is_err()
        );
    }
}
