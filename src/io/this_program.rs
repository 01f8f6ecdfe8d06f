//! What tells this program from another version of it.
//!
//! Goes in: nothing; out goes a digest of the program's own file, as far as the system tells where
//! it lies. Never reads the file.

use std::env::current_exe;
use std::fs::metadata;

use crate::base::digest::Digest;

/// A digest of version, length and time of the program; `None` if nothing would tell it from
/// another version of itself.
pub fn this_program() -> Option<Digest> {
    let own = current_exe().and_then(metadata).ok()?;
    let modified = own.modified().ok()?;
    Some(Digest::of_value(&(env!("CARGO_PKG_VERSION"), own.len(), modified)))
}
