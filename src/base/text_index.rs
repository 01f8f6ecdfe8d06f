//! Where the lines and characters of a text are, counted once for all who ask.
//!
//! In comes a text, out go line numbers, and characters between two bytes. A question costs the
//! same wherever in the text it is asked: a file with a thousand mistakes is not read a thousand
//! times.

use std::ops::Range;

use super::work;

/// How many bytes lie between two counts of characters.
const STRIDE: usize = 64;

/// A text with its lines and counts of its characters.
#[derive(Debug)]
pub struct TextIndex<'t> {
    /// The text.
    pub text: &'t str,
    /// Where each line begins.
    lines: Vec<usize>,
    /// How many characters begin before each multiple of `STRIDE` bytes, and in all.
    before: Vec<usize>,
}

/// How many characters begin in some bytes.
fn begin_in(bytes: &[u8]) -> usize {
    work::looked_at(bytes.len());
    bytes.iter().filter(|byte| begins(**byte)).count()
}

/// True for the first byte of a character.
fn begins(byte: u8) -> bool {
    byte & 0xc0 != 0x80
}

impl<'t> TextIndex<'t> {
    /// Counts lines and characters.
    pub fn new(text: &'t str) -> Self {
        let lines =
            std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1));
        let mut all = 0;
        let mut before = Vec::with_capacity(text.len() / STRIDE + 2);
        for part in text.as_bytes().chunks(STRIDE) {
            before.push(all);
            all += begin_in(part);
        }
        before.push(all);
        Self { text, lines: lines.collect(), before }
    }

    /// How many lines there are; behind a last line break there is an empty one.
    pub fn line_count(&self) -> usize {
        self.lines.len()
    }

    /// The line of a byte, from 1.
    pub fn line_at(&self, at: usize) -> usize {
        self.lines.partition_point(|start| *start <= at)
    }

    /// The bytes of a line, counted from 1, without its line feed. Behind the text all lines are
    /// empty.
    pub fn line_range(&self, line: usize) -> Range<usize> {
        let all = self.text.len();
        let start = line.checked_sub(1).and_then(|before| self.lines.get(before));
        let Some(start) = start.copied() else { return all..all };
        // The line feed is the byte before the next line.
        start..self.lines.get(line).map_or(all, |next| next - 1)
    }

    /// A line, counted from 1, without its line break.
    pub fn line(&self, line: usize) -> &'t str {
        let range = self.line_range(line);
        let broken = range.end < self.text.len();
        let content = &self.text[range];
        if broken { content.strip_suffix('\r').unwrap_or(content) } else { content }
    }

    /// How many characters there are in a range that begins and ends between characters.
    pub fn characters(&self, range: Range<usize>) -> usize {
        self.before(range.end) - self.before(range.start)
    }

    /// The byte at which the character begins that is so many behind another one; the end of the
    /// text if there is none.
    pub fn behind(&self, start: usize, characters: usize) -> usize {
        let wanted = self.before(start) + characters;
        let part = self.before.partition_point(|before| *before <= wanted).max(1) - 1;
        let from = (part * STRIDE).min(self.text.len());
        let mut left = wanted - self.before[part];
        for (at, byte) in self.text.as_bytes()[from..].iter().enumerate() {
            work::looked_at(1);
            if begins(*byte) {
                if left == 0 {
                    return from + at;
                }
                left -= 1;
            }
        }
        self.text.len()
    }

    fn before(&self, at: usize) -> usize {
        let part = at / STRIDE;
        self.before[part] + begin_in(&self.text.as_bytes()[part * STRIDE..at])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXTS: [&str; 6] = [
        "",
        "\n",
        "a\r\nÄÖÜ\nß",
        "ein Wort\r",
        "\u{feff}---\r\n\r\n€\n",
        "äöüßÄÖÜ 01234567890123456789012345678901234567890123456789012\n𝄞€a\n",
    ];

    #[test]
    fn every_question_is_answered_as_by_reading_on() {
        for text in TEXTS.map(|text| text.repeat(9)) {
            let index = TextIndex::new(&text);
            for (number, line) in text.lines().chain(["", ""]).enumerate() {
                assert_eq!(index.line(number + 1), line, "{text:?} {number}");
            }
            let all = text.char_indices().map(|(at, _)| at).chain([text.len()]);
            for (before, at) in all.enumerate() {
                assert_eq!(index.characters(0..at), before);
                assert_eq!(index.line_at(at), text[..at].matches('\n').count() + 1);
                for further in [0, 1, 7, 70, 5_000] {
                    let read = text[at..].char_indices().nth(further);
                    let read = read.map_or(text.len(), |(offset, _)| at + offset);
                    assert_eq!(index.behind(at, further), read, "{text:?} {at}");
                }
            }
        }
    }

    #[test]
    fn a_question_costs_the_same_at_the_end_of_a_long_line() {
        work::assert_linear(500, |n| {
            let text = "ä, ".repeat(n);
            work::of(|| {
                let index = TextIndex::new(&text);
                (0..n)
                    .map(|k| index.characters(0..4 * k) + index.behind(0, k))
                    .sum::<usize>()
            })
        });
    }
}
