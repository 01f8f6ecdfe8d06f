//! Draws letters and rules onto a background.
//!
//! In come elements at their positions, out go pixels. Whatever lies outside the card is clipped.

use parley::PositionedLayoutItem;
use skrifa::instance::{LocationRef, Size as LetterSize};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider};
use zeno::{Command, Mask, PathBuilder, Placement, Vector};

use super::layout::{CardElement, HAIRLINE};
use super::typesetter::FittedText;
use crate::base::social_card::CARD_SIZE;
use crate::base::source::Size;

/// A card in the making.
pub(super) struct Canvas {
    /// Red, green and blue of each pixel, row by row.
    pub(super) pixels: Vec<u8>,
}

impl Canvas {
    /// A canvas of one colour.
    pub(super) fn new(ground: [u8; 3]) -> Self {
        let count = CARD_SIZE.width as usize * CARD_SIZE.height as usize;
        Self { pixels: ground.repeat(count) }
    }

    /// Draws an element in a colour.
    pub(super) fn draw(&mut self, element: &CardElement, colour: [u8; 3]) {
        match element {
            CardElement::Text { lines, left, top, opacity } => {
                let path = outline(lines, *left, *top);
                let (mask, place) = Mask::new(path.as_slice()).render();
                self.fill_mask(&mask, place, colour, *opacity);
            }
            CardElement::Rule([left, top, width, height]) => {
                for row in *top..top + height {
                    for column in *left..left + width {
                        if let Some(pixel) = self.pixel(column, row) {
                            blend(pixel, colour, u8::MAX, HAIRLINE);
                        }
                    }
                }
            }
        }
    }

    /// Copies a picture in RGB to the right edge.
    pub(super) fn copy_to_right(&mut self, picture: &[u8], size: Size) {
        let row = CARD_SIZE.width as usize * 3;
        let width = size.width as usize * 3;
        let rows = self.pixels.chunks_exact_mut(row);
        for (row, part) in rows.zip(picture.chunks_exact(width)) {
            let left = row.len() - width;
            row[left..].copy_from_slice(part);
        }
    }

    /// Fills what a mask covers.
    fn fill_mask(&mut self, mask: &[u8], place: Placement, colour: [u8; 3], opacity: u8) {
        if place.width == 0 {
            return;
        }
        for (row, line) in (place.top..).zip(mask.chunks_exact(place.width as usize)) {
            for (column, cover) in
                (place.left..).zip(line).filter(|(_, cover)| **cover > 0)
            {
                let inside = u32::try_from(column).ok().zip(u32::try_from(row).ok());
                if let Some(pixel) = inside.and_then(|(x, y)| self.pixel(x, y)) {
                    blend(pixel, colour, *cover, opacity);
                }
            }
        }
    }

    fn pixel(&mut self, column: u32, row: u32) -> Option<&mut [u8; 3]> {
        if column >= CARD_SIZE.width || row >= CARD_SIZE.height {
            return None;
        }
        let (pixels, _) = self.pixels.as_chunks_mut::<3>();
        pixels.get_mut(row as usize * CARD_SIZE.width as usize + column as usize)
    }
}

/// Blends a colour into a pixel, by how much of the pixel is covered and by the opacity.
fn blend(pixel: &mut [u8; 3], colour: [u8; 3], cover: u8, opacity: u8) {
    let part = (u32::from(cover) * u32::from(opacity) + 127) / 255;
    for (there, wanted) in pixel.iter_mut().zip(colour) {
        let sum = u32::from(wanted) * part + u32::from(*there) * (255 - part);
        *there = u8::try_from((sum + 127) / 255).unwrap_or(u8::MAX);
    }
}

/// The outlines of all letters of a text.
fn outline(lines: &FittedText, left: f32, top: f32) -> Vec<Command> {
    let mut pen = Pen { path: Vec::new(), at: Vector::ZERO };
    for line in lines.layout.lines() {
        for item in line.items() {
            let PositionedLayoutItem::GlyphRun(run) = item else { continue };
            let font = run.run().font();
            let Ok(font) = FontRef::from_index(font.data.as_ref(), font.index) else {
                continue;
            };
            let outlines = font.outline_glyphs();
            let size = LetterSize::new(run.run().font_size());
            for glyph in run.positioned_glyphs() {
                pen.at = Vector::new(left + lines.indent + glyph.x, top + glyph.y);
                let settings = DrawSettings::unhinted(size, LocationRef::default());
                if let Some(outline) = outlines.get(GlyphId::new(glyph.id)) {
                    // A letter whose outline is damaged is left out.
                    let _ = outline.draw(settings, &mut pen);
                }
            }
        }
    }
    pen.path
}

/// Turns outlines, whose vertical axis points up, into those of the card, whose axis points down.
struct Pen {
    path: Vec<Command>,
    at: Vector,
}

impl Pen {
    fn place(&self, x: f32, y: f32) -> Vector {
        Vector::new(self.at.x + x, self.at.y - y)
    }
}

impl OutlinePen for Pen {
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
