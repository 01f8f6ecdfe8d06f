//! A small web server for the preview: pages from memory, and news to open tabs.
//!
//! In come connections, out go answers that a handler makes. `front_server` listens, reads the head
//! of each request and forwards it to the backend in `tiny_http_server`; `request` checks it,
//! `answer` and `reply` write the answer, `events` keeps tabs informed. Nothing here reads a file
//! or knows what a page is about.
#![expect(
    clippy::disallowed_methods,
    reason = "a connection has a time limit, which needs the clock"
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
mod front_server;
mod head;
mod hosts;
mod http_error;
mod range;
mod reply;
mod thread_limit;
mod tiny_http_server;

pub use answer::{Answer, Handler, Payload};
pub use events::EventStream;
pub use hosts::Hosts;
pub use http_error::HttpError;
pub use options::{Limits, PortChoice, ServerOptions};
pub use range::Conditions;
pub use request::Asked;
pub use server::Server;
