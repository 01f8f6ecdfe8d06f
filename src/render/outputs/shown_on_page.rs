//! What a page shows of people.
//!
//! In comes a page before it is written, out go who is seen on it and the files of its pictures.
//! Never writes a page.

use std::collections::BTreeSet;

use crate::base::output::Recipe;
use crate::base::presence::Seen;
use crate::base::social_card::CardRecipe;

use super::page::Prepared;

/// What a page shows of people: who is seen on it, and the files of its pictures.
#[derive(Default)]
pub(super) struct ShownOnPage {
    pub(super) seen: BTreeSet<Seen>,
    pub(super) pictures: Vec<String>,
    pub(super) social_card: Option<String>,
}

impl ShownOnPage {
    pub(super) fn of(page: &Prepared) -> Self {
        Self {
            seen: page.seen.clone(),
            pictures: page.recipes.iter().map(Recipe::file_name).collect(),
            social_card: page.social_card.as_ref().map(CardRecipe::file_name),
        }
    }
}
