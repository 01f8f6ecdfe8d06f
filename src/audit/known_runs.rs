//! Runs of Base64 signs in which nothing was found: addresses and long words, the same on each page.
//!
//! In come runs, out go those that are not known yet. Read at all four alignments, the runs of
//! a page are as long as the page, and nearly all of them were on the page before. Never holds
//! a run that may contain a value.

use std::hash::{BuildHasherDefault, Hasher};
use std::sync::{PoisonError, RwLock};

use indexmap::IndexSet;
use xxhash_rust::xxh3::xxh3_128;

/// Runs that are kept at most, of 16 bytes each.
const MOST: usize = 1 << 18;

/// Runs without a value, by their hash of 128 bits: that two are alike is less likely than that
/// a computer errs.
#[derive(Default)]
pub(super) struct KnownRuns(RwLock<IndexSet<u128, BuildHasherDefault<OfHash>>>);

/// The hash of what is a hash already.
#[derive(Default)]
struct OfHash(u64);

impl Hasher for OfHash {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        let first = bytes.first_chunk().copied().unwrap_or_default();
        self.0 = u64::from_le_bytes(first);
    }
}

impl KnownRuns {
    /// The runs that are not known.
    pub(super) fn unknown<'b>(
        &self,
        runs: impl Iterator<Item = &'b [u8]>,
    ) -> Vec<&'b [u8]> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        runs.filter(|run| !known.contains(&xxh3_128(run))).collect()
    }

    /// Takes down that these runs hold nothing.
    pub(super) fn add<'b>(&self, runs: impl IntoIterator<Item = &'b [u8]>) {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        for run in runs {
            if known.len() < MOST {
                known.insert(xxh3_128(run));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_looked_at_until_it_is_known_to_hold_nothing() {
        let known = KnownRuns::default();
        let runs: [&[u8]; 2] = [b"/verzeichnis/jana", b"Veranstaltungskalender"];
        assert_eq!(known.unknown(runs.into_iter()), runs);
        known.add([runs[1]]);
        assert_eq!(known.unknown(runs.into_iter()), [runs[0]]);
    }
}
