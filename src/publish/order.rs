//! German order of names (DIN 5007-2) and of other words.
//!
//! In come parts of names, out go sort keys as bytes. A key has two passes: family and given name
//! at the primary level, then both again with all differences; in a single pass, `Haecker
//! Manfred` would wrongly come before `Häcker Emil`. Particles and titles never affect the order.

use std::sync::LazyLock;

use icu_collator::options::{AlternateHandling, CollatorOptions, Strength};
use icu_collator::{CollatorBorrowed, CollatorPreferences};
use icu_locale_core::locale;

static FIRST_LEVEL: LazyLock<CollatorBorrowed<'static>> =
    LazyLock::new(|| collator(Strength::Primary));
static ALL_LEVELS: LazyLock<CollatorBorrowed<'static>> =
    LazyLock::new(|| collator(Strength::Tertiary));

fn collator(strength: Strength) -> CollatorBorrowed<'static> {
    let preferences: CollatorPreferences = locale!("de-u-co-phonebk").into();
    let mut options = CollatorOptions::default();
    options.strength = Some(strength);
    // Hyphens and spaces inside a name are ignored (Maier, Maier-Huber, Maierhofer, Mayer).
    options.alternate_handling = Some(AlternateHandling::Shifted);
    CollatorBorrowed::try_new(preferences, options)
        .expect("the German phone book collation is compiled in")
}

fn push(key: &mut Vec<u8>, collator: &CollatorBorrowed<'_>, text: &str) {
    // Writing to a Vec cannot fail.
    let _ = collator.write_sort_key_to(text, key);
    key.push(0);
}

/// The sort key of a person.
pub(super) fn person_key(family: &str, given: &str) -> Vec<u8> {
    let mut key = Vec::with_capacity(64);
    for collator in [&*FIRST_LEVEL, &*ALL_LEVELS] {
        push(&mut key, collator, family);
        push(&mut key, collator, given);
    }
    key
}

/// The sort key of a word, such as a topic or title.
pub fn word_key(word: &str) -> Vec<u8> {
    let mut key = Vec::with_capacity(32);
    push(&mut key, &ALL_LEVELS, word);
    key
}

/// The letter of a name in the A to Z: the base letter of a Latin one, `#` for all others.
pub(super) fn letter(name: &str) -> char {
    let name = crate::base::slug::composed(name);
    let first = name.chars().find(|c| c.is_alphanumeric() && !is_modifier_letter(*c));
    first.filter(|c| is_latin(*c)).and_then(base_letter).unwrap_or('#')
}

/// Unicode letters that do not count as first letter of a name, such as the ʻokina.
fn is_modifier_letter(c: char) -> bool {
    matches!(c, 'ʰ'..='˿' | 'Ꞌ' | 'ꞌ')
}

fn is_latin(c: char) -> bool {
    c.is_alphabetic()
        && matches!(c,
            'A'..='z' | 'À'..='ʯ' | 'Ḁ'..='ỿ' | 'Ⱡ'..='Ɀ' | 'Ꜣ'..='ꟿ' | 'ﬀ'..='ﬆ' | 'Ａ'..='ｚ')
}

fn base_letter(c: char) -> Option<char> {
    // Transliteration does not cover schwa; collation sorts it after E.
    if matches!(c, 'Ə' | 'ə' | 'Ǝ' | 'ǝ') {
        return Some('E');
    }
    let base = deunicode::deunicode_char(c)?.chars().next()?.to_ascii_uppercase();
    base.is_ascii_uppercase().then_some(base)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(names: &[&str]) -> Vec<String> {
        let mut names: Vec<String> =
            names.iter().rev().map(ToString::to_string).collect();
        names.sort_by_cached_key(|name| {
            let (family, given) = name.split_once(' ').unwrap_or((name, ""));
            person_key(family, given)
        });
        names
    }

    #[test]
    fn names_follow_din_5007_2() {
        for order in [
            [
                "Hacker Simon",
                "Hackmann Gustav",
                "Häcker Emil",
                "Haecker Manfred",
                "Häcker Xaver",
                "Hafermann Ulrich",
            ]
            .as_slice(),
            &["Assemann Simon", "Aßmann Erika", "Assmann Frank", "Astmann Manfred"],
            &["Göbel A", "Goethe A", "Gotha A"],
            &["Maier A", "Maierhofer A", "Maier-Huber A", "Mayer A"],
        ] {
            assert_eq!(sorted(order), order);
        }
    }

    #[test]
    fn letters_are_base_letters_of_latin_names() {
        for (name, expected) in [
            ("Äbi", 'A'),
            ("Łukasz", 'L'),
            ("Øst", 'O'),
            // Sorbian, Polish, Turkish, Vietnamese and other names in Latin script.
            ("čorny", 'C'),
            ("Ćišinski", 'C'),
            ("Źarowa", 'Z'),
            ("Žur", 'Z'),
            ("Łužičan", 'L'),
            ("Šěrach", 'S'),
            ("Ńe", 'N'),
            ("Śliwa", 'S'),
            ("Żak", 'Z'),
            ("Ósmak", 'O'),
            ("İnan", 'I'),
            ("ılgaz", 'I'),
            ("Şahin", 'S'),
            ("Çelik", 'C'),
            ("Ğ", 'G'),
            ("Đặng", 'D'),
            ("Ứng", 'U'),
            ("U\u{31b}\u{301}ng", 'U'),
            ("Ấn", 'A'),
            ("Æbelø", 'A'),
            ("Œuvrard", 'O'),
            ("Đorđević", 'D'),
            ("Ðorsteinn", 'D'),
            ("Þór", 'T'),
            ("ẞ", 'S'),
            ("ßa", 'S'),
            ("Åberg", 'A'),
            ("Əliyev", 'E'),
            ("ʻAkahi", 'A'),
            ("ʼn", 'N'),
            ("Ａｎｎａ", 'A'),
            ("'s-Gravesande", 'S'),
            ("Αλεξίου", '#'),
            ("العلي", '#'),
            ("გელაშვილი", '#'),
            ("Иванов", '#'),
            ("李", '#'),
            ("4x", '#'),
            ("", '#'),
            ("ª", '#'),
            ("’t Hooft", 'T'),
        ] {
            assert_eq!(letter(name), expected, "{name}");
        }
    }

    #[test]
    fn every_letter_of_the_register_is_one_of_the_alphabet() {
        for c in ('\0'..='\u{ffff}').filter(|c| c.is_alphabetic()) {
            let found = letter(&c.to_string());
            assert!(found == '#' || found.is_ascii_uppercase(), "{c}: {found}");
        }
    }
}
