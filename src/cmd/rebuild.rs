//! The build that `withdraw` and `erase` share.
//!
//! In comes a folder whose sources were changed, out go the new site and its differences. A mistake
//! in another file never keeps anybody online: such files are left out, with a warning; and if no
//! site can be built at all, what is online holds nothing of the person all the same.

use std::io::{self, IsTerminal as _};
use std::path::PathBuf;

use anyhow::Result;
use jiff::civil::Date;

use super::Caller;
use super::build::{BuildTarget, BuiltSite, make};
use super::takedown::{Takedown, built_before};
use crate::base::code::Severity;
use crate::base::explain::Catalogue;
use crate::base::refusal::Refusal;
use crate::base::source::SitePath;
use crate::cli::ReportFormat;
use crate::engine::published_index::BuiltWith;
use crate::engine::{Memory, Unchanged};
use crate::io::changes::Changes;
use crate::io::lock::Lock;
use crate::io::output_folder::OutputFolder;
use crate::io::report;
use crate::io::server_rules::RulesFolder;

/// A site that was rebuilt after a change.
pub(super) struct Rebuilt {
    pub(super) made: BuiltSite,
    /// True if files with errors were left out.
    pub(super) left_out: bool,
}

/// How the last build was asked for, unless the caller asks otherwise.
pub(super) fn as_before(
    lock: &Lock,
    output: &OutputFolder,
    base_url: Option<&String>,
    server_rules: Option<&PathBuf>,
) -> BuiltWith {
    let before = built_before(lock, output).map(|(_, with)| with).unwrap_or_default();
    let folder = server_rules.map(|folder| folder.display().to_string());
    BuiltWith {
        base_url: base_url.cloned().or(before.base_url),
        server_rules: folder.or(before.server_rules),
        drafts: before.drafts,
    }
}

/// The folder for the rules of web servers; a wrong one is a failure to tell, and no reason to
/// leave anybody online.
pub(super) fn rules_folder(
    caller: &Caller<'_>,
    with: &BuiltWith,
    output: &OutputFolder,
    failures: &mut Vec<anyhow::Error>,
) -> Option<RulesFolder> {
    let named = with.server_rules.as_ref().map(PathBuf::from);
    let folder = named.unwrap_or_else(|| caller.path("server"));
    RulesFolder::check(&folder, output).map_err(|failure| failures.push(failure)).ok()
}

/// Builds the site; if there are errors, builds it again without the files that have them. What
/// is online holds nothing of leavers afterwards, whether a new site was written or not.
/// `withdrawn` are withdrawals that the sources may not tell, and
/// `memory` holds what was read of them.
pub(super) fn rebuild(
    caller: &Caller<'_>,
    target: &BuildTarget<'_>,
    takedown: Takedown<'_>,
    withdrawn: &[(SitePath, Date)],
    memory: Memory,
) -> Result<Rebuilt> {
    let progress = caller.progress();
    let once = |leave_out_broken, memory| {
        // Loaded again, since the sources were just edited.
        let mut snapshot = caller.sources(None)?;
        let mut request = target.request(leave_out_broken);
        request.withdrawn = withdrawn.to_vec();
        let made =
            make(caller, &mut snapshot, target, &takedown, request, memory, &progress);
        anyhow::Ok((made, snapshot))
    };
    let (first, _) = once(false, memory)?;
    if first.changes.is_some() {
        return Ok(Rebuilt { made: first, left_out: false });
    }
    // It may have failed for a reason outside of the files.
    let left_out = first.report.count(Severity::Error) > 0;
    let (mut made, snapshot) = once(true, Memory::default())?;
    if made.changes.is_none() {
        let mut request = target.request(true);
        request.withdrawn = withdrawn.to_vec();
        let good = made.take_good();
        made.report.taken_off = takedown.not_written(&snapshot, good, &request);
        made.find_online(target.output);
    }
    Ok(Rebuilt { made, left_out })
}

impl Rebuilt {
    /// Reports errors and warnings on standard error. Notes are left out: most are about other
    /// people.
    pub(super) fn tell_problems(&self, caller: &Caller<'_>) -> Result<()> {
        if caller.format != ReportFormat::Human {
            return Ok(());
        }
        let mut report = self.made.report.clone();
        if !caller.verbose {
            report.diagnostics.retain(|one| one.severity != Severity::Note);
        }
        // Warnings matter here if they explain why files were left out.
        if !self.left_out && !caller.verbose {
            report.diagnostics.retain(|one| one.severity != Severity::Warning);
        }
        let style = caller.style(io::stderr().is_terminal());
        report::to_stderr(&report.problems(style))?;
        if self.left_out && self.made.changes.is_some() {
            let said = caller.words().word("withdraw-left-out");
            report::to_stderr(&report::warning(said, style))?;
        }
        Ok(())
    }

    /// True if nothing of the person is online.
    pub(super) fn is_off(&self) -> bool {
        self.made.report.taken_off.stuck.is_empty()
    }
}

/// Explains why a file was not edited, with the line to enter by hand.
pub(super) fn cannot_edit(path: &SitePath, why: Unchanged, line: &str) -> Refusal {
    let refusal = match why {
        Unchanged::Unreadable => Refusal::new("edit-unreadable"),
        Unchanged::Unusual => Refusal::new("edit-unusual"),
        Unchanged::Spreads => Refusal::new("edit-spreads"),
    };
    refusal.with("path", path.as_str()).with("line", line)
}

/// A heading with indented lines; nothing if there are no lines.
pub(super) fn section<S: AsRef<str>>(
    heading: &str,
    lines: impl IntoIterator<Item = S>,
) -> String {
    let mut lines = lines.into_iter().peekable();
    if lines.peek().is_none() {
        return String::new();
    }
    let mut text = format!("\n{heading}:\n");
    for line in lines {
        text.push_str("  ");
        text.push_str(line.as_ref());
        text.push('\n');
    }
    text
}

/// Lists the files of the site that changed.
pub(super) fn files(caller: &Caller<'_>, changes: &Changes) -> String {
    let words = caller.words();
    let all = [
        ("files-changed", &changes.changed),
        ("files-added", &changes.added),
        ("files-removed", &changes.removed),
    ];
    if all.iter().all(|(_, files)| files.is_empty()) {
        return format!("\n{}\n", words.word("files-none"));
    }
    all.iter().map(|(name, files)| section(words.word(name), *files)).collect()
}

/// A day in the format of the caller's language.
pub(super) fn day(caller: &Caller<'_>, day: jiff::civil::Date) -> String {
    Catalogue::of(caller.language).day(day)
}
