//! Markdown to pieces of HTML.
//!
//! In comes the body of a file, out go finished HTML and the places that need the whole site:
//! links to other files and pictures. Raw HTML is shown as text, unsafe links are dropped, and
//! nothing is ever taken for template code. No inline style is written.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;

use pulldown_cmark::{
    CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html,
};

use crate::base::code::Code;
use crate::base::diagnostic::{BytesRange, Diagnostic, Place};
use crate::base::language::Language;
use crate::base::slug::slugify;
use crate::base::source::SitePath;
use crate::base::text::{escape, shortened};
use crate::model::text::{Body, Piece};

/// Stands for a piece in the HTML. NUL in the input is replaced before it is read, so that no
/// text can hold one.
const MARK: char = '\0';

/// Longest opening, in characters; search engines show about as much.
const OPENING: usize = 180;

/// Renders the body of a file.
pub fn body(
    path: &SitePath,
    text: &str,
    part: Range<usize>,
    language: Language,
    diagnostics: &mut Vec<Diagnostic>,
) -> Body {
    let source = &text[part.clone()];
    if source.trim().is_empty() {
        return Body::default();
    }
    let replaced;
    let source = if source.contains(MARK) {
        // One byte for another, so that places in the file stay right.
        replaced = source.replace(MARK, " ");
        &replaced
    } else {
        source
    };
    let events: Vec<_> = Parser::new_ext(source, options()).into_offset_iter().collect();
    let mut writer = Writer {
        path,
        source,
        offset: part.start,
        language,
        diagnostics,
        shift: heading_shift(&events),
        holes: Vec::new(),
        notes: Vec::new(),
        heading_ids: BTreeMap::new(),
        links: Vec::new(),
        in_table_head: false,
        columns: Vec::new(),
        column: 0,
    };
    let (out, endnotes) = writer.rewrite(&events);
    let mut html = String::with_capacity(source.len() + source.len() / 3);
    html::push_html(&mut html, out.into_iter());
    writer.push_endnotes(&mut html, endnotes);
    let opening = opening(&events);
    Body { pieces: pieces(&html, writer.holes), opening }
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_SMART_PUNCTUATION
}

/// The page's own heading is the only `h1`; a text that begins at `#` moves down one level.
fn heading_shift(events: &[(Event<'_>, Range<usize>)]) -> bool {
    events.iter().any(|(event, _)| {
        matches!(event, Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }))
    })
}

/// Cuts the HTML at its marks.
fn pieces(html: &str, holes: Vec<Piece>) -> Vec<Piece> {
    let mut holes = holes.into_iter();
    let mut pieces = Vec::new();
    for (index, part) in html.split(MARK).enumerate() {
        if index > 0
            && let Some(hole) = holes.next()
        {
            pieces.push(hole);
        }
        if !part.is_empty() {
            pieces.push(Piece::Html(part.to_owned()));
        }
    }
    pieces
}

/// The first paragraph as plain text, cut at a word. What a picture shows is no part of it:
/// the picture may be withheld where the text is not.
fn opening(events: &[(Event<'_>, Range<usize>)]) -> String {
    let mut text = String::new();
    let mut inside = false;
    let mut pictures = 0;
    for (event, _) in events {
        match event {
            Event::Start(Tag::Paragraph) => inside = true,
            Event::End(TagEnd::Paragraph) if !text.trim().is_empty() => break,
            Event::Start(Tag::Image { .. }) => pictures += 1,
            Event::End(TagEnd::Image) => pictures -= 1,
            _ if pictures > 0 => {}
            Event::Text(part) | Event::Code(part) if inside => text.push_str(part),
            Event::SoftBreak | Event::HardBreak if inside => text.push(' '),
            _ => {}
        }
    }
    shortened(text.trim(), OPENING)
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

struct Writer<'a, 'd> {
    path: &'a SitePath,
    source: &'a str,
    offset: usize,
    language: Language,
    diagnostics: &'d mut Vec<Diagnostic>,
    shift: bool,
    holes: Vec<Piece>,
    /// Labels of footnotes in the order of their first reference.
    notes: Vec<String>,
    /// Ids of headings with the number they have counted up to.
    heading_ids: BTreeMap<String, usize>,
    links: Vec<OpenLink>,
    in_table_head: bool,
    columns: Vec<pulldown_cmark::Alignment>,
    column: usize,
}

/// Footnotes by label with their events.
type Endnotes<'a> = Vec<(String, Vec<Event<'a>>)>;

impl<'a> Writer<'a, '_> {
    fn rewrite(
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
                Event::Start(Tag::Image { .. }) => {
                    index = self.picture(events, index, &mut out);
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
            event => match self.table(event) {
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

    fn push_endnotes(&mut self, html: &mut String, endnotes: Endnotes<'a>) {
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

    /// Writes a picture and returns the index of its end.
    fn picture(
        &mut self,
        events: &[(Event<'a>, Range<usize>)],
        start: usize,
        out: &mut Vec<Event<'a>>,
    ) -> usize {
        let (Event::Start(Tag::Image { dest_url, title, .. }), range) = &events[start]
        else {
            return start;
        };
        let mut alt = String::new();
        let mut end = start;
        for (index, (event, _)) in events.iter().enumerate().skip(start + 1) {
            end = index;
            match event {
                Event::Text(text) | Event::Code(text) => alt.push_str(text),
                Event::SoftBreak | Event::HardBreak => alt.push(' '),
                Event::End(TagEnd::Image) => break,
                _ => {}
            }
        }
        if matches!(destination(dest_url), Destination::Inside) {
            if alt.trim().is_empty() {
                self.complain(Code::PhotoAltMissing, range.clone(), "");
            }
            let caption = (!title.is_empty()).then(|| title.to_string());
            let range = self.at(range);
            out.push(self.hole(Piece::Picture {
                file: dest_url.to_string(),
                alt,
                caption,
                range,
            }));
        } else {
            // A picture elsewhere would tell that host who reads the page.
            self.complain(Code::PictureRemote, range.clone(), dest_url);
            out.push(Event::Text(alt.into()));
        }
        end
    }

    /// Tables by hand: headers with a scope, alignment as a class and not as a style.
    fn table(&mut self, event: &Event<'_>) -> Option<Event<'a>> {
        let html = match event {
            Event::Start(Tag::Table(columns)) => {
                self.columns.clone_from(columns);
                "<div class=\"table\"><table>\n".into()
            }
            Event::End(TagEnd::Table) => "</tbody></table></div>\n".into(),
            Event::Start(Tag::TableHead) => {
                (self.in_table_head, self.column) = (true, 0);
                "<thead><tr>".into()
            }
            Event::End(TagEnd::TableHead) => {
                self.in_table_head = false;
                "</tr></thead><tbody>\n".into()
            }
            Event::Start(Tag::TableRow) => {
                self.column = 0;
                "<tr>".into()
            }
            Event::End(TagEnd::TableRow) => "</tr>\n".into(),
            Event::Start(Tag::TableCell) => self.cell(),
            Event::End(TagEnd::TableCell) => {
                if self.in_table_head {
                    "</th>".into()
                } else {
                    "</td>".into()
                }
            }
            _ => return None,
        };
        Some(raw(html))
    }

    fn cell(&mut self) -> String {
        use pulldown_cmark::Alignment;
        let class = match self.columns.get(self.column) {
            Some(Alignment::Right) => " class=\"end\"",
            Some(Alignment::Center) => " class=\"center\"",
            _ => "",
        };
        self.column += 1;
        if self.in_table_head {
            format!("<th scope=\"col\"{class}>")
        } else {
            format!("<td{class}>")
        }
    }
}

fn raw<'a>(html: String) -> Event<'a> {
    Event::InlineHtml(html.into())
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

enum Destination {
    Outside,
    Inside,
    Unsafe,
}

fn destination(target: &str) -> Destination {
    const SAFE: [&str; 5] = ["http:", "https:", "mailto:", "tel:", "webcal:"];
    // Browsers ignore these inside a scheme, so that `java\tscript:` would run.
    let plain: String =
        target.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
    let lower = plain.to_ascii_lowercase();
    let scheme_end = lower.find(':').unwrap_or(usize::MAX);
    let path_start = lower.find(['/', '?', '#']).unwrap_or(usize::MAX);
    if lower.starts_with("//") {
        Destination::Unsafe
    } else if lower.starts_with('#')
        || SAFE.iter().any(|scheme| lower.starts_with(scheme))
    {
        Destination::Outside
    } else if scheme_end < path_start || lower.is_empty() {
        Destination::Unsafe
    } else {
        Destination::Inside
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (String, Vec<Code>) {
        let mut diagnostics = Vec::new();
        let path = SitePath::new("content/a.md");
        let body = body(&path, text, 0..text.len(), Language::De, &mut diagnostics);
        let html = body
            .pieces
            .iter()
            .map(|piece| match piece {
                Piece::Html(html) => html.clone(),
                Piece::LinkStart { target, .. } => format!("[{target}|"),
                Piece::LinkEnd => "]".into(),
                Piece::Picture { file, alt, .. } => format!("[picture {file} {alt}]"),
            })
            .collect();
        (html, diagnostics.iter().map(|d| d.code).collect())
    }

    #[test]
    fn raw_html_is_shown_as_text() {
        let (html, codes) = read("a <b>x</b>\n\n<script>alert(1)</script>\n");
        assert!(
            html.contains("&lt;b&gt;x&lt;/b&gt;") && html.contains("&lt;script&gt;"),
            "{html}"
        );
        assert_eq!(codes, [Code::HtmlShown]);
    }

    #[test]
    fn links_of_unsafe_schemes_are_dropped_and_their_text_stays() {
        for target in [
            "javascript:alert(1)",
            "JaVaScRiPt:x",
            "data:text/html,x",
            "vbscript:x",
            "//evil.example/x",
        ] {
            let (html, codes) = read(&format!("[text]({target})"));
            assert_eq!(
                (html.as_str(), codes),
                ("<p>text</p>\n", vec![Code::LinkUnsafe]),
                "{target}"
            );
        }
    }

    #[test]
    fn straight_quotes_become_german_and_typed_ones_stay() {
        assert_eq!(
            read("\"Ja\", sagt sie. „Nein“ geht's.").0,
            "<p>„Ja“, sagt sie. „Nein“ geht’s.</p>\n"
        );
    }

    #[test]
    fn headings_start_at_the_second_level_and_have_unique_ids() {
        let (html, _) = read("# Über uns\n\n## Über uns\n");
        assert_eq!(
            html,
            "<h2 id=\"ueber-uns\">Über uns</h2>\n<h3 id=\"ueber-uns-2\">Über uns</h3>\n"
        );
    }

    #[test]
    fn tables_have_scopes_and_no_styles() {
        let (html, _) = read("| a | b |\n|---|--:|\n| 1 | 2 |\n");
        assert!(html.contains("<th scope=\"col\" class=\"end\">b</th>"), "{html}");
        assert!(!html.contains("style"), "{html}");
    }

    #[test]
    fn footnotes_are_numbered_at_the_end_with_a_way_back() {
        let (html, _) = read("Eins[^b] zwei[^a].\n\n[^a]: A\n\n[^b]: B\n");
        assert!(html.find("note-1\"><p>B") < html.find("note-2\"><p>A"), "{html}");
        assert!(html.contains("href=\"#ref-1\""), "{html}");
    }

    #[test]
    fn inner_links_and_pictures_are_left_for_the_site() {
        let (html, codes) = read(
            "[Jana](../directory/jana.md#bio) ![Brücke](b.jpg \"Im Bau\") ![x](https://e.example/x.png)",
        );
        assert_eq!(
            html,
            "<p>[../directory/jana.md#bio|Jana] [picture b.jpg Brücke] x</p>\n"
        );
        assert_eq!(codes, [Code::PictureRemote]);
    }

    #[test]
    fn the_opening_is_the_first_paragraph_without_markup() {
        let text = "# T\n\nEin *kurzer* `Satz`\nzwei.\n\nMehr.";
        let mut none = Vec::new();
        let body = body(
            &SitePath::new("content/a.md"),
            text,
            0..text.len(),
            Language::De,
            &mut none,
        );
        assert_eq!(body.opening, "Ein kurzer Satz zwei.");
    }
}
