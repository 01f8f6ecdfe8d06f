//! Everything that is held and published about one person.
//!
//! In come a snapshot, its site from inside, a word and the lines of the register, out goes a
//! text for the person. Nothing is written here.

use crate::base::language::Language;
use crate::base::source::Snapshot;
use crate::model::document::DocumentContent;
use crate::office::dossier::Dossier;
use crate::office::explain::Account;
use crate::office::subject::{Meant, find};

use super::inside::Inside;

/// Whom a word means, for a dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// One person: the number of the document, and the opaque id, by which the register is
    /// named.
    One(usize, Option<String>),
    /// Several: their files.
    Several(Vec<String>),
    /// Nobody; the nearest name of an entry.
    Nobody(Option<String>),
}

/// Finds the person that a word means.
pub fn asked(inside: &Inside, word: &str) -> Asked {
    match find(&inside.documents, word) {
        Meant::One(document) => {
            let id = match &document.content {
                DocumentContent::Person(person) => person.id.clone(),
                _ => None,
            };
            let number =
                inside.documents.iter().position(|one| one.path == document.path);
            number.map_or(Asked::Nobody(None), |number| Asked::One(number, id))
        }
        Meant::Several(several) => {
            Asked::Several(several.iter().map(|one| one.path.to_string()).collect())
        }
        Meant::Nobody(near) => Asked::Nobody(near),
    }
}

/// The dossier of a person; `None` if the settings or the theme cannot be used.
pub fn dossier(
    snapshot: &Snapshot,
    inside: &Inside,
    number: usize,
    register: &[String],
    language: Language,
) -> Option<String> {
    let (site, press) = (inside.edition.site()?, inside.edition.press()?);
    let presence = press.presence();
    let account = Account { site, documents: &inside.documents, presence: &presence };
    let dossier = Dossier { account: &account, snapshot, register, language };
    dossier.text(inside.documents.get(number)?)
}
