//! Finds the video or caption file that a file name in front matter refers to.
//!
//! In come the place of the name and the snapshot, out goes the file or a diagnostic. Never looks
//! into a video.

use crate::base::code::Code;
use crate::base::diagnostic::{Argument, Diagnostic, Place, nearest};
use crate::base::source::{FileBody, SitePath};

use super::public_page::Download;
use super::site_files::SiteFiles;

/// Extensions of videos that browsers can play.
pub(super) const VIDEO: &[&str] = &["mp4", "webm"];

/// Extensions of captions (`WebVTT`).
pub(super) const CAPTIONS: &[&str] = &["vtt"];

/// Finds the file that is referred to at `place`, with one of these extensions.
///
/// # Errors
/// A diagnostic if there is no such file.
pub(super) fn find(
    files: &SiteFiles<'_>,
    file: &str,
    endings: &[&str],
    place: &Place,
) -> Result<(SitePath, Download), Box<Diagnostic>> {
    let complain = |code| Diagnostic::at(code, place.clone()).text("file", file);
    let of_kind = |path: &SitePath| endings.contains(&path.extension().as_str());
    let path = place.path.join(file).filter(|path| path.as_str().starts_with("content/"));
    let found = path.as_ref().and_then(|path| files.source(path));
    let Some(source) = found else {
        let folder = format!("{}/", place.path.folder());
        let name = file.rsplit('/').next().unwrap_or(file);
        let beside = files.snapshot.around(&folder, name);
        let beside = beside.filter(|source| of_kind(&source.path));
        let near = nearest(file, beside.map(|source| source.path.file_name()));
        let missing = complain(Code::VideoMissing);
        return Err(Box::new(missing.with("near", Argument::Suggestion(near))));
    };
    match &source.body {
        FileBody::Binary(binary) if of_kind(&source.path) && binary.picture.is_none() => {
            let download = Download { digest: source.digest, length: binary.length };
            Ok((source.path.clone(), download))
        }
        _ => {
            let known = endings.iter().map(|ending| format!(".{ending}")).collect();
            let wrong = complain(Code::VideoWrongKind);
            Err(Box::new(wrong.with("known", Argument::Choices(known))))
        }
    }
}
