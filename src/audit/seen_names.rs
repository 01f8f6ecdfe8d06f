//! Names that may be seen although they hold one that is looked for.
//!
//! In come names of published people and longer words, out goes what a search needs of them.
//! Never decides who is published.

use std::collections::{BTreeMap, BTreeSet};

/// Names that may be seen, and words that only contain one.
#[derive(Default, Hash)]
pub(super) struct SeenNames {
    /// The names of people who are published, as keys.
    pub(super) published: BTreeSet<String>,
    /// Longer words that contain the name which a value is, by the number of the value: a street
    /// that a page names has an address that names it too.
    pub(super) compounds: BTreeMap<usize, BTreeSet<String>>,
}
