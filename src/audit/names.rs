//! The ways in which a name may be written, and where it is written and where it only seems so.
//!
//! In come the parts of a name and tokens of a text, out go the places where the name stands.
//! “Peter Müller, Anna Schmidt” is not Anna Müller, and the Gustav-Freytag-Straße is not Gustav
//! Freytag. Titles and suffixes are left out: a name without them is still the name.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::model::person::Name;

use super::secrets::Needle;
use super::tokens::{Case, Columns, Gap, Spellings, Token, tokens};

/// Shortest single name to search for, in letters: shorter ones are ordinary words.
const SHORTEST_MONONYM: usize = 5;
/// How many words beside a place may belong to the name of somebody else.
const BESIDE: usize = 3;
/// Words before a name with its family first that are no part of another name.
const INTRODUCING: [&str; 24] = [
    "von", "mit", "und", "für", "bei", "durch", "by", "with", "and", "for", "of", "from",
    "frau", "herr", "herrn", "mr", "mrs", "ms", "dr", "prof", "ing", "dipl", "foto",
    "photo",
];

/// One order of the words of a name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct NamePattern {
    words: Vec<NameWord>,
    /// The number of words in the first part, the given names or the family.
    divide: usize,
    /// True if the family comes first: a comma may stand there.
    family_first: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
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

/// A name in both orders, with and without particle, and with each given name alone.
pub(super) fn needles(name: &Name) -> Vec<Needle> {
    let part = |part: &Option<String>| part.as_deref().unwrap_or("").trim().to_owned();
    let (given, family) = (part(&name.given), part(&name.family));
    let particle = part(&name.particle);
    if given.is_empty() || family.is_empty() {
        let only = format!("{given}{particle} {family}");
        let long = only.chars().filter(|c| c.is_alphabetic()).count() >= SHORTEST_MONONYM;
        return Needle::words(only.trim()).filter(|_| long).into_iter().collect();
    }
    let mut orders: BTreeSet<(String, String, bool)> = BTreeSet::new();
    let with = format!("{particle} {family}");
    // Texts often leave out further given names, and many go by their second.
    let each = given.split_whitespace().map(ToOwned::to_owned);
    for given in each.chain([given.clone()]) {
        orders.insert((given.clone(), family.clone(), false));
        orders.insert((family.clone(), given.clone(), true));
        if !particle.is_empty() {
            orders.insert((given.clone(), with.clone(), false));
            orders.insert((family.clone(), format!("{given} {particle}"), true));
            orders.insert((with.clone(), given, true));
        }
    }
    let needle = |(first, second, family_first): &(String, String, bool)| {
        Needle::name(first, second, *family_first)
    };
    orders.iter().filter_map(needle).collect()
}

/// True for a name of one word, which may be an ordinary word as well.
pub(super) fn is_single(name: &Name) -> bool {
    name.given.is_none() || name.family.is_none()
}

/// A name as words in the spelling of addresses: equal for equal names.
pub(super) fn key(words: &str) -> String {
    let words = tokens(words, Columns::None);
    words.iter().map(|one| one.word.address.as_str()).collect::<Vec<_>>().join(" ")
}

/// Every order of the names of somebody who is published, as keys.
pub(super) fn keys(name: &Name) -> Vec<String> {
    let part = |part: &Option<String>| part.as_deref().unwrap_or("").trim().to_owned();
    let (given, family) = (part(&name.given), part(&name.family));
    let with = [part(&name.particle), family.clone()].join(" ");
    let first = given.split_whitespace().next().unwrap_or("").to_owned();
    let mut all = BTreeSet::new();
    for given in [&given, &first] {
        for family in [&family, &with] {
            all.insert(key(&format!("{given} {family}")));
            all.insert(key(&format!("{family} {given}")));
        }
    }
    all.into_iter().filter(|key| !key.is_empty()).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    fn name(given: &str, particle: &str, family: &str) -> Name {
        let part = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Name {
            given: part(given),
            particle: part(particle),
            family: part(family),
            ..Name::default()
        }
    }

    fn stands(name: &Name, text: &str, published: &[&str]) -> bool {
        let published = published.iter().map(|one| key(one)).collect();
        let tokens = tokens(text, Columns::None);
        needles(name).iter().any(|needle| {
            let places =
                needle.pattern().map(|one| one.places(&tokens, &published, false));
            places.unwrap_or_default().iter().any(|one| one.compound.is_none())
        })
    }

    #[test]
    fn a_name_is_known_in_both_orders_and_in_the_genitive() {
        let jana = name("Jana", "", "Müller");
        for text in [
            "mit Jana Müller und",
            "Jana Müllers Vortrag",
            "Jana Müller’s talk",
            "Jana M. Müller",
            "JANA MÜLLER",
            "jana-mueller",
            "jana.mueller@example.org",
            "Jana Muller",
            "Müller, Jana",
            "Von Müller, Jana (Leipzig)",
            "Teilnehmer: Müller, Jana; Schmidt, Peter",
            "mueller-jana",
            "*Jana* **Müller**",
        ] {
            assert!(stands(&jana, text, &[]), "{text}");
        }
        let long = name("Anna Lena", "von", "Öz");
        for text in [
            "Anna Lena von Öz",
            "Anna-Lena Oez",
            "Öz, Anna",
            "von Öz, Anna Lena",
            "Lena Öz",
        ] {
            assert!(stands(&long, text, &[]), "{text}");
        }
        assert!(stands(&name("Hans", "", "Weiss"), "Hans Weiß", &[]));
    }

    #[test]
    fn neighbours_never_join_to_a_name() {
        for (given, family, text) in [
            ("Anna", "Müller", "Peter Müller, Anna Schmidt"),
            ("Anna", "Müller", "es sprechen Peter Müller Anna Schmidt"),
            ("Anna", "Müller", "Müller, Anna Schmidt und Peter"),
            ("Jana", "Müller", "Jana. Müller kam"),
            ("Jana", "Müller", "Jana, Müller und Schmidt"),
            ("Jana", "Müller", "Jana Müllerin"),
            ("Jana", "Müller", "Diana Müller"),
            ("Rosa", "Sommer", "im rosa Sommer"),
            ("Karl", "Lang", "als Karl lang wartete"),
        ] {
            assert!(!stands(&name(given, "", family), text, &[]), "{family}: {text}");
        }
        let anna = name("Anna", "", "Halle");
        assert!(stands(&anna, "Maier, Anna Halle", &[]));
        assert!(!stands(&anna, "Maier, Anna Halle", &["Maier Anna"]));
        assert!(!stands(
            &name("Jana", "", "Müller"),
            "Jana Müller Schmidt",
            &["Jana Müller-Schmidt"]
        ));
    }

    #[test]
    fn a_table_may_have_a_column_for_each_part() {
        let jana = name("Jana", "", "Müller");
        let stands = |text: &str| {
            let tokens = tokens(text, Columns::Cells);
            let none = BTreeSet::new();
            needles(&jana)
                .iter()
                .filter_map(Needle::pattern)
                .any(|one| !one.places(&tokens, &none, false).is_empty())
        };
        assert!(stands("Ben;Öztürk\nJana;Müller;Leipzig\n"));
        assert!(stands("Müller,Jana,Leipzig"));
        assert!(!stands("Maier, Jana;Müller"));
        assert!(!stands("Jana\nMüller"));
    }

    #[test]
    fn a_street_is_not_the_person_it_is_called_after() {
        let gustav = name("Gustav", "", "Freytag");
        for text in ["Gustav-Freytag-Straße 42", "in der Neuen Gustav-Freytag-Schule"] {
            assert!(!stands(&gustav, text, &[]), "{text}");
        }
        assert!(stands(&gustav, "Gustav Freytag Straße", &[]));
        assert!(stands(&gustav, "gustav-freytag", &[]));
    }

    #[test]
    fn a_short_single_name_is_not_looked_for() {
        assert_eq!(needles(&name("Tariq", "", "")).len(), 1);
        assert!(needles(&name("Mo", "", "")).is_empty());
    }
}
