//! The sixteen shades of a card, from the colour of its ground to that of its text.
//!
//! In comes how much of a pixel is covered and how strongly, out goes the number of a shade, or the
//! colours of all. Knows no letters, and never mixes more than two colours.

use super::layout::{FULL, HAIRLINE, QUIET};

/// How many shades there are: a number fits into half a byte.
const COUNT: usize = 16;

/// How much of the colour of the text each shade has. What has no edge is exact: the ground, a
/// rule, quiet letters and full ones. In between, the steps are about as wide as can be.
const PARTS: [u8; COUNT] =
    [0, 18, 37, 55, 73, 92, HAIRLINE, 128, 146, 164, 182, 200, QUIET, 230, 243, FULL];

/// The nearest shade for each part of the colour of the text.
const NEAREST: [u8; 256] = nearest();

#[expect(clippy::cast_possible_truncation, reason = "neither 256 nor 16 is reached")]
const fn nearest() -> [u8; 256] {
    let mut nearest = [0; 256];
    let (mut part, mut shade) = (0, 0);
    while part < nearest.len() {
        while shade + 1 < COUNT
            && PARTS[shade + 1].abs_diff(part as u8) < PARTS[shade].abs_diff(part as u8)
        {
            shade += 1;
        }
        nearest[part] = shade as u8;
        part += 1;
    }
    nearest
}

/// The shade of a pixel, by how much of it is covered and by the opacity of what covers it.
pub(super) fn shade(cover: u8, opacity: u8) -> u8 {
    let part = (u32::from(cover) * u32::from(opacity) + 127) / 255;
    NEAREST[part.min(255) as usize]
}

/// The colours of all shades.
pub(super) fn palette(ground: [u8; 3], text: [u8; 3]) -> [[u8; 3]; COUNT] {
    PARTS.map(|part| {
        let mut colour = ground;
        for (there, wanted) in colour.iter_mut().zip(text) {
            let part = u32::from(part);
            let sum = u32::from(wanted) * part + u32::from(*there) * (255 - part);
            *there = u8::try_from((sum + 127) / 255).unwrap_or(u8::MAX);
        }
        colour
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_edge_has_its_own_shade() {
        let [ground, text] = [[0x24, 0x38, 0xa8], [255, 250, 245]];
        let colours = palette(ground, text);
        for (opacity, expected) in [
            (0, ground),
            (HAIRLINE, [130, 140, 201]),
            (QUIET, [223, 222, 234]),
            (FULL, text),
        ] {
            assert_eq!(colours[usize::from(shade(255, opacity))], expected, "{opacity}");
        }
    }

    #[test]
    fn no_pixel_is_far_from_the_part_that_is_covered() {
        assert!(PARTS.is_sorted());
        for cover in 0..=u8::MAX {
            let off = PARTS[usize::from(shade(cover, FULL))].abs_diff(cover);
            assert!(off <= 9, "{cover} {off}");
        }
    }
}
