//! What can be found: people, stories, events and pages as a search sees them.
//!
//! In come words that were published, finished for display in one language. Nothing here knows
//! where they come from; a record holds no more than the page that it leads to.

use crate::base::language::Language;

/// What a record is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RecordKind {
    /// A person.
    Person,
    /// A story.
    Story,
    /// An event.
    Event,
    /// An ordinary page.
    Page,
}

impl RecordKind {
    /// All of them, in the order of the records.
    pub const ALL: [Self; 4] = [Self::Person, Self::Story, Self::Event, Self::Page];

    /// The letter in the files.
    pub const fn letter(self) -> char {
        match self {
            Self::Person => 'p',
            Self::Story => 's',
            Self::Event => 'e',
            Self::Page => 'g',
        }
    }
}

/// The name or title by which a record is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heading {
    /// The parts of a person's name, as far as published; empty where there is none.
    Name {
        /// Given names.
        given: String,
        /// Particle and family name.
        family: String,
        /// Birth name.
        birth: String,
    },
    /// A title, and whom it is about.
    Title {
        /// The title.
        title: String,
        /// Name of whom a story is about, else empty.
        about: String,
    },
}

/// Something that can be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// What it is.
    pub kind: RecordKind,
    /// Name or title, to show.
    pub title: String,
    /// Another name to show, or empty: a birth name, whom a story is about.
    pub also: String,
    /// A line that says more.
    pub facts: String,
    /// Address of its page below the base path; begins with `/`.
    pub address: String,
    /// Language of the page, if it is not that of the index.
    pub language: Option<Language>,
    /// The name or title by which it is found.
    pub heading: Heading,
    /// Texts by whose words it is found.
    pub texts: Vec<String>,
}

/// A property by which people can be filtered: faculty, year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facet {
    /// Its name in addresses: `faculty`.
    pub id: &'static str,
    /// Its label.
    pub label: String,
    /// Its values, in the order in which to show them.
    pub values: Vec<FacetValue>,
}

/// A value of a facet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetValue {
    /// Its name in addresses.
    pub value: String,
    /// Its label.
    pub label: String,
    /// The numbers of the records that have it, ascending.
    pub records: Vec<usize>,
}
