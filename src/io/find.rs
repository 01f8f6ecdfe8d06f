//! Lists the files of a site folder before any of them is read.
//!
//! In comes the folder, out go the files by path, each with its metadata. Never opens a file,
//! and never follows a symbolic link into a cycle.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs::{self, Metadata};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use anyhow::Result;
use walkdir::{DirEntry, WalkDir};

use super::source_filter::{CONFIG, FOLDERS, is_ignored_at, is_source};
use crate::base::refusal::Refusal;
use crate::base::source::SitePath;

/// Limit on the number of files. Symbolic links to folders with further links can multiply files
/// exponentially without forming a cycle.
const MOST_FILES: usize = 2_000_000;

/// Two writes within this time may leave the same metadata: FAT, the coarsest file system in
/// use, records times in steps of two seconds.
pub(super) const CLOCK_RESOLUTION: Duration = Duration::from_secs(2);

/// A file that was found but not read.
#[derive(Debug)]
pub(super) struct FoundFile {
    /// Its path on disk.
    pub(super) disk: PathBuf,
    /// Its path in the site.
    pub(super) site: SitePath,
    /// Its type and metadata.
    pub(super) state: FileState,
}

/// What is known about a file without opening it.
#[derive(Debug)]
pub(super) enum FileState {
    /// A regular file.
    Ordinary(Stamp),
    /// Not a readable file; the reason.
    Unreadable(String),
    /// A symbolic link back into its own folder.
    LinkLoop,
}

/// Metadata that identifies a version of a file. If it is unchanged, so is the file, except for
/// a second write within the resolution of the file system's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Stamp {
    /// Length in bytes.
    pub(super) length: u64,
    /// Time of the last write to its content; `None` if unknown.
    modified: Option<SystemTime>,
    /// Time of the last change of any kind (ctime), which programs cannot set back; where the
    /// system has none, the time of creation.
    changed: Option<SystemTime>,
    /// Device and inode, which tell it from another file that took over its name.
    identity: (u64, u64),
}

impl Stamp {
    #[cfg(unix)]
    pub(super) fn of(metadata: &Metadata) -> Self {
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
    pub(super) fn of(metadata: &Metadata) -> Self {
        Self {
            length: metadata.len(),
            modified: metadata.modified().ok(),
            changed: metadata.created().ok(),
            identity: (0, 0),
        }
    }

    /// Without the time of the last change of any kind: a link to a published file is one.
    pub(super) fn without_change(self) -> Self {
        Self { changed: None, ..self }
    }

    /// Time between a moment and the last change, in either direction, since the clock of a
    /// network file system may differ from ours. `None` if unknown.
    pub(super) fn distance_to(&self, moment: SystemTime) -> Option<Duration> {
        let apart = |time: SystemTime| {
            moment.duration_since(time).unwrap_or_else(|error| error.duration())
        };
        let modified = apart(self.modified?);
        Some(self.changed.map_or(modified, |changed| modified.min(apart(changed))))
    }
}

impl FileState {
    fn of(metadata: &Metadata) -> Self {
        // Opening a named pipe would wait for a writer forever.
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

    /// Its metadata for comparison; `None` if it is not a regular file.
    pub(super) fn stamp(&self) -> Option<Stamp> {
        match self.state {
            FileState::Ordinary(stamp) => Some(stamp),
            FileState::Unreadable(_) | FileState::LinkLoop => None,
        }
    }
}

/// Converts a path relative to the site folder into the path of a source.
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

/// The files in a site folder or in part of it.
#[derive(Debug, Default)]
pub(super) struct Findings {
    /// By path. If two names that are not UTF-8 look the same, the last one counts.
    pub(super) found: BTreeMap<SitePath, FoundFile>,
    /// True if there was a symbolic link. Then a file may have several paths, and the system
    /// reports a change at only one of them.
    pub(super) links: bool,
}

/// Finds all files of the site folder.
///
/// # Errors
/// If the folder does not exist, or has more files than any real site.
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
    /// Adds the file at a path in the site folder, or everything below the folder there.
    ///
    /// # Errors
    /// If there are more files than any real site has.
    pub(super) fn add(&mut self, root: &Path, place: &Path) -> Result<()> {
        let disk = root.join(place);
        // No site needs all of the folders.
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
        let below = |path: &Path| path.strip_prefix(root).unwrap_or(path).to_owned();
        let keep =
            |entry: &DirEntry| entry.depth() == 0 || !is_ignored_at(&below(entry.path()));
        // Sorted, so that the result does not depend on the order of the file system.
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
        if is_ignored_at(path.strip_prefix(root).unwrap_or(path)) {
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

/// Where to look after an event at a path.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum ScanScope {
    /// Nowhere, since no source can be there.
    Nowhere,
    /// At this path in the site folder, and below it.
    At(PathBuf),
    /// In the whole site folder.
    Everywhere,
}

/// Where to look after an event at a path in the site folder: there, or at the last part of
/// the path that exists.
pub(super) fn place(root: &Path, below: &Path) -> ScanScope {
    if below.as_os_str().is_empty() || below == Path::new(".") {
        return ScanScope::Everywhere;
    }
    // Lossy conversion may map two names to the same path; a full scan resolves that.
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
            // Only a scan from the top can tell whether the link forms a cycle.
            Ok(own) if own.is_symlink() => return ScanScope::Everywhere,
            Ok(own) if own.is_dir() => {}
            Ok(_) => break,
            Err(error) => {
                let kind = error.kind();
                if kind != ErrorKind::NotFound && kind != ErrorKind::NotADirectory {
                    // The parent folder is what cannot be read.
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
