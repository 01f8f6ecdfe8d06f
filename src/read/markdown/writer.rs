//! Rewrites Markdown events so that plain HTML comes out, with holes where the site is needed.
//!
//! In come the events of one text, out go events that need no further rules. Nothing here
//! knows another file.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd, html};

use crate::base::code::Code;
use crate::base::diagnostic::{BytesRange, Diagnostic, Place};
use crate::base::language::Language;
use crate::base::slug::slugify;
use crate::base::source::SitePath;
use crate::base::text::escape;
use crate::model::text::Piece;

use super::MARK;
use super::destination::{Destination, destination};
use super::picture::{self, Picture};
use super::table::{Table, raw};

/// The page's own heading is the only `h1`; a text that begins at `#` moves down one level.
fn heading_shift(events: &[(Event<'_>, Range<usize>)]) -> bool {
    events.iter().any(|(event, _)| {
        matches!(event, Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }))
    })
}

/// A link that is open while its text is written.
enum OpenLink {
    /// Goes out as `</a>`.
    Outside,
    /// Needs the site.
    Inside,
    /// Dropped; only its text stays.
    Dropped,
}

pub(super) struct Writer<'a, 'd> {
    path: &'a SitePath,
    source: &'a str,
    offset: usize,
    language: Language,
    base: &'a str,
    diagnostics: &'d mut Vec<Diagnostic>,
    shift: bool,
    pub(super) holes: Vec<Piece>,
    /// Labels of footnotes in the order of their first reference.
    notes: Vec<String>,
    /// Ids of headings with the number they have counted up to.
    heading_ids: BTreeMap<String, usize>,
    links: Vec<OpenLink>,
    table: Table,
}

/// Footnotes by label with their events.
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
            shift: heading_shift(events),
            holes: Vec::new(),
            notes: Vec::new(),
            heading_ids: BTreeMap::new(),
            links: Vec::new(),
            table: Table::default(),
        }
    }

    pub(super) fn rewrite(
        &mut self,
        events: &[(Event<'a>, Range<usize>)],
    ) -> (Vec<Event<'a>>, Endnotes<'a>) {
        let mut out = Vec::with_capacity(events.len());
        let mut endnotes: Endnotes<'a> = Vec::new();
        let mut outer: Option<Vec<Event<'a>>> = None;
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
                    let text = heading_text(&events[index..]);
                    out.push(self.heading(*level, id.as_deref(), &text));
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
                out.push(raw(format!("</h{}>\n", self.level(*level))));
            }
            Event::Html(text) | Event::InlineHtml(text) => {
                // One note for a file is enough, at the first place.
                if !self.diagnostics.iter().any(|d| d.code == Code::HtmlShown) {
                    self.complain(Code::HtmlShown, range.clone(), "");
                }
                out.push(Event::Text(text.clone()));
            }
            Event::Start(Tag::HtmlBlock) => out.push(Event::Start(Tag::Paragraph)),
            Event::End(TagEnd::HtmlBlock) => out.push(Event::End(TagEnd::Paragraph)),
            Event::Text(text) => out.push(Event::Text(self.typography(text, range))),
            Event::FootnoteReference(label) => out.push(self.footnote_reference(label)),
            Event::Start(Tag::Link { link_type, dest_url, title, .. }) => {
                out.push(self.link_start(*link_type, dest_url, title, range.clone()));
            }
            Event::End(TagEnd::Link) => out.push(self.link_end()),
            event => match self.table.event(event) {
                Some(html) => out.push(html),
                None => out.push(event.clone()),
            },
        }
    }

    fn complain(&mut self, code: Code, range: Range<usize>, value: &str) {
        let place =
            Place::range(self.path, self.offset + range.start..self.offset + range.end);
        let shown = !self.path.as_str().starts_with("content/directory/");
        let value = if shown { value } else { crate::base::mask::MASK };
        self.diagnostics.push(Diagnostic::at(code, place).text("value", value));
    }

    fn hole(&mut self, piece: Piece) -> Event<'a> {
        self.holes.push(piece);
        raw(MARK.to_string())
    }

    fn at(&self, range: &Range<usize>) -> BytesRange {
        BytesRange { start: self.offset + range.start, end: self.offset + range.end }
    }

    /// Straight quotes become those of the text's language; quotes that the author typed stay.
    fn typography(&self, text: &CowStr<'a>, range: &Range<usize>) -> CowStr<'a> {
        if self.language != Language::De || range.len() != 1 {
            return text.clone();
        }
        match (&self.source[range.clone()], text.as_ref()) {
            ("\"", "“") => "„".into(),
            ("\"", "”") => "“".into(),
            ("'", "‘") => "‚".into(),
            _ => text.clone(),
        }
    }

    fn level(&self, level: HeadingLevel) -> usize {
        (level as usize + usize::from(self.shift)).clamp(2, 6)
    }

    fn heading(
        &mut self,
        level: HeadingLevel,
        id: Option<&str>,
        text: &str,
    ) -> Event<'a> {
        let wanted = slugify(id.unwrap_or(text));
        let wanted = if wanted.is_empty() { "abschnitt".to_owned() } else { wanted };
        let mut id = wanted.clone();
        // Where the last heading with these words has stopped counting.
        let mut number = self.heading_ids.get(&wanted).copied().unwrap_or(1);
        while self.heading_ids.contains_key(&id) {
            number += 1;
            id = format!("{wanted}-{number}");
        }
        self.heading_ids.entry(id.clone()).or_insert(1);
        self.heading_ids.insert(wanted, number);
        raw(format!("<h{} id=\"{id}\">", self.level(level)))
    }

    fn footnote_reference(&mut self, label: &CowStr<'_>) -> Event<'a> {
        let known = self.notes.iter().position(|note| note == label.as_ref());
        let number = known.unwrap_or_else(|| {
            self.notes.push(label.to_string());
            self.notes.len() - 1
        }) + 1;
        // Only the first reference can be the target of the way back.
        let id =
            if known.is_none() { format!(" id=\"ref-{number}\"") } else { String::new() };
        raw(format!(
            "<sup class=\"footnote\"><a{id} href=\"#note-{number}\" role=\"doc-noteref\">{number}</a></sup>"
        ))
    }

    pub(super) fn push_endnotes(&mut self, html: &mut String, endnotes: Endnotes<'a>) {
        let mut ordered: Vec<_> = endnotes
            .into_iter()
            .filter_map(|(label, events)| {
                Some((self.notes.iter().position(|note| *note == label)?, events))
            })
            .collect();
        if ordered.is_empty() {
            return;
        }
        ordered.sort_by_key(|(position, _)| *position);
        html.push_str("<section class=\"endnotes\" role=\"doc-endnotes\"><ol>\n");
        for (position, events) in ordered {
            let number = position + 1;
            // Writing to a String cannot fail.
            let _ = write!(html, "<li id=\"note-{number}\">");
            html::push_html(html, events.into_iter());
            let _ = writeln!(
                html,
                "<a href=\"#ref-{number}\" role=\"doc-backlink\" aria-label=\"↩ {number}\">↩</a></li>"
            );
        }
        html.push_str("</ol></section>\n");
    }

    fn link_start(
        &mut self,
        kind: LinkType,
        target: &CowStr<'a>,
        title: &CowStr<'a>,
        range: Range<usize>,
    ) -> Event<'a> {
        let target = if kind == LinkType::Email {
            format!("mailto:{target}")
        } else {
            target.to_string()
        };
        let own = target.strip_prefix(self.base).filter(|_| !self.base.is_empty());
        let target = own.map_or(target.clone(), |rest| format!("/{rest}"));
        match destination(&target) {
            Destination::Outside => {
                self.links.push(OpenLink::Outside);
                let title = if title.is_empty() {
                    String::new()
                } else {
                    format!(" title=\"{}\"", escape(title))
                };
                raw(format!("<a href=\"{}\"{title}>", escape(&target)))
            }
            Destination::Inside => {
                self.links.push(OpenLink::Inside);
                let range = self.at(&range);
                self.hole(Piece::LinkStart { target, range })
            }
            Destination::Unsafe => {
                self.links.push(OpenLink::Dropped);
                self.complain(Code::LinkUnsafe, range, &target);
                raw(String::new())
            }
        }
    }

    fn link_end(&mut self) -> Event<'a> {
        match self.links.pop() {
            Some(OpenLink::Inside) => self.hole(Piece::LinkEnd),
            Some(OpenLink::Outside) => raw("</a>".into()),
            Some(OpenLink::Dropped) | None => raw(String::new()),
        }
    }

    /// Writes the pictures of a paragraph that holds nothing else; returns the index of its end.
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
                _ => index = self.picture(events, index, true, out) + 1,
            }
        }
        index
    }

    /// Writes a picture, if one begins here, and returns the index of its end.
    fn picture(
        &mut self,
        events: &[(Event<'a>, Range<usize>)],
        start: usize,
        figure: bool,
        out: &mut Vec<Event<'a>>,
    ) -> usize {
        let Some(picture) = Picture::read(&events[start..]) else { return start };
        let range = &events[start].1;
        let end = start + picture.length;
        if picture.is_own() {
            if picture.alt.trim().is_empty() {
                self.complain(Code::PhotoAltMissing, range.clone(), "");
            }
            let piece = picture.piece(figure, self.at(range));
            out.push(self.hole(piece));
        } else {
            // A picture elsewhere would tell that host who reads the page.
            self.complain(Code::PictureRemote, range.clone(), &picture.target);
            out.push(Event::Text(picture.alt.into()));
        }
        end
    }
}

fn heading_text(events: &[(Event<'_>, Range<usize>)]) -> String {
    events
        .iter()
        .take_while(|(event, _)| !matches!(event, Event::End(TagEnd::Heading(_))))
        .filter_map(|(event, _)| match event {
            Event::Text(text) | Event::Code(text) => Some(text.as_ref()),
            _ => None,
        })
        .collect()
}
