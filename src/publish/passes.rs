//! Everybody and everything goes through the gate: people first, then what refers to them.
//!
//! In come bundles of documents, out go public values in their order. What was decided about
//! the same documents under the same circumstances last time is taken over; the circumstances
//! are part of the key, so that nobody has to say what depends on what.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::diagnostic::Diagnostic;
use crate::base::digest::Digest;
use crate::base::memo::{Keys, Memo, Part, Wanted};
use crate::base::output::Withheld;
use crate::model::document::{DocumentContent, Key, Section};
use crate::model::story::Subject;

use super::collect::Bundle;
use super::decisions::Decision;
use super::gate::Gate;
use super::public::{PublicEvent, PublicPage, PublicPerson, PublicStory};

/// What was checked and decided last time.
#[derive(Debug, Default)]
pub struct Memory {
    keys: Keys,
    checks: Memo<Key, Arc<[Diagnostic]>>,
    people: Memo<Key, Arc<Decision<PublicPerson>>>,
    stories: Memo<Key, Arc<Decision<PublicStory>>>,
    events: Memo<Key, Arc<Decision<PublicEvent>>>,
    pages: Memo<Key, Arc<Decision<PublicPage>>>,
}

impl Memory {
    /// A memory whose keys are made in some way.
    pub fn with_keys(keys: Keys) -> Self {
        Self { keys, ..Self::default() }
    }

    pub(super) fn keys(&self) -> Keys {
        self.keys
    }

    /// How many documents were decided about in the last run, and not remembered.
    pub fn decided(&self) -> usize {
        self.people.made() + self.stories.made() + self.events.made() + self.pages.made()
    }
}

pub(super) type Bundles<'b> = BTreeMap<&'b Key, Bundle<'b>>;

/// People who are published today, by the names of their entries.
pub(super) struct Published<'k> {
    /// In the order of the names.
    people: Vec<(&'k str, Arc<Decision<PublicPerson>>)>,
}

impl Published<'_> {
    fn find(&self, key: &str) -> Option<&Arc<Decision<PublicPerson>>> {
        let at = self.people.binary_search_by(|(known, _)| (*known).cmp(key)).ok()?;
        Some(&self.people[at].1)
    }

    /// The public person with that entry.
    pub(super) fn person(&self, key: &str) -> Option<&PublicPerson> {
        self.find(key)?.public.as_deref()
    }

    fn digest(&self, key: &str) -> Digest {
        self.find(key).map_or(Digest::default(), |decision| decision.digest)
    }
}

/// One run through the gate, with what it has to say.
pub(super) struct Pass<'a, 'd> {
    pub(super) gate: &'a Gate<'a>,
    pub(super) memory: &'a mut Memory,
    /// Settings, day, drafts, reference data and photos.
    pub(super) circumstances: Digest,
    pub(super) diagnostics: &'d mut Vec<Diagnostic>,
    pub(super) withheld: Vec<Withheld>,
}

impl Pass<'_, '_> {
    fn key(&self, bundle: &Bundle<'_>, more: &[(Part, Digest)]) -> Digest {
        let own = self.memory.keys.of(&[(Part::File, bundle.digest())]);
        self.circumstances.and(own).and(self.memory.keys.of(more))
    }

    /// Checks every document against the others.
    pub(super) fn checks(
        &mut self,
        bundles: &Bundles<'_>,
        paths: Digest,
        check: impl Fn(&Bundle<'_>, &mut Vec<Diagnostic>) + Sync,
    ) {
        let wanted = bundles.iter().map(|(key, bundle)| Wanted {
            name: (*key).clone(),
            digest: self.key(bundle, &[(Part::Paths, paths)]),
            input: bundle,
        });
        let wanted = wanted.collect();
        let found = self.memory.checks.renew(wanted, |bundle| {
            let mut found = Vec::new();
            check(bundle, &mut found);
            found.into()
        });
        self.diagnostics.extend(found.iter().flat_map(|one| one.iter().cloned()));
    }

    pub(super) fn people<'b>(&mut self, bundles: &Bundles<'b>) -> Published<'b> {
        let wanted = bundles.iter().filter_map(|(key, bundle)| {
            let DocumentContent::Person(person) = &bundle.original.content else {
                return None;
            };
            let digest = self.key(bundle, &[]);
            let name = (*key).clone();
            Some(Wanted { name, digest, input: (*key, bundle, person, digest) })
        });
        let wanted: Vec<_> = wanted.collect();
        let names: Vec<&str> = wanted.iter().map(|one| &*one.input.0.name).collect();
        let gate = self.gate;
        let decided = self.memory.people.renew(wanted, |(_, bundle, person, digest)| {
            Arc::new(gate.decide_person(bundle, person, *digest))
        });
        self.hear(&decided);
        let people =
            names.into_iter().zip(decided).filter(|(_, one)| one.public.is_some());
        Published { people: people.collect() }
    }

    /// Stories, newest first.
    pub(super) fn stories(
        &mut self,
        bundles: &Bundles<'_>,
        published: &Published<'_>,
    ) -> Vec<Arc<PublicStory>> {
        let wanted = bundles.iter().filter_map(|(key, bundle)| {
            let DocumentContent::Story(story) = &bundle.original.content else {
                return None;
            };
            let subject = match &story.subject {
                Subject::Person(key) => published.digest(key),
                Subject::Named(_) => Digest::default(),
            };
            let named = named(published, story.mentions.iter());
            let digest =
                self.key(bundle, &[(Part::Subject, subject), (Part::Named, named)]);
            let name = (*key).clone();
            Some(Wanted { name, digest, input: (bundle, story, digest) })
        });
        let wanted = wanted.collect();
        let gate = self.gate;
        let is_published = |key: &str| published.person(key).is_some();
        let decided = self.memory.stories.renew(wanted, |(bundle, story, digest)| {
            let person = match &story.subject {
                Subject::Person(key) => published.person(key),
                Subject::Named(_) => None,
            };
            Arc::new(gate.decide_story(bundle, story, person, &is_published, *digest))
        });
        let mut stories = self.hear(&decided);
        // The order of names is there already, and a stable sort keeps it.
        stories.sort_by_key(|story| Reverse(story.date));
        stories
    }

    /// Events by their start.
    pub(super) fn events(
        &mut self,
        bundles: &Bundles<'_>,
        published: &Published<'_>,
    ) -> Vec<Arc<PublicEvent>> {
        let wanted = bundles.iter().filter_map(|(key, bundle)| {
            let DocumentContent::Event(event) = &bundle.original.content else {
                return None;
            };
            let named = named(published, event.speakers.iter().chain(&event.mentions));
            let digest = self.key(bundle, &[(Part::Named, named)]);
            let name = (*key).clone();
            Some(Wanted { name, digest, input: (bundle, event, digest) })
        });
        let wanted = wanted.collect();
        let gate = self.gate;
        let is_published = |key: &str| published.person(key).is_some();
        let decided = self.memory.events.renew(wanted, |(bundle, event, digest)| {
            Arc::new(gate.decide_event(bundle, event, &is_published, *digest))
        });
        let mut events = self.hear(&decided);
        events.sort_by_cached_key(|event| event.start.local(gate.zone));
        events
    }

    pub(super) fn pages(
        &mut self,
        bundles: &Bundles<'_>,
    ) -> (BTreeMap<String, Arc<PublicPage>>, BTreeMap<Section, Arc<PublicPage>>) {
        let parents = Digest::of_value(&self.gate.page_slugs);
        let wanted = bundles.iter().filter_map(|(key, bundle)| {
            let DocumentContent::Page(page) = &bundle.original.content else {
                return None;
            };
            let digest = self.key(bundle, &[(Part::Parents, parents)]);
            let name = (*key).clone();
            Some(Wanted { name, digest, input: (bundle, page, digest) })
        });
        let wanted: Vec<_> = wanted.collect();
        let sections: Vec<Section> = wanted.iter().map(|one| one.name.section).collect();
        let gate = self.gate;
        let decided = self.memory.pages.renew(wanted, |(bundle, page, digest)| {
            Arc::new(gate.decide_page(bundle, page, *digest))
        });
        self.hear(&decided);
        let mut pages = BTreeMap::new();
        let mut introductions = BTreeMap::new();
        for (section, decision) in sections.into_iter().zip(&decided) {
            let Some(public) = &decision.public else { continue };
            if section == Section::Pages {
                pages.insert(public.key.clone(), Arc::clone(public));
            } else {
                introductions.insert(section, Arc::clone(public));
            }
        }
        (pages, introductions)
    }

    /// Gathers what the decisions say, and what may be shown.
    fn hear<P>(&mut self, decided: &[Arc<Decision<P>>]) -> Vec<Arc<P>> {
        for decision in decided {
            self.diagnostics.extend(decision.diagnostics.iter().cloned());
            self.withheld.extend(decision.withheld.clone());
        }
        decided.iter().filter_map(|decision| decision.public.clone()).collect()
    }
}

impl Published<'_> {
    /// Everybody, in German order.
    pub(super) fn in_order(&self) -> Vec<Arc<PublicPerson>> {
        let public = |(_, decision): &(&str, Arc<Decision<PublicPerson>>)| {
            let person = decision.public.clone()?;
            // Most names differ in their first letters; those need no look into the memory.
            let mut first = [0; 16];
            let length = person.sort_key.len().min(16);
            first[..length].copy_from_slice(&person.sort_key[..length]);
            Some((u128::from_be_bytes(first), person))
        };
        let mut people: Vec<_> = self.people.iter().filter_map(public).collect();
        people.sort_by(|(a_first, a), (b_first, b)| {
            a_first.cmp(b_first).then_with(|| a.sort_key.cmp(&b.sort_key))
        });
        people.into_iter().map(|(_, person)| person).collect()
    }
}

/// Which of some people are published.
fn named<'n>(
    published: &Published<'_>,
    names: impl Iterator<Item = &'n String>,
) -> Digest {
    names.fold(Digest::default(), |all, name| {
        all.and(Digest(u128::from(published.person(name).is_some())))
    })
}
