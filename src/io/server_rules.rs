//! Writes the includes for web servers into a folder of their own.
//!
//! In come a folder and texts, out goes whether anything changed. Includes list withdrawn
//! addresses, so they are never in the published folder, and Git ignores them. Never replaces a
//! file that Matrikel did not make.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::internal_place::may_be_published;
use super::lock::Lock;
use super::output_folder::{OutputFolder, resolved};
use crate::base::refusal::Refusal;

/// A folder for includes.
#[derive(Debug)]
pub struct RulesFolder {
    asked: PathBuf,
    path: PathBuf,
}

impl RulesFolder {
    /// Accepts a folder outside the one that is published, of other published sites and of
    /// everything that a build reads.
    ///
    /// # Errors
    /// If the folder is one of these or inside it.
    pub fn check(folder: &Path, output: &OutputFolder) -> Result<Self> {
        let cannot = |error: io::Error| Refusal::about("read", folder).because(&error);
        let path = resolved(folder).map_err(cannot)?;
        if may_be_published(output.root(), output.path(), folder).map_err(cannot)? {
            return Err(Refusal::about("rules-in-output", folder).into());
        }
        Ok(Self { asked: folder.to_owned(), path })
    }

    /// The folder as given on the command line.
    pub fn asked(&self) -> &Path {
        &self.asked
    }

    /// The folder itself.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes the files that changed; returns whether there were any.
    ///
    /// # Errors
    /// If a file cannot be written, or exists and does not begin with `mark`, which all files made
    /// by Matrikel do.
    pub fn write(
        &self,
        _lock: &Lock,
        mark: &str,
        files: &[(&str, String)],
    ) -> Result<bool> {
        let cannot =
            |path: &Path, error: &io::Error| Refusal::about("write", path).because(error);
        fs::create_dir_all(&self.path).map_err(|error| cannot(&self.path, &error))?;
        let ignore = self.path.join(".gitignore");
        // Only if the folder is new: existing files in it may be meant for Git.
        let new = fs::read_dir(&self.path).is_ok_and(|mut all| all.next().is_none());
        if new {
            replace(&ignore, "*\n").map_err(|error| cannot(&ignore, &error))?;
        }
        let mut changed = false;
        for (name, text) in files {
            let path = self.path.join(name);
            let present = match fs::read(&path) {
                Ok(bytes) => Some(bytes),
                Err(error) if error.kind() == ErrorKind::NotFound => None,
                Err(error) => return Err(cannot(&path, &error).into()),
            };
            if present.as_deref() == Some(text.as_bytes()) {
                continue;
            }
            if present.is_some_and(|bytes| !bytes.starts_with(mark.as_bytes())) {
                return Err(Refusal::about("rules-foreign", &path).into());
            }
            replace(&path, text).map_err(|error| cannot(&path, &error))?;
            changed = true;
        }
        Ok(changed)
    }
}

/// Replaces a file in one step, so that a server never reads half of it.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".matrikel-new");
    let new = path.with_file_name(name);
    fs::write(&new, text).and_then(|()| fs::rename(&new, path)).inspect_err(|_| {
        // The first error is the one to report.
        let _ = fs::remove_file(&new);
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_written_and_nothing_foreign_is_replaced() {
        let root = tempfile::tempdir().unwrap();
        let lock = Lock::take(root.path()).unwrap();
        let output =
            OutputFolder::check(root.path(), &root.path().join("public")).unwrap();
        let folder = RulesFolder::check(&root.path().join("server"), &output).unwrap();
        let files = |text: &str| [("nginx.conf", format!("# Ours.\n{text}"))];
        assert!(folder.write(&lock, "# Ours.", &files("a")).unwrap());
        assert!(!folder.write(&lock, "# Ours.", &files("a")).unwrap());
        assert!(folder.write(&lock, "# Ours.", &files("b")).unwrap());
        let path = root.path().join("server/nginx.conf");
        assert_eq!(fs::read_to_string(&path).unwrap(), "# Ours.\nb");
        let names = fs::read_dir(root.path().join("server")).unwrap();
        assert_eq!(names.count(), 2, "the file and .gitignore");
        fs::write(&path, "server { }").unwrap();
        let error = folder.write(&lock, "# Ours.", &files("c")).unwrap_err();
        let refusal = error.downcast_ref::<Refusal>().map(Refusal::name);
        assert_eq!(refusal, Some("rules-foreign"));
        assert_eq!(fs::read_to_string(&path).unwrap(), "server { }");
    }

    #[test]
    fn the_published_folder_is_refused() {
        let root = tempfile::tempdir().unwrap();
        let output =
            OutputFolder::check(root.path(), &root.path().join("public")).unwrap();
        let other = root.path().join("other-site");
        fs::create_dir_all(&other).unwrap();
        fs::write(other.join(super::super::output_folder::MARKER), "").unwrap();
        for inside in [
            "public",
            "public/server",
            "x/../public/a",
            "other-site",
            "other-site/rules",
            "assets/rules",
            "content",
            "themes/x/assets",
        ] {
            assert!(RulesFolder::check(&root.path().join(inside), &output).is_err());
        }
        assert!(RulesFolder::check(&root.path().join("public-rules"), &output).is_ok());
    }
}
