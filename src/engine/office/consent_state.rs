//! What state a consent is in on a day, for the office.
//!
//! In come a raw consent and the rules, out go a word, days and lists. Never what the evidence
//! is, nor any value of the person.

use jiff::Span;
use jiff::civil::Date;
use serde::{Serialize, Serializer};

use crate::base::code::Code;
use crate::base::config::ConsentRules;
use crate::model::consent::Consent;
use crate::publish::consent::judge;

/// A consent as the office is told about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ConsentState {
    /// `valid`, `expiring`, `lapsed`, `withdrawn`, `future`, `no-date`, `no-channel`,
    /// `no-guardian`, `of-age` or `missing`.
    pub state: &'static str,
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
    pub channels: Vec<&'static str>,
    /// Fields; `None` if none are listed.
    pub fields: Option<Vec<&'static str>>,
}

impl ConsentState {
    /// True if it lets something be published.
    pub fn holds(&self) -> bool {
        matches!(self.state, "valid" | "expiring")
    }
}

/// How a consent stands on a day, in a word of [`ConsentState::state`]: what the gate decides, and
/// nothing else. One that ends within so many days is expiring.
pub fn standing(
    consent: Option<&Consent>,
    today: Date,
    rules: &ConsentRules,
    within: i32,
) -> &'static str {
    let soon = today.saturating_add(Span::new().days(within));
    match judge(consent, today, rules) {
        Ok(allowed) if allowed.until <= soon => "expiring",
        Ok(_) => "valid",
        Err(refusal) => match refusal.code {
            Code::ConsentLapsed => "lapsed",
            Code::ConsentWithdrawn => "withdrawn",
            Code::ConsentFuture => "future",
            Code::ConsentNoDate => "no-date",
            Code::ConsentNoChannel => "no-channel",
            Code::GuardianMissing => "no-guardian",
            Code::ConsentBeforeMajority => "of-age",
            _ => "missing",
        },
    }
}

/// The state of a consent on a day.
pub fn consent_state(
    consent: Option<&Consent>,
    today: Date,
    rules: &ConsentRules,
) -> ConsentState {
    let state = standing(consent, today, rules, rules.warn_days);
    let until = consent.and_then(|consent| last_day(consent, rules));
    ConsentState {
        state,
        given: consent.and_then(|consent| consent.given),
        until,
        withdrawn: consent.and_then(|consent| consent.withdrawn),
        text: consent.and_then(|consent| consent.text.clone()),
        channels: consent.map_or_else(Vec::new, |consent| {
            consent.channels.iter().map(|channel| channel.word()).collect()
        }),
        fields: consent.and_then(|consent| {
            let fields = consent.fields.as_ref()?;
            Some(fields.iter().map(|field| field.word()).collect())
        }),
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
///
/// # Errors
/// Those of the serializer.
pub fn iso<S: Serializer>(day: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
    day.map(|day| day.to_string()).serialize(serializer)
}
