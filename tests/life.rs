//! Life happens: deaths, new names, minors, and photos with several people.

use crate::support::{Built, SiteTest, TODAY};
use matrikel::base::code::Code;

fn person(test: &SiteTest, name: &str, data: &str) {
    test.write(
        &format!("content/directory/{name}.md"),
        &format!("---\nname: {{ given: Ada, family: {name} }}\n{data}\n---\n"),
    );
}

/// A site whose photo of two people is shown in every place that can show one.
fn group(ben: &str) -> (SiteTest, Built) {
    let test = SiteTest::new();
    let all = "consent: { given: 2026-01-01, fields: [photo], channels: [site, search-engines] }";
    test.photo("content/events/gruppe.jpg", "gruppe")
        .photo("content/directory/allein.jpg", "allein");
    person(
        &test,
        "ada",
        &format!("id: a1\nphoto: {{ file: ../events/gruppe.jpg, alt: Gruppe }}\n{all}"),
    );
    person(&test, "ben", ben);
    person(&test, "cem", &format!("photo: {{ file: allein.jpg, alt: Cem }}\n{all}"));
    test.write("content/photos.yaml", "- file: events/gruppe.jpg\n  people: [a1, ben]\n")
        .write(
            "content/events/fest.md",
            "---\ntitle: Fest\nstart: 2027-06-05\nimage: { file: gruppe.jpg, alt: Gruppe }\n---\n\
             ![Gruppe](gruppe.jpg)\n\nText\n",
        )
        .write(
            "content/portraits/rom.md",
            "---\ntitle: Rom\ndate: 2026-01-01\nperson: ada\n\
             photo: { file: ../events/gruppe.jpg, alt: Gruppe }\n\
             consent: { given: 2026-01-01, channels: [site, search-engines] }\n---\nText\n",
        )
        .write("content/dgs.mp4", "\0\0\0\u{18}ftypmp42")
        .write(
            "content/dgs.md",
            "---\ntitle: DGS\nsign_language: { video: dgs.mp4, poster: events/gruppe.jpg }\n---\n",
        );
    let built = test.build_on(TODAY);
    (test, built)
}

fn sources(built: &Built) -> Vec<String> {
    let mut all: Vec<String> =
        built.recipes().iter().map(|recipe| recipe.source.to_string()).collect();
    all.extend(
        built
            .cards()
            .iter()
            .filter_map(|card| card.photo.as_ref().map(|photo| photo.source.to_string())),
    );
    all.sort();
    all.dedup();
    all
}

const AGREES: &str = "consent: { given: 2026-01-01, fields: [photo], channels: [site] }";

#[test]
fn a_photo_of_several_people_is_shown_while_all_of_them_agree() {
    let (_test, built) = group(AGREES);
    built.is_good();
    assert_eq!(
        sources(&built),
        ["content/directory/allein.jpg", "content/events/gruppe.jpg"]
    );
    assert!(!built.says(Code::PhotoWithheld));
}

#[test]
fn one_withdrawal_takes_the_photo_everywhere_and_nothing_else() {
    for ben in [
        "consent: { given: 2026-01-01, withdrawn: 2026-11-24, fields: [photo], channels: [site] }",
        "consent: { given: 2026-01-01, fields: [city], channels: [site] }",
        "",
    ] {
        let (_test, built) = group(ben);
        built.is_good();
        assert_eq!(sources(&built), ["content/directory/allein.jpg"], "{ben}");
        assert!(built.says(Code::PhotoWithheld), "{ben}");
        for page in ["veranstaltungen/fest/index.html", "portraets/rom/index.html"] {
            assert!(
                built.text(page).contains("Text") && !built.text(page).contains("Gruppe")
            );
        }
        assert!(built.has("verzeichnis/ada/index.html") && built.has("dgs/index.html"));
    }
}

#[test]
fn a_listed_photo_and_its_people_must_exist() {
    let test = SiteTest::new();
    test.photo("content/gruppe.jpg", "x").write(
        "content/photos.yaml",
        "- { file: grupe.jpg, people: [ada] }\n- { file: gruppe.jpg, people: [adda] }\n\
         - { file: gruppe.jpg, people: [] }\n- file: gruppe.jpg\n",
    );
    person(&test, "ada", AGREES);
    let built = test.build_on(TODAY);
    let report = built.report();
    assert_eq!(
        built.errors(),
        [
            "key-missing",
            "photo-missing",
            "reference-unknown",
            "id-duplicate",
            "id-duplicate"
        ],
        "{report}"
    );
    assert!(report.contains("gruppe.jpg") && report.contains("ada"), "{report}");
}

#[test]
fn a_minor_appears_with_a_guardian_and_then_with_a_consent_of_their_own() {
    let test = SiteTest::new();
    let shown = |consent: &str, day: &str| {
        person(&test, "ada", &format!("consent: {{ {consent}, channels: [site] }}"));
        let built = test.build_on(day);
        built.is_good();
        (built.has("verzeichnis/ada/index.html"), built)
    };
    let minor = "given: 2026-01-01, minor_until: 2026-12-24";
    let with = format!("{minor}, guardian: \"Qzx im Ordner\"");
    let (there, built) = shown(minor, TODAY);
    assert!(!there && built.says(Code::GuardianMissing));
    let (there, built) = shown(&with, TODAY);
    assert!(there && built.says(Code::MajorityNear) && !built.says(Code::ConsentEnding));
    assert!(!built.report().contains("Qzx") && !built.report().contains("2026-12-24"));
    for (path, bytes) in built.all_bytes() {
        assert!(!String::from_utf8_lossy(&bytes).contains("Qzx"), "{path}");
    }
    let (there, built) = shown(&with, "2026-12-24");
    assert!(!there && built.says(Code::ConsentBeforeMajority));
    assert_eq!(
        built.build.site.as_ref().expect("a site").gone,
        ["/en/directory/ada/", "/verzeichnis/ada/"]
    );
    let (there, built) =
        shown("given: 2026-12-24, minor_until: 2026-12-24", "2026-12-24");
    assert!(there && !built.says(Code::MajorityNear));
}

#[test]
fn a_story_that_names_somebody_whose_entry_has_ended_is_a_warning() {
    let test = SiteTest::new();
    person(&test, "Müller", "consent: { given: 2026-01-01, withdrawn: 2026-11-24 }");
    let story = |more: &str| {
        test.write(
            "content/portraits/rom.md",
            &format!(
                "---\ntitle: Rom\ndate: 2026-01-01\nname: {{ title: Dr., given: ADA, family: Mueller }}\n{more}\
                 consent: {{ given: 2026-01-01, channels: [site] }}\n---\nText\n"
            ),
        );
        test.build_on(TODAY).says(Code::NameWithheld)
    };
    assert!(story(""));
    let other = "{ name: Ada Müller, reason: Eine andere., date: 2026-11-24 }";
    assert!(!story(&format!("allowed_mentions: [{other}]\n")));
    person(&test, "Müller", "consent: { given: 2026-01-01, channels: [site] }");
    assert!(!story(""), "an entry that is published needs no warning");
    person(&test, "Müller", "");
    assert!(!story(""), "nor one that never was");
}

#[test]
fn of_the_dead_nothing_can_be_asked_any_more() {
    let test = SiteTest::new();
    test.photo("content/directory/ada.jpg", "x");
    let data = |day: &str, fields: &str| {
        format!(
            "email: ada@example.org\nphoto: {{ file: ada.jpg, alt: Ada }}\n\
             offers: [{{ kind: mentoring }}]\ndeceased: {day}\nrelatives: Qzx Tochter\n\
             consent: {{ given: 2026-01-01, fields: [offers, email, photo{fields}], channels: [site] }}"
        )
    };
    person(&test, "ada", &data(TODAY, ""));
    let built = test.build_on(TODAY);
    built.is_good();
    let page = built.text("verzeichnis/ada/index.html");
    for gone in
        ["Mentoring", "ada@example.org", "Alumni-Büro", "<h2>Kontakt</h2>", "2026"]
    {
        assert!(!page.contains(gone), "{gone}: {page}");
    }
    assert!(built.says(Code::PhotoOfDeceased));
    for (path, bytes) in built.all_bytes() {
        assert!(!String::from_utf8_lossy(&bytes).contains("Qzx"), "{path}");
    }
    assert!(!built.text("verzeichnis/index.html").contains("In memoriam"));
    person(&test, "ada", &data("2016-11-24", ", deceased"));
    let built = test.build_on(TODAY);
    built.is_good();
    assert!(!built.says(Code::PhotoOfDeceased), "ten years after the death");
    assert!(built.text("verzeichnis/ada/index.html").contains("November 2016"));
    person(&test, "ada", &data("2026-11-25", ", deceased"));
    let page = test.build_on(TODAY).text("verzeichnis/ada/index.html");
    assert!(page.contains("Mentoring"), "the day has not come: {page}");
}

/// A person with a former name, and a text that links to the former address.
fn renamed(tell: &str, consent: &str) -> (SiteTest, Built) {
    let test = SiteTest::new();
    person(
        &test,
        "Neu",
        &format!(
            "former_names: [{{ family: Qzxalt, slug: ada-qzxalt{tell} }}]\n\
             consent: {{ {consent} channels: [site, search-engines, feeds] }}"
        ),
    );
    test.write(
        "content/seite.md",
        "---\ntitle: Seite\n---\nFrüher [dort](/verzeichnis/ada-qzxalt/).\n",
    );
    let built = test.build_on(TODAY);
    built.is_good();
    (test, built)
}

#[test]
fn a_former_name_that_may_not_be_told_is_nowhere() {
    for consent in ["given: 2026-01-01,", "given: 2026-01-01, withdrawn: 2026-11-24,"] {
        let (_test, built) = renamed("", consent);
        for (path, bytes) in built.all_bytes() {
            let text =
                format!("{path} {}", String::from_utf8_lossy(&bytes).to_lowercase());
            assert!(!text.contains("qzxalt"), "{path}");
        }
        let gone = &built.build.site.as_ref().expect("a site").gone;
        for address in ["/en/directory/ada-qzxalt/", "/verzeichnis/ada-qzxalt/"] {
            assert!(gone.contains(&address.to_owned()), "{gone:?}");
        }
    }
}

#[test]
fn a_former_name_that_may_be_told_leads_to_the_page_while_there_is_one() {
    let (_test, built) = renamed(", tell: true", "given: 2026-01-01,");
    let old = built.text("verzeichnis/ada-qzxalt/index.html");
    assert!(old.contains("url=/verzeichnis/neu/\""), "{old}");
    let old = built.text("en/directory/ada-qzxalt/index.html");
    assert!(old.contains("url=/en/directory/neu/\""), "{old}");
    assert!(built.build.site.as_ref().expect("a site").gone.is_empty());
    let page = built.text("verzeichnis/neu/index.html");
    assert!(!page.to_lowercase().contains("qzxalt"), "{page}");
    let (_test, built) =
        renamed(", tell: true", "given: 2026-01-01, withdrawn: 2026-11-24,");
    assert!(!built.has("verzeichnis/ada-qzxalt/index.html"));
    assert_eq!(built.build.site.as_ref().expect("a site").gone.len(), 4);
    let text = built.text("seite/index.html");
    assert!(text.contains("Früher dort."), "{text}");
}

/// A build with drafts cannot be taken for the public site.
#[test]
fn every_page_of_a_build_with_drafts_says_so() {
    let test = SiteTest::sample();
    let request = matrikel::engine::Request { drafts: true, ..Default::default() };
    let built = test.build_with(TODAY, &request);
    built.is_good();
    for (path, html) in built.pages() {
        let mark = if path.starts_with("en/") {
            "Preview with drafts"
        } else {
            "Vorschau mit Entwürfen"
        };
        let body = html.find("<body").expect("a body");
        assert!(html[body..].contains(mark), "{path}");
    }
    assert_eq!(built.text("robots.txt"), "User-agent: *\nDisallow: /\n");
    for (path, html) in test.build_on(TODAY).pages() {
        assert!(
            !html.contains("mit Entwürfen") && !html.contains("with drafts"),
            "{path}"
        );
    }
}

/// The former address of one person may be that of another today.
#[test]
fn an_address_at_which_somebody_lives_today_is_not_gone() {
    let test = SiteTest::new();
    let consent = "consent: { given: 2026-01-01, channels: [site] }";
    let former = "former_names: [{ family: Ahl, slug: ben }, { family: Alt, slug: alt }]";
    person(&test, "ada", &format!("{former}\n{consent}"));
    person(&test, "ben", consent);
    let built = test.build_on(TODAY);
    built.is_good();
    assert_eq!(
        built.build.site.as_ref().expect("a site").gone,
        ["/en/directory/alt/", "/verzeichnis/alt/"]
    );
}

/// The bar of the preview must not say that a photo is shown which is not.
#[test]
fn what_became_of_a_photo_of_several_people_is_told() {
    use matrikel::base::output::OutputPath;
    use matrikel::engine::page_info::{FieldOutcome, about};
    use matrikel::engine::{Memory, Request, edition};
    let (test, _) = group("");
    let mut memory = Memory::default();
    let edition = edition(&test.snapshot(TODAY), &Request::default(), &mut memory);
    let outcome = |page: &str| {
        let path = OutputPath::page(page).expect("a page");
        let fields = about(&edition, &memory, &path).fields;
        fields.iter().find(|one| one.field == "photo").map(|one| one.outcome)
    };
    assert_eq!(outcome("/verzeichnis/ada/"), Some(FieldOutcome::PhotoOfOthers));
    assert_eq!(outcome("/verzeichnis/cem/"), Some(FieldOutcome::Shown));
}
