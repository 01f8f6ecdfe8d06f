//! Matrikel: consent decides what is published.

pub mod audit;
pub mod base;
pub mod cli;
pub mod cmd;
pub mod engine;
pub mod io;
pub mod model;
pub mod pictures;
#[cfg(feature = "serve")]
pub mod preview_server;
pub mod publish;
pub mod read;
pub mod register;
pub mod render;
pub mod search;
