//! Test sites for themes: long names, missing names, empty lists, ten thousand people.
//!
//! In comes a site folder as loaded, out go snapshots with the same theme and invented content.
//! They pass through the same reading and the same gate as real content; no public value is ever
//! made here.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use include_dir::{Dir, include_dir};
use jiff::civil::{Date, date};

use crate::base::digest::Digest;
use crate::base::source::{Binary, FileBody, SitePath, Size, Snapshot, Source};

static CASES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/src/cmd/theme/cases");

/// The day of all test sites, for which their consents, events and drafts are written.
const DAY: Date = date(2026, 11, 24);

/// Folders in which the test sites refer to photos.
const WITH_PHOTO: [&str; 4] =
    ["content", "content/directory", "content/portraits", "content/events"];

/// The theme under test.
pub(super) struct ThemeUnderTest {
    files: BTreeMap<SitePath, Source>,
    config: toml::Table,
}

impl ThemeUnderTest {
    /// The theme of that name, with the site's own files and settings for it.
    pub(super) fn new(snapshot: &Snapshot, name: &str) -> Self {
        let files = snapshot.files.iter();
        let files = files
            .filter(|(path, _)| !path.as_str().starts_with("content/"))
            .map(|(path, source)| (path.clone(), source.clone()))
            .collect();
        let own = snapshot.text(&SitePath::new("config.toml"));
        let own = own.and_then(|text| toml::from_str::<toml::Table>(text).ok());
        let mut table: toml::Table = text("config.toml")
            .and_then(|text| toml::from_str(text).ok())
            .unwrap_or_default();
        table.insert("theme".to_owned(), name.into());
        // The site's options belong to the theme it has chosen; another theme has other options.
        let own = own.filter(|own| own.get("theme") == Some(&name.into()));
        if let Some(options) = own.and_then(|mut own| own.remove("theme_options")) {
            table.insert("theme_options".to_owned(), options);
        }
        Self { files, config: table }
    }

    /// A site with people, stories and events of every difficult kind.
    pub(super) fn hard(&self) -> Snapshot {
        let mut site = self.begin();
        add(&mut site, &CASES);
        for folder in WITH_PHOTO {
            let path = SitePath::new(&format!("{folder}/foto.jpg"));
            // Any digest will do: pages are rendered, but no picture is made.
            let digest = path.digest();
            let picture = Some(Size { width: 1600, height: 1200 });
            let body = FileBody::Binary(Binary { length: 1, picture, font: None });
            site.files.insert(path.clone(), Source { path, body, digest });
        }
        site
    }

    /// A site in which every list is empty.
    pub(super) fn empty(&self) -> Snapshot {
        let mut site = self.begin();
        // The menu would lead to pages that do not exist.
        let mut config = self.config.clone();
        config.remove("menu");
        put(&mut site, "config.toml", config.to_string());
        put(&mut site, "content/_index.md", "---\ntitle: Leer\n---\n".to_owned());
        // These lists exist only if they have entries or an introduction.
        for section in ["topics", "places", "offers"] {
            let path = format!("content/{section}/_index.md");
            put(&mut site, &path, "---\ntitle: Leer\n---\n".to_owned());
        }
        site
    }

    /// A site with many people, so that lists have several pages.
    pub(super) fn crowd(&self, people: usize) -> Snapshot {
        let mut site = self.empty();
        for number in 0..people {
            let path = format!("content/directory/person-{number}.md");
            put(&mut site, &path, person(number));
        }
        site
    }

    fn begin(&self) -> Snapshot {
        let mut site = Snapshot { files: self.files.clone(), today: DAY };
        put(&mut site, "config.toml", self.config.to_string());
        site
    }
}

/// An invented person, always the same for a number.
fn person(number: usize) -> String {
    const FAMILIES: [&str; 8] =
        ["Adler", "Brandt", "Czerny", "Öhler", "Ebner", "Fuchs", "Şahin", "Zander"];
    const GIVEN: [&str; 5] = ["Anna", "Bela", "Chiara", "Deniz", "Emil"];
    let family = FAMILIES[number % FAMILIES.len()];
    let given = GIVEN[number / FAMILIES.len() % GIVEN.len()];
    let (year, topic) = (1970 + number % 55, number % 12);
    let mut text = String::from("---\n");
    let _ = writeln!(text, "name: {{ given: {given}, family: {family} }}");
    let _ = writeln!(text, "affiliations: [{{ kind: graduate, to: {year} }}]");
    let place = number % 211;
    let _ = writeln!(text, "topics: [Thema {topic}]\ncity: Ort {place}");
    if number.is_multiple_of(9) {
        text.push_str("offers: [{ kind: mentoring, state: limited }]\n");
    }
    text.push_str(
        "consent: { given: 2026-01-31, fields: [affiliations, kind, years, topics, city, offers, bio], \
         channels: [site, search-engines] }\n---\n",
    );
    let _ = writeln!(text, "Person Nummer {number}.");
    text
}

fn text(path: &str) -> Option<&'static str> {
    CASES.get_file(path)?.contents_utf8()
}

fn add(site: &mut Snapshot, folder: &'static Dir<'static>) {
    for file in folder.files() {
        let path = file.path().to_string_lossy().replace('\\', "/");
        if let Some(text) = file.contents_utf8().filter(|_| path != "config.toml") {
            put(site, &path, text.to_owned());
        }
    }
    for inner in folder.dirs() {
        add(site, inner);
    }
}

fn put(site: &mut Snapshot, path: &str, text: String) {
    let path = SitePath::new(path);
    let digest = Digest::of(text.as_bytes());
    let body = FileBody::Text(Arc::from(text));
    site.files.insert(path.clone(), Source { path, body, digest });
}
