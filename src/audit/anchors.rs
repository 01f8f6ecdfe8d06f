//! The short byte strings that are searched for instead of a whole value.
//!
//! In comes a value, out go anchors: any output that holds the value contains at least one of
//! them, whatever encoding its format applied. Every match is compared as a whole later, so
//! false positives only cost time; an anchor never causes a miss. All anchors are in ASCII
//! lower case, because that is the form in which outputs are searched.

use icu_normalizer::DecomposingNormalizerBorrowed;

use crate::base::slug::composed;

use super::form;
use super::sieve::GramFrequencies;

/// How a value is found.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Anchors {
    /// Only the rarest of these is searched for; no format encodes them. The others must be near.
    Rarest(Vec<Vec<u8>>),
    /// All of these are searched for: the different ways of writing the value.
    Any(Vec<Vec<u8>>),
    /// Stretches of plain ASCII, of which the rarest is searched for in all its encodings; every
    /// word of the second list must be near.
    Phrase(Vec<String>, Vec<Vec<u8>>),
}

/// Shortest run of letters to search for. Shorter runs match on nearly every line.
const SHORTEST_RUN: usize = 3;
/// Longest run to search for; more bytes are no more specific, and cost memory and time.
const LONGEST_RUN: usize = 12;
/// Shortest stretch of a phrase to search for, in bytes.
const SHORTEST_STRETCH: usize = 6;
/// Longest phrase or value of which all encodings are generated, in characters.
const LONGEST_PHRASE: usize = 24;

/// Anchors of a name: runs of letters that are the same in the name and in a slug made of it.
pub(super) fn of_words(text: &str) -> Anchors {
    let folded = form::words(text);
    let runs = runs(text, |c| c.is_ascii_alphanumeric());
    let in_address =
        |run: &Vec<u8>| memchr::memmem::find(folded.as_bytes(), run).is_some();
    let (both, only): (Vec<_>, Vec<_>) = runs.into_iter().partition(in_address);
    if !both.is_empty() {
        return Anchors::Rarest(both);
    }
    // A slug transliterates such a name to ASCII, so both spellings are needed.
    match only.into_iter().next() {
        Some(run) => Anchors::Any(vec![run, longest_word(&folded).into()]),
        None => Anchors::Any(short_or_foreign(text, &folded)),
    }
}

/// Anchors of consecutive words: each word alone may be on every page, the phrase is not.
pub(super) fn of_phrase(text: &str) -> Anchors {
    let lower = composed(text).to_lowercase();
    // Quotes and dashes are left out, since typography changes them on pages.
    let is_plain = |c: char| c.is_ascii_alphanumeric() || " ,.".contains(c);
    let stretches = lower.split(|c| !is_plain(c)).map(str::trim);
    let long = stretches.filter(|stretch| stretch.len() >= SHORTEST_STRETCH);
    let long: Vec<String> = long.map(ToOwned::to_owned).collect();
    if long.is_empty() {
        return of_words(text);
    }
    Anchors::Phrase(long, runs(text, |c| c.is_ascii_alphanumeric()))
}

impl Anchors {
    /// What to search for, given how frequent byte strings are on this site. A frequent pattern,
    /// such as a common given name, would match on most pages, for everybody who has it.
    pub(super) fn patterns(&self, usual: &GramFrequencies) -> Vec<Vec<u8>> {
        match self {
            // Ties go to the first run, which is the longest. Runs of minimum length are a last
            // resort: a layer of three-byte patterns is only built if somebody needs it.
            Self::Rarest(runs) => {
                let how_rare =
                    |run: &&Vec<u8>| (run.len() <= SHORTEST_RUN, usual.rarest_of(run).0);
                let rarest = runs.iter().min_by_key(how_rare);
                rarest.into_iter().cloned().collect()
            }
            Self::Any(all) => all.clone(),
            Self::Phrase(stretches, _) => {
                let of = |text: &String| usual.rarest_of(text.as_bytes());
                let rarest = stretches.iter().map(|text| (of(text), text)).min();
                let Some(((_, rarest), text)) = rarest else { return Vec::new() };
                let last = text.len().saturating_sub(LONGEST_PHRASE);
                let start = rarest.saturating_sub(LONGEST_PHRASE / 2).min(last);
                let end = text.len().min(start + LONGEST_PHRASE);
                encodings(text[start..end].trim())
            }
        }
    }

    /// What must be near a match before it is worth decoding.
    pub(super) fn near(&self) -> &[Vec<u8>] {
        match self {
            Self::Rarest(runs) | Self::Phrase(_, runs) => runs,
            Self::Any(_) => &[],
        }
    }
}

/// Anchors of a value that is compared as written.
pub(super) fn as_written(text: &str) -> Anchors {
    // The beginning is enough: the whole value is compared later.
    let start: String = text.chars().take(LONGEST_PHRASE).collect();
    Anchors::Any(encodings_of_cases(&[
        &start,
        &start.to_lowercase(),
        &start.to_uppercase(),
    ]))
}

/// The longest run of digits in a number; prefixes such as a country code may be omitted.
pub(super) fn of_digits(text: &str) -> Anchors {
    let mut runs = runs(text, |c| c.is_ascii_digit());
    runs.truncate(1);
    Anchors::Rarest(runs)
}

/// Runs of characters that no format encodes, longest first.
fn runs(text: &str, is_plain: fn(char) -> bool) -> Vec<Vec<u8>> {
    let lower = composed(text).to_lowercase();
    let runs = lower.split(|c| !is_plain(c)).filter(|run| run.len() >= SHORTEST_RUN);
    let mut runs: Vec<&str> = runs.collect();
    // Stable sort: among runs of equal length the first in the text wins.
    runs.sort_by_key(|run| std::cmp::Reverse(run.len()));
    runs.iter().map(|run| run.as_bytes()[..run.len().min(LONGEST_RUN)].to_vec()).collect()
}

fn longest_word(folded: &str) -> &str {
    folded.split(' ').max_by_key(|word| word.len()).unwrap_or("")
}

/// A name of short words or in another script, as a whole in each way of writing it.
fn short_or_foreign(text: &str, folded: &str) -> Vec<Vec<u8>> {
    let lower = composed(text).to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric());
    let word = words.max_by_key(|word| word.len()).unwrap_or("");
    if word.is_ascii() {
        let words: Vec<&str> = folded.split_whitespace().collect();
        let between = [" ", "-", "+", "_", ", ", "%20", "&nbsp;", "\u{a0}", "> <", ". "];
        return sorted(between.map(|sign| words.join(sign).into_bytes()).to_vec());
    }
    let first: String = word.chars().take(1).collect();
    let title = format!("{}{}", first.to_uppercase(), &word[first.len()..]);
    let mut all = encodings_of_cases(&[word, &title, &word.to_uppercase()]);
    if folded.trim().len() >= SHORTEST_RUN {
        all.push(longest_word(folded).into());
    }
    sorted(all)
}

/// The encodings of a text in several cases. Case only matters beyond ASCII: outputs are
/// lower-cased as bytes, which leaves other letters as they are.
fn encodings_of_cases(cases: &[&str]) -> Vec<Vec<u8>> {
    let differ = if cases[0].is_ascii() { &cases[..1] } else { cases };
    sorted(differ.iter().flat_map(|case| encodings(case)).collect())
}

/// A text as formats of the web may write it: with only the necessary characters encoded, with
/// everything encoded that may be, or with only the `@`, which is often hidden from robots.
fn encodings(text: &str) -> Vec<Vec<u8>> {
    let decomposed = DecomposingNormalizerBorrowed::new_nfd().normalize(text);
    let mut all = Vec::new();
    // Accents may be written as combining characters.
    let forms = if text == decomposed { &[text][..] } else { &[text, &*decomposed] };
    for text in forms {
        let each = |encode: &dyn Fn(char) -> Option<String>| {
            let mut out = String::with_capacity(2 * text.len());
            for c in text.chars() {
                match encode(c) {
                    Some(encoded) => out.push_str(&encoded),
                    None => out.push(c),
                }
            }
            out.into_bytes()
        };
        // RFC 3986, section 2.3: unreserved characters are never encoded.
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_.~".contains(c);
        let entity = |c: char| format!("&#{};", u32::from(c));
        let hexadecimal = |c: char| format!("&#x{:x};", u32::from(c));
        all.push(text.as_bytes().to_vec());
        all.push(each(&|c| (!is_plain(c)).then(|| percent(c))));
        all.push(each(&|c| match c {
            ' ' => Some("+".into()),
            c => (!is_plain(c)).then(|| percent(c)),
        }));
        for encode in [&entity as &dyn Fn(char) -> String, &hexadecimal] {
            all.push(each(&|c| (!is_plain(c) && c != ' ').then(|| encode(c))));
            all.push(each(&|c| (!c.is_ascii()).then(|| encode(c))));
            all.push(each(&|c| (c == '@').then(|| encode(c))));
        }
        all.push(each(&|c| (c == '@').then(|| percent(c))));
        all.push(each(&|c| (!c.is_ascii()).then(|| json(c))));
        all.push(each(&|c| (!is_plain(c) && c != ' ').then(|| json(c))));
        all.push(html_escape::encode_safe(text).into_owned().into_bytes());
        all.push(html_escape::encode_text(text).into_owned().into_bytes());
    }
    sorted(all)
}

fn percent(c: char) -> String {
    let mut bytes = [0; 4];
    let bytes = c.encode_utf8(&mut bytes).bytes();
    bytes.fold(String::new(), |all, byte| format!("{all}%{byte:02x}"))
}

fn json(c: char) -> String {
    let mut units = [0; 2];
    let units = c.encode_utf16(&mut units).iter();
    units.fold(String::new(), |all, unit| format!("{all}\\u{unit:04x}"))
}

/// Sorted and deduplicated, in ASCII lower case, without empty strings.
fn sorted(mut all: Vec<Vec<u8>>) -> Vec<Vec<u8>> {
    for anchor in &mut all {
        anchor.make_ascii_lowercase();
    }
    all.retain(|anchor| !anchor.is_empty());
    all.sort();
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(anchors: Anchors) -> Vec<String> {
        let all = match anchors {
            Anchors::Rarest(all) | Anchors::Any(all) => all,
            Anchors::Phrase(..) => anchors.patterns(&GramFrequencies::of([])),
        };
        all.into_iter().map(|one| String::from_utf8(one).expect("UTF-8")).collect()
    }

    #[test]
    fn words_have_runs_that_an_address_has_too() {
        assert_eq!(texts(of_words("Jana Müller")), ["jana", "ller"]);
        assert_eq!(texts(of_words("Łukasz Żak")), ["ukasz"]);
        assert!(texts(of_words("Li Wu")).contains(&"li-wu".to_owned()));
        let foreign = texts(of_words("Иван Петров"));
        for way in ["петров", "ПЕТРОВ", "petrov", "%d0%bf%d0%b5"] {
            assert!(foreign.iter().any(|one| one.starts_with(way)), "{way}");
        }
    }

    #[test]
    fn a_phrase_is_looked_for_as_a_whole() {
        let ways = texts(of_phrase("Aufgewachsen zwischen zwei Tagebauen südlich"));
        for way in [
            "aufgewachsen zwischen zw",
            "aufgewachsen%20zwischen%20zw",
            "aufgewachsen+zwischen+zw",
        ] {
            assert!(ways.contains(&way.to_owned()), "{way} in {ways:?}");
        }
        assert_eq!(texts(of_phrase("Öl über Öfen")), texts(of_words("Öl über Öfen")));
        let phrase = of_phrase("Aufgewachsen zwischen zwei Tagebauen südlich");
        let usual = GramFrequencies::of([b"aufgewachsen zwischen zwei ".as_slice()]);
        assert!(phrase.patterns(&usual).contains(&b"zwischen zwei tagebauen".to_vec()));
    }

    #[test]
    fn a_value_is_looked_for_in_every_encoding() {
        let ways = texts(as_written("a9@example.org"));
        for way in [
            "a9@example.org",
            "a9%40example.org",
            "a9&#64;example.org",
            "a9&#x40;example.org",
            "a9\\u0040example.org",
        ] {
            assert!(ways.contains(&way.to_owned()), "{way} in {ways:?}");
        }
    }
}
