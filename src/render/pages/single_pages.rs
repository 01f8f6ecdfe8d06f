//! Views of pages about one thing: a story, an event, a person, an ordinary page.

use crate::base::language_tag::LanguageTag;
use crate::base::presence::{Role, Who};
use crate::base::text::Html;
use crate::publish::channel::Channelled;
use crate::publish::public::{PublicEvent, PublicPerson, PublicStory, in_language};
use crate::publish::public_page::PublicPage;
use crate::publish::related::related;
use crate::publish::site::Mentions;
use crate::publish::words::{Extra, Status};

use super::cards::{joined, tint};
use super::contact_route;
use super::dates;
use super::page_context::PageContext;
use super::picture::Use;
use crate::render::formats::calendar_files;
use crate::render::view::{
    ContactCard, EventView, ExtraValue, LinkView, PageView, PersonView, StoryView,
};

/// Related stories on a story's page.
const RELATED: usize = 3;

impl PageContext<'_> {
    pub(crate) fn story(&mut self, number: usize) -> StoryView {
        let site = self.site;
        let story = &site.stories[number];
        let text = &story.texts[&self.language];
        let person = story.person.as_ref().and_then(|key| site.person(key));
        self.see(Who::Story(number), Role::Subject);
        let related = related(site, number, RELATED);
        let quote = text.quote.as_ref();
        let other = quote.and_then(|quote| quote.language.as_ref());
        StoryView {
            summary: text.summary.clone(),
            name: story.name.full.clone(),
            person: person.map(|person| self.address(&person.addresses)),
            facts: self.story_facts(story),
            date: dates::day(self.words, self.language, story.date),
            updated: story.updated.map(|day| dates::day(self.words, self.language, day)),
            authors: story.authors.clone(),
            owner: story.owner.as_ref().map(|unit| self.unit(unit)),
            photo: self.picture(story.photo.as_ref(), Use::Portrait),
            initials: story.name.initials.clone(),
            tint: tint(&story.key),
            quote: quote.map(|quote| quote.text.clone()),
            quote_language: other.map(|tag| tag.code().to_owned()),
            quote_direction: other.and_then(LanguageTag::direction),
            body: self.body(&text.body, &text.path, story.pictures),
            topics: self.topics(&story.topics),
            missions: self.missions(&story.missions),
            mentioned: self.people_links(&story.mentions),
            related: related
                .into_iter()
                .map(|n| self.story_card_as(n, Role::Neighbour))
                .collect(),
            newer: self.nearest((0..number).rev()),
            older: self.nearest(number + 1..site.stories.len()),
            contact: self.story_contact(story),
            draft_note: self.draft_note(story.draft),
        }
    }

    /// The first of some stories that search engines may see; others are passed over, so that
    /// this page need not be hidden for their sake.
    fn nearest(&self, mut numbers: impl Iterator<Item = usize>) -> Option<LinkView> {
        let indexable = |n: &usize| self.site.stories[*n].indexable().is_some();
        let number = numbers.find(indexable)?;
        let story = &self.site.stories[number];
        self.see_title(number);
        let (_, text) = in_language(&story.texts, self.language)?;
        Some(LinkView {
            title: text.title.clone(),
            url: Some(self.address(&story.addresses)),
        })
    }

    /// The contact of the story's faculty, else the central one.
    fn story_contact(&self, story: &PublicStory) -> Option<ContactCard> {
        let contacts = &self.site.references.contacts;
        let faculties: Vec<&String> =
            story.affiliations.iter().filter_map(|one| one.faculty.as_ref()).collect();
        let own = contacts
            .iter()
            .find(|c| c.faculty.as_ref().is_some_and(|f| faculties.contains(&f)));
        own.or_else(|| contact_route::central(contacts))
            .map(|contact| self.contact_card(contact))
    }

    pub(crate) fn event(&mut self, event: &PublicEvent) -> EventView {
        let site = self.site;
        let text = &event.texts[&self.language];
        let zone = &site.zone;
        let city = joined_with(
            " ",
            &[event.place.postal_code.clone(), self.text(event.place.city.as_ref())],
        );
        let there = event.status != Status::MovedOnline;
        let happens = !event.past && event.status != Status::Cancelled;
        let speakers = event.speakers.iter().filter_map(|key| site.person_number(key));
        EventView {
            summary: text.summary.clone(),
            start: dates::start(self.words, self.language, event.start, zone),
            when: dates::span(self.words, self.language, event.start, event.end, zone),
            previous_when: event
                .previous_start
                .map(|start| dates::span(self.words, self.language, start, None, zone)),
            place: self.text(event.place.name.as_ref()).filter(|_| there),
            address: joined(&[event.place.street.clone(), city]).filter(|_| there),
            online: event.place.online.clone().filter(|_| happens),
            status: event.status.word(),
            status_label: self.status(event),
            format: event
                .format
                .map(|f| self.words.get(&format!("format.{}", f.word())).to_owned()),
            audience: event
                .audience
                .iter()
                .map(|a| self.words.get(&format!("audience.{}", a.word())).to_owned())
                .collect(),
            registration: event.registration.clone().filter(|_| happens),
            speakers: speakers
                .map(|number| self.person_card_as(number, Role::Speaker))
                .collect(),
            image: self.picture(event.image.as_ref(), Use::Wide),
            body: self.body(&text.body, &text.path, true),
            topics: self.topics(&event.topics),
            missions: self.missions(&event.missions),
            mentioned: self.people_links(&event.mentions),
            calendar: calendar_files::address(event, self.language)
                .map_or_else(String::new, |address| self.local(&address)),
            contact: event
                .organiser
                .as_ref()
                .and_then(|id| site.references.contacts.iter().find(|c| c.id == *id))
                .map(|contact| self.contact_card(contact)),
            past: event.past,
            draft_note: self.draft_note(event.draft),
        }
    }

    pub(crate) fn person(&mut self, number: usize) -> PersonView {
        let site = self.site;
        let person = &*site.people[number];
        self.see(Who::Person(number), Role::Subject);
        self.see_people(&person.mentions);
        let (bio, bio_language, language_note) = self.bio(person);
        let (stories, events) = (&site.stories_of[number], &site.events_of[number]);
        PersonView {
            name: person.name.full.clone(),
            position: self.position(person),
            facts: self.person_facts(person),
            photo: self.picture(person.photo.as_ref(), Use::Portrait),
            initials: person.name.initials.clone(),
            tint: tint(&person.key),
            bio,
            bio_language,
            language_note,
            offers: person.offers.iter().map(|offer| self.offer(offer)).collect(),
            email: person.email.clone(),
            website: person.website.as_ref().map(|url| LinkView {
                title: short_address(url).to_owned(),
                url: Some(url.clone()),
            }),
            route: self.route(person),
            stories: stories.iter().map(|n| self.story_card(*n)).collect(),
            events: events.iter().rev().map(|n| self.event_card(*n)).collect(),
            deceased: person
                .deceased
                .map(|day| dates::day(self.words, self.language, day)),
            topics: self.topics(&person.topics),
            mentioned_in: self.mentioned_in(number),
        }
    }

    /// Stories and events that mention a person. A page that search engines may see passes over
    /// those that they must not.
    fn mentioned_in(&self, number: usize) -> Vec<LinkView> {
        let site = self.site;
        let open = site.people[number].indexable().is_some();
        let Mentions { stories, events } = &site.mentions_of[number];
        let stories = stories.iter().map(|number| (*number, &site.stories[*number]));
        let stories = stories.filter(|(_, story)| !open || story.indexable().is_some());
        let stories = stories.map(|(number, story)| {
            self.see_title(number);
            story
        });
        let stories = stories.filter_map(|story| {
            let (_, text) = in_language(&story.texts, self.language)?;
            Some((text.title.clone(), &story.addresses))
        });
        let events = events.iter().rev().map(|number| (*number, &site.events[*number]));
        let events = events.filter(|(_, event)| !open || event.searchable);
        let events = events.map(|(number, event)| {
            self.see_event_title(number);
            event
        });
        let events = events.filter_map(|event| {
            let (_, text) = in_language(&event.texts, self.language)?;
            Some((text.title.clone(), &event.addresses))
        });
        let both = stories.chain(events);
        both.map(|(title, addresses)| LinkView {
            title,
            url: Some(self.address(addresses)),
        })
        .collect()
    }

    /// The text in this language; else a note in which language it exists. There is no copy of
    /// a text under an address of another language.
    fn bio(
        &mut self,
        person: &PublicPerson,
    ) -> (Html, Option<&'static str>, Option<String>) {
        if let Some(text) = person.bio.get(&self.language) {
            return (self.body(&text.body, &text.path, person.pictures), None, None);
        }
        match person.bio.keys().next() {
            Some(language) => {
                let note =
                    self.words.get(&format!("note.bio_only_in.{}", language.code()));
                (Html::default(), Some(language.code()), Some(note.to_owned()))
            }
            None => (Html::default(), None, None),
        }
    }

    pub(crate) fn page(&mut self, page: &PublicPage) -> PageView {
        let site = self.site;
        self.see_people(&page.mentions);
        let text = &page.texts[&self.language];
        let children = site.pages.values().filter(|other| {
            other
                .key
                .strip_prefix(&page.key)
                .is_some_and(|rest| rest.starts_with('/') && !rest[1..].contains('/'))
        });
        let children = children
            .filter_map(|child| {
                let (_, text) = in_language(&child.texts, self.language)?;
                Some(LinkView {
                    title: text.title.clone(),
                    url: Some(self.address(&child.addresses)),
                })
            })
            .collect();
        PageView {
            summary: text.summary.clone(),
            body: self.body(&text.body, &text.path, true),
            updated: page.updated.map(|day| dates::day(self.words, self.language, day)),
            leichte_sprache: page.leichte_sprache,
            sign_language: page
                .sign_language
                .as_ref()
                .map(|video| self.sign_language(video, &page.path)),
            accessibility: page.accessibility.as_ref().map(|one| self.statement(one)),
            children,
            timeline: self.timeline(page),
            extra: page
                .extra
                .iter()
                .map(|(key, value)| (key.clone(), extra(value)))
                .collect(),
            draft_note: self.draft_note(page.draft),
        }
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
