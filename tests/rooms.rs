//! The list of rooms in docs/architecture.md is what the files say of themselves.
//!
//! Each file of `src/` begins with one sentence, and the list is these sentences by path.
//! `MATRIKEL_UPDATE=1 cargo test --test suite rooms` writes it anew.
#![expect(clippy::disallowed_methods, reason = "this test reads the project's own files")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

const DOCUMENT: &str = "docs/architecture.md";
const BEGIN: &str = "<!-- rooms -->\n";
const END: &str = "<!-- end -->";

/// Longest sentence, so that a line of the list can be read at once.
const LONGEST: usize = 100;

fn project(below: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(below)
}

/// The first line of every file, without the marks of a comment, by path.
fn sentences() -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for entry in walkdir::WalkDir::new(project("src")) {
        let path = entry.expect("the sources can be read").into_path();
        let mark = match path.extension().and_then(|ending| ending.to_str()) {
            Some("rs") => "//! ",
            Some("js") => "// ",
            _ => continue,
        };
        let text = fs::read_to_string(&path).expect("a source");
        let first = text.lines().next().unwrap_or_default();
        let sentence = first.strip_prefix(mark).unwrap_or_default().to_owned();
        let below = path.strip_prefix(project("")).expect("it lies below");
        found.insert(below.to_str().expect("UTF-8").to_owned(), sentence);
    }
    assert!(found.len() > 300, "the sources are here: {}", found.len());
    found
}

/// The list as it stands in the document.
fn list() -> String {
    let sentences = sentences();
    let width = sentences.keys().map(String::len).max().unwrap_or_default();
    let mut list = "```\n".to_owned();
    for (path, sentence) in sentences {
        list += &format!("{path:width$}  {sentence}\n");
    }
    list + "```\n"
}

#[test]
fn the_list_of_rooms_says_what_the_files_say() {
    let document = fs::read_to_string(project(DOCUMENT)).expect("the document");
    let (before, rest) = document.split_once(BEGIN).expect("a place for the list");
    let (present, after) = rest.split_once(END).expect("its end");
    let list = list();
    if std::env::var_os("MATRIKEL_UPDATE").is_some() {
        let renewed = format!("{before}{BEGIN}{list}{END}{after}");
        fs::write(project(DOCUMENT), renewed).expect("the document can be written");
        return;
    }
    let is: Vec<&str> = present.lines().collect();
    let should: Vec<&str> = list.lines().collect();
    let gone: Vec<&&str> = is.iter().filter(|line| !should.contains(line)).collect();
    let missing: Vec<&&str> = should.iter().filter(|line| !is.contains(line)).collect();
    // Both lists whole would hide what differs.
    assert!(
        present == list,
        "{DOCUMENT} is behind the code.\n  gone: {gone:#?}\n  missing: {missing:#?}\n\
         Run MATRIKEL_UPDATE=1 cargo test --test suite rooms, and look at what it changed."
    );
}

/// A sentence that goes on in the next line would stand in the list as a half.
#[test]
fn every_file_begins_with_one_whole_sentence() {
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    for (path, sentence) in sentences() {
        let begins = sentence.starts_with(|c: char| c.is_uppercase() || c == '`');
        assert!(begins && sentence.ends_with('.'), "{path}: “{sentence}”");
        assert!(sentence.chars().count() <= LONGEST, "{path}: “{sentence}”");
        // A file of the browser may say what its twin in Rust says.
        let (stem, kind) = path.rsplit_once('.').expect("a kind of file");
        if let Some(other) = files.insert(format!("{kind}: {sentence}"), path.clone()) {
            panic!("{stem} and {other} say the same of themselves: “{sentence}”");
        }
    }
}
