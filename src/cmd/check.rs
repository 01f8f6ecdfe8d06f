//! `check`: everything that can be wrong with the site.
//!
//! In come sources, out goes a report, on standard output since it is what was asked for. It says
//! first who is on the site that was built last and must not be there; that is no mistake in the
//! sources, and the next build ends it. Writes nothing, not even the cache of pictures.

use std::io::{self, IsTerminal as _};

use anyhow::Result;

use super::{Caller, any, present_site};
use crate::base::code::Severity;
use crate::cli::{CheckArguments, Deny, ReportFormat};
use crate::engine::{Memory, Request, build_from};
use crate::io::file;
use crate::io::picture_cache;
use crate::io::report::{self, Outcome};

pub(super) fn run(caller: &Caller<'_>, wanted: &CheckArguments) -> Result<bool> {
    let progress = caller.progress();
    progress.say(caller.words().word("loading"));
    let snapshot = caller.snapshot(wanted.at)?;
    progress.say(caller.words().word("building"));
    let mut memory = Memory::default();
    let online = present_site::still_there(caller, &snapshot, &mut memory);
    let built = build_from(&snapshot, &Request::default(), memory);
    let leaks = built.search_copies(|path| file::bytes(caller.root, path));
    let mut diagnostics = built.diagnostics;
    diagnostics.extend(leaks);
    diagnostics.extend(picture_cache::check(
        caller.root,
        &built.outputs,
        &|done, total| {
            let [done, total] = [done, total].map(|number| number.to_string());
            let values = [("done", done.as_str()), ("total", total.as_str())];
            progress.say(caller.words().phrase("picturing", &values));
        },
    )?);
    drop(progress);
    let denied =
        wanted.deny == Some(Deny::Warnings) && any(&diagnostics, Severity::Warning);
    let mut report = caller.report(&diagnostics, &snapshot);
    report.online = online;
    report.result = Some(Outcome {
        pages: built.pages,
        files: built.outputs.0.len(),
        output: None,
        seconds: caller.seconds(),
    });
    if caller.format == ReportFormat::Json {
        report::to_stdout(&report.json()?)?;
    } else {
        report::to_stdout(&report.problems(caller.style(io::stdout().is_terminal())))?;
        report::to_stdout(&report.summary(caller.language))?;
    }
    Ok(!denied && !any(&diagnostics, Severity::Error))
}
