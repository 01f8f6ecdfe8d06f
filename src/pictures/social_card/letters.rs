//! Letters as shades, each filled once for its size and its place between two pixels.
//!
//! In come a font, a letter and where it stands, out go its shades and their place on the card. What
//! is kept never changes what comes out, only how soon.

use std::collections::BTreeMap;

use skrifa::instance::{LocationRef, Size as LetterSize};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider};
use zeno::{Command, Mask, PathBuilder, Scratch, Vector};

use super::shades::shade;

/// How many places there are between two pixels of a row, for letters up to a size. A finer step
/// could not be seen. Between two rows there is none: all letters of a line stand on a whole pixel.
const STEPS: [(f32, i32); 2] = [(40.0, 4), (f32::INFINITY, 2)];

/// Size in bytes at which all letters are discarded; simpler than tracking their use.
const MOST: usize = 4 * 1024 * 1024;

/// Which letter, and how it is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct LetterKey {
    /// The number of the letter in the font.
    pub(super) id: u32,
    /// Font size in pixels, as bits.
    size: u32,
    /// Its place between two pixels, in steps.
    step: i32,
    opacity: u8,
}

/// A letter in shades, row by row.
pub(super) struct ShadedLetter {
    /// The left edge, from the pixel where the letter stands.
    pub(super) left: i32,
    /// The upper edge, from the baseline.
    pub(super) top: i32,
    pub(super) width: usize,
    pub(super) shades: Vec<u8>,
}

/// The letters of one font.
#[derive(Default)]
pub(super) struct FilledLetters {
    filled: BTreeMap<LetterKey, ShadedLetter>,
    /// How many bytes the shades of all have.
    bytes: usize,
    scratch: Scratch,
    path: Vec<Command>,
    #[cfg(test)]
    pub(super) outlines: usize,
}

/// How a letter at a place in a row is to be filled, and at which whole pixel it stands.
pub(super) fn place(id: u32, size: f32, x: f32, opacity: u8) -> (LetterKey, i32) {
    let steps = steps(size);
    let all = whole(x * precise(steps));
    let step = all.rem_euclid(steps);
    (LetterKey { id, size: size.to_bits(), step, opacity }, all.div_euclid(steps))
}

fn steps(size: f32) -> i32 {
    STEPS.iter().find(|(most, _)| size <= *most).map_or(1, |(_, steps)| *steps)
}

impl FilledLetters {
    /// The letter in shades.
    pub(super) fn get(&mut self, font: &FontRef<'_>, key: LetterKey) -> &ShadedLetter {
        if self.bytes > MOST {
            self.filled.clear();
            self.bytes = 0;
        }
        let Self { filled, bytes, scratch, path, .. } = self;
        filled.entry(key).or_insert_with(|| {
            #[cfg(test)]
            {
                self.outlines += 1;
            }
            let letter = fill(font, key, path, scratch);
            *bytes += letter.shades.len();
            letter
        })
    }
}

fn fill(
    font: &FontRef<'_>,
    key: LetterKey,
    path: &mut Vec<Command>,
    scratch: &mut Scratch,
) -> ShadedLetter {
    path.clear();
    let size = f32::from_bits(key.size);
    let steps = steps(size);
    let mut pen = Pen { path, x: precise(key.step) / precise(steps) };
    if let Some(outline) = font.outline_glyphs().get(GlyphId::new(key.id)) {
        let size = LetterSize::new(size);
        let settings = DrawSettings::unhinted(size, LocationRef::default());
        // A letter whose outline is damaged is left out.
        let _ = outline.draw(settings, &mut pen);
    }
    let (cover, place) = Mask::with_scratch(path.as_slice(), scratch).render();
    ShadedLetter {
        left: place.left,
        top: place.top,
        width: place.width as usize,
        shades: cover.into_iter().map(|cover| shade(cover, key.opacity)).collect(),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "places on a card are small")]
pub(super) fn whole(length: f32) -> i32 {
    length.round() as i32
}

#[expect(clippy::cast_precision_loss, reason = "a step is a small number")]
fn precise(step: i32) -> f32 {
    step as f32
}

/// Turns outlines, whose vertical axis points up, into those of the card, whose axis points down.
struct Pen<'p> {
    path: &'p mut Vec<Command>,
    x: f32,
}

impl Pen<'_> {
    fn place(&self, x: f32, y: f32) -> Vector {
        Vector::new(self.x + x, -y)
    }
}

impl OutlinePen for Pen<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        let to = self.place(x, y);
        self.path.move_to(to);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let to = self.place(x, y);
        self.path.line_to(to);
    }

    fn quad_to(&mut self, control_x: f32, control_y: f32, x: f32, y: f32) {
        let [control, to] = [self.place(control_x, control_y), self.place(x, y)];
        self.path.quad_to(control, to);
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        let [a, b, to] = [self.place(ax, ay), self.place(bx, by), self.place(x, y)];
        self.path.curve_to(a, b, to);
    }

    fn close(&mut self) {
        self.path.close();
    }
}
