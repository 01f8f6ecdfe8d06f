//! Views of pages about one thing.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{
    AccessibilityView, ContactCard, DateView, EventCard, LinkView, PersonCard, Picture,
    Shared, SignLanguageView, StoryCard,
};
use crate::base::text::Html;

/// `portrait.html`, in templates `story`.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct StoryView {
    /// Lead.
    pub summary: String,
    /// Who it is about.
    pub name: String,
    /// Directory page of that person.
    pub person: Option<String>,
    /// Facts for a definition list, in order: `[label, value]`.
    pub facts: Vec<Fact>,
    /// Day of publication.
    pub date: DateView,
    /// Day of the last change, if told.
    pub updated: Option<DateView>,
    /// Authors.
    pub authors: Vec<String>,
    /// Unit that answers for the story.
    pub owner: Option<String>,
    /// Picture 4:5.
    pub photo: Option<Picture>,
    /// Two letters; decorative.
    pub initials: String,
    /// 1 to 6.
    pub tint: u8,
    /// Pull quote without quotation marks.
    pub quote: Option<String>,
    /// Language of the quote, if it is not that of the page: put it on the quote as `lang`.
    pub quote_language: Option<String>,
    /// `rtl` if the quote runs from right to left: put it on the quote as `dir`.
    pub quote_direction: Option<&'static str>,
    /// The text.
    pub body: Html,
    /// Topics with their pages.
    pub topics: Vec<LinkView>,
    /// Missions of the strategy it serves, with their pages if the site has them.
    pub missions: Vec<LinkView>,
    /// Published people whom it mentions, with their pages.
    pub mentioned: Vec<LinkView>,
    /// Related stories, at most three.
    pub related: Vec<Shared<StoryCard>>,
    /// The story before this one in time.
    pub older: Option<LinkView>,
    /// The story after this one in time.
    pub newer: Option<LinkView>,
    /// Whom to write to.
    pub contact: Option<ContactCard>,
    /// `Entwurf`, `Geplant`: only in a build with drafts.
    pub draft_note: Option<String>,
}

/// A fact with its label.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct Fact {
    /// `Studium`, `Arbeitsort`.
    pub label: String,
    /// One or more values, each with an optional page.
    pub values: Vec<LinkView>,
}

/// `event.html`, in templates `event`.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct EventView {
    /// Lead.
    pub summary: String,
    /// Begin, for the date block.
    pub start: DateView,
    /// Complete time span.
    pub when: String,
    /// Former begin, if the event was postponed.
    pub previous_when: Option<String>,
    /// Name of the place.
    pub place: Option<String>,
    /// Street, postal code, city in one line.
    pub address: Option<String>,
    /// Address of the online meeting.
    pub online: Option<String>,
    /// `scheduled`, `cancelled`, `postponed`, `moved-online`.
    pub status: &'static str,
    /// Absent if simply scheduled.
    pub status_label: Option<String>,
    /// `Vortrag`, …
    pub format: Option<String>,
    /// For whom: `Alumni`, `Studierende`.
    pub audience: Vec<String>,
    /// Page for registration; absent when the event is over or cancelled.
    pub registration: Option<String>,
    /// Speakers who are published today.
    pub speakers: Vec<Shared<PersonCard>>,
    /// Picture 3:2.
    pub image: Option<Picture>,
    /// The text.
    pub body: Html,
    /// Topics with their pages.
    pub topics: Vec<LinkView>,
    /// Missions of the strategy it serves.
    pub missions: Vec<LinkView>,
    /// Published people whom it mentions, with their pages.
    pub mentioned: Vec<LinkView>,
    /// The event as an `.ics` file.
    pub calendar: String,
    /// Who organises it.
    pub contact: Option<ContactCard>,
    /// True if it is over.
    pub past: bool,
    /// `Entwurf`, `Geplant`: only in a build with drafts.
    pub draft_note: Option<String>,
}

/// `person.html`, in templates `person`.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct PersonView {
    /// `Dr.-Ing. Jana von Müller`.
    pub name: String,
    /// `Projektleiterin, Beispielbau AG`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<String>,
    /// Facts for a definition list, in order.
    pub facts: Vec<Fact>,
    /// Picture 4:5.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub photo: Option<Picture>,
    /// Two letters; decorative.
    pub initials: String,
    /// 1 to 6.
    pub tint: u8,
    /// The text; may be empty.
    pub bio: Html,
    /// Language of the text if it differs from the page's.
    pub bio_language: Option<&'static str>,
    /// Note to that effect: `Dieser Text liegt nur auf Englisch vor.`
    pub language_note: Option<String>,
    /// Open offers.
    pub offers: Vec<OfferView>,
    /// Own e-mail address, only with consent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Own website, only with consent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub website: Option<LinkView>,
    /// Route through the alumni office; absent in memoriam.
    pub route: Option<ContactRoute>,
    /// Stories about or with this person.
    pub stories: Vec<Shared<StoryCard>>,
    /// Events at which this person speaks or spoke.
    pub events: Vec<Shared<EventCard>>,
    /// Date of death, if it may be told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deceased: Option<DateView>,
    /// Topics with their pages.
    pub topics: Vec<LinkView>,
    /// Stories and events that mention this person.
    pub mentioned_in: Vec<LinkView>,
}

/// What a person offers.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct OfferView {
    /// `Mentoring`, `Gastvortrag`, …
    pub label: String,
    /// The list of all offers of this kind.
    pub list: String,
    /// `offen`, `begrenzt`, `zurzeit nicht`.
    pub state: String,
    /// `open`, `limited`, `closed`: for a class name.
    pub state_key: &'static str,
    /// In the person's words.
    pub note: Option<String>,
    /// Language of these words if it differs from the page's: put it on them as `lang`.
    pub note_language: Option<&'static str>,
    /// Last day of the offer.
    pub until: Option<DateView>,
}

/// How to reach a person without their address.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct ContactRoute {
    /// Mailbox of the alumni office.
    pub email: Option<String>,
    /// Reference code to name; says nothing about the person.
    pub reference: Option<String>,
    /// Finished `mailto:` address with a subject that names the reference code only; on the board
    /// with a text that names the kind of the offer, too.
    pub mailto: Option<String>,
    /// Page with the contact persons.
    pub contacts: Option<String>,
}

/// `page.html`, in templates `content`.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct PageView {
    /// Lead; may be empty.
    pub summary: String,
    /// The text.
    pub body: Html,
    /// Day of the last change, if told.
    pub updated: Option<DateView>,
    /// True for a page in Leichte Sprache.
    pub leichte_sprache: bool,
    /// A video in German Sign Language, if the page is about one.
    pub sign_language: Option<SignLanguageView>,
    /// The accessibility statement, if this is the page with it. Its parts stand below the
    /// commitment and the page's own text.
    pub accessibility: Option<AccessibilityView>,
    /// Pages one level below this one, in order (`strategie/mission-1` below `strategie`).
    pub children: Vec<LinkView>,
    /// What has come of the page's mission, and what is to come: stories and events that
    /// serve it, latest first.
    pub timeline: Vec<TimelineEntry>,
    /// Free data of the theme: the page's `extra`, as JSON values.
    pub extra: BTreeMap<String, ExtraValue>,
    /// `Entwurf`, `Geplant`: only in a build with drafts.
    pub draft_note: Option<String>,
}

/// A story or an event on a mission's line of time; exactly one of the two is there.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct TimelineEntry {
    /// True for an event that is still to come.
    pub upcoming: bool,
    /// A story, by the day of its publication.
    pub story: Option<Shared<StoryCard>>,
    /// An event, by the day it begins.
    pub event: Option<Shared<EventCard>>,
}

/// Free data under `extra:`.
#[derive(Debug, Clone, Serialize, Hash, PartialEq, Eq)]
#[serde(untagged)]
pub enum ExtraValue {
    /// Nothing.
    Null,
    /// `true` or `false`.
    Flag(bool),
    /// A whole number.
    Number(i64),
    /// A text; fractions arrive as texts.
    Text(String),
    /// A list.
    List(Vec<ExtraValue>),
    /// A map, in the order of its keys.
    Map(BTreeMap<String, ExtraValue>),
}

/// `redirect.html`, in templates `redirect`.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct RedirectView {
    /// Where the page is now, with the base path.
    pub url: String,
}
