//! Rewrites Markdown events so that they produce accessible HTML with placeholders.
//!
//! In come the events of one text, out go events for the HTML writer, and problems. Never depends
//! on another file, so that results can be cached.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, HeadingLevel, Tag, TagEnd, html};

use crate::base::code::Code;
use crate::base::diagnostic::{Argument, BytesRange, Diagnostic, Place};
use crate::base::language::Language;
use crate::base::source::SitePath;
use crate::model::text::Piece;

use super::MARK;
use super::destination::{Destination, destination, is_nearly_person};
use super::heading::{Headings, SkippedLevel};
use super::leftover::leftovers;
use super::link::{Edge, LinkProblem, Links, WrittenLink};
use super::lists::ListNumbers;
use super::near_miss::near_misses;
use super::notes::{lost_cells, wrong_notes};
use super::parse::Parsed;
use super::picture;
use super::quotes::marks;
use super::shape::{is_interview, is_question, is_timeline};
use super::table::{Table, raw};
use super::words::{DECORATIVE, has_empty_cell, length, words, words_without_people};

pub(super) struct Writer<'a, 'd> {
    path: &'a SitePath,
    source: &'a str,
    offset: usize,
    language: Language,
    base: &'a str,
    diagnostics: &'d mut Vec<Diagnostic>,
    pub(super) holes: Vec<Piece>,
    /// Footnotes by their labels, numbered in the order of their first reference.
    notes: BTreeMap<String, usize>,
    /// True once it was said that HTML is shown as text.
    html_told: bool,
    /// Where a comment begins that does not end.
    open_comment: Option<usize>,
    headings: Headings,
    links: Links,
    table: Table,
    lists: ListNumbers,
    /// The typographic mark for each straight one, by its place.
    marks: BTreeMap<usize, &'static str>,
}

/// Footnotes: label and events.
pub(super) type Endnotes<'a> = Vec<(String, Vec<Event<'a>>)>;

impl<'a, 'd> Writer<'a, 'd> {
    pub(super) fn new(
        path: &'a SitePath,
        source: &'a str,
        offset: usize,
        language: Language,
        base: &'a str,
        diagnostics: &'d mut Vec<Diagnostic>,
        events: &[(Event<'a>, Range<usize>)],
    ) -> Self {
        Self {
            path,
            source,
            offset,
            language,
            base,
            diagnostics,
            holes: Vec::new(),
            notes: BTreeMap::new(),
            html_told: false,
            open_comment: None,
            headings: Headings::of(events),
            links: Links::default(),
            table: Table::new(language),
            lists: ListNumbers::default(),
            marks: marks(events, source, language).into_iter().collect(),
        }
    }

    pub(super) fn rewrite(
        &mut self,
        events: &[(Event<'a>, Range<usize>)],
    ) -> (Vec<Event<'a>>, Endnotes<'a>) {
        let mut out = Vec::with_capacity(events.len());
        let mut endnotes: Endnotes<'a> = Vec::new();
        let mut outer: Option<Vec<Event<'a>>> = None;
        self.told(events);
        let interview = is_interview(events);
        let mut index = 0;
        while index < events.len() {
            let (event, range) = &events[index];
            match event {
                Event::Start(Tag::FootnoteDefinition(label)) => {
                    outer = Some(std::mem::take(&mut out));
                    endnotes.push((label.to_string(), Vec::new()));
                }
                Event::End(TagEnd::FootnoteDefinition) => {
                    let note =
                        std::mem::replace(&mut out, outer.take().unwrap_or_default());
                    if let Some((_, events)) = endnotes.last_mut() {
                        *events = note;
                    }
                }
                Event::Start(Tag::Paragraph)
                    if picture::stands_alone(&events[index..]) =>
                {
                    index = self.figures(events, index, &mut out);
                }
                Event::Start(Tag::Image { .. }) => {
                    index = self.picture(events, index, false, &mut out);
                }
                Event::Start(Tag::Heading { level, id, .. }) => {
                    let inner = &events[index..];
                    match self.heading(*level, id.as_deref(), inner, range) {
                        Some(start) => out.push(start),
                        // An empty heading would be a step in the outline that nobody can read.
                        None => index += length(inner),
                    }
                }
                Event::Start(Tag::Link { .. }) => {
                    out.push(self.link_start(events, index));
                }
                Event::Start(Tag::BlockQuote(_)) => {
                    out.push(self.quotation(&events[index..]));
                }
                Event::Start(Tag::TableHead) => {
                    if has_empty_cell(&events[index..]) {
                        self.report(Code::TableHeaderEmpty, range.clone(), "");
                    }
                    self.one(event, range, &mut out);
                }
                Event::Start(Tag::Paragraph)
                    if is_question(&events[index..], interview) =>
                {
                    out.push(raw("<p class=\"question\">".into()));
                }
                Event::Start(Tag::Table(_)) => {
                    self.table.is_timeline(is_timeline(&events[index..]));
                    self.one(event, range, &mut out);
                }
                event => self.one(event, range, &mut out),
            }
            index += 1;
        }
        (out, endnotes)
    }

    fn one(&mut self, event: &Event<'a>, range: &Range<usize>, out: &mut Vec<Event<'a>>) {
        match event {
            Event::End(TagEnd::Heading(level)) => {
                out.push(raw(self.headings.end(*level)));
            }
            Event::Html(text) | Event::InlineHtml(text) => {
                // One note per file is enough, at the first occurrence. What stands behind an
                // open comment is part of it, as far as anybody can tell.
                let open = self.open_comment.is_some_and(|at| range.end > at);
                if !open && !std::mem::replace(&mut self.html_told, true) {
                    self.report(Code::HtmlShown, range.clone(), "");
                }
                out.push(Event::Text(text.clone()));
            }
            // Raw HTML is shown as text, in a paragraph of its own.
            Event::Start(Tag::HtmlBlock) => out.push(Event::Start(Tag::Paragraph)),
            Event::End(TagEnd::HtmlBlock) => out.push(Event::End(TagEnd::Paragraph)),
            Event::Text(text) => out.push(Event::Text(self.typography(text, range))),
            Event::FootnoteReference(label) => out.push(self.footnote_reference(label)),
            Event::Start(Tag::Item) => {
                let number = self.lists.item(&self.source[range.clone()]);
                if let Some(number) = number {
                    self.report(Code::ListNumbers, range.clone(), &number.to_string());
                    out.push(raw(format!("<li value=\"{number}\">")));
                } else {
                    out.push(event.clone());
                }
            }
            Event::Start(Tag::List(number)) => {
                self.lists.start(*number);
                out.push(event.clone());
            }
            Event::End(TagEnd::List(_)) => {
                self.lists.end();
                out.push(event.clone());
            }
            Event::End(TagEnd::Link) => {
                let edge = self.links.end();
                out.push(self.edge(edge));
            }
            event => match self.table.event(event) {
                Some(html) => out.push(html),
                None => out.push(event.clone()),
            },
        }
    }

    /// Says what was meant otherwise than it is shown.
    fn told(&mut self, events: &[(Event<'a>, Range<usize>)]) {
        let mut misses = Vec::new();
        for range in near_misses(events) {
            misses.push(range.clone());
            self.report(Code::MentionWrong, range, "");
        }
        for (code, range, label) in wrong_notes(events) {
            self.report(code, range, &label);
        }
        for range in lost_cells(events, self.source) {
            self.report(Code::TableCellsLost, range, "");
        }
        for (meant, range) in leftovers(events, self.source) {
            // What was meant as a mention is told as one.
            if misses.iter().any(|miss| miss.start < range.end && range.start < miss.end)
            {
                continue;
            }
            let complaint = self.report(Code::MarkupShown, range, "");
            complaint.arguments.push(("what", Argument::Word(meant.word())));
        }
    }

    /// Says which comments are not shown.
    pub(super) fn comments(&mut self, parsed: &Parsed<'_>) {
        // One note per file is enough, at the first one.
        if let Some(range) = parsed.comments.first() {
            self.report(Code::CommentHidden, range.clone(), "");
        }
        self.open_comment = parsed.open_comment;
        if let Some(start) = parsed.open_comment {
            self.report(Code::CommentOpen, start..start + 4, "");
        }
    }

    /// True if a report may quote the text.
    fn shows(&self) -> bool {
        !self.path.as_str().starts_with("content/directory/")
    }

    fn report(
        &mut self,
        code: Code,
        range: Range<usize>,
        value: &str,
    ) -> &mut Diagnostic {
        let place =
            Place::range(self.path, self.offset + range.start..self.offset + range.end);
        let value = if self.shows() { value } else { crate::base::mask::MASK };
        self.diagnostics.push(Diagnostic::at(code, place).text("value", value));
        self.diagnostics.last_mut().expect("one was just pushed")
    }

    fn hole(&mut self, piece: Piece) -> Event<'a> {
        let number = self.holes.len();
        self.holes.push(piece);
        raw(format!("{MARK}{number}{MARK}"))
    }

    fn at(&self, range: &Range<usize>) -> BytesRange {
        BytesRange { start: self.offset + range.start, end: self.offset + range.end }
    }

    /// Adapts straight quotes to the language; quotes that were typed as such are kept.
    fn typography(&self, text: &CowStr<'a>, range: &Range<usize>) -> CowStr<'a> {
        // The parser makes each straight quote an English one, in an event of its own.
        let mark = self.marks.get(&range.start).filter(|_| range.len() == 1);
        mark.map_or_else(|| text.clone(), |mark| CowStr::from(*mark))
    }

    fn footnote_reference(&mut self, label: &CowStr<'_>) -> Event<'a> {
        let known = self.notes.get(label.as_ref()).copied();
        let number = known.unwrap_or(self.notes.len() + 1);
        // The backlink leads to the first reference only, since ids must be unique.
        let id = if known.is_none() {
            self.notes.insert(label.to_string(), number);
            format!(" id=\"ref-{number}\"")
        } else {
            String::new()
        };
        raw(format!(
            "<sup class=\"footnote\"><a{id} href=\"#note-{number}\" role=\"doc-noteref\">{number}</a></sup>"
        ))
    }

    pub(super) fn push_endnotes(&mut self, html: &mut String, endnotes: Endnotes<'a>) {
        let mut ordered: Vec<_> = endnotes
            .into_iter()
            .filter_map(|(label, events)| {
                Some((self.notes.get(&label).copied()?, events))
            })
            .collect();
        if ordered.is_empty() {
            return;
        }
        ordered.sort_by_key(|(number, _)| *number);
        let label = self.language.choose("Fußnoten", "Footnotes");
        // Writing to a String cannot fail.
        let _ = writeln!(
            html,
            "<div class=\"endnotes\" role=\"doc-endnotes\" aria-label=\"{label}\"><ol>"
        );
        for (number, events) in ordered {
            // Writing to a String cannot fail.
            let _ = write!(html, "<li id=\"note-{number}\">");
            html::push_html(html, events.into_iter());
            let _ = writeln!(
                html,
                "<a href=\"#ref-{number}\" role=\"doc-backlink\" aria-label=\"↩ {number}\">↩</a></li>"
            );
        }
        html.push_str("</ol></div>\n");
    }

    fn heading(
        &mut self,
        level: HeadingLevel,
        id: Option<&str>,
        events: &[(Event<'a>, Range<usize>)],
        range: &Range<usize>,
    ) -> Option<Event<'a>> {
        let text = words(events);
        if text.trim().is_empty() {
            self.report(Code::HeadingEmpty, range.clone(), "");
            return None;
        }
        let id = id.map_or_else(|| words_without_people(events), str::to_owned);
        let (html, skipped) = self.headings.start(level, &id);
        if let Some(SkippedLevel { written, right }) = skipped {
            let complaint = self.report(Code::HeadingSkipped, range.clone(), text.trim());
            complaint.arguments.extend([
                ("written", Argument::Text(written)),
                ("right", Argument::Text(right)),
            ]);
        }
        Some(raw(html))
    }

    fn link_start(
        &mut self,
        events: &[(Event<'a>, Range<usize>)],
        index: usize,
    ) -> Event<'a> {
        let (Event::Start(Tag::Link { link_type, dest_url, title, .. }), range) =
            &events[index]
        else {
            return raw(String::new());
        };
        let link = WrittenLink {
            kind: *link_type,
            target: dest_url,
            title,
            text: &words(&events[index..]),
            range: self.at(range),
        };
        let (edge, complaint) = self.links.start(&link, self.base, self.language);
        if let Some(LinkProblem { code, value, near }) = complaint {
            let near = near.filter(|_| self.shows());
            let complaint = self.report(code, range.clone(), &value);
            complaint.arguments.push(("near", Argument::Suggestion(near)));
        }
        self.edge(edge)
    }

    fn edge(&mut self, edge: Edge) -> Event<'a> {
        match edge {
            Edge::Html(html) => raw(html),
            Edge::Hole(piece) => self.hole(piece),
        }
    }

    /// Starts a quotation. If it consists of one part in another language, it gets the language.
    fn quotation(&mut self, events: &[(Event<'a>, Range<usize>)]) -> Event<'a> {
        if let [(start, _), (Event::Start(Tag::Paragraph), _), rest @ ..] = events
            && let Some((Event::Start(Tag::Link { dest_url, .. }), _)) = rest.first()
            && let [(Event::End(TagEnd::Paragraph), _), (Event::End(end), _), ..] =
                &rest[length(rest) + 1..]
            && matches!(end, TagEnd::BlockQuote(_))
            && matches!(start, Event::Start(Tag::BlockQuote(_)))
            && let Some(attributes) = self.links.quotation(dest_url)
        {
            return raw(format!("<blockquote{attributes}>\n"));
        }
        events[0].0.clone()
    }

    /// Writes the pictures of a paragraph without text; returns the index of its end.
    fn figures(
        &mut self,
        events: &[(Event<'a>, Range<usize>)],
        start: usize,
        out: &mut Vec<Event<'a>>,
    ) -> usize {
        let mut index = start + 1;
        while let Some((event, _)) = events.get(index) {
            match event {
                Event::End(TagEnd::Paragraph) => break,
                Event::Start(Tag::Image { .. }) => {
                    index = self.picture(events, index, true, out);
                }
                _ => {}
            }
            index += 1;
        }
        index
    }

    /// Writes a picture; returns the index of its end.
    fn picture(
        &mut self,
        events: &[(Event<'a>, Range<usize>)],
        start: usize,
        figure: bool,
        out: &mut Vec<Event<'a>>,
    ) -> usize {
        let (Event::Start(Tag::Image { dest_url, title, .. }), range) = &events[start]
        else {
            return start;
        };
        let (mut alt, length) = picture::alternative(&events[start..]);
        if matches!(destination(dest_url), Destination::Inside) {
            if alt.trim().is_empty() {
                self.report(Code::PictureAltMissing, range.clone(), dest_url);
            } else if alt.trim() == DECORATIVE {
                alt.clear();
            }
            let [caption, credit] = picture::caption_and_credit(title);
            let file = dest_url.to_string();
            let range = self.at(range);
            let piece = Piece::Picture { file, alt, caption, credit, figure, range };
            out.push(self.hole(piece));
        } else if is_nearly_person(dest_url) {
            // A mention with a sign too many; its name must not be shown.
            self.report(Code::MentionWrong, range.clone(), dest_url);
        } else {
            let embedded =
                dest_url.trim_start().to_ascii_lowercase().starts_with("data:");
            // The other site would learn who reads the page.
            let code = if embedded { Code::PictureEmbedded } else { Code::PictureRemote };
            let shown = if embedded { "" } else { dest_url };
            self.report(code, range.clone(), shown);
            out.push(Event::Text(alt.into()));
        }
        start + length
    }
}
