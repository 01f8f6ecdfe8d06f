//! How a server is to be started.
//!
//! Plain values that come from the command line; nothing here opens a port.

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
    /// A random number that no other program knows. The backend answers only requests that carry
    /// it, since any program on this machine can reach its port.
    pub secret: u128,
    /// Limits; only tests need others than the defaults.
    pub limits: Limits,
}

/// How much of the server's resources clients may use.
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
    /// Time without events after which a subscriber is sent a comment, to notice closed tabs.
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
