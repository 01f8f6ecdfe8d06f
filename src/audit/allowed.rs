//! What may stand in a document, in settings or in a data file although it is withheld.
//!
//! In come permissions as written, out go the values that they allow, by place. Never knows
//! whether a value stands there.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::base::source::SitePath;
use crate::model::document::{Document, Key};
use crate::publish::site::Site;

use super::find::Finder;
use super::reading::Reading;

/// Where something is allowed: in a document with its translations, or in a file of data.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum AllowedIn {
    Document(Key),
    File(SitePath),
}

impl AllowedIn {
    pub(super) fn of(path: &SitePath) -> Self {
        match Key::of(path) {
            Some((key, _)) => Self::Document(key),
            None => Self::File(path.clone()),
        }
    }
}

/// The values that each document and file allows: those of secrets that it names.
pub(super) fn allowed_by(
    documents: &[Arc<Document>],
    site: &Site,
    finder: &Finder,
) -> BTreeSet<(AllowedIn, usize)> {
    let mut names: BTreeMap<AllowedIn, Vec<&str>> = BTreeMap::new();
    for document in documents {
        let own = document.allowed_mentions.iter().map(|one| one.name.as_str());
        let own: Vec<&str> = own.collect();
        if !own.is_empty() {
            let here = AllowedIn::Document(document.key.clone());
            names.entry(here).or_default().extend(own);
        }
    }
    for (path, one) in &site.references.allowed {
        names.entry(AllowedIn::File(path.clone())).or_default().push(&one.name);
    }
    for one in &site.config.allowed_mentions {
        let settings = AllowedIn::File(SitePath::new("config.toml"));
        names.entry(settings).or_default().push(&one.name);
    }
    let mut values_of: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    if !names.is_empty() {
        for (number, value) in finder.values().iter().enumerate() {
            for secret in &value.secrets {
                values_of.entry(*secret).or_default().push(number);
            }
        }
    }
    let of_place = |(here, names): (AllowedIn, Vec<&str>)| {
        // A border stands between two of them: neighbours are no name.
        let names = names.join(" | ");
        let found = finder.in_text(names.as_bytes(), Reading::default(), &|_| false);
        let values = found.hits.into_iter().map(|hit| hit.value);
        let secrets: BTreeSet<usize> = values
            .flat_map(|value| finder.values()[value].secrets.iter().copied())
            .collect();
        // Whoever may be named in one form may be named in every other.
        let forms = secrets.into_iter().filter_map(|secret| values_of.get(&secret));
        forms.flatten().map(|value| (here.clone(), *value)).collect::<Vec<_>>()
    };
    names.into_par_iter().flat_map_iter(of_place).collect()
}
