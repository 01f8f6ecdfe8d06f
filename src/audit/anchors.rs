//! The short byte strings that are searched for instead of a whole value.
//!
//! In comes a value, out go anchors: any output that holds the value contains at least one of
//! them, whatever encoding its format applied. Every match is compared as a whole later, so
//! false positives only cost time; an anchor never causes a miss. All anchors are in ASCII
//! lower case, because that is the form in which outputs are searched.

use icu_normalizer::DecomposingNormalizerBorrowed;

use crate::base::slug::composed;

use super::folded::FoldedText;
use super::sieve::GramFrequencies;
use super::tokens::{Columns, Token, tokens};

/// How a value is found.
#[derive(PartialEq, Eq, PartialOrd, Ord, Hash)]
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
/// Letters that others write as two; `ß` and `þ` are two for everybody as soon as text is folded.
const UMLAUTS: [char; 10] = ['ä', 'ö', 'ü', 'æ', 'ø', 'œ', 'å', 'đ', 'ĳ', 'ŋ'];
/// Two letters for which other spellings have one: `ae` for `ä`, `dj` for `đ`.
const DIGRAPHS: [&str; 4] = ["ae", "oe", "ue", "dj"];
/// How often the rarest letters of a rare word may occur in the sample, in which the phrase
/// itself is.
const RARE: u32 = 64;
/// Shortest stretch of a phrase to search for, in bytes.
const SHORTEST_STRETCH: usize = 6;
/// Longest phrase or value of which all encodings are generated, in characters.
const LONGEST_PHRASE: usize = 24;

/// Anchors of words: runs of letters that are the same however the words are spelled.
pub(super) fn of_words(text: &str) -> Anchors {
    let runs = runs(text);
    if runs.is_empty() {
        return Anchors::Any(short(text));
    }
    Anchors::Rarest(runs)
}

/// Anchors of consecutive words: each word alone may be on every page, the phrase is not.
pub(super) fn of_phrase(text: &str) -> Anchors {
    let lower = folded(text);
    // Quotes and dashes are left out, since typography changes them on pages.
    let is_plain = |c: char| c.is_ascii_alphanumeric() || " ,.".contains(c);
    // A page may show the text without its last full stop.
    let bare = |stretch: &'_ str| stretch.trim_matches([' ', ',', '.']).to_owned();
    let stretches = lower.split(|c| !is_plain(c)).map(bare);
    let long = stretches.filter(|stretch| stretch.len() >= SHORTEST_STRETCH);
    let long: Vec<String> = long.collect();
    if long.is_empty() {
        return of_words(text);
    }
    Anchors::Phrase(long, runs(text))
}

impl Anchors {
    /// Nothing to search for: the value is found in another way.
    pub(super) const fn none() -> Self {
        Self::Any(Vec::new())
    }

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
            Self::Phrase(stretches, runs) => {
                // A word that hardly anything else holds is found even if markup stands between
                // it and its neighbours.
                let count = |run: &&Vec<u8>| usual.rarest_of(run).0;
                let rare = runs.iter().filter(|run| run.len() >= SHORTEST_STRETCH);
                let rare = rare.min_by_key(count).filter(|run| count(run) <= RARE);
                if let Some(run) = rare {
                    return vec![run.clone()];
                }
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

    /// What of the value stands in an output as it is.
    pub(super) fn sample(&self) -> impl Iterator<Item = &[u8]> {
        let (runs, stretches): (&[Vec<u8>], &[String]) = match self {
            Self::Rarest(runs) | Self::Any(runs) => (runs, &[]),
            Self::Phrase(stretches, _) => (&[], stretches),
        };
        let runs = runs.iter().map(Vec::as_slice).take(4);
        runs.chain(stretches.iter().map(String::as_bytes))
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
    Anchors::Any(encodings(&start))
}

/// Runs of letters that no format encodes and that no other spelling of the word changes, longest
/// first: `Müller`, `Mueller` and `Muller` have `ller` in common.
fn runs(text: &str) -> Vec<Vec<u8>> {
    let mut lower = composed(text).to_lowercase().replace(UMLAUTS, " ");
    lower = folded(&lower);
    for pair in DIGRAPHS {
        if lower.contains(pair) {
            lower = lower.replace(pair, " ");
        }
    }
    let is_other = |c: char| !c.is_ascii_alphanumeric();
    let runs = lower.split(is_other).filter(|run| run.len() >= SHORTEST_RUN);
    let mut runs: Vec<&str> = runs.collect();
    // Stable sort: among runs of equal length the first in the text wins.
    runs.sort_by_key(|run| std::cmp::Reverse(run.len()));
    runs.iter().map(|run| run.as_bytes()[..run.len().min(LONGEST_RUN)].to_vec()).collect()
}

/// The longest word in each way of spelling it: every run of `Jörg Höß` is too short. Words of two
/// letters as a whole, with whatever may stand between them.
fn short(text: &str) -> Vec<Vec<u8>> {
    let words: Vec<_> = tokens(text, Columns::None);
    let shortest = |word: &Token| word.word.all().map(str::len).min().unwrap_or(0);
    let longest = words.iter().max_by_key(|word| shortest(word));
    if let Some(word) = longest.filter(|word| shortest(word) >= SHORTEST_RUN) {
        let cut = |text: &str| text.as_bytes()[..text.len().min(LONGEST_RUN)].to_vec();
        return sorted(word.word.all().map(cut).collect());
    }
    let between = [" ", "-", "+", "_", ", ", "%20", "&nbsp;", "> <", ". "];
    let mut all = Vec::new();
    for way in 0..3 {
        let spelled: Vec<&str> = words
            .iter()
            .filter_map(|one| one.word.all().nth(way).or(one.word.all().last()))
            .collect();
        all.extend(between.map(|sign| spelled.join(sign).into_bytes()));
    }
    // A word that is long enough in one spelling is found in all encodings of that one.
    sorted(all)
}

/// A text as it is searched in: without case and accents.
fn folded(text: &str) -> String {
    String::from_utf8_lossy(FoldedText::of(text.as_bytes()).bytes()).into_owned()
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
        all.push(each(&|c| (c == '@').then(|| "\\x40".to_owned())));
        all.push(each(&|c| (c == '@').then(|| "\\40 ".to_owned())));
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

/// Sorted and deduplicated, as they are searched for, without empty strings.
fn sorted(mut all: Vec<Vec<u8>>) -> Vec<Vec<u8>> {
    for anchor in &mut all {
        *anchor = FoldedText::of(anchor).bytes().to_vec();
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
        assert_eq!(texts(of_words("Jana Mueller")), ["jana", "ller"]);
        assert_eq!(texts(of_words("Jo Weiss")), ["weiss"]);
        assert_eq!(texts(of_words("Jo Weiß")), ["weiss"]);
        assert_eq!(texts(of_words("Đorđe Þórsson")), ["thorsson"]);
        assert_eq!(texts(of_words("Jörg Höß")), ["hoess", "hoss"]);
        assert_eq!(texts(of_words("Łukasz Żak")), ["lukasz", "zak"]);
        assert_eq!(texts(of_words("José Đukić")), ["jose", "ukic"]);
        assert!(texts(of_words("Li Wu")).contains(&"li-wu".to_owned()));
        assert_eq!(texts(of_words("Иван Петров")), ["petrov", "ivan"]);
    }

    #[test]
    fn a_phrase_is_looked_for_as_a_whole() {
        let ways = texts(of_phrase("Aufgewachsen zwischen zwei Tagebauen südlich"));
        assert_eq!(ways, ["aufgewachsen"]);
        assert!(texts(of_phrase("Öl über Öfen")).contains(&"ol uber ofen".to_owned()));
        let end = texts(of_phrase("südlich von Leipzig."));
        assert_eq!(end, ["leipzig"]);
        let phrase = of_phrase("Aufgewachsen zwischen zwei Tagebauen südlich");
        let usual =
            "aufgewachsen zwischen zwei tagebauen; am tag des baus; sudlich ".repeat(99);
        let usual = GramFrequencies::of([usual.as_bytes()]);
        assert!(phrase.patterns(&usual).iter().all(|one| one.len() > 20));
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
