//! The files of `static/`, which go to the root of the site as they are.
//!
//! In comes the snapshot, out goes where each file is published, and what is refused. Whether an
//! address is taken is for `render` to see; what stands in a file, for the audit. Photos never
//! leave this way: in them stands where and when they were taken.

use std::collections::BTreeMap;

use crate::base::code::Code;
use crate::base::copies::Copies;
use crate::base::diagnostic::{Argument, Diagnostic, Place, broken};
use crate::base::digest::Digest;
use crate::base::output::OutputPath;
use crate::base::source::{FileBody, SitePath, Snapshot};

/// The folder.
pub const FOLDER: &str = "static/";

/// Endings of pictures that cameras write.
const PHOTOS: [&str; 8] = ["avif", "heic", "heif", "jpeg", "jpg", "tif", "tiff", "webp"];

/// Files by their addresses: where they lie, and the digests of their bytes.
pub type RootFiles = BTreeMap<OutputPath, (SitePath, Digest)>;

/// Finds them.
pub(super) fn root_files(
    snapshot: &Snapshot,
    copies: &Copies,
    out: &mut Vec<Diagnostic>,
) -> RootFiles {
    let mut files = RootFiles::new();
    for source in snapshot.below(FOLDER) {
        let path = &source.path;
        if let Some(original) = copies.original(path) {
            let place = Place::file(path);
            let name = original.to_string();
            out.push(Diagnostic::at(Code::FileCopy, place).text("original", name));
            continue;
        }
        if let FileBody::Broken(fault) = &source.body {
            out.push(broken(path, fault));
            continue;
        }
        if PHOTOS.contains(&path.extension().as_str()) {
            out.push(refused(path, "root-photo"));
            continue;
        }
        match OutputPath::new(&path.as_str()[FOLDER.len()..]) {
            Some(output) => _ = files.insert(output, (path.clone(), source.digest)),
            None => out.push(refused(path, "root-name")),
        }
    }
    files
}

/// The diagnostic for a file that cannot be published like this.
pub fn refused(path: &SitePath, kind: &'static str) -> Diagnostic {
    Diagnostic::at(Code::RootFileRefused, Place::file(path))
        .with("kind", Argument::Word(kind))
}
