//! `consent record`: appends to the register what it does not know yet.
//!
//! In come content and register, out go whole lines. Never changes a line that is there.

use anyhow::Result;
use serde_json::json;

use super::look;
use crate::base::refusal::Refusal;
use crate::cli::{RecordArguments, ReportFormat};
use crate::cmd::Caller;
use crate::cmd::person::person_not_found;
use crate::cmd::rebuild::day;
use crate::engine::office::register_entries::{
    Objection, RecordError, Recorded, Recording, record,
};
use crate::io::report;
use crate::io::source_file::replace;

pub(super) fn run(caller: &Caller<'_>, wanted: &RecordArguments) -> Result<bool> {
    if wanted.person.is_none() && !wanted.all {
        return Err(Refusal::new("record-whom").into());
    }
    let lock = caller.lock()?;
    let snapshot = caller.snapshot(None)?;
    let inside = look(&snapshot)?;
    let on = wanted.on.unwrap_or(snapshot.today);
    if on > snapshot.today {
        return Err(Refusal::new("day-to-come").with("day", day(caller, on)).into());
    }
    let word = wanted.person.as_deref();
    let recording = record(&inside, &snapshot, word, on).map_err(|why| {
        let word = word.unwrap_or_default();
        match why {
            RecordError::Settings => Refusal::new("settings-broken"),
            RecordError::Whom(why) => person_not_found(word, &why),
            RecordError::Story => Refusal::new("person-story").with("word", word),
            RecordError::Later(later) => {
                Refusal::new("record-later").with("day", day(caller, later))
            }
        }
    })?;
    for one in &recording.recorded {
        replace(&lock, &snapshot, &one.file, &one.text)?;
    }
    tell(caller, &recording)?;
    Ok(recording.objections.is_empty())
}

fn tell(caller: &Caller<'_>, recording: &Recording) -> Result<()> {
    let Recording { recorded, objections } = recording;
    if caller.format == ReportFormat::Json {
        let whole = json!({
            "recorded": recorded.iter().map(recorded_json).collect::<Vec<_>>(),
            "objections": objections.iter().map(objection_json).collect::<Vec<_>>(),
        });
        return Ok(report::to_stdout(&format!("{whole}\n"))?);
    }
    let words = caller.words();
    let mut text = String::new();
    for one in recorded {
        let event = |event: &&str| words.word(&format!("event-{event}")).to_owned();
        let events: Vec<String> = one.events.iter().map(event).collect();
        let events = events.join(", ");
        let file = one.file.to_string();
        let values =
            [("name", &one.name), ("id", &one.id), ("events", &events), ("file", &file)];
        let values = values.map(|(name, value)| (name, value.as_str()));
        text.push_str(&words.phrase("consent-recorded", &values));
        text.push('\n');
    }
    if recorded.is_empty() && objections.is_empty() {
        text = format!("{}\n", words.word("consent-nothing-new"));
    }
    report::to_stdout(&text)?;
    let objections: String = objections.iter().map(|one| said(caller, one)).collect();
    Ok(report::to_stderr(&objections)?)
}

fn said(caller: &Caller<'_>, one: &Objection) -> String {
    let when = one.day.map(|known| day(caller, known)).unwrap_or_default();
    let values = [
        ("name", one.name.as_str()),
        ("path", one.path.as_str()),
        ("day", when.as_str()),
    ];
    format!("{}\n", caller.words().phrase(&format!("consent-{}", one.kind), &values))
}

fn recorded_json(one: &Recorded) -> serde_json::Value {
    json!({ "name": one.name, "id": one.id, "file": one.file.as_str(), "events": one.events })
}

fn objection_json(one: &Objection) -> serde_json::Value {
    let day = one.day.map(|day| day.to_string());
    json!({ "name": one.name, "path": one.path.as_str(), "kind": one.kind, "day": day })
}
