//! Feeds.

use std::collections::BTreeSet;

use matrikel::base::explain::Catalogue;
use matrikel::base::language::Language;
use matrikel::publish::site::Site;
use matrikel::render::formats::feed::Feed;
use matrikel::render::formats::{atom, json_feed};
use serde_json::Value;

use crate::small_site::{CONFIG, SmallSite};

/// Both formats, after every check.
fn checked(site: &Site, feed: &Feed) -> (String, Value) {
    let (atom, json) = (atom::atom(site, feed), json_feed::json(site, feed));
    let own = atom_rules(&atom);
    let read_atom = feed_rs::parser::parse(atom.as_bytes()).unwrap();
    let read_json = feed_rs::parser::parse(json.as_bytes()).unwrap();
    let value: Value = serde_json::from_str(&json).unwrap();
    json_rules(&value);
    let ids = |feed: &feed_rs::model::Feed| -> Vec<String> {
        feed.entries.iter().map(|entry| entry.id.clone()).collect()
    };
    assert_eq!(ids(&read_atom), ids(&read_json));
    assert_eq!(ids(&read_atom), own);
    assert_eq!(
        read_atom.entries.len(),
        ids(&read_atom).into_iter().collect::<BTreeSet<_>>().len()
    );
    for (a, j) in read_atom.entries.iter().zip(&read_json.entries) {
        assert_eq!(a.title.as_ref().unwrap().content, j.title.as_ref().unwrap().content);
        assert_eq!(a.published, j.published);
        // Atom must name a day of change, also where nobody told one.
        assert_eq!(
            a.updated,
            j.updated.or(Some("1970-01-01T00:00:00Z".parse().unwrap()))
        );
    }
    (atom, value)
}

/// What RFC 4287 demands of a feed and of an entry; gives the entries' ids.
fn atom_rules(text: &str) -> Vec<String> {
    let xml = roxmltree::Document::parse(text).unwrap();
    let feed = xml.root_element();
    assert!(feed.has_tag_name(("http://www.w3.org/2005/Atom", "feed")));
    let count = |node: roxmltree::Node<'_, '_>, name: &str| {
        node.children().filter(|child| child.tag_name().name() == name).count()
    };
    let links = |node: roxmltree::Node<'_, '_>, rel: &str| {
        node.children().filter(|child| child.attribute("rel") == Some(rel)).count()
    };
    assert_eq!((links(feed, "self"), links(feed, "alternate")), (1, 1));
    assert_eq!(count(feed, "author"), 1);
    let entries: Vec<_> =
        feed.children().filter(|child| child.tag_name().name() == "entry").collect();
    for node in entries.iter().copied().chain([feed]) {
        for name in ["id", "title", "updated"] {
            assert_eq!(count(node, name), 1, "{name}");
        }
    }
    for entry in &entries {
        assert_eq!(links(*entry, "alternate"), 1);
    }
    for time in xml.descendants() {
        if ["updated", "published"].contains(&time.tag_name().name()) {
            time.text().unwrap().parse::<jiff::Timestamp>().unwrap();
        }
        if let Some(href) = time.attribute("href") {
            assert!(href.starts_with("https://"), "{href}");
        }
    }
    let id = |entry: &roxmltree::Node<'_, '_>| {
        let id = entry.children().find(|child| child.tag_name().name() == "id").unwrap();
        id.text().unwrap().to_owned()
    };
    entries.iter().map(id).collect()
}

/// What JSON Feed 1.1 demands.
fn json_rules(feed: &Value) {
    assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
    assert!(feed["title"].is_string() && feed["authors"].is_array());
    for item in feed["items"].as_array().unwrap() {
        assert!(item["id"].is_string() && item["url"].is_string());
        assert!(!item["content_text"].as_str().unwrap().is_empty());
    }
}

fn story(title: &str, date: &str, channels: &str) -> String {
    format!(
        "---\ntitle: {title}\ndate: {date}\nname: {{ given: Jana, family: Müller }}\n\
         summary: 'Lead <b> & mehr'\nauthors: [Redaktion]\ntopics: [Brückenbau]\n\
         consent: {{ given: 2026-01-01, channels: [{channels}] }}\n---\nText.\n"
    )
}

fn portraits() -> SmallSite {
    SmallSite::new()
        .file("content/portraits/a.md", &story("Alt", "2026-03-01", "site, feeds"))
        .file("content/portraits/b.md", &story("Neu", "2026-05-01", "site, feeds"))
        .file("content/portraits/b.en.md", "---\ntitle: New\nsummary: Lead\n---\nText.\n")
        .file(
            "content/portraits/c.md",
            &story("Geheim", "2026-06-01", "site, search-engines"),
        )
}

#[test]
fn a_feed_holds_only_stories_that_may_be_in_one() {
    let site = portraits().build();
    assert_eq!(site.stories.len(), 3);
    let (atom, json) = checked(&site, &Feed::portraits(&site, Language::De, "Porträts"));
    assert!(!atom.contains("Geheim") && !json.to_string().contains("Geheim"));
    assert_eq!(json["items"][0]["title"], "Neu");
    assert_eq!(json["items"][0]["date_published"], "2026-05-01T00:00:00+02:00");
    assert_eq!(json["items"][1]["date_published"], "2026-03-01T00:00:00+01:00");
    assert_eq!(json["items"][0]["content_text"], "Lead <b> & mehr");
    assert!(atom.contains("<updated>2026-05-01T00:00:00+02:00</updated>"));
    assert!(!atom.contains('@') && !json.to_string().contains('@'));
}

#[test]
fn a_story_without_a_translation_says_its_language() {
    let site = portraits().build();
    let (atom, json) = checked(&site, &Feed::portraits(&site, Language::En, "Portraits"));
    assert_eq!(json["items"][0]["title"], "New");
    assert_eq!(json["items"][0]["language"], Value::Null);
    assert_eq!(
        json["items"][0]["url"],
        "https://alumni.example.org/alumni/en/portraits/b/"
    );
    assert_eq!(json["items"][1]["language"], "de");
    assert!(atom.contains("<entry xml:lang=\"de\">"));
}

#[test]
fn ids_outlive_a_move_and_differ_between_institutions() {
    let id = |config: &str| {
        let site = portraits().file("config.toml", config).build();
        let feed = Feed::portraits(&site, Language::De, "Porträts");
        let (_, json) = checked(&site, &feed);
        json["items"][0]["id"].as_str().unwrap().to_owned()
    };
    let usual = id(CONFIG);
    assert!(usual.starts_with("urn:uuid:") && usual.as_bytes()[23] == b'8', "{usual}");
    assert_eq!(usual, id(&CONFIG.replace("alumni.example.org/alumni", "new.example")));
    assert_ne!(usual, id(&CONFIG.replace("Leipzig, Süd", "Halle")));
}

#[test]
fn events_say_when_and_where_they_are() {
    let site = SmallSite::new()
        .event(
            "a",
            "title: Fest\nsummary: Kommt.\nstart: 2027-06-05T18:00\nupdated: 2026-11-12\n\
             place: { name: Hof }",
        )
        .event("b", "title: Reise\nstart: 2027-06-05\nend: 2027-06-07\nupdated: 2026-11-13\nstatus: cancelled")
        .build();
    let (_, json) = checked(&site, &Feed::events(&site, Language::De, "Termine"));
    let items = json["items"].as_array().unwrap();
    assert_eq!(items[0]["title"], "Abgesagt: Reise");
    let june = |day| Catalogue::of(Language::De).day(jiff::civil::date(2027, 6, day));
    assert_eq!(items[0]["content_text"], format!("{} – {}", june(5), june(7)));
    assert_eq!(items[1]["content_text"], format!("{}, 18:00 Uhr, Hof. Kommt.", june(5)));
    assert_eq!(items[1]["date_modified"], "2026-11-12T00:00:00+01:00");
}

fn item(data: &str) -> (String, Value) {
    let site = SmallSite::new().event("a", &format!("title: Fest\n{data}")).build();
    let (atom, json) = checked(&site, &Feed::events(&site, Language::De, "Termine"));
    (atom, json["items"][0].clone())
}

#[test]
fn an_hour_and_a_last_day_are_both_told() {
    let (_, item) = item("start: 2026-10-15T07:30\nend: 2026-10-17\npublish: 2026-09-01");
    assert_eq!(
        item["content_text"].as_str().unwrap().replace('\u{a0}', " "),
        "15. Oktober 2026, 07:30 Uhr bis 17. Oktober 2026"
    );
}

#[test]
fn an_event_was_published_once_however_often_it_changes() {
    let (_, item) = item("start: 2027-06-05\npublish: 2026-09-01\nupdated: 2026-11-20");
    assert_eq!(item["date_published"], "2026-09-01T00:00:00+02:00");
    assert_eq!(item["date_modified"], "2026-11-20T00:00:00+01:00");
}

#[test]
fn no_day_that_is_still_to_come_makes_an_entry_new() {
    let (atom, untold) = item("start: 2028-06-05");
    assert_eq!(
        (&untold["date_published"], &untold["date_modified"]),
        (&Value::Null, &Value::Null)
    );
    assert!(atom.contains("<updated>1970-01-01T00:00:00Z</updated>"), "{atom}");
    assert!(!atom.contains("<published>"), "{atom}");
    let (_, later) = item("start: 2028-06-05\nupdated: 2027-01-01\npublish: 2026-09-01");
    assert_eq!(later["date_modified"], "2026-09-01T00:00:00+02:00");
}

#[test]
fn an_entry_names_who_wrote_it() {
    let site = portraits()
        .person("offen", "name: { given: Olga, family: Offen }", "site, feeds")
        .person("scheu", "name: { given: Sven, family: Scheu }", "site, search-engines")
        .file(
            "content/portraits/a.md",
            &story("Alt", "2026-03-01", "site, feeds").replace(
                "[Redaktion]",
                "['[Olga Offen](person:offen)', '[Sven Scheu](person:scheu \"ein Absolvent\")']",
            ),
        )
        .build();
    let (atom, json) = checked(&site, &Feed::portraits(&site, Language::De, "Porträts"));
    let names = |item: usize| -> Vec<&str> {
        let authors = json["items"][item]["authors"].as_array().unwrap();
        authors.iter().map(|author| author["name"].as_str().unwrap()).collect()
    };
    assert_eq!(names(0), ["Redaktion"]);
    assert_eq!(names(1), ["Olga Offen", "ein Absolvent"]);
    assert!(atom.contains("<author>\n<name>Olga Offen</name>\n</author>"), "{atom}");
    assert!(!atom.contains("Scheu") && !json.to_string().contains("Scheu"));
}

#[test]
fn thirty_entries_are_enough_and_none_is_a_feed_too() {
    let site = SmallSite::new().build();
    let (atom, _) = checked(&site, &Feed::portraits(&site, Language::De, "P"));
    assert!(atom.contains("<updated>1970-01-01T00:00:00Z</updated>"));
    let mut many = SmallSite::new();
    for number in 10..50 {
        let title = format!("'{number} 🎓 \u{200f}حفل'");
        many = many
            .event(&format!("e{number}"), &format!("title: {title}\nstart: 2027-06-05"));
    }
    let site = many.build();
    let (_, json) = checked(&site, &Feed::events(&site, Language::De, "T"));
    assert_eq!(json["items"].as_array().unwrap().len(), 30);
}
