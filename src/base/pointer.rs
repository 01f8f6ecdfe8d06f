//! A place inside front matter or a data file: `affiliations[0].faculty`.
//!
//! Diagnostics carry such a pointer instead of a byte range, so that a remembered result stays
//! right when text above it moves; `locate` turns it into a range when a report is made.

use std::fmt;

/// One step from a value to a value inside it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// The value of this key.
    Key(String),
    /// The item with this number, from 0.
    Item(usize),
}

/// The way from the top of a file's data to one value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Pointer(pub Vec<Step>);

impl Pointer {
    /// A pointer from its written form with dots; for keys that hold no dot.
    pub fn key(path: &str) -> Self {
        Self(path.split('.').map(|part| Step::Key(part.into())).collect())
    }

    /// This pointer and one key more.
    #[must_use]
    pub fn then(&self, key: &str) -> Self {
        let mut steps = self.0.clone();
        steps.push(Step::Key(key.into()));
        Self(steps)
    }

    /// This pointer and one item more.
    #[must_use]
    pub fn item(&self, number: usize) -> Self {
        let mut steps = self.0.clone();
        steps.push(Step::Item(number));
        Self(steps)
    }

    /// Its keys alone, without the numbers of items.
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
