//! Finds the picture that a file name in front matter refers to.
//!
//! In come the place of the name and the snapshot, out goes the picture or a diagnostic. A path
//! that leaves `content/` never finds anything.

use crate::base::code::Code;
use crate::base::diagnostic::{Argument, Diagnostic, Place, broken, nearest};
use crate::base::digest::Digest;
use crate::base::source::{FileBody, FileFault, SitePath, Size};

use super::site_files::SiteFiles;

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

/// Finds the picture `file` that is referred to at `place`.
///
/// # Errors
/// A diagnostic if there is no such picture.
pub fn find(
    files: &SiteFiles<'_>,
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
        FileBody::Broken(FileFault::Damaged) => {
            Err(Box::new(complain(Code::PhotoDamaged)))
        }
        FileBody::Text(_) | FileBody::Broken(_) => {
            Err(Box::new(complain(Code::PhotoNotPicture)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::source::{Binary, Snapshot, Source};
    use crate::base::work;

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
                let files = SiteFiles::new(&snapshot);
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
                let files = SiteFiles::new(&snapshot);
                for number in 0..n / 10 {
                    let wrong = find(&files, &format!("jurgen-{number}.jpg"), &place);
                    assert_eq!(wrong.expect_err("missing").code, Code::PhotoMissing);
                }
            })
        });
    }
}
