//! The words of the program itself, in German and English: summaries, refusals, headings.
//!
//! In come a name and values, out goes a line for people. The words for problems in the
//! sources stand in `base/messages`; nothing here knows a diagnostic.

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::Path;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::base::language::Language;

/// The words of one language.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    phrases: BTreeMap<String, String>,
    /// A phrase for one and a phrase for any other number.
    counts: BTreeMap<String, [String; 2]>,
    /// What the preview says in the browser, which fills in `{name}`s itself.
    preview: BTreeMap<String, String>,
    /// What the system's usual reasons mean.
    causes: BTreeMap<String, String>,
    refusals: BTreeMap<String, RefusalWords>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RefusalWords {
    message: String,
    help: String,
}

static GERMAN: LazyLock<Words> =
    LazyLock::new(|| Words::read(include_str!("words/de.toml")));
static ENGLISH: LazyLock<Words> =
    LazyLock::new(|| Words::read(include_str!("words/en.toml")));

impl Words {
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

    /// The words of the preview in the browser, by their names.
    pub fn preview(&self) -> &BTreeMap<String, String> {
        &self.preview
    }

    /// A phrase with its `{name}`s filled in.
    pub fn phrase(&self, name: &str, values: &[(&str, &str)]) -> String {
        fill(self.word(name), values)
    }

    /// A number of things: `1 page`, `32 pages`.
    pub fn count(&self, name: &str, number: usize) -> String {
        let forms = self.counts.get(name);
        let form = forms.map_or("", |[one, other]| if number == 1 { one } else { other });
        fill(form, &[("n", &number.to_string())])
    }

    /// Seconds with two decimals, written as the language does.
    pub fn seconds(&self, seconds: f64) -> String {
        format!("{seconds:.2}").replace('.', self.word("decimal-mark"))
    }
}

fn fill<V: AsRef<str>>(template: &str, values: &[(&str, V)]) -> String {
    values.iter().fold(template.to_owned(), |text, (name, value)| {
        text.replace(&format!("{{{name}}}"), value.as_ref())
    })
}

/// A reason outside the sources why a command cannot be carried out. Its words are chosen only
/// when it is shown, so that no function on the way needs to know the reader's language.
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

    /// With a value for `{name}`.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.values.push((name, value.into()));
        self
    }

    /// With the system's reason for `{cause}`.
    #[must_use]
    pub fn because(mut self, cause: &io::Error) -> Self {
        self.cause = Some((cause.kind(), cause.to_string()));
        self
    }

    /// Name in the catalogue, for tests and machines.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// What is the matter, and what to do about it.
    pub fn text(&self, language: Language) -> (String, String) {
        let words = Words::of(language);
        let mut values: Vec<(&str, String)> = self.values.clone();
        if let Some((kind, text)) = &self.cause {
            let known = words.causes.get(&kind.to_string().replace(' ', "-"));
            values.push(("cause", known.unwrap_or(text).clone()));
        }
        words.refusals.get(self.name).map_or_else(
            || (self.name.to_owned(), String::new()),
            |entry| (fill(&entry.message, &values), fill(&entry.help, &values)),
        )
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
    fn both_languages_have_the_same_words() {
        let [german, english] = [Words::of(Language::De), Words::of(Language::En)];
        assert!(german.phrases.keys().eq(english.phrases.keys()));
        assert!(german.counts.keys().eq(english.counts.keys()));
        assert!(german.preview.keys().eq(english.preview.keys()));
        assert!(german.refusals.keys().eq(english.refusals.keys()));
    }

    #[test]
    fn every_word_that_the_program_names_exists() {
        let sources = [
            include_str!("http/bind.rs"),
            include_str!("http/server.rs"),
            include_str!("load.rs"),
            include_str!("find.rs"),
            include_str!("folder.rs"),
            include_str!("watch/mod.rs"),
            include_str!("watch/native.rs"),
            include_str!("lock.rs"),
            include_str!("output_folder.rs"),
            include_str!("server_rules.rs"),
            include_str!("direct.rs"),
            include_str!("picture.rs"),
            include_str!("stage.rs"),
            include_str!("write.rs"),
            include_str!("../cmd/mod.rs"),
            include_str!("../cmd/build.rs"),
            include_str!("../cmd/explain.rs"),
            include_str!("../cmd/upcoming.rs"),
            include_str!("../cmd/privacy.rs"),
            include_str!("../cmd/dossier.rs"),
            include_str!("../cmd/new.rs"),
            include_str!("source_file.rs"),
            include_str!("../cmd/assign_ids.rs"),
            include_str!("../cmd/consent/calendar.rs"),
            include_str!("../cmd/consent/mod.rs"),
            include_str!("../cmd/consent/record.rs"),
            include_str!("../cmd/erase.rs"),
            include_str!("../cmd/opaque_id.rs"),
            include_str!("../cmd/person.rs"),
            include_str!("../cmd/rebuild.rs"),
            include_str!("../cmd/withdraw.rs"),
            include_str!("../cmd/serve/mod.rs"),
        ];
        let english = Words::of(Language::En);
        for source in sources {
            for start in ["Refusal::new(\"", "Refusal::about(\"", "cannot(\""] {
                for (_, name) in source.match_indices(start).map(|(at, found)| {
                    (at, source[at + found.len()..].split('"').next().unwrap_or(""))
                }) {
                    assert!(
                        english.refusals.contains_key(name),
                        "no words for the refusal {name}"
                    );
                }
            }
        }
    }

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

    #[test]
    fn numbers_follow_the_language() {
        let german = Words::of(Language::De);
        assert_eq!(german.count("pages", 1), "1 Seite");
        assert_eq!(german.count("pages", 32), "32 Seiten");
        assert_eq!(german.seconds(0.214), "0,21");
    }
}
