//! A time zone as a `VTIMEZONE` component.
//!
//! In come a zone, its name and the moments that a calendar names; out go the observances
//! around them ([RFC 5545 § 3.6.5]). A zone whose rule holds year after year is written as
//! that rule, because Outlook reads little else; any other as a list of its changes.
//!
//! [RFC 5545 § 3.6.5]: https://www.rfc-editor.org/rfc/rfc5545#section-3.6.5

use std::ops::RangeInclusive;

use jiff::civil::{Date, DateTime, Weekday};
use jiff::tz::{Offset, TimeZone};
use jiff::{Span, Timestamp};

use super::ics::ContentLines;

/// In fewer years the last Sunday of a month might always happen to be the fourth.
const YEARS_OF_A_RULE: i16 = 12;

/// A change of the offset.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Transition {
    daylight: bool,
    from: Offset,
    to: Offset,
    name: String,
    /// Local time of the change, by the clock before it.
    onset: DateTime,
}

/// Changes of one kind.
#[derive(Debug)]
struct Observance {
    first: Transition,
    /// `BYMONTH` and `BYDAY` of a rule without end.
    rule: Option<String>,
    /// Further onsets if there is no rule.
    onsets: Vec<DateTime>,
}

/// Writes the zone so that it covers all moments from the first to the last.
pub(crate) fn write(
    lines: &mut ContentLines,
    name: &str,
    zone: &TimeZone,
    moments: &RangeInclusive<Timestamp>,
) {
    lines.line("BEGIN", "VTIMEZONE");
    lines.line("TZID", name);
    for observance in observances(zone, moments) {
        component(lines, &observance);
    }
    lines.line("END", "VTIMEZONE");
}

fn component(lines: &mut ContentLines, observance: &Observance) {
    let first = &observance.first;
    let kind = if first.daylight { "DAYLIGHT" } else { "STANDARD" };
    lines.line("BEGIN", kind);
    lines.line("DTSTART", &local(first.onset));
    lines.line("TZOFFSETFROM", &offset(first.from));
    lines.line("TZOFFSETTO", &offset(first.to));
    lines.text("TZNAME", &first.name);
    if let Some(rule) = &observance.rule {
        lines.line("RRULE", &format!("FREQ=YEARLY;{rule}"));
    }
    // With such a list, ical.js forgets the first onset unless it is in the list too.
    let repeated = (!observance.onsets.is_empty()).then_some(&first.onset);
    for onset in repeated.into_iter().chain(&observance.onsets) {
        lines.line("RDATE", &local(*onset));
    }
    lines.line("END", kind);
}

/// From the year before the first moment on, so that an observance is in force at it.
fn observances(zone: &TimeZone, moments: &RangeInclusive<Timestamp>) -> Vec<Observance> {
    let year = |moment: &Timestamp| zone.to_datetime(*moment).year();
    let (first, last) = (year(moments.start()) - 1, year(moments.end()) + 1);
    let long = last.max(first + YEARS_OF_A_RULE);
    if let Some(rules) = rules(&changes(zone, first, long), first, long) {
        return rules;
    }
    let base = Observance {
        first: in_force(zone, new_year(first)),
        rule: None,
        onsets: Vec::new(),
    };
    let mut listed = vec![base];
    for change in changes(zone, first, last) {
        let same = |other: &&mut Observance| {
            let other = &other.first;
            (other.daylight, other.from, other.to, &other.name)
                == (change.daylight, change.from, change.to, &change.name)
        };
        match listed.iter_mut().find(same) {
            Some(known) => known.onsets.push(change.onset),
            None => {
                listed.push(Observance { first: change, rule: None, onsets: Vec::new() });
            }
        }
    }
    listed
}

/// What holds at a time, as a change that changes nothing.
fn in_force(zone: &TimeZone, time: DateTime) -> Transition {
    let moment = zone.to_timestamp(time).unwrap_or(Timestamp::UNIX_EPOCH);
    let info = zone.to_offset_info(moment);
    Transition {
        daylight: info.dst().is_dst(),
        from: info.offset(),
        to: info.offset(),
        name: info.abbreviation().to_owned(),
        onset: time,
    }
}

fn new_year(year: i16) -> DateTime {
    Date::new(year, 1, 1).unwrap_or(Date::MIN).to_datetime(jiff::civil::Time::midnight())
}

/// All changes in these years, both included.
fn changes(zone: &TimeZone, first: i16, last: i16) -> Vec<Transition> {
    let begin = zone.to_timestamp(new_year(first)).unwrap_or(Timestamp::MIN);
    let info = zone.to_offset_info(begin);
    let mut from = info.offset();
    let mut before = (from, info.dst(), info.abbreviation().to_owned());
    let mut changes = Vec::new();
    for transition in zone.following(begin) {
        let onset = from.to_datetime(transition.timestamp());
        if onset.year() > last {
            break;
        }
        let after = (transition.offset(), transition.dst(), transition.abbreviation());
        // Data for older programs end with a change to what holds already.
        if (before.0, before.1, before.2.as_str()) == after {
            continue;
        }
        before = (after.0, after.1, after.2.to_owned());
        changes.push(Transition {
            daylight: transition.dst().is_dst(),
            from,
            to: transition.offset(),
            name: transition.abbreviation().to_owned(),
            onset,
        });
        from = transition.offset();
    }
    changes
}

/// The two yearly rules that make all changes, if there are such.
fn rules(changes: &[Transition], first: i16, last: i16) -> Option<Vec<Observance>> {
    let years = usize::try_from(last - first + 1).ok()?;
    if changes.len() != 2 * years {
        return None;
    }
    let every_second =
        |start: usize| changes.iter().skip(start).step_by(2).collect::<Vec<_>>();
    [every_second(0), every_second(1)]
        .iter()
        .map(|group| {
            Some(Observance {
                first: group[0].clone(),
                rule: Some(rule(group)?),
                onsets: Vec::new(),
            })
        })
        .collect()
}

/// `BYMONTH=3;BYDAY=-1SU` if all these changes follow it.
fn rule(changes: &[&Transition]) -> Option<String> {
    let first = changes[0];
    let day = first.onset.date();
    let alike = changes.iter().enumerate().all(|(number, change)| {
        let same_kind = (change.daylight, change.from, change.to, &change.name)
            == (first.daylight, first.from, first.to, &first.name);
        let same_time = (change.onset.time(), change.onset.month())
            == (first.onset.time(), first.onset.month());
        let next_year = i16::try_from(number)
            .is_ok_and(|number| change.onset.year() == first.onset.year() + number);
        same_kind && same_time && next_year && change.onset.weekday() == day.weekday()
    });
    let week = |change: &&Transition| (change.onset.day() - 1) / 7 + 1;
    let is_last = |change: &&Transition| {
        change.onset.date().saturating_add(Span::new().days(7)).month()
            != change.onset.month()
    };
    let number = if changes.iter().all(is_last) {
        "-1".to_owned()
    } else if changes.iter().all(|change| week(change) == week(&first)) {
        week(&first).to_string()
    } else {
        return None;
    };
    alike.then(|| format!("BYMONTH={};BYDAY={number}{}", day.month(), two(day.weekday())))
}

const fn two(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "MO",
        Weekday::Tuesday => "TU",
        Weekday::Wednesday => "WE",
        Weekday::Thursday => "TH",
        Weekday::Friday => "FR",
        Weekday::Saturday => "SA",
        Weekday::Sunday => "SU",
    }
}

/// `20271031T030000`.
pub(crate) fn local(time: DateTime) -> String {
    time.strftime("%Y%m%dT%H%M%S").to_string()
}

/// `+0200`; with seconds for the local mean times of former days.
fn offset(offset: Offset) -> String {
    let seconds = offset.seconds();
    let sign = if seconds < 0 { '-' } else { '+' };
    let (all, rest) = (seconds.abs(), seconds.abs() % 60);
    let short = format!("{sign}{:02}{:02}", all / 3600, all / 60 % 60);
    if rest == 0 { short } else { format!("{short}{rest:02}") }
}

#[cfg(test)]
mod tests {
    use crate::base::zone::time_zone;

    use super::*;

    fn written(name: &str, from: &str, to: &str) -> String {
        let zone = time_zone(name).unwrap();
        let mut lines = ContentLines::default();
        let moments = from.parse().unwrap()..=to.parse().unwrap();
        write(&mut lines, name, &zone, &moments);
        lines.finish().replace("\r\n", "\n")
    }

    const JUNE: &str = "2027-06-05T10:00Z";

    #[test]
    fn europe_is_two_rules_without_end() {
        assert_eq!(
            written("Europe/Berlin", JUNE, JUNE),
            "BEGIN:VTIMEZONE\nTZID:Europe/Berlin\n\
             BEGIN:DAYLIGHT\nDTSTART:20260329T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\n\
             TZNAME:CEST\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\nEND:DAYLIGHT\n\
             BEGIN:STANDARD\nDTSTART:20261025T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\n\
             TZNAME:CET\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\nEND:STANDARD\n\
             END:VTIMEZONE\n"
        );
    }

    #[test]
    fn a_rule_counts_weeks_from_the_start_where_the_law_does() {
        let text = written("America/New_York", JUNE, JUNE);
        assert!(text.contains("BYMONTH=3;BYDAY=2SU"), "{text}");
        assert!(text.contains("BYMONTH=11;BYDAY=1SU"), "{text}");
    }

    #[test]
    fn a_zone_without_changes_is_one_observance() {
        for (name, offset) in
            [("UTC", "+0000"), ("Asia/Kolkata", "+0530"), ("Pacific/Chatham", "+1245")]
        {
            let text = written(name, JUNE, JUNE);
            assert!(text.contains(&format!("TZOFFSETTO:{offset}")), "{text}");
        }
        assert_eq!(written("UTC", JUNE, JUNE).matches("DTSTART").count(), 1);
    }

    #[test]
    fn changes_without_a_rule_are_listed() {
        // Morocco's clock follows the moon, Turkey gave its rule up in 2016, and Germany
        // changed in September until 1995.
        for (name, from) in [
            ("Africa/Casablanca", JUNE),
            ("Europe/Istanbul", "2015-06-01T00:00Z"),
            ("Europe/Berlin", "1994-06-01T00:00Z"),
        ] {
            let text = written(name, from, JUNE);
            assert!(text.contains("RDATE:"), "{text}");
            assert!(!text.contains("RRULE"), "{text}");
        }
    }

    #[test]
    fn a_list_of_changes_begins_with_the_first() {
        let text = written("Africa/Casablanca", JUNE, JUNE);
        for part in text.split("BEGIN:").filter(|part| part.contains("RDATE:")) {
            let of = |name: &str| {
                part.lines().find_map(|line| line.strip_prefix(name)).map(str::to_owned)
            };
            assert_eq!(of("DTSTART:"), of("RDATE:"), "{text}");
        }
    }

    #[test]
    fn no_change_is_told_that_changes_nothing() {
        for name in ["Asia/Kathmandu", "Europe/Istanbul", "Europe/Minsk"] {
            let text = written(name, "2036-06-01T00:00Z", "2039-06-01T00:00Z");
            assert_eq!(text.matches("DTSTART").count(), 1, "{text}");
            assert!(!text.contains("RDATE"), "{text}");
        }
    }

    #[test]
    fn an_offset_of_former_days_has_seconds() {
        let text = written("Europe/Berlin", "1880-06-01T00:00Z", "1880-06-01T00:00Z");
        assert!(text.contains("TZOFFSETTO:+005328"), "{text}");
    }
}
