//! Waits until something happens in a site folder.
//!
//! In come the folder and how patient to be, out goes one wake for each burst of events, with
//! the paths at which to look. Events only say where to look: what they miss is found by a
//! scan, for which this wakes now and then. Never reads a file and never says what changed.

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

/// How often to look at everything where the system tells nothing.
const POLL: Duration = Duration::from_millis(500);

/// For how long after a scan it is no surprise that the system lost count: in a site of tens
/// of thousands of folders the scan's own reading overflows it.
const RESPITE: Duration = Duration::from_secs(1);

/// Scans are put off no longer than this because they take long.
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// Scans may take one part in so many of the time.
const SHARE: u32 = 20;

/// The same where scans are all there is.
const POLL_SHARE: u32 = 2;

/// How patient to be.
#[derive(Debug, Clone)]
pub struct WatchOptions {
    /// For how long nothing may happen before a burst is announced; `None` announces nothing.
    pub early: Option<Duration>,
    /// For how long nothing may happen before a burst is over.
    pub quiet: Duration,
    /// When to hand on a burst that has no end.
    pub longest: Duration,
    /// How long to wait from one scan for missed events to the next; longer if a scan takes
    /// long.
    pub scan_every: Duration,
    /// Do without the system's events: for drives in a network, which tell nothing.
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

/// Why the waiting is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Woken {
    /// Something is happening at these paths: a moment to begin with what can be thrown away.
    /// What was announced is handed on with the rest when the burst is over.
    Announced(BTreeSet<PathBuf>),
    /// Something happened at these paths below the site folder; an empty one is the folder.
    Paths(BTreeSet<PathBuf>),
    /// Events may have been missed: look at everything.
    Scan,
    /// It is as late as was asked for.
    Timeout,
    /// Somebody wants the program to end.
    Stopped,
}

/// A watched site folder.
#[derive(Debug)]
pub struct Watch {
    root: PathBuf,
    options: WatchOptions,
    sender: Sender<Message>,
    receiver: Receiver<Message>,
    /// `None` while scans are all there is.
    native: Option<Native>,
    notice: Option<Refusal>,
    burst: Burst,
    scan_at: Instant,
    /// When the last wake was, if it was for a scan.
    scanning_since: Option<Instant>,
    /// When the last scan was over.
    scanned: Option<Instant>,
    /// True if the system's watch has to be started anew before the next wake.
    stale: bool,
    stopped: bool,
}

/// Ends the waiting from another thread.
#[derive(Debug, Clone)]
pub struct Stopper(Sender<Message>);

impl Stopper {
    /// Lets every call of [`Watch::next`] return [`Woken::Stopped`] from now on.
    pub fn stop(&self) {
        // Without a receiver there is nobody left to stop.
        let _ = self.0.send(Message { at: Instant::now(), news: WatchEvent::Stop });
    }
}

impl Watch {
    /// Starts to watch a site folder. Best started before the folder is opened: what is saved
    /// between the two is otherwise noticed only by a scan.
    ///
    /// # Errors
    /// If there is no such folder. A system that cannot watch is no error: then everything is
    /// looked at twice a second, and [`Self::take_notice`] tells why.
    pub fn start(root: &Path, options: &WatchOptions) -> Result<Self> {
        let missing = || Refusal::about("root-missing", root);
        if !root.is_dir() {
            return Err(missing().into());
        }
        // The program may go elsewhere; and the system tells absolute paths.
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

    /// Something that people should know about how the folder is watched; told once.
    pub fn take_notice(&mut self) -> Option<Refusal> {
        self.notice.take()
    }

    /// Something that ends the waiting from another thread.
    pub fn stopper(&self) -> Stopper {
        Stopper(self.sender.clone())
    }

    /// Starts the system's watch anew. To be called when a scan has found something: then
    /// events were missed, and a folder may be without a watch.
    pub fn renew(&mut self) {
        self.stale = false;
        if self.options.poll {
            return;
        }
        // The old watch ends only when the new one stands, so that nothing is missed.
        match Native::start(&self.root, self.sender.clone()) {
            Ok(native) => self.native = Some(native),
            Err(Failure::Missing) => {
                self.native = None;
                self.stale = true;
            }
            Err(Failure::Refused(notice)) => self.do_without(notice),
        }
    }

    /// Waits until there is something to do, or until a moment.
    pub fn next(&mut self, until: Option<Instant>) -> Woken {
        self.plan_next_scan();
        loop {
            while let Ok(message) = self.receiver.try_recv() {
                self.hear(message);
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
            // The watch holds a sender itself, so that this ends with a message or in time.
            if let Ok(message) = self.receiver.recv_timeout(next - now) {
                self.hear(message);
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

    /// Puts the next scan off for so long that scans leave the machine to others.
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

    fn hear(&mut self, message: Message) {
        match message.news {
            WatchEvent::Paths { paths, replaced } => {
                self.stale |= replaced;
                self.burst.add(paths, message.at);
            }
            // Or else each scan would cause the next one; what was missed waits for that.
            WatchEvent::Missed
                if self.scanned.is_some_and(|at| message.at < at + RESPITE) => {}
            WatchEvent::Missed => {
                self.stale = true;
                self.scan_at = self.scan_at.min(message.at);
            }
            WatchEvent::Limit => {
                self.do_without(Refusal::about("watch-limit", &self.root));
            }
            WatchEvent::Stop => self.stopped = true,
        }
    }

    /// What to wake for at this moment.
    fn ready(&mut self, now: Instant) -> Option<Woken> {
        let burst_due = self.burst_due();
        // Events without a pause must not put off the scan for ever.
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
            self.follow(&paths);
            return Some(Woken::Paths(paths));
        }
        (self.announcement_due()? <= now).then(|| Woken::Announced(self.burst.announce()))
    }

    /// Makes sure that new folders are watched before somebody looks into them.
    fn follow(&mut self, paths: &BTreeSet<PathBuf>) {
        let root = &self.root;
        let is_folder = |path: &PathBuf| root.join(path).is_dir();
        let is_link = |path: &PathBuf| root.join(path).is_symlink();
        // Links are followed by a watch that is new, and only by that.
        if self.stale || paths.iter().any(|path| is_link(path) && is_folder(path)) {
            self.renew();
        } else if let Some(native) = &mut self.native
            && paths.iter().any(is_folder)
        {
            native.settle();
        }
    }

    fn do_without(&mut self, notice: Refusal) {
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
