//! Threads that are counted: how many at once, and a wait until the last has gone.
//!
//! In comes work, out goes a thread with a place in the crew, or a refusal if every place is
//! taken. Never ends a thread; those who work look at their own flags.

use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

/// Counts those at work.
#[derive(Debug, Default)]
pub(super) struct ConnectionLimit {
    at_work: Mutex<usize>,
    changed: Condvar,
}

/// A place in a crew, given back when it is dropped, in a panic too.
#[derive(Debug)]
pub(super) struct Permit(Arc<ConnectionLimit>);

impl Drop for Permit {
    fn drop(&mut self) {
        *self.0.lock() -= 1;
        self.0.changed.notify_all();
    }
}

impl ConnectionLimit {
    /// A number is right even if somebody panicked beside it.
    fn lock(&self) -> MutexGuard<'_, usize> {
        self.at_work.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A place, unless `most` are taken; and how many are taken with it.
    pub(super) fn enter(self: &Arc<Self>, most: usize) -> Option<(Permit, usize)> {
        let mut at_work = self.lock();
        if *at_work >= most {
            return None;
        }
        *at_work += 1;
        Some((Permit(Arc::clone(self)), *at_work))
    }

    /// How many are at work.
    pub(super) fn count(&self) -> usize {
        *self.lock()
    }

    /// Waits until nobody is at work, but not longer than `limit`; true if nobody is.
    pub(super) fn wait_until_empty(&self, limit: Duration) -> bool {
        let busy = |at_work: &mut usize| *at_work > 0;
        let waited = self.changed.wait_timeout_while(self.lock(), limit, busy);
        !waited.unwrap_or_else(PoisonError::into_inner).1.timed_out()
    }
}

/// Works on a thread of its own, and gives the place back at the end.
///
/// # Errors
/// If the system has no thread left; the work is dropped then.
pub(super) fn spawn(
    name: &str,
    place: Permit,
    work: impl FnOnce() + Send + 'static,
) -> io::Result<()> {
    thread::Builder::new().name(name.to_owned()).spawn(move || {
        let _place = place;
        work();
    })?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_limited_and_come_back() {
        let crew = Arc::new(ConnectionLimit::default());
        let (first, number) = crew.enter(1).unwrap();
        assert_eq!(number, 1);
        assert!(crew.enter(1).is_none());
        assert!(!crew.wait_until_empty(Duration::ZERO));
        drop(first);
        assert!(crew.wait_until_empty(Duration::ZERO));
        assert!(crew.enter(1).is_some());
    }

    #[test]
    fn a_panic_gives_the_place_back() {
        let crew = Arc::new(ConnectionLimit::default());
        let (place, _) = crew.enter(1).unwrap();
        // Its message would only confuse who reads the tests' output.
        spawn("panic", place, || std::panic::resume_unwind(Box::new("on purpose")))
            .unwrap();
        assert!(crew.wait_until_empty(Duration::from_secs(10)));
    }
}
