//! The files of calendars: one for each event beside its page, one of all events to subscribe to.
//!
//! In comes the public site, out go paths, and who is named in each file. What a calendar says
//! of an event is not decided here.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::language::Language;
use crate::base::output::OutputPath;
use crate::base::presence::{Role, Seen, Who};
use crate::base::source::SitePath;
use crate::publish::public::PublicEvent;
use crate::publish::site::Site;
use crate::publish::words::Section;

use super::calendar::{self, ALL_EVENTS};
use super::format::{
    ASK_AGAIN, Files, FormatLink, OutputFormat, OwnFile, OwnFiles, Words, at,
};
use super::seen;

const MEDIA_TYPE: &str = "text/calendar; charset=utf-8";

/// The name of the theme's title for the calendar of all events.
const TITLE: &str = "note.calendar_title";

/// Calendars of all events.
pub(crate) struct AllEvents;

/// The one of a language.
struct AllEventsFile(Language);

impl OutputFormat for AllEvents {
    fn names(&self) -> &'static [&'static str] {
        &ALL_EVENTS
    }

    fn media_type(&self) -> &'static str {
        MEDIA_TYPE
    }

    fn cache_control(&self) -> &'static str {
        ASK_AGAIN
    }

    fn links(&self, site: &Site, language: Language) -> Vec<FormatLink> {
        let address = calendar::section_address(&site.config, language);
        vec![FormatLink { section: Section::Events, title: TITLE, kind: "ICS", address }]
    }

    fn files(&self) -> Files {
        Files::Own(|site| {
            let languages = site.config.languages.iter();
            let files = languages.filter_map(|language| {
                let path = at(&calendar::section_address(&site.config, *language))?;
                Some((path, Box::new(AllEventsFile(*language)) as Box<dyn OwnFile>))
            });
            files.collect()
        })
    }
}

impl OwnFile for AllEventsFile {
    fn bytes(&self, site: &Site, words: &Words) -> Vec<u8> {
        let title = words[&self.0].get(TITLE);
        calendar::section(site, self.0, title).into_bytes()
    }

    fn seen(&self, site: &Site) -> BTreeSet<Seen> {
        (0..site.events.len()).flat_map(|number| seen_in(site, number)).collect()
    }
}

/// Calendars of single events.
pub(crate) struct OneEvent;

/// The one of an event, by its number in the site, in a language.
struct OneEventFile(usize, Language);

const NAME: &str = "event.ics";

/// Address of the calendar of an event, beside its page; `None` if it has none in a language.
pub(crate) fn address(event: &PublicEvent, language: Language) -> Option<String> {
    Some(format!("{}{NAME}", event.addresses.get(&language)?))
}

impl OutputFormat for OneEvent {
    fn names(&self) -> &'static [&'static str] {
        &[NAME]
    }

    fn media_type(&self) -> &'static str {
        MEDIA_TYPE
    }

    fn cache_control(&self) -> &'static str {
        ASK_AGAIN
    }

    /// The page of an event leads to it in its text.
    fn links(&self, _: &Site, _: Language) -> Vec<FormatLink> {
        Vec::new()
    }

    fn files(&self) -> Files {
        Files::Own(beside_pages)
    }
}

/// One file for each event and language. If two events claim one page, it belongs to the one
/// whose source comes first, as the page does.
fn beside_pages(site: &Site) -> OwnFiles {
    let mut files: BTreeMap<OutputPath, (&SitePath, OneEventFile)> = BTreeMap::new();
    for language in site.config.languages.iter().copied() {
        for (number, event) in site.events.iter().enumerate() {
            let path = address(event, language).and_then(|address| at(&address));
            let Some(path) = path else { continue };
            let taken = files.get(&path).is_some_and(|(other, _)| **other <= event.path);
            if !taken {
                files.insert(path, (&event.path, OneEventFile(number, language)));
            }
        }
    }
    let files = files.into_iter();
    files.map(|(path, (_, file))| (path, Box::new(file) as Box<dyn OwnFile>)).collect()
}

impl OwnFile for OneEventFile {
    fn bytes(&self, site: &Site, _: &Words) -> Vec<u8> {
        calendar::event(site, &site.events[self.0], self.1).into_bytes()
    }

    fn seen(&self, site: &Site) -> BTreeSet<Seen> {
        seen_in(site, self.0).collect()
    }
}

/// Speakers and whomever else an event names.
fn seen_in(site: &Site, number: usize) -> impl Iterator<Item = Seen> {
    let speakers = calendar::named(site, &site.events[number]);
    let speakers =
        speakers.map(|person| Seen { who: Who::Person(person), role: Role::Calendar });
    speakers.chain(seen::in_event(site, number))
}
