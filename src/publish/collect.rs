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
use crate::model::document::{Document, DocumentContent, Key, Section, TranslationWords};
use crate::model::mention::Mentioned;

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

impl<'d> Bundle<'d> {
    /// Everybody whom its texts mention.
    pub(super) fn mentioned(&self) -> impl Iterator<Item = &'d Mentioned> {
        let translations = self.translations.values().map(|one| one.document);
        std::iter::once(self.original)
            .chain(translations)
            .flat_map(|document| &document.mentioned)
    }

    /// True if one of its texts mentions somebody.
    pub(super) fn mentions(&self) -> bool {
        self.mentioned().next().is_some()
    }
}

/// The words of a translation and the document that holds them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Translation<'d> {
    pub(super) document: &'d Document,
    pub(super) words: &'d TranslationWords,
}

/// All bundles in the order of their keys.
#[derive(Debug)]
pub(super) struct Bundles<'d>(Vec<Bundle<'d>>);

impl<'d> Bundles<'d> {
    fn find(&self, key: &Key) -> Option<usize> {
        self.0.binary_search_by(|bundle| bundle.original.key.cmp(key)).ok()
    }

    /// True for a key that has an original.
    pub(super) fn contains(&self, key: &Key) -> bool {
        self.find(key).is_some()
    }

    /// Every bundle.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Bundle<'d>> {
        self.0.iter()
    }

    /// The bundles of one section, its introduction first.
    pub(super) fn of(&self, section: Section) -> &[Bundle<'d>] {
        let start = self.0.partition_point(|one| one.original.key.section < section);
        let end = self.0.partition_point(|one| one.original.key.section <= section);
        &self.0[start..end]
    }

    /// Ordinary pages and introductions. Where a section has entries of its own, only the first
    /// bundle can be its introduction.
    pub(super) fn pages(&self) -> impl Iterator<Item = &Bundle<'d>> {
        let sections = [Section::Home].into_iter();
        let sections = sections.chain(Section::FOLDERS.map(|(_, section)| section));
        let mut sections: Vec<Section> = sections.chain([Section::Pages]).collect();
        sections.sort_unstable();
        sections.into_iter().flat_map(|section| {
            let bundles = self.of(section);
            let entries = matches!(
                section,
                Section::Directory | Section::Portraits | Section::Events
            );
            if entries { &bundles[..bundles.len().min(1)] } else { bundles }
        })
    }
}

/// Bundles documents. `broken` are the originals that could not be read: their translations
/// are not complained about a second time.
pub(super) fn collect<'d>(
    documents: &'d [Arc<Document>],
    broken: &BTreeSet<Key>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Bundles<'d> {
    let (translations, originals) = originals(documents, diagnostics);
    let mut bundles = Bundles(originals);
    for (document, language, words) in translations {
        let found = bundles.find(&document.key).map(|number| &mut bundles.0[number]);
        let Some(bundle) = found else {
            if !broken.contains(&document.key) {
                let place = Place::file(&document.path);
                diagnostics.push(
                    Diagnostic::at(Code::TranslationWithoutOriginal, place)
                        .text("original", original_name(document)),
                );
            }
            continue;
        };
        if let Some(first) = bundle.translations.get(language) {
            diagnostics.push(
                Diagnostic::at(Code::PageTwice, Place::file(&document.path))
                    .text("other", first.document.path.to_string()),
            );
        } else {
            bundle.digest = bundle.digest.and(document.digest);
            bundle.translations.insert(*language, Translation { document, words });
        }
    }
    bundles
}

/// A translation with its language and words.
type Translated<'d> = (&'d Document, &'d Language, &'d TranslationWords);

/// Translations, and the originals in the order of their keys. Complains about an original that
/// is there already.
fn originals<'d>(
    documents: &'d [Arc<Document>],
    diagnostics: &mut Vec<Diagnostic>,
) -> (Vec<Translated<'d>>, Vec<Bundle<'d>>) {
    let mut translations = Vec::new();
    // They come in the order of paths, so that each section is in order already but for names
    // in which something sorts before a slash or a dot.
    let mut sections: BTreeMap<Section, (bool, Vec<Bundle<'d>>)> = BTreeMap::new();
    for document in documents {
        if let DocumentContent::Translation(language, words) = &document.content {
            translations.push((&**document, language, &**words));
            continue;
        }
        let (in_order, section) =
            sections.entry(document.key.section).or_insert((true, Vec::new()));
        *in_order &= section.last().is_none_or(|last| last.original.key < document.key);
        section.push(Bundle {
            original: document,
            translations: BTreeMap::new(),
            digest: document.digest,
        });
    }
    let mut originals = Vec::with_capacity(documents.len());
    for (in_order, mut section) in sections.into_values() {
        if !in_order {
            // A stable sort keeps the order of paths among equals.
            section.sort_by(|a, b| a.original.key.cmp(&b.original.key));
            section.dedup_by(|later, first| {
                let twice = later.original.key == first.original.key;
                if twice {
                    let place = Place::file(&later.original.path);
                    diagnostics.push(
                        Diagnostic::at(Code::PageTwice, place)
                            .text("other", first.original.path.to_string()),
                    );
                }
                twice
            });
        }
        originals.append(&mut section);
    }
    (translations, originals)
}

/// `content/a.en.md` → `content/a.md`.
fn original_name(document: &Document) -> String {
    let path = document.path.as_str();
    let stem = path.strip_suffix(".md").unwrap_or(path);
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    format!("{stem}.md")
}
