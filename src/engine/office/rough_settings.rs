//! Settings as far as they can be told, also from a file that is wrong.
//!
//! In comes a snapshot, out go the languages, the address and the rules for consents: what it takes
//! to read documents and to know who must not be online. Never used to publish anything.

use std::sync::Arc;

use crate::base::config::{BaseUrl, ConsentRules};
use crate::base::copies::Copies;
use crate::base::language::Language;
use crate::base::source::{SitePath, Snapshot, Source};
use crate::engine::Memory;
use crate::engine::begin::files_with;
use crate::engine::told_elsewhere::raw;
use crate::model::document::Document;
use crate::read::config::{CONFIG, config};
use crate::read::document::Settings;

/// What is known of the settings.
pub(super) struct RoughSettings {
    languages: Vec<Language>,
    base: String,
    /// The rules for consents.
    pub(super) rules: ConsentRules,
}

impl RoughSettings {
    /// Those of a site, or as much of them as single lines tell.
    pub(super) fn of(snapshot: &Snapshot) -> Self {
        if let Some(config) = config(snapshot).value {
            return Self {
                base: config.base_url.absolute("/"),
                languages: config.languages,
                rules: config.consent,
            };
        }
        let bytes = snapshot.files.get(&SitePath::new(CONFIG)).map_or(&[][..], raw);
        let text = String::from_utf8_lossy(bytes);
        let value = |key: &str| {
            let lines = text.lines().filter_map(|line| line.split_once('='));
            let mut found = lines.filter(|(own, _)| own.trim() == key);
            found.next().map(|(_, value)| value.trim().to_owned())
        };
        let mut rules = ConsentRules::default();
        let digits = |text: String| {
            let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
            digits.parse().ok()
        };
        if let Some(months) = value("valid_months").and_then(digits) {
            rules.valid_months = months;
        }
        let codes = value("languages").unwrap_or_default();
        let named = codes.split(|c: char| !c.is_ascii_alphabetic());
        let mut languages: Vec<Language> =
            named.filter_map(Language::from_code).collect();
        languages
            .extend(Language::ALL.into_iter().filter(|one| !codes.contains(one.code())));
        Self { languages, base: String::new(), rules }
    }

    /// The same at another address, which decides what a link inside is.
    pub(super) fn at(mut self, base_url: Option<&str>) -> Self {
        if let Some(base_url) = base_url.and_then(BaseUrl::parse) {
            self.base = base_url.absolute("/");
        }
        self
    }

    /// Every document that can be read and is no copy of another, and the paths of the files that cannot.
    pub(super) fn documents(
        &self,
        snapshot: &Snapshot,
        copies: &Copies,
        memory: &mut Memory,
    ) -> (Vec<Arc<Document>>, Vec<SitePath>) {
        let is_document = |path: &SitePath| path.ends_in("md") && !copies.contains(path);
        let sources: Vec<&Source> =
            snapshot.below("content/").filter(|one| is_document(&one.path)).collect();
        let settings =
            Settings { languages: self.languages.clone(), base: self.base.clone() };
        let (mut documents, mut unread) = (Vec::new(), Vec::new());
        for (source, file) in sources.iter().zip(files_with(&sources, &settings, memory))
        {
            match &file.value {
                Some(document) => documents.push(Arc::clone(document)),
                None => unread.push(source.path.clone()),
            }
        }
        (documents, unread)
    }
}
