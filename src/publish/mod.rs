//! From private documents to the public site: the gate, and the order behind it.
//!
//! In come documents and the day; out goes a [`site::Site`] of public values only. The gate is
//! the only maker of public people, stories and events; nothing after it decides about
//! publication.

pub use gate::last_day as event_end;

pub mod address;
pub mod assemble;
pub mod board;
pub mod channel;
mod collect;
pub mod consent;
mod decisions;
pub mod disclosure;
mod gate;
mod gone;
mod group_photos;
mod known;
mod mention_checks;
pub mod order;
pub mod passes;
pub mod photo;
pub mod public;
pub mod public_page;
pub mod reference_data;
mod references;
pub mod related;
mod roll;
mod scan;
pub mod site;
pub mod terms;
mod video;
pub mod words;
