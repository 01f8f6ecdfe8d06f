//! A limit for how many threads run at once, and a wait until the last one has ended.
//!
//! In comes work, out goes a thread that holds a permit, or nothing if the limit is reached. Never
//! ends a thread; each looks at a flag that tells it to stop.

use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

/// The stack of a thread that only passes bytes on, in bytes; that of Rust itself.
const USUAL_STACK: usize = 2 * 1024 * 1024;

/// Counts the permits that are held.
#[derive(Debug, Default)]
pub(super) struct ThreadLimit {
    held: Mutex<usize>,
    changed: Condvar,
}

/// Permission to run one thread, returned when it is dropped, after a panic too.
#[derive(Debug)]
pub(super) struct Permit(Arc<ThreadLimit>);

impl Drop for Permit {
    fn drop(&mut self) {
        *self.0.lock() -= 1;
        self.0.changed.notify_all();
    }
}

impl ThreadLimit {
    /// A panic while the lock is held cannot leave the number wrong: it is changed in one step.
    fn lock(&self) -> MutexGuard<'_, usize> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A permit, unless the limit is reached; and how many are held with it.
    pub(super) fn try_acquire(self: &Arc<Self>, limit: usize) -> Option<(Permit, usize)> {
        let mut held = self.lock();
        if *held >= limit {
            return None;
        }
        *held += 1;
        Some((Permit(Arc::clone(self)), *held))
    }

    /// How many permits are held.
    pub(super) fn count(&self) -> usize {
        *self.lock()
    }

    /// Waits until no permit is held, but not longer than `limit`; true if none is.
    pub(super) fn wait_until_empty(&self, limit: Duration) -> bool {
        let busy = |held: &mut usize| *held > 0;
        let waited = self.changed.wait_timeout_while(self.lock(), limit, busy);
        !waited.unwrap_or_else(PoisonError::into_inner).1.timed_out()
    }
}

/// Runs work on a thread of its own, which holds the permit until it ends.
///
/// # Errors
/// If the system has no thread left; the work is dropped then.
pub(super) fn spawn(
    name: &str,
    permit: Permit,
    work: impl FnOnce() + Send + 'static,
) -> io::Result<()> {
    spawn_with_stack(name, USUAL_STACK, permit, work)
}

/// The same on a stack of some bytes, for what makes pages.
///
/// # Errors
/// If the system has no thread left; the work is dropped then.
pub(super) fn spawn_with_stack(
    name: &str,
    stack: usize,
    permit: Permit,
    work: impl FnOnce() + Send + 'static,
) -> io::Result<()> {
    let thread = thread::Builder::new().name(name.to_owned()).stack_size(stack);
    thread.spawn(move || {
        let _permit = permit;
        work();
    })?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn permits_are_limited_and_come_back() {
        let limit = Arc::new(ThreadLimit::default());
        let (first, number) = limit.try_acquire(1).unwrap();
        assert_eq!(number, 1);
        assert!(limit.try_acquire(1).is_none());
        assert!(!limit.wait_until_empty(Duration::ZERO));
        drop(first);
        assert!(limit.wait_until_empty(Duration::ZERO));
        assert!(limit.try_acquire(1).is_some());
    }

    #[test]
    fn a_panic_returns_the_permit() {
        let limit = Arc::new(ThreadLimit::default());
        let (permit, _) = limit.try_acquire(1).unwrap();
        // Its message would only be confusing in the output of the tests.
        spawn("panic", permit, || std::panic::resume_unwind(Box::new("on purpose")))
            .unwrap();
        assert!(limit.wait_until_empty(Duration::from_secs(10)));
    }
}
