//! The answer to `explain`: the account of a person or of an output, found by a word.
//!
//! In come a site from inside and a word, out goes an answer to print. The word is a person, by
//! whatever they are called, or an output, by path, address or URL. Never guesses between two.

use std::collections::BTreeMap;

use crate::base::output::OutputPath;
use crate::engine::office::account::Account;
use crate::engine::office::person_lookup::{PersonNotFound, find};

use super::edition_with_sources::EditionWithSources;

pub use crate::base::presence::Role;
pub use crate::engine::office::account::{FileExplained, PersonExplained};
pub use crate::engine::office::consent_state::ConsentExplained;
pub use crate::publish::disclosure::FieldOutcome;

/// What a word came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Explanation {
    /// It is a person.
    Person(Box<PersonExplained>),
    /// It is an output.
    File(FileExplained),
    /// It is an output that does not exist today, and whose it would be.
    WithheldFile(FileExplained, Box<PersonExplained>),
    /// Several people have that name: names and files.
    Several(Vec<String>),
    /// Nobody; the nearest name of an entry.
    Nobody(Option<String>),
    /// The settings or the theme cannot be used.
    NoSite,
}

/// Explains a person or an output.
pub fn explain(inside: &EditionWithSources, word: &str) -> Explanation {
    let edition = &inside.edition;
    let (Some(site), Some(renderer)) = (edition.site(), edition.renderer()) else {
        return Explanation::NoSite;
    };
    let nothing = BTreeMap::new();
    let bare = Account { site, documents: &inside.documents, presence: &nothing };
    let meant = find(&inside.documents, word);
    if let Err(PersonNotFound::Several(several)) = &meant {
        return Explanation::Several(several.iter().map(ToString::to_string).collect());
    }
    let path =
        output_path(&site.config.base_url.origin, &site.config.base_url.path, word);
    let path = path.filter(|_| meant.is_err());
    let there = |path: &OutputPath| matches!(renderer.output(path), Ok(Some(_)) | Err(_));
    let path = path.map(|path| {
        let exists = there(&path);
        (path, exists)
    });
    let withheld = path.as_ref().filter(|(_, exists)| !exists);
    let withheld = withheld.and_then(|(path, _)| bare.withheld_at(path));
    let known = meant.is_ok()
        || withheld.is_some()
        || path.as_ref().is_some_and(|(_, exists)| *exists);
    if !known {
        let Err(PersonNotFound::Nobody(near)) = meant else {
            return Explanation::Nobody(None);
        };
        return Explanation::Nobody(near);
    }
    let presence = renderer.presence();
    let account = Account { presence: &presence, ..bare };
    if let Ok(document) = meant {
        let explained = account.person(document).map(Box::new);
        return explained.map_or(Explanation::Nobody(None), Explanation::Person);
    }
    let Some((path, exists)) = path else { return Explanation::Nobody(None) };
    let file = account.file(&path, exists);
    match withheld.and_then(|document| account.person(document)) {
        Some(person) => Explanation::WithheldFile(file, Box::new(person)),
        None => Explanation::File(file),
    }
}

/// The output that a word names: `public/verzeichnis/jana/index.html`, the same without the
/// folder, `/verzeichnis/jana/` with or without the site's base path, or the whole URL.
fn output_path(origin: &str, base: &str, word: &str) -> Option<OutputPath> {
    let word = word.trim().strip_prefix(origin).unwrap_or(word.trim());
    let word = word.split(['#', '?']).next()?;
    let word = word.strip_prefix("./").unwrap_or(word);
    let inner = word.strip_prefix(base).or_else(|| word.strip_prefix("public/"));
    let inner = inner.unwrap_or(word).trim_start_matches('/');
    if inner.is_empty() {
        return word.ends_with('/').then(|| OutputPath::page("/")).flatten();
    }
    if inner.ends_with('/') {
        return OutputPath::page(&format!("/{inner}"));
    }
    let last = inner.rsplit('/').next()?;
    if !last.contains('.') && word.contains('/') {
        return OutputPath::page(&format!("/{inner}/"));
    }
    OutputPath::new(inner)
}

#[cfg(test)]
mod tests {
    use super::output_path;

    #[test]
    fn an_output_may_be_named_in_many_ways() {
        let path = |word: &str| {
            let found = output_path("https://host.example", "/alumni/", word);
            found.map(|path| path.to_string())
        };
        for word in [
            "public/verzeichnis/jana/index.html",
            "verzeichnis/jana/index.html",
            "/alumni/verzeichnis/jana/",
            "/verzeichnis/jana/",
            "/verzeichnis/jana",
            "https://host.example/alumni/verzeichnis/jana/#top",
            "./public/verzeichnis/jana/",
        ] {
            assert_eq!(
                path(word).as_deref(),
                Some("verzeichnis/jana/index.html"),
                "{word}"
            );
        }
        assert_eq!(path("/").as_deref(), Some("index.html"));
        assert_eq!(path("https://host.example/alumni/").as_deref(), Some("index.html"));
        assert_eq!(path("sitemap.xml").as_deref(), Some("sitemap.xml"));
        assert_eq!(path("../../etc/passwd"), None);
    }
}
