//! `withdraw`: records a withdrawal of consent, rebuilds the site, and lists what else to do.
//!
//! In come a person and a day, out go the edited file, a register line, the new site, and for the
//! office: changed files, addresses that must answer 410, copies that no build can recall, and a
//! letter. The person's reason is never written anywhere but into the letter.

use anyhow::Result;
use serde_json::json;

use super::build::BuildTarget;
use super::person::person_not_found;
use super::rebuild::{
    Rebuilt, as_before, cannot_edit, day, files, rebuild, rules_folder, section,
};
use super::{Caller, Told};
use crate::base::refusal::Refusal;
use crate::base::source::{SitePath, Snapshot};
use crate::base::stages::Stages;
use crate::cli::{ReportFormat, WithdrawArguments};
use crate::engine::office::edition_with_sources::inside_with;
use crate::engine::office::withdraw::{Withdrawal, WithdrawalError, gone, plan};
use crate::engine::{Memory, Request};
use crate::io::lock::Lock;
use crate::io::output_folder::OutputFolder;
use crate::io::report;
use crate::io::source_file::{InternalFile, replace};

pub(super) fn run(caller: &Caller<'_>, wanted: &WithdrawArguments) -> Result<bool> {
    let asked = wanted.output.clone().unwrap_or_else(|| caller.path("public"));
    let output = OutputFolder::check(caller.root, &asked)?;
    let letter = wanted.letter.as_deref();
    // Checked before anything is changed, so that a wrong path cannot interrupt the work.
    let letter_file = letter
        .map(|path| InternalFile::check(caller.root, output.path(), path))
        .transpose()?;
    // Taken before reading, so that nothing changes the sources in between.
    let lock = caller.lock()?;
    let snapshot = caller.sources(None)?;
    let today = snapshot.today;
    let from = wanted.on.unwrap_or(today);
    let mut memory = Memory::default();
    let inside = inside_with(&snapshot, &Request::default(), &mut memory);
    let planned = plan(&inside, &snapshot, &wanted.person, from);
    drop(inside);
    let mut failures = Vec::new();
    let with =
        as_before(&lock, &output, wanted.base_url.as_ref(), wanted.server_rules.as_ref());
    let rules = rules_folder(caller, &with, &output, &mut failures);
    let target = BuildTarget {
        stages: Stages::default(),
        lock: &lock,
        asked: &asked,
        output: &output,
        rules: rules.as_ref(),
        with,
    };
    let plan = match planned {
        Ok(plan) => plan,
        Err(why) => {
            if let WithdrawalError::NoConsent(_) = why {
                take_off_only(caller, &target, &snapshot)?;
            }
            return Err(refusal(&wanted.person, &why).into());
        }
    };
    // A withdrawal for a later day changes nothing on the site yet.
    if plan.day > today {
        let entered = enter(&lock, &snapshot, &plan, &mut failures);
        report_sources(caller, &plan, entered, true)?;
        return end(caller, &failures);
    }
    // First of all: what follows may fail, and she is off all the same.
    let withdrawn = [(plan.path.clone(), plan.day)];
    let request = Request { withdrawn: withdrawn.to_vec(), ..Request::default() };
    let takedown = target.begin(caller, &snapshot, &request, &mut memory, None);
    let entered = enter(&lock, &snapshot, &plan, &mut failures);
    report_sources(caller, &plan, entered, false)?;
    let mut rebuilt = rebuild(caller, &target, takedown, &withdrawn, memory)?;
    rebuilt.tell_problems(caller)?;
    failures.append(&mut rebuilt.made.failures);
    let gone = gone_addresses(&plan, &rebuilt);
    let text = letter_text(caller, &plan, wanted.reason.as_deref(), &gone);
    // No letter tells what is not so.
    let text = Some(text).filter(|_| rebuilt.is_off());
    let mut written = None;
    if let (Some(file), Some(text)) = (&letter_file, &text) {
        match file.write(text) {
            Ok(()) => written = letter.map(|path| path.display().to_string()),
            Err(failure) => failures.push(failure),
        }
    }
    rebuilt.made.failures = failures;
    rebuilt.made.note_failures(caller);
    let told =
        Done { plan: &plan, entered, rebuilt: &rebuilt, gone: &gone, letter: text };
    if caller.format == ReportFormat::Json {
        told.to_machines(caller)?;
    } else {
        told.to_people(caller, written.as_deref())?;
    }
    let built = rebuilt.made.changes.is_some();
    if rebuilt.made.failures.is_empty() { Ok(built) } else { Err(Told.into()) }
}

/// What came of entering a withdrawal.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entered {
    /// The file tells it.
    file: bool,
    /// The register tells it.
    register: bool,
}

/// Enters the withdrawal in the file and in the register. Either is tried, whatever comes of the
/// other.
pub(super) fn enter(
    lock: &Lock,
    snapshot: &Snapshot,
    plan: &Withdrawal,
    failures: &mut Vec<anyhow::Error>,
) -> Entered {
    let line = format!("consent: {{ withdrawn: {} }}", plan.day);
    let mut entered = Entered { file: true, register: plan.register.is_some() };
    if let Some(why) = plan.unwritten {
        failures.push(cannot_edit(&plan.path, why, &line).into());
        entered.file = false;
    }
    if let Some(text) = &plan.text
        && let Err(failure) = put(lock, snapshot, &plan.path, text)
    {
        failures.push(failure);
        entered.file = false;
    }
    if let Some((file, text)) = &plan.register
        && let Err(failure) = put(lock, snapshot, file, text)
    {
        failures.push(failure);
        entered.register = false;
    }
    entered
}

/// Replaces a file of the site that was read.
pub(super) fn put(
    lock: &Lock,
    read: &Snapshot,
    path: &SitePath,
    text: &str,
) -> Result<()> {
    replace(lock, read, path, text)
}

/// Somebody without a consent may be online from the time when there was one.
fn take_off_only(
    caller: &Caller<'_>,
    target: &BuildTarget<'_>,
    snapshot: &Snapshot,
) -> Result<()> {
    let request = target.request(true);
    let takedown = target.begin(caller, snapshot, &request, &mut Memory::default(), None);
    let taken = takedown.not_written(snapshot, None, &request);
    let said = taken.text(caller.language) + &taken.end(caller.language);
    Ok(report::to_stderr(&said)?)
}

fn end(caller: &Caller<'_>, failures: &[anyhow::Error]) -> Result<bool> {
    caller.refuse_all(failures)?;
    if failures.is_empty() { Ok(true) } else { Err(Told.into()) }
}

/// Addresses that must answer 410. If no site could be built, they are those of the pages that
/// were taken down.
fn gone_addresses(plan: &Withdrawal, rebuilt: &Rebuilt) -> Vec<String> {
    let made = &rebuilt.made;
    if let (Some(built), Some(changes)) = (&made.built, &made.changes) {
        return gone(built, &plan.documents, &changes.removed);
    }
    let own = made.report.taken_off.people.iter().filter(|one| one.name == plan.name);
    own.flat_map(|one| one.addresses.iter().cloned()).collect()
}

fn refusal(word: &str, why: &WithdrawalError) -> Refusal {
    match why {
        WithdrawalError::Whom(why) => person_not_found(word, why),
        WithdrawalError::NoConsent(path) => {
            Refusal::new("no-consent").with("path", path.as_str())
        }
    }
}

/// Reports what was written to the sources.
fn report_sources(
    caller: &Caller<'_>,
    plan: &Withdrawal,
    entered: Entered,
    later: bool,
) -> Result<()> {
    if caller.format == ReportFormat::Json {
        if later {
            let mut whole = entry(plan, entered);
            whole["later"] = true.into();
            report::to_stdout(&format!("{whole}\n"))?;
        }
        return Ok(());
    }
    let words = caller.words();
    let when = day(caller, plan.day);
    let values = [("name", plan.name.as_str()), ("day", when.as_str())];
    let already = plan.text.is_none() && plan.unwritten.is_none();
    let name = if already { "withdraw-already" } else { "withdraw-done" };
    let mut lines = vec![words.phrase(name, &values)];
    if plan.text.is_some() && entered.file {
        let written = plan.day.to_string();
        let values = [("path", plan.path.as_str()), ("day", &written)];
        lines.push(words.phrase("withdraw-entered", &values));
    }
    if let Some((file, _)) = plan.register.as_ref().filter(|_| entered.register) {
        lines.push(words.phrase("withdraw-recorded", &[("path", file.as_str())]));
    }
    lines.extend(
        plan.unrecorded.map(|why| words.word(&format!("withdraw-{why}")).to_owned()),
    );
    if later {
        lines.push(words.phrase("withdraw-later", &values));
    }
    Ok(report::to_stdout(&(lines.join("\n") + "\n"))?)
}

fn entry(plan: &Withdrawal, entered: Entered) -> serde_json::Value {
    let register = plan.register.as_ref().filter(|_| entered.register);
    json!({
        "name": plan.name,
        "path": plan.path.as_str(),
        "withdrawn": plan.day.to_string(),
        "entered": plan.text.is_some() && entered.file,
        "register": register.map(|(file, _)| file.as_str()),
        "unrecorded": plan.unrecorded,
    })
}

/// The names of phrases about copies that no build can recall.
fn recall(plan: &Withdrawal) -> Vec<&'static str> {
    let mut all = vec!["recall-upload"];
    all.extend(plan.search_engines.then_some("recall-search"));
    all.extend(plan.feeds.then_some("recall-feeds"));
    all.extend(["recall-archives", "recall-copies", "recall-backups"]);
    all
}

/// Everything that there is to tell.
struct Done<'d> {
    plan: &'d Withdrawal,
    entered: Entered,
    rebuilt: &'d Rebuilt,
    gone: &'d [String],
    letter: Option<String>,
}

impl Done<'_> {
    fn to_people(&self, caller: &Caller<'_>, written: Option<&str>) -> Result<()> {
        let words = caller.words();
        let made = &self.rebuilt.made;
        let mut text = made.report.summary(caller.language);
        if let Some(changes) = &made.changes {
            text.push_str(&files(caller, changes));
        }
        text.push_str(&section(words.word("gone-head"), self.gone));
        let recall = recall(self.plan).into_iter().map(|name| words.word(name));
        text.push_str(&section(words.word("recall-head"), recall));
        match (written, &self.letter) {
            (Some(path), _) => {
                let said = words.phrase("letter-written", &[("path", path)]);
                text.push_str(&format!("\n{said}\n"));
            }
            (None, Some(letter)) => {
                text.push_str(&format!("\n{}:\n\n{letter}", words.word("letter-head")));
            }
            (None, None) => {}
        }
        report::to_stdout(&text)?;
        caller.refuse_all(&made.failures)?;
        self.end(caller)
    }

    /// What is still to be done, and last of all who is online.
    fn end(&self, caller: &Caller<'_>) -> Result<()> {
        let words = caller.words();
        let made = &self.rebuilt.made;
        let mut lines = Vec::new();
        if !self.entered.file {
            let day = self.plan.day.to_string();
            let values = [("path", self.plan.path.as_str()), ("day", day.as_str())];
            let name = if self.entered.register {
                "withdraw-enter-later"
            } else {
                "withdraw-enter-now"
            };
            lines.push(words.phrase(name, &values));
        }
        if made.changes.is_none() {
            lines.push(words.word("withdraw-not-built").to_owned());
        }
        if lines.is_empty() && made.failures.is_empty() {
            return Ok(());
        }
        let taken = &made.report.taken_off;
        let nobody = format!("{}\n", words.word("online-nobody"));
        let end = if taken.is_empty() { nobody } else { taken.end(caller.language) };
        let lines: Vec<String> = lines.iter().map(|line| format!("{line}\n")).collect();
        Ok(report::to_stderr(&(lines.concat() + &end))?)
    }

    fn to_machines(&self, caller: &Caller<'_>) -> Result<()> {
        let words = caller.words();
        let made = &self.rebuilt.made;
        let recall: Vec<_> = recall(self.plan)
            .into_iter()
            .map(|name| {
                json!({ "kind": &name["recall-".len()..], "text": words.word(name) })
            })
            .collect();
        let mut whole = entry(self.plan, self.entered);
        whole["left_out"] = self.rebuilt.left_out.into();
        whole["files"] = serde_json::to_value(&made.changes)?;
        whole["gone"] = self.gone.into();
        whole["recall"] = recall.into();
        whole["letter"] = self.letter.as_deref().into();
        whole["report"] = serde_json::from_str(&made.report.json()?)?;
        if made.changes.is_none() {
            whole["failure"] = words.word("withdraw-not-built").into();
        }
        Ok(report::to_stdout(&format!("{whole}\n"))?)
    }
}

fn letter_text(
    caller: &Caller<'_>,
    plan: &Withdrawal,
    reason: Option<&str>,
    gone: &[String],
) -> String {
    let words = caller.words();
    let addresses = if gone.is_empty() {
        words.word("letter-no-addresses").to_owned()
    } else {
        gone.join("\n")
    };
    let reason =
        reason.map(|reason| words.phrase("letter-reason", &[("reason", reason)]));
    let search = if plan.search_engines { words.word("letter-search") } else { "" };
    let when = day(caller, plan.day);
    let values = [
        ("day", when.as_str()),
        ("search", search),
        (
            "institution",
            plan.institution.as_ref().map_or("", |one| one.text(caller.language)),
        ),
        ("addresses", &addresses),
        ("name", &plan.name),
        // Last, so that placeholders in this text, which somebody typed, are not filled in.
        ("reason", &reason.unwrap_or_default()),
    ];
    words.phrase("letter", &values)
}
