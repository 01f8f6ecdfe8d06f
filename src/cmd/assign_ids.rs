//! `assign-ids`: gives an opaque id to every person without one.
//!
//! In come sources, out go the same files with one more line. Never changes another byte of
//! them, and never a file that somebody else saved meanwhile.

use anyhow::Result;

use super::Caller;
use super::opaque_id::random_id;
use crate::base::refusal::Refusal;
use crate::cli::ReportFormat;
use crate::engine::Request;
use crate::engine::office::edition_with_sources::inside;
use crate::engine::office::opaque_ids::{taken, with_id, without_id};
use crate::io::report;
use crate::io::source_file::{CHANGED, replace};

use super::rebuild::cannot_edit;

pub(super) fn run(caller: &Caller<'_>) -> Result<bool> {
    let lock = caller.lock()?;
    let snapshot = caller.snapshot(None)?;
    let inside = inside(&snapshot, &Request::default());
    if inside.edition.site().is_none() {
        return Err(Refusal::new("settings-broken").into());
    }
    // Includes ids in the register, so that no id is given to a second person.
    let mut taken = taken(&inside, &snapshot);
    let mut given: Vec<(String, String)> = Vec::new();
    let mut refused = Vec::new();
    let mut stopped = None;
    for path in without_id(&inside) {
        let mut id = random_id()?;
        while !taken.insert(id.clone()) {
            id = random_id()?;
        }
        match with_id(&snapshot, &path, &id) {
            Ok(text) => match replace(&lock, &snapshot, &path, &text) {
                Ok(()) => given.push((path.to_string(), id)),
                Err(error) => match error.downcast::<Refusal>() {
                    // The others get theirs all the same.
                    Ok(refusal) if refusal.name() == CHANGED => refused.push(refusal),
                    Ok(refusal) => stopped = Some(refusal.into()),
                    Err(error) => stopped = Some(error),
                },
            },
            Err(why) => refused.push(cannot_edit(&path, why, &format!("id: {id}"))),
        }
        if stopped.is_some() {
            break;
        }
    }
    // Whatever stopped it, the ids that were given are told.
    tell(caller, &given)?;
    for refusal in &refused {
        caller.refuse_one(refusal)?;
    }
    stopped.map_or(Ok(refused.is_empty()), Err)
}

fn tell(caller: &Caller<'_>, given: &[(String, String)]) -> Result<()> {
    if caller.format == ReportFormat::Json {
        let given: Vec<_> = given
            .iter()
            .map(|(path, id)| serde_json::json!({ "path": path, "id": id }))
            .collect();
        let whole = serde_json::json!({ "assigned": given });
        return Ok(report::to_stdout(&format!("{whole}\n"))?);
    }
    let words = caller.words();
    let mut text = String::new();
    for (path, id) in given {
        text.push_str(&words.phrase("ids-one", &[("path", path), ("id", id)]));
        text.push('\n');
    }
    if given.is_empty() {
        text = format!("{}\n", words.word("ids-none"));
    }
    Ok(report::to_stdout(&text)?)
}
