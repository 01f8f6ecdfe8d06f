//! Views of pages that list something.

use serde::Serialize;

use super::{
    ContactCard, ContactRoute, EventCard, Introduction, LinkView, OfferView, Pager,
    PersonCard, Shared, StoryCard,
};

/// `home.html`, in templates `home`.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct HomeView {
    /// What the editor wrote in `_index.md`.
    pub introduction: Introduction,
    /// The current story, shown large.
    pub lead: Option<Shared<StoryCard>>,
    /// Its topics with their pages.
    pub lead_topics: Vec<LinkView>,
    /// The next newest stories, at most six.
    pub stories: Vec<Shared<StoryCard>>,
    /// True if there are stories, whether the home page may show them or not.
    pub stories_exist: bool,
    /// The next events, at most four.
    pub events: Vec<Shared<EventCard>>,
    /// A quote from a recent story.
    pub quote: Option<Quote>,
    /// Entry points into the directory: counts as text (`24 Personen`) with address.
    pub directory: LinkView,
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
    /// Language of the words alone, if it is not that of the story: put it on them as `lang`.
    pub quote_language: Option<String>,
    /// `rtl` if the words run from right to left: put it on them as `dir`.
    pub quote_direction: Option<&'static str>,
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
    /// Calendar of all events, with the base path.
    pub calendar: String,
    /// The same as a `webcal:` address, which a calendar program opens to subscribe to it.
    pub subscribe: String,
    /// The same as an absolute address, to be copied into a program that knows no `webcal:`.
    pub calendar_address: String,
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
    /// Other ways in: by year, faculty, institution, topic, place, and the board of offers.
    pub ways: Vec<LinkView>,
}

/// `terms.html`: all topics, faculties, years, institutions or places; in templates `list`.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct TermListView {
    /// `topics`, `faculties`, `years`, `institutions`, `places`.
    pub kind: &'static str,
    /// What the editor wrote above the list; only on the first page.
    pub introduction: Option<Introduction>,
    /// The terms in order.
    pub terms: Vec<TermCard>,
    /// Position in the list. Faculties, years and institutions always stand on one page.
    pub pager: Pager,
}

/// A topic, faculty, year, institution or place in a list.
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
    /// `topics`, `faculties`, `years`, `institutions`, `places`.
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
    /// Everything it came from and everything it led to, oldest first, itself included; empty
    /// if it stands alone.
    pub line: Vec<LineStep>,
    /// People in German order.
    pub people: Vec<Shared<PersonCard>>,
    /// How many people belong to it, on all pages.
    pub people_total: usize,
    /// Position in the lists, which are paged together.
    pub pager: Pager,
    /// Stories, newest first.
    pub stories: Vec<Shared<StoryCard>>,
    /// Events, soonest first.
    pub events: Vec<Shared<EventCard>>,
    /// Contact persons; only on the first page.
    pub contacts: Vec<ContactCard>,
}

/// A faculty or an institution on the line of those before and after it.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct LineStep {
    /// Its name.
    pub title: String,
    /// Its page; absent where there is none.
    pub url: Option<String>,
    /// `1977–1996`, if it is dated.
    pub period: Option<String>,
    /// True for the one whose page this is.
    pub current: bool,
}

/// `offers.html`: all offers, or those of one kind; in templates `list`.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct OfferListView {
    /// What the editor wrote above the board; only on its first page.
    pub introduction: Option<Introduction>,
    /// All offers first, then each kind that somebody offers.
    pub kinds: Vec<OfferKindLink>,
    /// What is offered on this page: open first, then limited, then closed at present; among these,
    /// people in German order.
    pub offers: Vec<OfferCard>,
    /// Position in the list.
    pub pager: Pager,
}

/// A kind of offers, or all of them.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct OfferKindLink {
    /// `Mentoring`, `Gastvortrag`, …; `Alle` for all of them.
    pub title: String,
    /// Its list.
    pub url: String,
    /// How many offers it holds.
    pub count: usize,
    /// True for the kind that this page is about.
    pub current: bool,
}

/// An offer on the board.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct OfferCard {
    /// What is offered.
    pub offer: OfferView,
    /// Who offers it.
    pub person: Shared<PersonCard>,
    /// The way through the alumni office; absent while the offer is closed. The board never tells
    /// an address of the person, even where the person's page does.
    pub route: Option<ContactRoute>,
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

/// `search.html`, in templates `list`. What is found is the work of the script; these are the ways
/// for everybody.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct SearchView {
    /// The directory, and other ways in: by year, faculty, institution, topic.
    pub ways: Vec<LinkView>,
}

/// `404.html` has no data of its own beyond `site`, `page` and `t`.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct NotFoundView {
    /// Ways on: home, portraits, directory, events.
    pub ways: Vec<LinkView>,
}
