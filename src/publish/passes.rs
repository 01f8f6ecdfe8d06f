//! Everybody and everything goes through the gate: people first, then what refers to them.
//!
//! In come bundles of documents, out go public values in their order. What was decided about
//! the same documents under the same circumstances last time is taken over; the circumstances
//! are part of the key, so that nobody has to say what depends on what. Never decides itself.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::diagnostic::Diagnostic;
use crate::base::digest::Digest;
use crate::base::memo::{KeyPart, Keys, Memo, MemoRequest};
use crate::base::output::{OutputPath, Withheld};
use crate::model::document::{DocumentContent, Key, Section};
use crate::model::mention::Mention;
use crate::model::story::Subject;

use super::collect::{Bundle, Bundles};
use super::decisions::Decision;
use super::directory_index::DirectoryIndex;
use super::gate::Gate;
use super::public::{PublicEvent, PublicPerson, PublicStory};
use super::public_page::PublicPage;

/// What was checked and decided last time.
#[derive(Debug, Default)]
pub struct GateMemory {
    keys: Keys,
    pub(super) checks: Memo<Key, Vec<Diagnostic>>,
    pub(super) decisions: Decisions,
}

/// What was decided last time.
#[derive(Debug, Default)]
pub(super) struct Decisions {
    people: Memo<Key, Arc<Decision<PublicPerson>>>,
    stories: Memo<Key, Arc<Decision<PublicStory>>>,
    events: Memo<Key, Arc<Decision<PublicEvent>>>,
    pages: Memo<Key, Arc<Decision<PublicPage>>>,
}

impl GateMemory {
    /// A memory whose keys are made in some way.
    pub fn with_keys(keys: Keys) -> Self {
        Self { keys, ..Self::default() }
    }

    pub(super) fn keys(&self) -> Keys {
        self.keys
    }

    /// How many documents were decided about in the last run, and not remembered.
    pub fn decided(&self) -> usize {
        let Decisions { people, stories, events, pages } = &self.decisions;
        people.made() + stories.made() + events.made() + pages.made()
    }
}

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
pub(super) struct Pass<'a> {
    pub(super) gate: &'a Gate<'a>,
    pub(super) memory: &'a mut Decisions,
    pub(super) under: Circumstances,
    pub(super) said: Said,
}

/// Entries in their order, and their numbers in the order of their keys.
pub(super) struct Ordered<P> {
    pub(super) entries: Vec<Arc<P>>,
    pub(super) by_key: Vec<usize>,
}

impl<P> Ordered<P> {
    /// Orders entries that come in the order of their keys; among equals that order stays.
    fn new<K: Ord>(entries: Vec<(K, Arc<P>)>) -> Self {
        let mut ordered: Vec<(K, usize, Arc<P>)> = entries
            .into_iter()
            .enumerate()
            .map(|(at, (order, entry))| (order, at, entry))
            .collect();
        ordered.sort_unstable_by(|(a, a_at, _), (b, b_at, _)| (a, a_at).cmp(&(b, b_at)));
        let mut by_key = vec![0; ordered.len()];
        for (number, (_, at, _)) in ordered.iter().enumerate() {
            by_key[*at] = number;
        }
        Self { entries: ordered.into_iter().map(|(_, _, entry)| entry).collect(), by_key }
    }
}

/// What a document's decision is made under: settings, day, drafts, reference data and photos.
#[derive(Clone, Copy)]
pub(super) struct Circumstances {
    pub(super) keys: Keys,
    pub(super) digest: Digest,
}

impl Circumstances {
    fn key(self, bundle: &Bundle<'_>, more: &[(KeyPart, Digest)]) -> Digest {
        let own = self.keys.of(&[(KeyPart::File, bundle.digest)]);
        let key = self.digest.and(own);
        if more.is_empty() { key } else { key.and(self.keys.of(more)) }
    }
}

/// Checks every document against the others.
pub(super) fn checks(
    memory: &mut Memo<Key, Vec<Diagnostic>>,
    under: Circumstances,
    bundles: &Bundles<'_>,
    directory: &DirectoryIndex<'_>,
    paths: Digest,
    check: impl Fn(&Bundle<'_>, &mut Vec<Diagnostic>) + Sync,
) -> Vec<Diagnostic> {
    let wanted = bundles.iter().map(|bundle| {
        // An opaque id is known or not by what stands in another file.
        let named = directory.digest_of(bundle).and(directory.digest(listed(bundle)));
        MemoRequest {
            name: &bundle.original.key,
            digest: under
                .key(bundle, &[(KeyPart::Paths, paths), (KeyPart::Named, named)]),
            input: bundle,
        }
    });
    let found = memory.renew(wanted, |bundle| {
        let mut found = Vec::new();
        check(bundle, &mut found);
        found
    });
    found.flatten().cloned().collect()
}

impl<'b> Pass<'b> {
    /// Everybody who is published.
    pub(super) fn people(&mut self, bundles: &Bundles<'b>) -> Published<'b> {
        let Self { gate, memory, under, said } = self;
        let entries = bundles.of(Section::Directory).iter().filter_map(|bundle| {
            let DocumentContent::Person(person) = &bundle.original.content else {
                return None;
            };
            Some((bundle, person))
        });
        let wanted = entries.clone().map(|(bundle, person)| {
            let digest = under.key(bundle, &named(gate.directory, bundle));
            let name = &bundle.original.key;
            MemoRequest { name, digest, input: (bundle, person, digest) }
        });
        let decided = memory.people.renew(wanted, |(bundle, person, digest)| {
            Arc::new(gate.decide_person(bundle, person, *digest))
        });
        let mut people = Vec::new();
        for ((bundle, _), decision) in entries.zip(decided) {
            said.hear(decision);
            if decision.public.is_some() {
                let name: &'b str = &bundle.original.key.name;
                people.push((name, Arc::clone(decision)));
            }
        }
        Published { people }
    }

    /// Stories, newest first.
    pub(super) fn stories(
        &mut self,
        bundles: &Bundles<'b>,
        published: &Published<'_>,
    ) -> Ordered<PublicStory> {
        let Self { gate, memory, under, said } = self;
        let wanted = bundles.of(Section::Portraits).iter().filter_map(|bundle| {
            let DocumentContent::Story(story) = &bundle.original.content else {
                return None;
            };
            let subject = match &story.subject {
                Subject::Person(key) => published.digest(key),
                Subject::Named(_) => Digest::default(),
            };
            let listed = story.mentions.iter().map(|one| one.person.as_str());
            let named =
                gate.directory.digest(listed).and(gate.directory.digest_of(bundle));
            let namesake = match &story.subject {
                Subject::Named(name) => gate.directory.ended_namesake(name),
                Subject::Person(_) => None,
            };
            let named = named.and(Digest::of_value(&namesake));
            let parts = [(KeyPart::Subject, subject), (KeyPart::Named, named)];
            let digest = under.key(bundle, &parts);
            let name = &bundle.original.key;
            Some(MemoRequest { name, digest, input: (bundle, story, digest) })
        });
        let decided = memory.stories.renew(wanted, |(bundle, story, digest)| {
            let person = match &story.subject {
                Subject::Person(key) => published.person(key),
                Subject::Named(_) => None,
            };
            Arc::new(gate.decide_story(bundle, story, person, *digest))
        });
        let mut stories = Vec::new();
        for decision in decided {
            said.hear(decision);
            if let Some(story) = &decision.public {
                stories.push((Reverse(story.date), Arc::clone(story)));
            }
        }
        Ordered::new(stories)
    }

    /// Events by their start.
    pub(super) fn events(&mut self, bundles: &Bundles<'b>) -> Ordered<PublicEvent> {
        let Self { gate, memory, under, said } = self;
        let wanted = bundles.of(Section::Events).iter().filter_map(|bundle| {
            let DocumentContent::Event(event) = &bundle.original.content else {
                return None;
            };
            let listed = event.mentions.iter().map(|one| &one.person);
            let listed = event.speakers.iter().chain(listed).map(String::as_str);
            let named =
                gate.directory.digest(listed).and(gate.directory.digest_of(bundle));
            let digest = under.key(bundle, &[(KeyPart::Named, named)]);
            let name = &bundle.original.key;
            Some(MemoRequest { name, digest, input: (bundle, event, digest) })
        });
        let decided = memory.events.renew(wanted, |(bundle, event, digest)| {
            Arc::new(gate.decide_event(bundle, event, *digest))
        });
        let mut events = Vec::new();
        for decision in decided {
            said.hear(decision);
            if let Some(event) = &decision.public {
                events.push((event.start.local(gate.zone), Arc::clone(event)));
            }
        }
        Ordered::new(events)
    }

    /// Ordinary pages by their path, and introductions by their section.
    pub(super) fn pages(&mut self, bundles: &Bundles<'b>) -> Pages {
        let Self { gate, memory, under, said } = self;
        let parents = Digest::of_value(&gate.page_slugs);
        let wanted = bundles.pages().filter_map(|bundle| {
            let DocumentContent::Page(page) = &bundle.original.content else {
                return None;
            };
            let named = gate.directory.digest_of(bundle);
            let digest = under
                .key(bundle, &[(KeyPart::Parents, parents), (KeyPart::Named, named)]);
            let name = &bundle.original.key;
            Some(MemoRequest { name, digest, input: (bundle, page, digest) })
        });
        let decided = memory.pages.renew(wanted, |(bundle, page, digest)| {
            Arc::new(gate.decide_page(bundle, page, *digest))
        });
        let mut pages = Pages::default();
        for decision in decided {
            said.hear(decision);
            let Some(public) = &decision.public else { continue };
            match public.section {
                Section::Pages => {
                    pages.ordinary.insert(public.key.clone(), Arc::clone(public));
                }
                section => {
                    pages.introductions.insert(section, Arc::clone(public));
                }
            }
        }
        pages
    }
}

/// Pages that are no entries.
#[derive(Default)]
pub(super) struct Pages {
    pub(super) ordinary: BTreeMap<String, Arc<PublicPage>>,
    pub(super) introductions: BTreeMap<Section, Arc<PublicPage>>,
}

/// What there is to say.
#[derive(Default)]
pub(super) struct Said {
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) withheld: Vec<Withheld>,
    pub(super) gone: Vec<OutputPath>,
}

impl Said {
    fn hear<P>(&mut self, decision: &Decision<P>) {
        self.diagnostics.extend(decision.diagnostics.iter().cloned());
        self.withheld.extend(decision.withheld.clone());
        self.gone.extend(decision.gone.iter().cloned());
    }
}

impl Published<'_> {
    /// Everybody, in German order.
    pub(super) fn in_order(&self) -> Ordered<PublicPerson> {
        let people = self.people.iter().filter_map(|(_, decision)| {
            let person = decision.public.as_ref()?;
            Some((SortKey::of(&person.sort_key), Arc::clone(person)))
        });
        Ordered::new(people.collect())
    }
}

/// Bytes that order people. Most names differ in their first letters; to compare these needs no
/// look into the memory.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct SortKey {
    first: u128,
    all: Arc<[u8]>,
}

impl SortKey {
    fn of(all: &Arc<[u8]>) -> Self {
        let mut first = [0; 16];
        let length = all.len().min(16);
        first[..length].copy_from_slice(&all[..length]);
        Self { first: u128::from_be_bytes(first), all: Arc::clone(all) }
    }
}

/// Those whom a person's own text mentions or links to; most mention nobody.
fn named(directory: &DirectoryIndex<'_>, bundle: &Bundle<'_>) -> Vec<(KeyPart, Digest)> {
    let mentions = bundle.mentions() || bundle.linked().next().is_some();
    mentions.then(|| (KeyPart::Named, directory.digest_of(bundle))).into_iter().collect()
}

/// Those whom the front matter of a document says it mentions.
fn listed<'b>(bundle: &'b Bundle<'_>) -> impl Iterator<Item = &'b str> {
    let mentions: &[Mention] = match &bundle.original.content {
        DocumentContent::Story(story) => &story.mentions,
        DocumentContent::Event(event) => &event.mentions,
        _ => &[],
    };
    mentions.iter().map(|one| one.person.as_str())
}
