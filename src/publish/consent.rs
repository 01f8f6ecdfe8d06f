//! Whether a consent holds on a day.
//!
//! In come a consent and the day, out goes what it allows or why it allows nothing. The default
//! is nothing: a missing part of a consent never widens it.

use jiff::civil::Date;

use crate::base::code::Code;
use crate::base::config::ConsentRules;
use crate::model::consent::{Channel, Consent, Field};

use super::channel::Channels;

/// What a consent allows on the day of the build.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowed {
    /// Fields; `None` if the consent does not list any (a story's consent for text and photo).
    fields: Option<Vec<Field>>,
    /// Channels beyond the site.
    pub(super) channels: Channels,
    /// The last day.
    pub until: Date,
    /// True if it ends on that day because somebody comes of age on the next.
    pub(super) ends_with_majority: bool,
}

impl Allowed {
    /// True if the field is listed.
    pub(super) fn lists(&self, field: Field) -> bool {
        self.fields.as_ref().is_some_and(|fields| fields.contains(&field))
    }

    /// True if a story's photo is allowed: listed, or nothing is listed at all.
    pub(super) fn allows_story_photo(&self) -> bool {
        self.fields.is_none() || self.lists(Field::Photo)
    }
}

/// Why nothing is allowed: the kind of note, and the day that decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConsentRefusal {
    /// The kind of note.
    pub code: Code,
    /// The day that decided.
    pub day: Option<Date>,
}

/// Judges a consent. Days are inclusive: `until` is the last day, `given` and `withdrawn` count
/// from that day on.
///
/// # Errors
/// If it allows nothing, with the reason.
pub fn judge(
    consent: Option<&Consent>,
    today: Date,
    rules: &ConsentRules,
) -> Result<Allowed, ConsentRefusal> {
    let refuse = |code, day| Err(ConsentRefusal { code, day });
    let Some(consent) = consent else { return refuse(Code::ConsentMissing, None) };
    let Some(given) = consent.given else { return refuse(Code::ConsentNoDate, None) };
    if let Some(withdrawn) = consent.withdrawn
        && today >= withdrawn
    {
        return refuse(Code::ConsentWithdrawn, Some(withdrawn));
    }
    if today < given {
        return refuse(Code::ConsentFuture, Some(given));
    }
    let until = rules.last_day(given, consent.until);
    if today > until {
        return refuse(Code::ConsentLapsed, Some(until));
    }
    let majority = consent.minor_until;
    let is_minor = majority.is_some_and(|majority| today < majority);
    if is_minor && consent.guardian.is_none() {
        return refuse(Code::GuardianMissing, None);
    }
    if majority.is_some_and(|majority| !is_minor && given < majority) {
        return refuse(Code::ConsentBeforeMajority, None);
    }
    // The last day of a minor's consent is the one before the 18th birthday (§ 2 BGB).
    let eve =
        majority.filter(|_| is_minor).and_then(|majority| majority.yesterday().ok());
    let has = |channel| consent.channels.contains(&channel);
    if !has(Channel::Site) {
        return refuse(Code::ConsentNoChannel, None);
    }
    Ok(Allowed {
        fields: consent.fields.clone(),
        channels: Channels {
            search_engines: has(Channel::SearchEngines),
            feeds: has(Channel::Feeds),
            press: has(Channel::Press),
        },
        until: eve.map_or(until, |eve| eve.min(until)),
        ends_with_majority: eve.is_some_and(|eve| eve <= until),
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn consent() -> Consent {
        Consent {
            given: Some(date(2026, 4, 17)),
            text: None,
            evidence: None,
            until: Some(date(2029, 4, 17)),
            withdrawn: Some(date(2028, 1, 1)),
            fields: Some(vec![Field::Photo]),
            channels: vec![Channel::Site, Channel::Feeds],
            minor_until: None,
            guardian: None,
        }
    }

    fn code_on(consent: &Consent, day: Date) -> Option<Code> {
        judge(Some(consent), day, &ConsentRules::default())
            .err()
            .map(|refusal| refusal.code)
    }

    #[test]
    fn every_day_is_inclusive() {
        let mut it = consent();
        assert_eq!(code_on(&it, date(2026, 4, 16)), Some(Code::ConsentFuture));
        assert_eq!(code_on(&it, date(2026, 4, 17)), None);
        assert_eq!(code_on(&it, date(2027, 12, 31)), None);
        assert_eq!(code_on(&it, date(2028, 1, 1)), Some(Code::ConsentWithdrawn));
        it.withdrawn = None;
        assert_eq!(code_on(&it, date(2029, 4, 17)), None);
        assert_eq!(code_on(&it, date(2029, 4, 18)), Some(Code::ConsentLapsed));
        it.until = None;
        assert_eq!(code_on(&it, date(2029, 4, 17)), None, "36 months from the day given");
        assert_eq!(code_on(&it, date(2029, 4, 18)), Some(Code::ConsentLapsed));
    }

    #[test]
    fn a_minor_needs_a_guardian_and_then_a_consent_of_their_own() {
        let mut it = consent();
        it.withdrawn = None;
        it.minor_until = Some(date(2028, 5, 1));
        assert_eq!(code_on(&it, date(2027, 1, 1)), Some(Code::GuardianMissing));
        it.guardian = Some("AB-1".into());
        assert_eq!(code_on(&it, date(2028, 4, 30)), None);
        let rules = ConsentRules::default();
        let allowed = judge(Some(&it), date(2028, 4, 30), &rules).expect("it holds");
        assert_eq!(allowed.until, date(2028, 4, 30));
        assert!(allowed.ends_with_majority);
        assert_eq!(code_on(&it, date(2028, 5, 1)), Some(Code::ConsentBeforeMajority));
        it.given = Some(date(2028, 5, 1));
        assert_eq!(
            code_on(&it, date(2028, 5, 1)),
            None,
            "given on that day, it is fresh"
        );
        let allowed = judge(Some(&it), date(2028, 5, 1), &rules).expect("it holds");
        assert_eq!(allowed.until, date(2029, 4, 17));
        assert!(!allowed.ends_with_majority);
    }

    #[test]
    fn nothing_is_implied() {
        let mut it = consent();
        let allowed = judge(Some(&it), date(2027, 1, 1), &ConsentRules::default())
            .expect("it holds");
        assert!(allowed.lists(Field::Photo) && !allowed.lists(Field::Email));
        assert!(allowed.channels.feeds && !allowed.channels.search_engines);
        it.fields = None;
        let allowed = judge(Some(&it), date(2027, 1, 1), &ConsentRules::default())
            .expect("it holds");
        assert!(!allowed.lists(Field::Photo), "no list of fields lists nothing");
        it.channels = vec![Channel::Feeds];
        assert_eq!(code_on(&it, date(2027, 1, 1)), Some(Code::ConsentNoChannel));
        it.given = None;
        assert_eq!(code_on(&it, date(2027, 1, 1)), Some(Code::ConsentNoDate));
        let none = judge(None, date(2027, 1, 1), &ConsentRules::default());
        assert_eq!(none.expect_err("nothing").code, Code::ConsentMissing);
    }
}
