//! The web server of the preview, asked by plain sockets: what it answers, whom it refuses,
//! and that no client keeps it from the others.

#[path = "http/answers.rs"]
mod answers;
#[path = "http/client.rs"]
mod client;
#[path = "http/events.rs"]
mod events;
#[path = "http/limits.rs"]
mod limits;
#[path = "http/ports.rs"]
mod ports;
#[path = "http/refusals.rs"]
mod refusals;
