//! Puts originals and their translations together.
//!
//! In come the documents in the order of their paths; out goes one bundle for each original.
//! A translation never stands alone.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::base::code::Code;
use crate::base::diagnostic::{Diagnostic, Place};
use crate::base::digest::Digest;
use crate::base::language::Language;
use crate::model::document::{Document, DocumentContent, Key, Section, Words};

/// An original with its translations.
#[derive(Debug)]
pub(super) struct Bundle<'d> {
    pub(super) original: &'d Document,
    pub(super) translations: BTreeMap<Language, Translation<'d>>,
    /// The digest of everything that was read for it.
    pub(super) digest: Digest,
}

impl Bundle<'_> {
    /// True if one of its texts links to something or shows pictures.
    pub(super) fn refers(&self) -> bool {
        self.original.body.refers()
            || self.translations.values().any(|one| one.document.body.refers())
    }
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
    let (mut bundles, repeated) = originals(documents);
    diagnostics.extend(repeated);
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
                    bundle.digest = bundle.digest.and(document.digest);
                    let translation = Translation { document, words };
                    bundle.translations.insert(*language, translation);
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

/// The originals by their keys, and a complaint about each that is there already.
fn originals<'d>(
    documents: &'d [Arc<Document>],
) -> (BTreeMap<&'d Key, Bundle<'d>>, Vec<Diagnostic>) {
    let is_original =
        |one: &&Arc<Document>| !matches!(one.content, DocumentContent::Translation(..));
    let originals = documents.iter().filter(is_original).map(AsRef::as_ref);
    // They come in the order of paths, so that each section is in order already but for names
    // in which something sorts before a slash or a dot. A stable sort keeps the order of paths
    // among equals.
    let mut sections: BTreeMap<Section, Vec<&Document>> = BTreeMap::new();
    for original in originals {
        sections.entry(original.key.section).or_default().push(original);
    }
    for section in sections.values_mut() {
        if !section.is_sorted_by(|a, b| a.key <= b.key) {
            section.sort_by(|a, b| a.key.cmp(&b.key));
        }
    }
    let mut originals: Vec<&Document> = sections.into_values().flatten().collect();
    let mut repeated = Vec::new();
    let mut first: Option<&Document> = None;
    originals.retain(|document| match first {
        Some(first) if first.key == document.key => {
            repeated.push(
                Diagnostic::at(Code::PageTwice, Place::file(&document.path))
                    .text("other", first.path.to_string()),
            );
            false
        }
        _ => {
            first = Some(document);
            true
        }
    });
    let bundle = |original: &'d Document| Bundle {
        original,
        translations: BTreeMap::new(),
        digest: original.digest,
    };
    (originals.into_iter().map(|one| (&one.key, bundle(one))).collect(), repeated)
}

/// `content/a.en.md` → `content/a.md`.
fn original_name(document: &Document) -> String {
    let path = document.path.as_str();
    let stem = path.strip_suffix(".md").unwrap_or(path);
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    format!("{stem}.md")
}
