//! `explain`: what is published of somebody and why, or who is in an output.
//!
//! In comes a word, out goes an account on standard output. Writes nothing; values of fields
//! are never shown.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use anyhow::Result;
use jiff::civil::Date;
use serde::Serialize;

use super::{Caller, any};
use crate::base::code::Severity;
use crate::base::explain::Catalogue;
use crate::base::program_words::ProgramWords;
use crate::base::refusal::Refusal;
use crate::cli::{ExplainArguments, ReportFormat};
use crate::engine::Request;
use crate::engine::office::edition_with_sources::inside;
use crate::engine::office::explain::{
    ConsentExplained, Explanation, FieldOutcome, FileExplained, PersonExplained, Role,
    explain,
};
use crate::io::report;

/// How many outputs are listed before they are only counted.
const MOST: usize = 20;

/// What machines are told.
#[derive(Serialize)]
struct ExplanationJson<'t> {
    #[serde(skip_serializing_if = "Option::is_none")]
    person: Option<&'t PersonExplained>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'t FileExplained>,
    /// The day it is true for.
    at: String,
}

pub(super) fn run(caller: &Caller<'_>, wanted: &ExplainArguments) -> Result<bool> {
    let snapshot = caller.snapshot(wanted.at)?;
    let inside = inside(&snapshot, &Request::default());
    let explanation = explain(&inside, &wanted.what);
    let (person, file) = match &explanation {
        Explanation::Person(person) => (Some(&**person), None),
        Explanation::File(file) => (None, Some(file)),
        Explanation::WithheldFile(file, person) => (Some(&**person), Some(file)),
        Explanation::Several(files) => {
            let refusal = Refusal::new("person-several").with("word", &wanted.what);
            return Err(refusal.with("paths", files.join(", ")).into());
        }
        Explanation::Nobody(near) => {
            return Err(nobody(caller, &wanted.what, near.as_deref()));
        }
        Explanation::NoSite => return Err(Refusal::new("site-unusable").into()),
    };
    if caller.format == ReportFormat::Json {
        let at = snapshot.today.to_string();
        report::to_stdout(
            &(serde_json::to_string(&ExplanationJson { person, file, at })? + "\n"),
        )?;
    } else {
        let speaker = Speaker::of(caller);
        let mut text = String::new();
        if let Some(file) = file {
            speaker.file(&mut text, file);
        }
        if let Some(person) = person {
            speaker.person(&mut text, person);
        }
        report::to_stdout(&text)?;
    }
    if any(inside.edition.diagnostics(), Severity::Error) {
        let line = format!("{}\n", caller.words().word("explain-errors"));
        report::to_stderr(&line)?;
    }
    Ok(true)
}

/// Why nobody was found, with the nearest name.
fn nobody(caller: &Caller<'_>, word: &str, near: Option<&str>) -> anyhow::Error {
    let words = caller.words();
    let near = near
        .map_or(String::new(), |near| words.phrase("did-you-mean", &[("near", near)]));
    Refusal::new("explain-unknown").with("name", word).with("near", near).into()
}

/// Puts an account into the reader's words.
struct Speaker<'c> {
    words: &'static ProgramWords,
    catalogue: &'static Catalogue,
    caller: &'c Caller<'c>,
}

impl<'c> Speaker<'c> {
    fn of(caller: &'c Caller<'c>) -> Self {
        let catalogue = Catalogue::of(caller.language);
        Self { words: caller.words(), catalogue, caller }
    }

    fn person(&self, out: &mut String, person: &PersonExplained) {
        let id = person.id.as_ref().map_or(String::new(), |id| format!(" ({id})"));
        line(out, 0, &format!("{}{id} – {}", person.name, person.file));
        line(out, 1, &self.consent(&person.consent));
        self.withheld(out, 1, &person.consent, person.withheld);
        if !person.fields.is_empty() {
            line(out, 0, self.words.word("explain-fields"));
        }
        for field in &person.fields {
            let outcome = match field.outcome {
                FieldOutcome::Shown => self.all("explain-place-", &field.places),
                FieldOutcome::NotListed
                | FieldOutcome::PersonWithheld
                | FieldOutcome::Deceased
                | FieldOutcome::PhotoOfOthers => {
                    self.words.word(&format!("field-{}", field.outcome.word())).to_owned()
                }
            };
            line(out, 1, &format!("{:<13} {outcome}", field.field.word()));
        }
        for story in &person.stories {
            let named = [("title", story.title.as_str()), ("file", &story.file)];
            line(out, 0, &self.words.phrase("explain-story", &named));
            line(out, 1, &self.consent(&story.consent));
            self.withheld(out, 1, &story.consent, story.withheld);
        }
        // Seen both directly and through a story is told once.
        let mut told = BTreeSet::new();
        let outputs = person.outputs.iter().map(|output| {
            let role = self.words.word(&format!("explain-role-{}", output.role.word()));
            format!("{} ({role})", output.url)
        });
        let outputs: Vec<String> =
            outputs.filter(|seen| told.insert(seen.clone())).collect();
        let all = outputs.len();
        line(out, 0, &self.words.count("explain-places", all));
        let shown = if self.caller.verbose { all } else { MOST };
        for seen in outputs.iter().take(shown) {
            line(out, 1, seen);
        }
        if all > shown {
            line(out, 1, &self.words.count("explain-more", all - shown));
        }
    }

    /// A reason that is none of the consent's.
    fn withheld(
        &self,
        out: &mut String,
        depth: usize,
        consent: &ConsentExplained,
        code: Option<&str>,
    ) {
        if let Some(code) = code.filter(|_| consent.state.holds()) {
            line(out, depth, &self.words.phrase("explain-withheld", &[("code", code)]));
        }
    }

    fn file(&self, out: &mut String, file: &FileExplained) {
        line(out, 0, &format!("{} – {}", file.path, file.url));
        if !file.exists {
            line(out, 1, self.words.word("explain-gone"));
            return;
        }
        if file.people.is_empty() {
            line(out, 1, self.words.word("explain-nobody"));
        }
        for one in &file.people {
            let roles: Vec<&str> = one.roles.iter().copied().map(Role::word).collect();
            let roles = self.all("explain-role-", &roles);
            line(out, 1, &format!("{} – {} ({roles})", one.name, one.file));
            let office = || self.words.word("explain-office").to_owned();
            let consent = one.consent.as_ref().map(|consent| self.consent(consent));
            line(out, 2, &consent.unwrap_or_else(office));
        }
    }

    fn all(&self, prefix: &str, names: &[&str]) -> String {
        let words = names.iter().map(|name| self.words.word(&format!("{prefix}{name}")));
        words.collect::<Vec<_>>().join(", ")
    }

    /// The state of a consent in one sentence.
    fn consent(&self, consent: &ConsentExplained) -> String {
        let day = |day: Option<Date>| {
            day.map_or_else(|| "–".to_owned(), |day| self.catalogue.day(day))
        };
        let [given, until, withdrawn] =
            [day(consent.given), day(consent.until), day(consent.withdrawn)];
        let text = consent.text.clone().unwrap_or_else(|| "–".to_owned());
        let channels: Vec<&str> =
            consent.channels.iter().map(|channel| channel.word()).collect();
        self.words.phrase(
            &format!("explain-consent-{}", consent.state.word()),
            &[
                ("given", &given),
                ("until", &until),
                ("withdrawn", &withdrawn),
                ("text", &text),
                ("channels", &channels.join(", ")),
            ],
        )
    }
}

fn line(out: &mut String, depth: usize, text: &str) {
    writeln!(out, "{}{text}", "  ".repeat(depth)).expect("a String takes everything");
}
