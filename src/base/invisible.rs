//! Signs that nobody sees, as they come along with text out of documents and web pages.
//!
//! In comes a sign or a text, out goes whether it is one, or the text without those that only say
//! where a line may break. Never drops a sign that changes how letters look or are ordered.

use std::borrow::Cow;

/// Signs that nobody sees: hyphens that only a line break shows, joiners, marks of direction.
pub fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{2069}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
    )
}

/// A text without signs that only say where a line may break or may not: two labels that look alike
/// are one. Joiners and marks of direction stay, since Persian and Hindi are written with them.
pub fn without_break_hints(text: &str) -> Cow<'_, str> {
    let is_hint = |c: char| {
        matches!(c, '\u{ad}' | '\u{180e}' | '\u{200b}' | '\u{2060}' | '\u{feff}')
    };
    if !text.is_ascii() && text.contains(is_hint) {
        Cow::Owned(text.chars().filter(|c| !is_hint(*c)).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// True if there is a control character in a text. Those beyond ASCII begin with one byte.
pub fn has_control(text: &str) -> bool {
    let may_be = |byte: u8| byte < b' ' || byte == 0x7f || byte == 0xc2;
    text.bytes().fold(false, |has, byte| has | may_be(byte))
        && text.contains(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_invisible_is_dropped_from_labels_but_not_what_shapes_letters() {
        assert_eq!(without_break_hints("Denk\u{ad}mal\u{ad}pflege"), "Denkmalpflege");
        assert_eq!(without_break_hints("می\u{200c}خواهم"), "می\u{200c}خواهم");
        assert!(is_invisible('\u{200c}') && !is_invisible('-'));
    }
}
