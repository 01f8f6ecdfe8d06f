//! What happens to the folder meanwhile: mistakes, things that go away and come back.

use std::fs;
use std::thread;
use std::time::Duration;

use super::promise::small;
use super::running::{Running, until};
use crate::support::SiteTest;

#[test]
fn a_site_that_starts_with_a_mistake_shows_the_rest() {
    let site = small();
    site.write("content/events/fest.md", "---\ntitle: Fest\n---\n");
    let running = Running::start(&site, &[]);
    assert!(running.get("/seite/").text().contains("Erste Fassung."));
    assert_eq!(running.get("/veranstaltungen/fest/").status, 404);
    let known = running.known("/veranstaltungen/fest/");
    assert_eq!(known["problems"][0]["path"], "content/events/fest.md", "{known}");
    assert_eq!(running.known("/seite/")["others"]["errors"], 1);
    site.write(
        "content/events/fest.md",
        "---\ntitle: Fest\nstart: 2027-06-05T18:00\nplace: { name: Hof }\n---\n",
    );
    running.until_status("/veranstaltungen/fest/", 200);
}

#[test]
fn settings_that_are_wrong_at_the_start_are_waited_for() {
    let site = small();
    let good = site.read("config.toml");
    site.write("config.toml", "title = \n");
    let running = Running::start(&site, &["--lang", "de"]);
    let page = running.get("/seite/");
    assert_eq!(page.status, 503);
    assert!(page.text().contains("Hier gibt es noch nichts zu sehen"), "{}", page.text());
    let known = running.known("/seite/");
    assert_eq!((&known["exists"], &known["state"]), (&true.into(), &"broken".into()));
    assert_eq!(known["problems"][0]["path"], "config.toml", "{known}");
    site.write("config.toml", &good);
    running.until_status("/seite/", 200);
    assert_eq!(running.known("/seite/")["state"], "good");
}

#[test]
fn the_content_may_go_and_come_back() {
    let site = small();
    let running = Running::start(&site, &[]);
    let (here, away) = (site.path("content"), site.path("anderswo"));
    fs::rename(&here, &away).expect("a folder can be renamed");
    running.until_status("/seite/", 404);
    assert_eq!(running.get("/").status, 200, "a site without content is still one");
    fs::rename(&away, &here).expect("and back");
    running.until_shows("/seite/", "Erste Fassung.");
    site.write("content/seite.md", "---\ntitle: Seite\n---\nDanach.\n");
    running.until_shows("/seite/", "Danach.");
}

#[test]
fn the_whole_folder_may_go_and_come_back() {
    for (options, away) in [(&[][..], 0), (&["--poll"], 1500)] {
        let outside = SiteTest::empty();
        let here = outside.path("site");
        for (path, bytes) in small().tree("") {
            outside.write_bytes(&format!("site/{path}"), &bytes);
        }
        let root = ["--root", here.to_str().expect("UTF-8")];
        let running = Running::start(&outside, &[&root, options].concat());
        fs::rename(&here, outside.path("weg")).expect("a folder can be renamed");
        until("word of it", || running.stderr().contains("is no folder"));
        let page = running.get("/seite/").text();
        assert!(page.contains("Erste Fassung."), "what was good stays: {page}");
        // In that time, it looks for the folder again and again.
        thread::sleep(Duration::from_millis(away));
        fs::rename(outside.path("weg"), &here).expect("and back");
        outside.write("site/content/seite.md", "---\ntitle: Seite\n---\nWieder da.\n");
        running.until_shows("/seite/", "Wieder da.");
        let told = running.stderr();
        assert_eq!(told.matches("is no folder").count(), 1, "said once: {told}");
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_is_a_mistake_until_it_may() {
    use std::os::unix::fs::PermissionsExt as _;

    let name = "serve::folder::a_file_that_may_not_be_read_is_a_mistake_until_it_may";
    if crate::tools::ran_where_rights_bind(name) {
        return;
    }
    let site = small();
    let path = site.path("content/seite.md");
    let allow = |mode| fs::set_permissions(&path, fs::Permissions::from_mode(mode));
    let running = Running::start(&site, &[]);
    allow(0).expect("it is ours");
    assert!(fs::read(&path).is_err(), "it may not be read");
    until("the mistake", || running.known("/seite/")["state"] == "broken");
    assert!(running.get("/seite/").text().contains("Erste Fassung."));
    allow(0o644).expect("it is ours");
    until("the end of it", || running.known("/seite/")["state"] == "good");
}

/// It writes nothing: neither into the site nor beside it, whatever is asked for.
#[test]
fn the_folder_stays_as_it_is() {
    let site = small();
    let before = site.tree("");
    let mut running = Running::start(&site, &[]);
    let page = running.get("/verzeichnis/jana/").text();
    let pictures =
        page.split(['"', ' ', ',']).filter(|part| part.starts_with("/assets/"));
    let mut looked = 0;
    for picture in pictures {
        assert_eq!(running.get(picture).status, 200, "{picture}");
        looked += 1;
    }
    assert!(looked > 1, "{page}");
    for target in
        ["/", "/?view=drafts", "/?view=2030-01-01", "/sitemap.xml", "/.matrikel/problems"]
    {
        assert_eq!(running.get(target).status, 200, "{target}");
    }
    site.write("content/neu.md", "---\ntitle: Neu\n---\n");
    running.until_status("/neu/", 200);
    site.remove("content/neu.md");
    running.until_status("/neu/", 404);
    assert_eq!(running.end_with("-TERM"), Some(0));
    assert!(site.tree("") == before, "{:?}", site.tree("").keys());
}

/// Tabs ask for other days and for drafts; each gets its own, from the files as they are.
#[test]
fn a_view_belongs_to_the_tab_that_asks_for_it() {
    let site = small();
    site.write("content/spaeter.md", "---\ntitle: Später\npublish: 2027-05-01\n---\n");
    let running = Running::start(&site, &[]);
    for (target, status) in [
        ("/entwurf/", 404),
        ("/entwurf/?view=drafts", 200),
        ("/entwurf/?view=public", 404),
        ("/spaeter/", 404),
        ("/spaeter/?view=2027-04-30", 404),
        ("/spaeter/?view=2027-05-01", 200),
        ("/spaeter/?view=2027-05-02", 200),
        ("/spaeter/?view=2027-05-03", 200),
        ("/spaeter/?view=nonsense", 404),
        ("/spaeter/?view=drafts,2027-05-01", 200),
        ("/spaeter/", 404),
    ] {
        assert_eq!(running.get(target).status, status, "{target}");
    }
    site.write("content/entwurf.md", "---\ntitle: Entwurf\ndraft: true\n---\nWeiter.\n");
    running.until_shows("/entwurf/?view=drafts", "Weiter.");
    let known = running.known("/entwurf/&view=drafts");
    assert_eq!(
        (&known["exists"], &known["status"][0]["kind"]),
        (&true.into(), &"draft".into())
    );
    assert_eq!(
        (&known["view"]["drafts"], &known["view"]["date"]),
        (&true.into(), &"2026-11-24".into())
    );
}
