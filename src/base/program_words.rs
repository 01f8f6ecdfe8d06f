//! The program's own texts in German and English: summaries, refusals, headings.
//!
//! In come a name and values, out goes a line for people. Texts for problems in the sources are in
//! `base/messages`; diagnostics are never known here.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::base::language::Language;

/// The texts of one language.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProgramWords {
    phrases: BTreeMap<String, String>,
    /// Singular and plural forms.
    counts: BTreeMap<String, [String; 2]>,
    /// Texts of the preview for the browser, which fills in the placeholders itself.
    preview: BTreeMap<String, String>,
    /// Common errors of the operating system in plain words.
    causes: BTreeMap<String, String>,
    refusals: BTreeMap<String, RefusalWords>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RefusalWords {
    message: String,
    help: String,
}

static GERMAN: LazyLock<ProgramWords> =
    LazyLock::new(|| ProgramWords::read(include_str!("program_words/de.toml")));
static ENGLISH: LazyLock<ProgramWords> =
    LazyLock::new(|| ProgramWords::read(include_str!("program_words/en.toml")));

impl ProgramWords {
    fn read(text: &str) -> Self {
        toml::from_str(text).expect("the words are part of the program and tested")
    }

    /// The words of a language.
    pub fn of(language: Language) -> &'static Self {
        language.choose(&*GERMAN, &*ENGLISH)
    }

    /// A word or phrase by its name.
    pub fn word(&self, name: &str) -> &str {
        self.phrases.get(name).map_or("", String::as_str)
    }

    /// The texts of the preview for the browser, by name.
    pub fn preview(&self) -> &BTreeMap<String, String> {
        &self.preview
    }

    /// A phrase with its placeholders filled in.
    pub fn phrase(&self, name: &str, values: &[(&str, &str)]) -> String {
        fill(self.word(name), values)
    }

    /// A count in the right grammatical number: `1 page`, `32 pages`.
    pub fn count(&self, name: &str, number: usize) -> String {
        let forms = self.counts.get(name);
        let form = forms.map_or("", |[one, other]| if number == 1 { one } else { other });
        fill(form, &[("n", &number.to_string())])
    }

    /// A common error of the operating system in plain words.
    pub(super) fn cause(&self, reason: &str) -> Option<&str> {
        self.causes.get(&reason.replace(' ', "-")).map(String::as_str)
    }

    /// Message and help of a refusal, with their placeholders filled in.
    pub(super) fn refusal(
        &self,
        name: &str,
        values: &[(&str, String)],
    ) -> Option<(String, String)> {
        let entry = self.refusals.get(name)?;
        Some((fill(&entry.message, values), fill(&entry.help, values)))
    }

    /// True if the catalogue has this refusal.
    pub fn has_refusal(&self, name: &str) -> bool {
        self.refusals.contains_key(name)
    }

    /// True if there is a phrase of this name, or one for numbers of things.
    pub fn has_phrase(&self, name: &str) -> bool {
        self.phrases.contains_key(name) || self.counts.contains_key(name)
    }

    /// Seconds with two decimals and the decimal mark of the language.
    pub fn seconds(&self, seconds: f64) -> String {
        format!("{seconds:.2}").replace('.', self.word("decimal-mark"))
    }
}

fn fill<V: AsRef<str>>(template: &str, values: &[(&str, V)]) -> String {
    values.iter().fold(template.to_owned(), |text, (name, value)| {
        text.replace(&format!("{{{name}}}"), value.as_ref())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_have_the_same_words() {
        let [german, english] =
            [ProgramWords::of(Language::De), ProgramWords::of(Language::En)];
        assert!(german.phrases.keys().eq(english.phrases.keys()));
        assert!(german.counts.keys().eq(english.counts.keys()));
        assert!(german.preview.keys().eq(english.preview.keys()));
        assert!(german.refusals.keys().eq(english.refusals.keys()));
    }

    #[test]
    fn numbers_follow_the_language() {
        let german = ProgramWords::of(Language::De);
        assert_eq!(german.count("pages", 1), "1 Seite");
        assert_eq!(german.count("pages", 32), "32 Seiten");
        assert_eq!(german.seconds(0.214), "0,21");
    }
}
