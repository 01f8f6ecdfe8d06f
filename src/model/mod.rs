//! What editors wrote: private documents, exactly as far as they were understood.
//!
//! Nothing here can be serialised or shown; only `publish` turns these into public values.
//! Nothing here decides whether something may be published.

pub mod consent;
pub mod document;
pub mod event;
pub mod held;
pub mod mention;
pub mod page;
pub mod person;
pub mod person_link;
pub mod private;
pub mod reference;
pub mod statement;
pub mod story;
pub mod text;
