//! Fields of people that a template asked for and that are not there.
//!
//! In come a name and the names that exist where it stands, out goes why it is not among them:
//! the person did not allow it, or no template ever gets it. Never tells whether there is a
//! value: that, too, would be told.

use crate::publish::words::Field;

/// Names in templates for what a field shows, if views leave them out when it is withheld, so
/// that a template that takes them for granted is an error and not an empty line. None if what it
/// shows stands in a list, of facts or of links, that is shorter then.
const fn view_keys(field: Field) -> &'static [&'static str] {
    match field {
        Field::Affiliations | Field::Kind | Field::Years => &["affiliation"],
        Field::Position | Field::Employer => &["position"],
        Field::City | Field::Country => &["place"],
        Field::Website => &["website"],
        Field::Email => &["email"],
        Field::Photo => &["photo"],
        Field::Bio => &["bio"],
        Field::Deceased => &["deceased"],
        Field::Sector
        | Field::Languages
        | Field::Topics
        | Field::Offers
        | Field::BirthName => &[],
    }
}

/// True if a person may keep to themselves what a name stands for.
fn is_by_consent(name: &str) -> bool {
    Field::WORDS.iter().any(|(_, field)| view_keys(*field).contains(&name))
}

/// Keys of front matter that no template ever gets. A test holds every key that an entry may have
/// against these and against what views show.
const NEVER: [&str; 13] = [
    "allowed_mentions",
    "birth",
    "born",
    "consent",
    "evidence",
    "former_names",
    "guardian",
    "id",
    "minor_until",
    "phone",
    "private",
    "pronoun",
    "relatives",
];

/// Why a field of a person is not there, as a word of the messages; `None` for any other name,
/// and for what is no person.
pub(super) fn why(name: &str, known: &[String]) -> Option<&'static str> {
    // Everything that shows a person has these two.
    let is_person =
        ["initials", "tint"].iter().all(|part| known.iter().any(|one| one == part));
    if !is_person {
        None
    } else if is_by_consent(name) {
        Some("word-field-by-consent")
    } else {
        NEVER.contains(&name).then_some("word-field-never")
    }
}
