//! Why a command cannot be carried out, for reasons outside the sources.
//!
//! In come a name in the catalogue, values and an error of the operating system, out go message
//! and help in the reader's language. Never about a mistake in the sources: that is a diagnostic.

use std::fmt;
use std::io;
use std::path::Path;

use super::language::Language;
use super::program_words::ProgramWords;

/// Why a command cannot be carried out, for a reason outside the sources. The text is chosen
/// only when it is shown, so that no function in between needs to know the reader's language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    name: &'static str,
    values: Vec<(&'static str, String)>,
    cause: Option<(io::ErrorKind, String)>,
}

impl Refusal {
    /// A refusal by its name in the catalogue.
    pub fn new(name: &'static str) -> Self {
        Self { name, values: Vec::new(), cause: None }
    }

    /// A refusal about a file or folder.
    pub fn about(name: &'static str, path: &Path) -> Self {
        Self::new(name).with("path", path.display().to_string())
    }

    /// Adds a value for `{name}`.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.values.push((name, value.into()));
        self
    }

    /// Adds the operating system's error for `{cause}`.
    #[must_use]
    pub fn because(mut self, cause: &io::Error) -> Self {
        self.cause = Some((cause.kind(), cause.to_string()));
        self
    }

    /// Its name in the catalogue, for tests and machines.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The message, and how to fix it.
    pub fn text(&self, language: Language) -> (String, String) {
        let words = ProgramWords::of(language);
        let mut values: Vec<(&str, String)> = self.values.clone();
        if let Some((kind, text)) = &self.cause {
            let known = words.cause(&kind.to_string());
            values.push(("cause", known.unwrap_or(text).to_owned()));
        }
        words
            .refusal(self.name, &values)
            .unwrap_or_else(|| (self.name.to_owned(), String::new()))
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Language::En).0)
    }
}

impl std::error::Error for Refusal {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_of_the_system_is_said_in_the_readers_language() {
        let denied = io::Error::from(io::ErrorKind::PermissionDenied);
        let refusal = Refusal::about("read", Path::new("a.md")).because(&denied);
        assert_eq!(
            refusal.text(Language::De).0,
            "„a.md“ lässt sich nicht lesen: keine Berechtigung"
        );
        assert_eq!(refusal.to_string(), "“a.md” cannot be read: permission denied");
    }
}
