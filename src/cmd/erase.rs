//! `erase`: deletes a person's data, and lists where copies remain.
//!
//! In comes a person, out go fewer files, a register line without name, the new site, and commands
//! that would purge the rest. Never runs these commands, and changes nothing without `--yes`.

use std::collections::BTreeSet;

use anyhow::Result;
use serde_json::json;

use super::build::BuildTarget;
use super::person::person_not_found;
use super::rebuild::{Rebuilt, as_before, files, rebuild, rules_folder, section};
use super::withdraw::{enter, put};
use super::{Caller, Told};
use crate::base::refusal::Refusal;
use crate::base::source::{SitePath, Snapshot};
use crate::base::stages::Stages;
use crate::cli::{EraseArguments, ReportFormat};
use crate::engine::office::edition_with_sources::inside_with;
use crate::engine::office::erase::{Erasure, plan};
use crate::engine::office::withdraw::plan as withdrawal;
use crate::engine::{Memory, Request};
use crate::io::git_history::{History, history};
use crate::io::leftovers::leftovers;
use crate::io::lock::Lock;
use crate::io::output_folder::OutputFolder;
use crate::io::report;
use crate::io::source_file::remove;

/// Where copies of the data remain.
struct Remains {
    history: Option<History>,
    leftovers: Vec<String>,
}

pub(super) fn run(caller: &Caller<'_>, wanted: &EraseArguments) -> Result<bool> {
    let asked = wanted.output.clone().unwrap_or_else(|| caller.path("public"));
    let output = OutputFolder::check(caller.root, &asked)?;
    // A dry run must not block a build.
    let lock = wanted.yes.then(|| caller.lock()).transpose()?;
    let snapshot = caller.sources(None)?;
    let mut memory = Memory::default();
    let inside = inside_with(&snapshot, &Request::default(), &mut memory);
    let plan = plan(&inside, &snapshot, &wanted.person)
        .map_err(|why| person_not_found(&wanted.person, &why))?;
    let elsewhere = remains(caller, &plan);
    let Some(lock) = lock else {
        return tell(caller, &plan, &elsewhere, None).map(|()| true);
    };
    let mut failures = Vec::new();
    let (base_url, folder) = (wanted.base_url.as_ref(), wanted.server_rules.as_ref());
    let with = as_before(&lock, &output, base_url, folder);
    let rules = rules_folder(caller, &with, &output, &mut failures);
    let (asked, output, rules) = (asked.as_path(), &output, rules.as_ref());
    let stages = Stages::default();
    let target = BuildTarget { stages, lock: &lock, asked, output, rules, with };
    // First of all: what follows may fail, and she is off all the same.
    let today = snapshot.today;
    let withdrawn: Vec<_> = plan.files.iter().map(|path| (path.clone(), today)).collect();
    let request = Request { withdrawn: withdrawn.clone(), ..Request::default() };
    let takedown = target.begin(caller, &snapshot, &request, &mut memory, None);
    let refused = may_go(&plan).err();
    if refused.is_some() {
        // The data must stay for now; the consent ends all the same.
        if let Ok(plan) = withdrawal(&inside, &snapshot, &wanted.person, today) {
            enter(&lock, &snapshot, &plan, &mut failures);
        }
    } else {
        carry_out(&lock, &snapshot, &plan, &mut failures);
    }
    let mut rebuilt = rebuild(caller, &target, takedown, &withdrawn, memory)?;
    rebuilt.tell_problems(caller)?;
    failures.append(&mut rebuilt.made.failures);
    rebuilt.made.failures = failures;
    rebuilt.made.note_failures(caller);
    if let Some(refused) = refused {
        caller.refuse_all(&rebuilt.made.failures)?;
        caller.refuse(&refused.into())?;
        let end = format!("{}\n", caller.words().word("erase-refused"));
        report::to_stderr(&(end + &rebuilt.made.report.taken_off.end(caller.language)))?;
        return Err(Told.into());
    }
    tell(caller, &plan, &elsewhere, Some(&rebuilt))?;
    let built = rebuilt.made.changes.is_some();
    if rebuilt.made.failures.is_empty() { Ok(built) } else { Err(Told.into()) }
}

/// Finds copies that are not removed.
fn remains(caller: &Caller<'_>, plan: &Erasure) -> Remains {
    let paths: Vec<String> = plan.files.iter().map(ToString::to_string).collect();
    let left = |path: &String| leftovers(caller.root, path);
    let is_told = |path: &String| {
        let mut known = plan.shared.iter().chain(&plan.copies).map(SitePath::as_str);
        paths.contains(path) || known.any(|known| known == path)
    };
    Remains {
        // Without paths, Git would list all commits.
        history: history(caller.root, &paths).filter(|_| !paths.is_empty()),
        leftovers: paths
            .iter()
            .flat_map(left)
            .filter(|one| !is_told(one))
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect(),
    }
}

/// Writes the line in the register and removes the files. Each is tried, whatever comes of the
/// others.
fn carry_out(
    lock: &Lock,
    snapshot: &Snapshot,
    plan: &Erasure,
    failures: &mut Vec<anyhow::Error>,
) {
    // The register line comes first: without it, a deletion could not be told from a loss.
    if let Some((file, text)) = &plan.register {
        failures.extend(put(lock, snapshot, file, text).err());
    }
    for path in &plan.files {
        failures.extend(remove(lock, path.as_str()).err());
    }
}

fn may_go(plan: &Erasure) -> Result<(), Refusal> {
    if plan.broken {
        return Err(Refusal::new("erase-broken").with("name", plan.name.as_str()));
    }
    for (name, paths) in
        [("erase-pictured", &plan.pictured), ("erase-referring", &plan.referring)]
    {
        let paths: Vec<&str> = paths.iter().map(SitePath::as_str).collect();
        if !paths.is_empty() {
            return Err(Refusal::new(name).with("paths", paths.join(", ")));
        }
    }
    Ok(())
}

fn tell(
    caller: &Caller<'_>,
    plan: &Erasure,
    elsewhere: &Remains,
    done: Option<&Rebuilt>,
) -> Result<()> {
    if caller.format == ReportFormat::Json {
        return tell_machines(plan, elsewhere, done);
    }
    let words = caller.words();
    let name = [("name", plan.name.as_str())];
    let mut text = String::new();
    if plan.files.is_empty() {
        text.push_str(&words.phrase("erase-nothing", &name));
        text.push('\n');
    } else {
        let head = if done.is_some() { "erase-done" } else { "erase-head" };
        let line = |path: &SitePath| {
            if plan.stories.contains(path) {
                words.phrase("erase-story", &[("path", path.as_str())])
            } else {
                path.to_string()
            }
        };
        let lines = plan.files.iter().map(line);
        text.push_str(section(&words.phrase(head, &name), lines).trim_start());
    }
    let list = |name: &str, paths: &[SitePath]| {
        section(words.word(name), paths.iter().map(SitePath::as_str))
    };
    text.push_str(&list("erase-shared", &plan.shared));
    text.push_str(&list("erase-copies", &plan.copies));
    text.push_str(&list("erase-pictured", &plan.pictured));
    text.push_str(&list("erase-referring", &plan.referring));
    text.push_str(&list("erase-naming", &plan.naming));
    text.push('\n');
    text.push_str(&match &plan.register {
        Some((file, _)) => words.phrase("erase-tombstone", &[("path", file.as_str())]),
        None => words.word("erase-no-id").to_owned(),
    });
    text.push('\n');
    text.push_str(&kept(caller, elsewhere));
    text.push_str(&section(
        words.word("erase-commands-head"),
        commands(caller, plan, elsewhere),
    ));
    match done {
        None => text.push_str(&format!("\n{}\n", words.word("erase-yes"))),
        Some(rebuilt) => {
            text.push('\n');
            text.push_str(&rebuilt.made.report.summary(caller.language));
            if let Some(changes) = &rebuilt.made.changes {
                text.push_str(&files(caller, changes));
            }
        }
    }
    report::to_stdout(&text)?;
    done.map_or(Ok(()), |rebuilt| end(caller, rebuilt))
}

/// What could not be done, and last of all who is online.
fn end(caller: &Caller<'_>, rebuilt: &Rebuilt) -> Result<()> {
    let words = caller.words();
    let made = &rebuilt.made;
    caller.refuse_all(&made.failures)?;
    let mut text = String::new();
    if made.changes.is_none() {
        text.push_str(&format!("{}\n", words.word("erase-not-built")));
    }
    if made.changes.is_none() || !made.failures.is_empty() {
        let nobody = || format!("{}\n", words.word("online-nobody"));
        let taken = &made.report.taken_off;
        text.push_str(&if taken.is_empty() {
            nobody()
        } else {
            taken.end(caller.language)
        });
    }
    Ok(report::to_stderr(&text)?)
}

/// Lists where copies of the data remain.
fn kept(caller: &Caller<'_>, elsewhere: &Remains) -> String {
    let words = caller.words();
    let mut lines = Vec::new();
    match &elsewhere.history {
        Some(history) => {
            let commit = |one: &crate::io::git_history::Commit| {
                format!("{} ({})", one.hash, one.day)
            };
            let hashes: Vec<String> = history.commits.iter().map(commit).collect();
            let count = words.count("commits", hashes.len());
            let hashes = hashes.join(", ");
            if !hashes.is_empty() {
                let values = [("count", count.as_str()), ("hashes", &hashes)];
                lines.push(words.phrase("erase-commits", &values));
            }
            let remotes = history.remotes.join(", ");
            if !remotes.is_empty() {
                lines.push(words.phrase("erase-remotes", &[("remotes", &remotes)]));
            }
        }
        None => lines.push(words.word("erase-no-history").to_owned()),
    }
    if !elsewhere.leftovers.is_empty() {
        let paths = elsewhere.leftovers.join(", ");
        lines.push(words.phrase("erase-leftovers", &[("paths", &paths)]));
    }
    lines.extend(
        ["erase-outputs", "erase-caches"].map(|name| words.word(name).to_owned()),
    );
    section(words.word("erase-kept-head"), lines)
}

/// Commands that would purge the rest.
fn commands(caller: &Caller<'_>, plan: &Erasure, elsewhere: &Remains) -> Vec<String> {
    let mut all: Vec<String> = elsewhere
        .leftovers
        .iter()
        .map(|path| format!("rm -- {}", quoted(path)))
        .collect();
    let Some(history) = elsewhere.history.as_ref().filter(|one| !one.commits.is_empty())
    else {
        return all;
    };
    let path = |path: &SitePath| {
        format!("--path {}", quoted(&format!("{}{path}", history.prefix)))
    };
    let paths: Vec<String> = plan.files.iter().map(path).collect();
    all.push("git commit --all --message \"Remove an entry\"".to_owned());
    all.push(format!("git filter-repo --invert-paths {}", paths.join(" ")));
    all.push("git reflog expire --expire=now --all".to_owned());
    all.push("git gc --prune=now".to_owned());
    all.push(caller.words().word("erase-commands-note").to_owned());
    for remote in &history.remotes {
        all.push(format!("git push --force --all {}", quoted(remote)));
        all.push(format!("git push --force --tags {}", quoted(remote)));
    }
    all
}

/// Quotes a word for a shell.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
    if word.chars().all(is_plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

fn tell_machines(
    plan: &Erasure,
    elsewhere: &Remains,
    done: Option<&Rebuilt>,
) -> Result<()> {
    let paths =
        |paths: &[SitePath]| paths.iter().map(ToString::to_string).collect::<Vec<_>>();
    let mut whole = json!({
        "name": plan.name,
        "erased": done.is_some(),
        "files": paths(&plan.files),
        "stories": paths(&plan.stories),
        "shared": paths(&plan.shared),
        "copies": paths(&plan.copies),
        "pictured": paths(&plan.pictured),
        "referring": paths(&plan.referring),
        "naming": paths(&plan.naming),
        "register": plan.register.as_ref().map(|(file, _)| file.as_str()),
        "history": elsewhere.history,
        "leftovers": elsewhere.leftovers,
    });
    if let Some(rebuilt) = done {
        whole["left_out"] = rebuilt.left_out.into();
        whole["changes"] = serde_json::to_value(&rebuilt.made.changes)?;
        whole["report"] = serde_json::from_str(&rebuilt.made.report.json()?)?;
    }
    Ok(report::to_stdout(&format!("{whole}\n"))?)
}
