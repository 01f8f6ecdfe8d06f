//! The same input and date give the same bytes, whatever the threads, the order of the disk
//! or the day before; and what comes out hangs together: links, headings, heads of pages.
#![expect(
    clippy::case_sensitive_file_extension_comparisons,
    reason = "outputs have endings in small letters"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::time::{Duration, SystemTime};

use crate::support::{Built, SiteTest, TODAY, Tag, is_page, tags};
use matrikel::base::output::OutputSet;
use matrikel::engine::{Request, build};

fn outputs(site: &SiteTest, threads: usize) -> OutputSet {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .expect("threads can be started");
    pool.install(|| build(&site.snapshot(TODAY), &Request::default()).outputs)
}

#[test]
fn threads_and_repetition_change_no_byte() {
    let site = SiteTest::sample();
    let once = outputs(&site, 4);
    assert!(once.0.len() > 100);
    assert!(once == outputs(&site, 4), "twice the same");
    assert!(once == outputs(&site, 1), "one thread");
}

/// Files that were written in another order stand in another order in their folder.
#[test]
fn the_order_of_the_disk_does_not_matter() {
    let site = SiteTest::sample();
    let other = SiteTest::empty();
    let mut files: Vec<(String, Vec<u8>)> = site.tree("").into_iter().collect();
    files.reverse();
    let half = files.len() / 2;
    files.rotate_left(half);
    for (path, bytes) in &files {
        other.write_bytes(path, bytes);
    }
    assert!(outputs(&site, 2) == outputs(&other, 2));
}

#[test]
fn the_sample_site_is_good_on_many_days() {
    let site = SiteTest::sample();
    for day in [
        TODAY,
        "2026-01-01",
        "2027-03-28",
        "2027-10-31",
        "2028-02-29",
        "2031-11-24",
        "1990-01-01",
        "2099-12-31",
        "0001-01-01",
        "9999-12-31",
        "-009999-01-01",
    ] {
        site.build_on(day).is_good();
    }
}

/// Days on which nothing changes give the same pages: no clock shows through.
#[test]
fn only_what_a_day_changes_differs() {
    let site = SiteTest::new();
    site.write("content/seite.md", "---\ntitle: Seite\n---\nText\n");
    let (one, other) = (site.build_on("2026-11-24"), site.build_on("2031-02-03"));
    let mut one = one.all_bytes();
    let mut other = other.all_bytes();
    // An empty calendar tells the rules of the time zone for the year of the build.
    for all in [&mut one, &mut other] {
        all.retain(|path, _| !path.ends_with(".ics"));
    }
    assert!(one == other);
}

/// Every link of every page, its page's address, and where it leads.
fn links(built: &Built) -> Vec<(String, String)> {
    let mut links = Vec::new();
    for (path, html) in built.pages() {
        for tag in tags(&html) {
            for name in ["href", "src", "action", "poster"] {
                if let Some(target) = tag.get(name) {
                    links.push((path.to_owned(), target.to_owned()));
                }
            }
            for target in tag.get("srcset").into_iter().flat_map(|set| set.split(',')) {
                let target = target.split_whitespace().next().unwrap_or("");
                links.push((path.to_owned(), target.to_owned()));
            }
        }
    }
    links
}

fn check_links(built: &Built, origin: &str, base: &str) {
    let ids: BTreeMap<&str, BTreeSet<String>> = built
        .pages()
        .into_iter()
        .map(|(path, html)| {
            let ids = tags(&html)
                .into_iter()
                .filter_map(|tag| tag.get("id").map(str::to_owned));
            (path, ids.collect())
        })
        .collect();
    let mut wrong = BTreeSet::new();
    let links = links(built);
    assert!(links.len() > 5, "there are links");
    for (page, link) in links {
        let target = link.strip_prefix(origin).unwrap_or(&link);
        if target.contains(':') && !target.starts_with('/') {
            continue;
        }
        let (address, fragment) = target.split_once('#').unwrap_or((target, ""));
        let address = address.split('?').next().unwrap_or(address);
        let file = if address.is_empty() {
            page.clone()
        } else if let Some(inner) = address.strip_prefix(base) {
            if inner.is_empty() || inner.ends_with('/') {
                format!("{inner}index.html")
            } else {
                inner.to_owned()
            }
        } else {
            wrong.insert(format!("{page}: {link} is not below {base}"));
            continue;
        };
        if !built.has(&file) {
            wrong.insert(format!("{page}: {link} leads nowhere"));
        } else if !fragment.is_empty()
            && is_page(&file)
            && !ids.get(file.as_str()).is_some_and(|ids| ids.contains(fragment))
        {
            wrong.insert(format!("{page}: {link} names a part that is not there"));
        }
    }
    assert_eq!(wrong, BTreeSet::new());
}

#[test]
fn every_link_of_the_sample_site_leads_somewhere() {
    let built = SiteTest::sample().build_on(TODAY);
    check_links(built.is_good(), "https://alumni.example.org", "/");
}

#[test]
fn a_base_path_stands_before_every_local_link() {
    let request = Request {
        base_url: Some("https://host.example/alumni/neu".into()),
        ..Request::default()
    };
    let built = SiteTest::sample().build_with(TODAY, &request);
    check_links(built.is_good(), "https://host.example", "/alumni/neu/");
    for (path, html) in built.pages() {
        assert!(
            !html.contains("alumni.example.org/"),
            "{path} names the configured address"
        );
    }
}

fn only<'t>(
    tags: &'t [Tag],
    what: &str,
    found: impl Fn(&Tag) -> bool,
    path: &str,
) -> &'t Tag {
    let all: Vec<&Tag> = tags.iter().filter(|tag| found(tag)).collect();
    assert_eq!(all.len(), 1, "{path}: one {what}, not {all:?}");
    all[0]
}

#[test]
fn every_page_has_one_head_and_one_heading() {
    let built = SiteTest::sample().build_on(TODAY);
    let mut titles: BTreeMap<String, &str> = BTreeMap::new();
    for (path, html) in built.pages() {
        assert!(
            html.starts_with("<!doctype html>") || html.starts_with("<!DOCTYPE html>")
        );
        let tags = tags(&html);
        let language = only(&tags, "html", |tag| tag.name == "html", path).get("lang");
        let expected = match path {
            path if path.starts_with("en/") => "en",
            // The variant for what is written plainly, registered with IANA.
            "leichte-sprache/index.html" => "de-simple",
            _ => "de",
        };
        assert_eq!(language, Some(expected), "{path}");
        only(&tags, "title", |tag| tag.name == "title", path);
        let start = html.find("<title>").expect("a title") + 7;
        let title = &html[start..start + html[start..].find('<').expect("its end")];
        assert!(!title.trim().is_empty(), "{path}");
        let robots = |tag: &Tag| tag.get("name") == Some("robots");
        let is_redirect = tags.iter().any(|tag| tag.get("http-equiv") == Some("refresh"));
        let canonical =
            only(&tags, "canonical", |tag| tag.get("rel") == Some("canonical"), path);
        let canonical = canonical.get("href").expect("an address");
        assert!(
            canonical.starts_with("https://alumni.example.org/"),
            "{path}: {canonical}"
        );
        if is_redirect {
            continue;
        }
        let address = path.trim_end_matches("index.html");
        assert_eq!(canonical, format!("https://alumni.example.org/{address}"), "{path}");
        only(&tags, "h1", |tag| tag.name == "h1", path);
        only(&tags, "main", |tag| tag.name == "main", path);
        // Two pages with one title cannot be told apart in tabs and results.
        if !tags.iter().any(robots) {
            let language = language.unwrap_or("");
            if let Some(other) = titles.insert(format!("{language} {title}"), path) {
                panic!("{other} and {path} are both called {title}");
            }
        }
        check_elements(path, &tags);
    }
}

/// What a reader with a screen reader or without scripts depends on.
fn check_elements(path: &str, tags: &[Tag]) {
    let mut ids = BTreeSet::new();
    let mut level = 1;
    for tag in tags {
        if let Some(id) = tag.get("id") {
            assert!(
                !id.is_empty() && ids.insert(id),
                "{path}: the id {id:?} is not unique"
            );
        }
        if tag.name == "img" {
            for name in ["alt", "width", "height"] {
                assert!(tag.get(name).is_some(), "{path}: a picture without {name}");
            }
        }
        if tag.name == "a" {
            let href = tag.get("href");
            assert!(href.is_none_or(|href| !href.is_empty()), "{path}: an empty link");
        }
        for (name, _) in &tag.attributes {
            assert!(!name.starts_with("on"), "{path}: {name} holds a script");
            assert_ne!(name, "style", "{path}: a style in an attribute");
        }
        if let Some(own) = tag.name.strip_prefix('h').and_then(|n| n.parse::<u8>().ok()) {
            assert!(own <= level + 1, "{path}: h{own} after h{level}");
            level = own;
        }
    }
    for tag in tags {
        for name in ["for", "aria-labelledby", "aria-describedby", "aria-controls"] {
            for id in tag.get(name).into_iter().flat_map(str::split_whitespace) {
                assert!(
                    ids.contains(id),
                    "{path}: {name} names {id}, which is not there"
                );
            }
        }
    }
}

#[test]
fn translations_name_each_other() {
    let built = SiteTest::sample().build_on(TODAY);
    let pages = built.pages();
    let alternates = |html: &str| -> BTreeMap<String, String> {
        tags(html)
            .iter()
            .filter(|tag| tag.get("rel") == Some("alternate"))
            .filter_map(|tag| {
                Some((tag.get("hreflang")?.to_owned(), tag.get("href")?.to_owned()))
            })
            .collect()
    };
    let file = |url: &str| {
        let inner = url.strip_prefix("https://alumni.example.org/").expect("our address");
        format!("{inner}index.html")
    };
    let mut pairs = 0;
    for (path, html) in &pages {
        let own = alternates(html);
        for url in own.values() {
            let other = &pages[file(url).as_str()];
            assert_eq!(alternates(other), own, "{path} and {url}");
            pairs += 1;
        }
    }
    assert!(pairs > 50);
}

/// A site by the real program: the second build finds nothing to do and touches nothing.
#[test]
fn a_second_build_touches_nothing() {
    let site = SiteTest::new();
    site.photo("content/events/fest.jpg", "geheim").write(
        "content/events/fest.md",
        "---\ntitle: Fest\nstart: 2027-06-05\nimage: { file: fest.jpg, alt: Fest }\n---\nText\n",
    );
    let arguments = ["build", "--at", TODAY];
    site.command(&arguments).ends_with(0);
    let old = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    let files = site.tree("public");
    assert!(files.keys().any(|path| path.ends_with(".webp")), "{:?}", files.keys());
    for path in files.keys() {
        let file = fs::File::options().write(true).open(site.path("public").join(path));
        file.and_then(|file| file.set_modified(old)).expect("a time can be set");
    }
    let folder = |site: &SiteTest| {
        fs::metadata(site.path("public")).and_then(|m| m.modified()).expect("a time")
    };
    let before = folder(&site);
    site.command(&arguments).ends_with(0);
    assert_eq!(folder(&site), before);
    for path in files.keys() {
        let metadata = fs::metadata(site.path("public").join(path)).expect("it is there");
        assert_eq!(metadata.modified().expect("a time"), old, "{path}");
    }
    assert!(site.tree("public") == files);
}

/// Two folders, two runs of the real program, one of them in another place, time zone and
/// language of the system.
#[test]
fn the_environment_does_not_show() {
    let build = |variables: &[(&str, &str)], threads: &str| {
        let site = SiteTest::new();
        site.photo("content/events/fest.jpg", "geheim").write(
            "content/events/fest.md",
            "---\ntitle: Fest\nstart: 2027-06-05T18:00\nimage: { file: fest.jpg, alt: F }\n---\n",
        );
        let mut all = vec![("RAYON_NUM_THREADS", threads)];
        all.extend(variables);
        site.command_with(&["build", "--at", TODAY], &all).ends_with(0);
        site.tree("public")
    };
    let one = build(&[], "1");
    let other = build(
        &[
            ("TZ", "Pacific/Auckland"),
            ("LANG", "de_DE.UTF-8"),
            ("SOURCE_DATE_EPOCH", "1"),
        ],
        "4",
    );
    assert!(one == other);
}

#[test]
fn no_output_names_a_source_or_holds_metadata() {
    let site = SiteTest::new();
    site.photo("content/directory/jana-foto.jpg", "geheimer-ort").write(
        "content/directory/jana.md",
        "---\nname: { given: Jana, family: Müller }\nphoto: { file: jana-foto.jpg, alt: x }\n\
         consent:\n  given: 2026-01-01\n  fields: [photo]\n  channels: [site, press]\n---\n",
    );
    site.command(&["build", "--at", TODAY]).ends_with(0);
    let files = site.tree("public");
    assert!(files.keys().any(|path| path.ends_with(".jpg")));
    let holds = |bytes: &[u8], word: &str| {
        bytes.windows(word.len()).any(|window| window == word.as_bytes())
    };
    for (path, bytes) in files {
        assert!(!path.contains("foto"), "{path}");
        for word in
            ["geheimer-ort", "jana-foto", "content/", "GPS", "http://ns.adobe.com"]
        {
            assert!(!holds(&bytes, word), "{path} holds {word}");
        }
        if path.starts_with("assets/")
            && !path.ends_with(".css")
            && !path.ends_with(".svg")
        {
            assert!(!holds(&bytes, "Exif"), "{path} holds Exif");
        }
    }
    // Withdrawn: the photo is gone from the site and from the cache.
    let text = site.read("content/directory/jana.md");
    let withdrawn = text.replace("  fields", "  withdrawn: 2026-11-24\n  fields");
    site.write("content/directory/jana.md", &withdrawn);
    site.command(&["build", "--at", TODAY]).ends_with(0);
    // What a site of nobody has too: its own social cards.
    let nobody = SiteTest::new();
    nobody.command(&["build", "--at", TODAY]).ends_with(0);
    let cards = nobody.tree("public/assets");
    for folder in ["public", ".matrikel"] {
        for (path, bytes) in site.tree(folder) {
            let is_picture = path.ends_with(".webp") || path.ends_with(".jpg");
            let name = path.rsplit('/').next().expect("a name");
            assert!(!is_picture || cards.contains_key(name), "{folder}/{path}");
            let shown = holds(&bytes, "Jana") || holds(&bytes, "jana");
            assert!(!shown, "{folder}/{path}");
        }
    }
}
