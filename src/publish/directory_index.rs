//! The directory: everybody in the directory, and whether they are published today.
//!
//! In come the entries of the directory and the day, out goes who is meant by a name or an
//! opaque id, and what may be done with that person's name and pictures. Whoever refers to
//! somebody asks here; no name of a withheld person is told.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::base::config::ConsentRules;
use crate::base::digest::Digest;
use crate::base::language::Language;
use crate::base::slug::slugify;
use crate::model::consent::Field;
use crate::model::document::{DocumentContent, Section};
use crate::model::mention::PersonLink;
use crate::model::person::{Name, Person};
use crate::model::story::Subject;

use super::address;
use super::channel::Channels;
use super::collect::{Bundle, Bundles};
use super::consent::{Allowed, ConsentRefusal, RefusalReason, judge};
use super::link_words::name_words;

/// Everybody in the directory.
pub(super) struct DirectoryIndex<'d> {
    /// In the order of the names of their entries.
    people: Vec<DirectoryEntry<'d>>,
    /// Last parts of addresses, now and formerly, with the numbers of their people.
    pages: BTreeMap<String, usize>,
    /// Names of stories about people of the directory, with the numbers of these.
    stories: BTreeMap<&'d str, usize>,
    /// Last parts of the addresses of these stories.
    story_pages: BTreeMap<String, usize>,
    /// Opaque ids with the numbers of their people, in order.
    ids: Vec<(&'d str, usize)>,
    /// Plain names of those whose consent has ended, with the names of their entries.
    ended: BTreeMap<String, &'d str>,
}

/// One person, and how they stand today.
pub(super) struct DirectoryEntry<'d> {
    /// Name of the entry.
    pub(super) key: &'d str,
    pub(super) person: &'d Person,
    allowed: Result<Allowed, ConsentRefusal>,
}

impl DirectoryEntry<'_> {
    /// The channels of a person who is published today.
    pub(super) fn channels(&self) -> Option<Channels> {
        self.allowed.ok().map(|allowed| allowed.channels)
    }

    /// True for somebody who is published today and lists a field.
    pub(super) fn lists(&self, field: Field) -> bool {
        self.allowed.is_ok_and(|allowed| allowed.lists(field))
    }

    /// Why the person is not published today.
    pub(super) fn refusal(&self) -> Option<ConsentRefusal> {
        self.allowed.err()
    }

    /// Initials with full stops: `J. M.`
    pub(super) fn initials(&self) -> String {
        let name = &self.person.name;
        let first = |part: &Option<String>| part.as_ref()?.chars().next();
        let letters = [first(&name.given), first(&name.family)];
        let letters = letters.into_iter().flatten().flat_map(char::to_uppercase);
        letters.map(|letter| format!("{letter}.")).collect::<Vec<_>>().join(" ")
    }

    /// Everything that a document which names this person depends on.
    fn digest(&self) -> Digest {
        let channels = self.channels().map(|c| [c.search_engines, c.feeds, c.press]);
        let standing = (channels, self.lists(Field::Photo), self.initials());
        Digest::of(self.key.as_bytes()).and(Digest::of_value(&standing))
    }
}

impl<'d> DirectoryIndex<'d> {
    /// The directory of a day.
    pub(super) fn new(bundles: &Bundles<'d>, today: Date, rules: &ConsentRules) -> Self {
        let mut people = Vec::new();
        let mut ids = Vec::new();
        let mut pages = BTreeMap::new();
        for bundle in bundles.of(Section::Directory) {
            let document = bundle.original;
            let DocumentContent::Person(person) = &document.content else { continue };
            ids.extend(person.id.as_deref().map(|id| (id, people.len())));
            let former = person.former_names.iter().filter_map(|one| one.slug.as_ref());
            let slugs = former.chain(&person.id).chain([&document.slug]);
            pages.extend(slugs.map(|slug| (slug.to_lowercase(), people.len())));
            let allowed = judge(person.consent.as_ref(), today, rules);
            people.push(DirectoryEntry { key: &document.key.name, person, allowed });
        }
        ids.sort_unstable();
        let has_ended = |one: &&DirectoryEntry<'d>| {
            one.refusal().is_some_and(|refusal| {
                matches!(refusal.reason, RefusalReason::Withdrawn | RefusalReason::Lapsed)
            })
        };
        let ended = people.iter().filter(has_ended);
        let ended =
            ended.map(|one| (Self::plain_name(&one.person.name), one.key)).collect();
        let (stories, story_pages) = (BTreeMap::new(), BTreeMap::new());
        let mut index = Self { people, pages, stories, story_pages, ids, ended };
        index.add_stories(bundles);
        index
    }

    fn add_stories(&mut self, bundles: &Bundles<'d>) {
        for bundle in bundles.of(Section::Portraits) {
            let document = bundle.original;
            let DocumentContent::Story(story) = &document.content else { continue };
            let Subject::Person(key) = &story.subject else { continue };
            let Some(number) = self.number(key) else { continue };
            self.stories.insert(&document.key.name, number);
            let translated = bundle.translations.values().map(|one| &one.document.slug);
            for slug in translated.chain([&document.slug]) {
                self.story_pages.insert(slug.to_lowercase(), number);
            }
        }
    }

    /// A name without titles, accents and case, to compare it.
    pub(super) fn plain_name(name: &Name) -> String {
        let parts = [&name.given, &name.particle, &name.family];
        let parts: Vec<&str> =
            parts.into_iter().filter_map(|part| part.as_deref()).collect();
        slugify(&parts.join(" "))
    }

    /// The entry of somebody of that name whose consent was withdrawn or has lapsed.
    pub(super) fn ended_namesake(&self, name: &Name) -> Option<&'d str> {
        let plain = Self::plain_name(name);
        self.ended.get(&plain).copied().filter(|_| !plain.is_empty())
    }

    /// What the consent of an entry allows today: the one judgement that everybody takes over.
    /// Of an entry that nobody has, nothing.
    pub(super) fn judged(&self, key: &str) -> Result<Allowed, ConsentRefusal> {
        let missing = ConsentRefusal { reason: RefusalReason::Missing, day: None };
        let entry = self.number(key).map(|number| &self.people[number]);
        entry.map_or(Err(missing), |entry| entry.allowed)
    }

    fn number(&self, key: &str) -> Option<usize> {
        self.people.binary_search_by(|one| one.key.cmp(key)).ok()
    }

    /// The person with that entry or opaque id.
    pub(super) fn find(&self, word: &str) -> Option<&DirectoryEntry<'d>> {
        let by_id = || {
            let at = self.ids.partition_point(|(id, _)| *id < word);
            self.ids.get(at).filter(|(id, _)| *id == word).map(|(_, number)| *number)
        };
        self.number(word).or_else(by_id).map(|number| &self.people[number])
    }

    /// The person to whose entry, page or story a link leads.
    pub(super) fn linked(&self, link: &PersonLink) -> Option<&DirectoryEntry<'d>> {
        let is_word = |section, written: &str| {
            Language::ALL.iter().any(|one| address::word(section, *one) == written)
        };
        let number = match link {
            PersonLink::Entry(name) => self.number(name),
            PersonLink::Story(name) => self.stories.get(name.as_str()).copied(),
            PersonLink::Page(section, last) if is_word(Section::Directory, section) => {
                self.pages.get(last).copied()
            }
            PersonLink::Page(section, last) if is_word(Section::Portraits, section) => {
                self.story_pages.get(last).copied()
            }
            PersonLink::Page(..) => None,
        };
        number.map(|number| &self.people[number])
    }

    /// What a document that names these people depends on; the same for all that name nobody.
    pub(super) fn digest<'w>(&self, words: impl Iterator<Item = &'w str>) -> Digest {
        words.fold(Digest::default(), |all, word| {
            let own = self.find(word).map_or(Digest(1), DirectoryEntry::digest);
            all.and(own)
        })
    }

    /// The same for everybody whom a document mentions in its texts, or links to.
    pub(super) fn digest_of(&self, bundle: &Bundle<'_>) -> Digest {
        let mentioned = self.digest(bundle.mentioned().map(|one| one.person.as_str()));
        let linked = bundle.linked().filter_map(|link| self.linked(link));
        linked.fold(mentioned, |all, entry| {
            // Whether the words of the link name somebody depends on the name.
            all.and(entry.digest()).and(Digest::of_value(&name_words(entry.person)))
        })
    }
}
