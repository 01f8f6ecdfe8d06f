//! The theme's texts of one language, and what the program finishes with them.
//!
//! In comes `i18n/<language>.toml`, out go words by their dotted name. A name that the program
//! needs and the theme lacks is an error when the theme is loaded, never an empty place on a
//! page.

use std::collections::BTreeMap;
use std::fmt::Display;

use crate::base::language::Language;
use crate::base::vocabulary::words;
use crate::publish::words::{
    Audience, Conformance, Form, Format, Kind, Method, OfferKind, OfferState, Section,
    Sector, Status,
};

/// Texts of one language by their dotted names: `role.graduate.f`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ThemeWords {
    /// Texts of the templates.
    texts: BTreeMap<String, String>,
    /// Texts of the program, without the `engine.` before their names.
    program: BTreeMap<String, String>,
}

/// What the names of the program's own texts begin with in a theme.
const PROGRAM: &str = "engine.";

words! {
    /// The label of a fact about somebody: `fact.sector`. The search calls its facets so, too.
    pub(crate) FactName {
        /// Role, programme, degree.
        Affiliation = "affiliation",
        /// Faculty.
        Faculty = "faculty",
        /// Institution.
        Institution = "institution",
        /// Years of an affiliation.
        Years = "years",
        /// Position.
        Position = "position",
        /// Employer.
        Employer = "employer",
        /// Sector.
        Sector = "sector",
        /// City and country.
        Place = "place",
        /// Languages spoken.
        Languages = "languages",
        /// Topics.
        Topics = "topics",
        /// Offers.
        Offers = "offers",
        /// Birth name.
        BirthName = "birth_name",
    }
}

/// Parts of the site that are no sections of their own.
const OTHER_SECTIONS: &[&str] = &["archive", "home"];

const NOTES: &[&str] = &[
    "draft",
    "drafts",
    "scheduled",
    "online",
    "until",
    "since",
    "letter_title",
    "page_title",
    "counted",
    "year_title",
    "mail_subject",
    "mail_offer",
    "all_offers",
    "offers_title",
    "calendar_title",
    "clock",
    "range_days",
    "feed_portraits",
    "feed_events",
    "mission",
    "someone",
    "not_found",
    "redirect",
];

/// What a statement about accessibility says besides its vocabularies.
const STATEMENT: &[&str] = &["commitment", "scope"];
const STATEMENT_PARTS: &[&str] =
    &["non_compliant", "disproportionate_burden", "out_of_scope", "prepared", "reviewed"];

/// Things that are counted.
const COUNTED: &[&str] =
    &["minutes", "statement_days", "people", "stories", "events", "offers"];

/// Somebody whose kind of affiliation is not told.
const MEMBER: &str = "member";

/// Names of the texts that the program itself needs, below `engine`. Those for a vocabulary are
/// the words of that vocabulary.
fn needed() -> Vec<String> {
    let languages = || Language::ALL.into_iter().map(Language::code);
    let kinds = words_of(Kind::WORDS).chain([MEMBER]);
    let forms = |kind| words_of(Form::WORDS).map(move |form| format!("{kind}.{form}"));
    let numbers = |what| ["one", "other"].map(|form| format!("{what}.{form}"));
    let months = |month| ["long", "short"].map(|form| format!("{form}.{month}"));
    // An event that takes place as planned has nothing to say about it.
    let states = Status::WORDS.iter().filter(|(_, status)| *status != Status::Scheduled);
    [
        below("sector", words_of(Sector::WORDS)),
        below("offer", words_of(OfferKind::WORDS)),
        below("state", words_of(OfferState::WORDS)),
        below("status", states.map(|(word, _)| *word)),
        below("format", words_of(Format::WORDS)),
        below("audience", words_of(Audience::WORDS)),
        below(
            "section",
            words_of(&Section::FOLDERS).chain(OTHER_SECTIONS.iter().copied()),
        ),
        below("fact", words_of(FactName::WORDS)),
        below("note.only_in", languages()),
        below("note.bio_only_in", languages()),
        below("note", NOTES),
        below("statement", STATEMENT),
        below("statement", words_of(Conformance::WORDS)),
        below("statement", STATEMENT_PARTS),
        below("statement", words_of(Method::WORDS)),
        below("count", COUNTED.iter().flat_map(numbers)),
        below("role", kinds.flat_map(forms)),
        below("month", (0..12).flat_map(months)),
    ]
    .concat()
}

/// The words of a vocabulary.
fn words_of<T>(vocabulary: &[(&'static str, T)]) -> impl Iterator<Item = &'static str> {
    vocabulary.iter().map(|(word, _)| *word)
}

/// Names below a group: `sector.business`.
fn below(group: &str, names: impl IntoIterator<Item: Display>) -> Vec<String> {
    names.into_iter().map(|name| format!("{group}.{name}")).collect()
}

impl ThemeWords {
    /// The texts of a parsed file.
    pub(crate) fn new(table: &toml::Table) -> Self {
        let mut texts = BTreeMap::new();
        flatten("", &toml::Value::Table(table.clone()), &mut texts);
        let (program, texts) =
            texts.into_iter().partition(|(name, _)| name.starts_with(PROGRAM));
        let program: BTreeMap<String, String> = program;
        let program = program
            .into_iter()
            .map(|(name, text)| (name[PROGRAM.len()..].to_owned(), text));
        Self { texts, program: program.collect() }
    }

    /// Needed names that are not there.
    pub(crate) fn missing(&self) -> Vec<String> {
        needed()
            .into_iter()
            .filter(|name| !self.program.contains_key(name))
            .map(|name| format!("{PROGRAM}{name}"))
            .collect()
    }

    /// Every name that templates use.
    pub(crate) fn names(&self) -> impl Iterator<Item = &String> {
        self.texts.keys()
    }

    /// True if there is a text of this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.texts.contains_key(name)
    }

    /// A text of the program by its name below `engine`.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.find(name).unwrap_or("")
    }

    /// Like [`ThemeWords::get`], where a name may be unknown.
    pub(crate) fn find(&self, name: &str) -> Option<&str> {
        self.program.get(name).map(String::as_str)
    }

    /// A text with its holes filled.
    pub(crate) fn fill(&self, name: &str, values: &[(&str, &str)]) -> String {
        values.iter().fold(self.get(name).to_owned(), |text, (key, value)| {
            text.replace(&format!("{{{key}}}"), value)
        })
    }

    /// The label of a fact.
    pub(crate) fn fact(&self, name: FactName) -> &str {
        self.get(&format!("fact.{}", name.word()))
    }

    /// A number of things: `1 Person`, `12 Personen`.
    pub(crate) fn count(&self, what: &str, number: usize) -> String {
        let form = if number == 1 { "one" } else { "other" };
        self.fill(&format!("count.{what}.{form}"), &[("n", &number.to_string())])
    }

    /// “in German”, for a text in another language than the page.
    pub(crate) fn only_in(&self, language: Language) -> String {
        self.get(&format!("note.only_in.{}", language.code())).to_owned()
    }
}

/// Texts by their dotted names.
pub(crate) fn flatten(
    name: &str,
    value: &toml::Value,
    texts: &mut BTreeMap<String, String>,
) {
    let inner = |key: &str| {
        if name.is_empty() { key.to_owned() } else { format!("{name}.{key}") }
    };
    match value {
        toml::Value::String(text) => {
            texts.insert(name.to_owned(), text.clone());
        }
        toml::Value::Table(table) => {
            for (key, value) in table {
                flatten(&inner(key), value, texts);
            }
        }
        toml::Value::Array(items) => {
            for (number, value) in items.iter().enumerate() {
                flatten(&inner(&number.to_string()), value, texts);
            }
        }
        _ => {}
    }
}
