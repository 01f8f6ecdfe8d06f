//! The parts of a person's name, as far as its spelling tells.
//!
//! In comes a name as people write it, out go its parts, for an editor to look at. Never decides
//! for good: `new` asks to look at them.

use super::quoted;
use crate::base::particle::is_particle;

/// Titles and ends of names that are written without a full stop.
const TITLES: [&str; 7] = ["PD", "Prof", "Dr", "(FH)", "(TU)", "(BA)", "(Univ.)"];
const ENDS: [&str; 7] = ["MBA", "MPA", "PhD", "CBE", "OBE", "II", "III"];
/// Ends that stand behind a family name without a comma.
const GENERATIONS: [&str; 6] = ["jun.", "sen.", "jr.", "sr.", "Jr.", "Sr."];
/// Words with which titles of texts begin and names do not.
const ARTICLES: [&str; 14] = [
    "Am", "An", "Auf", "Das", "Der", "Die", "Ein", "Eine", "Im", "In", "A", "The", "Von",
    "Wie",
];

/// The parts of a name; the editor is asked to look.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct NameParts {
    title: String,
    given: String,
    particle: String,
    family: String,
    suffix: String,
}

impl NameParts {
    /// From `Prof. Dr. Jana von Müller`, `Müller, Jana von`, `Jana Müller, M.A.`.
    pub(super) fn guess(text: &str) -> Self {
        let Some((before, behind)) = text.split_once(',') else {
            return Self::in_reading_order(text, "");
        };
        let words: Vec<&str> = behind.split_whitespace().collect();
        if words.iter().all(|word| is_end(word)) {
            return Self::in_reading_order(before, &words.join(" "));
        }
        Self::family_first(before, &words)
    }

    fn in_reading_order(text: &str, suffix: &str) -> Self {
        let mut words: Vec<&str> = text.split_whitespace().collect();
        let last = words.pop_if(|word| GENERATIONS.contains(&&**word));
        let titles = words.iter().take_while(|word| is_title(word)).count();
        let (title, rest) = words.split_at(titles);
        // A single name is a given name: mononyms exist.
        let family = rest.len().saturating_sub(1).max(1).min(rest.len());
        let particle = rest.iter().position(|word| is_particle(word)).unwrap_or(family);
        let particles =
            rest[particle..].iter().take_while(|word| is_particle(word)).count();
        let ends: Vec<&str> = last.into_iter().chain([suffix]).collect();
        Self {
            title: title.join(" "),
            given: rest[..particle].join(" "),
            particle: rest[particle..particle + particles].join(" "),
            family: rest[particle + particles..].join(" "),
            suffix: ends.join(" ").trim().to_owned(),
        }
    }

    /// As in a list of names. Titles may stand on either side of the comma.
    fn family_first(before: &str, behind: &[&str]) -> Self {
        let before: Vec<&str> = before.split_whitespace().collect();
        let titles = before.iter().take_while(|word| is_title(word)).count();
        let (title, family) = before.split_at(titles);
        let leading = family.iter().take_while(|word| is_particle(word)).count();
        let (particle, family) = family.split_at(leading);
        let titles = behind.iter().take_while(|word| is_title(word)).count();
        let (more, given) = behind.split_at(titles);
        let trailing = given.iter().rev().take_while(|word| is_particle(word)).count();
        let (given, behind_given) = given.split_at(given.len() - trailing);
        Self {
            title: [title, more].concat().join(" "),
            given: given.join(" "),
            particle: [behind_given, particle].concat().join(" "),
            family: family.join(" "),
            suffix: String::new(),
        }
    }

    /// The parts if a text looks like somebody's name and not like the title of a text.
    pub(super) fn of_title(text: &str) -> Option<Self> {
        let name = Self::guess(text);
        let part = |part: &str| part.split_whitespace().map(str::to_owned).collect();
        let words: Vec<String> = [&name.given, &name.family]
            .into_iter()
            .flat_map(|one| -> Vec<_> { part(one) })
            .collect();
        let is_word = |word: &String| {
            let letters = |c: char| c.is_alphabetic() || "-’'.".contains(c);
            word.starts_with(char::is_uppercase) && word.chars().all(letters)
        };
        let begins = words.first().is_some_and(|word| ARTICLES.contains(&word.as_str()));
        let whole = !name.given.is_empty() && !name.family.is_empty();
        (whole && words.len() <= 4 && !begins && words.iter().all(is_word))
            .then_some(name)
    }

    fn parts(&self) -> [(&'static str, &str); 5] {
        let Self { title, given, particle, family, suffix } = self;
        [
            ("title", title),
            ("given", given),
            ("particle", particle),
            ("family", family),
            ("suffix", suffix),
        ]
    }

    /// The name by which a file is called.
    pub(super) fn without_title(&self) -> String {
        let Self { given, particle, family, .. } = self;
        let filled =
            [given, particle, family].into_iter().filter(|part| !part.is_empty());
        filled.map(String::as_str).collect::<Vec<_>>().join(" ")
    }

    /// The parts as a value in front matter.
    pub(super) fn yaml(&self) -> String {
        let filled = self.parts().into_iter().filter(|(_, part)| !part.is_empty());
        let pairs: Vec<String> =
            filled.map(|(key, part)| format!("{key}: {}", quoted(part))).collect();
        format!("{{ {} }}", pairs.join(", "))
    }
}

/// An abbreviation is a title, a single letter one of a name: J. Müller.
fn is_title(word: &str) -> bool {
    TITLES.contains(&word) || (word.ends_with('.') && word.chars().count() > 2)
}

fn is_end(word: &str) -> bool {
    let word = word.trim_end_matches(',');
    word.ends_with('.') && !is_academic(word) || ENDS.contains(&word)
}

/// Titles that stand before a name: `Müller, Dr.` is somebody whose given name is missing.
fn is_academic(word: &str) -> bool {
    ["Dr", "Prof", "Dipl"].iter().any(|start| word.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_falls_into_its_parts() {
        for (text, yaml) in [
            (
                "Dr. Jana von Müller",
                r#"{ title: "Dr.", given: "Jana", particle: "von", family: "Müller" }"#,
            ),
            (
                "Prof. Dr.-Ing. Ana Maria López",
                r#"{ title: "Prof. Dr.-Ing.", given: "Ana Maria", family: "López" }"#,
            ),
            (
                "Anna van der Berg Ruiz",
                r#"{ given: "Anna", particle: "van der", family: "Berg Ruiz" }"#,
            ),
            ("Sukarno", r#"{ given: "Sukarno" }"#),
            ("von Müller", r#"{ particle: "von", family: "Müller" }"#),
            (r#"Jana "Jo" Ek"#, r#"{ given: "Jana \"Jo\"", family: "Ek" }"#),
            ("Müller, Hans", r#"{ given: "Hans", family: "Müller" }"#),
            (
                "Müller, Prof. Dr. Hans von",
                r#"{ title: "Prof. Dr.", given: "Hans", particle: "von", family: "Müller" }"#,
            ),
            (
                "Dr. von der Aue, Ina Maria",
                r#"{ title: "Dr.", given: "Ina Maria", particle: "von der", family: "Aue" }"#,
            ),
            (
                "Dipl.-Ing. (FH) Hans Müller",
                r#"{ title: "Dipl.-Ing. (FH)", given: "Hans", family: "Müller" }"#,
            ),
            (
                "Jana Müller, M.A.",
                r#"{ given: "Jana", family: "Müller", suffix: "M.A." }"#,
            ),
            (
                "Hans Müller jun.",
                r#"{ given: "Hans", family: "Müller", suffix: "jun." }"#,
            ),
            ("J. R. Müller", r#"{ given: "J. R.", family: "Müller" }"#),
            ("", "{  }"),
            (",", "{  }"),
        ] {
            assert_eq!(NameParts::guess(text).yaml(), yaml, "{text}");
        }
    }

    #[test]
    fn a_title_of_a_text_is_nobodys_name() {
        for name in
            ["Jana Müller", "Dr. Jana von Müller", "Müller, Jana", "Ana Maria López"]
        {
            assert!(NameParts::of_title(name).is_some(), "{name}");
        }
        for title in [
            "Die Brücke über die Luppe",
            "Das Wehr",
            "Sommer",
            "Zehn Jahre danach",
            "Jahrgang 1991",
            "Im Gespräch",
            "",
        ] {
            assert!(NameParts::of_title(title).is_none(), "{title}");
        }
    }
}
