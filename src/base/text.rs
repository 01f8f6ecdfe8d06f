//! Texts in one or several languages, and HTML that is already safe.
//!
//! `Localised` is what an editor wrote; `Phrase` is the choice for one page, with the language if
//! it differs from that of the page, so that the page can mark it. Never translates.

use std::collections::BTreeMap;

use serde::Serialize;

use super::language::Language;

/// A short text, the same for all languages or one for each.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Localised {
    /// One text for all languages: a name, or a label that was not translated.
    Same(String),
    /// One text per language; never empty.
    Each(BTreeMap<Language, String>),
}

/// The text of a [`Localised`] that was chosen for one page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Phrase<'t> {
    /// The text.
    pub text: &'t str,
    /// Its language, if known and different from the language asked for.
    pub other: Option<Language>,
}

impl Localised {
    /// The text in `language`, or else in another one.
    pub fn phrase(&self, language: Language) -> Phrase<'_> {
        match self {
            Self::Same(text) => Phrase { text, other: None },
            Self::Each(each) => match each.get(&language) {
                Some(text) => Phrase { text, other: None },
                None => {
                    each.iter()
                        .next()
                        .map_or(Phrase { text: "", other: None }, |(other, text)| {
                            Phrase { text, other: Some(*other) }
                        })
                }
            },
        }
    }

    /// The text without its language.
    pub fn text(&self, language: Language) -> &str {
        self.phrase(language).text
    }

    /// Adds a translation. A text for all languages becomes that of the site's default
    /// language.
    #[must_use]
    pub fn with(&self, default: Language, language: Language, wording: &str) -> Self {
        let mut each = match self {
            Self::Same(text) => BTreeMap::from([(default, text.clone())]),
            Self::Each(each) => each.clone(),
        };
        each.insert(language, wording.to_owned());
        Self::Each(each)
    }

    /// Every version of the text.
    pub fn wordings(&self) -> Vec<&str> {
        match self {
            Self::Same(text) => vec![text],
            Self::Each(each) => each.values().map(String::as_str).collect(),
        }
    }

    /// How many versions there are.
    pub fn count(&self) -> usize {
        match self {
            Self::Same(_) => 1,
            Self::Each(each) => each.len(),
        }
    }
}

/// HTML made by Matrikel itself; the only text that a template may output unescaped.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Html(pub String);

/// Shortens a text to this many characters, at a word boundary and with an ellipsis.
pub fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let cut: String = text.chars().take(most).collect();
    let cut = cut.rsplit_once(' ').map_or(cut.as_str(), |(words, _)| words);
    format!("{}…", cut.trim_end_matches([',', ';', ':', '–', '-', ' ']))
}

/// Percent-encodes a text, except for unreserved characters (RFC 3986) and those in `kept`.
pub fn percent_encoded(text: &str, kept: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        let stays = byte.is_ascii_alphanumeric()
            || b"-._~".contains(&byte)
            || kept.as_bytes().contains(&byte);
        if stays {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// Names the file format after a link text: ` <span class="format">(PDF)</span>`.
pub fn format_label(label: &str) -> String {
    format!(" <span class=\"format\">({})</span>", escape(label))
}

/// Escapes text for HTML and XML content and for double-quoted attributes.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    escape_into(&mut out, text);
    out
}

/// Like [`escape`], into a buffer.
pub fn escape_into(out: &mut String, text: &str) {
    let mut rest = text;
    // Most text needs no escaping, so it is copied in long pieces.
    while let Some(at) = rest.find(['&', '<', '>', '"', '\'']) {
        let (plain, special) = rest.split_at(at);
        out.push_str(plain);
        out.push_str(match special.as_bytes()[0] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => "&#39;",
        });
        rest = &special[1..];
    }
    out.push_str(rest);
}
