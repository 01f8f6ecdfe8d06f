//! The texts of a theme in the languages of a site, put together text by text.
//!
//! In come the `i18n` files, the built-in one first, out go words for the program and one value
//! for the templates. A text that only one language has is an error now, never an empty place
//! on some page later.

use std::collections::BTreeMap;

use tera::Value;

use crate::base::code::Code;
use crate::base::config::Config;
use crate::base::diagnostic::{Diagnostic, Place};
use crate::base::language::Language;
use crate::base::source::SitePath;

use super::data::parse;
use super::files::ThemeFiles;
use crate::render::theme::theme_words::{ThemeWords, flatten};

/// The texts of every language.
#[derive(Default)]
pub(super) struct ThemeTexts {
    /// For the program.
    pub(super) words: BTreeMap<Language, ThemeWords>,
    /// As templates see them.
    pub(super) values: BTreeMap<Language, Value>,
    /// Which file a text is from.
    origins: BTreeMap<Language, BTreeMap<String, SitePath>>,
}

/// Puts the texts of a theme together and checks that every language has all of them.
pub(super) fn texts(
    files: &ThemeFiles<'_>,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> ThemeTexts {
    let before = diagnostics.len();
    let mut texts = ThemeTexts::default();
    for language in &config.languages {
        texts.add(files, *language, diagnostics);
    }
    // What a file that cannot be read lacks only follows from that.
    if diagnostics.len() == before {
        texts.check_same_names(diagnostics);
    }
    texts
}

impl ThemeTexts {
    fn add(
        &mut self,
        files: &ThemeFiles<'_>,
        language: Language,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let before = diagnostics.len();
        let mut whole = toml::Table::new();
        let mut origins = BTreeMap::new();
        let mut last = None;
        for (path, text) in files.texts(&format!("i18n/{}.toml", language.code())) {
            let table = parse(path, text, diagnostics);
            let mut names = BTreeMap::new();
            flatten("", &toml::Value::Table(table.clone()), &mut names);
            origins.extend(names.into_keys().map(|name| (name, path.clone())));
            merge(&mut whole, table);
            last = Some(path);
        }
        let words = ThemeWords::new(&whole);
        if let Some(path) = last.filter(|_| diagnostics.len() == before) {
            let missing = words.missing();
            diagnostics.extend(missing.iter().map(|name| lacks(path, name)));
        }
        self.words.insert(language, words);
        self.values.insert(language, Value::from_serializable(&whole));
        self.origins.insert(language, origins);
    }

    /// The text is to be added beside the file that has it in another language.
    fn check_same_names(&self, diagnostics: &mut Vec<Diagnostic>) {
        for (language, own) in &self.words {
            for (other, theirs) in &self.words {
                let lacking = theirs.names().filter(|name| !own.has(name));
                for name in lacking {
                    let Some(origin) = self.origins[other].get(name) else { continue };
                    let folder = origin.folder();
                    let path =
                        SitePath::new(&format!("{folder}/{}.toml", language.code()));
                    diagnostics.push(lacks(&path, name));
                }
            }
        }
    }
}

fn lacks(path: &SitePath, name: &str) -> Diagnostic {
    Diagnostic::at(Code::ThemeTextMissing, Place::file(path))
        .text("value", name)
        .text("file", path.to_string())
}

/// Puts one file's texts over those of another, text by text; a list counts as one text.
fn merge(below: &mut toml::Table, above: toml::Table) {
    for (name, value) in above {
        match (below.get_mut(&name), value) {
            (Some(toml::Value::Table(below)), toml::Value::Table(above)) => {
                merge(below, above);
            }
            (_, value) => {
                below.insert(name, value);
            }
        }
    }
}
