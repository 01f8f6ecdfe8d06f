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
use crate::base::output::Withheld;
use crate::base::placeholder_colour::PlaceholderColours;
use crate::base::source::SitePath;
use crate::model::document::{Key, Section};
use crate::model::text::Body as TextBody;

use super::board::Board;
use super::photo::FoundPhoto;
use super::public::{PublicEvent, PublicPerson, PublicStory, Texts};
use super::public_page::{Download, PublicPage};
use super::reference_data::References;
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
    /// Logo of the institution with the digest of its bytes.
    pub logo: Option<(SitePath, Digest)>,
    /// Photos that are shown nowhere today, by the digests of their bytes.
    pub hidden_photos: BTreeSet<Digest>,
    /// What is withheld today.
    pub withheld: Vec<Withheld>,
    /// Addresses that were public and must answer 410 now, such as `/verzeichnis/jana/`, sorted.
    /// For the configuration of web servers only: no page may mention them.
    pub gone: Vec<String>,
    pub(super) by_key: ByKey,
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
