//! Heads: each record is listed under each word of its name or title.
//!
//! In come records with their numbers, out go lines in the order of their keys. Nobody is listed
//! under an academic title such as `Dr.` or under a particle. Never contains what the record does
//! not show.

use rayon::prelude::*;

use crate::base::language::Language;
use crate::base::particle::is_particle;

use super::fold::fold;
use super::number;
use super::record::{Heading, Record};
use super::stem::is_stop_word;
use super::table::{TableLine, field};

/// The parts of a name between spaces, each with the words that it folds to: a double name such as
/// `Meyer-Schmidt` is one part of two words.
fn parts(name: &str) -> Vec<Vec<String>> {
    let folded = name.split_whitespace().map(fold).filter(|part| !part.is_empty());
    folded.map(|part| part.split(' ').map(str::to_owned).collect()).collect()
}

/// All keys of a record, each once.
pub(super) fn keys(record: &Record, language: Language) -> Vec<String> {
    let mut keys = match &record.heading {
        Heading::Name { given, family, birth } => name_keys(given, family, birth),
        Heading::Title { title, about } => title_keys(title, about, language),
    };
    keys.sort_unstable();
    keys.dedup();
    keys
}

fn name_keys(given: &str, family: &str, birth: &str) -> Vec<String> {
    let (given, family, birth) = (parts(given), parts(family), parts(birth));
    let own: Vec<Vec<String>> = given.iter().chain(&family).cloned().collect();
    let born: Vec<Vec<String>> = birth.iter().chain(&given).cloned().collect();
    let mut keys = Vec::new();
    for (number, part) in own.iter().enumerate() {
        // Some family names are spelled like a particle (`Le`). Such a word is a name if it
        // comes last among the given or the family names.
        let last = number + 1 == given.len() || number + 1 == own.len();
        push_keys(&own, number, part, last, &mut keys);
    }
    for (number, part) in born.iter().take(birth.len()).enumerate() {
        push_keys(&born, number, part, number + 1 == birth.len(), &mut keys);
    }
    keys
}

/// The keys that begin with one part of a name: with each of its words, and with all of them
/// joined.
fn push_keys(
    all: &[Vec<String>],
    number: usize,
    part: &[String],
    last: bool,
    keys: &mut Vec<String>,
) {
    let flat = |leave_out: Option<(usize, usize)>| {
        let words = all.iter().enumerate().flat_map(|(at, part)| {
            part.iter().enumerate().map(move |(inner, word)| ((at, inner), word))
        });
        let kept = words.filter(|(place, _)| Some(*place) != leave_out);
        kept.map(|(_, word)| word.as_str()).collect::<Vec<_>>()
    };
    for (inner, word) in part.iter().enumerate() {
        if last || !is_particle(word) {
            let mut key = vec![word.as_str()];
            key.extend(flat(Some((number, inner))));
            keys.push(key.join(" "));
        }
    }
    if part.len() > 1 {
        let others = all.iter().enumerate().filter(|(at, _)| *at != number);
        let others = others.flat_map(|(_, part)| part.iter().map(String::as_str));
        // Folded again, since the letters where two words meet may form `ae`, `oe` or `ue`.
        let joined = fold(&part.concat());
        keys.push(
            std::iter::once(joined.as_str()).chain(others).collect::<Vec<_>>().join(" "),
        );
    }
}

fn title_keys(title: &str, about: &str, language: Language) -> Vec<String> {
    let (title, about) = (fold(title), fold(about));
    let words: Vec<&str> = title
        .split(' ')
        .chain(about.split(' '))
        .filter(|word| !word.is_empty())
        .collect();
    let telling = |word: &str| {
        word.chars().nth(1).is_some()
            && !is_stop_word(word, language)
            && !is_particle(word)
    };
    let leads = words.iter().enumerate().filter(|(_, word)| telling(word));
    let key = |(number, word): (usize, &&str)| {
        let others = words.iter().enumerate().filter(|(at, _)| *at != number);
        std::iter::once(*word)
            .chain(others.map(|(_, word)| *word))
            .collect::<Vec<_>>()
            .join(" ")
    };
    leads.map(key).collect()
}

/// The lines of all heads, by their keys, then by the number of the record; and for each which
/// record it is of.
pub(super) fn lines(
    records: &[Record],
    numbers: &[u32],
    language: Language,
) -> (Vec<TableLine>, Vec<usize>) {
    let each = records.par_iter().enumerate().flat_map_iter(|(at, record)| {
        let text = line(record, numbers[at]);
        let keys = keys(record, language).into_iter();
        keys.map(move |key| (key, numbers[at], at, text.clone()))
    });
    let mut all: Vec<(String, u32, usize, String)> = each.collect();
    all.par_sort_unstable_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
    all.into_iter().map(|(key, _, at, text)| (TableLine { key, text }, at)).unzip()
}

fn line(record: &Record, number: u32) -> String {
    let mut reference = String::new();
    number::push(&mut reference, number);
    [
        record.kind.letter().to_string(),
        field(&record.title),
        field(&record.also),
        field(&record.facts),
        field(&record.address),
        reference,
        record.language.map_or(String::new(), |language| language.code().to_owned()),
    ]
    .join("\t")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(given: &str, family: &str, birth: &str) -> Vec<String> {
        let mut keys = name_keys(given, family, birth);
        keys.sort_unstable();
        keys
    }

    #[test]
    fn a_name_is_found_under_each_of_its_words() {
        assert_eq!(
            names("Jana Maria", "von Müller", "Schmidt"),
            [
                "jana maria von muller",
                "maria jana von muller",
                "muller jana maria von",
                "schmidt jana maria",
            ]
        );
        assert_eq!(
            names("Hans-Jürgen", "Meyer-Schmidt", ""),
            [
                "hans jurgen meyer schmidt",
                "hansjurgen meyer schmidt",
                "jurgen hans meyer schmidt",
                "meyer hans jurgen schmidt",
                "meyerschmidt hans jurgen",
                "schmidt hans jurgen meyer",
            ]
        );
        // Where the only family name is spelled like a particle, it counts.
        assert_eq!(names("Minh", "Le", ""), ["le minh", "minh le"]);
        assert_eq!(names("", "", ""), [""; 0]);
        assert_eq!(
            title_keys("Die Brücke und der Fluss", "Jana Müller", Language::De),
            [
                "brucke die und der fluss jana muller",
                "fluss die brucke und der jana muller",
                "jana die brucke und der fluss muller",
                "muller die brucke und der fluss jana",
            ]
        );
    }
}
