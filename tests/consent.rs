//! Nothing is published without consent: random sites against a second reading of the
//! contract.
//!
//! Every field that could be private holds a canary. After a build each canary is looked for
//! in every output, in every encoding; what the contract does not allow there is a leak. And
//! the site must be, byte for byte, the one that comes of files in which everything that is
//! withheld was never written: then it has left no trace at all, in no count, order or link.
#![expect(
    clippy::case_sensitive_file_extension_comparisons,
    reason = "outputs have endings in small letters"
)]

#[path = "consent/canary.rs"]
mod canary;
#[path = "consent/site.rs"]
mod site;

use std::collections::BTreeMap;
use std::io::Write as _;

use matrikel::base::code::Code;
use matrikel::base::diagnostic::Diagnostic;
use matrikel::base::source::SitePath;
use matrikel::engine::Request;
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

use crate::extent::cases;
use crate::support::{Built, SiteTest, tags};
use canary::{Book, Rule, canaries, canary, leaks};
use site::{Choices, File, Site, TODAY, site, steps, today};

fn written(files: &BTreeMap<String, File>) -> SiteTest {
    let test = SiteTest::empty();
    for (path, file) in files {
        match file {
            File::Text(text) => test.write(path, text),
            File::Photo(secret) => test.photo(path, secret),
            File::Download(secret) => test.write(path, &format!("%PDF-1.4 {secret}")),
        };
    }
    test
}

fn built(site: &Site, struck: bool) -> (SiteTest, Built) {
    let test = written(&site.files(struck));
    let request = Request { drafts: site.drafts, ..Request::default() };
    let built = test.build_with(today(), &request);
    (test, built)
}

fn fails(text: String) -> Result<(), TestCaseError> {
    Err(TestCaseError::fail(text))
}

fn shown(site: &Site) -> String {
    let mut text = String::new();
    for (path, file) in site.files(false) {
        if let File::Text(content) = file
            && path.ends_with(".md")
        {
            text.push_str(&format!("\n===== {path}\n{content}"));
        }
    }
    text
}

fn no_leak(site: &Site, built: &Built) -> Result<(), TestCaseError> {
    let book = site.book();
    let all = built.all_bytes();
    let leaks = leaks(all.iter().map(|(path, bytes)| (*path, bytes.as_slice())), &book);
    if !leaks.is_empty() {
        return fails(format!("{leaks:#?}\n{}", shown(site)));
    }
    let mut on_pages = std::collections::BTreeSet::new();
    for (path, html) in built.pages() {
        on_pages.extend(canaries(html.as_bytes()));
        let noindex = is_noindex(&html);
        for name in site.hidden_from_machines() {
            if html.contains(name) && !noindex {
                return fails(format!(
                    "{path} shows {name} to search engines{}",
                    shown(site)
                ));
            }
        }
        // The way to somebody on the board leads through the office, whatever else is released.
        if path.starts_with("angebote/") || path.starts_with("en/offers/") {
            for own in site.own_addresses() {
                if html.contains(own) {
                    return fails(format!("{path} tells {own}{}", shown(site)));
                }
            }
        }
        for year in site.hidden_years() {
            if holds_number(&html, year) {
                return fails(format!("{path} shows the year {year}{}", shown(site)));
            }
        }
        if site.drafts && !noindex {
            return fails(format!("{path} of a build with drafts lacks noindex"));
        }
    }
    // The text of a download is not on a page, but its bytes are an output.
    for (path, bytes) in &all {
        if path.ends_with(".pdf") {
            on_pages.extend(canaries(bytes));
        }
    }
    for (word, (what, rule)) in book.all() {
        if rule.must && !on_pages.contains(word) {
            return fails(format!("{what} ({word}) is nowhere{}", shown(site)));
        }
    }
    Ok(())
}

fn is_noindex(html: &str) -> bool {
    tags(html).iter().any(|tag| {
        tag.name == "meta"
            && tag.get("name") == Some("robots")
            && tag.get("content").is_some_and(|content| content.contains("noindex"))
    })
}

fn holds_number(html: &str, number: usize) -> bool {
    let digits = number.to_string();
    html.match_indices(&digits).any(|(at, _)| {
        let around = [html[..at].chars().next_back(), html[at + 4..].chars().next()];
        around.iter().flatten().all(|c| !c.is_alphanumeric())
    })
}

/// The same outputs, whether what is withheld was struck out before or not.
fn no_trace(site: &Site, built: &Built) -> Result<(), TestCaseError> {
    let (_test, struck) = self::built(site, true);
    if !struck.errors().is_empty() {
        return fails(format!("struck: {}{}", struck.report(), shown(site)));
    }
    let (own, other) = (&built.build.outputs.0, &struck.build.outputs.0);
    let paths: Vec<&str> =
        own.keys().map(matrikel::base::output::OutputPath::as_str).collect();
    let others: Vec<&str> =
        other.keys().map(matrikel::base::output::OutputPath::as_str).collect();
    if paths != others {
        let only = |some: &[&str], others: &[&str]| -> Vec<String> {
            some.iter().filter(|p| !others.contains(p)).map(|p| (*p).to_owned()).collect()
        };
        return fails(format!(
            "only with what is withheld: {:#?}\nonly without: {:#?}{}",
            only(&paths, &others),
            only(&others, &paths),
            shown(site)
        ));
    }
    let (own, other) = (built.all_bytes(), struck.all_bytes());
    for (path, bytes) in &own {
        if *bytes != other[path] {
            let [own, other] =
                [bytes, &other[path]].map(|b| String::from_utf8_lossy(b).into_owned());
            let differing: Vec<(&str, &str)> =
                own.lines().zip(other.lines()).filter(|(a, b)| a != b).take(5).collect();
            return fails(format!(
                "{path} shows a trace of what is withheld: {differing:#?}{}",
                shown(site)
            ));
        }
    }
    Ok(())
}

#[test]
fn nothing_is_published_without_consent() {
    let mut config = ProptestConfig::with_cases(cases(40, 200));
    // A failing site is printed; no file is left beside the test.
    config.failure_persistence = None;
    config.max_shrink_iters = 200;
    let mut runner = proptest::test_runner::TestRunner::new(config);
    let choices = proptest::collection::vec(any::<u8>(), 0..600);
    runner
        .run(&choices, |bytes| {
            let site = site(&mut Choices::new(&bytes));
            let (_test, built) = built(&site, false);
            if !built.errors().is_empty() {
                return fails(format!("{}{}", built.report(), shown(&site)));
            }
            no_leak(&site, &built)?;
            no_trace(&site, &built)
        })
        .unwrap_or_else(|error| panic!("{error}"));
}

/// The same while consents are given, narrowed, widened and withdrawn, people are mentioned and
/// days go by: after each step nothing is left of what is no longer allowed. And what a test
/// plants, the audit finds.
#[test]
fn nothing_is_left_after_any_edit() {
    let mut config = ProptestConfig::with_cases(cases(40, 200) / 4);
    config.failure_persistence = None;
    config.max_shrink_iters = 100;
    let mut runner = proptest::test_runner::TestRunner::new(config);
    let bytes = proptest::collection::vec(any::<u8>(), 0..600);
    let edits = proptest::collection::vec(any::<[u8; 6]>(), 1..6);
    runner
        .run(&(bytes, edits), |(bytes, edits)| {
            steps::begin();
            let mut site = site(&mut Choices::new(&bytes));
            for edit in edits {
                steps::step(&mut site, edit);
                let (test, built) = built(&site, false);
                if !built.errors().is_empty() {
                    return fails(format!("{}{}", built.report(), shown(&site)));
                }
                no_leak(&site, &built)?;
                planted(&site, &test, edit)?;
            }
            Ok(())
        })
        .unwrap_or_else(|error| panic!("{error}"));
}

/// Puts a value that must never appear somewhere into the site: the audit finds it.
fn planted(site: &Site, test: &SiteTest, edit: [u8; 6]) -> Result<(), TestCaseError> {
    let Some((secret, tells)) = steps::secret(site, edit[0]) else { return Ok(()) };
    // What an editor writes on a page is public, unless it tells whose it is.
    if !tells && matches!(edit[1] % 5, 0 | 2) {
        return Ok(());
    }
    let page = |text: &str| format!("---\ntitle: Gepflanzt\n---\n{text}\n");
    match edit[1] % 5 {
        0 => test.write("content/gepflanzt.md", &page(&format!("Wort {secret}."))),
        1 => test.write(
            "templates/404.html",
            &format!(
                "{{% extends \"base.html\" %}}{{% block main %}}<p>{secret}</p>{{% endblock %}}"
            ),
        ),
        2 => test.photo("content/gepflanzt.jpg", "nichts").write(
            "content/gepflanzt.md",
            &page(&format!("![{secret} im Bild](gepflanzt.jpg)")),
        ),
        3 => test.write(&format!("assets/{secret}.css"), "p { color: #222 }"),
        _ => test
            .write("content/gepflanzt.pdf", &format!("%PDF-1.4 ({secret})"))
            .write("content/gepflanzt.md", &page("[Plan](gepflanzt.pdf)")),
    };
    let request = Request { drafts: site.drafts, ..Request::default() };
    let built = test.build_with(today(), &request);
    let read = |path: &SitePath| std::fs::read(test.path(path.as_str())).ok();
    let copies = built.build.search_copies(read);
    let all = built.diagnostics().iter().chain(&copies);
    let is_told = |one: &Diagnostic| {
        one.code.name().starts_with("leak-in-") || !tells && one.code == Code::ValueInFile
    };
    if !all.into_iter().any(is_told) {
        return fails(format!(
            "{secret} is not found: {edit:?} {}{}",
            built.report(),
            shown(site)
        ));
    }
    Ok(())
}

/// The reports of a build are read by others than the editor of a file, too.
#[test]
fn no_report_quotes_a_private_line() {
    let test = SiteTest::new();
    let secret = canary(1);
    test.write(
        "content/directory/jana.md",
        &format!(
            "---\nname: {{ given: Jana }}\nemail: \"{secret}\"\nprivate:\n  phone: {secret}\n\
             website: \"{secret}\"\ncity: [{secret}]\nconsent:\n  evidence: [{secret}]\n  \
             given: gestern\n---\n[x](javascript:{secret}) ![](https://x.example/{secret}.png)\n\
             [y]({secret}.md)\n"
        ),
    );
    for arguments in [
        &["check"][..],
        &["check", "--format", "json"],
        &["build", "--verbose"],
        &["build", "--format", "json"],
        &["check", "--lang", "de", "--verbose"],
    ] {
        let ran = test.command(arguments);
        ran.ends_with(1);
        for said in [&ran.stdout, &ran.stderr] {
            let lines: Vec<&str> = said
                .lines()
                .filter(|line| !canaries(line.as_bytes()).is_empty())
                .collect();
            assert_eq!(lines, [""; 0], "{arguments:?}");
        }
    }
}

/// A test that cannot fail proves nothing: each disguise is put into a page by hand.
#[test]
fn the_search_for_canaries_bites() {
    let word = canary(7);
    let entities: String = word.bytes().map(|b| format!("&#{b};")).collect();
    let hexadecimal: String = word.bytes().map(|b| format!("&#x{b:x};")).collect();
    let percent: String = word.bytes().map(|b| format!("%{b:02X}")).collect();
    let json: String = word.bytes().map(|b| format!("\\u{b:04x}")).collect();
    let double: String = percent.replace('%', "&#37;");
    let folded = format!("{}\r\n {}", &word[..5], &word[5..]);
    let utf16: String = word.chars().flat_map(|c| ['\0', c]).collect();
    let mut disguises = vec![
        word.clone(),
        word.to_uppercase(),
        format!("/verzeichnis/{word}/"),
        format!("u\u{308}{word}u\u{308}"),
        format!("ü{word}ü"),
        entities,
        hexadecimal,
        percent,
        json,
        double,
        folded,
        utf16,
    ];
    for before in ["", "a", "ab", "abc", "Jana <"] {
        let encoded = base64(format!("{before}{word}@example.org").as_bytes());
        disguises.push(format!("data:text/plain;base64,{encoded}"));
        disguises.push(encoded.replace('+', "-").replace('/', "_"));
        let (start, end) = encoded.split_at(10);
        disguises.push(format!("{start}\r\n{end}"));
    }
    let mut book = Book::default();
    book.enter(&word, "a secret".into(), Rule::default());
    for disguise in disguises {
        let page = format!("<!doctype html><title>x</title><p>{disguise}</p>");
        let found = leaks([("index.html", page.as_bytes())], &book);
        assert_eq!(found.len(), 1, "{disguise:?}");
    }
    let path = format!("verzeichnis/{word}/index.html");
    assert_eq!(leaks([(path.as_str(), b"" as &[u8])], &book).len(), 1);
    let clean = leaks([("index.html", b"<p>qz qzx qzxq</p>" as &[u8])], &book);
    assert_eq!(clean, [""; 0]);
}

#[test]
fn the_search_tells_pages_feeds_and_machines_apart() {
    let word = canary(9);
    let places = [
        ("index.html", format!("<p>{word}</p>"), [true, false, false]),
        (
            "index.html",
            format!(
                "<script type=\"application/ld+json\">{{\"name\":\"{word}\"}}</script>"
            ),
            [false, true, false],
        ),
        (
            "index.html",
            format!("<meta property=\"og:title\" content=\"{word}\"><p>x</p>"),
            [false, true, false],
        ),
        ("sitemap.xml", format!("<loc>{word}</loc>"), [false, true, false]),
        ("en/atom.xml", format!("<name>{word}</name>"), [false, false, true]),
        ("x/event.ics", format!("SUMMARY:{word}"), [false, false, true]),
        ("assets/search.json", format!("\"{word}\""), [true, false, false]),
    ];
    for (path, content, outlets) in places {
        for (number, allowed) in outlets.into_iter().enumerate() {
            let mut book = Book::default();
            let rule = Rule {
                pages: number == 0,
                machines: number == 1,
                feeds: number == 2,
                must: false,
            };
            book.enter(&word, "a secret".into(), rule);
            let found = leaks([(path, content.as_bytes())], &book);
            assert_eq!(found.is_empty(), allowed, "{path} {number}");
        }
    }
}

fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] =
        b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for three in bytes.chunks(3) {
        let mut block = [0; 4];
        block[1..=three.len()].copy_from_slice(three);
        let bits = u32::from_be_bytes(block);
        for at in 0..4 {
            let sign = SIGNS[(bits >> (18 - 6 * at) & 63) as usize];
            out.push(if at > three.len() { '=' } else { char::from(sign) });
        }
    }
    out
}

/// A site with one person who lists the given fields, and who has not withdrawn by `TODAY`.
fn one_person(fields: &str, body: &str) -> SiteTest {
    let test = SiteTest::new();
    test.photo("content/directory/bild.jpg", "x")
        .write("content/directory/lebenslauf.pdf", "%PDF-1.4 geheim")
        .write(
            "content/directory/jana.md",
            &format!(
                "---\nname: {{ given: Jana }}\nconsent:\n  given: 2026-01-01\n  \
                 fields: [{fields}]\n  channels: [site]\n---\n{body}\n"
            ),
        );
    test
}

/// Regression: a file that a text links to was published although the text was not.
#[test]
fn a_download_goes_with_the_text_that_links_to_it() {
    let body = "[Lebenslauf](lebenslauf.pdf)";
    let with = one_person("bio", body).build_on(TODAY);
    assert!(with.paths().iter().any(|path| path.ends_with(".pdf")));
    let without = one_person("city", body).build_on(TODAY);
    assert!(!without.paths().iter().any(|path| path.ends_with(".pdf")));
    let test = SiteTest::new();
    test.write("content/directory/plan.pdf", "%PDF-1.4").write(
        "content/directory/_index.md",
        "---\ntitle: Verzeichnis\ndraft: true\n---\n[Plan](plan.pdf)\n",
    );
    let draft = test.build_on(TODAY);
    assert!(!draft.paths().iter().any(|path| path.ends_with(".pdf")));
}

/// Regression: pictures inside a person's text were published with `bio` alone, and what they
/// show was told in the description of the page.
#[test]
fn a_picture_in_a_text_needs_the_photo_to_be_listed() {
    let body = "Text ![Jana am Strand](bild.jpg) mehr";
    let both = one_person("bio, photo", body).build_on(TODAY);
    assert!(!both.recipes().is_empty());
    let text = one_person("bio", body).build_on(TODAY);
    assert!(text.recipes().is_empty());
    for (path, html) in text.pages() {
        assert!(!html.contains("Strand"), "{path}");
    }
}

/// Regression: a link that gives the address instead of the file named somebody who is gone.
#[test]
fn a_link_by_address_names_nobody_who_is_withheld() {
    for address in [
        "/verzeichnis/jana/",
        "/verzeichnis/jana",
        "/verzeichnis/jana/index.html",
        "/verzeichnis/jana/#bio",
        "/verzeichnis/j%61na/?x",
        "/en/directory/jana/",
        "/Verzeichnis/Jana/",
    ] {
        let test = one_person("bio", "Text");
        let page = format!("---\ntitle: Seite\n---\nSiehe [dort]({address}).\n");
        test.write("content/seite.md", &page);
        let text = test.read("content/directory/jana.md");
        let shown = test.build_on(TODAY).text("seite/index.html");
        assert!(shown.contains(&format!("href=\"{address}\"")), "{address}");
        test.write(
            "content/directory/jana.md",
            &text.replace("2026-01-01", "2027-01-01"),
        );
        let hidden = test.build_on(TODAY).text("seite/index.html").to_lowercase();
        assert!(!hidden.contains("jana") && !hidden.contains("j%61na"), "{address}");
        assert!(hidden.contains("siehe dort."), "{address}");
    }
}

#[test]
fn the_search_for_canaries_looks_into_packed_shards() {
    let word = canary(11);
    let backwards: String = word.chars().rev().collect();
    for text in [format!("p\t{word} Müller\n"), format!("{backwards}\t1\n")] {
        let mut packed =
            flate2::GzBuilder::new().write(Vec::new(), flate2::Compression::default());
        packed.write_all(text.as_bytes()).expect("memory");
        let packed = packed.finish().expect("memory");
        assert_eq!(
            canaries(&packed).into_iter().collect::<Vec<_>>(),
            std::slice::from_ref(&word)
        );
    }
}

#[test]
fn a_withdrawn_person_is_found_by_no_query() {
    let site = SiteTest::new();
    let (name, place) = (canary(12), canary(13));
    let person = |withdrawn: &str| {
        format!(
            "---\nname: {{ given: Uta, family: {name} }}\ncity: {place}\nconsent:\n  \
             given: 2026-01-01\n  channels: [site]\n  fields: [city, bio]\n{withdrawn}---\n{name}.\n"
        )
    };
    let holding = |site: &SiteTest| -> Vec<String> {
        let built = site.build_on(TODAY);
        assert!(built.errors().is_empty(), "{}", built.report());
        let all = built.all_bytes();
        let index = all.iter().filter(|(path, _)| path.ends_with(".bin"));
        let holds = |bytes: &[u8]| {
            let found = canaries(bytes);
            found.contains(&name) || found.contains(&place)
        };
        index
            .filter(|(_, bytes)| holds(bytes))
            .map(|(path, _)| (*path).to_owned())
            .collect()
    };
    site.write("content/directory/uta.md", &person(""));
    // Heads, forward, backward, sounds, words, facets, records, in both languages.
    assert!(holding(&site).len() > 10, "{:?}", holding(&site));
    site.write("content/directory/uta.md", &person("  withdrawn: 2026-02-01\n"));
    assert_eq!(holding(&site), [""; 0]);
}
