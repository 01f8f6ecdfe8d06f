//! A progress line for people who have waited at a terminal for more than a second.
//!
//! In come phrases, out goes a line that disappears when the work is done. Never writes to a
//! file or pipe, and never flickers during a short command.

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{JoinHandle, spawn};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How long to wait before the line appears.
const DELAY: Duration = Duration::from_secs(1);

/// A line that appears after a second and disappears when this is dropped.
#[derive(Debug)]
pub struct Progress {
    bar: ProgressBar,
    finished: Option<Sender<()>>,
    watcher: Option<JoinHandle<()>>,
}

impl Progress {
    /// Starts the clock; `visible` is false where no line may be shown.
    pub fn start(visible: bool) -> Self {
        let bar = line(ProgressDrawTarget::hidden());
        if !visible {
            return Self { bar, finished: None, watcher: None };
        }
        let (finished, ends) = channel();
        let shown = bar.clone();
        let watcher = spawn(move || {
            if ends.recv_timeout(DELAY) == Err(RecvTimeoutError::Timeout) {
                shown.set_draw_target(ProgressDrawTarget::stderr());
                shown.enable_steady_tick(Duration::from_millis(120));
            }
        });
        Self { bar, finished: Some(finished), watcher: Some(watcher) }
    }

    /// Sets the text.
    pub fn say(&self, phrase: impl Into<String>) {
        self.bar.set_message(phrase.into());
    }
}

/// A spinner and not a bar, since the duration of a build is not known in advance.
fn line(target: ProgressDrawTarget) -> ProgressBar {
    ProgressBar::with_draw_target(None, target)
        .with_style(ProgressStyle::default_spinner())
}

impl Drop for Progress {
    fn drop(&mut self) {
        drop(self.finished.take());
        if let Some(watcher) = self.watcher.take() {
            // Failing to draw the line is no reason for the command to fail.
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
