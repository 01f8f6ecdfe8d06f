//! What is looked up in the public site by more than a key of its own.
//!
//! In come the finished lists, out go indices by id, by mission, by address. Everything is looked
//! at once, when the site is assembled: a page that searched the whole site would make a build of
//! twice as many pages take four times as long.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use crate::base::output::{OutputPath, Withheld};
use crate::base::presence::Who;
use crate::base::work;
use crate::model::reference::Contact;

use super::channel::Channelled as _;
use super::public::{PublicEvent, PublicPerson, PublicStory};
use super::public_page::PublicPage;
use super::reference_data::References;

/// What belongs to a mission of the strategy.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MissionEntries {
    /// The key of the first page about it.
    pub page: Option<String>,
    /// Indices of the stories that search engines may see, newest first.
    pub stories: Vec<usize>,
    /// Indices of the events to come, earliest first, as far as search engines may see them.
    pub upcoming: Vec<usize>,
    /// Indices of the past events, latest first, as far as search engines may see them.
    pub past: Vec<usize>,
}

/// The indices of a site.
#[derive(Debug, Default)]
pub(super) struct Lookups {
    pub(super) references: ReferenceIndex,
    pub(super) missions: BTreeMap<u8, MissionEntries>,
    /// Indices of the stories that search engines may see.
    pub(super) open_stories: Vec<usize>,
    /// Addresses of what is withheld or gone, without slashes around them.
    pub(super) withheld: BTreeSet<String>,
    /// Whose page is at a path; made for the first link by an address.
    pub(super) pages: OnceLock<BTreeMap<OutputPath, Who>>,
}

/// Reference data by its ids.
#[derive(Debug, Default)]
pub(super) struct ReferenceIndex {
    pub(super) faculties: BTreeMap<String, usize>,
    pub(super) institutions: BTreeMap<String, usize>,
    pub(super) contacts: BTreeMap<String, usize>,
    /// Faculties by each of their predecessors.
    pub(super) heirs: BTreeMap<String, Vec<usize>>,
    /// Institutions by each of their successors.
    pub(super) origins: BTreeMap<String, Vec<usize>>,
    /// The contacts of each faculty.
    pub(super) contacts_of: BTreeMap<String, Vec<usize>>,
    /// The contact to write to in general.
    pub(super) central: Option<usize>,
}

impl ReferenceIndex {
    pub(super) fn of(references: &References) -> Self {
        let mut index = Self::default();
        for (number, one) in references.faculties.iter().enumerate() {
            index.faculties.entry(one.id.clone()).or_insert(number);
            for before in &one.predecessors {
                push(index.heirs.entry(before.clone()).or_default(), number);
            }
        }
        for (number, one) in references.institutions.iter().enumerate() {
            index.institutions.entry(one.id.clone()).or_insert(number);
            for after in &one.successors {
                push(index.origins.entry(after.clone()).or_default(), number);
            }
        }
        for (number, one) in references.contacts.iter().enumerate() {
            index.contacts.entry(one.id.clone()).or_insert(number);
            if let Some(faculty) = &one.faculty {
                index.contacts_of.entry(faculty.clone()).or_default().push(number);
            }
        }
        index.central = central(&references.contacts);
        index
    }
}

/// The first contact for the whole institution and without topics of its own, else the first one
/// for the whole institution.
fn central(contacts: &[Contact]) -> Option<usize> {
    contacts
        .iter()
        .position(|contact| contact.faculty.is_none() && contact.topics.is_empty())
        .or_else(|| contacts.iter().position(|contact| contact.faculty.is_none()))
}

/// What belongs to each mission. `upcoming` and `past` are indices of events.
pub(super) fn missions(
    pages: &BTreeMap<String, Arc<PublicPage>>,
    stories: &[Arc<PublicStory>],
    events: &[Arc<PublicEvent>],
    [upcoming, past]: [&[usize]; 2],
) -> BTreeMap<u8, MissionEntries> {
    let mut missions: BTreeMap<u8, MissionEntries> = BTreeMap::new();
    for (key, page) in pages {
        if let Some(mission) = page.mission {
            missions.entry(mission).or_default().page.get_or_insert_with(|| key.clone());
        }
    }
    for number in open_stories(stories) {
        for mission in &stories[number].missions {
            push(&mut missions.entry(*mission).or_default().stories, number);
        }
    }
    let open = |number: &&usize| events[**number].searchable;
    for number in upcoming.iter().filter(open) {
        for mission in &events[*number].missions {
            push(&mut missions.entry(*mission).or_default().upcoming, *number);
        }
    }
    for number in past.iter().filter(open) {
        for mission in &events[*number].missions {
            push(&mut missions.entry(*mission).or_default().past, *number);
        }
    }
    missions
}

/// Indices of the stories that search engines may see.
pub(super) fn open_stories(stories: &[Arc<PublicStory>]) -> Vec<usize> {
    let stories = stories.iter().enumerate();
    let open = stories.filter(|(_, story)| story.indexable().is_some());
    open.map(|(number, _)| number).collect()
}

/// The addresses of what is withheld or gone.
pub(super) fn withheld(withheld: &[Withheld], gone: &[String]) -> BTreeSet<String> {
    let pages = withheld.iter().flat_map(|one| &one.pages);
    let pages = pages.filter_map(|page| page.as_str().strip_suffix("/index.html"));
    let gone = gone.iter().map(|address| address.trim_matches('/'));
    pages.chain(gone).map(str::to_owned).collect()
}

/// Whose page is at each path. Of two that claim one, the first.
pub(super) fn pages(
    people: &[Arc<PublicPerson>],
    stories: &[Arc<PublicStory>],
) -> BTreeMap<OutputPath, Who> {
    let people = people.iter().enumerate();
    let people = people.map(|(number, one)| (Who::Person(number), &one.paths));
    let stories = stories.iter().enumerate();
    let stories = stories.map(|(number, one)| (Who::Story(number), &one.paths));
    let mut pages = BTreeMap::new();
    for (who, paths) in people.chain(stories) {
        work::looked_at(1);
        for path in paths.values() {
            pages.entry(path.clone()).or_insert(who);
        }
    }
    pages
}

/// Adds an index once; those of one entry arrive together, so a duplicate can only be the last.
fn push(list: &mut Vec<usize>, number: usize) {
    if list.last() != Some(&number) {
        list.push(number);
    }
}
