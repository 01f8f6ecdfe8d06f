//! Which typographic quotation mark a straight one is meant to be.
//!
//! In come the signs of a text in order, out goes the mark for each straight quote: `„Wort“`,
//! `geht’s`, `19″`. Never changes a mark that was typed as such.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::base::language::Language;

use super::intended::beginning;

/// What is open while a paragraph is read.
pub(crate) struct Quotes {
    language: Language,
    double: bool,
    single: bool,
}

impl Quotes {
    /// At the start of a paragraph.
    pub(crate) const fn new(language: Language) -> Self {
        Self { language, double: false, single: false }
    }

    /// Takes note of a sign that was typed.
    pub(crate) fn typed(&mut self, sign: char) {
        let opens = |german, english| {
            let opening = self.language.choose(german, english);
            (sign == opening).then_some(true)
        };
        match sign {
            '„' | '“' | '”' => self.double = opens('„', '“').unwrap_or(false),
            '‚' | '‘' => self.single = opens('‚', '‘').unwrap_or(false),
            _ => {}
        }
    }

    /// The mark for a straight quote between two signs. `rest` is what follows in the paragraph.
    pub(crate) fn mark(
        &mut self,
        quote: char,
        before: Option<char>,
        rest: &str,
    ) -> &'static str {
        let after = rest.chars().find(|c| !matches!(c, '*' | '_' | '~' | '['));
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let at_start =
            before.is_none_or(|c| c.is_whitespace() || "([{/–—-„“‚‘«»".contains(c));
        let opens = at_start && after.is_some_and(|c| !c.is_whitespace());
        if quote == '"' {
            return self.double(before, opens, is_word(after));
        }
        if is_word(before) && is_word(after) {
            return "’";
        }
        if self.single && !at_start {
            self.single = false;
            return self.language.choose("‘", "’");
        }
        if opens && closes_later(rest) {
            self.single = true;
            return self.language.choose("‚", "‘");
        }
        "’"
    }

    fn double(&mut self, before: Option<char>, opens: bool, word: bool) -> &'static str {
        let inch = before.is_some_and(|c| c.is_ascii_digit()) && !self.double && !word;
        if inch {
            return "″";
        }
        if opens && (!self.double || word) {
            self.double = true;
            return self.language.choose("„", "“");
        }
        self.double = false;
        self.language.choose("“", "”")
    }
}

/// The longest words in single quotes that are looked for, in bytes.
const LONGEST_QUOTE: usize = 500;

/// True if a single quote that is opened here is closed: `'Halt!'`, and not `'s ist`, `'68`.
fn closes_later(rest: &str) -> bool {
    beginning(rest, LONGEST_QUOTE).match_indices(['\'', '’', '‘']).any(|(at, sign)| {
        let before = rest[..at].chars().next_back();
        let after = rest[at + sign.len()..].chars().next();
        before.is_some_and(|c| !c.is_whitespace())
            && after.is_none_or(|c| !c.is_alphanumeric())
    })
}

/// The first byte of `„`, `“`, `”`, `‚` and `‘` in UTF-8.
const MARK_START: u8 = 0xe2;

/// The marks for the straight quotes of a text, by the places of these in its source.
pub(super) fn marks(
    events: &[(Event<'_>, Range<usize>)],
    source: &str,
    language: Language,
) -> Vec<(usize, &'static str)> {
    let mut found = Vec::new();
    let mut quotes = Quotes::new(language);
    let (mut before, mut end) = (None, 0);
    for (event, range) in events {
        match event {
            Event::Start(
                Tag::Paragraph | Tag::Heading { .. } | Tag::Item | Tag::TableCell,
            )
            | Event::End(
                TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableCell,
            ) => {
                (quotes, before) = (Quotes::new(language), None);
                end = range.end;
            }
            Event::Text(text) => {
                let straight = match &source[range.clone()] {
                    "\"" if text.as_ref() != "\"" => Some('"'),
                    "'" if text.as_ref() != "'" => Some('\''),
                    _ => None,
                };
                if let Some(quote) = straight {
                    let rest = &source[range.end..end.max(range.end)];
                    found.push((range.start, quotes.mark(quote, before, rest)));
                    before = Some(quote);
                } else {
                    // All typed marks begin with this byte.
                    if memchr::memchr(MARK_START, text.as_bytes()).is_some() {
                        text.chars().for_each(|sign| quotes.typed(sign));
                    }
                    before = text.chars().next_back().or(before);
                }
            }
            Event::SoftBreak | Event::HardBreak => before = Some(' '),
            Event::Code(_) | Event::FootnoteReference(_) => before = Some('x'),
            _ => {}
        }
    }
    found
}

/// The longest short text that is looked at, in bytes.
const LONGEST_TEXT: usize = 20_000;

/// A title or another short text with the typography of a body: quotation marks, dashes, and the
/// ellipsis. What stands in the target of a mention or in an address stays.
pub(crate) fn typographic(text: &str, language: Language) -> Option<String> {
    if !text.contains(['"', '\'']) && !text.contains("--") && !text.contains("...") {
        return None;
    }
    // Nobody is shown a longer one: it is refused when it is read.
    if text.len() > LONGEST_TEXT {
        return None;
    }
    let kept = targets(text);
    let mut quotes = Quotes::new(language);
    let mut out = String::with_capacity(text.len() + 8);
    let mut at = 0;
    while let Some(sign) = text[at..].chars().next() {
        let rest = &text[at..];
        let kept = kept.iter().any(|kept| kept.contains(&at));
        let (from, to): (&str, &str) = match sign {
            '"' | '\'' if !kept => {
                let before = text[..at].chars().next_back();
                (&rest[..1], quotes.mark(sign, before, &rest[1..]))
            }
            // An arrow, and a comment of HTML, are no dashes.
            '-' if rest.starts_with("-->") || text[..at].ends_with("<!") => ("--", "--"),
            '-' if !kept && rest.starts_with("---") => ("---", "—"),
            '-' if !kept && rest.starts_with("--") => ("--", "–"),
            '.' if !kept && rest.starts_with("...") => ("...", "…"),
            sign => {
                quotes.typed(sign);
                (&rest[..sign.len_utf8()], &rest[..sign.len_utf8()])
            }
        };
        out.push_str(to);
        at += from.len();
    }
    Some(out)
}

/// Where targets of mentions and addresses stand.
fn targets(text: &str) -> Vec<Range<usize>> {
    let mentions = text
        .match_indices("](")
        .map(|(at, _)| at..text[at..].find(')').map_or(text.len(), |length| at + length));
    let words = text.split_whitespace().filter(|word| word.contains("://"));
    let addresses = words.map(|word| {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        start..start + word.len()
    });
    mentions.chain(addresses).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Editors, A11 and A12.
    #[test]
    fn straight_quotes_become_what_they_are_meant_to_be() {
        for (text, german, english) in [
            ("Das \"Wunder\" -- ein", "Das „Wunder“ – ein", "Das “Wunder” – ein"),
            ("Der 19\"-Schrank", "Der 19″-Schrank", "Der 19″-Schrank"),
            ("ein 27\" Monitor", "ein 27″ Monitor", "ein 27″ Monitor"),
            ("'Halt!'", "‚Halt!‘", "‘Halt!’"),
            ("geht's, 's ist '68", "geht’s, ’s ist ’68", "geht’s, ’s ist ’68"),
            ("(\"Ja\")", "(„Ja“)", "(“Ja”)"),
            ("\"Sie sagt 'nein'.\"", "„Sie sagt ‚nein‘.“", "“Sie sagt ‘nein’.”"),
            ("\"Im Jahr 1990\" war", "„Im Jahr 1990“ war", "“Im Jahr 1990” war"),
            ("Hans' Haus", "Hans’ Haus", "Hans’ Haus"),
            ("und so weiter...", "und so weiter…", "und so weiter…"),
        ] {
            let of = |language| typographic(text, language).unwrap_or_default();
            assert_eq!(of(Language::De), german);
            assert_eq!(of(Language::En), english);
        }
        let typed = typographic("„Heimat\".", Language::De);
        assert_eq!(typed.as_deref(), Some("„Heimat“."));
        for kept in ["Mit [Jana](person:jana \"einer Frau\")", "https://x.example/a--b"] {
            assert_eq!(typographic(kept, Language::De).as_deref(), Some(kept));
        }
        assert_eq!(typographic("Ein Besuch - kurz", Language::De), None);
    }
}
