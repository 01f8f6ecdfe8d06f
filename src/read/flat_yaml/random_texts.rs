//! The reader of plain front matter against the library, on random texts near its edge.
//!
//! In come lines, blocks and real front matter with something in it changed; out goes whether both
//! read the same. Never only random bytes, of which none would be taken.

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::read;
use super::tests::{repository, taken};

/// Values as editors write them.
const VALUES: [&str; 28] = [
    "Jana",
    "von der",
    "Dipl.-Ing. (FH)",
    "no",
    "yes",
    "y",
    "1986",
    "0",
    "1986-09",
    "2025-01-15",
    "2025-09-13T18:00",
    "8v3d-rga3",
    "12:30",
    "123456789012345678",
    "true",
    "false",
    "",
    "nan",
    "inf",
    "[]",
    "{}",
    "[a, b]",
    "[ 50, 34 ]",
    "[a b, \"c, d\"]",
    "{ a: b, c: \"d, e\" }",
    "\"a: b\"",
    "'a'",
    "https://x.example/a?b#c",
];

/// Values as they should not be, and such as are read otherwise than they look.
const ODD_VALUES: [&str; 54] = [
    "3e7",
    "1e",
    "00",
    "007",
    "-1",
    "+49341",
    "1.10",
    "0x1F",
    "0o17",
    "0b1",
    "0x",
    "12_000",
    "12345678901234567890",
    "True",
    "FALSE",
    "null",
    "Null",
    "NULL",
    "~",
    ".nan",
    ".inf",
    "1.",
    "infinity",
    "[a,b ]",
    "[a, ]",
    "[a: b]",
    "[a:b]",
    "[a:, b]",
    "[a ?b]",
    "{ a : b }",
    "[{ a: b }, {c: d}]",
    "{ a: [b, c], d: { e: f } }",
    "{a}",
    "{ a: }",
    "{ null: a }",
    "\"a: b # c\"",
    "\"a\\\"b\"",
    "\"\"",
    "'it''s'",
    "''",
    "\"a\" b",
    "'a",
    "\"a",
    "a\"",
    "a: b",
    "a:",
    "a:b",
    "a #b",
    "a # b",
    "#a",
    "|",
    "&a b",
    "*a",
    "Wort „Wort“ – Wort",
];

/// Pieces of lines, which meet where nobody expects them to.
const PIECES: [&str; 43] = [
    " ", "  ", "\n", "\n  ", "\n    ", "\n- ", "\n  - ", "a", "b: ", "c:", ":", "-",
    "- ", ",", ", ", "[", "]", "{", "}", "\"", "'", "#", " #", "?", "? ", "!", "&", "*",
    "|", ">", "%", "@", "`", "\\", "1", "0", ".", "e", "ä", "“", "null", "true", "---",
];

/// Signs that stand alone for something, or look like others.
const SIGNS: [&str; 18] = [
    "\t", "\r", "\r\n", "\u{a0}", "\u{85}", "\u{2028}", "\u{feff}", "\u{fffe}",
    "\u{1680}", "\u{2003}", "\u{3000}", "\u{ad}", "\u{200b}", "\u{7}", "\u{0}", "\u{9f}",
    "🎓", "日",
];

/// A value, mostly a usual one.
fn value() -> impl Strategy<Value = String> {
    let pieces = prop::collection::vec(prop::sample::select(&PIECES[..]), 0..6);
    prop_oneof![
        60 => prop::sample::select(&VALUES[..]).prop_map(str::to_owned),
        6 => prop::sample::select(&ODD_VALUES[..]).prop_map(str::to_owned),
        1 => pieces.prop_map(|pieces| pieces.concat()),
        1 => "[a-zA-Z0-9.:+_xoe-]{0,8}",
        1 => "[\\PC]{0,8}",
    ]
}

fn key_text() -> impl Strategy<Value = String> {
    let usual = prop::sample::select(&["a", "b", "name", "allowed_mentions", "x-1"][..]);
    let odd = ["null", "true", "1", "\"a\"", "a b", "ä", "<<", "?", ""];
    let odd = prop::sample::select(odd.to_vec());
    prop_oneof![60 => usual, 1 => odd].prop_map(str::to_owned)
}

/// Lines of a file, mostly indented as the one before.
fn lines_of_data() -> impl Strategy<Value = String> {
    let indent =
        prop_oneof![20 => Just(0), 2 => Just(2), 1 => Just(-2), 1 => -5..5_isize];
    let kinds = ["k", "k", "k", "k", "k", "k", "-k", "-", "#", ""];
    let line = (indent, prop::sample::select(kinds.to_vec()), key_text(), value());
    prop::collection::vec(line, 1..8).prop_map(|lines| {
        let mut indent = 0_usize;
        let line = |(step, kind, key, value): (isize, &str, String, String)| {
            indent = indent.saturating_add_signed(step);
            let space = " ".repeat(indent);
            match kind {
                "k" => format!("{space}{key}: {value}\n"),
                "-k" => format!("{space}- {key}: {value}\n"),
                "-" => format!("{space}- {value}\n"),
                kind => format!("{space}{kind}\n"),
            }
        };
        lines.into_iter().map(line).collect()
    })
}

/// Blocks that are nested as they should be, so that most of them are taken.
fn nested() -> impl Strategy<Value = String> {
    let leaf = value().prop_map(|value| vec![format!(" {value}")]);
    let tree = leaf.prop_recursive(3, 16, 4, |inner| {
        let below = |lines: Vec<String>, indent: usize| {
            lines.into_iter().enumerate().map(move |(number, line)| {
                if number == 0 { line } else { format!("{}{line}", " ".repeat(indent)) }
            })
        };
        let map = prop::collection::vec((key_text(), inner.clone()), 1..4);
        let list = prop::collection::vec(inner, 1..4);
        let map = (map, 1..4_usize).prop_map(move |(entries, indent)| {
            let mut out = vec![String::new()];
            for (key, lines) in entries {
                let mut lines = below(lines, indent);
                let first = lines.next().unwrap_or_default();
                out.push(format!("{}{key}:{first}", " ".repeat(indent)));
                out.extend(lines);
            }
            out
        });
        let list = (list, 0..4_usize).prop_map(move |(items, indent)| {
            let mut out = vec![String::new()];
            for lines in items {
                let space = " ".repeat(indent);
                match lines.split_first() {
                    Some((first, rest)) if first.is_empty() => {
                        // The first key of a map stands behind the hyphen.
                        let width = rest[0].len() - rest[0].trim_start().len();
                        for (number, line) in rest.iter().enumerate() {
                            let line = line.get(width..).unwrap_or("");
                            let start = if number == 0 { "- " } else { "  " };
                            out.push(format!("{space}{start}{line}"));
                        }
                    }
                    first => {
                        let value = first.map_or("", |(first, _)| first);
                        out.push(format!("{space}-{value}"));
                    }
                }
            }
            out
        });
        prop_oneof![map, list]
    });
    prop::collection::vec((key_text(), tree), 1..5).prop_map(|entries| {
        let entry =
            |(key, lines): (String, Vec<String>)| format!("{key}:{}\n", lines.join("\n"));
        entries.into_iter().map(entry).collect()
    })
}

/// Real front matter with a few signs put in, taken out or moved.
fn changed() -> impl Strategy<Value = String> {
    let [samples, tests] = repository();
    let texts: Vec<String> = samples.into_iter().chain(tests).collect();
    let piece = prop_oneof![
        6 => prop::sample::select(&PIECES[..]).prop_map(str::to_owned),
        2 => prop::sample::select(&SIGNS[..]).prop_map(str::to_owned),
        2 => value(),
    ];
    let change = (any::<prop::sample::Index>(), 0..3_usize, piece);
    (prop::sample::select(texts), prop::collection::vec(change, 1..4)).prop_map(
        |(text, changes)| {
            let mut signs: Vec<String> = text.chars().map(String::from).collect();
            for (place, gone, piece) in changes {
                let start = place.index(signs.len() + 1);
                let end = (start + gone).min(signs.len());
                signs.splice(start..end, [piece]);
            }
            signs.concat()
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::default())]

    #[test]
    fn lines_are_read_as_by_the_library(text in lines_of_data()) {
        taken(&text);
    }

    #[test]
    fn blocks_are_read_as_by_the_library(text in nested()) {
        taken(&text);
    }

    #[test]
    fn changed_front_matter_is_read_as_by_the_library(text in changed()) {
        taken(&text);
    }

    #[test]
    fn pieces_are_read_as_by_the_library(
        pieces in prop::collection::vec(
            prop_oneof![
                8 => prop::sample::select(&PIECES[..]),
                1 => prop::sample::select(&SIGNS[..]),
                2 => prop::sample::select(&VALUES[..]),
                2 => prop::sample::select(&ODD_VALUES[..]),
            ],
            0..12,
        ),
    ) {
        let text = format!("a: {}\n", pieces.concat());
        taken(&text);
    }
}

/// The properties above would hold of a reader that takes nothing.
#[test]
fn of_random_texts_many_are_taken() {
    let mut runner = TestRunner::deterministic();
    let mut share = |texts: BoxedStrategy<String>| {
        let mut one = || texts.new_tree(&mut runner).unwrap().current();
        (0..1_000).filter(|_| read(&one()).is_some()).count()
    };
    let counts = [lines_of_data().boxed(), nested().boxed(), changed().boxed()];
    let counts = counts.map(&mut share);
    assert!(counts.iter().all(|count| *count > 100), "{counts:?}");
}
