//! Which fields of a person are published, and why the others are not.
//!
//! In come a raw document and the public site, out go fields and reasons: what an editor may know
//! about a decision of the gate. No value of a field ever leaves here.

use jiff::civil::Date;
use serde::{Serialize, Serializer};

use crate::base::config::ConsentRules;
use crate::model::consent::Field;
use crate::model::document::{Document, DocumentContent};
use crate::model::held::{Entry, TranslatedEntry};
use crate::model::person::Person;

use super::consent::{ListedFields, judge};
use super::public::PublicPerson;
use super::site::Site;

/// What became of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldOutcome {
    /// It is published.
    Shown,
    /// The consent does not list it.
    NotListed,
    /// Nothing of the person is published today.
    PersonWithheld,
    /// The person has died and answers no more.
    Deceased,
    /// Somebody else in the photo does not agree to it.
    PhotoOfOthers,
}

impl FieldOutcome {
    /// Every outcome.
    pub const ALL: [Self; 5] = [
        Self::Shown,
        Self::NotListed,
        Self::PersonWithheld,
        Self::Deceased,
        Self::PhotoOfOthers,
    ];

    /// The word in reports for machines.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Shown => "shown",
            Self::NotListed => "not-listed",
            Self::PersonWithheld => "person-withheld",
            Self::Deceased => "deceased",
            Self::PhotoOfOthers => "photo-of-others",
        }
    }
}

impl Serialize for FieldOutcome {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.word().serialize(serializer)
    }
}

/// A field that holds something, and what became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Disclosure {
    /// The field.
    pub field: Field,
    /// What became of it.
    pub outcome: FieldOutcome,
}

/// The outcome of each non-empty field; empty if the document is not a person. What stands only in
/// a translation counts as held.
pub fn disclosures(
    document: &Document,
    translations: &[TranslatedEntry<'_>],
    site: &Site,
) -> Vec<Disclosure> {
    let DocumentContent::Person(person) = &document.content else { return Vec::new() };
    let entry = Entry { document, person, translations };
    let public = site.person(&document.key.name);
    of_fields(&entry, |field| outcome(field, person, public, site.today))
}

fn outcome(
    field: Field,
    person: &Person,
    public: Option<&PublicPerson>,
    today: Date,
) -> FieldOutcome {
    let Some(public) = public else { return FieldOutcome::PersonWithheld };
    let outcome = by_list(field, public.listed, person, today);
    // It is listed and there is one: the gate kept it back because of somebody else.
    let kept_back = field == Field::Photo && public.photo.is_none();
    if kept_back && outcome == FieldOutcome::Shown {
        return FieldOutcome::PhotoOfOthers;
    }
    outcome
}

/// What the person's own consent says about each field, whatever became of it on the site: for
/// whoever has to judge without the gate. That others in a photo do not agree is not known here.
pub fn disclosures_by_consent(
    document: &Document,
    translations: &[TranslatedEntry<'_>],
    today: Date,
    rules: &ConsentRules,
) -> Vec<Disclosure> {
    let DocumentContent::Person(person) = &document.content else { return Vec::new() };
    let entry = Entry { document, person, translations };
    let allowed = judge(person.consent.as_ref(), today, rules);
    of_fields(&entry, |field| match &allowed {
        Err(_) => FieldOutcome::PersonWithheld,
        Ok(allowed) => by_list(field, allowed.listed(), person, today),
    })
}

/// What a consent that holds says about a field.
fn by_list(
    field: Field,
    listed: ListedFields,
    person: &Person,
    today: Date,
) -> FieldOutcome {
    let dead = person.deceased.is_some_and(|day| day <= today);
    if !listed.has(field) {
        FieldOutcome::NotListed
    } else if dead && matches!(field, Field::Email | Field::Offers) {
        FieldOutcome::Deceased
    } else {
        FieldOutcome::Shown
    }
}

/// The outcome of each field that holds something.
fn of_fields(
    entry: &Entry<'_>,
    outcome: impl Fn(Field) -> FieldOutcome,
) -> Vec<Disclosure> {
    let fields = Field::WORDS.iter().map(|(_, field)| *field);
    fields
        .filter(|field| !field.held(entry).is_empty())
        .map(|field| Disclosure { field, outcome: outcome(field) })
        .collect()
}
