//! A line that says what is going on, for whoever waits at a terminal for more than a second.
//!
//! In come phrases and numbers; out goes a line on the terminal that is gone when the work is
//! done. Nothing is shown to a file, a pipe or somebody who did not have to wait.

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{JoinHandle, spawn};
use std::time::Duration;

use indicatif::ProgressBar;

/// Who waits less is not told.
const PATIENCE: Duration = Duration::from_secs(1);

/// A line that appears after a second and vanishes when this is dropped.
#[derive(Debug)]
pub struct Progress {
    bar: ProgressBar,
    finished: Option<Sender<()>>,
    watcher: Option<JoinHandle<()>>,
}

impl Progress {
    /// Begins to wait; `visible` is false where nobody should see the line.
    pub fn start(visible: bool) -> Self {
        let bar = ProgressBar::hidden();
        if !visible {
            return Self { bar, finished: None, watcher: None };
        }
        let (finished, ends) = channel();
        let shown = bar.clone();
        let watcher = spawn(move || {
            if ends.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                shown.set_draw_target(indicatif::ProgressDrawTarget::stderr());
                shown.enable_steady_tick(Duration::from_millis(120));
            }
        });
        Self { bar, finished: Some(finished), watcher: Some(watcher) }
    }

    /// Says what is being done now.
    pub fn say(&self, phrase: impl Into<String>) {
        self.bar.set_message(phrase.into());
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        drop(self.finished.take());
        if let Some(watcher) = self.watcher.take() {
            // A line that could not be drawn is no reason to fail.
            let _ = watcher.join();
        }
        self.bar.finish_and_clear();
    }
}
