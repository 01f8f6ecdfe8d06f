//! Where files go that are made for a whole site.
//!
//! In come pages and other files one by one, out goes what stands for each among the outputs.
//! Never makes one.

use crate::base::digest::Digest;
use crate::base::output::{Content, OutputPath};

/// Takes pages and other files as soon as they are made, from several threads.
pub trait PageSink: Sync {
    /// What stands at a path already, if it was made under this key: then it is not made again. The
    /// key of a page is the digest of all that it shows, that of another file is one of its bytes.
    fn known(&self, path: &OutputPath, key: Digest) -> Option<Content>;

    /// True for a file that may go out of memory.
    fn may_take(&self, path: &OutputPath, bytes: &[u8]) -> bool;

    /// What stands for such a file; `None` if it has to stay in memory all the same.
    fn take(&self, path: &OutputPath, key: Digest, bytes: &[u8]) -> Option<Content>;
}
