//! Multi-pattern search: finds any of very many short byte strings in one pass.
//!
//! In come patterns and sample text, out go the positions of all patterns. Each pattern is
//! indexed by a few bytes (a gram) around its rarest ones; it is only compared where its gram
//! occurs (after Wu and Manber, “A Fast Algorithm for Multi-Pattern Searching”, 1994). An
//! automaton (Aho and Corasick 1975) reads memory for each byte, this reads one bit that is in
//! the cache. Never misses an occurrence, and knows nothing about letters or encodings.

use std::ops::Range;

/// Widths of a gram in bytes; each pattern uses the largest that it is long enough for.
const WIDTHS: [usize; 4] = [1, 2, 3, 4];
/// Length of the byte strings whose frequency is counted. Shorter ones occur everywhere.
const COUNTED: usize = 3;
/// Number of counters, a power of two. Collisions only make a string look more frequent.
const COUNTS: usize = 1 << 16;
/// Bits in the filter per pattern, at least: about 3 % of other grams pass by chance, and all
/// bits still fit into the cache.
const BITS_EACH: usize = 32;
/// Positions tested in one batch.
const BLOCK: usize = 256;
/// Bits in a word of the filter.
const WORD: usize = 64;

/// Approximate frequencies of short byte strings in sample text.
pub(super) struct GramFrequencies(Vec<u32>);

impl GramFrequencies {
    /// Counts the byte strings in some texts.
    pub(super) fn of<'t>(texts: impl IntoIterator<Item = &'t [u8]>) -> Self {
        let mut counts = vec![0; COUNTS];
        for text in texts {
            for bytes in text.windows(COUNTED) {
                counts[count_of(bytes)] += 1;
            }
        }
        Self(counts)
    }

    /// How frequent the rarest bytes of a pattern are, and where in it they begin. A pattern
    /// too short to be counted is taken as the most frequent.
    pub(super) fn rarest_of(&self, pattern: &[u8]) -> (u32, usize) {
        let count = |bytes| self.0[count_of(bytes)];
        pattern.windows(COUNTED).map(count).zip(0..).min().unwrap_or((u32::MAX, 0))
    }
}

/// Index of the counter for some bytes.
fn count_of(bytes: &[u8]) -> usize {
    GramProbe::at(gram(bytes), COUNTS).word
}

/// An index of patterns, ready to search.
pub(super) struct PatternIndex {
    patterns: Vec<Box<[u8]>>,
    /// One for each gram width in use.
    layers: Vec<Layer>,
}

/// The patterns that share a gram width.
struct Layer {
    width: usize,
    /// A Bloom filter with one hash; its number of words is a power of two.
    bits: Vec<u64>,
    /// For each word of the filter, where its entries begin.
    starts: Vec<u32>,
    entries: Vec<Pattern>,
}

/// One pattern and its gram.
#[derive(Clone, Copy)]
struct Pattern {
    gram: u32,
    /// Bytes of the pattern before its gram.
    before: u32,
    number: u32,
}

impl PatternIndex {
    /// Builds the index. An empty pattern never matches.
    pub(super) fn new<'p>(
        patterns: impl IntoIterator<Item = &'p [u8]>,
        usual: &GramFrequencies,
    ) -> Self {
        let patterns: Vec<Box<[u8]>> = patterns.into_iter().map(Box::from).collect();
        let mut entries = WIDTHS.map(|_| Vec::new());
        for (number, pattern) in (0..).zip(&patterns) {
            let fitting = WIDTHS.iter().rposition(|width| *width <= pattern.len());
            let Some(index) = fitting else { continue };
            let width = WIDTHS[index];
            let (_, rarest) = usual.rarest_of(pattern);
            let at = rarest.min(pattern.len() - width);
            entries[index].push(Pattern {
                gram: gram(&pattern[at..at + width]),
                before: u32::try_from(at).unwrap_or(0),
                number,
            });
        }
        let layers = WIDTHS.into_iter().zip(entries);
        let layers = layers.filter_map(|(width, entries)| Layer::new(width, entries));
        Self { layers: layers.collect(), patterns }
    }

    /// Calls `found` with the number and position of each occurrence; returns the number of
    /// comparisons that were needed.
    pub(super) fn find(
        &self,
        text: &[u8],
        mut found: impl FnMut(usize, Range<usize>),
    ) -> usize {
        let in_layer = |layer: &Layer| match layer.width {
            1 => self.pass::<1>(layer, text, &mut found),
            2 => self.pass::<2>(layer, text, &mut found),
            3 => self.pass::<3>(layer, text, &mut found),
            4 => self.pass::<4>(layer, text, &mut found),
            _ => self.pass::<8>(layer, text, &mut found),
        };
        self.layers.iter().map(in_layer).sum()
    }

    /// One pass; the width is a constant so that the compiler can specialise the loop.
    fn pass<const BYTES: usize>(
        &self,
        layer: &Layer,
        text: &[u8],
        found: &mut impl FnMut(usize, Range<usize>),
    ) -> usize {
        let mut comparisons = 0;
        let (bits, words) = (layer.bits.as_slice(), layer.bits.len());
        let mut candidates = [0; BLOCK];
        let mut start = 0;
        while start + BYTES <= text.len() {
            // First test a whole block without branching, since the rare hits would be
            // mispredicted; then look at the few positions that passed the filter.
            let end = text.len().min(start + BLOCK + BYTES - 1);
            let mut count = 0;
            for (offset, bytes) in text[start..end].windows(BYTES).enumerate() {
                let look = GramProbe::at(gram(bytes), words);
                candidates[count % BLOCK] = offset;
                count += usize::from(bits[look.word] >> look.bit & 1 == 1);
            }
            for at in candidates[..count].iter().map(|offset| start + offset) {
                for entry in layer.known_by(gram(&text[at..at + BYTES])) {
                    comparisons += 1;
                    let number = entry.number as usize;
                    let begin = at.checked_sub(entry.before as usize);
                    let place =
                        begin.map(|begin| begin..begin + self.patterns[number].len());
                    let is_match = |place: &Range<usize>| {
                        text.get(place.clone()) == Some(&*self.patterns[number])
                    };
                    if let Some(place) = place.filter(is_match) {
                        found(number, place);
                    }
                }
            }
            start += BLOCK;
        }
        comparisons
    }
}

impl Layer {
    /// `None` if there are no patterns of this width.
    fn new(width: usize, mut entries: Vec<Pattern>) -> Option<Self> {
        if entries.is_empty() {
            return None;
        }
        let words = (entries.len() * BITS_EACH / WORD).max(1).next_power_of_two();
        let mut bits = vec![0; words];
        let word_of = |entry: &Pattern| GramProbe::at(entry.gram, words).word;
        entries.sort_by_key(|entry| (word_of(entry), entry.number));
        let mut starts = vec![0; words + 1];
        for entry in &entries {
            let look = GramProbe::at(entry.gram, words);
            bits[look.word] |= 1 << look.bit;
            starts[look.word + 1] += 1;
        }
        for word in 1..starts.len() {
            starts[word] += starts[word - 1];
        }
        Some(Self { width, bits, starts, entries })
    }

    /// The patterns with this gram.
    fn known_by(&self, gram: u32) -> impl Iterator<Item = &Pattern> {
        let look = GramProbe::at(gram, self.bits.len());
        let here = self.starts[look.word] as usize..self.starts[look.word + 1] as usize;
        self.entries[here].iter().filter(move |entry| entry.gram == gram)
    }
}

/// Position of a gram in the filter: a word, and a bit in it.
struct GramProbe {
    word: usize,
    bit: u64,
}

impl GramProbe {
    /// `words` must be a power of two.
    #[inline]
    fn at(gram: u32, words: usize) -> Self {
        let hash = hash(gram);
        // Word and bit come from different bits of the hash, or they would not be independent.
        Self { word: (hash >> 38) as usize & (words - 1), bit: hash >> 32 & 63 }
    }
}

/// Up to four bytes as one number.
#[inline]
fn gram(bytes: &[u8]) -> u32 {
    match bytes.try_into() {
        Ok(bytes) => u32::from_le_bytes(bytes),
        Err(_) => bytes.iter().fold(0, |gram, byte| gram << 8 | u32::from(*byte)),
    }
}

/// Multiplicative hash: every input byte reaches the high bits.
#[inline]
fn hash(gram: u32) -> u64 {
    u64::from(gram).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(
        patterns: &[Vec<u8>],
        usual: &GramFrequencies,
        text: &[u8],
    ) -> Vec<(usize, Range<usize>)> {
        let mut all = Vec::new();
        let sieve = PatternIndex::new(patterns.iter().map(Vec::as_slice), usual);
        sieve.find(text, |pattern, place| all.push((pattern, place)));
        all.sort_by_key(|(pattern, place)| (*pattern, place.start));
        all
    }

    /// Reference implementation: tests every pattern at every position.
    fn looked_for(patterns: &[Vec<u8>], text: &[u8]) -> Vec<(usize, Range<usize>)> {
        let places = |(number, pattern): (usize, &Vec<u8>)| {
            let windows = text.windows(pattern.len().max(1)).enumerate();
            let equal = windows.filter(|(_, bytes)| bytes == pattern);
            let places = equal.map(|(at, bytes)| (number, at..at + bytes.len()));
            places.collect::<Vec<_>>()
        };
        patterns.iter().enumerate().flat_map(places).collect()
    }

    /// A small alphabet, so that random texts contain the patterns.
    fn bytes(length: Range<usize>) -> impl Strategy<Value = Vec<u8>> {
        proptest::collection::vec(proptest::sample::select(&b"ab c\xc3\xbc"[..]), length)
    }

    proptest! {
        #[test]
        fn every_place_is_found_and_no_other(
            patterns in proptest::collection::vec(bytes(0..14), 0..40),
            usual in bytes(0..60),
            text in bytes(0..200),
        ) {
            let usual = GramFrequencies::of([usual.as_slice()]);
            prop_assert_eq!(found(&patterns, &usual, &text), looked_for(&patterns, &text));
        }
    }

    #[test]
    fn a_pattern_is_known_by_what_is_rare() {
        let usual = GramFrequencies::of([b"mail@alumni.example.org".as_slice()]);
        assert_eq!(usual.rarest_of(b"qx17@alumni.example.org"), (0, 0));
        assert_eq!(usual.rarest_of(b"mail@qx17"), (0, 3));
        assert_eq!(usual.rarest_of(b"alumni.example.org"), (1, 0));
        assert_eq!(usual.rarest_of(b"or"), (u32::MAX, 0));
        let one =
            |bytes: &[u8]| PatternIndex::new([bytes], &usual).layers[0].entries[0].gram;
        assert_eq!(one(b"mail@qx17"), gram(b"l@qx"));
    }
}
