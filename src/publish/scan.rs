//! Looks through published texts for what they link to and show.
//!
//! In comes the public site, which learns the pictures and files its texts need; out go notes
//! about links to pages that are withheld today.

use std::collections::BTreeSet;

use crate::base::code::Code;
use crate::base::diagnostic::{Diagnostic, Place};
use crate::base::source::Snapshot;
use crate::model::document::Key;
use crate::model::text::Piece;

use super::passes::Bundles;
use super::photo;
use super::references;
use super::site::Site;

/// Looks through published texts for what they link to and show.
pub(super) struct Scan<'a> {
    pub(super) site: &'a mut Site,
    pub(super) snapshot: &'a Snapshot,
    pub(super) diagnostics: &'a mut Vec<Diagnostic>,
}

impl Scan<'_> {
    pub(super) fn run(&mut self, bundles: &Bundles<'_>, broken: &BTreeSet<Key>) {
        for bundle in bundles.values() {
            if !self.site.addresses.contains_key(&bundle.original.key) {
                continue;
            }
            let translations = bundle.translations.values().map(|t| t.document);
            for document in std::iter::once(bundle.original).chain(translations) {
                for piece in &document.body.pieces {
                    match piece {
                        Piece::LinkStart { target, range } => {
                            let place =
                                Place::range(&document.path, range.start..range.end);
                            let there = |key: &Key| {
                                bundles.contains_key(key) || broken.contains(key)
                            };
                            self.link(target, place, there);
                        }
                        Piece::Picture { file, range, .. } => {
                            let place =
                                Place::range(&document.path, range.start..range.end);
                            if let (Ok(found), Some(path)) = (
                                photo::find(self.snapshot, file, &place),
                                document.path.join(file),
                            ) {
                                self.site.pictures.insert(path, found);
                            }
                        }
                        Piece::Html(_) | Piece::LinkEnd => {}
                    }
                }
            }
        }
    }

    /// A link to a page that is withheld today loses its address; the editor is told.
    fn link(&mut self, target: &str, place: Place, there: impl Fn(&Key) -> bool) {
        let file = target.split(['#', '?']).next().unwrap_or(target);
        let Some(path) = place.path.join(file) else { return };
        match Key::of(&path) {
            Some((key, _)) if there(&key) && !self.site.addresses.contains_key(&key) => {
                self.diagnostics.push(
                    Diagnostic::at(Code::ReferenceWithheld, place)
                        .text("value", key.name),
                );
            }
            None if references::is_download(self.snapshot, &path) => {
                if let Some(source) = self.snapshot.files.get(&path) {
                    self.site.downloads.insert(path, source.digest);
                }
            }
            _ => {}
        }
    }
}
