//! How a server is to be started.
//!
//! Plain values from the command line in, nothing out; nothing here opens a port.

use std::time::Duration;

use crate::base::language::Language;

/// Which port to listen on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PortChoice {
    /// This one or none; 0 lets the system choose a free one.
    Explicit(u16),
    /// This one or the next free one of the twenty behind it.
    From(u16),
}

/// What a server is started with.
#[derive(Debug, Clone)]
pub struct ServerOptions {
    /// Port.
    pub port: PortChoice,
    /// Also for other machines of the network; else for this machine only.
    pub share: bool,
    /// Names by which other machines know this one, without port. They count only if shared.
    pub names: Vec<String>,
    /// Language of the texts that the server itself answers with.
    pub language: Language,
    /// A random number that no other program knows: only who says it may speak with the inner
    /// server, which any program on this machine could reach.
    pub secret: u128,
    /// Limits; the usual ones fit everybody but tests.
    pub limits: Limits,
}

/// What one client may take of the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Connections at once; further ones are answered with 503.
    pub connections: usize,
    /// Browser tabs that listen for events at once; further ones are answered with 503.
    pub subscribers: usize,
    /// Bytes of a request's head.
    pub head: usize,
    /// Time in which a whole head must arrive.
    pub head_time: Duration,
    /// Time in which a client must take the next piece of an answer.
    pub write_time: Duration,
    /// Time between two signs of life to those who wait for events.
    pub heartbeat: Duration,
    /// Threads that answer requests.
    pub workers: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 256,
            subscribers: 100,
            head: 16 * 1024,
            head_time: Duration::from_secs(10),
            write_time: Duration::from_secs(30),
            heartbeat: Duration::from_secs(15),
            workers: 4,
        }
    }
}
