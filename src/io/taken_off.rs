//! What a report says about people who were taken off a published site.
//!
//! In come names and files, out go lines that say first who is gone, then which files went with
//! them, and what a person must do by hand. Never decides who has to go.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use super::stale_pages::Online;
use crate::base::language::Language;
use crate::base::program_words::ProgramWords;

/// Files of one folder that are listed one by one.
const MOST_OF_A_FOLDER: usize = 3;

/// Who was taken off the published site.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct TakenOff {
    /// The people, with the addresses of their pages.
    pub people: Vec<Online>,
    /// Other files that were removed, since something of them stood there.
    pub removed: Vec<String>,
    /// Files of which a form without them took the place.
    pub replaced: Vec<String>,
    /// Files and folders that could not be removed or searched.
    pub stuck: Vec<StuckFile>,
}

/// A file or folder of the published site that a person must remove by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StuckFile {
    /// The path in the site's folder, as the caller would write it.
    pub path: String,
    /// Who is or may be in it.
    pub people: Vec<String>,
    /// Why it is still there.
    pub cause: String,
}

impl TakenOff {
    /// True if nobody had to go.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Lines for people; nothing if nobody had to go.
    pub fn text(&self, language: Language) -> String {
        let words = ProgramWords::of(language);
        let mut text = String::new();
        let mut list = |heading: &str, lines: Vec<String>| {
            if !lines.is_empty() {
                text.push_str(words.word(heading));
                text.extend(lines.iter().map(|line| format!("\n  {line}")));
                text.push_str("\n\n");
            }
        };
        list("taken-people", self.people.iter().map(|one| one.text(words)).collect());
        list("taken-removed", by_folder(&self.removed, words));
        list("taken-replaced", by_folder(&self.replaced, words));
        text
    }

    /// The last lines of a report: who is online now and must not be.
    pub fn end(&self, language: Language) -> String {
        let words = ProgramWords::of(language);
        if self.is_empty() {
            return String::new();
        }
        if self.stuck.is_empty() {
            return format!("{}\n", words.word("online-nobody"));
        }
        let mut text = format!("{}\n", words.word("online-by-hand"));
        for one in &self.stuck {
            let people = one.people.join(", ");
            let values = [
                ("path", one.path.as_str()),
                ("people", people.as_str()),
                ("cause", one.cause.as_str()),
            ];
            let _ = writeln!(text, "  {}", words.phrase("online-stuck", &values));
        }
        text
    }
}

/// Paths for people: many files of one folder are counted.
fn by_folder(paths: &[String], words: &ProgramWords) -> Vec<String> {
    let folder =
        |path: &str| path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let mut folders: BTreeMap<String, Vec<&String>> = BTreeMap::new();
    for path in paths {
        folders.entry(folder(path)).or_default().push(path);
    }
    let lines = folders.into_iter().flat_map(|(folder, paths)| {
        if folder.is_empty() || paths.len() <= MOST_OF_A_FOLDER {
            return paths.into_iter().cloned().collect();
        }
        vec![format!("{folder}/ ({})", words.count("files", paths.len()))]
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_gone_comes_first_and_who_is_online_last() {
        let jana = Online { name: "Jana".into(), addresses: vec!["/jana/".into()] };
        let mut taken = TakenOff { people: vec![jana], ..TakenOff::default() };
        assert!(taken.text(Language::En).contains("“Jana”: /jana/"));
        assert!(taken.end(Language::En).contains("nobody"));
        taken.stuck.push(StuckFile {
            path: "public/jana/index.html".into(),
            people: vec!["Jana".into()],
            cause: "permission denied".into(),
        });
        let end = taken.end(Language::De);
        assert!(end.contains("public/jana/index.html") && end.contains("Jana"), "{end}");
        assert_eq!(TakenOff::default().end(Language::De), "");
    }
}
