//! What a new file may name: ids that the site has, and somebody whom its title names.
//!
//! In come the sources and a title, out go proposals for the file. Never a value of a person but
//! the name of the file.

use crate::base::copies::Copies;
use crate::base::slug::slugify;
use crate::base::source::Snapshot;
use crate::engine::Memory;
use crate::model::document::{DocumentContent, Section};
use crate::read::reference::reference;

use super::person_lookup::spellings;
use super::rough_settings::RoughSettings;

/// What the site has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proposals {
    /// A faculty.
    pub faculty: Option<String>,
    /// A contact.
    pub contact: Option<String>,
    /// The names of the consent texts that the settings declare.
    pub texts: Vec<String>,
    /// The one entry of the directory whose name stands in the title.
    pub person: Option<String>,
}

/// What a new file with this title may name.
pub fn proposals(snapshot: &Snapshot, title: &str) -> Proposals {
    let known = reference(snapshot).value;
    let rough = RoughSettings::of(snapshot);
    let title = format!("-{}-", slugify(title));
    let (documents, _) =
        rough.documents(snapshot, &Copies::of(snapshot), &mut Memory::default());
    let named = documents.iter().filter(|one| match &one.content {
        DocumentContent::Person(person) if one.key.section == Section::Directory => {
            // A single name is a word of every other title.
            let whole = person.name.given.is_some() && person.name.family.is_some();
            let spelt = || spellings(&person.name).into_iter();
            whole && spelt().any(|name| title.contains(&format!("-{name}-")))
        }
        _ => false,
    });
    let named: Vec<&str> = named.map(|one| &*one.key.name).collect();
    Proposals {
        faculty: known.faculties.first().map(|one| one.id.clone()),
        contact: known.contacts.first().map(|one| one.id.clone()),
        texts: rough.rules.texts,
        person: match named.as_slice() {
            [one] => Some((*one).to_owned()),
            _ => None,
        },
    }
}

impl Proposals {
    /// The consent text whose name begins with one of these words, else any, else `usual`.
    pub fn text<'p>(&'p self, words: &[&str], usual: &'p str) -> &'p str {
        let begins = |text: &&String| words.iter().any(|word| text.starts_with(word));
        let text = self.texts.iter().find(begins).or_else(|| self.texts.first());
        text.map_or(usual, String::as_str)
    }
}
