//! Days, times and spans as people read them.
//!
//! In come dates, out go finished texts in one language. No clock is read: what is past was
//! decided by the gate.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use crate::base::date::PartialDate;
use crate::publish::words::EventTime;

use super::locale::Locale;
use crate::render::view::DateView;

/// No-break space: keeps a number and its unit on one line.
const NO_BREAK: char = '\u{a0}';
/// Word joiner: keeps a dash on one line with what stands before and after it.
const JOINER: char = '\u{2060}';

/// A day for display.
pub(super) fn day(locale: Locale<'_>, date: Date) -> DateView {
    DateView {
        iso: date.to_string(),
        text: long(locale, date),
        day: date.day().to_string(),
        month: month(locale, "short", date.month()).to_owned(),
        year: date.year().to_string(),
    }
}

fn month<'s>(locale: Locale<'s>, form: &str, number: i8) -> &'s str {
    locale.words.get(&format!("month.{form}.{}", number - 1))
}

/// `7. Mai 2026`, `7 May 2026`.
pub(super) fn long(locale: Locale<'_>, date: Date) -> String {
    format!("{} {}", day_and_month(locale, date), date.year())
}

fn day_and_month(locale: Locale<'_>, date: Date) -> String {
    let dot = locale.language.choose(".", "");
    format!("{}{dot}{NO_BREAK}{}", date.day(), month(locale, "long", date.month()))
}

/// `18:00 Uhr`, `18:00`.
fn clock(locale: Locale<'_>, time: DateTime) -> String {
    clock_text(locale, &time.strftime("%H:%M").to_string())
}

fn clock_text(locale: Locale<'_>, time: &str) -> String {
    locale.words.fill("note.clock", &[("time", time)]).replace(' ', &NO_BREAK.to_string())
}

/// The beginning of an event for display; its machine form contains the offset from UTC.
pub(super) fn start(locale: Locale<'_>, time: EventTime) -> DateView {
    let zone = &locale.site.zone;
    let mut view = day(locale, time.day(zone));
    if !time.is_day() {
        view.iso = machine(time, zone);
        view.text = format!("{}, {}", view.text, clock(locale, time.local(zone)));
    }
    view
}

/// RFC 3339 with offset, or a date for a whole day.
fn machine(time: EventTime, zone: &TimeZone) -> String {
    if time.is_day() {
        return time.day(zone).to_string();
    }
    let local = time.local(zone);
    let instant = match time {
        EventTime::Instant(instant) => Some(instant),
        _ => zone.to_timestamp(local).ok(),
    };
    let offset = instant.map_or(0, |instant| zone.to_offset(instant).seconds());
    let sign = if offset < 0 { '-' } else { '+' };
    let minutes = offset.unsigned_abs() / 60;
    let time = local.strftime("%Y-%m-%dT%H:%M");
    format!("{time}{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

/// The whole span of an event: `5. Juni 2027, 18:00–20:00 Uhr`, `12.–14. Mai 2026`.
pub(crate) fn span(
    locale: Locale<'_>,
    start: EventTime,
    end: Option<EventTime>,
) -> String {
    let zone = &locale.site.zone;
    let first = start.day(zone);
    let (last, late) = last_day(first, end, zone);
    let end_clock =
        |to| if late { clock_text(locale, "24:00") } else { clock(locale, to) };
    let timed = |time: EventTime| (!time.is_day()).then(|| time.local(zone));
    match (timed(start), end.and_then(timed)) {
        (None, _) => days(locale, first, last),
        (Some(from), None) if first == last => {
            format!("{}, {}", long(locale, first), clock(locale, from))
        }
        (Some(from), None) => {
            let begin = format!("{}, {}", long(locale, first), clock(locale, from));
            locale
                .words
                .fill("note.range_days", &[("from", &begin), ("to", &long(locale, last))])
        }
        (Some(from), Some(to)) if first == last => {
            let begin = from.strftime("%H:%M").to_string();
            format!("{}, {begin}{JOINER}–{JOINER}{}", long(locale, first), end_clock(to))
        }
        (Some(from), Some(to)) => {
            let begin = format!("{}, {}", long(locale, first), clock(locale, from));
            let end = format!("{}, {}", long(locale, last), end_clock(to));
            locale.words.fill("note.range_days", &[("from", &begin), ("to", &end)])
        }
    }
}

/// The day of an event, to be set in large figures, and its month: `12`, `Mai 2026`. Over several
/// days `12–14`, `Mai 2026` or `30`, `April bis 2. Mai 2026`.
pub(super) fn card_day(
    locale: Locale<'_>,
    start: EventTime,
    end: Option<EventTime>,
) -> [String; 2] {
    let zone = &locale.site.zone;
    let first = start.day(zone);
    let (last, _) = last_day(first, end, zone);
    let month_of = |date: Date| month(locale, "long", date.month());
    let year = |date: Date| format!("{}{NO_BREAK}{}", month_of(date), date.year());
    if first == last {
        return [first.day().to_string(), year(first)];
    }
    if first.year() == last.year() && first.month() == last.month() {
        return [format!("{}–{}", first.day(), last.day()), year(first)];
    }
    let until = locale.words.fill("note.until", &[("date", &long(locale, last))]);
    let begin = if first.year() == last.year() {
        month_of(first).to_owned()
    } else {
        year(first)
    };
    [first.day().to_string(), format!("{begin} {until}")]
}

/// The last day, and whether the event ends at the midnight after it: an event until midnight ends
/// on the evening before and is not shown as lasting two days.
fn last_day(first: Date, end: Option<EventTime>, zone: &TimeZone) -> (Date, bool) {
    let midnight = end
        .filter(|end| !end.is_day())
        .is_some_and(|end| end.local(zone).time() == jiff::civil::Time::midnight());
    let last = end.map_or(first, |end| end.day(zone));
    let late = midnight && last > first;
    (if late { last.yesterday().unwrap_or(last) } else { last }, late)
}

/// Days without times: `12.–14. Mai 2026`, `30. April bis 2. Mai 2026`.
fn days(locale: Locale<'_>, first: Date, last: Date) -> String {
    if first == last {
        return long(locale, first);
    }
    let same_month = first.year() == last.year() && first.month() == last.month();
    if same_month {
        let dot = locale.language.choose(".", "");
        return format!("{}{dot}{JOINER}–{JOINER}{}", first.day(), long(locale, last));
    }
    let begin = if first.year() == last.year() {
        day_and_month(locale, first)
    } else {
        long(locale, first)
    };
    locale.words.fill("note.range_days", &[("from", &begin), ("to", &long(locale, last))])
}

/// Years: `1986–1991`, `seit 1992`, `bis 1996`.
pub(crate) fn years(
    locale: Locale<'_>,
    from: Option<PartialDate>,
    to: Option<PartialDate>,
) -> Option<String> {
    match (from.map(|date| date.year), to.map(|date| date.year)) {
        (Some(from), Some(to)) if from == to => Some(to.to_string()),
        (Some(from), Some(to)) => Some(format!("{from}{JOINER}–{JOINER}{to}")),
        (Some(from), None) => {
            Some(locale.words.fill("note.since", &[("date", &from.to_string())]))
        }
        (None, Some(to)) => {
            Some(locale.words.fill("note.until", &[("date", &to.to_string())]))
        }
        (None, None) => None,
    }
}
