//! Addresses that would be taken away later, or that no disk can hold, are refused with the file;
//! the register tells what is missing; two files with one id are told.

use crate::support::{SiteTest, TODAY};
use matrikel::base::code::Code;

fn alias(alias: &str) -> SiteTest {
    let site = SiteTest::new();
    site.write(
        "content/seite.md",
        &format!("---\ntitle: Seite\naliases: [{alias}]\n---\nText.\n"),
    );
    site
}

/// Attacks, section 7: “File exists (os error 17)”, and no file named.
#[test]
fn a_former_address_in_the_way_of_a_file_is_told() {
    for path in [
        "/suche/index.bin",
        "/suche/index.bin/alt",
        "/en/search/index.bin",
        "/Suche/Index.bin",
        "/verzeichnis/index.html/alt",
        "/404.html",
        "/404.html/alt",
        "/sitemap.xml",
        "/robots.txt/x",
        "/assets/x",
        "/veranstaltungen/calendar.ics",
    ] {
        let site = alias(path);
        let ran = site.command(&["--lang", "en", "build", "--at", TODAY]);
        ran.ends_with(1);
        assert!(ran.stderr.contains("content/seite.md"), "{path}: {}", ran.stderr);
        assert!(ran.stderr.contains("“aliases”"), "{path}: {}", ran.stderr);
        assert!(!ran.stderr.contains("os error"), "{path}: {}", ran.stderr);
    }
    alias("/alte-seite").build_on(TODAY).is_good();
}

/// An event called like the archive was built as long as no event was past.
#[test]
fn the_address_of_the_archive_is_kept_before_there_is_one() {
    for (file, more) in [
        ("content/events/archiv.md", ""),
        ("content/events/fest.md", "slug: archiv\n"),
        ("content/events/fest.md", "aliases: [/veranstaltungen/archiv]\n"),
        ("content/events/fest.md", "aliases: [/veranstaltungen/archiv/seite/2]\n"),
        ("content/events/fest.md", "aliases: [/en/events/archive]\n"),
    ] {
        let site = SiteTest::new();
        site.write(
            file,
            &format!("---\ntitle: Fest\nstart: 2027-06-05T18:00\n{more}---\nText.\n"),
        );
        for day in [TODAY, "2027-06-06"] {
            let built = site.build_on(day);
            assert_eq!(built.errors(), ["address-reserved"], "{file} {more}{day}");
        }
    }
}

/// Lists appear by themselves, when a consent begins or a story is published.
#[test]
fn a_list_that_appears_tomorrow_takes_nothing_away() {
    let with = |more: &str| {
        let site = SiteTest::new();
        site.write(
            "content/directory/jana.md",
            "---\nname: { given: Jana }\ncity: Halle\naffiliations: [{ kind: graduate, to: 1986 }]\n\
             consent: { given: 2027-01-01, until: 2029-01-01, fields: [city, years, affiliations, kind], channels: [site] }\n---\n",
        );
        site.write("content/seite.md", &format!("---\ntitle: Seite\n{more}---\nText.\n"));
        site
    };
    for alias in ["/orte/halle", "/jahrgaenge/1986", "/en/places/halle"] {
        let site = with(&format!("aliases: [{alias}]\n"));
        let before = site.build_on(TODAY);
        let path = format!("{}/index.html", &alias[1..]);
        assert!(before.is_good().text(&path).contains("/seite/"), "{alias}");
        let after = site.build_on("2027-01-02");
        assert!(after.is_good().text(&path).contains("Jana"), "{alias}");
        assert!(after.says(Code::AddressTaken), "{alias}: it is told");
    }
    for page in ["content/orte/halle.md", "content/jahrgaenge/1986.md"] {
        let site = with("");
        site.write(page, "---\ntitle: Liste\n---\nText.\n");
        for day in [TODAY, "2027-01-02"] {
            assert!(
                site.build_on(day).errors().contains(&"address-reserved"),
                "{page} {day}"
            );
        }
    }
}

const CONSENT: &str = "consent: { given: 2020-04-17, until: 2099-04-17, text: v-1, fields: [photo], channels: [site] }\n";

fn person(site: &SiteTest, name: &str, id: &str) {
    site.write(
        &format!("content/directory/{name}.md"),
        &format!("---\nid: {id}\nname: {{ given: {name} }}\n{CONSENT}---\n"),
    );
}

#[test]
fn a_chain_whose_file_is_missing_is_told() {
    let site = SiteTest::new();
    person(&site, "jana", "k7f3-2m9q");
    person(&site, "tariq", "p4hd-9kxw");
    site.command(&["consent", "record", "--all"]).ends_with(0);
    site.command(&["consent", "verify"]).ends_with(0);
    site.remove("register/k7f3-2m9q.jsonl");
    let said = site.command(&["--lang", "en", "consent", "verify"]);
    let said = &said.ends_with(1).stdout;
    let line =
        "register/k7f3-2m9q.jsonl: the content knows a consent, and this file is missing";
    assert!(said.contains(line), "{said}");
    assert!(said.contains("bring the file back"), "{said}");
    site.remove("register");
    let said = site.command(&["--format", "json", "consent", "verify"]);
    let said: serde_json::Value =
        serde_json::from_str(&said.ends_with(1).stdout).unwrap();
    let kinds: Vec<&str> = said["wrong"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|one| one["kind"].as_str())
        .collect();
    assert_eq!(kinds, ["missing", "missing"]);
}

#[test]
fn an_id_that_two_files_have_means_nobody() {
    let site = SiteTest::new();
    person(&site, "jana", "k7f3-2m9q");
    person(&site, "tariq", "k7f3-2m9q");
    assert_eq!(site.build_on(TODAY).errors(), ["id-duplicate"]);
    for command in [
        &["withdraw", "k7f3-2m9q"][..],
        &["erase", "K7F3-2M9Q", "--yes"],
        &["dossier", "k7f3-2m9q"],
    ] {
        let before = site.tree("content");
        let ran = site.command(command);
        ran.ends_with(2);
        for file in ["content/directory/jana.md", "content/directory/tariq.md"] {
            assert!(ran.stderr.contains(file), "{command:?}: {}", ran.stderr);
        }
        assert_eq!(site.tree("content"), before);
    }
}

#[test]
fn a_key_that_stands_twice_in_free_data_is_an_error() {
    for (file, data) in [
        ("content/seite.md", "title: Seite\nextra: { a: 1, b: { c: 1, c: 2 } }\n"),
        ("content/seite.md", "title: Seite\nextra:\n  list:\n    - { a: 1, a: 1 }\n"),
        (
            "content/events/fest.md",
            "title: Fest\nstart: 2027-01-01\nextra: { a: 1, a: 2 }\n",
        ),
        ("content/directory/jana.md", "name: { given: Jana }\nprivate: { x: 1, x: 2 }\n"),
    ] {
        let site = SiteTest::new();
        site.write(file, &format!("---\n{data}---\n"));
        assert_eq!(site.build_on(TODAY).errors(), ["key-duplicate"], "{data}");
    }
}

#[test]
fn a_long_number_is_taken_or_said_to_be_too_long() {
    for digits in ["18446744073709551616", &"7".repeat(38)] {
        let site = SiteTest::new();
        site.write(
            "content/seite.md",
            &format!("---\ntitle: S\nextra: {{ n: {digits} }}\n---\n"),
        );
        site.build_on(TODAY).is_good();
        site.write(
            "content/directory/jana.md",
            &format!(
                "---\nname: {{ given: Jana }}\nprivate: {{ iban: {digits} }}\n---\n"
            ),
        );
        site.build_on(TODAY).is_good();
        // Its digits are looked for, once no page has them. A code tells nobody whose it is.
        site.remove("content/seite.md");
        site.write(
            "themes/campus/templates/404.html",
            &format!(
                "{{% extends \"base.html\" %}}{{% block main %}}<h1>x</h1>{digits}{{% endblock %}}"
            ),
        );
        assert!(site.build_on(TODAY).says(Code::ValueInFile), "{digits}");
    }
    let site = SiteTest::new();
    let digits = "7".repeat(45);
    site.write(
        "content/seite.md",
        &format!("---\ntitle: S\nextra: {{ n: {digits} }}\n---\n"),
    );
    let said = site.command(&["--lang", "en", "build"]);
    assert!(
        said.ends_with(1).stderr.contains("this number is too long"),
        "{}",
        said.stderr
    );
}

/// Templates that the engine bears well, and that end only at the bounds.
#[test]
fn a_template_that_grows_without_end_is_refused_with_its_name() {
    for (name, body, cause) in [
        ("loop.html", "{% set r = range(end=2000) %}{% for a in r %}{% for b in r %}{% endfor %}{% endfor %}".to_owned(), "loops run more than"),
        ("double.html", "{% set a = \"ab\" %}".to_owned() + &"{% set a = a ~ a %}".repeat(30), "longer than 1 MiB"),
        ("long.html", "<p>".repeat(100_000), "longer than 256 KiB"),
        ("many.html", "{{ page.title }}".repeat(4_100), "more than 4,000 tags"),
    ] {
        let site = SiteTest::new();
        site.write(&format!("templates/{name}"), &body);
        site.write(
            "templates/page.html",
            &format!("{{% extends \"base.html\" %}}{{% block main %}}<h1>{{{{ page.title }}}}</h1>{{% include \"{name}\" %}}{{% endblock %}}"),
        );
        site.write("content/seite.md", "---\ntitle: Seite\n---\nText.\n");
        let ran = site.command(&["--lang", "en", "build"]);
        ran.ends_with(1);
        assert!(ran.stderr.contains(cause), "{name}: {}", ran.stderr);
        assert!(ran.stderr.contains(&format!("templates/{name}")), "{name}: {}", ran.stderr);
    }
}
