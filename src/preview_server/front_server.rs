//! The front server: accepts connections, reads the head of each request, forwards it to the backend.
//!
//! In come connections from anybody, out go answers. It enforces the limits that `tiny_http` lacks:
//! how many connections at once, how large a head, how long it may take. Every connection carries
//! one request, since each that a browser kept open would occupy a thread. Never ends because of a
//! client, nor because the system has run out of file handles for a while.

use std::io::Write as _;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use super::client_stream::Client;
use super::head::{self, RequestHead};
use super::http_error::HttpError;
use super::options::Limits;
use super::thread_limit::{ThreadLimit, spawn};
use super::tiny_http_server::Backend;

/// How long to wait when no connection can be accepted, mostly for want of file handles: others
/// must close first.
const PAUSE: Duration = Duration::from_millis(50);

/// How many connections beyond the limit are answered with 503. Further ones are closed without an
/// answer: each answer takes a thread too.
const ANSWERED_BUSY: usize = 32;

/// Accepts connections and forwards their requests.
pub(super) struct FrontServer {
    backend: Arc<Backend>,
    limits: Limits,
    stopped: AtomicBool,
    connections: Arc<ThreadLimit>,
}

/// A head as it was read, and what came behind it.
struct ReceivedHead {
    bytes: Vec<u8>,
    end: usize,
}

impl FrontServer {
    /// In front of this backend.
    pub(super) fn new(backend: Arc<Backend>, limits: Limits) -> Self {
        let stopped = AtomicBool::new(false);
        Self { backend, limits, stopped, connections: Arc::default() }
    }

    /// Accepts connections until [`FrontServer::stop`] is called.
    pub(super) fn listen(self: &Arc<Self>, listener: &TcpListener) {
        while !self.is_stopped() {
            match listener.accept() {
                Ok((stream, address)) => self.accept(stream, address),
                Err(_) => thread::sleep(PAUSE),
            }
        }
    }

    /// Accepts no more connections and ends the open ones as soon as they wait for something. A
    /// listener blocks in `accept`, so it has to be woken by a connection.
    pub(super) fn stop(&self) {
        self.stopped.store(true, Ordering::SeqCst);
    }

    /// Waits until all connections are closed.
    pub(super) fn wait_until_empty(&self, limit: Duration) -> bool {
        self.connections.wait_until_empty(limit)
    }

    fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::SeqCst)
    }

    fn accept(self: &Arc<Self>, stream: TcpStream, address: SocketAddr) {
        let most = self.limits.connections;
        let permit = self.connections.try_acquire(most + ANSWERED_BUSY);
        let Some((permit, number)) = permit else { return };
        let front = Arc::clone(self);
        // If there is no thread, the connection is closed, which is all that can be done.
        let _ = spawn("connection", permit, move || {
            let client = Client::new(stream, &front.stopped, front.limits.write_time);
            let Ok(client) = client else { return };
            if number > most {
                front.refuse(&client, HttpError::Busy);
            } else {
                front.serve(&client, address);
            }
        });
    }

    fn serve(&self, client: &Client<'_>, address: SocketAddr) {
        match self.read_head(client) {
            Ok(Some(received)) => self.forward(client, address, &received),
            Ok(None) => {}
            Err(error) => self.refuse(client, error),
        }
    }

    /// A head; none from a client that left or never sent anything. Browsers open connections
    /// ahead of need; an answer there would be taken for the answer to their next request.
    fn read_head(&self, client: &Client<'_>) -> Result<Option<ReceivedHead>, HttpError> {
        let deadline = Instant::now() + self.limits.head_time;
        let mut bytes = Vec::new();
        let mut chunk = [0; 4096];
        loop {
            let seen = bytes.len();
            match client.read(&mut chunk, deadline) {
                Ok(length) if length > 0 => bytes.extend_from_slice(&chunk[..length]),
                Err(_) if !bytes.is_empty() && Instant::now() >= deadline => {
                    return Err(HttpError::Slow);
                }
                _ => return Ok(None),
            }
            match head::end(&bytes, seen)? {
                Some(end) if end <= self.limits.head => {
                    return Ok(Some(ReceivedHead { bytes, end }));
                }
                None if bytes.len() < self.limits.head => {}
                _ => return Err(HttpError::Large),
            }
        }
    }

    fn forward(&self, client: &Client<'_>, address: SocketAddr, received: &ReceivedHead) {
        let head = match RequestHead::read(&received.bytes[..received.end]) {
            Ok(head) => head,
            Err(error) => return self.refuse(client, error),
        };
        let from_loopback = address.ip().to_canonical().is_loopback();
        let text = head.rewritten(self.backend.secret(), from_loopback);
        // Without a connection, the system has run out of ports or file handles.
        let Ok(mut backend) = self.backend.connect() else {
            return self.refuse(client, HttpError::Busy);
        };
        if backend.write_all(text.as_bytes()).is_err() {
            return self.refuse(client, HttpError::Silent);
        }
        match client.forward_from(&mut backend) {
            Ok(0) => self.refuse(client, HttpError::Silent),
            Ok(_) if head.announces_body() || received.bytes.len() > received.end => {
                client.linger_close();
            }
            _ => {}
        }
    }

    /// Answers with an error. The client may still be sending what nobody will read.
    fn refuse(&self, client: &Client<'_>, error: HttpError) {
        let answer = error.answer(self.backend.language(), false);
        if client.write(&answer.bytes()).is_ok() {
            client.linger_close();
        }
    }
}
