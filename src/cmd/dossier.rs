//! `dossier`: everything that is held and published about one person, for that person.
//!
//! In comes a word, out goes Markdown on standard output or in a new file. Never writes where
//! it is or would be published, and never over a file that exists.

use std::fs;
use std::io::ErrorKind;

use anyhow::Result;
use serde_json::json;

use super::Caller;
use super::person::person_not_found;
use super::private_file::write_private;
use crate::base::refusal::Refusal;
use crate::cli::{DossierArguments, ReportFormat};
use crate::engine::Request;
use crate::engine::office::dossier::{asked, dossier};
use crate::engine::office::edition_with_sources::inside;
use crate::io::internal_place::may_be_published;
use crate::io::report;

pub(super) fn run(caller: &Caller<'_>, wanted: &DossierArguments) -> Result<bool> {
    if let Some(file) = &wanted.output
        && may_be_published(caller.root, &caller.path("public"), file)
            .map_err(|error| Refusal::about("write", file).because(&error))?
    {
        return Err(Refusal::about("dossier-in-output", file).into());
    }
    // Content and register belong together, as before or after another command.
    let _lock = wanted.output.is_some().then(|| caller.lock()).transpose()?;
    let snapshot = caller.snapshot(wanted.at)?;
    let inside = inside(&snapshot, &Request::default());
    let (number, id) = asked(&inside, &wanted.person)
        .map_err(|why| person_not_found(&wanted.person, &why))?;
    let register = id.map_or_else(|| Ok(Vec::new()), |id| register(caller, &id))?;
    let text = dossier(&snapshot, &inside, number, &register, caller.language);
    let Some(text) = text else { return Err(Refusal::new("site-unusable").into()) };
    match &wanted.output {
        Some(file) => {
            write_private(file, &text, "dossier-exists")?;
            let told = if caller.format == ReportFormat::Json {
                json!({ "file": file.display().to_string() }).to_string()
            } else {
                file.display().to_string()
            };
            report::to_stdout(&(told + "\n"))?;
        }
        None if caller.format == ReportFormat::Json => {
            report::to_stdout(&format!("{}\n", json!({ "text": text })))?;
        }
        None => report::to_stdout(&text)?,
    }
    Ok(true)
}

/// The lines of the person's register, as they stand there.
fn register(caller: &Caller<'_>, id: &str) -> Result<Vec<String>> {
    let path = caller.root.join("register").join(format!("{id}.jsonl"));
    match fs::read_to_string(&path) {
        Ok(text) => Ok(text.lines().map(str::to_owned).collect()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(Refusal::about("read", &path).because(&error).into()),
    }
}
