//! A site from inside: what is published, and the raw documents that it was decided about.
//!
//! In come a snapshot and a request, out goes an edition with the documents, for commands of
//! the office. What is in a document never leaves here but through `office`.

use std::sync::Arc;

use crate::base::source::Snapshot;
use crate::model::document::Document;

use crate::engine::{Edition, Memory, Request, edition};

/// A site from inside.
pub struct EditionWithSources {
    /// What is published, with everything there is to say.
    pub edition: Edition,
    /// Every document that could be read, in the order of the paths.
    pub(super) documents: Vec<Arc<Document>>,
}

/// Reads a site and decides what is published, without making a page.
pub fn inside(snapshot: &Snapshot, request: &Request) -> EditionWithSources {
    let mut memory = Memory::default();
    let edition = edition(snapshot, request, &mut memory);
    let documents = memory.documents().collect();
    EditionWithSources { edition, documents }
}
