//! Two normal forms for comparing values: as words, and as written.
//!
//! In comes decoded text, out goes a form that does not depend on how a page writes it. Words
//! lose case, accents and punctuation, so that `Müller, Jana`, `jana-mueller` and a name broken
//! up by markup are equal; the written form keeps punctuation, so that `jana@example.org` is
//! not `jana.example.org`. Never knows whose value it is.

use crate::base::slug::composed;

/// The words of a text in ASCII, separated and enclosed by spaces: ` jana mueller `. The outer
/// spaces let a plain substring search match whole words only.
pub(super) fn words(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push(' ');
    for c in composed(text).chars() {
        push_folded(&mut out, c);
    }
    if !out.ends_with(' ') {
        out.push(' ');
    }
    out
}

fn push_folded(out: &mut String, c: char) {
    match c {
        'a'..='z' | '0'..='9' => out.push(c),
        'A'..='Z' => out.push(c.to_ascii_lowercase()),
        // The same transliteration as in slugs, so that `mueller` in an address matches.
        'ä' | 'Ä' => out.push_str("ae"),
        'ö' | 'Ö' => out.push_str("oe"),
        'ü' | 'Ü' => out.push_str("ue"),
        'ß' | 'ẞ' => out.push_str("ss"),
        // As in slugs, `O'Brien` is one word. Soft hyphens and joiners are invisible.
        '\'' | '’' | '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => {}
        c if c.is_alphanumeric() => {
            let written = deunicode::deunicode_char(c).unwrap_or("");
            let ascii = written.chars().filter(char::is_ascii_alphanumeric);
            out.extend(ascii.map(|c| c.to_ascii_lowercase()));
        }
        // Keeps a name inside an attribute apart from text next to the tag: `alt="Jana"`.
        '<' | '>' | '=' => {
            if !out.ends_with(' ') {
                out.push(' ');
            }
            out.push_str("= ");
        }
        _ => {
            if !out.ends_with(' ') {
                out.push(' ');
            }
        }
    }
}

/// A text in lower case with single spaces.
pub(super) fn written(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in composed(text).chars() {
        match c {
            '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => {}
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

/// The digits of a text, since telephone numbers are punctuated in many ways.
pub(super) fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
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

/// A text with its tags replaced; values inside tags are found in the text that keeps them.
pub(super) fn without_tags(text: &str, instead: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        let (before, tag) = rest.split_at(start);
        out.push_str(before);
        let is_tag =
            tag[1..].starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c));
        match tag.find('>') {
            Some(end) if is_tag => {
                out.push_str(instead);
                rest = &tag[end + 1..];
            }
            None if is_tag => return out,
            _ => {
                out.push('<');
                rest = &tag[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_one_form_however_it_is_written() {
        for name in [
            "Jana Müller",
            "JANA MÜLLER",
            "jana-mueller",
            "Jana\u{a0}Mu\u{308}ller",
            "Jana, Mül\u{ad}ler",
            "jana_Mueller.",
        ] {
            assert_eq!(words(name), " jana mueller ", "{name:?}");
        }
        assert_eq!(words("O’Brien, Siân"), " obrien sian ");
        assert_eq!(words("alt=\"Jana\""), " alt = jana ");
        assert_eq!(words(""), " ");
    }

    #[test]
    fn what_is_written_is_no_part_of_another_word() {
        assert!(contains_written("mail jana@example.org.", "jana@example.org"));
        assert!(!contains_written("mail jana@example.organic", "jana@example.org"));
        assert!(!contains_written("mail ljana@example.org", "jana@example.org"));
        assert!(!contains_written("https://jana.example.org/", "jana@example.org"));
        assert_eq!(written("  Ab \n\u{a0}C "), " ab c ");
    }

    #[test]
    fn tags_are_left_out() {
        assert_eq!(
            without_tags("Jana <b class=\"x\">Müller</b>, 3 < 4", ""),
            "Jana Müller, 3 < 4"
        );
        assert_eq!(without_tags("x <a href=\"y", ""), "x ");
    }
}
