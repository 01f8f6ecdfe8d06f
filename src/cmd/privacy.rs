//! `privacy`: drafts of the information for people and of the record of processing.
//!
//! In comes which of the two, out goes Markdown on standard output, and on standard error what
//! is missing. Writes no file; the drafts are in German, as the law they name.

use std::fmt::Write as _;

use anyhow::Result;
use serde_json::json;

use super::Caller;
use crate::base::refusal::Refusal;
use crate::cli::{PrivacyArguments, PrivacyDraft, ReportFormat};
use crate::engine::Request;
use crate::engine::office::edition_with_sources::inside;
use crate::engine::office::privacy_drafts::{DraftKind, privacy};
use crate::io::report;

pub(super) fn run(caller: &Caller<'_>, wanted: &PrivacyArguments) -> Result<bool> {
    let snapshot = caller.snapshot(wanted.at)?;
    let inside = inside(&snapshot, &Request::default());
    let kind = match wanted.draft {
        PrivacyDraft::Notice => DraftKind::Notice,
        PrivacyDraft::Record => DraftKind::Record,
    };
    let Some(draft) = privacy(&snapshot, &inside, kind) else {
        return Err(Refusal::new("site-unusable").into());
    };
    if caller.format == ReportFormat::Json {
        let told = json!({ "text": draft.text, "missing": draft.missing });
        report::to_stdout(&format!("{told}\n"))?;
        return Ok(true);
    }
    report::to_stdout(&draft.text)?;
    if !draft.missing.is_empty() {
        let mut text = format!("{}\n", caller.words().word("privacy-missing"));
        for one in &draft.missing {
            writeln!(text, "  {one}").expect("a String takes everything");
        }
        report::to_stderr(&text)?;
    }
    Ok(true)
}
