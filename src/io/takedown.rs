//! Takes single files out of a published folder, or puts others in their place.
//!
//! In come a lock, a folder and paths in it, out go what was found in the files, and errors. Only a
//! folder with the mark of a built site is touched, and only ordinary files in it: no link is
//! ever followed. Removing needs no space, so that a full disk cannot hinder it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write as _};
use std::path::Path;

use rayon::prelude::*;

use super::lock::Lock;
use super::output_folder::{MARKER, OutputFolder};
use super::tree::PublishedTree;
use super::{picture_cache, stage};

/// The files of a published site.
#[derive(Debug, Default)]
pub struct PublishedFiles {
    /// Paths of ordinary files, with `/`.
    pub paths: BTreeSet<String>,
    /// Links and what else no build makes; what is behind a link is not of this site.
    pub strange: BTreeSet<String>,
    /// Folders that cannot be listed, and why.
    pub closed: BTreeMap<String, String>,
    /// A digest of the paths and lengths of everything, as [`super::tree::Listing::state`].
    pub state: String,
}

/// Clears away what a killed build left beside the folder, and brings back the site that it had
/// moved away, so that nobody stays in a copy.
pub fn restore(_lock: &Lock, output: &OutputFolder) {
    // If it cannot be done, the next build says so.
    let _ = stage::clear_leftovers(output);
}

/// True for a folder that a build made.
pub fn is_site(output: &OutputFolder) -> bool {
    output.path().join(MARKER).is_file()
}

/// Lists the files of a folder that a build made; none if it is no such folder.
pub fn published(output: &OutputFolder) -> PublishedFiles {
    published_in(output, PublishedTree::look(output))
}

/// Likewise, of a folder that was looked at already.
pub fn published_in(output: &OutputFolder, tree: PublishedTree) -> PublishedFiles {
    // Also of what is no site: no state at all is what an index says that cannot be trusted.
    let state = tree.listing(output).state;
    let mut found = PublishedFiles { state, ..PublishedFiles::default() };
    if !is_site(output) {
        return found;
    }
    let below = |path: &Path| {
        let below = path.strip_prefix(output.path()).unwrap_or(path);
        let name = below.to_string_lossy().into_owned();
        if cfg!(windows) { name.replace('\\', "/") } else { name }
    };
    for entry in tree.0 {
        match entry {
            Ok(entry) if entry.kind.is_file() => {
                found.paths.insert(below(&entry.path));
            }
            Ok(entry) if entry.kind.is_dir() => {}
            Ok(entry) => {
                found.strange.insert(below(&entry.path));
            }
            Err(error) => {
                let path = error.path().map_or_else(String::new, below);
                found.closed.insert(path, error.to_string());
            }
        }
    }
    found.paths.remove(MARKER);
    found
}

/// What `look` finds in each file; the error of a file that cannot be read.
pub fn scan<T: Send>(
    output: &OutputFolder,
    paths: &BTreeSet<String>,
    look: &(dyn Fn(&str, &[u8]) -> T + Sync),
) -> Vec<(String, io::Result<T>)> {
    let one = |path: &String| {
        let bytes = fs::read(output.path().join(path));
        (path.clone(), bytes.map(|bytes| look(path, &bytes)))
    };
    paths.par_iter().map(one).collect()
}

/// Removes a file, and the folders that are empty then. A picture leaves the cache as well.
///
/// # Errors
/// If it is still there.
pub fn remove(lock: &Lock, output: &OutputFolder, path: &str) -> io::Result<()> {
    let file = output.path().join(path);
    match fs::remove_file(&file) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    if let Some(name) = path.strip_prefix("assets/").filter(|name| !name.contains('/')) {
        // Not online, and gone with the next site at the latest.
        let _ = fs::remove_file(picture_cache::cached(lock.root(), name));
    }
    let mut folder = file.parent();
    while let Some(empty) = folder.filter(|folder| *folder != output.path()) {
        // One that is not empty stays.
        if fs::remove_dir(empty).is_err() {
            break;
        }
        folder = empty.parent();
    }
    Ok(())
}

/// Puts bytes in the place of a file, in one step. The file may be new.
///
/// # Errors
/// If that cannot be done; the former file is still there.
pub fn replace(
    _lock: &Lock,
    output: &OutputFolder,
    path: &str,
    bytes: &[u8],
) -> io::Result<()> {
    let file = output.path().join(path);
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(".matrikel-new");
    let new = file.with_file_name(name);
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    // The former file may be shared with the cache, so it is never written into.
    let written = File::create_new(&new).and_then(|mut file| file.write_all(bytes));
    written.and_then(|()| fs::rename(&new, &file)).inspect_err(|_| {
        let _ = fs::remove_file(&new);
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site() -> (tempfile::TempDir, Lock, OutputFolder) {
        let root = tempfile::tempdir().unwrap();
        let lock = Lock::take(root.path()).unwrap();
        let public = root.path().join("public");
        fs::create_dir_all(public.join("a/b")).unwrap();
        fs::write(public.join(MARKER), "").unwrap();
        fs::write(public.join("a/b/index.html"), "x").unwrap();
        let output = OutputFolder::check(root.path(), &public).unwrap();
        (root, lock, output)
    }

    #[test]
    fn a_file_goes_with_its_folders_and_another_takes_its_place() {
        let (_root, lock, output) = site();
        assert_eq!(published(&output).paths, BTreeSet::from(["a/b/index.html".into()]));
        replace(&lock, &output, "a/b/index.html", b"y").unwrap();
        let found = scan(&output, &published(&output).paths, &|_, bytes| bytes.to_vec());
        assert_eq!(found[0].1.as_deref().unwrap(), b"y");
        remove(&lock, &output, "a/b/index.html").unwrap();
        assert!(!output.path().join("a").exists());
        remove(&lock, &output, "a/b/index.html").unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn no_link_is_followed_and_a_folder_without_mark_is_left_alone() {
        let (root, _lock, output) = site();
        let elsewhere = root.path().join("elsewhere");
        fs::create_dir(&elsewhere).unwrap();
        fs::write(elsewhere.join("index.html"), "x").unwrap();
        std::os::unix::fs::symlink(&elsewhere, output.path().join("link")).unwrap();
        assert_eq!(published(&output).paths.len(), 1);
        fs::remove_file(output.path().join(MARKER)).unwrap();
        assert_eq!(published(&output).paths.len(), 0);
    }
}
