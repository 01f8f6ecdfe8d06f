//! One page of each template and of each kind, as it is: whoever changes a template sees what
//! becomes of the pages.
//!
//! `golden/` is a small site. Digests in the names of scripts, style sheets and pictures are left
//! out: what is in those files, and the version of the encoder, do not change a page.
#![expect(clippy::disallowed_methods, reason = "this test reads the project's own files")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{Built, SiteTest, TODAY};

/// What a page is called here, the template that makes it, and its path.
const PAGES: [(&str, &str, &str); 26] = [
    ("home", "home.html", "index.html"),
    ("home-english", "home.html", "en/index.html"),
    ("page", "page.html", "seite/index.html"),
    ("statement", "page.html", "zugang/index.html"),
    ("person-full", "person.html", "verzeichnis/jana/index.html"),
    ("person-full-english", "person.html", "en/directory/jana/index.html"),
    ("person-sparse", "person.html", "verzeichnis/suryani/index.html"),
    ("directory", "directory.html", "verzeichnis/index.html"),
    ("letter", "directory.html", "verzeichnis/a-z/m/index.html"),
    ("story", "portrait.html", "portraets/bruecke/index.html"),
    ("stories", "portraits.html", "portraets/index.html"),
    ("event", "event.html", "veranstaltungen/fest/index.html"),
    ("event-english", "event.html", "en/events/fest/index.html"),
    ("event-sparse", "event.html", "veranstaltungen/vorbei/index.html"),
    ("events", "events.html", "veranstaltungen/index.html"),
    ("archive", "archive.html", "veranstaltungen/archiv/index.html"),
    ("topics", "terms.html", "themen/index.html"),
    ("topic", "term.html", "themen/brueckenbau/index.html"),
    ("faculty", "term.html", "fakultaeten/bau/index.html"),
    ("institution", "term.html", "einrichtungen/frueher/index.html"),
    ("offers", "offers.html", "angebote/index.html"),
    ("offer-kind", "offers.html", "angebote/besuch/index.html"),
    ("contacts", "contacts.html", "kontakt/index.html"),
    ("search", "search.html", "suche/index.html"),
    ("not-found", "404.html", "404.html"),
    ("redirect", "redirect.html", "alte-seite/index.html"),
];

/// Templates that make no page, but are part of those that do.
const PARTS: [&str; 2] = ["base.html", "components.html"];

fn project(below: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(below)
}

fn site() -> SiteTest {
    let site = SiteTest::empty();
    let folder = project("tests/golden");
    for entry in walkdir::WalkDir::new(&folder) {
        let path = entry.expect("the small site").into_path();
        if path.is_file() {
            let below = path.strip_prefix(&folder).expect("it lies below");
            let bytes = fs::read(&path).expect("a file");
            site.write_bytes(below.to_str().expect("UTF-8"), &bytes);
        }
    }
    site
}

fn built(site: &SiteTest) -> Built {
    let built = site.build_on(TODAY);
    built.is_good();
    built
}

/// The templates of the theme.
fn templates() -> BTreeSet<String> {
    let folder = fs::read_dir(project("themes/campus/templates")).expect("the theme");
    let names = folder.map(|entry| entry.expect("a template").file_name());
    names.map(|name| name.into_string().expect("UTF-8")).collect()
}

/// The page with `…` for the digests in names of scripts, style sheets and pictures.
fn without_digests(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some((before, after)) = rest.split_once("/assets/") {
        out += before;
        out += "/assets/";
        let end = after.find(['"', ' ', ')']).unwrap_or(after.len());
        let (name, behind) = after.split_at(end);
        let parts: Vec<&str> = name.split('.').collect();
        match parts[..] {
            [stem, digest, ending @ ("css" | "js")] if digest.len() > 7 => {
                out += &format!("{stem}.….{ending}");
            }
            [digest, ending @ ("jpg" | "png" | "webp" | "avif")] if digest.len() > 7 => {
                out += &format!("….{ending}");
            }
            _ => out += name,
        }
        rest = behind;
    }
    out + rest
}

#[test]
fn every_kind_of_page_is_as_it_was() {
    let site = site();
    let built = built(&site);
    insta::with_settings!({ snapshot_path => "snapshots/golden", prepend_module_to_snapshot => false }, {
        for (name, _, path) in PAGES {
            insta::assert_snapshot!(name, without_digests(&built.text(path)));
        }
    });
}

/// A template without a page here could change and nobody would see how.
#[test]
fn every_template_has_a_page() {
    let mut shown: BTreeSet<String> =
        PAGES.iter().map(|(_, template, _)| (*template).to_owned()).collect();
    shown.extend(PARTS.map(str::to_owned));
    assert_eq!(shown, templates());
    let names: BTreeSet<&str> = PAGES.iter().map(|(name, ..)| *name).collect();
    assert_eq!(names.len(), PAGES.len(), "each page has a name of its own");
    // No snapshot of a page that is no longer here.
    let folder = fs::read_dir(project("tests/snapshots/golden")).expect("the snapshots");
    for entry in folder {
        let name = entry.expect("a snapshot").file_name().into_string().expect("UTF-8");
        let known = name.strip_suffix(".snap").is_some_and(|name| names.contains(name));
        assert!(known, "{name} belongs to no page");
    }
}

/// The table says which template makes a page, and this is so.
#[test]
fn each_page_is_made_by_its_template() {
    let site = site();
    let parts: Vec<String> = PARTS.map(str::to_owned).to_vec();
    for name in templates().iter().filter(|name| !parts.contains(name)) {
        let original = fs::read_to_string(project("themes/campus/templates").join(name));
        let original = original.expect("a template");
        // Where a template says something of its own; one of them changes another's part only.
        let places = ["{% block main -%}", "{% block actions %}", "<title>"];
        let place = places.into_iter().find(|place| original.contains(place));
        let place = place.unwrap_or_else(|| panic!("{name} says nothing of its own"));
        let marked = original.replacen(place, &format!("{place}made by {name}: "), 1);
        site.write(&format!("templates/{name}"), &marked);
    }
    let built = built(&site);
    for (name, template, path) in PAGES {
        let html = built.text(path);
        assert!(html.contains(&format!("made by {template}: ")), "{name}: {html}");
    }
}
