//! The languages of pages and messages: German and English.
//!
//! A site has one or both; pages of the first in its settings are at `/`. Never guesses a
//! language from a text.

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

    /// The language with this code, if it is supported.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code() == code)
    }

    /// The name of the language in itself.
    pub const fn name(self) -> &'static str {
        match self {
            Self::De => "Deutsch",
            Self::En => "English",
        }
    }

    /// Its locale in Open Graph tags.
    pub const fn locale(self) -> &'static str {
        match self {
            Self::De => "de_DE",
            Self::En => "en_GB",
        }
    }

    /// Returns the first value for German, the second for English.
    pub fn choose<T>(self, german: T, english: T) -> T {
        match self {
            Self::De => german,
            Self::En => english,
        }
    }
}
