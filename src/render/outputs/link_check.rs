//! All outputs of a site, and whether the links between them lead somewhere.
//!
//! In come the public site and what exists, out go diagnostics. Nothing here makes a file.

use std::collections::BTreeMap;

use crate::base::code::Code;
use crate::base::diagnostic::{Diagnostic, Place};
use crate::base::mask;
use crate::base::output::{Content, OutputPath};
use crate::base::pointer::Pointer;
use crate::base::slug::composed;
use crate::base::source::percent_decoded;
use crate::publish::site::Site;
use crate::publish::words::Piece;

use super::presence::Presence;

/// The files of a site.
#[derive(Debug, Default)]
pub struct Outputs {
    /// Files by path.
    pub files: BTreeMap<OutputPath, Content>,
    /// How many of them are pages.
    pub pages: usize,
    /// What is wrong with templates.
    pub diagnostics: Vec<Diagnostic>,
    /// Who is seen in which file.
    pub presence: Presence,
}

/// Links in texts to an address of the site must lead to something that is made.
pub(crate) fn check_links(
    site: &Site,
    exists: &dyn Fn(&OutputPath) -> bool,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for (path, body) in site.referring() {
        for piece in &body.pieces {
            let Piece::LinkStart { target, range, .. } = piece else { continue };
            let file = target.split(['#', '?']).next().unwrap_or(target);
            if !file.starts_with('/') {
                continue;
            }
            let file = &*percent_decoded(file);
            let file = &*composed(file);
            let page = OutputPath::page(file).is_some_and(|path| exists(&path));
            let whole = OutputPath::new(file.trim_start_matches('/'));
            if !page && !whole.is_some_and(|path| exists(&path)) {
                let place = Place::range(path, range.start..range.end);
                let shown = mask::shows(path, &Pointer::key("bio"));
                let value = if shown { target.as_str() } else { mask::MASK };
                diagnostics
                    .push(Diagnostic::at(Code::LinkBroken, place).text("value", value));
            }
        }
    }
}
