//! Decides whether something is, or after the next build would be, published where it lies.
//!
//! In come the site folder, its output folder and a path, out goes yes or no. Links and `..` are
//! resolved on both sides. Never writes anything.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use walkdir::WalkDir;

use super::output_folder::{MARKER, resolved};
use super::source_filter::{CONFIG, FOLDERS};

/// Folders of a site besides its sources that hold what is published, here or as other
/// generators have it.
const PUBLISHED: [&str; 2] = ["public", "static"];

/// Limit on the links that are looked at; they can multiply files without forming a cycle.
const MOST_FILES: usize = 2_000_000;

/// True for a place in the output folder, in any published site, or in a folder that a build
/// of this or another site reads.
///
/// # Errors
/// If a path cannot be resolved.
pub fn may_be_published(root: &Path, output: &Path, place: &Path) -> io::Result<bool> {
    let [root, output, place] = [resolved(root)?, resolved(output)?, resolved(place)?];
    Ok(place.starts_with(&output)
        || place.ancestors().any(|folder| is_published_from(folder, &place))
        || read_elsewhere(&root).iter().any(|folder| place.starts_with(folder)))
}

/// True if `folder` is a published site, or a site folder whose build reads `place`.
fn is_published_from(folder: &Path, place: &Path) -> bool {
    if folder.join(MARKER).is_file() {
        return true;
    }
    let inner =
        place.strip_prefix(folder).ok().and_then(|inner| inner.components().next());
    let Some(Component::Normal(first)) = inner else { return false };
    FOLDERS.iter().chain(&PUBLISHED).any(|name| first == *name)
        && folder.join(CONFIG).is_file()
}

/// The folders with sources, and wherever links in them lead.
fn read_elsewhere(root: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for folder in FOLDERS.map(|folder| root.join(folder)) {
        found.extend(resolved(&folder));
        let entries = WalkDir::new(&folder).follow_links(true).into_iter();
        for entry in entries.take(MOST_FILES) {
            match entry {
                Ok(entry) if entry.path_is_symlink() => {
                    found.extend(resolved(entry.path()));
                }
                Ok(_) => {}
                // A link to nothing: what is written there is read by the next build.
                Err(error) => found.extend(error.path().and_then(target)),
            }
        }
    }
    found
}

/// Where a link leads that leads to nothing.
fn target(link: &Path) -> Option<PathBuf> {
    let target = fs::read_link(link).ok()?;
    resolved(&link.parent()?.join(target)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site() -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        for folder in
            ["content/events", "themes/x/assets", "www/deep", "office", "shared"]
        {
            fs::create_dir_all(root.path().join(folder)).unwrap();
        }
        fs::write(root.path().join(CONFIG), "").unwrap();
        fs::write(root.path().join("www").join(MARKER), "").unwrap();
        root
    }

    fn published(root: &Path, place: &str) -> bool {
        may_be_published(root, &root.join("out"), &root.join(place)).unwrap()
    }

    #[test]
    fn whatever_a_build_copies_or_made_is_no_place_for_internal_files() {
        let site = site();
        for place in [
            "out/a.md",
            "out",
            "public/a.md",
            "www/deep/a.md",
            "content/a.md",
            "content/events/a.md",
            "assets/a.md",
            "templates/a.html",
            "themes/x/assets/a.md",
            "static/a.md",
            "register/a.jsonl",
            "office/../assets/a.md",
        ] {
            assert!(published(site.path(), place), "{place}");
        }
        for place in ["a.md", "office/a.md", "server", "content-old/a.md", "out.md"] {
            assert!(!published(site.path(), place), "{place}");
        }
        let other = site.path().join("office/other");
        fs::create_dir_all(&other).unwrap();
        assert!(!published(site.path(), "office/other/assets/a.md"));
        fs::write(other.join(CONFIG), "").unwrap();
        assert!(published(site.path(), "office/other/assets/a.md"), "another site");
    }

    #[cfg(unix)]
    #[test]
    fn links_hide_nothing() {
        use std::os::unix::fs::symlink;
        let site = site();
        let root = site.path();
        symlink(root.join("shared"), root.join("content/linked")).unwrap();
        symlink("../office/list.ics", root.join("content/list.ics")).unwrap();
        symlink("content", root.join("innocent")).unwrap();
        for place in
            ["shared/a.md", "innocent/a.md", "office/list.ics", "innocent/linked/a"]
        {
            assert!(published(root, place), "{place}");
        }
        assert!(!published(root, "office/a.md"));
    }
}
