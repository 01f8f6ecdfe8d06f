//! The documents keep up with the code: every field a template sees, every key and every word an
//! editor may write, and every link between the documents.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use clap::CommandFactory as _;
use matrikel::model::consent::{Channel, Field};
use matrikel::model::event::{Audience, Format, Status};
use matrikel::model::person::{Form, Kind, OfferKind, OfferState, Sector};
use matrikel::model::statement::{Conformance, Method};

fn project(below: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(below)
}

fn read(below: &str) -> String {
    fs::read_to_string(project(below)).expect("a file of the project")
}

fn sources(folder: &str) -> Vec<String> {
    walkdir::WalkDir::new(project(folder))
        .sort_by_file_name()
        .into_iter()
        .map(|entry| entry.expect("a file of the project"))
        .filter(|entry| entry.path().extension().is_some_and(|end| end == "rs"))
        .map(|entry| fs::read_to_string(entry.path()).expect("a source"))
        .collect()
}

/// What stands between `before` and `after`, everywhere in a text.
fn between<'t>(text: &'t str, before: &str, after: char) -> BTreeSet<&'t str> {
    text.split(before).skip(1).filter_map(|rest| rest.split(after).next()).collect()
}

#[test]
fn every_field_of_a_view_is_in_the_theme_guide() {
    let guide = read("docs/themes.md");
    let mut found = 0;
    for source in sources("src/render/view") {
        let fields = source.lines().filter_map(|line| {
            line.strip_prefix("    pub ")?.split_once(':').map(|(f, _)| f)
        });
        for field in fields.filter(|field| !field.contains('(')) {
            found += 1;
            assert!(
                guide.contains(&format!("`{field}`")),
                "{field} is not in docs/themes.md"
            );
        }
    }
    assert!(found > 100, "fields are found: {found}");
}

#[test]
fn every_key_of_the_front_matter_is_in_the_content_guide() {
    let guide = read("docs/content.md");
    let mut found = BTreeSet::new();
    for source in sources("src/read") {
        let code = source.split("#[cfg(test)]").next().unwrap_or_default();
        for asked in ["fields.optional(\"", "fields.required(\"", "fields.list(\""] {
            for key in between(code, asked, '"') {
                let named = guide.contains(&format!("`{key}`"))
                    || guide.contains(&format!("{key}:"));
                assert!(named, "{key} is not in docs/content.md");
                found.insert(key.to_owned());
            }
        }
    }
    // The lists of keys that a reader has, which a translation may not hold, are no other keys.
    for source in sources("src/read") {
        let listed = source.split("KEYS: &[&str] = &[").skip(1);
        for keys in listed.filter_map(|rest| rest.split(']').next()) {
            for key in keys.split('"').skip(1).step_by(2) {
                let named = guide.contains(&format!("`{key}`"))
                    || guide.contains(&format!("{key}:"));
                assert!(named, "{key} is not in docs/content.md");
                found.insert(key.to_owned());
            }
        }
    }
    assert!(found.len() > 100, "keys are found: {}", found.len());
}

/// The words of every vocabulary, with the key whose values they are.
fn vocabularies() -> Vec<(&'static str, Vec<&'static str>)> {
    fn words<T>(all: &'static [(&'static str, T)]) -> Vec<&'static str> {
        all.iter().map(|(word, _)| *word).collect()
    }
    vec![
        ("pronoun", words(Form::WORDS)),
        ("kind", words(Kind::WORDS)),
        ("sector", words(Sector::WORDS)),
        ("offers.kind", words(OfferKind::WORDS)),
        ("state", words(OfferState::WORDS)),
        ("fields", words(Field::WORDS)),
        ("channels", words(Channel::WORDS)),
        ("status", words(Status::WORDS)),
        ("format", words(Format::WORDS)),
        ("audience", words(Audience::WORDS)),
        ("conformance", words(Conformance::WORDS)),
        ("method", words(Method::WORDS)),
    ]
}

#[test]
fn every_word_of_a_vocabulary_is_in_the_content_guide() {
    let guide = read("docs/content.md");
    for (key, words) in vocabularies() {
        for word in words {
            assert!(guide.contains(&format!("`{word}`")), "{key}: {word}");
        }
    }
}

/// What `matrikel new` begins lists the words to choose from behind a value.
#[test]
fn templates_of_new_files_list_whole_vocabularies() {
    let mut listed = 0;
    for template in ["person", "portrait", "event"] {
        for language in ["de", "en"] {
            let name = format!("src/cmd/new/{template}.{language}.md");
            for line in read(&name).lines() {
                let line = line.trim_start_matches(['#', ' ', '-']);
                let Some((before, choices)) = line.split_once("    # ") else { continue };
                let Some((key, value)) = before.split_once(": ") else { continue };
                let words = vocabularies().into_iter().find(|(own, _)| *own == key);
                let Some((_, words)) = words else { continue };
                // Other remarks say when a key is needed.
                if choices.split(' ').next() == words.first().copied() {
                    assert_eq!(
                        choices.split(' ').collect::<Vec<_>>(),
                        words,
                        "{name}: {key}"
                    );
                    let value = value.trim().trim_matches(['[', ']']);
                    assert!(words.contains(&value), "{name}: {key}");
                    listed += 1;
                }
            }
        }
    }
    assert!(listed >= 10, "{listed}");
}

/// A command that no document knows would be found by `--help` only.
#[test]
fn every_command_and_every_option_is_in_a_guide() {
    fn walk(command: &clap::Command, words: &str, guides: &str) {
        for option in command.get_arguments().filter_map(clap::Arg::get_long) {
            assert!(guides.contains(&format!("--{option}")), "{words} --{option}");
        }
        for below in command.get_subcommands() {
            let words = format!("{words} {}", below.get_name());
            let words = words.trim_start();
            let named = ["`", " "].iter().any(|after| {
                let plain = guides.contains(&format!("`{words}{after}"));
                plain || guides.contains(&format!("`matrikel {words}{after}"))
            });
            assert!(named, "{words} is in no guide");
            walk(below, words, guides);
        }
    }
    let guides = read("docs/content.md") + &read("docs/themes.md");
    walk(&matrikel::cli::Arguments::command(), "", &guides);
}

/// Whoever looks for a decision finds it from the architecture, and none is left out there.
#[test]
fn every_decision_is_linked_from_the_architecture() {
    let architecture = read("docs/architecture.md");
    let records = documents("docs/decisions");
    for record in &records {
        let below = record.trim_start_matches("docs/");
        assert!(architecture.contains(&format!("]({below})")), "{record}");
        let text = read(record);
        for part in ["\n## Context\n", "\n## Decision\n", "\n## Consequences\n"] {
            assert!(text.contains(part), "{record} has no{part}");
        }
    }
    assert!(records.len() > 5, "the records are here");
}

/// Markdown files of a folder.
fn documents(folder: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(project(folder)).expect("the documents") {
        let name = entry.expect("a document").file_name().to_string_lossy().into_owned();
        if Path::new(&name).extension().is_some_and(|end| end == "md") {
            found.push(format!("{folder}/{name}").trim_start_matches("./").to_owned());
        }
    }
    found
}

#[test]
fn every_link_between_the_documents_leads_somewhere() {
    let mut found = 0;
    for document in
        [".", "docs", "docs/decisions", ".github"].into_iter().flat_map(documents)
    {
        let folder = project(&document).parent().expect("a folder").to_owned();
        let text = read(&document);
        // Examples of Markdown stand in code and lead nowhere.
        let prose: String = text.split("```").step_by(2).collect();
        let prose: String = prose.split('`').step_by(2).collect();
        for target in between(&prose, "](", ')') {
            let file = target.split('#').next().unwrap_or_default();
            if file.is_empty() || file.contains(':') {
                continue;
            }
            assert!(folder.join(file).exists(), "{document} links to {target}");
            found += 1;
        }
    }
    assert!(found > 20, "links are found: {found}");
}
