//! The terms of a text: its words without endings and without stop words.
//!
//! In comes a text and the language of an index, out go terms in the order of the text. Stemming
//! is light (J. Savoy, “Light Stemming Approaches for the French, Portuguese, German
//! and Hungarian Languages”, SAC 2006; for English D. Harman's plurals, “How Effective Is
//! Suffixing?”, JASIS 42, 1991). The browser does the same; `tests/search/stems.json` tests both.
//! Never used for names of people, whose endings distinguish them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use crate::base::language::Language;

use super::fold::fold;

/// Stop words, folded, by the code of their language.
static STOP_WORDS: LazyLock<BTreeMap<String, BTreeSet<String>>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("stop_words.json")).unwrap_or_default()
});

/// True for a folded word that occurs in nearly every text.
pub(super) fn is_stop_word(word: &str, language: Language) -> bool {
    STOP_WORDS.get(language.code()).is_some_and(|words| words.contains(word))
}

/// The terms of a text in its order, repetitions included.
pub fn terms(text: &str, language: Language) -> Vec<String> {
    let folded = fold(text);
    folded.split(' ').filter_map(|word| term(word, language)).collect()
}

/// The term of a folded word; `None` for a stop word. A single letter is one: it is all that is
/// left of `C++`, and a word of `E-Mobilität` that a visitor types with it.
pub(super) fn term(word: &str, language: Language) -> Option<String> {
    let says = !word.is_empty() && !is_stop_word(word, language);
    says.then(|| stem(word, language))
}

/// A folded word without its ending.
fn stem(word: &str, language: Language) -> String {
    match language {
        Language::De => german(word),
        Language::En => english(word),
    }
}

fn german(word: &str) -> String {
    let length = word.chars().count();
    let without = |count: usize| {
        let end = word.char_indices().rev().nth(count - 1).map_or(0, |(at, _)| at);
        word[..end].to_owned()
    };
    if length < 5 {
        return word.to_owned();
    }
    if length > 6 && word.ends_with("nen") {
        return without(3);
    }
    if length > 5 && ["en", "se", "es", "er"].iter().any(|end| word.ends_with(end)) {
        return without(2);
    }
    if word.ends_with(['n', 'e', 's', 'r']) { without(1) } else { word.to_owned() }
}

fn english(word: &str) -> String {
    let before =
        |end: &str| word.strip_suffix(end).and_then(|rest| rest.chars().next_back());
    if word.chars().count() < 3 || !word.ends_with('s') {
        return word.to_owned();
    }
    if let Some(rest) = word.strip_suffix("ies")
        && before("ies").is_some_and(|c| !matches!(c, 'a' | 'e'))
    {
        return format!("{rest}y");
    }
    let kept = ["us", "ss", "ies", "aes", "oes", "ees"];
    if kept.iter().any(|end| word.ends_with(end)) {
        return word.to_owned();
    }
    word[..word.len() - 1].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_term_for_the_forms_of_a_word() {
        for (language, words) in [
            (Language::De, "Brücke|Brücken|BRÜCKE|Bruecken"),
            (Language::De, "Absolvent|Absolventen"),
            (Language::De, "Haus|Hauses"),
            (Language::En, "bridge|bridges"),
            (Language::En, "library|libraries"),
        ] {
            let found: BTreeSet<Vec<String>> =
                words.split('|').map(|word| terms(word, language)).collect();
            assert!(found.len() <= 1, "{words}: {found:?}");
        }
        assert_eq!(terms("und die Brücke", Language::De), ["bruck"]);
    }

    #[test]
    fn a_part_of_one_letter_is_a_term() {
        for (text, expected) in [
            ("E-Mobilität", &["e", "mobilitat"][..]),
            ("C++", &["c"]),
            ("n-Tupel", &["n", "tupel"]),
            ("Industrie 4.0", &["industri", "4", "0"]),
        ] {
            assert_eq!(terms(text, Language::De), expected, "{text}");
        }
    }
}
