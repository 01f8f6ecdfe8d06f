//! What the office asks about people: who is meant, what is published of whom, until when.
//!
//! In come raw documents and the public site, out go answers for the office. Nothing here ever
//! reaches a page: `render` knows nothing of this room.

pub mod account;
pub mod change_kind;
pub mod consent_calendar;
pub mod consent_state;
pub mod consents;
pub mod dossier;
pub mod edition_with_sources;
pub mod erase;
pub mod explain;
pub mod leavers;
pub mod opaque_ids;
pub mod person_lookup;
pub mod privacy_drafts;
pub mod proposals;
pub mod register_entries;
mod rough_settings;
pub(crate) mod unread;
pub mod upcoming;
pub mod withdraw;
