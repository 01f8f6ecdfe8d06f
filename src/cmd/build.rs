//! `build`: the site, all or nothing.
//!
//! In come sources, out go the site and a report. With an error nothing is written, and the
//! report says first who is still online and must go. Never writes half a site.

use std::io::{self, IsTerminal as _};
use std::path::Path;
use std::sync::Arc;

use anyhow::Result;

use super::{Caller, any};
use crate::base::code::{Code, Severity};
use crate::base::diagnostic::Diagnostic;
use crate::base::placeholder_colour::PlaceholderColours;
use crate::base::source::{FileBody, Snapshot};
use crate::cli::{BuildArguments, ReportFormat};
use crate::engine::{Build, Request, build};
use crate::engine::{MARK, server_rules};
use crate::io::file;
use crate::io::lock::Lock;
use crate::io::output_folder::OutputFolder;
use crate::io::picture_cache;
use crate::io::placeholder_cache::PlaceholderCache;
use crate::io::progress::Progress;
use crate::io::report::{self, Outcome, Report, RulesPlace, WrittenTo};
use crate::io::server_rules::RulesFolder;
use crate::io::stale_pages::still_online;
use crate::io::write::{Changes, write_telling};

pub(super) fn run(caller: &Caller<'_>, wanted: &BuildArguments) -> Result<bool> {
    let asked = wanted.output.clone().unwrap_or_else(|| caller.path("public"));
    let output = OutputFolder::check(caller.root, &asked)?;
    let rules = wanted.server_rules.clone().unwrap_or_else(|| caller.path("server"));
    let rules = RulesFolder::check(&rules, &output)?;
    let lock = caller.lock()?;
    let progress = caller.progress();
    progress.say(caller.words().word("loading"));
    let mut snapshot = caller.snapshot(wanted.at)?;
    let request = Request {
        drafts: wanted.drafts,
        base_url: wanted.base_url.clone(),
        leave_out_broken: wanted.leave_out_broken,
        placeholder_colours: PlaceholderColours::default(),
    };
    let target = BuildTarget { asked: &asked, output: &output, rules: &rules };
    let made = make(caller, &lock, &mut snapshot, &target, request, &progress)?;
    drop(progress);
    tell(caller, &made.report, wanted.leave_out_broken)?;
    let good = made.changes.is_some();
    // The process ends here. The system takes all memory back at once; freeing the site value
    // by value would take a tenth of the build.
    std::mem::forget((made, snapshot));
    Ok(good)
}

/// Where a site is to be written: as it was asked for, and as it was found good.
pub(super) struct BuildTarget<'t> {
    pub(super) asked: &'t Path,
    pub(super) output: &'t OutputFolder,
    /// Where the includes for web servers go.
    pub(super) rules: &'t RulesFolder,
}

/// A site that was built, and written unless there is an error in it.
pub(super) struct BuiltSite {
    pub(super) built: Build,
    pub(super) report: Report,
    /// What differs from the site before; `None` if that one stays.
    pub(super) changes: Option<Changes>,
}

/// Builds and writes.
pub(super) fn make(
    caller: &Caller<'_>,
    lock: &Lock,
    snapshot: &mut Snapshot,
    target: &BuildTarget<'_>,
    request: Request,
    progress: &Progress,
) -> Result<BuiltSite> {
    let placeholder_colours = Arc::new(PlaceholderCache::of(caller.root));
    let request = Request {
        placeholder_colours: PlaceholderColours::seen_by(placeholder_colours.clone()),
        ..request
    };
    let built = with_pictures(caller, lock, snapshot, &request, progress)?;
    let mut report = caller.report(&built.diagnostics, snapshot);
    let mut changes = None;
    if any(&built.diagnostics, Severity::Error) {
        report.online = still_online(target.output.path(), &built.withheld);
    } else {
        progress.say(caller.words().word("writing"));
        let (written, differs) = write_telling(lock, target.output, &built.outputs)?;
        picture_cache::purge(lock, &built.outputs)?;
        placeholder_colours.keep(lock, &built.outputs)?;
        if let Some(rules) = server_rules(&built) {
            report.server_rules = Some(RulesPlace {
                folder: target.rules.asked().display().to_string(),
                gone: rules.gone,
                changed: target.rules.write(lock, MARK, &rules.files)?,
            });
        }
        report.result = Some(Outcome {
            pages: built.pages,
            files: built.outputs.0.len(),
            output: Some(WrittenTo::new(target.asked.display().to_string(), &written)),
            seconds: caller.seconds(),
        });
        changes = Some(differs);
    }
    Ok(BuiltSite { built, report, changes })
}

/// Builds and makes the pictures. A damaged photo is an error; if broken files are to be left
/// out, the site is built once more as if that file were no photo, so that the document that
/// names it is left out as well.
fn with_pictures(
    caller: &Caller<'_>,
    lock: &Lock,
    snapshot: &mut Snapshot,
    request: &Request,
    progress: &Progress,
) -> Result<Build> {
    loop {
        progress.say(caller.words().word("building"));
        let mut built = build(snapshot, request);
        let leaks = built.search_copies(|path| file::bytes(caller.root, path));
        built.diagnostics.extend(leaks);
        if any(&built.diagnostics, Severity::Error) {
            return Ok(built);
        }
        let done = |done: usize, total: usize| {
            let [done, total] = [done, total].map(|number| number.to_string());
            let values = [("done", done.as_str()), ("total", total.as_str())];
            progress.say(caller.words().phrase("picturing", &values));
        };
        let damaged = picture_cache::make(lock, &built.outputs, &done)?;
        if damaged.is_empty() || !request.leave_out_broken {
            built.diagnostics.extend(damaged);
            return Ok(built);
        }
        if !without_photos(snapshot, &damaged) {
            // Naming them a second time would not end.
            built.diagnostics.extend(damaged);
            return Ok(built);
        }
    }
}

/// Makes the damaged photos mere files; false if they were that already.
fn without_photos(snapshot: &mut Snapshot, damaged: &[Diagnostic]) -> bool {
    let mut any = false;
    for path in damaged
        .iter()
        .filter(|one| one.code == Code::PhotoDamaged)
        .filter_map(Diagnostic::path)
    {
        if let Some(source) = snapshot.files.get_mut(path)
            && let FileBody::Binary(binary) = &mut source.body
        {
            any |= binary.picture.take().is_some();
        }
    }
    any
}

fn tell(caller: &Caller<'_>, report: &Report, left_out: bool) -> Result<()> {
    if caller.format == ReportFormat::Json {
        return Ok(report::to_stdout(&report.json()?)?);
    }
    report::to_stderr(&report.problems(caller.style(io::stderr().is_terminal())))?;
    if report.result.is_some() {
        return Ok(report::to_stdout(&report.summary(caller.language))?);
    }
    let words = caller.words();
    let mut end = format!("{}\n", words.word("nothing-written"));
    if !left_out && report.only_files_are_wrong() {
        end.push_str(words.word("leave-out-hint"));
        end.push('\n');
    }
    Ok(report::to_stderr(&end)?)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use jiff::civil::Date;

    use super::*;
    use crate::base::diagnostic::Place as Where;
    use crate::base::digest::Digest;
    use crate::base::source::{Binary, SitePath, Size, Source};

    #[test]
    fn a_damaged_photo_becomes_a_mere_file_once() {
        let path = SitePath::new("content/directory/jana.jpg");
        let picture = Some(Size { width: 4, height: 4 });
        let body = FileBody::Binary(Binary { length: 10, picture, font: None });
        let source = Source { path: path.clone(), body, digest: Digest(1) };
        let files = BTreeMap::from([(path.clone(), source)]);
        let mut snapshot = Snapshot { files, today: Date::default() };
        let damaged = [Diagnostic::at(Code::PhotoDamaged, Where::file(&path))];
        assert!(without_photos(&mut snapshot, &damaged));
        assert!(!without_photos(&mut snapshot, &damaged));
    }
}
