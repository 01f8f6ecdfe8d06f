//! Takes the site that the command line names, in place of a made-up one.
//!
//! In comes an empty folder, out goes how many texts the copy has that was put there, if any. Only
//! the copy is built and edited: never writes into the folder that is named.

use std::fs;
use std::path::{Path, PathBuf};

/// What a build makes or keeps in a site's folder: a first build must find none of it.
const MADE: [&str; 5] = ["public", "server", "proofs", ".matrikel", ".git"];

/// Copies the first argument that is the folder of a site, and counts its texts; `None` if there is
/// no such argument.
pub(crate) fn copy(to: &Path) -> Option<usize> {
    let mut named = std::env::args_os().skip(1).map(PathBuf::from);
    let site = named.find(|folder| folder.join("config.toml").is_file())?;
    let mut texts = 0;
    let files = walkdir::WalkDir::new(&site).min_depth(1).follow_links(true);
    let wanted = files.into_iter().filter_entry(|entry| {
        entry.depth() != 1 || !MADE.iter().any(|made| entry.file_name() == *made)
    });
    for entry in wanted {
        let entry = entry.expect("the site can be read");
        let new = to.join(entry.path().strip_prefix(&site).expect("below the site"));
        if entry.file_type().is_dir() {
            fs::create_dir_all(&new).expect("a folder");
        } else {
            fs::copy(entry.path(), &new).expect("a file");
            texts += usize::from(new.extension().is_some_and(|ending| ending == "md"));
        }
    }
    Some(texts)
}
