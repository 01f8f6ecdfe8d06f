//! Readers for single values: texts, days, addresses, choices.
//!
//! In comes a [`Node`] with its place, out goes a typed value or a complaint. Nothing here
//! knows which field it reads.

use jiff::civil::{Date, DateTime};

use crate::base::code::Code;
use crate::base::date::{PartialDate, parse_day};
use crate::base::diagnostic::{Argument, nearest};
use crate::base::invisible::{has_control, without_break_hints};
use crate::base::language::Language;
use crate::base::language_tag::LanguageTag;
use crate::base::slug::{composed, slugify};
use crate::base::source::percent_decoded;
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
    let Some(text) = node.text() else {
        sink.wrong_type(at, "type-text", node);
        return None;
    };
    // Line ends and control characters have no place in a single value.
    let text = without_break_hints(&text);
    let text = text.trim();
    let text = if has_control(text) {
        let cleaned = text.replace(char::is_control, " ");
        composed(&cleaned).into_owned()
    } else {
        composed(text).into_owned()
    };
    if text.len() > longest && text.chars().count() > longest {
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
    let Node::Flag(flag, _) = node else {
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
    let Node::Whole(number, _) = node else {
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

/// A day, month or year that is none of the calendar or not written as one. `form` is how it
/// is written, `near` makes the right form of the usual other ones.
fn wrong_date<T>(
    at: &At<'_>,
    sink: &mut Sink<'_>,
    node: &Node,
    code: Code,
    form: &'static str,
    near: fn(&str) -> Option<String>,
) -> Option<T> {
    let Some(written) = node.written() else {
        sink.wrong_type(at, form, node);
        return None;
    };
    let quoted = sink.quoted(at, &written);
    if let Some(most) = days_of_month(&written) {
        sink.value(Code::DayTooLate, at)
            .arguments
            .extend([("value", quoted), ("most", Argument::Number(most))]);
        return None;
    }
    let near = near(&written).filter(|_| sink.shows(at));
    sink.value(code, at).arguments.extend([
        ("value", quoted),
        ("form", Argument::Word(form)),
        ("near", Argument::Suggestion(near)),
    ]);
    None
}

/// The days of a month, if a day is written in the right form and the month has fewer.
fn days_of_month(written: &str) -> Option<i64> {
    let (month, day) = written.get(..10)?.rsplit_once('-')?;
    let rest = written[10..].starts_with(['T', ' ']) || written.len() == 10;
    let last =
        PartialDate::parse(month).filter(|month| month.day.is_none())?.last_day().day();
    let day = day.parse::<i8>().ok().filter(|day| *day > last && *day <= 31)?;
    (rest && day > last).then_some(i64::from(last))
}

/// The numbers in a text.
fn numbers(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect()
}

/// `12.5.2026` and `2026-5-12` as `2026-05-12`. Between slashes day and month may stand either
/// way, so nothing is made of that.
fn near_day(text: &str) -> Option<String> {
    let usual = text.chars().all(|c| c.is_ascii_digit() || " .-/".contains(c));
    match numbers(text).as_slice() {
        [year, month, day] if usual && year.len() == 4 => day_of(year, month, day),
        [day, month, year] if usual && year.len() == 4 && !text.contains('/') => {
            day_of(year, month, day)
        }
        _ => None,
    }
}

fn day_of(year: &str, month: &str, day: &str) -> Option<String> {
    let written = format!("{year}-{month:0>2}-{day:0>2}");
    parse_day(&written).map(|_| written)
}

/// `10/1986` and `1986/10` as `1986-10`; a day as [`near_day`] does.
fn near_partial(text: &str) -> Option<String> {
    let (year, month) = match numbers(text).as_slice() {
        [year, month] | [month, year] if year.len() == 4 && month.len() <= 2 => {
            (*year, *month)
        }
        _ => return near_day(text),
    };
    let written = format!("{year}-{month:0>2}");
    PartialDate::parse(&written).map(|_| written)
}

/// `12.05.2026, 18 Uhr` and `2026-05-12 18.30` as `2026-05-12T18:30`.
fn near_time(text: &str) -> Option<String> {
    let letters: String = text.chars().filter(|c| c.is_alphabetic()).collect();
    if !["", "t", "uhr", "h"].contains(&letters.to_lowercase().as_str()) {
        return None;
    }
    let found = numbers(text);
    let (date, time) = found.split_at_checked(3)?;
    let day = match date {
        [year, month, day] if year.len() == 4 => day_of(year, month, day)?,
        [day, month, year] if year.len() == 4 && !text.contains('/') => {
            day_of(year, month, day)?
        }
        _ => return None,
    };
    let written = match time {
        [] => day,
        [hour] => format!("{day}T{hour:0>2}:00"),
        [hour, minute] => format!("{day}T{hour:0>2}:{minute:0>2}"),
        _ => return None,
    };
    (written.len() == 10 || written.parse::<DateTime>().is_ok()).then_some(written)
}

/// A day of the calendar, `2026-05-12`.
pub(super) fn day(node: &Node, at: &At<'_>, sink: &mut Sink<'_>) -> Option<Date> {
    match node.written().as_deref().and_then(parse_day) {
        Some(day) => Some(day),
        None => wrong_date(at, sink, node, Code::DateWrong, "type-day", near_day),
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
        None => wrong_date(at, sink, node, Code::DateWrong, "type-partial", near_partial),
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
    // The end of a day, as pages of this site print it too (ISO 8601, 4.2.3 of the edition of 2004).
    let midnight = text.strip_suffix("T24:00").or_else(|| text.strip_suffix("T24:00:00"));
    if let Some(next) = midnight.and_then(parse_day).and_then(|day| day.tomorrow().ok()) {
        return Some(EventTime::Local(next.to_datetime(jiff::civil::Time::midnight())));
    }
    if let Ok(instant) = text.parse::<jiff::Timestamp>() {
        return Some(EventTime::Instant(instant));
    }
    // `parse` would also take a date alone or a week date, which are no times.
    match text.parse::<DateTime>() {
        Ok(time) if text.len() >= 16 && text.as_bytes()[10] == b'T' => {
            Some(EventTime::Local(time))
        }
        _ => wrong_date(at, sink, node, Code::TimeWrong, "type-time", near_time),
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

/// The language of a part of a text, `fr` or `pt-BR`.
pub(super) fn language_tag(
    node: &Node,
    at: &At<'_>,
    sink: &mut Sink<'_>,
) -> Option<LanguageTag> {
    let text = limited(node, at, sink, 100)?;
    let tag = LanguageTag::parse(&text);
    if tag.is_none() {
        let quoted = sink.quoted(at, &text);
        let near = LanguageTag::nearest(&text).filter(|_| sink.shows(at));
        sink.value(Code::LanguageTagWrong, at)
            .arguments
            .extend([("value", quoted), ("near", Argument::Suggestion(near))]);
    }
    tag
}

/// An address on the web: `http` or `https` only.
pub(super) fn web_address(
    node: &Node,
    at: &At<'_>,
    sink: &mut Sink<'_>,
) -> Option<String> {
    let text = with_small_scheme(limited(node, at, sink, 2_000)?);
    if !is_web_address(&text) {
        let full = format!("https://{text}");
        let usable = text.contains('.') && !text.contains([':', '@', '\\']);
        let near = (usable && is_web_address(&full)).then_some(full);
        wrong_address(at, sink, &text, "form-web", near);
        return None;
    }
    Some(text)
}

/// `HTTPS://example.org` as `https://example.org`: schemes have no case (RFC 3986, section 3.1).
fn with_small_scheme(text: String) -> String {
    match text.split_once("://") {
        Some((scheme, rest)) if scheme.bytes().any(|byte| byte.is_ascii_uppercase()) => {
            format!("{}://{rest}", scheme.to_ascii_lowercase())
        }
        _ => text,
    }
}

fn is_web_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_alphanumeric() || c == '[')
            && !rest.contains(|c: char| c.is_whitespace() || "\"<>\\^`{|}".contains(c))
    })
}

fn wrong_address(
    at: &At<'_>,
    sink: &mut Sink<'_>,
    text: &str,
    form: &'static str,
    near: Option<String>,
) {
    let quoted = sink.quoted(at, text);
    let near = near.filter(|_| sink.shows(at));
    sink.value(Code::UrlWrong, at).arguments.extend([
        ("value", quoted),
        ("form", Argument::Word(form)),
        ("near", Argument::Suggestion(near)),
    ]);
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
        let right = slugify(&text);
        let near = (!right.is_empty() && sink.shows(at)).then_some(right);
        let quoted = sink.quoted(at, &text);
        sink.value(Code::IdWrong, at)
            .arguments
            .extend([("value", quoted), ("near", Argument::Suggestion(near))]);
        return None;
    }
    Some(text)
}

/// A former address of a page: a path of the site.
pub(super) fn alias(node: &Node, at: &At<'_>, sink: &mut Sink<'_>) -> Option<String> {
    let text = limited(node, at, sink, LONGEST_LINE)?;
    // As the server decodes it: `/portr%C3%A4ts/` and `/porträts/` are one address.
    let decoded = percent_decoded(&text);
    let decoded = composed(&decoded);
    let inner = decoded.trim_matches('/');
    // Hidden names belong to the server and to ourselves, and no disk holds longer ones.
    let is_name = |part: &str| !part.starts_with('.') && part.len() <= 200;
    let usable = crate::base::output::OutputPath::new(inner).is_some()
        && inner.split('/').all(is_name);
    if !usable {
        wrong_address(at, sink, &text, "form-alias", None);
        return None;
    }
    Some(inner.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Editors, F.
    #[test]
    fn a_month_has_only_so_many_days() {
        assert_eq!(days_of_month("2026-11-31"), Some(30));
        assert_eq!(days_of_month("2027-02-29T18:00"), Some(28));
        assert_eq!(days_of_month("2026-11-30"), None);
        assert_eq!(days_of_month("2026-13-31"), None);
        assert_eq!(days_of_month("2026-11-45"), None);
        assert_eq!(days_of_month("31.11.2026"), None);
        assert_eq!(
            with_small_scheme("HTTPS://Example.org/A".into()),
            "https://Example.org/A"
        );
    }

    #[test]
    fn the_usual_other_forms_of_days_and_times_are_understood() {
        for (written, day) in [
            ("12.5.2026", Some("2026-05-12")),
            ("12. 05. 2026", Some("2026-05-12")),
            ("2026/5/12", Some("2026-05-12")),
            ("31.11.2026", None),
            ("5/12/2026", None),
            ("12. Mai 2026", None),
            ("12.5.26", None),
        ] {
            assert_eq!(near_day(written).as_deref(), day, "{written}");
        }
        for (written, month) in [
            ("10/1986", Some("1986-10")),
            ("1986.10", Some("1986-10")),
            ("13/1986", None),
        ] {
            assert_eq!(near_partial(written).as_deref(), month, "{written}");
        }
        for (written, time) in [
            ("12.05.2026, 18 Uhr", Some("2026-05-12T18:00")),
            ("2026-05-12T9.30", Some("2026-05-12T09:30")),
            ("12.5.2026", Some("2026-05-12")),
            ("2026-05-12 6 pm", None),
            ("2026-05-12T25:00", None),
            ("18:00", None),
        ] {
            assert_eq!(near_time(written).as_deref(), time, "{written}");
        }
    }
}
