//! Which person is meant by what somebody typed.
//!
//! In come a word and the documents, out goes one document or the ones that come near. Never
//! guesses: two people with one name are both named.

use std::sync::Arc;

use crate::base::diagnostic::nearest;
use crate::base::slug::slugify;
use crate::base::source::SitePath;
use crate::model::document::{Document, DocumentContent, Section};
use crate::model::person::Name;
use crate::model::story::Subject;

use super::unread::UnreadEntry;

/// Why a word means no single person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PersonNotFound {
    /// Nobody is called that; the nearest name of an entry, if one is near.
    Nobody(Option<String>),
    /// Several people are; their files.
    Several(Vec<SitePath>),
}

/// Finds the directory entry, or the story with a consent of its own, that a word means.
///
/// A word is, in this order: the path of the file (`content/directory/jana.md`, also without
/// `content/` or ending), the opaque id, the name of the entry (`jana`), or the person's name in
/// either order, without regard to case, accents and titles.
///
/// # Errors
/// If it means nobody, or more than one.
pub fn find<'d>(
    documents: &'d [Arc<Document>],
    word: &str,
) -> Result<&'d Arc<Document>, PersonNotFound> {
    let word = word.trim();
    let slug = slugify(word);
    let is_person = |one: &Document| one.key.section == Section::Directory;
    // In this order; what means several at once means nobody.
    let ways: [&dyn Fn(&Document) -> bool; 4] = [
        &|one| is_file(one, word),
        &|one| has_id(one, word),
        &|one| is_person(one) && *one.key.name == *word,
        &|one| !slug.is_empty() && names(one).contains(&slug),
    ];
    let subjects = || documents.iter().filter(|document| is_subject(document));
    for is_meant in ways {
        let found: Vec<&Arc<Document>> = subjects().filter(|one| is_meant(one)).collect();
        match found.as_slice() {
            [] => {}
            [one] => return Ok(one),
            _ => {
                let files = found.iter().map(|one| one.path.clone());
                return Err(PersonNotFound::Several(files.collect()));
            }
        }
    }
    let people = subjects().filter(|one| is_person(one));
    Err(PersonNotFound::Nobody(nearest(word, people.map(|one| &*one.key.name))))
}

/// Finds a story, also one about somebody of the directory, or an entry: for a story, a word is
/// besides these the name of its file or its title.
///
/// # Errors
/// If it means nothing, or more than one.
pub fn find_text<'d>(
    documents: &'d [Arc<Document>],
    word: &str,
) -> Result<&'d Arc<Document>, PersonNotFound> {
    let word = word.trim();
    let slug = slugify(word);
    let story = |one: &Document| match &one.content {
        DocumentContent::Story(story) => Some(story.title.clone()),
        _ => None,
    };
    let stories = || documents.iter().filter_map(|one| Some((one, story(one)?)));
    if let Some((one, _)) = stories().find(|(one, _)| is_file(one, word)) {
        return Ok(one);
    }
    let named = stories().filter(|(one, title)| {
        *one.key.name == *word || (!slug.is_empty() && slugify(title) == slug)
    });
    let mut found: Vec<&Arc<Document>> = named.map(|(one, _)| one).collect();
    match find(documents, word) {
        Ok(person) if !found.iter().any(|one| one.path == person.path) => {
            found.push(person);
        }
        Err(error) if found.is_empty() => return Err(error),
        Ok(_) | Err(_) => {}
    }
    match found.as_slice() {
        [one] => Ok(one),
        several => {
            let files = several.iter().map(|one| one.path.clone());
            Err(PersonNotFound::Several(files.collect()))
        }
    }
}

/// Finds somebody whose file could not be read, by the same words.
///
/// # Errors
/// If the word means nobody there, or more than one.
pub(super) fn find_unread<'u>(
    unread: &'u [UnreadEntry],
    word: &str,
) -> Result<&'u UnreadEntry, PersonNotFound> {
    let word = word.trim();
    let slug = slugify(word);
    let is_meant = |one: &&UnreadEntry| {
        is_path(&one.path, word)
            || one.ids.iter().any(|id| id.eq_ignore_ascii_case(word))
            || *one.key.name == *word
            || (!slug.is_empty()
                && one.names.iter().any(|name| spellings(name).contains(&slug)))
    };
    let found: Vec<&UnreadEntry> = unread.iter().filter(is_meant).collect();
    match found.as_slice() {
        [] => Err(PersonNotFound::Nobody(None)),
        [one] => Ok(one),
        _ => {
            let files = found.iter().map(|one| one.path.clone());
            Err(PersonNotFound::Several(files.collect()))
        }
    }
}

/// True for what has a person and a consent of its own.
fn is_subject(document: &Document) -> bool {
    match &document.content {
        DocumentContent::Person(_) => true,
        DocumentContent::Story(story) => matches!(story.subject, Subject::Named(_)),
        _ => false,
    }
}

fn is_file(document: &Document, word: &str) -> bool {
    is_path(&document.path, word)
}

fn is_path(path: &SitePath, word: &str) -> bool {
    let path = path.as_str();
    let inner = path.strip_prefix("content/").unwrap_or(path);
    let bare = inner.strip_suffix(".md").unwrap_or(inner);
    let word = word.strip_prefix("./").unwrap_or(word);
    [path, inner, bare].contains(&word)
        || bare.strip_suffix("/index").is_some_and(|folder| folder == word)
}

fn has_id(document: &Document, word: &str) -> bool {
    matches!(&document.content, DocumentContent::Person(person)
        if person.id.as_deref().is_some_and(|id| id.eq_ignore_ascii_case(word)))
}

/// The ways to write a person's name, as slugs.
fn names(document: &Document) -> Vec<String> {
    let name = match &document.content {
        DocumentContent::Person(person) => &person.name,
        DocumentContent::Story(story) => match &story.subject {
            Subject::Named(name) => name,
            Subject::Person(_) => return Vec::new(),
        },
        _ => return Vec::new(),
    };
    spellings(name)
}

/// The ways to write a name, as slugs.
pub(super) fn spellings(name: &Name) -> Vec<String> {
    let part = |part: &Option<String>| part.clone().unwrap_or_default();
    let [given, particle, family] = [&name.given, &name.particle, &name.family].map(part);
    [
        name.full(),
        format!("{given} {particle} {family}"),
        format!("{given} {family}"),
        format!("{family} {given}"),
        format!("{family} {given} {particle}"),
        format!("{particle} {family} {given}"),
    ]
    .iter()
    .map(|name| slugify(name))
    .collect()
}

/// The name of the person of an entry or of a story, by the entry if the story has one.
pub(in crate::engine) fn name_of(
    document: &Document,
    documents: &[Arc<Document>],
) -> String {
    match &document.content {
        DocumentContent::Story(story) => match &story.subject {
            Subject::Person(key) => {
                let is_meant = |one: &&Arc<Document>| {
                    one.key.section == Section::Directory && *one.key.name == **key
                };
                documents
                    .iter()
                    .find(is_meant)
                    .map_or_else(|| key.clone(), |one| name(one))
            }
            Subject::Named(_) => name(document),
        },
        _ => name(document),
    }
}

/// The name of the person of a document that has a consent of its own.
pub(super) fn name(document: &Document) -> String {
    match &document.content {
        DocumentContent::Person(person) => person.name.full(),
        DocumentContent::Story(story) => match &story.subject {
            Subject::Named(name) => name.full(),
            Subject::Person(key) => key.clone(),
        },
        _ => document.key.name.to_string(),
    }
}
