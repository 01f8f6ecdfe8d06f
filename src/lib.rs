//! Matrikel: consent decides what is published.

pub mod base;
pub mod model;
pub mod publish;
pub mod read;
