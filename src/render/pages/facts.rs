//! The list of facts beside a story or on a person's page.
//!
//! In come public people and stories, out go labels with values. A fact without a value is left
//! out, so that an empty label never tells that something is withheld.

use std::collections::BTreeSet;

use crate::base::slug::slugify;
use crate::base::text::Localised;
use crate::publish::public::{PublicAffiliation, PublicPerson, PublicStory};

use super::locale::Locale;
use super::{dates, labels, person_lines, terms};
use crate::render::theme::theme_words::FactName;
use crate::render::view::{Fact, LinkView};

/// Facts of a person's page. Position and employer are shown below the name and not repeated.
pub(super) fn person_facts(locale: Locale<'_>, person: &PublicPerson) -> Vec<Fact> {
    let mut facts = affiliation_facts(locale, &person.affiliations);
    let plain =
        |text: Option<String>| text.into_iter().map(plain_value).collect::<Vec<_>>();
    push(
        locale,
        &mut facts,
        FactName::Sector,
        plain(labels::sector(locale, person.sector)),
    );
    let city = person.city.as_ref().and_then(|city| city_list(locale, city));
    let place =
        person_lines::place(locale, person).map(|title| LinkView { title, url: city });
    push(locale, &mut facts, FactName::Place, place.into_iter().collect());
    let languages = person
        .languages
        .iter()
        .map(|code| plain_value(labels::language_name(locale, code)));
    push(locale, &mut facts, FactName::Languages, languages.collect());
    push(locale, &mut facts, FactName::BirthName, plain(person.name.birth.clone()));
    facts
}

/// Facts beside a story.
pub(super) fn story_facts(locale: Locale<'_>, story: &PublicStory) -> Vec<Fact> {
    let mut facts = affiliation_facts(locale, &story.affiliations);
    let plain =
        |text: Option<String>| text.into_iter().map(plain_value).collect::<Vec<_>>();
    push(
        locale,
        &mut facts,
        FactName::Position,
        plain(locale.text(story.position.as_ref())),
    );
    push(
        locale,
        &mut facts,
        FactName::Employer,
        plain(locale.text(story.employer.as_ref())),
    );
    push(
        locale,
        &mut facts,
        FactName::Sector,
        plain(labels::sector(locale, story.sector)),
    );
    facts
}

/// The page that lists the people of a city.
fn city_list(locale: Locale<'_>, city: &Localised) -> Option<String> {
    let key = slugify(city.text(locale.config().languages[0]));
    let term = locale.site.terms.places.get(&key)?;
    Some(locale.address(&term.addresses))
}

fn push(
    locale: Locale<'_>,
    facts: &mut Vec<Fact>,
    name: FactName,
    values: Vec<LinkView>,
) {
    if !values.is_empty() {
        facts.push(Fact { label: locale.words.fact(name).to_owned(), values });
    }
}

fn affiliation_facts(
    locale: Locale<'_>,
    affiliations: &[PublicAffiliation],
) -> Vec<Fact> {
    let mut facts = Vec::new();
    let lines = affiliations.iter().map(|one| plain_value(affiliation_line(locale, one)));
    push(locale, &mut facts, FactName::Affiliation, lines.collect());
    let mut faculties = DistinctValues::default();
    let mut institutions = DistinctValues::default();
    let mut years = DistinctValues::default();
    for affiliation in affiliations {
        let faculty =
            affiliation.faculty.as_ref().and_then(|id| terms::faculty_link(locale, id));
        faculties.add(faculty);
        let institution = affiliation
            .institution
            .as_ref()
            .and_then(|id| terms::institution_link(locale, id));
        institutions.add(institution);
        let term = affiliation
            .to
            .and_then(|to| locale.site.terms.years.get(&to.year.to_string()));
        let year = term.map(|term| LinkView {
            title: term.key.clone(),
            url: Some(locale.address(&term.addresses)),
        });
        years.add(year);
    }
    push(locale, &mut facts, FactName::Faculty, faculties.values);
    push(locale, &mut facts, FactName::Institution, institutions.values);
    push(locale, &mut facts, FactName::Years, years.values);
    facts
}

/// `Absolventin, Bauingenieurwesen, Dipl.-Ing., 1986–1991`.
fn affiliation_line(locale: Locale<'_>, affiliation: &PublicAffiliation) -> String {
    labels::joined(&[
        Some(labels::role(locale, affiliation)),
        locale.text(affiliation.programme.as_ref()),
        locale.text(affiliation.degree.as_ref()),
        match affiliation.from {
            // The year alone: “until 1991” would say more than somebody wrote.
            None => affiliation.to.map(|to| to.year.to_string()),
            from => dates::years(locale, from, affiliation.to),
        },
    ])
    .unwrap_or_default()
}

fn plain_value(title: String) -> LinkView {
    LinkView { title, url: None }
}

/// Values, each once.
#[derive(Default)]
struct DistinctValues {
    known: BTreeSet<String>,
    values: Vec<LinkView>,
}

impl DistinctValues {
    fn add(&mut self, value: Option<LinkView>) {
        let new = value.filter(|value| self.known.insert(value.title.clone()));
        self.values.extend(new);
    }
}
