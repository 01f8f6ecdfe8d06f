//! Sorted tables as shards: where a table is cut, and how shards are named and compressed.
//!
//! In come lines in the order of their keys, out go files with their least keys. Where a
//! table is cut depends only on nearby lines (content-defined chunking), so that a new line changes
//! one or two files. Never cuts between lines of the same key.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::ops::Range;

use flate2::{Compression, GzBuilder};
use rayon::prelude::*;

use crate::base::digest::Digest;

/// A line of a table.
pub(super) struct TableLine {
    /// The key by which it is found.
    pub(super) key: String,
    /// The text of the line, without its line feed.
    pub(super) text: String,
}

/// Limits for the length of shards, in bytes before compression.
#[derive(Clone, Copy)]
pub(super) struct Length {
    /// Only the last shard of a table is shorter.
    pub(super) least: usize,
    /// Only a shard is longer whose last lines share a key.
    pub(super) most: usize,
    /// Between the two limits, one line in `every` ends its shard.
    pub(super) every: u128,
}

/// The texts of files by their names, before they are compressed.
pub(super) type Shards = BTreeMap<String, String>;

/// A shard as the contents know it.
pub(super) struct ShardEntry {
    /// The least key.
    pub(super) least: String,
    /// The name of the file.
    pub(super) name: String,
}

/// Cuts a table. The lines are in the order of their keys.
pub(super) fn cut(
    lines: &[TableLine],
    length: Length,
    shards: &mut Shards,
) -> Vec<ShardEntry> {
    let ranges = ranges(lines, length);
    let files: Vec<(String, String)> =
        ranges.par_iter().map(|range| file(text(&lines[range.clone()]))).collect();
    let mut entries = Vec::with_capacity(ranges.len());
    for (range, (name, text)) in ranges.into_iter().zip(files) {
        let least = match range.start.checked_sub(1) {
            None => String::new(),
            Some(before) => separator(&lines[before].key, &lines[range.start].key),
        };
        shards.insert(name.clone(), text);
        entries.push(ShardEntry { least, name });
    }
    entries
}

fn ranges(lines: &[TableLine], length: Length) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let (mut start, mut bytes) = (0, 0);
    for (number, line) in lines.iter().enumerate() {
        bytes += line.text.len() + 1;
        let next = lines.get(number + 1);
        let key_ends = next.is_some_and(|next| next.key != line.key);
        // Chosen by the line's own key and not by its position, so that lines before it cannot move
        // the cut.
        let chosen = || Digest::of(line.key.as_bytes()).0.is_multiple_of(length.every);
        let full = bytes >= length.most || (bytes >= length.least && chosen());
        if key_ends && full {
            ranges.push(start..number + 1);
            (start, bytes) = (number + 1, 0);
        }
    }
    if start < lines.len() {
        ranges.push(start..lines.len());
    }
    ranges
}

fn text(lines: &[TableLine]) -> String {
    let mut text = String::new();
    for line in lines {
        text.push_str(&line.text);
        text.push('\n');
    }
    text
}

/// The shortest beginning of `after` that is greater than `before`.
fn separator(before: &str, after: &str) -> String {
    let same =
        before.chars().zip(after.chars()).take_while(|(one, other)| one == other).count();
    after.chars().take(same + 1).collect()
}

/// A shard with its name, a hash of its text: one that is there already need not be compressed
/// again. The contents list hundreds of names, which do not compress, so they are short: with
/// 48 bits, two of some thousand files collide in one of a hundred million builds.
pub(super) fn file(text: String) -> (String, String) {
    let mut name = Digest::of(text.as_bytes()).short();
    name.truncate(12);
    (name, text)
}

/// A text as a gzip member (RFC 1952) without time and system, so that the same text gives the same
/// bytes. The best compression would take a tenth longer to save one byte in a thousand.
pub fn packed(text: &str) -> Vec<u8> {
    let mut writer = GzBuilder::new().write(Vec::new(), Compression::default());
    // Writing to a Vec cannot fail.
    let _ = writer.write_all(text.as_bytes());
    writer.finish().unwrap_or_default()
}

/// A field without the characters that end fields and lines.
pub(super) fn field(text: &str) -> String {
    text.replace(['\t', '\n', '\r'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const LENGTH: Length = Length { least: 100, most: 400, every: 8 };

    fn lines(keys: impl Iterator<Item = usize>) -> Vec<TableLine> {
        keys.map(|n| TableLine { key: format!("{n:05}"), text: format!("{n:05}\tx") })
            .collect()
    }

    #[test]
    fn a_line_more_changes_few_shards() {
        let whole = lines((0..20_000).map(|n| n * 2));
        let mut before = Shards::new();
        cut(&whole, LENGTH, &mut before);
        for new in [1, 9_999, 23_457, 39_999] {
            let mut more = whole
                .iter()
                .map(|line| line.key.parse().unwrap())
                .collect::<Vec<usize>>();
            more.push(new);
            more.sort_unstable();
            let mut after = Shards::new();
            cut(&lines(more.into_iter()), LENGTH, &mut after);
            let changed = after.keys().filter(|name| !before.contains_key(*name)).count();
            assert!((1..=4).contains(&changed), "{changed} of {}", after.len());
        }
    }

    #[test]
    fn least_keys_part_the_lines_of_one_shard_from_those_of_the_next() {
        let mut keys: Vec<String> = (0..3_000)
            .map(|n| format!("{}{}", "äöü".repeat(n % 5), n * 7_919 % 1_000))
            .collect();
        keys.sort_unstable();
        let lines: Vec<TableLine> = keys
            .iter()
            .map(|key| TableLine { key: key.clone(), text: key.clone() })
            .collect();
        let entries = cut(&lines, LENGTH, &mut Shards::new());
        let ranges = ranges(&lines, LENGTH);
        assert!(entries.len() > 20 && entries.len() == ranges.len());
        assert_eq!(entries[0].least, "");
        for (at, range) in ranges.iter().enumerate() {
            let next = entries.get(at + 1);
            for line in &lines[range.clone()] {
                assert!(line.key >= entries[at].least);
                assert!(next.is_none_or(|next| line.key < next.least));
            }
        }
    }
}
