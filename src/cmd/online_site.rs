//! The site that is online, as a command finds it.
//!
//! Goes in and out as a value. Never looks at the disk.

use std::path::Path;

use crate::io::lock::Lock;
use crate::io::output_folder::OutputFolder;
use crate::io::tree::PublishedTree;

/// The site that is online.
pub(super) struct OnlineSite<'t> {
    pub(super) lock: &'t Lock,
    pub(super) output: &'t OutputFolder,
    /// The folder as the caller would write it.
    pub(super) asked: &'t Path,
    /// What lies there, if somebody has looked already.
    pub(super) tree: Option<PublishedTree>,
}
