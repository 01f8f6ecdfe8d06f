//! Names that references may use, and which of them a wrong one may be meant for.
//!
//! In come the names of people, faculties, institutions or contacts, out go lookups and
//! suggestions. Never compares a wrong name with all the others: a site may have ten thousand
//! people, and an event a thousand speakers whom nobody knows.

use std::collections::BTreeSet;
use std::ops::Bound::{Excluded, Included, Unbounded};
use std::sync::OnceLock;

use crate::base::digest::Digest;
use crate::base::nearest::{NEIGHBOURS, nearby, nearest};
use crate::base::work;

/// Names in order.
pub(super) struct ReferenceNames<'a> {
    all: BTreeSet<&'a str>,
    /// Names by what is left of them without one letter, made for the first wrong one.
    gaps: OnceLock<Vec<(Digest, &'a str)>>,
}

impl<'a> FromIterator<&'a str> for ReferenceNames<'a> {
    fn from_iter<I: IntoIterator<Item = &'a str>>(names: I) -> Self {
        Self { all: names.into_iter().collect(), gaps: OnceLock::new() }
    }
}

impl<'a> ReferenceNames<'a> {
    /// True for a name that is known.
    pub(super) fn contains(&self, name: &str) -> bool {
        self.all.contains(name)
    }

    /// The name closest to a wrong one: of those with the same first letter, since typing errors
    /// there are rare; and of these the ones with one slip, wherever it is, and the ones around it
    /// in the alphabet.
    pub(super) fn nearest(&self, wrong: &str) -> Option<String> {
        let first: String = wrong.chars().take(1).collect();
        let alike = |known: &&str| known.starts_with(&first);
        let before = self.all.range::<str, _>((Unbounded, Excluded(wrong)));
        let before = before.rev().copied().take_while(alike);
        let behind = self.all.range::<str, _>((Included(wrong), Unbounded));
        let behind = behind.copied().take_while(alike);
        let around = nearby(before, behind);
        // All of them are around it.
        if self.all.len() <= NEIGHBOURS {
            return nearest(wrong, around);
        }
        let one_slip = gaps(wrong).flat_map(|gap| self.with_gap(gap)).filter(alike);
        nearest(wrong, around.chain(one_slip))
    }

    fn with_gap(&self, gap: Digest) -> impl Iterator<Item = &'a str> {
        let gaps = self.gaps.get_or_init(|| {
            let each = |name: &&'a str| {
                let name = *name;
                gaps(name).map(move |gap| (gap, name))
            };
            let mut gaps: Vec<_> = self.all.iter().flat_map(each).collect();
            work::looked_at(gaps.len());
            gaps.sort_unstable();
            gaps
        });
        let start = gaps.partition_point(|(known, _)| *known < gap);
        let same = gaps[start..].iter().take_while(move |(known, _)| *known == gap);
        same.map(|(_, name)| *name)
    }
}

/// A name as a whole and without one of its letters: two names with one slip between them share
/// one of these.
fn gaps(name: &str) -> impl Iterator<Item = Digest> {
    let name = name.to_lowercase();
    let letters: Vec<usize> = name.char_indices().map(|(at, _)| at).collect();
    let whole = Digest::of(name.as_bytes());
    let without = letters.into_iter().map(move |at| {
        let (before, behind) = name.split_at(at);
        let mut behind = behind.chars();
        behind.next();
        Digest::of([before, behind.as_str()].concat().as_bytes())
    });
    std::iter::once(whole).chain(without)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip_is_found_wherever_it_is() {
        let people: Vec<String> = (0..3_000).map(|k| format!("mueller-{k:05}")).collect();
        let known: ReferenceNames<'_> = people.iter().map(String::as_str).collect();
        for wrong in ["mueler-02500", "muleler-02500", "mueller-2500", "mueller02500"] {
            assert_eq!(known.nearest(wrong).as_deref(), Some("mueller-02500"), "{wrong}");
        }
        assert_eq!(known.nearest("kueller-02500"), None);
        assert_eq!(known.nearest("m"), None);
    }

    #[test]
    fn unknown_people_in_a_directory_of_one_surname() {
        work::assert_linear(600, |n| {
            let people: Vec<String> = (0..n).map(|k| format!("mueller-{k:05}")).collect();
            let known: ReferenceNames<'_> = people.iter().map(String::as_str).collect();
            work::of(|| {
                for k in 0..n / 10 {
                    known.nearest(&format!("mueler-{:05}", 10 * k));
                }
            })
        });
    }
}
