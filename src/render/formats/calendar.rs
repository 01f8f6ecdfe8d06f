//! Calendars: one event, or all events of the site.
//!
//! In come public events, out goes a file after [RFC 5545] and [RFC 7986]. Every time stamp
//! comes from the content, so that the same content gives the same bytes. No person is named
//! whose consent does not name feeds, and no mailbox but the institution's. Words have no LANGUAGE
//! parameter: no program is known to make use of it, and node-ical gives an object for the text.
//!
//! [RFC 5545]: https://www.rfc-editor.org/rfc/rfc5545
//! [RFC 7986]: https://www.rfc-editor.org/rfc/rfc7986

use jiff::civil::Date;
use jiff::{Span, Timestamp, ZonedDateTime};

use crate::base::config::Config;
use crate::base::language::Language;
use crate::publish::address;
use crate::publish::channel::Channelled as _;
use crate::publish::public::{EventText, PublicEvent, in_language};
use crate::publish::site::Site;
use crate::publish::words::{EventTime, Section, Status};

use super::ics::{self, ContentLines};
use super::moment::zoned;
use super::vtimezone;

/// The calendar of one event.
pub fn event(site: &Site, event: &PublicEvent, language: Language) -> String {
    calendar(site, &[event], language, None)
}

/// The calendar of all events, to subscribe to. An event that does not exist in the language
/// has the words of the one it exists in.
pub fn section(site: &Site, language: Language, title: &str) -> String {
    let events: Vec<&PublicEvent> = site.events.iter().map(AsRef::as_ref).collect();
    calendar(site, &events, language, Some(title))
}

/// Names of the calendar of all events, German and English.
pub(super) const ALL_EVENTS: [&str; 2] = ["kalender.ics", "calendar.ics"];

/// Address of the calendar of all events.
pub fn section_address(config: &Config, language: Language) -> String {
    let [german, english] = ALL_EVENTS;
    let section = address::section(config, Section::Events, language);
    format!("{section}{}", language.choose(german, english))
}

fn calendar(
    site: &Site,
    events: &[&PublicEvent],
    language: Language,
    title: Option<&str>,
) -> String {
    let mut lines = ContentLines::default();
    lines.line("BEGIN", "VCALENDAR");
    lines.line("VERSION", "2.0");
    lines.line(
        "PRODID",
        &format!("-//Matrikel//Matrikel//{}", language.code().to_uppercase()),
    );
    lines.line("CALSCALE", "GREGORIAN");
    // RFC 5546 § 3.2.1 wants events and their organiser in what is published.
    if site.config.institution.email.is_some() && !events.is_empty() {
        lines.line("METHOD", "PUBLISH");
    }
    if let Some(title) = title {
        subscription(&mut lines, site, events, language, title);
    }
    let whens: Vec<When> = events.iter().map(|event| When::of(site, event)).collect();
    time_zone(&mut lines, site, &whens);
    for (event, when) in events.iter().zip(&whens) {
        component(&mut lines, site, event, when, language);
    }
    lines.line("END", "VCALENDAR");
    lines.finish()
}

/// What a program that subscribes wants to know ([RFC 7986 § 5]); the `X-` names are for older
/// ones.
///
/// [RFC 7986 § 5]: https://www.rfc-editor.org/rfc/rfc7986#section-5
fn subscription(
    lines: &mut ContentLines,
    site: &Site,
    events: &[&PublicEvent],
    language: Language,
    title: &str,
) {
    let base = &site.config.base_url;
    let page = address::section(&site.config, Section::Events, language);
    lines.text("NAME", title);
    lines.text("X-WR-CALNAME", title);
    if let Some(newest) = events.iter().filter_map(|event| event.stamps.changed).max() {
        lines.line("LAST-MODIFIED", &at_midnight(newest));
    }
    lines.uri("URL", &base.absolute(&page));
    lines.uri(
        "SOURCE;VALUE=URI",
        &base.absolute(&section_address(&site.config, language)),
    );
    lines.line("REFRESH-INTERVAL;VALUE=DURATION", "P1D");
    lines.line("X-PUBLISHED-TTL", "P1D");
}

/// When an event is, in the forms of a calendar.
enum When {
    /// Whole days; the second is the first day after it.
    Days(Date, Date),
    /// Times in the site's zone.
    Local(ZonedDateTime, Option<ZonedDateTime>),
    /// Times in UTC.
    Utc(ZonedDateTime, Option<ZonedDateTime>),
}

impl When {
    /// A start without an end stays without: [RFC 5545 § 3.6.1] lets such an event end when it
    /// begins, and an invented duration would be wrong in somebody's calendar. An end must be
    /// later than the start, so that one at the same time is left out too.
    ///
    /// [RFC 5545 § 3.6.1]: https://www.rfc-editor.org/rfc/rfc5545#section-3.6.1
    fn of(site: &Site, event: &PublicEvent) -> Self {
        let zone = &site.zone;
        let first = event.start.day(zone);
        let after = |day: Date| day.saturating_add(Span::new().days(1));
        if event.start.is_day() {
            let last = event.end.map_or(first, |end| end.day(zone)).max(first);
            return Self::Days(first, after(last));
        }
        let start = zoned(event.start, zone);
        // After an hour, a last day is whole; the same day again says nothing about the end.
        let end = event.end.and_then(|end| match end {
            EventTime::Day(last) => (last > first).then(|| EventTime::Day(after(last))),
            end => Some(end),
        });
        let end = end.map(|end| zoned(end, zone)).filter(|end| *end > start);
        if [Some(&start), end.as_ref()].into_iter().flatten().all(is_told_by_the_clock) {
            Self::Local(start, end)
        } else {
            Self::Utc(start, end)
        }
    }

    /// The moments that need the zone.
    fn moments(&self) -> impl Iterator<Item = Timestamp> {
        let (start, end) = match self {
            Self::Local(start, end) => (Some(start), end.as_ref()),
            Self::Days(..) | Self::Utc(..) => (None, None),
        };
        start.into_iter().chain(end).map(ZonedDateTime::timestamp)
    }
}

/// An hour that occurs twice in October is the first one by [RFC 5545 § 3.3.5], and the second
/// one to several programs, so that only UTC tells it; and UTC needs no zone.
///
/// [RFC 5545 § 3.3.5]: https://www.rfc-editor.org/rfc/rfc5545#section-3.3.5
fn is_told_by_the_clock(time: &ZonedDateTime) -> bool {
    let zone = time.time_zone();
    *zone != jiff::tz::TimeZone::UTC
        && !zone.to_ambiguous_timestamp(time.datetime()).is_ambiguous()
}

/// Every zone that is named is defined ([RFC 5545 § 3.2.19]). A calendar without events has
/// one too, since a calendar without any component is none.
///
/// [RFC 5545 § 3.2.19]: https://www.rfc-editor.org/rfc/rfc5545#section-3.2.19
fn time_zone(lines: &mut ContentLines, site: &Site, whens: &[When]) {
    let mut moments: Vec<Timestamp> = whens.iter().flat_map(When::moments).collect();
    if whens.is_empty() {
        moments.push(zoned(EventTime::Day(site.today), &site.zone).timestamp());
    }
    if let (Some(first), Some(last)) = (moments.iter().min(), moments.iter().max()) {
        vtimezone::write(lines, &site.config.time_zone, &site.zone, &(*first..=*last));
    }
}

fn component(
    lines: &mut ContentLines,
    site: &Site,
    event: &PublicEvent,
    when: &When,
    language: Language,
) {
    let Some((spoken, text)) = in_language(&event.texts, language) else { return };
    let url = in_language(&event.addresses, language)
        .map(|(_, address)| site.config.base_url.absolute(address))
        .unwrap_or_default();
    lines.line("BEGIN", "VEVENT");
    lines.text("UID", &event.uid);
    let changed = event.stamps.changed.map(at_midnight);
    lines.line("DTSTAMP", changed.as_deref().unwrap_or(NEVER));
    if let Some(changed) = &changed {
        lines.line("LAST-MODIFIED", changed);
    }
    lines.line("SEQUENCE", &event.sequence.to_string());
    times(lines, when, &site.config.time_zone);
    // Nobody is busy all day, or for what does not take place.
    if matches!(when, When::Days(..)) || event.status == Status::Cancelled {
        lines.line("TRANSP", "TRANSPARENT");
    }
    lines.line("STATUS", status(event));
    let title = title(event, text.in_feeds().0, spoken);
    lines.text("SUMMARY", &title);
    lines.text("DESCRIPTION", &description(site, event, text, spoken, &url));
    location(lines, event, language);
    lines.uri("URL", &url);
    if let Some(online) = &event.place.online {
        lines.uri("CONFERENCE;VALUE=URI", online);
    }
    categories(lines, event, language);
    organizer(lines, &site.config, language);
    lines.line("END", "VEVENT");
}

/// The stamp of an event that tells no day of a change: it must have one, and any that is told
/// later must be after it, or programs take the change for an old one (RFC 5546 § 2.1.5).
const NEVER: &str = "19700101T000000Z";

/// Midnight in UTC of a day.
fn at_midnight(day: Date) -> String {
    format!("{}T000000Z", day.strftime("%Y%m%d"))
}

fn times(lines: &mut ContentLines, when: &When, zone: &str) {
    match when {
        When::Days(first, after) => {
            lines.line("DTSTART;VALUE=DATE", &first.strftime("%Y%m%d").to_string());
            lines.line("DTEND;VALUE=DATE", &after.strftime("%Y%m%d").to_string());
        }
        When::Local(start, end) => {
            let mut time = |name: &str, time: &ZonedDateTime| {
                lines.line(
                    &format!("{name};TZID={zone}"),
                    &vtimezone::local(time.datetime()),
                );
            };
            time("DTSTART", start);
            if let Some(end) = end {
                time("DTEND", end);
            }
        }
        When::Utc(start, end) => {
            let mut time = |name: &str, time: &ZonedDateTime| {
                lines
                    .line(name, &time.timestamp().strftime("%Y%m%dT%H%M%SZ").to_string());
            };
            time("DTSTART", start);
            if let Some(end) = end {
                time("DTEND", end);
            }
        }
    }
}

/// A postponed event that tells its former begin has a new one, which holds.
fn status(event: &PublicEvent) -> &'static str {
    match event.status {
        Status::Cancelled => "CANCELLED",
        Status::Postponed if event.previous_start.is_none() => "TENTATIVE",
        Status::Scheduled | Status::Postponed | Status::MovedOnline => "CONFIRMED",
    }
}

/// Several programs ignore STATUS in a calendar that was subscribed to; nobody should set out
/// for an event that does not take place.
fn title(event: &PublicEvent, title: &str, language: Language) -> String {
    let mark = match event.status {
        Status::Cancelled => language.choose("Abgesagt", "Cancelled"),
        Status::Postponed if event.previous_start.is_none() => {
            language.choose("Verschoben", "Postponed")
        }
        Status::MovedOnline => language.choose("Jetzt online", "Now online"),
        Status::Scheduled | Status::Postponed => return title.to_owned(),
    };
    format!("{mark}: {title}")
}

/// The speakers that a calendar names, by their numbers.
pub(super) fn named<'s>(
    site: &'s Site,
    event: &'s PublicEvent,
) -> impl Iterator<Item = usize> + 's {
    let speakers = event.speakers.iter().filter_map(|key| site.person_number(key));
    speakers.filter(|number| site.people[*number].syndicated().is_some())
}

fn description(
    site: &Site,
    event: &PublicEvent,
    text: &EventText,
    language: Language,
    url: &str,
) -> String {
    let speakers: Vec<&str> = named(site, event)
        .filter_map(|number| site.people[number].syndicated())
        .map(|person| person.get().name.full.as_str())
        .collect();
    let mut parts = Vec::new();
    let (_, summary) = text.in_feeds();
    if !summary.is_empty() {
        parts.push(summary.to_owned());
    }
    if !speakers.is_empty() {
        parts.push(format!(
            "{}: {}",
            language.choose("Mit", "With"),
            speakers.join(", ")
        ));
    }
    if let Some(online) = &event.place.online {
        parts.push(format!("Online: {online}"));
    }
    if let Some(registration) = &event.registration {
        let word = language.choose("Anmeldung", "Registration");
        parts.push(format!("{word}: {registration}"));
    }
    parts.push(url.to_owned());
    parts.join("\n\n")
}

/// Name, street and city in one line, since LOCATION is one text. An event that is online only
/// says so here too: not every program shows CONFERENCE.
fn location(lines: &mut ContentLines, event: &PublicEvent, language: Language) {
    let place = &event.place;
    let name = place.name.as_ref().map(|name| name.text(language));
    let city = place.city.as_ref().map(|city| city.text(language));
    let town = [place.postal_code.as_deref(), city];
    let town = town.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let parts = [name.unwrap_or(""), place.street.as_deref().unwrap_or(""), &town];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    if event.status == Status::MovedOnline || (parts.is_empty() && place.online.is_some())
    {
        lines.text("LOCATION", "Online");
    } else if !parts.is_empty() {
        lines.text("LOCATION", &parts.join(", "));
    }
}

fn categories(lines: &mut ContentLines, event: &PublicEvent, language: Language) {
    let topics: Vec<&str> =
        event.topics.iter().map(|topic| topic.label.text(language)).collect();
    lines.list("CATEGORIES", &topics);
}

/// The institution with its function mailbox, never a person.
fn organizer(lines: &mut ContentLines, config: &Config, language: Language) {
    if let Some(email) = &config.institution.email {
        let name = config.institution.name.as_ref().unwrap_or(&config.title);
        let name = ics::quoted(name.text(language));
        lines.uri(&format!("ORGANIZER;CN={name}"), &format!("mailto:{email}"));
    }
}
