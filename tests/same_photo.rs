//! A photo that must not be shown is the same photo under a second path, as a link and as a copy,
//! and nowhere is it shown: not as an event's image, as the logo, in a text or as a download.

use crate::support::{Built, CONFIG, SiteTest, TODAY};
use matrikel::base::code::Code;
use matrikel::base::digest::Digest;
use matrikel::base::output::Content;

const VALID: &str = "consent: { given: 2026-01-01, until: 2029-01-01, fields: [photo], channels: [site] }\n";
const NO_PHOTO: &str = "consent: { given: 2026-01-01, until: 2029-01-01, fields: [bio], channels: [site] }\n";
const WITHDRAWN: &str =
    "consent: { given: 2026-01-01, withdrawn: 2026-10-01, channels: [site] }\n";

fn person(site: &SiteTest, name: &str, more: &str) {
    let text =
        format!("---\nname: {{ given: {name}, family: Harz }}\n{more}---\nText.\n");
    site.write(&format!("content/directory/{name}.md"), &text);
}

/// An event that shows a photo as its image, and another in its text.
fn event(site: &SiteTest, image: &str, in_text: &str) {
    site.write(
        "content/events/fest.md",
        &format!(
            "---\ntitle: Fest\nstart: 2027-06-05T18:00\nimage: {{ file: {image}, alt: Bild }}\n---\n\
             Ein Bild: ![Bild]({in_text}) und mehr.\n"
        ),
    );
}

/// True if the bytes of a file of the site are published, as a picture or as they are.
fn shows(built: &Built, site: &SiteTest, file: &str) -> bool {
    let digest = Digest::of(&std::fs::read(site.path(file)).unwrap());
    built.build.outputs.0.values().any(|content| match content {
        Content::Picture(recipe) => recipe.digest == digest,
        Content::Copy(_, own) => *own == digest,
        Content::Card(card) => {
            card.photo.as_ref().is_some_and(|one| one.digest == digest)
        }
        Content::Bytes(_) | Content::Stored(_) => false,
    })
}

fn with_group(second: &str) -> SiteTest {
    let site = SiteTest::new();
    person(&site, "jana", VALID);
    person(&site, "tariq", WITHDRAWN);
    site.photo("content/gruppe.jpg", "g");
    site.write("content/photos.yaml", "- file: gruppe.jpg\n  people: [jana, tariq]\n");
    if second != "content/gruppe.jpg" {
        site.photo(second, "g");
    }
    site
}

#[test]
fn a_group_photo_is_hidden_under_every_path() {
    let site = with_group("content/events/kopie.jpg");
    for file in ["../gruppe.jpg", "kopie.jpg", "../events/../gruppe.jpg"] {
        event(&site, file, file);
        let built = site.build_on(TODAY);
        built.is_good();
        assert!(!shows(&built, &site, "content/gruppe.jpg"), "{file}");
    }
    // Once everybody agrees, all of them are shown.
    person(&site, "tariq", VALID);
    let built = site.build_on(TODAY);
    assert!(shows(&built, &site, "content/gruppe.jpg"), "{}", built.report());
}

#[cfg(unix)]
#[test]
fn a_link_to_a_group_photo_is_the_photo() {
    let site = with_group("content/gruppe.jpg");
    site.write("content/events/_index.md", "---\ntitle: Feste\n---\n");
    std::os::unix::fs::symlink("../gruppe.jpg", site.path("content/events/link.jpg"))
        .unwrap();
    event(&site, "link.jpg", "link.jpg");
    let built = site.build_on(TODAY);
    assert!(!shows(built.is_good(), &site, "content/gruppe.jpg"));
}

#[test]
fn a_group_photo_is_neither_a_logo_nor_a_download() {
    let site = with_group("content/marke.jpg");
    site.photo("content/gruppe.pdf", "g");
    site.write(
        "config.toml",
        &format!("{CONFIG}[institution]\nname = \"Hochschule\"\nlogo = \"marke.jpg\"\n"),
    );
    site.write(
        "content/seite.md",
        "---\ntitle: Seite\n---\n[Das Gruppenbild](gruppe.pdf) zum Laden.\n",
    );
    let built = site.build_on(TODAY);
    assert!(!shows(built.is_good(), &site, "content/gruppe.jpg"));
    person(&site, "tariq", VALID);
    assert!(shows(&site.build_on(TODAY), &site, "content/gruppe.jpg"));
}

#[test]
fn a_copy_among_the_assets_is_not_published() {
    let site = with_group("assets/held.jpg");
    let built = site.build_on(TODAY);
    assert!(!shows(built.is_good(), &site, "content/gruppe.jpg"));
    person(&site, "tariq", VALID);
    assert!(shows(&site.build_on(TODAY), &site, "content/gruppe.jpg"));
}

#[test]
fn the_portrait_of_somebody_withheld_is_hidden_elsewhere_too() {
    let photo = "photo: { file: jana.jpg, alt: Jana }\n";
    for (consent, is_shown) in
        [(VALID, true), (NO_PHOTO, false), (WITHDRAWN, false), ("", false)]
    {
        let site = SiteTest::new();
        person(&site, "jana", &format!("{photo}{consent}"));
        site.photo("content/directory/jana.jpg", "j");
        site.photo("content/events/kopie.jpg", "j");
        for file in ["../directory/jana.jpg", "kopie.jpg"] {
            event(&site, file, file);
            let built = site.build_on(TODAY);
            let shown = shows(&built, &site, "content/directory/jana.jpg");
            assert_eq!(shown, is_shown, "{consent}{file}");
            assert_eq!(built.says(Code::PhotoWithheld), !is_shown, "{}", built.report());
        }
    }
}

#[test]
fn the_photo_of_a_withdrawn_story_is_hidden_elsewhere_too() {
    let site = SiteTest::new();
    site.photo("content/portraits/uta.jpg", "u");
    event(&site, "../portraits/uta.jpg", "../portraits/uta.jpg");
    for (consent, is_shown) in [(WITHDRAWN, false), (NO_PHOTO, false), (VALID, true)] {
        site.write(
            "content/portraits/uta.md",
            &format!("---\ntitle: Das Labor\ndate: 2021-01-01\nname: {{ given: Uta }}\nphoto: {{ file: uta.jpg, alt: Uta }}\n{consent}---\nText.\n"),
        );
        let built = site.build_on(TODAY);
        assert_eq!(
            shows(&built, &site, "content/portraits/uta.jpg"),
            is_shown,
            "{consent}"
        );
    }
}

/// Whoever agrees shows their own portrait, whoever else has the same file: often a drawing.
#[test]
fn a_drawing_in_place_of_many_photos_stays_for_those_who_agree() {
    let site = SiteTest::new();
    let photo = "photo: { file: umriss.jpg, alt: '' }\n";
    site.photo("content/directory/umriss.jpg", "d");
    person(&site, "jana", &format!("{photo}{VALID}"));
    person(&site, "tariq", &format!("{photo}{WITHDRAWN}"));
    assert!(shows(&site.build_on(TODAY), &site, "content/directory/umriss.jpg"));
}

/// A story has a consent of its own for its photo.
#[test]
fn a_story_shows_the_portrait_that_its_own_consent_allows() {
    let site = SiteTest::new();
    site.photo("content/directory/jana.jpg", "j");
    person(&site, "jana", &format!("photo: {{ file: jana.jpg, alt: Jana }}\n{NO_PHOTO}"));
    site.write(
        "content/portraits/bruecke.md",
        &format!("---\ntitle: Die Brücke\ndate: 2021-01-01\nperson: jana\nphoto: {{ file: ../directory/jana.jpg, alt: Jana }}\n{VALID}---\nText.\n"),
    );
    let built = site.build_on(TODAY);
    assert!(shows(&built, &site, "content/directory/jana.jpg"), "{}", built.report());
    let page = built.text("portraets/bruecke/index.html");
    assert!(page.contains("<picture"), "{page}");
}
