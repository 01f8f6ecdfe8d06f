//! Writes and removes files of the site folder for commands of the alumni office.
//!
//! In come a path and a text; the file is either completely written or unchanged. Never writes
//! into an existing file, never over one that somebody else changed after it was read, and never
//! puts internal files where they are or would be published.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::internal_place::may_be_published;
use super::lock::Lock;
use super::output_folder::resolved;
use crate::base::digest::Digest;
use crate::base::refusal::Refusal;
use crate::base::source::{SitePath, Snapshot};

/// The name of the refusal of a file that somebody else saved meanwhile.
pub const CHANGED: &str = "source-changed";

/// Creates or replaces a file of the site in one step. `read` is what the new text was made
/// from: a file that an editor saved meanwhile is not overwritten with its former text.
///
/// # Errors
/// If it cannot be written, or is not what was read; it is unchanged then.
pub fn replace(lock: &Lock, read: &Snapshot, below: &SitePath, text: &str) -> Result<()> {
    let path = lock.root().join(below.as_str());
    let known = read.files.get(below).map(|source| source.digest);
    let is_as_read = || match fs::read(&path) {
        Ok(bytes) => Ok(known == Some(Digest::of(&bytes))),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(known.is_none()),
        Err(error) => Err(error),
    };
    match put_if(&path, text, is_as_read) {
        Ok(true) => Ok(()),
        Ok(false) => Err(Refusal::about(CHANGED, &path).into()),
        Err(error) => Err(Refusal::about("write-source", &path).because(&error).into()),
    }
}

/// Removes a file of the site, and folders below `content/<section>/` that are empty then.
///
/// # Errors
/// If it cannot be removed.
pub fn remove(lock: &Lock, below: &str) -> Result<()> {
    let path = lock.root().join(below);
    match fs::remove_file(&path) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            return Err(Refusal::about("remove-source", &path).because(&error).into());
        }
        _ => {}
    }
    let mut folder = path.parent();
    while let Some(empty) = folder {
        let depth = empty.strip_prefix(lock.root()).map_or(0, |p| p.components().count());
        // Keep `content/` and the folder of the section.
        if depth < 3 || fs::remove_dir(empty).is_err() {
            break;
        }
        folder = empty.parent();
    }
    Ok(())
}

/// A file for the office, such as a letter or a calendar.
#[derive(Debug)]
pub struct InternalFile {
    path: PathBuf,
}

impl InternalFile {
    /// Accepts a path outside the output folder, of all published sites and of everything that
    /// a build reads.
    ///
    /// # Errors
    /// If the file would be published, or its folder does not exist.
    pub fn check(root: &Path, output: &Path, path: &Path) -> Result<Self> {
        let cannot =
            |error: io::Error| Refusal::about("write-source", path).because(&error);
        let absolute = std::path::absolute(path).map_err(cannot)?;
        let folder = absolute.parent().unwrap_or(&absolute);
        folder.canonicalize().map_err(cannot)?;
        if may_be_published(root, output, path).map_err(cannot)? {
            return Err(Refusal::about("internal-in-site", path).into());
        }
        Ok(Self { path: resolved(path).map_err(cannot)? })
    }

    /// Writes it in one step.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn write(&self, text: &str) -> Result<()> {
        Ok(put(&self.path, text).map_err(|error| {
            Refusal::about("write-source", &self.path).because(&error)
        })?)
    }
}

/// Writes files that the program brings along, each in one step, to a folder that is made if it
/// is not there. Files of other names stay.
///
/// # Errors
/// If one cannot be written.
pub fn write_folder(folder: &Path, files: &[(String, String)]) -> Result<()> {
    for (name, text) in files {
        let path = folder.join(name);
        put(&path, text)
            .map_err(|error| Refusal::about("write-source", &path).because(&error))?;
    }
    Ok(())
}

fn put(path: &Path, text: &str) -> io::Result<()> {
    put_if(path, text, || Ok(true)).map(|_| ())
}

/// Writes a file in one step, if at the last moment the caller still agrees; returns whether.
fn put_if(
    path: &Path,
    text: &str,
    agrees: impl FnOnce() -> io::Result<bool>,
) -> io::Result<bool> {
    // Replaces the target of a symbolic link, not the link.
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside: PathBuf = folder.join(format!(".{name}.matrikel.tmp"));
    let written = File::create(&beside).and_then(|mut file| {
        // Set before writing, so that the text is never readable for more people than before.
        if let Ok(metadata) = fs::metadata(&path) {
            file.set_permissions(metadata.permissions())?;
        }
        file.write_all(text.as_bytes())?;
        // The register is evidence, so it must survive a power failure.
        file.sync_all()
    });
    let put = written.and_then(|()| agrees()).and_then(|agreed| {
        if agreed {
            fs::rename(&beside, &path)?;
        }
        Ok(agreed)
    });
    if !matches!(put, Ok(true)) {
        // The unfinished file is useless.
        let _ = fs::remove_file(&beside);
    }
    put
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::load::load;

    fn put_in(lock: &Lock, below: &str, text: &str) {
        let read = load(lock.root(), jiff::civil::Date::default()).unwrap();
        replace(lock, &read, &SitePath::new(below), text).unwrap();
    }

    #[test]
    fn what_was_changed_since_it_was_read_is_not_written_back() {
        let root = tempfile::tempdir().unwrap();
        let lock = Lock::take(root.path()).unwrap();
        let jana = SitePath::new("content/directory/jana.md");
        let file = root.path().join(jana.as_str());
        put_in(&lock, jana.as_str(), "one");
        let read = load(root.path(), jiff::civil::Date::default()).unwrap();
        let refused = |read: &Snapshot, path: &SitePath| {
            let error = replace(&lock, read, path, "three").unwrap_err();
            error.downcast_ref::<Refusal>().map(Refusal::name)
        };
        fs::write(&file, "two").unwrap();
        assert_eq!(refused(&read, &jana), Some("source-changed"));
        assert_eq!(fs::read_to_string(&file).unwrap(), "two");
        fs::remove_file(&file).unwrap();
        assert_eq!(refused(&read, &jana), Some("source-changed"), "it was removed");
        let new = SitePath::new("register/a.jsonl");
        fs::create_dir_all(root.path().join("register")).unwrap();
        fs::write(root.path().join("register/a.jsonl"), "line").unwrap();
        assert_eq!(refused(&read, &new), Some("source-changed"), "it was not there");
        let left = fs::read_dir(root.path().join("content/directory")).unwrap();
        assert_eq!(left.count(), 0, "nothing is left beside");
    }

    #[test]
    fn a_file_is_replaced_as_a_whole_and_leaves_nothing_beside() {
        let root = tempfile::tempdir().unwrap();
        let lock = Lock::take(root.path()).unwrap();
        put_in(&lock, "register/a.jsonl", "one\n");
        put_in(&lock, "register/a.jsonl", "one\ntwo\n");
        let folder = root.path().join("register");
        assert_eq!(fs::read_to_string(folder.join("a.jsonl")).unwrap(), "one\ntwo\n");
        assert_eq!(fs::read_dir(folder).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_and_the_rights_of_a_file_stay() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let root = tempfile::tempdir().unwrap();
        let lock = Lock::take(root.path()).unwrap();
        fs::create_dir_all(root.path().join("content")).unwrap();
        let real = root.path().join("content/real.md");
        fs::write(&real, "one").unwrap();
        fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
        symlink("real.md", root.path().join("content/link.md")).unwrap();
        put_in(&lock, "content/link.md", "two");
        assert_eq!(fs::read_to_string(&real).unwrap(), "two");
        assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
        assert!(root.path().join("content/link.md").is_symlink());
    }

    #[test]
    fn a_file_goes_with_the_folder_it_was_alone_in() {
        let root = tempfile::tempdir().unwrap();
        let lock = Lock::take(root.path()).unwrap();
        put_in(&lock, "content/directory/jana/index.md", "x");
        put_in(&lock, "content/directory/tariq.md", "x");
        for path in ["content/directory/jana/index.md", "content/directory/tariq.md"] {
            remove(&lock, path).unwrap();
        }
        assert!(root.path().join("content/directory").exists());
        assert!(!root.path().join("content/directory/jana").exists());
        remove(&lock, "content/directory/tariq.md").unwrap();
    }

    #[test]
    fn nothing_internal_lands_in_a_site() {
        let root = tempfile::tempdir().unwrap();
        let elsewhere = root.path().join("www/deep");
        fs::create_dir_all(&elsewhere).unwrap();
        let public = root.path().join("public");
        fs::create_dir_all(&public).unwrap();
        fs::create_dir_all(root.path().join("x")).unwrap();
        let marker = crate::io::output_folder::MARKER;
        fs::write(root.path().join("www").join(marker), "").unwrap();
        for path in ["public/a.ics", "www/deep/a.ics", "www/a.ics", "x/../public/a.ics"] {
            let path = root.path().join(path);
            InternalFile::check(root.path(), &public, &path).unwrap_err();
        }
        let file = InternalFile::check(root.path(), &public, &root.path().join("a.ics"))
            .unwrap();
        file.write("x").unwrap();
        assert_eq!(fs::read_to_string(root.path().join("a.ics")).unwrap(), "x");
    }
}
