//! A site from inside: what is published, and the raw documents that it was decided about.
//!
//! In come a snapshot and a request, out goes an edition with the documents, for commands of
//! the office. What is in a document never leaves here but through `office`.

use std::sync::Arc;

use crate::base::config::ConsentRules;
use crate::base::copies::Copies;
use crate::base::source::Snapshot;
use crate::engine::told_elsewhere::entry;
use crate::engine::{Edition, Memory, Request, edition};
use crate::model::document::Document;

use super::rough_settings::RoughSettings;
use super::unread::UnreadEntry;

/// A site from inside.
pub struct EditionWithSources {
    /// What is published, with everything there is to say.
    pub edition: Edition,
    /// Every document that could be read, in the order of the paths.
    pub(super) documents: Vec<Arc<Document>>,
    /// People and stories whose files could not be read.
    pub(super) unread: Vec<UnreadEntry>,
    /// The rules for consents, as far as the settings tell them.
    pub(super) rules: ConsentRules,
}

/// Reads a site and decides what is published, without making a page.
pub fn inside(snapshot: &Snapshot, request: &Request) -> EditionWithSources {
    inside_with(snapshot, request, &mut Memory::default())
}

/// The same; what was read is in `memory` for whoever builds next.
pub fn inside_with(
    snapshot: &Snapshot,
    request: &Request,
    memory: &mut Memory,
) -> EditionWithSources {
    let edition = edition(snapshot, request, memory);
    let rough = RoughSettings::of(snapshot);
    // Read again if the settings are wrong, which keeps documents from being read at all.
    let (documents, unread) = rough.documents(snapshot, &Copies::of(snapshot), memory);
    let unread = unread.iter().filter_map(|path| entry(snapshot, path)).collect();
    EditionWithSources { edition, documents, unread, rules: rough.rules }
}
