//! The machine formats, read back by strict checks and by parsers that others wrote.

#[path = "formats/calendar.rs"]
mod calendar;
#[path = "formats/feed.rs"]
mod feed;
#[path = "formats/json_ld.rs"]
mod json_ld;

use crate::small_site::SmallSite;
use crate::support::{SiteTest, TODAY};
use std::collections::BTreeSet;

use matrikel::base::language::Language;
use matrikel::engine::{Memory, Request};
use matrikel::render::formats::format::IndexablePage;
use matrikel::render::formats::registry::reserved_names;
use matrikel::render::formats::robots::robots;
use matrikel::render::formats::sitemap::sitemap;

#[test]
fn the_sitemap_is_xml_with_the_names_of_its_protocol() {
    let site = SmallSite::new().build();
    let entry = IndexablePage {
        address: "/a&b/".into(),
        modified: Some(jiff::civil::date(2026, 5, 12)),
        alternates: vec![
            (Language::De, "/a&b/".into()),
            (Language::En, "/en/<\u{0}>/".into()),
        ],
        subject: None,
    };
    let files = sitemap(&site.config, &[entry]);
    let text = &files[0].text;
    let xml = roxmltree::Document::parse(text).unwrap();
    let root = xml.root_element();
    let names = "http://www.sitemaps.org/schemas/sitemap/0.9";
    assert!(root.has_tag_name((names, "urlset")));
    let url = root.first_element_child().unwrap();
    let children: Vec<_> = url.children().filter(roxmltree::Node::is_element).collect();
    assert_eq!(children[0].text(), Some("https://alumni.example.org/alumni/a&b/"));
    assert_eq!(children[1].text(), Some("2026-05-12"));
    let languages: Vec<_> =
        children[2..].iter().map(|link| link.attribute("hreflang").unwrap()).collect();
    assert_eq!(languages, ["de", "en", "x-default"]);
    assert!(children[2].has_tag_name(("http://www.w3.org/1999/xhtml", "link")));
}

/// Every file that is neither a page nor below `assets/` belongs to a format or to the search, and is
/// found by its path alone.
#[test]
fn whatever_is_made_for_programs_is_known_by_its_path() {
    let site = SiteTest::new();
    site.write(
        "content/events/fest.md",
        "---\ntitle: Fest\nstart: 2027-01-01\n---\nText.\n",
    );
    let snapshot = site.snapshot(TODAY);
    let edition =
        matrikel::engine::edition(&snapshot, &Request::default(), &mut Memory::default());
    let renderer = edition.renderer().unwrap();
    let mut names = BTreeSet::new();
    for (path, content) in &edition.finish().outputs.0 {
        assert_eq!(renderer.output(path).unwrap().as_ref(), Some(content), "{path}");
        let name = path.as_str().rsplit('/').next().unwrap();
        if renderer.job(path).is_none() && !path.as_str().starts_with("assets/") {
            names.insert(name.to_owned());
        }
    }
    let reserved = reserved_names().filter(|name| *name != "cards.json");
    let expected: BTreeSet<String> =
        reserved.chain(["index.bin"]).map(str::to_owned).collect();
    assert_eq!(names, expected);
}

#[test]
fn the_list_of_events_opens_a_calendar_program_and_shows_the_address_to_copy() {
    let site = SiteTest::new();
    for (name, start) in [("fest", "2027-01-01"), ("damals", "2025-01-01")] {
        site.write(
            &format!("content/events/{name}.md"),
            &format!("---\ntitle: Fest\nstart: {start}\n---\nText.\n"),
        );
    }
    let built = site.build_on(TODAY);
    for (page, calendar) in [
        ("veranstaltungen/index.html", "veranstaltungen/kalender.ics"),
        ("en/events/index.html", "en/events/calendar.ics"),
    ] {
        let html = built.text(page);
        assert!(built.has(calendar));
        let address = format!("alumni.example.org/{calendar}");
        assert!(html.contains(&format!("href=\"webcal://{address}\"")), "{html}");
        assert!(html.contains(&format!(">https://{address}</a>")), "{html}");
    }
    assert!(!built.text("veranstaltungen/archiv/index.html").contains("webcal:"));
}

#[test]
fn an_empty_sitemap_is_still_there() {
    let site = SmallSite::new().build();
    let files = sitemap(&site.config, &[]);
    assert_eq!(files.len(), 1);
    roxmltree::Document::parse(&files[0].text).unwrap();
}

#[test]
fn robots_may_see_everything_and_find_no_sitemap_of_drafts() {
    let site = SmallSite::new().build();
    assert_eq!(
        robots(&site.config, false),
        "User-agent: *\nAllow: /\n\
         Disallow: /alumni/assets/search/\n\
         Disallow: /alumni/suche/index.bin\n\
         Disallow: /alumni/en/search/index.bin\n\n\
         Sitemap: https://alumni.example.org/alumni/sitemap.xml\n"
    );
    // A draft says `noindex` on each page, which a crawler must be allowed to see.
    assert_eq!(robots(&site.config, true), "User-agent: *\nDisallow: /\n");
}
