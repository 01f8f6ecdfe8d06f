//! One line of the register: an event, the terms after it, and its link to the line before.
//!
//! In comes a line, out goes an entry, and back: every entry has exactly one serialised form,
//! or its hash could not be checked. This is version 1 of the format, described in
//! `docs/content.md`. Never holds anything but words of fixed lists, days and hashes.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::base::config::ConsentRules;
use crate::base::vocabulary::words;
use crate::model::consent::{Channel, Consent, Field};

/// The version of the format.
const VERSION: u32 = 1;

words! {
    /// What happened to a consent. Lapsing follows from its days and is not an event.
    pub RegisterEvent {
        /// It was given, for the first time or after a withdrawal.
        Given = "given",
        /// It allows more than before, or holds for longer.
        Widened = "widened",
        /// It allows less than before.
        Narrowed = "narrowed",
        /// It was given again, on another day or for another version of its text.
        Reconfirmed = "reconfirmed",
        /// It was withdrawn.
        Withdrawn = "withdrawn",
        /// The person's data was erased.
        Erased = "erased",
    }
}

/// What a consent allows, and for how long.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ConsentTerms {
    /// Id and version of the text that was agreed to.
    pub text: Option<String>,
    /// The first day on which it is valid.
    pub given: Option<Date>,
    /// The last day, as written or by the site's rule.
    pub until: Option<Date>,
    /// The day from which it counts as withdrawn.
    pub withdrawn: Option<Date>,
    /// The fields it covers.
    pub fields: BTreeSet<String>,
    /// The channels it covers.
    pub channels: BTreeSet<String>,
    /// True if it was given by a person under 18. The birthday itself is never recorded.
    pub minor: bool,
    /// True if a guardian has agreed. Where the form is kept is never recorded.
    pub guardian: bool,
}

impl ConsentTerms {
    /// The terms of a consent in the content; `None` if it has no date.
    pub fn of(consent: &Consent, rules: &ConsentRules) -> Option<Self> {
        let given = consent.given?;
        let fields = consent.fields.iter().flatten().copied().map(Field::word);
        let channels = consent.channels.iter().copied().map(Channel::word);
        Some(Self {
            text: consent.text.clone(),
            given: Some(given),
            until: Some(rules.last_day(given, consent.until)),
            withdrawn: consent.withdrawn,
            fields: fields.map(ToOwned::to_owned).collect(),
            channels: channels.map(ToOwned::to_owned).collect(),
            minor: consent.minor_until.is_some_and(|majority| given < majority),
            guardian: consent.guardian.is_some(),
        })
    }

    /// What remains after an erasure: the days and the id of the text.
    #[must_use]
    pub fn erased(self) -> Self {
        Self { fields: BTreeSet::new(), channels: BTreeSet::new(), ..self }
    }
}

/// One line of the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterEntry {
    /// Sequence number in the file, from 1.
    pub sequence: u32,
    /// The day on which it was entered.
    pub date: Date,
    /// What happened.
    pub event: RegisterEvent,
    /// The terms after the event.
    pub standing: ConsentTerms,
    /// The hash of the previous line; empty for the first.
    pub previous: String,
    /// The hash of this line.
    pub hash: String,
}

/// A line as serialised, with the keys in this order.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RegisterLine {
    version: u32,
    id: String,
    sequence: u32,
    date: Date,
    event: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    given: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    until: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    withdrawn: Option<Date>,
    fields: BTreeSet<String>,
    channels: BTreeSet<String>,
    #[serde(default, skip_serializing_if = "is_not")]
    minor: bool,
    #[serde(default, skip_serializing_if = "is_not")]
    guardian: bool,
    previous: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    hash: String,
}

/// `false` is not written.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_not(flag: &bool) -> bool {
    !flag
}

/// Why a line is not a valid entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryError {
    /// It cannot be read.
    Unreadable,
    /// It belongs to another id.
    OtherId,
    /// Its hash does not match its content.
    Changed,
}

impl RegisterEntry {
    /// The entry that follows `previous`.
    pub fn after(
        previous: Option<&Self>,
        id: &str,
        date: Date,
        event: RegisterEvent,
        standing: ConsentTerms,
    ) -> Self {
        let mut entry = Self {
            sequence: previous.map_or(1, |entry| entry.sequence.saturating_add(1)),
            date,
            event,
            standing,
            previous: previous.map_or_else(String::new, |entry| entry.hash.clone()),
            hash: String::new(),
        };
        entry.hash = sha256(&entry.line(id));
        entry
    }

    /// The serialised form, without a line break. With an empty hash this is the text that the
    /// hash is computed from.
    ///
    /// # Panics
    /// Never: strings, numbers and dates can always be serialised.
    pub fn line(&self, id: &str) -> String {
        let ConsentTerms {
            text,
            given,
            until,
            withdrawn,
            fields,
            channels,
            minor,
            guardian,
        } = self.standing.clone();
        let line = RegisterLine {
            version: VERSION,
            id: id.to_owned(),
            sequence: self.sequence,
            date: self.date,
            event: self.event.word().to_owned(),
            text,
            given,
            until,
            withdrawn,
            fields,
            channels,
            minor,
            guardian,
            previous: self.previous.clone(),
            hash: self.hash.clone(),
        };
        serde_json::to_string(&line).expect("texts, numbers and days can be written")
    }

    /// Parses a line of the file of an id. A line that was altered yields both an entry and an
    /// error, so that the lines after it can still be checked.
    pub fn read(text: &str, id: &str) -> (Option<Self>, Option<EntryError>) {
        let Ok(line) = serde_json::from_str::<RegisterLine>(text) else {
            return (None, Some(EntryError::Unreadable));
        };
        let event = RegisterEvent::WORDS.iter().find(|(word, _)| *word == line.event);
        let (Some((_, event)), VERSION) = (event, line.version) else {
            return (None, Some(EntryError::Unreadable));
        };
        let entry = Self {
            sequence: line.sequence,
            date: line.date,
            event: *event,
            standing: ConsentTerms {
                text: line.text,
                given: line.given,
                until: line.until,
                withdrawn: line.withdrawn,
                fields: line.fields,
                channels: line.channels,
                minor: line.minor,
                guardian: line.guardian,
            },
            previous: line.previous,
            hash: line.hash,
        };
        let bare = Self { hash: String::new(), ..entry.clone() };
        // Comparing the text as well finds changes that parse alike, such as extra spaces.
        let wrong = if sha256(&bare.line(&line.id)) != entry.hash
            || entry.line(&line.id) != text
        {
            Some(EntryError::Changed)
        } else {
            (line.id != id).then_some(EntryError::OtherId)
        };
        (Some(entry), wrong)
    }
}

/// SHA-256 (FIPS 180-4) as 64 hexadecimal digits in lower case.
pub(super) fn sha256(text: &str) -> String {
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(text.as_bytes()) {
        write!(hex, "{byte:02x}").expect("a String takes everything");
    }
    hex
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_hash_is_the_one_of_the_standard() {
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(sha256("abc"), expected);
    }

    #[test]
    fn a_line_reads_as_it_was_written_and_no_byte_of_it_can_change() {
        let standing = ConsentTerms {
            text: Some("verzeichnis-3".into()),
            given: Some(date(2026, 4, 17)),
            until: Some(date(2029, 4, 17)),
            withdrawn: None,
            fields: BTreeSet::from(["photo".into(), "bio".into()]),
            channels: BTreeSet::from(["site".into()]),
            minor: false,
            guardian: false,
        };
        let first = RegisterEntry::after(
            None,
            "k7f3",
            date(2026, 5, 1),
            RegisterEvent::Given,
            standing,
        );
        let line = first.line("k7f3");
        assert_eq!(
            line,
            format!(
                "{{\"version\":1,\"id\":\"k7f3\",\"sequence\":1,\"date\":\"2026-05-01\",\
                 \"event\":\"given\",\"text\":\"verzeichnis-3\",\"given\":\"2026-04-17\",\
                 \"until\":\"2029-04-17\",\"fields\":[\"bio\",\"photo\"],\
                 \"channels\":[\"site\"],\"previous\":\"\",\"hash\":\"{}\"}}",
                first.hash
            )
        );
        assert_eq!(RegisterEntry::read(&line, "k7f3"), (Some(first), None));
        assert_eq!(RegisterEntry::read(&line, "zzzz").1, Some(EntryError::OtherId));
        for at in 0..line.len() {
            let mut bytes = line.clone().into_bytes();
            bytes[at] ^= 1;
            let changed = String::from_utf8(bytes).expect("ASCII stays ASCII");
            assert!(RegisterEntry::read(&changed, "k7f3").1.is_some(), "{changed}");
        }
        assert_eq!(
            RegisterEntry::read(&format!("{line} "), "k7f3").1,
            Some(EntryError::Changed)
        );
    }
}
