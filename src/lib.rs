//! Matrikel: consent decides what is published.

pub mod audit;
pub mod base;
pub mod build;
pub mod cli;
pub mod cmd;
pub mod io;
pub mod model;
pub mod office;
pub mod publish;
pub mod read;
pub mod register;
pub mod render;
pub mod search;
