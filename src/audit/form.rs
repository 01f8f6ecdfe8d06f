//! The form in which addresses and codes are compared: as written, whatever the case.
//!
//! In comes decoded text, out goes a form that keeps punctuation, so that `jana@example.org` is
//! not `jana.example.org`. Never knows whose value it is.

use crate::base::slug::composed;

use super::tokens::{INLINE, is_invisible};

/// A text in lower case with single spaces.
pub(super) fn written(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in composed(text).chars() {
        match c {
            INLINE => {}
            c if is_invisible(c) => {}
            c if c.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c => out.extend(c.to_lowercase()),
        }
    }
    out
}

/// True if `text` holds `wanted`, but not as part of a longer word or number.
pub(super) fn contains_written(text: &str, wanted: &str) -> bool {
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let [first, last] = [wanted.chars().next(), wanted.chars().next_back()];
    text.match_indices(wanted).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + wanted.len()..].chars().next();
        let goes_on =
            is_word(first) && is_word(before) || is_word(last) && is_word(after);
        !goes_on
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_no_part_of_another_word() {
        assert!(contains_written("mail jana@example.org.", "jana@example.org"));
        assert!(!contains_written("mail jana@example.organic", "jana@example.org"));
        assert!(!contains_written("mail ljana@example.org", "jana@example.org"));
        assert!(!contains_written("https://jana.example.org/", "jana@example.org"));
        assert_eq!(written("  Ab \n\u{a0}C "), " ab c ");
    }
}
