//! Mentions that did not become one: `[Jana] (person:jana)`.
//!
//! In come the events of a text, out go the places of what somebody meant as a mention of a
//! person. Never looks into code, which is shown as it is written on purpose.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::base::mention::near_miss;

/// The places of near misses in the source, in order.
pub(super) fn near_misses(events: &[(Event<'_>, Range<usize>)]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut run = Run::default();
    let mut pictures = 0;
    for (event, range) in events {
        match event {
            // The description of a picture is looked at with the picture.
            Event::Start(Tag::Image { .. }) => pictures += 1,
            Event::End(TagEnd::Image) => pictures -= 1,
            _ if pictures > 0 => {}
            Event::Text(text) => run.push(text, range),
            Event::SoftBreak | Event::HardBreak => run.push(" ", range),
            Event::Html(text) | Event::InlineHtml(text) if links_to_person(text) => {
                found.push(range.clone());
            }
            // Marks inside a line do not divide what somebody wrote.
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Link { .. })
            | Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link) => {}
            _ => run.end(&mut found),
        }
    }
    run.end(&mut found);
    found.sort_by_key(|range| range.start);
    found
}

/// True for `<a href="person:jana">`.
fn links_to_person(html: &str) -> bool {
    let plain: String = html.chars().filter(|c| !c.is_whitespace()).collect();
    let plain = plain.to_ascii_lowercase();
    ["=person:", "=\"person:", "='person:"].iter().any(|link| plain.contains(link))
}

/// Text that is shown without a break.
#[derive(Default)]
struct Run {
    text: String,
    /// Where each part begins in the text, and its place in the source.
    parts: Vec<(usize, Range<usize>)>,
}

impl Run {
    fn push(&mut self, text: &str, range: &Range<usize>) {
        self.parts.push((self.text.len(), range.clone()));
        self.text.push_str(text);
    }

    fn end(&mut self, found: &mut Vec<Range<usize>>) {
        let mut from = 0;
        while let Some(miss) = near_miss(&self.text[from..]) {
            let [start, end] = [from + miss.start, from + miss.end];
            found.push(self.source_of(start).start..self.source_of(end - 1).end);
            from = end;
        }
        self.text.clear();
        self.parts.clear();
    }

    /// The place in the source of the part that holds a byte.
    fn source_of(&self, at: usize) -> Range<usize> {
        let next = self.parts.partition_point(|(start, _)| *start <= at);
        self.parts[next.saturating_sub(1)].1.clone()
    }
}
