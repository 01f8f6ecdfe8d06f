//! Lines of time: an institution with its predecessors, a mission with what came of it.
//!
//! In come reference data and the public site, out go views in order. Never looks at a clock:
//! what is past was decided by the gate.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::base::date::PartialDate;
use crate::publish::channel::Channelled;
use crate::publish::public_page::PublicPage;
use crate::publish::words::Section;

use super::dates;
use super::page_context::PageContext;
use crate::render::view::{LineStep, TimelineEntry};

/// How many stories, and how many events, a mission's page shows.
const SHOWN: usize = 8;

/// A faculty or an institution on the line, whichever it is.
struct TimelineStep<'s> {
    id: &'s str,
    from: Option<PartialDate>,
    until: Option<PartialDate>,
    after: Vec<&'s str>,
}

impl PageContext<'_> {
    /// Everything that a faculty or an institution came from, and everything it led to, oldest
    /// first and itself included; empty if it stands alone.
    pub(crate) fn lineage(&self, section: Section, key: &str) -> Vec<LineStep> {
        let steps = self.steps(section);
        let mut forth: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        let mut back: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for step in &steps {
            for after in &step.after {
                forth.entry(step.id).or_default().push(after);
                back.entry(after).or_default().push(step.id);
            }
        }
        let mut related = reached(&forth, key);
        related.extend(reached(&back, key));
        if related.len() < 2 {
            return Vec::new();
        }
        let mut line: Vec<&TimelineStep<'_>> =
            steps.iter().filter(|step| related.contains(step.id)).collect();
        // Stable: what has no date stays where the editors put it.
        line.sort_by_key(|step| step.from.map(PartialDate::first_day));
        line.into_iter()
            .filter_map(|step| {
                let link = match section {
                    Section::Faculties => self.faculty(step.id),
                    _ => self.institution(step.id),
                }?;
                Some(LineStep {
                    title: link.title,
                    url: link.url,
                    period: dates::years(self.words, step.from, step.until),
                    current: step.id == key,
                })
            })
            .collect()
    }

    fn steps(&self, section: Section) -> Vec<TimelineStep<'_>> {
        let references = &self.site.references;
        match section {
            Section::Faculties => references
                .faculties
                .iter()
                .map(|faculty| TimelineStep {
                    id: &faculty.id,
                    from: faculty.from,
                    until: faculty.until,
                    after: references
                        .faculties
                        .iter()
                        .filter(|heir| heir.predecessors.contains(&faculty.id))
                        .map(|heir| heir.id.as_str())
                        .collect(),
                })
                .collect(),
            Section::Institutions => references
                .institutions
                .iter()
                .map(|one| TimelineStep {
                    id: &one.id,
                    from: one.from,
                    until: one.until,
                    after: one.successors.iter().map(String::as_str).collect(),
                })
                .collect(),
            _ => Vec::new(),
        }
    }

    /// The stories and events that serve a page's mission, latest first.
    pub(crate) fn timeline(&self, page: &PublicPage) -> Vec<TimelineEntry> {
        let Some(mission) = page.mission else { return Vec::new() };
        let site = self.site;
        // Only stories that search engines may see, so that the page itself need not be hidden.
        let stories = (0..site.stories.len()).filter(|number| {
            let story = &site.stories[*number];
            story.missions.contains(&mission) && story.indexable().is_some()
        });
        let stories = stories.take(SHOWN).map(|number| {
            let date = site.stories[number].date;
            let card = self.story_card(number);
            (date, TimelineEntry { upcoming: false, story: Some(card), event: None })
        });
        let event = |number: &usize| {
            let event = &site.events[*number];
            let date = event.start.day(&site.zone);
            let card = self.event_card(*number);
            (
                date,
                TimelineEntry { upcoming: !event.past, story: None, event: Some(card) },
            )
        };
        let serves = |number: &&usize| {
            let event = &site.events[**number];
            event.missions.contains(&mission) && event.searchable
        };
        let upcoming = site.upcoming.iter().filter(serves).take(SHOWN).map(event);
        let past = site.past.iter().filter(serves).take(SHOWN).map(event);
        let mut entries: Vec<(Date, TimelineEntry)> =
            stories.chain(upcoming).chain(past).collect();
        entries.sort_by_key(|(date, entry)| std::cmp::Reverse((entry.upcoming, *date)));
        entries.into_iter().map(|(_, entry)| entry).collect()
    }
}

/// The start and everything that can be reached from it; circles end where they began.
pub(crate) fn reached<'s>(
    next: &BTreeMap<&'s str, Vec<&'s str>>,
    start: &'s str,
) -> BTreeSet<&'s str> {
    let mut found = BTreeSet::from([start]);
    let mut open = vec![start];
    while let Some(id) = open.pop() {
        for other in next.get(id).into_iter().flatten() {
            if found.insert(other) {
                open.push(other);
            }
        }
    }
    found
}
