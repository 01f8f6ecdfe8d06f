//! Server-sent events for the tabs that show the preview (WHATWG HTML, section 9.2).
//!
//! In come events by name and data, out goes a stream of them to every subscriber, each on a
//! thread of its own. A tab that reconnects gets the last event at once, so that it can tell
//! whether it missed one. Sending never waits for a tab: a slow one misses old events.

use std::collections::VecDeque;
use std::io::{self, Write};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::reply::Headers;
use super::thread_limit::{ThreadLimit, spawn};

/// Events kept for tabs that are still being written to when the next ones are sent.
const KEPT: usize = 64;

/// Asks a browser to reconnect after half a second. Its default is three seconds or more, which
/// looks broken after a restart.
const RETRY: &str = "retry: 500\n\n";

/// A comment, which a browser skips. Writing is the only way to find out that a tab was closed.
const HEARTBEAT: &str = ":\n\n";

/// Sends events to all tabs; clones share the same tabs.
#[derive(Debug, Clone)]
pub struct EventStream(Arc<Broadcast>);

#[derive(Debug)]
struct Broadcast {
    recent: Mutex<RecentEvents>,
    changed: Condvar,
    subscribers: Arc<ThreadLimit>,
    most: usize,
    heartbeat: Duration,
}

#[derive(Debug, Default)]
struct RecentEvents {
    /// Number of the last event, the first being 1.
    number: u64,
    /// The last events as they are written.
    frames: VecDeque<Arc<str>>,
    closed: bool,
}

/// Where events are written to.
pub(super) type EventSink = Box<dyn Write + Send>;

impl EventStream {
    /// For at most `most` tabs; each gets a comment whenever nothing was sent for `heartbeat`.
    pub(super) fn new(most: usize, heartbeat: Duration) -> Self {
        Self(Arc::new(Broadcast {
            recent: Mutex::default(),
            changed: Condvar::new(),
            subscribers: Arc::default(),
            most,
            heartbeat,
        }))
    }

    /// Sends an event to every tab. Lines of `data` stay lines; `event` is one word, so whatever
    /// could end its line is left out.
    pub fn send(&self, event: &str, data: &str) {
        let mut state = self.0.lock();
        state.number += 1;
        let frame = frame(state.number, event, data);
        state.frames.push_back(frame.into());
        if state.frames.len() > KEPT {
            state.frames.pop_front();
        }
        self.0.changed.notify_all();
    }

    /// Ends every stream after what was sent, and refuses new subscribers.
    pub fn close(&self) {
        self.0.lock().closed = true;
        self.0.changed.notify_all();
    }

    /// How many tabs are subscribed. A closed one counts until a write to it fails.
    pub fn count(&self) -> usize {
        self.0.subscribers.count()
    }

    /// Waits until all streams have ended.
    pub(super) fn wait_until_empty(&self, limit: Duration) -> bool {
        self.0.subscribers.wait_until_empty(limit)
    }

    /// Begins a stream on a thread of its own.
    ///
    /// # Errors
    /// Returns the writer if too many are subscribed already or the streams are closed.
    pub(super) fn subscribe(&self, writer: EventSink) -> Result<(), EventSink> {
        if self.0.lock().closed {
            return Err(writer);
        }
        let Some((permit, _)) = self.0.subscribers.try_acquire(self.0.most) else {
            return Err(writer);
        };
        let broadcast = Arc::clone(&self.0);
        // If there is no thread, the writer is dropped, and the front server answers 502.
        let _ = spawn("events", permit, move || {
            // An error means that the tab was closed.
            let _ = broadcast.stream_to(writer);
        });
        Ok(())
    }
}

/// The head of a stream. It has no length because it has no end.
pub(super) fn head() -> String {
    let mut headers = Headers::new(200);
    headers.add("Content-Type", "text/event-stream; charset=utf-8");
    headers.add("Cache-Control", "no-store");
    headers.end()
}

impl Broadcast {
    fn lock(&self) -> MutexGuard<'_, RecentEvents> {
        self.recent.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes events until the streams are closed or the tab is.
    fn stream_to(&self, mut writer: EventSink) -> io::Result<()> {
        let (mut seen, last) = self.latest();
        let mut text = head() + RETRY + &last;
        loop {
            writer.write_all(text.as_bytes())?;
            writer.flush()?;
            let pending = self.wait(seen);
            (seen, text) = (pending.number, pending.text);
            if pending.closed {
                writer.write_all(text.as_bytes())?;
                return writer.flush();
            }
            if text.is_empty() {
                HEARTBEAT.clone_into(&mut text);
            }
        }
    }

    /// Number and text of the last event, for a tab that connects.
    fn latest(&self) -> (u64, String) {
        let state = self.lock();
        (state.number, state.frames.back().map_or("", |frame| frame).to_owned())
    }

    /// The events after number `seen`; none if nothing was sent for the time of the heartbeat.
    fn wait(&self, seen: u64) -> PendingEvents {
        let quiet = |state: &mut RecentEvents| state.number == seen && !state.closed;
        let waited = self.changed.wait_timeout_while(self.lock(), self.heartbeat, quiet);
        let (state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        let missed = usize::try_from(state.number - seen).unwrap_or(usize::MAX);
        let known = state.frames.len().saturating_sub(missed);
        let text = state.frames.iter().skip(known).map(AsRef::as_ref).collect();
        PendingEvents { number: state.number, text, closed: state.closed }
    }
}

/// Events that a tab has not been sent yet, as one text.
struct PendingEvents {
    number: u64,
    text: String,
    closed: bool,
}

fn frame(number: u64, event: &str, data: &str) -> String {
    let event: String = event.chars().filter(char::is_ascii_graphic).collect();
    let mut text = format!("id: {number}\nevent: {event}\n");
    for line in data.replace("\r\n", "\n").split(['\n', '\r']) {
        text.push_str(&format!("data: {line}\n"));
    }
    text + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_stay_lines() {
        assert_eq!(
            frame(7, "build\n: ä", "a\r\nb\rc\n"),
            "id: 7\nevent: build:\ndata: a\ndata: b\ndata: c\ndata: \n\n"
        );
    }

    #[test]
    fn who_is_slow_gets_what_is_still_kept() {
        let events = EventStream::new(1, Duration::ZERO);
        for number in 0..KEPT + 10 {
            events.send("build", &number.to_string());
        }
        let news = events.0.wait(0);
        assert_eq!(news.text.matches("event: build").count(), KEPT);
        assert!(news.text.starts_with("id: 11\n"), "{}", news.text);
        assert_eq!(events.0.wait(news.number).text, "");
        let last = events.0.wait(news.number - 1).text;
        assert!(last.starts_with("id: 74\n"), "{last}");
    }

    #[test]
    fn after_the_end_nobody_gets_in() {
        let events = EventStream::new(1, Duration::from_secs(60));
        assert!(events.subscribe(Box::new(io::sink())).is_ok());
        assert!(events.subscribe(Box::new(io::sink())).is_err(), "one is the most");
        events.close();
        assert!(events.wait_until_empty(Duration::from_secs(10)));
        assert!(events.subscribe(Box::new(io::sink())).is_err());
    }
}
