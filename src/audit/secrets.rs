//! What must not appear: whose it is, which field, and the forms in which it is looked for.
//!
//! In come values as written, out go secrets. There is no `Debug`, `Display` or `Serialize`
//! for one: a report may say whose it is and which field, never what.

use crate::base::slug::composed;
use crate::base::source::SitePath;

use super::anchors::{self, Anchors};
use super::form;

/// Something that must not appear.
pub(super) struct Secret {
    /// The file that holds it.
    pub(super) owner: SitePath,
    /// Whose it is, as the report calls them.
    pub(super) name: String,
    /// What it is: the key in front matter, or a word of the messages for a name.
    pub(super) what: What,
    /// Where else it may stand without being a leak.
    pub(super) rule: Rule,
    /// What is looked for; any of them is a hit.
    pub(super) needles: Vec<Needle>,
}

/// What a secret is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum What {
    /// The name of somebody of whom nothing is published.
    Name,
    /// The value of this key.
    Field(String),
}

/// Where else a value may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    /// Nowhere: it identifies the person.
    Always,
    /// Nowhere, if it stands in no other file of the site: a value that others have as well
    /// does not tell where it comes from.
    Unique,
}

/// One form of a secret.
pub(super) struct Needle {
    /// In which form it is compared.
    pub(super) form: Form,
    /// It in that form.
    pub(super) text: String,
    /// By what it is found.
    pub(super) anchors: Anchors,
}

/// How a value is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Form {
    /// As words without case, accents and punctuation.
    Words,
    /// As written, but for case and spaces.
    Written,
    /// By its digits.
    Digits,
}

impl Needle {
    /// Looks for words in this order.
    pub(super) fn words(text: &str) -> Option<Self> {
        Self::of(text, anchors::of_words)
    }

    /// Looks for words that a text holds one after the other.
    pub(super) fn phrase(text: &str) -> Option<Self> {
        Self::of(text, anchors::of_phrase)
    }

    fn of(text: &str, anchors: fn(&str) -> Anchors) -> Option<Self> {
        let folded = form::words(text);
        let is_some = folded.len() > 2;
        is_some.then(|| Self { form: Form::Words, text: folded, anchors: anchors(text) })
    }

    /// Looks for a text as written.
    pub(super) fn written(text: &str) -> Option<Self> {
        let anchors = anchors::as_written(&composed(text.trim()));
        let text = form::written(text.trim());
        (!text.is_empty()).then_some(Self { form: Form::Written, text, anchors })
    }

    /// Looks for a telephone number, with or without the code of the country.
    pub(super) fn digits(text: &str) -> Option<Self> {
        let digits = form::digits(text);
        let national = digits.trim_start_matches("00");
        let national = national.strip_prefix("49").unwrap_or(national);
        let national = national.trim_start_matches('0').to_owned();
        let anchors = anchors::of_digits(text);
        let is_long = national.len() >= 7;
        is_long.then_some(Self { form: Form::Digits, text: national, anchors })
    }
}
