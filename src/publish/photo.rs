//! Finds the picture that a file name in front matter refers to.
//!
//! In come the place of the name and the snapshot, out goes the picture or a diagnostic. A path
//! that leaves `content/` never finds anything.

use crate::base::code::Code;
use crate::base::diagnostic::{Argument, Diagnostic, Place, broken, nearest};
use crate::base::digest::Digest;
use crate::base::slug::composed;
use crate::base::source::{FileBody, FileFault, SitePath, Size, Snapshot, Source};

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
    snapshot: &Snapshot,
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
    let Some(source) = source(snapshot, &path) else {
        let folder = format!("{}/", path.folder());
        let beside: Vec<&str> = snapshot
            .below(&folder)
            .filter(|source| matches!(source.body, FileBody::Binary(_)))
            .map(|source| &source.path.as_str()[folder.len()..])
            .collect();
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

/// The file itself, or one whose name differs only in Unicode normalisation (macOS may store `ü`
/// as two characters). Both begin with the same ASCII signs.
fn source<'s>(snapshot: &'s Snapshot, path: &SitePath) -> Option<&'s Source> {
    snapshot.files.get(path).or_else(|| {
        let wanted = composed(path.as_str());
        let first = wanted.find(|c: char| !c.is_ascii())?;
        let mut alike = snapshot.below(&wanted[..first]);
        alike.find(|source| composed(source.path.as_str()) == wanted)
    })
}
