//! `robots.txt`: what may be crawled, and nothing of a build with drafts.
//!
//! A page that search engines may not index must still be fetched, or they never see its
//! `noindex`; so no page of a person is named here, which would only list them. The index of the
//! site's own search holds people who are for this site alone, and has no place for a `noindex`.

use std::collections::BTreeSet;

use crate::base::config::Config;
use crate::base::language::Language;
use crate::base::presence::Seen;
use crate::publish::address;
use crate::publish::site::Site;

use super::format::{ASK_AGAIN, Files, FormatLink, OutputFormat, OwnFile, Words, at};
use super::sitemap;

const NAME: &str = "robots.txt";

/// The rules for crawlers.
pub(crate) struct Robots;

/// Their file.
struct RobotsFile;

impl OutputFormat for Robots {
    fn names(&self) -> &'static [&'static str] {
        &[NAME]
    }

    fn media_type(&self) -> &'static str {
        "text/plain; charset=utf-8"
    }

    fn cache_control(&self) -> &'static str {
        ASK_AGAIN
    }

    /// Crawlers know where it is.
    fn links(&self, _: &Site, _: Language) -> Vec<FormatLink> {
        Vec::new()
    }

    fn files(&self) -> Files {
        Files::Own(|_| {
            let file =
                at(NAME).map(|path| (path, Box::new(RobotsFile) as Box<dyn OwnFile>));
            file.into_iter().collect()
        })
    }
}

impl OwnFile for RobotsFile {
    fn bytes(&self, site: &Site, _: &Words) -> Vec<u8> {
        robots(&site.config, site.drafts).into_bytes()
    }

    /// It names folders and no page.
    fn seen(&self, _: &Site) -> BTreeSet<Seen> {
        BTreeSet::new()
    }
}

/// The file, after [RFC 9309](https://www.rfc-editor.org/rfc/rfc9309). Crawlers look for it at
/// the root of the host only: for a site under a path its lines belong into the host's file.
pub fn robots(config: &Config, drafts: bool) -> String {
    if drafts {
        // Such a build is for nobody outside. Each page says `noindex` besides, for crawlers that
        // do not ask.
        return "User-agent: *\nDisallow: /\n".to_owned();
    }
    let mut text = "User-agent: *\nAllow: /\n".to_owned();
    for address in address::search_files(config) {
        text.push_str(&format!("Disallow: {}\n", config.base_url.local(&address)));
    }
    let sitemap = config.base_url.absolute(&format!("/{}", sitemap::NAME));
    text.push_str(&format!("\nSitemap: {sitemap}\n"));
    text
}
