//! Keeps the index of a published site beside the caches, one for each output folder.
//!
//! In come a lock, an output folder and a text; the text is kept as a whole or not at all. What
//! stands in it is somebody else's. Never keeps one in the published folder.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::lock::{Lock, work_folder};
use super::output_folder::OutputFolder;
use super::tree::Listing;
use crate::base::digest::Digest;

fn place(lock: &Lock, output: &OutputFolder) -> PathBuf {
    place_below(lock.root(), output)
}

fn place_below(root: &Path, output: &OutputFolder) -> PathBuf {
    let name = Digest::of(output.path().as_os_str().as_encoded_bytes()).hex();
    work_folder(root).join("published").join(format!("{name}.json"))
}

/// The text that was kept for a folder, for a command that only looks: a build may replace it at any
/// time.
pub fn look(root: &Path, output: &OutputFolder) -> Option<String> {
    fs::read_to_string(place_below(root, output)).ok()
}

/// The text that was kept for a folder; `None` if there is none that can be read.
pub fn read(lock: &Lock, output: &OutputFolder) -> Option<String> {
    fs::read_to_string(place(lock, output)).ok()
}

/// Keeps a text for a folder, in one step.
///
/// # Errors
/// If it cannot be written; then none is kept.
pub fn keep(lock: &Lock, output: &OutputFolder, text: &str) -> io::Result<()> {
    let path = place(lock, output);
    let new = path.with_extension("new");
    let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
    let written = folder.and_then(|()| fs::write(&new, text));
    written.and_then(|()| fs::rename(&new, &path)).inspect_err(|_| {
        // A former index would tell of another site.
        let _ = fs::remove_file(&new);
        forget(lock, output);
    })
}

/// Removes what was kept for a folder, before the folder changes.
pub fn forget(lock: &Lock, output: &OutputFolder) {
    // If it cannot be removed, the state of the folder tells that it is another's.
    let _ = fs::remove_file(place(lock, output));
}

/// Keeps the settings of a site that was written, to build with them while the present ones are
/// wrong. There is no harm in none.
pub fn keep_settings(lock: &Lock, output: &OutputFolder, text: &str) {
    let path = place(lock, output).with_extension("toml");
    let new = path.with_extension("toml.new");
    let written = fs::write(&new, text).and_then(|()| fs::rename(&new, &path));
    if written.is_err() {
        let _ = fs::remove_file(&new);
    }
}

/// Keeps the latest day for which the site in the folder may be built, for whoever comes after a build
/// that was killed. There is no harm in none.
pub fn keep_day(lock: &Lock, output: &OutputFolder, day: &str) {
    let _ = fs::write(place(lock, output).with_extension("day"), day);
}

/// That day; `None` if none was kept.
pub fn day(lock: &Lock, output: &OutputFolder) -> Option<String> {
    fs::read_to_string(place(lock, output).with_extension("day")).ok()
}

/// The settings of the last site that was written.
pub fn settings(lock: &Lock, output: &OutputFolder) -> Option<String> {
    fs::read_to_string(place(lock, output).with_extension("toml")).ok()
}

/// The state of a folder: a digest of the paths and lengths of its files.
pub fn state(output: &OutputFolder) -> String {
    Listing::of(output).state
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_folder_has_its_own_and_a_change_is_noticed() {
        let root = tempfile::tempdir().unwrap();
        let lock = Lock::take(root.path()).unwrap();
        let folder = |name: &str| {
            OutputFolder::check(root.path(), &root.path().join(name)).unwrap()
        };
        let (one, other) = (folder("public"), folder("www"));
        keep(&lock, &one, "x").unwrap();
        assert_eq!(read(&lock, &one).as_deref(), Some("x"));
        assert_eq!(read(&lock, &other), None);
        forget(&lock, &one);
        assert_eq!(read(&lock, &one), None);
        fs::create_dir(one.path()).unwrap();
        let before = state(&one);
        fs::write(one.path().join("a"), "x").unwrap();
        assert_ne!(state(&one), before);
        assert_eq!(state(&one), state(&one));
    }
}
