//! A build that has nothing to do: it says so at once.
//!
//! In comes what a build was asked for, out goes whether sources, site and day are those of the
//! last build. Never decides anything about people: whatever differs in the least, everything is
//! built.

use std::path::Path;

use anyhow::Result;

use super::Caller;
use crate::base::code::Severity;
use crate::base::source::Snapshot;
use crate::base::zone;
use crate::cli::{BuildArguments, ReportFormat};
use crate::engine::time_zone;
use crate::io::last_build::{self, LastBuild, LastCounts, SourcesStamp};
use crate::io::load::FoundSources;
use crate::io::lock::Lock;
use crate::io::output_folder::OutputFolder;
use crate::io::report::{self, Outcome, Report, WrittenTo};
use crate::io::server_rules::RulesFolder;
use crate::io::this_program::this_program;
use crate::io::tree::{Listing, PublishedTree};
use crate::io::write::{WriteMethod, Written};

/// What a build finds before it begins.
pub(super) struct Standing<'s> {
    lock: &'s Lock,
    output: &'s OutputFolder,
    rules: &'s RulesFolder,
    /// A digest of the program and of what was asked for; `None` if the program cannot be told
    /// from another version of it.
    asked: Option<String>,
    last: Option<LastBuild>,
}

impl<'s> Standing<'s> {
    pub(super) fn new(
        wanted: &BuildArguments,
        lock: &'s Lock,
        output: &'s OutputFolder,
        rules: &'s RulesFolder,
    ) -> Self {
        let with = (&wanted.base_url, wanted.drafts, wanted.leave_out_broken);
        let asked = this_program()
            .map(|program| last_build::asked(&(program, with, rules.path())));
        let last = LastBuild::read(lock, output)
            .filter(|last| asked.as_ref() == Some(&last.asked));
        Self { lock, output, rules, asked, last }
    }

    /// Finds the sources, and what lies in the published folder.
    ///
    /// # Errors
    /// If the site folder cannot be listed.
    pub(super) fn look(&self, root: &Path) -> Result<(FoundSources, PublishedTree)> {
        let made = || PublishedTree::look(self.output);
        let (found, made) = rayon::join(|| FoundSources::find(root), made);
        Ok((found?, made))
    }

    /// What the last build made, if this one would make the same again.
    pub(super) fn unchanged(
        &self,
        caller: &Caller<'_>,
        wanted: &BuildArguments,
        found: &FoundSources,
        made: &PublishedTree,
    ) -> Option<LastCounts> {
        // Whoever wants every note, or all of them for a program, needs a whole build.
        if caller.verbose || caller.format == ReportFormat::Json {
            return None;
        }
        let last = self.last.as_ref()?;
        let made = made.listing(self.output);
        let today = || {
            let zone = zone::time_zone(&last.zone)?;
            Some(jiff::Timestamp::now().to_zoned_datetime(zone).date())
        };
        let day = wanted.at.or_else(today).map(|day| day.to_string());
        let is_same = day.as_ref() == Some(&last.day)
            && last.still_stands(
                found.stamp(),
                self.output,
                &made,
                Some(self.rules.path()),
            );
        is_same.then_some(last.counts)
    }

    /// Keeps what a build was made from that was told so; `listing` is what it has written, if
    /// nothing failed.
    pub(super) fn keep(
        &self,
        report: &Report,
        listing: Option<&Listing>,
        snapshot: &Snapshot,
        sources: SourcesStamp,
    ) {
        let (Some(zone), Some(outcome), Some(listing), Some(asked)) =
            (time_zone(snapshot), &report.result, listing, self.asked.clone())
        else {
            return LastBuild::forget(self.lock, self.output);
        };
        let counts = LastCounts {
            pages: outcome.pages,
            files: outcome.files,
            warnings: report.count(Severity::Warning),
            notes: report.count(Severity::Note),
        };
        let day = snapshot.today.to_string();
        let last = LastBuild::new(zone, day, asked, counts);
        let rules = Some(self.rules.path());
        LastBuild::keep(self.lock, self.output, listing, rules, sources, last);
    }
}

/// Says that the site is as it was.
///
/// # Errors
/// If it cannot be said.
pub(super) fn tell(caller: &Caller<'_>, asked: &Path, counts: LastCounts) -> Result<()> {
    let LastCounts { pages, files, warnings, notes } = counts;
    let words = caller.words();
    let told = [("warnings", warnings), ("notes", notes)];
    let told = told.into_iter().filter(|(_, count)| *count > 0);
    let told: Vec<String> = told.map(|(name, count)| words.count(name, count)).collect();
    if !told.is_empty() {
        let line = words.phrase("as-before", &[("told", &told.join(", "))]);
        report::to_stderr(&format!("{line}\n"))?;
    }
    let way = WriteMethod::Untouched;
    let written = Written { written: 0, unchanged: files, removed: 0, way };
    let output = Some(WrittenTo::new(asked.display().to_string(), &written));
    let result = Some(Outcome { pages, files, output, seconds: caller.seconds() });
    Ok(report::to_stdout(
        &Report { result, ..Report::default() }.summary(caller.language),
    )?)
}
