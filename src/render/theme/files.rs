//! Which file counts: the site's own over the theme's over the built-in one.
//!
//! In come the sources and the name of the theme, out goes every file of the theme by its path
//! inside it, with the files that it hides below it. A file that cannot be read is reported and
//! never passed over for the one below.

use std::collections::BTreeMap;

use crate::base::code::Code;
use crate::base::config::Config;
use crate::base::diagnostic::{Argument, Diagnostic, Place, broken, nearest};
use crate::base::digest::Digest;
use crate::base::pointer::Pointer;
use crate::base::source::{FileBody, SitePath, Snapshot, Source};

use crate::render::theme::assets::{FileContent, ThemeFile};
use crate::render::theme::builtin;

/// Folders of the site itself whose files take the place of the theme's.
const OWN_FOLDERS: [&str; 3] = ["assets/", "i18n/", "templates/"];

/// The files of a theme by their path inside it.
pub(in crate::render) struct ThemeFiles<'s> {
    /// Of each path all files that there are, the one that counts last.
    layers: BTreeMap<String, Vec<ThemeFile<'s>>>,
}

impl<'s> ThemeFiles<'s> {
    /// All files of the chosen theme; `None` if there is no such theme.
    pub(in crate::render) fn gather(
        snapshot: &'s Snapshot,
        config: &Config,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Self> {
        let mut files = Self { layers: BTreeMap::new() };
        for (inner, bytes) in builtin::files() {
            let path = SitePath::new(&format!("themes/{}/{inner}", builtin::NAME));
            let content = std::str::from_utf8(bytes)
                .map_or(FileContent::Bytes(bytes), FileContent::Text);
            files.add(inner, ThemeFile { path, content, built_in: true });
        }
        let folder = theme_folder(config);
        if config.theme != builtin::NAME && snapshot.below(&folder).next().is_none() {
            diagnostics.push(missing(&config.theme));
            return None;
        }
        for source in snapshot.below(&folder) {
            let inner = &source.path.as_str()[folder.len()..];
            files.add_source(inner, source, diagnostics);
        }
        for source in OWN_FOLDERS.into_iter().flat_map(|own| snapshot.below(own)) {
            files.add_source(source.path.as_str(), source, diagnostics);
        }
        Some(files)
    }

    fn add_source(
        &mut self,
        inner: &str,
        source: &'s Source,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let content = match &source.body {
            FileBody::Text(text) => FileContent::Text(text),
            FileBody::Binary(_) => FileContent::OnDisk(source.digest),
            FileBody::Broken(fault) => {
                diagnostics.push(broken(&source.path, fault));
                return;
            }
        };
        let path = source.path.clone();
        self.add(inner.to_owned(), ThemeFile { path, content, built_in: false });
    }

    fn add(&mut self, inner: String, file: ThemeFile<'s>) {
        self.layers.entry(inner).or_default().push(file);
    }

    /// The file that counts for each path.
    pub(in crate::render) fn all(&self) -> impl Iterator<Item = (&str, &ThemeFile<'s>)> {
        let tops = self.layers.iter();
        tops.filter_map(|(inner, layers)| Some((inner.as_str(), layers.last()?)))
    }

    /// The file that counts for a path.
    pub(super) fn get(&self, inner: &str) -> Option<&ThemeFile<'s>> {
        self.layers.get(inner)?.last()
    }

    /// All texts of one path, for files that are put together entry by entry: the built-in one
    /// first, the one that counts most last.
    pub(in crate::render) fn texts(
        &self,
        inner: &str,
    ) -> impl Iterator<Item = (&SitePath, &str)> {
        let layers = self.layers.get(inner).into_iter().flatten();
        layers.filter_map(|file| match file.content {
            FileContent::Text(text) => Some((&file.path, text)),
            FileContent::Bytes(_) | FileContent::OnDisk(_) => None,
        })
    }
}

/// The digest of everything a theme is made of. What is inside the program never changes while
/// it runs.
pub fn key(snapshot: &Snapshot, config: &Config) -> Digest {
    let chosen =
        Digest::of_value(&(&config.theme, &config.languages, &config.theme_options));
    let folder = theme_folder(config);
    let own = OWN_FOLDERS.into_iter().flat_map(|own| snapshot.below(own));
    snapshot
        .below(&folder)
        .chain(own)
        .fold(chosen, |all, source| all.and(source.path.digest()).and(source.digest))
}

fn theme_folder(config: &Config) -> String {
    format!("themes/{}/", config.theme)
}

fn missing(theme: &str) -> Diagnostic {
    let place = Place::value(&SitePath::new("config.toml"), Pointer::key("theme"));
    Diagnostic::at(Code::ThemeMissing, place)
        .text("value", theme)
        .with("near", Argument::Suggestion(nearest(theme, [builtin::NAME])))
}
