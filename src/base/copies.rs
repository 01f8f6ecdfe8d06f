//! The files of a site that are copies of others beside them.
//!
//! In comes a snapshot, out goes for each copy in `content/` and `static/` the file that it is a copy
//! of. Never opens a file, and never takes one for a copy whose original is not there.

use std::collections::{BTreeMap, BTreeSet};

use super::copy_name::{originals, plain};
use super::source::{SitePath, Snapshot};
use super::work;

/// Where copies are looked for. In a theme, `card (2).html` is used by nobody who does not name it.
const FOLDERS: [&str; 2] = ["content/", "static/"];

/// The copies of a site, each with its original.
#[derive(Debug, Clone, Default)]
pub struct Copies(BTreeMap<SitePath, SitePath>);

/// What is there, as names are compared.
struct Names<'s> {
    snapshot: &'s Snapshot,
    /// Names of a folder's files and folders, as they are compared and as they are; made when one
    /// of them looks like a copy.
    folders: BTreeMap<&'s str, BTreeMap<String, &'s str>>,
}

impl Copies {
    /// Finds the copies.
    pub fn of(snapshot: &Snapshot) -> Self {
        let mut names = Names { snapshot, folders: BTreeMap::new() };
        let mut copies = BTreeMap::new();
        let mut last = ("", None);
        for source in FOLDERS.into_iter().flat_map(|folder| snapshot.below(folder)) {
            let path = source.path.as_str();
            let folder = source.path.folder();
            // A folder holds many files, and is looked at once.
            if last.0 != folder {
                last = (folder, names.original_folder(folder));
            }
            let original = match &last.1 {
                Some(original) => Some(format!("{original}{}", &path[folder.len()..])),
                None => names
                    .original(folder, source.path.file_name())
                    .map(|name| format!("{folder}/{name}")),
            };
            if let Some(original) = original {
                copies.insert(source.path.clone(), SitePath::new(&original));
            }
        }
        Self(copies)
    }

    /// The file that another one is a copy of.
    pub fn original(&self, path: &SitePath) -> Option<&SitePath> {
        self.0.get(path)
    }

    /// True if the file is a copy.
    pub fn contains(&self, path: &SitePath) -> bool {
        self.0.contains_key(path)
    }

    /// Every copy with its original.
    pub fn iter(&self) -> impl Iterator<Item = (&SitePath, &SitePath)> {
        self.0.iter()
    }
}

impl<'s> Names<'s> {
    /// The name beside which `name` is a copy. What is itself a copy of something there is none.
    fn original(&mut self, folder: &'s str, name: &str) -> Option<&'s str> {
        let wanted = originals(name);
        if wanted.is_empty() {
            return None;
        }
        let there = self.names(folder);
        // The first original is the last in the list, and no copy itself.
        wanted.iter().rev().find_map(|wanted| there.get(wanted).copied())
    }

    /// The folder that a folder is a copy of, itself or with one above it.
    fn original_folder(&mut self, folder: &'s str) -> Option<String> {
        let (above, name) = folder.rsplit_once('/')?;
        if let Some(original) = self.original(above, name) {
            return Some(format!("{above}/{original}"));
        }
        self.original_folder(above).map(|above| format!("{above}/{name}"))
    }

    fn names(&mut self, folder: &'s str) -> &BTreeMap<String, &'s str> {
        let snapshot = self.snapshot;
        self.folders.entry(folder).or_insert_with(|| {
            let prefix = format!("{folder}/");
            let mut seen = BTreeSet::new();
            for source in snapshot.below(&prefix) {
                work::looked_at(1);
                let inner = &source.path.as_str()[prefix.len()..];
                seen.insert(inner.split('/').next().unwrap_or(inner));
            }
            seen.into_iter().map(|name| (plain(name), name)).collect()
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::base::digest::Digest;
    use crate::base::source::{FileBody, Source};

    fn snapshot<'p>(paths: impl IntoIterator<Item = &'p str>) -> Snapshot {
        let source = |path: &str| {
            let path = SitePath::new(path);
            let body = FileBody::Text(Arc::from(""));
            (path.clone(), Source { path, body, digest: Digest::default() })
        };
        let files = paths.into_iter().map(source).collect();
        Snapshot { files, today: jiff::civil::date(2026, 11, 24) }
    }

    fn told(paths: &[&str]) -> Vec<(String, String)> {
        let copies = Copies::of(&snapshot(paths.iter().copied()));
        copies.iter().map(|(copy, of)| (copy.to_string(), of.to_string())).collect()
    }

    #[test]
    fn a_copy_is_one_only_beside_its_original() {
        let copy = "content/portraits/das-wehr 2.md";
        assert_eq!(told(&[copy]), []);
        assert_eq!(told(&[copy, "content/das-wehr.md"]), []);
        let original = "content/portraits/das-wehr.md";
        assert_eq!(told(&[copy, original]), [(copy.to_owned(), original.to_owned())]);
        assert_eq!(
            told(&[
                "content/a - Kopie (2).md",
                "content/a - Kopie.md",
                "content/a.md",
                "templates/a (1).html",
                "templates/a.html",
            ]),
            [
                ("content/a - Kopie (2).md".to_owned(), "content/a.md".to_owned()),
                ("content/a - Kopie.md".to_owned(), "content/a.md".to_owned())
            ]
        );
    }

    #[test]
    fn a_copied_folder_is_a_copy_with_all_that_is_in_it() {
        let found = told(&[
            "content/directory/jana/index.md",
            "content/directory/jana - Kopie/index.md",
            "content/directory/jana - Kopie/raw/a.jpg",
        ]);
        assert_eq!(
            found,
            [
                (
                    "content/directory/jana - Kopie/index.md".to_owned(),
                    "content/directory/jana/index.md".to_owned()
                ),
                (
                    "content/directory/jana - Kopie/raw/a.jpg".to_owned(),
                    "content/directory/jana/raw/a.jpg".to_owned()
                )
            ]
        );
    }

    #[test]
    fn a_folder_of_copies_is_read_once() {
        work::assert_linear(50, |n| {
            let paths: Vec<String> = (0..n)
                .flat_map(|one| {
                    [format!("content/a/p{one}.md"), format!("content/a/p{one} 2.md")]
                })
                .collect();
            let snapshot = snapshot(paths.iter().map(String::as_str));
            work::of(|| {
                assert_eq!(Copies::of(&snapshot).iter().count(), n);
            })
        });
    }
}
