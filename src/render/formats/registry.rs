//! The one list of output formats; whatever must hold for all of them reads it.
//!
//! In come questions about all formats, out go the answers of each. A format that does not stand
//! here is never made, and whatever stands here is made, linked, served and accounted for.

use crate::base::language::Language;
use crate::base::media_type;
use crate::publish::site::Site;

use super::atom::Atom;
use super::calendar_files::{AllEvents, OneEvent};
use super::format::{ASK_AGAIN, FormatLink, OutputFormat};
use super::json_feed::JsonFeed;
use super::robots::Robots;
use super::sitemap::Sitemap;

/// All output formats. Links to files about one section stand in this order.
pub(crate) const FORMATS: [&dyn OutputFormat; 6] =
    [&Atom, &JsonFeed, &AllEvents, &OneEvent, &Sitemap, &Robots];

/// Names that no format writes yet. A former address in a folder of such a name would be an error
/// from the day on which one does; so it is none that can be taken.
const KEPT: [&str; 1] = ["cards.json"];

/// Names that files have wherever they are; a folder of that name would be in their way.
pub fn reserved_names() -> impl Iterator<Item = &'static str> {
    FORMATS.iter().flat_map(|format| format.names()).chain(&KEPT).copied()
}

fn format_of(name: &str) -> Option<&'static dyn OutputFormat> {
    FORMATS.into_iter().find(|format| format.names().contains(&name))
}

/// The last part of a path.
fn name_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// True if a file of some format has this name.
pub(crate) fn is_named(path: &str) -> bool {
    format_of(name_of(path)).is_some()
}

/// The media type of a file of the site by its path: a name may say more than its ending.
pub fn media_type(path: &str) -> &'static str {
    format_of(name_of(path))
        .map_or_else(|| media_type::media_type(path), OutputFormat::media_type)
}

/// A file name that web servers must be told about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NamedFile {
    pub(crate) name: &'static str,
    pub(crate) media_type: &'static str,
    pub(crate) cache_control: &'static str,
}

/// Names of files whose media type differs from what their ending says, or which may be kept.
pub(crate) fn named_files() -> Vec<NamedFile> {
    let names = |format: &'static dyn OutputFormat| {
        let (media_type, cache_control) = (format.media_type(), format.cache_control());
        let names = format.names().iter();
        names.map(move |name| NamedFile { name, media_type, cache_control })
    };
    let files = FORMATS.into_iter().flat_map(names);
    files
        .filter(|file| {
            file.media_type != media_type::media_type(file.name)
                || file.cache_control != ASK_AGAIN
        })
        .collect()
}

/// What every page of a language links to in its head, each with its media type.
pub(crate) fn links(site: &Site, language: Language) -> Vec<(FormatLink, &'static str)> {
    let links = |format: &'static dyn OutputFormat| {
        let whole = format.media_type();
        let media_type = whole.split_once(';').map_or(whole, |(kind, _)| kind);
        format.links(site, language).into_iter().map(move |link| (link, media_type))
    };
    let mut links: Vec<_> = FORMATS.into_iter().flat_map(links).collect();
    links.sort_by_key(|(link, _)| link.section);
    links
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_belongs_to_one_format() {
        let mut names: Vec<&str> = reserved_names().collect();
        names.sort_unstable();
        assert!(names.windows(2).all(|two| two[0] != two[1]), "{names:?}");
        for name in names.iter().filter(|name| !KEPT.contains(name)) {
            assert!(is_named(&format!("a/{name}")), "{name}");
        }
    }

    #[test]
    fn a_name_says_more_than_its_ending() {
        for (path, expected) in [
            ("de/portraits/atom.xml", "application/atom+xml; charset=utf-8"),
            ("de/portraits/feed.json", "application/feed+json; charset=utf-8"),
            ("a/event.ics", "text/calendar; charset=utf-8"),
            ("robots.txt", "text/plain; charset=utf-8"),
            ("sitemap.xml", "application/xml; charset=utf-8"),
            ("sitemap-1.xml", "application/xml; charset=utf-8"),
            ("atom.xml/index.html", "text/html; charset=utf-8"),
            ("other.json", "application/json; charset=utf-8"),
        ] {
            assert_eq!(media_type(path), expected, "{path}");
        }
        let names: Vec<&str> = named_files().iter().map(|file| file.name).collect();
        assert_eq!(names, ["atom.xml", "feed.json"]);
    }
}
