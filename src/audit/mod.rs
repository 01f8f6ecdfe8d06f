//! The audit: whether finished outputs hold anything of somebody who is withheld.
//!
//! In come raw documents, the public site and bytes, out go diagnostics. It trusts neither gate
//! nor theme: it knows only what must not appear, and looks for it in every output. Never
//! shows a withheld value, only whose it is and which field.

mod anchors;
mod decode;
mod find;
mod form;
mod held_texts;
mod names;
mod packed;
mod secrets;
mod sieve;
mod values;
mod verdict;

pub use verdict::Audit;
