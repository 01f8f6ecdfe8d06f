//! Matrikel: consent decides what is published.

pub mod base;
