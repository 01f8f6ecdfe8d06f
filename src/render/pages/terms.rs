//! What is known about a term: a topic, a faculty, a year, an institution or a place.
//!
//! In come reference data and the terms of the site, out go titles, counts and facts. Whether a
//! faculty still exists is asked of the day of the build, never of a clock.

use crate::base::date::PartialDate;
use crate::publish::terms::Term;
use crate::publish::words::Section;

use super::dates;
use super::locale::Locale;
use crate::render::view::{LinkView, TermCard};

/// Reference data about a term.
#[derive(Default)]
pub(crate) struct TermFacts {
    pub(crate) period: Option<String>,
    pub(super) source: Option<String>,
    pub(super) website: Option<String>,
    pub(super) predecessors: Vec<LinkView>,
    pub(super) successors: Vec<LinkView>,
    pub(crate) present: bool,
    pub(super) text: Option<String>,
}

pub(super) fn term_title(locale: Locale<'_>, section: Section, term: &Term) -> String {
    let title = term.title.text(locale.language);
    if section == Section::Years {
        return locale.words.fill("note.year_title", &[("year", title)]);
    }
    title.to_owned()
}

/// `3 Personen, 2 Porträts`.
pub(super) fn term_counts(locale: Locale<'_>, term: &Term) -> String {
    let counts = [
        ("people", term.people.len()),
        ("stories", term.stories.len()),
        ("events", term.events.len()),
    ];
    let counts: Vec<String> = counts
        .into_iter()
        .filter(|(_, number)| *number > 0)
        .map(|(what, number)| locale.words.count(what, number))
        .collect();
    counts.join(", ")
}

/// What editors wrote about a term.
pub(super) fn term_text(
    locale: Locale<'_>,
    section: Section,
    term: &Term,
) -> Option<String> {
    term_facts(locale, section, term).text
}

/// What reference data says about a term; a topic, a year or a place has none.
pub(crate) fn term_facts(locale: Locale<'_>, section: Section, term: &Term) -> TermFacts {
    let known = match section {
        Section::Faculties => faculty_facts(locale, &term.key),
        Section::Institutions => institution_facts(locale, &term.key),
        _ => return TermFacts { present: true, ..TermFacts::default() },
    };
    known.unwrap_or_default()
}

fn faculty_facts(locale: Locale<'_>, id: &str) -> Option<TermFacts> {
    let faculty = locale.site.faculty(id)?;
    let successors = locale.site.heirs(id);
    Some(TermFacts {
        period: dates::years(locale, faculty.from, faculty.until),
        source: locale.text(faculty.source.as_ref()),
        website: faculty.url.clone(),
        predecessors: faculty
            .predecessors
            .iter()
            .filter_map(|id| faculty_link(locale, id))
            .collect(),
        successors: successors.filter_map(|one| faculty_link(locale, &one.id)).collect(),
        present: still_exists(locale, faculty.until),
        text: None,
    })
}

fn institution_facts(locale: Locale<'_>, id: &str) -> Option<TermFacts> {
    let institution = locale.site.institution(id)?;
    let predecessors = locale.site.origins(id);
    Some(TermFacts {
        period: dates::years(locale, institution.from, institution.until),
        source: locale.text(institution.source.as_ref()),
        website: None,
        predecessors: predecessors
            .filter_map(|one| institution_link(locale, &one.id))
            .collect(),
        successors: institution
            .successors
            .iter()
            .filter_map(|id| institution_link(locale, id))
            .collect(),
        present: still_exists(locale, institution.until),
        text: locale.text(institution.text.as_ref()),
    })
}

/// True on the day of the build. A date without a day counts until its end.
fn still_exists(locale: Locale<'_>, until: Option<PartialDate>) -> bool {
    until.is_none_or(|until| until.last_day() >= locale.site.today)
}

pub(super) fn reference_rank(
    locale: Locale<'_>,
    section: Section,
    key: &str,
) -> Option<usize> {
    match section {
        Section::Faculties => locale.site.faculty_number(key),
        _ => locale.site.institution_number(key),
    }
}

pub(crate) fn faculty_link(locale: Locale<'_>, id: &str) -> Option<LinkView> {
    let term = locale.site.terms.faculties.get(id)?;
    Some(LinkView {
        title: term.title.text(locale.language).to_owned(),
        url: Some(locale.address(&term.addresses)),
    })
}

/// The name of a unit. Editors enter the id of a faculty or a name; what is no id is a name.
pub(super) fn unit(locale: Locale<'_>, unit: &str) -> String {
    let faculty = locale.site.faculty(unit);
    let name = faculty.map(|faculty| faculty.name.text(locale.language));
    name.unwrap_or(unit).to_owned()
}

pub(crate) fn institution_link(locale: Locale<'_>, id: &str) -> Option<LinkView> {
    let institution = locale.site.institution(id)?;
    let term = locale.site.terms.institutions.get(id);
    Some(LinkView {
        title: institution.name.text(locale.language).to_owned(),
        url: term.map(|term| locale.address(&term.addresses)),
    })
}

pub(super) fn term_card(locale: Locale<'_>, section: Section, term: &Term) -> TermCard {
    let facts = term_facts(locale, section, term);
    TermCard {
        title: term_title(locale, section, term),
        url: locale.address(&term.addresses),
        period: facts.period,
        count: term_counts(locale, term),
        text: facts.text,
        present: facts.present,
    }
}
