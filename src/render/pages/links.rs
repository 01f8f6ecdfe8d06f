//! Links to topics, missions and people, by their titles.
//!
//! In come keys, out go titles, with an address where the site has a page about the thing.

use crate::publish::public::{Topic, in_language};

use super::locale::Locale;
use super::page_context::PageContext;
use crate::render::view::LinkView;

/// Topics with their pages.
pub(super) fn topics(locale: Locale<'_>, topics: &[Topic]) -> Vec<LinkView> {
    topics
        .iter()
        .map(|topic| {
            let term = locale.site.terms.topics.get(&topic.key);
            LinkView {
                title: topic.label.text(locale.language).to_owned(),
                url: term.map(|term| locale.address(&term.addresses)),
            }
        })
        .collect()
}

/// Missions of the strategy, with the pages that are about them.
pub(super) fn missions(locale: Locale<'_>, missions: &[u8]) -> Vec<LinkView> {
    missions
        .iter()
        .map(|number| {
            let entries = locale.site.mission(*number);
            let page = entries.and_then(|one| locale.site.pages.get(one.page.as_ref()?));
            let title = page
                .and_then(|page| in_language(&page.texts, locale.language))
                .map(|(_, text)| {
                    text.menu_title.clone().unwrap_or_else(|| text.title.clone())
                });
            LinkView {
                title: title.unwrap_or_else(|| {
                    locale.words.fill("note.mission", &[("n", &number.to_string())])
                }),
                url: page.map(|page| locale.address(&page.addresses)),
            }
        })
        .collect()
}

/// People with their pages.
pub(super) fn people_links(context: &PageContext<'_>, keys: &[String]) -> Vec<LinkView> {
    let locale = context.locale;
    context.seen.people(keys);
    let people = keys.iter().filter_map(|key| locale.site.person(key));
    people
        .map(|person| LinkView {
            title: person.name.full.clone(),
            url: Some(locale.address(&person.addresses)),
        })
        .collect()
}
