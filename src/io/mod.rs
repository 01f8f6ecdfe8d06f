//! The ground the pipeline stands on: everything that touches disk, terminal and network.
//!
//! In comes a site folder, out come a snapshot, the written site and the report. Knows `base`
//! and nothing else: nothing here knows what a person or a page is.
#![expect(
    clippy::disallowed_methods,
    reason = "this folder is where files are read and written"
)]

pub mod file;
pub mod folder;
pub mod grounds;
pub mod history;
pub mod http;
pub mod load;
pub mod lock;
pub mod online;
pub mod output_folder;
pub mod picture;
pub mod preview;
pub mod progress;
pub mod report;
pub mod server_rules;
pub mod source_file;
pub mod watch;
pub mod words;
pub mod write;

mod difference;
mod direct;
mod encode;
mod find;
mod names;
mod pixels;
mod present;
mod probe;
mod social_card;
mod stage;
