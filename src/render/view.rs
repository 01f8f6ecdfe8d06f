//! What a template may see: one serialisable value for each kind of page.
//!
//! In come public types, already chosen by the gate; out go plain texts, addresses and
//! flags. Every text is finished in the language of the page (dates, ranges, role labels),
//! so that a theme only places it. A view never holds a source path, a raw person, a float
//! or an unordered map; `Hash` is always derived, so that it cannot leave a field out.

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use serde::Serialize;

use crate::base::text::Html;

/// What every page of one language shares; in templates `site`.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct SiteView {
    /// Title of the site in this language.
    pub title: String,
    /// Language of the page frame, as in `lang="…"`: `de` or `en`.
    pub language: &'static str,
    /// Address of the home page of this language, for example `/alumni/en/`.
    pub home: String,
    /// The university that runs the site.
    pub institution: InstitutionView,
    /// Main navigation, in order. Which entry is current is told by [`Head::section`].
    pub menu: Vec<MenuEntry>,
    /// Footer navigation (legal pages and the like), in order.
    pub footer: Vec<MenuEntry>,
    /// Theme assets by their name in the theme (`"campus.css"`) with their published address.
    pub assets: BTreeMap<String, String>,
    /// Feeds and calendars of this language, for `<link rel="alternate">` and the footer.
    pub feeds: Vec<FeedLink>,
    /// Values of the theme's options, defaults filled in.
    pub options: BTreeMap<String, OptionValue>,
    /// True if this build holds drafts and must not be published.
    pub drafts: bool,
}

/// A theme option as the site set it.
#[derive(Debug, Clone, Serialize, Hash, PartialEq, Eq)]
#[serde(untagged)]
pub enum OptionValue {
    /// `true` or `false`.
    Flag(bool),
    /// A whole number.
    Number(i64),
    /// A text.
    Text(String),
}

/// The institution that runs the site.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct InstitutionView {
    /// Full name in the language of the page.
    pub name: String,
    /// Short name; the full one if there is no short one.
    pub short: String,
    /// Website of the institution.
    pub url: Option<String>,
    /// Street and number.
    pub street: Option<String>,
    /// Postal code.
    pub postal_code: Option<String>,
    /// City.
    pub city: Option<String>,
    /// Function mailbox.
    pub email: Option<String>,
    /// Telephone, as written.
    pub phone: Option<String>,
    /// Address of the logo, if the site has one.
    pub logo: Option<String>,
}

/// An entry of a menu.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct MenuEntry {
    /// Text of the link.
    pub title: String,
    /// Address.
    pub url: String,
    /// Compare with [`Head::section`] for `aria-current`.
    pub key: String,
    /// Language of the target if it differs from the page's.
    pub language: Option<&'static str>,
}

/// A feed or calendar to subscribe to.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct FeedLink {
    /// For example `Porträts (Atom)`.
    pub title: String,
    /// Address.
    pub url: String,
    /// Media type: `application/atom+xml`, `application/feed+json`, `text/calendar`.
    pub media_type: &'static str,
}

/// What the `<head>` and the page frame need; in templates `page`.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct Head {
    /// Heading of the page and first part of `<title>`.
    pub title: String,
    /// One or two sentences; for the description and, if wanted, as the lead.
    pub description: String,
    /// Path of this page with the base path, `/verzeichnis/a-z/m/`.
    pub url: String,
    /// Absolute canonical address.
    pub canonical: String,
    /// Which menu entry this page belongs to; empty if none.
    pub section: String,
    /// Language of the main content: differs from `site.language` never for pages, but cards
    /// and texts inside may differ and say so themselves.
    pub language: &'static str,
    /// True if search engines must not list this page.
    pub noindex: bool,
    /// This page in the site's languages, itself included; more than one only if both exist.
    pub alternates: Vec<Alternate>,
    /// Address and name of the other language for the switch in the header: this page's
    /// counterpart if it has one, else the other language's home page.
    pub switch: Option<Switch>,
    /// The way from the home page to here, the page itself last and without an address.
    pub breadcrumbs: Vec<Crumb>,
    /// JSON-LD blocks, already safe inside `<script type="application/ld+json">`.
    pub json_ld: Vec<Html>,
    /// Open Graph data; absent where a person did not allow the channel `search-engines`.
    pub open_graph: Option<OpenGraph>,
}

/// The same page in one language, for `<link rel="alternate" hreflang>`.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct Alternate {
    /// `de`, `en` or `x-default`.
    pub language: &'static str,
    /// Absolute address.
    pub url: String,
}

/// The link to the other language in the header.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct Switch {
    /// `de` or `en`.
    pub language: &'static str,
    /// Its own name: `Deutsch`, `English`.
    pub name: &'static str,
    /// Address.
    pub url: String,
    /// True if the target is this page's counterpart and not only the home page.
    pub same_page: bool,
}

/// A step of the breadcrumbs.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct Crumb {
    /// Title of the step.
    pub title: String,
    /// Address; absent on the last step.
    pub url: Option<String>,
}

/// Open Graph properties.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct OpenGraph {
    /// `website`, `article` or `profile`.
    pub kind: &'static str,
    /// `de_DE` or `en_GB`.
    pub locale: &'static str,
    /// Absolute address of a JPEG.
    pub image: Option<String>,
    /// Its alternative text.
    pub image_alt: Option<String>,
    /// Its width in pixels.
    pub image_width: Option<u32>,
    /// Its height in pixels.
    pub image_height: Option<u32>,
}

/// A calendar date, or a date and time, finished for display.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct DateView {
    /// Machine form for `<time datetime="…">`.
    pub iso: String,
    /// `7. Mai 2026`, `7 May 2026`.
    pub text: String,
    /// Day of the month without leading zero.
    pub day: String,
    /// `Mai`, `Jan.`; `May`, `Jan`.
    pub month: String,
    /// Four digits.
    pub year: String,
}

/// A picture in one crop, in several widths and two formats. Write it as
/// `<picture><source type="image/webp" srcset="{{ webp }}" sizes=…><img src srcset="{{ jpeg }}" …>`.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct Picture {
    /// `srcset` of the WebP files with widths (`… 320w, … 640w`).
    pub webp: String,
    /// `srcset` of the JPEG files.
    pub jpeg: String,
    /// JPEG for `src`.
    pub src: String,
    /// Width of `src` in pixels.
    pub width: u32,
    /// Height of `src` in pixels.
    pub height: u32,
    /// Alternative text; empty only if the editor wrote an empty one on purpose.
    pub alt: String,
    /// `Foto: privat`, as written.
    pub credit: Option<String>,
    /// Caption, as written.
    pub caption: Option<String>,
}

/// Link with a title.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct LinkView {
    /// Text.
    pub title: String,
    /// Address; absent where there is nothing to link to.
    pub url: Option<String>,
}

/// A person in a list.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct PersonCard {
    /// `Dr.-Ing. Jana von Müller`.
    pub name: String,
    /// `Müller, Jana von`: the form by which the list is ordered.
    pub sort_name: String,
    /// Address of the person's page.
    pub url: String,
    /// Role, programme and year in one line, as far as published: `Absolventin, Bauingenieurwesen, 1991`.
    pub affiliation: Option<String>,
    /// `Projektleiterin, Beispielbau AG`, as far as published.
    pub position: Option<String>,
    /// `Leipzig`, `Wien, Österreich`.
    pub place: Option<String>,
    /// Square picture.
    pub photo: Option<Picture>,
    /// Two letters for the tinted ground that stands for a missing picture; decorative.
    pub initials: String,
    /// 1 to 6: which tint of the theme's palette.
    pub tint: u8,
    /// True if the person has died and this may be told.
    pub in_memoriam: bool,
}

/// A story in a list.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct StoryCard {
    /// Title of the story.
    pub title: String,
    /// Address.
    pub url: String,
    /// Language of title and summary if it differs from the page's: put it on the element as
    /// `lang`, and show [`StoryCard::language_note`].
    pub language: Option<&'static str>,
    /// `auf Deutsch`, `in German`; only if the language differs.
    pub language_note: Option<String>,
    /// Who it is about.
    pub name: String,
    /// One or two sentences.
    pub summary: String,
    /// Day of publication.
    pub date: DateView,
    /// Picture 4:5.
    pub photo: Option<Picture>,
    /// Two letters; decorative.
    pub initials: String,
    /// 1 to 6.
    pub tint: u8,
    /// Topics with their pages.
    pub topics: Vec<LinkView>,
    /// `Entwurf`, `Geplant`: only in a build with drafts.
    pub draft_note: Option<String>,
}

/// An event in a list.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct EventCard {
    /// Title.
    pub title: String,
    /// Address.
    pub url: String,
    /// Language of title and summary if it differs from the page's.
    pub language: Option<&'static str>,
    /// `auf Deutsch`, `in German`; only if the language differs.
    pub language_note: Option<String>,
    /// Begin, for the date block.
    pub start: DateView,
    /// `5. Juni 2027, 18:00–20:00 Uhr`; complete, may span days.
    pub when: String,
    /// `Geutebrück-Bau, Leipzig` or `online`.
    pub place: Option<String>,
    /// `scheduled`, `cancelled`, `postponed`, `moved-online`: for a class name.
    pub status: &'static str,
    /// `abgesagt`, …; absent if the event is simply scheduled.
    pub status_label: Option<String>,
    /// `Vortrag`, `Führung`, …
    pub format: Option<String>,
    /// One or two sentences.
    pub summary: String,
    /// True if it is over.
    pub past: bool,
    /// `Entwurf`, `Geplant`: only in a build with drafts.
    pub draft_note: Option<String>,
}

/// A contact person or function.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct ContactCard {
    /// Name of the person or of the office.
    pub name: String,
    /// What they do.
    pub role: Option<String>,
    /// Faculty with its page.
    pub faculty: Option<LinkView>,
    /// Topics they answer for.
    pub topics: Vec<String>,
    /// Function mailbox.
    pub email: Option<String>,
    /// Telephone, as written.
    pub phone: Option<String>,
    /// Room.
    pub room: Option<String>,
    /// Office hours.
    pub office_hours: Option<String>,
    /// Who stands in.
    pub deputy: Option<String>,
}

/// A section's or term's introduction: what an editor wrote above the list.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct Introduction {
    /// Lead sentence; may be empty.
    pub summary: String,
    /// Text below it; may be empty.
    pub body: Html,
}

/// A card that is made once and stands on many pages. In templates it is the card itself.
#[derive(Debug, Clone)]
pub struct Shared<T> {
    card: Arc<T>,
    ready: tera::Value,
}

impl<T: Serialize> Shared<T> {
    /// Turns a card into the form that templates read, once for all pages.
    pub(super) fn new(card: T) -> Self {
        let ready = tera::Value::from_serializable(&card);
        Self { card: Arc::new(card), ready }
    }
}

impl<T> Serialize for Shared<T> {
    // Tera takes over a finished value as it is, without copying what is in it.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.ready.serialize(serializer)
    }
}

impl<T: Hash> Hash for Shared<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.card.hash(state);
    }
}

/// Where this page stands in a paged list.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct Pager {
    /// Number of this page, from 1.
    pub current: usize,
    /// How many pages there are.
    pub last: usize,
    /// Entries in the whole list.
    pub total: usize,
    /// The first, the last and the neighbours of the current page, in order, with gaps.
    pub pages: Vec<PageLink>,
    /// Address of the page before.
    pub previous: Option<String>,
    /// Address of the page after.
    pub next: Option<String>,
}

/// A page of a paged list.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct PageLink {
    /// Its number.
    pub number: usize,
    /// Its address; absent for the current one.
    pub url: Option<String>,
    /// True if pages are left out before this one.
    pub gap: bool,
}

/// `home.html`, in templates `home`.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct HomeView {
    /// What the editor wrote in `_index.md`.
    pub introduction: Introduction,
    /// The current story, shown large.
    pub lead: Option<Shared<StoryCard>>,
    /// The next newest stories, at most six.
    pub stories: Vec<Shared<StoryCard>>,
    /// The next events, at most four.
    pub events: Vec<Shared<EventCard>>,
    /// A quote from a recent story.
    pub quote: Option<Quote>,
    /// Entry points into the directory: counts as text (`24 Personen`) with address.
    pub directory: LinkView,
    /// Page in Leichte Sprache, if there is one.
    pub leichte_sprache: Option<LinkView>,
}

/// A quote with its speaker.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct Quote {
    /// Words without quotation marks.
    pub text: String,
    /// Who said it.
    pub name: String,
    /// Address of the story.
    pub url: String,
    /// Language if it differs from the page's.
    pub language: Option<&'static str>,
}

/// `portraits.html`, in templates `list`.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct StoryListView {
    /// What the editor wrote above the list; only on the first page.
    pub introduction: Option<Introduction>,
    /// Stories, newest first.
    pub stories: Vec<Shared<StoryCard>>,
    /// Position in the list.
    pub pager: Pager,
}

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
    /// The text.
    pub body: Html,
    /// Topics with their pages.
    pub topics: Vec<LinkView>,
    /// Missions of the strategy it serves, with their pages if the site has them.
    pub missions: Vec<LinkView>,
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

/// `events.html` (upcoming) and `archive.html` (past), in templates `list`.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct EventListView {
    /// What the editor wrote above the list.
    pub introduction: Option<Introduction>,
    /// Events: upcoming ones soonest first, past ones latest first.
    pub events: Vec<Shared<EventCard>>,
    /// Position in the list.
    pub pager: Pager,
    /// From upcoming to archive and back; absent if the other list is empty.
    pub other: Option<LinkView>,
    /// Calendar to subscribe to.
    pub calendar: String,
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
    /// The event as an `.ics` file.
    pub calendar: String,
    /// Who organises it.
    pub contact: Option<ContactCard>,
    /// True if it is over.
    pub past: bool,
    /// `Entwurf`, `Geplant`: only in a build with drafts.
    pub draft_note: Option<String>,
}

/// `directory.html`: everyone, or one letter; in templates `list`.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct DirectoryView {
    /// What the editor wrote above the list; only on the first page.
    pub introduction: Option<Introduction>,
    /// A to Z and `#`; letters without entries have no address.
    pub letters: Vec<LinkView>,
    /// The letter of this page; absent on the pages with everyone.
    pub letter: Option<String>,
    /// People in German order (DIN 5007-2).
    pub people: Vec<Shared<PersonCard>>,
    /// Position in the list.
    pub pager: Pager,
    /// Other ways in: by year, faculty, institution, topic.
    pub ways: Vec<LinkView>,
}

/// `person.html`, in templates `person`.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct PersonView {
    /// `Dr.-Ing. Jana von Müller`.
    pub name: String,
    /// `Projektleiterin, Beispielbau AG`.
    pub position: Option<String>,
    /// Facts for a definition list, in order.
    pub facts: Vec<Fact>,
    /// Picture 4:5.
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
    pub email: Option<String>,
    /// Own website, only with consent.
    pub website: Option<LinkView>,
    /// Route through the alumni office; absent in memoriam.
    pub route: Option<ContactRoute>,
    /// Stories about or with this person.
    pub stories: Vec<Shared<StoryCard>>,
    /// Events at which this person speaks or spoke.
    pub events: Vec<Shared<EventCard>>,
    /// Date of death, if it may be told.
    pub deceased: Option<DateView>,
    /// Topics with their pages.
    pub topics: Vec<LinkView>,
}

/// What a person offers.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct OfferView {
    /// `Mentoring`, `Gastvortrag`, …
    pub label: String,
    /// `offen`, `begrenzt`, `zurzeit nicht`.
    pub state: String,
    /// `open`, `limited`, `closed`: for a class name.
    pub state_key: &'static str,
    /// In the person's words.
    pub note: Option<String>,
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
    /// Finished `mailto:` address with a subject that names the reference code only.
    pub mailto: Option<String>,
    /// Page with the contact persons.
    pub contacts: Option<String>,
}

/// `terms.html`: all topics, faculties, years or institutions; in templates `list`.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct TermListView {
    /// `topics`, `faculties`, `years`, `institutions`.
    pub kind: &'static str,
    /// What the editor wrote above the list.
    pub introduction: Option<Introduction>,
    /// The terms in order.
    pub terms: Vec<TermCard>,
}

/// A topic, faculty, year or institution in a list.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct TermCard {
    /// Title.
    pub title: String,
    /// Address.
    pub url: String,
    /// `1977–1996`, if it is dated.
    pub period: Option<String>,
    /// `3 Personen, 2 Porträts`.
    pub count: String,
    /// Text about it, one or two sentences.
    pub text: Option<String>,
    /// True for today's faculties and the site's own institution.
    pub present: bool,
}

/// `term.html`, in templates `term`.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct TermView {
    /// `topics`, `faculties`, `years`, `institutions`.
    pub kind: &'static str,
    /// Text about it.
    pub text: Option<String>,
    /// `1977–1996`, if it is dated.
    pub period: Option<String>,
    /// Where the dates come from.
    pub source: Option<String>,
    /// Website.
    pub website: Option<String>,
    /// Units or institutions before this one.
    pub predecessors: Vec<LinkView>,
    /// Units or institutions after this one.
    pub successors: Vec<LinkView>,
    /// People in German order.
    pub people: Vec<Shared<PersonCard>>,
    /// Position in the list of people.
    pub pager: Pager,
    /// Stories, newest first; only on the first page.
    pub stories: Vec<Shared<StoryCard>>,
    /// Events, soonest first; only on the first page.
    pub events: Vec<Shared<EventCard>>,
    /// Contact persons; only on the first page.
    pub contacts: Vec<ContactCard>,
}

/// `contacts.html`, in templates `list`.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct ContactListView {
    /// What the editor wrote above the list.
    pub introduction: Option<Introduction>,
    /// Contacts for everything.
    pub central: Vec<ContactCard>,
    /// Contacts of the faculties.
    pub faculties: Vec<ContactCard>,
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
    /// Pages one level below this one, in order (`strategie/mission-1` below `strategie`).
    pub children: Vec<LinkView>,
    /// Stories that serve the page's mission.
    pub stories: Vec<Shared<StoryCard>>,
    /// Events that serve the page's mission.
    pub events: Vec<Shared<EventCard>>,
    /// Free data of the theme: the page's `extra`, as JSON values.
    pub extra: BTreeMap<String, ExtraValue>,
    /// `Entwurf`, `Geplant`: only in a build with drafts.
    pub draft_note: Option<String>,
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

/// `404.html` has no data of its own beyond `site`, `page` and `t`.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct NotFoundView {
    /// Ways on: home, portraits, directory, events.
    pub ways: Vec<LinkView>,
}
