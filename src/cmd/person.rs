//! Explains why a person was not found.
//!
//! In comes the reason, out goes a refusal. Never guesses who was meant.

use crate::base::refusal::Refusal;
use crate::base::source::SitePath;
use crate::engine::office::person_lookup::PersonNotFound;

/// A refusal for a word that does not identify a person.
pub(super) fn person_not_found(word: &str, why: &PersonNotFound) -> Refusal {
    match why {
        PersonNotFound::Nobody(None) => Refusal::new("person-unknown").with("word", word),
        PersonNotFound::Nobody(Some(near)) => {
            Refusal::new("person-near").with("word", word).with("near", near.as_str())
        }
        PersonNotFound::Several(paths) => {
            let paths: Vec<&str> = paths.iter().map(SitePath::as_str).collect();
            let several = Refusal::new("person-several").with("word", word);
            several.with("paths", paths.join(", "))
        }
    }
}
