//! Choices that follow from a seed alone.
//!
//! In comes a seed, out comes a row of numbers, the same on every machine. Never asks a clock.

/// A row of numbers (`SplitMix64`).
#[derive(Debug, Clone)]
pub(crate) struct Chance(u64);

impl Chance {
    /// The row of a seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0xD134_2543_DE82_EF95) ^ 0x5851_F42D_4C95_7F2D)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end.max(1)).expect("a small number");
        usize::try_from(self.next() % end).expect("a small number")
    }

    /// A number from `first` to `last`.
    pub(crate) fn between(&mut self, first: usize, last: usize) -> usize {
        first + self.below(last + 1 - first)
    }

    /// True once in so many cases.
    pub(crate) fn one_in(&mut self, cases: usize) -> bool {
        self.below(cases) == 0
    }

    /// One of several.
    pub(crate) fn of<T: Clone>(&mut self, several: &[T]) -> T {
        several[self.below(several.len())].clone()
    }

    /// All of them, in another order.
    pub(crate) fn shuffled<T: Clone>(&mut self, several: &[T]) -> Vec<T> {
        let mut all = several.to_vec();
        for at in (1..all.len()).rev() {
            all.swap(at, self.below(at + 1));
        }
        all
    }

    /// A word that occurs nowhere else. Without `e`, `n`, `r`, `s`: a search folds `ae` and takes
    /// endings off, and the word must come out of that as it went in.
    pub(crate) fn canary(&mut self) -> String {
        const SIGNS: &[u8; 27] = b"abcdfghijkmopqtuvwy23456789";
        let sign = |_| char::from(SIGNS[self.below(SIGNS.len())]);
        "qzx".chars().chain((0..10).map(sign)).collect()
    }
}
