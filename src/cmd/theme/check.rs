//! `theme check`: tests a theme on difficult sites.
//!
//! In comes a theme, out go its mistakes, and the time and memory that pages of many people took.
//! Never writes anything.

use std::io::{self, IsTerminal as _};
use std::time::Instant;

use anyhow::Result;

use super::cases::ThemeUnderTest;
use crate::base::code::Severity;
use crate::base::diagnostic::Diagnostic;
use crate::base::explain::{Explained, explain_all};
use crate::base::language::Language;
use crate::base::refusal::Refusal;
use crate::base::source::Snapshot;
use crate::cli::{ReportFormat, ThemeCheckArguments};
use crate::cmd::Caller;
use crate::engine::{Request, theme_check};
use crate::io::report::{self, Report};

/// The result of a check, ready to be reported.
pub struct CheckReport {
    /// Mistakes of the theme.
    pub diagnostics: Vec<Diagnostic>,
    /// The sources that diagnostics refer to.
    pub snapshot: Snapshot,
    /// Number of pages that were inspected.
    pub pages: usize,
}

impl CheckReport {
    /// The mistakes in words.
    pub fn explained(&self, language: Language) -> Vec<Explained> {
        explain_all(&self.diagnostics, &self.snapshot, language)
    }
}

/// Tests a theme on the difficult site, with and without drafts, and on the empty one.
pub fn look(snapshot: &Snapshot, name: &str) -> CheckReport {
    let tried = ThemeUnderTest::new(snapshot, name);
    let hard = tried.hard();
    let mut diagnostics = theme_check::sheets(&hard);
    let mut pages = 0;
    for (site, drafts) in [(&hard, false), (&hard, true), (&tried.empty(), false)] {
        let request = Request { drafts, ..Request::default() };
        let inspected = theme_check::pages(site, &request);
        pages += inspected.pages;
        diagnostics.extend(inspected.diagnostics);
    }
    CheckReport { diagnostics: each_once(diagnostics), snapshot: hard, pages }
}

/// Removes duplicates: the same mistake on several sites or pages is reported once.
fn each_once(diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut kept: Vec<Diagnostic> = Vec::new();
    for one in diagnostics {
        let same = |other: &Diagnostic| {
            let told = |of: &Diagnostic| -> Vec<_> {
                let told = of.arguments.iter().filter(|(name, _)| *name != "page");
                told.cloned().collect()
            };
            other.code == one.code
                && other.place == one.place
                && told(other) == told(&one)
        };
        if !kept.iter().any(same) {
            kept.push(one);
        }
    }
    kept
}

pub(super) fn run(caller: &Caller<'_>, wanted: &ThemeCheckArguments) -> Result<bool> {
    let progress = caller.progress();
    progress.say(caller.words().word("loading"));
    let snapshot = caller.snapshot(None)?;
    let chosen = wanted.name.clone().or_else(|| theme_check::chosen(&snapshot));
    let name = chosen.ok_or_else(|| Refusal::new("theme-unnamed"))?;
    progress.say(caller.words().word("building"));
    let mut found = look(&snapshot, &name);
    let started = Instant::now();
    let crowd = ThemeUnderTest::new(&snapshot, &name).crowd(wanted.people);
    let crowded = theme_check::pages(&crowd, &Request::default());
    let seconds = started.elapsed().as_secs_f64();
    found.diagnostics.extend(crowded.diagnostics);
    found.diagnostics = each_once(std::mem::take(&mut found.diagnostics));
    // The progress line must disappear before the report is printed.
    drop(progress);
    let report =
        Report { diagnostics: found.explained(caller.language), ..Report::default() };
    if caller.format == ReportFormat::Json {
        report::to_stdout(&report.json()?)?;
    } else {
        let style = caller.style(io::stdout().is_terminal());
        report::to_stdout(&report.problems(style))?;
        let pages = found.pages + crowded.pages;
        let said = summary(caller, &name, pages, (wanted.people, seconds));
        report::to_stdout(&said)?;
    }
    Ok(!crate::cmd::any(&found.diagnostics, Severity::Error))
}

/// A summary of what was inspected, and of the cost of many people.
fn summary(
    caller: &Caller<'_>,
    name: &str,
    pages: usize,
    (people, seconds): (usize, f64),
) -> String {
    let words = caller.words();
    let pages = words.count("pages", pages);
    let seconds = words.seconds(seconds);
    let people = people.to_string();
    let values = [
        ("theme", name),
        ("pages", pages.as_str()),
        ("people", &people),
        ("seconds", &seconds),
    ];
    let mut text = words.phrase("theme-checked", &values) + "\n";
    if let Some(megabytes) = most_memory() {
        let megabytes = megabytes.to_string();
        text += &(words.phrase("theme-memory", &[("size", &megabytes)]) + "\n");
    }
    text
}

/// Peak memory of the program in megabytes, if the system reports it (Linux,
/// `proc_pid_status(5)`).
fn most_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix(" kB")?.trim().parse().ok()?;
    Some(kilobytes.div_ceil(1024))
}
