//! Readers for single values: texts, days, addresses, choices.
//!
//! In comes a [`Node`] with its place, out goes a typed value or a complaint. Nothing here
//! knows which field it reads.

use jiff::civil::{Date, DateTime};

use crate::base::code::Code;
use crate::base::date::{PartialDate, parse_day};
use crate::base::diagnostic::{Argument, nearest};
use crate::base::language::Language;
use crate::base::slug::{composed, slugify};
use crate::base::text::Localised;
use crate::model::event::EventTime;

use super::fields::{At, Fields, Sink};
use super::node::Node;

/// Longest text of one line, in characters: titles, names, labels.
const LONGEST_LINE: usize = 300;
/// Longest text of a few sentences: summaries, quotes, notes.
const LONGEST_TEXT: usize = 4_000;

fn limited(
    node: &Node,
    at: &At<'_>,
    sink: &mut Sink<'_>,
    longest: usize,
) -> Option<String> {
    let Some(text) = node.written() else {
        sink.wrong_type(at, "type-text", node);
        return None;
    };
    // Line ends and control characters have no place in a single value.
    let cleaned: String =
        text.trim().chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let text = composed(&cleaned).into_owned();
    if text.chars().count() > longest {
        sink.value(Code::ValueTooLong, at)
            .arguments
            .push(("most", Argument::Number(i64::try_from(longest).unwrap_or(i64::MAX))));
        return None;
    }
    Some(text)
}

/// A text of one line; empty counts as left out.
pub(super) fn line(node: &Node, at: &At<'_>, sink: &mut Sink<'_>) -> Option<String> {
    limited(node, at, sink, LONGEST_LINE).filter(|text| !text.is_empty())
}

/// A text of one line that must say something.
pub(super) fn title(node: &Node, at: &At<'_>, sink: &mut Sink<'_>) -> Option<String> {
    let text = limited(node, at, sink, LONGEST_LINE)?;
    if text.is_empty() {
        sink.value(Code::ValueEmpty, at);
        return None;
    }
    Some(text)
}

/// A text that may be empty on purpose (an alternative text).
pub(super) fn maybe_empty(
    node: &Node,
    at: &At<'_>,
    sink: &mut Sink<'_>,
) -> Option<String> {
    limited(node, at, sink, LONGEST_LINE)
}

/// A text of a few sentences.
pub(super) fn sentences(node: &Node, at: &At<'_>, sink: &mut Sink<'_>) -> Option<String> {
    limited(node, at, sink, LONGEST_TEXT).filter(|text| !text.is_empty())
}

/// One text, or one per language: `{ de: Brückenbau, en: Bridges }`.
pub(super) fn localised(
    node: &Node,
    at: &At<'_>,
    sink: &mut Sink<'_>,
) -> Option<Localised> {
    let Node::Map(_) = node else {
        return sentences(node, at, sink).map(Localised::Same);
    };
    let mut fields = Fields::open(node, at, sink)?;
    let mut each = std::collections::BTreeMap::new();
    for language in Language::ALL {
        if let Some(text) = fields.optional(language.code(), sentences, sink) {
            each.insert(language, text);
        }
    }
    fields.close(sink);
    (!each.is_empty()).then_some(Localised::Each(each))
}

/// `true` or `false`.
pub(super) fn flag(node: &Node, at: &At<'_>, sink: &mut Sink<'_>) -> Option<bool> {
    let Node::Flag(flag) = node else {
        sink.wrong_type(at, "type-flag", node);
        return None;
    };
    Some(*flag)
}

/// A whole number within bounds.
pub(super) fn number(
    node: &Node,
    at: &At<'_>,
    sink: &mut Sink<'_>,
    bounds: std::ops::RangeInclusive<i64>,
) -> Option<i64> {
    let Node::Whole(number) = node else {
        sink.wrong_type(at, "type-number", node);
        return None;
    };
    if !bounds.contains(number) {
        sink.value(Code::NumberOutOfRange, at).arguments.extend([
            ("least", Argument::Number(*bounds.start())),
            ("most", Argument::Number(*bounds.end())),
        ]);
        return None;
    }
    Some(*number)
}

fn wrong_date<T>(at: &At<'_>, sink: &mut Sink<'_>, node: &Node, code: Code) -> Option<T> {
    let Some(written) = node.written() else {
        sink.wrong_type(at, "type-day", node);
        return None;
    };
    let quoted = sink.quoted(at, &written);
    sink.value(code, at).arguments.push(("value", quoted));
    None
}

/// A day of the calendar, `2026-05-12`.
pub(super) fn day(node: &Node, at: &At<'_>, sink: &mut Sink<'_>) -> Option<Date> {
    match node.written().as_deref().and_then(parse_day) {
        Some(day) => Some(day),
        None => wrong_date(at, sink, node, Code::DateWrong),
    }
}

/// A day, a month or a year.
pub(super) fn partial(
    node: &Node,
    at: &At<'_>,
    sink: &mut Sink<'_>,
) -> Option<PartialDate> {
    match node.written().as_deref().and_then(PartialDate::parse) {
        Some(date) => Some(date),
        None => wrong_date(at, sink, node, Code::DateWrong),
    }
}

/// When an event begins or ends: a day, a local time, or a time with an offset.
pub(super) fn event_time(
    node: &Node,
    at: &At<'_>,
    sink: &mut Sink<'_>,
) -> Option<EventTime> {
    let written = node.written().unwrap_or_default();
    let text = written.trim().replacen(' ', "T", 1);
    if let Some(day) = parse_day(&text) {
        return Some(EventTime::Day(day));
    }
    if let Ok(instant) = text.parse::<jiff::Timestamp>() {
        return Some(EventTime::Instant(instant));
    }
    // `parse` would also take a date alone or a week date, which are no times.
    match text.parse::<DateTime>() {
        Ok(time) if text.len() >= 16 && text.as_bytes()[10] == b'T' => {
            Some(EventTime::Local(time))
        }
        _ => wrong_date(at, sink, node, Code::TimeWrong),
    }
}

/// One of some words.
pub(super) fn choice<T: Copy>(
    node: &Node,
    at: &At<'_>,
    sink: &mut Sink<'_>,
    choices: &[(&'static str, T)],
) -> Option<T> {
    let Some(written) = node.written() else {
        sink.wrong_type(at, "type-text", node);
        return None;
    };
    let found =
        choices.iter().find(|(word, _)| *word == written).map(|(_, value)| *value);
    if found.is_none() {
        let near = nearest(&written, choices.iter().map(|(word, _)| *word));
        let known = choices.iter().map(|(word, _)| (*word).to_owned()).collect();
        let quoted = sink.quoted(at, &written);
        sink.value(Code::ValueUnknown, at).arguments.extend([
            ("value", quoted),
            ("near", Argument::Suggestion(near)),
            ("known", Argument::Choices(known)),
        ]);
    }
    found
}

/// An address on the web: `http` or `https` only.
pub(super) fn web_address(
    node: &Node,
    at: &At<'_>,
    sink: &mut Sink<'_>,
) -> Option<String> {
    let text = limited(node, at, sink, 2_000)?;
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let usable = rest.is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_alphanumeric() || c == '[')
            && !rest.contains(|c: char| c.is_whitespace() || "\"<>\\^`{|}".contains(c))
    });
    if !usable {
        let quoted = sink.quoted(at, &text);
        sink.value(Code::UrlWrong, at).arguments.push(("value", quoted));
        return None;
    }
    Some(text)
}

/// An e-mail address; only its shape is looked at.
pub(super) fn email(node: &Node, at: &At<'_>, sink: &mut Sink<'_>) -> Option<String> {
    let text = limited(node, at, sink, 254)?;
    let usable = text.split_once('@').is_some_and(|(user, host)| {
        !user.is_empty()
            && host.contains('.')
            && !host.starts_with('.')
            && !host.ends_with('.')
            && !text.contains(|c: char| c.is_whitespace() || "<>\"(),:;\\".contains(c))
            && !host.contains('@')
    });
    if !usable {
        let quoted = sink.quoted(at, &text);
        sink.value(Code::EmailWrong, at).arguments.push(("value", quoted));
        return None;
    }
    Some(text)
}

/// The last part of an address, as an editor chose it.
pub(super) fn slug(node: &Node, at: &At<'_>, sink: &mut Sink<'_>) -> Option<String> {
    let text = limited(node, at, sink, LONGEST_LINE)?;
    let right = slugify(&text);
    if right != text || right.is_empty() {
        let near = (!right.is_empty()).then_some(right);
        let quoted = sink.quoted(at, &text);
        sink.value(Code::SlugWrong, at)
            .arguments
            .extend([("value", quoted), ("near", Argument::Suggestion(near))]);
        return None;
    }
    Some(text)
}

/// An id of reference data or of a person: letters, digits and hyphens.
pub(super) fn id(node: &Node, at: &At<'_>, sink: &mut Sink<'_>) -> Option<String> {
    let text = limited(node, at, sink, 100)?;
    let usable = !text.is_empty()
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !text.starts_with('-');
    if !usable {
        let quoted = sink.quoted(at, &text);
        sink.value(Code::IdWrong, at).arguments.push(("value", quoted));
        return None;
    }
    Some(text)
}

/// A former address of a page: a path of the site.
pub(super) fn alias(node: &Node, at: &At<'_>, sink: &mut Sink<'_>) -> Option<String> {
    let text = limited(node, at, sink, LONGEST_LINE)?;
    let inner = text.trim_matches('/');
    // Hidden names belong to the server and to ourselves, and no disk holds longer ones.
    let is_name = |part: &str| !part.starts_with('.') && part.len() <= 200;
    let usable = crate::base::output::OutputPath::new(inner).is_some()
        && inner.split('/').all(is_name);
    if !usable {
        let quoted = sink.quoted(at, &text);
        sink.value(Code::UrlWrong, at).arguments.push(("value", quoted));
        return None;
    }
    Some(inner.to_owned())
}
