//! Files in `content/` that nothing is made of, although somebody may think so.
//!
//! In come the files and all documents, out go warnings about copies, about texts with an ending
//! that is not read, and about data files with a wrong name. A file that a document names is
//! never among them: that it is not published is told where it is named.

use std::collections::BTreeSet;

use crate::base::code::Code;
use crate::base::copies::Copies;
use crate::base::diagnostic::{Argument, Diagnostic, Place};
use crate::base::file_format::FileFormat;
use crate::base::slug::composed;
use crate::base::source::{FileBody, SitePath, Snapshot, Source, percent_decoded};
use crate::base::work;
use crate::model::document::{Document, DocumentContent, Key};
use crate::model::reference::GroupPhoto;
use crate::model::text::Piece;

use super::collect::Bundles;

/// Endings of texts that only need another name.
const TEXTS: [&str; 9] =
    ["txt", "text", "markdown", "mdown", "mdwn", "mkdn", "mkd", "mdx", "mdtext"];

/// Endings of texts that have to be saved anew.
const OFFICE: [&str; 24] = [
    "doc", "docm", "docx", "dot", "dotx", "eml", "fodt", "gdoc", "htm", "html", "mht",
    "msg", "odm", "odt", "org", "ott", "pages", "adoc", "rst", "rtf", "rtfd", "tex",
    "wpd", "wps",
];

/// Endings of data files.
const DATA: [&str; 3] = ["yaml", "yml", "json"];

/// The data files that are read.
const READ: [&str; 4] = [
    "content/contacts.yaml",
    "content/faculties.yaml",
    "content/institutions.yaml",
    "content/photos.yaml",
];

/// Names of notes to whoever works on the files.
const NOTES: [&str; 8] = [
    "readme",
    "liesmich",
    "lesemich",
    "czytaj",
    "ctimne",
    "license",
    "lizenz",
    "changelog",
];

/// The files and documents of a site.
pub(super) struct Overlooked<'a> {
    pub(super) snapshot: &'a Snapshot,
    pub(super) copies: &'a Copies,
    pub(super) bundles: &'a Bundles<'a>,
    pub(super) photos: &'a [GroupPhoto],
    /// Documents that could not be read, and may name anything.
    pub(super) broken: &'a BTreeSet<Key>,
}

impl Overlooked<'_> {
    /// Warns of each such file.
    pub(super) fn warn(&self, out: &mut Vec<Diagnostic>) {
        let mut found: Vec<(&SitePath, Diagnostic)> = Vec::new();
        let mut bundle = String::new();
        for source in self.snapshot.below("content/") {
            work::looked_at(1);
            if let Some(folder) = document_folder(&source.path) {
                // A text of Pages is a folder of many files.
                if folder != bundle {
                    let place = Place::file(&SitePath::new(folder));
                    found.push((&source.path, told(place, "overlooked-office")));
                    folder.clone_into(&mut bundle);
                }
                continue;
            }
            found.extend(self.about(source).map(|one| (&source.path, one)));
        }
        if found.is_empty() {
            return;
        }
        let named = self.named();
        let is_named = |path: &SitePath| {
            let may_be = !self.broken.is_empty() && !path.ends_in("md");
            may_be || named.contains(&*composed(path.as_str()))
        };
        found.retain(|(path, _)| !is_named(path));
        out.extend(found.into_iter().map(|(_, diagnostic)| diagnostic));
    }

    /// What is wrong with a file, if no document names it.
    fn about(&self, source: &Source) -> Option<Diagnostic> {
        let path = &source.path;
        if let Some(original) = self.copies.original(path) {
            let place = Place::file(path);
            let name = original.to_string();
            return Some(Diagnostic::at(Code::FileCopy, place).text("original", name));
        }
        if matches!(source.body, FileBody::Broken(_)) || path.ends_in("md") {
            return None;
        }
        let (name, ending) = (path.file_name(), path.extension());
        let stem = name.split('.').next().unwrap_or(name).to_lowercase();
        if NOTES.contains(&stem.as_str()) {
            return None;
        }
        let ending = ending.as_str();
        let place = Place::file(path);
        let is_bare = !name.contains('.') && name.contains(char::is_lowercase);
        if TEXTS.contains(&ending) || is_bare {
            let near = renamed(path).filter(|near| !self.is_there(path, near));
            let near = Argument::Suggestion(near);
            return Some(told(place, "overlooked-text").with("near", near));
        }
        if OFFICE.contains(&ending) {
            let is_offered = FileFormat::of(name).is_some();
            let kind =
                if is_offered { "overlooked-offered" } else { "overlooked-office" };
            return Some(told(place, kind));
        }
        if DATA.contains(&ending) && !READ.contains(&path.as_str()) {
            let near = name.rsplit_once('.').map(|(stem, _)| format!("{stem}.yaml"));
            let is_right = |near: &String| {
                let right = SitePath::new(&format!("content/{near}"));
                READ.contains(&right.as_str())
                    && path.folder() == "content"
                    && !self.snapshot.files.contains_key(&right)
            };
            let near = Argument::Suggestion(near.filter(is_right));
            return Some(told(place, "overlooked-data").with("near", near));
        }
        None
    }

    fn is_there(&self, path: &SitePath, name: &str) -> bool {
        path.join(name).is_some_and(|path| self.snapshot.files.contains_key(&path))
    }

    /// The paths of all files that documents name, in one form of Unicode.
    fn named(&self) -> BTreeSet<String> {
        let mut named = BTreeSet::new();
        let mut note = |path: Option<SitePath>| {
            named.extend(path.map(|path| composed(path.as_str()).into_owned()));
        };
        for bundle in self.bundles.iter() {
            let translations = bundle.translations.values().map(|one| one.document);
            for document in std::iter::once(bundle.original).chain(translations) {
                for file in files(document) {
                    work::looked_at(1);
                    note(document.path.join(&file));
                }
            }
        }
        let content = SitePath::new("content/photos.yaml");
        for photo in self.photos {
            note(content.join(&photo.file));
        }
        named
    }
}

fn told(place: Place, kind: &'static str) -> Diagnostic {
    Diagnostic::at(Code::FileOverlooked, place).with("kind", Argument::Word(kind))
}

/// The folder that is a text in itself, as Pages and `TextEdit` write them.
fn document_folder(path: &SitePath) -> Option<&str> {
    let text = path.as_str();
    [".pages/", ".rtfd/"].iter().find_map(|end| {
        let at = text.find(end)?;
        Some(&text[..at + end.len() - 1])
    })
}

/// The name that a text would have to have: `luppe.md` for `luppe.md.txt`.
fn renamed(path: &SitePath) -> Option<String> {
    let name = path.file_name();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let stem = stem.strip_suffix(".md").unwrap_or(stem);
    (!stem.is_empty()).then(|| format!("{stem}.md"))
}

/// The files that a document names, relative to it.
fn files(document: &Document) -> Vec<String> {
    let mut files = Vec::new();
    let decoded = |target: &str| {
        let file = target.split(['#', '?']).next().unwrap_or(target);
        percent_decoded(file)
    };
    for piece in &document.body.pieces {
        match piece {
            Piece::LinkStart { target, .. } => files.push(decoded(target)),
            Piece::Picture { file, .. } => files.push(percent_decoded(file)),
            Piece::Html(_)
            | Piece::LinkEnd
            | Piece::MentionStart { .. }
            | Piece::MentionEnd => {}
        }
    }
    match &document.content {
        DocumentContent::Person(one) => {
            files.extend(one.photo.iter().map(|photo| photo.file.clone()));
        }
        DocumentContent::Story(one) => {
            files.extend(one.photo.iter().map(|photo| photo.file.clone()));
        }
        DocumentContent::Event(one) => {
            files.extend(one.image.iter().map(|photo| photo.file.clone()));
        }
        DocumentContent::Page(one) => {
            if let Some(sign) = &one.sign_language {
                files.push(sign.video.clone());
                let others = [&sign.captions, &sign.poster, &sign.transcript];
                files.extend(others.into_iter().flatten().cloned());
            }
        }
        DocumentContent::Translation(..) => {}
    }
    files
}

/// Names the file that somebody meant as the original of a translation, if there is one with
/// another ending.
pub(super) fn name_originals(snapshot: &Snapshot, diagnostics: &mut [Diagnostic]) {
    let lonely =
        diagnostics.iter_mut().filter(|one| one.code == Code::TranslationWithoutOriginal);
    for diagnostic in lonely {
        let Some(path) = diagnostic.path() else { continue };
        let stem = path.file_name().split('.').next().unwrap_or_default();
        let start = format!("{}/{stem}", path.folder());
        let bare = snapshot.files.get(&SitePath::new(&start));
        let dotted = format!("{start}.");
        let ended = snapshot.below(&dotted).filter(|source| {
            work::looked_at(1);
            let ending = source.path.extension();
            TEXTS.contains(&&*ending) || OFFICE.contains(&&*ending)
        });
        let beside = bare.into_iter().chain(ended);
        let near = beside.map(|source| source.path.file_name().to_owned()).next();
        diagnostic.arguments.push(("near", Argument::Suggestion(near)));
    }
}
