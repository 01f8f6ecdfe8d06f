//! Takes connections, reads the head of each request, and asks the inner server.
//!
//! In come connections from anybody, out go answers. Here are the limits that `tiny_http` lacks:
//! how many at once, how large a head may be, how long it may take. Every connection carries one
//! request; those that a browser would keep open would each hold a thread. Never ends because of
//! a client, nor because the system has run out of file handles for a while.

use std::io::Write as _;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use super::client_stream::Client;
use super::connection_limit::{ConnectionLimit, spawn};
use super::head::{self, RequestHead};
use super::http_error::HttpError;
use super::options::Limits;
use super::tiny_http_server::Inner;

/// How long to wait when no connection can be taken: for others to leave.
const PAUSE: Duration = Duration::from_millis(50);

/// Connections beyond the limit that are told so. Those beyond are closed without a word.
const TOLD: usize = 32;

/// The door of a server.
pub(super) struct Door {
    inner: Arc<Inner>,
    limits: Limits,
    stopped: AtomicBool,
    crew: Arc<ConnectionLimit>,
}

/// A head as it was read, and what came with it.
struct Arrived {
    bytes: Vec<u8>,
    end: usize,
}

impl Door {
    /// A door to this inner server.
    pub(super) fn new(inner: Arc<Inner>, limits: Limits) -> Self {
        let stopped = AtomicBool::new(false);
        Self { inner, limits, stopped, crew: Arc::default() }
    }

    /// Takes connections until the door is shut.
    pub(super) fn listen(self: &Arc<Self>, listener: &TcpListener) {
        while !self.is_shut() {
            match listener.accept() {
                Ok((stream, address)) => self.admit(stream, address),
                Err(_) => thread::sleep(PAUSE),
            }
        }
    }

    /// Lets nobody in any more and sends everybody away as soon as they wait for something.
    /// Who listens has to be woken by a connection.
    pub(super) fn shut(&self) {
        self.stopped.store(true, Ordering::SeqCst);
    }

    /// Waits until everybody has gone.
    pub(super) fn wait_until_empty(&self, limit: Duration) -> bool {
        self.crew.wait_until_empty(limit)
    }

    fn is_shut(&self) -> bool {
        self.stopped.load(Ordering::SeqCst)
    }

    fn admit(self: &Arc<Self>, stream: TcpStream, address: SocketAddr) {
        let most = self.limits.connections;
        let Some((place, number)) = self.crew.enter(most + TOLD) else { return };
        let door = Arc::clone(self);
        // Without a thread the connection is closed, which is all that can be done.
        let _ = spawn("connection", place, move || {
            let client = Client::new(stream, &door.stopped, door.limits.write_time);
            let Ok(client) = client else { return };
            if number > most {
                door.refuse(&client, HttpError::Busy);
            } else {
                door.serve(&client, address);
            }
        });
    }

    fn serve(&self, client: &Client<'_>, address: SocketAddr) {
        match self.read_head(client) {
            Ok(Some(arrived)) => self.ask(client, address, &arrived),
            Ok(None) => {}
            Err(fault) => self.refuse(client, fault),
        }
    }

    /// A head, or nothing from a client that left or never said a word. Browsers open
    /// connections that they may need; an answer there would be taken for that to their next
    /// request.
    fn read_head(&self, client: &Client<'_>) -> Result<Option<Arrived>, HttpError> {
        let deadline = Instant::now() + self.limits.head_time;
        let mut bytes = Vec::new();
        let mut piece = [0; 4096];
        loop {
            let seen = bytes.len();
            match client.read(&mut piece, deadline) {
                Ok(length) if length > 0 => bytes.extend_from_slice(&piece[..length]),
                Err(_) if !bytes.is_empty() && Instant::now() >= deadline => {
                    return Err(HttpError::Slow);
                }
                _ => return Ok(None),
            }
            match head::end(&bytes, seen)? {
                Some(end) if end <= self.limits.head => {
                    return Ok(Some(Arrived { bytes, end }));
                }
                None if bytes.len() < self.limits.head => {}
                _ => return Err(HttpError::Large),
            }
        }
    }

    fn ask(&self, client: &Client<'_>, address: SocketAddr, arrived: &Arrived) {
        let head = match RequestHead::read(&arrived.bytes[..arrived.end]) {
            Ok(head) => head,
            Err(fault) => return self.refuse(client, fault),
        };
        let from_loopback = address.ip().to_canonical().is_loopback();
        let text = head.rewritten(self.inner.secret(), from_loopback);
        // No connection means that the system has run out of something.
        let Ok(mut inner) = self.inner.connect() else {
            return self.refuse(client, HttpError::Busy);
        };
        if inner.write_all(text.as_bytes()).is_err() {
            return self.refuse(client, HttpError::Silent);
        }
        match client.pass_on(&mut inner) {
            Ok(0) => self.refuse(client, HttpError::Silent),
            Ok(_) if head.announces_body() || arrived.bytes.len() > arrived.end => {
                client.part();
            }
            _ => {}
        }
    }

    /// Says why not. The client may still be sending what nobody will read.
    fn refuse(&self, client: &Client<'_>, fault: HttpError) {
        let answer = fault.answer(self.inner.language(), false);
        if client.write(&answer.bytes()).is_ok() {
            client.part();
        }
    }
}
