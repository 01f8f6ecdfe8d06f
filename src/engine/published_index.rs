//! The index of a published site: who is seen in which of its files, without a name.
//!
//! In comes a finished build, out goes a text to keep beside the caches, and back. People and files
//! are digests and numbers only. One that is damaged, or of another version, is none at all: then
//! everything is looked for in the published files themselves.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::base::digest::Digest;
use crate::base::output::{Content, OutputPath};
use crate::base::presence::{Role, Seen, Who};
use crate::base::slug::composed;
use crate::base::source::{SitePath, Snapshot, percent_decoded};
use crate::model::document::{Key, Section};
use crate::model::text::Piece;
use crate::publish::site::Site;
use crate::publish::site_files::SiteFiles;
use crate::read::reference::reference;

use super::Build;
use super::office::leavers::{Leavers, id_mark, person_mark, story_mark};

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

/// Somebody who was published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct IndexedPerson {
    /// Digests of entry and id.
    marks: Vec<String>,
    /// Numbers of the files that are theirs alone: pages, photos, cards.
    own: Vec<u32>,
    /// Numbers of the others in which they are seen.
    shown: Vec<u32>,
}

/// Files in which somebody is seen, by the digests of their paths.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SeenIn {
    /// Theirs alone.
    pub own: BTreeSet<String>,
    /// Others.
    pub shown: BTreeSet<String>,
}

/// The digest of a path in the output folder, as the index has it.
pub fn file_mark(path: &str) -> String {
    Digest::of(path.as_bytes()).short()
}

impl PublishedIndex {
    /// The index of a build.
    pub fn of(
        built: &Build,
        leavers: &Leavers,
        snapshot: &Snapshot,
        with: BuiltWith,
    ) -> Self {
        let mut gathered = Gathered::default();
        if let Some(site) = &built.site {
            gathered.seen(site, built);
            gathered.photos(site, built, snapshot);
            gathered.downloads(site, built);
        }
        let numbers: BTreeMap<&OutputPath, u32> = gathered.numbers();
        let files = numbers.keys().map(|path| file_mark(path.as_str())).collect();
        let people = gathered.people.iter().map(|(marks, paths)| IndexedPerson {
            marks: marks.iter().map(|mark| mark.hex()).collect(),
            own: paths.own.iter().map(|path| numbers[path]).collect(),
            shown: paths.shown.difference(&paths.own).map(|path| numbers[path]).collect(),
        });
        Self {
            version: VERSION,
            day: snapshot.today,
            with,
            folder: String::new(),
            files,
            people: people.collect(),
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

/// Paths in the making.
#[derive(Default)]
struct SeenPaths {
    own: BTreeSet<OutputPath>,
    shown: BTreeSet<OutputPath>,
}

#[derive(Default)]
struct Gathered {
    people: BTreeMap<Vec<Digest>, SeenPaths>,
}

impl Gathered {
    fn seen(&mut self, site: &Site, built: &Build) {
        for (path, seen) in &built.presence {
            let pictured = seen.iter().filter(|one| one.role == Role::Picture);
            let pictured: BTreeSet<Vec<Digest>> =
                pictured.filter_map(|one| whose(site, *one).pop()).collect();
            for one in seen {
                // A picture on the pages of several belongs to nobody, unless it is a portrait.
                if one.role == Role::Picture && pictured.len() > 1 {
                    continue;
                }
                for marks in whose(site, *one) {
                    let paths = self.people.entry(marks).or_default();
                    match one.role {
                        Role::Subject
                        | Role::Redirect
                        | Role::Picture
                        | Role::SocialCard => paths.own.insert(path.clone()),
                        Role::Card
                        | Role::Speaker
                        | Role::Neighbour
                        | Role::Mention
                        | Role::Contact
                        | Role::Feed
                        | Role::Calendar
                        | Role::Sitemap
                        | Role::Search => paths.shown.insert(path.clone()),
                    };
                }
            }
        }
    }

    /// Pictures and cards by their photos: a person's own one may be shown anywhere, and several
    /// people may be in one.
    fn photos(&mut self, site: &Site, built: &Build, snapshot: &Snapshot) {
        let mut whose: BTreeMap<Digest, Vec<Vec<Digest>>> = BTreeMap::new();
        for person in &site.people {
            if let Some(photo) = &person.photo {
                whose.entry(photo.digest).or_default().push(marks_of(site, &person.key));
            }
        }
        for story in &site.stories {
            if let Some(photo) = &story.photo {
                let marks = whose.entry(photo.digest).or_default();
                marks.push(vec![story_mark(&story.key)]);
                marks.extend(story.person.as_deref().map(|key| marks_of(site, key)));
            }
        }
        let ids = site
            .people
            .iter()
            .filter_map(|one| Some((one.reference.as_deref()?, one.key.as_str())));
        let ids: BTreeMap<&str, &str> = ids.collect();
        let files = SiteFiles::new(snapshot);
        for group in reference(snapshot).value.photos {
            let path = SitePath::new(&format!("content/{}", group.file));
            let Some(source) = files.source(&path) else { continue };
            let of = |word: &String| {
                let word = word.as_str();
                marks_of(site, ids.get(word).copied().unwrap_or(word))
            };
            let all = whose.entry(source.digest).or_default();
            all.extend(group.people.iter().map(of));
        }
        for (path, content) in &built.outputs.0 {
            let photo = match content {
                Content::Picture(recipe) => recipe.digest,
                Content::Card(card) => match &card.photo {
                    Some(photo) => photo.digest,
                    None => continue,
                },
                Content::Bytes(_) | Content::Copy(..) => continue,
            };
            for marks in whose.get(&photo).into_iter().flatten() {
                let paths = self.people.entry(marks.clone()).or_default();
                paths.own.insert(path.clone());
            }
        }
    }

    /// Files that the texts of one person or story alone offer.
    fn downloads(&mut self, site: &Site, built: &Build) {
        let plain = |path: &SitePath| composed(path.as_str()).into_owned();
        let mut offered: BTreeMap<String, BTreeSet<Key>> = BTreeMap::new();
        for (path, body) in site.referring() {
            let Some((key, _)) = Key::of(path) else { continue };
            for piece in &body.pieces {
                let Piece::LinkStart { target, .. } = piece else { continue };
                let file = target.split(['#', '?']).next().unwrap_or(target);
                if let Some(file) = path.join(&percent_decoded(file)) {
                    offered.entry(plain(&file)).or_default().insert(key.clone());
                }
            }
        }
        for (path, content) in &built.outputs.0 {
            let Content::Copy(source, _) = content else { continue };
            let keys = offered.get(&plain(source)).filter(|keys| keys.len() == 1);
            for key in keys.into_iter().flatten() {
                for marks in owners(site, key) {
                    self.people.entry(marks).or_default().own.insert(path.clone());
                }
            }
        }
    }

    fn numbers(&self) -> BTreeMap<&OutputPath, u32> {
        let paths = self.people.values().flat_map(|one| one.own.iter().chain(&one.shown));
        let all: BTreeSet<&OutputPath> = paths.collect();
        all.into_iter().zip(0..).collect()
    }
}

/// Whose a document is; nobody's, if it is neither an entry nor a story.
fn owners(site: &Site, key: &Key) -> Vec<Vec<Digest>> {
    match key.section {
        Section::Directory => vec![marks_of(site, &key.name)],
        Section::Portraits => site.story_number(&key.name).map_or_else(Vec::new, |n| {
            whose(site, Seen { who: Who::Story(n), role: Role::Subject })
        }),
        _ => Vec::new(),
    }
}

/// Whom an appearance is of: a story is its own and its person's, who comes last.
fn whose(site: &Site, seen: Seen) -> Vec<Vec<Digest>> {
    match seen.who {
        Who::Person(number) => vec![marks_of(site, &site.people[number].key)],
        Who::Story(number) => {
            let story = &site.stories[number];
            let person = story.person.as_deref().map(|key| marks_of(site, key));
            [vec![story_mark(&story.key)]].into_iter().chain(person).collect()
        }
        Who::Contact(_) => Vec::new(),
    }
}

fn marks_of(site: &Site, key: &str) -> Vec<Digest> {
    let id = site.person(key).and_then(|person| person.reference.as_deref());
    [person_mark(key)].into_iter().chain(id.map(id_mark)).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

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
