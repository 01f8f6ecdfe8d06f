//! Who is seen in which file of a build, as numbers.
//!
//! In comes a finished build, out go the digests of its files and for everybody the numbers of
//! those in which they are seen. Never knows a name; people are digests of their entries.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::base::digest::Digest;
use crate::base::output::{Content, OutputPath};
use crate::base::presence::{Role, Who};
use crate::base::slug::composed;
use crate::base::source::{SitePath, Snapshot, percent_decoded};
use crate::base::work;
use crate::model::document::{Key, Section};
use crate::model::text::Piece;
use crate::publish::site::Site;
use crate::publish::site_files::SiteFiles;
use crate::read::reference::reference;

use super::Build;
use super::office::leavers::{id_mark, person_mark, story_mark};

/// Somebody who was published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct IndexedPerson {
    /// Digests of entry and id.
    pub(super) marks: Vec<String>,
    /// Numbers of the files that are theirs alone: pages, photos, cards.
    pub(super) own: Vec<u32>,
    /// Numbers of the others in which they are seen.
    pub(super) shown: Vec<u32>,
}

/// The digest of a path in the output folder, as the index has it.
pub fn file_mark(path: &str) -> String {
    Digest::of(path.as_bytes()).short()
}

/// The digests of the files in which somebody is seen, and everybody with the numbers of theirs.
pub(super) fn indexed_people(
    built: &Build,
    snapshot: &Snapshot,
) -> (Vec<String>, Vec<IndexedPerson>) {
    let Some(site) = built.site.as_deref() else { return Default::default() };
    let mut gathered = Gathered::new(site, built);
    gathered.seen(built);
    gathered.photos(built, snapshot);
    gathered.downloads(built);
    gathered.indexed()
}

/// Paths in the making, by their numbers among all.
#[derive(Default)]
struct SeenPaths {
    own: Vec<u32>,
    shown: Vec<u32>,
}

/// Who is seen where. Paths and people are numbers: of a site with many, each is named often.
struct Gathered<'b> {
    site: &'b Site,
    /// All paths, in order.
    paths: Vec<&'b OutputPath>,
    /// The places of people by their marks.
    places: BTreeMap<Vec<Digest>, usize>,
    found: Vec<SeenPaths>,
    /// The places of the people and of the stories of the site, as far as they were asked for.
    people: Vec<Option<usize>>,
    stories: Vec<Option<StoryPlaces>>,
}

/// The place of a story itself, and that of whom it is about.
#[derive(Clone, Copy)]
struct StoryPlaces {
    own: usize,
    person: Option<usize>,
}

impl<'b> Gathered<'b> {
    fn new(site: &'b Site, built: &'b Build) -> Self {
        let paths: BTreeSet<&OutputPath> =
            built.presence.keys().chain(built.outputs.0.keys()).collect();
        Self {
            site,
            paths: paths.into_iter().collect(),
            places: BTreeMap::new(),
            found: Vec::new(),
            people: vec![None; site.people.len()],
            stories: vec![None; site.stories.len()],
        }
    }

    fn number(&self, path: &OutputPath) -> u32 {
        let at = self.paths.binary_search(&path).unwrap_or_default();
        u32::try_from(at).unwrap_or(u32::MAX)
    }

    fn place(&mut self, marks: Vec<Digest>) -> usize {
        *self.places.entry(marks).or_insert_with(|| {
            self.found.push(SeenPaths::default());
            self.found.len() - 1
        })
    }

    fn of_key(&mut self, key: &str) -> usize {
        let marks = marks_of(self.site, key);
        self.place(marks)
    }

    fn of_story(&mut self, number: usize) -> StoryPlaces {
        if let Some(known) = self.stories[number] {
            return known;
        }
        let story = &self.site.stories[number];
        let own = self.place(vec![story_mark(&story.key)]);
        let person = story.person.as_deref().map(|key| self.of_key(key));
        *self.stories[number].insert(StoryPlaces { own, person })
    }

    /// Whom an appearance is of: a story is its own and its person's, who comes last.
    fn whose(&mut self, who: Who) -> impl DoubleEndedIterator<Item = usize> + use<> {
        let places = match who {
            Who::Person(number) => {
                let known = self.people[number];
                let place = known.unwrap_or_else(|| {
                    let site = self.site;
                    self.of_key(&site.people[number].key)
                });
                [None, Some(*self.people[number].insert(place))]
            }
            Who::Story(number) => {
                let StoryPlaces { own, person } = self.of_story(number);
                [Some(own), person]
            }
            Who::Contact(_) => [None, None],
        };
        places.into_iter().flatten()
    }

    fn seen(&mut self, built: &Build) {
        for (path, seen) in &built.presence {
            let number = self.number(path);
            let pictured = seen.iter().filter(|one| one.role == Role::Picture);
            let pictured: BTreeSet<usize> =
                pictured.filter_map(|one| self.whose(one.who).next_back()).collect();
            work::looked_at(1);
            for one in seen {
                work::looked_at(1);
                // A picture on the pages of several belongs to nobody, unless it is a portrait.
                if one.role == Role::Picture && pictured.len() > 1 {
                    continue;
                }
                for place in self.whose(one.who) {
                    let found = &mut self.found[place];
                    match one.role {
                        Role::Subject
                        | Role::Redirect
                        | Role::Picture
                        | Role::SocialCard => found.own.push(number),
                        Role::Card
                        | Role::Speaker
                        | Role::Neighbour
                        | Role::Mention
                        | Role::Contact
                        | Role::Feed
                        | Role::Calendar
                        | Role::Sitemap
                        | Role::Search => found.shown.push(number),
                    }
                }
            }
        }
    }

    /// Pictures and cards by their photos: a person's own one may be shown anywhere, and several
    /// people may be in one.
    fn photos(&mut self, built: &Build, snapshot: &Snapshot) {
        let site = self.site;
        let mut whose: BTreeMap<Digest, Vec<usize>> = BTreeMap::new();
        for person in &site.people {
            if let Some(photo) = &person.photo {
                whose.entry(photo.digest).or_default().push(self.of_key(&person.key));
            }
        }
        for (number, story) in site.stories.iter().enumerate() {
            if let Some(photo) = &story.photo {
                let places = self.whose(Who::Story(number));
                whose.entry(photo.digest).or_default().extend(places);
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
            for word in &group.people {
                let word = word.as_str();
                let place = self.of_key(ids.get(word).copied().unwrap_or(word));
                whose.entry(source.digest).or_default().push(place);
            }
        }
        for (path, content) in &built.outputs.0 {
            let photo = match content {
                Content::Picture(recipe) => recipe.digest,
                Content::Card(card) => match &card.photo {
                    Some(photo) => photo.digest,
                    None => continue,
                },
                Content::Bytes(_) | Content::Copy(..) | Content::Stored(_) => continue,
            };
            let number = self.number(path);
            for place in whose.get(&photo).into_iter().flatten() {
                self.found[*place].own.push(number);
            }
        }
    }

    /// Files that the texts of one person or story alone offer.
    fn downloads(&mut self, built: &Build) {
        let site = self.site;
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
                let number = self.number(path);
                for place in self.owners(key) {
                    self.found[place].own.push(number);
                }
            }
        }
    }

    /// Whose a document is; nobody's, if it is neither an entry nor a story.
    fn owners(&mut self, key: &Key) -> Vec<usize> {
        match key.section {
            Section::Directory => vec![self.of_key(&key.name)],
            Section::Portraits => match self.site.story_number(&key.name) {
                Some(number) => self.whose(Who::Story(number)).collect(),
                None => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    /// The digests of the paths in which somebody is seen, and the people with the numbers of
    /// these.
    fn indexed(mut self) -> (Vec<String>, Vec<IndexedPerson>) {
        let mut is_used = vec![false; self.paths.len()];
        for found in &mut self.found {
            for paths in [&mut found.own, &mut found.shown] {
                paths.sort_unstable();
                paths.dedup();
                for one in paths.iter() {
                    is_used[*one as usize] = true;
                }
            }
            found.shown.retain(|one| found.own.binary_search(one).is_err());
        }
        let mut next = 0;
        let number = is_used.iter().map(|used| {
            let own = next;
            next += u32::from(*used);
            own
        });
        let number: Vec<u32> = number.collect();
        let used = self.paths.iter().zip(&is_used).filter(|(_, used)| **used);
        let files = used.map(|(path, _)| file_mark(path.as_str())).collect();
        let numbers =
            |paths: &[u32]| paths.iter().map(|one| number[*one as usize]).collect();
        let people = self.places.iter().filter_map(|(marks, place)| {
            let found = &self.found[*place];
            let is_seen = !found.own.is_empty() || !found.shown.is_empty();
            is_seen.then(|| IndexedPerson {
                marks: marks.iter().map(|mark| mark.hex()).collect(),
                own: numbers(&found.own),
                shown: numbers(&found.shown),
            })
        });
        (files, people.collect())
    }
}

fn marks_of(site: &Site, key: &str) -> Vec<Digest> {
    let id = site.person(key).and_then(|person| person.reference.as_deref());
    [person_mark(key)].into_iter().chain(id.map(id_mark)).collect()
}
