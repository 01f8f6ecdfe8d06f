//! Where a name stands in a text, and where it only seems so.
//!
//! In come the words of a name and tokens of a text, out go places. “Peter Müller, Anna Schmidt”
//! is not Anna Müller, and the Gustav-Freytag-Straße is not Gustav Freytag. Never knows whose name
//! it is.

use std::collections::BTreeSet;
use std::ops::Range;

use super::tokens::{Case, Columns, Gap, Spellings, Token, tokens};

/// How many words beside a place may belong to the name of somebody else.
const BESIDE: usize = 3;
/// Words before a name with its family first that are no part of another name.
const INTRODUCING: [&str; 24] = [
    "von", "mit", "und", "für", "bei", "durch", "by", "with", "and", "for", "of", "from",
    "frau", "herr", "herrn", "mr", "mrs", "ms", "dr", "prof", "ing", "dipl", "foto",
    "photo",
];

/// One order of the words of a name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct NamePattern {
    words: Vec<NameWord>,
    /// The number of words in the first part, the given names or the family.
    divide: usize,
    /// True if the family comes first: a comma may stand there.
    family_first: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct NameWord {
    spelled: Spellings,
    /// True if the name has it with a capital letter: then a text has all of these words so, or
    /// none, as an address does. “im rosa Sommer” is nobody.
    capital: bool,
}

/// Where a name stands in tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NamePlace {
    pub(super) range: Range<usize>,
    /// Set if the name is part of a longer word with hyphens, and then the whole of it.
    pub(super) compound: Option<String>,
    /// True if it is written with capital letters, as in a sentence.
    pub(super) capital: bool,
}

impl NamePattern {
    /// The words of a name in two parts. `None` if one has no words.
    pub(super) fn new(first: &str, second: &str, family_first: bool) -> Option<Self> {
        let (before, after) =
            (tokens(first, Columns::None), tokens(second, Columns::None));
        let divide = before.len();
        let is_whole = divide > 0 && !after.is_empty();
        let word = |token: Token| NameWord {
            capital: token.case == Case::Capital,
            spelled: token.word,
        };
        let words: Vec<NameWord> = before.into_iter().chain(after).map(word).collect();
        is_whole.then_some(Self { words, divide, family_first })
    }

    /// The words in the spelling of addresses.
    pub(super) fn key(&self) -> String {
        let words = self.words.iter().map(|one| one.spelled.address.as_str());
        words.collect::<Vec<_>>().join(" ")
    }

    /// Where the name stands. `published` holds the names of people who may be seen. In a path
    /// any word may stand before a name: `Lebenslauf Weiß, Hans.pdf`.
    pub(super) fn places(
        &self,
        text: &[Token],
        published: &BTreeSet<String>,
        is_path: bool,
    ) -> Vec<NamePlace> {
        let last = text.len().saturating_sub(self.words.len() - 1);
        let starts = (0..last).filter(|start| self.begins(text, *start));
        let ranges = starts.map(|start| start..start + self.words.len());
        let meant = ranges.filter(|range| {
            (is_path || self.stands_alone(text, range))
                && !is_of_another(text, range, published)
        });
        meant
            .map(|range| NamePlace {
                compound: compound(text, &range),
                capital: text[range.clone()].iter().any(|one| one.case == Case::Capital),
                range,
            })
            .collect()
    }

    fn begins(&self, text: &[Token], start: usize) -> bool {
        let here = &text[start..start + self.words.len()];
        let last = self.words.len() - 1;
        let fits = |number: usize| {
            let (word, token) = (&self.words[number].spelled, &here[number]);
            let gap = number == 0 || self.may_stand(number, token.before);
            gap && (word.meets(&token.word)
                || number == last && word.is_genitive(&token.word))
        };
        // The first word decides nearly always.
        (0..=last).all(fits) && self.has_one_case(here)
    }

    fn may_stand(&self, number: usize, gap: Gap) -> bool {
        match gap {
            Gap::Hyphen | Gap::Joint | Gap::Space | Gap::Line | Gap::Inline => true,
            Gap::Comma => self.family_first && number == self.divide,
            Gap::Cell => number == self.divide,
            Gap::Stop | Gap::Border => false,
        }
    }

    fn has_one_case(&self, here: &[Token]) -> bool {
        let cases = self.words.iter().zip(here).filter(|(word, _)| word.capital);
        let mut cases =
            cases.map(|(_, token)| token.case).filter(|one| *one != Case::None);
        let first = cases.next();
        cases.all(|one| Some(one) == first)
    }

    /// False where the words belong to what stands beside them.
    fn stands_alone(&self, text: &[Token], range: &Range<usize>) -> bool {
        let before = range.start.checked_sub(1).map(|number| &text[number]);
        let before = before.filter(|one| {
            one.case == Case::Capital && !INTRODUCING.contains(&&*one.word.address)
        });
        let gap = text[range.start].before;
        let after = text.get(range.end).filter(|one| one.case == Case::Capital);
        let capital = text[range.start].case == Case::Capital;
        let crosses =
            text[range.start + 1..range.end].iter().any(|one| one.before == Gap::Inline);
        let next = text.get(range.end);
        // A table with a column for each part, and nothing else in the two cells.
        if text[range.start + self.divide].before == Gap::Cell {
            return gap >= Gap::Border
                && next.is_none_or(|one| one.before >= Gap::Border);
        }
        match self.family_first {
            // “Peter Müller, Anna Schmidt”: neither has the other's word.
            true if capital => {
                let follows = before.is_some()
                    && matches!(gap, Gap::Space | Gap::Inline | Gap::Hyphen);
                let leads = after.is_some_and(|one| {
                    matches!(one.before, Gap::Space | Gap::Inline | Gap::Hyphen)
                });
                !follows && !leads
            }
            // “Maier, <b>Anna</b> <i>Halle</i>”: the given name is that of Maier.
            false if crosses => !(before.is_some() && gap == Gap::Comma),
            true | false => true,
        }
    }
}

/// True if words of a place belong to the name of somebody who may be seen.
fn is_of_another(
    text: &[Token],
    place: &Range<usize>,
    published: &BTreeSet<String>,
) -> bool {
    if published.is_empty() {
        return false;
    }
    let first = place.start.saturating_sub(BESIDE);
    let last = text.len().min(place.end + BESIDE);
    let overlaps = |start: usize, end: usize| {
        start < place.end && place.start < end && (start < place.start || place.end < end)
    };
    (first..place.end).any(|start| {
        let mut key = text[start].word.address.clone();
        (start + 1..last).any(|number| {
            // Names do not reach over borders, and neither does the search for them.
            if text[number].before >= Gap::Stop {
                key.push('|');
            }
            key.push(' ');
            key.push_str(&text[number].word.address);
            overlaps(start, number + 1) && published.contains(&key)
        })
    })
}

/// The longer word with hyphens that a place is part of.
fn compound(text: &[Token], place: &Range<usize>) -> Option<String> {
    let is_joined = |gap: Gap| matches!(gap, Gap::Hyphen);
    let is_word = |token: &Token| token.case != Case::None;
    let mut start = place.start;
    while start > 0 && is_joined(text[start].before) && is_word(&text[start - 1]) {
        start -= 1;
    }
    let mut end = place.end;
    while end < text.len() && is_joined(text[end].before) && is_word(&text[end]) {
        end += 1;
    }
    if start == place.start && end == place.end {
        return None;
    }
    let words = text[start..end].iter().map(|one| one.word.address.as_str());
    Some(words.collect::<Vec<_>>().join("-"))
}
