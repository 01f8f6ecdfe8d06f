//! `consent calendar`: the days on which consents end.
//!
//! In comes a site, out goes a calendar on standard output or in a file. It holds names and is
//! never written into a site.

use std::path::Path;

use anyhow::Result;

use super::look;
use crate::base::refusal::Refusal;
use crate::cli::ReportFormat;
use crate::cmd::Caller;
use crate::engine::office::consent_calendar::calendar;
use crate::engine::office::consents::consents;
use crate::io::report;
use crate::io::source_file::InternalFile;

pub(super) fn run(caller: &Caller<'_>, output: Option<&Path>) -> Result<bool> {
    let file = output
        .map(|path| InternalFile::check(caller.root, &caller.path("public"), path))
        .transpose()?;
    // What is kept must not be older than a withdrawal that is being entered.
    let _lock = file.is_some().then(|| caller.lock()).transpose()?;
    let snapshot = caller.snapshot(None)?;
    let inside = look(&snapshot)?;
    let rows = consents(&inside, snapshot.today, None).unwrap_or_default();
    let calendar = calendar(&rows, snapshot.today, caller.language)
        .ok_or_else(|| Refusal::new("no-end"))?;
    let (Some(file), Some(path)) = (file, output) else {
        report::to_stdout(&calendar)?;
        return Ok(true);
    };
    file.write(&calendar)?;
    let path = path.display().to_string();
    let line = match caller.format {
        ReportFormat::Json => serde_json::json!({ "written": path }).to_string(),
        ReportFormat::Human | ReportFormat::Csv => {
            caller.words().phrase("calendar-written", &[("path", &path)])
        }
    };
    report::to_stdout(&format!("{line}\n"))?;
    Ok(true)
}
