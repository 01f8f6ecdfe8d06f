//! All outputs of a site: pages and, beside them, the formats for machines.
//!
//! In come the public site and a theme, out go files by path. Everything here depends only on
//! these two.

use std::collections::BTreeMap;

use crate::base::diagnostic::Diagnostic;
use crate::base::output::{Content, OutputPath};
use crate::publish::site::Site;

use super::page;
use super::plan;
use super::theme::Theme;

/// The files of a site.
#[derive(Debug, Default)]
pub struct Outputs {
    /// Files by path.
    pub files: BTreeMap<OutputPath, Content>,
    /// How many of them are pages.
    pub pages: usize,
}

/// Makes everything.
pub fn outputs(site: &Site, theme: &Theme, diagnostics: &mut Vec<Diagnostic>) -> Outputs {
    let jobs = plan::plan(site, diagnostics);
    let rendered = page::render(site, theme, &jobs);
    diagnostics.extend(rendered.diagnostics);
    Outputs { files: rendered.files, pages: jobs.len() }
}
