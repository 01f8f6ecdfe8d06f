//! Everything that touches the disk, the terminal or the version control.
//!
//! In comes a site folder, out come a snapshot, the written site and the report. Imports `base`
//! only, and never knows what a person or a page is.
#![expect(
    clippy::disallowed_methods,
    reason = "this folder is where files are read and written"
)]

pub mod changes;
pub mod file;
pub mod folder;
pub mod git_history;
pub mod internal_place;
pub mod last_build;
pub mod leftovers;
pub mod load;
pub mod lock;
pub mod output_folder;
pub mod picture_cache;
pub mod placeholder_cache;
pub mod progress;
pub mod published_index;
pub mod report;
pub mod server_rules;
pub mod source_file;
pub mod stale_pages;
pub mod stored_pages;
pub mod takedown;
pub mod taken_off;
pub mod this_program;
pub mod told_notes;
pub mod tree;
#[cfg(feature = "serve")]
pub mod watch;
pub mod write;

mod direct;
mod find;
mod outcome;
mod output_state;
mod page_ledger;
mod picture_ledger;
mod source_filter;
mod stage;
mod write_plan;
