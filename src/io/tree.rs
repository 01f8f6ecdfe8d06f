//! Everything below a folder, listed on all processors.
//!
//! In comes a folder, out goes what lies below it with its metadata, ordered by the bytes of
//! its paths. Never opens a file, and never follows a symbolic link.

use std::borrow::Cow;
use std::fs::{FileType, Metadata};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use walkdir::{DirEntry, Result, WalkDir};

use super::find::Stamp;
use super::output_folder::OutputFolder;
use super::page_ledger::{file_version, page_mark};
use crate::base::digest::Digest;

/// A file, folder or link.
pub(super) struct TreeEntry {
    pub(super) path: PathBuf,
    pub(super) kind: FileType,
    pub(super) metadata: Metadata,
}

impl TreeEntry {
    fn of(entry: DirEntry) -> Result<Self> {
        let (kind, metadata) = (entry.file_type(), entry.metadata()?);
        Ok(Self { path: entry.into_path(), kind, metadata })
    }
}

/// A path in a folder as outputs have it.
pub(super) fn with_slashes(name: &str) -> Cow<'_, str> {
    if cfg!(windows) { name.replace('\\', "/").into() } else { name.into() }
}

/// What lies below a folder; in place of what cannot be listed the reason.
pub(super) fn tree(folder: &Path) -> Vec<Result<TreeEntry>> {
    // Two levels are enough to share: a site has a folder for each person, below one for all.
    let is_folder =
        |one: &Result<DirEntry>| one.as_ref().is_ok_and(|one| one.file_type().is_dir());
    let (folders, files): (Vec<_>, Vec<_>) =
        children(folder).into_iter().partition(is_folder);
    let below = folders.par_iter().flatten().flat_map_iter(|one| children(one.path()));
    let below: Vec<Result<DirEntry>> = below.collect();
    let deep = below.par_iter().flatten().filter(|one| one.file_type().is_dir());
    let deep = deep.flat_map_iter(|one| WalkDir::new(one.path()).min_depth(1));
    let deep: Vec<Result<DirEntry>> = deep.collect();
    let all = folders.into_par_iter().chain(files).chain(below).chain(deep);
    let mut all: Vec<Result<TreeEntry>> =
        all.map(|entry| entry.and_then(TreeEntry::of)).collect();
    // By bytes: comparing paths part by part takes longer than listing them.
    all.par_sort_by(|a, b| bytes(a).cmp(bytes(b)));
    all
}

fn children(folder: &Path) -> Vec<Result<DirEntry>> {
    WalkDir::new(folder).min_depth(1).max_depth(1).into_iter().collect()
}

fn bytes(entry: &Result<TreeEntry>) -> &[u8] {
    let path = match entry {
        Ok(entry) => Some(entry.path.as_path()),
        Err(error) => error.path(),
    };
    path.map_or(&[], |path| path.as_os_str().as_encoded_bytes())
}

/// What a published folder looks like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    /// A digest of the paths and lengths of its files.
    pub state: String,
    /// A digest of everything, with times; `None` if something cannot be listed.
    pub(super) stamp: Option<Digest>,
    /// The digest of the path of each file, in order, with that of its version.
    pub(super) versions: Vec<(Digest, Digest)>,
}

impl Listing {
    /// Looks at a folder.
    pub fn of(output: &OutputFolder) -> Self {
        let tree = tree(output.path());
        let version = |one: &TreeEntry| {
            let path = one.path.strip_prefix(output.path()).ok()?.to_str()?;
            let path = with_slashes(path);
            one.kind.is_file().then(|| (page_mark(&path), file_version(&one.metadata)))
        };
        let mut versions: Vec<_> = tree.iter().flatten().filter_map(version).collect();
        versions.sort_unstable();
        Self { versions, ..Self::from_tree(&tree) }
    }

    pub(super) fn from_tree(tree: &[Result<TreeEntry>]) -> Self {
        let files = tree.iter().flatten().filter(|one| !one.kind.is_dir());
        let state = files.fold(Digest::default(), |all, one| {
            let path = Digest::of(one.path.as_os_str().as_encoded_bytes());
            all.and(path).and(Digest(u128::from(one.metadata.len())))
        });
        Self { state: state.hex(), stamp: stamp(tree), versions: Vec::new() }
    }
}

/// A digest of paths, lengths and times of writing; `None` if something cannot be listed.
pub(super) fn stamp(tree: &[Result<TreeEntry>]) -> Option<Digest> {
    tree.iter().try_fold(Digest::default(), |all, one| {
        let one = one.as_ref().ok()?;
        let path = Digest::of(one.path.as_os_str().as_encoded_bytes());
        let version =
            (!one.kind.is_dir()).then(|| Stamp::of(&one.metadata).without_change());
        Some(all.and(path).and(Digest::of_value(&version)))
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn all_of_it_is_listed_in_order() {
        let root = tempfile::tempdir().unwrap();
        let mut expected = Vec::new();
        for path in ["a", "b/c", "b/d/e/f/g", "b/d/h", "i/j/k", "l"] {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        fs::create_dir(root.path().join("empty")).unwrap();
        for entry in WalkDir::new(root.path()).min_depth(1) {
            expected.push(entry.unwrap().into_path());
        }
        expected.sort_by(|a: &PathBuf, b| a.as_os_str().cmp(b.as_os_str()));
        let found = tree(root.path());
        let paths: Vec<PathBuf> =
            found.into_iter().map(|one| one.map(|one| one.path).unwrap()).collect();
        assert_eq!(paths, expected);
        assert!(tree(&root.path().join("nowhere"))[0].is_err());
    }
}
