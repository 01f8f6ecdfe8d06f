//! Parsed data before it is interpreted.
//!
//! In comes YAML or TOML, out goes one common tree in the order of the file. Duplicate keys are
//! never merged, so that the field reader can report them.

use std::borrow::Cow;

/// A value as written.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    /// No value: `key:`.
    Null,
    /// `true` or `false`.
    Flag(bool),
    /// A whole number.
    Whole(i64),
    /// Any other number, as text.
    Fraction(String),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// A map in the order of the file, possibly with duplicate keys.
    Map(Vec<(String, Node)>),
}

impl Node {
    /// A scalar as text; `None` for anything else.
    pub(super) fn written(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Flag(flag) => Some(flag.to_string().into()),
            Self::Whole(number) => Some(number.to_string().into()),
            Self::Fraction(text) | Self::Text(text) => Some(text.into()),
            Self::Null | Self::List(_) | Self::Map(_) => None,
        }
    }
}
