//! Any bytes as the body of a page: no panic, no script of the text in the page.
//!
//! `cargo +nightly fuzz run --fuzz-dir tests/fuzz markdown`

#![no_main]

use libfuzzer_sys::fuzz_target;

mod site;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let pages = site::build("content/x.md", &format!("---\ntitle: X\n---\n{text}"));
    for page in pages {
        let scripts = page.matches("<script").count();
        let data = page.matches("<script type=\"application/ld+json\">").count();
        assert_eq!(scripts, data, "a text made a script");
    }
});
