//! Tells everyone what has happened: the tabs of the browser and the terminal.
//!
//! In come a build and how long it took, out go an event and a line. Problems are printed when
//! they change, not with every save.

use std::collections::BTreeSet;
use std::io::{self, IsTerminal as _};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::civil::Date;
use serde::Serialize;

use super::stage::{Now, Stage};
use crate::base::code::Severity;
use crate::base::diagnostic::Diagnostic;
use crate::base::explain::{Catalogue, explain_all};
use crate::base::language::Language;
use crate::base::program_words::ProgramWords;
use crate::base::refusal::Refusal;
use crate::base::source::SitePath;
use crate::cli::{ReportFormat, ServeArguments};
use crate::cmd::Caller;
use crate::engine::proof::awaiting;
use crate::io::report::{self, Report, Style};
use crate::preview_server::events::EventStream;

/// More saved pages than this come from a checkout, and nobody wants to be led to one of them.
const MOST_SAVED: usize = 5;

/// How many files that are not shown are named at the start.
const MOST_WITHHELD: usize = 5;

/// What is told of a build.
#[derive(Serialize)]
struct BuildEvent<'e> {
    build: u64,
    state: &'static str,
    seconds: f64,
    saved: Vec<String>,
    errors: usize,
    warnings: usize,
    phrase: Option<&'e str>,
}

/// Tells what has happened.
#[derive(Clone)]
pub(super) struct News {
    events: EventStream,
    stage: Arc<Stage>,
    language: Language,
    format: ReportFormat,
    style: Style,
    /// Guests are told nothing about files, and are not led from page to page.
    share: bool,
    /// Where the proofs are listed.
    proofs: Arc<str>,
    /// The problems that were printed last.
    told: Arc<Mutex<Vec<Diagnostic>>>,
}

impl News {
    pub(super) fn new(
        caller: &Caller<'_>,
        wanted: &ServeArguments,
        events: EventStream,
        stage: Arc<Stage>,
        proofs: String,
    ) -> Self {
        Self {
            events,
            stage,
            language: caller.language,
            format: caller.format,
            style: caller.style(io::stderr().is_terminal()),
            share: wanted.share,
            proofs: proofs.into(),
            told: Arc::default(),
        }
    }

    pub(super) fn stage(&self) -> &Stage {
        &self.stage
    }

    fn words(&self) -> &'static ProgramWords {
        ProgramWords::of(self.language)
    }

    /// What is being done before the first build is there.
    pub(super) fn progress(&self, phrase: &str) {
        let phrase = self.words().word(phrase);
        self.stage.say(phrase);
        let data = serde_json::json!({ "phrase": phrase });
        self.events.send("progress", &data.to_string());
    }

    /// The first build.
    pub(super) fn first(&self, seconds: f64) {
        let now = self.stage.now();
        self.send(&now, seconds, Vec::new());
        let renderer = now.shown.as_ref().and_then(|shown| shown.edition.renderer());
        let pages = renderer.map_or(0, |renderer| renderer.jobs().len());
        let words = self.words();
        let values =
            [("pages", words.count("pages", pages)), ("seconds", words.seconds(seconds))];
        self.line("first-build", &values);
        self.tell_withheld(&now);
        self.tell_problems(&now);
    }

    /// What somebody has written and does not see, and why: otherwise a site without anybody
    /// looks like one without a mistake.
    fn tell_withheld(&self, now: &Now) {
        let (Some(shown), Some(snapshot)) = (&now.shown, &now.snapshot) else { return };
        let withheld = shown.edition.withheld();
        if withheld.is_empty() {
            return;
        }
        let words = self.words();
        let count = words.count("withheld-files", withheld.len());
        self.line("not-shown", &[("count", count)]);
        let notes = withheld.iter().take(MOST_WITHHELD).filter_map(|one| {
            let is_note = |found: &&Diagnostic| {
                found.code == one.code && found.path() == Some(&one.path)
            };
            shown.diagnostics.iter().find(is_note)
        });
        let notes: Vec<Diagnostic> = notes.cloned().collect();
        for note in explain_all(&notes, snapshot, self.language) {
            let path = note.path.clone().unwrap_or_default();
            self.line("not-shown-one", &[("path", path), ("why", note.message.clone())]);
        }
        let more = withheld.len().saturating_sub(MOST_WITHHELD);
        if more > 0 && self.format == ReportFormat::Human {
            let _ =
                report::to_stderr(&format!("{}\n", words.count("withheld-more", more)));
        }
        let waits = shown.edition.site().is_some_and(|site| !awaiting(site).is_empty());
        if waits && !self.share {
            self.line("not-shown-proofs", &[("address", self.proofs.to_string())]);
        }
    }

    /// A build after a change.
    pub(super) fn changed(
        &self,
        paths: &BTreeSet<SitePath>,
        took: Duration,
        day: Option<Date>,
    ) {
        let now = self.stage.now();
        let saved = if paths.len() <= MOST_SAVED && !self.share {
            pages_of(&now, paths)
        } else {
            Vec::new()
        };
        self.send(&now, took.as_secs_f64(), saved);
        let time = jiff::ZonedDateTime::now().strftime("%H:%M:%S").to_string();
        if let Some(day) = day {
            let day = Catalogue::of(self.language).day(day);
            self.line("midnight", &[("time", time.clone()), ("day", day)]);
        }
        if !paths.is_empty() {
            let values = [
                ("time", time),
                ("files", super::changed_files(paths, self.words())),
                ("milliseconds", took.as_millis().to_string()),
            ];
            self.line("rebuilt", &values);
        }
        self.tell_problems(&now);
    }

    /// All pages were made; `news` if something showed there or is mended.
    pub(super) fn late(&self, news: bool) {
        let now = self.stage.now();
        if news {
            self.send(&now, 0.0, Vec::new());
        }
        self.tell_problems(&now);
    }

    /// Something that keeps the preview from looking at the folder.
    pub(super) fn refuse(&self, error: &anyhow::Error) {
        let (message, help) = match error.downcast_ref::<Refusal>() {
            Some(refusal) => refusal.text(self.language),
            None => (format!("{error:#}"), String::new()),
        };
        // A terminal that is gone is no reason to end the preview.
        let _ = report::to_stderr(&report::refusal(&message, &help, self.style));
    }

    /// Tells the tabs that the preview ends, so that they do not wait for it to come back.
    pub(super) fn send_shutdown(&self) {
        self.events.send("bye", "{}");
    }

    fn send(&self, now: &Now, seconds: f64, saved: Vec<String>) {
        let count = |wanted| now.problems().filter(|one| one.severity == wanted).count();
        let errors = count(Severity::Error);
        let event = BuildEvent {
            build: now.build,
            state: if errors > 0 { "broken" } else { "good" },
            seconds,
            saved,
            errors,
            warnings: count(Severity::Warning),
            phrase: None,
        };
        self.events.send("build", &serde_json::to_string(&event).unwrap_or_default());
    }

    fn line(&self, phrase: &str, values: &[(&str, String)]) {
        if self.format == ReportFormat::Human {
            let values: Vec<(&str, &str)> =
                values.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let line = self.words().phrase(phrase, &values);
            let _ = report::to_stderr(&format!("{line}\n"));
        }
    }

    /// Prints the problems if they are others than last time.
    fn tell_problems(&self, now: &Now) {
        let wanted =
            |one: &&Diagnostic| one.severity != Severity::Note || self.style.verbose;
        let problems: Vec<Diagnostic> = now.problems().filter(wanted).cloned().collect();
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        // That all is well is said when all pages were made, not before.
        if *told == problems || (problems.is_empty() && !now.proved) {
            return;
        }
        let Some(snapshot) = &now.snapshot else { return };
        let report = Report {
            diagnostics: explain_all(&problems, snapshot, self.language),
            ..Report::default()
        };
        let _ = match self.format {
            ReportFormat::Json | ReportFormat::Csv => {
                report::to_stdout(&report.json().unwrap_or_default())
            }
            ReportFormat::Human if problems.is_empty() => {
                let time = jiff::ZonedDateTime::now().strftime("%H:%M:%S").to_string();
                self.line("no-more-problems", &[("time", time)]);
                Ok(())
            }
            ReportFormat::Human => report::to_stderr(&report.problems(self.style)),
        };
        *told = problems;
    }
}

/// The pages that files make, as far as they make one.
fn pages_of(now: &Now, paths: &BTreeSet<SitePath>) -> Vec<String> {
    let Some(shown) = &now.shown else { return Vec::new() };
    let page = |path| shown.edition.page_of(path).map(ToOwned::to_owned);
    paths.iter().filter_map(page).collect()
}
