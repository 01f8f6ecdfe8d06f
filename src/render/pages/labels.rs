//! Labels: the theme's words for vocabularies such as roles, sectors and offers.
//!
//! In come values of a vocabulary, out go words in the page's language. No label is made up: what
//! the theme has no word for is shown as its code.

use crate::publish::public::{Draft, PublicAffiliation, PublicEvent};
use crate::publish::words::{OfferKind, Sector, Status};

use super::locale::Locale;

pub(super) fn country(locale: Locale<'_>, code: &str) -> String {
    locale.words.find(&format!("country.{code}")).unwrap_or(code).to_owned()
}

/// The label of a role in the person's own form.
pub(super) fn role(locale: Locale<'_>, affiliation: &PublicAffiliation) -> String {
    let kind = affiliation.kind.map_or("member", |kind| kind.word());
    locale.words.get(&format!("role.{kind}.{}", affiliation.form.word())).to_owned()
}

pub(crate) fn language_name(locale: Locale<'_>, code: &str) -> String {
    locale.words.find(&format!("language.{code}")).unwrap_or(code).to_owned()
}

pub(super) fn sector(locale: Locale<'_>, sector: Option<Sector>) -> Option<String> {
    sector.map(|sector| locale.words.get(&format!("sector.{}", sector.word())).to_owned())
}

/// `Mentoring`, `Gastvortrag`.
pub(crate) fn offer_label(locale: Locale<'_>, kind: OfferKind) -> &str {
    locale.words.get(&format!("offer.{}", kind.word()))
}

pub(super) fn status(locale: Locale<'_>, event: &PublicEvent) -> Option<String> {
    (event.status != Status::Scheduled)
        .then(|| locale.words.get(&format!("status.{}", event.status.word())).to_owned())
}

pub(super) fn draft_note(locale: Locale<'_>, draft: Draft) -> Option<String> {
    let name = match draft {
        Draft::No => return None,
        Draft::Draft => "note.draft",
        Draft::Scheduled => "note.scheduled",
    };
    Some(locale.words.get(name).to_owned())
}

/// Joins the parts that are there with commas.
pub(crate) fn joined(parts: &[Option<String>]) -> Option<String> {
    let parts: Vec<&str> = parts.iter().flatten().map(String::as_str).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}
