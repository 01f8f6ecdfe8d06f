//! What state a consent is in on a day, for the office.
//!
//! In come a raw consent and the rules, out go a state, days and lists. Never what the evidence
//! is, nor any value of the person.

use jiff::Span;
use jiff::civil::Date;
use serde::{Serialize, Serializer};

use crate::base::config::ConsentRules;
use crate::model::consent::{Channel, Consent, Field};
use crate::publish::consent::judge;

pub use crate::publish::consent::RefusalReason;

/// How a consent stands on a day: what the gate decides, and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConsentState {
    /// It holds.
    Valid,
    /// It holds, and ends soon.
    Expiring,
    /// It allows nothing.
    Refused(RefusalReason),
}

/// How a consent stands, in a list for the office.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ConsentSummary {
    /// It holds.
    Valid,
    /// It holds, and ends soon.
    Expiring,
    /// It begins later.
    Future,
    /// Its last day is over.
    Lapsed,
    /// It was withdrawn.
    Withdrawn,
    /// There is none, or something is missing in it: since when, for the site, or who agreed
    /// for a minor.
    Missing,
}

impl ConsentState {
    /// The state on a day. One that ends within so many days is expiring.
    pub fn of(
        consent: Option<&Consent>,
        today: Date,
        rules: &ConsentRules,
        within: i32,
    ) -> Self {
        let soon = today.saturating_add(Span::new().days(within));
        match judge(consent, today, rules) {
            Ok(allowed) if allowed.until <= soon => Self::Expiring,
            Ok(_) => Self::Valid,
            Err(refusal) => Self::Refused(refusal.reason),
        }
    }

    /// True if it lets something be published.
    pub const fn holds(self) -> bool {
        match self {
            Self::Valid | Self::Expiring => true,
            Self::Refused(_) => false,
        }
    }

    /// The word in reports for machines.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Expiring => "expiring",
            Self::Refused(reason) => reason.word(),
        }
    }

    /// The same in the few words of a list. Nobody is published by what is incomplete: that is
    /// missing, whatever there is of it.
    pub const fn summary(self) -> ConsentSummary {
        match self {
            Self::Valid => ConsentSummary::Valid,
            Self::Expiring => ConsentSummary::Expiring,
            Self::Refused(reason) => match reason {
                RefusalReason::Future => ConsentSummary::Future,
                RefusalReason::Lapsed | RefusalReason::OfAge => ConsentSummary::Lapsed,
                RefusalReason::Withdrawn => ConsentSummary::Withdrawn,
                RefusalReason::Missing
                | RefusalReason::NoDate
                | RefusalReason::NoGuardian
                | RefusalReason::NoChannel => ConsentSummary::Missing,
            },
        }
    }
}

impl ConsentSummary {
    /// The word in reports for machines.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Expiring => "expiring",
            Self::Future => "future",
            Self::Lapsed => "lapsed",
            Self::Withdrawn => "withdrawn",
            Self::Missing => "missing",
        }
    }
}

impl Serialize for ConsentState {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.word().serialize(serializer)
    }
}

/// A consent as the office is told about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ConsentExplained {
    /// How it stands.
    pub state: ConsentState,
    /// From which day it counts.
    #[serde(serialize_with = "iso")]
    pub given: Option<Date>,
    /// The last day, as written or by the site's months.
    #[serde(serialize_with = "iso")]
    pub until: Option<Date>,
    /// From which day it is withdrawn.
    #[serde(serialize_with = "iso")]
    pub withdrawn: Option<Date>,
    /// Id and version of the wording.
    pub text: Option<String>,
    /// Channels.
    #[serde(serialize_with = "channel_words")]
    pub channels: Vec<Channel>,
    /// Fields; `None` if none are listed.
    #[serde(serialize_with = "field_words")]
    pub fields: Option<Vec<Field>>,
}

impl ConsentExplained {
    /// A consent on a day.
    pub fn of(consent: Option<&Consent>, today: Date, rules: &ConsentRules) -> Self {
        Self {
            state: ConsentState::of(consent, today, rules, rules.warn_days),
            given: consent.and_then(|consent| consent.given),
            until: consent.and_then(|consent| last_day(consent, rules)),
            withdrawn: consent.and_then(|consent| consent.withdrawn),
            text: consent.and_then(|consent| consent.text.clone()),
            channels: consent.map_or_else(Vec::new, |consent| consent.channels.clone()),
            fields: consent.and_then(|consent| consent.fields.clone()),
        }
    }
}

/// The last day of a consent, withdrawn or not; for a minor at the latest the one before the
/// 18th birthday, after which only a consent of their own holds.
pub fn last_day(consent: &Consent, rules: &ConsentRules) -> Option<Date> {
    let given = consent.given?;
    let written = rules.last_day(given, consent.until);
    let eve = consent.minor_until.filter(|majority| given < *majority);
    let eve = eve.and_then(|majority| majority.yesterday().ok());
    Some(eve.map_or(written, |eve| eve.min(written)))
}

/// A day for machines, [ISO 8601](https://www.iso.org/standard/70907.html): `2029-04-17`.
#[expect(
    clippy::ref_option,
    clippy::trivially_copy_pass_by_ref,
    reason = "serde calls it so"
)]
fn iso<S: Serializer>(day: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
    day.map(|day| day.to_string()).serialize(serializer)
}

fn channel_words<S: Serializer>(
    channels: &[Channel],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(channels.iter().map(|channel| channel.word()))
}

#[expect(clippy::ref_option, reason = "serde calls it so")]
fn field_words<S: Serializer>(
    fields: &Option<Vec<Field>>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let words = |fields: &Vec<Field>| -> Vec<&str> {
        fields.iter().map(|field| field.word()).collect()
    };
    fields.as_ref().map(words).serialize(serializer)
}
