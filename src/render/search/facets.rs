//! Facets by which people can be filtered: kind, faculty, year, place, language, offer and more.
//!
//! In come public people and the terms of the site, out go facets with their values. A person has a
//! value only through a published field: what the consent does not list cannot be filtered by.

use std::collections::{BTreeMap, BTreeSet};

use crate::publish::order::word_key;
use crate::publish::public::PublicPerson;
use crate::publish::terms::Term;
use crate::publish::words::{Kind, OfferKind, OfferState, Section, Sector};
use crate::render::pages::lineage::reached;
use crate::render::pages::locale::Locale;
use crate::render::pages::{dates, labels, terms};
use crate::render::theme::theme_words::FactName;
use crate::search::record::{Facet, FacetValue};

/// All facets, in the order in which they are shown.
pub(super) fn search_facets(locale: Locale<'_>) -> Vec<Facet> {
    vec![
        facet(locale, "kind", FactName::Affiliation, kind_values(locale)),
        facet(locale, "faculty", FactName::Faculty, faculty_values(locale)),
        facet(locale, "institution", FactName::Institution, institution_values(locale)),
        facet(locale, "year", FactName::Years, term_values(locale, Section::Years)),
        facet(locale, "sector", FactName::Sector, sectors(locale)),
        facet(locale, "place", FactName::Place, term_values(locale, Section::Places)),
        facet(locale, "topic", FactName::Topics, term_values(locale, Section::Topics)),
        facet(locale, "language", FactName::Languages, languages(locale)),
        facet(locale, "offer", FactName::Offers, offer_values(locale)),
    ]
}

fn facet(
    locale: Locale<'_>,
    id: &'static str,
    name: FactName,
    mut values: Vec<FacetValue>,
) -> Facet {
    values.retain(|value| !value.records.is_empty());
    Facet { id, label: locale.words.fact(name).to_owned(), values }
}

/// The people for whom a condition holds.
fn people_who(locale: Locale<'_>, holds: impl Fn(&PublicPerson) -> bool) -> Vec<usize> {
    let people = locale.site.people.iter().enumerate();
    people.filter(|(_, person)| holds(person)).map(|(number, _)| number).collect()
}

fn worded(
    locale: Locale<'_>,
    word: &str,
    prefix: &str,
    suffix: &str,
    records: Vec<usize>,
) -> FacetValue {
    let label = locale.words.get(&format!("{prefix}.{word}{suffix}")).to_owned();
    FacetValue { value: word.to_owned(), label, records }
}

fn kind_values(locale: Locale<'_>) -> Vec<FacetValue> {
    let of = |(word, kind): &(&'static str, Kind)| {
        let has = |person: &PublicPerson| {
            person.affiliations.iter().any(|one| one.kind == Some(*kind))
        };
        worded(locale, word, "role", ".plural", people_who(locale, has))
    };
    Kind::WORDS.iter().map(of).collect()
}

fn sectors(locale: Locale<'_>) -> Vec<FacetValue> {
    let of = |(word, sector): &(&'static str, Sector)| {
        let people = people_who(locale, |person| person.sector == Some(*sector));
        worded(locale, word, "sector", "", people)
    };
    Sector::WORDS.iter().map(of).collect()
}

fn offer_values(locale: Locale<'_>) -> Vec<FacetValue> {
    let of = |(word, kind): &(&'static str, OfferKind)| {
        let has = |person: &PublicPerson| {
            let mut open =
                person.offers.iter().filter(|offer| offer.state != OfferState::Closed);
            open.any(|offer| offer.kind == *kind)
        };
        worded(locale, word, "offer", "", people_who(locale, has))
    };
    OfferKind::WORDS.iter().map(of).collect()
}

fn languages(locale: Locale<'_>) -> Vec<FacetValue> {
    let mut people: BTreeMap<&String, BTreeSet<usize>> = BTreeMap::new();
    for (number, person) in locale.site.people.iter().enumerate() {
        for code in &person.languages {
            people.entry(code).or_default().insert(number);
        }
    }
    let of = |(code, people): (&String, BTreeSet<usize>)| FacetValue {
        value: code.clone(),
        label: labels::language_name(locale, code),
        records: people.into_iter().collect(),
    };
    by_label(people.into_iter().map(of).collect())
}

fn term_values(locale: Locale<'_>, section: Section) -> Vec<FacetValue> {
    let terms = locale.site.terms.of(section);
    let values = terms.values().map(|term| term_value(locale, term, None));
    let mut values: Vec<FacetValue> = values.collect();
    if section == Section::Years {
        values.reverse();
        return values;
    }
    by_label(values)
}

fn term_value(locale: Locale<'_>, term: &Term, period: Option<String>) -> FacetValue {
    let title = term.title.text(locale.language);
    FacetValue {
        value: term.key.clone(),
        label: period.map_or(title.to_owned(), |period| format!("{title} ({period})")),
        records: term.people.clone(),
    }
}

/// The faculties of today first, then former ones, with their period.
fn faculty_values(locale: Locale<'_>) -> Vec<FacetValue> {
    let terms = &locale.site.terms.faculties;
    let faculties = locale.site.references.faculties.iter();
    let known = faculties.filter_map(|faculty| terms.get(&faculty.id));
    let told =
        known.map(|term| (term, terms::term_facts(locale, Section::Faculties, term)));
    let (now, then): (Vec<_>, Vec<_>) = told.partition(|(_, facts)| facts.present);
    let all = now.into_iter().chain(then).map(|(term, facts)| {
        term_value(locale, term, facts.period.filter(|_| !facts.present))
    });
    all.collect()
}

/// Each institution alone, and one with predecessors also together with all of them.
fn institution_values(locale: Locale<'_>) -> Vec<FacetValue> {
    let mut values = Vec::new();
    let site = locale.site;
    let mut people: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for (number, person) in site.people.iter().enumerate() {
        for id in person.affiliations.iter().filter_map(|a| a.institution.as_deref()) {
            people.entry(id).or_default().insert(number);
        }
    }
    let people_of = |ids: &BTreeSet<&str>| -> Vec<usize> {
        let all: BTreeSet<usize> =
            ids.iter().filter_map(|id| people.get(id)).flatten().copied().collect();
        all.into_iter().collect()
    };
    for one in &locale.site.references.institutions {
        let name = one.name.text(locale.language);
        let period = dates::years(locale, one.from, one.until);
        let dated = one.until.is_some();
        let label = match period.filter(|_| dated) {
            Some(period) => format!("{name} ({period})"),
            None => name.to_owned(),
        };
        let ids = BTreeSet::from([one.id.as_str()]);
        values.push(FacetValue {
            value: one.id.clone(),
            label,
            records: people_of(&ids),
        });
        let all =
            reached(&one.id, |id| site.origins(id).map(|one| one.id.as_str()).collect());
        if all.len() > 1 {
            let label = locale.words.fill("note.with_predecessors", &[("name", name)]);
            values.push(FacetValue {
                value: format!("{}+", one.id),
                label,
                records: people_of(&all),
            });
        }
    }
    values
}

fn by_label(mut values: Vec<FacetValue>) -> Vec<FacetValue> {
    values.sort_by_cached_key(|value| word_key(&value.label));
    values
}
