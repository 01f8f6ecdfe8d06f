//! `consent`: what the office does with consents.
//!
//! In comes what was asked, out go lists, a calendar, lines of the register and what is wrong
//! with it. Decides nothing about publication.

use anyhow::Result;

use super::Caller;
use crate::base::refusal::Refusal;
use crate::base::source::Snapshot;
use crate::cli::ConsentCommand;
use crate::engine::Request;
use crate::engine::office::edition_with_sources::{EditionWithSources, inside};

mod calendar;
mod list;
mod record;
mod verify;

pub(super) fn run(caller: &Caller<'_>, wanted: &ConsentCommand) -> Result<bool> {
    match wanted {
        ConsentCommand::Record(wanted) => record::run(caller, wanted),
        ConsentCommand::Verify { expect } => verify::run(caller, expect.as_deref()),
        ConsentCommand::List(wanted) => list::run(caller, wanted),
        ConsentCommand::Calendar { output } => calendar::run(caller, output.as_deref()),
    }
}

/// The site from inside, if its settings can be read.
fn look(snapshot: &Snapshot) -> Result<EditionWithSources> {
    let inside = inside(snapshot, &Request::default());
    if inside.edition.site().is_none() {
        return Err(Refusal::new("settings-broken").into());
    }
    Ok(inside)
}
