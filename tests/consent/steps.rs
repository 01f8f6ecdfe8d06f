//! Edits of a random site: what an office does over the years.
//!
//! Each changes the model from which files and rules are made, so that both stay one reading of
//! the contract.

use super::{Choices, Consent, DAY, FIELDS, Person, Site, TODAY, TOMORROW, YESTERDAY};

/// Every site begins on the same day.
pub(crate) fn begin() {
    DAY.set(TODAY);
}

/// Changes one thing of a site.
pub(crate) fn step(site: &mut Site, bytes: [u8; 6]) {
    let choices = &mut Choices::new(&bytes);
    // Words of an edit must not be those of the site.
    choices.canaries = 100_000 + usize::from(bytes[5]) * 100;
    let person = choices.pick(site.people.len());
    match choices.pick(11) {
        0 => withdraw(site.people[person].consent.as_mut()),
        1 => narrow(site.people[person].consent.as_mut(), choices),
        2 => widen(site.people[person].consent.as_mut(), choices),
        3 => site.people[person].consent = None,
        4 => site.people[person].consent = Consent::choose(choices, &FIELDS),
        5 => DAY.set(choices.one_of(&[TODAY, TOMORROW, "2029-06-01", YESTERDAY])),
        6 => {
            if let Some(consent) = &mut site.people[person].consent {
                (consent.given, consent.until, consent.withdrawn) =
                    (Some(YESTERDAY), None, None);
            }
        }
        edit => in_texts(site, person, edit, choices),
    }
}

/// Edits of what refers to a person.
fn in_texts(site: &mut Site, person: usize, edit: usize, choices: &mut Choices<'_>) {
    let stories = site.stories.len();
    if stories > 0 {
        let story = &mut site.stories[choices.pick(stories)];
        match edit {
            7 => story.mentions.push((person, None)),
            8 => withdraw(story.consent.as_mut()),
            9 => story.person = Some(person),
            _ => {}
        }
    }
    let events = site.events.len();
    if events > 0 && edit == 10 {
        let event = &mut site.events[choices.pick(events)];
        if !event.speakers.contains(&person) {
            event.speakers.push(person);
        }
    }
}

fn withdraw(consent: Option<&mut Consent>) {
    if let Some(consent) = consent {
        consent.withdrawn = Some(TODAY);
    }
}

fn narrow(consent: Option<&mut Consent>, choices: &mut Choices<'_>) {
    let Some(consent) = consent else { return };
    match &mut consent.fields {
        Some(fields) if !fields.is_empty() => {
            fields.remove(choices.pick(fields.len()));
        }
        _ => {
            consent.channels.pop();
        }
    }
}

fn widen(consent: Option<&mut Consent>, choices: &mut Choices<'_>) {
    let Some(consent) = consent else { return };
    let field = choices.one_of(&FIELDS);
    let fields = consent.fields.get_or_insert_default();
    if !fields.contains(&field) {
        fields.push(field);
    }
}

/// A value that must not appear today, and whether it tells whose it is: where the form is, always;
/// the name of somebody of whom nothing is published.
pub(crate) fn secret(site: &Site, choice: u8) -> Option<(String, bool)> {
    let person = &site.people[usize::from(choice) % site.people.len()];
    let name = |person: &Person| {
        let given = person.given.as_deref()?;
        let is_plain = |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric());
        (is_plain(given) && is_plain(&person.family))
            .then(|| format!("{given}-{}", person.family))
    };
    let evidence = person.consent.as_ref().map(|consent| consent.evidence.clone());
    if person.published() || choice.is_multiple_of(2) {
        return evidence.map(|text| (text, false));
    }
    name(person).map(|text| (text, true))
}
