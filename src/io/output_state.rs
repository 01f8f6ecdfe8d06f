//! What the output folder holds now, and whether its files are up to date.
//!
//! In come a folder and contents, out go names and answers. Never follows a symbolic link, and
//! never writes.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, Metadata};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::output_folder::MARKER;
use super::page_ledger::file_version;
use super::picture_cache;
use super::tree::{TreeEntry, tree, with_slashes};
use crate::base::digest::Digest;
use crate::base::output::{Content, OutputPath, StoredPage};

/// The files and folders of a site on the disk.
#[derive(Debug, Default)]
pub(super) struct Present {
    /// Regular files by path, without the marker.
    pub(super) files: BTreeMap<String, Metadata>,
    /// Folders by their path.
    pub(super) folders: BTreeSet<String>,
    /// Links, pipes and file names that no build makes; they are removed.
    pub(super) unexpected: Vec<PathBuf>,
}

impl Present {
    /// Lists a folder; a missing one counts as empty.
    pub(super) fn look(folder: &Path) -> io::Result<Self> {
        let mut present = Self::default();
        if !folder.is_dir() {
            return Ok(present);
        }
        for entry in tree(folder) {
            let TreeEntry { path, kind, metadata } = entry?;
            let below = path.strip_prefix(folder).unwrap_or(&path);
            match below.to_str().map(with_slashes) {
                Some(name) if name == MARKER && kind.is_file() => {}
                Some(name) if kind.is_file() => {
                    present.files.insert(name.into_owned(), metadata);
                }
                Some(name) if kind.is_dir() => {
                    present.folders.insert(name.into_owned());
                }
                _ => present.unexpected.push(path),
            }
        }
        Ok(present)
    }
}

/// The desired content of a file.
#[derive(Debug)]
pub(super) enum WantedContent<'s> {
    /// These bytes.
    Bytes(Cow<'s, [u8]>),
    /// The content of this file in the cache. It may be hard-linked, since files in the cache
    /// are replaced and never modified.
    Cached(PathBuf),
    /// What lies in the published folder, if it is still this version.
    Kept(Digest),
    /// The content of this file, which lies where it will be exchanged.
    Staged(PathBuf),
}

impl<'s> WantedContent<'s> {
    /// Determines the content; reads sources that are copied.
    pub(super) fn of(
        root: &Path,
        staging: Option<&Path>,
        (at, content): (&OutputPath, &'s Content),
    ) -> io::Result<Self> {
        Ok(match content {
            Content::Bytes(bytes) => Self::Bytes(Cow::Borrowed(bytes)),
            Content::Stored(StoredPage::Kept(version)) => Self::Kept(*version),
            Content::Stored(StoredPage::Staged(_)) => {
                let folder = staging.ok_or_else(changed_meanwhile)?;
                Self::Staged(folder.join(at.as_str()))
            }
            Content::Picture(recipe) => {
                Self::Cached(picture_cache::cached(root, &recipe.file_name()))
            }
            Content::Card(card) => {
                Self::Cached(picture_cache::cached(root, &card.file_name()))
            }
            Content::Copy(path, digest) => {
                let bytes = fs::read(root.join(path.as_str()))?;
                // What is published must be what was checked.
                if Digest::of(&bytes) != *digest {
                    return Err(changed_meanwhile());
                }
                Self::Bytes(Cow::Owned(bytes))
            }
        })
    }

    /// True if a file has exactly this content. `buffer` is reused to avoid allocations.
    pub(super) fn equals(
        &self,
        file: &Path,
        there: &Metadata,
        buffer: &mut Vec<u8>,
    ) -> bool {
        let mut same = || -> io::Result<bool> {
            match self {
                Self::Bytes(bytes) => {
                    Ok(there.len() == bytes.len() as u64 && holds(file, bytes, buffer)?)
                }
                Self::Cached(cached) => {
                    let metadata = fs::metadata(cached)?;
                    Ok(is_same_file(&metadata, there)
                        || (metadata.len() == there.len()
                            && holds(file, &fs::read(cached)?, buffer)?))
                }
                Self::Kept(version) => Ok(file_version(there) == *version),
                // It was compared before it was put there.
                Self::Staged(_) => Ok(false),
            }
        };
        // A file that cannot be compared is written again.
        same().unwrap_or(false)
    }
}

/// What is published must be what was made and searched.
fn changed_meanwhile() -> io::Error {
    io::Error::new(io::ErrorKind::ResourceBusy, "changed meanwhile")
}

fn holds(file: &Path, bytes: &[u8], buffer: &mut Vec<u8>) -> io::Result<bool> {
    buffer.clear();
    File::open(file)?.read_to_end(buffer)?;
    Ok(buffer == bytes)
}

#[cfg(unix)]
fn is_same_file(one: &Metadata, other: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    one.ino() == other.ino() && one.dev() == other.dev()
}

#[cfg(not(unix))]
fn is_same_file(_one: &Metadata, _other: &Metadata) -> bool {
    false
}
