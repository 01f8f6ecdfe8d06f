//! `robots.txt`: what may be crawled, and nothing of a build with drafts.
//!
//! A page that search engines may not index must still be fetched, or they never see its
//! `noindex`; so no page of a person is named here, which would only list them. The index of the
//! site's own search holds people who are for this site alone, and has no place for a `noindex`.

use crate::base::config::Config;
use crate::publish::address;

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
    text.push_str(&format!("\nSitemap: {}\n", config.base_url.absolute("/sitemap.xml")));
    text
}
