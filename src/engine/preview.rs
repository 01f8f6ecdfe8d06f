//! What an editor sees while files are wrong: the last good version of each.
//!
//! In comes a snapshot after each change, out go an edition to show and diagnostics of the current
//! files. A mistake never makes the site disappear, and never delays a change in another file.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::audit::{Audit, Unread};
use crate::base::diagnostic::Diagnostic;
use crate::base::output::{Content, OutputPath};
use crate::base::source::{SitePath, Snapshot};
use crate::model::document::Document;
use crate::publish::site::Site;
use crate::render::theme;

use super::page_info::{About, about};
use super::{Edition, Memory, Request, edition};

/// How often broken files are replaced: restoring one file can reveal that another one does not
/// fit it.
const ROUNDS: usize = 4;

/// One view of a site that is being edited.
#[derive(Default)]
pub struct Preview {
    request: Request,
    memory: Memory,
    /// Every file in its last good version.
    good: Option<Arc<Snapshot>>,
    /// The last edition of which all pages could be rendered.
    proved: Option<Arc<Edition>>,
    shown: Option<Shown>,
}

/// What is shown after a change.
#[derive(Clone)]
pub struct Shown {
    /// The site.
    pub edition: Arc<Edition>,
    /// The last edition of which all pages could be rendered, for pages that fail now.
    pub proved: Option<Arc<Edition>>,
    /// Diagnostics of the current files.
    pub diagnostics: Arc<[Diagnostic]>,
    /// Files that are shown in their last good version.
    pub stale: BTreeSet<SitePath>,
    /// The sources of the site, for the search for leaks.
    snapshot: Arc<Snapshot>,
    documents: Arc<[Arc<Document>]>,
    /// People whose files cannot be read now, whatever version of them is shown.
    unread: Arc<[Unread]>,
}

/// True for a file of the register. A former one may lack a withdrawal that the present one tells,
/// even if that is broken.
fn is_register(path: &SitePath) -> bool {
    path.as_str().starts_with("register/")
}

/// The output at a path.
pub enum PreviewOutput {
    /// As a build would write it.
    Content(Content),
    /// The page cannot be rendered with the current theme: why, and its last good version.
    Broken(Box<Diagnostic>, Option<Content>),
    /// There is none.
    Nothing,
}

impl Preview {
    /// A preview for a request.
    pub fn new(request: Request) -> Self {
        Self { request, ..Self::default() }
    }

    /// Updates the site after a change.
    pub fn look(&mut self, snapshot: &Arc<Snapshot>) -> Shown {
        let whole = edition(snapshot, &self.request, &mut self.memory);
        let diagnostics: Arc<[Diagnostic]> = whole.diagnostics().into();
        let unread = self.memory.unread.as_slice().into();
        let (edition, stale) = if has_errors(&whole) {
            self.with_good_versions(snapshot, whole)
        } else {
            self.good = Some(Arc::clone(snapshot));
            (Arc::new(whole), BTreeSet::new())
        };
        let proved = self.proved.clone();
        let (snapshot, documents) =
            (Arc::clone(snapshot), self.memory.decided.as_slice().into());
        let shown =
            Shown { edition, proved, diagnostics, stale, snapshot, documents, unread };
        self.shown = Some(shown.clone());
        shown
    }

    /// The site with the last good version of every broken file that has one. A file that is
    /// wrong because of others, or never was good, stays as it is and the rest of the site is
    /// shown: no mistake may delay correct changes, least of all a withdrawal.
    fn with_good_versions(
        &mut self,
        snapshot: &Arc<Snapshot>,
        mut whole: Edition,
    ) -> (Arc<Edition>, BTreeSet<SitePath>) {
        let mut files = Snapshot::clone(snapshot);
        let mut stale = BTreeSet::new();
        for _ in 0..ROUNDS {
            let restored = self.restore(&mut files, &wrong_files(&whole));
            if restored.is_empty() {
                break;
            }
            stale.extend(restored);
            whole = edition(&files, &self.request, &mut self.memory);
        }
        if whole.renderer().is_none() {
            // The file that is reported need not be the one that was changed: a text may be
            // missing in a language file that does not exist. So restore all of the frame.
            stale.extend(self.restore_frame(&mut files));
            whole = edition(&files, &self.request, &mut self.memory);
        }
        self.remember_good(files, &wrong_files(&whole));
        match &self.shown {
            // Without valid settings and theme there is nothing to show but the previous edition.
            Some(shown)
                if whole.renderer().is_none() && shown.edition.renderer().is_some() =>
            {
                (Arc::clone(&shown.edition), stale)
            }
            _ => (Arc::new(whole), stale),
        }
    }

    /// Replaces broken files by their last good versions; returns which. A path that cannot be
    /// read may be a whole folder.
    fn restore(
        &self,
        files: &mut Snapshot,
        wrong: &BTreeSet<SitePath>,
    ) -> BTreeSet<SitePath> {
        let mut restored = BTreeSet::new();
        let Some(good) = &self.good else { return restored };
        for path in wrong.iter().filter(|path| !is_register(path)) {
            // A new file outside `content/` may override a good one of the theme; remove it.
            let is_new = !good.files.contains_key(path);
            let hides = !path.as_str().starts_with("content/");
            if is_new && hides && path.as_str().contains('/') {
                restored.extend(files.files.remove(path).map(|source| source.path));
            }
            let folder = format!("{}/", path.as_str());
            let own = good.files.get(path).into_iter();
            for source in own.chain(good.below(&folder)) {
                if files.files.get(&source.path) != Some(source) {
                    files.files.insert(source.path.clone(), source.clone());
                    restored.insert(source.path.clone());
                }
            }
            let is_folder = !good.files.contains_key(path) && !restored.is_empty();
            if is_folder && good.below(&folder).next().is_some() {
                files.files.remove(path);
            }
        }
        restored
    }

    /// Restores everything outside `content/` to its last good version; returns which files.
    fn restore_frame(&self, files: &mut Snapshot) -> BTreeSet<SitePath> {
        let Some(good) = &self.good else { return BTreeSet::new() };
        let is_frame = |path: &SitePath| !path.as_str().starts_with("content/");
        let paths = files.files.keys().chain(good.files.keys());
        let changed: BTreeSet<SitePath> = paths
            .filter(|path| {
                is_frame(path)
                    && !is_register(path)
                    && files.files.get(*path) != good.files.get(*path)
            })
            .cloned()
            .collect();
        for path in &changed {
            match good.files.get(path) {
                Some(source) => files.files.insert(path.clone(), source.clone()),
                None => files.files.remove(path),
            };
        }
        changed
    }

    /// Stores the last good version of every file: the current one, unless it is broken.
    fn remember_good(&mut self, mut files: Snapshot, wrong: &BTreeSet<SitePath>) {
        for path in wrong {
            let good = self.good.as_ref().and_then(|good| good.files.get(path));
            match good {
                Some(source) => files.files.insert(path.clone(), source.clone()),
                None => files.files.remove(path),
            };
        }
        self.good = Some(Arc::new(files));
    }

    /// Records that every page of an edition could be rendered.
    pub fn note_proved(&mut self, edition: &Arc<Edition>) {
        self.proved = Some(Arc::clone(edition));
        if let Some(shown) = &mut self.shown {
            shown.proved = Some(Arc::clone(edition));
        }
    }

    /// What an editor may know about a page of the current edition.
    pub fn about(&self, path: &OutputPath) -> About {
        self.shown.as_ref().map_or_else(About::default, |shown| {
            about(&shown.edition, &self.memory, path)
        })
    }
}

impl Shown {
    /// Withheld names in published texts, because of which a build would refuse to write the site.
    pub fn leaks(&self) -> Vec<Diagnostic> {
        let audit = |site: &Site| {
            Audit::new(
                &self.documents,
                &self.unread,
                site,
                &self.snapshot,
                &theme::built_in_texts(&site.config),
            )
        };
        self.edition.site().map_or_else(Vec::new, |site| audit(site).search_sources())
    }

    /// The output at a path.
    pub fn output(&self, path: &OutputPath) -> PreviewOutput {
        let Some(renderer) = self.edition.renderer() else {
            return PreviewOutput::Nothing;
        };
        match renderer.output(path) {
            Ok(Some(content)) => PreviewOutput::Content(content),
            // The last good version of a page refers to assets of its own edition.
            Ok(None) if path.as_str().starts_with("assets/") => self
                .last_good_output(path)
                .map_or(PreviewOutput::Nothing, PreviewOutput::Content),
            Ok(None) => PreviewOutput::Nothing,
            Err(diagnostic) => {
                PreviewOutput::Broken(diagnostic, self.last_good_output(path))
            }
        }
    }

    /// The last good version of an output. `None` if anybody who was published then is not any
    /// more, since they might appear in it.
    fn last_good_output(&self, path: &OutputPath) -> Option<Content> {
        let before = self.proved.as_ref()?;
        let (then, now) = (before.site()?, self.edition.site()?);
        let people = then.people.iter().all(|one| now.person(&one.key).is_some());
        let stories =
            then.stories.iter().all(|one| now.addresses(&one.document()).is_some());
        (people && stories).then_some(())?;
        before.renderer()?.output(path).ok().flatten()
    }
}

fn has_errors(edition: &Edition) -> bool {
    edition.renderer().is_none() || edition.diagnostics().iter().any(Diagnostic::is_error)
}

fn wrong_files(edition: &Edition) -> BTreeSet<SitePath> {
    let wrong = edition.diagnostics().iter().filter(|one| one.is_error());
    wrong.filter_map(|one| one.path().cloned()).collect()
}
