//! By what people can be chosen: kind, faculty, year, place, language, offer and more.
//!
//! In come public people and the lists that hold them, out go facets with their values. A person
//! has a value only by a field that the consent lists: what is not public is not here.

use std::collections::{BTreeMap, BTreeSet};

use crate::publish::order::word_key;
use crate::publish::public::PublicPerson;
use crate::publish::terms::Term;
use crate::publish::words::{Kind, OfferKind, OfferState, Section, Sector};
use crate::render::pages::dates;
use crate::render::pages::page_context::PageContext;
use crate::render::pages::timeline::reached;
use crate::render::theme::theme_words::FactName;
use crate::search::record::{Facet, FacetValue};

impl PageContext<'_> {
    /// All facets, in the order in which to show them.
    pub(super) fn search_facets(&self) -> Vec<Facet> {
        vec![
            self.facet("kind", FactName::Affiliation, self.kind_values()),
            self.facet("faculty", FactName::Faculty, self.faculty_values()),
            self.facet("institution", FactName::Institution, self.institution_values()),
            self.facet("year", FactName::Years, self.term_values(Section::Years)),
            self.facet("sector", FactName::Sector, self.sectors()),
            self.facet("place", FactName::Place, self.term_values(Section::Places)),
            self.facet("topic", FactName::Topics, self.term_values(Section::Topics)),
            self.facet("language", FactName::Languages, self.languages()),
            self.facet("offer", FactName::Offers, self.offer_values()),
        ]
    }

    fn facet(
        &self,
        id: &'static str,
        name: FactName,
        mut values: Vec<FacetValue>,
    ) -> Facet {
        values.retain(|value| !value.records.is_empty());
        Facet { id, label: self.words.fact(name).to_owned(), values }
    }

    /// The people of whom something holds.
    fn people_who(&self, holds: impl Fn(&PublicPerson) -> bool) -> Vec<usize> {
        let people = self.site.people.iter().enumerate();
        people.filter(|(_, person)| holds(person)).map(|(number, _)| number).collect()
    }

    fn worded(
        &self,
        word: &str,
        prefix: &str,
        suffix: &str,
        records: Vec<usize>,
    ) -> FacetValue {
        let label = self.words.get(&format!("{prefix}.{word}{suffix}")).to_owned();
        FacetValue { value: word.to_owned(), label, records }
    }

    fn kind_values(&self) -> Vec<FacetValue> {
        let of = |(word, kind): &(&'static str, Kind)| {
            let has = |person: &PublicPerson| {
                person.affiliations.iter().any(|one| one.kind == Some(*kind))
            };
            self.worded(word, "role", ".plural", self.people_who(has))
        };
        Kind::WORDS.iter().map(of).collect()
    }

    fn sectors(&self) -> Vec<FacetValue> {
        let of = |(word, sector): &(&'static str, Sector)| {
            let people = self.people_who(|person| person.sector == Some(*sector));
            self.worded(word, "sector", "", people)
        };
        Sector::WORDS.iter().map(of).collect()
    }

    fn offer_values(&self) -> Vec<FacetValue> {
        let of = |(word, kind): &(&'static str, OfferKind)| {
            let has = |person: &PublicPerson| {
                let mut open = person
                    .offers
                    .iter()
                    .filter(|offer| offer.state != OfferState::Closed);
                open.any(|offer| offer.kind == *kind)
            };
            self.worded(word, "offer", "", self.people_who(has))
        };
        OfferKind::WORDS.iter().map(of).collect()
    }

    fn languages(&self) -> Vec<FacetValue> {
        let people = &self.site.people;
        let codes: BTreeSet<&String> =
            people.iter().flat_map(|person| &person.languages).collect();
        let of = |code: &String| FacetValue {
            value: code.clone(),
            label: self.language_name(code),
            records: self.people_who(|person| person.languages.contains(code)),
        };
        by_label(codes.into_iter().map(of).collect())
    }

    fn term_values(&self, section: Section) -> Vec<FacetValue> {
        let terms = self.site.terms.of(section);
        let values = terms.values().map(|term| self.term_value(term, None));
        let mut values: Vec<FacetValue> = values.collect();
        if section == Section::Years {
            values.reverse();
            return values;
        }
        by_label(values)
    }

    fn term_value(&self, term: &Term, period: Option<String>) -> FacetValue {
        let title = term.title.text(self.language);
        FacetValue {
            value: term.key.clone(),
            label: period
                .map_or(title.to_owned(), |period| format!("{title} ({period})")),
            records: term.people.clone(),
        }
    }

    /// Today's faculties first, then those before them, with their time.
    fn faculty_values(&self) -> Vec<FacetValue> {
        let terms = &self.site.terms.faculties;
        let faculties = self.site.references.faculties.iter();
        let known = faculties.filter_map(|faculty| terms.get(&faculty.id));
        let told = known.map(|term| (term, self.term_facts(Section::Faculties, term)));
        let (now, then): (Vec<_>, Vec<_>) = told.partition(|(_, facts)| facts.present);
        let all = now.into_iter().chain(then).map(|(term, facts)| {
            self.term_value(term, facts.period.filter(|_| !facts.present))
        });
        all.collect()
    }

    /// Each institution alone, and those that others led to also together with these.
    fn institution_values(&self) -> Vec<FacetValue> {
        let mut values = Vec::new();
        let mut before: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for one in &self.site.references.institutions {
            for successor in &one.successors {
                before.entry(successor).or_default().push(&one.id);
            }
        }
        for one in &self.site.references.institutions {
            let name = one.name.text(self.language);
            let period = dates::years(self.words, one.from, one.until);
            let dated = one.until.is_some();
            let label = match period.filter(|_| dated) {
                Some(period) => format!("{name} ({period})"),
                None => name.to_owned(),
            };
            let ids = BTreeSet::from([one.id.as_str()]);
            values.push(FacetValue {
                value: one.id.clone(),
                label,
                records: self.people_of(&ids),
            });
            let all = reached(&before, &one.id);
            if all.len() > 1 {
                let label = self.words.fill("note.with_predecessors", &[("name", name)]);
                values.push(FacetValue {
                    value: format!("{}+", one.id),
                    label,
                    records: self.people_of(&all),
                });
            }
        }
        values
    }

    fn people_of(&self, institutions: &BTreeSet<&str>) -> Vec<usize> {
        self.people_who(|person| {
            let mut own =
                person.affiliations.iter().filter_map(|a| a.institution.as_deref());
            own.any(|id| institutions.contains(id))
        })
    }
}

fn by_label(mut values: Vec<FacetValue>) -> Vec<FacetValue> {
    values.sort_by_cached_key(|value| word_key(&value.label));
    values
}
