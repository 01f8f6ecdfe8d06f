//! The theme's texts of one language, and what the program finishes with them.
//!
//! In comes `i18n/<language>.toml`, out go words by their dotted name. A name that the program
//! needs and the theme lacks is an error when the theme is loaded, never an empty place on a
//! page.

use std::collections::BTreeMap;

use crate::base::language::Language;

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

/// Names of the texts that the program itself needs, below `engine`.
const NEEDED: &[(&str, &[&str])] = &[
    ("sector", &["business", "public", "society", "academia", "culture", "own-company"]),
    ("offer", &["mentoring", "guest-lecture", "internship", "thesis", "job", "visit"]),
    ("state", &["open", "limited", "closed"]),
    ("status", &["cancelled", "postponed", "moved-online"]),
    (
        "format",
        &[
            "meeting",
            "talk",
            "workshop",
            "graduation",
            "jubilee",
            "tour",
            "excursion",
            "regulars",
            "online",
            "other",
        ],
    ),
    ("audience", &["alumni", "students", "staff", "public"]),
    (
        "section",
        &[
            "portraits",
            "directory",
            "events",
            "contacts",
            "topics",
            "faculties",
            "years",
            "institutions",
            "places",
            "offers",
            "archive",
            "home",
        ],
    ),
    (
        "fact",
        &[
            "affiliation",
            "faculty",
            "institution",
            "years",
            "position",
            "employer",
            "sector",
            "place",
            "languages",
            "birth_name",
        ],
    ),
    (
        "note",
        &[
            "only_in.de",
            "only_in.en",
            "bio_only_in.de",
            "bio_only_in.en",
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
        ],
    ),
    (
        "statement",
        &[
            "commitment",
            "scope",
            "full",
            "partial",
            "none",
            "non_compliant",
            "disproportionate_burden",
            "out_of_scope",
            "prepared",
            "reviewed",
            "self",
            "external",
        ],
    ),
    (
        "count",
        &[
            "minutes.one",
            "minutes.other",
            "statement_days.one",
            "statement_days.other",
            "people.one",
            "people.other",
            "stories.one",
            "stories.other",
            "events.one",
            "events.other",
            "offers.one",
            "offers.other",
        ],
    ),
    (
        "role",
        &[
            "graduate.f",
            "graduate.m",
            "graduate.d",
            "exchange.f",
            "exchange.m",
            "exchange.d",
            "studied.f",
            "studied.m",
            "studied.d",
            "staff.f",
            "staff.m",
            "staff.d",
            "project-staff.f",
            "project-staff.m",
            "project-staff.d",
            "professor.f",
            "professor.m",
            "professor.d",
            "member.f",
            "member.m",
            "member.d",
        ],
    ),
];

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
        let months =
            (0..12).flat_map(|n| [format!("month.long.{n}"), format!("month.short.{n}")]);
        NEEDED
            .iter()
            .flat_map(|(group, names)| {
                names.iter().map(move |name| format!("{group}.{name}"))
            })
            .chain(months)
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
