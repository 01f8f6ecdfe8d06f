//! What a person does, where they live and how they belong here, each in one line.
//!
//! In comes a public person, out go lines for cards, pages and the search index. A part without
//! consent is absent in the person already, and so in the line.

use crate::publish::public::{PublicAffiliation, PublicPerson};

use super::labels;
use super::locale::Locale;

/// `Projektleiterin, Beispielbau AG`.
pub(crate) fn position(locale: Locale<'_>, person: &PublicPerson) -> Option<String> {
    labels::joined(&[
        locale.text(person.position.as_ref()),
        locale.text(person.employer.as_ref()),
    ])
}

/// `Leipzig`, `Wien, Österreich`; the country only if it is not that of the institution.
pub(crate) fn place(locale: Locale<'_>, person: &PublicPerson) -> Option<String> {
    let own = locale.config().institution.country.as_deref().unwrap_or("DE");
    let country =
        person.country.as_deref().filter(|code| *code != own || person.city.is_none());
    labels::joined(&[
        locale.text(person.city.as_ref()),
        country.map(|code| labels::country(locale, code)),
    ])
}

/// `Absolventin, Bauingenieurwesen, 1991`.
pub(crate) fn affiliation_short(
    locale: Locale<'_>,
    affiliation: &PublicAffiliation,
) -> String {
    let programme = locale.text(affiliation.programme.as_ref());
    let year = affiliation.to.map(|to| to.year.to_string());
    labels::joined(&[Some(labels::role(locale, affiliation)), programme, year])
        .unwrap_or_default()
}
