//! Searches each page as soon as it is made, and stores it if nothing is found in it.
//!
//! In come pages, out goes where each lies. A page in which something is found stays in memory,
//! for the report; so nothing is ever stored that was not searched. Never decides what is said.

use crate::audit::Audit;
use crate::base::digest::Digest;
use crate::base::output::{Content, OutputPath};
use crate::base::page_store::PageStore;
use crate::render::outputs::page_sink::PageSink;

/// Pages that are searched and stored.
pub(super) struct SearchedPages<'b> {
    audit: &'b Audit,
    store: &'b dyn PageStore,
    /// True if the pages of the last build were searched for exactly the same.
    was_searched: bool,
}

impl<'b> SearchedPages<'b> {
    pub(super) fn new(audit: &'b Audit, store: &'b dyn PageStore) -> Self {
        let sought = audit.digest();
        let was_searched = store.searched_for() == Some(sought);
        store.note_search(sought);
        Self { audit, store, was_searched }
    }
}

impl PageSink for SearchedPages<'_> {
    fn known(&self, path: &OutputPath, key: Digest) -> Option<Content> {
        let page = self.store.kept(path, key)?;
        // If not, somebody is withheld who was not, or the other way round.
        let is_clean =
            self.was_searched || self.audit.is_clean(path, &self.store.read(path)?);
        is_clean.then(|| {
            self.store.note(path, page, key, None);
            Content::Stored(page)
        })
    }

    fn may_take(&self, path: &OutputPath, bytes: &[u8]) -> bool {
        self.audit.is_clean(path, bytes)
    }

    fn take(&self, path: &OutputPath, key: Digest, bytes: &[u8]) -> Option<Content> {
        let page = self.store.put(path, bytes)?;
        self.store.note(path, page, key, Some(Digest::of(bytes)));
        Some(Content::Stored(page))
    }
}
