//! What a site that is meant for readers must have: a mailbox, and pages that the law asks for.
//!
//! In comes the public site, out go warnings, and a note if the home page can show no story. Says
//! nothing of legal pages while the address is an example, and never judges the text of a page.

use crate::base::code::Code;
use crate::base::diagnostic::{Argument, Diagnostic, Place};
use crate::base::source::SitePath;

use super::channel::Channelled as _;
use super::public_page::PublicPage;
use super::site::Site;

/// Each page with the word for it in messages, and what its address holds in either language.
const LEGAL_PAGES: [(&str, &[&str]); 3] = [
    ("word-legal-notice", &["impressum", "imprint", "legal-notice", "legal"]),
    ("word-privacy-page", &["datenschutz", "privacy", "data-protection"]),
    ("word-accessibility-page", &["barrierefreiheit", "accessibility"]),
];

/// Hosts that nobody else can have (RFC 2606, RFC 6761).
const EXAMPLES: [&str; 6] =
    ["example.org", "example.com", "example.net", "example", "test", "localhost"];

/// What is missing on a site.
pub(super) fn check_duties(site: &Site, out: &mut Vec<Diagnostic>) {
    let settings = || Place::file(&SitePath::new("config.toml"));
    let none = site.stories.iter().all(|story| story.indexable().is_none());
    if none && !site.stories.is_empty() {
        let count = i64::try_from(site.stories.len()).unwrap_or(i64::MAX);
        let note = Diagnostic::general(Code::HomeWithoutStories);
        out.push(note.with("count", Argument::Number(count)));
    }
    if is_example(&site.config.base_url.origin) {
        return;
    }
    let mailbox = site.central_contact().and_then(|one| one.email.as_ref());
    if mailbox.or(site.config.institution.email.as_ref()).is_none() {
        out.push(Diagnostic::at(Code::MailboxMissing, settings()));
    }
    for (word, names) in LEGAL_PAGES {
        if !site.pages.values().any(|page| is_called(page, names)) {
            let missing = Diagnostic::at(Code::LegalPageMissing, settings());
            out.push(missing.with("name", Argument::Word(word)));
        }
    }
}

/// True while the site has an address at which nobody can see it.
fn is_example(origin: &str) -> bool {
    let host = origin.split_once("://").map_or(origin, |(_, host)| host);
    let host = host.split_once(':').map_or(host, |(host, _)| host);
    EXAMPLES.iter().any(|example| {
        host.strip_suffix(example)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    })
}

/// True if a page is called like this, in one of its addresses.
fn is_called(page: &PublicPage, names: &[&str]) -> bool {
    let last = |address: &String| {
        let inner = address.trim_matches('/');
        inner.rsplit('/').next().unwrap_or(inner).to_owned()
    };
    let mut slugs = page.addresses.values().map(last);
    page.accessibility.is_some() && names.contains(&"accessibility")
        || slugs.any(|slug| names.iter().any(|name| slug.starts_with(name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_nobody_can_have_is_an_example() {
        for (origin, example) in [
            ("https://alumni.example.org", true),
            ("https://example.org", true),
            ("http://localhost:8080", true),
            ("https://alumni.test", true),
            ("https://alumni.hochschule.invalid", false),
            ("https://counterexample.org", false),
        ] {
            assert_eq!(is_example(origin), example, "{origin}");
        }
    }
}
