//! Compounds: Denkmalpflege is found under Pflege.
//!
//! In come all terms of an index and which of them are nouns in its texts, out go the parts of a
//! term. Only words that the site itself uses count as parts, so no dictionary is needed, and none
//! can be out of date. Never splits anything else than German.

use std::collections::BTreeSet;

/// Shortest part at the beginning of a compound, in bytes; shorter ones are mostly prefixes (`be`,
/// `ver`).
const LEAST_HEAD: usize = 4;
/// Shortest part that a compound is found under: `bau`.
const LEAST_PART: usize = 3;
/// Shortest compound.
const LEAST: usize = 7;
/// Linking elements between two parts.
const LINKS: [&str; 7] = ["s", "n", "en", "es", "er", "e", ""];

/// The nouns that a term is made of. What it begins with is found by its beginning anyhow.
pub(super) fn parts<'n>(term: &str, nouns: &'n BTreeSet<String>) -> BTreeSet<&'n str> {
    let mut found = BTreeSet::new();
    if term.len() >= LEAST {
        collect(term, nouns, &mut found);
    }
    found
}

fn collect<'n>(term: &str, nouns: &'n BTreeSet<String>, found: &mut BTreeSet<&'n str>) {
    // The first match is the longest noun at the end; its own parts are found by the recursion.
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
