//! The pages of people, stories and events: one for each, in each language it exists in.
//!
//! In comes the public site, out go runs of pages in the order of names in addresses, which is
//! nearly the order of paths. Who is not in the site has no page.

use std::sync::Arc;

use rayon::prelude::*;

use crate::base::language::Language;
use crate::publish::channel::Channelled;
use crate::publish::site::Site;

use super::job::{Job, PageContent};

/// What has a page of its own.
#[derive(Clone, Copy)]
enum EntryKind {
    People,
    Stories,
    Events,
}

/// A run for each kind and language.
pub(crate) fn runs(site: &Site) -> Vec<Vec<Job>> {
    let languages = site.config.languages.iter().copied();
    let wanted: Vec<(Language, EntryKind)> = languages
        .flat_map(|language| {
            [EntryKind::People, EntryKind::Stories, EntryKind::Events]
                .map(|kind| (language, kind))
        })
        .collect();
    wanted.into_par_iter().map(|(language, kind)| run(site, language, kind)).collect()
}

fn run(site: &Site, language: Language, kind: EntryKind) -> Vec<Job> {
    let [people, stories, events] = site.by_key();
    match kind {
        EntryKind::People => {
            people.iter().filter_map(|n| person(site, *n, language)).collect()
        }
        EntryKind::Stories => {
            stories.iter().filter_map(|n| story(site, *n, language)).collect()
        }
        EntryKind::Events => {
            events.iter().filter_map(|n| event(site, *n, language)).collect()
        }
    }
}

fn person(site: &Site, number: usize, language: Language) -> Option<Job> {
    let person = &site.people[number];
    // Its page may also show a story that search engines must not see.
    let story_hidden = |story: &usize| site.stories[*story].indexable().is_none();
    let hidden = person.indexable().is_none()
        || site.stories_of[number].iter().any(story_hidden)
        || site.events_of[number].iter().any(|event| !site.events[*event].searchable)
        || shows_hidden(site, &person.mentions);
    Some(Job {
        path: person.paths.get(&language)?.clone(),
        language,
        content: PageContent::Person(number),
        addresses: Arc::clone(&person.addresses),
        noindex: site.drafts || hidden,
        modified: None,
        source: Some(person.path.clone()),
    })
}

fn story(site: &Site, number: usize, language: Language) -> Option<Job> {
    let story = &site.stories[number];
    Some(Job {
        path: story.paths.get(&language)?.clone(),
        language,
        content: PageContent::Story(number),
        addresses: Arc::clone(&story.addresses),
        noindex: site.drafts
            || story.indexable().is_none()
            || shows_hidden(site, &story.mentions),
        modified: story.stamps.changed,
        source: Some(story.path.clone()),
    })
}

fn event(site: &Site, number: usize, language: Language) -> Option<Job> {
    let event = &site.events[number];
    Some(Job {
        path: event.paths.get(&language)?.clone(),
        language,
        content: PageContent::Event(number),
        addresses: Arc::clone(&event.addresses),
        noindex: site.drafts
            || shows_hidden(site, &event.speakers)
            || shows_hidden(site, &event.mentions),
        modified: event.stamps.changed,
        source: Some(event.path.clone()),
    })
}

/// True if one of some people must not be seen by search engines.
pub(crate) fn shows_hidden(site: &Site, people: &[String]) -> bool {
    people
        .iter()
        .any(|key| site.person(key).is_some_and(|person| person.indexable().is_none()))
}
