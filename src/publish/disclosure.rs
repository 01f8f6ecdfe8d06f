//! Which fields of a person are published, and why the others are not.
//!
//! In comes a raw document, out go names of fields and reasons: what an editor may know about
//! a decision of the gate. No value of a field ever leaves here.

use jiff::civil::Date;

use crate::base::config::ConsentRules;
use crate::model::consent::Field;
use crate::model::document::{Document, DocumentContent};
use crate::model::person::Person;

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
    /// Its name in `consent.fields`.
    pub field: &'static str,
    /// What became of it.
    pub outcome: FieldOutcome,
}

/// What became of each field that holds something; empty for what is no person.
pub fn disclosures(
    document: &Document,
    today: Date,
    rules: &ConsentRules,
) -> Vec<Disclosure> {
    let DocumentContent::Person(person) = &document.content else { return Vec::new() };
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
    Field::WORDS
        .iter()
        .filter(|(_, field)| holds(document, person, *field))
        .map(|(word, field)| Disclosure { field: word, outcome: outcome(*field) })
        .collect()
}

/// True if there is something that the field could publish.
fn holds(document: &Document, person: &Person, field: Field) -> bool {
    let all = &person.affiliations;
    match field {
        Field::Affiliations => all.iter().any(|one| {
            one.institution.is_some()
                || one.faculty.is_some()
                || one.programme.is_some()
                || one.degree.is_some()
        }),
        Field::Kind => !all.is_empty(),
        Field::Years => all.iter().any(|one| one.from.is_some() || one.to.is_some()),
        Field::Position => person.position.is_some(),
        Field::Employer => person.employer.is_some(),
        Field::Sector => person.sector.is_some(),
        Field::City => person.city.is_some(),
        Field::Country => person.country.is_some(),
        Field::Languages => !person.languages.is_empty(),
        Field::Topics => !person.topics.is_empty(),
        Field::Offers => !person.offers.is_empty(),
        Field::Website => person.website.is_some(),
        Field::Email => person.email.is_some(),
        Field::Photo => person.photo.is_some(),
        Field::Bio => !document.body.is_empty(),
        Field::BirthName => person.name.birth.is_some(),
        Field::Deceased => person.deceased.is_some(),
    }
}
