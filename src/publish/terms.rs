//! Groups the published: by topic, faculty, year and institution.
//!
//! In come public values in their order, out go terms whose lists keep that order. A person is
//! in a list only by a field that the person listed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::base::config::Config;
use crate::base::slug::slugify;
use crate::base::text::Localised;
use crate::model::document::Section;

use super::address;
use super::public::{
    PublicAffiliation, PublicEvent, PublicPerson, PublicStory, Texts, Topic,
};
use super::reference_data::References;

/// A topic, faculty, year or institution with everything that belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Slug, id or year.
    pub key: String,
    /// Title.
    pub title: Localised,
    /// Addresses in every language of the site.
    pub addresses: Texts<String>,
    /// People, by their number in the site, in German order.
    pub people: Vec<usize>,
    /// Stories, newest first.
    pub stories: Vec<usize>,
    /// Events, by their start.
    pub events: Vec<usize>,
}

/// All terms of a site, by key.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// By slug of the label in the default language.
    pub topics: BTreeMap<String, Term>,
    /// By id; every faculty of the reference data.
    pub faculties: BTreeMap<String, Term>,
    /// By year.
    pub years: BTreeMap<String, Term>,
    /// By id; every institution but the site's own.
    pub institutions: BTreeMap<String, Term>,
}

impl Terms {
    /// The terms of a section of lists.
    pub fn of(&self, section: Section) -> &BTreeMap<String, Term> {
        match section {
            Section::Faculties => &self.faculties,
            Section::Years => &self.years,
            Section::Institutions => &self.institutions,
            _ => &self.topics,
        }
    }
}

/// Makes all terms.
pub(super) fn terms(
    config: &Config,
    references: &References,
    people: &[Arc<PublicPerson>],
    stories: &[Arc<PublicStory>],
    events: &[Arc<PublicEvent>],
) -> Terms {
    let mut maker = Maker {
        config,
        terms: Terms::default(),
        years: BTreeMap::new(),
        heirs: heirs(references),
    };
    for faculty in &references.faculties {
        let term =
            maker.term(Section::Faculties, &faculty.id, faculty.name.clone(), None);
        maker.terms.faculties.insert(faculty.id.clone(), term);
    }
    for institution in references.institutions.iter().filter(|i| !i.own) {
        let term = maker.term(
            Section::Institutions,
            &institution.id,
            institution.name.clone(),
            None,
        );
        maker.terms.institutions.insert(institution.id.clone(), term);
    }
    for (number, person) in people.iter().enumerate() {
        maker.place(
            &person.affiliations,
            &person.topics,
            |term| &mut term.people,
            number,
        );
    }
    for (number, story) in stories.iter().enumerate() {
        maker.place(&story.affiliations, &story.topics, |term| &mut term.stories, number);
    }
    for (number, event) in events.iter().enumerate() {
        maker.place(&[], &event.topics, |term| &mut term.events, number);
    }
    separate_addresses(&mut maker.terms.topics);
    let years = maker.years.into_values().map(|term| (term.key.clone(), term));
    maker.terms.years = years.collect();
    maker.terms
}

struct Maker<'a> {
    config: &'a Config,
    terms: Terms,
    /// Terms of years by number, which is quicker than by word.
    years: BTreeMap<i16, Term>,
    /// For each faculty itself and every later one that came from it.
    heirs: BTreeMap<String, BTreeSet<String>>,
}

/// Which list of a term a number goes to.
type ListOf = fn(&mut Term) -> &mut Vec<usize>;

impl Maker<'_> {
    fn term(
        &self,
        section: Section,
        key: &str,
        title: Localised,
        part: Option<&Localised>,
    ) -> Term {
        let addresses = self
            .config
            .languages
            .iter()
            .map(|language| {
                let part = part
                    .map_or_else(|| slugify(key), |label| slugify(label.text(*language)));
                let part = if part.is_empty() { slugify(key) } else { part };
                let at = address::section(self.config, section, *language);
                (*language, address::below(&at, &part))
            })
            .collect();
        Term {
            key: key.to_owned(),
            title,
            addresses,
            people: Vec::new(),
            stories: Vec::new(),
            events: Vec::new(),
        }
    }

    fn place(
        &mut self,
        affiliations: &[PublicAffiliation],
        topics: &[Topic],
        list: ListOf,
        number: usize,
    ) {
        for Topic { key, label } in topics.iter().filter(|topic| !topic.key.is_empty()) {
            if let Some(term) = self.terms.topics.get_mut(key) {
                push(term, list, number);
                // The label with more languages is the better title.
                if label.count() <= term.title.count() {
                    continue;
                }
            }
            let better = self.term(Section::Topics, key, label.clone(), Some(label));
            if let Some(known) = self.terms.topics.get_mut(key) {
                known.title = better.title;
                known.addresses = better.addresses;
            } else {
                let term = self.terms.topics.entry(key.clone()).or_insert(better);
                push(term, list, number);
            }
        }
        for affiliation in affiliations {
            if let Some(id) = &affiliation.faculty {
                for heir in self.heirs.get(id).into_iter().flatten() {
                    if let Some(term) = self.terms.faculties.get_mut(heir) {
                        push(term, list, number);
                    }
                }
            }
            if let Some(id) = &affiliation.institution
                && let Some(term) = self.terms.institutions.get_mut(id)
            {
                push(term, list, number);
            }
            if let Some(to) = affiliation.to {
                if !self.years.contains_key(&to.year) {
                    let year = to.year.to_string();
                    let title = Localised::Same(year.clone());
                    let term = self.term(Section::Years, &year, title, None);
                    self.years.insert(to.year, term);
                }
                if let Some(term) = self.years.get_mut(&to.year) {
                    push(term, list, number);
                }
            }
        }
    }
}

/// Adds a number once; numbers arrive in order, so that a repeat can only be the last one.
fn push(term: &mut Term, list: ListOf, number: usize) {
    let list = list(term);
    if list.last() != Some(&number) {
        list.push(number);
    }
}

/// Two topics may differ in one language and not in the other; then the key tells them apart.
fn separate_addresses(topics: &mut BTreeMap<String, Term>) {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for (key, term) in topics.iter_mut() {
        for address in term.addresses.values_mut() {
            if !taken.insert(address.clone()) {
                *address = format!("{}-{key}/", address.trim_end_matches('/'));
                taken.insert(address.clone());
            }
        }
    }
}

/// A filter for a faculty of today finds the people of the faculties it came from.
fn heirs(references: &References) -> BTreeMap<String, BTreeSet<String>> {
    let mut heirs: BTreeMap<String, BTreeSet<String>> = references
        .faculties
        .iter()
        .map(|faculty| (faculty.id.clone(), BTreeSet::from([faculty.id.clone()])))
        .collect();
    // As many rounds as there are faculties reach the end of the longest chain.
    for _ in 0..references.faculties.len() {
        for faculty in &references.faculties {
            let reached = heirs.get(&faculty.id).cloned().unwrap_or_default();
            for predecessor in &faculty.predecessors {
                heirs
                    .entry(predecessor.clone())
                    .or_default()
                    .extend(reached.iter().cloned());
            }
        }
    }
    heirs
}
