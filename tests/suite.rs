//! Every test of the program from outside, in one binary: it is linked once.
//!
//! What changes its own process (the working directory, say) is a binary of its own instead.
#![expect(
    clippy::disallowed_methods,
    reason = "tests make sites on the disk, read the project's files and have a clock"
)]
#![expect(clippy::unwrap_used, reason = "whatever fails here fails the test")]
#![expect(clippy::format_collect, reason = "tests need not be fast here")]
#![expect(clippy::too_many_lines, reason = "tables of bad input are long")]

#[path = "support/extent.rs"]
mod extent;
#[path = "support/ics_lint.rs"]
mod ics_lint;
#[path = "support/small_site.rs"]
mod small_site;
mod support;
#[path = "support/tools.rs"]
mod tools;

mod access;
mod architecture;
mod at_once;
mod audit;
mod cli;
mod cologne;
mod consent;
mod consents;
mod determinism;
mod diagnostics;
mod docs;
mod dossier;
mod ends;
mod erase;
mod explain;
mod fields;
mod files;
mod first_hour;
mod folder;
mod formats;
mod front_matter;
mod golden;
mod gone;
mod hostile;
mod http;
mod incremental;
mod innocent;
mod internal_files;
mod last_build;
mod life;
mod links_to_people;
mod lists;
mod mentions;
mod operations;
mod pictures;
mod planting;
mod privacy_drafts;
mod proof;
mod register;
mod review;
mod rooms;
mod same_facts;
mod same_photo;
mod search;
mod serve;
mod server_rules;
mod social_cards;
mod takedown;
mod theme;
mod theme_check;
mod themes_docs;
mod timeline;
mod torture;
mod upcoming;
mod watch;
mod withdraw;
mod write;
