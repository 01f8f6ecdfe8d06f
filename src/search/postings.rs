//! The number of each record: its leaf and its slot in the leaf.
//!
//! In come records in the order in which they are shown, out go their numbers. A number depends
//! on neighbouring records as little as possible: when a record is added or removed, nearly all
//! others keep theirs, and with them the files that name them. Never gives the same number twice.

use std::ops::Range;

use crate::base::digest::Digest;

use super::record::Record;

/// Slots of a leaf. A leaf is about half full, so that a record mostly gets the slot that its
/// address hashes to.
const SLOTS: u32 = 256;
/// Least and greatest number of records in a leaf; the last one may have fewer.
const LEAST: usize = 96;
const MOST: usize = 176;
/// Between the two limits, one record in `EVERY` ends its leaf, chosen by its digest: where a leaf
/// ends then depends on its last record alone (content-defined chunking).
const EVERY: u128 = 32;

/// The numbers of all records.
pub(super) struct Postings {
    /// The number of each record.
    pub(super) numbers: Vec<u32>,
    /// Which records each leaf holds.
    pub(super) leaves: Vec<Range<usize>>,
}

/// Numbers all records. Records of one kind must be contiguous.
pub(super) fn postings(records: &[Record]) -> Postings {
    let digests: Vec<u128> =
        records.iter().map(|record| Digest::of(record.address.as_bytes()).0).collect();
    let leaves = leaves(records, &digests);
    let mut numbers = vec![0; records.len()];
    for (leaf, range) in (0_u32..).zip(&leaves) {
        let mut taken = [false; SLOTS as usize];
        // Linear probing in the order of the digests: a record that is added or removed moves only
        // those after it that collide with it.
        let mut order: Vec<usize> = range.clone().collect();
        order.sort_by_key(|number| digests[*number]);
        for number in order {
            // The lowest byte chooses the slot. It hardly affects the order, which the upper bits
            // decide.
            let mut slot = digests[number].to_le_bytes()[0];
            while taken[usize::from(slot)] {
                slot = slot.wrapping_add(1);
            }
            taken[usize::from(slot)] = true;
            numbers[number] = leaf * SLOTS + u32::from(slot);
        }
    }
    Postings { numbers, leaves }
}

fn leaves(records: &[Record], digests: &[u128]) -> Vec<Range<usize>> {
    let mut leaves = Vec::new();
    let mut start = 0;
    for (number, record) in records.iter().enumerate() {
        let length = number + 1 - start;
        let chosen = (digests[number] >> 8).is_multiple_of(EVERY);
        let full = length >= MOST || (length >= LEAST && chosen);
        let next = records.get(number + 1);
        if full || next.is_none_or(|next| next.kind != record.kind) {
            leaves.push(start..number + 1);
            start = number + 1;
        }
    }
    leaves
}

/// The slot of a record in its leaf.
pub(super) fn slot(number: u32) -> u32 {
    number % SLOTS
}
