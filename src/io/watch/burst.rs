//! Collects many file system events into one wake-up (debouncing).
//!
//! In come paths with the time of each event, out go all of them once there has been a pause, or
//! after a maximum time. Never reads a clock itself, so that tests need not wait.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// The events since the last wake-up.
#[derive(Debug, Default)]
pub(super) struct Burst {
    paths: BTreeSet<PathBuf>,
    /// The times of the first and the last event.
    span: Option<(Instant, Instant)>,
    /// Whether it was announced.
    announced: bool,
}

impl Burst {
    /// Adds paths of an event.
    pub(super) fn add(&mut self, paths: Vec<PathBuf>, at: Instant) {
        self.paths.extend(paths);
        self.span = Some(match self.span {
            None => (at, at),
            Some((first, last)) => (first, last.max(at)),
        });
    }

    /// When the burst is complete: after a pause, or after the maximum time. `None` without
    /// events.
    pub(super) fn due(&self, quiet: Duration, longest: Duration) -> Option<Instant> {
        self.span.map(|(first, last)| (last + quiet).min(first + longest))
    }

    /// When to announce the burst: after a shorter pause, and only once, so that a burst with
    /// many pauses does not start work at each of them.
    pub(super) fn announcement_due(&self, quiet: Duration) -> Option<Instant> {
        self.span.filter(|_| !self.announced).map(|(_, last)| last + quiet)
    }

    /// The paths so far; marks the burst as announced.
    pub(super) fn announce(&mut self) -> BTreeSet<PathBuf> {
        self.announced = true;
        self.paths.clone()
    }

    /// The paths of the complete burst; starts a new one.
    pub(super) fn take(&mut self) -> BTreeSet<PathBuf> {
        self.span = None;
        self.announced = false;
        std::mem::take(&mut self.paths)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUIET: Duration = Duration::from_millis(20);
    const LONGEST: Duration = Duration::from_millis(150);

    #[test]
    fn a_burst_is_due_when_it_has_been_quiet_and_at_last_when_it_never_is() {
        let start = Instant::now();
        let after = |milliseconds| start + Duration::from_millis(milliseconds);
        let mut burst = Burst::default();
        assert_eq!(burst.due(QUIET, LONGEST), None);
        burst.add(vec!["content/a.md".into()], start);
        assert_eq!(burst.due(QUIET, LONGEST), Some(after(20)));
        burst.add(vec!["content/b.md".into(), "content/a.md".into()], after(15));
        assert_eq!(burst.due(QUIET, LONGEST), Some(after(35)));
        for at in (30..300).step_by(15) {
            burst.add(vec!["content/c.md".into()], after(at));
        }
        assert_eq!(burst.due(QUIET, LONGEST), Some(after(150)));
        assert_eq!(burst.take().len(), 3);
        assert_eq!(burst.due(QUIET, LONGEST), None);
        assert!(burst.take().is_empty());
    }

    #[test]
    fn a_burst_is_announced_once() {
        let start = Instant::now();
        let early = Duration::from_millis(5);
        let mut burst = Burst::default();
        assert_eq!(burst.announcement_due(early), None);
        burst.add(vec!["content/a.md".into()], start);
        assert_eq!(burst.announcement_due(early), Some(start + early));
        assert_eq!(burst.announce().len(), 1);
        burst.add(vec!["content/b.md".into()], start + early);
        assert_eq!(burst.announcement_due(early), None);
        assert_eq!(burst.take().len(), 2);
        burst.add(vec!["content/a.md".into()], start + QUIET);
        assert!(burst.announcement_due(early).is_some());
    }
}
