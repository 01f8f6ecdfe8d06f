//! Turns a title or name into the last part of an address.
//!
//! The text is composed first (a decomposed `ö` must become `oe` too), then German letters are
//! replaced, then all others are transliterated. The slug consists of `a–z`, `0–9` and single
//! hyphens; it may be empty, and is never too long for a file name.

use icu_normalizer::ComposingNormalizerBorrowed;

use super::invisible::is_invisible;

/// Longest slug in bytes; file systems allow 255 for a name, and `index.html` is below it.
const LONGEST: usize = 100;

/// The text in Unicode normalisation form C.
pub fn composed(text: &str) -> std::borrow::Cow<'_, str> {
    if text.is_ascii() {
        text.into()
    } else {
        ComposingNormalizerBorrowed::new_nfc().normalize(text)
    }
}

/// The slug of a text; empty if it has no letter or digit with an ASCII form.
pub fn slugify(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    let text = composed(text);
    let mut signs = text.chars().filter(|c| !is_invisible(*c)).peekable();
    while let Some(c) = signs.next() {
        let behind_word = slug.ends_with(|c: char| c.is_ascii_alphanumeric());
        let ends_word = signs.peek().is_none_or(|next| !next.is_alphanumeric());
        match c {
            'a'..='z' | '0'..='9' => slug.push(c),
            'A'..='Z' => slug.push(c.to_ascii_lowercase()),
            'ä' | 'Ä' => slug.push_str("ae"),
            'ö' | 'Ö' => slug.push_str("oe"),
            'ü' | 'Ü' => slug.push_str("ue"),
            'ß' | 'ẞ' => slug.push_str("ss"),
            'ə' | 'Ə' | 'ǝ' | 'Ǝ' => slug.push('e'),
            // An apostrophe does not divide a word: `O'Brien` → `obrien`.
            '\'' | '’' => {}
            // `C`, `C++` and `C#` are three things.
            '+' if ends_word && (behind_word || slug.ends_with("-plus")) => {
                slug.push_str("-plus");
            }
            '#' if ends_word && behind_word => slug.push_str("-sharp"),
            c if c.is_alphanumeric() => push_transliterated(&mut slug, c),
            _ => push_hyphen(&mut slug),
        }
        if slug.len() >= LONGEST {
            break;
        }
    }
    // All bytes are ASCII, so truncating cannot split a character.
    slug.truncate(LONGEST);
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

fn push_transliterated(slug: &mut String, c: char) {
    for part in deunicode::deunicode_char(c).unwrap_or("").chars() {
        if part.is_ascii_alphanumeric() {
            slug.push(part.to_ascii_lowercase());
        } else {
            push_hyphen(slug);
        }
    }
}

fn push_hyphen(slug: &mut String) {
    if !slug.is_empty() && !slug.ends_with('-') {
        slug.push('-');
    }
}

#[cfg(test)]
mod tests {
    use super::slugify;

    #[test]
    fn german_letters_are_spelled_out_and_others_transliterated() {
        for (text, slug) in [
            ("Jana von Müller", "jana-von-mueller"),
            ("Jo\u{308}rg Großmann", "joerg-grossmann"),
            ("Łukasz Żółć", "lukasz-zolc"),
            ("Gülnar Əliyeva", "guelnar-eliyeva"),
            ("  Ärger -- &c. ", "aerger-c"),
            ("Đặng Thị Ánh", "dang-thi-anh"),
            ("O’Brien", "obrien"),
            ("Denk\u{ad}mal\u{200b}pflege", "denkmalpflege"),
            ("C", "c"),
            ("C++", "c-plus-plus"),
            ("C#", "c-sharp"),
            ("Bauen+Wohnen", "bauen-wohnen"),
            ("Bauen + Wohnen", "bauen-wohnen"),
            ("Haus #3", "haus-3"),
            ("???", ""),
            ("", ""),
        ] {
            assert_eq!(slugify(text), slug, "{text}");
        }
    }

    #[test]
    fn a_very_long_text_gives_a_name_that_a_disk_accepts() {
        assert_eq!(slugify(&"ä".repeat(10_000)).len(), 100);
    }
}
