//! What differs between the site that is there and the new one.
//!
//! Made by comparing, carried out by staging or file by file; nothing here touches the disk.

use std::collections::BTreeSet;

use super::output_state::{Present, WantedContent};

/// One file of the new site.
pub(super) struct FileJob<'s> {
    /// Its path in the folder.
    pub(super) path: &'s str,
    /// What it is to hold.
    pub(super) wanted: WantedContent<'s>,
    /// True if the present site has just this file.
    pub(super) unchanged: bool,
}

/// The difference between the present site and the new one.
pub(super) struct Plan<'s> {
    /// Every file of the new site, in order.
    pub(super) jobs: Vec<FileJob<'s>>,
    /// Every folder of the new site, each after the one it lies in.
    pub(super) folders: BTreeSet<&'s str>,
    /// What is there now.
    pub(super) present: Present,
}

impl Plan<'_> {
    /// True if the present site is the new one already.
    pub(super) fn nothing_differs(&self) -> bool {
        self.jobs.iter().all(|job| job.unchanged)
            && self.present.strange.is_empty()
            && self.present.files.len() == self.jobs.len()
            && self.present.folders.iter().eq(self.folders.iter())
    }
}
