//! Addresses of pages: the words depend on the language, the prefix on its rank in the settings.
//!
//! In come settings, section and language, out goes an address that begins and ends with `/`,
//! relative to the site's base path. Never checks whether the page exists.

use crate::base::config::Config;
use crate::base::language::Language;
use crate::base::output::OutputPath;
use crate::base::slug::slugify;
use crate::base::text::Localised;
use crate::model::document::Section;
use crate::model::person::OfferKind;

/// The word for a section in addresses.
pub const fn word(section: Section, language: Language) -> &'static str {
    let (german, english) = match section {
        Section::Home | Section::Pages => ("", ""),
        Section::Portraits => ("portraets", "portraits"),
        Section::Events => ("veranstaltungen", "events"),
        Section::Directory => ("verzeichnis", "directory"),
        Section::Contacts => ("kontakt", "contact"),
        Section::Topics => ("themen", "topics"),
        Section::Faculties => ("fakultaeten", "faculties"),
        Section::Years => ("jahrgaenge", "years"),
        Section::Institutions => ("einrichtungen", "institutions"),
        Section::Places => ("orte", "places"),
        Section::Offers => ("angebote", "offers"),
    };
    match language {
        Language::De => german,
        Language::En => english,
    }
}

/// True for a file of the pages that list all topics, faculties, years, institutions, places or
/// offers of a site, whatever its settings are.
pub fn is_overview(path: &str) -> bool {
    const LISTS: [Section; 6] = [
        Section::Topics,
        Section::Faculties,
        Section::Years,
        Section::Institutions,
        Section::Places,
        Section::Offers,
    ];
    let inner = ["de/", "en/"].iter().find_map(|prefix| path.strip_prefix(prefix));
    let Some((first, rest)) = inner.unwrap_or(path).split_once('/') else { return false };
    let is_list = LISTS.into_iter().any(|section| {
        [Language::De, Language::En].iter().any(|one| word(section, *one) == first)
    });
    let is_page = |folder: &str| rest.starts_with(folder);
    is_list && (rest == "index.html" || is_page("seite/") || is_page("page/"))
}

/// First parts of addresses that no page may have: all sections, even empty ones, the search
/// page, other languages and the assets.
pub fn reserved(config: &Config) -> Vec<String> {
    let mut words = vec!["assets".to_owned()];
    for (rank, language) in config.languages.iter().enumerate() {
        let prefix =
            if rank == 0 { String::new() } else { format!("{}/", language.code()) };
        if rank > 0 {
            words.push(language.code().to_owned());
        }
        for (_, section) in Section::FOLDERS {
            words.push(format!("{prefix}{}", word(section, *language)));
        }
        words.push(search(config, *language).trim_matches('/').to_owned());
    }
    words
}

/// The search page of a language.
pub fn search(config: &Config, language: Language) -> String {
    below(&home(config, language), language.choose("suche", "search"))
}

/// The table of contents of a language's search index. It is next to the search page and not
/// among the cached assets, since it changes with every entry.
pub fn search_contents(config: &Config, language: Language) -> String {
    format!("{}{SEARCH_CONTENTS}", search(config, language))
}

/// Name of the table of contents of a search index.
pub const SEARCH_CONTENTS: &str = "index.bin";

/// Folder of the shards of all search indexes.
pub const SEARCH_SHARDS: &str = "assets/search/";

/// Paths of the search indexes, which crawlers are told to ignore.
pub fn search_files(config: &Config) -> Vec<String> {
    let contents =
        config.languages.iter().map(|language| search_contents(config, *language));
    std::iter::once(SEARCH_SHARDS.to_owned()).chain(contents).collect()
}

/// The home page of a language.
pub fn home(config: &Config, language: Language) -> String {
    if config.languages.first() == Some(&language) {
        "/".to_owned()
    } else {
        format!("/{}/", language.code())
    }
}

/// The page of a section.
pub fn section(config: &Config, section: Section, language: Language) -> String {
    below(&home(config, language), word(section, language))
}

/// The address of a page below another.
pub fn below(address: &str, part: &str) -> String {
    if part.is_empty() { address.to_owned() } else { format!("{address}{part}/") }
}

/// The address of a list, ending in the slug of its label, or in that of its key if the label
/// has no character with an ASCII form.
pub fn list(
    config: &Config,
    section: Section,
    key: &str,
    label: Option<&Localised>,
    language: Language,
) -> String {
    let part = label.map_or_else(String::new, |label| slugify(label.text(language)));
    let part = if part.is_empty() { slugify(key) } else { part };
    below(&self::section(config, section, language), &part)
}

/// The list of all offers of one kind.
pub fn offers(config: &Config, kind: OfferKind, language: Language) -> String {
    let (german, english) = match kind {
        OfferKind::Mentoring => ("mentoring", "mentoring"),
        OfferKind::GuestLecture => ("gastvortrag", "guest-lecture"),
        OfferKind::Internship => ("praktikum", "internship"),
        OfferKind::Thesis => ("abschlussarbeit", "thesis"),
        OfferKind::Job => ("stelle", "job"),
        OfferKind::Visit => ("besuch", "visit"),
    };
    let part = match language {
        Language::De => german,
        Language::En => english,
    };
    below(&section(config, Section::Offers, language), part)
}

/// The address of page `number` of a list, from 1.
pub fn page(address: &str, number: usize, language: Language) -> String {
    if number == 1 {
        address.to_owned()
    } else {
        format!("{address}{}/{number}/", language.choose("seite", "page"))
    }
}

/// The address of the list for one letter.
pub fn letter(config: &Config, letter: char, language: Language) -> String {
    // `#` would start a fragment.
    let part = if letter == '#' {
        "0".to_owned()
    } else {
        letter.to_ascii_lowercase().to_string()
    };
    let directory = section(config, Section::Directory, language);
    below(&below(&directory, "a-z"), &part)
}

/// The file for a redirect from a former address, given without leading and trailing slash.
pub fn alias(alias: &str) -> Option<OutputPath> {
    // A former site may have used file names as addresses.
    if alias.rsplit_once('.').is_some_and(|(_, end)| end == "html") {
        return OutputPath::new(alias);
    }
    OutputPath::new(&format!("{alias}/index.html"))
}

/// The address of the archive of past events.
pub fn archive(config: &Config, language: Language) -> String {
    below(
        &section(config, Section::Events, language),
        language.choose("archiv", "archive"),
    )
}
