//! The cards of one language, each made once.
//!
//! In come the numbers of people, stories and events, out go their cards. A card is made by the
//! first page that shows it and then shared by all others; a card that no page shows is never made.
//! Nothing here knows what is on a card.

use std::sync::OnceLock;

use crate::base::output::Recipe;
use crate::publish::site::Site;

use super::seen_on_page::NamedInWords;
use crate::render::view::{EventCard, PersonCard, Shared, StoryCard};

/// A card with the pictures it shows: every page that shows the card needs them.
#[derive(Debug)]
pub(super) struct Card<T> {
    pub(super) shared: Shared<T>,
    pub(crate) recipes: Vec<Recipe>,
}

/// All cards of one language, indexed as people, stories and events are in the site.
#[derive(Debug)]
pub(crate) struct Cards {
    pub(super) people: Vec<OnceLock<Card<PersonCard>>>,
    pub(super) stories: Vec<OnceLock<Card<StoryCard>>>,
    pub(super) events: Vec<OnceLock<Card<EventCard>>>,
    /// Whom the words of stories and events name.
    pub(super) named: NamedInWords,
}

impl Cards {
    pub(crate) fn new(site: &Site) -> Self {
        Self {
            people: empty_cards(site.people.len()),
            stories: empty_cards(site.stories.len()),
            events: empty_cards(site.events.len()),
            named: NamedInWords::new(site),
        }
    }

    /// The pictures of all cards that have been made.
    pub(crate) fn recipes(&self) -> impl Iterator<Item = &Recipe> {
        let people = self.people.iter().filter_map(recipes);
        let stories = self.stories.iter().filter_map(recipes);
        let events = self.events.iter().filter_map(recipes);
        people.chain(stories).chain(events).flatten()
    }
}

fn empty_cards<T>(count: usize) -> Vec<OnceLock<Card<T>>> {
    std::iter::repeat_with(OnceLock::new).take(count).collect()
}

fn recipes<T>(card: &OnceLock<Card<T>>) -> Option<&Vec<Recipe>> {
    card.get().map(|card| &card.recipes)
}
