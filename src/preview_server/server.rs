//! The whole server: started, told things, stopped.
//!
//! In come options and a handler, out goes a server that answers until it is stopped or
//! dropped. Never leaves a thread of its own behind; idle ones of `tiny_http` end by themselves
//! within five seconds.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::answer::Handler;
use super::bind;
use super::events::EventStream;
use super::front_server::Door;
use super::hosts::Hosts;
use super::options::ServerOptions;
use super::tiny_http_server::{Inner, Responder};
use crate::base::refusal::Refusal;

/// How long a handler may hold up the end.
const LAST_ANSWERS: Duration = Duration::from_secs(2);

/// How long one attempt to wake a listener may take, and the pause between two.
const WAKE: Duration = Duration::from_millis(100);
const WAKE_PAUSE: Duration = Duration::from_millis(2);

/// A running server.
pub struct Server {
    port: u16,
    door: Arc<Door>,
    inner: Arc<Inner>,
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
        let desk = Responder {
            handler: Box::new(handler),
            hosts: Hosts::new(port, options.share, options.names),
            events: events.clone(),
            language: options.language,
            secret: format!("{:032x}", options.secret),
        };
        let inner =
            Inner::start(desk, limits.workers).map_err(|error| fails(port, &error))?;
        let door = Arc::new(Door::new(Arc::clone(&inner), limits));
        let mut server = Self { port, door, inner, events, listeners: Vec::new() };
        for (listener, address) in listeners.into_iter().zip(addresses) {
            let door = Arc::clone(&server.door);
            let thread = thread::Builder::new()
                .name("door".to_owned())
                .spawn(move || door.listen(&listener));
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

    /// To tell tabs what has happened.
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
        self.door.shut();
        self.events.close();
        for (address, thread) in self.listeners.drain(..) {
            wake(address, &thread);
            // A panic there was told where it happened.
            let _ = thread.join();
        }
        self.inner.stop(LAST_ANSWERS);
        self.events.wait_until_empty(LAST_ANSWERS);
        self.door.wait_until_empty(LAST_ANSWERS);
    }
}

fn fails(port: u16, error: &io::Error) -> Refusal {
    Refusal::new("port-fails").with("port", port.to_string()).because(error)
}

/// Wakes who waits for a connection, by one. It may fail as long as the system has run out of
/// file handles.
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
