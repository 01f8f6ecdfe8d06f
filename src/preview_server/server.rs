//! The whole server: starting it, reaching its event stream, stopping it.
//!
//! In come options and a handler, out goes a server that answers until it is stopped or
//! dropped. Never leaves a thread of its own behind; idle threads of `tiny_http` end by
//! themselves within five seconds.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::answer::Handler;
use super::bind;
use super::events::EventStream;
use super::front_server::FrontServer;
use super::hosts::Hosts;
use super::options::ServerOptions;
use super::tiny_http_server::{Backend, Responder};
use crate::base::refusal::Refusal;

/// How long stopping waits for a handler that is still answering.
const LAST_ANSWERS: Duration = Duration::from_secs(2);

/// How long one attempt to wake a listener may take, and the pause between two.
const WAKE: Duration = Duration::from_millis(100);
const WAKE_PAUSE: Duration = Duration::from_millis(2);

/// A running server.
pub struct Server {
    port: u16,
    front: Arc<FrontServer>,
    backend: Arc<Backend>,
    events: EventStream,
    listeners: Vec<(SocketAddr, JoinHandle<()>)>,
}

impl Server {
    /// Listens and answers from now on.
    ///
    /// # Errors
    /// `port-taken`, `ports-taken`, `port-forbidden` or `port-fails`, with what to do about it.
    pub fn start(options: ServerOptions, handler: impl Handler) -> Result<Self, Refusal> {
        let listeners = bind::listen(options.port, options.share)?;
        let addresses: io::Result<Vec<SocketAddr>> =
            listeners.iter().map(TcpListener::local_addr).collect();
        let addresses = addresses.map_err(|error| fails(0, &error))?;
        let port = addresses.first().map_or(0, SocketAddr::port);
        let limits = options.limits;
        let events = EventStream::new(limits.subscribers, limits.heartbeat);
        let responder = Responder {
            handler: Box::new(handler),
            hosts: Hosts::new(port, options.share, options.names),
            events: events.clone(),
            language: options.language,
            secret: format!("{:032x}", options.secret),
        };
        let backend = Backend::start(responder, limits.workers)
            .map_err(|error| fails(port, &error))?;
        let front = Arc::new(FrontServer::new(Arc::clone(&backend), limits));
        let mut server = Self { port, front, backend, events, listeners: Vec::new() };
        for (listener, address) in listeners.into_iter().zip(addresses) {
            let front = Arc::clone(&server.front);
            let thread = thread::Builder::new()
                .name("listener".to_owned())
                .spawn(move || front.listen(&listener));
            server
                .listeners
                .push((address, thread.map_err(|error| fails(port, &error))?));
        }
        Ok(server)
    }

    /// Where this machine reaches the server, whether it is shared or not.
    pub fn address(&self) -> SocketAddr {
        SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), self.port)
    }

    /// The stream by which tabs are told what has happened.
    pub fn events(&self) -> &EventStream {
        &self.events
    }

    /// Ends it; dropping it does the same. The port is free afterwards.
    pub fn stop(self) {
        drop(self);
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.front.stop();
        self.events.close();
        for (address, thread) in self.listeners.drain(..) {
            wake(address, &thread);
            // A panic there was reported when it happened.
            let _ = thread.join();
        }
        self.backend.stop(LAST_ANSWERS);
        self.events.wait_until_empty(LAST_ANSWERS);
        self.front.wait_until_empty(LAST_ANSWERS);
    }
}

fn fails(port: u16, error: &io::Error) -> Refusal {
    Refusal::new("port-fails").with("port", port.to_string()).because(error)
}

/// Connects until the listener has noticed that it should stop: `accept` cannot be interrupted. A
/// connection may fail as long as the system has run out of file handles.
fn wake(address: SocketAddr, thread: &JoinHandle<()>) {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    while !thread.is_finished() {
        let own = SocketAddr::new(ip, address.port());
        let _ = TcpStream::connect_timeout(&own, WAKE);
        thread::sleep(WAKE_PAUSE);
    }
}
