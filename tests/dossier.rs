//! A dossier holds everything about one person and nothing of another's, and stays out of what is
//! published.

use crate::support::{SiteTest, TODAY};

fn site() -> SiteTest {
    let site = SiteTest::new();
    site.photo("content/directory/jana.jpg", "secret");
    site.write(
        "content/directory/jana.md",
        "---\nid: k7f3-2m9q # Kommentar mit Zdkommentar\nname: { given: Jana, particle: von, family: \
         Müller, birth: Zdbirth }\nemail: zdemail@example.org\ncity: Zdcity\n\
         photo: { file: jana.jpg, alt: Zdalt }\nprivate:\n  phone: Zdphone\n  \
         notes: [Zdnote]\nconsent:\n  given: 2026-01-01\n  text: verzeichnis-3\n  \
         evidence: Zdevidence\n  channels: [site]\n  fields: [photo, bio]\n---\n```\nZdbio\n```\n",
    );
    site.write(
        "content/directory/jana.en.md",
        "---\ncity: Zdtranslated\n---\nZdenglish\n",
    );
    site.write(
        "content/directory/otto.md",
        "---\nname: { given: Otto, family: Anders }\nprivate: { phone: Zxother }\n---\nZxbio\n",
    );
    site.write(
        "content/portraits/weg.md",
        "---\ntitle: Zdstory\ndate: 2026-02-01\nperson: jana\nconsent: { given: 2026-02-01, \
         channels: [site], withdrawn: 2026-03-01, evidence: Zdsecond }\n---\nZdprose\n",
    );
    site.write(
        "content/events/fest.md",
        "---\ntitle: Fest\nstart: 2027-01-01\nspeakers: [jana, otto]\n---\nZxevent mit Müller, Jana.\n",
    );
    site.write(
        "content/seite.md",
        "---\ntitle: Seite\n---\nDank an JANA MÜLLER.\n\nZxpage\n",
    );
    site.write(
        "content/contacts.yaml",
        "- { id: b, name: Jana von Müller, role: Rat }\n",
    );
    site.write("register/k7f3-2m9q.jsonl", "{\"n\":1,\"event\":\"given\"}\n{\"n\":2}\n");
    site.write("register/other.jsonl", "{\"n\":\"Zxregister\"}\n");
    site
}

#[test]
fn everything_about_one_person_is_in_it_and_nothing_of_another() {
    for language in ["de", "en"] {
        let ran = site().command(&[
            "dossier",
            "Jana Müller",
            "--at",
            TODAY,
            "--lang",
            language,
        ]);
        let text = &ran.ends_with(0).stdout;
        for held in [
            "Jana von Müller",
            "Zdkommentar",
            "Zdbirth",
            "zdemail",
            "Zdcity",
            "Zdalt",
            "Zdphone",
            "Zdnote",
            "Zdevidence",
            "Zdbio",
            "Zdtranslated",
            "Zdenglish",
            "Zdstory",
            "Zdprose",
            "Zdsecond",
            "verzeichnis-3",
            "content/directory/jana.jpg",
            "8 × 8",
            "{\"n\":1,\"event\":\"given\"}",
            "{\"n\":2}",
            "https://alumni.example.org/verzeichnis/jana/",
            "https://alumni.example.org/veranstaltungen/fest/",
            "content/events/fest.md:4: `speakers: [jana, otto]`",
            "content/events/fest.md:6: `Zxevent mit Müller, Jana.`",
            "content/seite.md:4: `Dank an JANA MÜLLER.`",
            "content/contacts.yaml:1: ",
            "Maternistraße 17",
        ] {
            assert!(text.contains(held), "{language}: {held}\n{text}");
        }
        for other in ["Zxother", "Zxbio", "Zxpage", "Zxregister", "Anders"] {
            assert!(!text.contains(other), "{language}: {other}");
        }
        // What stands in a fence cannot end it.
        assert!(text.contains("````text\n---\nid:"), "{text}");
    }
    let german = site().command(&["dossier", "jana", "--at", TODAY, "--lang", "de"]);
    for line in [
        "| Foto | ja |",
        "| Ort | nein: nicht freigegeben |",
        "- gilt bis: 1. Januar 2029",
    ] {
        assert!(
            german.stdout.lines().any(|own| own == line),
            "{line}\n{}",
            german.stdout
        );
    }
}

#[test]
fn a_file_with_a_mistake_is_held_too() {
    let site = site();
    site.write("content/directory/jana.en.md", "---\nunknwn: Zdwrong\n---\nX\n");
    let ran = site.command(&["dossier", "jana", "--at", TODAY]);
    assert!(ran.ends_with(0).stdout.contains("Zdwrong"), "{}", ran.stdout);
}

#[test]
fn it_is_written_outside_of_what_is_published_only_once_and_for_one_reader() {
    let site = site();
    site.command(&["build", "--at", TODAY]).ends_with(0);
    site.command(&["build", "--at", TODAY, "--output", "www"]).ends_with(0);
    for inside in
        ["public/a.md", "public/verzeichnis/a.md", "www/a.md", "x/../public/a.md"]
    {
        let ran = site.command(&["dossier", "jana", "--output", inside, "--lang", "en"]);
        assert!(
            ran.ends_with(2).stderr.contains("published folder"),
            "{inside}: {}",
            ran.stderr
        );
        assert!(!site.path("public/a.md").exists() && !site.path("www/a.md").exists());
    }
    let ran = site.command(&["dossier", "jana", "--output", "jana.md"]);
    assert_eq!(ran.ends_with(0).stdout, "jana.md\n");
    assert!(site.read("jana.md").contains("Zdphone"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(site.path("jana.md")).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "nobody else may read it");
    }
    let again = site.command(&["dossier", "jana", "--output", "jana.md", "--lang", "en"]);
    assert!(again.ends_with(2).stderr.contains("exists already"), "{}", again.stderr);
    site.command(&["dossier", "nobody-of-that-name"]).ends_with(2);
    let json = site.command(&["dossier", "jana", "--format", "json"]);
    let told: serde_json::Value =
        serde_json::from_str(&json.ends_with(0).stdout).unwrap();
    assert!(told["text"].as_str().unwrap().contains("Zdphone"));
}
