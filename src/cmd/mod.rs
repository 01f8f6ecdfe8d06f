//! The commands: each wires reading, the pipeline, writing and the report.
//!
//! In come the arguments, out goes an exit status: 0 done, 1 the site has errors, 2 usage or
//! environment. Only this folder reads the clock and the environment; nothing here knows what
//! a page looks like.
#![expect(
    clippy::disallowed_methods,
    reason = "this folder reads the clock and the environment"
)]

use std::io::{self, IsTerminal as _};
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Result;
use clap::CommandFactory as _;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::base::code::Severity;
use crate::base::diagnostic::Diagnostic;
use crate::base::explain::explain_all;
use crate::base::language::Language;
use crate::base::limits::STACK;
use crate::base::program_words::ProgramWords;
use crate::base::refusal::Refusal;
use crate::base::source::Snapshot;
use crate::base::zone;
use crate::cli::{Arguments, Command, ConsentCommand, Lang, ReportFormat};
use crate::engine::{message_language, time_zone};
use crate::io::load::FoundSources;
use crate::io::lock::Lock;
use crate::io::progress::Progress;
use crate::io::report::{self, Report, Style};
use crate::io::told_notes::ToldNotes;

mod assign_ids;
mod build;
mod check;
mod consent;
mod dossier;
mod erase;
mod explain;
pub mod help;
mod init;
mod man;
mod name_parts;
mod new;
mod online_site;
mod opaque_id;
mod person;
mod present_site;
mod privacy;
mod private_file;
mod proof;
mod published_files;
mod rebuild;
#[cfg(feature = "serve")]
mod serve;
mod takedown;
pub mod theme;
mod timings;
mod unchanged;
mod upcoming;
mod withdraw;

/// What every command knows about its caller.
struct Caller<'a> {
    root: &'a Path,
    language: Language,
    format: ReportFormat,
    verbose: bool,
    started: Instant,
}

/// Runs the command that was asked for, on threads whose stack is known: templates are read
/// and run there, and are bounded so that they fit.
pub fn run(arguments: &Arguments) -> ExitCode {
    // Fails only if there is a pool already, which then is the caller's own.
    let _ = rayon::ThreadPoolBuilder::new().stack_size(STACK).build_global();
    let command = || run_here(arguments);
    std::thread::scope(|threads| {
        let thread = std::thread::Builder::new().stack_size(STACK);
        match thread.spawn_scoped(threads, command) {
            Ok(thread) => thread.join().unwrap_or_else(|panic| resume_unwind(panic)),
            // A system that gives no second thread gives the command its only one.
            Err(_) => run_here(arguments),
        }
    })
}

fn run_here(arguments: &Arguments) -> ExitCode {
    let caller = Caller {
        root: &arguments.root,
        language: language(arguments.lang, &arguments.root),
        format: arguments.format,
        verbose: arguments.verbose,
        started: Instant::now(),
    };
    let done = match &arguments.command {
        command if !fits(command, arguments.format) => {
            Err(Refusal::new("format-csv").into())
        }
        Command::Build(wanted) => build::run(&caller, wanted),
        Command::Check(wanted) => check::run(&caller, wanted),
        #[cfg(feature = "serve")]
        Command::Serve(wanted) => serve::run(&caller, wanted),
        Command::Init(wanted) => init::run(&caller, wanted),
        Command::New(wanted) => new::run(&caller, wanted),
        Command::Theme(wanted) => theme::run(&caller, wanted),
        Command::Consent(wanted) => consent::run(&caller, wanted),
        Command::AssignIds => assign_ids::run(&caller),
        Command::Withdraw(wanted) => withdraw::run(&caller, wanted),
        Command::Erase(wanted) => erase::run(&caller, wanted),
        Command::Explain(wanted) => explain::run(&caller, wanted),
        Command::Upcoming(wanted) => upcoming::run(&caller, wanted),
        Command::Dossier(wanted) => dossier::run(&caller, wanted),
        Command::Proof(wanted) => proof::run(&caller, wanted),
        Command::Privacy(wanted) => privacy::run(&caller, wanted),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(
                *shell,
                &mut Arguments::command(),
                "matrikel",
                &mut script,
            );
            print(&script)
        }
        Command::Man(wanted) => man::run(&caller, wanted),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) if error.is::<Told>() => ExitCode::from(2),
        Err(error) => {
            // If not even this can be said, the status still says it.
            let _ = caller.refuse(&error);
            ExitCode::from(2)
        }
    }
}

/// Only a list can be written for spreadsheets.
fn fits(command: &Command, format: ReportFormat) -> bool {
    let is_list = matches!(command, Command::Consent(ConsentCommand::List(_)));
    is_list || format != ReportFormat::Csv
}

fn print(bytes: &[u8]) -> Result<bool> {
    report::to_stdout(&String::from_utf8_lossy(bytes))?;
    Ok(true)
}

/// The language that was asked for, else that of the settings, else that of the system, else
/// English.
fn language(asked: Option<Lang>, root: &Path) -> Language {
    let settings = || std::fs::read_to_string(root.join("config.toml")).ok();
    match asked {
        Some(Lang::De) => Language::De,
        Some(Lang::En) => Language::En,
        None => {
            settings().and_then(|text| message_language(&text)).unwrap_or_else(|| {
                let variables = ["LC_ALL", "LC_MESSAGES", "LANG"]
                    .map(|name| std::env::var(name).ok());
                language_of_system(variables)
            })
        }
    }
}

/// As POSIX has it: the first variable that is not empty decides.
fn language_of_system(variables: [Option<String>; 3]) -> Language {
    let locale = variables.into_iter().flatten().find(|value| !value.is_empty());
    let code = locale.as_deref().and_then(|locale| locale.get(..2)).unwrap_or("");
    Language::from_code(code).unwrap_or(Language::En)
}

impl Caller<'_> {
    /// A file of the site as the caller would write it.
    fn path(&self, below: &str) -> PathBuf {
        if self.root == Path::new(".") { below.into() } else { self.root.join(below) }
    }

    fn words(&self) -> &'static ProgramWords {
        ProgramWords::of(self.language)
    }

    fn progress(&self) -> Progress {
        Progress::start(self.format == ReportFormat::Human && io::stderr().is_terminal())
    }

    fn seconds(&self) -> f64 {
        self.started.elapsed().as_secs_f64()
    }

    /// The right to write. While another command has it, waits and says for which process.
    /// Whoever writes what was read takes it first, or it may be the text of before.
    fn lock(&self) -> Result<Lock> {
        if !self.root.is_dir() {
            return Err(Refusal::about("root-missing", self.root).into());
        }
        Lock::take_telling(self.root, &|process| {
            let line = self.words().phrase("lock-waiting", &[("process", process)]);
            // If it cannot be said, the wait is the same.
            let _ = report::to_stderr(&format!("{line}\n"));
        })
    }

    /// The sources, and the day for which they are looked at.
    fn snapshot(&self, at: Option<Date>) -> Result<Snapshot> {
        let snapshot = self.sources(at)?;
        can_make_its_pictures(&snapshot)?;
        Ok(snapshot)
    }

    /// The same, whatever the site asks for.
    fn sources(&self, at: Option<Date>) -> Result<Snapshot> {
        Ok(read_sources(FoundSources::find(self.root)?, at))
    }

    fn report(&self, diagnostics: &[Diagnostic], snapshot: &Snapshot) -> Report {
        Report {
            diagnostics: explain_all(diagnostics, snapshot, self.language),
            told: ToldNotes::read(self.root),
            ..Report::default()
        }
    }

    fn style(&self, terminal: bool) -> Style {
        let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
        let coloured = terminal && !set("NO_COLOR") && !dumb;
        Style { language: self.language, coloured, verbose: self.verbose }
    }

    /// Says why a part of a command was not carried out.
    fn refuse_one(&self, refusal: &Refusal) -> Result<()> {
        let (message, help) = refusal.text(self.language);
        let style = self.style(io::stderr().is_terminal());
        Ok(report::to_stderr(&report::refusal(&message, &help, style))?)
    }

    /// Message and help for an error.
    fn explained(&self, error: &anyhow::Error) -> (String, String) {
        match error.downcast_ref::<Refusal>() {
            Some(refusal) => refusal.text(self.language),
            None => (format!("{error:#}"), String::new()),
        }
    }

    /// Says why parts of a command could not be carried out.
    fn refuse_all(&self, errors: &[anyhow::Error]) -> Result<()> {
        let style = self.style(io::stderr().is_terminal());
        for error in errors {
            let (message, help) = self.explained(error);
            report::to_stderr(&report::refusal(&message, &help, style))?;
        }
        Ok(())
    }

    /// Says why a command could not be carried out.
    fn refuse(&self, error: &anyhow::Error) -> Result<()> {
        let (message, help) = self.explained(error);
        if self.format == ReportFormat::Json {
            let failed = Report { failure: Some(message.clone()), ..Report::default() };
            report::to_stdout(&failed.json()?)?;
        }
        let style = self.style(io::stderr().is_terminal());
        Ok(report::to_stderr(&report::refusal(&message, &help, style))?)
    }
}

/// Refuses a site that asks for AVIF of a program that was built without it.
#[cfg(not(feature = "avif"))]
fn can_make_its_pictures(snapshot: &Snapshot) -> Result<()> {
    if crate::engine::asks_for_avif(snapshot) {
        return Err(Refusal::new("avif-left-out").into());
    }
    Ok(())
}

#[cfg(feature = "avif")]
#[expect(clippy::unnecessary_wraps, reason = "there is one that refuses")]
fn can_make_its_pictures(_snapshot: &Snapshot) -> Result<()> {
    Ok(())
}

/// The end of a command that could not do everything and has said so.
#[derive(Debug)]
struct Told;

impl std::fmt::Display for Told {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("said already")
    }
}

impl std::error::Error for Told {}

/// A text as YAML and TOML read it; every JSON text is one.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn any(diagnostics: &[Diagnostic], severity: Severity) -> bool {
    diagnostics.iter().any(|one| one.severity == severity)
}

/// Sources with their day.
fn read_sources(found: FoundSources, at: Option<Date>) -> Snapshot {
    // The day depends on the time zone, which is in the sources.
    let mut snapshot = found.read(Date::default());
    snapshot.today = at.unwrap_or_else(|| today(&snapshot));
    snapshot
}

/// The time by the clock, in the time zone of a site.
fn now(snapshot: &Snapshot) -> jiff::ZonedDateTime {
    let zone = time_zone(snapshot).and_then(|name| zone::time_zone(&name));
    jiff::Timestamp::now().to_zoned_datetime(zone.unwrap_or_else(TimeZone::system))
}

/// The day by the clock, in the time zone of a site.
fn today(snapshot: &Snapshot) -> Date {
    now(snapshot).date()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_system_says_which_language() {
        let of = |all: &str, messages: &str, lang: &str| {
            language_of_system([all, messages, lang].map(|value| Some(value.to_owned())))
        };
        assert_eq!(of("", "", "de_DE.UTF-8"), Language::De);
        assert_eq!(of("", "en_GB", "de_DE"), Language::En);
        assert_eq!(of("de_AT", "en_GB", "C"), Language::De);
        assert_eq!(of("C", "", "de_DE"), Language::En);
        assert_eq!(of("", "", "ä"), Language::En);
        assert_eq!(language_of_system([None, None, None]), Language::En);
    }
}
