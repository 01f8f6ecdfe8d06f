//! The machine formats, read back by strict checks and by parsers that others wrote.

#[path = "formats/calendar.rs"]
mod calendar;
#[path = "formats/feed.rs"]
mod feed;
#[path = "formats/json_ld.rs"]
mod json_ld;

use crate::small_site::SmallSite;
use matrikel::base::language::Language;
use matrikel::render::formats::robots::robots;
use matrikel::render::formats::sitemap::{SitemapEntry, sitemap};

#[test]
fn the_sitemap_is_xml_with_the_names_of_its_protocol() {
    let site = SmallSite::new().build();
    let entry = SitemapEntry {
        address: "/a&b/".into(),
        modified: Some(jiff::civil::date(2026, 5, 12)),
        alternates: vec![
            (Language::De, "/a&b/".into()),
            (Language::En, "/en/<\u{0}>/".into()),
        ],
    };
    let files = sitemap(&site.config, &[entry]);
    let text = &files[0].1;
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

#[test]
fn an_empty_sitemap_is_still_there() {
    let site = SmallSite::new().build();
    let files = sitemap(&site.config, &[]);
    assert_eq!(files.len(), 1);
    roxmltree::Document::parse(&files[0].1).unwrap();
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
