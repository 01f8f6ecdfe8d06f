//! The reader of plain front matter against the library, on examples and on all real files.
//!
//! In come texts, and those of the repository; out goes whether both read the same. Never compares
//! a text that the reader leaves to the library, but counts how many these are.

use std::path::Path;

use super::super::yaml::read_with_library;
use super::*;
use crate::base::front_matter;

/// True if the reader took a text; panics if it read it otherwise than the library.
#[track_caller]
pub(super) fn taken(text: &str) -> bool {
    let Some(node) = read(text) else { return false };
    assert_eq!(Ok(node), read_with_library(text), "{text}");
    true
}

#[test]
fn each_plain_shape_is_taken() {
    for text in [
        "a: b\n",
        "a: b",
        "a:\n",
        "a:   b  c   \n\n\nd:   \n",
        "# Wort\na: b\n   # Wort: x\n# \"\nc: d\n",
        "a: \"b: c, 'd' -- é\"\n",
        "a: 'b: c, \"d\" \\n'\nb: ''\nc: \"\"\n",
        "a: [b, c d,e , f-g, \"h, i\", 'j]']\nb: []\nc: [ a ]\nd: {}\n",
        "a: { b: c, d: [e, { f: 1 }], g: \"h, i\" }\nb: {c: d}\n",
        "a: [https://x.example/a?b=c, 18:30, a:b]\n",
        "a:\n  b: c\n  d:\n    e: f\ng: h\n",
        "a:\n- b\n- c: d\n  e:\n  - f\n  g: h\nb: c\n",
        "a:\n    - b\n    - c: d\n      e:\n        f: g\n    -    h: i\n         j: k\n",
        "a:\n  - b:\n  - c:\n    - d\n",
        "a: 1\nb: 0\nc: 1986\nd: 123456789012345678\ne: true\nf: false\n",
        "a: 2025-01-15\nb: 2025-09-13T18:00\nc: 8v3d-rga3\nd: 1986/87\ne: 12:30\nf: 1,5\n",
        "a: https://x.example/a#b\nb: C#\nc: A & B\nd: a@b.example\ne: 100 %\nf: Was? Ja!\n",
        "a: (FH)\nb: /a/\nc: „Wort“\nd: ärger\ne: geht's\nf: yes\ng: no\nh: nan\ni: inf\n",
        "a: [no, y, Null Müller, Nullmeridian, truely, (x)]\n",
        "a: x\na: y\n",
        "a_b-c: -\n- b\n",
    ] {
        assert_eq!(taken(text), !text.starts_with("a_b"), "{text}");
    }
}

/// Texts in which one thing is not plain.
const NOT_PLAIN: [&str; 84] = [
    "",
    "\n",
    "# a\n",
    "a",
    "- a\n",
    " a: b\n",
    "a: b\n c: d\n",
    "a: b\n  c\n",
    "a:\n    b: c\n  d: e\n",
    "a:\n  - b\n  c: d\n",
    "a:\n  b: c\n  - d\n",
    "a:\n- b\n c: d\n",
    "a:\n  -\n    b: c\n",
    "a:\n  - - b\n",
    "a: |\n  b\n",
    "a: >\n  b\n",
    "a: &b c\n",
    "a: *b\n",
    "a: !b c\n",
    "a: \"b\n  c\"\n",
    "a: 'it''s'\n",
    "a: \"b\\n\"\n",
    "a: \"b\" c\n",
    "a: b\"\n",
    "a: b #c\n",
    "a: b # c\n",
    "a: \"b #c\"\n",
    "# a #b\nc: d\n",
    "a:\n  # b #c\n",
    "a: b: c\n",
    "a: b:\n",
    "a: [b,\n  c]\n",
    "a: [b, ]\n",
    "a: [b: c]\n",
    "a: [b:, c]\n",
    "a: [b\n",
    "a: [b}\n",
    "a: [b[c]]\n",
    "a: [a] b\n",
    "a: { b }\n",
    "a: { b: }\n",
    "a: { b:c }\n",
    "a: { \"b\": c }\n",
    "a: ~\n",
    "a: null\n",
    "a: Null\n",
    "a: True\n",
    "null: a\n",
    "True: a\n",
    "1: a\n",
    "\"a\": b\n",
    "? a\n: b\n",
    "a b: c\n",
    "a : b\n",
    "a:b\n",
    "a:\tb\n",
    "a: b\r\n",
    "a: b\u{a0}c\n",
    "a: b\u{85}c\n",
    "a: b\u{2028}c\n",
    "\u{feff}a: b\n",
    "a: \u{fffe}\n",
    "a: \u{7}\n",
    "a: b\n---\nc: d\n",
    "a: b\n...\n",
    "%YAML 1.2\n",
    "<<: a\n",
    "a: +49341\n",
    "a: -5\n",
    "a: 007\n",
    "a: 1.10\n",
    "a: 1e3\n",
    "a: 3e7\n",
    "a: 0x1F\n",
    "a: 0o7\n",
    "a: .inf\n",
    "a: 1234567890123456789\n",
    "a: @b\n",
    "a: `b`\n",
    "a: %b\n",
    "a: -\n",
    "a: - b\n",
    "a: ? b\n",
    "a: , b\n",
];

#[test]
fn what_is_not_plain_is_left_to_the_library() {
    for text in NOT_PLAIN {
        assert_eq!(read(text), None, "{text}");
    }
    let deep = format!("a: {}{}\n", "[".repeat(20), "]".repeat(20));
    let long = format!("a: {}\n", "b".repeat(1_000));
    for text in [deep, long] {
        assert_eq!(read(&text), None, "{text}");
    }
}

/// The front matter and the data files below a folder.
#[cfg(test)]
fn all_data(folder: &Path, found: &mut Vec<String>) {
    let entries = std::fs::read_dir(folder).unwrap();
    for entry in entries {
        let path = entry.unwrap().path();
        let ending = path.extension().and_then(|ending| ending.to_str());
        if path.is_dir() {
            all_data(&path, found);
        } else if matches!(ending, Some("md" | "yaml" | "yml")) {
            #[expect(
                clippy::disallowed_methods,
                reason = "a test reads what people wrote"
            )]
            let Ok(text) = std::fs::read_to_string(&path) else { continue };
            match front_matter::split(&text) {
                Ok(parts) => found.push(text[parts.data].to_owned()),
                Err(_) => found.push(text),
            }
        }
    }
}

/// All that stands in the repository: the samples, what is copied for a new site, and the sites of
/// the tests, which are wrong in every way that has a message.
pub(super) fn repository() -> [Vec<String>; 2] {
    ["content", "tests"].map(|folder| {
        let mut found = Vec::new();
        all_data(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut found);
        found
    })
}

#[test]
fn real_front_matter_is_read_as_by_the_library_and_mostly_taken() {
    let [samples, tests] = repository();
    let count = samples.iter().filter(|text| taken(text)).count();
    assert!(count * 10 > samples.len() * 9, "{count} of {}", samples.len());
    let count = tests.iter().filter(|text| taken(text)).count();
    assert!(count * 2 > tests.len(), "{count} of {}", tests.len());
}
