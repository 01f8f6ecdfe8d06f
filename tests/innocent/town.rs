//! A site in the making: people, pages, events and reference data, as text in memory.
//!
//! In come entries, out goes a snapshot. Never touches the disk; a photo is only its size.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use matrikel::base::digest::Digest;
use matrikel::base::source::{Binary, FileBody, SitePath, Size, Snapshot, Source};

use crate::torture::chance::Chance;

/// The site of a university in a town.
pub(crate) struct Town {
    pub(crate) chance: Chance,
    pub(crate) files: BTreeMap<String, String>,
    pub(crate) photos: Vec<String>,
    pub(crate) contacts: String,
    pub(crate) faculties: String,
    pub(crate) institutions: String,
    /// Lines of `[institution]`, by key.
    pub(crate) institution: BTreeMap<&'static str, String>,
    pub(crate) people: usize,
    pub(crate) others: usize,
}

/// Somebody to be entered.
#[derive(Default)]
pub(crate) struct Entry<'e> {
    /// Inside of `name: { … }`.
    pub(crate) name: &'e str,
    /// Further lines of the data, each with its end.
    pub(crate) data: String,
    pub(crate) body: String,
    pub(crate) shown: bool,
    pub(crate) evidence: &'e str,
    pub(crate) fields: &'e str,
}

impl Town {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            chance: Chance::new(seed),
            files: BTreeMap::new(),
            photos: Vec::new(),
            contacts: String::new(),
            faculties: String::new(),
            institutions: "- { id: eigen, name: Beispielhochschule, self: true }\n"
                .into(),
            institution: BTreeMap::from([("name", "Beispielhochschule".to_owned())]),
            people: 0,
            others: 0,
        }
    }

    /// Enters somebody, and tells the name of the entry.
    pub(crate) fn enter(&mut self, entry: &Entry<'_>) -> String {
        self.people += 1;
        let slug = format!("eintrag-{}", self.people);
        let id = format!("zq{:03}-7w{}", self.people, self.chance.between(100, 999));
        let mut text =
            format!("---\nid: {id}\nname: {{ {} }}\n{}", entry.name, entry.data);
        let evidence = if entry.evidence.is_empty() {
            String::new()
        } else {
            format!("  evidence: {}\n", entry.evidence)
        };
        let consent = |days: &str| {
            format!(
                "consent:\n{days}{evidence}  fields: [{}]\n  channels: [site, feeds, search-engines]\n",
                entry.fields
            )
        };
        let choice = if entry.shown { 3 } else { self.chance.below(3) };
        text.push_str(&match choice {
            0 => String::new(),
            1 => consent("  given: 2024-05-01\n  until: 2026-10-31\n"),
            2 => consent("  given: 2026-01-01\n  withdrawn: 2026-11-20\n"),
            _ => consent("  given: 2026-01-01\n"),
        });
        let _ = write!(text, "---\n{}\n", entry.body);
        self.files.insert(format!("content/directory/{slug}.md"), text);
        slug
    }

    /// Somebody who is shown, by given and family name.
    pub(crate) fn shown(&mut self, given: &str, family: &str) -> String {
        let name = format!("given: {given}, family: {family}");
        self.enter(&Entry { name: &name, shown: true, ..Entry::default() })
    }

    /// Somebody who is not.
    pub(crate) fn withheld(&mut self, given: &str, family: &str) -> String {
        let name = format!("given: {given}, family: {family}");
        self.enter(&Entry { name: &name, ..Entry::default() })
    }

    pub(crate) fn page(&mut self, text: &str) {
        self.others += 1;
        let number = self.others;
        let page = format!("---\ntitle: Blatt {number}\n---\n{text}\n");
        self.files.insert(format!("content/blatt-{number}.md"), page);
    }

    pub(crate) fn event(&mut self, data: &str, text: &str) {
        self.others += 1;
        let number = self.others;
        let event = format!(
            "---\ntitle: Abend {number}\nstart: 2027-0{}-1{}T18:00\n{data}---\n{text}\n",
            1 + number % 9,
            number % 10
        );
        self.files.insert(format!("content/events/abend-{number}.md"), event);
    }

    /// The whole site.
    pub(crate) fn snapshot(mut self, today: &str) -> Snapshot {
        let mut settings = crate::support::CONFIG.to_owned();
        settings.push_str("[institution]\n");
        for (key, value) in &self.institution {
            let _ = writeln!(settings, "{key} = \"{value}\"");
        }
        self.files.insert("config.toml".into(), settings);
        for (name, text) in [
            ("contacts", self.contacts),
            ("faculties", self.faculties),
            ("institutions", self.institutions),
        ] {
            if !text.is_empty() {
                self.files.insert(format!("content/{name}.yaml"), text);
            }
        }
        let texts = self.files.into_iter().map(|(path, text)| {
            let digest = Digest::of(text.as_bytes());
            (path, FileBody::Text(text.into()), digest)
        });
        let photos = self.photos.into_iter().map(|path| {
            let picture = Some(Size { width: 40, height: 50 });
            let digest = Digest::of(path.as_bytes());
            (path, FileBody::Binary(Binary { length: 900, picture, font: None }), digest)
        });
        let source = |(path, body, digest): (String, FileBody, Digest)| {
            let path = SitePath::new(&path);
            (path.clone(), Source { path, body, digest })
        };
        let files = texts.chain(photos).map(source).collect();
        Snapshot { files, today: today.parse().expect("a day") }
    }
}
