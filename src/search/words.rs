//! The inverted index: terms of texts and values of facets, each with the numbers of its records.
//!
//! In come records, facets and numbers, out go lines in the order of the terms. Facets are terms
//! that begin with a colon, as no word does. Never contains the words of names, which have tables
//! of their own.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use rayon::prelude::*;

use crate::base::language::Language;

use super::compounds;
use super::fold::fold;
use super::number;
use super::record::{Facet, Record};
use super::stem::term;
use super::table::{TableLine, field};

/// How many records one thread takes at a time.
const RUN: usize = 2_000;

/// Numbers of records by terms, and the terms that were written with a capital, as nouns are.
#[derive(Default)]
struct TermTable {
    terms: BTreeMap<String, Vec<u32>>,
    nouns: BTreeSet<String>,
}

/// The terms in the records of one thread. Texts repeat their words, so each spelling is folded and
/// stemmed once.
#[derive(Default)]
struct TermRun<'t> {
    /// For each spelling, the positions of its terms in `terms`.
    written: IndexMap<&'t str, Vec<usize>>,
    /// Numbers of records by terms.
    terms: IndexMap<String, Vec<u32>>,
    nouns: BTreeSet<String>,
}

/// The lines of all terms.
pub(super) fn lines(
    records: &[Record],
    facets: &[Facet],
    numbers: &[u32],
    language: Language,
) -> Vec<TableLine> {
    let runs: Vec<TermRun> = records
        .par_chunks(RUN)
        .zip(numbers.par_chunks(RUN))
        .map(|(records, numbers)| run(records, numbers, language))
        .collect();
    let mut all = TermTable::default();
    for run in runs {
        all.add(run);
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

fn line(term: String, mut numbers: Vec<u32>) -> TableLine {
    numbers.sort_unstable();
    numbers.dedup();
    let mut text = format!("{term}\t");
    number::push_ascending(&mut text, &numbers);
    TableLine { key: term, text }
}

fn run<'t>(records: &'t [Record], numbers: &[u32], language: Language) -> TermRun<'t> {
    let mut run = TermRun::default();
    for (record, number) in records.iter().zip(numbers) {
        for text in &record.texts {
            for written in text.split_whitespace() {
                run.note(written, *number, language);
            }
        }
    }
    run
}

impl<'t> TermRun<'t> {
    fn note(&mut self, written: &'t str, number: u32, language: Language) {
        let next = self.written.len();
        let entry = self.written.entry(written);
        let at = entry.index();
        if at == next {
            let positions = read(written, language, &mut self.terms, &mut self.nouns);
            entry.or_insert(positions);
        }
        for position in &self.written[at] {
            let numbers = &mut self.terms[*position];
            if numbers.last() != Some(&number) {
                numbers.push(number);
            }
        }
    }
}

/// Folds and stems a new spelling; returns the positions of its terms.
fn read(
    written: &str,
    language: Language,
    terms: &mut IndexMap<String, Vec<u32>>,
    nouns: &mut BTreeSet<String>,
) -> Vec<usize> {
    let noun =
        written.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
    let folded = fold(written);
    let mut positions = Vec::new();
    for term in folded.split(' ').filter_map(|word| term(word, language)) {
        if noun {
            nouns.insert(term.clone());
        }
        let entry = terms.entry(term);
        positions.push(entry.index());
        entry.or_default();
    }
    positions
}

impl TermTable {
    fn add(&mut self, mut run: TermRun) {
        self.nouns.append(&mut run.nouns);
        for (term, numbers) in run.terms {
            self.terms.entry(term).or_default().extend(numbers);
        }
    }
}

/// Lists the records of a compound under its parts as well.
fn add_parts(all: &mut TermTable) {
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
