//! The ways in which a name may be written.
//!
//! In come the parts of a name, out go needles: both orders, with and without particle, with each
//! given name alone. Titles and suffixes are left out: a name without them is still the name.
//! Never a single short word.

use std::collections::BTreeSet;

use crate::model::person::Name;

use super::secrets::Needle;
use super::tokens::{Columns, tokens};

/// Shortest single name to search for, in letters: shorter ones are ordinary words.
const SHORTEST_MONONYM: usize = 5;

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
    let part = |part: &Option<String>| key(part.as_deref().unwrap_or(""));
    let (given, family) = (part(&name.given), part(&name.family));
    let join = |parts: [&str; 2]| parts.join(" ").trim().to_owned();
    let with = join([&part(&name.particle), &family]);
    let first = name.given.as_deref().and_then(|all| all.split_whitespace().next());
    let first = key(first.unwrap_or(""));
    let mut all = BTreeSet::new();
    for given in [&given, &first] {
        for family in [&family, &with] {
            all.insert(join([given, family]));
            all.insert(join([family, given]));
        }
    }
    all.into_iter().filter(|key| !key.is_empty()).collect()
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
