//! What a web server must know about the site: ready includes for nginx, Apache and Caddy.
//!
//! In come the public site and the paths of its outputs, out go three texts. Addresses that were
//! withdrawn answer 410; everything else is as the preview answers it. Never names a person, but
//! an address that was theirs may: the texts belong to the server and not into the site.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::media_type;
use crate::base::output::OutputPath;
use crate::publish::address;
use crate::publish::site::Site;
use crate::render::formats::format::ASK_AGAIN;
use crate::render::formats::registry::{self, NamedFile};

mod apache;
mod caddy;
mod nginx;

/// The first words of every file, by which it is known as made by Matrikel.
pub const MARK: &str = "# Made by Matrikel.";

/// The includes by their file names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerRules {
    /// File name and text.
    pub files: [(&'static str, String); 3],
    /// How many addresses answer 410.
    pub gone: usize,
}

/// Makes the includes of a site whose outputs have these paths.
pub fn server_rules<'p>(
    site: &Site,
    outputs: impl Iterator<Item = &'p OutputPath>,
) -> ServerRules {
    let outputs: BTreeSet<&OutputPath> = outputs.collect();
    let base = &site.config.base_url;
    let rules = Rules {
        base: base.path.clone(),
        headers: headers(site, &outputs),
        gone: gone(site, &|path| outputs.contains(path)),
        homes: homes(site),
        contents: contents(site),
        named: registry::named_files(),
        others: others(&outputs),
    };
    ServerRules {
        files: [
            ("nginx.conf", nginx::text(&rules)),
            ("apache.conf", apache::text(&rules)),
            ("Caddyfile", caddy::text(&rules)),
        ],
        gone: rules.gone.len(),
    }
}

/// What all three servers are told.
struct Rules {
    /// Path with a slash at both ends: `/` or `/alumni/`.
    base: String,
    /// Headers of every answer.
    headers: Vec<(&'static str, String)>,
    /// Addresses that answer 410: below the base path, with a slash at both ends, or a file.
    gone: Vec<String>,
    /// Where each further language lives: `en/`.
    homes: Vec<String>,
    /// Contents of the search indexes: files below the base path.
    contents: Vec<String>,
    /// Files that their names and not their endings tell about.
    named: Vec<NamedFile>,
    /// Endings of files of the site whose type nobody here knows.
    others: BTreeSet<String>,
}

/// What crawlers must not list, even if they find it (`X-Robots-Tag`): shards and contents of the
/// search indexes hold people who are for this site alone.
const UNLISTED: (&str, &str) = ("X-Robots-Tag", "noindex");

/// Files under `/assets/` carry a hash of their content in their name (RFC 8246, `immutable`).
/// `private` keeps them out of caches that many people share: there may be photos among them,
/// and a withdrawn one must not be served from there.
const KEEP: &str = "private, max-age=31536000, immutable";

/// Everything else.
const ASK: &str = ASK_AGAIN;

/// A file that tells builds whose folder it is, and nobody else.
const MARKER: &str = ".matrikel-site";

impl Rules {
    /// Every ending with its type: what a server or its system knows otherwise must not count.
    fn endings(&self) -> BTreeMap<&str, &'static str> {
        let mut endings: BTreeMap<&str, &'static str> = media_type::endings();
        for ending in &self.others {
            endings.entry(ending).or_insert(media_type::UNKNOWN);
        }
        endings
    }

    /// The paths below the host at which an address may be asked for, as a server decodes them.
    fn spellings(&self, address: &str) -> Vec<String> {
        let whole = format!("{}{}", self.base, address.trim_start_matches('/'));
        match whole.strip_suffix('/') {
            Some(bare) => vec![bare.to_owned(), format!("{whole}index.html"), whole],
            None => vec![whole],
        }
    }

    /// The error page for an address or path.
    fn error_page(&self, path: &str) -> String {
        let below = path.strip_prefix(&self.base).unwrap_or(path);
        let home = self.homes.iter().find(|home| below.starts_with(home.as_str()));
        format!("{}{}404.html", self.base, home.map_or("", String::as_str))
    }
}

/// The addresses that were public and are not any more, without what stands there today and
/// without what no build can have made: the list may have been kept from former days.
fn gone(site: &Site, exists: &dyn Fn(&OutputPath) -> bool) -> Vec<String> {
    let path = |address: &str| {
        let file = OutputPath::new(address.trim_start_matches('/'));
        OutputPath::page(address).or(file)
    };
    let can_be = |address: &&String| {
        address.as_str() != "/" && path(address).is_some_and(|path| !exists(&path))
    };
    site.gone.iter().filter(can_be).cloned().collect()
}

/// Endings of outputs that are in no list; odd ones cannot be written in every server's rules.
fn others(outputs: &BTreeSet<&OutputPath>) -> BTreeSet<String> {
    let known = media_type::endings();
    let endings = outputs.iter().filter_map(|path| {
        let name = path.as_str().rsplit('/').next()?;
        Some(name.rsplit_once('.')?.1)
    });
    let plain = |ending: &&str| {
        !ending.is_empty() && ending.chars().all(|c| c.is_ascii_alphanumeric())
    };
    let new = endings.filter(plain).filter(|ending| !known.contains_key(ending));
    new.map(str::to_owned).collect()
}

fn contents(site: &Site) -> Vec<String> {
    let languages = site.config.languages.iter();
    let contents = languages.map(|one| address::search_contents(&site.config, *one));
    contents.map(|address| address.trim_start_matches('/').to_owned()).collect()
}

/// Languages that do not live at `/`.
fn homes(site: &Site) -> Vec<String> {
    let others = site.config.languages.iter().skip(1);
    others.map(|language| format!("{}/", language.code())).collect()
}

/// Security headers. A theme whose assets hold no script may run none.
///
/// Sources: Content Security Policy Level 3 (W3C), Fetch (`nosniff`), Referrer Policy (W3C),
/// Permissions Policy (W3C), RFC 6797 (HSTS, by HTTPS only).
fn headers(site: &Site, outputs: &BTreeSet<&OutputPath>) -> Vec<(&'static str, String)> {
    let is_script = |path: &&&OutputPath| {
        matches!(path.as_str().rsplit('.').next(), Some("js" | "mjs"))
    };
    let scripts = if outputs.iter().any(|path| is_script(&path)) {
        " script-src 'self'; connect-src 'self';"
    } else {
        ""
    };
    let policy = format!(
        "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
         media-src 'self'; manifest-src 'self';{scripts} form-action 'self'; \
         base-uri 'none'; frame-ancestors 'none'"
    );
    let nothing = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), \
                   browsing-topics=()";
    let mut headers = vec![
        ("Content-Security-Policy", policy),
        ("X-Content-Type-Options", "nosniff".to_owned()),
        // No other site learns whose page somebody came from.
        ("Referrer-Policy", "same-origin".to_owned()),
        ("Permissions-Policy", nothing.to_owned()),
    ];
    if site.config.base_url.origin.starts_with("https://") {
        headers.push(("Strict-Transport-Security", "max-age=31536000".to_owned()));
    }
    if site.drafts {
        headers.push(("X-Robots-Tag", "noindex".to_owned()));
    }
    headers
}

/// A media type and its charset, if it is a text.
fn split(media_type: &'static str) -> (&'static str, Option<&'static str>) {
    match media_type.split_once("; charset=") {
        Some((kind, charset)) => (kind, Some(charset)),
        None => (media_type, None),
    }
}

/// A quoted value; headers and addresses of ours hold neither quotes nor line ends, and whatever
/// else comes must not end the quotes.
fn quoted(value: &str) -> String {
    let plain: String =
        value.chars().filter(|c| !c.is_control() && *c != '"' && *c != '\\').collect();
    format!("\"{plain}\"")
}

/// A path for a regular expression.
fn escaped(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for c in path.chars().filter(|c| !c.is_control() && *c != '"') {
        if c.is_ascii() && !c.is_ascii_alphanumeric() && !"/-_~".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(gone: &str, file: NamedFile) -> [String; 3] {
        let rules = Rules {
            base: "/alumni/".into(),
            headers: vec![("X", "a\"\nb".into())],
            gone: vec![gone.into(), "/verzeichnis/a.b/".into()],
            homes: vec!["en/".into()],
            contents: vec!["suche/index.bin".into()],
            named: vec![file],
            others: ["wasm".to_owned()].into(),
        };
        [nginx::text(&rules), apache::text(&rules), caddy::text(&rules)]
    }

    #[test]
    fn a_file_that_may_be_kept_says_for_how_long() {
        let file = |cache_control| NamedFile {
            name: "a.json",
            media_type: "application/a+json; charset=utf-8",
            cache_control,
        };
        // nginx is told once more for each home.
        for (text, times) in rules("/a/", file("max-age=60")).iter().zip([2, 1, 1]) {
            let found = text.matches("Cache-Control \"max-age=60\"").count();
            assert_eq!(found, times, "{text}");
            assert!(text.contains("application/a+json"));
            assert!(text.contains("wasm"), "{text}");
        }
        for text in rules("/a/", file(ASK)) {
            assert!(!text.contains("max-age=60"));
            assert!(text.contains("application/a+json"));
        }
    }

    #[test]
    fn nothing_in_an_address_ends_a_line_or_a_quote() {
        let hostile = "/a\";\n} evil {\\$x *.(|)[/";
        let texts = rules(hostile, registry::named_files()[0]);
        for text in &texts {
            let lines = text.lines().filter(|line| line.contains("evil"));
            let lines: Vec<&str> = lines.collect();
            assert!(!lines.is_empty() && lines.len() <= 3, "{lines:?}");
            for line in lines {
                assert_eq!(line.matches('"').count(), 2, "{line}");
                assert!(!line.trim_start().starts_with('}'), "{line}");
            }
        }
        assert!(texts[1].contains("\"^/alumni/verzeichnis/a\\.b(/|/index\\.html)?$\""));
        assert!(texts[2].contains("\"/alumni/verzeichnis/a.b/\""));
    }
}
