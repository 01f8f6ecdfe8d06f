//! Accessible by construction: the statement, videos in sign language, formats of files and
//! languages of parts, as they stand on finished pages.

use std::fs;

use jiff::civil::{Date, date};
use matrikel::base::code::Code;
use matrikel::base::output::Content;
use matrikel::engine::{Build, Request, build};
use matrikel::io::load::load;

const CONFIG: &str = r#"title = "Alumni der Hochschule"
base_url = "https://alumni.example.org/"
languages = ["de", "en"]
theme = "campus"
time_zone = "Europe/Berlin"
"#;

const STATEMENT: &str = "---
title: Erklärung
accessibility:
  conformance: partial
  standard: EN 301 549 V3.2.1
  law: { de: dem Gesetz, en: the act }
  prepared: 2025-01-10
  reviewed: 2026-03-01
  method: external
  not_accessible:
    non_compliant: [{ de: Alte Programme <PDF>, en: Old programmes <PDF> }]
  feedback: { email: zugang@example.org, phone: '0341 1', days: 28 }
  enforcement: { name: Stelle, url: 'https://stelle.example.org/' }
---
Ein eigener Satz.
";

/// The site of a day from some files.
fn site(files: &[(&str, &[u8])], day: Date) -> Build {
    let root = tempfile::tempdir().unwrap();
    let usual: [(&str, &[u8]); 2] = [
        ("config.toml", CONFIG.as_bytes()),
        ("content/_index.md", b"---\ntitle: Willkommen\n---\n"),
    ];
    for (path, bytes) in usual.iter().chain(files) {
        let path = root.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    build(&load(root.path(), day).unwrap(), &Request::default())
}

fn page(built: &Build, path: &str) -> String {
    let found = built.outputs.0.iter().find(|(output, _)| output.as_str() == path);
    match found.map(|(_, content)| content) {
        Some(Content::Bytes(bytes)) => String::from_utf8(bytes.to_vec()).unwrap(),
        other => panic!("{path}: {other:?}, {:?}", built.diagnostics),
    }
}

fn codes(built: &Build) -> Vec<Code> {
    built.diagnostics.iter().map(|one| one.code).collect()
}

const TODAY: Date = date(2026, 11, 24);

#[test]
fn a_statement_has_the_sections_of_the_model_in_both_languages() {
    let english = b"---\ntitle: Statement\nslug: statement\n---\nA sentence.\n";
    let files: [(&str, &[u8]); 2] =
        [("content/zugang.md", STATEMENT.as_bytes()), ("content/zugang.en.md", english)];
    let built = site(&files, TODAY);
    assert_eq!(codes(&built), []);
    for (path, texts) in [
        (
            "zugang/index.html",
            [
                "im Einklang mit dem Gesetz",
                "gilt für alumni.example.org",
                "<p>Ein eigener Satz.</p>",
                "EN 301 549 V3.2.1 teilweise vereinbar",
                "<h3>Unvereinbarkeit mit den Anforderungen</h3>",
                "<li>Alte Programme &lt;PDF&gt;</li>",
                "am 10.\u{a0}Januar 2025 erstellt",
                "Bewertung durch Dritte",
                "am 1.\u{a0}März 2026 überprüft",
                "mailto:zugang@example.org",
                "innerhalb von 28 Tagen",
                "href=\"https://stelle.example.org/\"",
            ],
        ),
        (
            "en/statement/index.html",
            [
                "in accordance with the act",
                "applies to alumni.example.org",
                "<p>A sentence.</p>",
                "partially compliant with EN 301 549 V3.2.1",
                "<h3>Non-compliance with the requirements</h3>",
                "<li>Old programmes &lt;PDF&gt;</li>",
                "prepared on 10\u{a0}January 2025",
                "assessment by a third party",
                "reviewed on 1\u{a0}March 2026",
                "mailto:zugang@example.org",
                "within 28 days",
                "href=\"https://stelle.example.org/\"",
            ],
        ),
    ] {
        let html = page(&built, path);
        let mut from = 0;
        for text in texts {
            let at =
                html[from..].find(text).unwrap_or_else(|| panic!("{text} in {html}"));
            from += at;
        }
    }
}

#[test]
fn a_statement_is_old_a_year_after_its_last_review() {
    let files: [(&str, &[u8]); 1] = [("content/zugang.md", STATEMENT.as_bytes())];
    assert_eq!(codes(&site(&files, date(2027, 3, 1))), []);
    assert_eq!(codes(&site(&files, date(2027, 3, 2))), [Code::StatementOld]);
}

#[test]
fn a_translation_holds_no_statement_and_no_video() {
    let english = b"---\ntitle: A\naccessibility: {}\nsign_language: {}\n---\n";
    let files: [(&str, &[u8]); 2] =
        [("content/a.md", b"---\ntitle: A\n---\n"), ("content/a.en.md", english)];
    assert_eq!(codes(&site(&files, TODAY)), [Code::TranslationKey; 2]);
}

const SIGN: &str = "---
title: Gebärdensprache
sign_language:
  video: dgs.webm
  captions: dgs.vtt
  minutes: 1
  transcript: leicht.md#a
---
";

/// The first bytes of a video (`EBML` with the document type `webm`).
const WEBM: &[u8] =
    b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\xf2\x81\x04\x42\xf3\x81\x08\x42\x82\x84webm\x42\x87\x81\x04\x42\x85\x81\x02";

#[test]
fn a_video_beside_its_page_gets_a_player_and_every_page_leads_there() {
    let easy = "---\ntitle: Leicht\nleichte_sprache: true\n---\n## A\n\nText\n";
    let files: [(&str, &[u8]); 5] = [
        ("content/dgs.md", SIGN.as_bytes()),
        ("content/dgs.webm", WEBM),
        ("content/dgs.vtt", b"WEBVTT\n"),
        ("content/leicht.md", easy.as_bytes()),
        (
            "content/entwurf.md",
            b"---\ntitle: E\ndraft: true\nleichte_sprache: true\n---\n",
        ),
    ];
    let built = site(&files, TODAY);
    assert_eq!(codes(&built), [Code::Draft]);
    let html = page(&built, "dgs/index.html");
    for text in [
        "controls preload=\"none\"",
        "type=\"video/webm\"",
        "<track kind=\"captions\"",
        "(WebM, 1\u{a0}kB, 1 Minute)",
        "href=\"/leicht/#a\"",
    ] {
        assert!(html.contains(text), "{text} in {html}");
    }
    let copies = built.outputs.0.iter().filter(|(path, content)| {
        matches!(content, Content::Copy(..))
            && path.as_str().starts_with("assets/")
            && html.contains(path.as_str())
    });
    assert_eq!(copies.count(), 2, "video and captions are published");
    // German pages and English ones, the page for missing addresses among them.
    for path in ["index.html", "en/index.html", "404.html", "en/events/index.html"] {
        let html = page(&built, path);
        assert!(
            html.contains("href=\"/dgs/\"") && html.contains("href=\"/leicht/\""),
            "{path}"
        );
        let foreign = html.contains("href=\"/dgs/\" hreflang=\"de\" lang=\"de\"");
        assert_eq!(foreign, path.starts_with("en/"), "{path}");
    }
}

#[test]
fn a_video_elsewhere_is_linked_and_never_embedded() {
    let sign = "---\ntitle: G\nsign_language: { video: 'https://video.example.org/dgs.mp4' }\n---\n";
    let files: [(&str, &[u8]); 1] = [("content/dgs.md", sign.as_bytes())];
    let html = page(&site(&files, TODAY), "dgs/index.html");
    assert!(html.contains("auf video.example.org ansehen (andere Website)"), "{html}");
    for embedded in ["<video", "<iframe", "src=\"https://video"] {
        assert!(!html.contains(embedded), "{embedded}");
    }
}

#[test]
fn a_link_to_a_file_of_the_site_says_format_and_size() {
    let text = "---\ntitle: P\n---\n[Plan](a.pdf), [Plan (PDF)](a.pdf), [Kalender](/veranstaltungen/kalender.ics)\n";
    let files: [(&str, &[u8]); 2] =
        [("content/p.md", text.as_bytes()), ("content/a.pdf", &vec![b'%'; 239_500])];
    let html = page(&site(&files, TODAY), "p/index.html");
    let label = "Plan <span class=\"format\">(PDF, 240\u{a0}kB)</span></a>, ";
    assert!(html.contains(label), "{html}");
    assert!(html.contains("type=\"application/pdf\">Plan (PDF)</a>"), "{html}");
    assert!(
        html.contains(
            "type=\"text/calendar\">Kalender <span class=\"format\">(ICS)</span></a>"
        ),
        "{html}"
    );
}

#[test]
fn a_page_in_leichte_sprache_says_so() {
    let files: [(&str, &[u8]); 3] = [
        ("content/leicht.md", b"---\ntitle: Leicht\nleichte_sprache: true\n---\nText.\n"),
        ("content/leicht.en.md", b"---\ntitle: Easy\n---\nText.\n"),
        ("content/seite.md", b"---\ntitle: Seite\n---\nText.\n"),
    ];
    let built = site(&files, TODAY);
    for (path, language) in
        [("leicht", "de-simple"), ("en/leicht", "en-simple"), ("seite", "de")]
    {
        let html = page(&built, &format!("{path}/index.html"));
        assert!(html.contains(&format!("<html lang=\"{language}\">")), "{path}");
    }
}

#[test]
fn a_quote_says_its_language_and_direction() {
    let story = "---\ntitle: B\ndate: 2026-05-12\nname: { given: Tariq }\nquote: { text: سلام, language: ar }\nconsent: { given: 2026-04-17, channels: [site, search-engines] }\n---\n";
    let files: [(&str, &[u8]); 1] = [("content/portraits/b.md", story.as_bytes())];
    let built = site(&files, TODAY);
    for path in ["portraets/b/index.html", "index.html"] {
        let html = page(&built, path);
        assert!(html.contains("<blockquote lang=\"ar\" dir=\"rtl\"><p>سلام"), "{html}");
    }
}

#[test]
fn what_a_link_names_can_be_had_from_the_site_itself() {
    let text = "---\ntitle: A\n---\n[Alle Termine](termine.csv)\n";
    let csv = b"Tag,Ort\n2027-06-05,Leipzig\n";
    let files: [(&str, &[u8]); 2] =
        [("content/a.md", text.as_bytes()), ("content/termine.csv", csv)];
    let built = site(&files, TODAY);
    assert!(page(&built, "a/index.html").contains("(CSV, 1\u{a0}kB)"));
    assert!(built.outputs.0.keys().any(|path| path.as_str().contains(".csv")));
}
