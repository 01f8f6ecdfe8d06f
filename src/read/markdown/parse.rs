//! Parses a text as it was meant.
//!
//! In comes the source of a text, out go the parser's events with their places, without what
//! Markdown alone would see: lists that are dates or minus signs, headings without words for it,
//! attributes that are words in braces. Never changes the order of words.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memmem;
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd};

use super::addresses::linked;
use super::intended::{Intended, restored};
use super::shape::Placed;

/// Most times that a text is parsed: each finds lists that stand in a list that was none.
const MOST_ROUNDS: usize = 4;

/// A text, parsed.
pub(super) struct Parsed<'a> {
    pub(super) events: Vec<Placed<'a>>,
    /// Comments, which are not shown.
    pub(super) comments: Vec<Range<usize>>,
    /// A comment that does not end.
    pub(super) open_comment: Option<usize>,
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_SMART_PUNCTUATION
}

/// Parses a text, which has no control characters, and hands on what was found.
pub(super) fn parsed<T>(source: &str, then: impl FnOnce(Parsed<'_>) -> T) -> T {
    round(source, Intended::of(source), MOST_ROUNDS, then)
}

fn round<T>(
    source: &str,
    mut intended: Intended<'_>,
    rounds: usize,
    then: impl FnOnce(Parsed<'_>) -> T,
) -> T {
    let text = intended.source();
    let mut events = Vec::with_capacity(source.len() / 32 + 8);
    events.extend(Parser::new_ext(&text, options()).into_offset_iter());
    if rounds > 0 {
        let found = no_lists(&events, source);
        if found.into_iter().map(|at| usize::from(intended.is_plain(at))).sum::<usize>()
            > 0
        {
            return round(source, intended, rounds - 1, then);
        }
    }
    signs(&mut events, intended.has_signs());
    let events = headings(lines(events, source), source);
    then(Parsed {
        events: linked(events, source),
        comments: intended.comments,
        open_comment: intended.open_comment,
    })
}

/// Places of signs with which a list begins that is none: a single item, which is a sentence that
/// begins with a number, or a line of one that begins with a minus.
fn no_lists(events: &[Placed<'_>], source: &str) -> Vec<usize> {
    let mut found = Vec::new();
    for (index, (event, range)) in events.iter().enumerate() {
        let Event::Start(Tag::List(number)) = event else { continue };
        let Some(text) = single_line_of_text(&events[index + 1..]) else { continue };
        let marker = &source[range.clone()];
        let marker = marker.trim_start();
        let start = range.end - marker.len();
        if number.is_some() {
            let digits = marker.len()
                - marker.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            found.push(start + digits);
            continue;
        }
        let above = source[..start].trim_end_matches([' ', '\t', '>']);
        let goes_on = above.ends_with('\n') && {
            let line = above[..above.len() - 1].rsplit('\n').next().unwrap_or("");
            let line = line.trim_matches([' ', '\t', '\r', '>']);
            !line.is_empty() && !line.ends_with(':') && interrupts(&events[..index])
        };
        if text.starts_with(|c: char| c.is_ascii_digit()) || goes_on {
            found.push(start);
        }
    }
    found
}

/// True if a paragraph ends before a list, in the same block.
fn interrupts(events: &[Placed<'_>]) -> bool {
    matches!(events.last(), Some((Event::End(TagEnd::Paragraph), _)))
}

/// The text that the only item of a list begins with, if it has nothing but text.
fn single_line_of_text(list: &[Placed<'_>]) -> Option<String> {
    let mut items = 0;
    let mut paragraphs = 0;
    let mut text = String::new();
    for (event, _) in list {
        match event {
            Event::Start(Tag::Item) => items += 1,
            Event::Start(Tag::Paragraph) => paragraphs += 1,
            Event::End(TagEnd::List(_)) => break,
            Event::Start(
                Tag::List(_)
                | Tag::CodeBlock(_)
                | Tag::BlockQuote(_)
                | Tag::Heading { .. }
                | Tag::Table(_)
                | Tag::HtmlBlock,
            )
            | Event::Rule => return None,
            Event::Text(part) => text.push_str(part),
            _ => {}
        }
        if items > 1 || paragraphs > 1 {
            return None;
        }
    }
    let is_task = ["[ ]", "[x]", "[X]"].iter().any(|task| text.starts_with(task));
    (!text.is_empty() && !is_task).then_some(text)
}

/// Puts signs back, and makes breaks of `<br>`.
fn signs(events: &mut [Placed<'_>], has_signs: bool) {
    for (event, _) in events {
        let is_one = has_signs || matches!(event, Event::InlineHtml(_));
        if is_one {
            *event = with_signs(std::mem::replace(event, Event::Rule));
        }
    }
}

/// Puts signs back into everything that an event says.
fn with_signs(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Start(one) => Event::Start(tag_with_signs(one)),
        Event::Text(one) => Event::Text(text_with_signs(one)),
        Event::Code(one) => Event::Code(text_with_signs(one)),
        Event::Html(one) => Event::Html(text_with_signs(one)),
        Event::InlineHtml(one) if is_break(&one) => Event::HardBreak,
        Event::InlineHtml(one) => Event::InlineHtml(text_with_signs(one)),
        Event::FootnoteReference(one) => Event::FootnoteReference(text_with_signs(one)),
        other => other,
    }
}

fn text_with_signs(text: CowStr<'_>) -> CowStr<'_> {
    restored(&text).map_or(text, CowStr::from)
}

fn tag_with_signs(tag: Tag<'_>) -> Tag<'_> {
    let text = text_with_signs;
    match tag {
        Tag::Link { link_type, dest_url, title, id } => {
            let (dest_url, title, id) = (text(dest_url), text(title), text(id));
            Tag::Link { link_type, dest_url, title, id }
        }
        Tag::Image { link_type, dest_url, title, id } => {
            let (dest_url, title, id) = (text(dest_url), text(title), text(id));
            Tag::Image { link_type, dest_url, title, id }
        }
        Tag::FootnoteDefinition(label) => Tag::FootnoteDefinition(text(label)),
        other => other,
    }
}

/// True for `<br>`.
fn is_break(html: &str) -> bool {
    let plain = html.trim().to_ascii_lowercase().replace([' ', '/'], "");
    plain == "<br>"
}

/// Lines that stand for themselves, and blocks of nothing but `<br>`, which are space.
fn lines<'a>(mut events: Vec<Placed<'a>>, source: &str) -> Vec<Placed<'a>> {
    // Where the current line of a paragraph begins.
    let mut line = 0;
    let mut has_html = false;
    for (event, range) in &mut events {
        match event {
            Event::Start(Tag::Paragraph) => line = range.start,
            Event::SoftBreak => {
                if stands_alone(&source[line..], &source[range.end..]) {
                    *event = Event::HardBreak;
                }
                line = range.end;
            }
            Event::Start(Tag::HtmlBlock) => has_html = true,
            _ => {}
        }
    }
    if has_html { without_space(events) } else { events }
}

/// Drops blocks of nothing but `<br>`.
fn without_space(events: Vec<Placed<'_>>) -> Vec<Placed<'_>> {
    let mut out: Vec<Placed<'_>> = Vec::with_capacity(events.len());
    for (event, range) in events {
        if matches!(event, Event::End(TagEnd::HtmlBlock)) {
            let start = out
                .iter()
                .rposition(|(event, _)| matches!(event, Event::Start(Tag::HtmlBlock)));
            let start = start.unwrap_or(out.len());
            let is_space = out[start..].iter().skip(1).all(|(event, _)| {
                matches!(event, Event::Html(html) if html.trim().is_empty() || is_break(html))
            });
            if is_space {
                out.truncate(start);
                continue;
            }
        }
        out.push((event, range));
    }
    out
}

/// True if a line is no continuation of the one before: both are dates, or it is that of a death.
fn stands_alone(line: &str, next: &str) -> bool {
    let [line, next] = [line, next].map(|line| line.trim_start_matches([' ', '\t', '>']));
    let is_date = |line: &str| {
        super::months::begins_with_date(line.trim_start_matches(['*', '-', '+', ' ']))
    };
    next.starts_with(['†', '✝']) || is_date(line) && is_date(next)
}

/// Takes the ids out of headings that have one: `## Ziele {#ziele}`. Other braces are words.
fn headings<'a>(events: Vec<Placed<'a>>, source: &str) -> Vec<Placed<'a>> {
    if memmem::find(source.as_bytes(), b"{#").is_none() {
        return events;
    }
    let mut out: Vec<Placed<'a>> = Vec::with_capacity(events.len());
    let mut start = None;
    for (event, range) in events {
        if matches!(event, Event::Start(Tag::Heading { .. })) {
            start = Some(out.len());
        }
        if matches!(event, Event::End(TagEnd::Heading(_)))
            && let Some(first) = start.take()
            && let Some((_, last)) = out[first + 1..].last()
        {
            let inner = &source[out[first].1.start..last.end];
            if let Some((id, length)) = heading_id(inner) {
                let cut = last.end - length;
                set_id(&mut out[first], id);
                cut_text(&mut out, first, cut);
            }
        }
        out.push((event, range));
    }
    out
}

/// The id at the end of a heading, and the bytes that it takes.
fn heading_id(text: &str) -> Option<(&str, usize)> {
    let inner = text.trim_end().strip_suffix('}')?;
    let (before, id) = inner.rsplit_once("{#")?;
    let is_id = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':');
    let is_one = !id.is_empty() && id.chars().all(is_id) && !before.ends_with('\\');
    is_one.then(|| (id, text.len() - before.trim_end().len()))
}

fn set_id(heading: &mut Placed<'_>, written: &str) {
    if let Event::Start(Tag::Heading { id, .. }) = &mut heading.0 {
        *id = Some(CowStr::from(written.to_owned()));
    }
}

/// Drops text from a place on, back to the start of a heading.
fn cut_text(out: &mut Vec<Placed<'_>>, first: usize, cut: usize) {
    while out.len() > first + 1 {
        let Some((Event::Text(text), range)) = out.last_mut() else { return };
        if range.start >= cut {
            out.pop();
            continue;
        }
        if range.end > cut && text.len() == range.len() {
            *text = CowStr::from(text[..cut - range.start].to_owned());
            range.end = cut;
        }
        return;
    }
}

/// The number that an item of a list is written with.
pub(super) fn number(item: &str) -> Option<u64> {
    let item = item.trim_start();
    let digits = item.len() - item.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    item[..digits].parse().ok()
}

/// Source with control characters gone, as places in it are the same.
pub(super) fn cleaned(source: &str) -> Cow<'_, str> {
    let is_control = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    // ASCII's are one byte; the others begin with this one.
    let may_be = |byte: u8| {
        byte < b' ' && byte != b'\n' && byte != b'\r' && byte != b'\t'
            || byte == 0x7f
            || byte == 0xc2
    };
    // Without a way out between, many bytes are looked at in one step.
    let has_one =
        |bytes: &[u8]| bytes.iter().fold(false, |has, byte| has | may_be(*byte));
    if source.as_bytes().chunks(128).any(has_one) && source.contains(is_control) {
        let out = source.chars().map(|c| match c {
            c if is_control(c) && c.is_ascii() => ' ',
            // Two spaces may be a line break; this has the length of two as well.
            c if is_control(c) => '\u{a0}',
            c => c,
        });
        return Cow::Owned(out.collect());
    }
    Cow::Borrowed(source)
}
