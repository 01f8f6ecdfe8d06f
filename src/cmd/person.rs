//! Who is meant, as a refusal where nobody is.
//!
//! In comes why a person was not found, out goes what to say about it. Never guesses.

use crate::base::source::SitePath;
use crate::build::whom::Unfound;
use crate::io::words::Refusal;

/// Says why a word means nobody.
pub(super) fn unfound(word: &str, why: &Unfound) -> Refusal {
    match why {
        Unfound::Nobody(None) => Refusal::new("person-unknown").with("word", word),
        Unfound::Nobody(Some(near)) => {
            Refusal::new("person-near").with("word", word).with("near", near.as_str())
        }
        Unfound::Several(paths) => {
            let paths: Vec<&str> = paths.iter().map(SitePath::as_str).collect();
            let several = Refusal::new("person-several").with("word", word);
            several.with("paths", paths.join(", "))
        }
    }
}
