//! From the recipe of a social card to a JPEG.
//!
//! In come a recipe and the photo that it names, out goes a JPEG. The same recipe gives the same
//! bytes on every machine: the only font is that of the recipe, never one of the system. Nothing
//! here reads or writes a file.

mod draw;
mod hyphens;
mod layout;
mod typesetter;

use super::encode::jpeg;
use super::pixels::DecodedPhoto;
use crate::base::social_card::{CARD_PHOTO_SIZE, CARD_SIZE, CardRecipe};

/// The bytes of a card; `None` if it has a photo and that does not fit its recipe.
pub(crate) fn make(card: &CardRecipe, photo: Option<&DecodedPhoto>) -> Option<Vec<u8>> {
    let mut canvas = draw::Canvas::new(card.style.ground);
    for element in layout::elements(card) {
        canvas.draw(&element, card.style.text);
    }
    // Last, so that no letter can cover somebody's face.
    if let Some(wanted) = &card.photo {
        let pixels = photo?.part(wanted.crop, CARD_PHOTO_SIZE)?.into_rgb();
        canvas.copy_to_right(&pixels, CARD_PHOTO_SIZE);
    }
    jpeg(&canvas.pixels, CARD_SIZE)
}
