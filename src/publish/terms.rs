//! Groups public entries by topic, faculty, year, institution and place.
//!
//! In come public values in order, out go terms whose lists keep that order. A person is never on
//! a list because of a field that their consent does not cover.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::base::config::Config;
use crate::base::digest::Digest;
use crate::base::language::Language;
use crate::base::slug::slugify;
use crate::base::text::Localised;
use crate::base::work;
use crate::model::document::Section;
use crate::model::reference::Faculty;

use super::address;
use super::order::word_key;
use super::public::{List, PublicEvent, PublicPerson, PublicStory, Texts, Topic};
use super::reference_data::References;

/// A topic, faculty, year, institution or place, with all entries that belong to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Slug, id or year.
    pub key: String,
    /// Title.
    pub title: Localised,
    /// Addresses in every language of the site.
    pub addresses: Texts<String>,
    /// Indices of people, in German order.
    pub people: Vec<usize>,
    /// Indices of stories, newest first.
    pub stories: Vec<usize>,
    /// Indices of events, ordered by start.
    pub events: Vec<usize>,
}

/// All terms of a site, by key.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// By slug of the label in the default language.
    pub topics: BTreeMap<String, Term>,
    /// By id; every faculty of the reference data.
    pub faculties: BTreeMap<String, Term>,
    /// By year of leaving.
    pub years: BTreeMap<String, Term>,
    /// By id; every institution except the site's own.
    pub institutions: BTreeMap<String, Term>,
    /// By slug of the label in the default language; of people only.
    pub places: BTreeMap<String, Term>,
    /// Keys of topics and places, in German order of the titles in each language.
    by_title: BTreeMap<(Section, Language), Vec<String>>,
}

impl Terms {
    /// The terms of a section.
    pub fn of(&self, section: Section) -> &BTreeMap<String, Term> {
        match section {
            Section::Faculties => &self.faculties,
            Section::Years => &self.years,
            Section::Institutions => &self.institutions,
            Section::Places => &self.places,
            _ => &self.topics,
        }
    }

    /// Keys of topics or places by title; empty for other sections.
    pub fn by_title(&self, section: Section, language: Language) -> &[String] {
        self.by_title.get(&(section, language)).map_or(&[], Vec::as_slice)
    }

    /// The terms of a section in order: topics and places by title, all others by key.
    pub fn in_order(&self, section: Section, language: Language) -> Vec<&Term> {
        let terms = self.of(section);
        match self.by_title.get(&(section, language)) {
            Some(keys) => keys.iter().filter_map(|key| terms.get(key)).collect(),
            None => terms.values().collect(),
        }
    }
}

/// Groups all entries.
pub(super) fn terms(
    config: &Config,
    references: &References,
    people: &[Arc<PublicPerson>],
    stories: &[Arc<PublicStory>],
    events: &[Arc<PublicEvent>],
) -> Terms {
    let of_people = || {
        let mut maker = TermsBuilder::new(config, references);
        for (number, person) in people.iter().enumerate() {
            let list = |term: &mut Term| push(&mut term.people, number);
            maker.place(&person.lists, &person.topics, person.city.as_ref(), list);
        }
        maker
    };
    let of_others = || {
        let mut maker = TermsBuilder::new(config, references);
        for (number, story) in stories.iter().enumerate() {
            let list = |term: &mut Term| push(&mut term.stories, number);
            maker.place(&story.lists, &story.topics, None, list);
        }
        for (number, event) in events.iter().enumerate() {
            let list = |term: &mut Term| push(&mut term.events, number);
            maker.place(&event.lists, &event.topics, None, list);
        }
        maker
    };
    let (people, others) = rayon::join(of_people, of_others);
    people.with(others).finish()
}

/// Terms under construction. Lookup is by digests of the keys: comparing numbers is fast, and
/// there are several comparisons for each topic of each entry.
struct TermsBuilder<'a> {
    config: &'a Config,
    made: Vec<(Section, Term)>,
    /// Number of faculties and institutions, which come first in `made`.
    fixed: usize,
    /// Index of each topic and place, with the number of translations of its title.
    labelled: BTreeMap<(Section, Digest), (usize, u32)>,
    institutions: BTreeMap<Digest, usize>,
    years: BTreeMap<i16, usize>,
    succession: Succession,
}

fn digest(key: &str) -> Digest {
    Digest::of(key.as_bytes())
}

impl<'a> TermsBuilder<'a> {
    /// Every faculty and institution has a list, even if empty, except the site's own
    /// institution, whose list would be the whole directory.
    fn new(config: &'a Config, references: &References) -> Self {
        let mut maker = Self {
            config,
            made: Vec::new(),
            fixed: 0,
            labelled: BTreeMap::new(),
            institutions: BTreeMap::new(),
            years: BTreeMap::new(),
            succession: Succession::default(),
        };
        for one in &references.faculties {
            let number = maker.add(Section::Faculties, &one.id, one.name.clone(), None);
            maker.succession.add(one, number);
        }
        for one in references.institutions.iter().filter(|one| !one.own) {
            let number =
                maker.add(Section::Institutions, &one.id, one.name.clone(), None);
            maker.institutions.insert(digest(&one.id), number);
        }
        maker.fixed = maker.made.len();
        maker
    }

    fn add(
        &mut self,
        section: Section,
        key: &str,
        title: Localised,
        part: Option<&Localised>,
    ) -> usize {
        self.made.push((section, self.term(section, key, title, part)));
        self.made.len() - 1
    }

    fn term(
        &self,
        section: Section,
        key: &str,
        title: Localised,
        part: Option<&Localised>,
    ) -> Term {
        let languages = self.config.languages.iter();
        let address = |language: &Language| {
            (*language, address::list(self.config, section, key, part, *language))
        };
        let addresses = languages.map(address).collect();
        Term {
            key: key.to_owned(),
            title,
            addresses,
            people: Vec::new(),
            stories: Vec::new(),
            events: Vec::new(),
        }
    }

    /// Adds an entry to every list it belongs to.
    fn place(
        &mut self,
        lists: &[List],
        topics: &[Topic],
        city: Option<&Localised>,
        add: impl Fn(&mut Term),
    ) {
        for list in lists {
            match *list {
                List::Topic(digest, at, wordings) => {
                    let label = &topics[at as usize].label;
                    let number = self.labelled(Section::Topics, digest, wordings, label);
                    add(&mut self.made[number].1);
                }
                List::Place(digest, wordings) => {
                    let Some(label) = city else { continue };
                    let number = self.labelled(Section::Places, digest, wordings, label);
                    add(&mut self.made[number].1);
                }
                List::Faculty(id) => {
                    for heir in self.succession.of(id) {
                        add(&mut self.made[*heir].1);
                    }
                }
                List::Institution(id) => {
                    if let Some(number) = self.institutions.get(&id) {
                        add(&mut self.made[*number].1);
                    }
                }
                List::Year(year) => {
                    let number = self.year(year);
                    add(&mut self.made[number].1);
                }
            }
        }
    }

    fn labelled(
        &mut self,
        section: Section,
        digest: Digest,
        wordings: u32,
        label: &Localised,
    ) -> usize {
        let key = || slugify(label.text(self.config.languages[0]));
        let Some((number, most)) = self.labelled.get_mut(&(section, digest)) else {
            let key = key();
            let number = self.add(section, &key, label.clone(), Some(label));
            self.labelled.insert((section, digest), (number, wordings));
            return number;
        };
        let number = *number;
        // Prefer the label with more translations as title.
        if wordings > *most {
            *most = wordings;
            let key = key();
            let better = self.term(section, &key, label.clone(), Some(label));
            let known = &mut self.made[number].1;
            known.title = better.title;
            known.addresses = better.addresses;
        }
        number
    }

    fn year(&mut self, year: i16) -> usize {
        if let Some(number) = self.years.get(&year) {
            return *number;
        }
        let word = year.to_string();
        let number = self.add(Section::Years, &word, Localised::Same(word.clone()), None);
        self.years.insert(year, number);
        number
    }

    /// Merges terms of stories and events into those of people. The result is the same as adding
    /// them after the people: of titles with equally many translations, the first one stays.
    fn with(mut self, mut others: Self) -> Self {
        // These were added first, in the same order, so their indices agree.
        for number in 0..self.fixed {
            self.take(number, &mut others.made[number].1);
        }
        for (key, (number, wordings)) in std::mem::take(&mut others.labelled) {
            let other = &mut others.made[number].1;
            match self.labelled.get_mut(&key) {
                None => self.made.push((key.0, other.clone())),
                Some((known, most)) => {
                    let known = *known;
                    if wordings > *most {
                        self.made[known].1.title = other.title.clone();
                        self.made[known].1.addresses = other.addresses.clone();
                    }
                    self.take(known, other);
                }
            }
        }
        for (year, number) in std::mem::take(&mut others.years) {
            let other = &mut others.made[number].1;
            match self.years.get(&year).copied() {
                None => self.made.push((Section::Years, other.clone())),
                Some(known) => self.take(known, other),
            }
        }
        self
    }

    fn take(&mut self, number: usize, other: &mut Term) {
        let known = &mut self.made[number].1;
        known.stories = std::mem::take(&mut other.stories);
        known.events = std::mem::take(&mut other.events);
    }

    fn finish(self) -> Terms {
        let mut terms = Terms::default();
        for (section, term) in self.made {
            let place = match section {
                Section::Faculties => &mut terms.faculties,
                Section::Years => &mut terms.years,
                Section::Institutions => &mut terms.institutions,
                Section::Places => &mut terms.places,
                _ => &mut terms.topics,
            };
            place.insert(term.key.clone(), term);
        }
        // Only their addresses are made of labels, which may be equal.
        separate_addresses(&mut terms.topics);
        separate_addresses(&mut terms.places);
        for section in [Section::Topics, Section::Places] {
            for language in &self.config.languages {
                let keys = by_title(terms.of(section), *language);
                terms.by_title.insert((section, *language), keys);
            }
        }
        terms
    }
}

/// Adds an index once; they arrive in ascending order, so a duplicate can only be the last one.
fn push(list: &mut Vec<usize>, number: usize) {
    if list.last() != Some(&number) {
        list.push(number);
    }
}

/// Keys in German order of the titles in a language; equal titles by key.
fn by_title(terms: &BTreeMap<String, Term>, language: Language) -> Vec<String> {
    let mut keys: Vec<&Term> = terms.values().collect();
    keys.sort_by_cached_key(|term| word_key(term.title.text(language)));
    keys.into_iter().map(|term| term.key.clone()).collect()
}

/// Adds the key to an address that is taken: two topics may differ in one language only.
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

/// Which faculties came of which: the list of a current faculty includes people of its
/// predecessors.
#[derive(Default)]
struct Succession {
    /// The index of each faculty in the order of the file; the last one, if two had one id.
    numbers: BTreeMap<Digest, usize>,
    /// What names each faculty as a predecessor.
    next: BTreeMap<Digest, Vec<Digest>>,
    /// Each faculty that somebody belongs to, with all that came of it.
    reached: BTreeMap<Digest, Vec<usize>>,
}

impl Succession {
    fn add(&mut self, faculty: &Faculty, number: usize) {
        let own = digest(&faculty.id);
        self.numbers.insert(own, number);
        for predecessor in &faculty.predecessors {
            self.next.entry(digest(predecessor)).or_default().push(own);
        }
    }

    /// The indices of a faculty and of all faculties that succeeded it.
    fn of(&mut self, id: Digest) -> &[usize] {
        let Self { numbers, next, reached } = self;
        reached.entry(id).or_insert_with(|| {
            let mut found = BTreeSet::from([id]);
            let mut open = vec![id];
            while let Some(id) = open.pop() {
                work::looked_at(1);
                let others = next.get(&id).into_iter().flatten();
                open.extend(others.filter(|other| found.insert(**other)));
            }
            found.into_iter().filter_map(|id| numbers.get(&id).copied()).collect()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As many faculties, each the successor of the one before.
    fn chain(length: usize) -> Succession {
        let mut succession = Succession::default();
        for number in 0..length {
            let before = number.checked_sub(1).map(|before| format!("f-{before}"));
            let faculty = Faculty {
                id: format!("f-{number}"),
                name: Localised::Same("F".into()),
                short: None,
                institution: None,
                from: None,
                until: None,
                predecessors: before.into_iter().collect(),
                url: None,
                source: None,
            };
            succession.add(&faculty, number);
        }
        succession
    }

    #[test]
    fn faculties_in_a_chain_of_predecessors() {
        work::assert_linear(200, |n| {
            work::of(|| {
                let mut succession = chain(n);
                for _ in 0..n {
                    assert_eq!(succession.of(digest("f-0")).len(), n);
                }
            })
        });
        let mut succession = chain(4);
        let mut of = |id: &str| {
            let mut numbers = succession.of(digest(id)).to_vec();
            numbers.sort_unstable();
            numbers
        };
        assert_eq!(of("f-2"), [2, 3]);
        assert_eq!(of("f-0"), [0, 1, 2, 3]);
        assert!(of("f-9").is_empty());
    }
}
