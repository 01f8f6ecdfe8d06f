//! A page that is to be made: where, from what, in which language.
//!
//! Plain values; nothing here decides which pages there are.

use std::sync::Arc;

use jiff::civil::Date;

use crate::base::language::Language;
use crate::base::output::OutputPath;
use crate::base::presence::Who;
use crate::base::source::SitePath;
use crate::publish::public::Texts;
use crate::publish::words::{OfferKind, Section};

/// A page to render.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Where it goes.
    pub path: OutputPath,
    /// Its language.
    pub language: Language,
    /// What it shows.
    pub content: PageContent,
    /// The same page in every language it exists in, itself included.
    pub addresses: Arc<Texts<String>>,
    /// True if search engines must not list it: it shows somebody who did not allow that.
    pub noindex: bool,
    /// Day of the last change, if known.
    pub modified: Option<Date>,
    /// The file it comes from, for reports.
    pub source: Option<SitePath>,
}

impl Job {
    /// Its address below the base path.
    pub fn address(&self) -> &str {
        self.addresses.get(&self.language).map_or("", String::as_str)
    }

    /// Whom it is about.
    pub(crate) fn subject(&self) -> Option<Who> {
        match self.content {
            PageContent::Person(number) => Some(Who::Person(number)),
            PageContent::Story(number) => Some(Who::Story(number)),
            _ => None,
        }
    }
}

/// What a page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageContent {
    /// The home page.
    Home,
    /// Stories, one page of the list.
    Stories(usize),
    /// A story by its number in the site.
    Story(usize),
    /// Events to come, one page of the list.
    Events(usize),
    /// Events of the past, one page of the list.
    Archive(usize),
    /// An event by its number in the site.
    Event(usize),
    /// Everybody, one page of the list.
    Directory(usize),
    /// One letter of the directory, one page of the list.
    Letter(char, usize),
    /// A person by the number in the site.
    Person(usize),
    /// All topics, faculties, years, institutions or places, one page of the list.
    Terms(Section, usize),
    /// One topic, faculty, year, institution or place, one page of its list.
    Term(Section, String, usize),
    /// All offers, or those of one kind, one page of the list.
    Offers(Option<OfferKind>, usize),
    /// Contact persons.
    Contacts,
    /// The search page.
    Search,
    /// An ordinary page by its path.
    Page(String),
    /// The page for addresses that do not exist.
    NotFound,
    /// A former address of another page.
    Redirect(String),
}
