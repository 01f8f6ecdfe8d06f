//! News for the tabs that show the preview: server-sent events (WHATWG HTML, section 9.2).
//!
//! In come events by name and data, out goes a stream of them to everyone who listens, each on a
//! thread of its own. A tab that comes back learns the last event at once, so that it can tell
//! whether it missed one. Never waits for a tab: who is slow misses what is old.

use std::collections::VecDeque;
use std::io::{self, Write};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::connection_limit::{ConnectionLimit, spawn};
use super::reply::Headers;

/// Events kept for tabs that are still being written to when the next one happens.
const KEPT: usize = 64;

/// Asks a browser to come back half a second after it was cut off. Its own choice is three
/// seconds or more, which feels broken after a restart.
const RETRY: &str = "retry: 500\n\n";

/// A comment, which a browser skips. Writing it is the only way to find out who has left.
const HEARTBEAT: &str = ":\n\n";

/// Tells all tabs what has happened; clones speak to the same tabs.
#[derive(Debug, Clone)]
pub struct EventStream(Arc<Hub>);

#[derive(Debug)]
struct Hub {
    state: Mutex<HubState>,
    changed: Condvar,
    crew: Arc<ConnectionLimit>,
    most: usize,
    heartbeat: Duration,
}

#[derive(Debug, Default)]
struct HubState {
    /// Number of the last event, the first being 1.
    number: u64,
    /// The last events as they are written.
    recent: VecDeque<Arc<str>>,
    closed: bool,
}

/// Where events are written to.
pub(super) type EventSink = Box<dyn Write + Send>;

impl EventStream {
    /// For at most so many tabs, with a sign of life to each after so much silence.
    pub(super) fn new(most: usize, heartbeat: Duration) -> Self {
        Self(Arc::new(Hub {
            state: Mutex::default(),
            changed: Condvar::new(),
            crew: Arc::new(ConnectionLimit::default()),
            most,
            heartbeat,
        }))
    }

    /// Tells everyone. Lines of `data` stay lines; in `event`, which is one word, whatever is
    /// no visible sign is left out.
    pub fn send(&self, event: &str, data: &str) {
        let mut state = self.0.lock();
        state.number += 1;
        let frame = frame(state.number, event, data);
        state.recent.push_back(frame.into());
        if state.recent.len() > KEPT {
            state.recent.pop_front();
        }
        self.0.changed.notify_all();
    }

    /// Ends every stream after what was sent, and lets nobody in any more.
    pub fn close(&self) {
        self.0.lock().closed = true;
        self.0.changed.notify_all();
    }

    /// How many listen. Who has left is counted until a write to them fails.
    pub fn count(&self) -> usize {
        self.0.crew.count()
    }

    /// Waits until all streams have ended.
    pub(super) fn wait_until_empty(&self, limit: Duration) -> bool {
        self.0.crew.wait_until_empty(limit)
    }

    /// Begins a stream on a thread of its own.
    ///
    /// # Errors
    /// Gives the writer back if too many listen already or the streams are closed.
    pub(super) fn subscribe(&self, writer: EventSink) -> Result<(), EventSink> {
        if self.0.lock().closed {
            return Err(writer);
        }
        let Some((place, _)) = self.0.crew.enter(self.0.most) else {
            return Err(writer);
        };
        let hub = Arc::clone(&self.0);
        // Without a thread the writer is dropped, and the door answers that nobody did.
        let _ = spawn("events", place, move || {
            // An error means that the tab was closed.
            let _ = hub.tell(writer);
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

impl Hub {
    fn lock(&self) -> MutexGuard<'_, HubState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self, mut writer: EventSink) -> io::Result<()> {
        let (mut seen, last) = self.last();
        let mut text = head() + RETRY + &last;
        loop {
            writer.write_all(text.as_bytes())?;
            writer.flush()?;
            let news = self.wait(seen);
            (seen, text) = (news.number, news.text);
            if news.closed {
                writer.write_all(text.as_bytes())?;
                return writer.flush();
            }
            if text.is_empty() {
                HEARTBEAT.clone_into(&mut text);
            }
        }
    }

    fn last(&self) -> (u64, String) {
        let state = self.lock();
        (state.number, state.recent.back().map_or("", |frame| frame).to_owned())
    }

    /// What has happened since the event of number `seen`, or nothing after a while.
    fn wait(&self, seen: u64) -> TabMessage {
        let quiet = |state: &mut HubState| state.number == seen && !state.closed;
        let waited = self.changed.wait_timeout_while(self.lock(), self.heartbeat, quiet);
        let (state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        let missed = usize::try_from(state.number - seen).unwrap_or(usize::MAX);
        let known = state.recent.len().saturating_sub(missed);
        let text = state.recent.iter().skip(known).map(AsRef::as_ref).collect();
        TabMessage { number: state.number, text, closed: state.closed }
    }
}

struct TabMessage {
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
