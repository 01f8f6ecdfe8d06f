//! Hyphenates words that are longer than a line.
//!
//! In come a text and a test whether something fits on a line, out goes the text with hyphens where
//! a line may end. A word that fits is never divided, names included.

use hypher::{Lang, hyphenate};

use crate::base::language::Language;

/// Zero-width space: a line may end here.
const MAY_BREAK: char = '\u{200b}';

/// Word joiner: no line may end here.
const MAY_NOT_BREAK: char = '\u{2060}';

/// The text with its hyphenated compounds kept together: `Alumni-Tag` on one line.
pub(super) fn joined(text: &str) -> String {
    let mut joined = String::with_capacity(text.len() + 8);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        joined.push(letter);
        let goes_on = letters.peek().is_some_and(|next| next.is_alphanumeric());
        if letter == '-' && goes_on {
            joined.push(MAY_NOT_BREAK);
        }
    }
    joined
}

/// The text with each word that is longer than a line divided into parts that fit, as far as its
/// syllables allow.
pub(super) fn divided(
    text: &str,
    language: Language,
    mut fits: impl FnMut(&str) -> bool,
) -> String {
    let words = text.split(' ').map(|word| {
        if fits(word) { word.to_owned() } else { divided_word(word, language, &mut fits) }
    });
    words.collect::<Vec<_>>().join(" ")
}

fn divided_word(
    word: &str,
    language: Language,
    fits: &mut dyn FnMut(&str) -> bool,
) -> String {
    let patterns = language.choose(Lang::German, Lang::English);
    let mut divided = String::with_capacity(word.len() + 8);
    let mut part = String::new();
    for syllable in hyphenate(word, patterns) {
        if !part.is_empty() && !fits(&format!("{part}{syllable}-")) {
            divided.push_str(&part);
            if !part.ends_with('-') {
                divided.push('-');
            }
            divided.push(MAY_BREAK);
            part.clear();
        }
        part.push_str(syllable);
    }
    divided.push_str(&part);
    divided
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hyphen_inside_a_word_ends_no_line() {
        let joined = |text| joined(text).replace(MAY_NOT_BREAK, "+");
        assert_eq!(joined("Alumni-Tag, Haupt- und"), "Alumni-+Tag, Haupt- und");
    }

    #[test]
    fn only_what_fits_no_line_is_divided() {
        let short = |part: &str| part.chars().count() <= 20;
        let divide = |text| divided(text, Language::De, short).replace(MAY_BREAK, "|");
        assert_eq!(divide("Jana von Müller-Lüdenscheid"), "Jana von Müller-Lüdenscheid");
        assert_eq!(
            divide("Die Donaudampfschifffahrtsgesellschaft fährt"),
            "Die Donaudampfschiff-|fahrtsgesellschaft fährt"
        );
        assert_eq!(divide(&"x".repeat(90)), "x".repeat(90), "no syllables");
    }
}
