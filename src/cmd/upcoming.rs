//! `upcoming`: what coming builds will drop or change, by day, and why.
//!
//! In comes a number of days, out goes a list on standard output. Writes nothing.

use std::fmt::Write as _;

use anyhow::Result;
use jiff::Span;
use serde::Serialize;

use super::Caller;
use crate::base::date::parse_day;
use crate::base::explain::Catalogue;
use crate::base::refusal::Refusal;
use crate::cli::{ReportFormat, UpcomingArguments};
use crate::engine::Request;
use crate::engine::office::edition_with_sources::inside;
use crate::engine::office::upcoming::{UpcomingChange, upcoming};
use crate::io::report;

/// What machines are told.
#[derive(Serialize)]
struct UpcomingJson<'t> {
    /// The day from which it is seen.
    at: String,
    /// The last day that is told about.
    until: String,
    changes: &'t [UpcomingChange],
}

pub(super) fn run(caller: &Caller<'_>, wanted: &UpcomingArguments) -> Result<bool> {
    let snapshot = caller.snapshot(wanted.at)?;
    let inside = inside(&snapshot, &Request::default());
    let Some(changes) = upcoming(&snapshot, &inside, wanted.within) else {
        return Err(Refusal::new("site-unusable").into());
    };
    let until = snapshot.today.saturating_add(Span::new().days(wanted.within));
    if caller.format == ReportFormat::Json {
        let (at, until) = (snapshot.today.to_string(), until.to_string());
        let told = UpcomingJson { at, until, changes: &changes };
        report::to_stdout(&(serde_json::to_string(&told)? + "\n"))?;
        return Ok(true);
    }
    let text = for_people(caller, &changes);
    if text.is_empty() {
        let until = Catalogue::of(caller.language).day(until);
        let nothing = caller.words().phrase("upcoming-nothing", &[("until", &until)]);
        report::to_stdout(&(nothing + "\n"))?;
    } else {
        report::to_stdout(&text)?;
    }
    Ok(true)
}

fn for_people(caller: &Caller<'_>, changes: &[UpcomingChange]) -> String {
    let (words, catalogue) = (caller.words(), Catalogue::of(caller.language));
    let mut text = String::new();
    for same_day in changes.chunk_by(|one, other| one.day == other.day) {
        let day = parse_day(&same_day[0].day).map(|day| catalogue.day(day));
        let day = day.unwrap_or_else(|| same_day[0].day.clone());
        writeln!(text, "{day}").expect("a String takes everything");
        for change in same_day {
            let what = words.word(&format!("upcoming-{}", change.kind.word()));
            let pages = change.pages.join(", ");
            let pages = if pages.is_empty() { pages } else { format!(": {pages}") };
            let values = [
                ("name", change.name.as_str()),
                ("what", what),
                ("pages", &pages),
                ("file", &change.file),
            ];
            let line = words.phrase("upcoming-line", &values);
            writeln!(text, "  {line}").expect("a String takes everything");
        }
    }
    text
}
