//! Assembles the public site: the gate for people first, then for what refers to them.
//!
//! In come all documents; out goes one value that holds public things only, together with
//! notes about everything that was withheld. No later stage decides about publication.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::tz::TimeZone;

use crate::base::code::Code;
use crate::base::config::Config;
use crate::base::diagnostic::{Diagnostic, Place};
use crate::base::digest::Digest;
use crate::base::language::Language;
use crate::base::pointer::Pointer;
use crate::base::source::{Body, SitePath, Snapshot};
use crate::model::document::{Document, DocumentContent, Key, Section};

use super::collect::{Bundle, collect};
use super::gate::Gate;
use super::passes::Pass;
use super::public::Texts;
use super::reference_data;
use super::reference_data::References;
use super::references::{self, Ids, Known};
use super::scan::Scan;
use super::site::Site;
use super::terms::terms;

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
    references.contacts.retain(|contact| reference_data::in_office(contact, today));
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
        letters: BTreeMap::new(),
        stories_by_person: BTreeMap::new(),
        upcoming: Vec::new(),
        past: Vec::new(),
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
        ids: Ids::of(
            &input.references.faculties,
            &input.references.institutions,
            &input.references.contacts,
        ),
        people: keys()
            .filter(|key| key.section == Section::Directory && !key.name.is_empty())
            .map(|key| key.name.as_str())
            .collect(),
        documents: keys().cloned().collect(),
    };
    reference_data::check_reference_data(&known, input.snapshot.today, diagnostics);
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
    for (number, person) in site.people.iter().enumerate() {
        site.letters.entry(person.letter.into()).or_default().push(number);
    }
    let numbers = |past: bool| {
        let events = site.events.iter().enumerate();
        events.filter(move |(_, event)| event.past == past).map(|(number, _)| number)
    };
    site.upcoming = numbers(false).collect();
    site.past = numbers(true).rev().collect();
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
