//! A calendar of the days on which consents end, for the office.
//!
//! In come rows, out goes a file after RFC 5545 with a reminder 30 days before each end. It
//! holds names: it is internal, and no output of a build.

use jiff::civil::Date;

use crate::base::digest::Digest;
use crate::base::language::Language;
use crate::render::formats::ics::ContentLines;

use super::consents::{ConsentSummary, Row};

/// The calendar; `None` if no consent has an end to come, since a calendar without an event is
/// none (RFC 5545 § 3.6).
pub fn calendar(rows: &[Row], today: Date, language: Language) -> Option<String> {
    let holds = |row: &&Row| {
        let ends_earlier = row.withdrawn.is_some_and(|day| Some(day) <= row.until);
        matches!(
            row.state.summary(),
            ConsentSummary::Valid | ConsentSummary::Expiring | ConsentSummary::Future
        ) && !ends_earlier
    };
    let mut ending: Vec<(Date, Date, &Row)> = rows
        .iter()
        .filter(holds)
        .filter_map(|row| Some((row.until?, row.given?, row)))
        .filter(|(until, _, _)| *until >= today)
        .collect();
    if ending.is_empty() {
        return None;
    }
    ending.sort_by_key(|(until, _, row)| (*until, row.path.clone()));
    let mut lines = ContentLines::default();
    lines.line("BEGIN", "VCALENDAR");
    lines.line("VERSION", "2.0");
    let code = language.code().to_uppercase();
    lines.line("PRODID", &format!("-//Matrikel//Matrikel//{code}"));
    lines.line("CALSCALE", "GREGORIAN");
    let title = language.choose("Einwilligungen, die enden", "Consents that end");
    lines.text("X-WR-CALNAME", title);
    for (until, given, row) in ending {
        event(&mut lines, until, given, row, language);
    }
    lines.line("END", "VCALENDAR");
    Some(lines.finish())
}

fn event(
    lines: &mut ContentLines,
    until: Date,
    given: Date,
    row: &Row,
    language: Language,
) {
    let summary = format!(
        "{}: {}",
        language.choose("Einwilligung endet", "Consent ends"),
        row.name
    );
    let mut description = row.path.to_string();
    for part in [row.id.as_deref(), row.text.as_deref()].into_iter().flatten() {
        description.push('\n');
        description.push_str(part);
    }
    let uid =
        Digest::of_parts(&[row.path.as_str().as_bytes(), until.to_string().as_bytes()]);
    lines.line("BEGIN", "VEVENT");
    lines.text("UID", &format!("consent-{}", uid.hex()));
    // Never the clock: the same content gives the same file.
    lines.line("DTSTAMP", &format!("{}T000000Z", day(given)));
    lines.line("DTSTART;VALUE=DATE", &day(until));
    lines.text("SUMMARY", &summary);
    lines.text("DESCRIPTION", &description);
    lines.line("CLASS", "PRIVATE");
    lines.line("TRANSP", "TRANSPARENT");
    lines.line("BEGIN", "VALARM");
    lines.line("ACTION", "DISPLAY");
    lines.line("TRIGGER", "-P30D");
    lines.text("DESCRIPTION", &summary);
    lines.line("END", "VALARM");
    lines.line("END", "VEVENT");
}

fn day(day: Date) -> String {
    day.strftime("%Y%m%d").to_string()
}
