//! The differences between the current site and the new one.
//!
//! In comes the result of a comparison, out goes what to write and remove, and what is there
//! afterwards. Never writes; `stage` and `direct` carry it out.

use std::collections::BTreeSet;
use std::path::Path;
use std::{fs, io};

use super::output_folder::MARKER;
use super::output_state::{Present, WantedContent};
use super::tree::Listing;

/// Most files that are moved one by one. Moving this many takes some ten milliseconds, in which a
/// visitor may see new pages beside old ones.
const MOST_MOVED: usize = 1_000;

/// One file of the new site.
pub(super) struct FileJob<'s> {
    /// Its path in the folder.
    pub(super) path: &'s str,
    /// Its desired content.
    pub(super) wanted: WantedContent<'s>,
    /// True if the current file is identical.
    pub(super) unchanged: bool,
}

/// The differences between the current site and the new one.
pub(super) struct Plan<'s> {
    /// Every file of the new site, ordered by path.
    pub(super) jobs: Vec<FileJob<'s>>,
    /// Every folder of the new site; parents come before their contents.
    pub(super) folders: BTreeSet<&'s str>,
    /// The current content of the folder.
    pub(super) present: Present,
}

impl Plan<'_> {
    /// What lies in the folder when all of the plan is carried out, if the files that stay have not
    /// been touched for it.
    ///
    /// # Errors
    /// If a new file is not there.
    pub(super) fn listing_after(&self, folder: &Path) -> io::Result<Listing> {
        let there = |path: &str| folder.join(path);
        let folders = self.folders.iter().map(|path| Ok((there(path), None)));
        let files = self.jobs.iter().map(|job| {
            let path = there(job.path);
            let known = self.present.files.get(job.path).filter(|_| job.unchanged);
            let metadata =
                known.map_or_else(|| fs::symlink_metadata(&path), |one| Ok(one.clone()));
            Ok((path, Some(metadata?)))
        });
        let all: io::Result<Vec<_>> = folders.chain(files).collect();
        let mut all = all?;
        let marker = there(MARKER);
        let metadata = fs::symlink_metadata(&marker)?;
        all.push((marker, Some(metadata)));
        all.sort_unstable_by(|(one, _), (other, _)| bytes(one).cmp(bytes(other)));
        Ok(Listing::of_sorted(folder, &all))
    }

    /// True if so few files differ that moving them is sooner done than linking all others, and
    /// hardly longer than an exchange.
    pub(super) fn differs_little(&self) -> bool {
        let new = self.jobs.iter().filter(|job| !job.unchanged).count();
        let kept = self.jobs.len() - new;
        let gone = self.present.files.len().saturating_sub(kept);
        let unexpected = self.present.unexpected.len();
        let differing = new + gone + unexpected;
        differing <= MOST_MOVED && differing * 4 <= kept
    }

    /// True if the current site already equals the new one.
    pub(super) fn nothing_differs(&self) -> bool {
        self.jobs.iter().all(|job| job.unchanged)
            && self.present.unexpected.is_empty()
            && self.present.files.len() == self.jobs.len()
            && self.present.folders.iter().eq(self.folders.iter())
    }
}

fn bytes(path: &Path) -> &[u8] {
    path.as_os_str().as_encoded_bytes()
}
