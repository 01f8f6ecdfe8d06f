//! How the work of whole builds grows with the site.
//!
//! In come sites of one kind in three sizes, as offices have them: one sheet signed by a thousand,
//! one surname for hundreds, one topic for all. What is counted are the things that a build looks
//! at, from reading to the report; it never asks a clock.

use std::collections::BTreeMap;

use jiff::civil::date;

use super::indexed_people::indexed_people;
use super::office::edition_with_sources::inside;
use super::office::explain::explain;
use super::office::upcoming::upcoming;
use super::{Memory, Request, build, edition};
use crate::base::code::Code;
use crate::base::digest::Digest;
use crate::base::explain::explain_all;
use crate::base::language::Language;
use crate::base::source::{Binary, FileBody, SitePath, Size, Snapshot, Source};
use crate::base::work;
use crate::render::formats::registry::reserved_names;

const CONFIG: &str = "title = \"Alumni\"\nbase_url = \"https://alumni.example.org/\"\n\
     languages = [\"de\"]\ntheme = \"campus\"\ntime_zone = \"Europe/Berlin\"\n\
     [institution]\nname = \"Hochschule\"\nemail = \"alumni@example.org\"\n";

const CONSENT: &str = "consent: { given: 2026-01-01, until: 2029-01-01, \
     fields: [affiliations, topics, photo, bio], channels: [site, search-engines], \
     evidence: Liste 2026 }";

/// A site in the making.
struct GrowingSite(BTreeMap<SitePath, Source>);

impl GrowingSite {
    fn new() -> Self {
        Self(BTreeMap::new()).text("config.toml", CONFIG)
    }

    fn add(mut self, path: &str, body: FileBody, digest: Digest) -> Self {
        let path = SitePath::new(path);
        self.0.insert(path.clone(), Source { path, body, digest });
        self
    }

    fn text(self, path: &str, text: &str) -> Self {
        let digest = Digest::of(text.as_bytes());
        self.add(path, FileBody::Text(text.into()), digest)
    }

    /// Front matter and a text.
    fn page(self, path: &str, data: &str, text: &str) -> Self {
        self.text(path, &format!("---\n{data}\n---\n{text}\n"))
    }

    fn photo(self, path: &str) -> Self {
        let picture = Some(Size { width: 400, height: 300 });
        let body = FileBody::Binary(Binary { length: 1, picture, font: None });
        self.add(path, body, Digest::of(path.as_bytes()))
    }

    /// As many people of one surname and one topic.
    fn people(self, count: usize) -> Self {
        (0..count).fold(self, |site, number| {
            let name = format!("name: {{ given: Jana {number}, family: Müller }}");
            let data = format!("{name}\ntopics: [Brücken]\n{CONSENT}");
            site.page(&format!("content/directory/mueller-{number:05}.md"), &data, "")
        })
    }

    fn snapshot(self) -> Snapshot {
        Snapshot { files: self.0, today: date(2026, 11, 24) }
    }
}

/// What a build looks at, with its report; and how often it says something.
fn built(site: GrowingSite, code: Option<Code>) -> (usize, usize) {
    let snapshot = site.snapshot();
    let mut said = 0;
    let counted = work::of(|| {
        let edition = edition(&snapshot, &Request::default(), &mut Memory::default());
        let built = edition.finish();
        let of_kind = built.diagnostics.iter().filter(|one| Some(one.code) == code);
        said = of_kind.count();
        explain_all(&built.diagnostics, &snapshot, Language::De).len() + built.pages
    });
    (counted, said)
}

/// Holds that a build with its report grows with the site and not faster, and that it says
/// something about each of what there are as many.
#[track_caller]
fn assert_linear(size: usize, code: Code, site: impl Fn(usize) -> GrowingSite) {
    work::assert_linear(size, |n| {
        let (counted, said) = built(site(n), Some(code));
        assert!(said >= n, "{said} of {n}");
        counted
    });
}

#[track_caller]
fn assert_linear_and_silent(size: usize, site: impl Fn(usize) -> GrowingSite) {
    work::assert_linear(size, |n| n + built(site(n), None).0);
}

fn list(count: usize, entry: impl Fn(usize) -> String) -> String {
    (0..count).map(entry).collect::<Vec<_>>().join(", ")
}

#[test]
fn unknown_speakers_of_one_event() {
    assert_linear(200, Code::ReferenceUnknown, |n| {
        let speakers = list(n, |k| format!("mueler-{k:05}"));
        let data = format!("title: Tag\nstart: 2027-01-01\nspeakers: [{speakers}]");
        GrowingSite::new().people(20).page("content/events/tag.md", &data, "")
    });
}

#[test]
fn allowed_names_in_one_list() {
    assert_linear(200, Code::AllowedLater, |n| {
        let entry = |k| format!("{{ name: Jana {k}, reason: Zitat, date: 2027-01-01 }}");
        let data = format!("title: Seite\nallowed_mentions: [{}]", list(n, entry));
        GrowingSite::new().page("content/seite.md", &data, "")
    });
}

#[test]
fn unknown_keys_in_one_file() {
    assert_linear(200, Code::KeyUnknown, |n| {
        let keys: Vec<String> = (0..n).map(|k| format!("\nzusatz_{k}: x")).collect();
        let keys = keys.concat();
        GrowingSite::new().page("content/seite.md", &format!("title: Seite{keys}"), "")
    });
}

#[test]
fn withheld_group_photos() {
    assert_linear(200, Code::PhotoWithheld, |n| {
        let entry = |k| format!("- file: directory/{k}.jpg\n  people: [jana]\n");
        let photos: String = (0..n).map(entry).collect();
        let without_consent = "name: { given: Jana, family: Müller }";
        let site = GrowingSite::new().text("content/photos.yaml", &photos);
        let site = site.page("content/directory/jana.md", without_consent, "");
        (0..n).fold(site, |site, k| site.photo(&format!("content/directory/{k}.jpg")))
    });
}

#[test]
fn notes_in_one_markdown_file() {
    assert_linear(200, Code::LinkVague, |n| {
        let text = "Mehr steht [hier](https://www.example.org/).\n\n".repeat(n);
        GrowingSite::new().page("content/seite.md", "title: Seite", &text)
    });
}

#[test]
fn missing_photos_beside_many_files() {
    assert_linear(450, Code::PhotoMissing, |n| {
        (0..n).fold(GrowingSite::new(), |site, k| {
            let photo = format!("photo: {{ file: jana-{k:05}.jpeg, alt: Jana }}");
            let name = format!("name: {{ given: Jana {k}, family: Müller }}");
            let data = format!("{name}\n{photo}\n{CONSENT}");
            site.page(&format!("content/directory/jana-{k:05}.md"), &data, "")
        })
    });
}

#[test]
fn texts_with_an_ending_that_is_not_read() {
    assert_linear(200, Code::FileOverlooked, |n| {
        let site = GrowingSite::new().people(n);
        (0..n).fold(site, |site, k| site.text(&format!("content/liste-{k}.txt"), "x"))
    });
}

/// `luppe.en.md` beside hundreds of others whose original is missing and begins alike.
#[test]
fn translations_without_an_original_in_one_folder() {
    assert_linear(200, Code::TranslationWithoutOriginal, |n| {
        let config = CONFIG.replace("[\"de\"]", "[\"de\", \"en\"]");
        (0..n).fold(GrowingSite::new().text("config.toml", &config), |site, k| {
            site.page(
                &format!("content/s{}.en.md", "a".repeat(k % 9) + &k.to_string()),
                "title: S",
                "",
            )
        })
    });
}

/// Photos whose names a Mac wrote, named in documents as a keyboard writes them.
#[test]
fn photos_in_the_other_form_of_unicode() {
    work::assert_linear(50, |n| {
        let site = (0..n).fold(GrowingSite::new(), |site, k| {
            let site = site.photo(&format!("content/directory/mu\u{308}ller-{k}.jpg"));
            let photo = format!("photo: {{ file: müller-{k}.jpg, alt: Jana }}");
            let name = format!("name: {{ given: Jana, family: M{k} }}");
            let data = format!("{name}\n{photo}\n{CONSENT}");
            site.page(&format!("content/directory/m-{k}.md"), &data, "")
        });
        let (counted, missing) = built(site, Some(Code::PhotoMissing));
        assert_eq!(missing, 0);
        counted
    });
}

#[test]
fn faculties_in_a_chain_of_predecessors() {
    work::assert_linear(50, |n| {
        let entry = |k: usize| {
            let before = k.checked_sub(1).map(|before| format!("f-{before}"));
            let before = before.unwrap_or_default();
            format!("- id: f-{k}\n  name: Fakultät {k}\n  predecessors: [{before}]\n")
        };
        let faculties: String = (0..n).map(entry).collect();
        let site =
            GrowingSite::new().people(20).text("content/faculties.yaml", &faculties);
        let (counted, _) = built(site, None);
        // Each of the pages shows the whole line: that much has to be written.
        counted.saturating_sub(n * n)
    });
}

#[test]
fn ordinary_pages() {
    assert_linear_and_silent(40, |n| {
        let site =
            GrowingSite::new().page("content/strategie.md", "title: Strategie", "");
        (0..n).fold(site, |site, k| {
            let path = format!("content/strategie/seite-{k}.md");
            site.page(&path, &format!("title: Seite {k}"), "Text.")
        })
    });
}

#[test]
fn links_by_the_addresses_of_people() {
    assert_linear_and_silent(40, |n| {
        (0..n).fold(GrowingSite::new().people(n), |site, k| {
            let text = format!("[Jana](/verzeichnis/mueller-{k:05}/)");
            site.page(
                &format!("content/seite-{k}.md"),
                &format!("title: Seite {k}"),
                &text,
            )
        })
    });
}

#[test]
fn everybody_mentioned_by_one_event() {
    assert_linear_and_silent(30, |n| {
        let mention = |k| format!("[Jana {k}](person:mueller-{k:05})");
        let data = "title: Tag\nstart: 2027-01-01";
        let site = GrowingSite::new().people(n);
        site.page("content/events/tag.md", data, &list(n, mention))
    });
}

#[test]
fn people_who_are_withheld_and_mentioned_by_one_event() {
    assert_linear(200, Code::ReferenceWithheld, |n| {
        let name = "name: { given: Jana, family: Müller }";
        let site = (0..n).fold(GrowingSite::new(), |site, k| {
            site.page(&format!("content/directory/mueller-{k:05}.md"), name, "")
        });
        let listed = list(n, |k| format!("{{ person: mueller-{k:05}, phrase: jemand }}"));
        let data = format!("title: Tag\nstart: 2027-01-01\nmentions: [{listed}]");
        let mention = |k| format!("[Jana {k}](person:mueller-{k:05})");
        site.page("content/events/tag.md", &data, &list(n, mention))
    });
}

#[test]
fn days_to_come_of_everybody() {
    work::assert_linear(100, |n| {
        let site = (0..n).fold(GrowingSite::new().people(n), |site, k| {
            let data = format!(
                "title: Porträt {k}\ndate: 2026-01-01\nsummary: Kurz.\n\
                 person: mueller-{k:05}\n{CONSENT}"
            );
            site.page(&format!("content/portraits/p-{k}.md"), &data, "Text.")
        });
        let snapshot = site.snapshot();
        let inside = inside(&snapshot, &Request::default());
        work::of(|| {
            let changes = upcoming(&snapshot, &inside, 2_000).expect("a site");
            assert!(changes.len() >= 2 * n, "{}", changes.len());
        })
    });
}

/// One surname, one topic and one photo for all.
#[test]
fn who_is_seen_where() {
    work::assert_linear(60, |n| {
        let people = list(n, |k| format!("mueller-{k:05}"));
        let photos = format!("- file: directory/alle.jpg\n  people: [{people}]\n");
        let site = GrowingSite::new().people(n).text("content/photos.yaml", &photos);
        let snapshot = site.photo("content/directory/alle.jpg").snapshot();
        let built = build(&snapshot, &Request::default());
        work::of(|| {
            let (files, people) = indexed_people(&built, &snapshot);
            assert!(files.len() > n && people.len() == n, "{}", people.len());
        })
    });
}

#[test]
fn everybody_in_one_output() {
    work::assert_linear(100, |n| {
        let snapshot = GrowingSite::new().people(n).snapshot();
        let inside = inside(&snapshot, &Request::default());
        let sitemap = reserved_names().find(|name| name.starts_with("sitemap"));
        work::of(|| explain(&inside, sitemap.expect("a sitemap")))
    });
}
