//! What coming builds will drop or change, by day, and why.
//!
//! In come raw documents, reference data and the site of today, out go days with names and
//! reasons. A site ages only when it is built; this tells what the calendar alone will do to it.
//! Never looks at what editors may change meanwhile.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use jiff::{Span, ToSpan as _};
use serde::Serialize;

use crate::base::config::ConsentRules;
use crate::base::date::PartialDate;
use crate::base::language::Language;
use crate::base::output::OutputPath;
use crate::base::source::{SitePath, Snapshot};
use crate::base::text::Localised;
use crate::base::work;
use crate::model::consent::{Consent, Field};
use crate::model::document::{Document, DocumentContent};
use crate::model::event::Event;
use crate::model::page::Page;
use crate::model::person::Person;
use crate::model::reference::{Contact, Faculty, Institution};
use crate::model::story::{Schedule, Story, Subject};
use crate::publish::consent::{RefusalReason, judge};
use crate::publish::event_end;
use crate::publish::site::Site;

use crate::read::reference::reference;

use super::change_kind::ChangeKind;
use super::consent_state::last_day;
use super::edition_with_sources::EditionWithSources;

/// What the builds of the coming days bring; `None` if the settings cannot be used.
pub fn upcoming(
    snapshot: &Snapshot,
    inside: &EditionWithSources,
    days: i32,
) -> Option<Vec<UpcomingChange>> {
    let site = inside.edition.site()?;
    // The site holds who is in office today only.
    let all = reference(snapshot).value;
    let calendar = Calendar {
        site,
        documents: &inside.documents,
        contacts: &all.contacts,
        faculties: &all.faculties,
        institutions: &all.institutions,
    };
    Some(calendar.changes(days))
}

/// One thing that a coming day brings.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct UpcomingChange {
    /// The day of the build that does it, `2029-04-18`.
    pub day: String,
    /// What happens.
    pub kind: ChangeKind,
    /// Whom or what it is about.
    pub name: String,
    /// Where it is written.
    pub file: String,
    /// Pages that go or come, as addresses below the base path; empty if pages only change.
    pub pages: Vec<String>,
}

/// What the calendar acts on.
pub struct Calendar<'a> {
    /// The site of today.
    pub site: &'a Site,
    /// Raw documents.
    pub documents: &'a [Arc<Document>],
    /// All contacts, in office or not.
    pub contacts: &'a [Contact],
    /// All faculties.
    pub faculties: &'a [Faculty],
    /// All institutions.
    pub institutions: &'a [Institution],
}

/// A day, what it brings, to whom, in which file, and the pages that come or go.
type Change = (Date, ChangeKind, String, String, Vec<String>);

/// Everybody, by the names of their entries.
type PeopleByKey<'p> = BTreeMap<&'p str, &'p Person>;

/// A day and what it brings to one document.
type Brought = Vec<(Date, ChangeKind)>;

impl Calendar<'_> {
    /// Everything that the builds of the `days` days after today bring, by day.
    pub fn changes(&self, days: i32) -> Vec<UpcomingChange> {
        let first = self.site.today.saturating_add(Span::new().days(1));
        let last = self.site.today.saturating_add(Span::new().days(days));
        let mut changes = Vec::new();
        let (people, pages) = (self.people(), self.pages());
        for document in self.documents {
            let (name, brought) = self.document(document, &people);
            changes.extend(brought.into_iter().map(|(day, kind)| {
                let own = pages.get(&document.path).filter(|_| kind.moves_pages());
                let pages = own.map_or_else(Vec::new, |pages| addresses(pages));
                (day, kind, name.clone(), document.path.to_string(), pages)
            }));
        }
        changes.extend(self.references());
        changes.extend(self.time_zone(first, last));
        let window = first..=last;
        let mut changes: Vec<UpcomingChange> = changes
            .into_iter()
            .filter(|(day, ..)| window.contains(day))
            .map(|(day, kind, name, file, pages)| {
                let day = day.to_string();
                UpcomingChange { day, kind, name, file, pages }
            })
            .collect();
        changes.sort();
        changes.dedup();
        changes
    }

    fn document(
        &self,
        document: &Document,
        people: &PeopleByKey<'_>,
    ) -> (String, Brought) {
        match &document.content {
            DocumentContent::Person(person) => (person.name.full(), self.person(person)),
            DocumentContent::Story(story) => {
                (story.title.clone(), self.story(story, people))
            }
            DocumentContent::Event(event) => (event.title.clone(), self.event(event)),
            DocumentContent::Page(page) => (page.title.clone(), page_days(page)),
            DocumentContent::Translation(..) => (String::new(), Vec::new()),
        }
    }

    fn rules(&self) -> &ConsentRules {
        &self.site.config.consent
    }

    fn person(&self, person: &Person) -> Brought {
        let consent = person.consent.as_ref();
        let mut brought = consent_changes(consent, self.rules());
        let holds = |day: Date| judge(consent, day, self.rules()).is_ok();
        let dead = |day: Date| person.deceased.is_some_and(|died| died <= day);
        if let Some(day) =
            person.deceased.filter(|day| holds(*day) && holds(before(*day)))
        {
            brought.push((day, ChangeKind::Deceased));
        }
        let listed = consent
            .and_then(|consent| consent.fields.as_ref())
            .is_some_and(|fields| fields.contains(&Field::Offers));
        let ends = person.offers.iter().filter_map(|offer| offer.until).map(after);
        let seen = |day: &Date| listed && holds(*day) && !dead(before(*day));
        brought.extend(ends.filter(seen).map(|day| (day, ChangeKind::OfferEnds)));
        brought
    }

    fn story(&self, story: &Story, people: &PeopleByKey<'_>) -> Brought {
        let consent = story.consent.as_ref();
        let subject = match &story.subject {
            Subject::Person(key) => Some(people.get(key.as_str()).copied()),
            Subject::Named(_) => None,
        };
        let person = subject.map(|person| person.and_then(|one| one.consent.as_ref()));
        let allowed = |day: Date| judge(consent, day, self.rules()).is_ok();
        let there = |day: Date| {
            person.is_none_or(|person| judge(person, day, self.rules()).is_ok())
        };
        let open = |day: Date| on_schedule(story.schedule, day);
        let published = |day: Date| allowed(day) && there(day) && open(day);
        let mut days = consent_days(consent, self.rules());
        days.extend(person.iter().flat_map(|one| consent_days(*one, self.rules())));
        days.extend(story.schedule.publish.into_iter().chain(story.schedule.expires));
        let mut brought: Brought = Vec::new();
        for day in
            days.into_iter().filter(|day| published(*day) != published(before(*day)))
        {
            let kind = if allowed(day) != allowed(before(day)) {
                consent_kind(consent, day, self.rules())
            } else if open(day) != open(before(day)) {
                if open(day) { ChangeKind::Published } else { ChangeKind::Expires }
            } else if there(day) {
                ChangeKind::PersonComes
            } else {
                ChangeKind::PersonGone
            };
            brought.push((day, kind));
        }
        let dated = [Some(story.date), story.updated].into_iter().flatten();
        let dated = dated.filter(|day| published(*day));
        brought.extend(dated.map(|day| (day, ChangeKind::Dated)));
        let review = story.review.filter(|_| !story.schedule.draft);
        brought.extend(review.map(|day| (day, ChangeKind::ReviewDue)));
        brought
    }

    /// Everybody, by the names of their entries.
    fn people(&self) -> PeopleByKey<'_> {
        // Of two with one name the first counts, so the later ones are put in first.
        let people = self.documents.iter().rev().filter_map(|document| {
            work::looked_at(1);
            match &document.content {
                DocumentContent::Person(person) => Some((&*document.key.name, &**person)),
                _ => None,
            }
        });
        people.collect()
    }

    fn event(&self, event: &Event) -> Brought {
        if event.schedule.draft {
            return Vec::new();
        }
        let zone = &self.site.zone;
        let start = event.start.day(zone);
        let past = after(event_end(event.start, event.end, zone));
        let publish = event.schedule.publish;
        let published = |day: Date| publish.is_none_or(|publish| publish <= day);
        let mut brought: Brought =
            publish.map(|day| (day, ChangeKind::Published)).into_iter().collect();
        brought.extend(published(before(past)).then_some((past, ChangeKind::EventPast)));
        brought.extend(published(start).then_some((start, ChangeKind::EventStarts)));
        let updated = event.updated.or(publish);
        brought.extend(
            updated.filter(|day| published(*day)).map(|day| (day, ChangeKind::Dated)),
        );
        brought
    }

    /// Pages that each document has or would have, by its file.
    fn pages(&self) -> BTreeMap<&SitePath, Vec<&OutputPath>> {
        let site = self.site;
        let people = site.people.iter().map(|one| (&one.path, &one.paths));
        let stories = site.stories.iter().map(|one| (&one.path, &one.paths));
        let events = site.events.iter().map(|one| (&one.path, &one.paths));
        let shown = people.chain(stories).chain(events);
        let mut pages: BTreeMap<&SitePath, Vec<&OutputPath>> = BTreeMap::new();
        for (file, paths) in shown {
            work::looked_at(1);
            pages.entry(file).or_insert_with(|| paths.values().collect());
        }
        for one in &site.withheld {
            pages.entry(&one.path).or_insert_with(|| one.pages.iter().collect());
        }
        pages
    }

    fn references(&self) -> Vec<Change> {
        let language = self.site.config.languages[0];
        let entry = |day: Date, kind, name: &Localised, file: &str| {
            (day, kind, text(name, language), format!("content/{file}.yaml"), Vec::new())
        };
        let mut found = Vec::new();
        for one in self.contacts {
            let from = one.from.map(PartialDate::first_day);
            found.extend(
                from.map(|d| entry(d, ChangeKind::ContactBegins, &one.name, "contacts")),
            );
            let until = one.until.map(|until| after(until.last_day()));
            found.extend(
                until.map(|d| entry(d, ChangeKind::ContactLeaves, &one.name, "contacts")),
            );
        }
        for one in self.faculties {
            let until = one.until.map(|until| after(until.last_day()));
            found.extend(
                until.map(|d| entry(d, ChangeKind::FacultyEnds, &one.name, "faculties")),
            );
        }
        for one in self.institutions {
            let until = one.until.map(|until| after(until.last_day()));
            let kind = ChangeKind::InstitutionEnds;
            found.extend(until.map(|d| entry(d, kind, &one.name, "institutions")));
        }
        found
    }

    /// A calendar without events holds the rule of its day: summer or winter time.
    fn time_zone(&self, first: Date, last: Date) -> Vec<Change> {
        let has_events = self.documents.iter().any(|document| match &document.content {
            DocumentContent::Event(event) => on_schedule(event.schedule, before(first)),
            _ => false,
        });
        if has_events {
            return Vec::new();
        }
        let offset = |day: Date| {
            let midnight = day.to_datetime(jiff::civil::Time::midnight());
            let zone = &self.site.zone;
            zone.to_timestamp(midnight).ok().map(|moment| zone.to_offset(moment))
        };
        let days = std::iter::successors(Some(first), |day| Some(after(*day)));
        days.take_while(|day| *day <= last)
            .filter(|day| offset(*day) != offset(before(*day)))
            .map(|day| {
                let zone = self.site.config.time_zone.clone();
                (day, ChangeKind::TimeZone, zone, "config.toml".to_owned(), Vec::new())
            })
            .collect()
    }
}

fn addresses(pages: &[&OutputPath]) -> Vec<String> {
    let address = |page: &&OutputPath| {
        let page = page.as_str();
        format!("/{}", page.strip_suffix("index.html").unwrap_or(page))
    };
    pages.iter().map(address).collect()
}

fn page_days(page: &Page) -> Brought {
    if page.schedule.draft {
        return Vec::new();
    }
    let updated = page.updated.map(|day| (day, ChangeKind::Dated));
    // The warning comes when a year is over, see `references::check`.
    let old = page.accessibility.as_ref().map(|statement| {
        let due = statement.last_look().saturating_add(1.year());
        (after(due), ChangeKind::StatementOld)
    });
    updated.into_iter().chain(old).collect()
}

fn text(text: &Localised, language: Language) -> String {
    text.text(language).to_owned()
}

fn before(day: Date) -> Date {
    day.saturating_sub(Span::new().days(1))
}

fn after(day: Date) -> Date {
    day.saturating_add(Span::new().days(1))
}

/// Days on which a consent may begin or end to hold.
fn consent_days(consent: Option<&Consent>, rules: &ConsentRules) -> Vec<Date> {
    let Some(consent) = consent else { return Vec::new() };
    let lapsed = last_day(consent, rules).map(after);
    let mut days: Vec<Date> =
        [consent.given, lapsed, consent.withdrawn, consent.minor_until]
            .into_iter()
            .flatten()
            .collect();
    days.sort();
    days.dedup();
    days
}

fn consent_changes(consent: Option<&Consent>, rules: &ConsentRules) -> Brought {
    let holds = |day: Date| judge(consent, day, rules).is_ok();
    let days = consent_days(consent, rules).into_iter();
    let changes = days.filter(|day| holds(*day) != holds(before(*day)));
    changes.map(|day| (day, consent_kind(consent, day, rules))).collect()
}

fn consent_kind(
    consent: Option<&Consent>,
    day: Date,
    rules: &ConsentRules,
) -> ChangeKind {
    match judge(consent, day, rules) {
        Ok(_) => ChangeKind::ConsentBegins,
        Err(refusal) => match refusal.reason {
            RefusalReason::Withdrawn => ChangeKind::ConsentWithdrawn,
            RefusalReason::OfAge => ChangeKind::OfAge,
            RefusalReason::Missing
            | RefusalReason::NoDate
            | RefusalReason::Future
            | RefusalReason::Lapsed
            | RefusalReason::NoGuardian
            | RefusalReason::NoChannel => ChangeKind::ConsentLapses,
        },
    }
}

fn on_schedule(schedule: Schedule, day: Date) -> bool {
    !schedule.draft
        && schedule.publish.is_none_or(|publish| publish <= day)
        && schedule.expires.is_none_or(|expires| day < expires)
}
