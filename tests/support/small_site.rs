//! A site made from a few texts in memory, through the same reading and the same gate as a
//! real one.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use matrikel::base::copies::Copies;
use matrikel::base::digest::Digest;
use matrikel::base::placeholder_colour::PlaceholderColours;
use matrikel::base::source::{FileBody, SitePath, Snapshot, Source};
use matrikel::publish::assemble::{Input, site};
use matrikel::publish::passes::GateMemory;
use matrikel::publish::reference_data::References;
use matrikel::publish::site::Site;
use matrikel::read;

/// Settings of a small site in two languages.
pub(crate) const CONFIG: &str = r#"
title = { de = "Alumni der Beispiel-Hochschule", en = "Example Alumni" }
base_url = "https://alumni.example.org/alumni/"
languages = ["de", "en"]
theme = "campus"
time_zone = "Europe/Berlin"
[institution]
name = { de = "Hochschule „Beispiel“; Leipzig, Süd", en = "Example University" }
url = "https://www.example.org/"
email = "alumni@example.org"
street = "Straße 1"
city = "Leipzig"
"#;

/// Files of a site to be.
pub(crate) struct SmallSite {
    files: BTreeMap<SitePath, Source>,
}

impl SmallSite {
    /// A site with the usual settings and no content.
    pub(crate) fn new() -> Self {
        Self { files: BTreeMap::new() }.file("config.toml", CONFIG)
    }

    /// Adds or replaces a file.
    pub(crate) fn file(mut self, path: &str, text: &str) -> Self {
        let source = Source {
            path: SitePath::new(path),
            body: FileBody::Text(text.into()),
            digest: Digest::of(text.as_bytes()),
        };
        self.files.insert(source.path.clone(), source);
        self
    }

    /// Adds an event from its front matter.
    pub(crate) fn event(self, name: &str, data: &str) -> Self {
        self.file(
            &format!("content/events/{name}.md"),
            &format!("---\n{data}\n---\nText.\n"),
        )
    }

    /// Adds a person from the front matter and the channels of a consent.
    pub(crate) fn person(self, name: &str, data: &str, channels: &str) -> Self {
        let text = format!(
            "---\n{data}\nconsent: {{ given: 2026-01-01, until: 2029-01-01, fields: [affiliations, \
             position, employer, topics, languages, website, email, bio], channels: \
             [{channels}] }}\n---\nText.\n"
        );
        self.file(&format!("content/directory/{name}.md"), &text)
    }

    /// The public site of 24 November 2026. Content that cannot be read fails the test.
    pub(crate) fn build(self) -> Site {
        let snapshot =
            Snapshot { files: self.files, today: jiff::civil::date(2026, 11, 24) };
        let config = read::config::config(&snapshot);
        let config = config.value.unwrap_or_else(|| panic!("{:?}", config.diagnostics));
        let settings = read::document::Settings {
            languages: config.languages.clone(),
            base: config.base_url.absolute("/"),
        };
        let documents: Vec<_> = snapshot
            .below("content/")
            .filter(|source| source.path.extension() == "md")
            .map(|source| {
                let read = read::document::document(source, &settings);
                Arc::new(read.value.unwrap_or_else(|| panic!("{:?}", read.diagnostics)))
            })
            .collect();
        let reference = read::reference::reference(&snapshot).value;
        let input = Input {
            config: &config,
            snapshot: &snapshot,
            documents: &documents,
            broken: &BTreeSet::new(),
            copies: &Copies::of(&snapshot),
            references: References {
                faculties: reference.faculties,
                institutions: reference.institutions,
                contacts: reference.contacts,
                photos: reference.photos,
                allowed: reference.allowed,
            },
            drafts: false,
            placeholder_colours: PlaceholderColours::default(),
            someone: std::collections::BTreeMap::new(),
        };
        site(input, &mut GateMemory::default(), &mut Vec::new())
    }
}
