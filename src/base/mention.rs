//! Mentions of people inside a short text: `[Jana Müller](person:jana "einer Absolventin")`.
//!
//! In comes the text of one value (a title, an alternative text), out go its words and mentions
//! in order. Never checks whether the person exists.

use std::ops::Range;

use jiff::civil::Date;

use super::source::percent_decoded;

/// The scheme of a mention's target.
const SCHEME: &str = "person:";

/// What may stand in a file although it is withheld: a name, a mailbox, a number.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AllowedMention {
    /// As it stands in the text.
    pub name: String,
    /// Why it may.
    pub reason: String,
    /// The day on which somebody decided so.
    pub date: Date,
}

/// A mention as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenMention {
    /// The name to show.
    pub name: String,
    /// File name or opaque id of the person's entry.
    pub person: String,
    /// Replaces the name while the person is withheld.
    pub phrase: Option<String>,
}

/// Part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextPart {
    /// Plain text.
    Words(String),
    /// A mention of a person.
    Mention(WrittenMention),
    /// The words of a link, and where it leads. Only in formatted texts.
    Link(String, String),
}

/// The part after `person:` if a link target is a mention. Schemes are case-insensitive
/// (RFC 3986, section 3.1).
pub fn entry(target: &str) -> Option<&str> {
    let (scheme, entry) = target.split_at_checked(SCHEME.len())?;
    scheme.eq_ignore_ascii_case(SCHEME).then_some(entry)
}

/// True for a text with a mention, well-formed or not.
pub fn mentions(text: &str) -> bool {
    separator(text).is_some()
}

/// The position of `](person:` in a text, and the rest after it.
fn separator(text: &str) -> Option<(usize, &str)> {
    let bytes = text.as_bytes();
    let ends =
        memchr::memchr_iter(b']', bytes).filter(|at| bytes.get(at + 1) == Some(&b'('));
    let mut ends = ends.map(|at| (at, &text[at + 2..]));
    ends.find_map(|(at, rest)| Some((at, entry(rest.trim_start_matches([' ', '<']))?)))
}

/// True for a text with something that looks like a mention but cannot be parsed: it would be
/// impossible to tell whom to withhold.
pub fn is_malformed(text: &str) -> bool {
    if !mentions(text) {
        return near_miss(text).is_some();
    }
    parts(text).iter().any(|part| match part {
        TextPart::Words(words) => mentions(words) || near_miss(words).is_some(),
        TextPart::Mention(_) | TextPart::Link(..) => false,
    })
}

/// What somebody meant as a mention and wrote otherwise, from its first bracket to the colon:
/// `[Jana] (person:jana)`, `[Jana](person: jana "…")`, `[Jana][person:jana]`. The name would be
/// shown as it stands there.
pub fn near_miss(text: &str) -> Option<Range<usize>> {
    const WORD: &str = "person";
    // Its middle is the same in capitals and small letters in hardly any other word.
    let bytes = text.as_bytes();
    // A bracket stands before the word.
    memchr::memchr3(b'(', b'[', b'{', bytes)?;
    let begins = |at: &usize| {
        bytes[*at..]
            .get(..WORD.len())
            .is_some_and(|w| w.eq_ignore_ascii_case(WORD.as_bytes()))
    };
    let mut candidates = memchr::memchr2_iter(b'p', b'P', bytes).filter(begins);
    candidates.find_map(|at| around(text, at, at + WORD.len()))
}

/// The range of a near miss around the word `person`.
fn around(text: &str, start: usize, end: usize) -> Option<Range<usize>> {
    let rest = text[end..].trim_start_matches([' ', '\u{a0}']);
    let colon = rest.chars().next().filter(|c| [':', '：', ';', '='].contains(c))?;
    let behind = &rest[colon.len_utf8()..];
    let before = text[..start].trim_end_matches([' ', '\u{a0}', '<', '"', '\'']);
    let bracket = before.chars().next_back().filter(|c| ['(', '[', '{'].contains(c))?;
    let outer = &before[..before.len() - bracket.len_utf8()];
    let name = outer.trim_end();
    let meant = match name.chars().next_back() {
        // “[Abb. 1] (Person: unbekannt)” is prose.
        Some(']') => {
            let is_prose = name.len() < outer.len()
                && text[start..].starts_with('P')
                && behind.starts_with(char::is_whitespace);
            !is_prose
        }
        // The brackets swapped, or those of a wiki.
        Some(')' | '[') => bracket == '[' && name.len() == outer.len(),
        // The name's own bracket was not closed.
        _ => {
            bracket == '('
                && name.rfind('[') > name.rfind(']')
                && behind.starts_with(char::is_alphanumeric)
        }
    };
    let open = name.rfind(['[', '(']).unwrap_or(name.len());
    meant.then(|| open..text.len() - behind.len())
}

/// Splits a text into its parts.
pub fn parts(text: &str) -> Vec<TextPart> {
    let mut parts = Vec::new();
    let (mut words, mut rest) = (String::new(), text);
    while let Some((separator, behind)) = separator(rest) {
        let after = rest.len() - behind.len();
        let found = rest[..separator].rfind('[').and_then(|start| {
            let (mention, length) = target(behind)?;
            let name = rest[start + 1..separator].trim();
            let end = after + length;
            (!name.is_empty())
                .then(|| (start, WrittenMention { name: name.into(), ..mention }, end))
        });
        if let Some((start, mention, end)) = found {
            words.push_str(&rest[..start]);
            if !words.is_empty() {
                parts.push(TextPart::Words(std::mem::take(&mut words)));
            }
            parts.push(TextPart::Mention(mention));
            rest = &rest[end..];
        } else {
            words.push_str(&rest[..after]);
            rest = &rest[after..];
        }
    }
    words.push_str(rest);
    if !words.is_empty() {
        parts.push(TextPart::Words(words));
    }
    parts
}

/// Parses entry and phrase after `person:`; also returns their length in bytes, closing
/// bracket included.
fn target(text: &str) -> Option<(WrittenMention, usize)> {
    let end = text.find([')', ' '])?;
    let person = percent_decoded(&text[..end]);
    let after = text[end..].trim_start();
    let (phrase, after) = match after.chars().next() {
        Some(quote @ ('"' | '\'')) => {
            let (phrase, after) = after[1..].split_once(quote)?;
            (Some(phrase.trim().to_owned()), after.trim_start())
        }
        _ => (None, after),
    };
    let rest = after.strip_prefix(')')?;
    let phrase = phrase.filter(|phrase| !phrase.is_empty());
    (!person.is_empty()).then(|| {
        let mention =
            WrittenMention { name: String::new(), person: person.clone(), phrase };
        (mention, text.len() - rest.len())
    })
}

/// A text for a report: mentions are replaced, so that nobody is named.
pub fn without_people(text: &str) -> String {
    if !mentions(text) {
        return text.to_owned();
    }
    let parts = parts(text).into_iter().map(|part| match part {
        TextPart::Words(words) | TextPart::Link(words, _) => words,
        TextPart::Mention(mention) => mention.phrase.unwrap_or_else(|| "…".to_owned()),
    });
    parts.collect()
}

/// Writes a mention as Markdown, for a text that is assembled by the program.
pub fn written(mention: &WrittenMention) -> String {
    // These characters would end the name or the phrase.
    let plain = |text: &str| text.replace(['[', ']', '"'], "");
    let WrittenMention { name, person, phrase } = mention;
    let person = super::text::percent_encoded(person, "");
    match phrase {
        Some(phrase) => {
            format!("[{}]({SCHEME}{person} \"{}\")", plain(name), plain(phrase))
        }
        None => format!("[{}]({SCHEME}{person})", plain(name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mention(name: &str, person: &str, phrase: Option<&str>) -> TextPart {
        let phrase = phrase.map(str::to_owned);
        TextPart::Mention(WrittenMention {
            name: name.into(),
            person: person.into(),
            phrase,
        })
    }

    #[test]
    fn a_text_is_taken_apart_at_its_mentions() {
        let words = |text: &str| TextPart::Words(text.into());
        for (text, expected) in [
            ("Nur Worte [1] (x)", vec![words("Nur Worte [1] (x)")]),
            ("[Jana](person:jana)", vec![mention("Jana", "jana", None)]),
            (
                "Mit [Jana Müller](person:jana \"einer Absolventin\") und [Ben](person:b%20c)!",
                vec![
                    words("Mit "),
                    mention("Jana Müller", "jana", Some("einer Absolventin")),
                    words(" und "),
                    mention("Ben", "b c", None),
                    words("!"),
                ],
            ),
            (
                "[a] [Jana](person:j 'x')",
                vec![words("[a] "), mention("Jana", "j", Some("x"))],
            ),
        ] {
            assert_eq!(parts(text), expected, "{text}");
            assert!(!is_malformed(text), "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_a_mention_is_said_to_be_wrong() {
        for text in [
            "[Jana](person:jana",
            "[Jana](person:)",
            "[](person:jana)",
            "Jana](person:jana)",
            "[Jana](person:jana \"x)",
            "[Jana](person:jana x)",
            "[Jana](person: jana)",
            "[Jana](person: jana \"einer Frau\")",
            "[Jana] (person:jana)",
            "[Jana] (person: jana)",
            "[Jana](person :jana)",
            "[Jana][person:jana]",
            "[Jana](Person;jana)",
            "[Jana](<person: jana>",
            "(Jana)[person:jana]",
            "[[person:jana|Jana]]",
            "[Jana(person:jana)",
        ] {
            assert!(is_malformed(text), "{text}");
            let words: String = parts(text)
                .iter()
                .map(|part| match part {
                    TextPart::Words(words) | TextPart::Link(words, _) => words.as_str(),
                    TextPart::Mention(_) => "!",
                })
                .collect();
            assert_eq!(words, text);
        }
    }

    #[test]
    fn what_somebody_meant_as_a_mention_is_told_from_prose() {
        for prose in [
            "Ansprechperson: Jana",
            "Abb. [1] (Personen: 12)",
            "[Abb. 1] (Person: unbekannt)",
            "Eine Person (person: x)",
            "[Jana] und (eine person:x)",
            "[Jana] kam (person: x)",
            "(siehe oben) [Person: x]",
        ] {
            assert_eq!(near_miss(prose), None, "{prose}");
        }
        let text = "Mit [Jana Müller] (person:jana) dort";
        assert_eq!(
            near_miss(text).map(|range| &text[range]),
            Some("[Jana Müller] (person:")
        );
    }

    #[test]
    fn a_mention_is_read_as_it_is_written() {
        let one = WrittenMention {
            name: "Jana [x]".into(),
            person: "jana müller".into(),
            phrase: Some("der \"Frau\"".into()),
        };
        let read = parts(&written(&one));
        assert_eq!(read, [mention("Jana x", "jana müller", Some("der Frau"))]);
    }
}
