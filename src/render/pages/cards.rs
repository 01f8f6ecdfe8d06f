//! People, stories, events and contacts as entries of a list.
//!
//! In come public values, out go cards, each made once for a language and shared by all pages
//! that show it. A card never tells more than the page it leads to.

use std::hash::Hash;
use std::sync::OnceLock;

use serde::Serialize;

use crate::base::presence::{Role, Who};
use crate::publish::public::{
    Draft, PublicAffiliation, PublicEvent, PublicPerson, PublicStory, in_language,
};
use crate::publish::words::{Contact, Status};

use super::card_index::Card;
use super::dates;
use super::page_context::PageContext;
use super::picture::Use;
use crate::render::view::{
    ContactCard, EventCard, LinkView, PersonCard, Shared, StoryCard,
};

/// How many tints the themes have.
const TINTS: usize = 6;

impl PageContext<'_> {
    /// The card of the person with this number in the site.
    pub(crate) fn person_card(&self, number: usize) -> Shared<PersonCard> {
        self.person_card_as(number, Role::Card)
    }

    /// The same for somebody who is there as something else.
    pub(crate) fn person_card_as(&self, number: usize, role: Role) -> Shared<PersonCard> {
        self.see(Who::Person(number), role);
        let make = |context: &mut PageContext<'_>| {
            context.new_person_card(&self.site.people[number])
        };
        self.card(&self.cards.people[number], make)
    }

    /// The card of the story with this number in the site.
    pub(crate) fn story_card(&self, number: usize) -> Shared<StoryCard> {
        self.story_card_as(number, Role::Card)
    }

    /// The same for one that is there as something else.
    pub(crate) fn story_card_as(&self, number: usize, role: Role) -> Shared<StoryCard> {
        self.see_story(number, role);
        let make = |context: &mut PageContext<'_>| {
            context.new_story_card(&self.site.stories[number])
        };
        self.card(&self.cards.stories[number], make)
    }

    /// The card of the event with this number in the site.
    pub(crate) fn event_card(&self, number: usize) -> Shared<EventCard> {
        self.see_event(number);
        let make = |context: &mut PageContext<'_>| {
            context.new_event_card(&self.site.events[number])
        };
        self.card(&self.cards.events[number], make)
    }

    /// A card, made by the first page that shows it.
    fn card<T: Serialize + Hash>(
        &self,
        place: &OnceLock<Card<T>>,
        make: impl FnOnce(&mut PageContext<'_>) -> T,
    ) -> Shared<T> {
        let card = place.get_or_init(|| {
            let mut context =
                PageContext::new(self.site, self.words, self.language, self.cards);
            let shared = Shared::new(&make(&mut context));
            Card { shared, recipes: context.recipes }
        });
        card.shared.clone()
    }

    fn new_person_card(&mut self, person: &PublicPerson) -> PersonCard {
        PersonCard {
            name: person.name.full.clone(),
            sort_name: person.name.sorted.clone(),
            url: self.address(&person.addresses),
            affiliation: person
                .affiliations
                .first()
                .map(|first| self.affiliation_short(first)),
            position: self.position(person),
            place: self.place(person),
            photo: self.picture(person.photo.as_ref(), Use::Square),
            initials: person.name.initials.clone(),
            tint: tint(&person.key),
            in_memoriam: person.deceased.is_some(),
        }
    }

    /// `Projektleiterin, Beispielbau AG`.
    pub(crate) fn position(&self, person: &PublicPerson) -> Option<String> {
        joined(&[
            self.text(person.position.as_ref()),
            self.text(person.employer.as_ref()),
        ])
    }

    /// `Leipzig`, `Wien, Österreich`; the country only if it is not that of the institution.
    pub(crate) fn place(&self, person: &PublicPerson) -> Option<String> {
        let own = self.config().institution.country.as_deref().unwrap_or("DE");
        let country = person
            .country
            .as_deref()
            .filter(|code| *code != own || person.city.is_none());
        joined(&[self.text(person.city.as_ref()), country.map(|code| self.country(code))])
    }

    pub(crate) fn country(&self, code: &str) -> String {
        self.words.find(&format!("country.{code}")).unwrap_or(code).to_owned()
    }

    /// The label of a role in the person's own form.
    pub(crate) fn role(&self, affiliation: &PublicAffiliation) -> String {
        let kind = affiliation.kind.map_or("member", |kind| kind.word());
        self.words.get(&format!("role.{kind}.{}", affiliation.form.word())).to_owned()
    }

    /// `Absolventin, Bauingenieurwesen, 1991`.
    pub(crate) fn affiliation_short(&self, affiliation: &PublicAffiliation) -> String {
        let programme = self.text(affiliation.programme.as_ref());
        let year = affiliation.to.map(|to| to.year.to_string());
        joined(&[Some(self.role(affiliation)), programme, year]).unwrap_or_default()
    }

    fn new_story_card(&mut self, story: &PublicStory) -> StoryCard {
        let found = in_language(&story.texts, self.language);
        let (language, text) = found.expect("a story has a text in the default language");
        let other = self.other(language);
        let summary =
            if text.summary.is_empty() { &text.body.opening } else { &text.summary };
        StoryCard {
            title: text.title.clone(),
            url: self.address(&story.addresses),
            language: other,
            language_note: other.map(|_| self.words.only_in(language)),
            name: story.name.full.clone(),
            summary: summary.clone(),
            date: dates::day(self.words, self.language, story.date),
            photo: self.picture(story.photo.as_ref(), Use::Portrait),
            initials: story.name.initials.clone(),
            tint: tint(&story.key),
            draft_note: self.draft_note(story.draft),
        }
    }

    fn new_event_card(&self, event: &PublicEvent) -> EventCard {
        let found = in_language(&event.texts, self.language);
        let (language, text) =
            found.expect("an event has a text in the default language");
        let other = self.other(language);
        let summary =
            if text.summary.is_empty() { &text.body.opening } else { &text.summary };
        let zone = &self.site.zone;
        let venue = joined(&[
            self.text(event.place.name.as_ref()),
            self.text(event.place.city.as_ref()),
        ]);
        let online =
            event.place.online.as_ref().map(|_| self.words.get("note.online").to_owned());
        EventCard {
            title: text.title.clone(),
            url: self.address(&event.addresses),
            language: other,
            language_note: other.map(|_| self.words.only_in(language)),
            start: dates::start(self.words, self.language, event.start, zone),
            when: dates::span(self.words, self.language, event.start, event.end, zone),
            place: if event.status == Status::MovedOnline {
                online
            } else {
                venue.or(online)
            },
            status: event.status.word(),
            status_label: self.status(event),
            format: event
                .format
                .map(|f| self.words.get(&format!("format.{}", f.word())).to_owned()),
            summary: summary.clone(),
            past: event.past,
            draft_note: self.draft_note(event.draft),
        }
    }

    pub(crate) fn status(&self, event: &PublicEvent) -> Option<String> {
        (event.status != Status::Scheduled).then(|| {
            self.words.get(&format!("status.{}", event.status.word())).to_owned()
        })
    }

    pub(crate) fn draft_note(&self, draft: Draft) -> Option<String> {
        let name = match draft {
            Draft::No => return None,
            Draft::Draft => "note.draft",
            Draft::Scheduled => "note.scheduled",
        };
        Some(self.words.get(name).to_owned())
    }

    pub(crate) fn contact_card(&self, contact: &Contact) -> ContactCard {
        let contacts = &self.site.references.contacts;
        let numbers = contacts.iter().enumerate();
        let named =
            |id: &String| *id == contact.id || contact.deputy.as_ref() == Some(id);
        for (number, _) in numbers.filter(|(_, one)| named(&one.id)) {
            self.see(Who::Contact(number), Role::Contact);
        }
        let deputy =
            contact.deputy.as_ref().and_then(|id| contacts.iter().find(|c| c.id == *id));
        ContactCard {
            name: contact.name.text(self.language).to_owned(),
            role: self.text(contact.role.as_ref()),
            faculty: contact.faculty.as_ref().and_then(|id| self.faculty(id)),
            topics: contact
                .topics
                .iter()
                .map(|t| t.text(self.language).to_owned())
                .collect(),
            email: contact.email.clone(),
            phone: contact.phone.clone(),
            room: self.text(contact.room.as_ref()),
            office_hours: self.text(contact.office_hours.as_ref()),
            deputy: deputy.map(|deputy| deputy.name.text(self.language).to_owned()),
        }
    }

    pub(crate) fn faculty(&self, id: &str) -> Option<LinkView> {
        let term = self.site.terms.faculties.get(id)?;
        Some(LinkView {
            title: term.title.text(self.language).to_owned(),
            url: Some(self.address(&term.addresses)),
        })
    }

    /// A unit by its name; what is no faculty's id is a name already.
    pub(crate) fn unit(&self, unit: &str) -> String {
        let faculties = &self.site.references.faculties;
        let faculty = faculties.iter().find(|faculty| faculty.id == unit);
        let name = faculty.map(|faculty| faculty.name.text(self.language));
        name.unwrap_or(unit).to_owned()
    }

    pub(crate) fn institution(&self, id: &str) -> Option<LinkView> {
        let institution =
            self.site.references.institutions.iter().find(|i| i.id == *id)?;
        let term = self.site.terms.institutions.get(id);
        Some(LinkView {
            title: institution.name.text(self.language).to_owned(),
            url: term.map(|term| self.address(&term.addresses)),
        })
    }
}

/// Joins the parts that are there with commas.
pub(crate) fn joined(parts: &[Option<String>]) -> Option<String> {
    let parts: Vec<&str> = parts.iter().flatten().map(String::as_str).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// A tint that stays the same for the same name.
pub(crate) fn tint(key: &str) -> u8 {
    let sum: usize = key.bytes().map(usize::from).sum();
    u8::try_from(sum % TINTS).unwrap_or(0) + 1
}
