//! The promise: what the preview shows is what a build would write, to the byte, but for one
//! script tag at the end of a page.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use super::running::{Running, until};
use crate::support::{CONFIG, SiteTest, TODAY, is_page, jpeg};

/// A small site with every kind of page, a photo, a draft, and lists that change with them.
pub(crate) fn small() -> SiteTest {
    let site = SiteTest::new();
    site.write("content/_index.md", "---\ntitle: Start\n---\nHallo.\n");
    site.write("content/seite.md", "---\ntitle: Seite\n---\nErste Fassung.\n");
    site.write("content/seite.en.md", "---\ntitle: Page\n---\nFirst version.\n");
    site.write(
        "content/entwurf.md",
        "---\ntitle: Entwurf\ndraft: true\n---\nNoch nicht.\n",
    );
    site.write(
        "content/events/fest.md",
        "---\ntitle: Fest\nstart: 2027-06-05T18:00\nplace: { name: Hof }\n---\nKommt alle.\n",
    );
    site.write("content/directory/jana.md", JANA);
    site.photo("content/directory/jana.jpg", "jana");
    site
}

const JANA: &str = "---\nid: k7f3-2m9q\nname: { given: Jana, family: Müller }\n\
    position: Ingenieurin\nphoto: { file: jana.jpg, alt: Ein Bild }\n\
    consent:\n  given: 2026-04-18\n  evidence: Ordner 1\n  \
    fields: [position, photo, bio]\n  channels: [site]\n---\nSie baut.\n";

/// The sample site with tiny photos: making the real ones takes minutes in a debug build.
fn sample() -> SiteTest {
    let site = SiteTest::sample();
    for path in site.tree("content").into_keys() {
        if is_picture(&path) {
            site.write_bytes(&format!("content/{path}"), &jpeg(&path));
        }
    }
    site
}

fn is_picture(path: &str) -> bool {
    let ending = Path::new(path).extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| ["jpg", "png", "webp"].contains(&ending))
}

/// What a build of the site writes, with all its options.
fn built(site: &SiteTest, options: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let output = SiteTest::empty();
    let folder = output.path("public");
    let folder = folder.to_str().expect("UTF-8");
    site.command(&[&["build", "--output", folder], options].concat()).ends_with(0);
    // What stays for the next build is no part of the site.
    let files =
        output.tree("public").into_iter().filter(|(path, _)| !path.starts_with('.'));
    files.collect()
}

/// A page without the tag of the preview, which must be there once.
#[track_caller]
fn without_tag(path: &str, page: &[u8]) -> Vec<u8> {
    let page = String::from_utf8(page.to_vec()).expect("UTF-8");
    let marked = page.find(".matrikel/preview.js\" data-build=\"");
    let marked = marked.unwrap_or_else(|| panic!("{path} has no tag: {page}"));
    let start = page[..marked].rfind("<script src=\"").expect("a tag has a beginning");
    let end = marked + page[marked..].find(" defer></script>").expect("and an end");
    let rest = page[..start].to_owned() + &page[end + " defer></script>".len()..];
    assert!(!rest.contains(".matrikel"), "{path}");
    rest.into_bytes()
}

/// True of an answer that is a file of a build.
fn is_same(path: &str, status: u16, body: &[u8], bytes: &[u8]) -> bool {
    let body = if is_page(path) && status == 200 {
        without_tag(path, body)
    } else {
        body.to_vec()
    };
    status == 200 && body == bytes
}

/// Every file of a build is what stands there, asked for in a view, below a base path.
#[track_caller]
fn is_as_built(
    running: &Running,
    files: &BTreeMap<String, Vec<u8>>,
    base: &str,
    query: &str,
) {
    assert!(files.len() > 10, "a build makes something: {:?}", files.keys());
    for (path, bytes) in files {
        let got = running.get(&format!("{base}{path}{query}"));
        assert!(
            is_same(path, got.status, &got.body, bytes),
            "{base}{path}{query}: {} {}\n{}\nnot\n{}",
            got.status,
            running.stderr(),
            got.text(),
            String::from_utf8_lossy(bytes)
        );
        if let Some(folder) = path.strip_suffix("index.html") {
            let page = running.get(&format!("{base}{folder}{query}"));
            assert_eq!(without_tag(path, &page.body), *bytes, "{base}{folder}{query}");
        }
    }
}

#[test]
fn every_file_is_that_of_a_build() {
    let site = sample();
    let running = Running::start(&site, &[]);
    // Beside a preview, a build does what it always does.
    let public = built(&site, &["--at", TODAY]);
    is_as_built(&running, &public, "/", "");
    let drafts = built(&site, &["--at", TODAY, "--drafts"]);
    is_as_built(&running, &drafts, "/", "?view=drafts");
    let later = built(&site, &["--at", "2029-05-01"]);
    is_as_built(&running, &later, "/", "?view=2029-05-01");
    for path in drafts.keys().filter(|path| !public.contains_key(*path)) {
        // The addresses of assets name their content and say nothing of the view.
        if !path.starts_with("assets/") {
            assert_eq!(running.get(&format!("/{path}")).status, 404, "{path}");
        }
    }
    assert!(drafts.keys().any(|path| !public.contains_key(path)), "there are drafts");
    assert!(public.keys().any(|path| !later.contains_key(path)), "consents end");
    for path in public.keys().filter(|path| !is_page(path)).take(40) {
        let (plain, query) =
            (running.get(&format!("/{path}")), running.get(&format!("/{path}?v=1")));
        assert_eq!((plain.status, plain.body), (query.status, query.body), "{path}");
    }
    let missing = running.get("/gibt-es-nicht/");
    assert_eq!(
        (missing.status, without_tag("404", &missing.body)),
        (404, public["404.html"].clone())
    );
    let english = running.get("/en/no-such-page/");
    assert_eq!(without_tag("404", &english.body), public["en/404.html"]);
}

#[test]
fn after_every_change_it_is_what_a_build_would_write() {
    let (site, expected) = (small(), small());
    let running = Running::start(&site, &[]);
    let same = |base: &str| {
        is_as_built(&running, &built(&expected, &["--at", TODAY]), base, "");
    };
    same("/");
    let both = |path: &str, text: &str| {
        site.write(path, text);
        expected.write(path, text);
    };
    both("content/seite.md", "---\ntitle: Seite\n---\nZweite Fassung.\n");
    running.until_shows("/seite/", "Zweite Fassung.");
    same("/");
    // A mistake: as if that file had not been touched, and the others had.
    site.write("content/seite.md", "---\ntitle: \"Seite\nx\n---\nDritte Fassung.\n");
    both(
        "content/events/fest.md",
        "---\ntitle: Fest\nstart: 2027-06-05T18:00\nplace: { name: Hof }\n---\nNeu.\n",
    );
    running.until_shows("/veranstaltungen/fest/", "Neu.");
    until("the mistake", || running.known("/seite/")["stale"][0] == "content/seite.md");
    same("/");
    both("content/seite.md", "---\ntitle: Seite\n---\nVierte Fassung.\n");
    running.until_shows("/seite/", "Vierte Fassung.");
    same("/");
    for gone in ["content/seite.md", "content/seite.en.md"] {
        site.remove(gone);
        expected.remove(gone);
    }
    running.until_status("/seite/", 404);
    running.until_status("/en/seite/", 404);
    same("/");
    let config = CONFIG.replace("example.org/", "example.org/alumni/");
    both("config.toml", &config);
    running.until_status("/alumni/", 200);
    same("/alumni/");
    let moved = running.get("/?view=drafts");
    assert_eq!(
        (moved.status, moved.header("Location")),
        (302, Some("/alumni/?view=drafts"))
    );
    let moved = running.get("/verzeichnis/?x=1");
    assert_eq!(moved.header("Location"), Some("/alumni/verzeichnis/?x=1"));
    assert_eq!(running.get("/alumni").header("Location"), Some("/alumni/"));
    assert_eq!(running.get("/seite/").status, 404);
}

/// A consent that is withdrawn takes the page, the photo and every trace in lists along at once.
#[test]
fn who_withdraws_is_gone_everywhere() {
    let site = small();
    let running = Running::start(&site, &[]);
    let before = built(&site, &["--at", TODAY]);
    is_as_built(&running, &before, "/", "");
    // The cards of the event and of the site show nobody and stay.
    let pages =
        ["veranstaltungen/fest/", "", "en/"].map(|page| format!("{page}index.html"));
    let named: Vec<String> = pages
        .iter()
        .filter_map(|page| {
            let page = String::from_utf8_lossy(before.get(page)?).into_owned();
            let (_, rest) = page.split_once("og:image\" content=\"")?;
            Some(rest.split('"').next()?.to_owned())
        })
        .collect();
    let pictures = before.keys().filter(|path| is_picture(path));
    let (cards, photos): (Vec<&String>, Vec<&String>) =
        pictures.partition(|path| named.iter().any(|one| one.ends_with(path.as_str())));
    assert_eq!(cards.len(), named.len(), "{cards:?}");
    assert!(!photos.is_empty());
    assert!(running.get("/verzeichnis/").text().contains("Müller"));
    assert!(before.contains_key("verzeichnis/jana/index.html"));
    site.write(
        "content/directory/jana.md",
        &JANA.replace("consent:\n", "consent:\n  withdrawn: 2026-11-01\n"),
    );
    running.until_status("/verzeichnis/jana/", 404);
    for photo in photos {
        assert_eq!(running.get(&format!("/{photo}")).status, 404, "{photo}");
    }
    let after = built(&site, &["--at", TODAY]);
    is_as_built(&running, &after, "/", "");
    for path in before.keys() {
        let got = running.get(&format!("/{path}"));
        assert!(!got.text().contains("Müller"), "{path}");
        assert_eq!(got.status == 200, after.contains_key(path), "{path}");
    }
    let known = running.known("/verzeichnis/jana/");
    assert_eq!(known["status"][0]["kind"], "withheld", "{known}");
    assert_eq!(known["exists"], false);
    assert!(
        known["fields"].as_array().is_some_and(|fields| !fields.is_empty()),
        "{known}"
    );
    let closed = running.known("/verzeichnis/jana");
    assert_eq!(closed["status"], known["status"], "without the last slash");
}

/// A page never carries the number of a later build than that of its content: a browser would
/// take it for the newest and leave it as it is.
#[test]
fn a_page_is_never_older_than_it_says() {
    let site = small();
    let running = Running::start(&site, &[]);
    let text = |number: usize| format!("---\ntitle: Seite\n---\nFassung {number}.\n");
    let number_of = |page: &str| -> Option<usize> {
        let (_, rest) = page.split_once("Fassung ")?;
        rest.split('.').next()?.parse().ok()
    };
    site.write("content/seite.md", &text(0));
    running.until_shows("/seite/", "Fassung 0.");
    let over = AtomicBool::new(false);
    let mut seen: Vec<(u64, usize)> = Vec::new();
    thread::scope(|scope| {
        let look = || {
            let mut seen = Vec::new();
            while !over.load(Ordering::Relaxed) {
                let page = running.get("/seite/").text();
                let build = page.split_once("data-build=\"").expect("a tag").1;
                let build = build.split('"').next().and_then(|one| one.parse().ok());
                let number = number_of(&page).expect("a version");
                seen.push((build.expect("a number"), number));
            }
            seen
        };
        let lookers: Vec<_> = (0..3).map(|_| scope.spawn(look)).collect();
        for number in 1..=60 {
            site.write("content/seite.md", &text(number));
            let shown = format!("Fassung {number}.");
            running.until_shows("/seite/", &shown);
        }
        over.store(true, Ordering::Relaxed);
        for looker in lookers {
            seen.extend(looker.join().expect("no panic there"));
        }
    });
    // All pages of one build have the same content.
    let mut of_build = BTreeMap::new();
    for (build, number) in seen {
        let first = *of_build.entry(build).or_insert(number);
        assert_eq!(first, number, "two contents of build {build}");
    }
    assert!(of_build.len() > 10, "{of_build:?}");
}
