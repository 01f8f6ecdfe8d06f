//! The documents keep up with the code: every field a template sees, every key an editor may
//! write, and every link between the documents.
#![expect(clippy::disallowed_methods, reason = "this test reads the project's own files")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

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

#[test]
fn every_link_between_the_documents_leads_somewhere() {
    let mut documents = vec!["README.md".to_owned(), "CHANGELOG.md".to_owned()];
    for entry in fs::read_dir(project("docs")).expect("the documents") {
        let name = entry.expect("a document").file_name().to_string_lossy().into_owned();
        if Path::new(&name).extension().is_some_and(|end| end == "md") {
            documents.push(format!("docs/{name}"));
        }
    }
    let mut found = 0;
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
            found += 1;
        }
    }
    assert!(found > 20, "links are found: {found}");
}
