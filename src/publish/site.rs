//! The public site: everything that may be shown, in order.
//!
//! In come all documents; out goes one value that holds public things only, together with
//! notes about everything that was withheld. People pass first, then what refers to them, so
//! that no later stage decides about publication.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::base::code::Code;
use crate::base::config::Config;
use crate::base::diagnostic::{Diagnostic, Place};
use crate::base::digest::Digest;
use crate::base::language::Language;
use crate::base::output::{OutputPath, Withheld};
use crate::base::pointer::Pointer;
use crate::base::slug::composed;
use crate::base::source::{Body, SitePath, Snapshot, percent_decoded};
use crate::model::document::{Document, DocumentContent, Key, Section};
use crate::model::event::Event;
use crate::model::person::Person;
use crate::model::reference::{Contact, Faculty, Institution};
use crate::model::story::{Story, Subject};
use crate::model::text::Piece;

use super::collect::{Bundle, collect};
use super::consent::Refusal;
use super::gate::Gate;
use super::photo::{self, Found};
use super::public::{PublicEvent, PublicPage, PublicPerson, PublicStory, Texts};
use super::references::{self, Known};
use super::terms::{Terms, terms};

/// Reference data that holds on the day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct References {
    /// Faculties in the order of the file.
    pub faculties: Vec<Faculty>,
    /// Institutions in the order of the file.
    pub institutions: Vec<Institution>,
    /// Contacts in office, in the order of the file.
    pub contacts: Vec<Contact>,
}

/// What the public site is made from.
pub struct Input<'a> {
    /// The settings.
    pub config: &'a Config,
    /// The sources, for photos and the day.
    pub snapshot: &'a Snapshot,
    /// Documents in the order of their paths.
    pub documents: &'a [Arc<Document>],
    /// Files that could not be read, by what they are.
    pub broken: &'a BTreeSet<Key>,
    /// Reference data.
    pub references: References,
    /// True if drafts and scheduled pages are wanted.
    pub drafts: bool,
}

/// Everything that may be shown.
#[derive(Debug)]
pub struct Site {
    /// The settings.
    pub config: Config,
    /// The day.
    pub today: Date,
    /// The site's time zone.
    pub zone: TimeZone,
    /// True if the build holds drafts.
    pub drafts: bool,
    /// People in German order.
    pub people: Vec<Arc<PublicPerson>>,
    /// Their numbers by the name of their entry.
    pub people_by_key: BTreeMap<String, usize>,
    /// Stories, newest first.
    pub stories: Vec<PublicStory>,
    /// Stories by person.
    pub stories_by_person: BTreeMap<String, Vec<usize>>,
    /// Events by their start.
    pub events: Vec<PublicEvent>,
    /// Events by speaker.
    pub events_by_speaker: BTreeMap<String, Vec<usize>>,
    /// Ordinary pages by their path.
    pub pages: BTreeMap<String, PublicPage>,
    /// Introductions of the home page and of sections.
    pub introductions: BTreeMap<Section, PublicPage>,
    /// Reference data of the day.
    pub references: References,
    /// Lists by topic, faculty, year, institution.
    pub terms: Terms,
    /// Addresses by document, for links in texts.
    pub addresses: BTreeMap<Key, Texts<String>>,
    /// Pictures inside published texts.
    pub pictures: BTreeMap<SitePath, Found>,
    /// Files that published texts link to, with the digest of their bytes.
    pub downloads: BTreeMap<SitePath, Digest>,
    /// Logo of the institution with the digest of its bytes.
    pub logo: Option<(SitePath, Digest)>,
    /// What is withheld today.
    pub withheld: Vec<Withheld>,
}

/// Makes the public site.
pub fn site(input: Input<'_>, diagnostics: &mut Vec<Diagnostic>) -> Site {
    let zone = TimeZone::get(&input.config.time_zone).unwrap_or(TimeZone::UTC);
    let bundles = collect(input.documents, input.broken, diagnostics);
    check(&input, &bundles, &zone, diagnostics);
    let today = input.snapshot.today;
    let own = input.references.institutions.iter().find(|i| i.own).or_else(|| {
        let institutions = &input.references.institutions;
        institutions.first().filter(|_| institutions.len() == 1)
    });
    let own = own.map(|institution| institution.id.clone());
    let gate = Gate {
        config: input.config,
        snapshot: input.snapshot,
        zone: &zone,
        drafts: input.drafts,
        own_institution: own.as_deref(),
        page_slugs: page_slugs(input.config.languages[0], &bundles),
    };
    let mut pass =
        Pass { gate: &gate, diagnostics: &mut *diagnostics, withheld: Vec::new() };
    let people = pass.people(&bundles);
    let people_by_key: BTreeMap<String, usize> = people
        .iter()
        .enumerate()
        .map(|(number, person)| (person.key.clone(), number))
        .collect();
    let published = |key: &str| people_by_key.get(key).map(|number| &*people[*number]);
    let stories = pass.stories(&bundles, &published);
    let events = pass.events(&bundles, &published);
    let (pages, introductions) = pass.pages(&bundles);
    let withheld = pass.withheld;
    let logo = logo(&input, diagnostics);
    let mut references = input.references;
    references.contacts.retain(|contact| references::in_office(contact, today));
    for institution in &mut references.institutions {
        institution.own = Some(&institution.id) == own.as_ref();
    }
    let terms = terms(input.config, &references, &people, &stories, &events);
    let mut site = Site {
        config: input.config.clone(),
        today,
        zone,
        drafts: input.drafts,
        people_by_key,
        stories_by_person: BTreeMap::new(),
        events_by_speaker: BTreeMap::new(),
        people,
        stories,
        events,
        pages,
        introductions,
        references,
        terms,
        addresses: BTreeMap::new(),
        pictures: BTreeMap::new(),
        downloads: BTreeMap::new(),
        logo,
        withheld,
    };
    connect(&mut site);
    let mut scan = Scan { site: &mut site, snapshot: input.snapshot, diagnostics };
    scan.run(&bundles, input.broken);
    site
}

fn check(
    input: &Input<'_>,
    bundles: &BTreeMap<&Key, Bundle<'_>>,
    zone: &TimeZone,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let keys = || bundles.keys().copied().chain(input.broken);
    let known = Known {
        config: input.config,
        snapshot: input.snapshot,
        zone,
        faculties: &input.references.faculties,
        institutions: &input.references.institutions,
        contacts: &input.references.contacts,
        people: keys()
            .filter(|key| key.section == Section::Directory && !key.name.is_empty())
            .map(|key| key.name.as_str())
            .collect(),
        documents: keys().cloned().collect(),
    };
    references::check_reference_data(&known, input.snapshot.today, diagnostics);
    for bundle in bundles.values() {
        references::check(bundle, &known, diagnostics);
    }
    check_ids(bundles, diagnostics);
}

/// The last part of the address of each ordinary page in each language it exists in.
fn page_slugs<'b>(
    default: Language,
    bundles: &BTreeMap<&'b Key, Bundle<'b>>,
) -> BTreeMap<(&'b str, Language), &'b str> {
    let mut slugs = BTreeMap::new();
    for (key, bundle) in bundles.iter().filter(|(key, _)| key.section == Section::Pages) {
        slugs.insert((key.name.as_str(), default), bundle.original.slug.as_str());
        for (language, translation) in &bundle.translations {
            let slug = match translation.document.slug.as_str() {
                "" => bundle.original.slug.as_str(),
                chosen => chosen,
            };
            slugs.insert((key.name.as_str(), *language), slug);
        }
    }
    slugs
}

/// An opaque id belongs to one person.
fn check_ids(bundles: &BTreeMap<&Key, Bundle<'_>>, diagnostics: &mut Vec<Diagnostic>) {
    let mut first: BTreeMap<&str, &Document> = BTreeMap::new();
    for bundle in bundles.values() {
        let DocumentContent::Person(person) = &bundle.original.content else { continue };
        let Some(id) = &person.id else { continue };
        match first.get(id.as_str()) {
            None => {
                first.insert(id, bundle.original);
            }
            Some(other) => diagnostics.push(
                Diagnostic::at(
                    Code::IdDuplicate,
                    Place::value(&bundle.original.path, Pointer::key("id")),
                )
                .text("value", crate::base::mask::MASK)
                .text("other", other.path.to_string()),
            ),
        }
    }
}

/// One run through the gate, with what it has to say.
struct Pass<'a, 'd> {
    gate: &'a Gate<'a>,
    diagnostics: &'d mut Vec<Diagnostic>,
    withheld: Vec<Withheld>,
}

type Bundles<'b> = BTreeMap<&'b Key, Bundle<'b>>;

impl Pass<'_, '_> {
    fn people(&mut self, bundles: &Bundles<'_>) -> Vec<Arc<PublicPerson>> {
        let mut people = Vec::new();
        for bundle in bundles.values() {
            let DocumentContent::Person(person) = &bundle.original.content else {
                continue;
            };
            match self.gate.person(bundle, person) {
                Ok(public) => {
                    self.warn_of_end(bundle.original, person);
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

    /// The consent of somebody who is published ends soon.
    fn warn_of_end(&mut self, document: &Document, person: &Person) {
        let Ok(allowed) = self.gate.judge(person) else { return };
        let warn_days = self.gate.config.consent.warn_days;
        let soon = jiff::Span::new().days(warn_days);
        let limit = self.gate.snapshot.today.saturating_add(soon);
        if allowed.until <= limit {
            let place = Place::key(&document.path, Pointer::key("consent.until"));
            self.diagnostics.push(
                Diagnostic::at(Code::ConsentEnding, place)
                    .text("name", person.name.full())
                    .day("day", allowed.until),
            );
        }
    }

    fn stories<'p>(
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

    fn events<'p>(
        &mut self,
        bundles: &Bundles<'_>,
        published: &impl Fn(&str) -> Option<&'p PublicPerson>,
    ) -> Vec<PublicEvent> {
        let mut events = Vec::new();
        for bundle in bundles.values() {
            let DocumentContent::Event(event) = &bundle.original.content else {
                continue;
            };
            let speakers: Vec<String> = event
                .speakers
                .iter()
                .filter(|speaker| published(speaker).is_some())
                .cloned()
                .collect();
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

    fn pages(
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
            pages: addresses
                .values()
                .filter_map(|address| OutputPath::page(address))
                .collect(),
        });
    }
}

/// The institution's logo, which must be a file of the site.
fn logo(
    input: &Input<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<(SitePath, Digest)> {
    let path = input.config.institution.logo.as_ref()?;
    match input.snapshot.files.get(path) {
        Some(source) if !matches!(source.body, Body::Broken(_)) => {
            Some((path.clone(), source.digest))
        }
        _ => {
            let place = Place::value(
                &SitePath::new("config.toml"),
                Pointer::key("institution.logo"),
            );
            diagnostics.push(
                Diagnostic::at(Code::PhotoMissing, place)
                    .text("file", path.to_string())
                    .with("near", crate::base::diagnostic::Argument::Suggestion(None)),
            );
            None
        }
    }
}

/// Fills the look-ups that need the finished lists.
fn connect(site: &mut Site) {
    for (number, story) in site.stories.iter().enumerate() {
        if let Some(person) = &story.person {
            site.stories_by_person.entry(person.clone()).or_default().push(number);
        }
    }
    for (number, event) in site.events.iter().enumerate() {
        for speaker in &event.speakers {
            site.events_by_speaker.entry(speaker.clone()).or_default().push(number);
        }
    }
    let mut add = |section, name: &str, addresses: &Texts<String>| {
        site.addresses.insert(Key { section, name: name.to_owned() }, addresses.clone());
    };
    for person in &site.people {
        add(Section::Directory, &person.key, &person.addresses);
    }
    for story in &site.stories {
        add(Section::Portraits, &story.key, &story.addresses);
    }
    for event in &site.events {
        add(Section::Events, &event.key, &event.addresses);
    }
    for page in site.pages.values() {
        add(Section::Pages, &page.key, &page.addresses);
    }
    let sections = Section::FOLDERS.map(|(_, section)| section);
    for section in sections.into_iter().chain([Section::Home]) {
        let addresses = site
            .config
            .languages
            .iter()
            .map(|language| {
                (*language, super::address::section(&site.config, section, *language))
            })
            .collect();
        add(section, "", &addresses);
    }
}

/// Looks through published texts for what they link to and show.
struct Scan<'a> {
    site: &'a mut Site,
    snapshot: &'a Snapshot,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Scan<'_> {
    fn run(&mut self, bundles: &Bundles<'_>, broken: &BTreeSet<Key>) {
        for bundle in bundles.values() {
            let default = self.site.config.languages[0];
            let translations = bundle.translations.iter().map(|(l, t)| (*l, t.document));
            let documents = std::iter::once((default, bundle.original));
            for (language, document) in documents.chain(translations) {
                if !self.shows(&bundle.original.key, language) {
                    continue;
                }
                for piece in &document.body.pieces {
                    match piece {
                        Piece::LinkStart { target, range } => {
                            let place =
                                Place::range(&document.path, range.start..range.end);
                            let there = |key: &Key| {
                                bundles.contains_key(key) || broken.contains(key)
                            };
                            self.link(target, place, there);
                        }
                        Piece::Picture { file, range, .. } => {
                            let place =
                                Place::range(&document.path, range.start..range.end);
                            let file = &composed(&percent_decoded(file)).into_owned();
                            if let (Ok(found), Some(path)) = (
                                photo::find(self.snapshot, file, &place),
                                document.path.join(file),
                            ) {
                                self.site.pictures.insert(path, found);
                            }
                        }
                        Piece::Html(_) | Piece::LinkEnd => {}
                    }
                }
            }
        }
    }

    /// Whether a document's text stands on a page. A person may be published without it, and
    /// a section has a page even if its introduction is a draft.
    fn shows(&self, key: &Key, language: Language) -> bool {
        match (key.section, key.name.as_str()) {
            (Section::Directory, name) if !name.is_empty() => {
                let number = self.site.people_by_key.get(name);
                number.is_some_and(|n| self.site.people[*n].bio.contains_key(&language))
            }
            (section, "") => self.site.introductions.contains_key(&section),
            _ => self.site.addresses.contains_key(key),
        }
    }

    /// A link to a page that is withheld today loses its address; the editor is told.
    fn link(&mut self, target: &str, place: Place, there: impl Fn(&Key) -> bool) {
        let file = target.split(['#', '?']).next().unwrap_or(target);
        let Some(path) = place.path.join(&percent_decoded(file)) else { return };
        match Key::of(&path) {
            Some((key, _)) if there(&key) && !self.site.addresses.contains_key(&key) => {
                self.diagnostics.push(
                    Diagnostic::at(Code::ReferenceWithheld, place)
                        .text("value", key.name),
                );
            }
            None if references::is_download(self.snapshot, &path) => {
                if let Some(source) = self.snapshot.files.get(&path) {
                    self.site.downloads.insert(path, source.digest);
                }
            }
            _ => {}
        }
    }
}
