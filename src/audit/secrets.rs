//! Values that must not appear: whose they are, which field, and the forms to search for.
//!
//! In come values as written, out go secrets. A secret never has `Debug`, `Display` or
//! `Serialize`: a report may say whose it is and which field, but not the value.

use std::ops::Range;

use crate::base::slug::composed;
use crate::base::source::SitePath;

use super::anchors::{self, Anchors};
use super::form;
use super::name_pattern::NamePattern;
use super::numbers::{self, Number};
use super::tokens::{Columns, Gap, Spellings, Token, tokens};

/// A value that must not appear.
pub(super) struct Secret {
    /// The file it comes from.
    pub(super) owner: SitePath,
    /// The person's name, as reports use it.
    pub(super) name: String,
    /// Which field it is.
    pub(super) what: What,
    /// What it tells by itself.
    pub(super) weight: Weight,
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

/// What a value tells by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Weight {
    /// Nothing: many have the same employer, and a text of the site may name a firm. It is looked
    /// for unless anything that is published holds it.
    Ordinary,
    /// Whose it is: a full name, a mailbox, a telephone number. It is looked for even where
    /// an editor has written it.
    Identifying,
}

/// One form of a secret to search for.
#[derive(PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Needle {
    /// How it is compared, with the value in that form.
    pub(super) form: NeedleForm,
    /// How it is found.
    pub(super) anchors: Anchors,
    /// Its length in bytes, from which it follows how much text has to be looked at.
    pub(super) length: usize,
}

/// How a value is compared.
#[derive(PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum NeedleForm {
    /// As a name.
    Name(NamePattern),
    /// As words, ignoring case, accents and punctuation.
    Words(Vec<ValueWord>),
    /// As written, ignoring case and extra spaces.
    Written(String),
    /// By its digits only.
    Number(Number),
}

/// A word of a value.
#[derive(PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct ValueWord {
    spelled: Spellings,
    /// True if the value has a border before it: `Bau | Planung`.
    divided: bool,
}

impl Needle {
    /// Searches for a name in two parts, of which the first may be the family.
    pub(super) fn name(first: &str, second: &str, family_first: bool) -> Option<Self> {
        let whole = [first, second].join(" ");
        let form = NeedleForm::Name(NamePattern::new(first, second, family_first)?);
        Some(Self { form, anchors: anchors::of_words(&whole), length: whole.len() })
    }

    /// Searches for these words in this order.
    pub(super) fn words(text: &str) -> Option<Self> {
        Self::of(text, anchors::of_words)
    }

    /// Searches for consecutive words of a longer text.
    pub(super) fn phrase(text: &str) -> Option<Self> {
        Self::of(text, anchors::of_phrase)
    }

    fn of(text: &str, anchors: fn(&str) -> Anchors) -> Option<Self> {
        let word = |token: Token| ValueWord {
            spelled: token.word,
            divided: token.before >= Gap::Border,
        };
        let words: Vec<_> = tokens(text, Columns::None).into_iter().map(word).collect();
        let is_some = !words.is_empty();
        is_some.then(|| Self {
            form: NeedleForm::Words(words),
            anchors: anchors(text),
            length: text.len(),
        })
    }

    /// Searches for a text as written.
    pub(super) fn written(text: &str) -> Option<Self> {
        let anchors = anchors::as_written(&composed(text.trim()));
        let text = form::written(text.trim());
        let length = text.len();
        let form = NeedleForm::Written(text);
        (length > 0).then_some(Self { form, anchors, length })
    }

    /// Searches for a telephone number, with or without country code.
    pub(super) fn number(text: &str) -> Option<Self> {
        let number = numbers::number(text)?;
        let length = number.national.len();
        Some(Self { form: NeedleForm::Number(number), anchors: Anchors::none(), length })
    }

    /// The name that is searched for, if it is one.
    pub(super) fn pattern(&self) -> Option<&NamePattern> {
        match &self.form {
            NeedleForm::Name(pattern) => Some(pattern),
            NeedleForm::Words(_) | NeedleForm::Written(_) | NeedleForm::Number(_) => None,
        }
    }
}

/// Words in the spelling of addresses.
pub(super) fn words_key(words: &[ValueWord]) -> String {
    let words = words.iter().map(|one| one.spelled.address.as_str());
    words.collect::<Vec<_>>().join(" ")
}

/// Where some words stand one after the other, in whatever way they are written.
pub(super) fn places_of(words: &[ValueWord], text: &[Token]) -> Vec<Range<usize>> {
    let last = text.len().saturating_sub(words.len().saturating_sub(1));
    let holds = |start: &usize| {
        let here = &text[*start..start + words.len()];
        let is_one = |(number, (word, token)): (usize, (&ValueWord, &Token))| {
            let joins = number == 0 || word.divided || token.before < Gap::Border;
            joins && word.spelled.meets(&token.word)
        };
        words.iter().zip(here).enumerate().all(is_one)
    };
    (0..last).filter(holds).map(|start| start..start + words.len()).collect()
}
