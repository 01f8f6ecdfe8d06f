//! The public site: everything that may be shown, sorted.
//!
//! In come public values from `assemble`, out go lookups for rendering. Pages never show what is
//! withheld; it is listed separately, for reports only.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::base::config::Config;
use crate::base::digest::Digest;
use crate::base::output::{OutputPath, Withheld};
use crate::base::placeholder_colour::PlaceholderColours;
use crate::base::presence::Who;
use crate::base::slug::composed;
use crate::base::source::SitePath;
use crate::base::work;
use crate::model::document::{Key, Section};
use crate::model::reference::{Contact, Faculty, Institution};
use crate::model::text::Body as TextBody;

use super::board::Board;
use super::lookups::{self, Lookups, MissionEntries};
use super::photo::FoundPhoto;
use super::public::{PublicEvent, PublicPerson, PublicStory, Texts};
use super::public_page::{Download, PublicPage};
use super::reference_data::References;
use super::root_files::RootFiles;
use super::terms::Terms;

/// A letter in the A to Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Letter {
    /// True for `#`. Comes first in this type so that it sorts last.
    pub other: bool,
    /// `A` to `Z` or `#`.
    pub letter: char,
}

impl From<char> for Letter {
    fn from(letter: char) -> Self {
        Self { other: letter == '#', letter }
    }
}

/// Where a person is mentioned.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mentions {
    /// Indices of stories, newest first.
    pub stories: Vec<usize>,
    /// Indices of events, ordered by start.
    pub events: Vec<usize>,
}

/// Everything that may be shown.
#[derive(Debug)]
pub struct Site {
    /// The settings.
    pub config: Config,
    /// The day of the build.
    pub today: Date,
    /// The site's time zone.
    pub zone: TimeZone,
    /// True if drafts are shown.
    pub drafts: bool,
    /// Computes the placeholder colours of photos.
    pub placeholder_colours: PlaceholderColours,
    /// People in German order.
    pub people: Vec<Arc<PublicPerson>>,
    /// Indices of people by first letter; `#` sorts last.
    pub letters: BTreeMap<Letter, Vec<usize>>,
    /// Stories, newest first.
    pub stories: Vec<Arc<PublicStory>>,
    /// The stories about each person, by the person's index.
    pub stories_of: Vec<Vec<usize>>,
    /// Events, ordered by start.
    pub events: Vec<Arc<PublicEvent>>,
    /// The events at which each person speaks, by the person's index.
    pub events_of: Vec<Vec<usize>>,
    /// Where each person is mentioned, by the person's index.
    pub mentions_of: Vec<Mentions>,
    /// Future events, earliest first.
    pub upcoming: Vec<usize>,
    /// Past events, latest first.
    pub past: Vec<usize>,
    /// Ordinary pages by path.
    pub pages: BTreeMap<String, Arc<PublicPage>>,
    /// Introductions of the home page and of sections.
    pub introductions: BTreeMap<Section, Arc<PublicPage>>,
    /// Reference data that is valid on the day.
    pub references: References,
    /// Lists by topic, faculty, year, institution, place.
    pub terms: Terms,
    /// What people offer.
    pub board: Board,
    /// Addresses of the sections.
    pub sections: BTreeMap<Section, Texts<String>>,
    /// Pictures in published texts.
    pub pictures: BTreeMap<SitePath, FoundPhoto>,
    /// Files that published texts link to.
    pub downloads: BTreeMap<SitePath, Download>,
    /// Those whose names are not ASCII, by their paths in normalisation form C: a text may write
    /// a name otherwise than the disk does.
    pub download_names: BTreeMap<String, SitePath>,
    /// Files that go to the root of the site as they are.
    pub root_files: RootFiles,
    /// Logo of the institution with the digest of its bytes.
    pub logo: Option<(SitePath, Digest)>,
    /// Photos that are shown nowhere today, by the digests of their bytes.
    pub hidden_photos: BTreeSet<Digest>,
    /// What is withheld today.
    pub withheld: Vec<Withheld>,
    /// Names of pages whose files have errors, which are told there.
    pub unread_pages: BTreeSet<String>,
    /// Addresses that were public and must answer 410 now, such as `/verzeichnis/jana/`, sorted.
    /// For the configuration of web servers only: no page may mention them.
    pub gone: Vec<String>,
    pub(super) by_key: ByKey,
    pub(super) lookups: Lookups,
}

/// Indices of people, stories and events, sorted by key for binary search.
#[derive(Debug, Default)]
pub(super) struct ByKey {
    pub(super) people: Vec<usize>,
    pub(super) stories: Vec<usize>,
    pub(super) events: Vec<usize>,
}

/// The index of the entry with a key.
fn find<'k>(
    numbers: &[usize],
    wanted: &str,
    key: impl Fn(usize) -> &'k String,
) -> Option<usize> {
    let at = numbers.binary_search_by(|number| key(*number).as_str().cmp(wanted)).ok()?;
    Some(numbers[at])
}

impl Site {
    /// A file that published texts offer, by its path in either form of Unicode.
    pub fn download(&self, path: &SitePath) -> Option<&Download> {
        self.downloads.get(path).or_else(|| {
            let name = self.download_names.get(&*composed(path.as_str()))?;
            self.downloads.get(name)
        })
    }

    /// Indices of people, stories and events, sorted by key.
    pub fn by_key(&self) -> [&[usize]; 3] {
        [&self.by_key.people, &self.by_key.stories, &self.by_key.events]
    }

    /// The index of the person with this key.
    pub fn person_number(&self, key: &str) -> Option<usize> {
        find(&self.by_key.people, key, |number| &self.people[number].key)
    }

    /// The index of the story with this key.
    pub fn story_number(&self, key: &str) -> Option<usize> {
        find(&self.by_key.stories, key, |number| &self.stories[number].key)
    }

    /// The person with this key.
    pub fn person(&self, key: &str) -> Option<&PublicPerson> {
        self.person_number(key).map(|number| &*self.people[number])
    }

    /// The addresses of a published document, for links in texts; `None` if it is withheld.
    pub fn addresses(&self, key: &Key) -> Option<&Texts<String>> {
        let name = &*key.name;
        if name.is_empty() {
            return self.sections.get(&key.section);
        }
        let addresses = match key.section {
            Section::Directory => &self.person(name)?.addresses,
            Section::Portraits => {
                let key = |number: usize| &self.stories[number].key;
                &self.stories[find(&self.by_key.stories, name, key)?].addresses
            }
            Section::Events => {
                let key = |number: usize| &self.events[number].key;
                &self.events[find(&self.by_key.events, name, key)?].addresses
            }
            _ => &self.pages.get(name)?.addresses,
        };
        Some(addresses)
    }

    /// The ordinary pages directly below another.
    pub fn children<'s>(&'s self, key: &str) -> impl Iterator<Item = &'s PublicPage> {
        let below = format!("{key}/");
        let length = below.len();
        // Keys that begin alike stand together.
        let pages = self.pages.range(below.clone()..);
        let pages = pages.take_while(move |(key, _)| key.starts_with(&below));
        let children = pages.filter(move |(key, _)| {
            work::looked_at(1);
            !key[length..].contains('/')
        });
        children.map(|(_, page)| &**page)
    }

    /// Every published text that contains links or pictures, with its file.
    pub fn referring(&self) -> impl Iterator<Item = (&SitePath, &TextBody)> {
        let people = self.people.iter().filter(|person| person.refers);
        let people = people.flat_map(|one| one.bio.values());
        let stories = self.stories.iter().filter(|story| story.refers);
        let stories = stories.flat_map(|one| one.texts.values());
        let events = self.events.iter().filter(|event| event.refers);
        let events = events.flat_map(|one| one.texts.values());
        let pages = self.pages.values().chain(self.introductions.values());
        let pages = pages.flat_map(|one| one.texts.values());
        people
            .map(|text| (&text.path, &*text.body))
            .chain(stories.map(|text| (&text.path, &*text.body)))
            .chain(events.map(|text| (&text.path, &*text.body)))
            .chain(pages.map(|text| (&text.path, &*text.body)))
            .filter(|(_, body)| body.refers())
    }
}

impl Site {
    /// The index of the faculty with an id, in the order of the editors' file.
    pub fn faculty_number(&self, id: &str) -> Option<usize> {
        self.lookups.references.faculties.get(id).copied()
    }

    /// The faculty with an id.
    pub fn faculty(&self, id: &str) -> Option<&Faculty> {
        self.faculty_number(id).map(|number| &self.references.faculties[number])
    }

    /// The faculties that name one as a predecessor.
    pub fn heirs(&self, id: &str) -> impl Iterator<Item = &Faculty> {
        let numbers = self.lookups.references.heirs.get(id).into_iter().flatten();
        numbers.map(|number| &self.references.faculties[*number])
    }

    /// The index of the institution with an id, in the order of the editors' file.
    pub fn institution_number(&self, id: &str) -> Option<usize> {
        self.lookups.references.institutions.get(id).copied()
    }

    /// The institution with an id.
    pub fn institution(&self, id: &str) -> Option<&Institution> {
        self.institution_number(id).map(|number| &self.references.institutions[number])
    }

    /// The institutions that name one as a successor.
    pub fn origins(&self, id: &str) -> impl Iterator<Item = &Institution> {
        let numbers = self.lookups.references.origins.get(id).into_iter().flatten();
        numbers.map(|number| &self.references.institutions[*number])
    }

    /// The index of the contact with an id.
    pub fn contact_number(&self, id: &str) -> Option<usize> {
        self.lookups.references.contacts.get(id).copied()
    }

    /// The contact with an id.
    pub fn contact(&self, id: &str) -> Option<&Contact> {
        self.contact_number(id).map(|number| &self.references.contacts[number])
    }

    /// The contacts of a faculty.
    pub fn contacts_of(&self, faculty: &str) -> impl Iterator<Item = &Contact> {
        let numbers = self.lookups.references.contacts_of.get(faculty);
        let numbers = numbers.into_iter().flatten();
        numbers.map(|number| &self.references.contacts[*number])
    }

    /// The first contact of any of some faculties.
    pub fn contact_of<'f>(
        &self,
        faculties: impl Iterator<Item = &'f String>,
    ) -> Option<&Contact> {
        let contacts = &self.lookups.references.contacts_of;
        let first = faculties.filter_map(|id| contacts.get(id)?.first()).min();
        first.map(|number| &self.references.contacts[*number])
    }

    /// The contact to write to in general.
    pub fn central_contact(&self) -> Option<&Contact> {
        self.lookups.references.central.map(|number| &self.references.contacts[number])
    }

    /// What belongs to a mission; `None` if nothing does.
    pub fn mission(&self, mission: u8) -> Option<&MissionEntries> {
        self.lookups.missions.get(&mission)
    }

    /// Indices of the stories that search engines may see, newest first: those newer than a
    /// story, and those older.
    pub fn open_stories_around(&self, number: usize) -> (&[usize], &[usize]) {
        let open = &self.lookups.open_stories;
        let newer = open.partition_point(|other| *other < number);
        let older = open.partition_point(|other| *other <= number);
        (&open[..newer], &open[older..])
    }

    /// True for the address of a page that is withheld today or gone. `address` has no slashes
    /// around it.
    pub fn is_withheld(&self, address: &str) -> bool {
        self.lookups.withheld.contains(address)
    }

    /// Whose page is at a path.
    pub fn who_is_at(&self, path: &OutputPath) -> Option<Who> {
        let pages = &self.lookups.pages;
        let pages = pages.get_or_init(|| lookups::pages(&self.people, &self.stories));
        pages.get(path).copied()
    }
}
