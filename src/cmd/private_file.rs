//! Writes a file that only its owner may read.
//!
//! In come a path and a text, out goes a new file. Never over one that exists.

use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::Path;

use anyhow::Result;

use crate::base::refusal::Refusal;

/// Only for the one who asked: nobody else on this machine may read it. `exists` is the refusal
/// for a name that is taken.
pub(super) fn write_private(path: &Path, text: &str, exists: &'static str) -> Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let written = options.open(path).and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| {
        let refusal = match error.kind() {
            ErrorKind::AlreadyExists => Refusal::about(exists, path),
            _ => Refusal::about("write", path).because(&error),
        };
        refusal.into()
    })
}
