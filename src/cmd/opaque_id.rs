//! Makes opaque ids of random signs.
//!
//! In comes chance, out goes an id that tells nothing about the person. Does not know which are
//! taken.

use std::io;

use anyhow::Result;

use crate::base::refusal::Refusal;

/// What an opaque id is made of: 32 signs, none of which looks like another on paper.
const SIGNS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// `k7f3-2m9q`: 40 random bits, which tell nothing about the person.
pub(super) fn random_id() -> Result<String> {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes)
        .map_err(|error| Refusal::new("random").because(&io::Error::other(error)))?;
    let sign = |byte: &u8| char::from(SIGNS[usize::from(*byte) % SIGNS.len()]);
    let [first, second]: [String; 2] =
        [&bytes[..4], &bytes[4..]].map(|b| b.iter().map(sign).collect());
    Ok(format!("{first}-{second}"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn ids_are_opaque_and_differ() {
        let ids: BTreeSet<String> = (0..1000).map(|_| random_id().unwrap()).collect();
        assert_eq!(ids.len(), 1000);
        for id in ids {
            assert_eq!(id.len(), 9);
            assert_eq!(id.find('-'), Some(4));
            assert!(!id.contains(['0', 'o', '1', 'l']), "{id}");
        }
    }
}
