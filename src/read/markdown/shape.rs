//! Recognises interviews and timelines by their form, so that editors need no special syntax.
//!
//! In come the events from the start of a paragraph or table, out goes whether it is a question or
//! a timeline. Never changes a word.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

/// An event with its position in the text.
pub(super) type Placed<'a> = (Event<'a>, Range<usize>);

/// Whether a paragraph is emphasised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Emphasis {
    /// Not, or only in part.
    Plain,
    /// Completely.
    Other,
    /// Completely, and it ends with a question mark.
    Asking,
}

/// True for an interview: at least two paragraphs are questions.
pub(super) fn is_interview(events: &[Placed<'_>]) -> bool {
    let asking = (0..events.len())
        .filter(|index| matches!(events[*index].0, Event::Start(Tag::Paragraph)))
        .filter(|index| emphasis(&events[*index..]) == Emphasis::Asking);
    asking.take(2).count() == 2
}

/// True for a paragraph by an interviewer: it is emphasised completely and ends with a question
/// mark. In an interview, other emphasised paragraphs count too, since interviewers also make
/// statements; but not the last one, which is usually an editorial note.
pub(super) fn is_question(events: &[Placed<'_>], interview: bool) -> bool {
    match emphasis(events) {
        Emphasis::Asking => true,
        Emphasis::Other => interview && is_followed(events),
        Emphasis::Plain => false,
    }
}

fn is_followed(events: &[Placed<'_>]) -> bool {
    let after = |event: &Event<'_>| matches!(event, Event::Start(Tag::Paragraph));
    events.iter().skip(1).any(|(event, _)| after(event))
}

fn emphasis(events: &[Placed<'_>]) -> Emphasis {
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
            // A word that is not emphasised, a picture, a footnote.
            _ => return Emphasis::Plain,
        }
    }
    match last {
        Some('?') => Emphasis::Asking,
        Some(_) => Emphasis::Other,
        None => Emphasis::Plain,
    }
}

/// True for a table of at least two rows, each starting with a four-digit year.
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
