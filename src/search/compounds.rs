//! Compounds: Denkmalpflege is found under Pflege.
//!
//! In come all terms of an index and which of them are nouns of its texts, out go the parts of
//! a term. Parts are words that the site itself uses, so that no dictionary is needed and none
//! is ever out of date.

use std::collections::BTreeSet;

/// Shortest part that stands at the beginning, in bytes; shorter ones are prefixes (`be`, `ver`).
const LEAST_HEAD: usize = 4;
/// Shortest part that a compound is found under: `bau`.
const LEAST_PART: usize = 3;
/// Shortest compound.
const LEAST: usize = 7;
/// Letters that hold two parts together.
const LINKS: [&str; 7] = ["s", "n", "en", "es", "er", "e", ""];

/// The parts of a term besides its beginning, each a noun: a beginning is found anyhow.
pub(super) fn parts<'n>(term: &str, nouns: &'n BTreeSet<String>) -> BTreeSet<&'n str> {
    let mut found = BTreeSet::new();
    if term.len() >= LEAST {
        collect(term, nouns, &mut found);
    }
    found
}

fn collect<'n>(term: &str, nouns: &'n BTreeSet<String>, found: &mut BTreeSet<&'n str>) {
    // The longest end that is a noun; its own parts come from itself.
    for (at, _) in term.char_indices().filter(|(at, _)| *at >= LEAST_PART) {
        let (head, tail) = term.split_at(at);
        if tail.len() < LEAST_PART {
            return;
        }
        let Some(noun) = nouns.get(tail) else { continue };
        if head.len() < LEAST_HEAD && !nouns.contains(head) {
            continue;
        }
        if found.insert(noun) && tail.len() >= LEAST {
            collect(tail, nouns, found);
        }
        for link in LINKS {
            let Some(bare) = head.strip_suffix(link) else { continue };
            if let Some(noun) = nouns.get(bare).filter(|_| bare.len() >= LEAST_PART) {
                found.insert(noun);
            }
            if bare.len() >= LEAST {
                collect(bare, nouns, found);
            }
        }
        return;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_compound_is_found_under_its_parts() {
        let nouns: BTreeSet<String> = [
            "pfleg",
            "netzwerk",
            "absolvent",
            "bau",
            "bruck",
            "richtung",
            "hochschul",
            "ober",
        ]
        .map(str::to_owned)
        .into();
        for (term, expected) in [
            ("denkmalpfleg", &["pfleg"][..]),
            ("hochschulabsolventennetzwerk", &["absolvent", "hochschul", "netzwerk"]),
            ("bruckenbau", &["bau", "bruck"]),
            ("einrichtung", &[]),
            ("pfleg", &[]),
            ("zzzzzzzzzz", &[]),
        ] {
            assert_eq!(
                parts(term, &nouns).into_iter().collect::<Vec<_>>(),
                expected,
                "{term}"
            );
        }
    }
}
