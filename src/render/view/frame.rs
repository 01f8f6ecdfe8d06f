//! Views of the frame that every page has.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::base::text::Html;

/// What every page of one language shares; in templates `site`.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct SiteView {
    /// Title of the site in this language.
    pub title: String,
    /// Language of the page frame, as in `lang="…"`: `de` or `en`.
    pub language: &'static str,
    /// Address of the home page of this language, for example `/alumni/en/`.
    pub home: String,
    /// The university that runs the site.
    pub institution: InstitutionView,
    /// Main navigation, in order. Which entry is current is told by [`Head::section`].
    pub menu: Vec<MenuEntry>,
    /// Footer navigation (legal pages and the like), in order.
    pub footer: Vec<MenuEntry>,
    /// Page in Leichte Sprache, in the page's language if there is one (§ 4 BITV 2.0).
    pub leichte_sprache: Option<MenuEntry>,
    /// Page with a video in German Sign Language, in the page's language if there is one.
    pub sign_language: Option<MenuEntry>,
    /// Theme assets by their name in the theme (`"campus.css"`) with their published address.
    pub assets: BTreeMap<String, String>,
    /// Feeds and calendars of this language, for `<link rel="alternate">` and the footer.
    pub feeds: Vec<FeedLink>,
    /// The search of this language.
    pub search: SearchLinks,
    /// Values of the theme's options, defaults filled in.
    pub options: BTreeMap<String, OptionValue>,
    /// True if this build holds drafts and must not be published.
    pub drafts: bool,
    /// Words that every page of such a build must show, so that nobody takes it for the public
    /// site; nothing in any other.
    pub drafts_mark: Option<String>,
}

/// A theme option as the site set it.
#[derive(Debug, Clone, Serialize, Hash, PartialEq, Eq)]
#[serde(untagged)]
pub enum OptionValue {
    /// `true` or `false`.
    Flag(bool),
    /// A whole number.
    Number(i64),
    /// A text.
    Text(String),
}

/// The institution that runs the site.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct InstitutionView {
    /// Full name in the language of the page.
    pub name: String,
    /// Short name; the full one if there is no short one.
    pub short: String,
    /// Website of the institution.
    pub url: Option<String>,
    /// Street and number.
    pub street: Option<String>,
    /// Postal code.
    pub postal_code: Option<String>,
    /// City.
    pub city: Option<String>,
    /// Function mailbox.
    pub email: Option<String>,
    /// Telephone, as written.
    pub phone: Option<String>,
    /// Address of the logo, if the site has one.
    pub logo: Option<String>,
}

/// Where the search is; every address with the base path.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct SearchLinks {
    /// The search page.
    pub url: String,
    /// The contents of the index, see [search.md](search.md).
    pub index: String,
    /// What stands before the name of each shard.
    pub shards: String,
    /// The script that searches.
    pub script: String,
    /// The base path, before the addresses in the index.
    pub base: String,
}

/// An entry of a menu.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct MenuEntry {
    /// Text of the link.
    pub title: String,
    /// Address.
    pub url: String,
    /// Compare with [`Head::section`] for `aria-current`.
    pub key: String,
    /// Language of the target if it differs from the page's.
    pub language: Option<&'static str>,
}

/// A feed or calendar to subscribe to.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct FeedLink {
    /// For example `Porträts (Atom)`.
    pub title: String,
    /// Address.
    pub url: String,
    /// Media type: `application/atom+xml`, `application/feed+json`, `text/calendar`.
    pub media_type: &'static str,
}

/// What the `<head>` and the page frame need; in templates `page`.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct Head {
    /// Heading of the page and first part of `<title>`.
    pub title: String,
    /// One or two sentences; for the description and, if wanted, as the lead.
    pub description: String,
    /// Path of this page with the base path, `/verzeichnis/a-z/m/`.
    pub url: String,
    /// Absolute canonical address.
    pub canonical: String,
    /// Which menu entry this page belongs to; empty if none.
    pub section: String,
    /// Language of the page, as in `<html lang="…">`: that of the site, or `de-simple` or
    /// `en-simple` for a page in Leichte Sprache. Cards and texts inside may differ and say so
    /// themselves.
    pub language: &'static str,
    /// True if search engines must not list this page.
    pub noindex: bool,
    /// This page in the site's languages, itself included; more than one only if both exist.
    pub alternates: Vec<Alternate>,
    /// Address and name of the other language for the switch in the header: this page's
    /// counterpart if it has one, else the other language's home page.
    pub switch: Option<Switch>,
    /// The way from the home page to here, the page itself last and without an address.
    pub breadcrumbs: Vec<Crumb>,
    /// JSON-LD blocks, already safe inside `<script type="application/ld+json">`.
    pub json_ld: Vec<Html>,
    /// Open Graph data; absent where a person did not allow the channel `search-engines`.
    pub open_graph: Option<OpenGraph>,
}

/// The same page in one language, for `<link rel="alternate" hreflang>`.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct Alternate {
    /// `de`, `en` or `x-default`.
    pub language: &'static str,
    /// Absolute address.
    pub url: String,
}

/// The link to the other language in the header.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct Switch {
    /// `de` or `en`.
    pub language: &'static str,
    /// Its own name: `Deutsch`, `English`.
    pub name: &'static str,
    /// Address.
    pub url: String,
    /// True if the target is this page's counterpart and not only the home page.
    pub same_page: bool,
}

/// A step of the breadcrumbs.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct Crumb {
    /// Title of the step.
    pub title: String,
    /// Address; absent on the last step.
    pub url: Option<String>,
}

/// Open Graph properties.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct OpenGraph {
    /// `website`, `article` or `profile`.
    pub kind: &'static str,
    /// `de_DE` or `en_GB`.
    pub locale: &'static str,
    /// Absolute address of a JPEG.
    pub image: Option<String>,
    /// Its alternative text.
    pub image_alt: Option<String>,
    /// Its width in pixels.
    pub image_width: Option<u32>,
    /// Its height in pixels.
    pub image_height: Option<u32>,
}
