//! What a paragraph or a table is, read off its form, so that editors need no new signs.
//!
//! In come the events from its beginning on, out goes whether it is a question of an interview
//! or a line of time. It never changes a word.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

/// An event with its place in the text.
type Placed<'a> = (Event<'a>, Range<usize>);

/// How a paragraph is emphasised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Emphasis {
    /// Not as a whole.
    Plain,
    /// As a whole.
    Other,
    /// As a whole, with a question mark at the end.
    Asking,
}

/// True if somebody is interviewed: at least two paragraphs ask.
pub(super) fn is_interview(events: &[Placed<'_>]) -> bool {
    let asking = (0..events.len())
        .filter(|index| matches!(events[*index].0, Event::Start(Tag::Paragraph)))
        .filter(|index| voice(&events[*index..]) == Emphasis::Asking);
    asking.take(2).count() == 2
}

/// True for what an interviewer says: a paragraph that is emphasised as a whole and ends in a
/// question mark. In an interview the interviewer may also state something, but does not have
/// the last word: that is a note about the text.
pub(super) fn is_question(events: &[Placed<'_>], interview: bool) -> bool {
    match voice(events) {
        Emphasis::Asking => true,
        Emphasis::Other => interview && is_followed(events),
        Emphasis::Plain => false,
    }
}

fn is_followed(events: &[Placed<'_>]) -> bool {
    let after = |event: &Event<'_>| matches!(event, Event::Start(Tag::Paragraph));
    events.iter().skip(1).any(|(event, _)| after(event))
}

fn voice(events: &[Placed<'_>]) -> Emphasis {
    let mut depth = 0_usize;
    let mut last = None;
    for (event, _) in events.iter().skip(1) {
        match event {
            Event::Start(Tag::Emphasis | Tag::Strong) => depth += 1,
            Event::End(TagEnd::Emphasis | TagEnd::Strong) => {
                depth = depth.saturating_sub(1);
            }
            Event::End(TagEnd::Paragraph) => break,
            Event::Text(text) if depth > 0 => last = text.chars().next_back(),
            Event::Code(_)
            | Event::SoftBreak
            | Event::HardBreak
            | Event::Start(Tag::Link { .. })
            | Event::End(TagEnd::Link)
                if depth > 0 => {}
            // A word outside the emphasis, a picture, a footnote.
            _ => return Emphasis::Plain,
        }
    }
    match last {
        Some('?') => Emphasis::Asking,
        Some(_) => Emphasis::Other,
        None => Emphasis::Plain,
    }
}

/// True for a table of at least two rows, each of which begins with a year of four digits.
pub(super) fn is_timeline(events: &[Placed<'_>]) -> bool {
    let mut rows = 0;
    let mut at_first_cell = false;
    let mut begins = false;
    for (event, _) in events {
        match event {
            Event::Start(Tag::TableRow) => (at_first_cell, begins) = (true, false),
            Event::Text(text) if at_first_cell => {
                begins = begins_with_year(text);
                at_first_cell = false;
            }
            Event::End(TagEnd::TableCell) => at_first_cell = false,
            Event::End(TagEnd::TableRow) if begins => rows += 1,
            Event::End(TagEnd::TableRow) => return false,
            Event::End(TagEnd::Table) => break,
            _ => {}
        }
    }
    rows >= 2
}

fn begins_with_year(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    digits == 4 && matches!(text.as_bytes()[0], b'1' | b'2')
}
