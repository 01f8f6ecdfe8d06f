//! What may be shown of ordinary pages, accessibility statements and videos.
//!
//! As in `public`, a seal that only the gate can make keeps everything else from making one.
//! Nothing of a person is here.

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
    /// Where it stands; an introduction stands at its section.
    pub section: Section,
    /// Path in `content/` without ending.
    pub key: String,
    /// The file, for reports only.
    pub path: SitePath,
    /// Addresses in the languages it exists in.
    pub addresses: Arc<Texts<String>>,
    /// Words in these languages.
    pub texts: Texts<PageText>,
    /// Former addresses.
    pub aliases: Vec<String>,
    /// Day of the last change.
    pub updated: Option<Date>,
    /// True for Leichte Sprache.
    pub leichte_sprache: bool,
    /// A video in sign language.
    pub sign_language: Option<PublicVideo>,
    /// The site's accessibility statement.
    pub accessibility: Option<Statement>,
    /// Entries of published people whom it mentions.
    pub mentions: Vec<String>,
    /// The mission it is about.
    pub mission: Option<u8>,
    /// Free data of the theme.
    pub extra: BTreeMap<String, Extra>,
    /// Whether it is public.
    pub draft: Draft,
    pub(super) seal: Seal,
}

/// A video in sign language that may be shown.
#[derive(Debug, PartialEq, Eq)]
pub struct PublicVideo {
    /// Where it is.
    pub place: VideoPlace,
    /// Its length in minutes.
    pub minutes: Option<i64>,
    /// A link to the same as a text, relative to the page's file.
    pub transcript: Option<String>,
}

/// Where a video is.
#[derive(Debug, PartialEq, Eq)]
pub enum VideoPlace {
    /// At an address of another site, to which it is linked.
    Elsewhere(String),
    /// Among the sources.
    Here {
        /// The video.
        video: (SitePath, Download),
        /// Its captions.
        captions: Option<(SitePath, Download)>,
        /// A picture shown before it plays.
        poster: Option<Box<PublicPhoto>>,
    },
}

/// The words of a page in one language.
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
    /// File it stands in.
    pub path: SitePath,
}

/// A file that is published as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Download {
    /// Digest of its bytes.
    pub digest: Digest,
    /// Length in bytes.
    pub length: u64,
}
