//! The gate for stories, events and pages.
//!
//! In come raw documents and the people who are published, out go public values, or the reason why
//! a document is withheld. Never passes a fact about a person that their own consent leaves out.

use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::base::diagnostic::Place;
use crate::base::digest::Digest;
use crate::base::pointer::Pointer;
use crate::base::text::Localised;
use crate::model::document::Section;
use crate::model::event::{Event, EventTime, Status};
use crate::model::mention::Mention;
use crate::model::page::{Page, SignLanguage};
use crate::model::person::Form;
use crate::model::story::{Story, Subject};
use crate::model::text::Photo;

use super::person::public_name;
use super::voice::{Outlet, Voice};
use super::{Gate, lists, paths};
use crate::publish::channel::Channelled;
use crate::publish::collect::Bundle;
use crate::publish::consent::{Allowed, ConsentRefusal, judge};
use crate::publish::public::{
    PublicAffiliation, PublicEvent, PublicPerson, PublicStory, Seal,
};
use crate::publish::public_page::{PublicPage, PublicVideo, VideoPlace};
use crate::publish::stamps::Stamps;
use crate::publish::video;
use crate::publish::withheld_photos;
use crate::publish::withholding::{Withholding, WithholdingReason};

impl Gate<'_> {
    /// Judges the consent that a story has of its own: once, for all that is asked about it.
    pub(in crate::publish) fn story_consent(
        &self,
        story: &Story,
    ) -> Result<Allowed, ConsentRefusal> {
        judge(story.consent.as_ref(), self.today(), &self.config.consent)
    }

    /// Lets a story pass whose own consent holds, or says why not. `person` is the entry it is
    /// tied to, if that person is published today.
    pub(in crate::publish) fn story(
        &self,
        bundle: &Bundle<'_>,
        story: &Story,
        person: Option<&PublicPerson>,
        allowed: &Allowed,
    ) -> Result<PublicStory, Withholding> {
        let (name, channels) = match (&story.subject, person) {
            (Subject::Named(name), _) => (public_name(name, false), allowed.channels),
            (Subject::Person(_), Some(person)) => {
                (person.name.clone(), allowed.channels.and(person.channels()))
            }
            (Subject::Person(_), None) => {
                let reason = WithholdingReason::Person;
                return Err(Withholding { reason, day: None });
            }
        };
        let draft = self.schedule(story.schedule)?;
        let told = !story.affiliations.is_empty();
        let photo_allowed = allowed.allows_story_photo();
        let photo = story
            .photo
            .as_ref()
            .filter(|_| photo_allowed)
            .and_then(|photo| {
                let subject = Some(withheld_photos::subject(bundle.original, story));
                self.photo(photo, "photo", bundle, &story.mentions, subject)
            })
            .or_else(|| {
                person.filter(|_| photo_allowed).and_then(|person| person.photo.clone())
            });
        let addresses = self.addresses(bundle, Section::Portraits);
        let affiliations = match person {
            Some(person) if !told => person.affiliations.clone(),
            _ => self.own_affiliations(story, person),
        };
        let topics = self.topics(&story.topics);
        let (texts, searchable) = self.story_texts(bundle, story);
        let subject = person.map(|person| person.key.as_str());
        Ok(PublicStory {
            key: bundle.original.key.name.to_string(),
            path: bundle.original.path.clone(),
            paths: paths(&addresses),
            addresses: Arc::new(addresses),
            texts,
            refers: bundle.refers(),
            name,
            person: person.map(|person| person.key.clone()),
            lists: lists(&affiliations, &topics, None),
            affiliations,
            sector: story
                .sector
                .filter(|_| person.is_none_or(|person| person.tells.sector))
                .or_else(|| person.and_then(|person| person.sector)),
            position: person.and_then(|person| person.position.clone()),
            employer: person.and_then(|person| person.employer.clone()),
            authors: self.authors(story, Outlet::Site),
            feed_authors: self.authors(story, Outlet::Feeds),
            date: story.date,
            updated: story.updated,
            stamps: self.story_stamps(story),
            owner: story.owner.clone(),
            photo,
            pictures: photo_allowed,
            topics,
            missions: story.missions.clone(),
            mentions: self.mentioned(bundle, &story.mentions, subject),
            aliases: story.aliases.clone(),
            draft,
            // Its texts in lists may name somebody whom search engines may not know.
            channels: if searchable { channels } else { channels.unseen() },
            seal: Seal::by_the_gate(),
        })
    }

    fn authors(&self, story: &Story, outlet: Outlet) -> Vec<String> {
        let voice = Voice::new(self, &story.mentions, outlet);
        let author = |name: &String| voice.text(name, self.default_language());
        story.authors.iter().map(author).collect()
    }

    /// It is there since the day that readers see or, if that is later, since it was put online.
    fn story_stamps(&self, story: &Story) -> Stamps {
        let first = [Some(story.date), story.schedule.publish];
        Stamps::of(&first, story.updated, self.today())
    }

    /// A story has facts of its own, but must not show one that the person's consent leaves out.
    fn own_affiliations(
        &self,
        story: &Story,
        person: Option<&PublicPerson>,
    ) -> Vec<PublicAffiliation> {
        let form = story.pronoun.or(person.map(|person| person.form)).unwrap_or(Form::D);
        let full = story.affiliations.iter().map(|one| self.affiliation(one, form));
        match person.map(|person| person.tells) {
            None => full.collect(),
            Some(tells) if tells.any() => {
                full.map(|one| tells.affiliation(one)).collect()
            }
            Some(_) => Vec::new(),
        }
    }

    /// Passes an event. `speakers` are the keys of those who are published today.
    pub(in crate::publish) fn event(
        &self,
        bundle: &Bundle<'_>,
        event: &Event,
        speakers: Vec<String>,
    ) -> Result<PublicEvent, Withholding> {
        let draft = self.schedule(event.schedule)?;
        let addresses = self.addresses(bundle, Section::Events);
        let default = self.default_language();
        let first = addresses.get(&default).map_or("", String::as_str);
        // A cancelled event keeps its page, but without registration.
        let happens = event.status != Status::Cancelled;
        let topics = self.topics(&event.topics);
        let (texts, searchable) = self.event_texts(bundle, event);
        Ok(PublicEvent {
            key: bundle.original.key.name.to_string(),
            path: bundle.original.path.clone(),
            texts,
            refers: bundle.refers(),
            // The hash of the address is stable, and contains no host name and nobody's name.
            uid: event.uid.clone().unwrap_or_else(|| Digest::of(first.as_bytes()).hex()),
            start: event.start,
            end: event.end,
            place: self.venue(bundle, event),
            status: event.status,
            previous_start: event.previous_start,
            sequence: event.sequence,
            format: event.format,
            audience: event.audience.clone(),
            organiser: event.organiser.clone(),
            registration: event.registration.clone().filter(|_| happens),
            speakers,
            mentions: self.mentioned(bundle, &event.mentions, None),
            searchable,
            image: event.image.as_ref().and_then(|image| {
                self.photo(image, "image", bundle, &event.mentions, None)
            }),
            lists: lists(&[], &topics, None),
            topics,
            missions: event.missions.clone(),
            stamps: Stamps::of(&[event.schedule.publish], event.updated, self.today()),
            aliases: event.aliases.clone(),
            draft,
            past: last_day(event.start, event.end, self.zone) < self.today(),
            paths: paths(&addresses),
            addresses: Arc::new(addresses),
            seal: Seal::by_the_gate(),
        })
    }

    fn venue(&self, bundle: &Bundle<'_>, event: &Event) -> crate::model::event::Venue {
        let mut place = event.place.clone();
        // Without the link, nobody waits in the online meeting of a cancelled event.
        place.online = place.online.filter(|_| event.status != Status::Cancelled);
        place.name =
            self.localised(place.name.as_ref(), bundle, |t| t.words.place_name.clone());
        place.city =
            self.localised(place.city.as_ref(), bundle, |t| t.words.place_city.clone());
        place
    }

    /// Passes a page.
    pub(in crate::publish) fn page(
        &self,
        bundle: &Bundle<'_>,
        page: &Page,
    ) -> Result<PublicPage, Withholding> {
        let draft = self.schedule(page.schedule)?;
        let outlet = page_outlet(bundle);
        let voice = Voice::new(self, &[], outlet);
        Ok(PublicPage {
            section: bundle.original.key.section,
            key: bundle.original.key.name.to_string(),
            path: bundle.original.path.clone(),
            addresses: Arc::new(self.addresses(bundle, bundle.original.key.section)),
            texts: self.page_texts(bundle, page),
            mentions: self.mentioned(bundle, &[], None),
            aliases: page.aliases.clone(),
            updated: page.updated,
            leichte_sprache: page.leichte_sprache,
            sign_language: self.sign_language(bundle, page),
            accessibility: page.accessibility.clone(),
            mission: page.mission,
            extra: page
                .extra
                .iter()
                .map(|(key, value)| {
                    (key.clone(), voice.extra(value, self.default_language()))
                })
                .collect(),
            draft,
            seal: Seal::by_the_gate(),
        })
    }

    /// The voice for texts on pages.
    pub(super) fn site_voice<'v>(&'v self, mentions: &'v [Mention]) -> Voice<'v> {
        Voice::new(self, mentions, Outlet::Site)
    }

    fn sign_language(&self, bundle: &Bundle<'_>, page: &Page) -> Option<PublicVideo> {
        let SignLanguage { video, elsewhere, captions, poster, minutes, transcript } =
            page.sign_language.as_ref()?;
        let place = |key| {
            let pointer = Pointer::key("sign_language").then(key);
            Place::value(&bundle.original.path, pointer)
        };
        let find = |file: &str, endings, key| {
            video::find(self.photos, file, endings, &place(key)).ok()
        };
        let place = if *elsewhere {
            VideoPlace::Elsewhere(video.clone())
        } else {
            let poster = poster.as_ref().and_then(|file| {
                let alt = Some(Localised::Same(String::new()));
                let file = file.clone();
                let (credit, caption, focus) = (None, None, None);
                let photo = Photo { file, alt, credit, caption, focus };
                self.photo(&photo, "sign_language", bundle, &[], None)
            });
            VideoPlace::Here {
                video: find(video, video::VIDEO, "video")?,
                captions: captions
                    .as_ref()
                    .and_then(|file| find(file, video::CAPTIONS, "captions")),
                poster: poster.map(Box::new),
            }
        };
        Some(PublicVideo { place, minutes: *minutes, transcript: transcript.clone() })
    }
}

/// Where the texts of a page appear. Introductions are on section pages, which search engines
/// should find.
pub(super) fn page_outlet(bundle: &Bundle<'_>) -> Outlet {
    match bundle.original.key.section {
        Section::Pages => Outlet::Site,
        _ => Outlet::SearchEngines,
    }
}

/// The last day of an event; one that ends at midnight ends on the day before.
pub fn last_day(start: EventTime, end: Option<EventTime>, zone: &TimeZone) -> Date {
    let end = end.unwrap_or(start);
    let day = end.day(zone);
    let at_midnight =
        !end.is_day() && end.local(zone).time() == jiff::civil::Time::midnight();
    if at_midnight && day > start.day(zone) {
        day.yesterday().unwrap_or(day)
    } else {
        day
    }
}
