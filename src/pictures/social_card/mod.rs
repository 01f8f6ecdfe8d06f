//! From the recipe of a social card to a PNG, or to a JPEG if it has a photo.
//!
//! In come a recipe and the photo that it names, out go the bytes of a file. The same recipe gives
//! the same bytes on every machine: the only font is that of the recipe, never one of the system.
//! Nothing here reads or writes a file.

mod draw;
mod hyphens;
mod indexed_png;
mod layout;
mod letters;
mod shades;
mod typesetter;

use std::cell::RefCell;

use super::encode::jpeg;
use super::pixels::DecodedPhoto;
use crate::base::social_card::{
    CARD_PHOTO_SIZE, CARD_SIZE, CardFont, CardPictureFormat, CardRecipe,
};
use draw::Canvas;
use indexed_png::IndexedPng;
use letters::FilledLetters;
use typesetter::Typesetter;

thread_local! {
    /// What this thread keeps for its next card.
    static DRAWER: RefCell<CardDrawer> = RefCell::new(CardDrawer::new());
}

/// The bytes of a card; `None` if it has a photo and that does not fit its recipe.
pub(crate) fn make(card: &CardRecipe, photo: Option<&DecodedPhoto>) -> Option<Vec<u8>> {
    DRAWER.with_borrow_mut(|drawer| drawer.make(card, photo))
}

/// Draws cards, and keeps what the next one may need as well: words that were set, letters that
/// were filled, and buffers.
struct CardDrawer {
    canvas: Canvas,
    packer: IndexedPng,
    /// What belongs to the font of the last card.
    of_font: Option<(CardFont, Typesetter, FilledLetters)>,
}

impl CardDrawer {
    fn new() -> Self {
        Self { canvas: Canvas::new(), packer: IndexedPng::new(), of_font: None }
    }

    fn make(
        &mut self,
        card: &CardRecipe,
        photo: Option<&DecodedPhoto>,
    ) -> Option<Vec<u8>> {
        self.draw(card);
        let palette = shades::palette(card.style.ground, card.style.text);
        match (card.format(), &card.photo) {
            (CardPictureFormat::Jpeg, Some(wanted)) => {
                let photo = photo?.part(wanted.crop, CARD_PHOTO_SIZE)?.into_rgb();
                jpeg(&self.coloured(&palette, &photo), CARD_SIZE)
            }
            _ => self.packer.pack(&self.canvas.shades, CARD_SIZE, &palette),
        }
    }

    /// Draws everything but the photo.
    fn draw(&mut self, card: &CardRecipe) {
        self.canvas.clear();
        let font = &card.style.font;
        let (_, typesetter, letters) = match &mut self.of_font {
            Some(kept) if kept.0 == *font => kept,
            other => other.insert((
                font.clone(),
                Typesetter::new(font),
                FilledLetters::default(),
            )),
        };
        for element in layout::elements(card, typesetter) {
            self.canvas.draw(&element, letters);
        }
    }

    /// Red, green and blue of each pixel, with the photo at the right edge: over everything else,
    /// so that no letter can cover somebody's face.
    fn coloured(&self, palette: &[[u8; 3]; 16], photo: &[u8]) -> Vec<u8> {
        let width = CARD_PHOTO_SIZE.width as usize;
        let text = CARD_SIZE.width as usize - width;
        let rows = self.canvas.shades.chunks_exact(CARD_SIZE.width as usize);
        let mut pixels = Vec::with_capacity(self.canvas.shades.len() * 3);
        for (row, photo) in rows.zip(photo.chunks_exact(width * 3)) {
            for shade in &row[..text] {
                pixels.extend_from_slice(&palette[usize::from(shade & 15)]);
            }
            pixels.extend_from_slice(photo);
        }
        pixels
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::base::language::Language;
    use crate::base::social_card::{CardDay, CardStyle};

    fn font(change: u8) -> CardFont {
        let mut font =
            include_bytes!("../../../themes/campus/fonts/newsreader-card.ttf").to_vec();
        // Behind the last table, where nobody reads: another font by its digest.
        font.push(change);
        CardFont::new(font.into())
    }

    fn card(font: &CardFont, title: &str, day: Option<&str>) -> CardRecipe {
        let style = CardStyle {
            font: font.clone(),
            ground: [0x24, 0x38, 0xa8],
            text: [255, 250, 240],
        };
        CardRecipe {
            style: Arc::new(style),
            language: Language::De,
            title: title.to_owned(),
            above: day.is_none().then(|| "Jana von Müller".to_owned()),
            below: day.map(|_| "Paulinum, Leipzig".to_owned()),
            day: day.map(|day| CardDay { day: day.into(), month: "Juni 2027".into() }),
            site: "Alumni der Hochschule".into(),
            photo: None,
        }
    }

    fn cards() -> Vec<CardRecipe> {
        let [one, other] = [font(0), font(1)];
        let long = "Rechtsschutzversicherungsgesellschaften und Donaudampfschifffahrt ";
        vec![
            card(&one, "Neunzig Meter", None),
            card(&one, "Alumni-Tag", Some("12–14")),
            card(&other, "Alumni-Tag", Some("5")),
            card(&one, &long.repeat(9), None),
            card(&one, "Meter neunzig", Some("5")),
            card(&other, "Wie aus einer Werkstatt ein Unternehmen wurde", None),
        ]
    }

    #[test]
    fn whatever_was_drawn_before_a_card_is_the_same() {
        let cards = cards();
        let alone = cards.iter().map(|card| CardDrawer::new().make(card, None).unwrap());
        let alone: Vec<Vec<u8>> = alone.collect();
        let mut drawer = CardDrawer::new();
        let there = 0..cards.len();
        for number in there.clone().chain(there.clone().rev()).chain(there) {
            let bytes = drawer.make(&cards[number], None).unwrap();
            assert!(bytes == alone[number], "{}", cards[number].title);
        }
        let elsewhere: Vec<Vec<u8>> = std::thread::scope(|scope| {
            let make = |card| scope.spawn(move || make(card, None).unwrap());
            let threads: Vec<_> = cards.iter().rev().map(make).collect();
            threads.into_iter().rev().map(|thread| thread.join().unwrap()).collect()
        });
        assert!(elsewhere == alone);
    }

    #[test]
    fn equal_words_are_set_once_and_equal_letters_filled_once() {
        let font = font(0);
        let mut drawer = CardDrawer::new();
        let mut work = |title: &str, day: Option<&str>| {
            drawer.make(&card(&font, title, day), None).unwrap();
            let (_, typesetter, letters) = drawer.of_font.as_ref().unwrap();
            (typesetter.shaped, letters.outlines)
        };
        // Title, name and site.
        let (shaped, filled) = work("Neunzig Meter", None);
        assert_eq!(shaped, 3);
        assert_eq!(work("Neunzig Meter", None), (shaped, filled));
        // Only the new title is set, and of its letters only those that stand elsewhere are filled.
        let (shaped, more) = work("Neunzig Meter hoch", None);
        assert_eq!(shaped, 4);
        assert!(more - filled <= "Neunzig Meter hoch".len(), "{more} {filled}");
        // Day, month, place and title, which has a form whose hyphen ends no line.
        assert_eq!(work("Alumni-Tag", Some("5")).0, 4 + 3 + 2);
        assert_eq!(work("Alumni-Tag", Some("6")).0, 4 + 3 + 2 + 1);
    }

    #[test]
    fn a_card_without_a_photo_is_small_and_its_ground_and_text_are_exact() {
        let font = font(0);
        let bytes =
            CardDrawer::new().make(&card(&font, "Neunzig Meter", None), None).unwrap();
        assert!(bytes.len() < 12_000, "{}", bytes.len());
        let picture = image::load_from_memory(&bytes).unwrap().into_rgb8();
        assert_eq!(picture.dimensions(), (CARD_SIZE.width, CARD_SIZE.height));
        assert_eq!(picture.get_pixel(0, 0).0, [0x24, 0x38, 0xa8]);
        assert!(picture.pixels().any(|pixel| pixel.0 == [255, 250, 240]));
    }
}
