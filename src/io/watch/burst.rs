//! Many events → one wake.
//!
//! In come paths with the moment each was heard of, out go all of them at once when it has
//! been quiet for a while, or when it never is. Never looks at a clock itself.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// What was heard since the last wake.
#[derive(Debug, Default)]
pub(super) struct Burst {
    paths: BTreeSet<PathBuf>,
    /// The first and the last moment.
    span: Option<(Instant, Instant)>,
    /// Whether it was announced.
    announced: bool,
}

impl Burst {
    /// Adds what was heard at a moment.
    pub(super) fn add(&mut self, paths: Vec<PathBuf>, at: Instant) {
        self.paths.extend(paths);
        self.span = Some(match self.span {
            None => (at, at),
            Some((first, last)) => (first, last.max(at)),
        });
    }

    /// When to hand it on: after a quiet time, and at last after the longest time. `None` while
    /// nothing was heard.
    pub(super) fn due(&self, quiet: Duration, longest: Duration) -> Option<Instant> {
        self.span.map(|(first, last)| (last + quiet).min(first + longest))
    }

    /// When to announce it: after a shorter quiet time, and once only, so that a burst with many
    /// pauses causes no work with each of them.
    pub(super) fn announcement_due(&self, quiet: Duration) -> Option<Instant> {
        self.span.filter(|_| !self.announced).map(|(_, last)| last + quiet)
    }

    /// What it holds so far.
    pub(super) fn announce(&mut self) -> BTreeSet<PathBuf> {
        self.announced = true;
        self.paths.clone()
    }

    /// Hands it on.
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
