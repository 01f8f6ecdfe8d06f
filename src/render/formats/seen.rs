//! Who is seen where a file tells of a story or an event.
//!
//! In come public values, out goes who is named by them. Nothing here looks into a finished file.

use crate::base::presence::{Role, Seen, Who};
use crate::publish::named_people::{named, titles};
use crate::publish::site::Site;

/// People whom a text mentions and some words of it name.
pub(super) fn mentioned<'s>(
    site: &'s Site,
    mentions: &'s [String],
    words: impl Iterator<Item = &'s String>,
) -> impl Iterator<Item = Seen> {
    let people = named(site, mentions, &titles(words));
    people.map(|person| Seen { who: Who::Person(person), role: Role::Mention })
}

/// People whom an event names in its title or its summary.
pub(super) fn in_event(site: &Site, number: usize) -> impl Iterator<Item = Seen> {
    let event = &site.events[number];
    let words = event.texts.values().flat_map(|text| [&text.title, &text.summary]);
    mentioned(site, &event.mentions, words)
}
