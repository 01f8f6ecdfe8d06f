//! Public pages: texts, theme data, accessibility statement and sign-language videos.
//!
//! As in `public`, a seal keeps code outside the gate from making them. Never holds personal data
//! of anybody in the directory.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use crate::base::digest::Digest;
use crate::base::source::SitePath;
use crate::model::document::Section;
use crate::model::page::Extra;
use crate::model::statement::Statement;
use crate::model::text::Body;

use super::public::{Draft, PublicPhoto, Seal, Texts};

/// An ordinary page or a section's introduction.
#[derive(Debug, PartialEq, Eq)]
pub struct PublicPage {
    /// Its section; that of an introduction is the section it introduces.
    pub section: Section,
    /// Path in `content/` without extension.
    pub key: String,
    /// The file, for reports only.
    pub path: SitePath,
    /// Addresses in the languages it exists in.
    pub addresses: Arc<Texts<String>>,
    /// The texts in these languages.
    pub texts: Texts<PageText>,
    /// Former addresses.
    pub aliases: Vec<String>,
    /// Day of the last change.
    pub updated: Option<Date>,
    /// True for a page in Leichte Sprache.
    pub leichte_sprache: bool,
    /// A video in sign language.
    pub sign_language: Option<PublicVideo>,
    /// The site's accessibility statement.
    pub accessibility: Option<Statement>,
    /// Keys of published people it mentions.
    pub mentions: Vec<String>,
    /// Number of the mission it is about.
    pub mission: Option<u8>,
    /// Data for the theme, without fixed keys.
    pub extra: BTreeMap<String, Extra>,
    /// Whether it is public or a draft.
    pub draft: Draft,
    pub(super) seal: Seal,
}

/// A video in sign language that may be shown.
#[derive(Debug, PartialEq, Eq)]
pub struct PublicVideo {
    /// Where it can be watched.
    pub place: VideoPlace,
    /// Its length in minutes.
    pub minutes: Option<i64>,
    /// A link to a transcript, relative to the page's file.
    pub transcript: Option<String>,
}

/// Where a video is.
#[derive(Debug, PartialEq, Eq)]
pub enum VideoPlace {
    /// On another site, which the page links to.
    Elsewhere(String),
    /// A file of the site.
    Here {
        /// The video file.
        video: (SitePath, Download),
        /// Its captions.
        captions: Option<(SitePath, Download)>,
        /// A still picture to show before it plays.
        poster: Option<Box<PublicPhoto>>,
    },
}

/// The texts of a page in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageText {
    /// Title.
    pub title: String,
    /// Lead.
    pub summary: String,
    /// Shorter title for menus.
    pub menu_title: Option<String>,
    /// The text.
    pub body: Arc<Body>,
    /// File of the text, which its links are relative to.
    pub path: SitePath,
}

/// A file that is published unchanged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Download {
    /// Digest of its bytes.
    pub digest: Digest,
    /// Length in bytes.
    pub length: u64,
}
