//! Who is meant by a word, for commands about one person.
//!
//! In come a site from inside and what somebody typed, out goes one document or who comes near.
//! Never guesses.

use std::sync::Arc;

use crate::base::source::SitePath;
use crate::model::document::{Document, DocumentContent};
use crate::model::story::Subject;
use crate::office::subject::{Meant, find};

use super::inside::Inside;

/// Why nobody is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unfound {
    /// Nobody is called that; the nearest name of an entry, if one is near.
    Nobody(Option<String>),
    /// Several are; their files.
    Several(Vec<SitePath>),
}

/// Finds the document of a person.
pub(super) fn whom<'i>(
    inside: &'i Inside,
    word: &str,
) -> Result<&'i Arc<Document>, Unfound> {
    match find(&inside.documents, word) {
        Meant::One(document) => Ok(document),
        Meant::Several(all) => {
            Err(Unfound::Several(all.iter().map(|one| one.path.clone()).collect()))
        }
        Meant::Nobody(near) => Err(Unfound::Nobody(near)),
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
