//! `init`: a small whole site to begin with.
//!
//! In come a folder and languages, out go settings, legal pages to fill in, an invented person, a
//! story and an event. Never touches a file that exists, and leaves nothing behind if it fails.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;
use jiff::{ToSpan as _, ZonedDateTime};

use super::new::create;
use super::opaque_id::random_id;
use super::{Caller, quoted};
use crate::base::config::BaseUrl;
use crate::base::language::Language;
use crate::base::refusal::Refusal;
use crate::cli::{InitArguments, Lang, ReportFormat};
use crate::io::lock::Lock;
use crate::io::report;

/// A file with its words in each language, and data that needs no translation.
struct Sample {
    /// Its path without `.md`, in a German and in an English site.
    names: [&'static str; 2],
    data: &'static str,
    words: [&'static str; 2],
}

/// Loads the words of a sample.
macro_rules! words {
    ($name:literal) => {
        [
            include_str!(concat!("init/", $name, ".de.md")),
            include_str!(concat!("init/", $name, ".en.md")),
        ]
    };
}

const LEGAL: [&str; 2] = ["impressum", "legal-notice"];
const PRIVACY: [&str; 2] = ["datenschutz", "privacy"];
const ACCESS: [&str; 2] = ["barrierefreiheit", "accessibility"];

const SAMPLES: [Sample; 7] = [
    Sample { names: ["_index"; 2], data: "", words: words!("index") },
    Sample {
        names: ["directory/frieda-beispiel"; 2],
        data: include_str!("init/person.yaml"),
        words: words!("person"),
    },
    Sample {
        names: ["portraits/die-erste-bruecke", "portraits/the-first-bridge"],
        data: include_str!("init/portrait.yaml"),
        words: words!("portrait"),
    },
    Sample {
        names: ["events/erstes-treffen", "events/first-reunion"],
        data: include_str!("init/event.yaml"),
        words: words!("event"),
    },
    Sample { names: LEGAL, data: "", words: words!("legal") },
    Sample { names: PRIVACY, data: "", words: words!("privacy") },
    Sample { names: ACCESS, data: "", words: words!("access") },
];

const DATA: [(&str, &str); 5] = [
    ("config.toml", include_str!("init/config.toml")),
    ("content/faculties.yaml", include_str!("init/faculties.yaml")),
    ("content/institutions.yaml", include_str!("init/institutions.yaml")),
    ("content/contacts.yaml", include_str!("init/contacts.yaml")),
    (".gitignore", include_str!("init/gitignore")),
];

/// What may lie in a folder that counts as empty: what a new repository has.
const HARMLESS: [&str; 3] = ["readme.md", "license", "license.md"];

pub(super) fn run(caller: &Caller<'_>, wanted: &InitArguments) -> Result<bool> {
    let folder = match &wanted.folder {
        Some(folder) if caller.root == Path::new(".") => folder.clone(),
        Some(folder) => caller.root.join(folder),
        None => caller.root.to_owned(),
    };
    can_begin(&folder)?;
    let mut files = files(caller.language, wanted)?;
    files.retain(|(path, _)| {
        !path.starts_with(".gitignore") || !folder.join(path).exists()
    });
    let is_new = !folder.exists();
    let mut made = Vec::new();
    if let Err(error) = write(&folder, &files, &mut made) {
        // What was begun is taken away again; what somebody else has put there stays.
        for path in made {
            let _ = fs::remove_file(&path);
            for above in path.ancestors().skip(1).take_while(|above| *above != folder) {
                let _ = fs::remove_dir(above);
            }
        }
        if is_new {
            let _ = fs::remove_dir(&folder);
        }
        return Err(error);
    }
    tell(caller, &folder, wanted, &files)
}

/// Writes the files, and notes which. Settings come last: until they are there, it is no site.
fn write(
    folder: &Path,
    files: &[(PathBuf, String)],
    made: &mut Vec<PathBuf>,
) -> Result<()> {
    fs::create_dir_all(folder)
        .map_err(|error| Refusal::about("write", folder).because(&error))?;
    let _lock = Lock::take(folder)?;
    for (path, text) in files.iter().rev() {
        let path = folder.join(path);
        create(&path, text)?;
        made.push(path);
    }
    Ok(())
}

/// Refuses a folder in which something else lies.
fn can_begin(folder: &Path) -> Result<(), Refusal> {
    if folder.join("config.toml").exists() || folder.join("content").exists() {
        return Err(Refusal::about("init-site", folder));
    }
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(Refusal::about("read", folder).because(&error)),
    };
    let names = entries.flatten().map(|entry| entry.file_name());
    let foreign = names
        .map(|name| name.to_string_lossy().to_lowercase())
        .find(|name| !HARMLESS.contains(&name.as_str()) && !name.starts_with('.'));
    match foreign {
        Some(_) => Err(Refusal::about("init-not-empty", folder)),
        None => Ok(()),
    }
}

/// The languages of the site: those that are asked for, else that of the caller.
fn languages(messages: Language, wanted: &InitArguments) -> Vec<Language> {
    let mut languages = Vec::new();
    for one in &wanted.languages {
        let one = match one {
            Lang::De => Language::De,
            Lang::En => Language::En,
        };
        if !languages.contains(&one) {
            languages.push(one);
        }
    }
    if languages.is_empty() { vec![messages] } else { languages }
}

/// All files of the site, by their path in its folder; the settings first.
fn files(messages: Language, wanted: &InitArguments) -> Result<Vec<(PathBuf, String)>> {
    let languages = languages(messages, wanted);
    let site = NewSite::new(messages, &languages, wanted)?;
    let mut files: Vec<(PathBuf, String)> = DATA
        .iter()
        .map(|(path, text)| (path.into(), site.filled(text, equals(path))))
        .collect();
    let default = site.languages[0];
    for sample in &SAMPLES {
        let [german, english] = sample.names;
        let name = default.choose(german, english);
        for language in &site.languages {
            let [german, english] = sample.words;
            let words = site.filled(language.choose(german, english), ": ");
            let (path, text) = if *language == default {
                let data = site.filled(sample.data, ": ");
                // Behind the words that every language has of its own.
                let whole = words.replacen("\n---\n", &format!("\n{data}---\n"), 1);
                (format!("content/{name}.md"), whole)
            } else {
                (format!("content/{name}.{}.md", language.code()), words)
            };
            files.push((path.into(), text));
        }
    }
    Ok(files)
}

/// What the files are filled with.
struct NewSite {
    languages: Vec<Language>,
    values: Vec<(&'static str, String)>,
}

impl NewSite {
    fn new(
        messages: Language,
        languages: &[Language],
        wanted: &InitArguments,
    ) -> Result<Self> {
        let base_url =
            wanted.base_url.as_deref().unwrap_or("https://alumni.example.org/");
        if BaseUrl::parse(base_url).is_none() {
            return Err(Refusal::new("init-base-url").with("value", base_url).into());
        }
        let default = languages[0];
        let name =
            |[german, english]: [&str; 2]| default.choose(german, english).to_owned();
        let codes = languages.iter().map(|one| quoted(one.code()));
        let today = ZonedDateTime::now().date();
        let mut site = Self { languages: languages.to_owned(), values: Vec::new() };
        let title = match &wanted.title {
            Some(title) => quoted(title.trim()),
            None => {
                site.in_each("Alumni der Hochschule", "Alumni of the University", " = ")
            }
        };
        site.values = vec![
            ("%TITLE%", title),
            ("%BASE_URL%", quoted(base_url)),
            ("%LANGUAGES%", codes.collect::<Vec<_>>().join(", ")),
            ("%MESSAGES%", messages.code().to_owned()),
            ("%LEGAL%", name(LEGAL)),
            ("%PRIVACY%", name(PRIVACY)),
            ("%ACCESS%", name(ACCESS)),
            ("%ID%", random_id()?),
            ("%TODAY%", today.to_string()),
            ("%SOON%", today.saturating_add(28.days()).to_string()),
        ];
        Ok(site)
    }

    /// A text with its values: `%(deutsch|English)%` is the one of the first language,
    /// `%[deutsch|English]%` a value in each language of the site, as TOML and YAML read it.
    fn filled(&self, text: &str, equals: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some(at) = rest.find('%') {
            let (before, found) = rest.split_at(at);
            out.push_str(before);
            let end = match found.as_bytes().get(1) {
                Some(b'(') => found.find(")%"),
                Some(b'[') => found.find("]%"),
                _ => None,
            };
            let inner = end.and_then(|end| Some((found.get(2..end)?, end)));
            let words =
                inner.and_then(|(inner, end)| Some((inner.split_once('|')?, end)));
            let Some(((german, english), end)) = words else {
                out.push('%');
                rest = &found[1..];
                continue;
            };
            if found.starts_with("%(") {
                out.push_str(self.languages[0].choose(german, english));
            } else {
                out.push_str(&self.in_each(german, english, equals));
            }
            rest = &found[end + 2..];
        }
        out.push_str(rest);
        self.values.iter().fold(out, |text, (name, value)| text.replace(name, value))
    }

    /// One text, or a map of languages with `equals` between their codes and texts.
    fn in_each(&self, german: &str, english: &str, equals: &str) -> String {
        if let [only] = self.languages.as_slice() {
            return quoted(only.choose(german, english));
        }
        let pair = |one: &Language| {
            format!("{}{equals}{}", one.code(), quoted(one.choose(german, english)))
        };
        let pairs: Vec<String> = self.languages.iter().map(pair).collect();
        format!("{{ {} }}", pairs.join(", "))
    }
}

/// What stands between a key and its value in a file.
fn equals(path: &str) -> &'static str {
    if path == "config.toml" { " = " } else { ": " }
}

/// Says what is there now, and what to do next.
fn tell(
    caller: &Caller<'_>,
    folder: &Path,
    wanted: &InitArguments,
    files: &[(PathBuf, String)],
) -> Result<bool> {
    let made: Vec<String> =
        files.iter().map(|(path, _)| folder.join(path).display().to_string()).collect();
    if caller.format == ReportFormat::Json {
        let line = serde_json::json!({ "created": made });
        report::to_stdout(&format!("{line}\n"))?;
        return Ok(true);
    }
    let words = caller.words();
    let count = words.count("files", made.len());
    let shown = folder.display().to_string();
    let mut text =
        words.phrase("init-done", &[("files", count.as_str()), ("folder", &shown)]);
    text.push('\n');
    if wanted.folder.is_some() {
        text.push_str(&words.phrase("init-enter", &[("folder", shown.as_str())]));
        text.push('\n');
    }
    text.push_str(words.word("init-next"));
    report::to_stdout(&format!("{}\n", text.trim_end()))?;
    Ok(true)
}
