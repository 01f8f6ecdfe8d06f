//! Fields of people that a template asked for and that are not there.
//!
//! In come a name and the names that exist where it stands, out goes why it is not among them:
//! the person did not allow it, or no template ever gets it. Never tells whether there is a
//! value: that, too, would be told.

/// Fields that a person may keep to themselves. Views leave them out then, so that a template
/// that takes them for granted is an error and not an empty line.
const BY_CONSENT: [&str; 8] =
    ["affiliation", "bio", "deceased", "email", "photo", "place", "position", "website"];

/// Keys of front matter that no template ever gets.
const NEVER: [&str; 12] = [
    "birth",
    "born",
    "consent",
    "evidence",
    "former_names",
    "guardian",
    "id",
    "minor_until",
    "phone",
    "private",
    "pronoun",
    "relatives",
];

/// Why a field of a person is not there, as a word of the messages; `None` for any other name,
/// and for what is no person.
pub(super) fn why(name: &str, known: &[String]) -> Option<&'static str> {
    // Everything that shows a person has these two.
    let is_person =
        ["initials", "tint"].iter().all(|part| known.iter().any(|one| one == part));
    if !is_person {
        None
    } else if BY_CONSENT.contains(&name) {
        Some("word-field-by-consent")
    } else {
        NEVER.contains(&name).then_some("word-field-never")
    }
}
