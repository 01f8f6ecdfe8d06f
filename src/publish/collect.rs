//! Bundles originals with their translations.
//!
//! In come the documents ordered by path, out goes one bundle per original. A translation never
//! becomes a bundle of its own.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::base::code::Code;
use crate::base::diagnostic::{Diagnostic, Place};
use crate::base::digest::Digest;
use crate::base::language::Language;
use crate::model::document::{Document, DocumentContent, Key, Section, TranslationWords};
use crate::model::mention::{Mentioned, PersonLink};

/// An original with its translations.
#[derive(Debug)]
pub(super) struct Bundle<'d> {
    pub(super) original: &'d Document,
    pub(super) translations: BTreeMap<Language, Translation<'d>>,
    /// The digest of all files in it.
    pub(super) digest: Digest,
}

impl Bundle<'_> {
    /// True if one of its texts contains links or pictures.
    pub(super) fn refers(&self) -> bool {
        self.original.body.refers()
            || self.translations.values().any(|one| one.document.body.refers())
    }
}

impl<'d> Bundle<'d> {
    /// Everybody mentioned in its texts.
    pub(super) fn mentioned(&self) -> impl Iterator<Item = &'d Mentioned> {
        let translations = self.translations.values().map(|one| one.document);
        std::iter::once(self.original)
            .chain(translations)
            .flat_map(|document| &document.mentioned)
    }

    /// Where links in its texts lead that may lead to somebody.
    pub(super) fn linked(&self) -> impl Iterator<Item = &'d PersonLink> {
        let translations = self.translations.values().map(|one| one.document);
        std::iter::once(self.original)
            .chain(translations)
            .flat_map(|document| &document.linked)
    }

    /// True if one of its texts mentions anybody.
    pub(super) fn mentions(&self) -> bool {
        self.mentioned().next().is_some()
    }
}

/// The texts of a translation and the document that contains them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Translation<'d> {
    pub(super) document: &'d Document,
    pub(super) words: &'d TranslationWords,
}

/// All bundles, ordered by key.
#[derive(Debug)]
pub(super) struct Bundles<'d>(Vec<Bundle<'d>>);

impl<'d> Bundles<'d> {
    fn find(&self, key: &Key) -> Option<usize> {
        self.0.binary_search_by(|bundle| bundle.original.key.cmp(key)).ok()
    }

    /// True if there is an original with this key.
    pub(super) fn contains(&self, key: &Key) -> bool {
        self.find(key).is_some()
    }

    /// Every bundle.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Bundle<'d>> {
        self.0.iter()
    }

    /// The bundles of a section, its introduction first.
    pub(super) fn of(&self, section: Section) -> &[Bundle<'d>] {
        let start = self.0.partition_point(|one| one.original.key.section < section);
        let end = self.0.partition_point(|one| one.original.key.section <= section);
        &self.0[start..end]
    }

    /// Ordinary pages and section introductions. In a section with entries, only the first
    /// bundle can be an introduction, since an empty name sorts first.
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

/// Bundles documents. `broken` are originals that could not be read; their translations are not
/// reported a second time.
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
            // The original exists, but has errors that are reported already.
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

/// Separates translations from originals, which are sorted by key. Reports duplicate originals.
fn originals<'d>(
    documents: &'d [Arc<Document>],
    diagnostics: &mut Vec<Diagnostic>,
) -> (Vec<Translated<'d>>, Vec<Bundle<'d>>) {
    let mut translations = Vec::new();
    // Paths are sorted already, and so are the keys, unless a name contains a character that
    // sorts before `/` or `.`. Checking is cheaper than always sorting.
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
            // Stable, so that the first path of duplicates wins.
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

/// The path of the original: `content/a.en.md` → `content/a.md`.
fn original_name(document: &Document) -> String {
    let path = document.path.as_str();
    let stem = path.strip_suffix(".md").unwrap_or(path);
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    format!("{stem}.md")
}
