//! Mentions: who is named in titles, texts and files for machines, and what stands there while
//! somebody is withheld.

use crate::support::{Built, SiteTest, TODAY};
use matrikel::base::code::Code;

const BODY: &str =
    "Im Gespräch mit [Jana *Müller*](person:jana-mueller \"einer Absolventin\").";

/// A site with one person, a story, an event and a page that mention her. `consent` is what
/// stands below `consent:` in her entry.
fn site(consent: &str) -> SiteTest {
    let test = SiteTest::new();
    test.write(
        "content/directory/jana-mueller.md",
        &format!(
            "---\nid: k7f3-2m9q\nname: {{ given: Jana, family: Müller }}\nconsent: {{ {consent} }}\n---\nText\n"
        ),
    );
    test.write(
        "content/portraits/rom.md",
        &format!(
            "---\ntitle: 'Rom mit [Jana Müller](person:jana-mueller \"einer Absolventin\")'\n\
             date: 2026-05-12\nname: {{ given: Ada }}\nmentions: [jana-mueller]\n\
             quote: 'Danke, [Jana Müller](person:jana-mueller \"liebe Freundin\")'\n\
             photo: {{ file: rom.jpg, alt: '[Jana Müller](person:k7f3-2m9q \"eine Frau\") in Rom' }}\n\
             consent: {{ given: 2026-01-01, channels: [site, search-engines, feeds] }}\n---\n{BODY}\n"
        ),
    );
    test.photo("content/portraits/rom.jpg", "x");
    test.write(
        "content/portraits/rom.en.md",
        "---\ntitle: 'Rome with [Jana Müller](person:jana-mueller)'\n---\n\
         Talking to [Jana Müller](person:jana-mueller).\n",
    );
    test.write(
        "content/events/fest.md",
        "---\ntitle: 'Fest für [Jana Müller](person:k7f3-2m9q \"eine Absolventin\")'\n\
         start: 2027-06-05T18:00\nsummary: 'Wir feiern [Jana Müller](person:jana-mueller).'\n\
         mentions: [{ person: k7f3-2m9q, phrase: { de: ein Mitglied, en: a member } }]\n---\n\
         [Jana Müller](person:jana-mueller) kommt.\n",
    );
    test.write(
        "content/seite.md",
        "---\ntitle: 'Dank an [Jana Müller](person:jana-mueller \"viele\")'\n---\n\
         ## [Jana Müller](person:jana-mueller \"Jemand\") hilft\n\nDanke.\n",
    );
    test
}

const ALL: &str = "given: 2026-01-01, channels: [site, search-engines, feeds]";

fn built(consent: &str) -> Built {
    let built = site(consent).build_on(TODAY);
    built.is_good();
    built
}

fn names_her(built: &Built) -> Vec<String> {
    let all = built.all_bytes();
    let named = all.iter().filter(|(path, bytes)| {
        let text = String::from_utf8_lossy(bytes).to_lowercase();
        let text = format!("{path} {text}");
        ["jana", "müller", "mueller", "k7f3"].iter().any(|part| text.contains(part))
    });
    named.map(|(path, _)| (*path).to_owned()).collect()
}

#[test]
fn somebody_who_is_published_is_named_with_a_link() {
    let built = built(ALL);
    let story = built.text("portraets/rom/index.html");
    assert!(
        story.contains(
            "mit <a href=\"/verzeichnis/jana-mueller/\">Jana <em>Müller</em></a>."
        ),
        "{story}"
    );
    assert!(story.contains("<h1>Rom mit Jana Müller</h1>"));
    assert!(story.contains("alt=\"Jana Müller in Rom\""));
    assert!(story.contains("Danke, Jana Müller"));
    assert!(story.contains(">Im Text erwähnt<"), "{story}");
    let english = built.text("en/portraits/rom/index.html");
    assert!(
        english.contains("to <a href=\"/en/directory/jana-mueller/\">Jana Müller</a>.")
    );
    let person = built.text("verzeichnis/jana-mueller/index.html");
    assert!(person.contains(">Erwähnt in<"), "{person}");
    assert!(person.contains("<a href=\"/portraets/rom/\">Rom mit Jana Müller</a>"));
    assert!(
        person.contains("<a href=\"/veranstaltungen/fest/\">Fest für Jana Müller</a>")
    );
    for path in ["portraets/atom.xml", "portraets/feed.json", "sitemap.xml"] {
        assert!(built.has(path), "{path}");
    }
    assert!(built.text("portraets/atom.xml").contains("Rom mit Jana Müller"));
    assert!(!story.contains("noindex"));
    assert!(story.contains("\"headline\":\"Rom mit Jana Müller\""), "{story}");
    let calendar = built.text("veranstaltungen/fest/event.ics");
    assert!(calendar.contains("SUMMARY:Fest für Jana Müller"), "{calendar}");
}

#[test]
fn a_withdrawal_leaves_neutral_words_everywhere() {
    let built =
        built("given: 2026-01-01, withdrawn: 2026-11-24, channels: [site, feeds]");
    assert_eq!(names_her(&built), [""; 0]);
    let story = built.text("portraets/rom/index.html");
    assert!(story.contains("<p>Im Gespräch mit einer Absolventin.</p>"), "{story}");
    assert!(
        story.contains("<title>Rom mit einer Absolventin – Probe</title>"),
        "{story}"
    );
    assert!(story.contains("alt=\"eine Frau in Rom\""));
    assert!(story.contains("Danke, liebe Freundin"));
    assert!(!story.contains("Im Text erwähnt"));
    let english = built.text("en/portraits/rom/index.html");
    assert!(english.contains("Rome with a former member of the university"), "{english}");
    let event = built.text("veranstaltungen/fest/index.html");
    assert!(event.contains("<h1>Fest für eine Absolventin</h1>"));
    assert!(event.contains("Wir feiern ein Mitglied."), "{event}");
    assert!(event.contains("<p>ein Mitglied kommt.</p>"), "{event}");
    assert!(
        built
            .text("veranstaltungen/fest/event.ics")
            .contains("Fest für eine Absolventin")
    );
    let page = built.text("seite/index.html");
    assert!(page.contains("<h2 id=\"hilft\">Jemand hilft</h2>"), "{page}");
    assert!(page.contains("<h1>Dank an viele</h1>"));
    // Texts of both languages and the front matter, each place once.
    let notes = built.diagnostics().iter().filter(|d| d.code == Code::ReferenceWithheld);
    assert_eq!(notes.count(), 13, "{}", built.report());
    let card = built.cards().iter().map(|card| card.title.clone()).collect::<Vec<_>>();
    assert!(card.contains(&"Rom mit einer Absolventin".to_owned()), "{card:?}");
}

#[test]
fn initials_are_shown_by_choice_only() {
    let test = site("given: 2026-01-01, withdrawn: 2026-11-24, channels: [site]");
    test.write(
        "content/events/fest.md",
        "---\ntitle: Fest\nstart: 2027-06-05T18:00\n\
         mentions: [{ person: jana-mueller, initials: true }]\n---\n\
         [Jana Müller](person:k7f3-2m9q) kommt.\n",
    );
    let page = test.build_on(TODAY).text("veranstaltungen/fest/index.html");
    assert!(page.contains("<p>J. M. kommt.</p>"), "{page}");
    test.write(
        "content/events/fest.md",
        "---\ntitle: Fest\nstart: 2027-06-05T18:00\nmentions: [jana-mueller]\n---\n\
         [Jana Müller](person:jana-mueller) kommt.\n",
    );
    let page = test.build_on(TODAY).text("veranstaltungen/fest/index.html");
    assert!(
        page.contains("<p>ein ehemaliges Mitglied der Hochschule kommt.</p>"),
        "{page}"
    );
}

#[test]
fn feeds_and_calendars_name_only_who_allows_feeds() {
    let built = built("given: 2026-01-01, channels: [site, search-engines]");
    assert!(built.text("portraets/rom/index.html").contains("Rom mit Jana Müller"));
    for (path, bytes) in built.all_bytes() {
        let is_feed = [".xml", ".json", ".ics"].iter().any(|end| path.ends_with(end));
        if is_feed && !path.starts_with("sitemap") {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            assert!(!text.contains("Jana"), "{path}: {text}");
        }
    }
    assert!(built.text("portraets/atom.xml").contains("Rom mit einer Absolventin"));
    assert!(
        built.text("veranstaltungen/kalender.ics").contains("Fest für eine Absolventin")
    );
}

#[test]
fn search_engines_see_no_page_that_names_who_does_not_allow_it() {
    let built = built("given: 2026-01-01, channels: [site, feeds]");
    let sitemap = built.text("sitemap.xml");
    for (path, html) in built.pages() {
        let named = html.contains("Jana") || html.contains("jana-mueller");
        let noindex = html.contains("<meta name=\"robots\" content=\"noindex\">");
        assert!(!named || noindex, "{path}");
        if named {
            let address = path.trim_end_matches("index.html");
            assert!(
                !sitemap.contains(&format!(
                    "<loc>https://alumni.example.org/{address}</loc>"
                ))
            );
            assert!(!html.contains("ld+json") && !html.contains("og:title"), "{path}");
        }
    }
    // The title of a page stands in menus, the words of a photo wherever it is shown.
    assert!(built.text("seite/index.html").contains("<h1>Dank an viele</h1>"));
    assert!(built.text("portraets/rom/index.html").contains("alt=\"eine Frau in Rom\""));
    assert!(
        built.text("portraets/rom/index.html").contains("<h1>Rom mit Jana Müller</h1>")
    );
    for path in ["index.html", "en/index.html"] {
        assert!(!built.text(path).contains("noindex"), "{path}");
    }
}

#[test]
fn a_text_of_a_person_mentions_others_in_the_same_way() {
    let test = site("given: 2026-01-01, withdrawn: 2026-11-24, channels: [site]");
    test.write(
        "content/directory/ben.md",
        "---\nname: { given: Ben }\noffers: [{ kind: visit, note: 'Mit [Jana](person:jana-mueller \"einer Kollegin\")' }]\n\
         consent: { given: 2026-01-01, fields: [bio, offers], channels: [site] }\n---\n\
         Ich arbeite mit [Jana](person:jana-mueller \"einer Kollegin\").\n",
    );
    let page = test.build_on(TODAY).text("verzeichnis/ben/index.html");
    assert!(page.contains("<p>Ich arbeite mit einer Kollegin.</p>"), "{page}");
    assert!(page.contains("<p>Mit einer Kollegin</p>"), "{page}");
    assert!(page.contains("content=\"Ich arbeite mit einer Kollegin.\""), "{page}");
}

#[test]
fn allowed_names_are_read_and_never_published() {
    let test = SiteTest::new();
    test.write(
        "content/seite.md",
        "---\ntitle: Seite\nallowed_mentions:\n  - { name: Geheim Qzx, reason: Amtsträger, date: 2026-11-24 }\n---\nText\n",
    );
    let built = test.build_on(TODAY);
    built.is_good();
    for (path, bytes) in built.all_bytes() {
        assert!(!String::from_utf8_lossy(&bytes).contains("Qzx"), "{path}");
    }
    test.write(
        "content/seite.md",
        "---\ntitle: Seite\nallowed_mentions: [{ name: Geheim }]\n---\n",
    );
    assert_eq!(test.build_on(TODAY).errors(), ["key-missing", "key-missing"]);
}
