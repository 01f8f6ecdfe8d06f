//! Public people, stories and events: what may be shown, after the gate.
//!
//! Every type contains a seal that only the gate can make, so that no other code can construct
//! one. Never holds anything that consent does not allow on the day of the build.

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
use super::stamps::Stamps;

/// Proof that a value passed the gate.
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
    /// To be called by the gate only.
    pub(super) const fn by_the_gate() -> Self {
        Self(())
    }
}

/// A value for each language that exists; always for the default language.
pub type Texts<T> = BTreeMap<Language, T>;

/// A person who is published today.
///
/// Only the gate can make one, and not even from another one:
///
/// ```compile_fail,E0451
/// use matrikel::publish::public::PublicPerson;
/// fn renamed(person: PublicPerson, key: String) -> PublicPerson {
///     PublicPerson { key, ..person }
/// }
/// ```
#[derive(Debug, PartialEq, Eq)]
pub struct PublicPerson {
    /// Name of the entry, which references in the content use.
    pub key: String,
    /// The entry's file, for reports only.
    pub path: SitePath,
    /// Addresses in every language of the site.
    pub addresses: Arc<Texts<String>>,
    /// The files of its pages.
    pub paths: Texts<OutputPath>,
    /// Former addresses that may be made public, each in every language of the site.
    pub aliases: Vec<Texts<String>>,
    /// Opaque id, used as a reference when contacting the office.
    pub reference: Option<String>,
    /// The name; part of every consent.
    pub name: PublicName,
    /// Sort key for German order.
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
    /// Offers that are still valid.
    pub offers: Vec<PublicOffer>,
    /// Website.
    pub website: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Photo.
    pub photo: Option<PublicPhoto>,
    /// The text, in the languages it exists in; empty if not allowed.
    pub bio: Texts<BioText>,
    /// True if the text contains links or pictures.
    pub refers: bool,
    /// True if pictures inside the text may be shown: they need the same consent as the photo.
    pub pictures: bool,
    /// Keys of published people whom the text mentions.
    pub mentions: Vec<String>,
    /// Whether the person can be contacted through the office.
    pub reachable: bool,
    /// Date of death, if it may be shown.
    pub deceased: Option<Date>,
    /// Which fields the consent lists.
    pub(super) listed: ListedFields,
    /// Which facts the consent lists; a story about this person tells no others.
    pub(super) tells: Tells,
    /// Grammatical form of role labels.
    pub(super) form: Form,
    pub(super) channels: Channels,
    /// Lists the person is on, by fields that may be shown.
    pub(super) lists: Box<[List]>,
    pub(super) seal: Seal,
}

/// Which facts about affiliations and work a consent covers.
#[expect(clippy::struct_excessive_bools, reason = "each is one field of the consent")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tells {
    pub(super) places: bool,
    pub(super) kind: bool,
    pub(super) years: bool,
    pub(super) sector: bool,
}

impl Tells {
    /// Reduces an affiliation to what may be shown.
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

    /// True if any part of an affiliation may be shown.
    pub(super) fn any(self) -> bool {
        self.places || self.kind || self.years
    }
}

/// A topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// Identifies equal topics: the slug of the label in the default language.
    pub key: String,
    /// Its label.
    pub label: Localised,
}

/// A list that an entry is on, with digests for quick lookup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum List {
    /// A topic: the digest of its key, its index among the entry's topics, and the number of
    /// translations of its label.
    Topic(Digest, u32, u32),
    /// The digest of a faculty's id.
    Faculty(Digest),
    /// The digest of an institution's id.
    Institution(Digest),
    /// A year of leaving.
    Year(i16),
    /// A city: the digest of its key, and the number of translations of its label.
    Place(Digest, u32),
}

/// A person's own text in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BioText {
    /// The text.
    pub body: Arc<Body>,
    /// File of the text, which its links are relative to.
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
    /// Initials: one or two letters.
    pub initials: String,
}

/// An affiliation, as far as allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicAffiliation {
    /// Its kind; `None` is shown as “former member”.
    pub kind: Option<Kind>,
    /// Grammatical form of the role label.
    pub form: Form,
    /// Id of the institution, if allowed.
    pub institution: Option<String>,
    /// Id of the faculty.
    pub faculty: Option<String>,
    /// Programme.
    pub programme: Option<Localised>,
    /// Degree.
    pub degree: Option<Localised>,
    /// Start.
    pub from: Option<PartialDate>,
    /// End.
    pub to: Option<PartialDate>,
}

/// An offer that is still valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicOffer {
    /// Its kind.
    pub kind: OfferKind,
    /// Whether it can be taken up now.
    pub state: OfferState,
    /// Last day.
    pub until: Option<Date>,
    /// A remark in the person's own words.
    pub note: Option<Localised>,
}

/// A photo that may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicPhoto {
    /// The file.
    pub source: SitePath,
    /// Digest of its bytes.
    pub digest: Digest,
    /// Its size as displayed.
    pub size: Size,
    /// Alternative text.
    pub alt: Localised,
    /// Credit line.
    pub credit: Option<Localised>,
    /// Caption.
    pub caption: Option<Localised>,
    /// The point to keep in view when cropping, in percent of width and height.
    pub focus: [u8; 2],
}

/// Whether a page is only shown because drafts were requested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Draft {
    /// It is public.
    No,
    /// It is a draft.
    Draft,
    /// It will be public later.
    Scheduled,
}

/// A story that is published today.
#[derive(Debug, PartialEq, Eq)]
pub struct PublicStory {
    /// Name of the file, which references in the content use.
    pub key: String,
    /// The file, for reports only.
    pub path: SitePath,
    /// Addresses in the languages it exists in.
    pub addresses: Arc<Texts<String>>,
    /// The files of its pages.
    pub paths: Texts<OutputPath>,
    /// The texts in these languages.
    pub texts: Texts<StoryText>,
    /// True if a text contains links or pictures.
    pub refers: bool,
    /// The person it is about.
    pub name: PublicName,
    /// Key of that person's entry, if published.
    pub person: Option<String>,
    /// Affiliations to show.
    pub affiliations: Vec<PublicAffiliation>,
    /// Sector.
    pub sector: Option<Sector>,
    /// Position of the person, if the entry shows it.
    pub position: Option<Localised>,
    /// Employer of the person, if the entry shows it.
    pub employer: Option<Localised>,
    /// Authors.
    pub authors: Vec<String>,
    /// Authors as feeds may name them.
    pub feed_authors: Vec<String>,
    /// Day of publication.
    pub date: Date,
    /// Day of the last change.
    pub updated: Option<Date>,
    /// Since when it is there and when it was last changed, for machines.
    pub stamps: Stamps,
    /// Unit responsible for it.
    pub owner: Option<String>,
    /// Photo.
    pub photo: Option<PublicPhoto>,
    /// True if pictures inside the text may be shown.
    pub pictures: bool,
    /// Topics.
    pub topics: Vec<Topic>,
    /// Numbers of the missions of the institution's strategy.
    pub missions: Vec<u8>,
    /// Keys of published people it mentions, besides the person it is about.
    pub mentions: Vec<String>,
    /// Former addresses.
    pub aliases: Vec<String>,
    /// Whether it is public or a draft.
    pub draft: Draft,
    pub(super) channels: Channels,
    /// Lists it is on, by fields that may be shown.
    pub(super) lists: Box<[List]>,
    pub(super) seal: Seal,
}

/// The texts of a story in one language.
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
    /// File of the text, which its links are relative to.
    pub path: SitePath,
    /// Title and lead for feeds, if these may name fewer people.
    pub(super) feed: Option<Box<FeedWords>>,
}

/// Title and lead of a story or event for feeds and calendars.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FeedWords {
    pub(super) title: String,
    pub(super) summary: String,
}

impl StoryText {
    /// Title and lead as allowed in feeds.
    pub fn in_feeds(&self) -> (&str, &str) {
        feed_words(self.feed.as_deref(), &self.title, &self.summary)
    }
}

impl EventText {
    /// Title and lead as allowed in feeds and calendars.
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
    /// Name of the file, which references in the content use.
    pub key: String,
    /// The file, for reports only.
    pub path: SitePath,
    /// Addresses in the languages it exists in.
    pub addresses: Arc<Texts<String>>,
    /// The files of its pages.
    pub paths: Texts<OutputPath>,
    /// The texts in these languages.
    pub texts: Texts<EventText>,
    /// True if a text contains links or pictures.
    pub refers: bool,
    /// Unique identifier in calendars.
    pub uid: String,
    /// Start.
    pub start: EventTime,
    /// End.
    pub end: Option<EventTime>,
    /// Where.
    pub place: Venue,
    /// Whether it takes place as planned.
    pub status: Status,
    /// Former start, if it was moved.
    pub previous_start: Option<EventTime>,
    /// Number of significant changes, as calendars count them (RFC 5545, `SEQUENCE`).
    pub sequence: u32,
    /// Kind of event.
    pub format: Option<Format>,
    /// Intended audience.
    pub audience: Vec<Audience>,
    /// Id of a contact.
    pub organiser: Option<String>,
    /// Page for registration.
    pub registration: Option<String>,
    /// Keys of the speakers who are published today.
    pub speakers: Vec<String>,
    /// Keys of published people it mentions.
    pub mentions: Vec<String>,
    /// False if its texts in lists name somebody whom search engines may not know.
    pub searchable: bool,
    /// Picture.
    pub image: Option<PublicPhoto>,
    /// Topics.
    pub topics: Vec<Topic>,
    /// Numbers of the missions of the institution's strategy.
    pub missions: Vec<u8>,
    /// Since when it is there and when it was last changed, for machines.
    pub stamps: Stamps,
    /// Former addresses.
    pub aliases: Vec<String>,
    /// Whether it is public or a draft.
    pub draft: Draft,
    /// True if it is over.
    pub past: bool,
    /// Lists it is on, by fields that may be shown.
    pub(super) lists: Box<[List]>,
    pub(super) seal: Seal,
}

/// The texts of an event in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventText {
    /// Title.
    pub title: String,
    /// Lead.
    pub summary: String,
    /// The text.
    pub body: Arc<Body>,
    /// File of the text, which its links are relative to.
    pub path: SitePath,
    /// Title and lead for feeds, if these may name fewer people.
    pub(super) feed: Option<Box<FeedWords>>,
}

impl PublicStory {
    /// The key of the document it was made from.
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

/// The text in `language`, or else in another one, with its language.
pub fn in_language<T>(texts: &Texts<T>, language: Language) -> Option<(Language, &T)> {
    texts
        .get_key_value(&language)
        .or_else(|| texts.iter().next())
        .map(|(language, text)| (*language, text))
}
