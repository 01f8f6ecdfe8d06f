//! People, stories, events and contacts as entries of a list.
//!
//! In come public values, out go cards, each made once per language and shared by all pages that
//! show it. A card never shows more than the page it leads to.

use std::hash::Hash;
use std::sync::OnceLock;

use serde::Serialize;

use crate::base::presence::{Role, Who};
use crate::publish::public::{PublicEvent, PublicPerson, PublicStory, in_language};
use crate::publish::words::{Contact, Status};

use super::card_index::Card;
use super::locale::Locale;
use super::page_context::PageContext;
use super::picture::{PagePictures, PictureUse};
use super::{dates, labels, person_lines, terms};
use crate::render::view::{ContactCard, EventCard, PersonCard, Shared, StoryCard};

/// How many tints a theme defines, numbered from 1.
const TINTS: usize = 6;

/// A card, made by the first page that shows it. `make` gets pictures only: what is seen on a page
/// is noted by each page that shows the card, not by the one that happens to make it.
fn shared<T: Serialize + Hash>(
    cell: &OnceLock<Card<T>>,
    locale: Locale<'_>,
    make: impl FnOnce(&mut PagePictures<'_>) -> T,
) -> Shared<T> {
    let card = cell.get_or_init(|| {
        let mut pictures = PagePictures::new(locale);
        let shared = Shared::new(&make(&mut pictures));
        Card { shared, recipes: pictures.recipes }
    });
    card.shared.clone()
}

/// The card of the person with this number in the site.
pub(super) fn person_card(
    context: &PageContext<'_>,
    number: usize,
) -> Shared<PersonCard> {
    person_card_as(context, number, Role::Card)
}

/// The same for a person who is on the page in another role than that of a card.
pub(super) fn person_card_as(
    context: &PageContext<'_>,
    number: usize,
    role: Role,
) -> Shared<PersonCard> {
    let locale = context.locale;
    context.seen.note(Who::Person(number), role);
    let card = &context.cards.people[number];
    shared(card, locale, |pictures| {
        new_person_card(pictures, &locale.site.people[number])
    })
}

/// The card of the story with this number in the site.
pub(super) fn story_card(context: &PageContext<'_>, number: usize) -> Shared<StoryCard> {
    story_card_as(context, number, Role::Card)
}

/// The same for a story that is on the page in another role than that of a card.
pub(super) fn story_card_as(
    context: &PageContext<'_>,
    number: usize,
    role: Role,
) -> Shared<StoryCard> {
    let locale = context.locale;
    context.seen.story(number, role);
    let card = &context.cards.stories[number];
    shared(card, locale, |pictures| {
        new_story_card(pictures, &locale.site.stories[number])
    })
}

/// The card of the event with this number in the site.
pub(super) fn event_card(context: &PageContext<'_>, number: usize) -> Shared<EventCard> {
    let locale = context.locale;
    context.seen.event(number);
    let card = &context.cards.events[number];
    shared(card, locale, |_| new_event_card(locale, &locale.site.events[number]))
}

pub(super) fn contact_card(context: &PageContext<'_>, contact: &Contact) -> ContactCard {
    let locale = context.locale;
    let site = locale.site;
    let named = std::iter::once(&contact.id).chain(&contact.deputy);
    for number in named.filter_map(|id| site.contact_number(id)) {
        context.seen.note(Who::Contact(number), Role::Contact);
    }
    let deputy = contact.deputy.as_ref().and_then(|id| site.contact(id));
    ContactCard {
        name: contact.name.text(locale.language).to_owned(),
        role: locale.text(contact.role.as_ref()),
        faculty: contact.faculty.as_ref().and_then(|id| terms::faculty_link(locale, id)),
        topics: contact
            .topics
            .iter()
            .map(|t| t.text(locale.language).to_owned())
            .collect(),
        email: contact.email.clone(),
        phone: contact.phone.clone(),
        room: locale.text(contact.room.as_ref()),
        office_hours: locale.text(contact.office_hours.as_ref()),
        deputy: deputy.map(|deputy| deputy.name.text(locale.language).to_owned()),
    }
}

fn new_person_card(pictures: &mut PagePictures<'_>, person: &PublicPerson) -> PersonCard {
    let locale = pictures.locale;
    PersonCard {
        name: person.name.full.clone(),
        sort_name: person.name.sorted.clone(),
        url: locale.address(&person.addresses),
        affiliation: person
            .affiliations
            .first()
            .map(|first| person_lines::affiliation_short(locale, first)),
        position: person_lines::position(locale, person),
        place: person_lines::place(locale, person),
        photo: pictures.photo(person.photo.as_ref(), PictureUse::Square),
        initials: person.name.initials.clone(),
        tint: tint(&person.key),
        in_memoriam: person.deceased.is_some(),
    }
}

fn new_story_card(pictures: &mut PagePictures<'_>, story: &PublicStory) -> StoryCard {
    let locale = pictures.locale;
    let found = in_language(&story.texts, locale.language);
    let (language, text) = found.expect("a story has a text in the default language");
    let other = locale.other(language);
    let summary =
        if text.summary.is_empty() { &text.body.opening } else { &text.summary };
    StoryCard {
        title: text.title.clone(),
        url: locale.address(&story.addresses),
        language: other,
        language_note: other.map(|_| locale.words.only_in(language)),
        name: story.name.full.clone(),
        summary: summary.clone(),
        date: dates::day(locale, story.date),
        photo: pictures.photo(story.photo.as_ref(), PictureUse::Portrait),
        initials: story.name.initials.clone(),
        tint: tint(&story.key),
        draft_note: labels::draft_note(locale, story.draft),
    }
}

fn new_event_card(locale: Locale<'_>, event: &PublicEvent) -> EventCard {
    let found = in_language(&event.texts, locale.language);
    let (language, text) = found.expect("an event has a text in the default language");
    let other = locale.other(language);
    let summary =
        if text.summary.is_empty() { &text.body.opening } else { &text.summary };
    let venue = labels::joined(&[
        locale.text(event.place.name.as_ref()),
        locale.text(event.place.city.as_ref()),
    ]);
    let online =
        event.place.online.as_ref().map(|_| locale.words.get("note.online").to_owned());
    EventCard {
        title: text.title.clone(),
        url: locale.address(&event.addresses),
        language: other,
        language_note: other.map(|_| locale.words.only_in(language)),
        start: dates::start(locale, event.start),
        when: dates::span(locale, event.start, event.end),
        place: if event.status == Status::MovedOnline {
            online
        } else {
            venue.or(online)
        },
        status: event.status.word(),
        status_label: labels::status(locale, event),
        format: event
            .format
            .map(|f| locale.words.get(&format!("format.{}", f.word())).to_owned()),
        summary: summary.clone(),
        past: event.past,
        draft_note: labels::draft_note(locale, event.draft),
    }
}

/// A tint that depends on the key alone, so that it stays the same from build to build.
pub(super) fn tint(key: &str) -> u8 {
    let sum: usize = key.bytes().map(usize::from).sum();
    u8::try_from(sum % TINTS).unwrap_or(0) + 1
}
