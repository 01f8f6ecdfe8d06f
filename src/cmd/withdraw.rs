//! `withdraw`: records a withdrawal of consent, rebuilds the site, and lists what else to do.
//!
//! In come a person and a day, out go the edited file, a register line, the new site, and for the
//! office: changed files, addresses that must answer 410, copies that no build can recall, and a
//! letter. The person's reason is never written anywhere but into the letter.

use anyhow::Result;
use jiff::civil::Date;
use serde_json::json;

use super::Caller;
use super::person::person_not_found;
use super::rebuild::{Rebuilt, cannot_edit, day, files, rebuild, section};
use crate::base::refusal::Refusal;
use crate::cli::{ReportFormat, WithdrawArguments};
use crate::engine::Request;
use crate::engine::office::edition_with_sources::inside;
use crate::engine::office::withdraw::{Withdrawal, WithdrawalError, gone, plan};
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
    let snapshot = caller.snapshot(None)?;
    let today = snapshot.today;
    let from = wanted.on.unwrap_or(today);
    let plan =
        plan(&inside(&snapshot, &Request::default()), &snapshot, &wanted.person, from)
            .map_err(|why| refusal(&wanted.person, from, why))?;
    if let Some(text) = &plan.text {
        replace(&lock, &snapshot, &plan.path, text)?;
    }
    if let Some((file, text)) = &plan.register {
        replace(&lock, &snapshot, file, text)?;
    }
    // A withdrawal for a later day changes nothing on the site yet.
    if plan.day > today {
        report_sources(caller, &plan, true)?;
        return Ok(true);
    }
    // The sources are edited first: if the build fails or is interrupted, it can be repeated.
    report_sources(caller, &plan, false)?;
    let rebuilt = rebuild(caller, &lock, &asked, &output)?;
    rebuilt.tell_problems(caller)?;
    let Some(changes) = &rebuilt.made.changes else {
        tell_not_built(caller, &plan, &rebuilt)?;
        return Ok(false);
    };
    let gone = gone(&rebuilt.made.built, &plan.documents, &changes.removed);
    let text = letter_text(caller, &plan, wanted.reason.as_deref(), &gone);
    if let Some(file) = &letter_file {
        file.write(&text)?;
    }
    if caller.format == ReportFormat::Json {
        tell_machines(caller, &plan, &rebuilt, &gone, &text)?;
    } else {
        let written = letter.map(|path| path.display().to_string());
        tell_people(caller, &plan, &rebuilt, &gone, written.as_deref(), &text)?;
    }
    Ok(true)
}

fn refusal(word: &str, from: Date, why: WithdrawalError) -> Refusal {
    match why {
        WithdrawalError::Settings => Refusal::new("settings-broken"),
        WithdrawalError::Whom(why) => person_not_found(word, &why),
        WithdrawalError::NoConsent(path) => {
            Refusal::new("no-consent").with("path", path.as_str())
        }
        WithdrawalError::Edit(path, why) => {
            cannot_edit(&path, why, &format!("consent: {{ withdrawn: {from} }}"))
        }
    }
}

/// Reports what was written to the sources.
fn report_sources(caller: &Caller<'_>, plan: &Withdrawal, later: bool) -> Result<()> {
    if caller.format == ReportFormat::Json {
        if later {
            let mut whole = entered(plan);
            whole["later"] = true.into();
            report::to_stdout(&format!("{whole}\n"))?;
        }
        return Ok(());
    }
    let words = caller.words();
    let when = day(caller, plan.day);
    let values = [("name", plan.name.as_str()), ("day", when.as_str())];
    let name = if plan.text.is_some() { "withdraw-done" } else { "withdraw-already" };
    let mut lines = vec![words.phrase(name, &values)];
    if plan.text.is_some() {
        let written = plan.day.to_string();
        let values = [("path", plan.path.as_str()), ("day", &written)];
        lines.push(words.phrase("withdraw-entered", &values));
    }
    if let Some((file, _)) = &plan.register {
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

fn entered(plan: &Withdrawal) -> serde_json::Value {
    json!({
        "name": plan.name,
        "path": plan.path.as_str(),
        "withdrawn": plan.day.to_string(),
        "entered": plan.text.is_some(),
        "register": plan.register.as_ref().map(|(file, _)| file.as_str()),
        "unrecorded": plan.unrecorded,
    })
}

fn tell_not_built(
    caller: &Caller<'_>,
    plan: &Withdrawal,
    rebuilt: &Rebuilt,
) -> Result<()> {
    let said = caller.words().word("withdraw-not-built");
    if caller.format == ReportFormat::Json {
        let mut whole = entered(plan);
        whole["failure"] = said.into();
        whole["report"] = serde_json::from_str(&rebuilt.made.report.json()?)?;
        return Ok(report::to_stdout(&format!("{whole}\n"))?);
    }
    Ok(report::to_stderr(&format!("{said}\n"))?)
}

/// The names of phrases about copies that no build can recall.
fn recall(plan: &Withdrawal) -> Vec<&'static str> {
    let mut all = vec!["recall-upload"];
    all.extend(plan.search_engines.then_some("recall-search"));
    all.extend(plan.feeds.then_some("recall-feeds"));
    all.extend(["recall-archives", "recall-copies", "recall-backups"]);
    all
}

fn tell_people(
    caller: &Caller<'_>,
    plan: &Withdrawal,
    rebuilt: &Rebuilt,
    gone: &[String],
    written: Option<&str>,
    letter: &str,
) -> Result<()> {
    let words = caller.words();
    let mut text = rebuilt.made.report.summary(caller.language);
    if let Some(changes) = &rebuilt.made.changes {
        text.push_str(&files(caller, changes));
    }
    text.push_str(&section(words.word("gone-head"), gone));
    let recall = recall(plan).into_iter().map(|name| words.word(name));
    text.push_str(&section(words.word("recall-head"), recall));
    match written {
        Some(path) => {
            text.push_str(&format!(
                "\n{}\n",
                words.phrase("letter-written", &[("path", path)])
            ));
        }
        None => text.push_str(&format!("\n{}:\n\n{letter}", words.word("letter-head"))),
    }
    Ok(report::to_stdout(&text)?)
}

fn tell_machines(
    caller: &Caller<'_>,
    plan: &Withdrawal,
    rebuilt: &Rebuilt,
    gone: &[String],
    letter: &str,
) -> Result<()> {
    let words = caller.words();
    let recall: Vec<_> = recall(plan)
        .into_iter()
        .map(|name| json!({ "kind": &name["recall-".len()..], "text": words.word(name) }))
        .collect();
    let mut whole = entered(plan);
    whole["left_out"] = rebuilt.left_out.into();
    whole["files"] = serde_json::to_value(&rebuilt.made.changes)?;
    whole["gone"] = gone.into();
    whole["recall"] = recall.into();
    whole["letter"] = letter.into();
    whole["report"] = serde_json::from_str(&rebuilt.made.report.json()?)?;
    Ok(report::to_stdout(&format!("{whole}\n"))?)
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
        ("institution", plan.institution.text(caller.language)),
        ("addresses", &addresses),
        ("name", &plan.name),
        // Last, so that placeholders in this text, which somebody typed, are not filled in.
        ("reason", &reason.unwrap_or_default()),
    ];
    words.phrase("letter", &values)
}
