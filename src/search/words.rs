//! Words of texts and facets, each with the numbers of the records that it is in.
//!
//! In come records, facets and numbers, out go lines in the order of the terms. Facets are terms
//! that begin with a colon, which no word does. Never holds a word of a name.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::base::language::Language;

use super::compounds;
use super::fold::fold;
use super::number;
use super::record::{Facet, Record};
use super::stem::term;
use super::table::{Line, field};

/// How many records one thread takes at a time.
const RUN: usize = 2_000;

/// Numbers of records by terms, and the terms that were written as nouns are: with a capital.
#[derive(Default)]
struct Found {
    terms: BTreeMap<String, Vec<u32>>,
    nouns: BTreeSet<String>,
}

/// The lines of all terms.
pub(super) fn lines(
    records: &[Record],
    facets: &[Facet],
    numbers: &[u32],
    language: Language,
) -> Vec<Line> {
    let runs: Vec<Found> = records
        .par_chunks(RUN)
        .zip(numbers.par_chunks(RUN))
        .map(|(records, numbers)| found(records, numbers, language))
        .collect();
    let mut all = Found::default();
    for run in runs {
        all.nouns.extend(run.nouns);
        for (term, numbers) in run.terms {
            all.terms.entry(term).or_default().extend(numbers);
        }
    }
    if language == Language::De {
        add_parts(&mut all);
    }
    for facet in facets {
        for value in &facet.values {
            let numbers = value.records.iter().map(|record| numbers[*record]).collect();
            all.terms.insert(facet_term(facet.id, &value.value), numbers);
        }
    }
    let terms: Vec<(String, Vec<u32>)> = all.terms.into_iter().collect();
    terms.into_par_iter().map(|(term, numbers)| line(term, numbers)).collect()
}

/// The term of a value of a facet.
pub(super) fn facet_term(facet: &str, value: &str) -> String {
    format!(":{facet}:{}", field(value))
}

fn line(term: String, mut numbers: Vec<u32>) -> Line {
    numbers.sort_unstable();
    numbers.dedup();
    let mut text = format!("{term}\t");
    number::push_ascending(&mut text, &numbers);
    Line { key: term, text }
}

fn found(records: &[Record], numbers: &[u32], language: Language) -> Found {
    let mut found = Found::default();
    for (record, number) in records.iter().zip(numbers) {
        for text in &record.texts {
            for written in text.split_whitespace() {
                note(written, *number, language, &mut found);
            }
        }
    }
    found
}

fn note(written: &str, number: u32, language: Language, found: &mut Found) {
    let folded = fold(written);
    let noun =
        written.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
    for term in folded.split(' ').filter_map(|word| term(word, language)) {
        if noun && !found.nouns.contains(&term) {
            found.nouns.insert(term.clone());
        }
        match found.terms.get_mut(&term) {
            Some(numbers) if numbers.last() == Some(&number) => {}
            Some(numbers) => numbers.push(number),
            None => {
                found.terms.insert(term, vec![number]);
            }
        }
    }
}

/// Puts the records of a compound under its parts as well.
fn add_parts(all: &mut Found) {
    let (terms, nouns) = (&all.terms, &all.nouns);
    let list: Vec<(&String, &Vec<u32>)> = terms.iter().collect();
    let parts: Vec<(&str, &Vec<u32>)> = list
        .into_par_iter()
        .flat_map_iter(|(term, numbers)| {
            compounds::parts(term, nouns).into_iter().map(move |part| (part, numbers))
        })
        .collect();
    let mut more: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for (part, numbers) in parts {
        more.entry(part.to_owned()).or_default().extend(numbers);
    }
    for (part, numbers) in more {
        all.terms.entry(part).or_default().extend(numbers);
    }
}
