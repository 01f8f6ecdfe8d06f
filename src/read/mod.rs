//! From files to documents: front matter, data files, Markdown, configuration.
//!
//! In comes the text of one file, out go private documents and diagnostics. Every file is read
//! on its own; nothing here looks at another file or decides about publication.

mod as_written;
pub mod config;
pub mod document;
pub mod edit;
mod event;
mod fields;
mod flat_yaml;
mod hash_sign;
pub mod markdown;
mod mention;
mod node;
mod page;
mod person;
mod privacy;
pub mod reference;
mod shared;
mod slips;
mod statement;
mod story;
mod typography;
mod values;
mod yaml;
