//! An ordinary page, or the introduction of a section, as written.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::statement::Statement;
use super::story::Schedule;

/// An ordinary page or a section's introduction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Title.
    pub title: String,
    /// Lead.
    pub summary: Option<String>,
    /// Shorter title for menus.
    pub menu_title: Option<String>,
    /// Former addresses, without slashes at the ends.
    pub aliases: Vec<String>,
    /// Only `draft` can be set on a page.
    pub schedule: Schedule,
    /// Day of the last change.
    pub updated: Option<Date>,
    /// True for a page in Leichte Sprache.
    pub leichte_sprache: bool,
    /// A video in German Sign Language.
    pub sign_language: Option<SignLanguage>,
    /// The site's accessibility statement.
    pub accessibility: Option<Statement>,
    /// The mission of the strategy the page is about, 1 to 4.
    pub mission: Option<u8>,
    /// Free data of the theme.
    pub extra: BTreeMap<String, Extra>,
}

/// A video in German Sign Language (§ 4 BITV 2.0 and its annex 2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignLanguage {
    /// A file beside the page, or an address on the web.
    pub video: String,
    /// True for an address: the video is linked and never embedded.
    pub elsewhere: bool,
    /// A file with captions (`WebVTT`).
    pub captions: Option<String>,
    /// A picture shown before it plays.
    pub poster: Option<String>,
    /// Its length in minutes.
    pub minutes: Option<i64>,
    /// A link to the same as a text, written as in Markdown.
    pub transcript: Option<String>,
}

/// Free data under `extra:`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Extra {
    /// Nothing.
    Null,
    /// `true` or `false`.
    Flag(bool),
    /// A whole number.
    Number(i64),
    /// A text, or a number with a fraction.
    Text(String),
    /// A list.
    List(Vec<Extra>),
    /// A map.
    Map(BTreeMap<String, Extra>),
}
