//! The layout of a card.
//!
//! In comes a recipe, out go elements: fitted texts and rules, each with its position in pixels. It
//! draws nothing.

use std::rc::Rc;

use super::typesetter::{FittedText, TextBox, Typesetter};
use crate::base::social_card::{CARD_PHOTO_SIZE, CARD_SIZE, CardDay, CardRecipe};

/// Distance between the text and the edges of the card.
const MARGIN: f32 = 64.0;
/// Distance between the text and the photo.
const GUTTER: f32 = 56.0;
/// Width of the column with the day, and its distance to the title.
const DAY_WIDTH: f32 = 236.0;
const DAY_GUTTER: f32 = 48.0;

const TITLE_SIZES: [f32; 14] =
    [104.0, 97.0, 90.0, 84.0, 80.0, 76.0, 72.0, 68.0, 64.0, 60.0, 56.0, 52.0, 48.0, 44.0];
const DAY_SIZES: [f32; 6] = [176.0, 152.0, 128.0, 108.0, 92.0, 76.0];
const MONTH_SIZES: [f32; 3] = [36.0, 32.0, 28.0];
const LINE_SIZES: [f32; 4] = [34.0, 31.0, 28.0, 26.0];
const SITE_SIZES: [f32; 3] = [28.0, 26.0, 24.0];

/// Opacity of what is drawn: 255 gives the colour of the text, 0 that of the background.
pub(super) const FULL: u8 = 255;
/// White on the theme's blue still has a contrast of 7 to 1 at this opacity.
pub(super) const QUIET: u8 = 218;
pub(super) const HAIRLINE: u8 = 110;

/// An element of a card.
pub(super) enum CardElement {
    /// A text, by the left top corner of its lines.
    Text { lines: Rc<FittedText>, left: f32, top: f32, opacity: u8 },
    /// A rule: left, top, width, height in whole pixels.
    Rule([u32; 4]),
}

/// A column for texts: left edge and width.
#[derive(Clone, Copy)]
struct Column {
    left: f32,
    width: f32,
}

/// All elements of a card except the photo.
pub(super) fn elements(
    card: &CardRecipe,
    typesetter: &mut Typesetter,
) -> Vec<CardElement> {
    let mut elements = Vec::new();
    let all = Column { left: MARGIN, width: pixels(CARD_SIZE.width) - 2.0 * MARGIN };
    let whole = match card.photo {
        Some(_) => Column {
            width: pixels(CARD_SIZE.width - CARD_PHOTO_SIZE.width) - MARGIN - GUTTER,
            ..all
        },
        None => all,
    };
    let bottom = foot(typesetter, card, whole, &mut elements);
    let column = match &card.day {
        Some(day) => beside_day(typesetter, card, day, whole, &mut elements),
        None => whole,
    };
    words(typesetter, card, column, bottom, &mut elements);
    elements
}

/// The site's title at the bottom; returns the lower edge of the space above it.
fn foot(
    typesetter: &mut Typesetter,
    card: &CardRecipe,
    column: Column,
    elements: &mut Vec<CardElement>,
) -> f32 {
    let frame = TextBox {
        width: column.width,
        height: 40.0,
        most_lines: 1,
        sizes: &SITE_SIZES,
        divided_from: 0.0,
    };
    let lines = typesetter.fit(&card.site, card.language, frame);
    // The last baseline is aligned with the margin, so that the distance looks the same as at the
    // top, where the capital letters are.
    let baseline = lines.last_baseline();
    let top = pixels(CARD_SIZE.height) - MARGIN - baseline;
    let end = (top - 18.0).round();
    elements.push(CardElement::Text { lines, left: column.left, top, opacity: QUIET });
    elements.push(CardElement::Rule([
        whole(column.left),
        whole(end),
        whole(column.width),
        2,
    ]));
    end
}

/// The day at the left; returns the column that remains.
fn beside_day(
    typesetter: &mut Typesetter,
    card: &CardRecipe,
    day: &CardDay,
    column: Column,
    elements: &mut Vec<CardElement>,
) -> Column {
    let frame = |sizes, height| TextBox {
        width: DAY_WIDTH,
        height,
        most_lines: 1,
        sizes,
        divided_from: 0.0,
    };
    let number = typesetter.fit(&day.day, card.language, frame(&DAY_SIZES, 210.0));
    let top = MARGIN - above_letters(&number);
    let month_top = top + number.last_baseline() + 20.0;
    // The side bearing of a digit this large is visible; without this, the day and the month below
    // it would not look aligned.
    let left = column.left - number.size * 0.05;
    elements.push(CardElement::Text { lines: number, left, top, opacity: FULL });
    let month = TextBox { most_lines: 3, ..frame(&MONTH_SIZES, 130.0) };
    let month = typesetter.fit(&day.month, card.language, month);
    elements.push(CardElement::Text {
        lines: month,
        left: column.left,
        top: month_top,
        opacity: FULL,
    });
    let left = column.left + DAY_WIDTH + DAY_GUTTER;
    Column { left, width: column.left + column.width - left }
}

/// Name, title and place, one below the other from the top.
fn words(
    typesetter: &mut Typesetter,
    card: &CardRecipe,
    column: Column,
    bottom: f32,
    elements: &mut Vec<CardElement>,
) {
    let line = TextBox {
        width: column.width,
        height: 108.0,
        most_lines: 3,
        sizes: &LINE_SIZES,
        divided_from: 0.0,
    };
    let mut top = MARGIN;
    if let Some(above) = &card.above {
        let lines = typesetter.fit(above, card.language, line);
        let start = top - above_letters(&lines);
        top = start + lines.height() + 26.0;
        elements.push(CardElement::Text {
            lines,
            left: column.left,
            top: start,
            opacity: QUIET,
        });
    }
    let below =
        card.below.as_ref().map(|below| typesetter.fit(below, card.language, line));
    let below_height = below.as_ref().map_or(0.0, |lines| lines.height() + 22.0);
    let title = TextBox {
        width: column.width,
        height: bottom - 28.0 - below_height - top,
        most_lines: 5,
        sizes: if card.photo.is_some() { &TITLE_SIZES[3..] } else { &TITLE_SIZES },
        divided_from: 60.0,
    };
    let lines = typesetter.fit(&card.title, card.language, title);
    let start = if card.above.is_some() { top } else { top - above_letters(&lines) };
    top = start + lines.height() + 22.0;
    elements.push(CardElement::Text {
        lines,
        left: column.left,
        top: start,
        opacity: FULL,
    });
    if let Some(lines) = below {
        elements.push(CardElement::Text {
            lines,
            left: column.left,
            top,
            opacity: QUIET,
        });
    }
}

/// About the empty space above the capital letters of the first line: moved up by it, the letters
/// and not their line box are aligned with an edge.
fn above_letters(lines: &FittedText) -> f32 {
    let baseline = lines.first_baseline();
    baseline - lines.size * 0.66
}

#[expect(clippy::cast_precision_loss, reason = "a card has far fewer pixels")]
const fn pixels(length: u32) -> f32 {
    length as f32
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "places on a card are small and not negative"
)]
fn whole(length: f32) -> u32 {
    length.round().max(0.0) as u32
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::*;
    use crate::base::digest::Digest;
    use crate::base::language::Language;
    use crate::base::social_card::{CardFont, CardPhoto, CardStyle};
    use crate::base::source::SitePath;

    fn card(title: String, above: Option<String>, photo: bool, day: bool) -> CardRecipe {
        let font = include_bytes!("../../../themes/campus/fonts/newsreader-card.ttf");
        let photo = photo.then(|| CardPhoto {
            source: SitePath::new("content/portraits/jana.jpg"),
            digest: Digest(0),
            crop: [0, 0, 504, 630],
        });
        let day = day
            .then(|| CardDay { day: "12–14".into(), month: "September 2027".into() });
        CardRecipe {
            style: Arc::new(CardStyle {
                font: CardFont::new(font.as_slice().into()),
                ground: [0; 3],
                text: [255; 3],
            }),
            language: Language::De,
            title,
            below: above.clone(),
            above,
            day,
            site: "Alumni der Hochschule".into(),
            photo,
        }
    }

    fn elements_of(card: &CardRecipe) -> Vec<CardElement> {
        elements(card, &mut Typesetter::new(&card.style.font))
    }

    /// Each line of each text: left and right edge, top and bottom.
    fn edges(elements: &[CardElement]) -> Vec<[f32; 4]> {
        let mut edges = Vec::new();
        for element in elements {
            let CardElement::Text { lines, left, top, .. } = element else { continue };
            for line in lines.layout.lines() {
                let metrics = line.metrics();
                let start = left + lines.indent + metrics.offset * lines.scale;
                let length = metrics.advance - metrics.hanging_advance;
                edges.push([
                    start,
                    start + length * lines.scale,
                    top + metrics.block_min_coord * lines.scale,
                    top + metrics.block_max_coord * lines.scale,
                ]);
            }
        }
        edges
    }

    /// A line box is a little higher than its letters, at both its edges.
    const LINE_BOX: f32 = 40.0;

    fn stays_inside(card: &CardRecipe) -> Result<(), TestCaseError> {
        let end = if card.photo.is_some() { 640.0 } else { 1136.0 };
        for [left, right, top, bottom] in edges(&elements_of(card)) {
            prop_assert!(left >= MARGIN - 10.0 && right <= end + 0.5, "{left} {right}");
            prop_assert!(top >= MARGIN - LINE_BOX && bottom <= 582.0, "{top} {bottom}");
        }
        Ok(())
    }

    /// The title ends where the rule above the site's title begins.
    fn title_ends(card: &CardRecipe) -> f32 {
        let elements = elements_of(card);
        let texts = elements.iter().filter_map(|element| match element {
            CardElement::Text { lines, top, .. } => Some(top + lines.height()),
            CardElement::Rule(_) => None,
        });
        texts.skip(1).fold(0.0, f32::max)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn no_text_leaves_its_place(
            title in proptest::collection::vec(any::<char>(), 1..200),
            words in "[a-zäöüß]{1,60}( [A-ZÄÖÜ][a-zäöüß]{0,70}){0,12}",
            above in proptest::option::of("[A-ZÄÖÜ][a-zäöüß -]{0,120}"),
            photo: bool,
            day: bool,
        ) {
            for title in [title.into_iter().collect(), words] {
                let card = card(title, above.clone(), photo, day && !photo);
                stays_inside(&card)?;
                prop_assert!(title_ends(&card) <= 531.0, "{}", title_ends(&card));
            }
        }
    }

    #[test]
    fn a_short_title_is_large_and_a_long_one_is_cut_short() {
        let title_of = |title: &str| {
            let elements = elements_of(&card(title.into(), None, true, false));
            let texts = elements.into_iter().filter_map(|element| match element {
                CardElement::Text { lines, .. } => Some((lines.size, lines.layout.len())),
                CardElement::Rule(_) => None,
            });
            texts.last().unwrap()
        };
        assert_eq!(title_of("Schwarz"), (84.0, 1));
        assert_eq!(title_of(&"Ein Satz ohne Ende ".repeat(20)), (44.0, 5));
    }
}
