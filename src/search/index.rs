//! All files of an index.
//!
//! In come records in the order in which they are shown, people first, and facets; out go files
//! after docs/search.md. The same records give the same bytes. Never knows where a
//! record comes from.

use std::ops::Range;

use rayon::prelude::*;

use crate::base::language::Language;

use super::contents::{Tables, contents};
use super::postings::{Postings, postings, slot};
use super::record::{Facet, Record};
use super::table::{Length, Shards, cut, field, file};
use super::{heads, tokens, words};

pub use super::table::packed;

/// Lengths of shards before compression, chosen so that each is about 5 kB afterwards: heads shrink
/// to a third, tokens to less, words to two thirds. Shorter shards would save less than their
/// entries add to the contents.
const HEADS: Length = Length { least: 20_000, most: 40_000, every: 96 };
const TOKENS: Length = Length { least: 10_000, most: 20_000, every: 256 };
const WORDS: Length = Length { least: 6_000, most: 14_000, every: 24 };

/// The files of an index.
#[derive(Debug, PartialEq, Eq)]
pub struct Index {
    /// The contents, before they are compressed.
    pub contents: String,
    /// All shards by their names, likewise.
    pub shards: Shards,
}

/// Makes an index. Records of one kind must be contiguous, and the records of facets are people.
pub fn index(language: Language, records: &[Record], facets: &[Facet]) -> Index {
    let postings = postings(records);
    let (heads, texts) = rayon::join(
        || head_tables(records, &postings, language),
        || {
            let mut shards = Shards::new();
            let lines = words::lines(records, facets, &postings.numbers, language);
            (cut(&lines, WORDS, &mut shards), shards)
        },
    );
    let Heads { mut tables, mut shards } = heads;
    tables.words = texts.0;
    shards.extend(texts.1);
    let leaves: Vec<(String, String)> =
        postings.leaves.par_iter().map(|range| leaf(records, &postings, range)).collect();
    for (name, text) in leaves {
        tables.leaves.push(name.clone());
        shards.insert(name, text);
    }
    let contents = contents(language, records, facets, &tables, &mut shards);
    Index { contents, shards }
}

struct Heads {
    tables: Tables,
    shards: Shards,
}

fn head_tables(records: &[Record], postings: &Postings, language: Language) -> Heads {
    let (lines, of) = heads::lines(records, &postings.numbers, language);
    let keys = lines.iter().zip(&of);
    let tokens =
        tokens::tokens(keys.map(|(line, at)| (line.key.as_str(), records[*at].kind)));
    let mut shards = Shards::new();
    let heads = cut(&lines, HEADS, &mut shards);
    let tables = Tables {
        heads,
        forward: cut(&tokens.forward, TOKENS, &mut shards),
        backward: cut(&tokens.backward, TOKENS, &mut shards),
        sounds: cut(&tokens.sounds, TOKENS, &mut shards),
        words: Vec::new(),
        leaves: Vec::new(),
    };
    Heads { tables, shards }
}

fn leaf(
    records: &[Record],
    postings: &Postings,
    range: &Range<usize>,
) -> (String, String) {
    let mut text = String::new();
    for at in range.clone() {
        let record = &records[at];
        let language = record.language.map_or("", Language::code);
        text.push_str(&format!(
            "{}\t{}\t{}\t{}\t{}\t{}\t{language}\n",
            slot(postings.numbers[at]),
            record.kind.letter(),
            field(&record.title),
            field(&record.also),
            field(&record.facts),
            field(&record.address),
        ));
    }
    file(text)
}
