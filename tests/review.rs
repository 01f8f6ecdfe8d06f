//! Findings of a review of the whole program, each with a small site that showed it.

use crate::support::{Built, SiteTest, TODAY};
use matrikel::base::code::Code;

const ALLOWED: &str =
    "consent:\n  given: 2026-01-01\n  channels: [site, search-engines, feeds]\n";

fn person(fields: &str, channels: &str, more: &str) -> String {
    format!(
        "---\nid: k7f3-2m9q\nname: {{ given: Jana, family: Muster }}\npronoun: f\n{more}\
         consent:\n  given: 2026-01-01\n  fields: [{fields}]\n  channels: [{channels}]\n---\n"
    )
}

fn story(more: &str) -> String {
    format!("---\ntitle: Vom Fluss\ndate: 2026-05-01\n{more}{ALLOWED}---\n\nText.\n")
}

fn built(site: &SiteTest) -> Built {
    site.write(
        "content/institutions.yaml",
        "- id: alt\n  name: Alte Schule\n- id: uni\n  name: Uni\n  self: true\n",
    );
    let built = site.build_on(TODAY);
    built.is_good();
    built
}

#[test]
fn fields_with_nothing_behind_it_lists_nothing_of_a_story() {
    let site = SiteTest::new();
    site.photo("content/portraits/p.jpg", "x");
    let text = story("name: { given: Ada }\nphoto: { file: p.jpg, alt: Bild }\n");
    site.write(
        "content/portraits/a.md",
        &text.replace("  given:", "  fields:\n  given:"),
    );
    let built = built(&site);
    assert!(built.has("portraets/a/index.html"));
    assert!(!built.text("portraets/a/index.html").contains("Bild"));
}

#[test]
fn a_tied_story_tells_no_fact_that_the_person_left_out_and_keeps_the_persons_form() {
    let site = SiteTest::new();
    let facts = "affiliations: [{ kind: graduate, institution: alt, to: 1988 }]\nsector: culture\n";
    site.write(
        "content/directory/jana.md",
        &person("position", "site, search-engines", facts),
    );
    site.write("content/portraits/a.md", &story(&format!("person: jana\n{facts}")));
    let without = built(&site);
    assert!(!without.has("jahrgaenge/1988/index.html"));
    let page = without.text("portraets/a/index.html");
    assert!(
        !page.contains("1988")
            && !page.contains("Alte Schule")
            && !page.contains("Kultur"),
        "{page}"
    );
    site.write(
        "content/directory/jana.md",
        &person("affiliations, kind, years, sector", "site", facts),
    );
    let with = built(&site);
    let page = with.text("portraets/a/index.html");
    assert!(
        page.contains("Absolventin") && page.contains("1988") && page.contains("Kultur"),
        "{page}"
    );
}

#[test]
fn structured_data_calls_nobody_an_alumna_who_did_not_list_the_kind() {
    let site = SiteTest::new();
    let facts = "affiliations: [{ kind: professor, institution: alt }]\n";
    site.write(
        "content/directory/jana.md",
        &person("affiliations", "site, search-engines", facts),
    );
    let page = built(&site).text("verzeichnis/jana/index.html");
    assert!(page.contains("\"affiliation\"") && !page.contains("alumniOf"), "{page}");
}

#[test]
fn no_form_of_an_address_leads_to_somebody_who_is_withheld() {
    let site = SiteTest::new();
    site.write("content/portraits/weg.md", "---\ntitle: Weg\ndate: 2026-01-01\nname: { given: Ada }\naliases: [alt/geheim]\n---\n");
    site.write(
        "content/directory/verborgen.md",
        "---\nid: aaaa-1111\nname: { given: Ada }\n---\n",
    );
    site.write("content/a.md", "---\ntitle: A\n---\n\n[x](/alt/geheim/) [y](https://alumni.example.org/verzeichnis/verborgen/) [z](https://alumni.example.org/portraets/weg/)\n");
    let built = built(&site);
    let page = built.text("a/index.html");
    for word in ["geheim", "verborgen", "weg/"] {
        assert!(!page.contains(word), "{word}: {page}");
    }
}

#[test]
fn a_person_whose_death_is_still_to_come_by_a_slip_is_not_dead() {
    let site = SiteTest::new();
    let facts = "deceased: 2062-01-01\n";
    site.write("content/directory/jana.md", &person("deceased", "site", facts));
    let built = built(&site);
    assert!(built.says(Code::DateInFuture));
    assert!(!built.text("verzeichnis/jana/index.html").contains("2062"));
}

#[test]
fn a_menu_entry_is_not_excused_by_a_draft_of_a_similar_name() {
    let site = SiteTest::new();
    let menu = format!("{}[[menu]]\npage = \"imp\"\n", crate::support::CONFIG);
    site.write("config.toml", &menu);
    site.write("content/impressum.md", "---\ntitle: Impressum\ndraft: true\n---\n");
    assert_eq!(site.build_on(TODAY).errors(), ["menu-unknown"]);
}

#[test]
fn a_list_of_terms_that_only_hidden_people_hold_is_hidden() {
    let site = SiteTest::new();
    site.write(
        "content/directory/jana.md",
        &person("topics", "site", "topics: [Geheimthema]\n"),
    );
    let built = built(&site);
    assert!(built.text("themen/index.html").contains("noindex"));
    assert!(!built.text("sitemap.xml").contains("/themen/"));
}

#[test]
fn the_identifier_of_an_event_stays_when_a_translation_is_added() {
    let site = SiteTest::new();
    site.write(
        "config.toml",
        &crate::support::CONFIG.replace("\"de\", \"en\"", "\"en\", \"de\""),
    );
    site.write("content/events/tag.md", "---\ntitle: Day\nstart: 2027-01-01\n---\n");
    let uid = |built: &Built| {
        let text = built.text("events/tag/event.ics");
        text.lines().find(|line| line.starts_with("UID:")).map(ToOwned::to_owned)
    };
    let before = uid(&built(&site));
    site.write(
        "content/events/tag.de.md",
        "---\ntitle: Tag\nslug: tag-auf-deutsch\n---\n",
    );
    assert_eq!(uid(&built(&site)), before);
}

#[test]
fn a_redirect_names_its_target_as_the_true_address_in_the_language_it_had() {
    let site = SiteTest::new();
    site.write("content/a.md", "---\ntitle: A\naliases: [alt/a.html, en/old]\n---\n");
    site.write("content/a.en.md", "---\ntitle: A\n---\n");
    let built = built(&site);
    let german = built.text("alt/a.html");
    assert!(
        german.contains("rel=\"canonical\" href=\"https://alumni.example.org/a/\""),
        "{german}"
    );
    assert!(built.text("en/old/index.html").contains("/en/a/"));
}

#[test]
fn the_sitemap_knows_no_change_of_tomorrow() {
    let site = SiteTest::new();
    site.write("content/events/tag.md", "---\ntitle: Tag\nstart: 2027-01-01\n---\n");
    assert!(!built(&site).text("sitemap.xml").contains("2027-01-01"));
}

#[test]
fn every_page_of_a_term_is_reached_and_its_people_are_counted_alone() {
    let site = SiteTest::new();
    site.write(
        "config.toml",
        &format!("{}[directory]\nper_page = 1\n", crate::support::CONFIG),
    );
    site.write(
        "content/directory/jana.md",
        &person("topics", "site", "topics: [Licht]\n"),
    );
    for n in 0..3 {
        site.write(
            &format!("content/portraits/s{n}.md"),
            &story("name: { given: Ada }\ntopics: [Licht]\n"),
        );
    }
    let built = built(&site);
    assert!(built.text("themen/licht/index.html").contains("1 Person,"));
    let second = built.text("themen/licht/seite/2/index.html");
    assert!(second.contains("/themen/licht/seite/3/"), "{second}");
}

#[test]
fn an_event_that_moved_online_or_is_cancelled_sends_nobody_to_the_wrong_place() {
    let site = SiteTest::new();
    let event = |status: &str| {
        format!(
            "---\ntitle: Tag\nstart: 2027-01-01T18:00\nend: 2027-01-02T00:00\nstatus: {status}\nregistration: https://anmeldung.example/\nplace: {{ name: Audimax, online: \"https://raum.example/\" }}\nspeakers: [jana, jana]\n---\n"
        )
    };
    site.write("content/directory/jana.md", &person("topics", "site, feeds", ""));
    site.write("content/events/a.md", &event("moved-online"));
    site.write("content/events/b.md", &event("cancelled"));
    let built = built(&site);
    let moved = built.text("veranstaltungen/a/index.html");
    assert!(!moved.contains("Audimax") && moved.contains("raum.example"), "{moved}");
    assert!(
        moved.contains("24:00"),
        "an end at midnight belongs to the evening: {moved}"
    );
    assert_eq!(
        moved.matches("/verzeichnis/jana/").count(),
        1,
        "one card for a speaker named twice"
    );
    let cancelled = built.text("veranstaltungen/b/event.ics");
    assert!(
        !cancelled.contains("raum.example") && !cancelled.contains("anmeldung"),
        "{cancelled}"
    );
}

#[test]
fn newer_and_older_pass_over_a_story_that_search_engines_must_not_see() {
    let site = SiteTest::new();
    for (n, channels) in
        [(1, "site, search-engines"), (2, "site"), (3, "site, search-engines")]
    {
        let text = story("name: { given: Ada }\n")
            .replace("2026-05-01", &format!("2026-05-0{n}"));
        let text = text.replace("site, search-engines, feeds", channels);
        site.write(&format!("content/portraits/s{n}.md"), &text);
    }
    let page = built(&site).text("portraets/s3/index.html");
    assert!(page.contains("/portraets/s1/"), "{page}");
}

#[test]
fn a_responsible_unit_is_called_by_its_name() {
    let site = SiteTest::new();
    site.write("content/faculties.yaml", "- { id: bau, name: Fakultät Bauwesen }\n")
        .write("content/portraits/a.md", &story("name: { given: Ada }\nowner: bau\n"))
        .write(
            "content/portraits/b.md",
            &story("name: { given: Ada }\nowner: Pressestelle\n"),
        );
    let built = built(&site);
    for (page, unit) in [("a", "Fakultät Bauwesen"), ("b", "Pressestelle")] {
        let text = built.text(&format!("portraets/{page}/index.html"));
        assert!(text.contains(&format!("Verantwortlich: {unit}")), "{page}");
    }
}
