//! What the paths and bytes of published files tell without any index.
//!
//! In come paths and bytes, out go addresses and the pictures that a page names. Never touches a
//! file.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use crate::base::code::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::output::Content;
use crate::engine::{Build, Traces, is_overview};

/// Files by their paths.
pub(super) type Replacements = BTreeMap<String, Arc<[u8]>>;

/// Hexadecimal digits in the name of a picture.
const DIGITS: usize = 16;

/// True for the ending of a file that a build makes of texts.
pub(super) fn is_text(ending: &std::ffi::OsStr) -> bool {
    !["jpg", "webp", "avif", "png"].iter().any(|picture| ending == *picture)
}

/// The address of a page.
pub(super) fn address(path: &str) -> Option<String> {
    path.strip_suffix("index.html").map(|folder| format!("/{folder}"))
}

/// True if a text leads to a list below an overview that is not there: an earlier takedown removed
/// it, and whoever is in it may leave now.
pub(super) fn leads_nowhere(text: &str, paths: &BTreeSet<String>) -> bool {
    let links = ["href=\"", "<loc>"].into_iter().flat_map(|begin| {
        let starts = text.match_indices(begin).map(move |(at, _)| at + begin.len());
        starts.filter_map(|at| text[at..].split(['"', '<']).next())
    });
    let is_missing = |link: &str| {
        // The site may lie below any folder of a server, so that the path may begin at any slash.
        let lists: Vec<&str> = link
            .match_indices('/')
            .map(|(at, _)| &link[at + 1..])
            .filter(|path| {
                let above = path.trim_end_matches('/').rsplit_once('/');
                above
                    .is_some_and(|(above, _)| is_overview(&format!("{above}/index.html")))
            })
            .collect();
        !lists.is_empty()
            && lists.iter().all(|path| !paths.contains(&format!("{path}index.html")))
    };
    links.filter(|link| link.ends_with('/')).any(is_missing)
}

/// True for a picture that a build has made: its name tells nothing.
pub(super) fn is_picture(path: &str) -> bool {
    let name = path.strip_prefix("assets/").and_then(|name| name.split_once('.'));
    name.is_some_and(|(stem, ending)| {
        let is_hexadecimal =
            stem.len() == DIGITS && stem.bytes().all(|b| b.is_ascii_hexdigit());
        is_hexadecimal && !is_text(std::ffi::OsStr::new(ending))
    })
}

/// The pictures that a page names: for other services, or all of them.
pub(super) fn pictures(path: &str, bytes: &[u8], all: bool) -> BTreeSet<String> {
    if Path::new(path).extension().is_none_or(|ending| ending != "html") {
        return BTreeSet::new();
    }
    let text = String::from_utf8_lossy(bytes);
    let tags = text.split('<').filter(|tag| {
        tag.contains("og:image")
            || all && (tag.starts_with("img") || tag.starts_with("source"))
    });
    let names = tags.flat_map(|tag| {
        tag.match_indices("assets/").filter_map(|(at, _)| {
            let name = tag[at..].split(['"', '\'', ' ', '>', ',']).next()?;
            Some(name.to_owned())
        })
    });
    names.collect()
}

/// Files that a build makes, in which nothing of a leaver is; none of a build in which the audit
/// found something.
pub(super) fn clean(build: &Build, traces: &Traces) -> Replacements {
    // A name in settings or data files, as a street has it, was online before; what is new in
    // a text of the site is told from it.
    let is_settings = |one: &Diagnostic| {
        one.path().is_some_and(|path| !path.ends_in("md") && path.as_str() != "content")
    };
    let is_leak = |one: &&Diagnostic| match one.code {
        Code::LeakInText => !is_settings(one),
        Code::LeakInOutput => true,
        _ => false,
    };
    if build.diagnostics.iter().any(|one| is_leak(&one)) {
        return Replacements::new();
    }
    // Where a mention is allowed, the audit has said so.
    let allowed = build.diagnostics.iter().any(|one| one.code == Code::MentionAllowed);
    let bytes = build.outputs.0.iter().filter_map(|(path, content)| match content {
        Content::Bytes(bytes) => Some((path.to_string(), bytes.clone())),
        Content::Copy(..)
        | Content::Picture(_)
        | Content::Card(_)
        | Content::Stored(_) => None,
    });
    bytes
        .filter(|(path, bytes)| allowed || traces.in_file(path, bytes).is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_overview_leads_to_lists_of_its_own_language() {
        let paths: BTreeSet<String> =
            ["en/topics/water/index.html", "themen/wasser/index.html"]
                .map(str::to_owned)
                .into();
        let leads = |link: &str| leads_nowhere(&format!("<a href=\"{link}\">"), &paths);
        assert!(!leads("/en/topics/water/"));
        assert!(!leads("https://x.example/alumni/en/topics/water/"));
        assert!(!leads("/alumni/themen/wasser/"));
        assert!(leads("/en/topics/wind/"));
        assert!(leads("/alumni/themen/wind/"));
        // What is no list may be anywhere.
        assert!(!leads("/en/topics/"));
        assert!(!leads("/people/"));
    }

    #[test]
    fn a_page_names_its_pictures() {
        let page =
            b"<meta property=\"og:image\" content=\"https://x.example/assets/1.jpg\">\
            <img src=\"/assets/2.jpg\" srcset=\"/assets/2.jpg 1x, /assets/3.jpg 2x\">";
        let of =
            |all| pictures("a/index.html", page, all).into_iter().collect::<Vec<_>>();
        assert_eq!(of(false), ["assets/1.jpg"]);
        assert_eq!(of(true), ["assets/1.jpg", "assets/2.jpg", "assets/3.jpg"]);
        assert!(is_picture("assets/0123456789abcdef.webp"));
        assert!(!is_picture("assets/campus.0123456789abcdef.css"));
    }
}
