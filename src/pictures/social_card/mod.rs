//! From the recipe of a social card to a JPEG.
//!
//! In come a recipe and the photo that it names, out goes a JPEG. The same recipe gives the same
//! bytes on every machine: the one font is that of the recipe, and nothing here looks for
//! another. Nothing here reads or writes a file.

mod draw;
mod hyphens;
mod layout;
mod type_case;

use super::encode::jpeg;
use super::pixels::DecodedPhoto;
use crate::base::social_card::{CARD_PHOTO_SIZE, CARD_SIZE, CardRecipe};

/// The bytes of a card; `None` if it has a photo and that does not fit its recipe.
pub(crate) fn make(card: &CardRecipe, photo: Option<&DecodedPhoto>) -> Option<Vec<u8>> {
    let mut canvas = draw::Canvas::new(card.style.ground);
    for piece in layout::pieces(card) {
        canvas.draw(&piece, card.style.text);
    }
    // Last, so that no letter could ever stand on somebody's face.
    if let Some(wanted) = &card.photo {
        let pixels = photo?.part(wanted.crop, CARD_PHOTO_SIZE)?.into_rgb();
        canvas.put_right(&pixels, CARD_PHOTO_SIZE);
    }
    jpeg(&canvas.pixels, CARD_SIZE)
}
