//! Finds the picture that a file name in front matter refers to.
//!
//! In come the place of the name and the snapshot, out goes the picture or a diagnostic. A path
//! that leaves `content/` never finds anything.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::base::code::Code;
use crate::base::diagnostic::{Argument, Diagnostic, Place, broken, nearest};
use crate::base::digest::Digest;
use crate::base::slug::composed;
use crate::base::source::{FileBody, FileFault, SitePath, Size, Snapshot, Source};
use crate::base::work;

/// A picture that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundPhoto {
    /// The file.
    pub source: SitePath,
    /// Digest of its bytes.
    pub digest: Digest,
    /// Its size as displayed.
    pub size: Size,
}

/// The files among which pictures are found.
pub struct PhotoFiles<'s> {
    snapshot: &'s Snapshot,
    /// Files by their paths in normalisation form C, without those that are ASCII; made for the
    /// first picture that is not found as it is written.
    composed: OnceLock<BTreeMap<String, SitePath>>,
}

impl<'s> PhotoFiles<'s> {
    /// The files of a snapshot.
    pub fn new(snapshot: &'s Snapshot) -> Self {
        Self { snapshot, composed: OnceLock::new() }
    }

    /// The file itself, or one whose name differs only in Unicode normalisation (macOS may store
    /// `ü` as two characters).
    fn source(&self, path: &SitePath) -> Option<&'s Source> {
        self.snapshot.files.get(path).or_else(|| {
            let wanted = composed(path.as_str());
            if wanted.is_ascii() {
                return None;
            }
            self.snapshot.files.get(self.composed().get(&*wanted)?)
        })
    }

    fn composed(&self) -> &BTreeMap<String, SitePath> {
        self.composed.get_or_init(|| {
            let mut files = BTreeMap::new();
            for path in self.snapshot.files.keys() {
                work::looked_at(1);
                let composed = composed(path.as_str());
                if !composed.is_ascii() {
                    // Of two that are alike, the first.
                    files.entry(composed.into_owned()).or_insert_with(|| path.clone());
                }
            }
            files
        })
    }
}

/// Finds the picture `file` that is referred to at `place`.
///
/// # Errors
/// A diagnostic if there is no such picture.
pub fn find(
    files: &PhotoFiles<'_>,
    file: &str,
    place: &Place,
) -> Result<FoundPhoto, Box<Diagnostic>> {
    let shown = crate::base::mask::shows(
        &place.path,
        &crate::base::pointer::Pointer::key("photo.file"),
    );
    let name = if shown { file } else { crate::base::mask::MASK };
    let complain = |code| Diagnostic::at(code, place.clone()).text("file", name);
    let Some(path) = place.path.join(file) else {
        return Err(Box::new(complain(Code::PhotoOutside)));
    };
    let Some(source) = files.source(&path) else {
        let folder = format!("{}/", path.folder());
        let beside = files
            .snapshot
            .around(&folder, path.file_name())
            .filter(|source| matches!(source.body, FileBody::Binary(_)))
            .map(|source| &source.path.as_str()[folder.len()..]);
        // A suggestion would give a masked value away, so it is masked too.
        let near = nearest(path.file_name(), beside).filter(|_| shown);
        return Err(Box::new(
            complain(Code::PhotoMissing).with("near", Argument::Suggestion(near)),
        ));
    };
    match &source.body {
        FileBody::Binary(binary) => match binary.picture {
            Some(size) if size.width > 0 && size.height > 0 => Ok(FoundPhoto {
                source: source.path.clone(),
                digest: source.digest,
                size,
            }),
            _ => Err(Box::new(complain(Code::PhotoNotPicture))),
        },
        FileBody::Broken(fault @ FileFault::Unreadable(_)) => {
            Err(Box::new(broken(&path, fault)))
        }
        FileBody::Text(_) | FileBody::Broken(_) => {
            Err(Box::new(complain(Code::PhotoNotPicture)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::source::Binary;

    /// A folder with as many photos whose names macOS has written.
    fn snapshot(photos: usize) -> Snapshot {
        let photo = |number: usize| {
            let path =
                SitePath::new(&format!("content/directory/ju\u{308}rgen-{number}.jpg"));
            let picture = Some(Size { width: 400, height: 300 });
            let body = FileBody::Binary(Binary { length: 1, picture, font: None });
            let digest = Digest::of(path.as_str().as_bytes());
            (path.clone(), Source { path, body, digest })
        };
        let files = (0..photos).map(photo).collect();
        Snapshot { files, today: jiff::civil::date(2026, 11, 24) }
    }

    #[test]
    fn photos_whose_names_the_disk_writes_otherwise() {
        work::assert_linear(100, |n| {
            let snapshot = snapshot(n);
            let place = Place::file(&SitePath::new("content/directory/a.md"));
            work::of(|| {
                let files = PhotoFiles::new(&snapshot);
                for number in 0..n {
                    let found = find(&files, &format!("jürgen-{number}.jpg"), &place);
                    assert!(found.is_ok(), "{number}");
                }
            })
        });
    }

    #[test]
    fn photos_that_are_missing_beside_many() {
        work::assert_linear(500, |n| {
            let snapshot = snapshot(n);
            let place = Place::file(&SitePath::new("content/directory/_index.md"));
            work::of(|| {
                let files = PhotoFiles::new(&snapshot);
                for number in 0..n / 10 {
                    let wrong = find(&files, &format!("jurgen-{number}.jpg"), &place);
                    assert_eq!(wrong.expect_err("missing").code, Code::PhotoMissing);
                }
            })
        });
    }
}
