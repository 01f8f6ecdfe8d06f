//! What the gate decides about one document, with everything there is to say about it.
//!
//! In come a bundle and the people it depends on, out goes a public value or the reason why
//! there is none. A withholding is never an error; nothing here looks at other documents.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;

use crate::base::code::Code;
use crate::base::diagnostic::{Diagnostic, Place};
use crate::base::digest::Digest;
use crate::base::mask;
use crate::base::mention;
use crate::base::output::{OutputPath, Withheld};
use crate::base::pointer::Pointer;
use crate::base::slug::slugify;
use crate::model::document::{Document, DocumentContent, Section};
use crate::model::event::Event;
use crate::model::mention::{AllowedMention, Mention};
use crate::model::page::Page;
use crate::model::person::Person;
use crate::model::person_link::person_link;
use crate::model::story::{Story, Subject};
use crate::model::text::Piece;

use super::address;
use super::collect::Bundle;
use super::consent::Allowed;
use super::directory_index::DirectoryIndex;
use super::gate::Gate;
use super::link_words::{link_words, name_words, names};
use super::mention_checks;
use super::public::{PublicEvent, PublicPerson, PublicStory, Texts};
use super::public_page::PublicPage;
use super::withholding::Withholding;

/// What was decided about one document.
#[derive(Debug)]
pub(super) struct Decision<P> {
    /// What may be shown of it today.
    pub(super) public: Option<Arc<P>>,
    /// The key it was decided under: two decisions with the same one are the same.
    pub(super) digest: Digest,
    /// What there is to say.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Why and where it is missing, if it is.
    pub(super) withheld: Option<Withheld>,
    /// Pages that were public before and must say that they are gone.
    pub(super) gone: Vec<OutputPath>,
}

impl<P> Decision<P> {
    fn of(digest: Digest) -> Self {
        Self {
            public: None,
            digest,
            diagnostics: Vec::new(),
            withheld: None,
            gone: Vec::new(),
        }
    }

    fn withhold(
        mut self,
        document: &Document,
        name: &str,
        Withholding { reason, day }: Withholding,
        addresses: &Texts<String>,
        gate: &Gate<'_>,
    ) -> Self {
        self.gone.extend(gate.gone(document, reason, addresses));
        let place = Place::key(&document.path, Pointer::key(reason.key()));
        let mut note = Diagnostic::at(reason.code(), place).text("name", name);
        if let Some(day) = day {
            note = note.day("day", day);
        }
        self.diagnostics.push(note);
        self.withheld = Some(Withheld {
            name: name.to_owned(),
            path: document.path.clone(),
            code: reason.code(),
            pages: pages_of(document, addresses, gate),
        });
        self
    }
}

impl Gate<'_> {
    pub(super) fn decide_person(
        &self,
        bundle: &Bundle<'_>,
        person: &Person,
        digest: Digest,
    ) -> Decision<PublicPerson> {
        let mut decision = Decision::of(digest);
        let document = bundle.original;
        decision.gone = self.untold(person);
        match self.directory.judged(&document.key.name) {
            Ok(allowed) => {
                let public = self.person(bundle, person, &allowed);
                let say = &mut decision.diagnostics;
                let name = person.name.full();
                self.warn_of_end(document, &allowed, &name, say);
                self.note_ended_offers(document, person, say);
                self.warn_of_future(document, "deceased", person.deceased, say);
                self.note_photo_of_deceased(document, person, &public, say);
                if !public.bio.is_empty() {
                    self.note_mentions(bundle, &[], say);
                }
                decision.public = Some(Arc::new(public));
                decision
            }
            Err(refusal) => {
                let addresses = self.person_addresses(document, person);
                decision.gone.extend(self.gone_lists(bundle, person, refusal));
                decision.withhold(
                    document,
                    &person.name.full(),
                    refusal.into(),
                    &addresses,
                    self,
                )
            }
        }
    }

    pub(super) fn decide_story(
        &self,
        bundle: &Bundle<'_>,
        story: &Story,
        person: Option<&PublicPerson>,
        digest: Digest,
    ) -> Decision<PublicStory> {
        let mut decision = Decision::of(digest);
        let document = bundle.original;
        let allowed = self.story_consent(story).map_err(Withholding::from);
        let passed = allowed.and_then(|allowed| {
            Ok((self.story(bundle, story, person, &allowed)?, allowed))
        });
        match passed {
            Ok((public, allowed)) => {
                let say = &mut decision.diagnostics;
                if story.schedule.publish.is_none() {
                    self.warn_of_future(document, "date", Some(story.date), say);
                }
                let title = mention::without_people(&story.title);
                self.warn_of_end(document, &allowed, &title, say);
                self.note_mentions(bundle, &story.mentions, say);
                self.warn_of_namesake(document, story, say);
                decision.public = Some(Arc::new(public));
                decision
            }
            Err(why) => {
                let addresses = self.addresses(bundle, Section::Portraits);
                let title = mention::without_people(&story.title);
                decision.withhold(document, &title, why, &addresses, self)
            }
        }
    }

    pub(super) fn decide_event(
        &self,
        bundle: &Bundle<'_>,
        event: &Event,
        digest: Digest,
    ) -> Decision<PublicEvent> {
        let mut decision = Decision::of(digest);
        let document = bundle.original;
        let mut known = BTreeSet::new();
        let speakers = event.speakers.iter();
        let speakers =
            speakers.filter(|one| self.is_published(one) && known.insert(*one));
        let speakers: Vec<String> = speakers.cloned().collect();
        match self.event(bundle, event, speakers) {
            Ok(public) => {
                let say = &mut decision.diagnostics;
                let speakers = event.speakers.iter().map(String::as_str);
                self.note_withheld(document, "speakers", speakers, say);
                self.note_mentions(bundle, &event.mentions, say);
                decision.public = Some(Arc::new(public));
                decision
            }
            Err(why) => {
                let addresses = self.addresses(bundle, Section::Events);
                let title = mention::without_people(&event.title);
                decision.withhold(document, &title, why, &addresses, self)
            }
        }
    }

    pub(super) fn decide_page(
        &self,
        bundle: &Bundle<'_>,
        page: &Page,
        digest: Digest,
    ) -> Decision<PublicPage> {
        let mut decision = Decision::of(digest);
        match self.page(bundle, page) {
            Ok(public) => {
                self.note_mentions(bundle, &[], &mut decision.diagnostics);
                decision.public = Some(Arc::new(public));
                decision
            }
            Err(why) => {
                let addresses = self.addresses(bundle, bundle.original.key.section);
                let title = mention::without_people(&page.title);
                decision.withhold(bundle.original, &title, why, &addresses, self)
            }
        }
    }

    /// A consent that holds today ends soon.
    fn warn_of_end(
        &self,
        document: &Document,
        allowed: &Allowed,
        name: &str,
        say: &mut Vec<Diagnostic>,
    ) {
        let soon = jiff::Span::new().days(self.config.consent.warn_days);
        let limit = self.snapshot.today.saturating_add(soon);
        if allowed.until <= limit && allowed.ends_with_majority {
            // The day is a birthday, and reports are read by others.
            let place = Place::key(&document.path, Pointer::key("consent.minor_until"));
            say.push(Diagnostic::at(Code::MajorityNear, place).text("name", name));
        } else if allowed.until <= limit {
            let place = Place::key(&document.path, Pointer::key("consent.until"));
            say.push(
                Diagnostic::at(Code::ConsentEnding, place)
                    .text("name", name)
                    .day("day", allowed.until),
            );
        }
    }

    /// For ten years after a death the relatives decide about pictures (§ 22 sentences 3 and 4
    /// KUG); the office is reminded of it.
    fn note_photo_of_deceased(
        &self,
        document: &Document,
        person: &Person,
        public: &PublicPerson,
        say: &mut Vec<Diagnostic>,
    ) {
        let today = self.snapshot.today;
        let Some(died) = person.deceased.filter(|day| *day <= today) else { return };
        let decade = died.saturating_add(jiff::Span::new().years(10));
        if public.photo.is_some() && today < decade {
            let place = Place::key(&document.path, Pointer::key("photo"));
            let name = person.name.full();
            say.push(Diagnostic::at(Code::PhotoOfDeceased, place).text("name", name));
        }
    }

    /// A day that should be past is not: most likely a slip in the year.
    fn warn_of_future(
        &self,
        document: &Document,
        key: &str,
        day: Option<Date>,
        say: &mut Vec<Diagnostic>,
    ) {
        if let Some(day) = day.filter(|day| *day > self.snapshot.today) {
            let place = Place::value(&document.path, Pointer::key(key));
            say.push(
                Diagnostic::at(Code::DateInFuture, place)
                    .text("key", key)
                    .day("day", day),
            );
        }
    }

    /// Offers of a published person that are over vanish; the editor is told.
    fn note_ended_offers(
        &self,
        document: &Document,
        person: &Person,
        say: &mut Vec<Diagnostic>,
    ) {
        for (number, offer) in person.offers.iter().enumerate() {
            if let Some(until) = offer.until
                && until < self.snapshot.today
            {
                let pointer = Pointer::key("offers").item(number).then("until");
                let place = Place::value(&document.path, pointer);
                say.push(
                    Diagnostic::at(Code::OfferEnded, place)
                        .text("name", person.name.full())
                        .day("day", until),
                );
            }
        }
    }
}

impl Gate<'_> {
    fn is_published(&self, person: &str) -> bool {
        self.directory.find(person).is_some_and(|one| one.channels().is_some())
    }

    /// A reference to somebody who is withheld is no mistake, but worth knowing.
    fn note_withheld<'n>(
        &self,
        document: &Document,
        key: &str,
        names: impl Iterator<Item = &'n str>,
        say: &mut Vec<Diagnostic>,
    ) {
        for (number, name) in names.enumerate() {
            if !self.is_published(name) {
                let place = Place::value(&document.path, Pointer::key(key).item(number));
                say.push(
                    Diagnostic::at(Code::ReferenceWithheld, place).text("value", name),
                );
            }
        }
    }

    /// A story that names somebody itself is not withheld with the entry of that person.
    fn warn_of_namesake(
        &self,
        document: &Document,
        story: &Story,
        say: &mut Vec<Diagnostic>,
    ) {
        let Subject::Named(name) = &story.subject else { return };
        let Some(entry) = self.directory.ended_namesake(name) else { return };
        let same = |allowed: &AllowedMention| {
            slugify(&allowed.name) == slugify(&name.full())
                || DirectoryIndex::plain_name(name) == slugify(&allowed.name)
        };
        if !document.allowed_mentions.iter().any(same) {
            let place = Place::key(&document.path, Pointer::key("name"));
            say.push(
                Diagnostic::at(Code::NameWithheld, place)
                    .text("name", name.full())
                    .text("entry", entry),
            );
        }
    }

    /// The same for everybody whom a document mentions, in the front matter or in its texts.
    fn note_mentions(
        &self,
        bundle: &Bundle<'_>,
        listed: &[Mention],
        say: &mut Vec<Diagnostic>,
    ) {
        let names = listed.iter().map(|one| one.person.as_str());
        self.note_withheld(bundle.original, "mentions", names, say);
        let translations = bundle.translations.values().map(|one| one.document);
        for document in std::iter::once(bundle.original).chain(translations) {
            self.note_links(document, say);
            for one in &document.mentioned {
                if !self.is_published(&one.person) {
                    let place =
                        Place { path: document.path.clone(), spot: one.spot.clone() };
                    let shown = mention_checks::shows(document, &one.spot);
                    let value = if shown { &one.person } else { mask::MASK };
                    say.push(
                        Diagnostic::at(Code::ReferenceWithheld, place)
                            .text("value", value),
                    );
                }
            }
        }
    }
}

impl Gate<'_> {
    /// The same for links whose words name somebody: words and link are replaced. Of other
    /// links to withheld people it is told where links are collected.
    fn note_links(&self, document: &Document, say: &mut Vec<Diagnostic>) {
        if document.linked.is_empty() {
            return;
        }
        let pieces = &document.body.pieces;
        for (number, piece) in pieces.iter().enumerate() {
            let Piece::LinkStart { target, range, .. } = piece else { continue };
            let link = person_link(&document.path, target);
            let Some(entry) = link.and_then(|link| self.directory.linked(&link)) else {
                continue;
            };
            let (words, _) = link_words(pieces, number);
            if entry.channels().is_none() && names(&name_words(entry.person), &words) {
                let place = Place::range(&document.path, range.start..range.end);
                let shown = mention_checks::shows(document, &place.spot);
                let value = if shown { entry.key } else { mask::MASK };
                say.push(
                    Diagnostic::at(Code::ReferenceWithheld, place).text("value", value),
                );
            }
        }
    }
}

/// Every page a document has or had: its own, former addresses, and for a person the one by
/// name, even where people live under an opaque id.
fn pages_of(
    document: &Document,
    addresses: &Texts<String>,
    gate: &Gate<'_>,
) -> Vec<OutputPath> {
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
    let told = match &document.content {
        DocumentContent::Person(person) => gate.former_addresses(person, |_| true),
        _ => Vec::new(),
    };
    let told = told.iter().flat_map(Texts::values);
    let told = told.filter_map(|address| OutputPath::page(address));
    let mut seen = BTreeSet::new();
    let all = own.chain(by_name).chain(former).chain(told);
    all.filter(|page| seen.insert(page.clone())).collect()
}
