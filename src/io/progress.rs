//! A line that says what is going on, for whoever waits at a terminal for more than a second.
//!
//! In come phrases and numbers; out goes a line on the terminal that is gone when the work is
//! done. Nothing is shown to a file, a pipe or somebody who did not have to wait.

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{JoinHandle, spawn};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

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
        let bar = line(ProgressDrawTarget::hidden());
        if !visible {
            return Self { bar, finished: None, watcher: None };
        }
        let (finished, ends) = channel();
        let shown = bar.clone();
        let watcher = spawn(move || {
            if ends.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                shown.set_draw_target(ProgressDrawTarget::stderr());
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

/// A spinner with words: how long a build takes is not known beforehand.
fn line(target: ProgressDrawTarget) -> ProgressBar {
    ProgressBar::with_draw_target(None, target)
        .with_style(ProgressStyle::default_spinner())
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

#[cfg(test)]
mod tests {
    use indicatif::InMemoryTerm;

    use super::*;

    #[test]
    fn the_line_shows_what_is_being_done_and_not_an_empty_bar() {
        let terminal = InMemoryTerm::new(5, 60);
        let bar = line(ProgressDrawTarget::term_like(Box::new(terminal.clone())));
        bar.set_message("building the pages");
        bar.tick();
        let shown = terminal.contents();
        assert!(
            shown.contains("building the pages") && !shown.contains("0/0"),
            "{shown}"
        );
    }
}
