//! `build`: the site, all or nothing.
//!
//! In come sources, out go the site and a report. With an error nothing is written, and the
//! report says first who is still online and must go. Never writes half a site.

use std::io::{self, IsTerminal as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

use anyhow::Result;

use super::online_site::OnlineSite;
use super::takedown::Takedown;
use super::timings::Timings;
use super::unchanged::{self, Standing};
use super::{Caller, Told, any, can_make_its_pictures, read_sources, today};
use crate::base::code::{Code, Severity};
use crate::base::diagnostic::Diagnostic;
use crate::base::output::Content;
use crate::base::page_store::PagePlace;
use crate::base::placeholder_colour::PlaceholderColours;
use crate::base::refusal::Refusal;
use crate::base::source::{FileBody, FileFault, Snapshot};
use crate::base::stages::{BuildStage, Stages};
use crate::cli::{BuildArguments, ReportFormat};
use crate::engine::published_index::BuiltWith;
use crate::engine::{Build, Memory, Request, build_from};
use crate::engine::{MARK, server_rules};
use crate::io::changes::Changes;
use crate::io::file;
use crate::io::lock::Lock;
use crate::io::output_folder::OutputFolder;
use crate::io::picture_cache;
use crate::io::placeholder_cache::PlaceholderCache;
use crate::io::progress::Progress;
use crate::io::report::{self, Outcome, Report, RulesPlace, WrittenTo};
use crate::io::server_rules::RulesFolder;
use crate::io::stale_pages::still_online;
use crate::io::stored_pages::StoredPages;
use crate::io::takedown;
use crate::io::told_notes::ToldNotes;
use crate::io::tree::{Listing, PublishedTree};
use crate::io::write::{WrittenSite, write_telling};

pub(super) fn run(caller: &Caller<'_>, wanted: &BuildArguments) -> Result<bool> {
    let progress = caller.progress();
    let asked = wanted.output.clone().unwrap_or_else(|| caller.path("public"));
    let output = OutputFolder::check(caller.root, &asked)?;
    let rules = wanted.server_rules.clone().unwrap_or_else(|| caller.path("server"));
    let rules = RulesFolder::check(&rules, &output)?;
    let timings = Timings::new(caller, wanted, output.path())?;
    let stages = timings.stages();
    // Taken before reading: a build that has read earlier would publish what another command has
    // just taken down.
    let lock = caller.lock()?;
    progress.say(caller.words().word("loading"));
    let standing = Standing::new(wanted, &lock, &output, &rules);
    let (found, made) = stages.of(BuildStage::Find, || standing.look(caller.root))?;
    let sources = found.stamp();
    let same =
        stages.of(BuildStage::Find, || standing.unchanged(caller, wanted, &found, &made));
    if let Some(counts) = same {
        drop(progress);
        unchanged::tell(caller, &asked, counts)?;
        timings.tell()?;
        return Ok(true);
    }
    let mut snapshot = stages.of(BuildStage::Load, || read_sources(found, wanted.at));
    let mut memory = Memory::default();
    let with = BuiltWith {
        base_url: wanted.base_url.clone(),
        drafts: wanted.drafts,
        server_rules: wanted.server_rules.as_ref().map(|at| at.display().to_string()),
    };
    let target = BuildTarget {
        stages: stages.clone(),
        lock: &lock,
        asked: &asked,
        output: &output,
        rules: Some(&rules),
        with,
    };
    let request = target.request(wanted.leave_out_broken);
    if wanted.at.is_some() && !wanted.allow_earlier {
        target.never_earlier(&snapshot)?;
    }
    let takedown = stages.of(BuildStage::Takedown, || {
        target.begin(caller, &snapshot, &request, &mut memory, Some(made))
    });
    let mut made =
        make(caller, &mut snapshot, &target, &takedown, request, memory, &progress);
    if made.changes.is_none() {
        progress.say(caller.words().word("building"));
        let request = target.request(true);
        let good = made.take_good();
        made.report.taken_off = takedown.not_written(&snapshot, good, &request);
        made.find_online(&output);
    }
    stages.of(BuildStage::Keep, || {
        let listing = made.listing.as_ref().filter(|_| made.failures.is_empty());
        standing.keep(&made.report, listing, &snapshot, sources);
    });
    drop(progress);
    let is_first = !takedown::is_site(&output);
    tell(caller, &mut made, wanted.leave_out_broken, is_first)?;
    if made.changes.is_some() {
        ToldNotes::keep(&lock, &made.report.diagnostics);
    }
    timings.tell()?;
    let good = made.changes.is_some();
    let failed = !made.failures.is_empty();
    // The process ends here. The system takes all memory back at once; freeing the site value
    // by value would take a tenth of the build.
    std::mem::forget((made, snapshot));
    if failed { Err(Told.into()) } else { Ok(good) }
}

/// Where a site is to be written, and how it is built.
pub(super) struct BuildTarget<'t> {
    /// Who is told how far the build is.
    pub(super) stages: Stages,
    pub(super) lock: &'t Lock,
    /// The folder as it was asked for, and as it was found good.
    pub(super) asked: &'t Path,
    pub(super) output: &'t OutputFolder,
    /// Where the includes for web servers go; `None` if there is no such place.
    pub(super) rules: Option<&'t RulesFolder>,
    pub(super) with: BuiltWith,
}

impl BuildTarget<'_> {
    /// What is asked of the engine.
    pub(super) fn request(&self, leave_out_broken: bool) -> Request {
        Request {
            drafts: self.with.drafts,
            base_url: self.with.base_url.clone(),
            leave_out_broken,
            withdrawn: Vec::new(),
            placeholder_colours: PlaceholderColours::default(),
            stages: self.stages.clone(),
            pages: PagePlace::default(),
        }
    }

    /// Begins to take people off the site that is online; `tree` is what lies there, if somebody has
    /// looked.
    pub(super) fn begin<'t>(
        &'t self,
        caller: &Caller<'_>,
        snapshot: &Snapshot,
        request: &Request,
        memory: &mut Memory,
        tree: Option<PublishedTree>,
    ) -> Takedown<'t> {
        let (lock, output, asked) = (self.lock, self.output, self.asked);
        let site = OnlineSite { lock, output, asked, tree };
        Takedown::begin(site, caller.language, snapshot, request, memory)
    }

    /// Refuses a day before that of the site which is online: people who have withdrawn since
    /// would be back.
    fn never_earlier(&self, snapshot: &Snapshot) -> Result<(), Refusal> {
        let day = snapshot.today.to_string();
        match super::takedown::online_day(self.lock, self.output) {
            Some(online) if online > snapshot.today => Err(Refusal::new("earlier-day")
                .with("day", day)
                .with("online", online.to_string())),
            // Nobody has noted the day of that site; it may be today's.
            None if takedown::is_site(self.output)
                && today(snapshot) > snapshot.today =>
            {
                Err(Refusal::new("earlier-day-than-today").with("day", day))
            }
            _ => Ok(()),
        }
    }
}

/// A site that was built, and written unless there is an error in it.
pub(super) struct BuiltSite {
    /// `None` if the build broke off.
    pub(super) built: Option<Build>,
    pub(super) report: Report,
    /// What differs from the site before; `None` if that one stays.
    pub(super) changes: Option<Changes>,
    /// What was written, as it lies on the disk.
    pub(super) listing: Option<Listing>,
    /// What could not be done, for reasons outside the sources.
    pub(super) failures: Vec<anyhow::Error>,
}

impl BuiltSite {
    fn broke_off(failure: anyhow::Error) -> Self {
        Self {
            built: None,
            report: Report::default(),
            changes: None,
            listing: None,
            failures: vec![failure],
        }
    }

    /// The finished build, if there is one without errors that could not be written.
    pub(super) fn take_good(&mut self) -> Option<Build> {
        // Where pages lie on the disk, they are not at hand any more.
        let is_whole = |built: &Build| {
            !built.outputs.0.values().any(|one| matches!(one, Content::Stored(_)))
        };
        let is_good =
            |built: &Build| !any(&built.diagnostics, Severity::Error) && is_whole(built);
        self.built.take_if(|built| is_good(built))
    }

    /// Finds pages of other withheld documents, such as drafts, that are still there.
    pub(super) fn find_online(&mut self, output: &OutputFolder) {
        if let Some(built) = &self.built {
            self.report.online = still_online(output.path(), &built.withheld);
        }
    }
}

/// Builds and writes. Nothing that goes wrong ends it early: what was said so far, and who was
/// taken off the site, must be told.
pub(super) fn make(
    caller: &Caller<'_>,
    snapshot: &mut Snapshot,
    target: &BuildTarget<'_>,
    takedown: &Takedown<'_>,
    request: Request,
    memory: Memory,
    progress: &Progress,
) -> BuiltSite {
    if let Err(failure) = can_make_its_pictures(snapshot) {
        return BuiltSite::broke_off(failure);
    }
    let placeholder_colours = Arc::new(PlaceholderCache::of(caller.root));
    // Where files are left out, the site may be made more than once.
    let pages = (!request.leave_out_broken)
        .then(|| Arc::new(StoredPages::begin(target.lock, target.output)));
    let request = Request {
        placeholder_colours: PlaceholderColours::seen_by(placeholder_colours.clone()),
        pages: pages.clone().map_or_else(PagePlace::default, |own| PagePlace::of(own)),
        ..request
    };
    let built = catch_unwind(AssertUnwindSafe(|| {
        with_pictures(caller, target.lock, snapshot, &request, memory, progress)
    }));
    let built = match built {
        Ok(Ok(built)) => built,
        Ok(Err(failure)) => return BuiltSite::broke_off(failure),
        Err(_) => return BuiltSite::broke_off(Refusal::new("build-panicked").into()),
    };
    let report = caller.report(&built.diagnostics, snapshot);
    let mut made = BuiltSite {
        built: None,
        report,
        changes: None,
        listing: None,
        failures: Vec::new(),
    };
    if !any(&built.diagnostics, Severity::Error) {
        progress.say(caller.words().word("writing"));
        takedown.before_writing(snapshot.today);
        let written = target.stages.of(BuildStage::Write, || {
            write_telling(target.lock, target.output, &built.outputs, pages.as_deref())
        });
        match written {
            Ok(WrittenSite { written, mut changes, listing, leftover }) => {
                made.failures.extend(leftover.map(anyhow::Error::from));
                let (removed, listing) = target.stages.of(BuildStage::Keep, || {
                    takedown.written(&built, snapshot, target.with.clone(), listing)
                });
                match &pages {
                    Some(pages) => pages.keep(target.lock, &listing),
                    // What was kept tells of another site, and maybe of people who are gone.
                    None => StoredPages::forget(target.lock, target.output),
                }
                made.listing = Some(listing);
                let mut outcome =
                    WrittenTo::new(target.asked.display().to_string(), &written);
                // What was taken down before is gone as well.
                outcome.removed += changes.add_removed(removed);
                made.report.result = Some(Outcome {
                    pages: built.pages,
                    files: built.outputs.0.len(),
                    output: Some(outcome),
                    seconds: caller.seconds(),
                });
                made.changes = Some(changes);
                target.stages.of(BuildStage::Keep, || {
                    made.after_writing(target, &built, &placeholder_colours);
                });
            }
            Err(failure) => made.failures.push(failure),
        }
    }
    made.built = Some(built);
    made
}

impl BuiltSite {
    /// What the site does not need to be online: caches, and the rules for web servers.
    fn after_writing(
        &mut self,
        target: &BuildTarget<'_>,
        built: &Build,
        placeholder_colours: &PlaceholderCache,
    ) {
        let purged = picture_cache::purge(target.lock, &built.outputs);
        let kept = placeholder_colours.keep(target.lock, &built.outputs);
        self.failures.extend([purged.err(), kept.err()].into_iter().flatten());
        ToldNotes::forget_what_is_over(target.lock, &self.report.diagnostics);
        let (Some(folder), Some(rules)) = (target.rules, server_rules(built)) else {
            return;
        };
        match folder.write(target.lock, MARK, &rules.files) {
            Ok(changed) => {
                self.report.server_rules = Some(RulesPlace {
                    folder: folder.asked().display().to_string(),
                    gone: rules.gone,
                    changed,
                });
            }
            Err(failure) => self.failures.push(failure),
        }
    }
}

/// Builds and makes the pictures. A damaged photo is an error; if broken files are to be left
/// out, the site is built once more with that file as a broken one, so that the document that
/// names it is left out as well.
fn with_pictures(
    caller: &Caller<'_>,
    lock: &Lock,
    snapshot: &mut Snapshot,
    request: &Request,
    mut memory: Memory,
    progress: &Progress,
) -> Result<Build> {
    loop {
        progress.say(caller.words().word("building"));
        let mut built = build_from(snapshot, request, std::mem::take(&mut memory));
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
        let damaged = request.stages.of(BuildStage::Pictures, || {
            picture_cache::make(lock, &built.outputs, &done)
        })?;
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

/// Notes which photos are damaged; false if that was known already.
fn without_photos(snapshot: &mut Snapshot, damaged: &[Diagnostic]) -> bool {
    let mut any = false;
    for path in damaged
        .iter()
        .filter(|one| one.code == Code::PhotoDamaged)
        .filter_map(Diagnostic::path)
    {
        if let Some(source) = snapshot.files.get_mut(path)
            && matches!(source.body, FileBody::Binary(_))
        {
            source.body = FileBody::Broken(FileFault::Damaged);
            any = true;
        }
    }
    any
}

fn tell(
    caller: &Caller<'_>,
    made: &mut BuiltSite,
    left_out: bool,
    is_first: bool,
) -> Result<()> {
    made.note_failures(caller);
    let report = &made.report;
    if caller.format == ReportFormat::Json {
        return Ok(report::to_stdout(&report.json()?)?);
    }
    report::to_stderr(&report.problems(caller.style(io::stderr().is_terminal())))?;
    caller.refuse_all(&made.failures)?;
    if report.result.is_some() {
        return Ok(report::to_stdout(&report.summary(caller.language))?);
    }
    let words = caller.words();
    let rest = if !report.taken_off.is_empty() {
        words.word("rest-stays")
    } else if is_first {
        words.word("nothing-written-first")
    } else {
        words.word("nothing-written")
    };
    let mut end = format!("{rest}\n");
    if !left_out && made.failures.is_empty() && report.only_files_are_wrong() {
        end.push_str(words.word("leave-out-hint"));
        end.push('\n');
    }
    end.push_str(&report.taken_off.end(caller.language));
    Ok(report::to_stderr(&end)?)
}

impl BuiltSite {
    /// Puts what could not be done into the report for machines.
    pub(super) fn note_failures(&mut self, caller: &Caller<'_>) {
        let said = self.failures.iter().map(|failure| caller.explained(failure).0);
        let said: Vec<String> = said.collect();
        if !said.is_empty() {
            self.report.failure = Some(said.join("; "));
        }
    }
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
    fn a_damaged_photo_is_noted_once() {
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
