//! Places in the files of a theme.
//!
//! In come a file and bytes of it, out goes a place that a report can show. Of a file inside
//! the program only the line, since no editor can open it.

use std::ops::Range;

use crate::base::diagnostic::{Place, Spot};
use crate::base::source::SitePath;
use crate::render::theme::assets::{FileContent, ThemeFile};

/// A place in a file.
#[cfg_attr(
    not(feature = "theme-check"),
    allow(dead_code, reason = "only the check of themes needs it")
)]
pub(in crate::render) fn in_file(file: &ThemeFile<'_>, range: Range<usize>) -> Place {
    match file.content {
        FileContent::Text(text) => in_text(&file.path, text, file.built_in, range),
        FileContent::Bytes(_) | FileContent::OnDisk(_) => Place::file(&file.path),
    }
}

/// A place in a text.
pub(super) fn in_text(
    path: &SitePath,
    text: &str,
    built_in: bool,
    range: Range<usize>,
) -> Place {
    let spot = if built_in {
        let before = text.get(..range.start).unwrap_or_default();
        Spot::Line(before.matches('\n').count() + 1)
    } else {
        Spot::Range(range.into())
    };
    Place { path: path.clone(), spot }
}
