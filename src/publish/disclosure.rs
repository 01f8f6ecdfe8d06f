//! Which fields of a person are published, and why the others are not.
//!
//! In comes a raw document, out go names of fields and reasons: what an editor may know about
//! a decision of the gate. No value of a field ever leaves here.

use jiff::civil::Date;

use crate::base::config::ConsentRules;
use crate::model::consent::Field;
use crate::model::document::{Document, DocumentContent};
use crate::model::held::{Entry, Translated};

use super::consent::judge;

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

/// A field that holds something, and what became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Disclosure {
    /// The field.
    pub field: Field,
    /// What became of it.
    pub outcome: FieldOutcome,
}

/// What became of each field that holds something; empty for what is no person.
pub fn disclosures(
    document: &Document,
    translations: &[Translated<'_>],
    today: Date,
    rules: &ConsentRules,
) -> Vec<Disclosure> {
    let DocumentContent::Person(person) = &document.content else { return Vec::new() };
    let entry = Entry { document, person, translations };
    let allowed = judge(person.consent.as_ref(), today, rules);
    let dead = person.deceased.is_some_and(|day| day <= today);
    let outcome = |field| match &allowed {
        Err(_) => FieldOutcome::PersonWithheld,
        Ok(allowed) if !allowed.lists(field) => FieldOutcome::NotListed,
        Ok(_) if dead && matches!(field, Field::Email | Field::Offers) => {
            FieldOutcome::Deceased
        }
        Ok(_) => FieldOutcome::Shown,
    };
    let fields = Field::WORDS.iter().map(|(_, field)| *field);
    fields
        .filter(|field| !field.held(&entry).is_empty())
        .map(|field| Disclosure { field, outcome: outcome(field) })
        .collect()
}
