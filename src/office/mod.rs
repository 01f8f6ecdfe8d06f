//! What the office asks about people: who is meant, what is published of whom, until when.
//!
//! In come raw documents and the public site, out go answers for the office. Nothing here ever
//! reaches a page: `render` does not know this floor.

pub mod consent_state;
pub mod dossier;
pub mod explain;
pub mod privacy;
pub mod subject;
pub mod upcoming;
