//! The only file that knows the YAML reader.
//!
//! In comes YAML text, out goes a [`Node`] or one mistake with its line. Aliases are limited by
//! the reader itself, so that a small file cannot become a large tree.

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use super::node::Node;

/// Why a text is no YAML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mistake {
    /// The reader's own words, without the place.
    pub(super) message: String,
    /// Line from 1, if known.
    pub(super) line: Option<usize>,
    /// True if the text is nested or repeated without end.
    pub(super) too_deep: bool,
}

/// Reads one document; an empty one is an empty map.
pub(super) fn read(text: &str) -> Result<Node, Mistake> {
    match serde_yaml::from_str::<Node>(text) {
        Ok(Node::Null) => Ok(Node::Map(Vec::new())),
        Ok(node) => Ok(node),
        Err(error) => Err(mistake(&error)),
    }
}

fn mistake(error: &serde_yaml::Error) -> Mistake {
    let full = error.to_string();
    let message = full.split(" at line ").next().unwrap_or(&full).to_owned();
    let too_deep =
        message.contains("recursion limit") || message.contains("repetition limit");
    Mistake { message, line: error.location().map(|place| place.line()), too_deep }
}

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
        Ok(Node::Flag(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Node, E> {
        Ok(Node::Whole(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Node, E> {
        Ok(i64::try_from(number)
            .map_or_else(|_| Node::Fraction(number.to_string()), Node::Whole))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Node, E> {
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
            // A key that is a list or a map is nobody's key; it is reported as unknown.
            map.push((
                key.written().unwrap_or_else(|| "?".into()),
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
            ("d", Node::Whole(1986)),
            ("a", text("x")),
            ("e", Node::Null),
        ];
        assert_eq!(node, Node::Map(expected.map(|(k, v)| (k.to_owned(), v)).to_vec()));
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
        assert_eq!(read("a: b: c").expect_err("not YAML").line, Some(1));
        assert!(
            read("!!python/object:x {}").is_ok() || read("!!python/object:x {}").is_err()
        );
    }
}
