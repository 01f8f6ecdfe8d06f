//! The sitemap, in one file or several.
//!
//! In come the addresses that search engines may index, out go files for the root of the site.
//! Nothing here decides what is indexable, and no time comes from the build.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use jiff::civil::Date;

use crate::base::config::Config;
use crate::base::language::Language;
use crate::base::presence::{Role, Seen};
use crate::publish::site::Site;

use super::format::{
    ASK_AGAIN, FileOfPages, Files, FormatLink, IndexablePage, OutputFormat,
};
use super::xml::xml;

/// Most addresses of a file; the protocol allows 50,000.
const MOST_URLS: usize = 45_000;
/// Most bytes of a file; the protocol allows 52,428,800.
const MOST_BYTES: usize = 45_000_000;

const BEGIN: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
    "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"",
    " xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n"
);
const END: &str = "</urlset>\n";

pub(super) const NAME: &str = "sitemap.xml";

/// The sitemap.
pub(crate) struct Sitemap;

impl OutputFormat for Sitemap {
    fn names(&self) -> &'static [&'static str] {
        &[NAME]
    }

    fn media_type(&self) -> &'static str {
        "application/xml; charset=utf-8"
    }

    fn cache_control(&self) -> &'static str {
        ASK_AGAIN
    }

    /// Crawlers are told of it elsewhere.
    fn links(&self, _: &Site, _: Language) -> Vec<FormatLink> {
        Vec::new()
    }

    fn files(&self) -> Files {
        Files::OfPages {
            may_be: |path| path.as_str() == NAME || path.as_str().starts_with(PART),
            make: |site, pages| sitemap(&site.config, pages),
        }
    }
}

/// What the names of the parts of a long sitemap begin with.
const PART: &str = "sitemap-";

/// The files of the sitemap, after the [protocol](https://www.sitemaps.org/protocol.html): one,
/// which is an index of `sitemap-1.xml` and so on if it is not enough.
pub fn sitemap(config: &Config, pages: &[IndexablePage]) -> Vec<FileOfPages> {
    split(config, pages.iter(), MOST_URLS, MOST_BYTES)
}

/// One file of a sitemap in the making.
struct SitemapPart {
    urls: usize,
    text: String,
    newest: Option<Date>,
    /// Whose pages are in it.
    seen: BTreeSet<Seen>,
}

impl SitemapPart {
    fn new() -> Self {
        let text = BEGIN.to_owned();
        Self { urls: 0, text, newest: None, seen: BTreeSet::new() }
    }

    fn add(&mut self, page: &IndexablePage, url: &str) {
        self.text.push_str(url);
        self.urls += 1;
        self.newest = self.newest.max(page.modified);
        let seen = page.subject.map(|who| Seen { who, role: Role::Sitemap });
        self.seen.extend(seen);
    }

    fn file(self, path: String) -> FileOfPages {
        FileOfPages { path, text: self.text, seen: self.seen }
    }
}

/// Each page is looked at once, and noted for the file it went into.
fn split<'p>(
    config: &Config,
    pages: impl Iterator<Item = &'p IndexablePage>,
    most_urls: usize,
    most_bytes: usize,
) -> Vec<FileOfPages> {
    let mut parts = Vec::new();
    let mut part = SitemapPart::new();
    for page in pages {
        let url = url(config, page);
        let full = part.text.len() + url.len() + END.len() > most_bytes;
        if part.urls > 0 && (full || part.urls == most_urls) {
            parts.push(std::mem::replace(&mut part, SitemapPart::new()));
        }
        part.add(page, &url);
    }
    parts.push(part);
    for part in &mut parts {
        part.text.push_str(END);
    }
    if parts.len() == 1 {
        return parts.into_iter().map(|part| part.file(NAME.to_owned())).collect();
    }
    let numbers = 1_usize..;
    let named: Vec<(String, SitemapPart)> =
        numbers.map(|number| format!("{PART}{number}.xml")).zip(parts).collect();
    let text = index(config, &named);
    let mut files =
        vec![FileOfPages { path: NAME.to_owned(), text, seen: BTreeSet::new() }];
    files.extend(named.into_iter().map(|(name, part)| part.file(name)));
    files
}

/// One `<url>`. Alternates follow Google's [rules for hreflang]: every version lists itself
/// and all others; a page in one language has none.
///
/// [rules for hreflang]: https://developers.google.com/search/docs/specialty/international/localized-versions
fn url(config: &Config, entry: &IndexablePage) -> String {
    let absolute = |address: &str| xml(&config.base_url.absolute(address));
    let mut out = format!("<url><loc>{}</loc>", absolute(&entry.address));
    lastmod(&mut out, entry.modified);
    if entry.alternates.len() > 1 {
        let mut link = |language: &str, address: &str| {
            write!(
                out,
                "<xhtml:link rel=\"alternate\" hreflang=\"{language}\" href=\"{}\"/>",
                absolute(address)
            )
            .expect("a String takes everything");
        };
        for (language, address) in &entry.alternates {
            link(language.code(), address);
        }
        let default = config.languages.first();
        let default =
            entry.alternates.iter().find(|(language, _)| Some(language) == default);
        if let Some((_, address)) = default {
            link("x-default", address);
        }
    }
    out.push_str("</url>\n");
    out
}

fn lastmod(out: &mut String, day: Option<Date>) {
    if let Some(day) = day {
        write!(out, "<lastmod>{day}</lastmod>").expect("a String takes everything");
    }
}

fn index(config: &Config, parts: &[(String, SitemapPart)]) -> String {
    let mut out = concat!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
        "<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
    )
    .to_owned();
    for (name, part) in parts {
        let address = xml(&config.base_url.absolute(name));
        write!(out, "<sitemap><loc>{address}</loc>").expect("a String takes everything");
        lastmod(&mut out, part.newest);
        out.push_str("</sitemap>\n");
    }
    out.push_str("</sitemapindex>\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::config::{
        BaseUrl, ConsentRules, DirectoryRules, OwnInstitution, PictureRules,
    };
    use crate::base::presence::Who;
    use crate::base::text::Localised;

    fn config() -> Config {
        Config {
            title: Localised::Same("T".into()),
            base_url: BaseUrl::parse("https://host.example/alumni/").unwrap(),
            languages: vec![Language::De, Language::En],
            theme: "campus".into(),
            time_zone: "Europe/Berlin".into(),
            institution: OwnInstitution::default(),
            consent: ConsentRules::default(),
            directory: DirectoryRules::default(),
            pictures: PictureRules::default(),
            menu: Vec::new(),
            privacy: crate::base::privacy::Privacy::default(),
            theme_options: std::collections::BTreeMap::new(),
            allowed_mentions: Vec::new(),
        }
    }

    fn entry(address: &str, modified: Option<&str>) -> IndexablePage {
        IndexablePage {
            address: address.into(),
            modified: modified.map(|day| day.parse().unwrap()),
            alternates: Vec::new(),
            subject: None,
        }
    }

    #[test]
    fn a_page_lists_all_its_languages_and_the_default_one_again() {
        let mut home = entry("/", Some("2026-11-12"));
        home.alternates = vec![(Language::De, "/".into()), (Language::En, "/en/".into())];
        let files = sitemap(&config(), &[home]);
        assert_eq!(files.len(), 1);
        assert_eq!(
            files[0].text.lines().nth(2).unwrap(),
            "<url><loc>https://host.example/alumni/</loc><lastmod>2026-11-12</lastmod>\
             <xhtml:link rel=\"alternate\" hreflang=\"de\" href=\"https://host.example/alumni/\"/>\
             <xhtml:link rel=\"alternate\" hreflang=\"en\" href=\"https://host.example/alumni/en/\"/>\
             <xhtml:link rel=\"alternate\" hreflang=\"x-default\" \
             href=\"https://host.example/alumni/\"/></url>"
        );
    }

    #[test]
    fn a_page_in_one_language_has_no_alternates() {
        let mut only = entry("/a/", None);
        only.alternates = vec![(Language::De, "/a/".into())];
        assert!(!sitemap(&config(), &[only])[0].text.contains("xhtml:link"));
    }

    #[test]
    fn too_many_addresses_or_bytes_make_an_index() {
        let days = [None, Some("2026-01-01"), Some("2026-03-01"), Some("2026-02-01")];
        let entries: Vec<IndexablePage> = days.map(|day| entry("/a/", day)).into();
        let names = |files: &[FileOfPages]| -> Vec<String> {
            files.iter().map(|file| file.path.clone()).collect()
        };
        let files = split(&config(), entries.iter(), 2, MOST_BYTES);
        assert_eq!(names(&files), ["sitemap.xml", "sitemap-1.xml", "sitemap-2.xml"]);
        assert!(files[0].text.contains(
            "<sitemap><loc>https://host.example/alumni/sitemap-2.xml</loc>\
             <lastmod>2026-03-01</lastmod></sitemap>"
        ));
        let most = BEGIN.len() + END.len() + 130;
        let files = split(&config(), entries.iter(), MOST_URLS, most);
        assert!(files.len() > 2);
        assert!(files[1..].iter().all(|file| file.text.len() <= most));
        let urls: usize =
            files[1..].iter().map(|file| file.text.matches("<url>").count()).sum();
        assert_eq!(urls, entries.len());
    }

    #[test]
    fn the_limits_of_the_protocol_hold_for_a_hundred_thousand_pages() {
        let entries = vec![entry("/verzeichnis/a/", None); 100_000];
        let files = sitemap(&config(), &entries);
        assert_eq!(files.len(), 4);
        assert!(
            files[1..].iter().all(|file| file.text.matches("<url>").count() <= 50_000)
        );
    }

    /// Work is counted, not time: of twice as many pages, twice as many are looked at, and
    /// nobody has to search a file for whose pages are in it.
    #[test]
    fn each_page_is_looked_at_once_and_noted_where_it_stands() {
        for count in [500, 1000, 2000] {
            let page = |number: usize| {
                let mut page = entry(&format!("/verzeichnis/{number}/"), None);
                page.subject = Some(Who::Person(number));
                page
            };
            let pages: Vec<IndexablePage> = (0..count).map(page).collect();
            let mut looked_at = 0;
            let counted = pages.iter().inspect(|_| looked_at += 1);
            let files = split(&config(), counted, 10, MOST_BYTES);
            assert_eq!(looked_at, count);
            assert_eq!(files.len(), 1 + count / 10);
            assert!(files[0].seen.is_empty(), "the index lists no page");
            let seen: Vec<Seen> =
                files.iter().flat_map(|file| file.seen.iter().copied()).collect();
            assert_eq!(seen.len(), count);
            for (file, part) in files[1..].iter().zip(pages.chunks(10)) {
                let here = part.iter().filter_map(|page| page.subject);
                let here = here.map(|who| Seen { who, role: Role::Sitemap });
                assert!(file.seen.iter().copied().eq(here), "{}", file.path);
                let held = part.iter().all(|page| file.text.contains(&page.address));
                assert!(held, "{}", file.path);
            }
        }
    }
}
