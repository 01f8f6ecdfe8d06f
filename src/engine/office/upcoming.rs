//! What coming builds will drop or change, by day, and why.
//!
//! In come raw documents, reference data and the site of today, out go days with names and
//! reasons. A site ages only when it is built; this tells what the calendar alone will do to it.
//! Never looks at what editors may change meanwhile.

use std::sync::Arc;

use jiff::civil::Date;
use jiff::{Span, ToSpan as _};
use serde::Serialize;

use crate::base::code::Code;
use crate::base::config::ConsentRules;
use crate::base::date::PartialDate;
use crate::base::language::Language;
use crate::base::output::OutputPath;
use crate::base::source::{SitePath, Snapshot};
use crate::base::text::Localised;
use crate::model::consent::{Consent, Field};
use crate::model::document::{Document, DocumentContent};
use crate::model::event::Event;
use crate::model::page::Page;
use crate::model::person::Person;
use crate::model::reference::{Contact, Faculty, Institution};
use crate::model::story::{Schedule, Story, Subject};
use crate::publish::consent::judge;
use crate::publish::event_end;
use crate::publish::site::Site;

use crate::read::reference::reference;

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
    /// What happens, a word of [`KINDS`].
    pub kind: &'static str,
    /// Whom or what it is about.
    pub name: String,
    /// Where it is written.
    pub file: String,
    /// Pages that go or come, as addresses below the base path; empty if pages only change.
    pub pages: Vec<String>,
}

/// Every kind of change, and whether it must change an output.
pub const KINDS: [(&str, bool); 20] = [
    ("consent-begins", true),
    ("consent-lapses", true),
    ("consent-withdrawn", true),
    ("of-age", true),
    ("deceased", true),
    ("offer-ends", true),
    ("person-gone", true),
    ("person-comes", true),
    ("published", true),
    ("expires", true),
    ("event-starts", false),
    ("event-past", true),
    ("dated", false),
    ("contact-begins", true),
    ("contact-leaves", true),
    ("faculty-ends", false),
    ("institution-ends", false),
    ("time-zone", false),
    ("review-due", false),
    ("statement-old", false),
];

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

/// A day and what it brings to one document.
type Brought = Vec<(Date, &'static str)>;

impl Calendar<'_> {
    /// Everything that the builds of the `days` days after today bring, by day.
    pub fn changes(&self, days: i32) -> Vec<UpcomingChange> {
        let first = self.site.today.saturating_add(Span::new().days(1));
        let last = self.site.today.saturating_add(Span::new().days(days));
        let mut changes = Vec::new();
        for document in self.documents {
            let (name, brought) = self.document(document);
            changes.extend(brought.into_iter().map(|(day, kind)| {
                let comes_or_goes = !matches!(
                    kind,
                    "deceased"
                        | "offer-ends"
                        | "event-starts"
                        | "event-past"
                        | "dated"
                        | "review-due"
                        | "statement-old"
                );
                let pages =
                    if comes_or_goes { self.pages(&document.path) } else { Vec::new() };
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

    fn document(&self, document: &Document) -> (String, Brought) {
        match &document.content {
            DocumentContent::Person(person) => (person.name.full(), self.person(person)),
            DocumentContent::Story(story) => (story.title.clone(), self.story(story)),
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
            brought.push((day, "deceased"));
        }
        let listed = consent
            .and_then(|consent| consent.fields.as_ref())
            .is_some_and(|fields| fields.contains(&Field::Offers));
        let ends = person.offers.iter().filter_map(|offer| offer.until).map(after);
        let seen = |day: &Date| listed && holds(*day) && !dead(before(*day));
        brought.extend(ends.filter(seen).map(|day| (day, "offer-ends")));
        brought
    }

    fn story(&self, story: &Story) -> Brought {
        let consent = story.consent.as_ref();
        let subject = match &story.subject {
            Subject::Person(key) => Some(self.person_of(key)),
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
                if open(day) { "published" } else { "expires" }
            } else if there(day) {
                "person-comes"
            } else {
                "person-gone"
            };
            brought.push((day, kind));
        }
        let changed = story.updated.unwrap_or(story.date);
        brought.extend(published(changed).then_some((changed, "dated")));
        let review = story.review.filter(|_| !story.schedule.draft);
        brought.extend(review.map(|day| (day, "review-due")));
        brought
    }

    fn person_of(&self, key: &str) -> Option<&Person> {
        self.documents.iter().find_map(|document| match &document.content {
            DocumentContent::Person(person) if *document.key.name == *key => {
                Some(&**person)
            }
            _ => None,
        })
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
            publish.map(|day| (day, "published")).into_iter().collect();
        brought.extend(published(before(past)).then_some((past, "event-past")));
        brought.extend(published(start).then_some((start, "event-starts")));
        let updated = event.updated.or(publish);
        brought.extend(updated.filter(|day| published(*day)).map(|day| (day, "dated")));
        brought
    }

    /// Pages that a document has or would have.
    fn pages(&self, path: &SitePath) -> Vec<String> {
        let site = self.site;
        let people = site.people.iter().map(|one| (&one.path, &one.paths));
        let stories = site.stories.iter().map(|one| (&one.path, &one.paths));
        let events = site.events.iter().map(|one| (&one.path, &one.paths));
        let found = people.chain(stories).chain(events).find(|(own, _)| *own == path);
        let withheld = || {
            let found = site.withheld.iter().find(|one| one.path == *path);
            found.map_or_else(Vec::new, |one| one.pages.iter().collect())
        };
        let pages: Vec<&OutputPath> =
            found.map_or_else(withheld, |(_, paths)| paths.values().collect());
        let address = |page: &&OutputPath| {
            let page = page.as_str();
            format!("/{}", page.strip_suffix("index.html").unwrap_or(page))
        };
        pages.iter().map(address).collect()
    }

    fn references(&self) -> Vec<(Date, &'static str, String, String, Vec<String>)> {
        let language = self.site.config.languages[0];
        let entry = |day: Date, kind, name: &Localised, file: &str| {
            (day, kind, text(name, language), format!("content/{file}.yaml"), Vec::new())
        };
        let mut found = Vec::new();
        for one in self.contacts {
            let from = one.from.map(PartialDate::first_day);
            found.extend(from.map(|d| entry(d, "contact-begins", &one.name, "contacts")));
            let until = one.until.map(|until| after(until.last_day()));
            found
                .extend(until.map(|d| entry(d, "contact-leaves", &one.name, "contacts")));
        }
        for one in self.faculties {
            let until = one.until.map(|until| after(until.last_day()));
            found.extend(until.map(|d| entry(d, "faculty-ends", &one.name, "faculties")));
        }
        for one in self.institutions {
            let until = one.until.map(|until| after(until.last_day()));
            let kind = "institution-ends";
            found.extend(until.map(|d| entry(d, kind, &one.name, "institutions")));
        }
        found
    }

    /// A calendar without events holds the rule of its day: summer or winter time.
    fn time_zone(
        &self,
        first: Date,
        last: Date,
    ) -> Vec<(Date, &'static str, String, String, Vec<String>)> {
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
                (day, "time-zone", zone, "config.toml".to_owned(), Vec::new())
            })
            .collect()
    }
}

fn page_days(page: &Page) -> Brought {
    if page.schedule.draft {
        return Vec::new();
    }
    let updated = page.updated.map(|day| (day, "dated"));
    // The warning comes when a year is over, see `references::check`.
    let old = page.accessibility.as_ref().map(|statement| {
        let due = statement.last_look().saturating_add(1.year());
        (after(due), "statement-old")
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
) -> &'static str {
    match judge(consent, day, rules) {
        Ok(_) => "consent-begins",
        Err(refusal) if refusal.code == Code::ConsentWithdrawn => "consent-withdrawn",
        Err(refusal) if refusal.code == Code::ConsentBeforeMajority => "of-age",
        Err(_) => "consent-lapses",
    }
}

fn on_schedule(schedule: Schedule, day: Date) -> bool {
    !schedule.draft
        && schedule.publish.is_none_or(|publish| publish <= day)
        && schedule.expires.is_none_or(|expires| day < expires)
}
