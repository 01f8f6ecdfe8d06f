//! Bad input is answered by a diagnostic with a place, never by a panic and never by silence.
//!
//! Each test writes a site that is wrong in one way. What takes long is bounded by the amount
//! of work, not by a clock: hostile files are as large as an algorithm with a square or a cube
//! in it could not bear.

use crate::extent::cases;
use crate::support::{Built, SiteTest, TODAY, tags};
use matrikel::base::code::Code;
use matrikel::base::diagnostic::{Diagnostic, Spot};
use matrikel::engine::Request;
use proptest::prelude::*;

const PERSON: &str = "content/directory/jana.md";
const STORY: &str = "content/portraits/jana.md";
const EVENT: &str = "content/events/fest.md";
const PAGE: &str = "content/seite.md";

/// The smallest good front matter of each kind.
const GOOD: [(&str, &str); 4] = [
    (PERSON, "name: { given: Jana }\n"),
    (STORY, "title: Jana\ndate: 2026-05-12\nname: { given: Jana }\n"),
    (EVENT, "title: Fest\nstart: 2027-06-05T18:00\n"),
    (PAGE, "title: Seite\n"),
];

fn with(path: &str, text: &str) -> Built {
    let site = SiteTest::new();
    site.write(path, text);
    site.build_on(TODAY)
}

/// Panics unless there is an error with this code in this file.
#[track_caller]
fn blames<'b>(built: &'b Built, code: &str, path: &str) -> &'b Diagnostic {
    let found = built.diagnostics().iter().find(|one| {
        one.code.name() == code && one.path().is_some_and(|own| own.as_str() == path)
    });
    found.unwrap_or_else(|| panic!("no {code} in {path}:\n{}", built.report()))
}

/// Panics unless there is some error in this file, at a place in it.
#[track_caller]
fn is_answered(built: &Built, path: &str, what: &str) {
    let found = built
        .diagnostics()
        .iter()
        .find(|one| one.is_error() && one.path().is_some_and(|own| own.as_str() == path));
    let found = found.unwrap_or_else(|| panic!("{what:?} in {path} is met with silence"));
    let place = found.place.as_ref().expect("a place");
    assert!(!matches!(&place.spot, Spot::Line(0)), "{what:?}");
}

#[test]
fn the_smallest_files_are_good() {
    for (path, data) in GOOD {
        with(path, &format!("---\n{data}---\n")).is_good();
    }
}

#[test]
fn front_matter_that_is_not_there() {
    for (path, _) in GOOD {
        for (text, code) in [
            ("", "front-matter-missing"),
            ("\n\n\n", "front-matter-missing"),
            ("title: x\n", "front-matter-missing"),
            (" ---\ntitle: x\n---\n", "front-matter-missing"),
            ("+++\ntitle = 'x'\n+++\n", "front-matter-missing"),
            ("---\ntitle: x\n", "front-matter-unclosed"),
            ("---", "front-matter-unclosed"),
            ("---\ntitle: x\n----\nText", "front-matter-unclosed"),
            ("---\ntitle: x\n ---\nText", "front-matter-unclosed"),
        ] {
            blames(&with(path, text), code, path);
        }
        let built = with(path, "---\n---\n");
        assert!(built.says(Code::KeyMissing), "{}", built.report());
        let built = with(path, "---\n...\n---\n");
        assert!(!built.errors().is_empty(), "{}", built.report());
    }
}

#[test]
fn broken_yaml_of_many_kinds() {
    let deep = format!("title: {}", "[".repeat(5_000));
    let deep_maps = format!("title: {}", "{a: ".repeat(5_000));
    let bomb = (0..30).fold("title: x\na0: &a0 [x, x]\n".to_owned(), |text, n| {
        let many = vec![format!("*a{n}"); 10].join(", ");
        format!("{text}a{}: &a{} [{many}]\n", n + 1, n + 1)
    });
    for yaml in [
        "title: x: y",
        "title: 'x",
        "title: \"x",
        "title: [x",
        "title: {x: y",
        "title: x\n  date: y",
        "\ttitle: x",
        "title: x\n\tdate: y",
        "title: *x",
        "title: &x",
        "- a\nb: c",
        "title: x\n- y",
        "title: @x",
        "title: `x`",
        "title: %x",
        "title: \"\\q\"",
        "title: \"\\u12\"",
        "? [a\n: b",
        "title: |\nx",
        "title: x\n...\nmore: y",
        "title: !!binary",
        "title: !kind x",
        "title: !!float x",
        "<<: *x",
        "title: x\u{0}y: [",
        "title: \u{7}[",
        "{title: x",
        "]",
        ",",
        ": : :",
        "title",
        "just a text",
        "42",
        "[a, b]",
        "!x",
        deep.as_str(),
        deep_maps.as_str(),
        bomb.as_str(),
    ] {
        for (path, _) in GOOD {
            is_answered(&with(path, &format!("---\n{yaml}\n---\nText\n")), path, yaml);
        }
    }
}

/// Every key with values of every wrong type; what a key takes is left out.
#[test]
fn every_key_refuses_what_it_cannot_be() {
    const MAP: &str = "{ qqq: 1 }";
    const TEXTS: [&str; 3] = ["[x]", MAP, "[[]]"];
    const NAMES: [&str; 4] = ["x", "7", "[x]", MAP];
    const DAYS: [&str; 9] = [
        "x",
        "[]",
        MAP,
        "2026-02-30",
        "2026-13-01",
        "26-01-01",
        "2026-1-1",
        "20260101",
        "true",
    ];
    const LISTS: [&str; 4] = ["x", "7", MAP, "true"];
    const FLAGS: [&str; 6] = ["1", "yes", "\"true\"", "[]", MAP, "x"];
    const WORDS: [&str; 5] = ["zzz", "7", "[x]", MAP, "\"\\0\""];
    const URLS: [&str; 9] = [
        "x",
        "javascript:alert(1)",
        "//x",
        "ftp://x",
        "http://",
        "https://a b",
        "[x]",
        MAP,
        "\"https://x/<script>\"",
    ];
    let keys: &[(&str, &str, &[&str])] = &[
        (PERSON, "name", &NAMES),
        (PERSON, "id", &["A B", "[x]", MAP, "\"../x\"", "x/y", "\"-x\""]),
        (PERSON, "pronoun", &WORDS),
        (PERSON, "affiliations", &LISTS),
        (
            PERSON,
            "affiliations",
            &["[x]", "[{}]", "[{ kind: zzz }]", "[{ kind: staff, x: 1 }]"],
        ),
        (
            PERSON,
            "affiliations",
            &["[{ kind: staff, from: x }]", "[{ kind: staff, to: 86 }]"],
        ),
        (PERSON, "affiliations", &["[{ kind: staff, from: 2000, to: 1999 }]"]),
        (PERSON, "affiliations", &["[{ kind: staff, faculty: nowhere }]"]),
        (PERSON, "position", &TEXTS),
        (PERSON, "employer", &TEXTS),
        (PERSON, "sector", &WORDS),
        (PERSON, "city", &TEXTS),
        (PERSON, "country", &["Deutschland", "D", "[x]", MAP, "7"]),
        (PERSON, "languages", &LISTS),
        (PERSON, "languages", &["[Deutsch]", "[[de]]", "[{}]", "[1]"]),
        (PERSON, "topics", &LISTS),
        (PERSON, "offers", &LISTS),
        (
            PERSON,
            "offers",
            &["[x]", "[{}]", "[{ kind: zzz }]", "[{ kind: job, until: x }]"],
        ),
        (PERSON, "offers", &["[{ kind: job, state: zzz }]", "[{ kind: job, x: 1 }]"]),
        (PERSON, "website", &URLS),
        (
            PERSON,
            "email",
            &["x", "@", "a@b", "a b@c.de", "a@b.de, c@d.de", "[x]", MAP, "a@@b.de"],
        ),
        (PERSON, "photo", &["x", "[]", "{}", "{ file: x.jpg, qqq: 1 }", "{ alt: x }"]),
        (PERSON, "deceased", &DAYS),
        (PERSON, "consent", &["x", "true", "[]", MAP]),
        (
            PERSON,
            "consent",
            &["{ given: x }", "{ fields: photo }", "{ fields: [telephone] }"],
        ),
        (
            PERSON,
            "consent",
            &["{ channels: site }", "{ channels: [all] }", "{ chanels: [site] }"],
        ),
        (
            PERSON,
            "consent",
            &["{ given: 2026-05-12, until: 2026-05-11 }", "{ withdrawn: yes }"],
        ),
        (STORY, "date", &DAYS),
        (STORY, "person", &["nobody", "[x]", MAP, "7"]),
        (STORY, "summary", &TEXTS),
        (STORY, "authors", &LISTS),
        (STORY, "topics", &LISTS),
        (STORY, "missions", &["x", "1", "[0]", "[5]", "[x]", "[1.5]", "[\"1\"]", MAP]),
        (STORY, "quote", &TEXTS),
        (STORY, "draft", &FLAGS),
        (STORY, "publish", &DAYS),
        (STORY, "expires", &DAYS),
        (STORY, "updated", &DAYS),
        (STORY, "review", &DAYS),
        (STORY, "aliases", &LISTS),
        (
            STORY,
            "aliases",
            &["[../x]", "[\"\"]", "[\"/\"]", "[\"a?b\"]", "[\"a:b\"]", "[a//b]"],
        ),
        (STORY, "slug", &["\"\"", "A", "\"a b\"", "ü", "a/b", "..", "[x]", MAP]),
        (STORY, "owner", &TEXTS),
        (STORY, "mentions", &LISTS),
        (STORY, "mentions", &["[nobody]", "[[x]]", "[{}]", "[{ person: nobody }]"]),
        (STORY, "sector", &WORDS),
        (STORY, "consent", &["x", "[]", MAP, "{ fields: [all] }"]),
        (EVENT, "start", &DAYS),
        (
            EVENT,
            "start",
            &["2027-06-05T25:00", "2027-06-05T18", "18:00", "2027-06-05 18:61"],
        ),
        (EVENT, "end", &["2027-06-05T17:59", "2027-06-04", "x", "[]", MAP]),
        (EVENT, "place", &["x", "[]", MAP, "{ name: [x] }", "{ online: x }"]),
        (EVENT, "status", &WORDS),
        (EVENT, "previous_start", &["x", "[]", "2027-02-30T10:00"]),
        (EVENT, "sequence", &["-1", "x", "1.5", "[1]", "99999999999999999999"]),
        (EVENT, "uid", &TEXTS),
        (EVENT, "format", &WORDS),
        (EVENT, "audience", &LISTS),
        (EVENT, "audience", &["[everybody]", "[[alumni]]"]),
        (EVENT, "organiser", &["nobody", "[x]", MAP]),
        (EVENT, "registration", &URLS),
        (EVENT, "speakers", &LISTS),
        (EVENT, "speakers", &["[nobody]", "[[x]]"]),
        (
            EVENT,
            "image",
            &["x", "{}", "{ file: nowhere.jpg }", "{ file: ../../config.toml }"],
        ),
        (EVENT, "draft", &FLAGS),
        (EVENT, "aliases", &LISTS),
        (PAGE, "title", &["\"\"", "\"  \"", "~", "[x]", MAP]),
        (PAGE, "menu_title", &TEXTS),
        (PAGE, "leichte_sprache", &FLAGS),
        (PAGE, "mission", &["0", "5", "x", "[1]"]),
        (PAGE, "extra", &["x", "[]", "7"]),
        (PAGE, "summary", &TEXTS),
        (PAGE, "updated", &DAYS),
        (PAGE, "consent", &["{ given: 2026-01-01 }"]),
    ];
    let site = SiteTest::new();
    let mut silent = Vec::new();
    for (path, key, values) in keys {
        let (_, good) = GOOD.iter().find(|(own, _)| own == path).expect("a kind");
        for value in *values {
            let rest: String = good
                .lines()
                .filter(|line| !line.starts_with(&format!("{key}:")))
                .map(|line| format!("{line}\n"))
                .collect();
            site.write(path, &format!("---\n{rest}{key}: {value}\n---\n"));
            let built = site.build_on(TODAY);
            let answered = built.diagnostics().iter().any(|one| {
                one.is_error() && one.path().is_some_and(|own| own.as_str() == *path)
            });
            if !answered {
                silent.push(format!("{path}: {key}: {value}"));
            }
        }
        site.remove(path);
    }
    assert_eq!(silent, [""; 0]);
}

#[test]
fn unknown_and_repeated_keys() {
    for (path, good) in GOOD {
        for (line, code) in [
            ("titel: x", "key-unknown"),
            ("Title: x", "key-unknown"),
            ("\"\": x", "key-unknown"),
            ("7: x", "key-unknown"),
            ("? [a, b]\n: x", "key-unknown"),
            ("? {a: b}\n: x", "key-unknown"),
            ("~: x", "key-unknown"),
        ] {
            blames(&with(path, &format!("---\n{good}{line}\n---\n")), code, path);
        }
        blames(&with(path, &format!("---\n{good}{good}---\n")), "key-duplicate", path);
    }
    let twice = "---\nname: { given: Jana }\nconsent:\n  given: 2026-01-01\n  \
        channels: []\n  channels: [site]\n---\n";
    blames(&with(PERSON, twice), "key-duplicate", PERSON);
}

#[test]
fn two_files_for_one_address() {
    for (one, other, data) in [
        ("content/events/Fest.md", "content/events/fest.md", GOOD[2].1),
        ("content/events/fest.md", "content/events/fest/index.md", GOOD[2].1),
        ("content/events/für.md", "content/events/fuer.md", GOOD[2].1),
        ("content/events/fu\u{308}r.md", "content/events/f\u{fc}r.md", GOOD[2].1),
        ("content/a b.md", "content/a-b.md", GOOD[3].1),
        ("content/a.md", "content/a/index.md", GOOD[3].1),
    ] {
        let site = SiteTest::new();
        site.write(one, &format!("---\n{data}---\n"));
        site.write(other, &format!("---\n{data}---\n"));
        let built = site.build_on(TODAY);
        assert!(
            built
                .errors()
                .iter()
                .all(|code| ["address-taken", "page-twice"].contains(code))
                && !built.errors().is_empty(),
            "{one} {other}\n{}",
            built.report()
        );
    }
    let site = SiteTest::new();
    site.write("content/events/a.md", "---\ntitle: A\nslug: x\nstart: 2027-01-01\n---\n")
        .write("content/events/b.md", "---\ntitle: B\nslug: x\nstart: 2027-01-01\n---\n");
    assert_eq!(site.build_on(TODAY).errors(), ["address-taken"]);
}

/// Regression: the second of two translations of one page was dropped without a word.
#[test]
fn two_translations_of_one_page() {
    let site = SiteTest::new();
    site.write(
        "content/events/fest/index.md",
        "---\ntitle: Fest\nstart: 2027-01-01\n---\n",
    )
    .write("content/events/fest/index.en.md", "---\ntitle: Party\n---\n")
    .write("content/events/fest.en.md", "---\ntitle: Festival\n---\n");
    let built = site.build_on(TODAY);
    assert_eq!(built.errors(), ["page-twice"], "{}", built.report());
}

#[test]
fn files_in_places_where_nothing_reads_them() {
    for (path, text) in [
        ("content/portraits/a/b/c.md", "---\ntitle: x\n---\n"),
        ("content/topics/x.md", "---\ntitle: x\n---\n"),
        ("content/seite.fr.md", "---\ntitle: x\n---\n"),
        ("content/seite.de.md", "---\ntitle: x\n---\n"),
        ("content/seite.en.md", "---\ntitle: x\n---\n"),
    ] {
        let built = with(path, text);
        is_answered(&built, path, "a misplaced file");
    }
}

#[test]
fn addresses_that_belong_to_the_site() {
    for path in [
        "content/en.md",
        "content/assets.md",
        "content/verzeichnis.md",
        "content/suche.md",
    ] {
        let built = with(path, "---\ntitle: x\n---\n");
        is_answered(&built, path, "a reserved address");
    }
    for alias in ["verzeichnis", "en", "assets/x.css", "index.html", "404.html", "seite"]
    {
        let site = SiteTest::new();
        site.write("content/seite.md", "---\ntitle: Seite\n---\n").write(
            "content/andere.md",
            &format!("---\ntitle: Andere\naliases: [\"{alias}\"]\n---\n"),
        );
        let built = site.build_on(TODAY);
        assert!(!built.errors().is_empty(), "{alias}");
    }
}

/// Regression: addresses that a disk cannot hold were found only when they were written, and
/// the report named no file.
#[test]
fn an_alias_that_no_disk_can_hold() {
    let long = "x".repeat(256);
    for aliases in [
        "[a.html, a.html/b]".to_owned(),
        "[a/b/c.html, a/b/c.html/d/e]".to_owned(),
        format!("[{long}]"),
        format!("[a/{long}/b]"),
        "[.matrikel-site]".to_owned(),
        "[.matrikel-site/x]".to_owned(),
        "[sitemap.xml]".to_owned(),
        "[robots.txt/x]".to_owned(),
        "[Seite]".to_owned(),
    ] {
        let site = SiteTest::new();
        let text = format!("---\ntitle: Seite\naliases: {aliases}\n---\n");
        site.write(PAGE, &text);
        let built = site.build_on(TODAY);
        assert!(!built.errors().is_empty(), "{aliases}");
        assert_eq!(
            built.diagnostics()[0].path().map(matrikel::base::source::SitePath::as_str),
            Some(PAGE),
            "{aliases}"
        );
    }
}

#[test]
fn whatever_is_built_can_be_written() {
    let site = SiteTest::new();
    let long = "Überlange Bezeichnung ".repeat(12);
    let wide = "北京".repeat(80);
    site.write(
        STORY,
        &format!(
            "---\ntitle: \"{long}\"\ndate: 2026-01-01\nname: {{ family: \"{wide}\" }}\n\
             topics: [\"{long}\", \"{wide}\", \"???\", \"a/b\", \"..\", \"C++\", \"C#\"]\n\
             affiliations: [{{ kind: studied, from: 1986, to: 2099 }}]\n\
             consent: {{ given: 2026-01-01, channels: [site] }}\n---\nText\n"
        ),
    )
    .write(&format!("content/directory/{}.md", "ä".repeat(120)), "---\nname: { given: 李 }\nconsent: { given: 2026-01-01, channels: [site] }\n---\n");
    site.build_on(TODAY).is_good();
    site.command(&["build", "--at", TODAY]).ends_with(0);
    assert!(site.tree("public").len() > 20);
}

#[test]
fn photos_that_are_none() {
    let site = SiteTest::new();
    site.write("content/events/text.jpg", "I am no picture")
        .write("content/events/leer.jpg", "")
        .write("content/events/form.pdf", "%PDF")
        .write(
            "content/events/zeichnung.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
        )
        .write_bytes("content/events/kurz.jpg", &crate::support::jpeg("x")[..200])
        .photo("content/events/gut.jpg", "x")
        .photo("geheim.jpg", "x");
    for (file, code) in [
        ("fehlt.jpg", "photo-missing"),
        ("gut.jpeg", "photo-missing"),
        ("GUT.JPG", "photo-missing"),
        ("text.jpg", "photo-not-picture"),
        ("leer.jpg", "photo-not-picture"),
        ("form.pdf", "photo-not-picture"),
        ("zeichnung.svg", "photo-not-picture"),
        ("fest.md", "photo-not-picture"),
        ("../../geheim.jpg", "photo-outside"),
        ("/etc/passwd", "photo-outside"),
        ("..\\\\..\\\\geheim.jpg", "photo-outside"),
        ("../../../../../../etc/passwd", "photo-outside"),
        ("https://x.example/x.jpg", "photo-missing"),
        ("", "value-empty"),
        (".", "photo-missing"),
    ] {
        site.write(
            EVENT,
            &format!("---\ntitle: x\nstart: 2027-01-01\nimage: {{ file: \"{file}\", alt: x }}\n---\n"),
        );
        blames(&site.build_on(TODAY), code, EVENT);
    }
    // A picture that begins well and ends too early is found when it is decoded.
    site.write(
        EVENT,
        "---\ntitle: x\nstart: 2027-01-01\nimage: { file: kurz.jpg, alt: x }\n---\n",
    );
    let ran = site.command(&["check", "--at", TODAY]);
    ran.ends_with(1);
    assert!(ran.stdout.contains("kurz.jpg"), "{}", ran.stdout);
}

#[test]
fn texts_that_are_no_utf_8() {
    for bytes in [
        &b"---\ntitle: M\xfcller\n---\n"[..],
        b"\xff\xfe-\0-\0-\0",
        b"---\ntitle: x\n---\n\xc3\x28",
        b"---\ntitle: x\n---\n\xed\xa0\x80",
    ] {
        let site = SiteTest::new();
        site.write_bytes(PAGE, bytes);
        blames(&site.build_on(TODAY), "file-not-utf8", PAGE);
    }
    for path in ["config.toml", "content/faculties.yaml", "content/contacts.yaml"] {
        let site = SiteTest::new();
        site.write_bytes(path, b"title = \"M\xfcller\"");
        is_answered(&site.build_on(TODAY), path, "not UTF-8");
    }
}

#[test]
fn texts_that_are_too_long() {
    let site = SiteTest::new();
    let path = site.path(PAGE);
    site.write(PAGE, "---\ntitle: x\n---\n");
    let file = std::fs::File::options().write(true).open(path).expect("the file");
    file.set_len(50 * 1024 * 1024).expect("a long file");
    blames(&site.build_on(TODAY), "file-too-long", PAGE);
    for (key, length) in [("title", 10_000), ("summary", 10_000), ("menu_title", 301)] {
        let text = "x".repeat(length);
        let title = if key == "title" { "" } else { "title: y\n" };
        let built = with(PAGE, &format!("---\n{title}{key}: {text}\n---\n"));
        blames(&built, "value-too-long", PAGE);
    }
    let name = "Ä".repeat(10_000);
    let built = with(PERSON, &format!("---\nname: {{ given: {name} }}\n---\n"));
    blames(&built, "value-too-long", PERSON);
}

/// Regression: reading each of these took time by the square or the cube of its length.
#[test]
fn long_texts_of_one_kind() {
    let lines = |line: &str, times: usize| line.repeat(times);
    let headings = lines("# Frage\n\n", 10_000);
    let notes: String = (0..5_000).map(|n| format!("a[^{n}]\n\n[^{n}]: b\n\n")).collect();
    let ids: String = (0..10_000).map(|n| format!("## x {{#a{}}}\n\n", n % 7)).collect();
    let wide = format!(
        "|{}\n|{}\n|{}\n",
        "a|".repeat(5_000),
        "-|".repeat(5_000),
        "b|".repeat(5_000)
    );
    let tall = format!("|a|\n|-|\n{}", "|b|\n".repeat(20_000));
    let links: String =
        (0..3_000).map(|n| format!("[a{n}]: https://x.example/{n}\n")).collect();
    let references: String = (0..3_000).map(|n| format!("[a{n}] ")).collect();
    for body in [
        headings,
        notes,
        ids,
        wide,
        tall,
        format!("{links}\n{references}"),
        ">".repeat(10_000),
        format!("{} x", "> ".repeat(5_000)),
        "[".repeat(10_000),
        "![".repeat(10_000),
        format!("{}a{}", "[".repeat(5_000), "](b)".repeat(5_000)),
        "*".repeat(10_001),
        "*a **b ".repeat(5_000),
        "_".repeat(10_001),
        "~~".repeat(5_000),
        "`".repeat(10_000),
        (1..300).map(|n| format!("{}`", "`".repeat(n))).collect(),
        "<".repeat(10_000),
        "<!-- -->".repeat(5_000),
        "`<!--` ".repeat(5_000),
        "](".repeat(20_000),
        "a@x.example \"b\" ".repeat(10_000),
        "'a ".repeat(20_000),
        "<a ".repeat(5_000),
        "\\".repeat(10_001),
        "&".repeat(10_000),
        "- ".repeat(2_000),
        (0..500).map(|n| format!("{}- x\n", "  ".repeat(n))).collect(),
        "1. ".repeat(2_000),
        (0..2_000).map(|n| format!("[^a{n}]: ")).collect(),
        "\"'".repeat(5_000),
        "x ".repeat(100_000),
        "{#x".repeat(5_000),
    ] {
        let built = with(PAGE, &format!("---\ntitle: x\n---\n{body}"));
        assert!(
            built.has("seite/index.html"),
            "{}…",
            body.chars().take(20).collect::<String>()
        );
    }
    let keys: String = (0..3_000).map(|n| format!("k{n}: x\n")).collect();
    let built = with(PAGE, &format!("---\ntitle: x\n{keys}---\n"));
    assert_eq!(built.errors().len(), 3_000);
    let extra: String = (0..3_000).map(|n| format!("  k{n}: x\n")).collect();
    with(PAGE, &format!("---\ntitle: x\nextra:\n{extra}---\n")).is_good();
}

#[test]
fn letters_of_every_kind() {
    for name in [
        "\u{202e}anaJ\u{202c}",
        "\u{5d9}\u{5e2}\u{5dc} \u{631}\u{646}\u{627}",
        "a\u{300}\u{301}\u{302}\u{303}\u{304}",
        "\u{200b}\u{200d}\u{feff}x",
        "👩‍🎓",
        "𝒥𝒶𝓃𝒶",
        "<script>alert(1)</script>",
        "\\\"'&<>",
        "{{ 7 * 7 }} {% raw %}",
        "${x} #{x} %s",
        "x\u{85}\u{2028}\u{2029}y",
    ] {
        let site = SiteTest::new();
        let quoted = serde_json::Value::from(name).to_string();
        site.write(
            PERSON,
            &format!(
                "---\nname: {{ given: {quoted}, family: {quoted} }}\ncity: {quoted}\n\
                 topics: [{quoted}]\nconsent:\n  given: 2026-01-01\n  fields: [city, topics]\n  \
                 channels: [site, search-engines, feeds]\n---\n{name}\n"
            ),
        )
        .write(EVENT, &format!("---\ntitle: {quoted}\nstart: 2027-01-01\n---\n{name}\n"));
        let built = site.build_on(TODAY);
        built.is_good();
        for (path, html) in built.pages() {
            assert!(!html.contains("<script>alert"), "{path}: {name}");
            assert!(!html.contains(" 49 "), "{path}: {name} ran as a template");
        }
    }
}

#[test]
fn file_names_of_every_kind() {
    for name in [
        "a b",
        "a#b",
        "a%b",
        "a?b",
        "a&b",
        "für",
        "fu\u{308}r",
        "a'b",
        "a\"b",
        "a+b",
        "(a)",
        "%2e%2e",
        "a%20b",
        "Größe & Maß",
        "日本",
        "🎓x",
        "a.b.c",
        "-a",
        "a:b",
        "a;b",
        "a,b",
        "\u{202e}ab",
        "a\\b",
        "404",
        "con",
        "a\nb",
    ] {
        let site = SiteTest::new();
        site.photo(&format!("content/events/{name}.jpg"), "x");
        let quoted = serde_json::Value::from(format!("{name}.jpg")).to_string();
        site.write(
            &format!("content/events/{name}.md"),
            &format!("---\ntitle: x\nstart: 2027-01-01\nimage: {{ file: {quoted}, alt: x }}\n---\n"),
        );
        let built = site.build_on(TODAY);
        // A backslash in a path and a name without letters are refused with a reason.
        if built.errors().is_empty() {
            assert!(built.recipes().len() >= 2, "{name}");
            let pages = built.pages();
            let pages =
                pages.keys().filter(|path| path.starts_with("veranstaltungen/")).count();
            assert_eq!(pages, 2, "{name}: {:?}", built.paths());
        } else {
            assert!(["a\\b", "a\nb"].contains(&name), "{name}\n{}", built.report());
        }
    }
}

/// A picture whose name was composed on one system and decomposed on another.
#[test]
fn a_picture_named_in_the_other_normal_form() {
    for (file, named) in
        [("u\u{308}ber.jpg", "\u{fc}ber.jpg"), ("\u{fc}ber.jpg", "u\u{308}ber.jpg")]
    {
        let site = SiteTest::new();
        site.photo(&format!("content/{file}"), "x");
        site.write(
            PAGE,
            &format!("---\ntitle: x\n---\n![Alt]({named}) und ![Alt](%C3%BCber.jpg)\n"),
        );
        let built = site.build_on(TODAY);
        built.is_good();
        let pictures = tags(&built.text("seite/index.html"))
            .iter()
            .filter(|tag| tag.name == "img")
            .count();
        assert_eq!(pictures, 2, "{file} {named}");
    }
}

/// A picture and a link whose names hold a space, as Markdown writes them.
#[test]
fn a_link_to_a_file_with_a_space_in_its_name() {
    let site = SiteTest::new();
    site.photo("content/mein bild.jpg", "x")
        .write("content/mein text.pdf", "%PDF-1.4")
        .write("content/andere seite.md", "---\ntitle: Andere\n---\n")
        .write(
            PAGE,
            "---\ntitle: x\n---\n![A](mein%20bild.jpg) ![B](<mein bild.jpg>)\n\
             [C](mein%20text.pdf) [D](<mein text.pdf>) [E](andere%20seite.md) \
             [F](<andere seite.md>)\n",
        );
    let built = site.build_on(TODAY);
    built.is_good();
    let tags = tags(&built.text("seite/index.html"));
    assert_eq!(tags.iter().filter(|tag| tag.name == "img").count(), 2);
    let leads = |to: &str| {
        let links = tags.iter().filter_map(|tag| tag.get("href"));
        links.filter(|link| link.ends_with(to)).count()
    };
    assert_eq!((leads(".pdf"), leads("/andere-seite/")), (2, 2));
}

#[test]
fn line_ends_and_marks_of_windows() {
    let text = "\u{feff}---\r\ntitle: Seite\r\nsummary: |\r\n  Eins\r\n  zwei\r\n---\r\n# Ä\r\n\r\n- a\r\n- b\r\n";
    let built = with(PAGE, text);
    built.is_good();
    let plain = with(PAGE, &text.replace("\r\n", "\n").replace('\u{feff}', ""));
    assert!(built.build.outputs == plain.build.outputs);
    let site = SiteTest::new();
    let config = site.read("config.toml");
    site.write("config.toml", &format!("\u{feff}{}", config.replace('\n', "\r\n")));
    site.write("content/faculties.yaml", "\u{feff}- id: bau\r\n  name: Bau\r\n");
    site.build_on(TODAY).is_good();
}

/// Where a text has a hole for a link or a picture, the program puts a mark. A text that holds
/// that mark must not move what stands in the holes.
#[test]
fn a_mark_of_the_program_inside_a_text() {
    for body in [
        "a\0b",
        "`a\0b`",
        "```\na\0b\n```",
        "```x\0y\na\n```",
        "    a\0b",
        "[a\0b](#x)",
        "[a](https://x.example/\0b)",
        "[a](https://x.example/ \"t\0t\")",
        "![a\0b](b.jpg)",
        "![a](b.jpg \"t\0t\")",
        "# a\0b",
        "# a {#x\0y}",
        "<b\0>",
        "<div>\0</div>",
        "<!-- \0 -->",
        "[^\0]: x\n\ny[^\0]",
        "[\0]: #x\n\n[\0]",
        "|\0|\n|-|\n|\0|",
        "&#0; &#x0; \\\0",
        "<https://x.example/\0>",
    ] {
        let site = SiteTest::new();
        site.photo("content/b.jpg", "x");
        site.write(
            PAGE,
            &format!("---\ntitle: x\n---\n{body}\n\n[eins](_index.md) ![zwei](b.jpg) [drei](#x)\n"),
        );
        let built = site.build_on(TODAY);
        let html = built.text("seite/index.html");
        assert!(!html.contains('\0'), "{body:?}");
        assert!(html.contains("<a href=\"/\">eins</a>"), "{body:?}\n{html}");
        let picture =
            html.find("alt=\"zwei\"").unwrap_or_else(|| panic!("{body:?}\n{html}"));
        assert!(html.find("eins</a>") < Some(picture), "{body:?}");
        assert!(html.find("<a href=\"#x\">drei</a>") > Some(picture), "{body:?}");
    }
    let built = with(PAGE, "---\ntitle: \"a\\0b\"\nsummary: \"\\0\\0\"\n---\n");
    built.is_good();
    assert!(built.pages().values().all(|html| !html.contains('\0')));
}

/// Regression: a `content` that is no readable folder counted as an empty one, and a build
/// replaced the site by an empty one.
#[test]
fn a_content_folder_that_cannot_be_read() {
    let site = SiteTest::new();
    site.write("content", "I am a file");
    let built = site.build_on(TODAY);
    assert!(!built.errors().is_empty(), "a file");
    site.command(&["build"]).ends_with(1);
    #[cfg(unix)]
    {
        site.remove("content");
        std::os::unix::fs::symlink("nowhere", site.path("content")).expect("a link");
        let built = site.build_on(TODAY);
        assert!(!built.errors().is_empty(), "a link to nothing");
        let ran = site.command(&["build", "--leave-out-broken"]);
        assert_ne!(ran.status, Some(0), "{}", ran.stderr);
        assert!(!site.path("public").exists());
    }
}

#[test]
fn a_site_without_content_is_a_site() {
    let site = SiteTest::new();
    let built = site.build_on(TODAY);
    built.is_good();
    assert!(built.has("index.html") && built.has("en/index.html"));
    std::fs::create_dir(site.path("content")).expect("a folder");
    site.build_on(TODAY).is_good();
    site.write("content/faculties.yaml", "")
        .write("content/contacts.yaml", "# nobody yet\n");
    site.build_on(TODAY).is_good();
}

#[test]
fn settings_of_every_wrong_kind() {
    let good = crate::support::CONFIG;
    let replaced = |key: &str, value: &str| -> String {
        let lines = good.lines().filter(|line| !line.starts_with(&format!("{key} =")));
        let rest: String = lines.map(|line| format!("{line}\n")).collect();
        format!("{key} = {value}\n{rest}")
    };
    let mut wrong =
        vec![String::new(), "title".into(), "= =".into(), "[".into(), "\0".into()];
    for key in ["title", "base_url", "languages", "theme", "time_zone"] {
        let lines = good.lines().filter(|line| !line.starts_with(&format!("{key} =")));
        wrong.push(lines.map(|line| format!("{line}\n")).collect());
        for value in ["1", "[]", "{}", "true", "\"\"", "2026-01-01", "nan"] {
            // The name of a site may be a number or a day.
            if !(key == "title" && ["1", "true", "2026-01-01", "nan"].contains(&value)) {
                wrong.push(replaced(key, value));
            }
        }
    }
    wrong.extend([
        replaced("base_url", "\"ftp://x\""),
        replaced("base_url", "\"https://x/../y\""),
        replaced("base_url", "\"javascript:x\""),
        replaced("languages", "[\"fr\"]"),
        replaced("languages", "[\"de\", \"de\"]"),
        replaced("languages", "[\"de\", \"en\", \"de\"]"),
        replaced("languages", "[\"de\", \"en\", \"en\"]"),
        replaced("theme", "\"../x\""),
        replaced("theme", "\"nowhere\""),
        replaced("time_zone", "\"Mars/Olympus\""),
        format!("{good}titel = \"x\"\n"),
        format!("{good}title = \"x\"\n"),
        format!("{good}[directory]\nper_page = 0\n"),
        format!("{good}[directory]\nper_page = -1\n"),
        format!("{good}[directory]\naddresses = \"x\"\n"),
        format!("{good}[consent]\nvalid_months = 0\n"),
        format!("{good}[consent]\nvalid_months = 99999999999999999999\n"),
        format!("{good}[consent]\nvalid_months = \"36\"\n"),
        format!("{good}[[consent.texts]]\nid = \"x\"\n"),
        format!("{good}[institution]\nlogo = \"../config.toml\"\n"),
        format!("{good}[institution]\nlogo = \"nowhere.svg\"\n"),
        format!("{good}[institution]\nemail = \"x\"\n"),
        format!("{good}[[menu]]\ntitle = \"x\"\n"),
        format!("{good}[[menu]]\npage = \"nowhere\"\n"),
        format!("{good}[[menu]]\nurl = \"javascript:x\"\ntitle = \"x\"\n"),
        format!("{good}[theme_options]\nnowhere = true\n"),
        format!("{good}[theme_options]\nstory_dates = \"x\"\n"),
        format!("{good}[theme_options]\ndirectory_layout = \"x\"\n"),
    ]);
    let site = SiteTest::new();
    let mut silent = Vec::new();
    for config in wrong {
        site.write("config.toml", &config);
        if site.build_on(TODAY).errors().is_empty() {
            silent.push(config);
        }
    }
    assert_eq!(silent, [""; 0]);
    let site = SiteTest::empty();
    blames(&site.build_on(TODAY), "config-missing", "config.toml");
    std::fs::create_dir(site.path("config.toml")).expect("a folder");
    is_answered(&site.build_on(TODAY), "config.toml", "a folder");
}

#[test]
fn reference_data_of_every_wrong_kind() {
    for (file, texts) in [
        (
            "content/faculties.yaml",
            &[
                "x",
                "7",
                "[x]",
                "[{}]",
                "[{ id: a }]",
                "[{ name: a }]",
                "[{ id: A, name: a }]",
                "[{ id: a, name: a }, { id: a, name: b }]",
                "[{ id: a, name: a, until: x }]",
                "[{ id: a, name: a, from: 2000, until: 1990 }]",
                "[{ id: a, name: a, predecessors: [b] }]",
                "[{ id: a, name: a, predecessors: [a] }]",
                "[{ id: a, name: a, institution: nowhere }]",
                "[{ id: a, name: a, url: x }]",
                "[{ id: a, name: a, x: y }]",
                "[{ id: a, name: [a] }]",
                "- id: a\n name: b",
            ][..],
        ),
        (
            "content/institutions.yaml",
            &[
                "x",
                "[{ id: a, name: a }, { id: b, name: b }]",
                "[{ id: a, name: a, self: true }, { id: b, name: b, self: true }]",
                "[{ id: a, name: a, self: x }]",
                "[{ id: a, name: a, successors: [b] }]",
                "[{ id: a, name: a, successors: a }]",
            ][..],
        ),
        (
            "content/contacts.yaml",
            &[
                "x",
                "[{ id: a, name: a, faculty: nowhere }]",
                "[{ id: a, name: a, deputy: b }]",
                "[{ id: a, name: a, email: x }]",
                "[{ id: a, name: a, topics: x }]",
                "[{ id: a, name: a, from: 2020, until: 2019 }]",
                "&a [*a]",
            ][..],
        ),
    ] {
        for text in texts {
            is_answered(&with(file, text), file, text);
        }
    }
}

#[cfg(unix)]
#[test]
fn links_in_circles_and_to_nothing() {
    use std::os::unix::fs::symlink;
    let site = SiteTest::new();
    site.write("content/events/a.md", "---\ntitle: x\nstart: 2027-01-01\n---\n");
    symlink("..", site.path("content/events/oben")).expect("a link");
    let built = site.build_on(TODAY);
    blames(&built, "link-loop", "content/events/oben");
    for (link, target) in [("nirgends.md", "nowhere.md"), ("selbst.md", "selbst.md")] {
        let site = SiteTest::new();
        std::fs::create_dir(site.path("content")).expect("a folder");
        symlink(target, site.path("content").join(link)).expect("a link");
        let built = site.build_on(TODAY);
        blames(&built, "file-unreadable", &format!("content/{link}"));
    }
}

/// A broken file never keeps the rest from being built, if that is asked for.
#[test]
fn broken_files_can_be_left_out() {
    let site = SiteTest::new();
    site.write(PERSON, "---\nname: { given: Jana }\nconsent: { given: 2026-01-01, channels: [site] }\nzzz: 1\n---\n")
        .write(STORY, "---\ntitle: Über Jana\ndate: 2026-01-01\nperson: jana\nconsent: { given: 2026-01-01, channels: [site] }\n---\n")
        .write(EVENT, "---\ntitle: Fest\nstart: 2027-01-01\nspeakers: [jana]\n---\n[Jana](../directory/jana.md)\n")
        .write("content/a.md", "---\ntitle: A\nslug: gleich\n---\n")
        .write("content/b.md", "---\ntitle: B\nslug: gleich\n---\n")
        .write("content/c.md", "---\n")
        .write_bytes("content/d.md", b"\xff")
        .write(PAGE, "---\ntitle: Seite\n---\n");
    let request = Request { leave_out_broken: true, ..Request::default() };
    let built = site.build_with(TODAY, &request);
    built.is_good();
    assert!(
        built.has("seite/index.html") && built.has("veranstaltungen/fest/index.html")
    );
    for (path, html) in built.pages() {
        assert!(!html.contains("Über Jana"), "{path}");
        assert!(!html.contains("verzeichnis/jana"), "{path}");
    }
}

fn bodies() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "\\PC{0,20}",
        any::<String>(),
        prop::sample::select(vec![
            "<script>alert(1)</script>",
            "<ScRiPt src=x>",
            "</script>",
            "<img src=x onerror=x>",
            "[x](javascript:alert(1))",
            "[x](  jAvAsCrIpT&#58;alert(1))",
            "[x](\u{1}javascript:x)",
            "![x](b.jpg)",
            "[x](_index.md)",
            "```html\n<script>\n```",
            "<!--",
            "-->",
            "&lt;script&gt;",
            "\0",
            "\n\n",
            "\n",
            "    ",
            "> ",
            "- ",
            "1. ",
            "|a|b|\n|-|-|\n",
            "# ",
            "## x {#y}",
            "[^1]",
            "[^1]: ",
            "**",
            "_",
            "`",
            "~~",
            "<a href=\"javascript:x\">",
            "<https://x.example/?<script>>",
            "[a]: data:text/html,<script>",
            "{{ x }}",
            "{% include \"x\" %}",
            "\u{feff}",
            "\r\n",
            "<svg onload=x>",
            "<style>",
            "[x](vbscript:x)",
            "[x](data:text/html;base64,x)",
            "[x](\"onmouseover=x)",
            "![\" onerror=x](b.jpg \"\\\" onload=x\")",
            "&#x3C;script&#x3E;",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

fn config() -> ProptestConfig {
    let mut config = ProptestConfig::with_cases(cases(60, 300));
    config.failure_persistence = None;
    config
}

/// What no page may hold, wherever it came from.
fn is_harmless(html: &str) -> Result<(), String> {
    for tag in tags(html) {
        let is_search = tag.get("type") == Some("module")
            && tag.get("src").is_some_and(|src| src.starts_with("/assets/search."));
        let is_data = tag.get("type") == Some("application/ld+json");
        if tag.name == "script" && !is_data && !is_search {
            return Err("a script".into());
        }
        for (name, value) in &tag.attributes {
            let plain: String =
                value.chars().filter(|c| !c.is_control() && *c != ' ').collect();
            let plain = plain.to_lowercase();
            let address = ["href", "src", "action", "srcset"].contains(&name.as_str());
            let scheme = ["javascript:", "data:", "vbscript:"]
                .iter()
                .any(|s| plain.starts_with(s));
            if name.starts_with("on") || (address && scheme) {
                return Err(format!("{} {name}={value}", tag.name));
            }
        }
    }
    if html.to_lowercase().contains("<script") && !html.contains("ld+json") {
        return Err("a raw script".into());
    }
    Ok(())
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_text_is_rendered_without_harm(body in bodies()) {
        let site = SiteTest::new();
        site.photo("content/b.jpg", "x").write(PAGE, &format!("---\ntitle: x\n---\n{body}"));
        let built = site.build_on(TODAY);
        for (path, html) in built.pages() {
            prop_assert_eq!(is_harmless(&html), Ok(()), "{}: {:?}", path, body);
        }
    }

    #[test]
    fn any_front_matter_is_answered(
        kind in 0_usize..4,
        data in prop_oneof![
            any::<String>(),
            "[a-z:\\-\\[\\]{}&*!|>'\"#%@,? \n\t0-9]{0,80}",
            "(title|start|date|name|consent|photo|private|slug): [^\n]{0,30}\n",
        ],
    ) {
        let (path, good) = GOOD[kind];
        let site = SiteTest::new();
        site.write(path, &format!("---\n{good}{data}\n---\nText\n"));
        let built = site.build_on(TODAY);
        for diagnostic in built.diagnostics() {
            prop_assert!(diagnostic.place.is_some());
        }
        for html in built.pages().values() {
            prop_assert_eq!(is_harmless(html), Ok(()));
        }
    }

    #[test]
    fn any_bytes_are_answered(
        bytes in prop::collection::vec(any::<u8>(), 0..200),
        path in prop::sample::select(vec![
            PERSON, PAGE, "config.toml", "content/faculties.yaml", "content/b.jpg",
            "themes/campus/theme.toml", "themes/campus/templates/page.html",
        ]),
    ) {
        let site = SiteTest::new();
        site.write(PAGE, "---\ntitle: x\n---\n![x](b.jpg)\n").photo("content/b.jpg", "x");
        site.write_bytes(path, &bytes);
        let built = site.build_on(TODAY);
        prop_assert!(built.diagnostics().len() < 1000);
    }
}

/// Regression: the suggestion for a link that ends in `..` was cut out of its middle.
#[test]
fn a_link_to_a_folder() {
    let site = SiteTest::new();
    site.write("content/x/events.md", "---\ntitle: x\n---\n").write(
        "content/events/fest/index.md",
        "---\ntitle: x\nstart: 2027-01-01\n---\n[a](..) [b](../) [c](.) [d](./) [e](../..) [f](%)\n",
    );
    let built = site.build_on(TODAY);
    assert_eq!(built.errors(), ["link-unknown"; 6]);
}

/// Regression: leaving out a file made the program forget what was wrong with the settings.
#[test]
fn what_is_wrong_with_the_settings_cannot_be_left_out() {
    let site = SiteTest::new();
    let config = site.read("config.toml");
    site.write("config.toml", &format!("{config}[theme_options]\nnowhere = true\n"))
        .write("content/a.md", "---\ntitle: A\nslug: x\n---\n")
        .write("content/b.md", "---\ntitle: B\nslug: x\n---\n")
        .write(
            "content/events/a.md",
            "---\ntitle: A\nstart: 2027-01-01\nspeakers: [nobody]\n---\n",
        );
    let request = Request { leave_out_broken: true, ..Request::default() };
    is_answered(&site.build_with(TODAY, &request), "config.toml", "an unknown option");
}
