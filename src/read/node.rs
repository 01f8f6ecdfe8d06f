//! Data as it was written, before anybody knows what it means.
//!
//! One shape for YAML and TOML, in the order of the file. Equal keys are kept, so that the
//! reader of the fields can complain about the second one.

use std::borrow::Cow;

/// A value as written.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    /// Nothing: `key:`.
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
    /// A map in the order of the file, possibly with equal keys.
    Map(Vec<(String, Node)>),
}

impl Node {
    /// A scalar as it would be written.
    pub(super) fn written(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Flag(flag) => Some(flag.to_string().into()),
            Self::Whole(number) => Some(number.to_string().into()),
            Self::Fraction(text) | Self::Text(text) => Some(text.into()),
            Self::Null | Self::List(_) | Self::Map(_) => None,
        }
    }
}
