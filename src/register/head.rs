//! The register's head: one hash over all chains, to be kept somewhere else.
//!
//! In come chains, out goes the head: SHA-256 over a line `id hash` for each chain, ordered by
//! id. An earlier head shows whether the register has only grown since. Never writes anything.

use std::sync::Arc;

use jiff::civil::Date;

use super::chain::Chain;
use super::entry::{RegisterEntry, sha256};

/// How a head that was noted earlier relates to the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// It is the current head.
    Same,
    /// It was the head at the end of this day; this many lines were added since.
    Grown(Date, usize),
    /// It was never the head at the end of a day.
    Unknown,
}

/// The head of all chains.
pub fn head(chains: &[Arc<Chain>]) -> String {
    hash_of(chains, &|_| true)
}

/// Compares a head that was noted earlier with the register. Changing a line changes every
/// later head, so a head that matches proves that no line before it was touched.
pub fn relation(chains: &[Arc<Chain>], noted: &str) -> Relation {
    let noted = noted.trim().to_ascii_lowercase();
    if head(chains) == noted {
        return Relation::Same;
    }
    let entries = || chains.iter().flat_map(|chain| &chain.entries);
    let mut days: Vec<Date> = entries().map(|entry| entry.date).collect();
    days.sort_unstable();
    days.dedup();
    let fits = |day: &Date| hash_of(chains, &|entry| entry.date <= *day) == noted;
    match days.into_iter().rev().find(fits) {
        Some(day) => {
            Relation::Grown(day, entries().filter(|entry| entry.date > day).count())
        }
        None => Relation::Unknown,
    }
}

fn hash_of(chains: &[Arc<Chain>], counts: &dyn Fn(&RegisterEntry) -> bool) -> String {
    let mut lines: Vec<(&str, &str)> = chains
        .iter()
        .filter_map(|chain| {
            let last = chain.entries.iter().take_while(|entry| counts(entry)).last()?;
            Some((chain.id.as_str(), last.hash.as_str()))
        })
        .collect();
    lines.sort_unstable();
    let lines: Vec<String> =
        lines.iter().map(|(id, hash)| format!("{id} {hash}\n")).collect();
    sha256(&lines.concat())
}
