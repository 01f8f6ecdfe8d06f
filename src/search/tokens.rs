//! The first words of all heads: as they are, reversed, and by their sound.
//!
//! In come the keys of all heads, out go three tables in which a browser finds the word that a
//! visitor meant: by its beginning, by its end, or by its pronunciation. Never contains a word
//! under which there is no head.

use std::collections::{BTreeMap, BTreeSet};

use super::cologne::cologne;
use super::record::RecordKind;
use super::table::TableLine;

/// The tables.
pub(super) struct Tokens {
    /// Tokens with the number of their heads.
    pub(super) forward: Vec<TableLine>,
    /// The same with each token reversed, to find it by its end.
    pub(super) backward: Vec<TableLine>,
    /// Tokens of people by their code of the Kölner Phonetik.
    pub(super) sounds: Vec<TableLine>,
}

/// Makes the tables from keys, each with the kind of its record.
pub(super) fn tokens<'k>(keys: impl Iterator<Item = (&'k str, RecordKind)>) -> Tokens {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut people: BTreeSet<&str> = BTreeSet::new();
    for (key, kind) in keys {
        let token = key.split(' ').next().unwrap_or(key);
        *counts.entry(token).or_default() += 1;
        if kind == RecordKind::Person {
            people.insert(token);
        }
    }
    let backward: BTreeMap<String, usize> = counts
        .iter()
        .map(|(token, count)| (token.chars().rev().collect(), *count))
        .collect();
    let mut sounds: BTreeMap<String, String> = BTreeMap::new();
    for token in people {
        let code = cologne(token);
        if !code.is_empty() {
            let line = sounds.entry(code).or_insert_with_key(String::clone);
            line.push('\t');
            line.push_str(token);
        }
    }
    let counted = |token: &str, count: usize| TableLine {
        key: token.to_owned(),
        text: format!("{token}\t{count}"),
    };
    Tokens {
        forward: counts.iter().map(|(token, count)| counted(token, *count)).collect(),
        backward: backward.iter().map(|(token, count)| counted(token, *count)).collect(),
        sounds: sounds.into_iter().map(|(key, text)| TableLine { key, text }).collect(),
    }
}
