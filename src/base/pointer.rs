//! A path to a value in front matter or a data file: `affiliations[0].faculty`.
//!
//! In come keys and item numbers, out goes a pointer. Diagnostics hold a pointer and never a byte
//! range, so that a cached diagnostic stays correct when text above it moves; `locate` resolves
//! it when a report is made.

use std::fmt;

/// One step from a value to a value inside it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// Into the value of this key.
    Key(String),
    /// Into the item with this index, from 0.
    Item(usize),
}

/// The path from the root of a file's data to a value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Pointer(pub Vec<Step>);

impl Pointer {
    /// Parses a dotted path; not for keys that contain a dot.
    pub fn key(path: &str) -> Self {
        Self(path.split('.').map(|part| Step::Key(part.into())).collect())
    }

    /// This path extended by a key.
    #[must_use]
    pub fn then(&self, key: &str) -> Self {
        let mut steps = self.0.clone();
        steps.push(Step::Key(key.into()));
        Self(steps)
    }

    /// This path extended by an item.
    #[must_use]
    pub fn item(&self, number: usize) -> Self {
        let mut steps = self.0.clone();
        steps.push(Step::Item(number));
        Self(steps)
    }

    /// Its keys, without item numbers.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|step| match step {
            Step::Key(key) => Some(key.as_str()),
            Step::Item(_) => None,
        })
    }

    /// The first key.
    pub fn first(&self) -> Option<&str> {
        match self.0.first() {
            Some(Step::Key(key)) => Some(key),
            _ => None,
        }
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, step) in self.0.iter().enumerate() {
            match step {
                Step::Key(key) if index == 0 => write!(f, "{key}")?,
                Step::Key(key) => write!(f, ".{key}")?,
                Step::Item(number) => write!(f, "[{number}]")?,
            }
        }
        Ok(())
    }
}
