//! Measures the cost of a withdrawal, and how many files it touches.
//!
//! `cargo bench --bench withdraw -- [PAGES]` generates a deterministic site (10,000 pages by
//! default), builds it with the real program, withdraws one person with `matrikel withdraw`, and
//! prints times and counts. Fails if a file that was not reported as changed differs in bytes or
//! modification time. `TMPDIR=/dev/shm` uses a tmpfs. `-- DIR` in place of the number takes a copy
//! of that site, which must have an entry with the id `a000012`, as those of `compare.py --write`
//! do.

#![expect(clippy::print_stdout, reason = "a benchmark is read on the terminal")]
#![expect(
    clippy::disallowed_methods,
    reason = "a benchmark reads the clock and the disk"
)]

mod corpus;
mod given;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;
use std::time::{Instant, SystemTime};

fn main() {
    let pages =
        std::env::args().skip(1).find_map(|word| word.parse().ok()).unwrap_or(10_000);
    let made = tempfile::tempdir().expect("a temporary folder");
    if given::copy(made.path()).is_none() {
        corpus::write(made.path(), pages);
    }
    let first = timed(made.path(), &["build"]);
    println!("first build: {:.2} s", first.0);
    println!("second build: {:.2} s", timed(made.path(), &["build"]).0);
    let before = site(made.path());
    let person = ["withdraw", "a000012", "--format", "json"];
    let (seconds, said) = timed(made.path(), &person);
    let after = site(made.path());
    let said: serde_json::Value = serde_json::from_str(&said).expect("JSON");
    let named = |key: &str| -> BTreeSet<String> {
        let all = said["files"][key].as_array().expect("a list");
        all.iter().map(|path| path.as_str().expect("a path").to_owned()).collect()
    };
    let [added, changed, removed] = ["added", "changed", "removed"].map(named);
    let untouched = before.iter().filter(|(path, _)| !changed.contains(*path));
    let untouched = untouched.filter(|(path, _)| !removed.contains(*path));
    let mut same = 0;
    for (path, file) in untouched {
        assert_eq!(after.get(path), Some(file), "{path}");
        same += 1;
    }
    assert_eq!(after.len(), same + added.len() + changed.len());
    println!("withdrawal: {seconds:.2} s");
    println!(
        "{} files changed, {} new, {} gone, {same} untouched in bytes and time",
        changed.len(),
        added.len(),
        removed.len()
    );
}

/// Runs the program; returns its duration in seconds and its output.
fn timed(root: &Path, arguments: &[&str]) -> (f64, String) {
    let start = Instant::now();
    let ran = Command::new(env!("CARGO_BIN_EXE_matrikel"))
        .current_dir(root)
        .args(arguments)
        .output()
        .expect("the program can be run");
    let seconds = start.elapsed().as_secs_f64();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    (seconds, String::from_utf8(ran.stdout).expect("UTF-8"))
}

/// Every file of the site with its content and modification time.
fn site(root: &Path) -> BTreeMap<String, (Vec<u8>, SystemTime)> {
    let public = root.join("public");
    walkdir::WalkDir::new(&public)
        .into_iter()
        .map(|entry| entry.expect("the site can be read"))
        .filter(|entry| entry.file_type().is_file())
        .filter(|entry| !entry.file_name().to_string_lossy().starts_with(".matrikel"))
        .map(|entry| {
            let path = entry.path().strip_prefix(&public).expect("below").to_owned();
            let metadata = entry.metadata().expect("a file");
            let time = metadata.modified().expect("a time");
            let bytes = std::fs::read(entry.path()).expect("a file");
            (path.to_str().expect("UTF-8").to_owned(), (bytes, time))
        })
        .collect()
}
