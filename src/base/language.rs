//! The languages Matrikel speaks, for pages and for messages.
//!
//! A site has one or both; the first in its configuration lives at `/`. This file never
//! guesses a language from a text.

/// A language of pages and messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// German.
    De,
    /// English.
    En,
}

impl Language {
    /// Every language, in the order of their codes.
    pub const ALL: [Self; 2] = [Self::De, Self::En];

    /// ISO 639-1 code, as in `lang="de"` and `x.en.md`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::De => "de",
            Self::En => "en",
        }
    }

    /// The language of a code, if Matrikel speaks it.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code() == code)
    }

    /// The language's own name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::De => "Deutsch",
            Self::En => "English",
        }
    }

    /// Open Graph locale.
    pub const fn locale(self) -> &'static str {
        match self {
            Self::De => "de_DE",
            Self::En => "en_GB",
        }
    }

    /// Chooses between a German and an English value.
    pub fn choose<T>(self, german: T, english: T) -> T {
        match self {
            Self::De => german,
            Self::En => english,
        }
    }
}
