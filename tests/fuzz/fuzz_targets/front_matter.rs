//! Any bytes as the front matter of a person: a build answers with diagnostics, never with a
//! panic, and every diagnostic can be explained.
//!
//! `cargo +nightly fuzz run --fuzz-dir tests/fuzz front_matter`

#![no_main]

use libfuzzer_sys::fuzz_target;

mod site;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    site::build("content/directory/x.md", &format!("---\n{text}\n---\nText.\n"));
});
