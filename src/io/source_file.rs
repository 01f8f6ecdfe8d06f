//! Writes and removes files of the site folder for commands of the alumni office.
//!
//! In come a path and a text; the file is either completely written or unchanged. Never writes
//! into an existing file, and never puts internal files into a published site.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::lock::Lock;
use super::output_folder::MARKER;
use crate::base::refusal::Refusal;

/// Creates or replaces a file of the site in one step.
///
/// # Errors
/// If it cannot be written; it is unchanged then.
pub fn replace(lock: &Lock, below: &str, text: &str) -> Result<()> {
    let path = lock.root().join(below);
    Ok(put(&path, text)
        .map_err(|error| Refusal::about("write-source", &path).because(&error))?)
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
    /// Accepts a path outside the site folder and all published sites.
    ///
    /// # Errors
    /// If the file would be published, or its folder does not exist.
    pub fn check(site: &Path, path: &Path) -> Result<Self> {
        let cannot =
            |error: io::Error| Refusal::about("write-source", path).because(&error);
        let absolute = std::path::absolute(path).map_err(cannot)?;
        // Resolved, since the folder may be a link into the site.
        let folder = absolute.parent().unwrap_or(&absolute);
        let folder = folder.canonicalize().map_err(cannot)?;
        let site = site.canonicalize().unwrap_or_else(|_| site.to_owned());
        let is_site = |folder: &Path| folder.join(MARKER).exists() || folder == site;
        if folder.ancestors().any(is_site) {
            return Err(Refusal::about("internal-in-site", path).into());
        }
        Ok(Self { path: folder.join(absolute.file_name().unwrap_or_default()) })
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

/// Backup and swap files that editors left beside a file: `jana.md~`, `.jana.md.swp`.
pub fn leftovers(root: &Path, below: &str) -> Vec<String> {
    let (folder, name) = below.rsplit_once('/').unwrap_or(("", below));
    let entries = fs::read_dir(root.join(folder)).into_iter().flatten().flatten();
    let mut found: Vec<String> = entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|other| other != name && other.contains(name))
        .map(|other| format!("{folder}/{other}"))
        .collect();
    found.sort();
    found
}

fn put(path: &Path, text: &str) -> io::Result<()> {
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
    written.and_then(|()| fs::rename(&beside, &path)).inspect_err(|_| {
        // The unfinished file is useless.
        let _ = fs::remove_file(&beside);
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_as_a_whole_and_leaves_nothing_beside() {
        let root = tempfile::tempdir().unwrap();
        let lock = Lock::take(root.path()).unwrap();
        replace(&lock, "register/a.jsonl", "one\n").unwrap();
        replace(&lock, "register/a.jsonl", "one\ntwo\n").unwrap();
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
        let real = root.path().join("real.md");
        fs::write(&real, "one").unwrap();
        fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
        symlink("real.md", root.path().join("link.md")).unwrap();
        replace(&lock, "link.md", "two").unwrap();
        assert_eq!(fs::read_to_string(&real).unwrap(), "two");
        assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
        assert!(root.path().join("link.md").is_symlink());
    }

    #[test]
    fn a_file_goes_with_the_folder_it_was_alone_in() {
        let root = tempfile::tempdir().unwrap();
        let lock = Lock::take(root.path()).unwrap();
        replace(&lock, "content/directory/jana/index.md", "x").unwrap();
        replace(&lock, "content/directory/tariq.md", "x").unwrap();
        fs::write(root.path().join("content/directory/tariq.md~"), "x").unwrap();
        assert_eq!(
            leftovers(root.path(), "content/directory/tariq.md"),
            ["content/directory/tariq.md~"]
        );
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
        fs::write(root.path().join("www").join(MARKER), "").unwrap();
        for path in ["public/a.ics", "www/deep/a.ics", "www/a.ics", "x/../public/a.ics"] {
            let path = root.path().join(path);
            InternalFile::check(&public, &path).unwrap_err();
        }
        let file = InternalFile::check(&public, &root.path().join("a.ics")).unwrap();
        file.write("x").unwrap();
        assert_eq!(fs::read_to_string(root.path().join("a.ics")).unwrap(), "x");
    }
}
