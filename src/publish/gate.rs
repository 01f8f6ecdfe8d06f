//! The gate: the only maker of public people, stories and events.
//!
//! In come raw documents and the day; out goes what consent allows, field by field, or the
//! reason why nothing goes out. Every field is copied by name under its own permission; a field
//! that is not copied here cannot appear anywhere.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::base::code::Code;
use crate::base::config::Config;
use crate::base::diagnostic::Place;
use crate::base::digest::Digest;
use crate::base::language::Language;
use crate::base::pointer::Pointer;
use crate::base::slug::slugify;
use crate::base::source::Snapshot;
use crate::base::text::Localised;
use crate::model::consent::Field;
use crate::model::document::{Document, Section};
use crate::model::event::{Event, EventTime};
use crate::model::page::Page;
use crate::model::person::{Affiliation, Form, Name, Person};
use crate::model::story::{Schedule, Story, Subject};
use crate::model::text::{Body, Photo, PhotoWords};

use super::address;
use super::channel::Channelled;
use super::collect::{Bundle, Translation};
use super::consent::{Allowed, Refusal, judge};
use super::order;
use super::photo;
use super::public::{
    Draft, EventText, PageText, PublicAffiliation, PublicEvent, PublicName, PublicOffer,
    PublicPage, PublicPerson, PublicPhoto, PublicStory, Seal, StoryText, Texts,
};

/// What the gate looks at besides a document.
pub(super) struct Gate<'a> {
    pub(super) config: &'a Config,
    pub(super) snapshot: &'a Snapshot,
    pub(super) zone: &'a TimeZone,
    /// Drafts and scheduled pages are wanted; consent is never lifted by it.
    pub(super) drafts: bool,
    /// Id of the site's own institution.
    pub(super) own_institution: Option<&'a str>,
    /// Last parts of the addresses of ordinary pages, so that a page below another one lives
    /// below its address in each language.
    pub(super) page_slugs: BTreeMap<(&'a str, Language), &'a str>,
}

impl Gate<'_> {
    fn today(&self) -> Date {
        self.snapshot.today
    }

    fn default_language(&self) -> Language {
        self.config.languages[0]
    }

    /// Judges the consent of a person.
    pub(super) fn judge(&self, person: &Person) -> Result<Allowed, Refusal> {
        judge(person.consent.as_ref(), self.today(), &self.config.consent)
    }

    /// Lets a person pass, or says why not.
    pub(super) fn person(
        &self,
        bundle: &Bundle<'_>,
        person: &Person,
    ) -> Result<PublicPerson, Refusal> {
        let allowed = self.judge(person)?;
        let listed = |field| allowed.lists(field);
        let words = |of: fn(&Translation<'_>) -> Option<String>,
                     original: &Option<Localised>| {
            self.localised(original.as_ref(), bundle, of)
        };
        let document = bundle.original;
        let family = person.name.family.as_deref();
        let (sort_family, sort_given) = match (family, person.name.given.as_deref()) {
            (Some(family), given) => (family, given.unwrap_or("")),
            (None, given) => (given.unwrap_or(""), ""),
        };
        Ok(PublicPerson {
            key: document.key.name.clone(),
            path: document.path.clone(),
            addresses: self.person_addresses(document, person),
            reference: person.id.clone(),
            name: public_name(&person.name, listed(Field::BirthName)),
            sort_key: order::person_key(sort_family, sort_given),
            letter: order::letter(sort_family),
            affiliations: self.affiliations(person, &allowed),
            position: words(|t| t.words.position.clone(), &person.position)
                .filter(|_| listed(Field::Position)),
            employer: words(|t| t.words.employer.clone(), &person.employer)
                .filter(|_| listed(Field::Employer)),
            sector: person.sector.filter(|_| listed(Field::Sector)),
            city: words(|t| t.words.city.clone(), &person.city)
                .filter(|_| listed(Field::City)),
            country: person.country.clone().filter(|_| listed(Field::Country)),
            languages: if listed(Field::Languages) {
                person.languages.clone()
            } else {
                Vec::new()
            },
            topics: if listed(Field::Topics) {
                person.topics.clone()
            } else {
                Vec::new()
            },
            offers: if listed(Field::Offers) {
                self.offers(bundle, person)
            } else {
                Vec::new()
            },
            website: person.website.clone().filter(|_| listed(Field::Website)),
            email: person.email.clone().filter(|_| listed(Field::Email)),
            photo: person
                .photo
                .as_ref()
                .filter(|_| listed(Field::Photo))
                .and_then(|photo| self.photo(photo, "photo", bundle)),
            bio: if listed(Field::Bio) {
                bodies(bundle, self.default_language())
            } else {
                Texts::new()
            },
            pictures: listed(Field::Photo),
            reachable: person.deceased.is_none(),
            deceased: person.deceased.filter(|_| listed(Field::Deceased)),
            channels: allowed.channels,
            seal: Seal::by_the_gate(),
        })
    }

    /// Where a person's page is or would be.
    pub(super) fn person_addresses(
        &self,
        document: &Document,
        person: &Person,
    ) -> Texts<String> {
        let part = match &person.id {
            Some(id) if self.config.directory.opaque_addresses => id,
            _ => &document.slug,
        };
        self.config
            .languages
            .iter()
            .map(|language| {
                let section =
                    address::section(self.config, Section::Directory, *language);
                (*language, address::below(&section, part))
            })
            .collect()
    }

    fn affiliations(&self, person: &Person, allowed: &Allowed) -> Vec<PublicAffiliation> {
        let any = [Field::Affiliations, Field::Kind, Field::Years]
            .map(|field| allowed.lists(field));
        if any == [false; 3] {
            return Vec::new();
        }
        let [places, kind, years] = any;
        let one = |affiliation: &Affiliation| {
            let full = self.affiliation(affiliation, person.pronoun);
            PublicAffiliation {
                kind: full.kind.filter(|_| kind),
                form: full.form,
                institution: full.institution.filter(|_| places),
                faculty: full.faculty.filter(|_| places),
                programme: full.programme.filter(|_| places),
                degree: full.degree.filter(|_| places),
                from: full.from.filter(|_| years),
                to: full.to.filter(|_| years),
            }
        };
        person.affiliations.iter().map(one).collect()
    }

    /// An affiliation with everything in it: for stories that tell it themselves.
    fn affiliation(&self, affiliation: &Affiliation, form: Form) -> PublicAffiliation {
        PublicAffiliation {
            kind: Some(affiliation.kind),
            form,
            institution: affiliation
                .institution
                .clone()
                .or_else(|| self.own_institution.map(ToOwned::to_owned)),
            faculty: affiliation.faculty.clone(),
            programme: affiliation.programme.clone(),
            degree: affiliation.degree.clone(),
            from: affiliation.from,
            to: affiliation.to,
        }
    }

    fn offers(&self, bundle: &Bundle<'_>, person: &Person) -> Vec<PublicOffer> {
        if person.deceased.is_some() {
            return Vec::new();
        }
        let default = self.default_language();
        person
            .offers
            .iter()
            .enumerate()
            .filter(|(_, offer)| offer.until.is_none_or(|until| self.today() <= until))
            .map(|(number, offer)| {
                let mut note = offer.note.clone();
                for (language, translation) in &bundle.translations {
                    if let (Some(original), Some(Some(words))) =
                        (&note, translation.words.offer_notes.get(number))
                    {
                        note = Some(original.with(default, *language, words));
                    }
                }
                PublicOffer {
                    kind: offer.kind,
                    state: offer.state,
                    until: offer.until,
                    note,
                }
            })
            .collect()
    }

    /// A short text with the wordings of the translations.
    fn localised(
        &self,
        original: Option<&Localised>,
        bundle: &Bundle<'_>,
        of: fn(&Translation<'_>) -> Option<String>,
    ) -> Option<Localised> {
        let default = self.default_language();
        bundle.translations.iter().fold(
            original.cloned(),
            |text, (language, translation)| match (text, of(translation)) {
                (Some(text), Some(words)) => Some(text.with(default, *language, &words)),
                (text, _) => text,
            },
        )
    }

    fn photo(
        &self,
        photo: &Photo,
        key: &str,
        bundle: &Bundle<'_>,
    ) -> Option<PublicPhoto> {
        let place = Place::value(&bundle.original.path, Pointer::key(key).then("file"));
        let found = photo::find(self.snapshot, &photo.file, &place).ok()?;
        let words = |original: Option<&Localised>,
                     of: fn(&PhotoWords) -> &Option<String>| {
            let default = self.default_language();
            bundle.translations.iter().fold(
                original.cloned(),
                |text, (language, translation)| match (text, of(&translation.words.photo))
                {
                    (Some(text), Some(words)) => {
                        Some(text.with(default, *language, words))
                    }
                    (text, _) => text,
                },
            )
        };
        Some(PublicPhoto {
            source: found.source,
            digest: found.digest,
            size: found.size,
            alt: words(photo.alt.as_ref(), |w| &w.alt)
                .unwrap_or(Localised::Same(String::new())),
            credit: words(photo.credit.as_ref(), |w| &w.credit),
            caption: words(photo.caption.as_ref(), |w| &w.caption),
            focus: photo.focus.unwrap_or([50, 25]),
        })
    }

    /// Whether the calendar lets a page pass.
    fn schedule(&self, schedule: Schedule) -> Result<Draft, Refusal> {
        let refuse = |code, day| Err(Refusal { code, day });
        if let Some(expires) = schedule.expires
            && self.today() >= expires
        {
            return refuse(Code::Expired, Some(expires));
        }
        let scheduled = schedule.publish.filter(|publish| self.today() < *publish);
        match (schedule.draft, scheduled) {
            (true, _) if self.drafts => Ok(Draft::Draft),
            (true, _) => refuse(Code::Draft, None),
            (false, Some(_)) if self.drafts => Ok(Draft::Scheduled),
            (false, Some(publish)) => refuse(Code::Scheduled, Some(publish)),
            (false, None) => Ok(Draft::No),
        }
    }

    /// Lets a story pass, or says why not. `person` is the entry it is tied to, if that person
    /// is published today.
    pub(super) fn story(
        &self,
        bundle: &Bundle<'_>,
        story: &Story,
        person: Option<&PublicPerson>,
    ) -> Result<PublicStory, Refusal> {
        let allowed = judge(story.consent.as_ref(), self.today(), &self.config.consent)?;
        let (name, channels) = match (&story.subject, person) {
            (Subject::Named(name), _) => (public_name(name, false), allowed.channels),
            (Subject::Person(_), Some(person)) => {
                (person.name.clone(), allowed.channels.and(person.channels()))
            }
            (Subject::Person(_), None) => {
                return Err(Refusal { code: Code::PersonWithheld, day: None });
            }
        };
        let draft = self.schedule(story.schedule)?;
        let told = !story.affiliations.is_empty();
        let own: Vec<_> = story
            .affiliations
            .iter()
            .map(|a| self.affiliation(a, story.pronoun))
            .collect();
        let photo_allowed = allowed.allows_story_photo();
        let photo = story
            .photo
            .as_ref()
            .filter(|_| photo_allowed)
            .and_then(|photo| self.photo(photo, "photo", bundle))
            .or_else(|| {
                person.filter(|_| photo_allowed).and_then(|person| person.photo.clone())
            });
        Ok(PublicStory {
            key: bundle.original.key.name.clone(),
            path: bundle.original.path.clone(),
            addresses: self.addresses(bundle, Section::Portraits),
            texts: self
                .texts(bundle, |document, words| story_text(story, document, words)),
            name,
            person: person.map(|person| person.key.clone()),
            affiliations: match person {
                Some(person) if !told => person.affiliations.clone(),
                _ => own,
            },
            sector: story.sector.or_else(|| person.and_then(|person| person.sector)),
            position: person.and_then(|person| person.position.clone()),
            employer: person.and_then(|person| person.employer.clone()),
            authors: story.authors.clone(),
            date: story.date,
            updated: story.updated,
            owner: story.owner.clone(),
            photo,
            pictures: photo_allowed,
            topics: story.topics.clone(),
            missions: story.missions.clone(),
            aliases: story.aliases.clone(),
            draft,
            channels,
            seal: Seal::by_the_gate(),
        })
    }

    /// Lets an event pass. `speakers` are the entries who are published today.
    pub(super) fn event(
        &self,
        bundle: &Bundle<'_>,
        event: &Event,
        speakers: Vec<String>,
    ) -> Result<PublicEvent, Refusal> {
        let draft = self.schedule(event.schedule)?;
        let addresses = self.addresses(bundle, Section::Events);
        let first = addresses.values().next().map_or("", String::as_str);
        Ok(PublicEvent {
            key: bundle.original.key.name.clone(),
            path: bundle.original.path.clone(),
            texts: self
                .texts(bundle, |document, words| event_text(event, document, words)),
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
            registration: event.registration.clone(),
            speakers,
            image: event
                .image
                .as_ref()
                .and_then(|image| self.photo(image, "image", bundle)),
            topics: event.topics.clone(),
            missions: event.missions.clone(),
            stamp: event
                .updated
                .or(event.schedule.publish)
                .unwrap_or_else(|| event.start.day(self.zone)),
            aliases: event.aliases.clone(),
            draft,
            past: last_day(event.start, event.end, self.zone) < self.today(),
            addresses,
            seal: Seal::by_the_gate(),
        })
    }

    fn venue(&self, bundle: &Bundle<'_>, event: &Event) -> crate::model::event::Venue {
        let mut place = event.place.clone();
        place.name =
            self.localised(place.name.as_ref(), bundle, |t| t.words.place_name.clone());
        place.city =
            self.localised(place.city.as_ref(), bundle, |t| t.words.place_city.clone());
        place
    }

    /// Lets a page pass.
    pub(super) fn page(
        &self,
        bundle: &Bundle<'_>,
        page: &Page,
    ) -> Result<PublicPage, Refusal> {
        let draft = self.schedule(page.schedule)?;
        Ok(PublicPage {
            key: bundle.original.key.name.clone(),
            path: bundle.original.path.clone(),
            addresses: self.addresses(bundle, bundle.original.key.section),
            texts: self.texts(bundle, |document, words| page_text(page, document, words)),
            aliases: page.aliases.clone(),
            updated: page.updated,
            leichte_sprache: page.leichte_sprache,
            mission: page.mission,
            extra: page.extra.clone(),
            draft,
            seal: Seal::by_the_gate(),
        })
    }

    /// Addresses in the languages a document exists in.
    pub(super) fn addresses(
        &self,
        bundle: &Bundle<'_>,
        section: Section,
    ) -> Texts<String> {
        let original = bundle.original;
        let address = |language: Language, slug: &str| {
            let mut at = address::section(self.config, section, language);
            for (end, _) in original.key.name.match_indices('/') {
                let parent = &original.key.name[..end];
                let part = match self.page_slugs.get(&(parent, language)) {
                    Some(slug) => (*slug).to_owned(),
                    None => slugify(parent.rsplit('/').next().unwrap_or(parent)),
                };
                at = address::below(&at, &part);
            }
            address::below(&at, slug)
        };
        let default = self.default_language();
        let mut addresses = Texts::from([(default, address(default, &original.slug))]);
        for (language, translation) in &bundle.translations {
            let slug = match translation.document.slug.as_str() {
                "" => &original.slug,
                chosen => chosen,
            };
            addresses.insert(*language, address(*language, slug));
        }
        addresses
    }

    fn texts<T>(
        &self,
        bundle: &Bundle<'_>,
        text: impl Fn(&Document, Option<&Translation<'_>>) -> T,
    ) -> Texts<T> {
        let mut texts =
            Texts::from([(self.default_language(), text(bundle.original, None))]);
        for (language, translation) in &bundle.translations {
            texts.insert(*language, text(translation.document, Some(translation)));
        }
        texts
    }
}

/// The last day of an event; a time at midnight ends the day before.
fn last_day(start: EventTime, end: Option<EventTime>, zone: &TimeZone) -> Date {
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

fn bodies(bundle: &Bundle<'_>, default: Language) -> BTreeMap<Language, Arc<Body>> {
    let translated =
        bundle.translations.iter().map(|(language, t)| (*language, t.document));
    std::iter::once((default, bundle.original))
        .chain(translated)
        .filter(|(_, document)| !document.body.is_empty())
        .map(|(language, document)| (language, Arc::clone(&document.body)))
        .collect()
}

fn story_text(
    story: &Story,
    document: &Document,
    translation: Option<&Translation<'_>>,
) -> StoryText {
    let words = translation.map(|t| t.words);
    StoryText {
        title: words.and_then(|w| w.title.clone()).unwrap_or_else(|| story.title.clone()),
        summary: words.map_or(&story.summary, |w| &w.summary).clone().unwrap_or_default(),
        quote: words.map_or(&story.quote, |w| &w.quote).clone(),
        body: Arc::clone(&document.body),
        path: document.path.clone(),
    }
}

fn event_text(
    event: &Event,
    document: &Document,
    translation: Option<&Translation<'_>>,
) -> EventText {
    let words = translation.map(|t| t.words);
    EventText {
        title: words.and_then(|w| w.title.clone()).unwrap_or_else(|| event.title.clone()),
        summary: words.map_or(&event.summary, |w| &w.summary).clone().unwrap_or_default(),
        body: Arc::clone(&document.body),
        path: document.path.clone(),
    }
}

fn page_text(
    page: &Page,
    document: &Document,
    translation: Option<&Translation<'_>>,
) -> PageText {
    let words = translation.map(|t| t.words);
    PageText {
        title: words.and_then(|w| w.title.clone()).unwrap_or_else(|| page.title.clone()),
        summary: words.map_or(&page.summary, |w| &w.summary).clone().unwrap_or_default(),
        menu_title: words.map_or(&page.menu_title, |w| &w.menu_title).clone(),
        body: Arc::clone(&document.body),
        path: document.path.clone(),
    }
}

fn public_name(name: &Name, birth: bool) -> PublicName {
    let family: Option<String> =
        name.family.as_ref().map(|family| match &name.particle {
            Some(particle) => format!("{particle} {family}"),
            None => family.clone(),
        });
    let sorted = match (&name.family, &name.given) {
        (Some(family), given) => {
            let rest: Vec<&str> = [given.as_deref(), name.particle.as_deref()]
                .into_iter()
                .flatten()
                .collect();
            if rest.is_empty() {
                family.clone()
            } else {
                format!("{family}, {}", rest.join(" "))
            }
        }
        (None, given) => given.clone().unwrap_or_default(),
    };
    let initial =
        |part: &Option<String>| part.as_ref().and_then(|part| part.chars().next());
    PublicName {
        full: name.full(),
        sorted,
        title: name.title.clone(),
        given: name.given.clone(),
        family,
        suffix: name.suffix.clone(),
        birth: name.birth.clone().filter(|_| birth),
        initials: [initial(&name.given), initial(&name.family)]
            .into_iter()
            .flatten()
            .flat_map(char::to_uppercase)
            .collect(),
    }
}
