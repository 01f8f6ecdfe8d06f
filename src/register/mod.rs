//! The register of consents: what was given, changed, withdrawn and erased, and when.
//!
//! In come the lines of `register/<id>.jsonl` and the consents in the content, out go
//! contradictions and lines to append. Never holds a name, evidence or another value of a
//! person, and never writes a file.

pub mod chain;
pub mod check;
pub mod entry;
pub mod head;
pub mod next;
