//! Values under `private`, kept only to prove that no output holds them.
//!
//! In come keys and values, out they go to the audit alone. There is no `Display` or
//! `Serialize`, and `Debug` shows no value; the gate does not know this type.

use std::fmt;

/// What stands under `private`.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Private(Vec<(String, String)>);

impl Private {
    /// From keys and the texts below them.
    pub fn new(values: Vec<(String, String)>) -> Self {
        Self(values)
    }

    /// Every text with its key, as `address.city`.
    pub fn values(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }
}

impl fmt::Debug for Private {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} private values", self.0.len())
    }
}
