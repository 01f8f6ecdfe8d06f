//! Views of pages about one thing: a story, an event, a person, an ordinary page.
//!
//! In comes one public thing, out goes everything its page shows. What the page links to beside
//! it is passed over where search engines must not see it, so that the page itself may be listed.

use crate::base::language_tag::LanguageTag;
use crate::base::presence::{Role, Who};
use crate::base::text::Html;
use crate::publish::channel::Channelled;
use crate::publish::public::{PublicEvent, PublicPerson, PublicStory, in_language};
use crate::publish::public_page::PublicPage;
use crate::publish::related::related;
use crate::publish::site::Mentions;
use crate::publish::words::{Extra, Status};

use super::cards::tint;
use super::page_context::PageContext;
use super::picture::PictureUse;
use super::{
    accessibility, cards, contact_route, dates, facts, labels, links, offers,
    person_lines, terms, texts, timeline,
};
use crate::render::formats::calendar_files;
use crate::render::view::{
    ContactCard, EventView, ExtraValue, LinkView, PageView, PersonView, StoryView,
};

/// Related stories on a story's page.
const RELATED: usize = 3;

pub(crate) fn story(context: &mut PageContext<'_>, number: usize) -> StoryView {
    let locale = context.locale;
    let site = locale.site;
    let story = &site.stories[number];
    let text = &story.texts[&locale.language];
    let person = story.person.as_ref().and_then(|key| site.person(key));
    context.seen.note(Who::Story(number), Role::Subject);
    let related = related(site, number, RELATED);
    let (newer, older) = site.open_stories_around(number);
    let quote = text.quote.as_ref();
    let other = quote.and_then(|quote| quote.language.as_ref());
    StoryView {
        summary: text.summary.clone(),
        name: story.name.full.clone(),
        person: person.map(|person| locale.address(&person.addresses)),
        facts: facts::story_facts(locale, story),
        date: dates::day(locale, story.date),
        updated: story.updated.map(|day| dates::day(locale, day)),
        authors: story.authors.clone(),
        owner: story.owner.as_ref().map(|unit| terms::unit(locale, unit)),
        photo: context.pictures.photo(story.photo.as_ref(), PictureUse::Portrait),
        initials: story.name.initials.clone(),
        tint: tint(&story.key),
        quote: quote.map(|quote| quote.text.clone()),
        quote_language: other.map(|tag| tag.code().to_owned()),
        quote_direction: other.and_then(LanguageTag::direction),
        body: texts::body(context, &text.body, &text.path, story.pictures),
        topics: links::topics(locale, &story.topics),
        missions: links::missions(locale, &story.missions),
        mentioned: links::people_links(context, &story.mentions),
        related: related
            .into_iter()
            .map(|n| cards::story_card_as(context, n, Role::Neighbour))
            .collect(),
        newer: newer.last().and_then(|number| neighbour(context, *number)),
        older: older.first().and_then(|number| neighbour(context, *number)),
        contact: story_contact(context, story),
        draft_note: labels::draft_note(locale, story.draft),
    }
}

/// A link to a story that search engines may see. Others are passed over: linking to one by its
/// title would force this page to be hidden from search engines, too.
fn neighbour(context: &PageContext<'_>, number: usize) -> Option<LinkView> {
    let locale = context.locale;
    let story = &locale.site.stories[number];
    context.seen.story_title(number);
    let (_, text) = in_language(&story.texts, locale.language)?;
    Some(LinkView {
        title: text.title.clone(),
        url: Some(locale.address(&story.addresses)),
    })
}

/// The contact of the story's faculty, else the central one.
fn story_contact(context: &PageContext<'_>, story: &PublicStory) -> Option<ContactCard> {
    let locale = context.locale;
    let faculties = story.affiliations.iter().filter_map(|one| one.faculty.as_ref());
    let own = locale.site.contact_of(faculties);
    own.or_else(|| locale.site.central_contact())
        .map(|contact| cards::contact_card(context, contact))
}

pub(crate) fn event(context: &mut PageContext<'_>, event: &PublicEvent) -> EventView {
    let locale = context.locale;
    let site = locale.site;
    let text = &event.texts[&locale.language];
    let city = joined_with(
        " ",
        &[event.place.postal_code.clone(), locale.text(event.place.city.as_ref())],
    );
    let there = event.status != Status::MovedOnline;
    let happens = !event.past && event.status != Status::Cancelled;
    let speakers = event.speakers.iter().filter_map(|key| site.person_number(key));
    EventView {
        summary: text.summary.clone(),
        start: dates::start(locale, event.start),
        when: dates::span(locale, event.start, event.end),
        previous_when: event.previous_start.map(|start| dates::span(locale, start, None)),
        place: locale.text(event.place.name.as_ref()).filter(|_| there),
        address: labels::joined(&[event.place.street.clone(), city]).filter(|_| there),
        online: event.place.online.clone().filter(|_| happens),
        status: event.status.word(),
        status_label: labels::status(locale, event),
        format: event
            .format
            .map(|f| locale.words.get(&format!("format.{}", f.word())).to_owned()),
        audience: event
            .audience
            .iter()
            .map(|a| locale.words.get(&format!("audience.{}", a.word())).to_owned())
            .collect(),
        registration: event.registration.clone().filter(|_| happens),
        speakers: speakers
            .map(|number| cards::person_card_as(context, number, Role::Speaker))
            .collect(),
        image: context.pictures.photo(event.image.as_ref(), PictureUse::Wide),
        body: texts::body(context, &text.body, &text.path, true),
        topics: links::topics(locale, &event.topics),
        missions: links::missions(locale, &event.missions),
        mentioned: links::people_links(context, &event.mentions),
        calendar: calendar_files::address(event, locale.language)
            .map_or_else(String::new, |address| locale.local(&address)),
        contact: event
            .organiser
            .as_ref()
            .and_then(|id| site.contact(id))
            .map(|contact| cards::contact_card(context, contact)),
        past: event.past,
        draft_note: labels::draft_note(locale, event.draft),
    }
}

pub(crate) fn person(context: &mut PageContext<'_>, number: usize) -> PersonView {
    let locale = context.locale;
    let site = locale.site;
    let person = &*site.people[number];
    context.seen.note(Who::Person(number), Role::Subject);
    context.seen.people(&person.mentions);
    let (bio, bio_language, language_note) = bio(context, person);
    let (stories, events) = (&site.stories_of[number], &site.events_of[number]);
    PersonView {
        name: person.name.full.clone(),
        position: person_lines::position(locale, person),
        facts: facts::person_facts(locale, person),
        photo: context.pictures.photo(person.photo.as_ref(), PictureUse::Portrait),
        initials: person.name.initials.clone(),
        tint: tint(&person.key),
        bio,
        bio_language,
        language_note,
        offers: person
            .offers
            .iter()
            .map(|offer| offers::offer_view(locale, offer))
            .collect(),
        email: person.email.clone(),
        website: person.website.as_ref().map(|url| LinkView {
            title: short_address(url).to_owned(),
            url: Some(url.clone()),
        }),
        route: contact_route::route(locale, person),
        stories: stories.iter().map(|n| cards::story_card(context, *n)).collect(),
        events: events.iter().rev().map(|n| cards::event_card(context, *n)).collect(),
        deceased: person.deceased.map(|day| dates::day(locale, day)),
        topics: links::topics(locale, &person.topics),
        mentioned_in: mentioned_in(context, number),
    }
}

/// Stories and events that mention a person. A page that search engines may see omits those that
/// they must not see.
fn mentioned_in(context: &PageContext<'_>, number: usize) -> Vec<LinkView> {
    let locale = context.locale;
    let site = locale.site;
    let open = site.people[number].indexable().is_some();
    let Mentions { stories, events } = &site.mentions_of[number];
    let stories = stories.iter().map(|number| (*number, &site.stories[*number]));
    let stories = stories.filter(|(_, story)| !open || story.indexable().is_some());
    let stories = stories.map(|(number, story)| {
        context.seen.story_title(number);
        story
    });
    let stories = stories.filter_map(|story| {
        let (_, text) = in_language(&story.texts, locale.language)?;
        Some((text.title.clone(), &story.addresses))
    });
    let events = events.iter().rev().map(|number| (*number, &site.events[*number]));
    let events = events.filter(|(_, event)| !open || event.searchable);
    let events = events.map(|(number, event)| {
        context.seen.event_title(number);
        event
    });
    let events = events.filter_map(|event| {
        let (_, text) = in_language(&event.texts, locale.language)?;
        Some((text.title.clone(), &event.addresses))
    });
    let both = stories.chain(events);
    both.map(|(title, addresses)| LinkView {
        title,
        url: Some(locale.address(addresses)),
    })
    .collect()
}

/// The text in this language, else a note in which language it exists: a text is never repeated
/// under an address of another language.
fn bio(
    context: &mut PageContext<'_>,
    person: &PublicPerson,
) -> (Html, Option<&'static str>, Option<String>) {
    let locale = context.locale;
    if let Some(text) = person.bio.get(&locale.language) {
        return (
            texts::body(context, &text.body, &text.path, person.pictures),
            None,
            None,
        );
    }
    match person.bio.keys().next() {
        Some(language) => {
            let note = locale.words.get(&format!("note.bio_only_in.{}", language.code()));
            (Html::default(), Some(language.code()), Some(note.to_owned()))
        }
        None => (Html::default(), None, None),
    }
}

pub(crate) fn page(context: &mut PageContext<'_>, page: &PublicPage) -> PageView {
    let locale = context.locale;
    let site = locale.site;
    context.seen.people(&page.mentions);
    let text = &page.texts[&locale.language];
    let children = site
        .children(&page.key)
        .filter_map(|child| {
            let (_, text) = in_language(&child.texts, locale.language)?;
            Some(LinkView {
                title: text.title.clone(),
                url: Some(locale.address(&child.addresses)),
            })
        })
        .collect();
    PageView {
        summary: text.summary.clone(),
        body: texts::body(context, &text.body, &text.path, true),
        updated: page.updated.map(|day| dates::day(locale, day)),
        leichte_sprache: page.leichte_sprache,
        sign_language: page
            .sign_language
            .as_ref()
            .map(|video| accessibility::sign_language(context, video, &page.path)),
        accessibility: page
            .accessibility
            .as_ref()
            .map(|one| accessibility::statement(locale, one)),
        children,
        timeline: timeline::timeline(context, page),
        extra: page
            .extra
            .iter()
            .map(|(key, value)| (key.clone(), extra(value)))
            .collect(),
        draft_note: labels::draft_note(locale, page.draft),
    }
}

fn joined_with(separator: &str, parts: &[Option<String>]) -> Option<String> {
    let parts: Vec<&str> = parts.iter().flatten().map(String::as_str).collect();
    (!parts.is_empty()).then(|| parts.join(separator))
}

/// `https://jana.example.org/` → `jana.example.org`.
fn short_address(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.strip_prefix("www.").unwrap_or(rest).trim_end_matches('/')
}

fn extra(value: &Extra) -> ExtraValue {
    match value {
        Extra::Null => ExtraValue::Null,
        Extra::Flag(flag) => ExtraValue::Flag(*flag),
        Extra::Number(number) => ExtraValue::Number(*number),
        Extra::Text(text) => ExtraValue::Text(text.clone()),
        Extra::List(items) => ExtraValue::List(items.iter().map(extra).collect()),
        Extra::Map(map) => ExtraValue::Map(
            map.iter().map(|(key, value)| (key.clone(), extra(value))).collect(),
        ),
    }
}
