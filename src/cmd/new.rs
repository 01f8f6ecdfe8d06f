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

use super::name_parts::NameParts;
use super::opaque_id::random_id;
use super::{Caller, quoted};
use crate::base::language::Language;
use crate::base::refusal::Refusal;
use crate::base::slug::slugify;
use crate::cli::{NewArguments, NewKind, ReportFormat};
use crate::engine::office::proposals::{Proposals, proposals};
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
    let slug = match (&wanted.file, wanted.kind) {
        (Some(file), _) => slugify(file.trim_end_matches(".md")),
        (None, NewKind::Person) => slugify(&NameParts::guess(title).without_title()),
        (None, _) => slugify(title),
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
    let text = text(caller, wanted.kind, title)?;
    // A build must not read half of it.
    let _lock = caller.lock()?;
    create(&path, &text).map_err(|refusal| match (refusal.name(), wanted.kind) {
        ("file-exists", NewKind::Person) => Refusal::about("person-exists", &path)
            .with("name", title)
            .with("slug", slug.as_str()),
        _ => refusal,
    })?;
    Ok(path)
}

/// The file: its template, filled with what the site knows.
fn text(caller: &Caller<'_>, kind: NewKind, title: &str) -> Result<String> {
    let known = proposals(&caller.sources(None)?, title);
    let id = if kind == NewKind::Person { random_id()? } else { String::new() };
    let today = ZonedDateTime::now().date();
    let template = only_known(template(kind, caller.language), &known);
    Ok(template
        .replace("%ID%", &id)
        .replace("%TEXT%", consent_text(kind, &known, caller.language))
        .replace("%SUBJECT%", &subject(title, &known, caller.language))
        .replace("%NAME%", &NameParts::guess(title).yaml())
        .replace("%TODAY%", &today.to_string())
        .replace("%SOON%", &today.saturating_add(28.days()).to_string())
        .replace("%FACULTY%", known.faculty.as_deref().unwrap_or_default())
        .replace("%CONTACT%", known.contact.as_deref().unwrap_or_default())
        .replace("%TITLE%", &quoted(title)))
}

/// The name of a consent text that the settings declare, if they declare any.
fn consent_text(kind: NewKind, known: &Proposals, language: Language) -> &str {
    if kind == NewKind::Portrait {
        let usual = language.choose("portraet-1", "story-1");
        known.text(&["portr", "story"], usual)
    } else {
        let usual = language.choose("verzeichnis-1", "directory-1");
        known.text(&["verzeichnis", "directory"], usual)
    }
}

/// The template without lines that need what the site does not have.
fn only_known(template: &str, known: &Proposals) -> String {
    let unknown = |line: &&str| {
        line.contains("%FACULTY%") && known.faculty.is_none()
            || line.contains("%CONTACT%") && known.contact.is_none()
    };
    template.lines().filter(|line| !unknown(line)).flat_map(|line| [line, "\n"]).collect()
}

/// Whom a story is about: somebody of the directory whom its title names, or whose name it is.
fn subject(title: &str, known: &Proposals, language: Language) -> String {
    if let Some(person) = &known.person {
        let remark = language.choose("Kürzel aus directory/", "an entry of directory/");
        return format!("person: {}    # {remark}", quoted(person));
    }
    let remark = language.choose(
        "Name der Person, bitte prüfen; oder stattdessen person: mit ihrem Kürzel aus directory/",
        "the person's name, please check; or instead person: with their file name in directory/",
    );
    let (given, family) =
        language.choose(("Vorname", "Nachname"), ("First name", "Family name"));
    let name = NameParts::of_title(title).map_or_else(
        || format!("{{ given: {}, family: {} }}", quoted(given), quoted(family)),
        |name| name.yaml(),
    );
    format!("name: {name}    # {remark}")
}

/// Writes a file that does not exist yet, with the folders it needs.
pub(super) fn create(path: &Path, text: &str) -> Result<(), Refusal> {
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

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;
    use crate::base::front_matter;

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
        begin(&caller, &NewArguments { kind, title: title.into(), file: None })
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
                } else if kind == NewKind::Portrait {
                    assert!(data["name"]["family"].is_string(), "{text}");
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
