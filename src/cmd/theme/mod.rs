//! `theme`: creates a theme, or tests one.
//!
//! In come arguments, out go an exit status and what was asked for. Never knows what a page looks
//! like.

use anyhow::Result;

use super::Caller;
use crate::cli::ThemeCommand;

mod begin;
#[cfg(feature = "theme-check")]
mod cases;
#[cfg(feature = "theme-check")]
pub mod check;

pub(super) fn run(caller: &Caller<'_>, wanted: &ThemeCommand) -> Result<bool> {
    match wanted {
        ThemeCommand::New { name } => begin::run(caller, name),
        #[cfg(feature = "theme-check")]
        ThemeCommand::Check(wanted) => check::run(caller, wanted),
    }
}
