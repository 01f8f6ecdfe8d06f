//! `consent verify`: what is wrong with the register.
//!
//! In comes the register, out go each fault with its line and mend, and the head to note. Writes
//! nothing.

use anyhow::Result;
use serde_json::json;

use crate::cli::ReportFormat;
use crate::cmd::Caller;
use crate::cmd::rebuild::day;
use crate::engine::Request;
use crate::engine::office::edition_with_sources::inside;
use crate::engine::office::register_entries::{
    RegisterProblem, Relation, Verified, verify,
};
use crate::io::report;

pub(super) fn run(caller: &Caller<'_>, expected: Option<&str>) -> Result<bool> {
    let snapshot = caller.snapshot(None)?;
    // Whoever has broken settings can still look at the register.
    let inside = inside(&snapshot, &Request::default());
    let verified = verify(&inside, &snapshot, expected);
    let text = match caller.format {
        ReportFormat::Json => json(&verified),
        ReportFormat::Human | ReportFormat::Csv => human(caller, &verified),
    };
    report::to_stdout(&text)?;
    Ok(verified.wrong.is_empty() && verified.relation != Some(Relation::Unknown))
}

fn human(caller: &Caller<'_>, verified: &Verified) -> String {
    let words = caller.words();
    let mut text: String = verified.wrong.iter().map(|one| said(caller, one)).collect();
    let [ids, lines] =
        [words.count("ids", verified.ids), words.count("lines", verified.lines)];
    let wrong = words.count("wrongs", verified.wrong.len());
    let values = [("ids", ids.as_str()), ("lines", &lines), ("wrong", &wrong)];
    let name = if verified.wrong.is_empty() { "verify-good" } else { "verify-wrong" };
    let mut line = |line: &str| {
        text.push_str(line);
        text.push('\n');
    };
    line(&words.phrase(name, &values));
    line(&words.phrase("verify-head", &[("head", &verified.head)]));
    match verified.relation {
        None => line(words.word("verify-head-hint")),
        Some(Relation::Same) => line(words.word("verify-same")),
        Some(Relation::Grown(on, count)) => {
            let count = words.count("lines-since", count);
            let values = [("day", day(caller, on)), ("lines", count)];
            let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
            line(&words.phrase("verify-grown", &values));
        }
        Some(Relation::Unknown) => {
            line(words.word("verify-unknown"));
            line(&format!("  = {}", words.word("verify-unknown-mend")));
        }
    }
    text
}

fn said(caller: &Caller<'_>, one: &RegisterProblem) -> String {
    let words = caller.words();
    let what = words.word(&format!("verify-{}", one.kind));
    let mend = words.word(&format!("verify-{}-mend", one.kind));
    let place = match one.line {
        Some(line) => {
            let line = line.to_string();
            let values = [("file", one.file.as_str()), ("line", &line), ("what", what)];
            words.phrase("verify-place", &values)
        }
        None => format!("{}: {what}", one.file),
    };
    format!("{place}\n  = {mend}\n\n")
}

fn json(verified: &Verified) -> String {
    let wrong: Vec<_> = verified
        .wrong
        .iter()
        .map(|one| {
            json!({
                "id": one.id,
                "file": one.file.as_str(),
                "line": one.line,
                "kind": one.kind,
            })
        })
        .collect();
    let expected = verified.relation.map(|relation| match relation {
        Relation::Same => json!({ "relation": "same" }),
        Relation::Grown(on, lines) => {
            json!({ "relation": "grown", "day": on.to_string(), "lines": lines })
        }
        Relation::Unknown => json!({ "relation": "unknown" }),
    });
    let whole = json!({
        "ids": verified.ids,
        "lines": verified.lines,
        "head": verified.head,
        "expected": expected,
        "wrong": wrong,
    });
    format!("{whole}\n")
}
