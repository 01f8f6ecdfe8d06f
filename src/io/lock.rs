//! Prevents two builds of a site at the same time: the lock in `.matrikel/`.
//!
//! In comes the site folder, out goes a lock that lasts until it is dropped or the process ends,
//! even by a crash. Never waits longer than a second.

use std::fs::{self, File, TryLockError};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

use anyhow::Result;

use crate::base::refusal::Refusal;

/// Attempts, and the pause between two: one second in total.
const TRIES: u32 = 20;
const PAUSE: Duration = Duration::from_millis(50);

/// Exclusive permission to write the site and the caches of a site folder.
#[derive(Debug)]
pub struct Lock {
    root: PathBuf,
    // Closing the file releases the lock.
    _file: File,
}

/// The folder for caches and the lock.
pub(super) fn work_folder(root: &Path) -> PathBuf {
    root.join(".matrikel")
}

impl Lock {
    /// Takes the lock of a site folder.
    ///
    /// # Errors
    /// If another process holds it, or the folder cannot be written.
    pub fn take(root: &Path) -> Result<Self> {
        let folder = work_folder(root);
        let cannot =
            |error: &std::io::Error| Refusal::about("write", &folder).because(error);
        fs::create_dir_all(&folder).map_err(|error| cannot(&error))?;
        // Nothing in this folder belongs into version control.
        let ignore = folder.join(".gitignore");
        if !ignore.exists() {
            fs::write(&ignore, "*\n").map_err(|error| cannot(&error))?;
        }
        let path = folder.join("lock");
        // Not truncated on opening: until we hold the lock, the process id in it is another's.
        let mut options = File::options();
        let options = options.read(true).write(true).create(true).truncate(false);
        let mut file = options.open(&path).map_err(|error| cannot(&error))?;
        for _ in 0..TRIES {
            match file.try_lock() {
                Ok(()) => {
                    // The process id is only a hint for people; the lock works without it.
                    let _ = file.set_len(0);
                    let _ = file.write_all(std::process::id().to_string().as_bytes());
                    return Ok(Self { root: root.to_owned(), _file: file });
                }
                Err(TryLockError::WouldBlock) => sleep(PAUSE),
                Err(TryLockError::Error(error)) => return Err(cannot(&error).into()),
            }
        }
        let mut holder = String::new();
        let known =
            file.take(20).read_to_string(&mut holder).is_ok() && !holder.is_empty();
        Err(Refusal::new("locked")
            .with("process", if known { &holder } else { "?" })
            .into())
    }

    /// The site folder.
    pub fn root(&self) -> &Path {
        &self.root
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_build_is_told_who_holds_the_first() {
        let root = tempfile::tempdir().unwrap();
        let first = Lock::take(root.path()).unwrap();
        let error = Lock::take(root.path()).unwrap_err();
        assert!(error.to_string().contains(&std::process::id().to_string()), "{error}");
        drop(first);
        Lock::take(root.path()).unwrap();
        let ignore =
            fs::read_to_string(root.path().join(".matrikel/.gitignore")).unwrap();
        assert_eq!(ignore, "*\n");
    }
}
