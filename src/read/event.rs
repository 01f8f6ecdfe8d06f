//! Reads an event.

use crate::base::code::Code;
use crate::base::diagnostic::Argument;
use crate::model::event::{Audience, Event, EventTime, Format, Status, Venue};

use super::fields::{At, Fields, Sink};
use super::node::Node;
use super::shared::{mention, mission, photo, schedule};
use super::values::{
    alias, choice, day, event_time, id, line, localised, number, sentences, title,
    web_address,
};

/// Reads an event; slug and text stand beside it.
pub(super) fn event(fields: &mut Fields<'_>, sink: &mut Sink<'_>) -> Option<Event> {
    let at = fields.at;
    let heading = fields.required("title", title, sink);
    let start = fields.required("start", event_time, sink);
    let event = Event {
        title: heading.clone().unwrap_or_default(),
        summary: fields.optional("summary", sentences, sink),
        start: start.unwrap_or(EventTime::Day(jiff::civil::Date::default())),
        end: fields.optional("end", event_time, sink),
        place: fields.optional("place", venue, sink).unwrap_or_default(),
        status: fields
            .optional("status", |n, at, s| choice(n, at, s, Status::WORDS), sink)
            .unwrap_or(Status::Scheduled),
        previous_start: fields.optional("previous_start", event_time, sink),
        sequence: fields.optional("sequence", sequence, sink).unwrap_or(0),
        uid: fields.optional("uid", line, sink),
        format: fields.optional(
            "format",
            |n, at, s| choice(n, at, s, Format::WORDS),
            sink,
        ),
        audience: fields.list(
            "audience",
            |n, at, s| choice(n, at, s, Audience::WORDS),
            sink,
        ),
        organiser: fields.optional("organiser", id, sink),
        registration: fields.optional("registration", web_address, sink),
        speakers: fields.list("speakers", line, sink),
        image: fields.optional("image", photo, sink),
        missions: fields.list("missions", mission, sink),
        topics: fields.list("topics", localised, sink),
        owner: fields.optional("owner", line, sink),
        schedule: schedule(fields, sink),
        updated: fields.optional("updated", day, sink),
        aliases: fields.list("aliases", alias, sink),
        mentions: fields.list("mentions", mention, sink),
    };
    fields.free("extra", sink);
    if let (Some(start), Some(end)) = (start, event.end) {
        check_order(start, end, &event.title, at, sink);
        check_hour(start, end, &event.title, at, sink);
    }
    (heading.is_some() && start.is_some()).then_some(event)
}

/// An end before the start is a mistake; the nearest mend is the next day at that time.
fn check_order(
    start: EventTime,
    end: EventTime,
    title: &str,
    at: &At<'_>,
    sink: &mut Sink<'_>,
) {
    let (reversed, near) = match (start, end) {
        (EventTime::Instant(start), EventTime::Instant(end)) => (end < start, None),
        (EventTime::Day(start), EventTime::Day(end)) => (end < start, None),
        (EventTime::Local(start), EventTime::Local(end)) if end < start => {
            let next = end.checked_add(jiff::Span::new().days(1)).ok();
            let written = next
                .filter(|next| *next > start)
                .map(|next| next.strftime("%Y-%m-%dT%H:%M").to_string());
            (true, written)
        }
        (EventTime::Local(start), EventTime::Day(end)) => (end < start.date(), None),
        _ => (false, None),
    };
    if reversed {
        sink.value(Code::EventEndsBeforeStart, &at.key("end")).arguments.extend([
            ("title", Argument::Text(title.to_owned())),
            ("near", Argument::Suggestion(near)),
        ]);
    }
}

/// Nobody could say when such an event begins; an hour of the start with a last day is plain.
fn check_hour(
    start: EventTime,
    end: EventTime,
    title: &str,
    at: &At<'_>,
    sink: &mut Sink<'_>,
) {
    let EventTime::Day(day) = start else { return };
    if !end.is_day() {
        sink.value(Code::EventHourMissing, &at.key("start")).arguments.extend([
            ("title", Argument::Text(title.to_owned())),
            ("day", Argument::Text(day.to_string())),
        ]);
    }
}

fn sequence(node: &Node, at: &At<'_>, sink: &mut Sink<'_>) -> Option<u32> {
    number(node, at, sink, 0..=1_000_000).and_then(|number| u32::try_from(number).ok())
}

fn venue(node: &Node, at: &At<'_>, sink: &mut Sink<'_>) -> Option<Venue> {
    let mut fields = Fields::open(node, at, sink)?;
    let venue = venue_fields(&mut fields, sink);
    fields.close(sink);
    Some(venue)
}

/// The parts of a place.
pub(super) fn venue_fields(fields: &mut Fields<'_>, sink: &mut Sink<'_>) -> Venue {
    Venue {
        name: fields.optional("name", localised, sink),
        street: fields.optional("street", line, sink),
        postal_code: fields.optional("postal_code", line, sink),
        city: fields.optional("city", localised, sink),
        online: fields.optional("online", web_address, sink),
    }
}
