//! Tests a theme: builds a site with it and inspects the pages.
//!
//! In comes a snapshot with content known to be valid, out go all mistakes of its theme. Pages are
//! made by the same engine as in a build. Never writes anything.

use crate::base::diagnostic::Diagnostic;
use crate::base::source::Snapshot;
use crate::read;
use crate::render::inspect;

use super::{Request, build};

/// The result of testing a theme.
#[derive(Debug)]
pub struct Inspected {
    /// All mistakes, in the order in which they were found.
    pub diagnostics: Vec<Diagnostic>,
    /// Number of pages that were rendered.
    pub pages: usize,
}

/// Inspects the style sheets of a theme: contrast, and resources from other sites.
pub fn sheets(snapshot: &Snapshot) -> Vec<Diagnostic> {
    let config = read::config::config(snapshot).value;
    config.map(|config| inspect::sheets(snapshot, &config)).unwrap_or_default()
}

/// Inspects the pages of a site: whether each can be rendered, has everything a page must have,
/// and nothing it must not.
pub fn pages(snapshot: &Snapshot, request: &Request) -> Inspected {
    let built = build(snapshot, request);
    let mut diagnostics = built.diagnostics;
    diagnostics.retain(Diagnostic::is_error);
    if let Some(config) = read::config::config(snapshot).value {
        diagnostics.extend(inspect::pages(snapshot, &config, &built.outputs));
    }
    Inspected { diagnostics, pages: built.pages }
}

/// The name of a site's theme, if the settings are valid.
pub fn chosen(snapshot: &Snapshot) -> Option<String> {
    read::config::config(snapshot).value.map(|config| config.theme)
}
