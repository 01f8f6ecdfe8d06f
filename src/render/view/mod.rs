//! What a template may see: one serialisable value for each kind of page.
//!
//! In come public types, already chosen by the gate; out go plain texts, addresses and
//! flags. Every text is finished in the language of the page (dates, ranges, role labels),
//! so that a theme only places it. A view never holds a source path, a raw person, a float
//! or an unordered map; `Hash` is always derived, so that it cannot leave a field out.

mod access;
mod cards;
mod frame;
mod lists;
mod singles;

pub use access::*;
pub use cards::*;
pub use frame::*;
pub use lists::*;
pub use singles::*;
