//! Who is mentioned in a document, and which name an editor allows there.
//!
//! Entries are named by their name or opaque id only; whether somebody is shown is the gate's
//! decision. Nothing here is ever published or serialised.

use crate::base::diagnostic::Spot;
pub use crate::base::mention::AllowedMention;
use crate::base::text::Localised;

/// A person that the front matter says is mentioned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Name or opaque id of the directory entry.
    pub person: String,
    /// What stands in place of the name while the person is withheld.
    pub phrase: Option<Localised>,
    /// True to show the initials then. They can still identify, so only by choice.
    pub initials: bool,
}

/// A mention inside a text, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mentioned {
    /// Name or opaque id of the directory entry.
    pub person: String,
    /// Where it is written.
    pub spot: Spot,
}

/// Where a link may lead to a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PersonLink {
    /// To the file of an entry: its name.
    Entry(String),
    /// To the file of a story: its name.
    Story(String),
    /// To an address of two parts or more: the last two.
    Page(String, String),
}
