//! The register of consents: what was given, changed, withdrawn and erased, and when.
//!
//! In come the lines of `register/<id>.jsonl` and the consents of the content, out goes what
//! does not fit together, and lines to append. Nothing here holds a name, evidence or any other
//! value of a person; nothing here writes.

pub mod chain;
pub mod check;
pub mod entry;
pub mod head;
pub mod next;
