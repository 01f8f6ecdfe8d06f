//! The index of a published site: who is seen in which of its files, without a name.
//!
//! In comes a finished build, out goes a text to keep beside the caches, and back. People and files
//! are digests and numbers only. One that is damaged, or of another version, is none at all: then
//! everything is looked for in the published files themselves.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::base::digest::Digest;
use crate::base::source::Snapshot;

use super::Build;
pub use super::indexed_people::file_mark;
use super::indexed_people::{IndexedPerson, indexed_people};
use super::office::leavers::Leavers;

/// The version of the format.
const VERSION: u32 = 1;

/// How a site was built, so that a later command builds it the same way.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BuiltWith {
    /// The address instead of that in the settings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base_url: Option<String>,
    /// With drafts and scheduled pages.
    pub drafts: bool,
    /// The folder for the rules of web servers, if another than usual.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub server_rules: Option<String>,
}

/// Who is seen in which file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublishedIndex {
    version: u32,
    /// The day of the build.
    pub day: Date,
    /// How it was built.
    pub with: BuiltWith,
    /// What the folder looked like, to notice that somebody else changed it.
    pub folder: String,
    /// Digests of paths.
    files: Vec<String>,
    people: Vec<IndexedPerson>,
    /// Those who were withheld: no file of that site holds anything of them.
    withheld: BTreeSet<String>,
}

/// Files in which somebody is seen, by the digests of their paths.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SeenIn {
    /// Theirs alone.
    pub own: BTreeSet<String>,
    /// Others.
    pub shown: BTreeSet<String>,
}

impl PublishedIndex {
    /// The index of a build.
    pub fn of(
        built: &Build,
        leavers: &Leavers,
        snapshot: &Snapshot,
        with: BuiltWith,
    ) -> Self {
        let (files, people) = indexed_people(built, snapshot);
        Self {
            version: VERSION,
            day: snapshot.today,
            with,
            folder: String::new(),
            files,
            people,
            withheld: leavers.all.iter().map(|one| one.identity.hex()).collect(),
        }
    }

    /// As a text to keep.
    ///
    /// # Panics
    /// Never: texts, numbers and days can always be serialised.
    pub fn text(&self) -> String {
        let text = serde_json::to_string(self).expect("texts, numbers and days");
        let digest = Digest::of(text.as_bytes()).hex();
        format!("{digest}\n{text}\n")
    }

    /// From a text that was kept; `None` if it is not as it was.
    pub fn parse(text: &str) -> Option<Self> {
        let (digest, rest) = text.split_once('\n')?;
        let text = rest.strip_suffix('\n')?;
        if Digest::of(text.as_bytes()).hex() != digest {
            return None;
        }
        let index: Self = serde_json::from_str(text).ok()?;
        (index.version == VERSION).then_some(index)
    }

    /// Where people are seen, each known by one of some marks.
    pub fn seen<'m>(&self, people: impl Iterator<Item = &'m [Digest]>) -> Vec<SeenIn> {
        let mut by_mark: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
        for (number, person) in self.people.iter().enumerate() {
            for mark in &person.marks {
                by_mark.entry(mark).or_default().insert(number);
            }
        }
        let of = |marks: &[Digest]| {
            let marks: Vec<String> = marks.iter().map(|mark| mark.hex()).collect();
            let known = marks.iter().filter_map(|mark| by_mark.get(mark.as_str()));
            let known: BTreeSet<usize> = known.flatten().copied().collect();
            self.seen_in(known.into_iter().map(|number| &self.people[number]))
        };
        people.map(of).collect()
    }

    /// Where people are seen whom nobody knows any more.
    pub fn seen_of_unknown(&self, known: &BTreeSet<Digest>) -> SeenIn {
        let known: BTreeSet<String> = known.iter().map(|mark| mark.hex()).collect();
        let is_unknown =
            |one: &&IndexedPerson| !one.marks.iter().any(|mark| known.contains(mark));
        self.seen_in(self.people.iter().filter(is_unknown))
    }

    fn seen_in<'i>(&self, people: impl Iterator<Item = &'i IndexedPerson>) -> SeenIn {
        let mut all = SeenIn::default();
        let file = |number: &u32| self.files.get(usize::try_from(*number).ok()?).cloned();
        for person in people {
            all.own.extend(person.own.iter().filter_map(file));
            all.shown.extend(person.shown.iter().filter_map(file));
        }
        all
    }

    /// The digests of files in which somebody is seen who has not left.
    pub fn shows_others(&self, left: &BTreeSet<Digest>) -> BTreeSet<String> {
        let left: BTreeSet<String> = left.iter().map(|mark| mark.hex()).collect();
        let stays =
            |one: &&IndexedPerson| !one.marks.iter().any(|mark| left.contains(mark));
        self.seen_in(self.people.iter().filter(stays)).shown
    }

    /// True if a site was searched for this person when it was built.
    pub fn was_withheld(&self, identity: Digest) -> bool {
        self.withheld.contains(&identity.hex())
    }

    /// Notes that nothing of the leavers is there any more, and for whom all files were searched.
    pub fn note_taken_down(&mut self, leavers: &Leavers, searched: &[Digest]) {
        let left = leavers.all.iter().flat_map(|one| &one.marks);
        let left: BTreeSet<String> = left.map(|mark| mark.hex()).collect();
        let known: BTreeSet<String> =
            leavers.known.iter().map(|mark| mark.hex()).collect();
        self.people.retain(|person| {
            let gone =
                leavers.complete && !person.marks.iter().any(|m| known.contains(m));
            !gone && !person.marks.iter().any(|mark| left.contains(mark))
        });
        // On another day, or with another consent, somebody may be in what was put there now.
        let now: BTreeSet<String> =
            leavers.all.iter().map(|one| one.identity.hex()).collect();
        self.withheld.retain(|identity| now.contains(identity));
        self.withheld.extend(searched.iter().map(|identity| identity.hex()));
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::office::leavers::{id_mark, person_mark};

    use super::*;

    fn index() -> PublishedIndex {
        PublishedIndex {
            version: VERSION,
            day: date(2026, 11, 24),
            with: BuiltWith::default(),
            folder: "x".into(),
            files: vec![file_mark("a/index.html"), file_mark("index.html")],
            people: vec![IndexedPerson {
                marks: vec![person_mark("jana").hex(), id_mark("k7").hex()],
                own: vec![0],
                shown: vec![1],
            }],
            withheld: BTreeSet::new(),
        }
    }

    #[test]
    fn an_index_is_read_as_it_was_written_or_not_at_all() {
        let text = index().text();
        assert_eq!(PublishedIndex::parse(&text), Some(index()));
        for at in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= 1;
            let changed = String::from_utf8_lossy(&bytes).into_owned();
            assert_eq!(PublishedIndex::parse(&changed), None, "{at}");
            assert_eq!(PublishedIndex::parse(&text[..at]), None, "{at}");
        }
        assert!(!text.contains("jana") && !text.contains("index.html"), "{text}");
    }

    #[test]
    fn people_are_known_by_entry_or_id_and_missed_if_by_neither() {
        let index = index();
        for marks in [[person_mark("jana")], [id_mark("K7")]] {
            let seen = index.seen([marks.as_slice()].into_iter()).remove(0);
            assert!(seen.own.contains(&file_mark("a/index.html")));
            assert!(seen.shown.contains(&file_mark("index.html")));
        }
        let uta = [person_mark("uta")];
        assert_eq!(index.seen([uta.as_slice()].into_iter()), [SeenIn::default()]);
        let known = BTreeSet::from([id_mark("k7")]);
        assert_eq!(index.seen_of_unknown(&known), SeenIn::default());
        assert_eq!(index.seen_of_unknown(&BTreeSet::new()).own.len(), 1);
    }
}
