//! What is wrong with a template, in words for whoever writes it.
//!
//! In come Tera's errors and the values that a page was made from, out go diagnostics that name
//! the page, the file and the line, and for a name that does not exist the nearest one that
//! does. Tera's own sentences are shown only where there is no better one.

use std::ops::Range;

use tera::{Context, Error, ErrorKind, ReportError};

use crate::base::code::Code;
use crate::base::diagnostic::{Argument, Diagnostic, Place};

use super::known::{FILTERS, FUNCTIONS, TESTS};
use super::name::{Unknown, missing_part, of_field, page_argument};
use super::open_tag::{open_at, open_at_end};
use super::templates::Templates;

/// What is too much to be read.
pub(super) fn excess(templates: &Templates) -> Vec<Diagnostic> {
    let excess = templates.excess().into_iter();
    excess.map(|(path, why)| wrong(why, path.map(Place::file), "")).collect()
}

/// What is wrong when templates are read: all of it, since each is on its own.
pub(super) fn load_mistakes(error: &Error, templates: &Templates) -> Vec<Diagnostic> {
    match error.kind() {
        ErrorKind::Msg(text) if text.starts_with("error: ") => text
            .split("\n\nerror: ")
            .map(|one| reported(one.trim_start_matches("error: "), templates))
            .collect(),
        _ => vec![template_mistake(error, templates, &Context::new(), "")],
    }
}

/// What is wrong when a page is made. `page` is its address, or nothing if no page could be.
pub(in crate::render) fn template_mistake(
    error: &Error,
    templates: &Templates,
    context: &Context,
    page: &str,
) -> Diagnostic {
    match error.kind() {
        ErrorKind::SyntaxError(report) => {
            let name = report.filename();
            let range = templates.written(name, report.span().range.clone());
            syntax(report.message(), Some((name, range)), templates, page)
        }
        ErrorKind::RenderingError(report) => {
            let place = place(report, templates);
            match unknown(report, templates, context) {
                Some(unknown) => unknown.diagnostic(place, page),
                None => wrong(report.message(), place, page),
            }
        }
        ErrorKind::MissingParent { current, parent } => {
            let unknown = Unknown::new("word-template", parent, templates.names());
            unknown.diagnostic(quoted_in(current, parent, templates), page)
        }
        ErrorKind::CircularExtend { tpl, .. }
        | ErrorKind::CircularInclude { tpl, .. } => {
            let text = error.to_string();
            wrong(&text, templates.place(tpl, 0..0), page)
        }
        _ => {
            let text = error.to_string();
            let named =
                templates.names().find(|name| text.contains(&format!("`{name}`")));
            let place = named.and_then(|name| templates.path(name));
            wrong(&text, place.map(Place::file), page)
        }
    }
}

fn place(report: &ReportError, templates: &Templates) -> Option<Place> {
    let name = report.filename();
    templates.place(name, templates.written(name, report.span().range.clone()))
}

/// What cannot be read, where its cause is.
fn syntax(
    message: &str,
    place: Option<(&str, Range<usize>)>,
    templates: &Templates,
    page: &str,
) -> Diagnostic {
    let Some((name, range)) = place else { return wrong(message, None, page) };
    let text = templates.text(name).unwrap_or_default();
    let open = match message {
        "Unknown tag" => open_at(text, range.start),
        "Unexpected end of input" => open_at_end(text),
        _ => None,
    };
    match open {
        Some(open) => wrong("TAG OPEN", templates.place(name, open), page),
        None => wrong(message, templates.place(name, range), page),
    }
}

fn wrong(message: &str, place: Option<Place>, page: &str) -> Diagnostic {
    let diagnostic = match place {
        Some(place) => Diagnostic::at(Code::TemplateWrong, place),
        None => Diagnostic::general(Code::TemplateWrong),
    };
    diagnostic
        .with("cause", Argument::TemplateCause(message.to_owned()))
        .with("page", page_argument(page))
}

/// The text in quotes in a template, as its place.
fn quoted_in(template: &str, text: &str, templates: &Templates) -> Option<Place> {
    let at = templates.text(template)?.find(&format!("\"{text}\""));
    let range = at.map_or(0..0, |at| at..at + text.len() + 2);
    templates.place(template, range)
}

/// A mistake that comes as finished text only: the sentence, then `--> page.html:3:7`.
fn reported(text: &str, templates: &Templates) -> Diagnostic {
    let message = text.lines().next().unwrap_or_default();
    let located = text.lines().find_map(|line| line.trim().strip_prefix("--> "));
    let place = located.and_then(|located| {
        let mut parts = located.rsplitn(3, ':');
        let column: usize = parts.next()?.parse().ok()?;
        let line: usize = parts.next()?.parse().ok()?;
        let name = parts.next()?;
        let length = text.lines().last()?.matches('^').count();
        let start = offset(templates.read_text(name)?, line, column);
        let start = templates.written(name, start..start).start;
        let text = templates.text(name)?.get(start..)?;
        let end = text.char_indices().nth(length).map_or(text.len(), |(at, _)| at);
        Some((name, start..start + end))
    });
    match unknown_reference(message, templates) {
        Some(unknown) => {
            let place = place.and_then(|(name, range)| templates.place(name, range));
            unknown.diagnostic(place, "")
        }
        None => syntax(message, place, templates, ""),
    }
}

/// The byte at a line and a column, both from 1.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let line = text.get(start..).unwrap_or_default();
    let inner = line.char_indices().nth(column - 1).map_or(line.len(), |(at, _)| at);
    start + inner
}

/// What a sentence of Tera about a filter, a block and the like calls unknown.
fn unknown_reference(message: &str, templates: &Templates) -> Option<Unknown> {
    let name = message.split('`').nth(1)?;
    let kind = message.strip_prefix("Unknown ").or_else(|| {
        let is_block = message.starts_with("Block `") && message.contains("parent");
        is_block.then_some("block ")
    })?;
    let tagged = |kind, tag| Unknown::new(kind, name, templates.named_by(tag));
    Some(match kind.split(' ').next()? {
        "filter" => Unknown::new("word-filter", name, FILTERS.iter().copied()),
        "test" => Unknown::new("word-test", name, TESTS.iter().copied()),
        "function" => Unknown::new("word-function", name, FUNCTIONS.iter().copied()),
        "component" => tagged("word-component", "component"),
        "template" => Unknown::new("word-template", name, templates.names()),
        "block" => tagged("word-block", "block").without(name),
        _ => return None,
    })
}

/// The name that does not exist, if that is what a page could not be made for.
fn unknown(
    report: &ReportError,
    templates: &Templates,
    context: &Context,
) -> Option<Unknown> {
    let message = report.message();
    let name = message.split('`').nth(1).unwrap_or_default();
    let listed = |start: &str| {
        let (_, list) = message.split_once(start)?;
        Some(list.split(", ").map(|one| one.trim_matches('`')))
    };
    if message.starts_with("Variable `") {
        let known = listed("Available variables: ")?;
        return Some(Unknown::new("word-variable", name, known));
    }
    if message.starts_with("Unknown argument") {
        let known = listed("Possible argument(s) are: ")?;
        return Some(Unknown::new("word-argument", name, known));
    }
    let text = templates.text(report.filename())?;
    let start = templates.written(report.filename(), report.span().range.clone()).start;
    if message.starts_with("Field `") {
        let known = listed("Available fields: ")?;
        return Some(Unknown::new(of_field(text.get(..start)?), name, known));
    }
    // Everything else that an absent value leads to does not say which name is wrong.
    message
        .contains("undefined")
        .then(|| missing_part(text.get(start..)?, context))
        .flatten()
}
