//! A site folder in memory that is kept up to date.
//!
//! In come paths where something happened, or a request to scan; out go the differences and a
//! snapshot equal to a fresh load. Unchanged files are not read again. Never relies on an event
//! to say what changed: it looks.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use anyhow::Result;
use jiff::civil::Date;

use super::find::{
    CLOCK_RESOLUTION, Findings, FoundFile, ScanScope, Stamp, find, place, site_path,
};
use super::load::read_all;
use crate::base::refusal::Refusal;
use crate::base::source::{FileBody, FileFault, SitePath, Snapshot, Source};

/// A site folder with its current snapshot.
#[derive(Debug)]
pub struct Folder {
    root: PathBuf,
    snapshot: Arc<Snapshot>,
    seen: BTreeMap<SitePath, FileStamp>,
    /// True if the folder contains symbolic links. Then a file may have several paths, and an
    /// event at one of them does not tell about the others.
    links: bool,
}

/// The metadata of a file when it was read.
#[derive(Debug, Clone, Copy)]
struct FileStamp {
    stamp: Option<Stamp>,
    /// True if unchanged metadata implies unchanged content.
    settled: bool,
}

/// The differences from before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changed {
    /// Sources with different content or fault, including added and removed ones.
    pub paths: BTreeSet<SitePath>,
}

impl Changed {
    /// True if nothing differs.
    pub fn is_empty(&self) -> bool {
        self.paths.is_empty()
    }
}

impl Folder {
    /// Reads the site folder, like [`load`](super::load::load).
    ///
    /// # Errors
    /// If the folder does not exist, or has more files than any real site.
    pub fn open(root: &Path, today: Date) -> Result<Self> {
        let mut folder = Self {
            root: root.to_owned(),
            snapshot: Arc::new(Snapshot { files: BTreeMap::new(), today }),
            seen: BTreeMap::new(),
            links: false,
        };
        folder.scan()?;
        Ok(folder)
    }

    /// The content as of the last look or scan. A snapshot is immutable: holders keep theirs,
    /// and the next change creates another.
    pub fn snapshot(&self) -> &Arc<Snapshot> {
        &self.snapshot
    }

    /// Sets the day for which the site is built; returns whether it changed.
    pub fn set_day(&mut self, today: Date) -> bool {
        let differs = self.snapshot.today != today;
        if differs {
            Arc::make_mut(&mut self.snapshot).today = today;
        }
        differs
    }

    /// Looks at some paths, absolute or relative to the site folder. A file named here is read
    /// regardless of its metadata; in a folder named here, files with new metadata are read. If
    /// there are symbolic links, everything is scanned.
    ///
    /// # Errors
    /// If the site folder does not exist, or has more files than any real site. The snapshot
    /// is unchanged then, and a later call may succeed.
    pub fn look(&mut self, paths: &BTreeSet<PathBuf>) -> Result<Changed> {
        if !self.root.is_dir() {
            return Err(Refusal::about("root-missing", &self.root).into());
        }
        let Some(places) = self.places(paths) else { return self.scan() };
        let mut findings = Findings::default();
        for place in &places {
            findings.add(&self.root, place)?;
        }
        if findings.links {
            return self.scan();
        }
        let named: BTreeSet<SitePath> =
            places.iter().map(|place| site_path(place)).collect();
        let known = named.iter().flat_map(|place| self.known(place));
        let gone = known.filter(|path| !findings.found.contains_key(*path));
        let gone: Vec<SitePath> = gone.cloned().collect();
        let new = findings.found.into_values();
        let new = new.filter(|found| named.contains(&found.site) || !self.is_same(found));
        let new = new.collect();
        Ok(self.take(new, gone))
    }

    /// Compares the metadata of all files and reads those that differ: finds changes for which
    /// there was no event.
    ///
    /// # Errors
    /// Like [`Self::look`].
    pub fn scan(&mut self) -> Result<Changed> {
        let findings = find(&self.root)?;
        self.links = findings.links;
        let gone = self.seen.keys().filter(|path| !findings.found.contains_key(*path));
        let gone = gone.cloned().collect();
        let new = findings.found.into_values().filter(|found| !self.is_same(found));
        let new = new.collect();
        Ok(self.take(new, gone))
    }

    /// Where to look; `None` for everywhere.
    fn places(&self, paths: &BTreeSet<PathBuf>) -> Option<BTreeSet<PathBuf>> {
        let mut places = BTreeSet::new();
        for path in paths {
            let below = path.strip_prefix(&self.root).unwrap_or(path);
            match place(&self.root, below) {
                ScanScope::Nowhere => {}
                // A file that was on this path has become a folder, so it must be looked at too.
                ScanScope::At(at) => {
                    let file =
                        at.ancestors().find(|a| self.seen.contains_key(&site_path(a)));
                    places.insert(file.map_or_else(|| at.clone(), Path::to_owned));
                }
                ScanScope::Everywhere => return None,
            }
        }
        // With symbolic links, other paths of the same file would be missed.
        (!self.links || places.is_empty()).then_some(places)
    }

    /// The known files at a path and below it.
    fn known(&self, place: &SitePath) -> impl Iterator<Item = &SitePath> {
        let below = format!("{place}/");
        let own = self.seen.get_key_value(place).map(|(path, _)| path);
        let others = self.seen.range(SitePath::new(&below)..).map(|(path, _)| path);
        own.into_iter()
            .chain(others.take_while(move |path| path.as_str().starts_with(&below)))
    }

    /// True if the file has not changed since it was read, according to its metadata.
    fn is_same(&self, found: &FoundFile) -> bool {
        let seen = self.seen.get(&found.site);
        seen.is_some_and(|seen| seen.settled && seen.stamp == found.stamp())
    }

    /// Reads new files and drops those that are gone.
    fn take(&mut self, new: Vec<FoundFile>, gone: Vec<SitePath>) -> Changed {
        let now = SystemTime::now();
        let stamps: Vec<Option<Stamp>> = new.iter().map(FoundFile::stamp).collect();
        let mut differing = Vec::new();
        for (source, stamp) in read_all(new).into_iter().zip(stamps) {
            let settled = is_settled(&source, stamp, now);
            self.seen.insert(source.path.clone(), FileStamp { stamp, settled });
            // A file that was saved without changes is not reported.
            if self.snapshot.files.get(&source.path) != Some(&source) {
                differing.push(source);
            }
        }
        let paths = differing.iter().map(|source| source.path.clone());
        let changed = Changed { paths: paths.chain(gone.iter().cloned()).collect() };
        if changed.is_empty() {
            return changed;
        }
        // Copies the map only if somebody still holds the previous snapshot.
        let snapshot = Arc::make_mut(&mut self.snapshot);
        for path in gone {
            self.seen.remove(&path);
            snapshot.files.remove(&path);
        }
        for source in differing {
            snapshot.files.insert(source.path.clone(), source);
        }
        changed
    }
}

/// True if the file was read long enough after its last write that another write would show in
/// its metadata. Unreadable files are never settled, so that they are tried again.
fn is_settled(source: &Source, stamp: Option<Stamp>, now: SystemTime) -> bool {
    stamp
        .and_then(|stamp| stamp.distance_to(now))
        .is_some_and(|apart| apart > CLOCK_RESOLUTION)
        && !matches!(source.body, FileBody::Broken(FileFault::Unreadable(_)))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::io::find::Findings;

    #[test]
    fn a_file_is_settled_when_no_clock_could_hide_another_write() {
        let root = tempfile::tempdir().unwrap();
        std::fs::write(root.path().join("config.toml"), "").unwrap();
        let mut findings = Findings::default();
        findings.add(root.path(), Path::new("config.toml")).unwrap();
        let found = findings.found.into_values().next().unwrap();
        let stamp = found.stamp();
        let good = crate::io::file::read(found);
        let written = root.path().join("config.toml").metadata().unwrap();
        let written = written.modified().unwrap();
        for (seconds, settled) in [(0, false), (1, false), (3, true)] {
            let apart = Duration::from_secs(seconds);
            for moment in [written + apart, written - apart] {
                assert_eq!(is_settled(&good, stamp, moment), settled, "{seconds}");
            }
        }
        let later = written + Duration::from_secs(60);
        assert!(!is_settled(&good, None, later));
        let fault = FileBody::Broken(FileFault::Unreadable("locked".into()));
        let broken = Source { body: fault, ..good };
        assert!(!is_settled(&broken, stamp, later));
    }
}
