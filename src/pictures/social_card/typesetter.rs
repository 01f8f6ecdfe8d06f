//! Sets text in a font, with size and line breaks chosen so that it fits its box.
//!
//! In come a text and a box, out go lines. They are never wider or higher than the box: a text that
//! does not fit at the smallest size is cut short, with an ellipsis.

use std::borrow::Cow;

use parley::fontique::{Blob, Collection, CollectionOptions, SourceCache};
use parley::{
    Alignment, AlignmentOptions, FontContext, FontFamilyName, Layout, LayoutContext,
    LineHeight, OverflowWrap, StyleProperty,
};

use super::hyphens;
use crate::base::language::Language;
use crate::base::social_card::CardFont;

/// Line height as a factor of the font size.
const LINE_HEIGHT: f32 = 1.14;

/// How many characters are laid out; more fit into no box, and layout takes time.
const MOST_CHARACTERS: usize = 400;

/// The box into which a text has to fit, in pixels.
#[derive(Debug, Clone, Copy)]
pub(super) struct TextBox<'s> {
    pub(super) width: f32,
    pub(super) height: f32,
    pub(super) most_lines: usize,
    /// Font sizes to try, largest first; at least one.
    pub(super) sizes: &'s [f32],
    /// The largest size at which long words are hyphenated: above it, a smaller size looks better.
    pub(super) divided_from: f32,
}

/// A text with the size and the line breaks at which it fits.
pub(super) struct FittedText {
    pub(super) layout: Layout<()>,
    /// Font size in pixels.
    pub(super) size: f32,
    /// How far it is to be moved to the right, so that Arabic ends at the right edge.
    pub(super) indent: f32,
}

/// A font, and the buffers that layout reuses.
pub(super) struct Typesetter {
    fonts: FontContext,
    scratch: LayoutContext<()>,
    family: String,
}

impl Typesetter {
    /// With this font and none of the system, so that every machine gives the same result.
    pub(super) fn new(font: &CardFont) -> Self {
        let options = CollectionOptions { shared: false, system_fonts: false };
        let mut collection = Collection::new(options);
        let blob = Blob::new(std::sync::Arc::new(font.bytes().clone()));
        let families = collection.register_fonts(blob, None);
        let family = families
            .first()
            .and_then(|(family, _)| collection.family_name(*family))
            .unwrap_or_default()
            .to_owned();
        let fonts = FontContext { collection, source_cache: SourceCache::default() };
        Self { fonts, scratch: LayoutContext::new(), family }
    }

    /// Sets a text at the largest size at which it fits, in lines of about the same length.
    pub(super) fn fit(
        &mut self,
        text: &str,
        language: Language,
        text_box: TextBox<'_>,
    ) -> FittedText {
        let text: String = text.chars().take(MOST_CHARACTERS).collect();
        let joined = hyphens::joined(&text);
        for size in text_box.sizes {
            for text in [&joined, &text] {
                if let Some(lines) = self.whole_words(text, *size, text_box) {
                    return lines;
                }
            }
        }
        let small = text_box.sizes.iter().filter(|size| **size <= text_box.divided_from);
        for size in small {
            let divided = self.divided(&text, language, *size, text_box.width);
            if let Some(lines) = self.whole_words(&divided, *size, text_box) {
                return lines;
            }
        }
        self.cut_short(&text, language, text_box)
    }

    /// A text whose words stay whole; `None` if it does not fit.
    fn whole_words(
        &mut self,
        text: &str,
        size: f32,
        text_box: TextBox<'_>,
    ) -> Option<FittedText> {
        let mut layout = self.set(text, size);
        let longest_word = layout.calculate_content_widths().min;
        if longest_word > text_box.width {
            return None;
        }
        layout.break_all_lines(Some(text_box.width));
        fits(&layout, text_box)
            .then(|| balanced(layout, size, longest_word, text_box.width))
    }

    /// The beginning of a text at the smallest size, words broken anywhere if need be.
    fn cut_short(
        &mut self,
        text: &str,
        language: Language,
        text_box: TextBox<'_>,
    ) -> FittedText {
        let size = text_box.sizes.last().copied().unwrap_or(text_box.divided_from);
        let text = self.divided(text, language, size, text_box.width);
        let mut layout = self.set(&text, size);
        layout.break_all_lines(Some(text_box.width));
        let mut end = text.len();
        while !fits(&layout, text_box) && end > 0 {
            end = shorter(&text, end);
            let mut start = text[..end].trim_end_matches(is_dangling).to_owned();
            start.push('…');
            layout = self.set(&start, size);
            layout.break_all_lines(Some(text_box.width));
        }
        align(layout, size, text_box.width, text_box.width)
    }

    /// The text with words hyphenated that are wider than a line.
    fn divided(
        &mut self,
        text: &str,
        language: Language,
        size: f32,
        width: f32,
    ) -> String {
        let fits =
            |part: &str| self.set(part, size).calculate_content_widths().max <= width;
        hyphens::divided(text, language, fits)
    }

    fn set(&mut self, text: &str, size: f32) -> Layout<()> {
        let mut builder = self.scratch.ranged_builder(&mut self.fonts, text, 1.0, false);
        let family = FontFamilyName::Named(Cow::Borrowed(self.family.as_str()));
        builder.push_default(StyleProperty::FontFamily(family.into()));
        builder.push_default(StyleProperty::FontSize(size));
        builder.push_default(LineHeight::FontSizeRelative(LINE_HEIGHT));
        builder.push_default(StyleProperty::OverflowWrap(OverflowWrap::BreakWord));
        builder.build(text)
    }
}

fn fits(layout: &Layout<()>, text_box: TextBox<'_>) -> bool {
    layout.len() <= text_box.most_lines
        && layout.height() <= text_box.height
        && layout.width() <= text_box.width
}

/// Breaks the lines again at the smallest width that does not add a line, which makes them about
/// equally long.
fn balanced(
    mut layout: Layout<()>,
    size: f32,
    longest_word: f32,
    width: f32,
) -> FittedText {
    let count = layout.len();
    let (mut too_small, mut enough) = (longest_word.min(width), width);
    layout.break_all_lines(Some(too_small));
    if layout.len() <= count {
        enough = too_small;
    }
    while enough - too_small > 1.0 {
        let middle = f32::midpoint(too_small, enough);
        layout.break_all_lines(Some(middle));
        if layout.len() <= count {
            enough = middle;
        } else {
            too_small = middle;
        }
    }
    layout.break_all_lines(Some(enough));
    align(layout, size, enough, width)
}

fn align(mut layout: Layout<()>, size: f32, lines_width: f32, width: f32) -> FittedText {
    layout.align(Alignment::Start, AlignmentOptions::default());
    let indent = if layout.is_rtl() { width - lines_width } else { 0.0 };
    FittedText { layout, size, indent }
}

/// The end of a text without its last word, or without its last letter if there is only one word.
fn shorter(text: &str, end: usize) -> usize {
    let kept = text[..end].trim_end();
    let word = kept.rfind(char::is_whitespace);
    word.filter(|at| *at > 0)
        .unwrap_or_else(|| kept.char_indices().next_back().map_or(0, |(at, _)| at))
}

/// Characters that look wrong before an ellipsis.
fn is_dangling(character: char) -> bool {
    character.is_whitespace()
        || matches!(character, ',' | ';' | ':' | '–' | '-' | '.' | '…')
}
