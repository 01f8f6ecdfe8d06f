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

/// Everything in a published folder, as it was when somebody looked.
pub struct PublishedTree(pub(super) Vec<Result<TreeEntry>>);

impl PublishedTree {
    /// Looks at a folder.
    pub fn look(output: &OutputFolder) -> Self {
        Self(tree(output.path()))
    }

    /// As digests.
    pub fn listing(&self, output: &OutputFolder) -> Listing {
        let entry = |one: &Result<TreeEntry>| {
            let one = one.as_ref().ok()?;
            let file = (!one.kind.is_dir()).then(|| one.metadata.clone());
            Some((one.path.clone(), file))
        };
        let all: Option<Vec<_>> = self.0.iter().map(entry).collect();
        let is_whole = all.is_some();
        let found = all.unwrap_or_else(|| self.0.iter().filter_map(entry).collect());
        let listing = Listing::of_sorted(output.path(), &found);
        Listing { stamp: listing.stamp.filter(|_| is_whole), ..listing }
    }
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
        PublishedTree::look(output).listing(output)
    }

    /// Of paths in the order of their bytes, those of files with what is known of them.
    pub(super) fn of_sorted(
        folder: &Path,
        found: &[(PathBuf, Option<Metadata>)],
    ) -> Self {
        let files =
            || found.iter().filter_map(|(path, file)| Some((path, file.as_ref()?)));
        let state = files().fold(Digest::default(), |all, (path, file)| {
            all.and(path_digest(path)).and(Digest(u128::from(file.len())))
        });
        let version = |(path, file): (&PathBuf, &Metadata)| {
            let path = path.strip_prefix(folder).ok()?.to_str()?;
            let path = page_mark(&with_slashes(path));
            file.is_file().then(|| (path, file_version(file)))
        };
        let mut versions: Vec<_> = files().filter_map(version).collect();
        versions.sort_unstable();
        let stamp =
            stamp_of(found.iter().map(|(path, file)| (path.as_path(), file.as_ref())));
        Self { state: state.hex(), stamp: Some(stamp), versions }
    }
}

fn path_digest(path: &Path) -> Digest {
    Digest::of(path.as_os_str().as_encoded_bytes())
}

/// A digest of paths, lengths and times of writing; `None` if something cannot be listed.
pub(super) fn stamp(tree: &[Result<TreeEntry>]) -> Option<Digest> {
    let entry = |one: &'_ Result<TreeEntry>| one.is_ok();
    tree.iter().all(entry).then(|| {
        stamp_of(tree.iter().flatten().map(|one| {
            (one.path.as_path(), (!one.kind.is_dir()).then_some(&one.metadata))
        }))
    })
}

fn stamp_of<'f>(found: impl Iterator<Item = (&'f Path, Option<&'f Metadata>)>) -> Digest {
    found.fold(Digest::default(), |all, (path, file)| {
        let version = file.map(|file| Stamp::of(file).without_change());
        all.and(path_digest(path)).and(Digest::of_value(&version))
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
