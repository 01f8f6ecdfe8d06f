//! The cache from one edition of a site to the next.
//!
//! Every expensive stage keeps its results, each under a digest of everything it was made from.
//! Contains raw documents, so it is never written to disk.

use std::sync::Arc;

use crate::audit::Unread;
use crate::base::diagnostic::{Checked, Diagnostic};
use crate::base::digest::Digest;
use crate::base::memo::{KeyPart, Keys, Memo};
use crate::base::source::SitePath;
use crate::model::document::Document;
use crate::publish::passes;
use crate::register::chain;
use crate::render::outputs::renderer;
use crate::render::theme::Theme;

/// The result of reading a file.
pub(super) type ReadFile = Checked<Option<Arc<Document>>>;

/// The cache of one view of a site.
#[derive(Default)]
pub struct Memory {
    pub(super) keys: Keys,
    pub(super) files: Memo<SitePath, ReadFile>,
    pub(super) passes: passes::GateMemory,
    pub(super) register: chain::ChainMemory,
    pub(super) theme: Option<KnownTheme>,
    pub(super) renderer: renderer::RenderMemory,
    /// The documents as the last edition decided about them.
    pub(super) decided: Vec<Arc<Document>>,
    /// People whose files the last edition could not read.
    pub(super) unread: Vec<Unread>,
}

/// The result of checking a theme, valid or not.
pub(super) struct KnownTheme {
    pub(super) key: Digest,
    pub(super) theme: Option<Arc<Theme>>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl Memory {
    /// A memory with a bug in its keys: one part is missing, so editions may be wrong. Tests
    /// prove with it that they would notice.
    #[doc(hidden)]
    pub fn without(part: KeyPart) -> Self {
        let keys = Keys::without(part);
        Self {
            keys,
            passes: passes::GateMemory::with_keys(keys),
            renderer: renderer::RenderMemory::with_keys(keys),
            ..Self::default()
        }
    }

    /// How many files the last edition had to read again, and for how many documents it had to
    /// decide again.
    pub fn renewed(&self) -> (usize, usize) {
        (self.files.made(), self.passes.decided())
    }
}
