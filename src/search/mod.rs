//! The search index: how names and texts are found, and the files that a browser fetches for it.
//!
//! In come records that were made from published values, out go files as docs/search.md describes
//! them. This folder knows no person and no site; it never decides what may be found.

pub mod client;
pub mod index;
pub mod read;
pub mod record;

mod cologne;
mod compounds;
mod contents;
mod fold;
mod heads;
mod number;
mod postings;
mod stem;
mod table;
mod tokens;
mod words;

pub use cologne::cologne;
pub use fold::fold;
pub use stem::terms;
