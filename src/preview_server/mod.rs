//! A small web server on this machine, for the preview: pages from memory, and news to the
//! browsers that show them.
//!
//! In come connections, out go answers that a handler makes. `front_server` listens and takes the
//! head of each request, `tiny_http_server` stands behind it, `request` checks, `answer` writes,
//! `events` keeps tabs informed. Nothing here reads a file or knows what a page is about.
#![expect(
    clippy::disallowed_methods,
    reason = "a connection may take only so long, and somebody has to look at the clock"
)]

pub mod answer;
pub mod events;
pub mod network;
pub mod options;
pub mod request;
pub mod server;
pub mod target;

mod bind;
mod client_stream;
mod connection_limit;
mod front_server;
mod head;
mod hosts;
mod http_error;
mod range;
mod reply;
mod tiny_http_server;

pub use answer::{Answer, Handler, Payload};
pub use events::EventStream;
pub use hosts::Hosts;
pub use http_error::HttpError;
pub use options::{Limits, PortChoice, ServerOptions};
pub use range::Conditions;
pub use request::Asked;
pub use server::Server;
