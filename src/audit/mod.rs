//! The audit: checks finished outputs for values of people who are withheld.
//!
//! In come raw documents, the public site and bytes, out go diagnostics. It relies on neither
//! the gate nor the theme: it knows only what must not appear, and searches every output for
//! it. Never shows a withheld value, only whose it is and which field.

mod anchors;
mod decode;
mod find;
mod form;
mod held_texts;
mod names;
mod packed;
mod secrets;
mod sieve;
mod traces;
mod values;
mod verdict;

pub use traces::{Sought, Traces, name_key};
pub use verdict::{Audit, Unread};
