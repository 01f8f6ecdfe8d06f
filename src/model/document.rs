//! One content file after reading: what it is, its text, and its place in the site.
//!
//! A document is either an original with all its data or a translation, which holds words only
//! and can never hold a consent.

use std::cmp::Ordering;
use std::sync::Arc;

use crate::base::digest::Digest;
use crate::base::language::Language;
use crate::base::slug::composed;
use crate::base::source::SitePath;

use super::event::Event;
use super::mention::{AllowedMention, Mentioned, PersonLink};
use super::page::Page;
use super::person::Person;
use super::story::Story;
use super::text::{Body, PhotoWords, Quotation};

/// A content file after reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The file.
    pub path: SitePath,
    /// What kind of document, and which.
    pub key: Key,
    /// What is in it.
    pub content: DocumentContent,
    /// The text below the front matter.
    pub body: Arc<Body>,
    /// Last part of its address; from the file name if not chosen.
    pub slug: String,
    /// Who is mentioned inside its texts, in the order of the file.
    pub mentioned: Vec<Mentioned>,
    /// Where links in its text lead, if that may be somebody's entry or page.
    pub linked: Vec<PersonLink>,
    /// Names that its texts may hold although their bearers are withheld. For the audit alone;
    /// never published.
    pub allowed_mentions: Vec<AllowedMention>,
    /// The digest of everything it was read from: path, bytes and settings. Two documents with
    /// the same digest are the same.
    pub digest: Digest,
}

/// Which document a file is or translates.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Key {
    /// Where it stands.
    pub section: Section,
    /// Its path inside the section's folder without language and ending; a page's whole path in
    /// `content/`. Empty for the section's own introduction.
    pub name: Arc<str>,
}

impl Ord for Key {
    fn cmp(&self, other: &Self) -> Ordering {
        self.section.cmp(&other.section).then_with(|| {
            // A key is mostly compared with itself, as it was remembered.
            if Arc::ptr_eq(&self.name, &other.name) {
                Ordering::Equal
            } else {
                self.name.cmp(&other.name)
            }
        })
    }
}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Key {
    /// The document a content file is, by its path alone, and the language its name gives.
    ///
    /// `None` for a file in a folder that is not read. Only two small letters are taken for a
    /// language, so that a file name may hold dots.
    pub fn of(path: &SitePath) -> Option<(Self, Option<&str>)> {
        let inner = path.as_str().strip_prefix("content/")?.strip_suffix(".md")?;
        let two_letters =
            |code: &str| code.len() == 2 && code.bytes().all(|b| b.is_ascii_lowercase());
        let (name, language) = match inner.rsplit_once('.') {
            Some((rest, code)) if !rest.is_empty() && two_letters(code) => {
                (rest, Some(code))
            }
            _ => (inner, None),
        };
        // macOS stores `ü` as two characters; what refers to the entry is written with one.
        Some((Self::of_name(&composed(name))?, language))
    }

    fn of_name(inner: &str) -> Option<Self> {
        if inner == "_index" || inner == "index" {
            return Some(Self { section: Section::Home, name: "".into() });
        }
        let name = inner
            .strip_suffix("/_index")
            .or_else(|| inner.strip_suffix("/index"))
            .unwrap_or(inner);
        let (folder, rest) = name.split_once('/').unwrap_or((name, ""));
        let section =
            Section::FOLDERS.iter().find(|(known, _)| *known == folder).map(|(_, s)| *s);
        match section {
            // A single file `events.md` beside the folder `events/` would be the same page.
            Some(section) if rest.is_empty() => Some(Self { section, name: "".into() }),
            Some(
                section @ (Section::Portraits | Section::Events | Section::Directory),
            ) => (!rest.contains('/')).then(|| Self { section, name: rest.into() }),
            Some(_) => None,
            None => Some(Self { section: Section::Pages, name: name.into() }),
        }
    }
}

/// The parts of a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    /// The home page.
    Home,
    /// Stories.
    Portraits,
    /// Events.
    Events,
    /// The directory of people.
    Directory,
    /// Contact persons.
    Contacts,
    /// Lists by topic.
    Topics,
    /// Lists by faculty.
    Faculties,
    /// Lists by year.
    Years,
    /// Lists by institution.
    Institutions,
    /// Lists by the place where people live.
    Places,
    /// The board of offers.
    Offers,
    /// Ordinary pages.
    Pages,
}

impl Section {
    /// Sections that list what there is under terms: topics, faculties and the like.
    pub const TERMS: [Self; 5] =
        [Self::Topics, Self::Faculties, Self::Years, Self::Institutions, Self::Places];

    /// Every section that has a folder of its own in `content/`.
    pub const FOLDERS: [(&'static str, Self); 10] = [
        ("portraits", Self::Portraits),
        ("events", Self::Events),
        ("directory", Self::Directory),
        ("contacts", Self::Contacts),
        ("topics", Self::Topics),
        ("faculties", Self::Faculties),
        ("years", Self::Years),
        ("institutions", Self::Institutions),
        ("places", Self::Places),
        ("offers", Self::Offers),
    ];

    /// The name in paths, menus and templates.
    pub fn name(self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::Pages => "pages",
            other => Self::FOLDERS
                .iter()
                .find(|(_, section)| *section == other)
                .map_or("", |(name, _)| name),
        }
    }
}

/// What is in a content file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DocumentContent {
    /// A directory entry.
    Person(Box<Person>),
    /// A story.
    Story(Box<Story>),
    /// An event.
    Event(Box<Event>),
    /// An ordinary page or a section's introduction.
    Page(Box<Page>),
    /// Words in another language for one of these.
    Translation(Language, Box<TranslationWords>),
}

/// The words of a translation. There is no field for a consent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TranslationWords {
    /// Title.
    pub title: Option<String>,
    /// Lead.
    pub summary: Option<String>,
    /// True if the slug was chosen and not taken from the title or file name.
    pub slug: Option<String>,
    /// Pull quote.
    pub quote: Option<Quotation>,
    /// Shorter title for menus.
    pub menu_title: Option<String>,
    /// Position.
    pub position: Option<String>,
    /// Employer.
    pub employer: Option<String>,
    /// City.
    pub city: Option<String>,
    /// Words of the photo or image.
    pub photo: PhotoWords,
    /// Name of the place.
    pub place_name: Option<String>,
    /// City of the place.
    pub place_city: Option<String>,
    /// Offers' notes, in the order of the original.
    pub offer_notes: Vec<Option<String>>,
}
