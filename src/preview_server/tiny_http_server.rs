//! The backend: `tiny_http` on a port of this machine, with a secret of the front server.
//!
//! In come requests that the front server has read, out go answers of the handler. When `tiny_http`
//! stops accepting, as it does after any error, a new one replaces it. Never answers through
//! `tiny_http::Response`, which writes head and body separately and adds headers of its own.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use tiny_http::Request;

use super::answer::{Answer, Handler, redirect};
use super::events::{self, EventSink, EventStream};
use super::head::{LOOPBACK, SECRET};
use super::hosts::Hosts;
use super::http_error::HttpError;
use super::reply::Finished;
use super::request::{CheckedRequest, Received, check};
use super::thread_limit::{ThreadLimit, spawn, spawn_with_stack};
use crate::base::language::Language;
use crate::base::limits::STACK;

/// How long to wait before trying again to replace a server: the system has run out of ports or
/// file handles.
const PAUSE: Duration = Duration::from_millis(50);

/// How long the front server waits for a connection on this machine.
const CONNECT: Duration = Duration::from_secs(5);

/// What a worker needs to answer a request.
pub(super) struct Responder {
    pub(super) handler: Box<dyn Handler>,
    pub(super) hosts: Hosts,
    pub(super) events: EventStream,
    pub(super) language: Language,
    pub(super) secret: String,
}

/// `tiny_http` with its workers.
pub(super) struct Backend {
    responder: Responder,
    current: Mutex<CurrentServer>,
    stopped: AtomicBool,
    workers: usize,
    threads: Arc<ThreadLimit>,
}

#[derive(Clone)]
struct CurrentServer {
    server: Arc<tiny_http::Server>,
    address: SocketAddr,
    /// Counts the servers, so that a failed one is replaced once and not by every worker.
    number: u64,
}

impl CurrentServer {
    fn new(number: u64) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let server = tiny_http::Server::from_listener(listener, None);
        let server = Arc::new(server.map_err(io::Error::other)?);
        Ok(Self { server, address, number })
    }
}

impl Backend {
    /// Starts `workers` threads.
    ///
    /// # Errors
    /// If the system has no port or no thread left.
    pub(super) fn start(responder: Responder, workers: usize) -> io::Result<Arc<Self>> {
        let backend = Arc::new(Self {
            responder,
            current: Mutex::new(CurrentServer::new(0)?),
            stopped: AtomicBool::new(false),
            workers,
            threads: Arc::default(),
        });
        for _ in 0..workers {
            let Some((permit, _)) = backend.threads.try_acquire(usize::MAX) else {
                break;
            };
            let worker = Arc::clone(&backend);
            if let Err(error) = spawn_with_stack("answers", STACK, permit, move || {
                worker.work();
            }) {
                backend.stop(Duration::ZERO);
                return Err(error);
            }
        }
        Ok(backend)
    }

    /// What the front server has to send with each request.
    pub(super) fn secret(&self) -> &str {
        &self.responder.secret
    }

    /// Language of the texts.
    pub(super) fn language(&self) -> Language {
        self.responder.language
    }

    /// A connection for one request. If nothing listens any more, a new server is started: the
    /// accepting thread of `tiny_http` ends silently when it cannot duplicate a file handle.
    ///
    /// # Errors
    /// If the system has run out of ports or file handles.
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
        self.threads.wait_until_empty(limit)
    }

    fn current(&self) -> MutexGuard<'_, CurrentServer> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Wakes every worker; each call of `unblock` wakes one.
    fn unblock(&self, server: &tiny_http::Server) {
        for _ in 0..self.workers {
            server.unblock();
        }
    }

    /// Replaces the server of this number, unless another thread has done so.
    fn renew(&self, number: u64) -> io::Result<()> {
        let mut current = self.current();
        if current.number == number && !self.stopped.load(Ordering::SeqCst) {
            let old = std::mem::replace(&mut *current, CurrentServer::new(number + 1)?);
            drop(current);
            self.unblock(&old.server);
        }
        Ok(())
    }

    fn work(&self) {
        while !self.stopped.load(Ordering::SeqCst) {
            let CurrentServer { server, number, .. } = self.current().clone();
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
        let answer = self.responder.checked(&request).and_then(|checked| {
            let handled = || self.responder.handler.answer(&checked.asked);
            let answer = catch_unwind(AssertUnwindSafe(handled));
            answer.map(|answer| (answer, checked)).map_err(|_| HttpError::Failed)
        });
        let writer = request.into_writer();
        let finished = match answer {
            Err(error) => error.answer(self.responder.language, head_only),
            Ok((Answer::Page(page), checked)) => {
                page.finish(&checked.conditions, head_only)
            }
            Ok((Answer::Redirect { location }, _)) => redirect(&location, head_only),
            Ok((Answer::Events, _)) => return self.subscribe(writer, head_only),
        };
        self.write_answer(writer, finished);
    }

    fn subscribe(&self, mut writer: EventSink, head_only: bool) {
        if head_only {
            let _ = writer.write_all(events::head().as_bytes());
            let _ = writer.flush();
        } else if let Err(writer) = self.responder.events.subscribe(writer) {
            let busy = HttpError::Busy.answer(self.responder.language, head_only);
            self.write_answer(writer, busy);
        }
    }

    /// Writes an answer. A large one gets a thread of its own: it may have to wait for a client
    /// that does not read, and must not block a worker. An error means that the client has left.
    fn write_answer(&self, mut writer: EventSink, finished: Finished) {
        if !finished.is_large() {
            let _ = finished.write_to(&mut *writer);
        } else if let Some((permit, _)) = self.threads.try_acquire(usize::MAX) {
            let _ = spawn("large answer", permit, move || {
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

    struct StaticHandler;

    impl Handler for StaticHandler {
        fn answer(&self, _: &Asked) -> Answer {
            Answer::Page(Payload::new("text/plain", *b"page"))
        }
    }

    fn backend() -> Arc<Backend> {
        let responder = Responder {
            handler: Box::new(StaticHandler),
            hosts: Hosts::new(3000, false, Vec::new()),
            events: EventStream::new(1, Duration::from_secs(60)),
            language: Language::En,
            secret: "77".to_owned(),
        };
        Backend::start(responder, 2).unwrap()
    }

    fn ask(backend: &Backend, secret: &str) -> String {
        let mut stream = backend.connect().unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let head = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
        stream.write_all(format!("{head}{SECRET}: {secret}\r\n\r\n").as_bytes()).unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn only_who_knows_the_secret_is_answered() {
        let backend = backend();
        assert!(ask(&backend, "77").ends_with("\r\n\r\npage"));
        for secret in ["", "7", "777"] {
            let answer = ask(&backend, secret);
            assert!(answer.starts_with("HTTP/1.1 403 Forbidden\r\n"), "{answer}");
        }
        assert!(backend.stop(Duration::from_secs(10)));
    }

    #[test]
    fn a_server_that_fails_is_replaced() {
        let backend = backend();
        for _ in 0..5 {
            let before = backend.current().clone();
            // A worker gets the same error as from a server that cannot accept any more.
            before.server.unblock();
            let is_old = || backend.current().number == before.number;
            let mut patience = 0..4000;
            while is_old() && patience.next().is_some() {
                thread::sleep(Duration::from_millis(5));
            }
            assert!(!is_old(), "nobody replaced it");
            assert!(ask(&backend, "77").ends_with("\r\n\r\npage"));
        }
        assert!(backend.stop(Duration::from_secs(10)));
    }

    #[test]
    fn a_server_that_vanished_is_replaced() {
        let backend = backend();
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let nobody = free.local_addr().unwrap();
        drop(free);
        backend.current().address = nobody;
        assert!(ask(&backend, "77").ends_with("\r\n\r\npage"));
        assert_eq!(backend.current().number, 1);
        assert!(backend.stop(Duration::from_secs(10)));
    }
}
