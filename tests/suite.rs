//! Every test of the program from outside, in one binary: it is linked once.
//!
//! What changes its own process (the working directory, say) is a binary of its own instead.

#[path = "support/ics_lint.rs"]
mod ics_lint;
#[path = "support/small_site.rs"]
mod small_site;
mod support;
#[path = "support/tools.rs"]
mod tools;

mod access;
mod architecture;
mod audit;
mod cli;
mod cologne;
mod consent;
mod consents;
mod determinism;
mod diagnostics;
mod docs;
mod dossier;
mod erase;
mod explain;
mod folder;
mod formats;
mod front_matter;
mod golden;
mod gone;
mod hostile;
mod http;
mod incremental;
mod life;
mod lists;
mod mentions;
mod operations;
mod pictures;
mod privacy_drafts;
mod register;
mod review;
mod rooms;
mod same_facts;
mod search;
mod serve;
mod server_rules;
mod social_cards;
mod theme;
mod theme_check;
mod themes_docs;
mod timeline;
mod upcoming;
mod watch;
mod withdraw;
mod write;
