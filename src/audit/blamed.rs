//! Which places in sources are to blame for what an output shows, and which occurrences they explain.
//!
//! In come places and occurrences, out go the places that are told, and answers. Never decides
//! whether a place is allowed.

use std::collections::BTreeSet;

use super::sources::SourceSpot;
use super::value::Hit;

/// Finds nearer to each other than this, in bytes, are forms of one name at one place.
const ONE_PLACE: usize = 48;

/// Places in sources, without those at which one name stands in two forms at once.
pub(super) fn once_each(mut texts: Vec<&SourceSpot>) -> Vec<&SourceSpot> {
    texts.sort_by_key(|text| (&text.path, text.hit.at));
    texts.dedup_by(|next, kept| {
        let near = |(one, other): (usize, usize)| one.abs_diff(other) < ONE_PLACE;
        next.path == kept.path && next.hit.at.zip(kept.hit.at).is_none_or(near)
    });
    texts
}

/// The words beside a value in texts of the site.
pub(super) struct WordsBeside<'t> {
    any: bool,
    before: BTreeSet<&'t str>,
    after: BTreeSet<&'t str>,
}

impl<'t> WordsBeside<'t> {
    /// Gathers them.
    pub(super) fn by(texts: &[&'t SourceSpot]) -> Self {
        let contexts = || texts.iter().flat_map(|text| &text.hit.contexts);
        let words = |side: usize| {
            let words = contexts().map(move |context| context[side].as_str());
            words.filter(|word| !word.is_empty()).collect()
        };
        Self { any: !texts.is_empty(), before: words(0), after: words(1) }
    }

    /// True if every occurrence may come from there: a teaser cuts a text, and a list shows a
    /// title alone. A value that is not words has nothing beside it.
    pub(super) fn holds(&self, hit: &Hit) -> bool {
        let is_from_there = |[before, after]: &[String; 2]| {
            before.is_empty() && after.is_empty()
                || self.before.contains(before.as_str())
                || self.after.contains(after.as_str())
        };
        self.any && hit.contexts.iter().all(is_from_there)
    }
}
