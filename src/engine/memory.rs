//! What is remembered from one edition of a site to the next.
//!
//! Every stage that costs much keeps its results under the digest of all that they were made
//! from. It holds raw documents, so it is never written to a disk.

use std::sync::Arc;

use crate::base::diagnostic::{Checked, Diagnostic};
use crate::base::digest::Digest;
use crate::base::memo::{KeyPart, Keys, Memo};
use crate::base::source::SitePath;
use crate::model::document::Document;
use crate::publish::passes;
use crate::register::chain;
use crate::render::outputs::renderer;
use crate::render::theme::Theme;

/// A file as it was read.
pub(super) type ReadFile = Checked<Option<Arc<Document>>>;

/// What is remembered of one view of a site.
#[derive(Default)]
pub struct Memory {
    pub(super) keys: Keys,
    pub(super) files: Memo<SitePath, ReadFile>,
    pub(super) passes: passes::GateMemory,
    pub(super) register: chain::ChainMemory,
    pub(super) theme: Option<KnownTheme>,
    pub(super) renderer: renderer::RenderMemory,
}

/// A theme as it was checked, good or not.
pub(super) struct KnownTheme {
    pub(super) key: Digest,
    pub(super) theme: Option<Arc<Theme>>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl Memory {
    /// A memory that makes one of the mistakes that a memory can make. Editions are wrong then;
    /// tests see whether it is noticed.
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

    /// Every document that could be read, in the order of the paths.
    pub(super) fn documents(&self) -> impl Iterator<Item = Arc<Document>> {
        self.files.values().filter_map(|file| file.value.clone())
    }

    /// How many files the last edition had to read anew, and about how many documents it had
    /// to decide anew.
    pub fn renewed(&self) -> (usize, usize) {
        (self.files.made(), self.passes.decided())
    }
}
