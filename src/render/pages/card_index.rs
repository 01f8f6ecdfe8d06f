//! The places of all cards of one language.
//!
//! A card is made by the first page that shows it and then shared by all others; a card that no
//! page shows is never made. Nothing here knows what is on a card.

use std::sync::OnceLock;

use crate::base::output::Recipe;
use crate::publish::site::Site;

use crate::render::view::{EventCard, PersonCard, Shared, StoryCard};

/// A card with the pictures it shows.
#[derive(Debug)]
pub(super) struct Card<T> {
    pub(super) shared: Shared<T>,
    pub(crate) recipes: Vec<Recipe>,
}

/// All cards of one language, by the numbers of their people, stories and events.
#[derive(Debug)]
pub(crate) struct Cards {
    pub(super) people: Vec<OnceLock<Card<PersonCard>>>,
    pub(super) stories: Vec<OnceLock<Card<StoryCard>>>,
    pub(super) events: Vec<OnceLock<Card<EventCard>>>,
}

impl Cards {
    pub(crate) fn new(site: &Site) -> Self {
        Self {
            people: places(site.people.len()),
            stories: places(site.stories.len()),
            events: places(site.events.len()),
        }
    }

    /// Pictures of all cards that were made.
    pub(crate) fn recipes(&self) -> impl Iterator<Item = &Recipe> {
        let people = self.people.iter().filter_map(recipes);
        let stories = self.stories.iter().filter_map(recipes);
        let events = self.events.iter().filter_map(recipes);
        people.chain(stories).chain(events).flatten()
    }
}

fn places<T>(count: usize) -> Vec<OnceLock<Card<T>>> {
    std::iter::repeat_with(OnceLock::new).take(count).collect()
}

fn recipes<T>(place: &OnceLock<Card<T>>) -> Option<&Vec<Recipe>> {
    place.get().map(|card| &card.recipes)
}
