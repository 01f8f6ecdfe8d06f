//! Kölner Phonetik: names that sound alike share a code.
//!
//! In comes a folded word, out goes its code: digits for sounds (Hans Joachim Postel, “Die Kölner
//! Phonetik”, IBM-Nachrichten 19, 1969). The last resort of a search, since it also merges names
//! that nobody would confuse. Never used where spelling alone finds a name.

/// The code of a word in lower case; empty if none of its letters has one.
pub fn cologne(word: &str) -> String {
    let letters: Vec<char> = word.chars().filter(char::is_ascii_lowercase).collect();
    let mut sounds = String::new();
    for (at, letter) in letters.iter().copied().enumerate() {
        let before = at.checked_sub(1).map(|at| letters[at]);
        let after = letters.get(at + 1).copied();
        sounds.push_str(sound(letter, before, after));
    }
    let mut code = String::new();
    for sound in sounds.chars() {
        if !code.ends_with(sound) {
            code.push(sound);
        }
    }
    // A vowel counts at the beginning only. It is removed after repeated codes are merged, because
    // a vowel between two equal sounds keeps both.
    let first = code.chars().next();
    let rest = code.chars().skip(1).filter(|sound| *sound != '0');
    first.into_iter().chain(rest).collect()
}

fn sound(letter: char, before: Option<char>, after: Option<char>) -> &'static str {
    let is =
        |other: Option<char>, letters: &str| other.is_some_and(|c| letters.contains(c));
    match letter {
        'a' | 'e' | 'i' | 'j' | 'o' | 'u' | 'y' => "0",
        'p' if is(after, "h") => "3",
        'b' | 'p' => "1",
        'd' | 't' if is(after, "csz") => "8",
        'd' | 't' => "2",
        'f' | 'v' | 'w' => "3",
        'g' | 'k' | 'q' => "4",
        'c' => c_sound(before, after),
        'x' if is(before, "ckq") => "8",
        'x' => "48",
        'l' => "5",
        'm' | 'n' => "6",
        'r' => "7",
        's' | 'z' => "8",
        _ => "",
    }
}

fn c_sound(before: Option<char>, after: Option<char>) -> &'static str {
    let hard = match before {
        None => "ahkloqrux",
        Some('s' | 'z') => "",
        Some(_) => "ahkoqux",
    };
    if after.is_some_and(|c| hard.contains(c)) { "4" } else { "8" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::fold::fold;

    #[test]
    fn names_that_sound_alike_have_one_code() {
        for (names, code) in [
            ("Maier|Meyer|Mayr|Meier|Mair", "67"),
            ("Müller-Lüdenscheidt", "65752682"),
            ("Wikipedia", "3412"),
            ("Breschnew", "17863"),
            ("Schmidt|Schmitt|Schmid", "862"),
            ("Philipp|Filip", "351"),
            ("Heinz|Heins", "068"),
        ] {
            for name in names.split('|') {
                let word = fold(name).replace(' ', "");
                assert_eq!(cologne(&word), code, "{name}");
            }
        }
    }
}
