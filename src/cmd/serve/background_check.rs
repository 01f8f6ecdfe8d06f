//! Makes all pages and looks at all photos in the background: some mistakes show there only.
//!
//! In comes a wake after each build, out go the diagnostics that a build would have given. It
//! never keeps anybody waiting: it begins when it is quiet, works alone, and stops at once when
//! something changes.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError, channel};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use super::news::News;
use crate::base::diagnostic::Diagnostic;
use crate::base::digest::Digest;
use crate::base::limits::STACK;
use crate::base::output::{Content, OutputPath, OutputSet, Recipe};
use crate::cmd::Caller;
use crate::io::picture_cache;

/// For how long nothing may happen before the work begins.
const QUIET: Duration = Duration::from_millis(400);

/// The work in the background.
pub(super) struct Late {
    wake: Sender<()>,
    thread: JoinHandle<()>,
}

impl Late {
    /// Something has changed.
    pub(super) fn wake(&self) {
        // Without a receiver the preview is about to end.
        let _ = self.wake.send(());
    }

    /// Ends the work; a page that is being made is made to its end.
    pub(super) fn stop(self) {
        drop(self.wake);
        // A panic there was told where it happened.
        let _ = self.thread.join();
    }
}

/// Starts to wait for work.
pub(super) fn start(caller: &Caller<'_>, news: News) -> Late {
    let (wake, woken) = channel();
    let mut worker = Worker { root: caller.root.to_owned(), news, good: BTreeSet::new() };
    let thread = Builder::new().stack_size(STACK).spawn(move || worker.run(&woken));
    let thread = thread.expect("a system that runs a preview has a thread left");
    Late { wake, thread }
}

struct Worker {
    root: PathBuf,
    news: News,
    /// Photos that were decoded once.
    good: BTreeSet<Digest>,
}

/// Why the work ended.
#[derive(Clone, Copy)]
enum Ended {
    Done,
    /// Something has changed meanwhile.
    Woken,
    /// The preview ends.
    Over,
}

impl Worker {
    fn run(&mut self, woken: &Receiver<()>) {
        while woken.recv().is_ok() {
            loop {
                if !quiet(woken) {
                    return;
                }
                match self.work(woken) {
                    Ended::Done => break,
                    Ended::Woken => {}
                    Ended::Over => return,
                }
            }
        }
    }

    fn work(&mut self, woken: &Receiver<()>) -> Ended {
        let ended = Cell::new(Ended::Done);
        let stopped = || {
            match woken.try_recv() {
                Err(TryRecvError::Empty) => return false,
                Err(TryRecvError::Disconnected) => ended.set(Ended::Over),
                Ok(()) => ended.set(Ended::Woken),
            }
            true
        };
        let Some(shown) = self.news.stage().now().shown else { return Ended::Done };
        let Some(renderer) = shown.edition.renderer() else { return Ended::Done };
        let Some(mut found) = renderer.check_all_pages(&stopped) else {
            return ended.get();
        };
        found.extend(shown.leaks());
        let pictures = renderer.pictures();
        let Some(damaged) = self.damaged(pictures, &stopped) else { return ended.get() };
        found.extend(damaged);
        let news = self.news.stage().note_late(&shown, found);
        self.news.late(news);
        Ended::Done
    }

    /// Photos that cannot be decoded. Each is tried once; the encoders are left alone.
    fn damaged(
        &mut self,
        pictures: BTreeMap<OutputPath, Arc<Recipe>>,
        stopped: &dyn Fn() -> bool,
    ) -> Option<Vec<Diagnostic>> {
        let mut damaged = BTreeMap::new();
        for (path, recipe) in pictures {
            if self.good.contains(&recipe.digest) || damaged.contains_key(&recipe.digest)
            {
                continue;
            }
            if stopped() {
                return None;
            }
            let digest = recipe.digest;
            let one = OutputSet(BTreeMap::from([(path, Content::Picture(recipe))]));
            // A photo that is gone or has changed meanwhile is looked at after the next wake.
            match picture_cache::check(&self.root, &one, &|_, _| {}) {
                Ok(found) if found.is_empty() => {
                    self.good.insert(digest);
                }
                Ok(found) => {
                    damaged.insert(digest, found);
                }
                Err(_) => {}
            }
        }
        Some(damaged.into_values().flatten().collect())
    }
}

/// Waits until nothing has happened for a while; false if the preview ends.
fn quiet(woken: &Receiver<()>) -> bool {
    loop {
        match woken.recv_timeout(QUIET) {
            Ok(()) => {}
            Err(RecvTimeoutError::Timeout) => return true,
            Err(RecvTimeoutError::Disconnected) => return false,
        }
    }
}
