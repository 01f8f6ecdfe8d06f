//! The names that references may use, and the diagnostic for unknown ones.
//!
//! In come all documents and the reference data, out go lookups and suggestions. Never decides
//! about publication.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use jiff::tz::TimeZone;

use crate::base::code::Code;
use crate::base::config::Config;
use crate::base::copies::Copies;
use crate::base::diagnostic::{Argument, Diagnostic, Place};
use crate::base::pointer::Pointer;
use crate::base::slug::slugify;
use crate::base::source::{SitePath, Snapshot};
use crate::model::document::{Key, Section};
use crate::model::reference::{Contact, Faculty, Institution};

use super::collect::Bundles;
use super::directory_index::DirectoryIndex;
use super::known_names::ReferenceNames;
use super::site_files::SiteFiles;
use super::withheld_photos::WithheldPhotos;

/// The names that references may use.
pub(super) struct Known<'a> {
    pub(super) config: &'a Config,
    pub(super) snapshot: &'a Snapshot,
    pub(super) photos: &'a SiteFiles<'a>,
    /// Files that are copies of others.
    pub(super) copies: &'a Copies,
    pub(super) zone: &'a TimeZone,
    pub(super) faculties: &'a [Faculty],
    pub(super) institutions: &'a [Institution],
    pub(super) contacts: &'a [Contact],
    /// Ids of the reference data, collected once for all documents.
    pub(super) ids: Ids<'a>,
    pub(super) bundles: &'a Bundles<'a>,
    pub(super) directory: &'a DirectoryIndex<'a>,
    /// Photos that are shown nowhere.
    pub(super) withheld_photos: &'a WithheldPhotos<'a>,
    /// Documents that could not be read.
    pub(super) broken: &'a BTreeSet<Key>,
    /// Entries of the directory, collected on first use.
    pub(super) people: OnceLock<ReferenceNames<'a>>,
}

impl<'a> Known<'a> {
    /// Entries of the directory, including unreadable ones.
    pub(super) fn people(&self) -> &ReferenceNames<'a> {
        self.people.get_or_init(|| {
            let keys =
                self.bundles.iter().map(|one| &one.original.key).chain(self.broken);
            keys.filter(|key| key.section == Section::Directory && !key.name.is_empty())
                .map(|key| &*key.name)
                .collect()
        })
    }

    /// True for an existing document, even if it could not be read.
    pub(super) fn is_document(&self, key: &Key) -> bool {
        self.bundles.contains(key) || self.broken.contains(key)
    }
}

/// Ids of reference data.
pub(super) struct Ids<'a> {
    pub(super) faculties: ReferenceNames<'a>,
    pub(super) institutions: ReferenceNames<'a>,
    pub(super) contacts: ReferenceNames<'a>,
}

impl<'a> Ids<'a> {
    pub(super) fn of(
        faculties: &'a [Faculty],
        institutions: &'a [Institution],
        contacts: &'a [Contact],
    ) -> Self {
        Self {
            faculties: faculties.iter().map(|one| one.id.as_str()).collect(),
            institutions: institutions.iter().map(|one| one.id.as_str()).collect(),
            contacts: contacts.iter().map(|one| one.id.as_str()).collect(),
        }
    }
}

pub(super) fn check_name(
    path: &SitePath,
    at: Pointer,
    name: &str,
    known: &ReferenceNames<'_>,
    kind: &'static str,
    out: &mut Vec<Diagnostic>,
) {
    if known.contains(name) {
        return;
    }
    // A name as people write it, where the name of a file is wanted: `Enno Häcker`.
    let file = slugify(name);
    let near = if known.contains(&file) { Some(file) } else { known.nearest(name) };
    // A suggestion would give a masked value away, so it is masked too.
    let shown = crate::base::mask::shows(path, &at);
    let name = if shown { name } else { crate::base::mask::MASK };
    out.push(
        Diagnostic::at(Code::ReferenceUnknown, Place::value(path, at))
            .text("value", name)
            .with("kind", Argument::Word(kind))
            .with("near", Argument::Suggestion(near.filter(|_| shown))),
    );
}
