//! Outputs for machines: feeds, calendars, sitemap, robots.txt.
//!
//! In comes the public site, out go these files by path, each made on its own. Nothing here
//! decides who may be in them: their makers take values of the channel.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::language::Language;
use crate::base::output::{Content, OutputPath};
use crate::publish::site::Site;
use crate::publish::words::Section;

use super::feed::{self, Feed};
use super::sitemap::{self, SitemapEntry};
use super::{calendar, robots};
use crate::render::plan::job::{Job, PageContent};
use crate::render::theme::Theme;

/// A file for machines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Machine {
    /// The newest of a section as Atom.
    Atom(Section, Language),
    /// The newest of a section as JSON Feed.
    JsonFeed(Section, Language),
    /// All events to subscribe to.
    Calendar(Language),
    /// One event, by its number in the site.
    Event(usize, Language),
    /// The sitemap, or its index.
    Sitemap,
    /// Rules for crawlers.
    Robots,
}

/// Everything for machines but further parts of a long sitemap and the calendars of single
/// events, which stand beside their pages.
pub(crate) fn machines(site: &Site) -> BTreeMap<OutputPath, Machine> {
    let mut machines = BTreeMap::new();
    let mut add = |address: &str, machine| {
        let path = OutputPath::new(address.trim_start_matches('/'));
        machines.extend(path.map(|path| (path, machine)));
    };
    for language in site.config.languages.iter().copied() {
        for section in [Section::Portraits, Section::Events] {
            let atom = feed::atom_address(site, section, language);
            add(&atom, Machine::Atom(section, language));
            let json = feed::json_address(site, section, language);
            add(&json, Machine::JsonFeed(section, language));
        }
        let all = calendar::section_address(&site.config, language);
        add(&all, Machine::Calendar(language));
    }
    add("sitemap.xml", Machine::Sitemap);
    add("robots.txt", Machine::Robots);
    machines
}

/// The name of a calendar beside the page of its event.
pub(crate) const EVENT_FILE: &str = "event.ics";

/// The calendar of the event that a page is about.
pub(crate) fn beside(job: &Job) -> Option<(OutputPath, Machine)> {
    let PageContent::Event(number) = job.content else { return None };
    let folder = job.path.as_str().strip_suffix("index.html")?;
    let path = OutputPath::new(&format!("{folder}{EVENT_FILE}"))?;
    Some((path, Machine::Event(number, job.language)))
}

/// What is in a file for machines; the sitemap is made of the plan, see [`sitemap()`].
pub(crate) fn content(site: &Site, theme: &Theme, machine: Machine) -> Content {
    let feed = |section: Section, language: Language| {
        let words = &theme.words[&language];
        match section {
            Section::Portraits => {
                Feed::portraits(site, language, words.get("note.feed_portraits"))
            }
            _ => Feed::events(site, language, words.get("note.feed_events")),
        }
    };
    let text = match machine {
        Machine::Atom(section, language) => feed::atom(site, &feed(section, language)),
        Machine::JsonFeed(section, language) => {
            feed::json(site, &feed(section, language))
        }
        Machine::Calendar(language) => {
            let title = theme.words[&language].get("note.calendar_title");
            calendar::section(site, language, title)
        }
        Machine::Event(number, language) => {
            calendar::event(site, &site.events[number], language)
        }
        Machine::Robots => robots::robots(&site.config, site.drafts),
        Machine::Sitemap => String::new(),
    };
    Content::Bytes(Arc::from(text.into_bytes()))
}

/// The files of the sitemap.
pub(crate) fn sitemap(site: &Site, jobs: &[Job]) -> BTreeMap<OutputPath, Content> {
    sitemap::sitemap(&site.config, &entries(site, jobs))
        .into_iter()
        .filter_map(|(name, text)| {
            let content = Content::Bytes(Arc::from(text.into_bytes()));
            Some((OutputPath::new(&name)?, content))
        })
        .collect()
}

/// Pages that search engines may list; a redirect or an error page is none.
fn entries(site: &Site, jobs: &[Job]) -> Vec<SitemapEntry> {
    jobs.iter()
        .filter(|job| !job.noindex)
        .filter(|job| {
            !matches!(job.content, PageContent::NotFound | PageContent::Redirect(_))
        })
        .map(|job| SitemapEntry {
            address: job.address().to_owned(),
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
