//! The audit: checks finished outputs for values of people who are withheld.
//!
//! In come raw documents, the public site and bytes, out go diagnostics. It relies on neither
//! the gate nor the theme: it knows only what must not appear, and searches every output for
//! it. Never shows a withheld value, only whose it is and which field.

mod allowed;
mod anchors;
mod blamed;
mod context;
mod decode;
mod documents;
mod find;
mod folded;
mod form;
mod held_texts;
mod known_runs;
mod markup;
mod name_pattern;
mod names;
mod numbers;
mod packed;
mod pdf;
mod published_texts;
mod reading;
mod secrets;
mod seen_names;
mod sieve;
mod sources;
mod tokens;
mod traces;
mod value;
mod values;
mod verdict;

pub use traces::{Sought, Traces, name_key};
pub use verdict::{Audit, Unread};
