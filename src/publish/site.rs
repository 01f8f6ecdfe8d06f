//! The public site: everything that may be shown, in order.
//!
//! Made by `assemble`, read by everything above. Pages are made from its public values; what is
//! withheld is a list beside them, for the report alone.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::base::config::Config;
use crate::base::digest::Digest;
use crate::base::output::Withheld;
use crate::base::source::SitePath;
use crate::model::document::{Key, Section};
use crate::model::text::Body as TextBody;

use super::photo::Found;
use super::public::{PublicEvent, PublicPage, PublicPerson, PublicStory, Texts};
use super::reference_data::References;
use super::terms::Terms;

/// A letter of the A to Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Letter {
    /// True for `#`, so that it sorts last.
    pub other: bool,
    /// `A` to `Z` or `#`.
    pub letter: char,
}

impl From<char> for Letter {
    fn from(letter: char) -> Self {
        Self { other: letter == '#', letter }
    }
}

/// Everything that may be shown.
#[derive(Debug)]
pub struct Site {
    /// The settings.
    pub config: Config,
    /// The day.
    pub today: Date,
    /// The site's time zone.
    pub zone: TimeZone,
    /// True if the build holds drafts.
    pub drafts: bool,
    /// People in German order.
    pub people: Vec<Arc<PublicPerson>>,
    /// Their numbers by the name of their entry.
    pub people_by_key: BTreeMap<String, usize>,
    /// People by the letter of their name; `#` sorts last.
    pub letters: BTreeMap<Letter, Vec<usize>>,
    /// Stories, newest first.
    pub stories: Vec<PublicStory>,
    /// Stories by person.
    pub stories_by_person: BTreeMap<String, Vec<usize>>,
    /// Events by their start.
    pub events: Vec<PublicEvent>,
    /// Events to come, soonest first.
    pub upcoming: Vec<usize>,
    /// Events that are over, latest first.
    pub past: Vec<usize>,
    /// Events by speaker.
    pub events_by_speaker: BTreeMap<String, Vec<usize>>,
    /// Ordinary pages by their path.
    pub pages: BTreeMap<String, PublicPage>,
    /// Introductions of the home page and of sections.
    pub introductions: BTreeMap<Section, PublicPage>,
    /// Reference data of the day.
    pub references: References,
    /// Lists by topic, faculty, year, institution.
    pub terms: Terms,
    /// Addresses by document, for links in texts.
    pub addresses: BTreeMap<Key, Texts<String>>,
    /// Pictures inside published texts.
    pub pictures: BTreeMap<SitePath, Found>,
    /// Files that published texts link to, with the digest of their bytes.
    pub downloads: BTreeMap<SitePath, Digest>,
    /// Logo of the institution with the digest of its bytes.
    pub logo: Option<(SitePath, Digest)>,
    /// What is withheld today.
    pub withheld: Vec<Withheld>,
}

impl Site {
    /// Every published text with the file it stands in.
    pub fn bodies(&self) -> impl Iterator<Item = (&SitePath, &TextBody)> {
        let people = self
            .people
            .iter()
            .flat_map(|person| person.bio.values().map(|text| (&text.path, &*text.body)));
        let stories = self.stories.iter().flat_map(|one| one.texts.values());
        let events = self.events.iter().flat_map(|one| one.texts.values());
        let pages = self.pages.values().chain(self.introductions.values());
        people
            .chain(stories.map(|text| (&text.path, &*text.body)))
            .chain(events.map(|text| (&text.path, &*text.body)))
            .chain(
                pages
                    .flat_map(|one| one.texts.values())
                    .map(|text| (&text.path, &*text.body)),
            )
    }
}
