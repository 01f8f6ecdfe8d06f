//! What may be shown: people, stories, events and pages after the gate.
//!
//! Each type holds a seal that only the gate can make, so that nothing else can make one; and
//! only what consent allows on the day of the build. What is not allowed is not here.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use crate::base::date::PartialDate;
use crate::base::digest::Digest;
use crate::base::language::Language;
use crate::base::output::OutputPath;
use crate::base::source::{SitePath, Size};
use crate::base::text::Localised;
use crate::model::document::{Key, Section};
use crate::model::event::{Audience, EventTime, Format, Status, Venue};
use crate::model::person::{Form, Kind, OfferKind, OfferState, Sector};
use crate::model::text::{Body, Quotation};

use super::channel::{Channelled, Channels};
use super::consent::ListedFields;

/// Proof that a value came through the gate.
///
/// Code outside the gate can name a seal but not make one:
///
/// ```
/// use matrikel::publish::public::{PublicPerson, Seal};
/// fn reads(person: &PublicPerson, _: Seal) -> &str {
///     &person.name.full
/// }
/// ```
///
/// ```compile_fail,E0624
/// let seal = matrikel::publish::public::Seal::by_the_gate();
/// ```
///
/// ```compile_fail,E0603
/// let seal = matrikel::publish::public::Seal(());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seal(());

impl Seal {
    /// Only the gate may break the seal of a raw document.
    pub(super) const fn by_the_gate() -> Self {
        Self(())
    }
}

/// A text in each language it exists in; the default language always does.
pub type Texts<T> = BTreeMap<Language, T>;

/// A person who is published today.
///
/// Nobody but the gate makes one, not even from another one:
///
/// ```compile_fail,E0451
/// use matrikel::publish::public::PublicPerson;
/// fn renamed(person: PublicPerson, key: String) -> PublicPerson {
///     PublicPerson { key, ..person }
/// }
/// ```
#[derive(Debug, PartialEq, Eq)]
pub struct PublicPerson {
    /// Name of the entry, by which content refers to it.
    pub key: String,
    /// The entry's file, for reports only.
    pub path: SitePath,
    /// Addresses in every language of the site.
    pub addresses: Arc<Texts<String>>,
    /// The files of its pages.
    pub paths: Texts<OutputPath>,
    /// Former addresses that may be told, each in every language of the site.
    pub aliases: Vec<Texts<String>>,
    /// Opaque id, for the reference code.
    pub reference: Option<String>,
    /// The name; belongs to every consent.
    pub name: PublicName,
    /// Bytes that order people.
    pub sort_key: Arc<[u8]>,
    /// Letter in the A to Z.
    pub letter: char,
    /// Affiliations, as far as allowed.
    pub affiliations: Vec<PublicAffiliation>,
    /// Position.
    pub position: Option<Localised>,
    /// Employer.
    pub employer: Option<Localised>,
    /// Sector.
    pub sector: Option<Sector>,
    /// City.
    pub city: Option<Localised>,
    /// ISO 3166 code.
    pub country: Option<String>,
    /// ISO 639 codes.
    pub languages: Vec<String>,
    /// Topics.
    pub topics: Vec<Topic>,
    /// Offers that still hold.
    pub offers: Vec<PublicOffer>,
    /// Website.
    pub website: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Photo.
    pub photo: Option<PublicPhoto>,
    /// The text, in the languages it exists in; empty if not allowed.
    pub bio: Texts<BioText>,
    /// True if the text links to something or shows pictures.
    pub refers: bool,
    /// True if pictures inside the text may be shown: they are photos like the other one.
    pub pictures: bool,
    /// Entries of published people whom the text mentions.
    pub mentions: Vec<String>,
    /// Whether the person can be reached through the office.
    pub reachable: bool,
    /// Date of death, if it may be told.
    pub deceased: Option<Date>,
    /// Which fields the consent lists.
    pub(super) listed: ListedFields,
    /// Which facts the consent lists; a story about this person tells no others.
    pub(super) tells: Tells,
    /// Form of role labels.
    pub(super) form: Form,
    pub(super) channels: Channels,
    /// Lists it belongs to, by what of it may be told.
    pub(super) lists: Box<[List]>,
    pub(super) seal: Seal,
}

/// Which facts about affiliations and work a consent lists.
#[expect(clippy::struct_excessive_bools, reason = "each is one field of the consent")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tells {
    pub(super) places: bool,
    pub(super) kind: bool,
    pub(super) years: bool,
    pub(super) sector: bool,
}

impl Tells {
    /// An affiliation as far as it may be told.
    pub(super) fn affiliation(self, full: PublicAffiliation) -> PublicAffiliation {
        PublicAffiliation {
            kind: full.kind.filter(|_| self.kind),
            form: full.form,
            institution: full.institution.filter(|_| self.places),
            faculty: full.faculty.filter(|_| self.places),
            programme: full.programme.filter(|_| self.places),
            degree: full.degree.filter(|_| self.places),
            from: full.from.filter(|_| self.years),
            to: full.to.filter(|_| self.years),
        }
    }

    /// True if anything of an affiliation may be told.
    pub(super) fn any(self) -> bool {
        self.places || self.kind || self.years
    }
}

/// A topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// What makes two labels the same topic: the slug of the one in the default language.
    pub key: String,
    /// Its label.
    pub label: Localised,
}

/// A list that an entry belongs to, in a form that is quick to look up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum List {
    /// A topic: the digest of its key, its number among the entry's topics, and how many wordings
    /// its label has here.
    Topic(Digest, u32, u32),
    /// The digest of a faculty's id.
    Faculty(Digest),
    /// The digest of an institution's id.
    Institution(Digest),
    /// A year of leaving.
    Year(i16),
    /// A city: the digest of its key, and how many wordings its label has here.
    Place(Digest, u32),
}

/// A person's own text in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BioText {
    /// The text.
    pub body: Arc<Body>,
    /// File it stands in: links in it are relative to that.
    pub path: SitePath,
}

/// A name, ready for display.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicName {
    /// `Dr.-Ing. Jana von Müller`.
    pub full: String,
    /// `Müller, Jana von`.
    pub sorted: String,
    /// Titles.
    pub title: Option<String>,
    /// Given names.
    pub given: Option<String>,
    /// Particle and family name.
    pub family: Option<String>,
    /// Suffix.
    pub suffix: Option<String>,
    /// Birth name, if it may be told.
    pub birth: Option<String>,
    /// One or two letters.
    pub initials: String,
}

/// An affiliation, as far as allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicAffiliation {
    /// Its kind; `None` reads “former member”.
    pub kind: Option<Kind>,
    /// Form of the role label.
    pub form: Form,
    /// Id of the institution, if allowed.
    pub institution: Option<String>,
    /// Id of the faculty.
    pub faculty: Option<String>,
    /// Programme.
    pub programme: Option<Localised>,
    /// Degree.
    pub degree: Option<Localised>,
    /// Begin.
    pub from: Option<PartialDate>,
    /// End.
    pub to: Option<PartialDate>,
}

/// An offer that still holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicOffer {
    /// What.
    pub kind: OfferKind,
    /// Whether it can be taken up.
    pub state: OfferState,
    /// Last day.
    pub until: Option<Date>,
    /// In the person's words.
    pub note: Option<Localised>,
}

/// A photo that may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicPhoto {
    /// The file.
    pub source: SitePath,
    /// Digest of its bytes.
    pub digest: Digest,
    /// Its size as seen.
    pub size: Size,
    /// Alternative text.
    pub alt: Localised,
    /// Credit line.
    pub credit: Option<Localised>,
    /// Caption.
    pub caption: Option<Localised>,
    /// What must stay in view, in percent.
    pub focus: [u8; 2],
}

/// Whether a page is there only because drafts were asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Draft {
    /// It is public.
    No,
    /// It is a draft.
    Draft,
    /// It is public later.
    Scheduled,
}

/// A story that is published today.
#[derive(Debug, PartialEq, Eq)]
pub struct PublicStory {
    /// Name of the file, by which content refers to it.
    pub key: String,
    /// The file, for reports only.
    pub path: SitePath,
    /// Addresses in the languages it exists in.
    pub addresses: Arc<Texts<String>>,
    /// The files of its pages.
    pub paths: Texts<OutputPath>,
    /// Words in these languages.
    pub texts: Texts<StoryText>,
    /// True if a text links to something or shows pictures.
    pub refers: bool,
    /// Who it is about.
    pub name: PublicName,
    /// That person's entry.
    pub person: Option<String>,
    /// Affiliations to tell.
    pub affiliations: Vec<PublicAffiliation>,
    /// Sector.
    pub sector: Option<Sector>,
    /// Position and employer of the person, if allowed there.
    pub position: Option<Localised>,
    /// Employer.
    pub employer: Option<Localised>,
    /// Authors.
    pub authors: Vec<String>,
    /// Day of publication.
    pub date: Date,
    /// Day of the last change.
    pub updated: Option<Date>,
    /// Unit that answers for it.
    pub owner: Option<String>,
    /// Photo.
    pub photo: Option<PublicPhoto>,
    /// True if pictures inside the text may be shown.
    pub pictures: bool,
    /// Topics.
    pub topics: Vec<Topic>,
    /// Missions of the strategy.
    pub missions: Vec<u8>,
    /// Entries of published people whom it mentions, besides the one it is about.
    pub mentions: Vec<String>,
    /// Former addresses.
    pub aliases: Vec<String>,
    /// Whether it is public.
    pub draft: Draft,
    pub(super) channels: Channels,
    /// Lists it belongs to, by what of it may be told.
    pub(super) lists: Box<[List]>,
    pub(super) seal: Seal,
}

/// The words of a story in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoryText {
    /// Title.
    pub title: String,
    /// Lead.
    pub summary: String,
    /// Pull quote.
    pub quote: Option<Quotation>,
    /// The text.
    pub body: Arc<Body>,
    /// File it stands in: links in it are relative to that.
    pub path: SitePath,
    /// The words for feeds, if they name fewer people.
    pub(super) feed: Option<Box<FeedWords>>,
}

/// The words of a story or an event that go to feeds and calendars.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FeedWords {
    pub(super) title: String,
    pub(super) summary: String,
}

impl StoryText {
    /// Title and lead as feeds may hold them.
    pub fn in_feeds(&self) -> (&str, &str) {
        feed_words(self.feed.as_deref(), &self.title, &self.summary)
    }
}

impl EventText {
    /// Title and lead as feeds and calendars may hold them.
    pub fn in_feeds(&self) -> (&str, &str) {
        feed_words(self.feed.as_deref(), &self.title, &self.summary)
    }
}

fn feed_words<'t>(
    feed: Option<&'t FeedWords>,
    title: &'t str,
    summary: &'t str,
) -> (&'t str, &'t str) {
    feed.map_or((title, summary), |words| (&words.title, &words.summary))
}

/// An event that is shown today.
#[derive(Debug, PartialEq, Eq)]
pub struct PublicEvent {
    /// Name of the file.
    pub key: String,
    /// The file, for reports only.
    pub path: SitePath,
    /// Addresses in the languages it exists in.
    pub addresses: Arc<Texts<String>>,
    /// The files of its pages.
    pub paths: Texts<OutputPath>,
    /// Words in these languages.
    pub texts: Texts<EventText>,
    /// True if a text links to something or shows pictures.
    pub refers: bool,
    /// Identifier in calendars.
    pub uid: String,
    /// Begin.
    pub start: EventTime,
    /// End.
    pub end: Option<EventTime>,
    /// Where.
    pub place: Venue,
    /// Whether it takes place.
    pub status: Status,
    /// Former begin.
    pub previous_start: Option<EventTime>,
    /// Number of significant changes.
    pub sequence: u32,
    /// What kind of event.
    pub format: Option<Format>,
    /// For whom.
    pub audience: Vec<Audience>,
    /// Id of a contact.
    pub organiser: Option<String>,
    /// Page for registration.
    pub registration: Option<String>,
    /// Entries of speakers who are published today.
    pub speakers: Vec<String>,
    /// Entries of published people whom it mentions.
    pub mentions: Vec<String>,
    /// False if its words in a list name somebody whom search engines must not know.
    pub searchable: bool,
    /// Picture.
    pub image: Option<PublicPhoto>,
    /// Topics.
    pub topics: Vec<Topic>,
    /// Missions of the strategy.
    pub missions: Vec<u8>,
    /// Day that stands for the last change: `updated`, else `publish`, else the start.
    pub stamp: Date,
    /// Former addresses.
    pub aliases: Vec<String>,
    /// Whether it is public.
    pub draft: Draft,
    /// True if it is over.
    pub past: bool,
    /// Lists it belongs to, by what of it may be told.
    pub(super) lists: Box<[List]>,
    pub(super) seal: Seal,
}

/// The words of an event in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventText {
    /// Title.
    pub title: String,
    /// Lead.
    pub summary: String,
    /// The text.
    pub body: Arc<Body>,
    /// File it stands in.
    pub path: SitePath,
    /// The words for feeds, if they name fewer people.
    pub(super) feed: Option<Box<FeedWords>>,
}

impl PublicStory {
    /// The document it was made from.
    pub fn document(&self) -> Key {
        Key { section: Section::Portraits, name: self.key.as_str().into() }
    }
}

impl Channelled for PublicPerson {
    fn channels(&self) -> Channels {
        self.channels
    }
}

impl Channelled for PublicStory {
    fn channels(&self) -> Channels {
        self.channels
    }
}

/// The text in `language`, else the one there is, with its language.
pub fn in_language<T>(texts: &Texts<T>, language: Language) -> Option<(Language, &T)> {
    texts
        .get_key_value(&language)
        .or_else(|| texts.iter().next())
        .map(|(language, text)| (*language, text))
}
