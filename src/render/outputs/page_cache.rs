//! Where written pages are kept from one edition of a site to the next.
//!
//! In come the jobs of an edition, out goes a place for each, with what was written there
//! before. A place never says whether what it holds is still right: that is what its key is for.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::base::diagnostic::Diagnostic;
use crate::base::digest::Digest;
use crate::base::output::OutputPath;

use crate::render::plan::job::Job;

/// A page that was made.
#[derive(Debug, Clone)]
pub(crate) struct CachedPage {
    /// The last edition for which it is known to be right.
    pub(crate) edition: u64,
    /// The digest of everything it shows.
    pub(crate) key: Digest,
    /// Its bytes, if they were kept; or why it cannot be made.
    pub(crate) page: Result<Option<Arc<[u8]>>, Box<Diagnostic>>,
}

/// A place for each page.
#[derive(Debug, Default)]
pub(crate) struct PageCache {
    paths: Vec<OutputPath>,
    made: Vec<Mutex<Option<CachedPage>>>,
    written: AtomicUsize,
}

impl PageCache {
    /// Places for some jobs; the old ones, if they are for the same paths.
    pub(crate) fn for_jobs(jobs: &[Job], before: &Arc<Self>) -> Arc<Self> {
        if before.paths.iter().eq(jobs.iter().map(|job| &job.path)) {
            return Arc::clone(before);
        }
        // Both are in the order of paths, so that one walk finds all pairs.
        let mut old = before.paths.iter().zip(&before.made).peekable();
        let made = jobs.iter().map(|job| {
            while old.next_if(|(path, _)| **path < job.path).is_some() {}
            let same = old.next_if(|(path, _)| **path == job.path);
            Mutex::new(same.and_then(|(_, place)| locked(place).clone()))
        });
        Arc::new(Self {
            made: made.collect(),
            paths: jobs.iter().map(|job| job.path.clone()).collect(),
            written: AtomicUsize::new(before.written()),
        })
    }

    /// The place of a page, for its maker alone.
    pub(crate) fn lock(&self, number: usize) -> MutexGuard<'_, Option<CachedPage>> {
        locked(&self.made[number])
    }

    /// Counts a page that was written from its template.
    pub(crate) fn count(&self) {
        self.written.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn written(&self) -> usize {
        self.written.load(Ordering::Relaxed)
    }
}

/// A page whose maker panicked was not put into its place, so that a poisoned lock does no harm.
fn locked(place: &Mutex<Option<CachedPage>>) -> MutexGuard<'_, Option<CachedPage>> {
    place.lock().unwrap_or_else(PoisonError::into_inner)
}
