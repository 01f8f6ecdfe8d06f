//! Values that are looked for, each once, and what is found of them.
//!
//! In come secrets, out go values with everybody whose secret each is: many have one employer.
//! Never knows where to look.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::secrets::{Needle, NeedleForm, Secret, Weight};

/// A value that is looked for, with all secrets that are this value.
pub(super) struct Value {
    pub(super) needle: Needle,
    /// Indices of the secrets, in order.
    pub(super) secrets: Vec<usize>,
    /// The heaviest of theirs.
    pub(super) weight: Weight,
}

/// Each distinct needle once, with all secrets that share it: many people have one employer.
pub(super) fn values(secrets: &mut [Secret]) -> Vec<Value> {
    let mut all: Vec<(Needle, usize)> = Vec::new();
    for (number, secret) in secrets.iter_mut().enumerate() {
        let needles = std::mem::take(&mut secret.needles);
        all.extend(needles.into_iter().map(|needle| (needle, number)));
    }
    all.par_sort_unstable();
    let mut values: Vec<Value> = Vec::new();
    for (needle, secret) in all {
        let weight = secrets[secret].weight;
        match values.last_mut().filter(|last| last.needle == needle) {
            Some(last) => {
                last.secrets.push(secret);
                last.weight = last.weight.max(weight);
            }
            None => values.push(Value { needle, secrets: vec![secret], weight }),
        }
    }
    for value in &mut values {
        // What several have written down is nobody's own words.
        let is_text = matches!(value.needle.form, NeedleForm::Words(_));
        if is_text && value.secrets.len() > 1 {
            value.weight = Weight::Ordinary;
        }
    }
    values
}

impl Value {
    /// How the value is compared.
    pub(super) fn form(&self) -> &NeedleForm {
        &self.needle.form
    }
}

/// A value and where it was found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Hit {
    /// Number of the value.
    pub(super) value: usize,
    /// Byte offset of the match in the file; `None` if it was found in compressed or encoded
    /// content, which has no offset in the file.
    pub(super) at: Option<usize>,
    /// The words before and after each occurrence nearby; empty at the border of a text.
    pub(super) contexts: Vec<[String; 2]>,
}

/// What was found in a file.
#[derive(Default)]
pub(super) struct Finds {
    /// Values.
    pub(super) hits: BTreeSet<Hit>,
    /// Longer words that contain a name and are not that name, by the number of the value.
    pub(super) compounds: BTreeSet<(usize, String)>,
}

impl Finds {
    /// True if nothing was found.
    pub(super) fn is_empty(&self) -> bool {
        self.hits.is_empty() && self.compounds.is_empty()
    }

    /// Adds what was found in decoded content and not otherwise. It has no offset in the file.
    pub(super) fn add_without_offset(&mut self, more: Self) {
        let known: BTreeSet<usize> = self.hits.iter().map(|hit| hit.value).collect();
        let new = more.hits.into_iter().filter(|hit| !known.contains(&hit.value));
        self.hits.extend(new.map(|hit| Hit { at: None, ..hit }));
        self.compounds.extend(more.compounds);
    }
}
