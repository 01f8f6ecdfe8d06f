//! Any bytes as front matter: read without the YAML library it is what the library reads.
//!
//! A comment with a space that does not break is one that only the library takes, and says no more
//! than another.
//!
//! `cargo +nightly fuzz run --fuzz-dir tests/fuzz flat_front_matter`

#![no_main]

use std::sync::Arc;

use libfuzzer_sys::fuzz_target;
use matrikel::base::digest::Digest;
use matrikel::base::language::Language;
use matrikel::base::source::{FileBody, SitePath, Source};
use matrikel::read::document::{Settings, document};

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let settings =
        Settings { languages: vec![Language::De, Language::En], base: String::new() };
    for path in ["content/directory/x.md", "content/portraits/x.md", "content/events/x.md"] {
        let [either, library] = ["# x", "#\u{a0}x"].map(|comment| {
            let text = format!("---\n{text}\n{comment}\n---\nText.\n");
            let source = Source {
                path: SitePath::new(path),
                body: FileBody::Text(Arc::from(text)),
                digest: Digest::of(bytes),
            };
            let read = document(&source, &settings);
            // Places in the body differ by the byte more that this space takes.
            let told: Vec<_> = read.diagnostics.iter().map(|one| one.code).collect();
            (read.value.map(|one| one.content), told)
        });
        assert_eq!(either, library);
    }
});
