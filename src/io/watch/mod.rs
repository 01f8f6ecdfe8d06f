//! Waits for changes in a site folder.
//!
//! In come the folder and timing options, out goes one wake-up per burst of events, with paths to
//! look at. Events may get lost, so it also wakes up for a full scan from time to time. Never
//! reads a file, and never claims to know what changed.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use anyhow::Result;

use self::burst::Burst;
use self::native::{Failure, Message, Native, WatchEvent};
use crate::base::refusal::Refusal;

mod burst;
mod native;

/// Time between full scans where the system reports no events.
const POLL: Duration = Duration::from_millis(500);

/// Time after a scan during which an overflow of the event queue is expected: in a site with tens
/// of thousands of folders, the scan's own reading causes it.
const OVERFLOW_GRACE: Duration = Duration::from_secs(1);

/// Longest time by which a slow scan delays the next one.
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// Scans may take this fraction of the time: one part in 20.
const SHARE: u32 = 20;

/// The same where scans are the only way to notice changes.
const POLL_SHARE: u32 = 2;

/// Timing of wake-ups.
#[derive(Debug, Clone)]
pub struct WatchOptions {
    /// Pause after which a burst is announced; `None` for no announcements.
    pub early: Option<Duration>,
    /// Pause after which a burst is complete.
    pub quiet: Duration,
    /// Maximum duration of a burst.
    pub longest: Duration,
    /// Time between two scans for missed events; longer if scans are slow.
    pub scan_every: Duration,
    /// Do not use the system's events: network drives do not report any.
    pub poll: bool,
}

impl Default for WatchOptions {
    fn default() -> Self {
        Self {
            early: None,
            quiet: Duration::from_millis(20),
            longest: Duration::from_millis(150),
            scan_every: Duration::from_secs(3),
            poll: false,
        }
    }
}

/// Why a wait has ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Woken {
    /// Something is happening at these paths. Work that can be discarded may start; the paths are
    /// reported again when the burst is complete.
    Announced(BTreeSet<PathBuf>),
    /// Something happened at these relative paths; an empty path is the site folder itself.
    Paths(BTreeSet<PathBuf>),
    /// Events may have been missed: scan everything.
    Scan,
    /// The requested time has come.
    Timeout,
    /// The program is to end.
    Stopped,
}

/// A watched site folder.
#[derive(Debug)]
pub struct Watch {
    root: PathBuf,
    options: WatchOptions,
    sender: Sender<Message>,
    receiver: Receiver<Message>,
    /// `None` if only scans are used.
    native: Option<Native>,
    notice: Option<Refusal>,
    burst: Burst,
    scan_at: Instant,
    /// When the last wake-up was, if it was for a scan.
    scanning_since: Option<Instant>,
    /// When the last scan ended.
    scanned: Option<Instant>,
    /// True if the system's watch must be restarted before the next wake-up.
    stale: bool,
    stopped: bool,
}

/// Ends a wait from another thread.
#[derive(Debug, Clone)]
pub struct Stopper(Sender<Message>);

impl Stopper {
    /// Makes every call of [`Watch::next`] return [`Woken::Stopped`] from now on.
    pub fn stop(&self) {
        // Without a receiver there is nothing to stop.
        let _ = self.0.send(Message { at: Instant::now(), news: WatchEvent::Stop });
    }
}

impl Watch {
    /// Starts watching a site folder. Best called before the folder is read: changes in between
    /// would only be noticed by a scan.
    ///
    /// # Errors
    /// If the folder does not exist. If the system cannot watch, the folder is scanned twice a
    /// second instead, and [`Self::take_notice`] tells why.
    pub fn start(root: &Path, options: &WatchOptions) -> Result<Self> {
        let missing = || Refusal::about("root-missing", root);
        if !root.is_dir() {
            return Err(missing().into());
        }
        // The working directory may change, and the system reports absolute paths.
        let absolute = std::path::absolute(root).map_err(|_| missing())?;
        let (sender, receiver) = channel();
        let mut watch = Self {
            root: absolute,
            options: options.clone(),
            sender,
            receiver,
            native: None,
            notice: None,
            burst: Burst::default(),
            scan_at: Instant::now(),
            scanning_since: None,
            scanned: None,
            stale: false,
            stopped: false,
        };
        watch.renew();
        watch.scan_at = Instant::now() + watch.interval();
        Ok(watch)
    }

    /// Something people should know about how the folder is watched; returned once.
    pub fn take_notice(&mut self) -> Option<Refusal> {
        self.notice.take()
    }

    /// A handle to end the wait from another thread.
    pub fn stopper(&self) -> Stopper {
        Stopper(self.sender.clone())
    }

    /// Restarts the system's watch. Call this when a scan has found changes: then events were
    /// missed, and a folder may not be watched.
    pub fn renew(&mut self) {
        self.stale = false;
        if self.options.poll {
            return;
        }
        // The old watch is dropped only after the new one has started, so nothing is missed.
        match Native::start(&self.root, self.sender.clone()) {
            Ok(native) => self.native = Some(native),
            Err(Failure::Missing) => {
                self.native = None;
                self.stale = true;
            }
            Err(Failure::Refused(notice)) => self.fall_back_to_scans(notice),
        }
    }

    /// Waits until there is something to do, or until a given time.
    pub fn next(&mut self, until: Option<Instant>) -> Woken {
        self.plan_next_scan();
        loop {
            while let Ok(message) = self.receiver.try_recv() {
                self.handle(message);
            }
            if self.stopped {
                return Woken::Stopped;
            }
            let now = Instant::now();
            if let Some(woken) = self.ready(now) {
                return woken;
            }
            if until.is_some_and(|until| until <= now) {
                return Woken::Timeout;
            }
            let early = self.announcement_due();
            let next = [until, self.burst_due(), early].into_iter().flatten();
            let next = next.fold(self.scan_at, Instant::min);
            // `self` holds a sender too, so this cannot fail because of a closed channel.
            if let Ok(message) = self.receiver.recv_timeout(next - now) {
                self.handle(message);
            }
        }
    }

    fn burst_due(&self) -> Option<Instant> {
        self.burst.due(self.options.quiet, self.options.longest)
    }

    fn announcement_due(&self) -> Option<Instant> {
        self.burst.announcement_due(self.options.early?)
    }

    fn interval(&self) -> Duration {
        let every = self.options.scan_every;
        if self.native.is_some() { every } else { every.min(POLL) }
    }

    /// Delays the next scan in proportion to the duration of the last one, to spare the machine.
    fn plan_next_scan(&mut self) {
        if let Some(since) = self.scanning_since.take() {
            let share = if self.native.is_some() { SHARE } else { POLL_SHARE };
            let fair = (since.elapsed() * share).min(LONGEST_PAUSE);
            let pause = self.interval().max(fair);
            let now = Instant::now();
            self.scanned = Some(now);
            self.scan_at = now + pause;
        }
    }

    fn handle(&mut self, message: Message) {
        match message.news {
            WatchEvent::Paths { paths, replaced } => {
                self.stale |= replaced;
                self.burst.add(paths, message.at);
            }
            // Ignored right after a scan, or each scan would cause the next; the regular scan
            // will find what was missed.
            WatchEvent::Missed
                if self.scanned.is_some_and(|at| message.at < at + OVERFLOW_GRACE) => {}
            WatchEvent::Missed => {
                self.stale = true;
                self.scan_at = self.scan_at.min(message.at);
            }
            WatchEvent::Limit => {
                self.fall_back_to_scans(Refusal::about("watch-limit", &self.root));
            }
            WatchEvent::Stop => self.stopped = true,
        }
    }

    /// The reason to wake up at this time, if any.
    fn ready(&mut self, now: Instant) -> Option<Woken> {
        let burst_due = self.burst_due();
        // An endless stream of events must not delay the scan forever.
        let long_overdue = self.scan_at + self.interval() <= now;
        if self.scan_at <= now && (burst_due.is_none() || long_overdue) {
            if self.stale {
                self.renew();
            }
            self.scanning_since = Some(now);
            return Some(Woken::Scan);
        }
        if burst_due? <= now {
            let paths = self.burst.take();
            self.watch_new_folders(&paths);
            return Some(Woken::Paths(paths));
        }
        (self.announcement_due()? <= now).then(|| Woken::Announced(self.burst.announce()))
    }

    /// Makes sure that new folders are watched before anybody reads them.
    fn watch_new_folders(&mut self, paths: &BTreeSet<PathBuf>) {
        let root = &self.root;
        let is_folder = |path: &PathBuf| root.join(path).is_dir();
        let is_link = |path: &PathBuf| root.join(path).is_symlink();
        // Only a newly started watch follows symbolic links.
        if self.stale || paths.iter().any(|path| is_link(path) && is_folder(path)) {
            self.renew();
        } else if let Some(native) = &mut self.native
            && paths.iter().any(is_folder)
        {
            native.wait_until_watching();
        }
    }

    fn fall_back_to_scans(&mut self, notice: Refusal) {
        self.options.poll = true;
        self.native = None;
        self.notice = Some(notice);
        self.scan_at = Instant::now();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lost_count_asks_for_a_scan_but_a_scan_does_not_ask_for_another() {
        let root = tempfile::tempdir().unwrap();
        let patient = WatchOptions {
            scan_every: Duration::from_secs(3600),
            ..WatchOptions::default()
        };
        let mut watch = Watch::start(root.path(), &patient).unwrap();
        let missed = || Message { at: Instant::now(), news: WatchEvent::Missed };
        watch.sender.send(missed()).unwrap();
        let during = missed();
        let soon = || Some(Instant::now() + Duration::from_millis(100));
        assert_eq!(watch.next(None), Woken::Scan);
        watch.sender.send(during).unwrap();
        assert_eq!(watch.next(soon()), Woken::Timeout);
    }

    #[test]
    fn a_limit_of_the_system_is_told_once_and_then_everything_is_looked_for() {
        let root = tempfile::tempdir().unwrap();
        let patient = WatchOptions {
            scan_every: Duration::from_secs(3600),
            ..WatchOptions::default()
        };
        let mut watch = Watch::start(root.path(), &patient).unwrap();
        assert_eq!(watch.take_notice(), None);
        watch
            .sender
            .send(Message { at: Instant::now(), news: WatchEvent::Limit })
            .unwrap();
        assert_eq!(watch.next(None), Woken::Scan);
        let notice = watch.take_notice();
        assert_eq!(notice.as_ref().map(Refusal::name), Some("watch-limit"));
        assert_eq!(watch.take_notice(), None);
        assert_eq!(watch.next(None), Woken::Scan);
    }
}
