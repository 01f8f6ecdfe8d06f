//! What has come of a mission of the strategy, and what is to come.
//!
//! In come the stories and events that serve it, out go entries, latest first. Never looks at a
//! clock: what is past was decided by the gate.

use jiff::civil::Date;

use crate::publish::public_page::PublicPage;

use super::cards;
use super::page_context::PageContext;
use crate::render::view::TimelineEntry;

/// How many stories, and how many events, a mission's page shows.
const SHOWN: usize = 8;

/// The stories and events that serve a page's mission, latest first.
pub(super) fn timeline(
    context: &PageContext<'_>,
    page: &PublicPage,
) -> Vec<TimelineEntry> {
    let locale = context.locale;
    let Some(mission) = page.mission else { return Vec::new() };
    let site = locale.site;
    // Only what search engines may see: one of the others would force the page itself to be hidden
    // from them.
    let Some(entries) = site.mission(mission) else { return Vec::new() };
    let stories = entries.stories.iter().take(SHOWN).map(|number| {
        let date = site.stories[*number].date;
        let card = cards::story_card(context, *number);
        (date, TimelineEntry { upcoming: false, story: Some(card), event: None })
    });
    let event = |number: &usize| {
        let event = &site.events[*number];
        let date = event.start.day(&site.zone);
        let card = cards::event_card(context, *number);
        (date, TimelineEntry { upcoming: !event.past, story: None, event: Some(card) })
    };
    let upcoming = entries.upcoming.iter().take(SHOWN).map(event);
    let past = entries.past.iter().take(SHOWN).map(event);
    let mut entries: Vec<(Date, TimelineEntry)> =
        stories.chain(upcoming).chain(past).collect();
    entries.sort_by_key(|(date, entry)| std::cmp::Reverse((entry.upcoming, *date)));
    entries.into_iter().map(|(_, entry)| entry).collect()
}
