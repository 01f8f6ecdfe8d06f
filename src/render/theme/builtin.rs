//! The theme that comes with the program, so that a site needs no `themes/` folder.
//!
//! A site's own files of the same theme replace these one by one. Nothing here is read from
//! the disk at run time.

use include_dir::{Dir, include_dir};

static CAMPUS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/themes/campus");

/// Name of the built-in theme.
pub(crate) const NAME: &str = "campus";

/// Every file of the built-in theme with its path inside the theme.
pub(crate) fn files() -> Vec<(String, &'static [u8])> {
    let mut files = Vec::new();
    collect(&CAMPUS, &mut files);
    files
}

fn collect(folder: &'static Dir<'static>, files: &mut Vec<(String, &'static [u8])>) {
    for file in folder.files() {
        // Windows writes the paths of the folder it was built in with backslashes.
        let path = file.path().to_string_lossy().replace('\\', "/");
        files.push((path, file.contents()));
    }
    for inner in folder.dirs() {
        collect(inner, files);
    }
}
