//! Sets text in a font, with size and line breaks chosen so that it fits its box.
//!
//! In come a text and a box, out go lines. They are never wider or higher than the box: a text that
//! does not fit at the smallest size is cut short, with an ellipsis.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::rc::Rc;

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

/// The size in pixels at which every text is shaped. Nothing is fitted to whole pixels, so that any
/// other size is this one scaled.
const SHAPED: f32 = 64.0;

/// How many texts are kept: those of the site are on every card, months and places on many.
const MOST_KEPT: usize = 64;

/// The box into which a text has to fit, in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct TextBox {
    pub(super) width: f32,
    pub(super) height: f32,
    pub(super) most_lines: usize,
    /// Font sizes to try, largest first; at least one.
    pub(super) sizes: &'static [f32],
    /// The largest size at which long words are hyphenated: above it, a smaller size looks better.
    pub(super) divided_from: f32,
}

/// A text with the size and the line breaks at which it fits.
pub(super) struct FittedText {
    /// The lines, in a size of their own.
    pub(super) layout: Layout<()>,
    /// What turns lengths in `layout` into pixels.
    pub(super) scale: f32,
    /// Font size in pixels.
    pub(super) size: f32,
    /// How far it is to be moved to the right, so that Arabic ends at the right edge.
    pub(super) indent: f32,
}

impl FittedText {
    /// The height of all lines in pixels.
    pub(super) fn height(&self) -> f32 {
        self.layout.height() * self.scale
    }

    /// The baseline of the first line, from the top.
    pub(super) fn first_baseline(&self) -> f32 {
        self.layout.first_baseline().unwrap_or_default() * self.scale
    }

    /// The baseline of the last line, from the top.
    pub(super) fn last_baseline(&self) -> f32 {
        self.layout.last_baseline().unwrap_or_default() * self.scale
    }
}

/// A text in letters, of which lines can be made at any size.
struct ShapedText {
    layout: Layout<()>,
    longest_word: f32,
}

/// A text that was set.
struct KeptText {
    text: String,
    language: Language,
    text_box: TextBox,
    lines: Rc<FittedText>,
}

/// A font, the buffers that layout reuses, and the texts that were set last.
pub(super) struct Typesetter {
    fonts: FontContext,
    scratch: LayoutContext<()>,
    family: String,
    /// The text that was asked for longest ago first.
    kept: VecDeque<KeptText>,
    #[cfg(test)]
    pub(super) shaped: usize,
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
        Self {
            fonts: FontContext { collection, source_cache: SourceCache::default() },
            scratch: LayoutContext::new(),
            family,
            kept: VecDeque::new(),
            #[cfg(test)]
            shaped: 0,
        }
    }

    /// Sets a text at the largest size at which it fits, in lines of about the same length. Equal
    /// texts are set once.
    pub(super) fn fit(
        &mut self,
        text: &str,
        language: Language,
        text_box: TextBox,
    ) -> Rc<FittedText> {
        let same = |kept: &KeptText| {
            kept.text == text && kept.language == language && kept.text_box == text_box
        };
        let known = self.kept.iter().position(same).and_then(|at| self.kept.remove(at));
        let kept = known.unwrap_or_else(|| KeptText {
            text: text.to_owned(),
            language,
            text_box,
            lines: Rc::new(self.set(text, language, text_box)),
        });
        let lines = Rc::clone(&kept.lines);
        if self.kept.len() >= MOST_KEPT {
            self.kept.pop_front();
        }
        self.kept.push_back(kept);
        lines
    }

    fn set(&mut self, text: &str, language: Language, text_box: TextBox) -> FittedText {
        let text: String = text.chars().take(MOST_CHARACTERS).collect();
        let joined = hyphens::joined(&text);
        let mut forms = vec![self.shape(&joined)];
        if joined != text {
            forms.push(self.shape(&text));
        }
        for size in text_box.sizes {
            for form in &mut forms {
                if let Some(lines) = whole_words(form, *size, text_box) {
                    return lines;
                }
            }
        }
        let small = text_box.sizes.iter().filter(|size| **size <= text_box.divided_from);
        for size in small {
            let divided = self.divided(&text, language, *size, text_box.width);
            if let Some(lines) = whole_words(&mut self.shape(&divided), *size, text_box) {
                return lines;
            }
        }
        self.cut_short(&text, language, text_box)
    }

    /// The beginning of a text at the smallest size, words broken anywhere if need be.
    fn cut_short(
        &mut self,
        text: &str,
        language: Language,
        text_box: TextBox,
    ) -> FittedText {
        let size = text_box.sizes.last().copied().unwrap_or(text_box.divided_from);
        let width = text_box.width * SHAPED / size;
        let text = self.divided(text, language, size, text_box.width);
        let mut layout = self.shape(&text).layout;
        layout.break_all_lines(Some(width));
        let mut end = text.len();
        while !fits(&layout, size, text_box) && end > 0 {
            end = shorter(&text, end);
            let mut start = text[..end].trim_end_matches(is_dangling).to_owned();
            start.push('…');
            layout = self.shape(&start).layout;
            layout.break_all_lines(Some(width));
        }
        align(layout, size, width, width)
    }

    /// The text with words hyphenated that are wider than a line.
    fn divided(
        &mut self,
        text: &str,
        language: Language,
        size: f32,
        width: f32,
    ) -> String {
        let width = width * SHAPED / size;
        let fits =
            |part: &str| self.shape(part).layout.calculate_content_widths().max <= width;
        hyphens::divided(text, language, fits)
    }

    fn shape(&mut self, text: &str) -> ShapedText {
        #[cfg(test)]
        {
            self.shaped += 1;
        }
        let mut builder = self.scratch.ranged_builder(&mut self.fonts, text, 1.0, false);
        let family = FontFamilyName::Named(Cow::Borrowed(self.family.as_str()));
        builder.push_default(StyleProperty::FontFamily(family.into()));
        builder.push_default(StyleProperty::FontSize(SHAPED));
        builder.push_default(LineHeight::FontSizeRelative(LINE_HEIGHT));
        builder.push_default(StyleProperty::OverflowWrap(OverflowWrap::BreakWord));
        let layout = builder.build(text);
        ShapedText { longest_word: layout.calculate_content_widths().min, layout }
    }
}

/// A text whose words stay whole; `None` if it does not fit.
fn whole_words(
    text: &mut ShapedText,
    size: f32,
    text_box: TextBox,
) -> Option<FittedText> {
    let width = text_box.width * SHAPED / size;
    if text.longest_word > width {
        return None;
    }
    text.layout.break_all_lines(Some(width));
    fits(&text.layout, size, text_box)
        .then(|| balanced(text.layout.clone(), size, text.longest_word, width))
}

fn fits(layout: &Layout<()>, size: f32, text_box: TextBox) -> bool {
    let scale = size / SHAPED;
    layout.len() <= text_box.most_lines
        && layout.height() * scale <= text_box.height
        && layout.width() * scale <= text_box.width
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
    let pixel = SHAPED / size;
    let (mut too_small, mut enough) = (longest_word.min(width), width);
    layout.break_all_lines(Some(too_small));
    if layout.len() <= count {
        enough = too_small;
    }
    while enough - too_small > pixel {
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
    let scale = size / SHAPED;
    let indent = if layout.is_rtl() { (width - lines_width) * scale } else { 0.0 };
    FittedText { layout, scale, size, indent }
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
