//! The plain text of part of a document, as a screen reader would speak it.
//!
//! In come the events from the start of a part, out go its words, including descriptions of
//! pictures. Never changes a text.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::base::mention;

/// Replaces the description of a picture that is only decoration: `![-](muster.jpg)`.
pub(super) const DECORATIVE: &str = "-";

/// The plain text of the element that starts here.
pub(super) fn words(events: &[(Event<'_>, Range<usize>)]) -> String {
    let mut text = String::new();
    let mut open = 0;
    let mut after: Option<&Event<'_>> = None;
    for (event, _) in events {
        match event {
            Event::Start(_) => open += 1,
            Event::End(_) => open -= 1,
            Event::Text(part)
                if part.trim() == DECORATIVE
                    && matches!(after, Some(Event::Start(Tag::Image { .. }))) => {}
            Event::Text(part)
            | Event::Code(part)
            | Event::Html(part)
            | Event::InlineHtml(part) => text.push_str(part),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            _ => {}
        }
        if open == 0 {
            break;
        }
        after = Some(event);
    }
    text
}

/// The same without mentions of people.
pub(super) fn words_without_people(events: &[(Event<'_>, Range<usize>)]) -> String {
    let (mut own, mut at) = (Vec::new(), 0);
    let all = &events[..=length(events)];
    while let Some((event, range)) = all.get(at) {
        if let Event::Start(Tag::Link { dest_url, .. }) = event
            && mention::entry(dest_url).is_some()
        {
            at += length(&all[at..]);
        } else {
            own.push((event.clone(), range.clone()));
        }
        at += 1;
    }
    words(&own)
}

/// The number of events in the element that starts here.
pub(super) fn length(events: &[(Event<'_>, Range<usize>)]) -> usize {
    let mut open = 0;
    for (index, (event, _)) in events.iter().enumerate() {
        match event {
            Event::Start(_) => open += 1,
            Event::End(_) => open -= 1,
            _ => {}
        }
        if open == 0 {
            return index;
        }
    }
    events.len().saturating_sub(1)
}

/// True if a table head has an empty cell.
pub(super) fn has_empty_cell(events: &[(Event<'_>, Range<usize>)]) -> bool {
    events
        .iter()
        .enumerate()
        .take_while(|(_, (event, _))| !matches!(event, Event::End(TagEnd::TableHead)))
        .filter(|(_, (event, _))| matches!(event, Event::Start(Tag::TableCell)))
        .any(|(index, _)| words(&events[index..]).trim().is_empty())
}
