//! From the site folder to the list of its files, before any of them is read.
//!
//! In comes the folder, out go the files by path, each with what the system says about it.
//! Never opens a file, and never follows a link in a circle.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs::{self, Metadata};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use anyhow::Result;
use walkdir::{DirEntry, WalkDir};

use super::source_filter::{CONFIG, FOLDERS, is_ignored, is_source};
use crate::base::refusal::Refusal;
use crate::base::source::SitePath;

/// Links to folders that hold links to folders can multiply without end, though none of them
/// leads in a circle.
const MOST_FILES: usize = 2_000_000;

/// A file before it is read.
#[derive(Debug)]
pub(super) struct FoundFile {
    /// Where the system finds it.
    pub(super) disk: PathBuf,
    /// Where it lies in the site.
    pub(super) site: SitePath,
    /// What is known about it.
    pub(super) state: FileState,
}

/// What is known about a file that was not opened.
#[derive(Debug)]
pub(super) enum FileState {
    /// An ordinary file.
    Ordinary(Stamp),
    /// No file that can be read, with the reason.
    Unreadable(String),
    /// A link that leads back into its own folder.
    LinkLoop,
}

/// What the system tells about a file without opening it. While this stays the same, the file
/// does, save for a write within the grain of the file system's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    /// Length in bytes.
    pub(super) length: u64,
    /// When its content was written last; `None` if the system does not know.
    modified: Option<SystemTime>,
    /// When it was changed in any way, which nobody can set back; where the system does not
    /// tell that, when it was made.
    changed: Option<SystemTime>,
    /// Device and number, which tell it from another file that took its name.
    identity: (u64, u64),
}

impl Stamp {
    #[cfg(unix)]
    fn of(metadata: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt as _;
        let seconds = u64::try_from(metadata.ctime()).ok().map(Duration::from_secs);
        let rest = u64::try_from(metadata.ctime_nsec()).ok().map(Duration::from_nanos);
        let since = seconds.zip(rest).map(|(seconds, rest)| seconds + rest);
        Self {
            length: metadata.len(),
            modified: metadata.modified().ok(),
            changed: since.and_then(|since| SystemTime::UNIX_EPOCH.checked_add(since)),
            identity: (metadata.dev(), metadata.ino()),
        }
    }

    #[cfg(not(unix))]
    fn of(metadata: &Metadata) -> Self {
        Self {
            length: metadata.len(),
            modified: metadata.modified().ok(),
            changed: metadata.created().ok(),
            identity: (0, 0),
        }
    }

    /// How far a moment is from the last change, in either direction: the clock of the file
    /// system may be another one. `None` if the system does not know.
    pub(super) fn apart_from(&self, moment: SystemTime) -> Option<Duration> {
        let apart = |time: SystemTime| {
            moment.duration_since(time).unwrap_or_else(|error| error.duration())
        };
        let modified = apart(self.modified?);
        Some(self.changed.map_or(modified, |changed| modified.min(apart(changed))))
    }
}

impl FileState {
    fn of(metadata: &Metadata) -> Self {
        // Opening a named pipe waits for a writer that never comes.
        if metadata.is_file() {
            Self::Ordinary(Stamp::of(metadata))
        } else {
            Self::Unreadable("not an ordinary file".into())
        }
    }
}

impl FoundFile {
    fn at(root: &Path, disk: &Path, state: FileState) -> Self {
        let below = disk.strip_prefix(root).unwrap_or(disk);
        let state = match state {
            FileState::Ordinary(_) if below.to_str().is_none() => {
                FileState::Unreadable("the file name is not UTF-8".into())
            }
            state => state,
        };
        Self { disk: disk.to_owned(), site: site_path(below), state }
    }

    /// What to recognise the file by; `None` for what is no ordinary file.
    pub(super) fn stamp(&self) -> Option<Stamp> {
        match self.state {
            FileState::Ordinary(stamp) => Some(stamp),
            FileState::Unreadable(_) | FileState::LinkLoop => None,
        }
    }
}

/// The path of a source from its path below the site folder.
pub(super) fn site_path(below: &Path) -> SitePath {
    let mut path = String::new();
    for part in below {
        if !path.is_empty() {
            path.push('/');
        }
        path.push_str(&part.to_string_lossy());
    }
    SitePath::new(&path)
}

/// The files of a site folder or of a part of it.
#[derive(Debug, Default)]
pub(super) struct Findings {
    /// By path. Of two names that are not UTF-8 and look the same, the last one counts.
    pub(super) found: BTreeMap<SitePath, FoundFile>,
    /// True if a link was met: then a file may have several names, of which the system tells
    /// one when it changes.
    pub(super) links: bool,
}

/// Finds all files of the site folder.
///
/// # Errors
/// If there is no such folder, or more files in it than any site has.
pub(super) fn find(root: &Path) -> Result<Findings> {
    if !root.is_dir() {
        return Err(Refusal::about("root-missing", root).into());
    }
    let mut findings = Findings::default();
    for place in [CONFIG].iter().chain(&FOLDERS) {
        findings.add(root, Path::new(place))?;
    }
    Ok(findings)
}

impl Findings {
    /// Adds the file at a place below the site folder, or everything in the folder there.
    ///
    /// # Errors
    /// If there are more files than any site has.
    pub(super) fn add(&mut self, root: &Path, place: &Path) -> Result<()> {
        let disk = root.join(place);
        let Ok(own) = fs::symlink_metadata(&disk) else { return Ok(()) };
        self.links |= own.is_symlink();
        if place != Path::new(CONFIG) {
            return self.walk(root, &disk);
        }
        let state = fs::metadata(&disk).map_or_else(
            |_| FileState::Unreadable("a link to nothing".into()),
            |metadata| FileState::of(&metadata),
        );
        self.put(FoundFile::at(root, &disk, state));
        Ok(())
    }

    fn walk(&mut self, root: &Path, folder: &Path) -> Result<()> {
        let keep =
            |entry: &DirEntry| entry.depth() == 0 || !is_ignored(entry.file_name());
        // In order, so that one folder gives one list, whatever the system's order is.
        let entries = WalkDir::new(folder).follow_links(true).sort_by_file_name();
        for entry in entries.into_iter().filter_entry(keep) {
            match entry {
                Ok(entry) => {
                    self.links |= entry.path_is_symlink();
                    if !entry.file_type().is_dir() {
                        self.put(FoundFile::at(root, entry.path(), state(&entry)));
                    }
                }
                Err(error) => self.put_fault(root, folder, &error),
            }
            if self.found.len() > MOST_FILES {
                return Err(Refusal::about("too-many-files", folder).into());
            }
        }
        Ok(())
    }

    fn put_fault(&mut self, root: &Path, folder: &Path, error: &walkdir::Error) {
        let path = error.path().unwrap_or(folder);
        if path.file_name().is_some_and(is_ignored) {
            return;
        }
        let state = match error.loop_ancestor() {
            Some(_) => FileState::LinkLoop,
            None => FileState::Unreadable(reason(error)),
        };
        self.links |= fs::symlink_metadata(path).is_ok_and(|own| own.is_symlink());
        self.put(FoundFile::at(root, path, state));
    }

    fn put(&mut self, found: FoundFile) {
        self.found.insert(found.site.clone(), found);
    }
}

fn state(entry: &DirEntry) -> FileState {
    entry.metadata().map_or_else(
        |error| FileState::Unreadable(reason(&error)),
        |metadata| FileState::of(&metadata),
    )
}

fn reason(error: &walkdir::Error) -> String {
    error.io_error().map_or_else(|| error.to_string(), ToString::to_string)
}

/// Where to look when something happened at a path.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum ScanScope {
    /// No source can be there.
    Nowhere,
    /// At this path below the site folder, and below it.
    At(PathBuf),
    /// In the whole folder.
    Everywhere,
}

/// The place to look at for a path below the site folder: the path itself or, if there is no
/// way to it, the last part of it that a walk from above reaches.
pub(super) fn place(root: &Path, below: &Path) -> ScanScope {
    if below.as_os_str().is_empty() || below == Path::new(".") {
        return ScanScope::Everywhere;
    }
    // Two names that are not UTF-8 may look the same in the site; a walk sorts that out.
    if below.to_str().is_none_or(|name| name.contains('\u{fffd}')) {
        return ScanScope::Everywhere;
    }
    if !is_source(below) {
        return ScanScope::Nowhere;
    }
    let mut reached = PathBuf::new();
    for part in below.iter().map(OsStr::new) {
        reached.push(part);
        match fs::symlink_metadata(root.join(&reached)) {
            // Whether it leads in a circle shows only on the way from above.
            Ok(own) if own.is_symlink() => return ScanScope::Everywhere,
            Ok(own) if own.is_dir() => {}
            Ok(_) => break,
            Err(error) => {
                let kind = error.kind();
                if kind != ErrorKind::NotFound && kind != ErrorKind::NotADirectory {
                    // The folder above is the one that cannot be read.
                    reached.pop();
                }
                break;
            }
        }
    }
    if reached.as_os_str().is_empty() {
        ScanScope::Everywhere
    } else {
        ScanScope::At(reached)
    }
}
