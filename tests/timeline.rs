//! Lines of time: a mission's page, and an institution among those before and after it.

use crate::support::{SiteTest, TODAY};

fn story(title: &str, date: &str, channels: &str) -> String {
    format!(
        "---\ntitle: {title}\ndate: {date}\nname: {{ given: Ada }}\nmissions: [2]\n\
         consent:\n  given: 2026-01-01\n  channels: [{channels}]\n---\nText.\n"
    )
}

fn event(title: &str, start: &str, more: &str) -> String {
    format!("---\ntitle: {title}\nstart: {start}\n{more}---\n")
}

/// The words in the order in which they stand in the text.
fn in_order<'w>(text: &str, words: &[&'w str]) -> Vec<&'w str> {
    let mut found: Vec<_> =
        words.iter().filter_map(|word| Some((text.find(word)?, *word))).collect();
    found.sort_unstable();
    found.into_iter().map(|(_, word)| word).collect()
}

#[test]
fn a_missions_page_shows_what_is_to_come_and_what_has_come_of_it_latest_first() {
    let site = SiteTest::new();
    let all = "site, search-engines";
    site.write("content/m.md", "---\ntitle: Mission\nmission: 2\n---\n")
        .write("content/portraits/old.md", &story("Altes", "2024-03-01", all))
        .write("content/portraits/new.md", &story("Neues", "2026-05-01", all))
        .write("content/portraits/shy.md", &story("Scheues", "2026-06-01", "site"))
        .write(
            "content/events/past.md",
            &event("Damals", "2025-06-14", "missions: [2]\n"),
        )
        .write("content/events/far.md", &event("Fern", "2028-01-05", "missions: [2]\n"))
        .write("content/events/near.md", &event("Nah", "2027-01-05", "missions: [2]\n"))
        .write(
            "content/events/other.md",
            &event("Fremd", "2027-02-05", "missions: [1]\n"),
        );
    let built = site.build_on(TODAY);
    built.is_good();
    let page = built.text("m/index.html");
    let words = ["Fern", "Nah", "Neues", "Damals", "Altes"];
    assert_eq!(in_order(&page, &words), words);
    for absent in ["Scheues", "Fremd"] {
        assert!(!page.contains(absent), "{absent}");
    }
    assert_eq!(page.matches("class=\"upcoming\"").count(), 2, "{page}");
}

#[test]
fn an_institution_stands_among_those_before_and_after_it_and_no_others() {
    let site = SiteTest::new();
    site.write(
        "content/institutions.yaml",
        "- { id: uni, name: Uni, self: true, from: 1992 }\n\
         - { id: school, name: Schule, from: 1954, until: 1977, successors: [high] }\n\
         - { id: works, name: Werk, from: 1920, until: 1954, successors: [school] }\n\
         - { id: high, name: Hoch, from: 1977, until: 1992, successors: [uni] }\n\
         - { id: side, name: Seite, from: 1930, until: 1977, successors: [high] }\n\
         - { id: lone, name: Fremde, from: 1900 }\n",
    );
    let built = site.build_on(TODAY);
    built.is_good();
    let line = |page: &str| {
        let text = built.text(page);
        let start = text.find("<ol class=\"timeline\">").unwrap_or(text.len());
        let end = text[start..].find("</ol>").map_or(text.len(), |end| start + end);
        text[start..end].to_owned()
    };
    let school = line("einrichtungen/school/index.html");
    assert_eq!(
        in_order(&school, &["Werk", "Schule", "Hoch", "Uni", "Seite", "Fremde"]),
        ["Werk", "Schule", "Hoch", "Uni"]
    );
    assert_eq!(school.matches("aria-current").count(), 1, "{school}");
    assert!(line("einrichtungen/high/index.html").contains("Seite"));
    assert_eq!(line("einrichtungen/lone/index.html"), "");
}

#[test]
fn a_story_that_shares_nothing_still_leads_to_its_neighbours_in_time() {
    let site = SiteTest::new();
    let all = "site, search-engines";
    for (name, title, date, channels) in [
        ("a", "Erste", "2026-01-01", all),
        ("b", "Zweite", "2026-02-01", all),
        ("c", "Dritte", "2026-03-01", "site"),
        ("d", "Vierte", "2026-04-01", all),
        ("e", "Letzte", "2026-05-01", all),
        ("f", "Ferne", "2020-05-01", all),
    ] {
        let text = story(title, date, channels).replace("missions: [2]\n", "");
        site.write(&format!("content/portraits/{name}.md"), &text);
    }
    let built = site.build_on(TODAY);
    built.is_good();
    let page = built.text("portraets/b/index.html");
    let related = &page[page.find("Auch lesenswert").expect("related stories")..];
    let cards = &related[..related.find("</section>").expect("an end")];
    assert_eq!(
        in_order(cards, &["Erste", "Vierte", "Letzte", "Dritte", "Ferne"]),
        ["Erste", "Vierte", "Ferne"]
    );
}
