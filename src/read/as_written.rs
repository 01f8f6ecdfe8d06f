//! The source text of numbers, flags and “no value”, which YAML's types lose.
//!
//! In come a parsed tree and the text that it was parsed from, out goes the tree with the source
//! text wherever it is not the usual form: `+49341` is a telephone, `1.10` a room. Never changes
//! a value.

use serde::de::{
    DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor,
};

use super::node::Node;

/// Adds the source texts to a tree. Parses the text a second time, if it has any such scalar.
pub(super) fn restore(node: &mut Node, text: &str) {
    if may_be_written_otherwise(text) {
        // It was parsed once already: what it cannot say the second time stays unsaid.
        let _ = AsWritten(node).deserialize(serde_yaml::Deserializer::from_str(text));
    }
}

/// True if a number, a flag or “no value” may not be written as it is printed. Nearly no file has
/// any of this, and is parsed once.
fn may_be_written_otherwise(text: &str) -> bool {
    let is_scalar = |bytes: &[u8]| -> bool {
        let [before, first, rest @ ..] = bytes else { return false };
        let begins = matches!(before, b' ' | b'[' | b',' | b'{' | b'\t');
        begins
            && match first {
                // In no usual form: signs, other bases, fractions and exponents, versions.
                b'+' | b'.' => true,
                b'-' => rest.first().is_some_and(|next| matches!(next, b'0' | b'.')),
                b'0'..=b'9' => {
                    let more = rest.iter().position(|byte| !byte.is_ascii_digit());
                    more.is_some_and(|at| {
                        matches!(rest[at], b'.' | b'e' | b'E' | b'x' | b'o' | b'b')
                    })
                }
                b'n' | b'N' | b't' | b'T' | b'f' | b'F' => {
                    WORDS_OF_YAML.iter().any(|word| {
                        rest.get(..word.len() - 1).is_some_and(|rest| {
                            rest.eq_ignore_ascii_case(&word.as_bytes()[1..])
                        })
                    })
                }
                _ => false,
            }
    };
    (0..text.len()).any(|at| is_scalar(&text.as_bytes()[at..]))
}

/// The words that are no text to YAML.
const WORDS_OF_YAML: [&str; 3] = ["null", "true", "false"];

/// Reads a file once more, in which each number, flag and “no value” is read as a text.
struct AsWritten<'n>(&'n mut Node);

impl<'de> DeserializeSeed<'de> for AsWritten<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.0 {
            Node::Map(_) => deserializer.deserialize_map(self),
            Node::List(_) => deserializer.deserialize_seq(self),
            Node::Text(_) => deserializer.deserialize_ignored_any(IgnoredAny).map(|_| ()),
            _ => deserializer.deserialize_str(self),
        }
    }
}

impl<'de> Visitor<'de> for AsWritten<'_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the same as before")
    }

    fn visit_str<E>(self, written: &str) -> Result<(), E> {
        if self.0.written().is_some_and(|usual| usual == written) {
            return Ok(());
        }
        match self.0 {
            Node::Flag(_, source) | Node::Whole(_, source) => {
                *source = Some(written.into());
            }
            Node::Fraction(text) => written.clone_into(text),
            node @ Node::Null if !matches!(written, "" | "~") => {
                *node = Node::NullWord(written.into());
            }
            _ => {}
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let Node::List(list) = self.0 else { return Ok(()) };
        for node in list {
            items.next_element_seed(AsWritten(node))?;
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let Node::Map(map) = self.0 else { return Ok(()) };
        for (_, node) in map {
            entries.next_key::<IgnoredAny>()?;
            entries.next_value_seed(AsWritten(node))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::yaml::read;
    use super::*;

    /// Editors, A6 and A7: a telephone lost its plus, a room its nought, somebody called Null her
    /// name.
    #[test]
    fn a_scalar_is_a_text_as_it_is_written() {
        for written in [
            "+493413076",
            "1.10",
            "10.30",
            "4.0",
            "2E10",
            "0x1F",
            "0o17",
            "-0",
            "+.5",
            "1e3",
            ".inf",
            "True",
            "FALSE",
            "Null",
            "NULL",
            "007",
            "1986",
            "-5",
            "12:30",
        ] {
            let anywhere = [
                format!("a: {written}\n"),
                format!("a: {{ b: {written}, c: x }}\n"),
                format!("x: [1, {written}]\n"),
                format!("x:\n  - {written}\n"),
                format!("b: &b {written}\na: *b\n"),
            ];
            for text in anywhere {
                let node = read(&text).expect("YAML");
                assert!(scalars(&node).any(|one| one == written), "{text}{node:?}");
            }
        }
        // Nothing is still nothing.
        assert_eq!(
            scalars(&read("a:\nb: ~\nc: null\n").expect("YAML")).collect::<Vec<_>>(),
            ["null"]
        );
    }

    fn scalars(node: &Node) -> Box<dyn Iterator<Item = String> + '_> {
        match node {
            Node::Map(map) => Box::new(map.iter().flat_map(|(_, node)| scalars(node))),
            Node::List(list) => Box::new(list.iter().flat_map(scalars)),
            other => Box::new(other.text().map(std::borrow::Cow::into_owned).into_iter()),
        }
    }
}
