//! One page in the making: the site in its language, and what the page turns out to need.
//!
//! A context is made for one page and thrown away. What only reads the site takes a [`Locale`];
//! what makes a part of a page takes the context, because it may add a picture, share a card or
//! note that somebody is seen. It never decides what may be shown.

use crate::base::social_card::CardRecipe;

use super::card_index::Cards;
use super::locale::Locale;
use super::picture::PagePictures;
use super::seen_on_page::SeenOnPage;

/// One page in the making.
pub(crate) struct PageContext<'s> {
    pub(crate) locale: Locale<'s>,
    /// The cards of this language, shared with all other pages.
    pub(super) cards: &'s Cards,
    /// Pictures that this page shows, besides those of its cards.
    pub(crate) pictures: PagePictures<'s>,
    /// The card that this page names for links in other services.
    pub(crate) social_card: Option<CardRecipe>,
    /// The card of the whole site, if the page names that one. It shows nobody.
    pub(crate) site_card: Option<CardRecipe>,
    pub(crate) seen: SeenOnPage<'s>,
}

impl<'s> PageContext<'s> {
    pub(crate) fn new(locale: Locale<'s>, cards: &'s Cards) -> Self {
        Self {
            locale,
            cards,
            pictures: PagePictures::new(locale),
            social_card: None,
            site_card: None,
            seen: SeenOnPage::new(locale.site, &cards.named),
        }
    }
}
