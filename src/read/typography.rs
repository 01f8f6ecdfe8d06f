//! Titles and other short texts of a document with the typography of its body.
//!
//! In comes the data of a file, out goes the same data with quotation marks, dashes and the
//! ellipsis as the text below has them. Never touches a name, a key or an address.

use crate::base::language::Language;

use super::markdown::typographic;
use super::node::Node;

/// Keys whose texts are shown as sentences.
const SENTENCES: [&str; 7] =
    ["title", "summary", "menu_title", "quote", "text", "alt", "caption"];
/// Keys in whose maps such keys stand.
const AROUND: [&str; 5] = ["quote", "photo", "image", "video", "photos"];

/// Adapts the texts of a document in a language.
pub(super) fn apply(document: &mut Node, language: Language) {
    let Node::Map(entries) = document else { return };
    for (key, node) in entries {
        if SENTENCES.contains(&key.as_str()) && key != "text" {
            sentence(node, language);
        }
        if AROUND.contains(&key.as_str()) {
            inner(node, language);
        }
    }
}

fn inner(node: &mut Node, language: Language) {
    match node {
        Node::Map(entries) => {
            for (key, node) in entries {
                if SENTENCES.contains(&key.as_str()) {
                    sentence(node, language);
                }
            }
        }
        Node::List(items) => items.iter_mut().for_each(|item| inner(item, language)),
        _ => {}
    }
}

/// One text, or one for each language.
fn sentence(node: &mut Node, language: Language) {
    match node {
        Node::Text(text) => {
            if let Some(adapted) = typographic(text, language) {
                *text = adapted;
            }
        }
        Node::Map(entries) => {
            for (key, node) in entries {
                if let (Some(language), Node::Text(_)) = (Language::from_code(key), &node)
                {
                    sentence(node, language);
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_have_the_typography_of_texts() {
        let mut node = super::super::yaml::read(
            "title: Das \"Wunder\" -- ein\nslug: a--b\nperson: \"'x'\"\n\
             photo: { file: \"a'b.jpg\", alt: Sie sagt 'ja', caption: { en: A \"B\" } }\n",
        )
        .expect("YAML");
        apply(&mut node, Language::De);
        let shown = format!("{node:?}");
        for text in
            ["Das „Wunder“ – ein", "a--b", "'x'", "a'b.jpg", "Sie sagt ‚ja‘", "A “B”"]
        {
            assert!(shown.contains(text), "{text}: {shown}");
        }
    }
}
