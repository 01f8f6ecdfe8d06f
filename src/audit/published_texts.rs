//! The texts that are published, asked only about what was found.
//!
//! In come documents and values, out goes whether a text holds a value that identifies nobody: then
//! it is public. Nearly every site is built without the question. Never says where it stands.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use crate::model::document::{Document, DocumentContent, Section};
use crate::model::text::Body;
use crate::publish::site::Site;

use super::find::Finder;
use super::held_texts::plain;
use super::reading::Reading;
use super::secrets::Weight;
use super::value::Hit;

/// The texts of the site, without the entries: those are judged field by field.
pub(super) struct PublishedTexts {
    /// The site has them too: they take no memory.
    texts: Vec<Arc<Body>>,
    /// The values that they hold, once somebody has asked.
    held: OnceLock<BTreeSet<usize>>,
}

impl PublishedTexts {
    pub(super) fn of(documents: &[Arc<Document>], site: &Site) -> Self {
        let is_text = |document: &&Arc<Document>| {
            let is_entry = matches!(document.content, DocumentContent::Person(_));
            !is_entry
                && document.key.section != Section::Directory
                && site.addresses(&document.key).is_some()
        };
        let texts = documents.iter().filter(is_text);
        let texts = texts.map(|document| Arc::clone(&document.body)).collect();
        Self { texts, held: OnceLock::new() }
    }

    /// True if what was found is public, since an editor has written it: a firm, a town.
    pub(super) fn hold(&self, finder: &Finder, hit: &Hit) -> bool {
        let is_ordinary = finder.values()[hit.value].weight == Weight::Ordinary;
        is_ordinary
            && self.held.get_or_init(|| self.values_in(finder)).contains(&hit.value)
    }

    /// Every such value, looked for in the texts as a reader sees them: markup divides sentences in
    /// a file, and not in the index of the search. One text after the other, since several threads
    /// may ask at once.
    fn values_in(&self, finder: &Finder) -> BTreeSet<usize> {
        let skipped = |value: usize| finder.values()[value].weight != Weight::Ordinary;
        let look = |body: &Arc<Body>| {
            let text = plain(body);
            let finds = finder.in_text(text.as_bytes(), Reading::default(), &skipped);
            finds.hits.into_iter().map(|hit| hit.value)
        };
        self.texts.iter().flat_map(look).collect()
    }
}
