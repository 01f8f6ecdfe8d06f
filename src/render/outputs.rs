//! All outputs of a site: pages and, beside them, the formats for machines.
//!
//! In come the public site and a theme, out go files by path. Everything here depends only on
//! these two.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::diagnostic::Diagnostic;
use crate::base::language::Language;
use crate::base::output::{Content, OutputPath};
use crate::publish::site::Site;
use crate::publish::words::Section;

use super::feed::{self, Feed};
use super::plan::{self, Job, PageContent};
use super::sitemap::{self, Entry};
use super::theme::Theme;
use super::words::Words;
use super::{calendar, page, robots};

/// The files of a site.
#[derive(Debug, Default)]
pub struct Outputs {
    /// Files by path.
    pub files: BTreeMap<OutputPath, Content>,
    /// How many of them are pages.
    pub pages: usize,
}

/// Makes everything.
pub fn outputs(site: &Site, theme: &Theme, diagnostics: &mut Vec<Diagnostic>) -> Outputs {
    let jobs = plan::plan(site, diagnostics);
    let rendered = page::render(site, theme, &jobs);
    diagnostics.extend(rendered.diagnostics);
    let mut files = rendered.files;
    let mut add = |address: &str, text: String| {
        if let Some(path) = OutputPath::new(address.trim_start_matches('/')) {
            files.insert(path, Content::Bytes(Arc::from(text.into_bytes())));
        }
    };
    for language in &site.config.languages {
        let words = &theme.words[language];
        feeds(site, words, *language, &mut add);
        calendars(site, words, *language, &mut add);
    }
    for (name, text) in sitemap::sitemap(&site.config, &sitemap_entries(&jobs)) {
        add(&name, text);
    }
    add("robots.txt", robots::robots(&site.config, site.drafts));
    Outputs { files, pages: jobs.len() }
}

fn feeds(site: &Site, words: &Words, language: Language, add: &mut impl FnMut(&str, String)) {
    for (section, feed) in [
        (Section::Portraits, Feed::portraits(site, language, words.get("note.feed_portraits"))),
        (Section::Events, Feed::events(site, language, words.get("note.feed_events"))),
    ] {
        add(&feed::atom_address(site, section, language), feed::atom(site, &feed));
        add(&feed::json_address(site, section, language), feed::json(site, &feed));
    }
}

fn calendars(site: &Site, words: &Words, language: Language, add: &mut impl FnMut(&str, String)) {
    let title = words.get("note.calendar_title");
    let address = calendar::section_address(&site.config, language);
    add(&address, calendar::section(site, language, title));
    for event in &site.events {
        if let Some(address) = event.addresses.get(&language) {
            add(&format!("{address}event.ics"), calendar::event(site, event, language));
        }
    }
}

/// Pages that search engines may list; a redirect or an error page is none.
fn sitemap_entries(jobs: &[Job]) -> Vec<Entry> {
    jobs.iter()
        .filter(|job| !job.noindex)
        .filter(|job| !matches!(job.content, PageContent::NotFound | PageContent::Redirect(_)))
        .map(|job| Entry {
            address: job.address.clone(),
            modified: job.modified,
            alternates: job.addresses.iter().map(|(l, address)| (*l, address.clone())).collect(),
        })
        .collect()
}
