//! A dossier holds everything about one person and nothing of another's, and stays out of what is
//! published.

use crate::support::{SiteTest, TODAY};
use matrikel::base::language::Language;
use matrikel::base::output::OutputPath;
use matrikel::base::program_words::ProgramWords;
use matrikel::engine::office::consent_state::{ConsentState, RefusalReason};
use matrikel::engine::office::consents::consents;
use matrikel::engine::office::dossier::{asked, dossier};
use matrikel::engine::office::edition_with_sources::inside;
use matrikel::engine::office::explain::{Explanation, explain};
use matrikel::engine::page_info::{FieldOutcome, about};
use matrikel::engine::{Memory, Request, edition};
use matrikel::model::consent::Field;

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
            ran.ends_with(2).stderr.contains("in a published site"),
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

/// Somebody with a photo, a place and a mailbox; the mailbox is not released.
fn in_the_photo(site: &SiteTest, key: &str, more: &str, consent: &str) {
    site.write(
        &format!("content/directory/{key}.md"),
        &format!(
            "---\nname: {{ given: {key}, family: Zdmuster }}\ncity: Zdort\n\
             email: {key}@example.org\nphoto: {{ file: gruppe.jpg, alt: Gruppe }}\n\
             {more}{consent}---\n"
        ),
    );
}

fn agrees(days: &str, channels: &str) -> String {
    format!("consent: {{ {days}, channels: [{channels}], fields: [city, photo] }}\n")
}

/// A photo of two people of whom one does not agree to it.
fn site_with_a_photo_of_two() -> SiteTest {
    let site = SiteTest::new();
    site.photo("content/directory/gruppe.jpg", "gruppe");
    in_the_photo(&site, "ada", "", &agrees("given: 2026-01-01", "site"));
    site.write("content/directory/ben.md", "---\nname: { given: Ben }\n---\n");
    site.write(
        "content/photos.yaml",
        "- file: directory/gruppe.jpg\n  people: [ada, ben]\n",
    );
    site
}

/// Regression: of somebody whose photo is kept back because of another person in it, the dossier
/// said that she is not published, below the list of the pages on which she is.
#[test]
fn a_photo_kept_back_because_of_another_is_not_taken_for_a_person_who_is_withheld() {
    let site = site_with_a_photo_of_two();
    for (language, right, wrong) in [
        (
            "de",
            "| Foto | nein: jemand anderes auf dem Foto stimmt nicht zu |",
            "die Person erscheint nicht",
        ),
        (
            "en",
            "| photo | no: somebody else in the photo does not agree |",
            "the person is not published",
        ),
    ] {
        let asked = ["dossier", "ada", "--at", TODAY, "--lang", language];
        let ran = site.command(&asked);
        let text = &ran.ends_with(0).stdout;
        assert!(text.lines().any(|line| line == right), "{text}");
        assert!(
            text.contains("- https://alumni.example.org/verzeichnis/ada/ ("),
            "{text}"
        );
        assert!(
            text.contains("- https://alumni.example.org/en/directory/ada/ ("),
            "{text}"
        );
        assert!(!text.contains(wrong), "{text}");
        let explained =
            site.command(&["explain", "ada", "--at", TODAY, "--lang", language]);
        let words = ProgramWords::of(Language::from_code(language).expect("a language"));
        let reason = words.word("field-photo-of-others");
        assert!(explained.ends_with(0).stdout.contains(reason), "{}", explained.stdout);
    }
}

/// How the dossier puts what became of a field, in German and English.
fn wording(outcome: FieldOutcome) -> [&'static str; 2] {
    match outcome {
        FieldOutcome::Shown => ["ja", "yes"],
        FieldOutcome::NotListed => ["nein: nicht freigegeben", "no: not agreed to"],
        FieldOutcome::PersonWithheld => {
            ["nein: die Person erscheint nicht", "no: the person is not published"]
        }
        FieldOutcome::Deceased => ["nein: verstorben", "no: deceased"],
        FieldOutcome::PhotoOfOthers => [
            "nein: jemand anderes auf dem Foto stimmt nicht zu",
            "no: somebody else in the photo does not agree",
        ],
    }
}

#[test]
fn each_outcome_of_a_field_is_told_in_words_of_its_own() {
    let site = site_with_a_photo_of_two();
    let listed = "consent: { given: 2026-01-01, channels: [site], fields: [email] }\n";
    in_the_photo(&site, "tot", "deceased: 2026-02-01\n", listed);
    in_the_photo(
        &site,
        "weg",
        "",
        &agrees("given: 2026-01-01, withdrawn: 2026-02-01", "site"),
    );
    let table = |key: &str, language: &str| {
        let ran = site.command(&["dossier", key, "--at", TODAY, "--lang", language]);
        ran.ends_with(0).stdout.clone()
    };
    for outcome in FieldOutcome::ALL {
        let (key, fields) = match outcome {
            FieldOutcome::Shown => ("ada", ["Ort", "city"]),
            FieldOutcome::NotListed => ("ada", ["E-Mail-Adresse", "email"]),
            FieldOutcome::PersonWithheld => ("weg", ["Ort", "city"]),
            FieldOutcome::Deceased => ("tot", ["E-Mail-Adresse", "email"]),
            FieldOutcome::PhotoOfOthers => ("ada", ["Foto", "photo"]),
        };
        for (number, language) in ["de", "en"].into_iter().enumerate() {
            let text = table(key, language);
            let line = format!("| {} | {} |", fields[number], wording(outcome)[number]);
            assert!(text.lines().any(|own| own == line), "{line}\n{text}");
        }
    }
}

/// The entry of a consent in each state.
fn consent_in(state: ConsentState) -> String {
    match state {
        ConsentState::Valid => agrees("given: 2026-01-01", "site"),
        ConsentState::Expiring => {
            agrees("given: 2026-01-01, until: 2026-12-31", "site, feeds")
        }
        ConsentState::Refused(reason) => match reason {
            RefusalReason::Missing => String::new(),
            RefusalReason::NoDate => agrees("text: v-1", "site"),
            RefusalReason::Future => agrees("given: 2027-01-01", "site"),
            RefusalReason::Lapsed => {
                agrees("given: 2020-01-01, until: 2021-01-01", "site")
            }
            RefusalReason::Withdrawn => {
                agrees("given: 2026-01-01, withdrawn: 2026-02-01", "site")
            }
            RefusalReason::NoGuardian => {
                agrees("given: 2026-01-01, minor_until: 2028-01-01", "site")
            }
            RefusalReason::OfAge => agrees(
                "given: 2025-01-01, minor_until: 2026-01-01, guardian: AB-1",
                "site",
            ),
            RefusalReason::NoChannel => agrees("given: 2026-01-01", "feeds"),
        },
    }
}

/// Everything that tells about a consent tells the same: `explain`, the dossier, the bar of the
/// preview and the list of consents. Regression: of a consent that ends soon, `explain` said
/// nothing at all.
#[test]
fn all_answers_about_a_consent_agree() {
    let states = RefusalReason::ALL.map(ConsentState::Refused).into_iter();
    let states: Vec<ConsentState> =
        states.chain([ConsentState::Valid, ConsentState::Expiring]).collect();
    let site = site_with_a_photo_of_two();
    let key = |state: ConsentState| format!("zq-{}", state.word());
    for state in &states {
        in_the_photo(&site, &key(*state), "", &consent_in(*state));
    }
    site.build_on(TODAY).is_good();
    let snapshot = site.snapshot(TODAY);
    let inside = inside(&snapshot, &Request::default());
    let mut memory = Memory::default();
    let edition = edition(&snapshot, &Request::default(), &mut memory);
    let rows = consents(&inside, snapshot.today, None).expect("a site");
    for state in states {
        let key = key(state);
        let Explanation::Person(person) = explain(&inside, &key) else {
            panic!("{key} is a person")
        };
        assert_eq!(person.consent.state, state, "{key}");
        assert_eq!(person.published, state.holds(), "{key}");
        let told: Vec<_> =
            person.fields.iter().map(|one| (one.field, one.outcome)).collect();
        let of_field = |field: Field| match (state.holds(), field) {
            (false, _) => FieldOutcome::PersonWithheld,
            (true, Field::Email) => FieldOutcome::NotListed,
            (true, Field::Photo) => FieldOutcome::PhotoOfOthers,
            (true, _) => FieldOutcome::Shown,
        };
        let expected = [Field::City, Field::Email, Field::Photo];
        let expected = expected.map(|field| (field, of_field(field)));
        assert_eq!(told, expected, "explain of {key}");
        let path = OutputPath::page(&format!("/verzeichnis/{key}/")).expect("a page");
        let bar = about(&edition, &memory, &path).fields;
        let bar: Vec<_> = bar.iter().map(|one| (one.field, one.outcome)).collect();
        assert_eq!(bar, expected, "the preview of {key}");
        let row =
            rows.iter().find(|row| row.path.as_str().ends_with(&format!("/{key}.md")));
        let row = row.expect("a row");
        assert_eq!((row.state, row.state.summary()), (state, state.summary()), "{key}");
        for (number, language) in [Language::De, Language::En].into_iter().enumerate() {
            let (place, _) = asked(&inside, &key).expect("a person");
            let text = dossier(&snapshot, &inside, place, &[], language).expect("a site");
            let table = text.lines().filter_map(|line| {
                let (_, outcome) =
                    line.strip_prefix("| ")?.strip_suffix(" |")?.split_once(" | ")?;
                Some(outcome)
            });
            let table: Vec<&str> = table.skip(1).collect();
            assert_eq!(
                table,
                expected.map(|(_, outcome)| wording(outcome)[number]),
                "{text}"
            );
            let none = language.choose("Es ist keine eingetragen.", "None is recorded.");
            let is_missing = state == ConsentState::Refused(RefusalReason::Missing);
            assert_eq!(text.contains(none), is_missing, "{text}");
            let nothing = language.choose("Heute nichts.", "Nothing today.");
            assert_eq!(text.contains(nothing), !state.holds(), "{text}");
            let words = ProgramWords::of(language);
            let asked = ["explain", &key, "--at", TODAY, "--lang", language.code()];
            let ran = site.command(&asked);
            let said = ran.ends_with(0).stdout.lines().nth(1).expect("a line").trim();
            let start = words.word(&format!("explain-consent-{}", state.word()));
            let start = start.split('{').next().expect("a start");
            assert!(!start.is_empty() && said.starts_with(start), "{key}: {said}");
            assert_ne!(words.word(&format!("state-{}", state.summary().word())), "");
        }
    }
    for language in [Language::De, Language::En] {
        let reasons =
            FieldOutcome::ALL.into_iter().filter(|one| *one != FieldOutcome::Shown);
        for outcome in reasons {
            let name = format!("field-{}", outcome.word());
            assert_ne!(ProgramWords::of(language).word(&name), "", "{name}");
        }
    }
}
