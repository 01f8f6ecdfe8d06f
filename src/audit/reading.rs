//! How a file is read: where its values end.
//!
//! In comes the path of an output, out goes what tabs, line breaks and hyphens are in it. Never
//! looks at the content.

use super::tokens::Columns;

/// How a file is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Reading {
    /// What divides its values.
    pub(super) columns: Columns,
    /// A line goes on after a line break with a space (RFC 5545, section 3.1; RFC 6350, 3.2).
    pub(super) is_folded: bool,
    /// A sentence goes on from one subtitle to the next.
    pub(super) is_subtitles: bool,
    /// It is a path: a longer name of a file that contains a name is called after that person.
    pub(super) is_path: bool,
}

impl Reading {
    /// Text of any kind.
    const PLAIN: Self = Self {
        columns: Columns::None,
        is_folded: false,
        is_subtitles: false,
        is_path: false,
    };
    /// A path or an address.
    pub(super) const PATH: Self = Self { is_path: true, ..Self::PLAIN };

    /// Values of a line each.
    pub(super) const LINES: Self = Self { columns: Columns::Values, ..Self::PLAIN };

    /// As the ending of a path tells.
    pub(super) fn of(path: &str) -> Self {
        let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
        let is = |all: &[&str]| all.iter().any(|one| one.eq_ignore_ascii_case(ending));
        let columns = match ending {
            _ if is(&["csv", "tsv"]) => Columns::Cells,
            _ if is(&["bin", "ics", "vcf"]) => Columns::Values,
            _ => Columns::None,
        };
        Self {
            columns,
            is_folded: is(&["ics", "vcf"]),
            is_subtitles: is(&["vtt", "srt"]),
            is_path: false,
        }
    }
}
