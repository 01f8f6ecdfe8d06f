//! All outputs of a site: pages and, beside them, the formats for machines.
//!
//! In come the public site and a theme, out go files by path. Everything here depends only on
//! these two.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::code::Code;
use crate::base::diagnostic::{Diagnostic, Place};
use crate::base::language::Language;
use crate::base::mask;
use crate::base::output::{Content, OutputPath};
use crate::base::pointer::Pointer;
use crate::publish::site::Site;
use crate::publish::words::{Piece, Section};

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
    for (name, text) in sitemap::sitemap(&site.config, &sitemap_entries(site, &jobs)) {
        add(&name, text);
    }
    add("robots.txt", robots::robots(&site.config, site.drafts));
    check_links(site, &files, diagnostics);
    Outputs { files, pages: jobs.len() }
}

/// Links in texts to an address of the site must lead to something that was made.
fn check_links(
    site: &Site,
    files: &BTreeMap<OutputPath, Content>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for (path, body) in site.bodies() {
        for piece in &body.pieces {
            let Piece::LinkStart { target, range } = piece else { continue };
            let file = target.split(['#', '?']).next().unwrap_or(target);
            if !file.starts_with('/') {
                continue;
            }
            let page =
                OutputPath::page(file).is_some_and(|path| files.contains_key(&path));
            let whole = OutputPath::new(file.trim_start_matches('/'))
                .is_some_and(|path| files.contains_key(&path));
            if !page && !whole {
                let place = Place::range(path, range.start..range.end);
                let shown = mask::shows(path, &Pointer::key("bio"));
                let value = if shown { target.as_str() } else { mask::MASK };
                diagnostics
                    .push(Diagnostic::at(Code::LinkBroken, place).text("value", value));
            }
        }
    }
}

fn feeds(
    site: &Site,
    words: &Words,
    language: Language,
    add: &mut impl FnMut(&str, String),
) {
    for (section, feed) in [
        (
            Section::Portraits,
            Feed::portraits(site, language, words.get("note.feed_portraits")),
        ),
        (Section::Events, Feed::events(site, language, words.get("note.feed_events"))),
    ] {
        add(&feed::atom_address(site, section, language), feed::atom(site, &feed));
        add(&feed::json_address(site, section, language), feed::json(site, &feed));
    }
}

fn calendars(
    site: &Site,
    words: &Words,
    language: Language,
    add: &mut impl FnMut(&str, String),
) {
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
fn sitemap_entries(site: &Site, jobs: &[Job]) -> Vec<Entry> {
    jobs.iter()
        .filter(|job| !job.noindex)
        .filter(|job| {
            !matches!(job.content, PageContent::NotFound | PageContent::Redirect(_))
        })
        .map(|job| Entry {
            address: job.address.clone(),
            // An event without a day of change stands for its begin, which may be to come.
            modified: job.modified.filter(|day| *day <= site.today),
            alternates: job
                .addresses
                .iter()
                .map(|(l, address)| (*l, address.clone()))
                .collect(),
        })
        .collect()
}
