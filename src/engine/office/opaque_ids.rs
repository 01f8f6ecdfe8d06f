//! Which people have no opaque id yet, and where it is to be written.
//!
//! In comes a site from inside, out go the files of people without an id; with an id, the text
//! of such a file with it. Makes no ids itself: chance is not for this floor.

use std::collections::BTreeSet;

use crate::base::source::{SitePath, Snapshot};
use crate::read::edit::{Unchanged, set};
use crate::register::chain::{FOLDER, path};
use crate::register::check::people;

use super::edition_with_sources::EditionWithSources;

/// The files of people without an id.
pub fn without_id(inside: &EditionWithSources) -> Vec<SitePath> {
    let missing = people(&inside.documents).filter(|(_, person)| person.id.is_none());
    missing.map(|(document, _)| document.path.clone()).collect()
}

/// Every id that belongs to somebody, or did: those of the register are never given again.
pub fn taken(inside: &EditionWithSources, snapshot: &Snapshot) -> BTreeSet<String> {
    let own = people(&inside.documents).filter_map(|(_, person)| person.id.clone());
    let known = snapshot.below(FOLDER).filter_map(|source| {
        let name = source.path.file_name().strip_suffix(".jsonl")?;
        (path(name) == source.path).then(|| name.to_owned())
    });
    own.chain(known).collect()
}

/// The text of a person's file with an id.
///
/// # Errors
/// If the file cannot be edited.
pub fn with_id(
    snapshot: &Snapshot,
    path: &SitePath,
    id: &str,
) -> Result<String, Unchanged> {
    let text = snapshot.text(path).ok_or(Unchanged::Unreadable)?;
    set(text, &["id"], id, &[])
}
