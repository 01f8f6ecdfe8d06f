//! The stages of a build, told to whoever measures them.
//!
//! In comes work with the name of its stage, out goes what the work gives. The pipeline has no
//! clock: whoever listens may have one. Never changes what is made, and costs nothing if nobody
//! listens.

use std::fmt;
use std::sync::Arc;

/// A part of the work of a build.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum BuildStage<'w> {
    /// The source files are listed, and compared with those of the last build.
    Find,
    /// The source files are read from the disk.
    Load,
    /// Whoever must not be online is taken off the site that is there.
    Takedown,
    /// The text of the files becomes documents.
    Read,
    /// It is decided what is published.
    Gate,
    /// The addresses of all pages, and what many pages show.
    Plan,
    /// What must not be found in the outputs is gathered.
    Secrets,
    /// All pages and other files are made.
    Render,
    /// One page is made from its template.
    Page {
        /// Its address below the base path.
        address: &'w str,
        /// The file name of its template.
        template: &'w str,
    },
    /// Feeds, calendars, sitemaps.
    Formats,
    /// The index of the site's own search.
    Search,
    /// The outputs are searched for what must not be there.
    Audit,
    /// Photos and social cards.
    Pictures,
    /// The files go to the disk.
    Write,
    /// What is kept for the next build.
    Keep,
}

impl BuildStage<'_> {
    /// The name in tables and traces.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Find => "find",
            Self::Load => "load",
            Self::Takedown => "takedown",
            Self::Read => "read",
            Self::Gate => "gate",
            Self::Plan => "plan",
            Self::Secrets => "secrets",
            Self::Render => "render",
            Self::Page { .. } => "page",
            Self::Formats => "formats",
            Self::Search => "search",
            Self::Audit => "audit",
            Self::Pictures => "pictures",
            Self::Write => "write",
            Self::Keep => "keep",
        }
    }
}

/// Listens to a build.
pub trait Listener: Send + Sync {
    /// The calling thread begins a stage. Stages of one thread lie inside each other.
    fn begins(&self, stage: BuildStage<'_>);
    /// The calling thread ends the stage that it began last.
    fn ends(&self, stage: BuildStage<'_>);
}

/// Tells a listener, if there is one.
#[derive(Clone, Default)]
pub struct Stages(Option<Arc<dyn Listener>>);

impl Stages {
    /// Tells this listener.
    pub fn heard_by(listener: Arc<dyn Listener>) -> Self {
        Self(Some(listener))
    }

    /// Does the work of a stage.
    pub fn of<T>(&self, stage: BuildStage<'_>, work: impl FnOnce() -> T) -> T {
        let Some(listener) = &self.0 else { return work() };
        listener.begins(stage);
        let done = work();
        listener.ends(stage);
        done
    }
}

impl fmt::Debug for Stages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Stages(heard)" } else { "Stages" })
    }
}
