//! Addresses and mailboxes that stand in a text as they are, made links.
//!
//! In come the events of a text, out go events with a link around each address. Never looks into
//! a link, a picture or code.

use std::collections::VecDeque;
use std::ops::Range;

use linkify::{LinkFinder, LinkKind};
use memchr::memmem;
use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use super::shape::Placed;

/// An address in the source.
struct Address {
    range: Range<usize>,
    target: String,
    is_mail: bool,
}

/// Makes links of addresses.
pub(super) fn linked<'a>(events: Vec<Placed<'a>>, source: &str) -> Vec<Placed<'a>> {
    // Nearly no text has one, and most of these are links already.
    let bytes = source.as_bytes();
    let has_sign = memchr::memchr(b'@', bytes).is_some()
        || memmem::find(bytes, b"://").is_some()
        || memmem::find(bytes, b"www.").is_some();
    if !has_sign || !has_open_address(&events, source) {
        return events;
    }
    let mut out = Vec::with_capacity(events.len() + 8);
    let mut run: Vec<Placed<'a>> = Vec::new();
    let mut closed = 0;
    for (event, range) in events {
        if matches!(event, Event::Text(_)) && closed == 0 {
            let follows = run.last().is_none_or(|(_, last)| last.end == range.start);
            if !follows {
                flush(&mut run, source, &mut out);
            }
            run.push((event, range));
            continue;
        }
        closed += depth(&event);
        flush(&mut run, source, &mut out);
        out.push((event, range));
    }
    flush(&mut run, source, &mut out);
    out
}

/// True if there may be an address or a mailbox in a text, in whatever letters.
fn may_have_address(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_host = |at: usize| at >= 3 && bytes[at - 3..at].eq_ignore_ascii_case(b"www");
    memchr::memchr(b'@', bytes).is_some()
        || memchr::memchr_iter(b':', bytes).any(|at| bytes[at..].starts_with(b"://"))
        || memchr::memchr_iter(b'.', bytes).any(is_host)
}

/// True if there may be one where it is no link, no picture and no code.
fn has_open_address(events: &[Placed<'_>], source: &str) -> bool {
    let mut closed = 0;
    let mut run = 0..0;
    for (event, range) in events {
        match event {
            Event::Text(_) if closed == 0 => {
                if run.end == range.start {
                    run.end = range.end;
                    continue;
                }
                if may_have_address(&source[run.clone()]) {
                    return true;
                }
                run = range.clone();
            }
            event => closed += depth(event),
        }
    }
    may_have_address(&source[run])
}

/// By how much an event leads into what is a link already, or out of it.
fn depth(event: &Event<'_>) -> i32 {
    match event {
        Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_)) => 1,
        Event::End(TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock) => -1,
        _ => 0,
    }
}

fn flush<'a>(run: &mut Vec<Placed<'a>>, source: &str, out: &mut Vec<Placed<'a>>) {
    let Some(start) = run.first().map(|(_, range)| range.start) else { return };
    let end = run.last().map_or(start, |(_, range)| range.end);
    let mut rest: VecDeque<Placed<'a>> = std::mem::take(run).into();
    for Address { range, target, is_mail } in addresses(&source[start..end]) {
        let range = start + range.start..start + range.end;
        take_before(&mut rest, range.start, out);
        let starts = rest.front().is_some_and(|(_, place)| place.start == range.start);
        if !starts || !take_before(&mut rest, range.end, &mut Vec::new()) {
            continue;
        }
        out.push((Event::Start(address_link(target, is_mail)), range.clone()));
        out.push((Event::Text(source[range.clone()].to_owned().into()), range.clone()));
        out.push((Event::End(TagEnd::Link), range));
    }
    out.extend(rest);
}

fn addresses(text: &str) -> Vec<Address> {
    let mut finder = LinkFinder::new();
    finder.url_must_have_scheme(false);
    let found = finder.links(text).filter_map(|link| {
        // What was meant as a link with words is told as one.
        let before = text[..link.start()].trim_end_matches(['(', ' ']);
        let is_target = text[..link.start()].ends_with('(') && before.ends_with(']');
        if is_target || text[..link.start()].ends_with(")[") {
            return None;
        }
        let words = link.as_str();
        let is_mail = *link.kind() == LinkKind::Email;
        let lower = words.to_ascii_lowercase();
        let target =
            if is_mail || lower.starts_with("https://") || lower.starts_with("http://") {
                words.replace("&amp;", "&")
            } else if lower.starts_with("www.") && lower[4..].contains('.') {
                format!("https://{}", words.replace("&amp;", "&"))
            } else {
                return None;
            };
        Some(Address { range: link.start()..link.end(), target, is_mail })
    });
    found.collect()
}

/// Moves what stands before a place; cuts a text in two there. Nothing is moved, and the answer is
/// false, if the place lies within a sign that is shown otherwise than it is written.
fn take_before<'a>(
    rest: &mut VecDeque<Placed<'a>>,
    at: usize,
    into: &mut Vec<Placed<'a>>,
) -> bool {
    let is_whole = |(event, place): &Placed<'_>| matches!(event, Event::Text(text) if text.len() == place.len());
    let cut = rest.iter().find(|(_, place)| place.end >= at);
    if cut.is_some_and(|one| one.1.start < at && one.1.end > at && !is_whole(one)) {
        return false;
    }
    while let Some((event, place)) = rest.pop_front() {
        match event {
            event if place.end <= at => into.push((event, place)),
            Event::Text(text) if place.start < at => {
                let (before, behind) = text.split_at(at - place.start);
                let [before, behind] =
                    [before, behind].map(|part| CowStr::from(part.to_owned()));
                into.push((Event::Text(before), place.start..at));
                rest.push_front((Event::Text(behind), at..place.end));
                break;
            }
            event => {
                rest.push_front((event, place));
                break;
            }
        }
    }
    true
}

/// A link that was written as its address alone.
fn address_link<'a>(target: String, is_mail: bool) -> Tag<'a> {
    Tag::Link {
        link_type: if is_mail { LinkType::Email } else { LinkType::Autolink },
        dest_url: target.into(),
        title: "".into(),
        id: "".into(),
    }
}
