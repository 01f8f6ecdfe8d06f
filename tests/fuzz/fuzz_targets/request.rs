//! Any bytes as a request of the preview: refused, or a path that cannot climb, asked by one of
//! our own names.
//!
//! The first line is the target, the others are headers.
//!
//! `cargo +nightly fuzz run --fuzz-dir tests/fuzz request`

#![no_main]

use libfuzzer_sys::fuzz_target;
use matrikel::preview_server::Hosts;
use matrikel::preview_server::request::{Received, check};

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let mut lines = text.split('\n');
    let target = lines.next().unwrap_or("");
    let mut headers: Vec<(&str, &str)> =
        lines.filter_map(|line| line.split_once(':')).collect();
    if headers.is_empty() {
        headers.push(("Host", "localhost:3000"));
    }
    let received = Received { method: "GET", target, headers: &headers, from_loopback: true };
    let hosts = Hosts::new(3000, false, Vec::new());
    let Ok(checked) = check(&received, &hosts) else { return };
    let path = &checked.asked.path;
    assert!(path.starts_with('/') && !path.contains("//"), "{path:?}");
    assert!(path.split('/').all(|part| part != "." && part != ".."), "{path:?}");
    assert!(!path.contains(|c: char| c.is_control() || c == '\\'), "{path:?}");
    assert!(checked.asked.query.len() <= 100);
    let host = checked.asked.host.to_ascii_lowercase();
    let name = host.strip_suffix(":3000").unwrap_or(&host);
    assert!(["localhost", "127.0.0.1", "[::1]"].contains(&name), "{host:?}");
});
