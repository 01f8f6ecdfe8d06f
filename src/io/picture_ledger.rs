//! Notices cached pictures that were cut or overwritten.
//!
//! In come names and bytes, out goes whether a file still holds what was made. The list,
//! `.matrikel/pictures`, grows by a line for each picture, so that a build that is interrupted
//! loses nothing. Never tells of a photo more than digests.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, Metadata};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use super::lock::{Lock, work_folder};
use crate::base::digest::Digest;

/// What a picture was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Made {
    length: u64,
    digest: Digest,
    /// When it was written, in nanoseconds since 1970. A file that was written later has to be
    /// read to be trusted.
    modified: u128,
}

/// What every cached picture was when it was made.
#[derive(Debug, Default)]
pub(super) struct PictureLedger {
    known: BTreeMap<String, Made>,
    /// How many lines the list has; more than pictures after some were made again.
    lines: usize,
    /// True if the machine has not been started anew since the list was begun. A power failure
    /// can leave files whose length and time are right and whose content was never written.
    same_start: bool,
    /// Where to append; only while somebody holds the lock.
    list: Option<Mutex<File>>,
}

fn place(root: &Path) -> PathBuf {
    work_folder(root).join("pictures")
}

/// What tells one start of the machine from another; `None` where nothing does.
pub(super) fn start_of_machine() -> Option<String> {
    let id = fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    let id = id.trim();
    (!id.is_empty()).then(|| Digest::of(id.as_bytes()).short())
}

fn heading() -> String {
    format!("pictures {}", start_of_machine().unwrap_or_else(|| "-".to_owned()))
}

fn modified(metadata: &Metadata) -> u128 {
    let since = metadata.modified().ok();
    let since = since.and_then(|time| time.duration_since(SystemTime::UNIX_EPOCH).ok());
    since.map_or(0, |since| since.as_nanos())
}

fn line(name: &str, made: &Made) -> String {
    let Made { length, digest, modified } = made;
    // The dot tells a whole line from one that was cut.
    format!("{name} {length} {} {modified} .\n", digest.hex())
}

fn read_line(line: &str) -> Option<(String, Made)> {
    let mut parts = line.split(' ');
    let name = parts.next()?.to_owned();
    let length = parts.next()?.parse().ok()?;
    let digest = Digest(u128::from_str_radix(parts.next()?, 16).ok()?);
    let modified = parts.next()?.parse().ok()?;
    (parts.next()? == ".").then_some((name, Made { length, digest, modified }))
}

impl PictureLedger {
    /// Reads the list of a site folder; one that cannot be read knows no picture.
    pub(super) fn read(root: &Path) -> Self {
        let bytes = fs::read(place(root)).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        let (first, rest) = text.split_once('\n').unwrap_or((&text, ""));
        let same_start = first == heading() && start_of_machine().is_some();
        Self {
            known: rest.lines().filter_map(read_line).collect(),
            lines: rest.lines().count(),
            same_start,
            list: None,
        }
    }

    /// Reads it to add to it.
    pub(super) fn open(lock: &Lock) -> io::Result<Self> {
        let mut ledger = Self::read(lock.root());
        let path = place(lock.root());
        if !ledger.same_start || !fs::read(&path).is_ok_and(|all| all.ends_with(b"\n")) {
            // Until a picture has been read again, nothing vouches for it.
            ledger.rewrite(lock, &|_| true)?;
        }
        let list = File::options().append(true).create(true).open(path)?;
        ledger.list = Some(Mutex::new(list));
        Ok(ledger)
    }

    /// True if a file still holds what was made under its name.
    pub(super) fn vouches_for(&self, name: &str, path: &Path) -> bool {
        let (Some(made), Ok(there)) = (self.known.get(name), fs::metadata(path)) else {
            return false;
        };
        if !there.is_file() || there.len() != made.length {
            return false;
        }
        if self.same_start && modified(&there) == made.modified {
            return true;
        }
        let same = fs::read(path).is_ok_and(|bytes| Digest::of(&bytes) == made.digest);
        if same {
            // If it cannot be noted, the file is read next time too.
            let _ = self.note(name, &Made { modified: modified(&there), ..*made });
        }
        same
    }

    /// Notes a picture that was just written.
    pub(super) fn add(&self, name: &str, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let made = Made {
            length: bytes.len() as u64,
            digest: Digest::of(bytes),
            modified: modified(&fs::metadata(path)?),
        };
        self.note(name, &made)
    }

    fn note(&self, name: &str, made: &Made) -> io::Result<()> {
        let Some(list) = &self.list else { return Ok(()) };
        // A poisoned lock is harmless: each line is written in one step.
        let mut list = list.lock().unwrap_or_else(PoisonError::into_inner);
        list.write_all(line(name, made).as_bytes())
    }

    /// Forgets all pictures but some.
    pub(super) fn forget(lock: &Lock, shown: &BTreeSet<String>) -> io::Result<()> {
        let ledger = Self::read(lock.root());
        let wanted = ledger.known.keys().filter(|name| shown.contains(*name)).count();
        if shown.is_empty() {
            return match fs::remove_file(place(lock.root())) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
                _ => Ok(()),
            };
        }
        if wanted == ledger.lines {
            return Ok(());
        }
        ledger.rewrite(lock, &|name| shown.contains(name))
    }

    fn rewrite(&self, lock: &Lock, keep: &dyn Fn(&str) -> bool) -> io::Result<()> {
        let mut text = heading() + "\n";
        for (name, made) in self.known.iter().filter(|(name, _)| keep(name)) {
            // After a new start only the digest counts.
            let modified = if self.same_start { made.modified } else { 0 };
            text.push_str(&line(name, &Made { modified, ..*made }));
        }
        let path = place(lock.root());
        let new = path.with_extension("new");
        fs::write(&new, text).and_then(|()| fs::rename(&new, path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(lock: &Lock, bytes: &[u8]) -> PathBuf {
        let path = lock.root().join("a.jpg");
        fs::write(&path, bytes).unwrap();
        PictureLedger::open(lock).unwrap().add("a.jpg", &path, bytes).unwrap();
        path
    }

    #[test]
    fn whatever_happens_to_a_file_is_noticed() {
        let root = tempfile::tempdir().unwrap();
        let lock = Lock::take(root.path()).unwrap();
        let path = made(&lock, b"picture");
        let is_whole = || PictureLedger::read(root.path()).vouches_for("a.jpg", &path);
        assert!(is_whole());
        let time = fs::metadata(&path).unwrap().modified().unwrap();
        for damaged in [&b"pict"[..], b"", b"\0\0\0\0\0\0\0", b"picturE", b"picture2"] {
            fs::write(&path, damaged).unwrap();
            let later = time + std::time::Duration::from_secs(1);
            let file = File::options().write(true).open(&path).unwrap();
            file.set_modified(later).unwrap();
            assert!(!is_whole(), "{damaged:?}");
        }
        fs::write(&path, b"picture").unwrap();
        assert!(is_whole(), "another time, and the same bytes");
        fs::remove_file(&path).unwrap();
        assert!(!is_whole());
    }

    #[test]
    fn after_a_new_start_of_the_machine_only_the_bytes_count() {
        let root = tempfile::tempdir().unwrap();
        let lock = Lock::take(root.path()).unwrap();
        let path = made(&lock, b"picture");
        let text = fs::read_to_string(place(root.path())).unwrap();
        let (_, rest) = text.split_once('\n').unwrap();
        fs::write(place(root.path()), format!("pictures other\n{rest}")).unwrap();
        let time = fs::metadata(&path).unwrap().modified().unwrap();
        fs::write(&path, b"\0\0\0\0\0\0\0").unwrap();
        File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
        assert!(!PictureLedger::open(&lock).unwrap().vouches_for("a.jpg", &path));
        fs::write(&path, b"picture").unwrap();
        assert!(PictureLedger::open(&lock).unwrap().vouches_for("a.jpg", &path));
    }

    #[test]
    fn a_torn_list_vouches_for_nothing_that_it_does_not_hold() {
        let root = tempfile::tempdir().unwrap();
        let lock = Lock::take(root.path()).unwrap();
        let path = made(&lock, b"picture");
        let text = fs::read_to_string(place(root.path())).unwrap();
        for end in 0..text.len() - 1 {
            fs::write(place(root.path()), &text[..end]).unwrap();
            assert!(
                !PictureLedger::read(root.path()).vouches_for("a.jpg", &path),
                "{end}"
            );
        }
        let ledger = PictureLedger::open(&lock).unwrap();
        ledger.add("a.jpg", &path, b"picture").unwrap();
        assert!(PictureLedger::read(root.path()).vouches_for("a.jpg", &path));
        PictureLedger::forget(&lock, &BTreeSet::new()).unwrap();
        assert!(!place(root.path()).exists());
    }
}
