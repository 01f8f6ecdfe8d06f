//! Decides which folder a build may replace.
//!
//! In come the site folder and the requested folder, out goes the real folder with links
//! resolved, or a refusal. Never writes anything.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use anyhow::Result;

use super::lock::work_folder;
use super::source_filter::FOLDERS;
use crate::base::refusal::Refusal;

/// The file that marks a folder as made by Matrikel.
pub(super) const MARKER: &str = ".matrikel-site";

/// A folder that a build may replace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputFolder {
    root: PathBuf,
    path: PathBuf,
    parent: PathBuf,
    name: String,
}

impl OutputFolder {
    /// Accepts a folder that is missing, empty or an earlier site.
    ///
    /// # Errors
    /// If the folder holds anything else, or overlaps with the sources.
    pub fn check(root: &Path, output: &Path) -> Result<Self> {
        let cannot = |error: io::Error| Refusal::about("read", output).because(&error);
        let path = resolved(output).map_err(cannot)?;
        let root = resolved(root).map_err(cannot)?;
        let mut sources = Vec::new();
        let folders = FOLDERS.iter().map(|folder| root.join(folder));
        for folder in folders.chain([work_folder(&root)]) {
            // Both as named and as resolved, since a folder with sources may be a link.
            sources.push(resolved(&folder).map_err(cannot)?);
            sources.push(folder);
        }
        // Replacing the output must never delete sources.
        if root.starts_with(&path)
            || sources.iter().any(|s| path.starts_with(s) || s.starts_with(&path))
        {
            return Err(Refusal::about("output-in-sources", output).into());
        }
        let (Some(parent), Some(name)) = (path.parent(), path.file_name()) else {
            return Err(Refusal::about("output-in-sources", output).into());
        };
        let folder = Self {
            parent: parent.to_owned(),
            name: name.to_string_lossy().into_owned(),
            path: path.clone(),
            root,
        };
        match fs::read_dir(&path) {
            Ok(mut entries) => {
                let ours = path.join(MARKER).is_file() || entries.next().is_none();
                if ours {
                    Ok(folder)
                } else {
                    Err(Refusal::about("output-foreign", output).into())
                }
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(folder),
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
                Err(Refusal::about("output-foreign", output).into())
            }
            Err(error) => Err(cannot(error).into()),
        }
    }

    /// Its path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The site folder.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// The folder that contains it.
    pub(super) fn parent(&self) -> &Path {
        &self.parent
    }

    /// A hidden folder next to it: `.public.next`. Being on the same file system, it can be
    /// renamed into place.
    pub(super) fn beside(&self, ending: &str) -> PathBuf {
        self.parent.join(format!(".{}.{ending}", self.name))
    }
}

/// The absolute path without links and `..`; its end need not exist yet. If a link itself were
/// replaced, its target folder would keep the old site with everybody in it.
pub(super) fn resolved(path: &Path) -> io::Result<PathBuf> {
    let absolute = std::path::absolute(path)?;
    let mut real = PathBuf::new();
    for component in absolute.components() {
        if component == Component::ParentDir {
            real.pop();
            continue;
        }
        real.push(component);
        match fs::canonicalize(&real) {
            Ok(path) => real = path,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                if fs::symlink_metadata(&real).is_ok() {
                    return Err(error);
                }
            }
            // A file in place of a folder is reported when it is opened.
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => {}
            Err(error) => return Err(error),
        }
    }
    Ok(real)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(root: &Path, output: &str) -> Option<&'static str> {
        let refused = OutputFolder::check(root, &root.join(output)).err()?;
        refused.downcast_ref::<Refusal>().map(Refusal::name)
    }

    #[test]
    fn a_folder_with_sources_or_above_them_is_refused() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("content/a")).unwrap();
        for output in [
            "",
            ".",
            "..",
            "content",
            "content/a",
            "content/new",
            "themes",
            "themes/x/y",
            "templates",
            "assets/x",
            ".matrikel",
            "missing/../content",
            "content/a/../../..",
        ] {
            assert_eq!(name(root.path(), output), Some("output-in-sources"), "{output}");
        }
        for output in ["public", "a/b/c", "content-old"] {
            assert_eq!(name(root.path(), output), None, "{output}");
        }
    }

    #[test]
    fn a_foreign_folder_is_refused_and_an_empty_one_is_not() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("empty")).unwrap();
        fs::create_dir_all(root.path().join("foreign/a")).unwrap();
        fs::create_dir_all(root.path().join("ours/a")).unwrap();
        fs::write(root.path().join("ours").join(MARKER), "").unwrap();
        fs::write(root.path().join("file"), "").unwrap();
        assert_eq!(name(root.path(), "empty"), None);
        assert_eq!(name(root.path(), "ours"), None);
        assert_eq!(name(root.path(), "foreign"), Some("output-foreign"));
        assert_eq!(name(root.path(), "file"), Some("output-foreign"));
        assert_eq!(name(root.path(), "file/a"), Some("output-foreign"));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_replaced_where_it_leads() {
        let root = tempfile::tempdir().unwrap();
        let real = root.path().canonicalize().unwrap().join("www");
        fs::create_dir_all(&real).unwrap();
        fs::create_dir_all(root.path().join("content")).unwrap();
        std::os::unix::fs::symlink(&real, root.path().join("public")).unwrap();
        std::os::unix::fs::symlink("content", root.path().join("link")).unwrap();
        let folder =
            OutputFolder::check(root.path(), &root.path().join("public")).unwrap();
        assert_eq!(folder.path(), real);
        assert_eq!(name(root.path(), "link"), Some("output-in-sources"));
    }
}
