//! Lets one command at a time write to a site: the lock in `.matrikel/`.
//!
//! In comes the site folder, out goes a lock that lasts until it is dropped or the process ends,
//! even by a crash. Whoever finds it taken waits, so that two commands at once are as one after
//! the other. Never waits for ever.

use std::fs::{self, File, TryLockError};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::Result;

use super::source_filter::CONFIG;
use crate::base::refusal::Refusal;

/// How long the other process may take. The first build of a large site with all its photos
/// takes some minutes.
const PATIENCE: Duration = Duration::from_secs(600);
/// How long to wait before the reader is told.
const SILENCE: Duration = Duration::from_secs(1);
/// Pause between two attempts.
const PAUSE: Duration = Duration::from_millis(20);

/// Exclusive permission to write the site and the caches of a site folder.
#[derive(Debug)]
pub struct Lock {
    root: PathBuf,
    /// True if the folder for caches was not there before.
    made_folder: bool,
    // Closing the file releases the lock.
    _file: File,
}

/// The folder for caches and the lock.
pub(super) fn work_folder(root: &Path) -> PathBuf {
    root.join(".matrikel")
}

impl Lock {
    /// Takes the lock of a site folder, in silence.
    ///
    /// # Errors
    /// As [`Self::take_telling`].
    pub fn take(root: &Path) -> Result<Self> {
        Self::take_telling(root, &|_| ())
    }

    /// Takes the lock of a site folder. While another process holds it, waits, and tells once
    /// which process that is. Whatever is read before may have changed meanwhile.
    ///
    /// # Errors
    /// If the other process does not end in ten minutes, or the folder cannot be written.
    pub fn take_telling(root: &Path, tell: &dyn Fn(&str)) -> Result<Self> {
        Self::take_within(root, PATIENCE, tell)
    }

    fn take_within(root: &Path, patience: Duration, tell: &dyn Fn(&str)) -> Result<Self> {
        // Nobody wants a folder where there is no site.
        if !root.is_dir() {
            return Err(Refusal::about("root-missing", root).into());
        }
        let folder = work_folder(root);
        let cannot =
            |error: &std::io::Error| Refusal::about("write", &folder).because(error);
        let made_folder = !folder.exists();
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
        let started = Instant::now();
        let mut told = false;
        loop {
            match file.try_lock() {
                Ok(()) => {
                    // The process id is only a hint for people; the lock works without it.
                    let _ = file.set_len(0);
                    let _ = file.write_all(std::process::id().to_string().as_bytes());
                    return Ok(Self { root: root.to_owned(), made_folder, _file: file });
                }
                Err(TryLockError::WouldBlock) => {}
                Err(TryLockError::Error(error)) => return Err(cannot(&error).into()),
            }
            let waited = started.elapsed();
            if waited >= patience {
                return Err(Refusal::new("locked").with("process", holder(&path)).into());
            }
            if waited >= SILENCE && !told {
                tell(&holder(&path));
                told = true;
            }
            sleep(PAUSE);
        }
    }

    /// The site folder.
    pub fn root(&self) -> &Path {
        &self.root
    }
}

/// In a folder that is no site nothing is left behind. Whoever waits for the lock there finds no
/// site either.
impl Drop for Lock {
    fn drop(&mut self) {
        if self.made_folder && !self.root.join(CONFIG).exists() {
            let folder = work_folder(&self.root);
            let _ = fs::remove_file(folder.join("lock"));
            let _ = fs::remove_file(folder.join(".gitignore"));
            // Stays if anything else lies in it.
            let _ = fs::remove_dir(folder);
        }
    }
}

/// The id of the process that holds the lock; `?` if it did not say so yet.
fn holder(path: &Path) -> String {
    let written = fs::read_to_string(path).unwrap_or_default();
    let is_id = !written.is_empty() && written.bytes().all(|byte| byte.is_ascii_digit());
    if is_id { written } else { "?".to_owned() }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    #[test]
    fn a_second_command_waits_and_is_told_for_whom() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join(CONFIG), "").unwrap();
        let first = Lock::take(root.path()).unwrap();
        let own = std::process::id().to_string();
        let told = RefCell::new(Vec::new());
        let tell = |process: &str| told.borrow_mut().push(process.to_owned());
        let patience = SILENCE + Duration::from_millis(200);
        let error = Lock::take_within(root.path(), patience, &tell).unwrap_err();
        assert!(error.to_string().contains(&own), "{error}");
        assert_eq!(told.into_inner(), [own], "said once");
        drop(first);
        Lock::take(root.path()).unwrap();
        let ignore =
            fs::read_to_string(root.path().join(".matrikel/.gitignore")).unwrap();
        assert_eq!(ignore, "*\n");
    }

    #[test]
    fn nothing_is_left_where_there_is_no_site() {
        let root = tempfile::tempdir().unwrap();
        drop(Lock::take(root.path()).unwrap());
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 0);
        fs::write(root.path().join(CONFIG), "").unwrap();
        drop(Lock::take(root.path()).unwrap());
        assert!(root.path().join(".matrikel/lock").exists());
    }

    #[test]
    fn whoever_waits_gets_the_lock_once_it_is_free() {
        let root = tempfile::tempdir().unwrap();
        let first = Lock::take(root.path()).unwrap();
        std::thread::scope(|threads| {
            let second = threads.spawn(|| Lock::take(root.path()).map(drop));
            sleep(Duration::from_millis(100));
            drop(first);
            second.join().unwrap().unwrap();
        });
    }
}
