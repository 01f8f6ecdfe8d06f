//! Addresses that were public and must answer that they are gone.

use crate::support::{SiteTest, TODAY};

/// The addresses of a site on the usual day.
fn gone(test: &SiteTest) -> Vec<String> {
    let built = test.build_on(TODAY);
    built.is_good();
    built.build.site.as_ref().expect("a site").gone.clone()
}

fn person(test: &SiteTest, name: &str, consent: &str) {
    test.write(
        &format!("content/directory/{name}.md"),
        &format!("---\nid: id-{name}\nname: {{ given: Jana }}\n{consent}\n---\n"),
    );
}

#[test]
fn who_was_published_and_is_withheld_is_gone_in_every_language() {
    let test = SiteTest::new();
    person(
        &test,
        "a",
        "consent: { given: 2026-01-01, withdrawn: 2026-11-24, channels: [site] }",
    );
    person(&test, "b", "consent: { given: 2023-01-01, channels: [site] }");
    assert_eq!(
        gone(&test),
        ["/en/directory/a/", "/en/directory/b/", "/verzeichnis/a/", "/verzeichnis/b/"]
    );
    let opaque =
        format!("{}[directory]\naddresses = \"opaque\"\n", crate::support::CONFIG);
    test.write("config.toml", &opaque);
    assert_eq!(
        gone(&test),
        [
            "/en/directory/id-a/",
            "/en/directory/id-b/",
            "/verzeichnis/id-a/",
            "/verzeichnis/id-b/"
        ]
    );
}

#[test]
fn what_was_never_published_is_not_gone() {
    let test = SiteTest::new();
    person(&test, "a", "");
    person(&test, "b", "consent: { given: 2027-01-01, channels: [site] }");
    person(&test, "c", "consent: { channels: [site] }");
    person(&test, "d", "consent: { given: 2026-01-01, channels: [feeds] }");
    person(&test, "e", "consent: { given: 2026-01-01, channels: [site] }");
    test.write("content/x.md", "---\ntitle: X\ndraft: true\naliases: [alt/x]\n---\n")
        .write("content/y.md", "---\ntitle: Y\npublish: 2027-01-01\n---\n")
        .write(
            "content/portraits/z.md",
            "---\ntitle: Z\ndraft: true\ndate: 2026-01-01\nperson: b\n\
             consent: { given: 2026-01-01, withdrawn: 2026-02-01 }\n---\n",
        )
        .write(
            "content/portraits/w.md",
            "---\ntitle: W\ndate: 2026-01-01\nperson: b\n\
             consent: { given: 2026-01-01, channels: [site] }\n---\n",
        );
    assert_eq!(gone(&test), [""; 0]);
}

#[test]
fn a_story_goes_with_its_person_and_takes_its_former_addresses_along() {
    let test = SiteTest::new();
    person(
        &test,
        "a",
        "consent: { given: 2026-01-01, withdrawn: 2026-11-24, channels: [site] }",
    );
    test.write(
        "content/portraits/rom.md",
        "---\ntitle: Rom\ndate: 2026-01-01\nperson: a\naliases: [alt/rom, weiter]\n\
         consent: { given: 2026-01-01, channels: [site] }\n---\n",
    )
    .write("content/portraits/rom.en.md", "---\ntitle: Rome\nslug: rome\n---\n")
    .write("content/seite.md", "---\ntitle: S\naliases: [weiter]\n---\n")
    .write("content/vorbei.md", "---\ntitle: V\nexpires: 2026-11-24\n---\n");
    assert_eq!(
        gone(&test),
        [
            "/alt/rom/",
            "/en/directory/a/",
            "/en/portraits/rome/",
            "/portraets/rom/",
            "/verzeichnis/a/",
            "/vorbei/",
        ]
    );
}

#[test]
fn a_list_goes_with_the_last_who_stood_in_it() {
    let test = SiteTest::new();
    let data = "city: { de: Wien, en: Vienna }\ntopics: [Licht]\noffers: [{ kind: visit }]\n\
        affiliations: [{ kind: graduate, to: 1999 }]\n";
    let consent = |fields: &str, more: &str| {
        format!(
            "{data}consent: {{ given: 2026-01-01, channels: [site], fields: [{fields}]{more} }}"
        )
    };
    let all = "city, topics, years, offers";
    let withdrawn = ", withdrawn: 2026-11-24";
    person(&test, "a", &consent(all, withdrawn));
    assert_eq!(
        gone(&test),
        [
            "/angebote/besuch/",
            "/en/directory/a/",
            "/en/offers/visit/",
            "/en/places/vienna/",
            "/en/topics/licht/",
            "/en/years/1999/",
            "/jahrgaenge/1999/",
            "/orte/wien/",
            "/themen/licht/",
            "/verzeichnis/a/",
        ]
    );
    // What was never released never was an address; what others still keep is none that is gone.
    person(&test, "a", &consent("bio", withdrawn));
    assert_eq!(gone(&test), ["/en/directory/a/", "/verzeichnis/a/"]);
    person(&test, "a", &consent(all, withdrawn));
    person(&test, "b", &consent(all, ""));
    assert_eq!(gone(&test), ["/en/directory/a/", "/verzeichnis/a/"]);
}
