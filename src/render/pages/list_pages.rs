//! Views of pages that list something: home, sections, letters, contacts, search.
//!
//! In come the public site and the number of a page, out go views. Who is left out of a list, and
//! in which order it stands, was decided before.

use crate::base::language_tag::LanguageTag;
use crate::base::presence::Role;
use crate::base::text::Html;
use crate::publish::address;
use crate::publish::channel::Channelled;
use crate::publish::public::in_language;
use crate::publish::words::Section;

use super::locale::Locale;
use super::page_context::PageContext;
use super::{cards, links, pager, sections};
use crate::render::plan::job::Job;
use crate::render::plan::planner::{numbers_on_page, on_page};
use crate::render::view::{
    ContactListView, DirectoryView, EventListView, HomeView, Introduction, LinkView,
    NotFoundView, PersonCard, Quote, SearchView, Shared, StoryListView,
};

pub(crate) fn home(context: &mut PageContext<'_>) -> HomeView {
    let locale = context.locale;
    let site = locale.site;
    // The home page is for search engines, so it shows only stories that are, too. One large and
    // six small ones.
    let stories: Vec<usize> = (0..site.stories.len())
        .filter(|number| site.stories[*number].indexable().is_some())
        .take(7)
        .collect();
    let introduction = sections::introduction(context, Section::Home)
        .unwrap_or(Introduction { summary: String::new(), body: Html::default() });
    let mut cards: Vec<_> =
        stories.iter().map(|number| cards::story_card(context, *number)).collect();
    let lead = if cards.is_empty() { None } else { Some(cards.remove(0)) };
    HomeView {
        introduction,
        lead,
        lead_topics: stories
            .first()
            .map(|number| links::topics(locale, &site.stories[*number].topics))
            .unwrap_or_default(),
        stories: cards,
        stories_exist: !site.stories.is_empty(),
        events: site
            .upcoming
            .iter()
            .filter(|number| site.events[**number].searchable)
            .take(4)
            .map(|n| cards::event_card(context, *n))
            .collect(),
        quote: quote(context, &stories),
        directory: LinkView {
            title: locale.words.count("people", site.people.len()),
            url: (!site.people.is_empty()).then(|| locale.section(Section::Directory)),
        },
    }
}

/// The newest quote. One of the story shown large is taken only if there is no other.
fn quote(context: &PageContext<'_>, stories: &[usize]) -> Option<Quote> {
    let locale = context.locale;
    stories.iter().skip(1).chain(stories.first()).find_map(|number| {
        let story = &locale.site.stories[*number];
        let (language, text) = in_language(&story.texts, locale.language)?;
        let quote = text.quote.as_ref()?;
        context.seen.story(*number, Role::Card);
        let other = quote.language.as_ref();
        Some(Quote {
            text: quote.text.clone(),
            quote_language: other.map(|tag| tag.code().to_owned()),
            quote_direction: other.and_then(LanguageTag::direction),
            name: story.name.full.clone(),
            url: locale.address(&story.addresses),
            language: locale.other(language),
        })
    })
}

pub(crate) fn stories(
    context: &mut PageContext<'_>,
    job: &Job,
    page: usize,
) -> StoryListView {
    let locale = context.locale;
    let site = locale.site;
    let per_page = locale.config().directory.per_page;
    let shown = numbers_on_page(site.stories.len(), page, per_page);
    StoryListView {
        introduction: if page == 1 {
            sections::introduction(context, Section::Portraits)
        } else {
            None
        },
        stories: shown.map(|number| cards::story_card(context, number)).collect(),
        pager: pager::pager(
            locale,
            job,
            &locale.section_base(Section::Portraits),
            page,
            site.stories.len(),
        ),
    }
}

pub(crate) fn events(
    context: &mut PageContext<'_>,
    job: &Job,
    page: usize,
    past: bool,
) -> EventListView {
    let locale = context.locale;
    let site = locale.site;
    let events = if past { &site.past } else { &site.upcoming };
    let shown = on_page(events, page, locale.config().directory.per_page);
    let archive = address::archive(locale.config(), locale.language);
    let upcoming = locale.section_base(Section::Events);
    let (base, other) = if past { (&archive, &upcoming) } else { (&upcoming, &archive) };
    let name = if past { "section.events" } else { "section.archive" };
    let other_exists = past || !site.past.is_empty();
    let [subscribe, calendar_address] = locale.calendar_addresses();
    EventListView {
        introduction: if page == 1 && !past {
            sections::introduction(context, Section::Events)
        } else {
            None
        },
        events: shown.iter().map(|n| cards::event_card(context, *n)).collect(),
        pager: pager::pager(locale, job, base, page, events.len()),
        other: other_exists.then(|| LinkView {
            title: locale.words.get(name).to_owned(),
            url: Some(locale.local(other)),
        }),
        calendar: locale.calendar(),
        subscribe,
        calendar_address,
    }
}

/// Everybody, or one letter.
pub(crate) fn directory(
    context: &mut PageContext<'_>,
    job: &Job,
    letter: Option<char>,
    page: usize,
) -> DirectoryView {
    let locale = context.locale;
    let site = locale.site;
    let per_page = locale.config().directory.per_page;
    let (shown, total, base) = if let Some(letter) = letter {
        let numbers = site.letters.get(&letter.into()).map_or(&[][..], Vec::as_slice);
        let base = address::letter(locale.config(), letter, locale.language);
        (people(context, numbers, page), numbers.len(), base)
    } else {
        let shown = numbers_on_page(site.people.len(), page, per_page);
        let cards = shown.map(|number| cards::person_card(context, number)).collect();
        (cards, site.people.len(), locale.section_base(Section::Directory))
    };
    DirectoryView {
        introduction: match letter {
            None if page == 1 => sections::introduction(context, Section::Directory),
            _ => None,
        },
        letters: letters(locale, letter),
        letter: letter.map(String::from),
        people: shown,
        pager: pager::pager(locale, job, &base, page, total),
        ways: sections::ways(locale),
    }
}

/// The cards of one page of a list of people.
pub(super) fn people(
    context: &PageContext<'_>,
    numbers: &[usize],
    page: usize,
) -> Vec<Shared<PersonCard>> {
    let locale = context.locale;
    let shown = on_page(numbers, page, locale.config().directory.per_page);
    shown.iter().map(|number| cards::person_card(context, *number)).collect()
}

pub(crate) fn contacts(context: &mut PageContext<'_>) -> ContactListView {
    let locale = context.locale;
    let contacts = &locale.site.references.contacts;
    let cards = |faculty: bool| {
        contacts
            .iter()
            .filter(|contact| contact.faculty.is_some() == faculty)
            .map(|contact| cards::contact_card(context, contact))
            .collect()
    };
    let (central, faculties) = (cards(false), cards(true));
    ContactListView {
        introduction: sections::introduction(context, Section::Contacts),
        central,
        faculties,
    }
}

/// A to Z and `#`; only letters with which a name begins have an address.
fn letters(locale: Locale<'_>, current: Option<char>) -> Vec<LinkView> {
    let used = &locale.site.letters;
    ('A'..='Z')
        .chain(['#'])
        .filter(|letter| *letter != '#' || used.contains_key(&(*letter).into()))
        .map(|letter| {
            let there = used.contains_key(&letter.into()) && Some(letter) != current;
            let address = || address::letter(locale.config(), letter, locale.language);
            LinkView {
                title: letter.to_string(),
                url: there.then(|| locale.local(&address())),
            }
        })
        .collect()
}

pub(crate) fn search(locale: Locale<'_>) -> SearchView {
    let directory = LinkView {
        title: sections::section_title(locale, Section::Directory),
        url: Some(locale.section(Section::Directory)),
    };
    let letters = (!locale.site.people.is_empty()).then_some(directory);
    SearchView { ways: letters.into_iter().chain(sections::ways(locale)).collect() }
}

pub(crate) fn not_found(locale: Locale<'_>) -> NotFoundView {
    let sections =
        [Section::Home, Section::Portraits, Section::Directory, Section::Events];
    NotFoundView {
        ways: sections
            .into_iter()
            .map(|section| LinkView {
                title: if section == Section::Home {
                    locale.words.get("section.home").to_owned()
                } else {
                    sections::section_title(locale, section)
                },
                url: Some(locale.section(section)),
            })
            .collect(),
    }
}
