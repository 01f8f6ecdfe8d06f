//! Markup that did not take, and is published as it is written.
//!
//! In come the events of a text, out go the places of signs that are left in finished text and
//! were meant as markup. Never looks into code, and never at what is escaped.

use std::ops::Range;
use std::path::Path;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Tag, TagEnd};

use super::intended::beginning;
use super::shape::Placed;

/// What was meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meant {
    /// `[x] (https://example.org)`, `[x](a b)`.
    Link,
    /// `(x)[https://example.org]`.
    LinkTurned,
    /// `![x](a b)`.
    Picture,
    /// `[[Ziel]]`.
    WikiLink,
    /// `**Ort:**Hof`.
    Strong,
    /// `##Titel`.
    Heading,
    /// A table whose line of dashes has another number of columns.
    Table,
    /// `- [ ] offen`.
    Task,
    /// `> [!note]`.
    Callout,
    /// `{{< figure >}}`.
    ShortCode,
    /// `{width=50%}`.
    Attributes,
    /// `[^1]` without its note.
    Note,
    /// Lines that begin with a tab or four spaces.
    Code,
    /// Several lines above a line of dashes.
    LongHeading,
}

impl Meant {
    /// The word that says what it is in a message.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Link => "word-shown-link",
            Self::LinkTurned => "word-shown-link-turned",
            Self::Picture => "word-shown-picture",
            Self::WikiLink => "word-shown-wiki-link",
            Self::Strong => "word-shown-strong",
            Self::Heading => "word-shown-heading",
            Self::Table => "word-shown-table",
            Self::Task => "word-shown-task",
            Self::Callout => "word-shown-callout",
            Self::ShortCode => "word-shown-short-code",
            Self::Attributes => "word-shown-attributes",
            Self::Note => "word-shown-note",
            Self::Code => "word-shown-code",
            Self::LongHeading => "word-shown-long-heading",
        }
    }
}

/// What did not take, each at its place, in the order of the text.
pub(super) fn leftovers(
    events: &[Placed<'_>],
    source: &str,
) -> Vec<(Meant, Range<usize>)> {
    let mut found = Vec::new();
    let mut code = 0;
    let mut line = Line::default();
    for (index, (event, range)) in events.iter().enumerate() {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                code += 1;
                if matches!(kind, CodeBlockKind::Indented) {
                    found.push((Meant::Code, range.clone()));
                }
            }
            Event::End(TagEnd::CodeBlock) => code -= 1,
            Event::Start(Tag::Heading {
                level: HeadingLevel::H1 | HeadingLevel::H2,
                ..
            }) if is_long(&source[range.clone()], &events[index..]) => {
                found.push((Meant::LongHeading, range.clone()));
            }
            Event::Text(_) if code == 0 => line.push(source, range),
            // What is left of markup may have markup inside: `[*Jana* M.] (https://…)`.
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Link { .. })
            | Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link) => {}
            _ => line.end(&mut found),
        }
    }
    line.end(&mut found);
    found.sort_by_key(|(_, range)| range.start);
    found
}

/// True for a heading of several lines above dashes: a paragraph above what was meant as a rule.
fn is_long(heading: &str, events: &[Placed<'_>]) -> bool {
    let breaks = events
        .iter()
        .take_while(|(event, _)| !matches!(event, Event::End(TagEnd::Heading(_))));
    !heading.trim_start().starts_with('#')
        && breaks.filter(|(event, _)| matches!(event, Event::SoftBreak)).count() > 0
}

/// Finished text up to the end of a line, with the places of its signs in the source.
#[derive(Default)]
struct Line {
    text: String,
    /// Where parts of the text begin in it, and in the source. Between two of them both run on
    /// alike.
    parts: Vec<(usize, usize)>,
}

/// True if a text has one of the signs of which one at least is in all that is looked for.
fn has_sign(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr3(b'[', b'{', b'*', bytes).is_some()
        || memchr::memchr3(b'~', b'#', b'|', bytes).is_some()
}

impl Line {
    fn push(&mut self, source: &str, range: &Range<usize>) {
        // Typography changes no sign that is looked for, and may be longer than its source.
        let text = &source[range.clone()];
        self.parts.push((self.text.len(), range.start));
        self.text.push_str(text);
        // An escaped sign was meant as it is. What can be escaped is one byte.
        if source[..range.start].ends_with('\\')
            && text.starts_with(|c: char| c.is_ascii())
        {
            let start = self.text.len() - text.len();
            self.text.replace_range(start..=start, "x");
        }
    }

    fn end(&mut self, found: &mut Vec<(Meant, Range<usize>)>) {
        if has_sign(&self.text) {
            found.extend(meant_in(&self.text).into_iter().map(|(meant, range)| {
                (meant, self.place(range.start)..self.place(range.end - 1) + 1)
            }));
        }
        self.text.clear();
        self.parts.clear();
    }

    /// The place in the source of a byte of the text.
    fn place(&self, at: usize) -> usize {
        let next = self.parts.partition_point(|(start, _)| *start <= at);
        let (start, place) = self.parts[next.saturating_sub(1)];
        place + at - start
    }
}

/// Signs of markup in a line of finished text.
fn meant_in(text: &str) -> Vec<(Meant, Range<usize>)> {
    let mut found = Vec::new();
    if let Some(range) = at_start(text) {
        found.push(range);
    }
    let mut add = |meant, range: Option<Range<usize>>| {
        found.extend(range.map(|range| (meant, range)));
    };
    add(
        Meant::ShortCode,
        between(text, "{{", "}}").or_else(|| between(text, "{%", "%}")),
    );
    add(Meant::WikiLink, between(text, "[[", "]]"));
    add(Meant::Attributes, attributes(text));
    add(
        Meant::Note,
        between(text, "[^", "]").filter(|range| !text[range.clone()].contains(' ')),
    );
    let picture = text.match_indices("![").find_map(|(at, _)| link(text, at + 1, at));
    let is_picture = picture.is_some();
    add(Meant::Picture, picture);
    let bracket = text.match_indices('[').find_map(|(at, _)| link(text, at, at));
    add(Meant::Link, bracket.filter(|_| !is_picture));
    add(Meant::LinkTurned, turned(text));
    add(Meant::Strong, strong(text));
    found
}

/// What the beginning of a line is meant as.
fn at_start(text: &str) -> Option<(Meant, Range<usize>)> {
    let hashes = text.len() - text.trim_start_matches('#').len();
    let word = text[hashes..].starts_with(char::is_alphabetic);
    if (2..=6).contains(&hashes) && word {
        return Some((Meant::Heading, 0..hashes));
    }
    if ["[ ] ", "[x] ", "[X] "].iter().any(|task| text.starts_with(task))
        && link(text, 0, 0).is_none()
    {
        return Some((Meant::Task, 0..3));
    }
    if text.starts_with("[!") && text.contains(']') {
        return Some((Meant::Callout, 0..text.find(']')? + 1));
    }
    let cells = text.trim().strip_prefix('|')?;
    let dashes = cells.chars().all(|c| "|-: –—".contains(c));
    (dashes && cells.contains(['-', '–', '—'])).then_some((Meant::Table, 0..text.len()))
}

fn between(text: &str, begin: &str, end: &str) -> Option<Range<usize>> {
    let start = text.find(begin)?;
    let inner = start + begin.len();
    let length = text[inner..].find(end)?;
    (length > 0).then(|| start..inner + length + end.len())
}

/// The longest words and the longest target of a link that are looked at, in bytes.
const LONGEST_LINK: usize = 400;

/// `[words](target` or with a space between.
fn link(text: &str, bracket: usize, start: usize) -> Option<Range<usize>> {
    let close = bracket + beginning(&text[bracket..], LONGEST_LINK).find(']')?;
    let rest = beginning(&text[close + 1..], LONGEST_LINK);
    let spaces = rest.len() - rest.trim_start_matches([' ', '\u{a0}']).len();
    let target = rest[spaces..].strip_prefix('(')?;
    let length = target.find(')')?;
    let inner = &target[..length];
    let is_target = spaces == 0
        || inner.contains("://")
        || inner.starts_with("www.")
        || inner.starts_with("mailto:")
        || is_file(inner)
        || inner.contains('/') && !inner.contains(' ');
    let end = close + 1 + spaces + 1 + length + 1;
    (is_target && close > bracket + 1 && !inner.is_empty()).then_some(start..end)
}

fn is_file(target: &str) -> bool {
    Path::new(target).extension().is_some_and(|ending| ending == "md")
}

/// `(words)[https://example.org]`.
fn turned(text: &str) -> Option<Range<usize>> {
    let close = text.find(")[")?;
    let start = text[..close].rfind('(')?;
    let length = text[close + 2..].find(']')?;
    let target = &text[close + 2..close + 2 + length];
    let is_target = target.contains("://") || target.contains('@') || is_file(target);
    is_target.then_some(start..close + 2 + length + 1)
}

/// `{width=50%}`, `{.klasse}`, `{#id}`.
fn attributes(text: &str) -> Option<Range<usize>> {
    let range = between(text, "{", "}")?;
    let inner = &text[range.start + 1..range.end - 1];
    let is_one = inner.starts_with(['.', '#']) && !inner.contains(' ')
        || inner.split_once('=').is_some_and(|(key, value)| {
            !key.is_empty()
                && !value.is_empty()
                && key.bytes().all(|b| b.is_ascii_alphabetic())
        });
    (is_one && !inner.starts_with('{')).then_some(range)
}

/// Two stars that stand at a word, or two tildes.
fn strong(text: &str) -> Option<Range<usize>> {
    ["**", "~~"].into_iter().find_map(|sign| {
        text.match_indices(sign).map(|(at, _)| at..at + 2).find(|range| {
            let before = text[..range.start].chars().next_back();
            let after = text[range.end..].chars().next();
            let number = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
            // A power, and a line of stars for a new section.
            let is_word =
                |c: Option<char>| c.is_some_and(|c| !c.is_whitespace() && c != '*');
            !(number(before) && number(after)) && (is_word(before) || is_word(after))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meant(text: &str) -> Vec<Meant> {
        super::super::parse::parsed(text, |parsed| {
            leftovers(&parsed.events, text).into_iter().map(|(meant, _)| meant).collect()
        })
    }

    /// Editors, B.
    #[test]
    fn markup_that_did_not_take_is_seen() {
        for (text, what) in [
            ("**Hinweis: **Text", Meant::Strong),
            ("**Ort:**Hof", Meant::Strong),
            ("**„Brücke“**und", Meant::Strong),
            ("a ~~b ~~c", Meant::Strong),
            ("##Titel", Meant::Heading),
            ("[x] (https://example.org)", Meant::Link),
            ("[Plan](Plan des Hofs)", Meant::Link),
            ("![x](ein Bild)", Meant::Picture),
            ("(x)[https://example.org]", Meant::LinkTurned),
            ("[[Ziel]]", Meant::WikiLink),
            ("> [!note]\n> Achtung", Meant::Callout),
            ("- [ ] offen\n- [x] fertig", Meant::Task),
            ("{{< figure >}}", Meant::ShortCode),
            ("{% include x %}", Meant::ShortCode),
            ("Ein Bild {width=50%}", Meant::Attributes),
            ("Ein Absatz {.klein}", Meant::Attributes),
            ("| a | b | c |\n|---|---|\n| 1 | 2 | 3 |", Meant::Table),
            ("Siehe[^3] dort.", Meant::Note),
            ("Absatz\n\n\tEingerückt", Meant::Code),
            ("Eine Zeile,\nnoch eine\n---\n", Meant::LongHeading),
        ] {
            assert!(meant(text).contains(&what), "{text}: {:?}", meant(text));
        }
        for text in [
            "Ein *Wort*, **noch eins** und `**Code**`.",
            "\\*\\*so\\*\\* \\[x\\](y)",
            "[Plan]\\(Hof)",
            "\\{width=50%} und ä\\[[x]]",
            "Absolvent*innen und 3*4*5, 2**3",
            "* * *",
            "Ein [Link](a.md) und [Jana](person:jana \"einer Frau\").",
            "[Auslassung] (so im Original) und {1, 2, 3}",
            "| a | b |\n|---|---|\n| 1 | 2 |",
            "#Alumni und #5",
            "Nur[^1] so.\n\n[^1]: Ja.",
            "Titel\n---\n",
            "```\n[[x]]\n```",
            "- [x](https://example.org) steht dort",
        ] {
            assert_eq!(meant(text), [], "{text}");
        }
    }
}
