//! `robots.txt`: everything may be crawled, and nothing of a build with drafts.
//!
//! A page that search engines may not index must still be fetched, or they never see its
//! `noindex`; so no page of a person is named here, which would only list them.

use crate::base::config::Config;

/// The file, after [RFC 9309](https://www.rfc-editor.org/rfc/rfc9309). Crawlers look for it at
/// the root of the host only: for a site under a path its lines belong into the host's file.
pub fn robots(config: &Config, drafts: bool) -> String {
    if drafts {
        // Such a build is for nobody outside. Each page says `noindex` besides, for crawlers that
        // do not ask.
        return "User-agent: *\nDisallow: /\n".to_owned();
    }
    format!(
        "User-agent: *\nAllow: /\n\nSitemap: {}\n",
        config.base_url.absolute("/sitemap.xml")
    )
}
