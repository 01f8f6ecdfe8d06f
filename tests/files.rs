//! What sync clients, file managers, editors and version control leave among the files of a site.
//!
//! Copies beside their originals, merges that nobody finished, endings that no page is made of,
//! names in the form in which macOS stores them: none of it is published by accident, and none
//! of it is passed over in silence.

use crate::support::{Built, SiteTest, TODAY};
use matrikel::base::code::Code;
use matrikel::base::diagnostic::{Argument, Diagnostic, Spot};

const CONSENT: &str = "consent: { given: 2026-01-01, until: 2029-01-01, fields: [bio, photo], channels: [site] }\n";
const WITHDRAWN: &str = "consent: { given: 2026-01-01, until: 2029-01-01, withdrawn: 2026-10-01, fields: [bio], channels: [site] }\n";

fn person(family: &str, more: &str) -> String {
    format!("---\nname: {{ given: Jana, family: {family} }}\n{more}---\nText.\n")
}

fn page(title: &str, text: &str) -> String {
    format!("---\ntitle: {title}\n---\n{text}\n")
}

fn text_of(diagnostic: &Diagnostic, name: &str) -> String {
    let found = diagnostic.arguments.iter().find(|(own, _)| *own == name);
    match found.map(|(_, argument)| argument) {
        Some(Argument::Text(text)) => text.clone(),
        Some(Argument::Suggestion(near)) => near.clone().unwrap_or_default(),
        Some(Argument::Word(word)) => (*word).to_owned(),
        other => format!("{other:?}"),
    }
}

/// The files that something is said of, each with one argument of what is said.
fn said(built: &Built, code: Code, argument: &str) -> Vec<(String, String)> {
    let of_kind = built.diagnostics().iter().filter(|one| one.code == code);
    of_kind.map(|one| (one.path().unwrap().to_string(), text_of(one, argument))).collect()
}

/// True if a text stands in any output.
fn online(built: &Built, text: &str) -> bool {
    built.all_bytes().values().any(|bytes| String::from_utf8_lossy(bytes).contains(text))
}

#[test]
fn a_copy_beside_its_original_is_left_out_and_said() {
    let site = SiteTest::new();
    site.write("content/das-wehr.md", &page("Das Wehr", "Neu."))
        .write(
            "content/das-wehr (conflicted copy 2026-11-24 101530).md",
            &page("x", "Alt1"),
        )
        .write("content/das-wehr 2.md", &page("x", "Alt2"))
        .write("content/das-wehr - Kopie.md", &page("x", "Alt3"))
        .write(
            "content/das-wehr.sync-conflict-20261124-101530-ABCDEFG.md",
            &page("x", "Alt4"),
        )
        .write("content/photos.yaml", "[]\n")
        .write("content/photos (1).yaml", "- [\n")
        .photo("content/hof.jpg", "a")
        .photo("content/hof (Kopie).jpg", "b");
    let built = site.build_on(TODAY);
    assert_eq!(built.errors(), [""; 0], "{}", built.report());
    assert!(online(&built, "Neu.") && !online(&built, "Alt"));
    let copies = said(&built, Code::FileCopy, "original");
    let named: Vec<&str> = copies.iter().map(|(_, original)| original.as_str()).collect();
    assert_eq!(
        named,
        [
            "content/das-wehr.md",
            "content/das-wehr.md",
            "content/das-wehr.md",
            "content/das-wehr.md",
            "content/hof.jpg",
            "content/photos.yaml"
        ],
        "{copies:?}"
    );
}

#[test]
fn what_only_looks_like_a_copy_is_published() {
    let site = SiteTest::new();
    site.write("content/wehr 2.md", &page("Wehr zwei", "Eins."))
        .write("content/mission.md", &page("Mission", "Zwei."))
        .write("content/mission-2.md", &page("Zweite Mission", "Drei."))
        .write("content/fest.md", &page("Fest", "Vier."))
        .write("content/fest 2026.md", &page("Fest 2026", "Fünf."))
        .photo("content/hof.jpg", "a")
        .photo("content/hof 2.jpg", "b")
        .write(
            "content/hof.md",
            &page("Hof", "![Ein Hof](hof.jpg)\n\n![Noch einer](<hof 2.jpg>)"),
        );
    let built = site.build_on(TODAY);
    assert_eq!(built.errors(), [""; 0], "{}", built.report());
    assert_eq!(said(&built, Code::FileCopy, "original"), []);
    for text in ["Eins.", "Zwei.", "Drei.", "Vier.", "Fünf."] {
        assert!(online(&built, text), "{text}");
    }
    assert!(built.recipes().iter().any(|one| one.source.as_str().ends_with("hof 2.jpg")));
}

#[test]
fn nobody_stays_online_through_a_copy_of_their_file() {
    for copy in [
        "content/directory/jana 2.md",
        "content/directory/jana (Kopie).md",
        "content/directory/Kopie von jana.md",
        "content/directory/jana-DESKTOP-7H3K2LQ.md",
    ] {
        let site = SiteTest::new();
        site.write("content/directory/jana.md", &person("Quendel", WITHDRAWN))
            .write(copy, &person("Quendel", CONSENT));
        let built = site.build_on(TODAY);
        assert_eq!(built.errors(), [""; 0], "{copy}: {}", built.report());
        assert!(!online(&built, "Quendel"), "{copy}");
        assert_eq!(said(&built, Code::FileCopy, "original").len(), 1, "{copy}");
    }
    // The same if her entry is a folder, and if her file cannot be read.
    let site = SiteTest::new();
    site.write("content/directory/jana/index.md", &person("Quendel", WITHDRAWN))
        .write("content/directory/jana - Kopie/index.md", &person("Quendel", CONSENT));
    assert!(!online(&site.build_on(TODAY), "Quendel"));
}

#[test]
fn a_withdrawal_counts_that_stands_in_a_copy_only() {
    let site = SiteTest::new();
    let copy = "content/directory/jana (conflicted copy 2026-11-20 101530).md";
    site.write("content/directory/jana.md", &person("Quendel", CONSENT))
        .write(copy, &person("Quendel", WITHDRAWN));
    let built = site.build_on(TODAY);
    assert!(!online(&built, "Quendel"));
    let told = said(&built, Code::CopyWithdrawn, "original");
    assert_eq!(told, [(copy.to_owned(), "content/directory/jana.md".to_owned())]);
    // A consent that was given later is not ended by an old copy.
    let anew = CONSENT.replace("2026-01-01", "2026-11-01");
    site.write("content/directory/jana.md", &person("Quendel", &anew));
    let built = site.build_on(TODAY);
    assert!(online(&built, "Quendel"), "{}", built.report());
    assert_eq!(said(&built, Code::CopyWithdrawn, "original"), []);
}

#[test]
fn a_withdrawal_in_a_copy_takes_the_published_page_off() {
    let site = SiteTest::new();
    site.write("content/directory/jana.md", &person("Quendel", CONSENT));
    site.command(&["build"]).ends_with(0);
    assert!(site.path("public/verzeichnis/jana/index.html").exists());
    site.write("content/directory/jana - Kopie.md", &person("Quendel", WITHDRAWN))
        .write("content/kaputt.md", "---\ntitle: [\n---\n");
    site.command(&["build"]).ends_with(1);
    assert!(!site.path("public/verzeichnis/jana/index.html").exists());
}

#[test]
fn another_version_of_a_withheld_photo_is_shown_nowhere() {
    let site = SiteTest::new();
    site.write("content/directory/jana.md", &person("Quendel", WITHDRAWN))
        .photo("content/gruppe.jpg", "a")
        .photo("content/gruppe - Kopie.jpg", "b")
        .write("content/photos.yaml", "- file: gruppe.jpg\n  people: [jana]\n")
        .write("content/hof.md", &page("Hof", "![Viele](<gruppe - Kopie.jpg>)"));
    let built = site.build_on(TODAY);
    assert_eq!(built.recipes().len(), 0, "{}", built.report());
}

#[test]
fn a_merge_that_nobody_finished_is_an_error_with_its_line() {
    let marks = "<<<<<<< HEAD\n- a: 1\n=======\n- a: 2\n>>>>>>> theirs\n";
    for (path, text, line) in [
        ("content/luppe.md", page("Luppe", &format!("Eins.\n\n{marks}")), 6),
        ("content/luppe.md", format!("---\ntitle: Luppe\n{marks}---\nText.\n"), 3),
        (
            "content/luppe.md",
            "<<<<<<< HEAD\n---\ntitle: a\n=======\n---\ntitle: b\n>>>>>>> x\n---\n"
                .to_owned(),
            1,
        ),
        ("content/photos.yaml", marks.to_owned(), 1),
        ("content/contacts.yaml", format!("# Kontakte\n{marks}"), 2),
        ("i18n/de.toml", "a = \"b\"\n<<<<<<< HEAD\n=======\n>>>>>>> x\n".to_owned(), 2),
        ("templates/page.html", "<p>\n<<<<<<< HEAD\n=======\n>>>>>>> x\n".to_owned(), 2),
    ] {
        let site = SiteTest::new();
        site.write(path, &text);
        let built = site.build_on(TODAY);
        let found: Vec<(String, Spot)> = built
            .diagnostics()
            .iter()
            .filter(|one| one.is_error())
            .map(|one| (one.code.name().to_owned(), one.place.clone().unwrap().spot))
            .collect();
        assert_eq!(
            found,
            [("merge-unfinished".to_owned(), Spot::Line(line))],
            "{path} {text}"
        );
    }
    let site = SiteTest::empty();
    let config = format!("{}<<<<<<< HEAD\n=======\n>>>>>>> x\n", crate::support::CONFIG);
    site.write("config.toml", &config);
    assert_eq!(site.build_on(TODAY).errors(), ["merge-unfinished"]);
    let site = SiteTest::new();
    site.write("content/luppe.md", &page("Luppe", "Kapitel\n=======\n\nText."));
    assert_eq!(site.build_on(TODAY).errors(), [""; 0]);
}

#[test]
fn a_text_with_an_ending_that_is_not_read_is_said() {
    for (file, kind, near) in [
        ("luppe.txt", "overlooked-text", "luppe.md"),
        ("luppe.md.txt", "overlooked-text", "luppe.md"),
        ("luppe.markdown", "overlooked-text", "luppe.md"),
        ("luppe", "overlooked-text", "luppe.md"),
        ("interview.docx", "overlooked-offered", ""),
        ("interview.odt", "overlooked-offered", ""),
        ("interview.rtf", "overlooked-offered", ""),
        ("interview.doc", "overlooked-office", ""),
        ("interview.pages", "overlooked-office", ""),
        ("interview.html", "overlooked-office", ""),
        ("daten.yaml", "overlooked-data", ""),
    ] {
        for folder in ["content", "content/portraits", "content/directory"] {
            let site = SiteTest::new();
            let path = format!("{folder}/{file}");
            site.write_bytes(&path, b"x");
            let built = site.build_on(TODAY);
            assert_eq!(
                said(&built, Code::FileOverlooked, "kind"),
                [(path.clone(), kind.to_owned())]
            );
            if !near.is_empty() {
                let told = said(&built, Code::FileOverlooked, "near");
                assert_eq!(told, [(path, near.to_owned())]);
            }
        }
    }
    let site = SiteTest::new();
    site.write("content/kontakte.yml", "[]")
        .write("content/contacts.yml", "[]")
        .write("content/interview.pages/Data/a.jpg", "x")
        .write("content/interview.pages/Index.zip", "x")
        .write("content/LIESMICH.txt", "x")
        .write("content/form.pdf", "x")
        .write("content/antrag.docx", "PK")
        .write("content/seite.md", &page("Seite", "Der [Antrag](antrag.docx)."));
    let said = said(&site.build_on(TODAY), Code::FileOverlooked, "near");
    let near = |path: &str| {
        said.iter().find(|(own, _)| own == path).map(|(_, near)| near.as_str())
    };
    assert_eq!(near("content/contacts.yml"), Some("contacts.yaml"));
    assert_eq!(near("content/kontakte.yml"), Some(""));
    assert!(near("content/interview.pages").is_some());
    assert_eq!(said.len(), 3, "{said:?}");
}

#[test]
fn a_translation_beside_a_text_that_is_not_read_names_it() {
    let site = SiteTest::new();
    site.write("content/luppe.txt", "x")
        .write("content/luppe.en.md", &page("Luppe", "x"));
    let built = site.build_on(TODAY);
    assert_eq!(
        said(&built, Code::TranslationWithoutOriginal, "near"),
        [("content/luppe.en.md".to_owned(), "luppe.txt".to_owned())]
    );
}

#[test]
fn names_are_found_in_the_form_in_which_macos_stores_them() {
    let mac = |name: &str| name.replace('Ü', "U\u{308}").replace('ü', "u\u{308}");
    for form in [str::to_owned as fn(&str) -> String, mac] {
        // What is on the disk is in the Mac's form, and what is written in either.
        let site = SiteTest::new();
        let path = |name: &str| mac(name);
        site.write(&path("content/directory/jürgen.md"), &person("Quendel", CONSENT))
            .write_bytes(&path("content/Übersicht.pdf"), b"%PDF-1.4 x")
            .write_bytes(&path("content/gebärden-ü.mp4"), b"x")
            .photo(&path("content/brücke.jpg"), "a")
            .write(
                "content/portraits/steg.md",
                &form(&format!("---\ntitle: Steg\ndate: 2026-01-01\nperson: jürgen\nphoto: {{ file: ../brücke.jpg, alt: Eine Brücke }}\n{CONSENT}---\nEr.\n")),
            )
            .write(
                "content/seite.md",
                &form("---\ntitle: Seite\nsign_language: { video: gebärden-ü.mp4 }\n---\nDie [Übersicht](Übersicht.pdf), [hier](%C3%9Cbersicht.pdf), [Eintrag von Jana Quendel](directory/jürgen.md), [Jana Quendel](person:jürgen).\n\n![Brücke](brücke.jpg)\n"),
            );
        let built = site.build_on(TODAY);
        assert_eq!(built.errors(), [""; 0], "{}", built.report());
        let text = built.text("seite/index.html");
        assert_eq!(text.matches(".pdf\"").count(), 2, "{text}");
        assert_eq!(text.matches("/verzeichnis/juergen/").count(), 2, "{text}");
        assert!(text.contains(".mp4\""), "{text}");
        assert!(
            built.text("portraets/steg/index.html").contains("/verzeichnis/juergen/")
        );
        assert!(!built.recipes().is_empty());
    }
}

#[test]
fn a_link_to_a_file_that_is_not_published_says_so() {
    let site = SiteTest::new();
    site.write_bytes("content/alt.doc", b"x")
        .write("content/plan.svg", "<svg/>")
        .write("content/notizen.txt", "x")
        .photo("content/hof.jpg", "a")
        .write("content/seite 2.md", &page("x", "x"));
    for (target, kind) in [
        ("alt.doc", "unpublished-other"),
        ("plan.svg#a", "unpublished-drawing"),
        ("notizen.txt", "unpublished-text"),
        ("hof.jpg", "unpublished-photo"),
        ("config.yaml", ""),
        ("<seite 2.md>", "unpublished-copy"),
    ] {
        site.write(
            "content/seite.md",
            &page("Seite", &format!("Das [Blatt eins]({target}).")),
        );
        let built = site.build_on(TODAY);
        let found = said(&built, Code::LinkUnpublished, "kind");
        let found: Vec<&str> = found.iter().map(|(_, kind)| kind.as_str()).collect();
        let wanted: Vec<&str> =
            [kind].into_iter().filter(|kind| !kind.is_empty()).collect();
        assert_eq!(found, wanted, "{target}");
        let unknown = said(&built, Code::LinkUnknown, "value").len();
        assert_eq!(unknown, usize::from(kind.is_empty()), "{target}");
    }
}

#[test]
fn a_former_address_may_hold_any_letters() {
    for (written, path) in [
        ("/porträts/jana/", "porträts/jana/index.html"),
        ("/portr%C3%A4ts/jana/", "porträts/jana/index.html"),
        ("/portra\u{308}ts/jana", "porträts/jana/index.html"),
        ("/o%20nas/żółć.html", "o nas/żółć.html"),
        ("/alt/jana/", "alt/jana/index.html"),
    ] {
        let site = SiteTest::new();
        site.write(
            "content/portraits/jana.md",
            &format!("---\ntitle: Jana\ndate: 2026-01-01\nname: {{ given: Jana, family: Quendel }}\naliases: [\"{written}\"]\n{CONSENT}---\nText.\n"),
        );
        site.write(
            "content/seite.md",
            &page("Seite", &format!("Die [alte Seite von früher](<{written}>).")),
        );
        let built = site.build_on(TODAY);
        assert_eq!(built.errors(), [""; 0], "{written}: {}", built.report());
        assert!(built.text(path).contains("/portraets/jana/"), "{written}");
        let broken = said(&built, Code::LinkBroken, "value");
        let ends = written.ends_with('/') || written.contains('.');
        assert!(!ends || broken.is_empty(), "{broken:?}");
    }
    for written in ["/a?id=3", "/../x/", "/.git/x/", "/a\u{202e}b/", "/%FC/"] {
        let site = SiteTest::new();
        site.write(
            "content/seite.md",
            &format!("---\ntitle: Seite\naliases: [\"{written}\"]\n---\nText.\n"),
        );
        assert_eq!(site.build_on(TODAY).errors(), ["url-wrong"], "{written}");
    }
}

#[test]
fn files_for_the_root_of_the_site_are_published_as_they_are() {
    let site = SiteTest::new();
    let security = "Contact: mailto:it@alumni.example.org\n";
    site.write("static/.well-known/security.txt", security)
        .write("static/CNAME", "alumni.example.org\n")
        .write("static/google1a2b.html", "google-site-verification: google1a2b.html")
        .write_bytes("static/favicon.ico", b"\0\0\x01\0")
        .write("static/.htaccess", "Deny from all")
        .write("static/favicon (1).ico", "x")
        .write(
            "content/seite.md",
            &page("Seite", "Der [Kontakt für Sicherheit](/.well-known/security.txt)."),
        );
    let built = site.build_on(TODAY);
    assert_eq!(built.errors(), [""; 0], "{}", built.report());
    assert_eq!(built.text(".well-known/security.txt"), security);
    for path in ["CNAME", "google1a2b.html", "favicon.ico"] {
        assert!(built.has(path), "{path}");
    }
    assert!(!built.has(".htaccess") && !built.has("favicon (1).ico"));
    assert_eq!(said(&built, Code::FileCopy, "original").len(), 1);
    assert_eq!(said(&built, Code::LinkBroken, "value"), []);
    site.command(&["build"]).ends_with(0);
    assert_eq!(site.read("public/.well-known/security.txt"), security);
    site.remove("static/CNAME").command(&["build"]).ends_with(0);
    assert!(!site.path("public/CNAME").exists());
    site.command(&["explain", "/.well-known/security.txt"]).ends_with(0);
}

#[test]
fn files_for_the_root_of_the_site_take_no_address_and_tell_nobody() {
    for (file, kind) in [
        ("robots.txt", "root-taken"),
        ("index.html", "root-taken"),
        ("Index.html", "root-taken"),
        ("sitemap.xml", "root-taken"),
        ("assets/a.css", "root-taken"),
        ("verzeichnis", "root-taken"),
        ("robots.txt/a.txt", "root-taken"),
        ("suche/index.bin", "root-taken"),
        ("a&b.txt", "root-name"),
        ("hof.jpg", "root-photo"),
    ] {
        let site = SiteTest::new();
        site.write("content/directory/jana.md", &person("Quendel", CONSENT));
        site.write_bytes(&format!("static/{file}"), b"x");
        let built = site.build_on(TODAY);
        let found = said(&built, Code::RootFileRefused, "kind");
        assert_eq!(found, [(format!("static/{file}"), kind.to_owned())]);
    }
    let site = SiteTest::new();
    site.write("content/directory/jana.md", &person("Quendel", WITHDRAWN))
        .write("static/humans.txt", "Team: Jana Quendel\n");
    let ran = site.command(&["--lang", "en", "build"]);
    ran.ends_with(1);
    assert!(ran.stderr.contains("humans.txt"), "{}", ran.stderr);
}

#[test]
fn a_person_in_a_file_of_the_root_is_taken_off_with_it() {
    let site = SiteTest::new();
    site.write("content/directory/jana.md", &person("Quendel", CONSENT))
        .write("static/humans.txt", "Team: Jana Quendel\n");
    site.command(&["build"]).ends_with(0);
    assert!(site.path("public/humans.txt").exists());
    site.write("content/directory/jana.md", &person("Quendel", WITHDRAWN));
    site.command(&["build"]).ends_with(1);
    assert!(!site.path("public/humans.txt").exists());
}

#[test]
fn a_photo_that_is_cut_short_is_called_damaged_also_if_files_are_left_out() {
    let site = SiteTest::new();
    let mut photo = Vec::new();
    let encoder = jpeg_encoder::Encoder::new(&mut photo, 90);
    let noise = (0..=250_u8).cycle().map(|n| n.wrapping_mul(7));
    let pixels: Vec<u8> = noise.take(64 * 64 * 3).collect();
    encoder.encode(&pixels, 64, 64, jpeg_encoder::ColorType::Rgb).unwrap();
    site.write_bytes("content/hof.jpg", &photo[..photo.len() - 200])
        .write("content/hof.md", &page("Hof", "![Ein Hof](hof.jpg)"))
        .write("content/_index.md", &page("Start", "Text."));
    for arguments in [&["build"][..], &["build", "--leave-out-broken"]] {
        let ran = site.command(arguments);
        assert!(ran.stderr.contains("photo-damaged"), "{arguments:?} {}", ran.stderr);
        assert!(!ran.stderr.contains("photo-not-picture"), "{}", ran.stderr);
    }
    assert!(site.path("public/index.html").exists());
}

#[test]
fn a_number_of_any_length_is_taken_or_named() {
    for digits in
        ["12345678901234567890", &"1".repeat(38), &"9".repeat(39), &"9".repeat(60)]
    {
        for (file, front) in [
            ("content/seite.md", "title: S\nextra: { n: N }"),
            ("content/directory/jana.md", "name: { given: Jana }\nprivate: { n: N }"),
        ] {
            let site = SiteTest::new();
            site.write(
                file,
                &format!("---\n{}\n---\n", front.replace('N', "0"))
                    .replace(": 0", &format!(": {digits}")),
            );
            let ran = site.command(&["--lang", "en", "build"]);
            let good = digits.len() < 39;
            ran.ends_with(i32::from(!good));
            assert!(good || ran.stderr.contains("number is too long"), "{}", ran.stderr);
        }
    }
}

#[test]
fn a_new_person_of_any_script_gets_a_file_with_all_letters() {
    let site = SiteTest::new();
    site.command(&["new", "person", "Gülnar Əliyeva"]).ends_with(0);
    assert!(site.path("content/directory/guelnar-eliyeva.md").exists());
}
