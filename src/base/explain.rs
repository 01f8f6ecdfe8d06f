//! Turns a diagnostic into text, line and excerpt in the reader's language.
//!
//! In come diagnostics and the snapshot, out goes one value for each that the terminal, the JSON
//! report and the browser all show. A file is looked at once, however much there is to say about
//! it. Never shows a value that `mask` hides.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::code::Severity;
use super::diagnostic::{Argument, Diagnostic, Spot};
use super::language::Language;
use super::located_file::LocatedFile;
use super::pointer::Pointer;
use super::source::{SitePath, Snapshot};

/// A diagnostic in words.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct Explained {
    /// Name of its kind, `event-ends-before-start`.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// One sentence: the name first, then the cause.
    pub message: String,
    /// Path of the file in the site folder.
    pub path: Option<String>,
    /// Line, from 1.
    pub line: Option<usize>,
    /// Column in characters, from 1.
    pub column: Option<usize>,
    /// Length of the marked text in characters, within its first line.
    pub length: usize,
    /// Start of the marked text in the last line of the excerpt, in characters from 0, and its
    /// length. Differs from `column` and `length` because a mask has a length of its own.
    pub mark: (usize, usize),
    /// The line and the one before it, with line numbers; private values are masked.
    pub excerpt: Vec<(usize, String)>,
    /// What to write under the marked text.
    pub label: String,
    /// How to fix it.
    pub help: String,
    /// Text to replace the marked text with, if a fix is certain enough to be offered.
    pub replacement: Option<String>,
}

/// Explains diagnostics, sorted by file, line and column, as an editor would go through them.
pub fn explain_all(
    diagnostics: &[Diagnostic],
    snapshot: &Snapshot,
    language: Language,
) -> Vec<Explained> {
    // File by file, so that each is looked at once.
    let mut by_file: Vec<&Diagnostic> = diagnostics.iter().collect();
    by_file.sort_by_key(|one| one.path());
    let mut explainer = Explainer::new(snapshot, language);
    let mut all: Vec<Explained> =
        by_file.into_iter().map(|one| explainer.explain(one)).collect();
    all.sort_by(|a, b| (&a.path, a.line, a.column).cmp(&(&b.path, b.line, b.column)));
    all
}

/// Explains a diagnostic. Whoever has several asks one [`Explainer`].
pub fn explain(
    diagnostic: &Diagnostic,
    snapshot: &Snapshot,
    language: Language,
) -> Explained {
    Explainer::new(snapshot, language).explain(diagnostic)
}

/// Explains diagnostics of one snapshot, best file by file.
pub struct Explainer<'s> {
    snapshot: &'s Snapshot,
    language: Language,
    /// The file that there was something to say about last.
    file: Option<LocatedFile<'s>>,
}

impl<'s> Explainer<'s> {
    /// Nothing is looked at yet.
    pub fn new(snapshot: &'s Snapshot, language: Language) -> Self {
        Self { snapshot, language, file: None }
    }

    /// Explains a diagnostic.
    pub fn explain(&mut self, diagnostic: &Diagnostic) -> Explained {
        let language = self.language;
        let catalogue = Catalogue::of(language);
        let entry = &catalogue.messages[diagnostic.code.name()];
        let near = diagnostic.arguments.iter().find_map(|(_, argument)| match argument {
            Argument::Suggestion(near) => near.clone(),
            _ => None,
        });
        let fill =
            |template: &str| catalogue.fill(template, &diagnostic.arguments, language);
        let [message, help] = match near {
            // The question is part of the first line: whoever reads no further knows the mend.
            Some(_) if entry.near.ends_with('?') => [
                format!("{}. {}", fill(&entry.message), fill(&entry.near)),
                String::new(),
            ],
            Some(_) if !entry.near.is_empty() => {
                [&entry.message, &entry.near].map(|t| fill(t))
            }
            _ => [&entry.message, &entry.help].map(|t| fill(t)),
        };
        let mut explained = Explained {
            code: diagnostic.code.name(),
            severity: diagnostic.severity,
            message,
            path: diagnostic.path().map(ToString::to_string),
            line: None,
            column: None,
            length: 0,
            mark: (0, 0),
            excerpt: Vec::new(),
            label: fill(&entry.label),
            help,
            replacement: None,
        };
        let Some(place) =
            diagnostic.place.as_ref().filter(|place| place.spot != Spot::File)
        else {
            return explained;
        };
        let Some(file) = self.file(&place.path) else {
            if let Spot::Line(line) = place.spot {
                explained.line = Some(line);
            }
            return explained;
        };
        // A line of its own would end the braces, or be no data at all.
        if !entry.inline.is_empty() && file.is_in_braces(&place.spot) {
            explained.help = fill(&entry.inline);
        }
        let position = file.position(&place.spot);
        // Other places mark more than the text that a suggestion would replace.
        if matches!(place.spot, Spot::Key(_) | Spot::Value(_))
            && !position.marked.is_empty()
        {
            explained.replacement = near.map(|near| quoted_alike(position.marked, near));
        }
        explained.line = Some(position.line);
        explained.column = Some(position.column + 1);
        explained.length = position.length;
        explained.mark = position.mark;
        explained.excerpt = file.excerpt(position.line);
        explained
    }

    /// A file, if it is text.
    fn file(&mut self, path: &SitePath) -> Option<&mut LocatedFile<'s>> {
        if self.file.as_ref().is_none_or(|file| file.path != *path) {
            let text = self.snapshot.text(path);
            self.file = text.map(|text| LocatedFile::new(path, text));
        }
        self.file.as_mut()
    }
}

/// Gives a replacement the quotes of the text that it replaces.
fn quoted_alike(old: &str, new: String) -> String {
    match old.chars().next() {
        Some(quote @ ('"' | '\'')) if old.len() > 1 && old.ends_with(quote) => {
            format!("{quote}{new}{quote}")
        }
        _ => new,
    }
}

/// The texts of one language.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalogue {
    /// Words and phrases; `x-mend` says how to fix `x`.
    words: BTreeMap<String, String>,
    /// Month names in full.
    months: Vec<String>,
    /// Causes in plain words, keyed by a part of the YAML or TOML parser's message. The
    /// longest matching part wins; the empty key always matches. The parser's own message is
    /// never shown, because it may quote a private value.
    yaml: BTreeMap<String, Cause>,
    /// The same for the template engine. Where nothing matches, the first line of its message
    /// is shown, which quotes templates only.
    template: BTreeMap<String, Cause>,
    /// The same for errors of the operating system.
    system: BTreeMap<String, Cause>,
    messages: BTreeMap<String, CatalogueEntry>,
}

/// Another library's message in plain words.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Cause {
    cause: String,
    mend: String,
}

/// The texts for one code.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CatalogueEntry {
    message: String,
    #[serde(default)]
    label: String,
    #[serde(default)]
    help: String,
    /// Replaces `help` if there is a suggestion.
    #[serde(default)]
    near: String,
    /// Replaces `help` if the place lies in braces.
    #[serde(default)]
    inline: String,
}

static GERMAN: LazyLock<Catalogue> =
    LazyLock::new(|| Catalogue::read(include_str!("messages/de.toml")));
static ENGLISH: LazyLock<Catalogue> =
    LazyLock::new(|| Catalogue::read(include_str!("messages/en.toml")));

impl Catalogue {
    fn read(text: &str) -> Self {
        toml::from_str(text).expect("the catalogues are part of the program and tested")
    }

    /// The catalogue of a language.
    pub fn of(language: Language) -> &'static Self {
        language.choose(&*GERMAN, &*ENGLISH)
    }

    /// A word or short phrase by its name.
    pub fn word(&self, name: &str) -> &str {
        self.words.get(name).map_or("", String::as_str)
    }

    /// A phrase with its placeholders filled in.
    pub fn phrase(&self, name: &str, values: &[(&str, &str)]) -> String {
        values.iter().fold(self.word(name).to_owned(), |text, (key, value)| {
            text.replace(&format!("{{{key}}}"), value)
        })
    }

    /// A day in the format of the language: `17. April 2029`, `17 April 2029`.
    pub fn day(&self, day: Date) -> String {
        let month = &self.months[usize::from(day.month().unsigned_abs()) - 1];
        format!("{}{} {month} {}", day.day(), self.word("day-dot"), day.year())
    }

    /// Fills in the placeholders in a single pass, since a value may contain braces itself.
    fn fill(
        &self,
        template: &str,
        arguments: &[(&'static str, Argument)],
        language: Language,
    ) -> String {
        let mut out = String::with_capacity(template.len() * 2);
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let filled = after.split_once('}').and_then(|(name, behind)| {
                Some((self.value(name, arguments, language)?, behind))
            });
            if let Some((value, behind)) = filled {
                out.push_str(&value);
                rest = behind;
            } else {
                out.push('{');
                rest = after;
            }
        }
        out.push_str(rest);
        out
    }

    /// The text for `{name}`; `{x-mend}` is how to fix the argument `x`.
    fn value(
        &self,
        name: &str,
        arguments: &[(&'static str, Argument)],
        language: Language,
    ) -> Option<String> {
        let find = |wanted: &str| {
            arguments
                .iter()
                .find(|(name, _)| *name == wanted)
                .map(|(_, argument)| argument)
        };
        find(name).map(|argument| self.argument(argument, language)).or_else(|| {
            name.strip_suffix("-mend").and_then(find).map(|argument| self.mend(argument))
        })
    }

    fn mend(&self, argument: &Argument) -> String {
        match argument {
            Argument::Word(name) => self.word(&format!("{name}-mend")).to_owned(),
            Argument::YamlCause(message) => cause(&self.yaml, message).mend.clone(),
            Argument::TemplateCause(message) => {
                cause(&self.template, message).mend.clone()
            }
            Argument::SystemCause(message) => cause(&self.system, message).mend.clone(),
            _ => String::new(),
        }
    }

    /// A key in quotes, or a phrase if the pointer contains no key.
    fn key(&self, pointer: &Pointer) -> String {
        let keys: Vec<&str> = pointer.keys().collect();
        match (keys.as_slice(), pointer.0.is_empty()) {
            ([], true) => self.word("key-top").to_owned(),
            ([], false) => self.word("key-entry").to_owned(),
            (keys, _) => {
                self.phrase("key-quoted", &[("key", &one_line(&keys.join(".")))])
            }
        }
    }

    fn argument(&self, argument: &Argument, language: Language) -> String {
        match argument {
            Argument::Text(text) => one_line(text),
            Argument::Localised(text) => one_line(text.text(language)),
            Argument::Day(day) => self.day(*day),
            Argument::Number(number) => number.to_string(),
            Argument::Decimal(hundredths) => {
                let (whole, rest) = (hundredths / 100, hundredths.abs() % 100);
                format!("{whole}{}{rest:02}", self.word("decimal-mark"))
            }
            Argument::Word(name) => self.word(name).to_owned(),
            Argument::Suggestion(near) => near.clone().unwrap_or_default(),
            Argument::Key(pointer) => self.key(pointer),
            Argument::YamlCause(message) => cause(&self.yaml, message).cause.clone(),
            Argument::TemplateCause(message) => {
                let first = message.lines().next().unwrap_or_default();
                let first = one_line(first.trim_end_matches('.'));
                cause(&self.template, message).cause.replace("{detail}", &first)
            }
            Argument::SystemCause(message) => cause(&self.system, message).cause.clone(),
            Argument::Choices(choices) => match choices.as_slice() {
                [] => String::new(),
                [only] => only.clone(),
                [first @ .., last] => {
                    format!("{} {} {last}", first.join(", "), self.word("or"))
                }
            },
        }
    }
}

/// The cause that a message stands for.
fn cause<'c>(known: &'c BTreeMap<String, Cause>, message: &str) -> &'c Cause {
    static NONE: Cause = Cause { cause: String::new(), mend: String::new() };
    known
        .iter()
        .filter(|(part, _)| message.contains(part.as_str()))
        .max_by_key(|(part, _)| part.len())
        .map_or(&NONE, |(_, cause)| cause)
}

/// A value quoted in a message: no line breaks, and no more than 120 characters.
fn one_line(text: &str) -> String {
    let mut flat: String =
        text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(120).collect();
    if text.chars().nth(120).is_some() {
        flat.push('…');
    }
    flat
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::base::code::Code;
    use crate::base::diagnostic::Place;
    use crate::base::digest::Digest;
    use crate::base::source::{FileBody, Source};
    use crate::base::work;

    /// What it costs to explain as many diagnostics as there are spots in one file.
    fn work_of(path: &str, text: &str, spots: impl Iterator<Item = Spot>) -> usize {
        let path = SitePath::new(path);
        let body = FileBody::Text(text.into());
        let digest = Digest::of(text.as_bytes());
        let source = Source { path: path.clone(), body, digest };
        let files = BTreeMap::from([(path.clone(), source)]);
        let snapshot = Snapshot { files, today: date(2026, 11, 24) };
        let place = |spot| Place { path: path.clone(), spot };
        let found: Vec<Diagnostic> =
            spots.map(|spot| Diagnostic::at(Code::KeyUnknown, place(spot))).collect();
        work::of(|| explain_all(&found, &snapshot, Language::De))
    }

    #[test]
    fn unknown_speakers_of_one_event() {
        work::assert_linear(200, |n| {
            let names = (0..n).map(|k| format!("somebody-{k}"));
            let names: Vec<String> = names.collect();
            let text = format!("---\nspeakers: [{}]\n---\n", names.join(", "));
            let spots = (0..n).map(|k| Spot::Value(Pointer::key("speakers").item(k)));
            work_of("content/events/a.md", &text, spots)
        });
    }

    #[test]
    fn languages_of_one_person_which_are_masked() {
        work::assert_linear(200, |n| {
            let text = format!("---\nlanguages: [{}xx]\n---\n", "xx, ".repeat(n));
            let spots = (0..n).map(|k| Spot::Value(Pointer::key("languages").item(k)));
            work_of("content/directory/a.md", &text, spots)
        });
    }

    #[test]
    fn unknown_keys_of_one_file() {
        work::assert_linear(200, |n| {
            let keys: Vec<String> = (0..n).map(|k| format!("key-{k}: x\n")).collect();
            let keys = keys.concat();
            let spots = (0..n).map(|k| Spot::Key(Pointer::key(&format!("key-{k}"))));
            work_of("content/a.md", &format!("---\n{keys}---\n"), spots)
        });
    }

    #[test]
    fn entries_of_a_data_file() {
        work::assert_linear(200, |n| {
            let entry = "- file: directory/gruppe.jpg\n  people:\n    - jana\n";
            let spots =
                (0..n).map(|k| Spot::Value(Pointer::default().item(k).then("file")));
            work_of("content/photos.yaml", &entry.repeat(n), spots)
        });
    }

    #[test]
    fn notes_about_one_text() {
        work::assert_linear(200, |n| {
            let line = "Ein Absatz mit [einem Verweis](nirgends.md).\n\n";
            let text = format!("---\ntitle: Lang\n---\n{}", line.repeat(n));
            let ranges = (0..n).map(|k| 22 + k * line.len()).map(|at| at..at + 5);
            let lines = (0..n).map(|k| Spot::Line(2 * k + 4));
            let spots = ranges.map(|range| Spot::Range(range.into())).chain(lines);
            work_of("content/a.md", &text, spots)
        });
    }
}
