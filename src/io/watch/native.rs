//! The operating system's events for a site folder.
//!
//! In come the system's events, out go messages with relative paths at which a source may have
//! changed. Never passes on events for other files or for mere reading.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::time::Instant;

use notify::event::{AccessKind, AccessMode, EventKind, MetadataKind, ModifyKind};
use notify::{Config, ErrorKind, Event, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::base::refusal::Refusal;
use crate::io::source_filter::{FOLDERS, is_source};

/// An event and its time.
#[derive(Debug)]
pub(super) struct Message {
    pub(super) at: Instant,
    pub(super) news: WatchEvent,
}

/// An event.
#[derive(Debug)]
pub(super) enum WatchEvent {
    /// Something happened at these relative paths.
    Paths {
        /// The paths.
        paths: Vec<PathBuf>,
        /// True if a watched folder may have been replaced by another one of the same name.
        replaced: bool,
    },
    /// The event queue overflowed, or the watch failed.
    Missed,
    /// The system's limit of watched folders is reached.
    Limit,
    /// The program is to end.
    Stop,
}

/// The system's watch on a site folder. Ends when dropped.
#[derive(Debug)]
pub(super) struct Native {
    watcher: RecommendedWatcher,
    root: PathBuf,
}

/// Why the watch could not be started.
#[derive(Debug)]
pub(super) enum Failure {
    /// The site folder does not exist.
    Missing,
    /// The system refused.
    Refused(Refusal),
}

impl Native {
    /// Starts watching a folder, given by its absolute path. Messages are sent from a thread of
    /// the watcher.
    pub(super) fn start(root: &Path, sender: Sender<Message>) -> Result<Self, Failure> {
        let places = WatchedRoots::of(root);
        let handler = move |heard: notify::Result<Event>| {
            let at = Instant::now();
            let news = match heard {
                Ok(event) => places.news(&event),
                Err(error) if is_limit(&error) => Some(WatchEvent::Limit),
                Err(_) => Some(WatchEvent::Missed),
            };
            if let Some(news) = news {
                // Once the program ends, nobody receives messages.
                let _ = sender.send(Message { at, news });
            }
        };
        let failed = |error: notify::Error| failure(root, error);
        let mut watcher =
            RecommendedWatcher::new(handler, Config::default()).map_err(failed)?;
        // Covers `config.toml`, and folders that disappear and return. A watch on the file itself
        // would end when an editor replaces the file.
        watcher.watch(root, RecursiveMode::NonRecursive).map_err(failed)?;
        for folder in FOLDERS.map(|folder| root.join(folder)) {
            if !folder.is_dir() {
                continue;
            }
            match watcher.watch(&folder, RecursiveMode::Recursive).map_err(failed) {
                // Deleted meanwhile; the watch on the root will report its return.
                Ok(()) | Err(Failure::Missing) => {}
                Err(failure) => return Err(failure),
            }
        }
        Ok(Self { watcher, root: root.to_owned() })
    }

    /// Returns once new folders are being watched. Where each folder needs its own watch (Linux),
    /// files written before that cause no event, so they must be looked for after this.
    pub(super) fn wait_until_watching(&mut self) {
        if !cfg!(any(windows, target_os = "macos")) {
            // The watcher handles requests in order, and this one changes nothing.
            let _ = self.watcher.watch(&self.root, RecursiveMode::NonRecursive);
        }
    }
}

fn is_limit(error: &notify::Error) -> bool {
    matches!(error.kind, ErrorKind::MaxFilesWatch)
}

fn failure(root: &Path, error: notify::Error) -> Failure {
    if is_limit(&error) {
        return Failure::Refused(Refusal::about("watch-limit", root));
    }
    let cause = match error.kind {
        ErrorKind::PathNotFound => return Failure::Missing,
        ErrorKind::Io(cause) if cause.kind() == io::ErrorKind::NotFound => {
            return Failure::Missing;
        }
        ErrorKind::Io(cause) => cause,
        _ => io::Error::other(error.to_string()),
    };
    Failure::Refused(Refusal::about("watch-impossible", root).because(&cause))
}

/// Absolute path prefixes with the relative paths they stand for. Some systems report paths as
/// requested, others with links resolved.
#[derive(Debug)]
struct WatchedRoots(Vec<(PathBuf, PathBuf)>);

impl WatchedRoots {
    fn of(root: &Path) -> Self {
        let mut places = vec![(root.to_owned(), PathBuf::new())];
        let below = FOLDERS.iter().chain(&[""]);
        places.extend(below.filter_map(|below| {
            Some((root.join(below).canonicalize().ok()?, PathBuf::from(below)))
        }));
        Self(places)
    }

    /// The path relative to the site folder; empty for the folder itself.
    fn below(&self, path: &Path) -> Option<PathBuf> {
        self.0.iter().find_map(|(beginning, below)| {
            let rest = path.strip_prefix(beginning).ok()?;
            // Joining an empty path would add a trailing slash.
            Some(if rest.as_os_str().is_empty() {
                below.clone()
            } else {
                below.join(rest)
            })
        })
    }

    fn news(&self, event: &Event) -> Option<WatchEvent> {
        if event.need_rescan() {
            return Some(WatchEvent::Missed);
        }
        let moved = match event.kind {
            // Sent when a writer closes the file, after partial or memory-mapped writes.
            EventKind::Access(AccessKind::Close(AccessMode::Write)) => false,
            EventKind::Access(_)
            | EventKind::Modify(ModifyKind::Metadata(MetadataKind::AccessTime)) => {
                return None;
            }
            EventKind::Create(_)
            | EventKind::Remove(_)
            | EventKind::Modify(ModifyKind::Name(_)) => true,
            EventKind::Any | EventKind::Modify(_) | EventKind::Other => false,
        };
        let is_root = |below: &PathBuf| below.as_os_str().is_empty();
        // For the root itself, only creation, removal and renaming matter.
        let is_news = |below: &PathBuf| is_source(below) || (moved && is_root(below));
        let is_watched = |below: &PathBuf| {
            is_root(below) || FOLDERS.iter().any(|f| below == Path::new(f))
        };
        let paths = event.paths.iter().filter_map(|path| self.below(path));
        let paths: Vec<PathBuf> = paths.filter(is_news).collect();
        let replaced = moved && paths.iter().any(is_watched);
        (!paths.is_empty()).then_some(WatchEvent::Paths { paths, replaced })
    }
}

#[cfg(test)]
mod tests {
    use notify::event::{CreateKind, DataChange, Flag, RenameMode};

    use super::*;

    fn paths(
        places: &WatchedRoots,
        kind: EventKind,
        path: &Path,
    ) -> Option<Vec<PathBuf>> {
        match places.news(&Event::new(kind).add_path(path.to_owned()))? {
            WatchEvent::Paths { paths, .. } => Some(paths),
            other => panic!("{other:?}"),
        }
    }

    const WRITTEN: EventKind = EventKind::Modify(ModifyKind::Data(DataChange::Any));

    #[test]
    fn what_is_no_source_and_who_only_reads_wakes_nobody() {
        let root = tempfile::tempdir().unwrap();
        let places = WatchedRoots::of(root.path());
        let at = |below: &str, kind| paths(&places, kind, &root.path().join(below));
        assert_eq!(at("content/a.md", WRITTEN), Some(vec!["content/a.md".into()]));
        assert_eq!(at("config.toml", WRITTEN), Some(vec!["config.toml".into()]));
        for other in
            ["public/a.html", ".matrikel/lock", ".git/index", "content/.a.swp", "notes"]
        {
            assert_eq!(at(other, WRITTEN), None, "{other}");
        }
        let opened = EventKind::Access(AccessKind::Open(AccessMode::Any));
        let left = EventKind::Access(AccessKind::Close(AccessMode::Read));
        let closed = EventKind::Access(AccessKind::Close(AccessMode::Write));
        assert_eq!(at("content/a.md", opened), None);
        assert_eq!(at("content/a.md", left), None);
        assert_eq!(at("content/a.md", closed), Some(vec!["content/a.md".into()]));
        assert_eq!(at("", WRITTEN), None);
        let moved = EventKind::Modify(ModifyKind::Name(RenameMode::From));
        assert_eq!(at("", moved), Some(vec!["".into()]));
    }

    #[test]
    fn lost_count_is_news_without_a_path() {
        let places = WatchedRoots::of(Path::new("/site"));
        let event = Event::new(EventKind::Other).set_flag(Flag::Rescan);
        assert!(matches!(places.news(&event), Some(WatchEvent::Missed)));
    }

    #[cfg(unix)]
    #[test]
    fn a_path_is_known_by_each_of_its_names() {
        use std::os::unix::fs::symlink;
        let outside = tempfile::tempdir().unwrap();
        let real = outside.path().canonicalize().unwrap();
        std::fs::create_dir_all(real.join("site")).unwrap();
        std::fs::create_dir_all(real.join("texts")).unwrap();
        symlink(real.join("texts"), real.join("site/content")).unwrap();
        symlink(real.join("site"), real.join("link")).unwrap();
        let places = WatchedRoots::of(&real.join("link"));
        let created = EventKind::Create(CreateKind::File);
        for name in ["link/content/a.md", "site/content/a.md", "texts/a.md"] {
            let found = paths(&places, created, &real.join(name));
            assert_eq!(found, Some(vec!["content/a.md".into()]), "{name}");
        }
        assert_eq!(paths(&places, created, &real.join("other/a.md")), None);
    }
}
