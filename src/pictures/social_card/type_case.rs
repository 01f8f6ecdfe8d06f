//! Sets text in a font: chooses size and line breaks so that it fits its box.
//!
//! In come a text and a box, out go lines. No line is ever wider than the box and the lines are
//! never higher than it; what does not fit at the smallest size is cut short, with an ellipsis.

use std::borrow::Cow;

use parley::fontique::{Blob, Collection, CollectionOptions, SourceCache};
use parley::{
    Alignment, AlignmentOptions, FontContext, FontFamilyName, Layout, LayoutContext,
    LineHeight, OverflowWrap, StyleProperty,
};

use super::hyphens;
use crate::base::language::Language;
use crate::base::social_card::CardFont;

/// Height of a line by the size of its letters.
const LINE_HEIGHT: f32 = 1.14;

/// How many characters are looked at; more fit into no box.
const MOST_CHARACTERS: usize = 400;

/// Where a text has to fit, in pixels.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TextBox<'s> {
    pub(crate) width: f32,
    pub(crate) height: f32,
    pub(crate) most_lines: usize,
    /// Sizes of letters to try, largest first; at least one.
    pub(crate) sizes: &'s [f32],
    /// The largest size at which a word that is too long is divided.
    pub(crate) divided_from: f32,
}

/// A text that was set.
pub(crate) struct SetText {
    pub(crate) layout: Layout<()>,
    /// Size of its letters in pixels.
    pub(crate) size: f32,
    /// How far it is to be moved to the right, so that Arabic ends at the right edge.
    pub(crate) indent: f32,
}

/// A font and what setting needs beside it.
pub(crate) struct TypeCase {
    fonts: FontContext,
    scratch: LayoutContext<()>,
    family: String,
}

impl TypeCase {
    /// With one font and no other.
    pub(crate) fn new(font: &CardFont) -> Self {
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

    /// Sets a text as large as it fits, in lines of about the same length.
    pub(crate) fn fit(
        &mut self,
        text: &str,
        language: Language,
        frame: TextBox<'_>,
    ) -> SetText {
        let text: String = text.chars().take(MOST_CHARACTERS).collect();
        let joined = hyphens::joined(&text);
        for size in frame.sizes {
            for text in [&joined, &text] {
                if let Some(lines) = self.whole_words(text, *size, frame) {
                    return lines;
                }
            }
        }
        let small = frame.sizes.iter().filter(|size| **size <= frame.divided_from);
        for size in small {
            let divided = self.divided(&text, language, *size, frame.width);
            if let Some(lines) = self.whole_words(&divided, *size, frame) {
                return lines;
            }
        }
        self.cut_short(&text, language, frame)
    }

    /// A text whose words stay whole; `None` if it does not fit.
    fn whole_words(
        &mut self,
        text: &str,
        size: f32,
        frame: TextBox<'_>,
    ) -> Option<SetText> {
        let mut layout = self.set(text, size);
        let longest_word = layout.calculate_content_widths().min;
        if longest_word > frame.width {
            return None;
        }
        layout.break_all_lines(Some(frame.width));
        fits(&layout, frame).then(|| balanced(layout, size, longest_word, frame.width))
    }

    /// The beginning of a text at the smallest size, words broken anywhere if need be.
    fn cut_short(
        &mut self,
        text: &str,
        language: Language,
        frame: TextBox<'_>,
    ) -> SetText {
        let size = frame.sizes.last().copied().unwrap_or(frame.divided_from);
        let text = self.divided(text, language, size, frame.width);
        let mut layout = self.set(&text, size);
        layout.break_all_lines(Some(frame.width));
        let mut end = text.len();
        while !fits(&layout, frame) && end > 0 {
            end = shorter(&text, end);
            let mut start = text[..end].trim_end_matches(is_loose_end).to_owned();
            start.push('…');
            layout = self.set(&start, size);
            layout.break_all_lines(Some(frame.width));
        }
        align(layout, size, frame.width, frame.width)
    }

    /// The text with words that are wider than a line divided by hyphens.
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

fn fits(layout: &Layout<()>, frame: TextBox<'_>) -> bool {
    layout.len() <= frame.most_lines
        && layout.height() <= frame.height
        && layout.width() <= frame.width
}

/// Breaks the lines again at the smallest width that makes no more of them.
fn balanced(mut layout: Layout<()>, size: f32, longest_word: f32, width: f32) -> SetText {
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

fn align(mut layout: Layout<()>, size: f32, lines_width: f32, width: f32) -> SetText {
    layout.align(Alignment::Start, AlignmentOptions::default());
    let indent = if layout.is_rtl() { width - lines_width } else { 0.0 };
    SetText { layout, size, indent }
}

/// Where a text ends after its last word is left out, or its last letter if that is all.
fn shorter(text: &str, end: usize) -> usize {
    let kept = text[..end].trim_end();
    let word = kept.rfind(char::is_whitespace);
    word.filter(|at| *at > 0)
        .unwrap_or_else(|| kept.char_indices().next_back().map_or(0, |(at, _)| at))
}

/// What should not stand before an ellipsis.
fn is_loose_end(character: char) -> bool {
    character.is_whitespace()
        || matches!(character, ',' | ';' | ':' | '–' | '-' | '.' | '…')
}
