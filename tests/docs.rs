//! The documents keep up with the code: every field a template sees, every key and every word an
//! editor may write, and every link between the documents.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

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
    for source in sources("src/render/view") {
        let fields = source.lines().filter_map(|line| {
            line.strip_prefix("    pub ")?.split_once(':').map(|(f, _)| f)
        });
        for field in fields.filter(|field| !field.contains('(')) {
            assert!(
                guide.contains(&format!("`{field}`")),
                "{field} is not in docs/themes.md"
            );
        }
    }
}

#[test]
fn every_key_of_the_front_matter_is_in_the_content_guide() {
    let guide = read("docs/content.md");
    for source in sources("src/read") {
        let code = source.split("#[cfg(test)]").next().unwrap_or_default();
        for asked in ["fields.optional(\"", "fields.required(\"", "fields.list(\""] {
            for key in between(code, asked, '"') {
                let named = guide.contains(&format!("`{key}`"))
                    || guide.contains(&format!("{key}:"));
                assert!(named, "{key} is not in docs/content.md");
            }
        }
    }
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
                    assert!(words.contains(&value.trim()), "{name}: {key}");
                    listed += 1;
                }
            }
        }
    }
    assert!(listed >= 10, "{listed}");
}

#[test]
fn every_link_between_the_documents_leads_somewhere() {
    let mut documents = vec!["README.md".to_owned(), "CHANGELOG.md".to_owned()];
    for entry in fs::read_dir(project("docs")).expect("the documents") {
        let name = entry.expect("a document").file_name().to_string_lossy().into_owned();
        if Path::new(&name).extension().is_some_and(|end| end == "md") {
            documents.push(format!("docs/{name}"));
        }
    }
    for document in documents {
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
        }
    }
}
