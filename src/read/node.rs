//! Parsed data before it is interpreted.
//!
//! In comes YAML or TOML, out goes one common tree in the order of the file. Duplicate keys are
//! never merged, so that the field reader can report them.

use std::borrow::Cow;

/// How a value is written, if its usual form differs: `+49341` for 49341.
pub(super) type SourceText = Option<Box<str>>;

/// A value as written.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    /// No value: `key:`.
    Null,
    /// The word by which YAML means no value: `null`. Where a text is wanted it is one, since
    /// people are called Null.
    NullWord(Box<str>),
    /// `true` or `false`.
    Flag(bool, SourceText),
    /// A whole number.
    Whole(i64, SourceText),
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
    /// A scalar as written; `None` for anything else.
    pub(super) fn written(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Flag(_, Some(source)) | Self::Whole(_, Some(source)) => {
                Some((&**source).into())
            }
            Self::Flag(flag, None) => Some(flag.to_string().into()),
            Self::Whole(number, None) => Some(number.to_string().into()),
            Self::Fraction(text) | Self::Text(text) => Some(text.into()),
            Self::Null | Self::NullWord(_) | Self::List(_) | Self::Map(_) => None,
        }
    }

    /// A scalar as written where a text is wanted; `None` for anything else.
    pub(super) fn text(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::NullWord(word) => Some((&**word).into()),
            other => other.written(),
        }
    }
}
