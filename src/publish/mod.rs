//! Turns private documents into the public site, by way of the gate.
//!
//! In come documents and the day, out goes a [`site::Site`] of public values only. Only the gate
//! makes public people, stories and events; later code in this folder never decides about
//! publication.

pub use gate::last_day as event_end;

pub mod address;
pub mod assemble;
pub mod board;
pub mod channel;
pub mod consent;
pub mod disclosure;
mod duties;
pub mod lookups;
pub mod named_people;
pub mod order;
mod overlooked;
pub mod passes;
pub mod photo;
pub mod public;
pub mod public_page;
pub mod reference_data;
pub mod related;
pub mod root_files;
pub mod site;
pub mod site_files;
pub mod stamps;
pub mod terms;
pub mod words;

mod collect;
mod cycles;
mod decisions;
mod directory_index;
mod gate;
mod gone;
mod group_photos;
mod known;
mod known_names;
mod link_words;
mod mention_checks;
mod references;
mod scan;
mod video;
mod withheld_photos;
mod withholding;
