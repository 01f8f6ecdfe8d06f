//! The files of a site, found by their names in either form of Unicode.
//!
//! In comes a path as somebody wrote it, out goes the file. macOS and some sync clients store `ü`
//! as two characters, keyboards write one. Never finds a file whose name differs in anything else.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::base::slug::composed;
use crate::base::source::{SitePath, Snapshot, Source};
use crate::base::work;

/// The files of a site by their names.
pub struct SiteFiles<'s> {
    /// What there is.
    pub snapshot: &'s Snapshot,
    /// Files by their paths in normalisation form C, without those that are ASCII; made for the
    /// first file that is not found as it is written.
    composed: OnceLock<BTreeMap<String, SitePath>>,
}

impl<'s> SiteFiles<'s> {
    /// The files of a snapshot.
    pub fn new(snapshot: &'s Snapshot) -> Self {
        Self { snapshot, composed: OnceLock::new() }
    }

    /// The file itself, or one whose name differs only in Unicode normalisation.
    pub fn source(&self, path: &SitePath) -> Option<&'s Source> {
        self.snapshot.files.get(path).or_else(|| {
            let wanted = composed(path.as_str());
            if wanted.is_ascii() {
                return None;
            }
            self.snapshot.files.get(self.composed().get(&*wanted)?)
        })
    }

    fn composed(&self) -> &BTreeMap<String, SitePath> {
        self.composed.get_or_init(|| {
            let mut files = BTreeMap::new();
            for path in self.snapshot.files.keys() {
                work::looked_at(1);
                let composed = composed(path.as_str());
                if !composed.is_ascii() {
                    // Of two that are alike, the first.
                    files.entry(composed.into_owned()).or_insert_with(|| path.clone());
                }
            }
            files
        })
    }
}
