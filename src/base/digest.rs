//! The program's only hash: 128 bits of XXH3.
//!
//! In come bytes, out goes a digest that names content (output files, cached pictures, cache
//! keys). Never used for security: XXH3 does not resist deliberate collisions. The register has
//! SHA-256 for that.

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

    /// The digest of several parts. The length of each part is hashed too, so that `ab, c`
    /// differs from `a, bc`.
    pub fn of_parts(parts: &[&[u8]]) -> Self {
        let mut hasher = Xxh3::new();
        for part in parts {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part);
        }
        Self(hasher.digest128())
    }

    /// The digest of a value by its derived `Hash`. Not stable across builds of the program:
    /// what is kept of it must say which program made it.
    pub fn of_value<T: Hash>(value: &T) -> Self {
        let mut hasher = Xxh3::new();
        value.hash(&mut hasher);
        Self(hasher.digest128())
    }

    /// The digest of this digest followed by another.
    #[must_use]
    pub fn and(self, next: Self) -> Self {
        let mut both = [0; 32];
        both[..16].copy_from_slice(&self.0.to_le_bytes());
        both[16..].copy_from_slice(&next.0.to_le_bytes());
        Self::of(&both)
    }

    /// As 32 hexadecimal digits.
    pub fn hex(self) -> String {
        format!("{:032x}", self.0)
    }

    /// As 16 hexadecimal digits, short enough for the names of published files.
    pub fn short(self) -> String {
        format!("{:016x}", (self.0 >> 64) as u64)
    }
}
