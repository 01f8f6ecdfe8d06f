//! A theme put to the test: a site is built with it and looked at.
//!
//! In comes a snapshot whose content is known to be good, out goes everything that its theme
//! does wrong. The same engine as that of a build makes the pages; nothing is written.

use crate::base::diagnostic::Diagnostic;
use crate::base::source::Snapshot;
use crate::read;
use crate::render::inspect;

use super::{Request, build};

/// What looking at a theme gave.
#[derive(Debug)]
pub struct Inspected {
    /// Everything that is wrong, in the order in which it was found.
    pub diagnostics: Vec<Diagnostic>,
    /// Number of pages that were made.
    pub pages: usize,
}

/// The style sheets of a site's theme: contrast, and what they load from elsewhere.
pub fn sheets(snapshot: &Snapshot) -> Vec<Diagnostic> {
    let config = read::config::config(snapshot).value;
    config.map(|config| inspect::sheets(snapshot, &config)).unwrap_or_default()
}

/// The pages of a site: whether each can be made, and holds what a page must and nothing it
/// must not.
pub fn pages(snapshot: &Snapshot, request: &Request) -> Inspected {
    let built = build(snapshot, request);
    let mut diagnostics = built.diagnostics;
    diagnostics.retain(Diagnostic::is_error);
    if let Some(config) = read::config::config(snapshot).value {
        diagnostics.extend(inspect::pages(snapshot, &config, &built.outputs));
    }
    Inspected { diagnostics, pages: built.pages }
}

/// The name of a site's theme, if its settings can be read.
pub fn chosen(snapshot: &Snapshot) -> Option<String> {
    read::config::config(snapshot).value.map(|config| config.theme)
}
