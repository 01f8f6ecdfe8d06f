//! The sounds of words, held against another program that follows Postel's rules.
//!
//! `rphonetic` is a port of the Commons Codec of the Apache Foundation. Where both differ on
//! purpose, the list says why, with Hans Joachim Postel, “Die Kölner Phonetik”,
//! IBM-Nachrichten 19 (1969), as the judge.
#![expect(clippy::disallowed_methods, reason = "this test reads the sample site")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use matrikel::search::{cologne, fold};
use proptest::prelude::*;
use rphonetic::{Cologne, Encoder as _};

/// How a word may be meant to have another code here, and why.
type Difference = (fn(&str) -> bool, &'static str);

const DIFFERENCES: [Difference; 1] = [(
    is_c_behind_h,
    "`cl` and `cr` are hard “im Anlaut”; a C behind an H is not at the beginning of its word, \
     though the H has no sound. The other program asks whether any sound came before.",
)];

fn is_c_behind_h(word: &str) -> bool {
    let rest = word.trim_start_matches('h');
    rest.len() < word.len() && (rest.starts_with("cl") || rest.starts_with("cr"))
}

fn is_on_purpose(word: &str) -> bool {
    DIFFERENCES.iter().any(|(applies, _)| applies(word))
}

/// Both codes of a name, by its words: a hyphen ends a word.
fn codes(name: &str) -> Vec<(String, String, String)> {
    let words = name.split([' ', '-']).filter(|word| !word.is_empty());
    words
        .map(|word| (word.to_owned(), cologne(&fold(word)), Cologne.encode(word)))
        .collect()
}

/// Words with another code there, without those that differ on purpose.
fn differing(names: impl IntoIterator<Item = String>) -> Vec<String> {
    let found = names.into_iter().flat_map(|name| codes(&name));
    found
        .filter(|(word, ours, theirs)| ours != theirs && !is_on_purpose(&fold(word)))
        .map(|(word, ours, theirs)| format!("{word}: {ours}, there {theirs}"))
        .collect()
}

const NAMES: &str = "Müller Mueller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz \
    Hoffmann Schäfer Koch Bauer Richter Klein Wolf Schröder Neumann Schwarz Zimmermann Braun \
    Krüger Hofmann Hartmann Lange Schmitt Werner Schmitz Krause Meier Lehmann Schmid Schulze \
    Maier Köhler Herrmann König Walter Mayer Huber Kaiser Fuchs Peters Lang Scholz Möller Weiß \
    Jung Hahn Schubert Vogel Friedrich Keller Günther Frank Berger Winkler Roth Beck Lorenz \
    Baumann Franke Albrecht Schuster Simon Ludwig Böhm Winter Kraus Martin Schumacher Krämer \
    Vogt Stein Jäger Otto Sommer Groß Seidel Heinrich Brandt Haas Schreiber Graf Schulte \
    Dietrich Ziegler Kuhn Kühn Pohl Engel Horn Busch Bergmann Thomas Voigt Sauer Arnold Wolff \
    Pfeiffer Ziegenhals Czerny Czech Scholl Tschirner Tzschoppe Kretzschmar Nietzsche \
    Xaver Axmann Hexel Sachs Sax Wachs Ochs Luchs Cuxhaven Clausen Claus Klaus Christoph \
    Kristof Cäcilie Cécile Carl Karl Chlodwig Quandt Kwant Philipp Filip Stephan Stefan \
    Josef Joseph Pfaff Phasen Theodor Teodor Rhein Rein Goethe Göthe Gölz Goltz Ditz Dietz \
    Städtler Städter Matthes Mattes Mathes Hannah Johanna Ihle Ahnert Uhde Hßner Weißflog \
    Müller-Lüdenscheidt Schmidt-Rottluff Meyer-Abich Groß-Gerau Leutheusser-Schnarrenberger \
    Jyväskylä Ypsilanti Yıldız Öztürk Ärzte Übelhack Aßmann Assmann Ossietzky Breschnew";

#[test]
fn german_names_have_the_codes_of_the_other_program() {
    // What German does not write is folded here before it sounds, and passed over there.
    let foreign = |name: &&str| name.contains(['é', 'ı']);
    let names = NAMES.split_whitespace().filter(|name| !foreign(name));
    let names: Vec<String> = names.map(str::to_owned).collect();
    assert!(names.len() > 150);
    assert_eq!(differing(names), [""; 0]);
}

#[test]
fn the_words_of_the_sample_site_have_the_codes_of_the_other_program() {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let mut words = BTreeSet::new();
    for entry in walkdir::WalkDir::new(content) {
        let path = entry.expect("the sample site").into_path();
        if path.extension().is_some_and(|ending| ending == "md" || ending == "yaml") {
            let text = fs::read_to_string(path).expect("a text");
            let found = text.split(|c: char| !c.is_alphabetic());
            let german = |word: &&str| {
                !word.is_empty()
                    && word.chars().all(|c| c.is_ascii() || "äöüÄÖÜß".contains(c))
            };
            words.extend(found.filter(german).map(str::to_owned));
        }
    }
    assert!(words.len() > 1000, "words are found: {}", words.len());
    assert_eq!(differing(words), [""; 0]);
}

/// The list that the browser is held to (`tests/browser/search/words.test.mjs`).
#[test]
fn the_shared_list_has_the_codes_of_the_other_program() {
    let list: serde_json::Value =
        serde_json::from_str(include_str!("search/sounds.json")).expect("a list");
    let rows = list.as_array().expect("a list");
    assert!(rows.len() > 50);
    let mut seen = BTreeSet::new();
    for row in rows {
        let (word, code) = (row["word"].as_str(), row["code"].as_str());
        let (word, code) = (word.expect("a word"), code.expect("a code"));
        if is_on_purpose(word) {
            assert_ne!(Cologne.encode(word), code, "{word} no longer differs");
        } else {
            assert_eq!(Cologne.encode(word), code, "{word}");
        }
        seen.extend(word.chars());
    }
    // Every letter and both sides of each rule that depends on its neighbours.
    assert!(('a'..='z').all(|letter| seen.contains(&letter)), "{seen:?}");
    let words: Vec<&str> = rows.iter().filter_map(|row| row["word"].as_str()).collect();
    for part in
        ["ph", "tz", "ds", "dc", "cl", "scl", "zc", "cx", "kx", "qx", "ax", "acl", "hcl"]
    {
        assert!(words.iter().any(|word| word.contains(part)), "no word with {part}");
    }
}

#[test]
fn what_differs_on_purpose_does_differ() {
    for (word, ours, theirs) in [("hclara", "857", "457"), ("hcroll", "875", "475")] {
        assert!(is_on_purpose(word));
        assert_eq!(
            (cologne(word).as_str(), Cologne.encode(word).as_str()),
            (ours, theirs)
        );
    }
    for (applies, reason) in DIFFERENCES {
        assert!(applies("hclara") && reason.len() > 40);
        assert!(!applies("clara") && !applies("hannah"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn any_word_has_the_code_of_the_other_program(word in "[a-zäöüß]{1,14}") {
        prop_assert_eq!(differing([word]), [""; 0]);
    }

    /// Few letters, so that those that change each other stand side by side.
    #[test]
    fn letters_that_change_each_other_have_the_code_of_the_other_program(
        name in "[ACDHKLPQRSTXZacdhklpqrstxz]{1,8}(-[Acdhklpqrstxz]{1,6})?",
    ) {
        prop_assert_eq!(differing([name]), [""; 0]);
    }
}
