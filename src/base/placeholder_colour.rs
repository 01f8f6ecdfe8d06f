//! The placeholder colour that is shown until a picture has loaded.
//!
//! In comes the mean colour of a photo, out goes the nearest colour of a fixed palette, as a
//! number for a class name: pages never carry inline styles, which the content security policy
//! forbids. One of twelve colours says nothing about the person in the picture.

use std::fmt;
use std::sync::Arc;

use super::digest::Digest;
use super::source::SitePath;

/// The palette in sRGB, with typical subjects of each colour. The order determines the class
/// names `ground-1` to `ground-12`; style sheets repeat these numbers.
pub const PALETTE: [([u8; 3], &str); 12] = [
    ([0x8b, 0x8b, 0x89], "grey"),
    ([0x2b, 0x2a, 0x29], "night"),
    ([0x5a, 0x59, 0x58], "slate"),
    ([0xbd, 0xbc, 0xba], "stone"),
    ([0xec, 0xeb, 0xe8], "paper"),
    ([0xd9, 0xb5, 0x9b], "light skin, sand"),
    ([0x8d, 0x62, 0x48], "dark skin, brick"),
    ([0x4f, 0x3a, 0x2b], "wood"),
    ([0x9f, 0xbc, 0xd6], "sky"),
    ([0x3f, 0x5f, 0x86], "evening sky, water"),
    ([0x6f, 0x8a, 0x5a], "meadow"),
    ([0x34, 0x45, 0x2f], "forest"),
];

/// A colour of the palette.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Ground(u8);

impl Ground {
    /// The middle grey, if nothing is known about a picture.
    pub const UNKNOWN: Self = Self(1);

    /// The palette colour closest to a given sRGB colour.
    pub fn nearest(colour: [u8; 3]) -> Self {
        // The eye distinguishes greens best and blues least (T. Riemersma, *Colour metric*).
        // Integer weights give the same result on every machine.
        let distance = |own: [u8; 3]| {
            let [r, g, b] = [0, 1, 2].map(|n| u32::from(own[n].abs_diff(colour[n])));
            2 * r * r + 4 * g * g + 3 * b * b
        };
        let numbered = (1..).zip(PALETTE);
        let nearest = numbered.min_by_key(|(_, (own, _))| distance(*own));
        nearest.map_or(Self::UNKNOWN, |(number, _)| Self(number))
    }

    /// The colour with this number; `None` if it is out of range.
    pub fn numbered(number: u8) -> Option<Self> {
        (1..=PALETTE.len()).contains(&usize::from(number)).then_some(Self(number))
    }

    /// Its number, from 1.
    pub const fn number(self) -> u8 {
        self.0
    }
}

/// Computes the placeholder colour of a photo. The result depends only on the photo's bytes,
/// which the digest identifies, so that it is the same in every build.
pub trait ColourSource: Send + Sync {
    /// The placeholder colour of the photo with this digest.
    fn look(&self, photo: &SitePath, digest: Digest) -> Ground;
}

/// Where the pipeline gets placeholder colours from. Only asked for photos that are shown,
/// since each new one has to be decoded.
#[derive(Clone, Default)]
pub struct PlaceholderColours(Option<Arc<dyn ColourSource>>);

impl PlaceholderColours {
    /// Placeholder colours from this source.
    pub fn seen_by(look: Arc<dyn ColourSource>) -> Self {
        Self(Some(look))
    }

    /// The placeholder colour of a photo; [`Ground::UNKNOWN`] without a source.
    pub fn of(&self, photo: &SitePath, digest: Digest) -> Ground {
        self.0.as_ref().map_or(Ground::UNKNOWN, |look| look.look(photo, digest))
    }
}

impl fmt::Debug for PlaceholderColours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Grounds" } else { "Grounds(unknown)" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_colour_of_the_palette_is_nearest_to_itself() {
        for (number, (colour, name)) in (1..).zip(PALETTE) {
            assert_eq!(Ground::nearest(colour).number(), number, "{name}");
        }
    }

    #[test]
    fn what_photos_mostly_are_falls_where_it_belongs() {
        for (colour, name) in [
            ([0, 0, 0], "night"),
            ([255, 255, 255], "paper"),
            ([128, 128, 128], "grey"),
            ([224, 172, 140], "light skin, sand"),
            ([130, 90, 62], "dark skin, brick"),
            ([135, 190, 235], "sky"),
            ([90, 140, 70], "meadow"),
        ] {
            let number = usize::from(Ground::nearest(colour).number());
            assert_eq!(PALETTE[number - 1].1, name, "{colour:?}");
        }
    }
}
