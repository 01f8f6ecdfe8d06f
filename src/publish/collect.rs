//! Puts originals and their translations together.
//!
//! In come the documents in the order of their paths; out goes one bundle for each original.
//! A translation never stands alone.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::base::code::Code;
use crate::base::diagnostic::{Diagnostic, Place};
use crate::base::language::Language;
use crate::model::document::{Document, DocumentContent, Key, Words};

/// An original with its translations.
#[derive(Debug)]
pub(super) struct Bundle<'d> {
    pub(super) original: &'d Document,
    pub(super) translations: BTreeMap<Language, Translation<'d>>,
}

/// The words of a translation and the document that holds them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Translation<'d> {
    pub(super) document: &'d Document,
    pub(super) words: &'d Words,
}

/// Bundles documents. `broken` are the originals that could not be read: their translations
/// are not complained about a second time.
pub(super) fn collect<'d>(
    documents: &'d [Arc<Document>],
    broken: &BTreeSet<Key>,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<&'d Key, Bundle<'d>> {
    let mut bundles: BTreeMap<&Key, Bundle<'d>> = BTreeMap::new();
    for document in documents {
        if matches!(document.content, DocumentContent::Translation(..)) {
            continue;
        }
        if let Some(first) = bundles.get(&document.key) {
            diagnostics.push(
                Diagnostic::at(Code::PageTwice, Place::file(&document.path))
                    .text("other", first.original.path.to_string()),
            );
            continue;
        }
        let bundle = Bundle { original: document, translations: BTreeMap::new() };
        bundles.insert(&document.key, bundle);
    }
    for document in documents {
        let DocumentContent::Translation(language, words) = &document.content else {
            continue;
        };
        match bundles.get_mut(&document.key) {
            Some(bundle) => match bundle.translations.get(language) {
                Some(first) => diagnostics.push(
                    Diagnostic::at(Code::PageTwice, Place::file(&document.path))
                        .text("other", first.document.path.to_string()),
                ),
                None => {
                    bundle
                        .translations
                        .insert(*language, Translation { document, words });
                }
            },
            None if broken.contains(&document.key) => {}
            None => diagnostics.push(
                Diagnostic::at(
                    Code::TranslationWithoutOriginal,
                    Place::file(&document.path),
                )
                .text("original", original_name(document)),
            ),
        }
    }
    bundles
}

/// `content/a.en.md` → `content/a.md`.
fn original_name(document: &Document) -> String {
    let path = document.path.as_str();
    let stem = path.strip_suffix(".md").unwrap_or(path);
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    format!("{stem}.md")
}
