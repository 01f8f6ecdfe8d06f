//! What an editor sees while files are being changed: the site as it would be built, and where
//! that is impossible, the last good version of the files that are wrong.
//!
//! In comes a snapshot after each change, out goes an edition to show and everything there is
//! to say about the files as they are. A mistake never takes the site away.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::base::diagnostic::Diagnostic;
use crate::base::output::{Content, OutputPath};
use crate::base::source::{SitePath, Snapshot};

use super::about::{About, about};
use super::{Edition, Memory, Request, edition};

/// How often files are replaced by their last good versions before it is given up: a file can
/// turn out wrong only when another is good again.
const ROUNDS: usize = 4;

/// One view of a site that is being worked on.
#[derive(Default)]
pub struct Preview {
    request: Request,
    memory: Memory,
    /// Every file in its last good version.
    good: Option<Arc<Snapshot>>,
    /// The last edition of which every page could be made.
    proved: Option<Arc<Edition>>,
    shown: Option<Shown>,
}

/// What is shown after a change.
#[derive(Clone)]
pub struct Shown {
    /// The site.
    pub edition: Arc<Edition>,
    /// The last edition of which every page could be made, for pages that cannot be now.
    pub proved: Option<Arc<Edition>>,
    /// What there is to say about the files as they are.
    pub diagnostics: Arc<[Diagnostic]>,
    /// Files that are shown in their last good version, or left out if they never were good.
    pub stale: BTreeSet<SitePath>,
}

/// What stands at a path.
pub enum Found {
    /// This, as a build would write it.
    Content(Content),
    /// The page cannot be made with the present theme: why, and how it was before.
    Broken(Box<Diagnostic>, Option<Content>),
    /// Nothing.
    Nothing,
}

impl Preview {
    /// A preview with wishes.
    pub fn new(request: Request) -> Self {
        Self { request, ..Self::default() }
    }

    /// Looks at the site after a change.
    pub fn look(&mut self, snapshot: &Arc<Snapshot>) -> Shown {
        let whole = edition(snapshot, &self.request, &mut self.memory);
        let diagnostics: Arc<[Diagnostic]> = whole.diagnostics().into();
        let wrong = wrong_files(&whole);
        let (edition, stale) = if has_errors(&whole) {
            self.mended(snapshot, wrong, whole)
        } else {
            self.good = Some(Arc::clone(snapshot));
            (Arc::new(whole), BTreeSet::new())
        };
        let proved = self.proved.clone();
        let shown = Shown { edition, proved, diagnostics, stale };
        self.shown = Some(shown.clone());
        shown
    }

    /// The site with the last good version of what is wrong; if even that has errors, what was
    /// shown before.
    fn mended(
        &mut self,
        snapshot: &Snapshot,
        mut wrong: BTreeSet<SitePath>,
        whole: Edition,
    ) -> (Arc<Edition>, BTreeSet<SitePath>) {
        for _ in 0..ROUNDS {
            let mended = self.with_good(snapshot, &wrong);
            let edition = edition(&mended, &self.request, &mut self.memory);
            if !has_errors(&edition) {
                self.good = Some(Arc::new(mended));
                return (Arc::new(edition), wrong);
            }
            let before = wrong.len();
            wrong.extend(wrong_files(&edition));
            if wrong.len() == before {
                break;
            }
        }
        match &self.shown {
            Some(shown) => (Arc::clone(&shown.edition), wrong),
            None => (Arc::new(whole), BTreeSet::new()),
        }
    }

    /// The snapshot with some files as they last were when they were good.
    fn with_good(&self, snapshot: &Snapshot, wrong: &BTreeSet<SitePath>) -> Snapshot {
        let mut mended = snapshot.clone();
        for path in wrong {
            let good = self.good.as_ref().and_then(|good| good.files.get(path));
            match good {
                Some(source) => mended.files.insert(path.clone(), source.clone()),
                None => mended.files.remove(path),
            };
        }
        mended
    }

    /// Notes that every page of an edition could be made.
    pub fn note_proved(&mut self, edition: &Arc<Edition>) {
        self.proved = Some(Arc::clone(edition));
        if let Some(shown) = &mut self.shown {
            shown.proved = Some(Arc::clone(edition));
        }
    }

    /// What an editor may know about a page of what is shown.
    pub fn about(&self, path: &OutputPath) -> About {
        self.shown.as_ref().map_or_else(About::default, |shown| {
            about(&shown.edition, &self.memory, path)
        })
    }

    /// How many files the last look read anew, and about how many documents it decided anew.
    pub fn renewed(&self) -> (usize, usize) {
        self.memory.renewed()
    }
}

impl Shown {
    /// What stands at a path.
    pub fn output(&self, path: &OutputPath) -> Found {
        let Some(press) = self.edition.press() else { return Found::Nothing };
        match press.output(path) {
            Ok(Some(content)) => Found::Content(content),
            Ok(None) => Found::Nothing,
            Err(diagnostic) => {
                let before = self.proved.as_ref().and_then(|edition| edition.press());
                let before = before.and_then(|press| press.output(path).ok().flatten());
                Found::Broken(diagnostic, before)
            }
        }
    }
}

fn has_errors(edition: &Edition) -> bool {
    edition.press().is_none() || edition.diagnostics().iter().any(Diagnostic::is_error)
}

fn wrong_files(edition: &Edition) -> BTreeSet<SitePath> {
    let wrong = edition.diagnostics().iter().filter(|one| one.is_error());
    wrong.filter_map(|one| one.path().cloned()).collect()
}
