//! The one hash of the program: 128 bits of XXH3 over bytes.
//!
//! It names content (output files, cached pictures, memo keys). It is not a signature: it
//! never guards against somebody who wants a collision.

use std::hash::Hash;

use xxhash_rust::xxh3::Xxh3;

/// A 128-bit digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Digest(pub u128);

impl Digest {
    /// The digest of some bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(xxhash_rust::xxh3::xxh3_128(bytes))
    }

    /// The digest of several parts; each part's length counts, so that `ab, c` differs from
    /// `a, bc`.
    pub fn of_parts(parts: &[&[u8]]) -> Self {
        let mut hasher = Xxh3::new();
        for part in parts {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part);
        }
        Self(hasher.digest128())
    }

    /// The digest of a value by its derived `Hash`; within one process only.
    pub fn of_value<T: Hash>(value: &T) -> Self {
        let mut hasher = Xxh3::new();
        value.hash(&mut hasher);
        Self(hasher.digest128())
    }

    /// The digest of this one and another after it.
    #[must_use]
    pub fn and(self, next: Self) -> Self {
        let mut both = [0; 32];
        both[..16].copy_from_slice(&self.0.to_le_bytes());
        both[16..].copy_from_slice(&next.0.to_le_bytes());
        Self::of(&both)
    }

    /// All 32 hexadecimal digits.
    pub fn hex(self) -> String {
        format!("{:032x}", self.0)
    }

    /// 16 hexadecimal digits, for names of published files.
    pub fn short(self) -> String {
        format!("{:016x}", (self.0 >> 64) as u64)
    }
}
