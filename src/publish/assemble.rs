//! Assembles the public site: people pass the gate first, then everything that refers to them.
//!
//! In come all documents and the previous decisions, out goes one value that contains only public
//! data, with a note about everything that was withheld. No later stage ever decides about
//! publication.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::base::code::Code;
use crate::base::config::Config;
use crate::base::copies::Copies;
use crate::base::diagnostic::{Diagnostic, Place};
use crate::base::digest::Digest;
use crate::base::language::Language;
use crate::base::memo::{KeyPart, Memo};
use crate::base::placeholder_colour::PlaceholderColours;
use crate::base::pointer::Pointer;
use crate::base::source::{FileBody, SitePath, Snapshot};
use crate::base::zone::time_zone;
use crate::model::document::{Document, DocumentContent, Key, Section};

use super::board::board;
use super::collect::{Bundles, collect};
use super::directory_index::DirectoryIndex;
use super::duties::check_duties;
use super::gate::Gate;
use super::gone;
use super::group_photos;
use super::known::{Ids, Known};
use super::lookups::{self, Lookups, ReferenceIndex};
use super::overlooked::{Overlooked, name_originals};
use super::passes::{
    Circumstances, Decisions, GateMemory, Ordered, Pages, Pass, Said, checks,
};
use super::public::{PublicEvent, PublicPerson, PublicStory, Texts};
use super::reference_data;
use super::reference_data::References;
use super::references;
use super::root_files::root_files;
use super::scan::Scan;
use super::site::{ByKey, Mentions, Site};
use super::site_files::SiteFiles;
use super::terms::terms;
use super::withheld_photos::{self, WithheldPhotos};

/// What the public site is made from.
pub struct Input<'a> {
    /// The settings.
    pub config: &'a Config,
    /// The sources, for photos and the day.
    pub snapshot: &'a Snapshot,
    /// Documents ordered by path.
    pub documents: &'a [Arc<Document>],
    /// Keys of files that could not be read.
    pub broken: &'a BTreeSet<Key>,
    /// Files that are copies of others.
    pub copies: &'a Copies,
    /// Reference data.
    pub references: References,
    /// True to include drafts and scheduled pages.
    pub drafts: bool,
    /// Computes the placeholder colours of photos.
    pub placeholder_colours: PlaceholderColours,
    /// The theme's replacement for the name of a withheld person.
    pub someone: Texts<String>,
}

/// Everything that passed the gate.
struct Passed {
    people: Ordered<PublicPerson>,
    stories: Ordered<PublicStory>,
    events: Ordered<PublicEvent>,
    pages: Pages,
    said: Said,
}

/// Passes people first, since everything else depends on who of them is published.
fn pass<'b>(
    gate: &'b Gate<'b>,
    bundles: &Bundles<'b>,
    memory: &'b mut Decisions,
    under: Circumstances,
) -> Passed {
    let mut pass = Pass { gate, memory, under, said: Said::default() };
    let published = pass.people(bundles);
    let people = published.in_order();
    let stories = pass.stories(bundles, &published);
    let events = pass.events(bundles);
    let pages = pass.pages(bundles);
    Passed { people, stories, events, pages, said: pass.said }
}

/// Builds the public site.
pub fn site(
    input: Input<'_>,
    memory: &mut GateMemory,
    diagnostics: &mut Vec<Diagnostic>,
) -> Site {
    let zone = time_zone(&input.config.time_zone).unwrap_or(TimeZone::UTC);
    let bundles = collect(input.documents, input.broken, diagnostics);
    name_originals(input.snapshot, diagnostics);
    let own = own_institution(&input.references);
    let (snapshot, today) = (input.snapshot, input.snapshot.today);
    let directory = DirectoryIndex::new(&bundles, today, &input.config.consent);
    let photos = &SiteFiles::new(snapshot);
    let withheld_photos = &hidden(&input, &bundles, photos, &directory);
    let gate = Gate {
        config: input.config,
        snapshot,
        photos,
        zone: &zone,
        drafts: input.drafts,
        own_institution: own.as_deref(),
        page_slugs: page_slugs(input.config.languages[0], &bundles),
        withheld_photos,
        directory: &directory,
        someone: &input.someone,
    };
    let under = circumstances(&input, withheld_photos, memory);
    let GateMemory { checks, decisions, .. } = memory;
    // Independent of each other: the checks see all documents, the gate decides who is shown.
    let (found, mut passed) = rayon::join(
        || {
            let people = (&directory, withheld_photos);
            check(&input, &bundles, photos, &zone, people, checks, under)
        },
        || pass(&gate, &bundles, decisions, under),
    );
    diagnostics.extend(found);
    diagnostics.append(&mut passed.said.diagnostics);
    let root_files = root_files(snapshot, input.copies, diagnostics);
    let gone = std::mem::take(&mut passed.said.gone);
    let logo = logo(&input, withheld_photos, diagnostics);
    let broken = input.broken;
    let mut site = listed(input, passed, zone, own.as_ref(), logo);
    site.hidden_photos = withheld_photos.all();
    site.root_files = root_files;
    let unread = broken.iter().filter(|key| key.section == Section::Pages);
    site.unread_pages = unread.map(|key| key.name.to_string()).collect();
    fill_lookups(&mut site);
    site.gone = gone::addresses(&site, gone);
    site.lookups = lookups(&site);
    let mut scan = Scan { site: &mut site, photos, withheld_photos, diagnostics };
    scan.run(&bundles, broken);
    check_duties(&site, diagnostics);
    site
}

/// The site with its lists, before anything is looked up in it.
fn listed(
    input: Input<'_>,
    passed: Passed,
    zone: TimeZone,
    own: Option<&String>,
    logo: Option<(SitePath, Digest)>,
) -> Site {
    let Passed { people, stories, events, pages, said } = passed;
    let today = input.snapshot.today;
    let references = references_of(input.references, today, own);
    let terms = terms(
        input.config,
        &references,
        &people.entries,
        &stories.entries,
        &events.entries,
    );
    Site {
        config: input.config.clone(),
        today,
        zone,
        drafts: input.drafts,
        placeholder_colours: input.placeholder_colours,
        letters: BTreeMap::new(),
        stories_of: vec![Vec::new(); people.entries.len()],
        upcoming: Vec::new(),
        past: Vec::new(),
        events_of: vec![Vec::new(); people.entries.len()],
        mentions_of: vec![Mentions::default(); people.entries.len()],
        board: board(&people.entries),
        by_key: ByKey {
            people: people.by_key,
            stories: stories.by_key,
            events: events.by_key,
        },
        people: people.entries,
        stories: stories.entries,
        events: events.entries,
        pages: pages.ordinary,
        introductions: pages.introductions,
        references,
        terms,
        sections: sections(input.config),
        pictures: BTreeMap::new(),
        downloads: BTreeMap::new(),
        download_names: BTreeMap::new(),
        logo,
        hidden_photos: BTreeSet::new(),
        root_files: BTreeMap::new(),
        withheld: said.withheld,
        unread_pages: BTreeSet::new(),
        gone: Vec::new(),
        lookups: Lookups::default(),
    }
}

/// Photos that are shown nowhere.
fn hidden<'b>(
    input: &Input<'_>,
    bundles: &Bundles<'b>,
    files: &SiteFiles<'_>,
    directory: &DirectoryIndex<'_>,
) -> WithheldPhotos<'b> {
    let (rules, today) = (&input.config.consent, input.snapshot.today);
    let photos = &input.references.photos;
    let files = (files, input.copies);
    withheld_photos::withheld(photos, bundles, files, directory, (today, rules))
}

/// Reference data as shown on the given day.
fn references_of(all: References, today: Date, own: Option<&String>) -> References {
    let mut references = all;
    references.contacts.retain(|contact| reference_data::in_office(contact, today));
    for institution in &mut references.institutions {
        institution.own = Some(&institution.id) == own;
    }
    // Already evaluated, and no later stage may know who is in a photo.
    references.photos.clear();
    references
}

/// The institution that runs the site: the one marked as such, or the only one.
fn own_institution(references: &References) -> Option<String> {
    let institutions = &references.institutions;
    let own = institutions.iter().find(|one| one.own);
    own.or_else(|| institutions.first().filter(|_| institutions.len() == 1))
        .map(|institution| institution.id.clone())
}

/// The digest of everything but documents that decisions and checks depend on.
fn circumstances(
    input: &Input<'_>,
    withheld_photos: &WithheldPhotos<'_>,
    memory: &GateMemory,
) -> Circumstances {
    let photos = input
        .snapshot
        .files
        .values()
        .filter(|source| !matches!(source.body, FileBody::Text(_)))
        .fold(Digest::default(), |all, source| {
            all.and(source.path.digest()).and(source.digest)
        });
    let keys = memory.keys();
    let digest = keys.of(&[
        (KeyPart::Settings, Digest::of_value(input.config)),
        (KeyPart::Day, Digest::of_value(&input.snapshot.today)),
        (KeyPart::Drafts, Digest::of_value(&input.drafts)),
        (KeyPart::References, Digest::of_value(&input.references)),
        (KeyPart::Photos, photos),
        (KeyPart::Named, Digest::of_value(withheld_photos)),
        (KeyPart::Theme, Digest::of_value(&input.someone)),
    ]);
    Circumstances { keys, digest }
}

/// The digest of all file names, which determine where links may lead.
fn paths(snapshot: &Snapshot) -> Digest {
    snapshot.files.keys().fold(Digest::default(), |all, path| all.and(path.digest()))
}

fn check(
    input: &Input<'_>,
    bundles: &Bundles<'_>,
    photos: &SiteFiles<'_>,
    zone: &TimeZone,
    (directory, withheld_photos): (&DirectoryIndex<'_>, &WithheldPhotos<'_>),
    memory: &mut Memo<Key, Vec<Diagnostic>>,
    under: Circumstances,
) -> Vec<Diagnostic> {
    let known = Known {
        config: input.config,
        snapshot: input.snapshot,
        photos,
        copies: input.copies,
        zone,
        faculties: &input.references.faculties,
        institutions: &input.references.institutions,
        contacts: &input.references.contacts,
        ids: Ids::of(
            &input.references.faculties,
            &input.references.institutions,
            &input.references.contacts,
        ),
        bundles,
        directory,
        withheld_photos,
        broken: input.broken,
        people: OnceLock::new(),
    };
    let today = input.snapshot.today;
    let mut found = Vec::new();
    reference_data::check_reference_data(&known, today, &mut found);
    check_ids(bundles, &mut found);
    group_photos::check(&input.references.photos, &known, &mut found);
    let (snapshot, copies, broken) = (input.snapshot, input.copies, input.broken);
    let photos = &input.references.photos;
    Overlooked { snapshot, copies, bundles, photos, broken }.warn(&mut found);
    let paths = paths(input.snapshot);
    found.extend(checks(memory, under, bundles, directory, paths, |bundle, found| {
        references::check(bundle, &known, found);
    }));
    found
}

/// The last part of the address of each ordinary page, in each language it exists in.
fn page_slugs<'b>(
    default: Language,
    bundles: &Bundles<'b>,
) -> BTreeMap<(&'b str, Language), &'b str> {
    let mut slugs = BTreeMap::new();
    for bundle in bundles.of(Section::Pages) {
        let key = &bundle.original.key;
        slugs.insert((&*key.name, default), bundle.original.slug.as_str());
        for (language, translation) in &bundle.translations {
            let slug = match translation.document.slug.as_str() {
                "" => bundle.original.slug.as_str(),
                chosen => chosen,
            };
            slugs.insert((&*key.name, *language), slug);
        }
    }
    slugs
}

/// Reports ids that belong to more than one person.
fn check_ids(bundles: &Bundles<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let id = |document: &'_ Document| match &document.content {
        DocumentContent::Person(person) => {
            person.id.as_ref().map(|id| Digest::of(id.as_bytes()))
        }
        _ => None,
    };
    let people = bundles.of(Section::Directory).iter().enumerate();
    let mut ids: Vec<(Digest, usize)> =
        people.filter_map(|(at, one)| Some((id(one.original)?, at))).collect();
    ids.sort_unstable();
    for same in ids.chunk_by(|one, other| one.0 == other.0) {
        let document =
            |(_, at): &(Digest, usize)| bundles.of(Section::Directory)[*at].original;
        let other = document(&same[0]).path.to_string();
        for later in &same[1..] {
            let place = Place::value(&document(later).path, Pointer::key("id"));
            diagnostics.push(
                Diagnostic::at(Code::IdDuplicate, place)
                    .text("value", crate::base::mask::MASK)
                    .text("other", other.clone()),
            );
        }
    }
}

/// The institution's logo, which must be a file of the site.
fn logo(
    input: &Input<'_>,
    withheld: &WithheldPhotos<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<(SitePath, Digest)> {
    let path = input.config.institution.logo.as_ref()?;
    match SiteFiles::new(input.snapshot).source(path) {
        Some(source) if withheld.hides(source.digest, None) => None,
        Some(source) if !matches!(source.body, FileBody::Broken(_)) => {
            Some((source.path.clone(), source.digest))
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

/// The addresses of all sections.
fn sections(config: &Config) -> BTreeMap<Section, Texts<String>> {
    let folders = Section::FOLDERS.map(|(_, section)| section);
    let everywhere = |section| {
        let address = |language: &Language| {
            (*language, super::address::section(config, section, *language))
        };
        (section, config.languages.iter().map(address).collect())
    };
    folders.into_iter().chain([Section::Home]).map(everywhere).collect()
}

/// Fills in the lookups that need the finished lists.
fn fill_lookups(site: &mut Site) {
    for (number, person) in site.people.iter().enumerate() {
        site.letters.entry(person.letter.into()).or_default().push(number);
    }
    let numbers = |past: bool| {
        let events = site.events.iter().enumerate();
        events.filter(move |(_, event)| event.past == past).map(|(number, _)| number)
    };
    site.upcoming = numbers(false).collect();
    site.past = numbers(true).rev().collect();
    for number in 0..site.stories.len() {
        let person = site.stories[number].person.as_deref();
        if let Some(person) = person.and_then(|key| site.person_number(key)) {
            site.stories_of[person].push(number);
        }
    }
    for number in 0..site.events.len() {
        let speakers = &site.events[number].speakers;
        let people: Vec<usize> =
            speakers.iter().filter_map(|key| site.person_number(key)).collect();
        for person in people {
            site.events_of[person].push(number);
        }
    }
    for number in 0..site.stories.len() {
        for person in indices_of(site, &site.stories[number].mentions) {
            site.mentions_of[person].stories.push(number);
        }
    }
    for number in 0..site.events.len() {
        for person in indices_of(site, &site.events[number].mentions) {
            site.mentions_of[person].events.push(number);
        }
    }
}

/// The indices of a site whose lists are complete.
fn lookups(site: &Site) -> Lookups {
    let events = [site.upcoming.as_slice(), site.past.as_slice()];
    Lookups {
        references: ReferenceIndex::of(&site.references),
        missions: lookups::missions(&site.pages, &site.stories, &site.events, events),
        open_stories: lookups::open_stories(&site.stories),
        withheld: lookups::withheld(&site.withheld, &site.gone),
        pages: OnceLock::new(),
    }
}

fn indices_of(site: &Site, people: &[String]) -> Vec<usize> {
    people.iter().filter_map(|key| site.person_number(key)).collect()
}
