//! A withdrawal with one command: the file, the register, the site, and what is said about it.

use std::collections::BTreeMap;
use std::fs;
use std::time::{Duration, SystemTime};

use crate::support::SiteTest;
use serde_json::Value;

const JANA: &str = "content/directory/jana.md";

fn person(id: &str, given: &str, channels: &str) -> String {
    format!(
        "---\nid: {id}\nname: {{ given: {given}, family: Quendel }}  # so\nposition: Leitung\n\
         consent:\n  given: 2020-04-17\n  until: 2099-04-17 # lang\n  \
         fields: [position]\n  channels: [{channels}]\n---\nText über die Person.\n"
    )
}

fn site() -> SiteTest {
    let site = SiteTest::new();
    site.write("content/_index.md", "---\ntitle: Willkommen\n---\n");
    site.write(JANA, &person("k7f3-2m9q", "Jana", "site, feeds, search-engines"));
    site.write("content/directory/tariq.md", &person("p4hd-9kxw", "Tariq", "site"));
    site.write(
        "content/portraits/bruecke.md",
        "---\ntitle: Die Brücke\ndate: 2021-01-01\nperson: jana\nconsent:\n  given: 2020-04-17\n  until: 2099-01-01\n  channels: [site, feeds]\n---\nJana baut.\n",
    );
    site.write(
        "content/portraits/uta.md",
        "---\ntitle: Das Labor\ndate: 2021-01-01\nname: { given: Uta, family: Harz }\nconsent: { given: 2020-04-17, until: 2099-01-01, channels: [site] }\n---\nUta forscht.\n",
    );
    site.write("content/impressum.md", "---\ntitle: Impressum\n---\nWir.\n");
    site
}

fn modified(site: &SiteTest) -> BTreeMap<String, SystemTime> {
    let old = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    let public = site.tree("public");
    for path in public.keys() {
        let file = fs::File::options().write(true).open(site.path("public").join(path));
        file.unwrap().set_modified(old).unwrap();
    }
    times(site)
}

fn times(site: &SiteTest) -> BTreeMap<String, SystemTime> {
    let time = |path: &String| {
        fs::metadata(site.path("public").join(path)).unwrap().modified().unwrap()
    };
    site.tree("public").keys().map(|path| (path.clone(), time(path))).collect()
}

fn json(site: &SiteTest, arguments: &[&str], status: i32) -> Value {
    let ran = site.command(&[&["--lang", "en", "--format", "json"], arguments].concat());
    serde_json::from_str(&ran.ends_with(status).stdout).unwrap()
}

fn texts(value: &Value) -> Vec<String> {
    let items = value.as_array().unwrap_or_else(|| panic!("no list: {value}"));
    items.iter().map(|item| item.as_str().unwrap().to_owned()).collect()
}

#[test]
fn one_command_enters_records_builds_and_tells_every_file_that_differs() {
    let site = site();
    site.command(&["consent", "record", "--all", "--on", "2021-01-01"]).ends_with(0);
    site.command(&["build"]).ends_with(0);
    let before = site.tree("public");
    let old_times = modified(&site);
    let source = site.read(JANA);
    let said = json(&site, &["withdraw", "Quendel Jana", "--on", "2025-11-01"], 0);

    let line = "  withdrawn: 2025-11-01\n";
    assert_eq!(site.read(JANA).replace(line, ""), source);
    let chain = site.read("register/k7f3-2m9q.jsonl");
    assert!(chain.lines().last().unwrap().contains("\"event\":\"withdrawn\""), "{chain}");
    site.command(&["consent", "verify"]).ends_with(0);

    let after = site.tree("public");
    let removed: Vec<&String> =
        before.keys().filter(|p| !after.contains_key(*p)).collect();
    let added: Vec<&String> = after.keys().filter(|p| !before.contains_key(*p)).collect();
    let changed: Vec<&String> = before
        .iter()
        .filter(|(path, bytes)| after.get(*path).is_some_and(|new| new != *bytes))
        .map(|(path, _)| path)
        .collect();
    let of = |name: &str| texts(&said["files"][name]);
    assert_eq!(of("removed").iter().collect::<Vec<_>>(), removed);
    assert_eq!(of("added").iter().collect::<Vec<_>>(), added);
    assert_eq!(of("changed").iter().collect::<Vec<_>>(), changed);
    assert!(changed.contains(&&"verzeichnis/index.html".to_owned()), "{changed:?}");
    let new_times = times(&site);
    for (path, time) in &old_times {
        let is_marker = path == ".matrikel-site";
        if after.contains_key(path) && !changed.contains(&path) && !is_marker {
            assert_eq!(new_times[path], *time, "{path} was not to be touched");
        }
    }

    let gone = texts(&said["gone"]);
    for address in ["verzeichnis/jana/", "portraets/bruecke/"] {
        let address = format!("https://alumni.example.org/{address}");
        assert!(gone.contains(&address), "{gone:?}");
    }
    assert!(!gone.iter().any(|one| one.contains("tariq") || one.contains("/assets/")));
    for (path, bytes) in &after {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("Jana"), "{path}");
        let address =
            format!("https://alumni.example.org/{path}").replace("index.html", "");
        assert!(!gone.contains(&address), "{path} is there");
    }
    let kinds: Vec<&str> = said["recall"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["upload", "search", "feeds", "archives", "copies", "backups"]);
}

#[test]
fn the_letter_speaks_the_language_of_the_office_and_alone_holds_the_reason() {
    let site = site();
    site.command(&["build"]).ends_with(0);
    let arguments = [
        "--lang",
        "de",
        "withdraw",
        "tariq",
        "--on",
        "2025-11-01",
        "--reason",
        "neue Stelle",
        "--letter",
        "brief.txt",
    ];
    let ran = site.command(&arguments);
    let said = &ran.ends_with(0).stdout;
    assert!(said.contains("„Tariq Quendel“ hat die Einwilligung widerrufen"), "{said}");
    assert!(
        said.contains("brief.txt: Entwurf") && !said.contains("neue Stelle"),
        "{said}"
    );
    assert!(!said.contains("Suchmaschinen durften"), "that channel was not allowed");
    let letter = site.read("brief.txt");
    assert!(letter.starts_with("Guten Tag Tariq Quendel,"), "{letter}");
    assert!(
        letter.contains(
            "gilt ab 1. November 2025. Als Grund haben Sie genannt: neue Stelle"
        )
    );
    assert!(
        letter.contains("https://alumni.example.org/verzeichnis/tariq/\n"),
        "{letter}"
    );
    assert!(!letter.contains('{'), "{letter}");
    for folder in ["content", "register", "public"] {
        for (path, bytes) in site.tree(folder) {
            assert!(!String::from_utf8_lossy(&bytes).contains("neue Stelle"), "{path}");
        }
    }
    let english = json(&site, &["withdraw", "uta harz"], 0);
    assert!(english["letter"].as_str().unwrap().starts_with("Dear Uta Harz,"));
    assert_eq!(english["unrecorded"], Value::Null, "a story is not in the register");
    assert!(site.read("content/portraits/uta.md").contains("2099-01-01, withdrawn: 20"));
}

#[test]
fn a_letter_never_lands_in_the_site_and_nothing_is_done_then() {
    let site = site();
    site.command(&["build"]).ends_with(0);
    let before = site.tree(".");
    let letter = "public/brief.txt";
    let ran = site.command(&["--lang", "en", "withdraw", "jana", "--letter", letter]);
    assert!(ran.ends_with(2).stderr.contains("internal"), "{}", ran.stderr);
    assert_eq!(site.tree("."), before);
}

#[test]
fn a_day_to_come_is_entered_and_nothing_is_built() {
    let site = site();
    site.command(&["build"]).ends_with(0);
    let before = site.tree("public");
    let ran = site.command(&["--lang", "en", "withdraw", "jana", "--on", "2098-12-31"]);
    let said = &ran.ends_with(0).stdout;
    assert!(said.contains("takes effect on 31 December 2098"), "{said}");
    assert!(site.read(JANA).contains("withdrawn: 2098-12-31"));
    assert!(
        site.read("register/k7f3-2m9q.jsonl").contains("\"withdrawn\":\"2098-12-31\"")
    );
    assert_eq!(site.tree("public"), before);
    // Earlier after all: the day in the file is replaced.
    let said = json(&site, &["withdraw", "jana", "--on", "2025-01-01"], 0);
    assert_eq!(said["entered"], true);
    assert!(site.read(JANA).contains("  withdrawn: 2025-01-01\n"));
    assert!(!site.read(JANA).contains("2098"));
    site.command(&["consent", "record", "tariq"]).ends_with(0);
    site.command(&["consent", "verify"]).ends_with(0);
    // Once more changes nothing.
    let source = site.read(JANA);
    let said = json(&site, &["withdraw", "jana", "--on", "2026-01-01"], 0);
    assert_eq!(
        (&said["entered"], &said["withdrawn"]),
        (&false.into(), &"2025-01-01".into())
    );
    assert_eq!(site.read(JANA), source);
    assert_eq!(said["files"]["removed"], serde_json::json!([]));
}

#[test]
fn a_mistake_in_another_file_holds_no_withdrawal_back() {
    let site = site();
    site.command(&["build"]).ends_with(0);
    site.write("content/impressum.md", "---\ntitle: [\n---\n");
    let ran = site.command(&["--lang", "en", "withdraw", "jana"]);
    assert!(ran.ends_with(0).stderr.contains("were left out"), "{}", ran.stderr);
    assert!(ran.stderr.contains("content/impressum.md"));
    assert!(!site.path("public/verzeichnis/jana/index.html").exists());
    assert!(site.path("public/verzeichnis/tariq/index.html").exists());
}

#[test]
fn a_site_that_cannot_be_built_says_what_stands_where() {
    let site = site();
    site.command(&["build"]).ends_with(0);
    site.write("templates/base.html", "{% if %}");
    let ran = site.command(&["--lang", "en", "withdraw", "jana", "--on", "2025-01-01"]);
    assert!(ran.ends_with(1).stdout.contains("withdrawn: 2025-01-01 entered"));
    assert!(ran.stderr.contains("could not be built"), "{}", ran.stderr);
    assert!(ran.stderr.contains("/verzeichnis/jana/"), "{}", ran.stderr);
    assert!(ran.stdout.contains("Dear"), "she is off, and the letter says so");
    assert!(site.read(JANA).contains("withdrawn: 2025-01-01"));
    assert!(!site.path("public/verzeichnis/jana/index.html").exists());
}

#[test]
fn who_is_not_meant_clearly_stays() {
    let site = site();
    site.write("content/directory/jana-2.md", &person("aaaa-2222", "Jana", "site"));
    site.write("content/directory/ohne.md", "---\nname: { given: Ohne }\n---\n");
    let odd = person("bbbb-3333", "Odd", "site").replace("consent:", "consent: &c");
    site.write("content/directory/odd.md", &odd);
    let before = site.tree("content");
    for (word, part) in [
        ("jana quendel", "jana-2.md"),
        ("Jana Kwendel", "nobody is called"),
        ("ohne", "no consent"),
    ] {
        let ran = site.command(&["--lang", "en", "withdraw", word]);
        assert!(ran.ends_with(2).stderr.contains(part), "{word}: {}", ran.stderr);
    }
    assert_eq!(site.tree("content"), before);
    assert!(!site.path("register").exists());
}
