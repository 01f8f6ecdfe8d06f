//! What the preview shows at this moment, to all who ask.
//!
//! In come snapshots from one thread, out goes what is shown, to many. What is shown is
//! exchanged as a whole; whoever asks in between gets the former or the new one, never a part
//! of each.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::base::diagnostic::Diagnostic;
use crate::base::output::OutputPath;
use crate::base::placeholder_colour::PlaceholderColours;
use crate::base::source::Snapshot;
use crate::engine::Request;
use crate::engine::page_info::About;
use crate::engine::preview::{Preview, Shown};

use super::view::ViewOptions;

/// How many views besides the usual one are kept; each costs as much memory as a site.
const MOST_VIEWS: usize = 3;

/// What is shown now.
#[derive(Clone, Default)]
pub(super) struct Now {
    /// Number of the build; 0 before the first.
    pub(super) build: u64,
    /// The files as they are; `None` before the first build.
    pub(super) snapshot: Option<Arc<Snapshot>>,
    /// The usual view.
    pub(super) shown: Option<Shown>,
    /// What only showed when all pages and pictures were made.
    pub(super) late: Arc<[Diagnostic]>,
    /// True once all pages and pictures of what is shown were made.
    pub(super) proved: bool,
    /// What is being done while there is no site yet.
    pub(super) phrase: String,
}

/// A view at one moment.
pub(super) struct ViewState {
    /// Number of the build that it was made in. A page never carries a later one than that of
    /// its content: the browser would take it for the newest and leave it as it is.
    pub(super) build: u64,
    /// What is shown.
    pub(super) shown: Shown,
}

/// A view with what it was made from.
#[derive(Default)]
struct Viewed {
    build: u64,
    preview: Preview,
    shown: Option<Shown>,
    /// What will be shown if nothing else changes.
    prepared: Option<(Arc<Snapshot>, Shown)>,
}

/// What the preview shows.
pub(super) struct Stage {
    usual: ViewOptions,
    placeholder_colours: PlaceholderColours,
    now: Mutex<Now>,
    views: Mutex<BTreeMap<ViewOptions, Arc<Mutex<Viewed>>>>,
}

impl Stage {
    pub(super) fn new(
        usual: ViewOptions,
        placeholder_colours: PlaceholderColours,
    ) -> Self {
        Self {
            usual,
            placeholder_colours,
            now: Mutex::default(),
            views: Mutex::default(),
        }
    }

    pub(super) fn usual(&self) -> ViewOptions {
        self.usual
    }

    pub(super) fn now(&self) -> Now {
        locked(&self.now).clone()
    }

    pub(super) fn say(&self, phrase: &str) {
        phrase.clone_into(&mut locked(&self.now).phrase);
    }

    /// Makes the site after a change, without showing it yet: more may be on its way.
    pub(super) fn prepare(&self, snapshot: &Arc<Snapshot>) {
        let viewed = self.viewed(self.usual);
        let mut viewed = locked(&viewed);
        let shown = viewed.preview.look(snapshot);
        viewed.prepared = Some((Arc::clone(snapshot), shown));
    }

    /// Shows the site after a change; gives what was shown before, for the caller to forget.
    pub(super) fn show(&self, snapshot: &Arc<Snapshot>) -> Option<Shown> {
        let viewed = self.viewed(self.usual);
        let mut viewed = locked(&viewed);
        let prepared = viewed.prepared.take();
        let prepared = prepared.filter(|(before, _)| Arc::ptr_eq(before, snapshot));
        let shown = match prepared {
            Some((_, shown)) => shown,
            None => viewed.preview.look(snapshot),
        };
        let mut now = locked(&self.now);
        now.build += 1;
        now.late = still_true(&now, snapshot);
        now.proved = false;
        now.snapshot = Some(Arc::clone(snapshot));
        viewed.build = now.build;
        viewed.shown = Some(shown.clone());
        now.shown.replace(shown)
    }

    /// Notes what came out when all pages were made; true if that is news.
    pub(super) fn note_late(&self, shown: &Shown, late: Vec<Diagnostic>) -> bool {
        if !late.iter().any(Diagnostic::is_error) {
            let viewed = self.viewed(self.usual);
            locked(&viewed).preview.note_proved(&shown.edition);
        }
        let mut now = locked(&self.now);
        let current = now.shown.as_ref();
        let same = current.is_some_and(|now| Arc::ptr_eq(&now.edition, &shown.edition));
        if !same {
            return false;
        }
        now.proved = true;
        if *now.late == *late {
            return false;
        }
        now.late = late.into();
        now.build += 1;
        true
    }

    /// What is shown in a view, made now if nobody has asked for it since the last change.
    pub(super) fn seen(&self, view: ViewOptions) -> Option<ViewState> {
        let now = self.now();
        let build = now.build;
        if view == self.usual {
            return now.shown.map(|shown| ViewState { build, shown });
        }
        let snapshot = now.snapshot?;
        let viewed = self.viewed(view);
        let mut viewed = locked(&viewed);
        // Somebody who asked later may have been quicker.
        if viewed.build < build {
            let snapshot = match view.day {
                Some(day) if day != snapshot.today => {
                    let files = snapshot.files.clone();
                    Arc::new(Snapshot { files, today: day })
                }
                _ => snapshot,
            };
            viewed.shown = Some(viewed.preview.look(&snapshot));
            viewed.build = build;
        }
        viewed.shown.clone().map(|shown| ViewState { build, shown })
    }

    /// What an editor may know about a page of a view.
    pub(super) fn about(&self, view: ViewOptions, path: &OutputPath) -> About {
        let viewed = self.viewed(view);
        let viewed = locked(&viewed);
        viewed.preview.about(path)
    }

    /// What is shown in all views but one, as far as somebody has asked for them.
    pub(super) fn others(&self, view: ViewOptions) -> Vec<Shown> {
        let views: Vec<_> = locked(&self.views)
            .iter()
            .filter(|(other, _)| **other != view)
            .map(|(_, viewed)| Arc::clone(viewed))
            .collect();
        views.iter().filter_map(|viewed| locked(viewed).shown.clone()).collect()
    }

    fn viewed(&self, view: ViewOptions) -> Arc<Mutex<Viewed>> {
        let mut forgotten = BTreeMap::new();
        let mut views = locked(&self.views);
        if !views.contains_key(&view) && views.len() > MOST_VIEWS {
            forgotten = std::mem::take(&mut *views);
            views.extend(forgotten.remove_entry(&self.usual));
        }
        let viewed = views.entry(view).or_insert_with(|| {
            let placeholder_colours = self.placeholder_colours.clone();
            let request = Request {
                drafts: view.drafts,
                placeholder_colours,
                ..Request::default()
            };
            let preview = Preview::new(request);
            Arc::new(Mutex::new(Viewed { preview, ..Viewed::default() }))
        });
        let viewed = Arc::clone(viewed);
        // Forgetting large sites takes a while, in which others can go on.
        drop(views);
        drop(forgotten);
        viewed
    }
}

/// What came out when all pages were made and still stands: what was said about a file that has
/// changed since may be mended, and its place is another one.
fn still_true(now: &Now, snapshot: &Snapshot) -> Arc<[Diagnostic]> {
    let source = |snapshot: &Snapshot, one: &Diagnostic| {
        one.path().and_then(|path| snapshot.files.get(path).cloned())
    };
    let before = now.snapshot.as_deref();
    let same = |one: &&Diagnostic| {
        before.is_some_and(|before| source(before, one) == source(snapshot, one))
    };
    now.late.iter().filter(same).cloned().collect()
}

/// Every value behind these locks is exchanged as a whole, so that a panic of its holder does
/// no harm.
fn locked<T>(value: &Mutex<T>) -> MutexGuard<'_, T> {
    value.lock().unwrap_or_else(PoisonError::into_inner)
}
