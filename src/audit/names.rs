//! The ways in which a name may be written.
//!
//! In come the parts of a name, out go sequences of words. Titles and suffixes are left out:
//! they identify nobody, and a name without them is still the name. Never a single common word.

use crate::model::person::Name;

use super::secrets::Needle;

/// Shortest single name to search for, in letters: shorter ones are ordinary words.
const SHORTEST_MONONYM: usize = 5;

/// A name in both orders, with and without particle, and with the first given name only.
pub(super) fn needles(name: &Name) -> Vec<Needle> {
    let given = name.given.as_deref().unwrap_or("").trim();
    let family = name.family.as_deref().unwrap_or("").trim();
    let particle = name.particle.as_deref().unwrap_or("").trim();
    if given.is_empty() || family.is_empty() {
        let only = format!("{given}{particle} {family}");
        let long = only.chars().filter(|c| c.is_alphabetic()).count() >= SHORTEST_MONONYM;
        return Needle::words(only.trim()).filter(|_| long).into_iter().collect();
    }
    let first = given.split_whitespace().next().unwrap_or(given);
    let mut orders = Vec::new();
    // Texts often leave out further given names.
    for given in [given, first] {
        orders.push(format!("{given} {family}"));
        orders.push(format!("{family} {given}"));
        if !particle.is_empty() {
            orders.push(format!("{given} {particle} {family}"));
            orders.push(format!("{family} {given} {particle}"));
            orders.push(format!("{particle} {family} {given}"));
        }
    }
    orders.sort();
    orders.dedup();
    orders.iter().filter_map(|order| Needle::words(order)).collect()
}

/// True for a name of one word, which may be an ordinary word as well.
pub(super) fn is_single(name: &Name) -> bool {
    name.given.is_none() || name.family.is_none()
}

/// Identifies equal names: given and family name without case and accents.
pub(super) fn key(name: &Name) -> String {
    let part = |part: &Option<String>| part.clone().unwrap_or_default();
    super::form::words(&format!("{} {}", part(&name.given), part(&name.family)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(given: &str, particle: &str, family: &str) -> Vec<String> {
        let part = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let name = Name {
            given: part(given),
            particle: part(particle),
            family: part(family),
            ..Name::default()
        };
        needles(&name).into_iter().map(|needle| needle.text).collect()
    }

    #[test]
    fn a_name_is_looked_for_in_both_orders() {
        assert_eq!(texts("Jana", "", "Müller"), [" jana mueller ", " mueller jana "]);
        let all = texts("Anna Lena", "von", "Öz");
        for order in
            [" anna lena von oez ", " oez anna lena ", " anna oez ", " von oez anna "]
        {
            assert!(all.contains(&order.to_owned()), "{order:?} in {all:?}");
        }
    }

    #[test]
    fn a_short_single_name_is_not_looked_for() {
        assert_eq!(texts("Tariq", "", ""), [" tariq "]);
        assert_eq!(texts("Mo", "", ""), [""; 0]);
    }
}
