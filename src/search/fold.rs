//! Case and accent folding: one form for all spellings of a word.
//!
//! In comes a text, out go words in small letters without accents, with `ß` as `ss` and with
//! `ae`, `oe`, `ue` as `a`, `o`, `u`, so that Müller, Mueller, Muller and MÜLLER are the same.
//! The browser does the same with what a visitor types; `tests/search/folding.json` tests both.
//! The result is never displayed: order and display keep the letters as they are.

use icu_normalizer::DecomposingNormalizerBorrowed;
use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup};

/// Letters without a canonical decomposition into a letter and a mark.
const UNDECOMPOSED: [(char, &str); 30] = [
    ('ß', "ss"),
    ('æ', "a"),
    ('œ', "o"),
    ('ø', "o"),
    ('ł', "l"),
    ('đ', "d"),
    ('ð', "d"),
    ('þ', "th"),
    ('ı', "i"),
    ('ħ', "h"),
    ('ŋ', "n"),
    ('ŧ', "t"),
    ('ĸ', "k"),
    ('ĳ', "ij"),
    ('ŀ', "l"),
    ('ŉ', "n"),
    ('ſ', "s"),
    ('ǝ', "e"),
    ('ə', "e"),
    ('ɔ', "o"),
    ('ɛ', "e"),
    ('ƙ', "k"),
    ('ς', "σ"),
    // Ligatures, as a text has them that was copied out of a PDF.
    ('ﬀ', "ff"),
    ('ﬁ', "fi"),
    ('ﬂ', "fl"),
    ('ﬃ', "ffi"),
    ('ﬄ', "ffl"),
    ('ﬅ', "st"),
    ('ﬆ', "st"),
];

/// The words of a text, with a space between two.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    if text.is_ascii() {
        text.bytes()
            .for_each(|byte| push(&mut out, char::from(byte.to_ascii_lowercase())));
    } else {
        let lower = text.to_lowercase();
        let decomposed = DecomposingNormalizerBorrowed::new_nfd().normalize(&lower);
        decomposed.chars().for_each(|c| push(&mut out, c));
    }
    out.truncate(out.trim_end_matches(' ').len());
    out
}

fn push(out: &mut String, c: char) {
    match c {
        // `ae`, `oe` and `ue` are how umlauts are typed without a German keyboard.
        'e' if out.ends_with(['a', 'o', 'u']) => {}
        'a'..='z' | '0'..='9' => out.push(c),
        '\'' | '`' => {}
        _ if c.is_ascii() => push_space(out),
        _ => push_other(out, c),
    }
}

fn push_other(out: &mut String, c: char) {
    if let Some((_, letters)) = UNDECOMPOSED.iter().find(|(letter, _)| *letter == c) {
        letters.chars().for_each(|letter| push(out, letter));
        return;
    }
    let category = CodePointMapData::<GeneralCategory>::new().get(c);
    if is_ignored(c) || GeneralCategoryGroup::Mark.contains(category) {
        return;
    }
    if c.is_alphabetic() || c.is_numeric() { out.push(c) } else { push_space(out) }
}

fn push_space(out: &mut String) {
    if !out.is_empty() && !out.ends_with(' ') {
        out.push(' ');
    }
}

/// Apostrophes as people type them, and invisible characters: `O’Brien` is one word.
fn is_ignored(c: char) -> bool {
    matches!(
        c,
        '’' | '‘'
            | '‛'
            | '´'
            | '`'
            | '′'
            | 'ʼ'
            | 'ʻ'
            | 'ʹ'
            | '\u{ad}'
            | '\u{61c}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
    )
}
