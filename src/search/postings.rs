//! Where records stand: leaf and slot, and the number that both make.
//!
//! In come records in the order in which they are shown, out go their numbers. A number depends
//! on the records near it as little as possible: when somebody comes or goes, all others keep
//! theirs. Never gives the same number twice.

use std::ops::Range;

use crate::base::digest::Digest;

use super::record::Record;

/// Slots of a leaf. A leaf is about half full, so that a slot is mostly the one that the
/// address alone chooses.
const SLOTS: u32 = 256;
/// Least and greatest number of records in a leaf; the last one may have fewer.
const LEAST: usize = 96;
const MOST: usize = 176;
/// Between both, about every so-manieth record is the last one of its leaf.
const EVERY: u128 = 32;

/// The places of all records.
pub(super) struct Postings {
    /// The number of each record.
    pub(super) numbers: Vec<u32>,
    /// Which records each leaf holds.
    pub(super) leaves: Vec<Range<usize>>,
}

/// Finds a place for each record. Records of one kind stand together.
pub(super) fn places(records: &[Record]) -> Postings {
    let digests: Vec<u128> =
        records.iter().map(|record| Digest::of(record.address.as_bytes()).0).collect();
    let leaves = leaves(records, &digests);
    let mut numbers = vec![0; records.len()];
    for (leaf, range) in (0_u32..).zip(&leaves) {
        let mut taken = [false; SLOTS as usize];
        // In the order of the digests: who comes or goes moves only those behind it that wanted
        // the same slot.
        let mut order: Vec<usize> = range.clone().collect();
        order.sort_by_key(|number| digests[*number]);
        for number in order {
            // The upper bits order the records, the lowest byte chooses.
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
