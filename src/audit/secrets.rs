//! Values that must not appear: whose they are, which field, and the forms to search for.
//!
//! In come values as written, out go secrets. A secret never has `Debug`, `Display` or
//! `Serialize`: a report may say whose it is and which field, but not the value.

use crate::base::slug::composed;
use crate::base::source::SitePath;

use super::anchors::{self, Anchors};
use super::form;

/// A value that must not appear.
pub(super) struct Secret {
    /// The file it comes from.
    pub(super) owner: SitePath,
    /// The person's name, as reports use it.
    pub(super) name: String,
    /// Which field it is.
    pub(super) what: What,
    /// Where it may appear without being a leak.
    pub(super) rule: Rule,
    /// The forms to search for; any of them is a match.
    pub(super) needles: Vec<Needle>,
}

/// What a secret is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum What {
    /// The name of a person who is not published.
    Name,
    /// The value of this front matter key.
    Field(String),
}

/// Where else a value may appear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    /// Nowhere: it identifies the person.
    Always,
    /// Nowhere, unless another file of the site holds it as well: a shared value does not reveal
    /// whose it is.
    Unique,
}

/// One form of a secret to search for.
pub(super) struct Needle {
    /// How it is compared.
    pub(super) form: NeedleForm,
    /// The value in that form.
    pub(super) text: String,
    /// How it is found.
    pub(super) anchors: Anchors,
}

/// How a value is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum NeedleForm {
    /// As words, ignoring case, accents and punctuation.
    Words,
    /// As written, ignoring case and extra spaces.
    Written,
    /// By its digits only.
    Digits,
}

impl Needle {
    /// Searches for these words in this order.
    pub(super) fn words(text: &str) -> Option<Self> {
        Self::of(text, anchors::of_words)
    }

    /// Searches for consecutive words of a longer text.
    pub(super) fn phrase(text: &str) -> Option<Self> {
        Self::of(text, anchors::of_phrase)
    }

    fn of(text: &str, anchors: fn(&str) -> Anchors) -> Option<Self> {
        let folded = form::words(text);
        // An empty text folds to two spaces at most.
        let is_some = folded.len() > 2;
        is_some.then(|| Self {
            form: NeedleForm::Words,
            text: folded,
            anchors: anchors(text),
        })
    }

    /// Searches for a text as written.
    pub(super) fn written(text: &str) -> Option<Self> {
        let anchors = anchors::as_written(&composed(text.trim()));
        let text = form::written(text.trim());
        (!text.is_empty()).then_some(Self { form: NeedleForm::Written, text, anchors })
    }

    /// Searches for a telephone number, with or without country code. Numbers of fewer than
    /// seven digits are left out: years and postal codes would match.
    pub(super) fn digits(text: &str) -> Option<Self> {
        let digits = form::digits(text);
        // Only the national part is compared: the prefix is written as `+49`, `0049` or `0`.
        let national = digits.trim_start_matches("00");
        let national = national.strip_prefix("49").unwrap_or(national);
        let national = national.trim_start_matches('0').to_owned();
        let anchors = anchors::of_digits(text);
        let is_long = national.len() >= 7;
        is_long.then_some(Self { form: NeedleForm::Digits, text: national, anchors })
    }
}
