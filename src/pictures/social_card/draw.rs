//! Draws letters and rules in shades.
//!
//! In come elements at their positions, out go the numbers of shades, pixel by pixel. Whatever lies
//! outside the card is clipped. It never sees a colour.

use parley::PositionedLayoutItem;
use skrifa::FontRef;

use super::layout::{CardElement, HAIRLINE};
use super::letters::{FilledLetters, ShadedLetter, place, whole};
use super::shades::shade;
use super::typesetter::FittedText;
use crate::base::social_card::CARD_SIZE;

/// A card in the making.
pub(super) struct Canvas {
    /// The number of the shade of each pixel, row by row.
    pub(super) shades: Vec<u8>,
}

impl Canvas {
    /// A canvas without ink.
    pub(super) fn new() -> Self {
        Self { shades: vec![0; CARD_SIZE.width as usize * CARD_SIZE.height as usize] }
    }

    /// Takes all ink away.
    pub(super) fn clear(&mut self) {
        self.shades.fill(0);
    }

    /// Draws an element.
    pub(super) fn draw(&mut self, element: &CardElement, letters: &mut FilledLetters) {
        match element {
            CardElement::Text { lines, left, top, opacity } => {
                self.write(lines, [*left, *top], *opacity, letters);
            }
            CardElement::Rule([left, top, width, height]) => {
                let wide = CARD_SIZE.width as usize;
                let rows = self.shades.chunks_exact_mut(wide);
                for row in rows.skip(*top as usize).take(*height as usize) {
                    let end = (*left + *width).min(CARD_SIZE.width) as usize;
                    if let Some(part) = row.get_mut(*left as usize..end) {
                        part.fill(shade(u8::MAX, HAIRLINE));
                    }
                }
            }
        }
    }

    /// Draws the letters of a text.
    fn write(
        &mut self,
        lines: &FittedText,
        [left, top]: [f32; 2],
        opacity: u8,
        letters: &mut FilledLetters,
    ) {
        for line in lines.layout.lines() {
            for item in line.items() {
                let PositionedLayoutItem::GlyphRun(run) = item else { continue };
                let font = run.run().font();
                let Ok(font) = FontRef::from_index(font.data.as_ref(), font.index) else {
                    continue;
                };
                let size = run.run().font_size() * lines.scale;
                for glyph in run.positioned_glyphs() {
                    let x = left + lines.indent + glyph.x * lines.scale;
                    let y = top + glyph.y * lines.scale;
                    let (key, column) = place(glyph.id, size, x, opacity);
                    self.stamp(letters.get(&font, key), column, whole(y));
                }
            }
        }
    }

    /// Puts a letter onto the card, by its place on the baseline. Where two overlap, the stronger
    /// shade stays.
    fn stamp(&mut self, letter: &ShadedLetter, column: i32, row: i32) {
        let wide = CARD_SIZE.width as usize;
        let left = column + letter.left;
        // What lies left of the card is skipped, and so is what lies above it.
        let hidden = usize::try_from(-left).unwrap_or(0);
        let Ok(start) = usize::try_from(left.max(0)) else { return };
        if letter.width <= hidden || start >= wide {
            return;
        }
        for (row, line) in
            (row + letter.top..).zip(letter.shades.chunks_exact(letter.width))
        {
            let Ok(row) = usize::try_from(row) else { continue };
            let Some(there) = self.shades.get_mut(row * wide + start..(row + 1) * wide)
            else {
                break;
            };
            for (there, shade) in there.iter_mut().zip(&line[hidden..]) {
                *there = (*there).max(*shade);
            }
        }
    }
}
