//! A theme: templates, texts, options and assets, checked before the first page is rendered.
//!
//! In come the files of the theme (the site's own over the theme's over the built-in ones), out
//! goes one value that renders pages. Templates see views only; no function reads a clock, a
//! file or a random number.

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::{Tera, Value};

use crate::base::config::Config;
use crate::base::diagnostic::Diagnostic;
use crate::base::digest::Digest;
use crate::base::language::Language;
use crate::base::social_card::CardStyle;
use crate::base::source::{SitePath, Snapshot};

use self::assets::Assets;
use self::social_card_style::card_style;
use self::theme_words::ThemeWords;
use super::view::OptionValue;

pub(super) mod assets;
pub(super) mod bounds;
pub(super) mod builtin;
mod data;
pub(super) mod files;
mod known;
pub(super) mod manifest;
mod mistake;
mod name;
mod open_tag;
mod options;
pub(super) mod place;
pub(super) mod social_card_style;
mod tags;
mod templates;
mod texts;
pub(super) mod theme_words;
mod withheld;

pub use files::key;
pub(super) use mistake::template_mistake;
use templates::Templates;

/// A checked theme.
pub struct Theme {
    /// The key it was made under.
    pub(super) digest: Digest,
    pub(super) tera: Tera,
    /// The template files, for reports.
    pub(super) templates: Templates,
    pub(super) words: BTreeMap<Language, ThemeWords>,
    /// The texts as templates see them.
    pub(super) texts: BTreeMap<Language, Value>,
    pub(super) options: BTreeMap<String, OptionValue>,
    pub(super) assets: Assets,
    /// How social cards are set; `None` if the theme makes none.
    pub(super) social_card: Option<Arc<CardStyle>>,
}

impl Theme {
    /// What stands in place of the name of somebody who is withheld, in each language.
    pub fn someone(&self) -> BTreeMap<Language, String> {
        let words = self.words.iter();
        words
            .map(|(language, own)| (*language, own.get("note.someone").to_owned()))
            .collect()
    }
}

/// Loads and checks the theme of a site. `None` if pages cannot be rendered with it.
pub fn load(
    snapshot: &Snapshot,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Theme> {
    let before = diagnostics.len();
    let digest = key(snapshot, config);
    let files = files::ThemeFiles::gather(snapshot, config, diagnostics)?;
    let texts = texts::texts(&files, config, diagnostics);
    let manifest = manifest::manifest(&files, diagnostics);
    let options = options::options(&manifest, config, diagnostics);
    let social_card = manifest.social_card.as_ref().and_then(|(path, table)| {
        card_style(table, path, |inner| files.get(inner), snapshot, diagnostics)
    });
    let templates = Templates::of(&files);
    // What is wrong with them is said all at once; what is too much is not even read.
    let excess = mistake::excess(&templates);
    let read = if excess.is_empty() {
        templates::read(&templates)
            .map_err(|error| mistake::load_mistakes(&error, &templates))
    } else {
        Err(excess)
    };
    let tera = read.map_err(|found| diagnostics.extend(found)).ok();
    let assets = assets::assets(files.all());
    let failed = diagnostics[before..].iter().any(Diagnostic::is_error);
    let theme = Theme {
        digest,
        tera: tera?,
        templates,
        words: texts.words,
        texts: texts.values,
        options,
        assets,
        social_card,
    };
    Some(theme).filter(|_| !failed)
}
/// The text files of the theme that comes with the program, by their place in a site; none if
/// the site has a theme of its own, which is part of its sources.
pub fn built_in_texts(config: &Config) -> Vec<(SitePath, &'static str)> {
    if config.theme != builtin::NAME {
        return Vec::new();
    }
    let text = |(inner, bytes): (String, &'static [u8])| {
        let path = SitePath::new(&format!("themes/{}/{inner}", builtin::NAME));
        Some((path, std::str::from_utf8(bytes).ok()?))
    };
    builtin::files().into_iter().filter_map(text).collect()
}
