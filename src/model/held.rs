//! What each field of a person holds, in the one place that knows it.
//!
//! In come an entry and its translations, out go values as written, each with what kind of value
//! it is. Whoever has to know what a field holds (is there anything, what must not be found in an
//! output) asks here and keeps no list of fields. Never decides whether a value is published.

use jiff::civil::Date;

use crate::base::date::PartialDate;
use crate::base::text::Localised;

use super::consent::Field;
use super::document::{Document, DocumentContent, Key, TranslationWords};
use super::person::{Affiliation, Offer, Person};
use super::text::{Body, Photo, PhotoWords};

/// A translation: the document, and the words in its front matter.
pub type TranslatedEntry<'a> = (&'a Document, &'a TranslationWords);

/// A person's entry with its translations.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// The original.
    pub document: &'a Document,
    /// What stands in its front matter.
    pub person: &'a Person,
    /// Its translations.
    pub translations: &'a [TranslatedEntry<'a>],
}

/// The translations of a document.
pub fn translations_of<'a>(
    documents: impl IntoIterator<Item = &'a Document>,
    key: &Key,
) -> Vec<TranslatedEntry<'a>> {
    let documents = documents.into_iter().filter(|document| document.key == *key);
    let words = documents.filter_map(|document| match &document.content {
        DocumentContent::Translation(_, words) => Some((document, &**words)),
        _ => None,
    });
    words.collect()
}

/// A value of a field, as written.
#[derive(Debug, Clone, Copy)]
pub enum Held<'a> {
    /// A word of a vocabulary: a kind, a sector.
    Word(&'static str),
    /// A code, or the id of something that the site describes: a country, a language, a faculty.
    Code(&'a str),
    /// The begin or the end of a period.
    Time(PartialDate),
    /// A day.
    Day(Date),
    /// A text in one language or in several.
    Text(&'a Localised),
    /// A text in the language of the file, or one that has no language: a name, an address.
    Line(&'a str),
    /// A photo with its words.
    Photo(&'a Photo),
    /// The words of the photo in a translation.
    PhotoWords(&'a PhotoWords),
    /// The text below the front matter.
    Body(&'a Body),
}

impl Field {
    /// What the field holds: first what the original says, then what translations add to it.
    ///
    /// A new field says here what it holds, and is known to the search for leaks, to `explain`
    /// and to the dossier.
    pub fn held<'a>(self, entry: &Entry<'a>) -> Vec<Held<'a>> {
        // Without a rest: what is added to an entry belongs to a field, or is named here as what
        // no consent can list.
        let Person {
            name,
            affiliations,
            position,
            employer,
            sector,
            city,
            country,
            languages,
            topics,
            offers: _,
            website,
            email,
            photo: _,
            deceased,
            id: _,
            former_names: _,
            pronoun: _,
            private: _,
            relatives: _,
            consent: _,
        } = entry.person;
        let affiliations = affiliations.iter();
        match self {
            Self::Affiliations => affiliations.flat_map(places).collect(),
            Self::Kind => affiliations.map(|one| Held::Word(one.kind.word())).collect(),
            Self::Years => affiliations
                .flat_map(|one| [one.from, one.to])
                .flatten()
                .map(Held::Time)
                .collect(),
            Self::Position => worded(entry, position.as_ref(), |words| &words.position),
            Self::Employer => worded(entry, employer.as_ref(), |words| &words.employer),
            Self::Sector => sector.iter().map(|one| Held::Word(one.word())).collect(),
            Self::City => worded(entry, city.as_ref(), |words| &words.city),
            Self::Country => country.iter().map(|code| Held::Code(code)).collect(),
            Self::Languages => languages.iter().map(|code| Held::Code(code)).collect(),
            Self::Topics => topics.iter().map(Held::Text).collect(),
            Self::Offers => offers(entry),
            Self::Website => website.iter().map(|text| Held::Line(text)).collect(),
            Self::Email => email.iter().map(|text| Held::Line(text)).collect(),
            Self::Photo => photo(entry),
            Self::Bio => {
                let translations =
                    entry.translations.iter().map(|(document, _)| *document);
                let documents = std::iter::once(entry.document).chain(translations);
                let bodies = documents.map(|document| &*document.body);
                bodies.filter(|body| !body.is_empty()).map(Held::Body).collect()
            }
            Self::BirthName => name.birth.iter().map(|text| Held::Line(text)).collect(),
            Self::Deceased => deceased.iter().copied().map(Held::Day).collect(),
        }
    }
}

/// A text of the original with its wordings in translations.
fn worded<'a>(
    entry: &Entry<'a>,
    original: Option<&'a Localised>,
    words: fn(&TranslationWords) -> &Option<String>,
) -> Vec<Held<'a>> {
    let translated =
        entry.translations.iter().filter_map(|(_, one)| words(one).as_deref());
    original.map(Held::Text).into_iter().chain(translated.map(Held::Line)).collect()
}

/// Where somebody studied or worked at the university, without its kind and its years.
fn places(one: &Affiliation) -> impl Iterator<Item = Held<'_>> {
    let ids = [&one.institution, &one.faculty].into_iter().flatten();
    let texts = [&one.programme, &one.degree].into_iter().flatten();
    ids.map(|id| Held::Code(id)).chain(texts.map(Held::Text))
}

fn offers<'a>(entry: &Entry<'a>) -> Vec<Held<'a>> {
    let of_one = |one: &'a Offer| {
        let words = [Held::Word(one.kind.word()), Held::Word(one.state.word())];
        let until = one.until.map(Held::Day);
        words.into_iter().chain(until).chain(one.note.as_ref().map(Held::Text))
    };
    let own = entry.person.offers.iter().flat_map(of_one);
    let translated = entry.translations.iter().flat_map(|(_, words)| &words.offer_notes);
    own.chain(translated.flatten().map(|note| Held::Line(note))).collect()
}

fn photo<'a>(entry: &Entry<'a>) -> Vec<Held<'a>> {
    let words = entry.translations.iter().map(|(_, words)| &words.photo);
    let words = words.filter(|words| **words != PhotoWords::default());
    let own = entry.person.photo.as_ref().map(Held::Photo);
    own.into_iter().chain(words.map(Held::PhotoWords)).collect()
}
