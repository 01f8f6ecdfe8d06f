//! `new`: a file to begin with.
//!
//! In come a kind and a title, out goes a file whose comments say what may be written. An entry
//! of the directory has no consent in it, so that it is not published until somebody enters
//! one. Never touches a file that exists.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anyhow::Result;
use jiff::{ToSpan as _, ZonedDateTime};

use super::Caller;
use super::opaque_id::random_id;
use crate::base::language::Language;
use crate::base::particle::is_particle;
use crate::base::refusal::Refusal;
use crate::base::slug::slugify;
use crate::cli::{NewArguments, NewKind, ReportFormat};
use crate::io::report;

pub(super) fn run(caller: &Caller<'_>, wanted: &NewArguments) -> Result<bool> {
    let path = begin(caller, wanted)?.display().to_string();
    let line = match caller.format {
        ReportFormat::Human => format!("{path}\n"),
        ReportFormat::Json | ReportFormat::Csv => {
            format!("{}\n", serde_json::json!({ "created": path }))
        }
    };
    report::to_stdout(&line)?;
    Ok(true)
}

fn begin(caller: &Caller<'_>, wanted: &NewArguments) -> Result<PathBuf> {
    if !caller.root.join("config.toml").exists() {
        return Err(Refusal::about("no-site", caller.root).into());
    }
    let title = wanted.title.trim();
    let name = NameParts::guess(title);
    let slug = match wanted.kind {
        NewKind::Person => slugify(&name.without_title()),
        _ => slugify(title),
    };
    if slug.is_empty() {
        return Err(Refusal::new("title-empty").with("title", title).into());
    }
    let folder = match wanted.kind {
        NewKind::Portrait => "content/portraits",
        NewKind::Event => "content/events",
        NewKind::Person => "content/directory",
        NewKind::Page => "content",
    };
    let path = caller.path(&format!("{folder}/{slug}.md"));
    let today = ZonedDateTime::now().date();
    let text = template(wanted.kind, caller.language)
        .replace(
            "%ID%",
            &if wanted.kind == NewKind::Person { random_id()? } else { String::new() },
        )
        .replace("%NAME%", &name.yaml())
        .replace("%TODAY%", &today.to_string())
        .replace("%SOON%", &today.saturating_add(28.days()).to_string())
        .replace("%TITLE%", &quoted(title));
    // A build must not read half of it.
    let _lock = caller.lock()?;
    create(&path, &text)?;
    Ok(path)
}

fn create(path: &Path, text: &str) -> Result<(), Refusal> {
    let cannot = |error: &io::Error| Refusal::about("write", path).because(error);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| cannot(&error))?;
    }
    match File::create_new(path) {
        Ok(mut file) => file.write_all(text.as_bytes()).map_err(|error| cannot(&error)),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            Err(Refusal::about("file-exists", path))
        }
        Err(error) => Err(cannot(&error)),
    }
}

fn template(kind: NewKind, language: Language) -> &'static str {
    let (german, english) = match kind {
        NewKind::Portrait => {
            (include_str!("new/portrait.de.md"), include_str!("new/portrait.en.md"))
        }
        NewKind::Event => {
            (include_str!("new/event.de.md"), include_str!("new/event.en.md"))
        }
        NewKind::Person => {
            (include_str!("new/person.de.md"), include_str!("new/person.en.md"))
        }
        NewKind::Page => (include_str!("new/page.de.md"), include_str!("new/page.en.md")),
    };
    language.choose(german, english)
}

/// A text as YAML reads it; every JSON text is one.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// The parts of a name, as far as its spelling tells; the editor is asked to look.
#[derive(Debug, Default, PartialEq, Eq)]
struct NameParts {
    title: String,
    given: String,
    particle: String,
    family: String,
}

impl NameParts {
    fn guess(text: &str) -> Self {
        let is_title = |word: &&str| word.ends_with('.') || *word == "PD";
        let words: Vec<&str> = text.split_whitespace().collect();
        let titles = words.iter().take_while(|word| is_title(word)).count();
        let (title, rest) = words.split_at(titles);
        // A single name is a given name: mononyms exist.
        let family = rest.len().saturating_sub(1).max(1).min(rest.len());
        let particle = rest.iter().position(|word| is_particle(word)).unwrap_or(family);
        let particles =
            rest[particle..].iter().take_while(|word| is_particle(word)).count();
        let part = |words: &[&str]| words.join(" ");
        Self {
            title: part(title),
            given: part(&rest[..particle]),
            particle: part(&rest[particle..particle + particles]),
            family: part(&rest[particle + particles..]),
        }
    }

    fn parts(&self) -> [(&'static str, &str); 4] {
        let Self { title, given, particle, family } = self;
        [("title", title), ("given", given), ("particle", particle), ("family", family)]
    }

    fn without_title(&self) -> String {
        let parts = self.parts();
        let filled =
            parts[1..].iter().map(|(_, part)| *part).filter(|part| !part.is_empty());
        filled.collect::<Vec<_>>().join(" ")
    }

    fn yaml(&self) -> String {
        let filled = self.parts().into_iter().filter(|(_, part)| !part.is_empty());
        let pairs: Vec<String> =
            filled.map(|(key, part)| format!("{key}: {}", quoted(part))).collect();
        format!("{{ {} }}", pairs.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;
    use crate::base::front_matter;

    #[test]
    fn a_name_falls_into_its_parts() {
        for (text, yaml) in [
            (
                "Dr. Jana von Müller",
                r#"{ title: "Dr.", given: "Jana", particle: "von", family: "Müller" }"#,
            ),
            (
                "Prof. Dr.-Ing. Ana Maria López",
                r#"{ title: "Prof. Dr.-Ing.", given: "Ana Maria", family: "López" }"#,
            ),
            (
                "Anna van der Berg Ruiz",
                r#"{ given: "Anna", particle: "van der", family: "Berg Ruiz" }"#,
            ),
            ("Sukarno", r#"{ given: "Sukarno" }"#),
            ("von Müller", r#"{ particle: "von", family: "Müller" }"#),
            (r#"Jana "Jo" Ek"#, r#"{ given: "Jana \"Jo\"", family: "Ek" }"#),
        ] {
            assert_eq!(NameParts::guess(text).yaml(), yaml, "{text}");
        }
    }

    fn site() -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("config.toml"), "").unwrap();
        root
    }

    fn begin_in(
        root: &Path,
        kind: NewKind,
        title: &str,
        language: Language,
    ) -> Result<PathBuf> {
        let (format, started) = (ReportFormat::Human, Instant::now());
        let caller = Caller { root, language, format, verbose: false, started };
        begin(&caller, &NewArguments { kind, title: title.into() })
    }

    #[test]
    fn every_kind_begins_with_data_that_can_be_read_in_either_language() {
        let title = "Dr. Jana: \"von\" #Müller";
        for language in Language::ALL {
            let root = site();
            for (kind, path) in [
                (NewKind::Portrait, "content/portraits/dr-jana-von-mueller.md"),
                (NewKind::Event, "content/events/dr-jana-von-mueller.md"),
                (NewKind::Person, "content/directory/jana-von-mueller.md"),
                (NewKind::Page, "content/dr-jana-von-mueller.md"),
            ] {
                begin_in(root.path(), kind, title, language).unwrap();
                let text = fs::read_to_string(root.path().join(path)).unwrap();
                assert!(!text.contains('%'), "{text}");
                let parts = front_matter::split(&text).unwrap();
                let data: serde_yaml::Mapping =
                    serde_yaml::from_str(&text[parts.data]).unwrap();
                if kind == NewKind::Person {
                    assert_eq!(data["name"]["title"], "Dr.");
                } else {
                    assert_eq!(data["title"], title);
                }
                assert!(!data.contains_key("consent"), "nobody has agreed yet");
            }
        }
    }

    #[test]
    fn a_file_that_exists_stays() {
        let root = site();
        begin_in(root.path(), NewKind::Page, "Impressum", Language::De).unwrap();
        fs::write(root.path().join("content/impressum.md"), "mine").unwrap();
        let error =
            begin_in(root.path(), NewKind::Page, "Impressum", Language::De).unwrap_err();
        assert_eq!(
            error.downcast_ref::<Refusal>().map(Refusal::name),
            Some("file-exists")
        );
        let text = fs::read_to_string(root.path().join("content/impressum.md")).unwrap();
        assert_eq!(text, "mine");
    }

    #[test]
    fn a_title_without_letters_and_a_folder_without_site_are_refused() {
        let name =
            |error: anyhow::Error| error.downcast_ref::<Refusal>().map(Refusal::name);
        let error =
            begin_in(site().path(), NewKind::Event, "???", Language::En).unwrap_err();
        assert_eq!(name(error), Some("title-empty"));
        let nowhere = tempfile::tempdir().unwrap();
        let error =
            begin_in(nowhere.path(), NewKind::Event, "Fest", Language::En).unwrap_err();
        assert_eq!(name(error), Some("no-site"));
    }
}
