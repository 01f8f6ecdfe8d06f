//! Everybody and everything goes through the gate: people first, then what refers to them.
//!
//! In come bundles of documents, out go public values in their order, and a note for each that
//! was withheld. A withholding is never an error.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use crate::base::code::Code;
use crate::base::diagnostic::{Diagnostic, Place};
use crate::base::output::{OutputPath, Withheld};
use crate::base::pointer::Pointer;
use crate::model::consent::Consent;
use crate::model::document::{Document, DocumentContent, Key, Section};
use crate::model::event::Event;
use crate::model::person::Person;
use crate::model::story::{Story, Subject};

use super::address;
use super::collect::Bundle;
use super::consent::{Refusal, judge};
use super::gate::Gate;
use super::public::{PublicEvent, PublicPage, PublicPerson, PublicStory, Texts};

/// One run through the gate, with what it has to say.
pub(super) struct Pass<'a, 'd> {
    pub(super) gate: &'a Gate<'a>,
    pub(super) diagnostics: &'d mut Vec<Diagnostic>,
    pub(super) withheld: Vec<Withheld>,
}

pub(super) type Bundles<'b> = BTreeMap<&'b Key, Bundle<'b>>;

impl Pass<'_, '_> {
    pub(super) fn people(&mut self, bundles: &Bundles<'_>) -> Vec<Arc<PublicPerson>> {
        let mut people = Vec::new();
        for bundle in bundles.values() {
            let DocumentContent::Person(person) = &bundle.original.content else {
                continue;
            };
            match self.gate.person(bundle, person) {
                Ok(public) => {
                    let name = person.name.full();
                    self.warn_of_end(bundle.original, person.consent.as_ref(), &name);
                    self.note_ended_offers(bundle.original, person);
                    self.warn_of_future(bundle.original, "deceased", person.deceased);
                    people.push(Arc::new(public));
                }
                Err(refusal) => {
                    let addresses = self.gate.person_addresses(bundle.original, person);
                    self.withhold(
                        bundle.original,
                        &person.name.full(),
                        refusal,
                        &addresses,
                    );
                }
            }
        }
        people.sort_by(|a, b| (&a.sort_key, &a.key).cmp(&(&b.sort_key, &b.key)));
        people
    }

    /// A consent that holds today ends soon.
    fn warn_of_end(
        &mut self,
        document: &Document,
        consent: Option<&Consent>,
        name: &str,
    ) {
        let today = self.gate.snapshot.today;
        let rules = &self.gate.config.consent;
        let Ok(allowed) = judge(consent, today, rules) else { return };
        let limit = today.saturating_add(jiff::Span::new().days(rules.warn_days));
        if allowed.until <= limit {
            let place = Place::key(&document.path, Pointer::key("consent.until"));
            self.diagnostics.push(
                Diagnostic::at(Code::ConsentEnding, place)
                    .text("name", name)
                    .day("day", allowed.until),
            );
        }
    }

    /// A day that should be past is not: most likely a slip in the year.
    fn warn_of_future(&mut self, document: &Document, key: &str, day: Option<Date>) {
        if let Some(day) = day.filter(|day| *day > self.gate.snapshot.today) {
            let place = Place::value(&document.path, Pointer::key(key));
            self.diagnostics.push(
                Diagnostic::at(Code::DateInFuture, place)
                    .text("key", key)
                    .day("day", day),
            );
        }
    }

    /// Offers of a published person that are over vanish; the editor is told.
    fn note_ended_offers(&mut self, document: &Document, person: &Person) {
        for (number, offer) in person.offers.iter().enumerate() {
            if let Some(until) = offer.until
                && until < self.gate.snapshot.today
            {
                let pointer = Pointer::key("offers").item(number).then("until");
                self.diagnostics.push(
                    Diagnostic::at(
                        Code::OfferEnded,
                        Place::value(&document.path, pointer),
                    )
                    .text("name", person.name.full())
                    .day("day", until),
                );
            }
        }
    }

    pub(super) fn stories<'p>(
        &mut self,
        bundles: &Bundles<'_>,
        published: &impl Fn(&str) -> Option<&'p PublicPerson>,
    ) -> Vec<PublicStory> {
        let mut stories = Vec::new();
        for bundle in bundles.values() {
            let DocumentContent::Story(story) = &bundle.original.content else {
                continue;
            };
            let person = match &story.subject {
                Subject::Person(key) => published(key),
                Subject::Named(_) => None,
            };
            match self.gate.story(bundle, story, person) {
                Ok(public) => {
                    if story.schedule.publish.is_none() {
                        self.warn_of_future(bundle.original, "date", Some(story.date));
                    }
                    let consent = story.consent.as_ref();
                    self.warn_of_end(bundle.original, consent, &story.title);
                    self.note_mentions(
                        bundle.original,
                        "mentions",
                        &story.mentions,
                        published,
                    );
                    stories.push(public);
                }
                Err(refusal) => self.withhold_story(bundle, story, refusal),
            }
        }
        stories.sort_by(|a, b| (b.date, &a.key).cmp(&(a.date, &b.key)));
        stories
    }

    fn withhold_story(&mut self, bundle: &Bundle<'_>, story: &Story, refusal: Refusal) {
        let addresses = self.gate.addresses(bundle, Section::Portraits);
        self.withhold(bundle.original, &story.title, refusal, &addresses);
    }

    pub(super) fn events<'p>(
        &mut self,
        bundles: &Bundles<'_>,
        published: &impl Fn(&str) -> Option<&'p PublicPerson>,
    ) -> Vec<PublicEvent> {
        let mut events = Vec::new();
        for bundle in bundles.values() {
            let DocumentContent::Event(event) = &bundle.original.content else {
                continue;
            };
            let mut speakers: Vec<String> = Vec::new();
            for speaker in &event.speakers {
                if published(speaker).is_some() && !speakers.contains(speaker) {
                    speakers.push(speaker.clone());
                }
            }
            match self.gate.event(bundle, event, speakers) {
                Ok(public) => {
                    self.note_speakers(bundle.original, event, published);
                    events.push(public);
                }
                Err(refusal) => {
                    let addresses = self.gate.addresses(bundle, Section::Events);
                    self.withhold(bundle.original, &event.title, refusal, &addresses);
                }
            }
        }
        let zone = self.gate.zone;
        events.sort_by(|a, b| {
            (a.start.local(zone), &a.key).cmp(&(b.start.local(zone), &b.key))
        });
        events
    }

    fn note_speakers<'p>(
        &mut self,
        document: &Document,
        event: &Event,
        published: &impl Fn(&str) -> Option<&'p PublicPerson>,
    ) {
        self.note_mentions(document, "speakers", &event.speakers, published);
        self.note_mentions(document, "mentions", &event.mentions, published);
    }

    /// A reference to somebody who is withheld is no mistake, but worth knowing.
    fn note_mentions<'p>(
        &mut self,
        document: &Document,
        key: &str,
        names: &[String],
        published: &impl Fn(&str) -> Option<&'p PublicPerson>,
    ) {
        for (number, name) in names.iter().enumerate() {
            if published(name).is_none() {
                let place = Place::value(&document.path, Pointer::key(key).item(number));
                self.diagnostics.push(
                    Diagnostic::at(Code::ReferenceWithheld, place)
                        .text("value", name.clone()),
                );
            }
        }
    }

    pub(super) fn pages(
        &mut self,
        bundles: &Bundles<'_>,
    ) -> (BTreeMap<String, PublicPage>, BTreeMap<Section, PublicPage>) {
        let mut pages = BTreeMap::new();
        let mut introductions = BTreeMap::new();
        for (key, bundle) in bundles {
            let DocumentContent::Page(page) = &bundle.original.content else { continue };
            match self.gate.page(bundle, page) {
                Ok(public) if key.section == Section::Pages => {
                    pages.insert(key.name.clone(), public);
                }
                Ok(public) => {
                    introductions.insert(key.section, public);
                }
                Err(refusal) => {
                    let addresses = self.gate.addresses(bundle, key.section);
                    self.withhold(bundle.original, &page.title, refusal, &addresses);
                }
            }
        }
        (pages, introductions)
    }

    fn withhold(
        &mut self,
        document: &Document,
        name: &str,
        refusal: Refusal,
        addresses: &Texts<String>,
    ) {
        let key = match refusal.code {
            Code::Draft => "draft",
            Code::Scheduled => "publish",
            Code::Expired => "expires",
            Code::PersonWithheld => "person",
            Code::ConsentMissing => "consent",
            Code::ConsentWithdrawn => "consent.withdrawn",
            Code::ConsentLapsed => "consent.until",
            Code::ConsentNoChannel => "consent.channels",
            _ => "consent.given",
        };
        let place = Place::key(&document.path, Pointer::key(key));
        let mut note = Diagnostic::at(refusal.code, place).text("name", name);
        if let Some(day) = refusal.day {
            note = note.day("day", day);
        }
        self.diagnostics.push(note);
        self.withheld.push(Withheld {
            name: name.to_owned(),
            path: document.path.clone(),
            pages: pages_of(document, addresses),
        });
    }
}

/// Every page a document has or had: its own, former addresses, and for a person the one by
/// name, even where people live under an opaque id.
fn pages_of(document: &Document, addresses: &Texts<String>) -> Vec<OutputPath> {
    let aliases: &[String] = match &document.content {
        DocumentContent::Story(story) => &story.aliases,
        DocumentContent::Event(event) => &event.aliases,
        DocumentContent::Page(page) => &page.aliases,
        DocumentContent::Person(_) | DocumentContent::Translation(..) => &[],
    };
    let former = aliases.iter().filter_map(|alias| address::alias(alias));
    let by_name =
        addresses.values().filter(|_| document.key.section == Section::Directory);
    let by_name = by_name.filter_map(|address| {
        let (section, _) = address.trim_end_matches('/').rsplit_once('/')?;
        OutputPath::page(&format!("{section}/{}/", document.slug))
    });
    let own = addresses.values().filter_map(|address| OutputPath::page(address));
    let mut pages: Vec<OutputPath> = own.chain(by_name).chain(former).collect();
    pages.dedup();
    pages
}
