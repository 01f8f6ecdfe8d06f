//! What a build remembers of the one before: that nothing differs is said at once, and whatever
//! differs makes it whole again.

use std::collections::BTreeMap;
use std::fs;
use std::thread::sleep;
use std::time::Duration;

use crate::support::SiteTest;

/// Longer than the grain of the coarsest clock: younger files are never trusted.
const SETTLED: Duration = Duration::from_millis(2_200);

const PERSON: &str = "---\nname: { given: Ina, family: Krause }\n\
    consent: { given: 2020-01-01, until: 2027-01-01, channels: [site], fields: [bio] }\n---\nText.\n";

fn site() -> SiteTest {
    let site = SiteTest::new();
    site.write("content/directory/ina.md", PERSON);
    site.write("content/directory/ole.md", "---\nname: { given: Ole }\n---\n");
    site
}

/// Builds, and tells whether all stages were gone through.
fn is_whole(site: &SiteTest, more: &[&str]) -> bool {
    let arguments = [&["build", "--timings", "--lang", "en"], more].concat();
    let ran = site.command(&arguments);
    let told = &ran.ends_with(0).stderr;
    assert!(told.contains("comparing with the last time"), "{told}");
    assert!(ran.stdout.contains(" pages, "), "{}", ran.stdout);
    told.contains("deciding what is published")
}

#[test]
fn a_build_with_nothing_to_do_says_so_at_once() {
    let site = site();
    sleep(SETTLED);
    assert!(is_whole(&site, &["--at", "2026-12-01"]));
    let before = site.tree("public");
    assert!(!is_whole(&site, &["--at", "2026-12-01"]));
    let ran = site.command(&["build", "--at", "2026-12-01", "--lang", "en"]);
    let told = &ran.ends_with(0).stderr;
    assert!(told.starts_with("as at the last build"), "{told}");
    assert!(told.contains("note") && !told.contains("Ole"), "{told}");
    assert!(ran.stdout.contains("(0 written, "), "{}", ran.stdout);
    assert_eq!(site.tree("public"), before);
    // Whoever wants all of it gets all of it.
    let told = site.command(&["build", "--at", "2026-12-01", "--verbose"]);
    assert!(told.ends_with(0).stderr.contains("Ole"), "{}", told.stderr);
    let json = site.command(&["--format", "json", "build", "--at", "2026-12-01"]);
    assert!(json.ends_with(0).stdout.contains("Ole"), "{}", json.stdout);
    let kept = site.tree(".matrikel");
    for (path, bytes) in kept.iter().filter(|(path, _)| path.contains(".last")) {
        let text = String::from_utf8_lossy(bytes).to_lowercase();
        assert!(!text.contains("ina") && !text.contains("krause"), "{path}: {text}");
    }
}

/// Whatever differs, the result is that of a build that knows nothing.
#[test]
fn whatever_differs_makes_a_build_whole() {
    let site = site();
    let day = ["--at", "2026-12-01"];
    let same_as_cold = |what: &str, more: &[&str]| {
        // A folder of its own, of which nothing is remembered.
        let folder = format!("cold {what}");
        let cold = [&["build", "--output", &folder], more].concat();
        site.command(&cold).ends_with(0);
        assert!(site.tree("public") == site.tree(&folder), "{what}");
    };
    let settled = |more: &[&str]| {
        sleep(SETTLED);
        is_whole(&site, more);
        assert!(!is_whole(&site, more), "settled");
    };
    settled(&day);
    // The site as somebody else left it.
    site.write("public/index.html", "changed");
    assert!(is_whole(&site, &day));
    same_as_cold("a page that was written into", &day);
    site.remove("public/index.html");
    assert!(is_whole(&site, &day));
    same_as_cold("a page that is gone", &day);
    // Another day, and other wishes.
    assert!(is_whole(&site, &["--at", "2027-01-02"]));
    assert!(!site.path("public/verzeichnis/ina").exists(), "her consent has ended");
    same_as_cold("another day", &["--at", "2027-01-02"]);
    assert!(is_whole(&site, &["--at", "2026-12-01", "--allow-earlier"]));
    for more in ["--drafts", "--base-url=https://www.example.org/"] {
        assert!(is_whole(&site, &[day[0], day[1], more]), "{more}");
        same_as_cold(more, &[day[0], day[1], more]);
    }
    // Sources.
    settled(&day);
    site.write("content/seite.md", "---\ntitle: Seite\n---\n");
    assert!(is_whole(&site, &day));
    same_as_cold("a new page", &day);
    settled(&day);
    let ina = PERSON.replace("channels:", "withdrawn: 2026-11-30, channels:");
    site.write("content/directory/ina.md", &ina);
    assert!(is_whole(&site, &day));
    assert!(!site.path("public/verzeichnis/ina").exists(), "she has withdrawn");
    same_as_cold("a withdrawal", &day);
    // What is remembered is damaged, or that of somebody else.
    settled(&day);
    let is_last = |path: &str| path.split('.').next_back() == Some("last");
    let kept: BTreeMap<String, Vec<u8>> = site.tree(".matrikel");
    let kept: Vec<_> = kept.into_iter().filter(|(path, _)| is_last(path)).collect();
    for from in [1, 100, usize::MAX] {
        for (path, bytes) in &kept {
            let rest = &bytes[from.min(bytes.len())..];
            site.write_bytes(&format!(".matrikel/{path}"), rest);
        }
        assert!(is_whole(&site, &day), "damaged");
    }
    same_as_cold("a damaged memory", &day);
}

#[test]
fn the_time_of_a_build_is_told_and_written() {
    let site = site();
    fs::create_dir(site.path("office")).expect("a folder");
    let ran = site.command(&[
        "build",
        "--timings",
        "--trace",
        "office/trace.json",
        "--lang",
        "en",
    ]);
    let told = &ran.ends_with(0).stderr;
    for part in [
        "reading the files",
        "searching the outputs",
        "templates, the slowest first",
        "everything",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
    let trace = fs::read(site.path("office/trace.json")).expect("a trace");
    let trace: serde_json::Value = serde_json::from_slice(&trace).expect("JSON");
    let events = trace["traceEvents"].as_array().expect("events");
    let is_home = |event: &&serde_json::Value| event["args"]["template"] == "home.html";
    assert_eq!(events.iter().filter(is_home).count(), 2, "one for each language");
}

/// What is kept of pages tells of the site that lies there, and of no other.
#[test]
fn what_is_kept_of_pages_goes_with_the_site_that_it_tells_of() {
    let site = site();
    let kept = || {
        let all = site.tree(".matrikel/published");
        all.into_iter().find(|(path, _)| path.rsplit('.').next() == Some("pages"))
    };
    let day = ["build", "--at", "2026-12-01"];
    site.command(&day).ends_with(0);
    let (_, with_her) = kept().expect("digests of pages");
    // An edit changes the page that shows it, and no other file.
    let changed = |path: &str| fs::metadata(site.path(path)).unwrap().modified().unwrap();
    let before = ["public/verzeichnis/ina/index.html", "public/index.html"].map(changed);
    site.write("content/directory/ina.md", &PERSON.replace("Text.", "Wort."));
    site.command(&day).ends_with(0);
    let after = ["public/verzeichnis/ina/index.html", "public/index.html"].map(changed);
    assert!(before[0] < after[0] && before[1] == after[1], "{before:?} {after:?}");
    site.command(&["withdraw", "ina", "--on", "2026-11-30"]).ends_with(0);
    let (_, without_her) = kept().expect("digests of pages");
    assert!(without_her.len() < with_her.len());
    site.write("content/directory/broken.md", "---\nname: {\n---\n");
    site.command(&[day[0], "--leave-out-broken"]).ends_with(0);
    assert_eq!(kept(), None);
}
