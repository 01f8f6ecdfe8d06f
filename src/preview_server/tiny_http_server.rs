//! The inner server: `tiny_http` on a port that only the door is let in by.
//!
//! In come requests that the door has read, out go answers of the handler. When `tiny_http`
//! stops accepting, as it does after any error, another one takes its place. Never answers
//! through `tiny_http::Response`, which writes head and body apart and chooses headers itself.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use tiny_http::Request;

use super::answer::{Answer, Handler, redirect};
use super::connection_limit::{ConnectionLimit, spawn};
use super::events::{self, EventSink, EventStream};
use super::head::{LOOPBACK, SECRET};
use super::hosts::Hosts;
use super::http_error::HttpError;
use super::reply::Finished;
use super::request::{CheckedRequest, Received, check};
use crate::base::language::Language;

/// How long to wait before trying again to make a server: the system has run out of something.
const PAUSE: Duration = Duration::from_millis(50);

/// How long the door waits for a connection on this machine.
const CONNECT: Duration = Duration::from_secs(5);

/// What answers are made with.
pub(super) struct Responder {
    pub(super) handler: Box<dyn Handler>,
    pub(super) hosts: Hosts,
    pub(super) events: EventStream,
    pub(super) language: Language,
    pub(super) secret: String,
}

/// The inner server with its workers.
pub(super) struct Inner {
    desk: Responder,
    current: Mutex<Current>,
    stopped: AtomicBool,
    workers: usize,
    crew: Arc<ConnectionLimit>,
}

#[derive(Clone)]
struct Current {
    server: Arc<tiny_http::Server>,
    address: SocketAddr,
    /// Counts the servers, so that one that failed is replaced once.
    number: u64,
}

impl Current {
    fn new(number: u64) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let server = tiny_http::Server::from_listener(listener, None);
        let server = Arc::new(server.map_err(io::Error::other)?);
        Ok(Self { server, address, number })
    }
}

impl Inner {
    /// Starts with so many workers.
    ///
    /// # Errors
    /// If the system has no port or no thread left.
    pub(super) fn start(desk: Responder, workers: usize) -> io::Result<Arc<Self>> {
        let inner = Arc::new(Self {
            desk,
            current: Mutex::new(Current::new(0)?),
            stopped: AtomicBool::new(false),
            workers,
            crew: Arc::new(ConnectionLimit::default()),
        });
        for _ in 0..workers {
            let Some((place, _)) = inner.crew.enter(usize::MAX) else { break };
            let own = Arc::clone(&inner);
            if let Err(error) = spawn("answers", place, move || own.work()) {
                inner.stop(Duration::ZERO);
                return Err(error);
            }
        }
        Ok(inner)
    }

    /// What the door has to say to be let in.
    pub(super) fn secret(&self) -> &str {
        &self.desk.secret
    }

    /// Language of the texts.
    pub(super) fn language(&self) -> Language {
        self.desk.language
    }

    /// A connection for one request. If nobody listens any more, a new server is made: the one
    /// in `tiny_http` ends without a word if it cannot double a file handle.
    ///
    /// # Errors
    /// If the system has run out of something.
    pub(super) fn connect(&self) -> io::Result<TcpStream> {
        let current = self.current().clone();
        match TcpStream::connect_timeout(&current.address, CONNECT) {
            Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => {
                self.renew(current.number)?;
                TcpStream::connect_timeout(&self.current().address.clone(), CONNECT)
            }
            other => other,
        }
    }

    /// Ends the workers; true if all have ended in time.
    pub(super) fn stop(&self, limit: Duration) -> bool {
        self.stopped.store(true, Ordering::SeqCst);
        self.unblock(&self.current().server);
        self.crew.wait_until_empty(limit)
    }

    fn current(&self) -> MutexGuard<'_, Current> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Wakes every worker; each call wakes one.
    fn unblock(&self, server: &tiny_http::Server) {
        for _ in 0..self.workers {
            server.unblock();
        }
    }

    /// Replaces the server of this number, unless somebody has done so.
    fn renew(&self, number: u64) -> io::Result<()> {
        let mut current = self.current();
        if current.number == number && !self.stopped.load(Ordering::SeqCst) {
            let old = std::mem::replace(&mut *current, Current::new(number + 1)?);
            drop(current);
            self.unblock(&old.server);
        }
        Ok(())
    }

    fn work(&self) {
        while !self.stopped.load(Ordering::SeqCst) {
            let Current { server, number, .. } = self.current().clone();
            match server.recv() {
                Ok(request) => self.answer(request),
                Err(_) => {
                    if self.renew(number).is_err() {
                        thread::sleep(PAUSE);
                    }
                }
            }
        }
    }

    fn answer(&self, request: Request) {
        let head_only = *request.method() == tiny_http::Method::Head;
        let answer = self.desk.checked(&request).and_then(|checked| {
            let handled = || self.desk.handler.answer(&checked.asked);
            let answer = catch_unwind(AssertUnwindSafe(handled));
            answer.map(|answer| (answer, checked)).map_err(|_| HttpError::Failed)
        });
        let writer = request.into_writer();
        let finished = match answer {
            Err(fault) => fault.answer(self.desk.language, head_only),
            Ok((Answer::Page(page), checked)) => {
                page.finish(&checked.conditions, head_only)
            }
            Ok((Answer::Redirect { location }, _)) => redirect(&location, head_only),
            Ok((Answer::Events, _)) => return self.listen(writer, head_only),
        };
        self.carry(writer, finished);
    }

    fn listen(&self, mut writer: EventSink, head_only: bool) {
        if head_only {
            let _ = writer.write_all(events::head().as_bytes());
            let _ = writer.flush();
        } else if let Err(writer) = self.desk.events.subscribe(writer) {
            self.carry(writer, HttpError::Busy.answer(self.desk.language, head_only));
        }
    }

    /// Writes an answer. A large one might have to wait for a client that does not read, and
    /// must not keep a worker from the others. An error means that the client has left.
    fn carry(&self, mut writer: EventSink, finished: Finished) {
        if !finished.is_large() {
            let _ = finished.write_to(&mut *writer);
        } else if let Some((place, _)) = self.crew.enter(usize::MAX) {
            let _ = spawn("carries", place, move || {
                let _ = finished.write_to(&mut *writer);
            });
        }
    }
}

impl Responder {
    fn checked(&self, request: &Request) -> Result<CheckedRequest, HttpError> {
        let headers: Vec<(&str, &str)> = request
            .headers()
            .iter()
            .map(|header| (header.field.as_str().as_str(), header.value.as_str()))
            .collect();
        let value =
            |name| headers.iter().find(|(own, _)| *own == name).map(|(_, value)| *value);
        if value(SECRET) != Some(&self.secret) {
            return Err(HttpError::Foreign);
        }
        let received = Received {
            method: request.method().as_str(),
            target: request.url(),
            headers: &headers,
            from_loopback: value(LOOPBACK).is_some(),
        };
        check(&received, &self.hosts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::preview_server::answer::Payload;
    use crate::preview_server::request::Asked;
    use std::io::{Read as _, Write as _};

    struct FixedPage;

    impl Handler for FixedPage {
        fn answer(&self, _: &Asked) -> Answer {
            Answer::Page(Payload::new("text/plain", *b"page"))
        }
    }

    fn inner() -> Arc<Inner> {
        let desk = Responder {
            handler: Box::new(FixedPage),
            hosts: Hosts::new(3000, false, Vec::new()),
            events: EventStream::new(1, Duration::from_secs(60)),
            language: Language::En,
            secret: "77".to_owned(),
        };
        Inner::start(desk, 2).unwrap()
    }

    fn ask(inner: &Inner, secret: &str) -> String {
        let mut stream = inner.connect().unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let head = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
        stream.write_all(format!("{head}{SECRET}: {secret}\r\n\r\n").as_bytes()).unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn only_the_door_is_let_in() {
        let inner = inner();
        assert!(ask(&inner, "77").ends_with("\r\n\r\npage"));
        for secret in ["", "7", "777"] {
            let answer = ask(&inner, secret);
            assert!(answer.starts_with("HTTP/1.1 403 Forbidden\r\n"), "{answer}");
        }
        assert!(inner.stop(Duration::from_secs(10)));
    }

    #[test]
    fn a_server_that_fails_is_replaced() {
        let inner = inner();
        for _ in 0..5 {
            let before = inner.current().clone();
            // A worker gets the same error as from a server that cannot accept any more.
            before.server.unblock();
            let is_old = || inner.current().number == before.number;
            let mut patience = 0..4000;
            while is_old() && patience.next().is_some() {
                thread::sleep(Duration::from_millis(5));
            }
            assert!(!is_old(), "nobody replaced it");
            assert!(ask(&inner, "77").ends_with("\r\n\r\npage"));
        }
        assert!(inner.stop(Duration::from_secs(10)));
    }

    #[test]
    fn a_server_that_vanished_is_replaced() {
        let inner = inner();
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let nobody = free.local_addr().unwrap();
        drop(free);
        inner.current().address = nobody;
        assert!(ask(&inner, "77").ends_with("\r\n\r\npage"));
        assert_eq!(inner.current().number, 1);
        assert!(inner.stop(Duration::from_secs(10)));
    }
}
