//! Generates opaque ids.
//!
//! In come random bytes, out goes an id that says nothing about the person. Never checks whether
//! it is taken.

use std::io;

use anyhow::Result;

use crate::base::refusal::Refusal;

/// The alphabet of ids: 32 characters that are hard to confuse on paper.
const SIGNS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// A random id such as `k7f3-2m9q`, with 40 bits of entropy.
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
