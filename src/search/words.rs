//! Words of texts and facets, each with the numbers of the records that it is in.
//!
//! In come records, facets and numbers, out go lines in the order of the terms. Facets are terms
//! that begin with a colon, which no word does. Never holds a word of a name.

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

/// Numbers of records by terms, and the terms that were written as nouns are: with a capital.
#[derive(Default)]
struct TermTable {
    terms: BTreeMap<String, Vec<u32>>,
    nouns: BTreeSet<String>,
}

/// What one thread finds, in the order in which it is met. Texts repeat their words: each written
/// word is folded and stemmed once.
#[derive(Default)]
struct Run<'t> {
    /// Places of the terms of written words.
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
    let runs: Vec<Run> = records
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

fn run<'t>(records: &'t [Record], numbers: &[u32], language: Language) -> Run<'t> {
    let mut run = Run::default();
    for (record, number) in records.iter().zip(numbers) {
        for text in &record.texts {
            for written in text.split_whitespace() {
                run.note(written, *number, language);
            }
        }
    }
    run
}

impl<'t> Run<'t> {
    fn note(&mut self, written: &'t str, number: u32, language: Language) {
        let next = self.written.len();
        let entry = self.written.entry(written);
        let at = entry.index();
        if at == next {
            let places = read(written, language, &mut self.terms, &mut self.nouns);
            entry.or_insert(places);
        }
        for place in &self.written[at] {
            let numbers = &mut self.terms[*place];
            if numbers.last() != Some(&number) {
                numbers.push(number);
            }
        }
    }
}

/// The places of the terms of a word that was not met before.
fn read(
    written: &str,
    language: Language,
    terms: &mut IndexMap<String, Vec<u32>>,
    nouns: &mut BTreeSet<String>,
) -> Vec<usize> {
    let noun =
        written.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
    let folded = fold(written);
    let mut places = Vec::new();
    for term in folded.split(' ').filter_map(|word| term(word, language)) {
        if noun {
            nouns.insert(term.clone());
        }
        let entry = terms.entry(term);
        places.push(entry.index());
        entry.or_default();
    }
    places
}

impl TermTable {
    fn add(&mut self, mut run: Run) {
        self.nouns.append(&mut run.nouns);
        for (term, numbers) in run.terms {
            self.terms.entry(term).or_default().extend(numbers);
        }
    }
}

/// Puts the records of a compound under its parts as well.
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
