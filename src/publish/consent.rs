//! Whether a consent holds on a day.
//!
//! In come a consent and the day, out goes what it allows or why it allows nothing. The default
//! is nothing: a missing part of a consent never widens it.

use jiff::civil::Date;

use crate::base::code::Code;
use crate::base::config::ConsentRules;
use crate::model::consent::{Channel, Consent, Field};

use super::channel::Channels;

/// The fields that a consent lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct ListedFields(u32);

impl ListedFields {
    fn of(fields: &[Field]) -> Self {
        Self(fields.iter().fold(0, |all, field| all | Self::bit(*field)))
    }

    const fn bit(field: Field) -> u32 {
        1 << field as u32
    }

    /// True if the field is among them.
    pub(super) const fn has(self, field: Field) -> bool {
        self.0 & Self::bit(field) != 0
    }
}

/// What a consent allows on the day of the build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowed {
    /// Fields; `None` if the consent does not list any (a story's consent for text and photo).
    fields: Option<ListedFields>,
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
        self.listed().has(field)
    }

    /// The fields that are listed: none if the consent has no list.
    pub(super) fn listed(&self) -> ListedFields {
        self.fields.unwrap_or_default()
    }

    /// True if a story's photo is allowed: listed, or nothing is listed at all.
    pub(super) fn allows_story_photo(&self) -> bool {
        self.fields.is_none() || self.lists(Field::Photo)
    }
}

/// Why a consent allows nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusalReason {
    /// There is none.
    Missing,
    /// It does not say since when.
    NoDate,
    /// It begins later.
    Future,
    /// Its last day is over.
    Lapsed,
    /// It was withdrawn.
    Withdrawn,
    /// Nobody agreed for a minor.
    NoGuardian,
    /// Somebody who was a minor then is of age and has not agreed anew.
    OfAge,
    /// It does not name the site.
    NoChannel,
}

impl RefusalReason {
    /// Every reason.
    pub const ALL: [Self; 8] = [
        Self::Missing,
        Self::NoDate,
        Self::Future,
        Self::Lapsed,
        Self::Withdrawn,
        Self::NoGuardian,
        Self::OfAge,
        Self::NoChannel,
    ];

    /// The word in reports for machines.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::NoDate => "no-date",
            Self::Future => "future",
            Self::Lapsed => "lapsed",
            Self::Withdrawn => "withdrawn",
            Self::NoGuardian => "no-guardian",
            Self::OfAge => "of-age",
            Self::NoChannel => "no-channel",
        }
    }

    /// The kind of note.
    pub const fn code(self) -> Code {
        match self {
            Self::Missing => Code::ConsentMissing,
            Self::NoDate => Code::ConsentNoDate,
            Self::Future => Code::ConsentFuture,
            Self::Lapsed => Code::ConsentLapsed,
            Self::Withdrawn => Code::ConsentWithdrawn,
            Self::NoGuardian => Code::GuardianMissing,
            Self::OfAge => Code::ConsentBeforeMajority,
            Self::NoChannel => Code::ConsentNoChannel,
        }
    }

    /// The key at which the note stands.
    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::Missing => "consent",
            Self::NoDate | Self::Future | Self::OfAge => "consent.given",
            Self::Lapsed => "consent.until",
            Self::Withdrawn => "consent.withdrawn",
            Self::NoGuardian => "consent.guardian",
            Self::NoChannel => "consent.channels",
        }
    }

    /// True if it takes something away that was there before.
    pub const fn ends(self) -> bool {
        match self {
            Self::Lapsed | Self::Withdrawn | Self::NoGuardian | Self::OfAge => true,
            Self::Missing | Self::NoDate | Self::Future | Self::NoChannel => false,
        }
    }
}

/// Why nothing is allowed, and the day that decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConsentRefusal {
    /// Why.
    pub reason: RefusalReason,
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
    let refuse = |reason, day| Err(ConsentRefusal { reason, day });
    let Some(consent) = consent else { return refuse(RefusalReason::Missing, None) };
    let Some(given) = consent.given else { return refuse(RefusalReason::NoDate, None) };
    if let Some(withdrawn) = consent.withdrawn
        && today >= withdrawn
    {
        return refuse(RefusalReason::Withdrawn, Some(withdrawn));
    }
    if today < given {
        return refuse(RefusalReason::Future, Some(given));
    }
    let until = rules.last_day(given, consent.until);
    if today > until {
        return refuse(RefusalReason::Lapsed, Some(until));
    }
    let majority = consent.minor_until;
    let is_minor = majority.is_some_and(|majority| today < majority);
    if is_minor && consent.guardian.is_none() {
        return refuse(RefusalReason::NoGuardian, None);
    }
    if majority.is_some_and(|majority| !is_minor && given < majority) {
        return refuse(RefusalReason::OfAge, None);
    }
    // The last day of a minor's consent is the one before the 18th birthday (§ 2 BGB).
    let eve =
        majority.filter(|_| is_minor).and_then(|majority| majority.yesterday().ok());
    let has = |channel| consent.channels.contains(&channel);
    if !has(Channel::Site) {
        return refuse(RefusalReason::NoChannel, None);
    }
    Ok(Allowed {
        fields: consent.fields.as_deref().map(ListedFields::of),
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

    fn reason_on(consent: &Consent, day: Date) -> Option<RefusalReason> {
        judge(Some(consent), day, &ConsentRules::default())
            .err()
            .map(|refusal| refusal.reason)
    }

    #[test]
    fn every_day_is_inclusive() {
        let mut it = consent();
        assert_eq!(reason_on(&it, date(2026, 4, 16)), Some(RefusalReason::Future));
        assert_eq!(reason_on(&it, date(2026, 4, 17)), None);
        assert_eq!(reason_on(&it, date(2027, 12, 31)), None);
        assert_eq!(reason_on(&it, date(2028, 1, 1)), Some(RefusalReason::Withdrawn));
        it.withdrawn = None;
        assert_eq!(reason_on(&it, date(2029, 4, 17)), None);
        assert_eq!(reason_on(&it, date(2029, 4, 18)), Some(RefusalReason::Lapsed));
        it.until = None;
        assert_eq!(
            reason_on(&it, date(2029, 4, 17)),
            None,
            "36 months from the day given"
        );
        assert_eq!(reason_on(&it, date(2029, 4, 18)), Some(RefusalReason::Lapsed));
    }

    #[test]
    fn a_minor_needs_a_guardian_and_then_a_consent_of_their_own() {
        let mut it = consent();
        it.withdrawn = None;
        it.minor_until = Some(date(2028, 5, 1));
        assert_eq!(reason_on(&it, date(2027, 1, 1)), Some(RefusalReason::NoGuardian));
        it.guardian = Some("AB-1".into());
        assert_eq!(reason_on(&it, date(2028, 4, 30)), None);
        let rules = ConsentRules::default();
        let allowed = judge(Some(&it), date(2028, 4, 30), &rules).expect("it holds");
        assert_eq!(allowed.until, date(2028, 4, 30));
        assert!(allowed.ends_with_majority);
        assert_eq!(reason_on(&it, date(2028, 5, 1)), Some(RefusalReason::OfAge));
        it.given = Some(date(2028, 5, 1));
        assert_eq!(
            reason_on(&it, date(2028, 5, 1)),
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
        assert_eq!(reason_on(&it, date(2027, 1, 1)), Some(RefusalReason::NoChannel));
        it.given = None;
        assert_eq!(reason_on(&it, date(2027, 1, 1)), Some(RefusalReason::NoDate));
        let none = judge(None, date(2027, 1, 1), &ConsentRules::default());
        assert_eq!(none.expect_err("nothing").reason, RefusalReason::Missing);
    }

    #[test]
    fn each_field_is_listed_for_itself() {
        for (_, one) in Field::WORDS {
            let listed = ListedFields::of(&[*one]);
            for (word, other) in Field::WORDS {
                assert_eq!(listed.has(*other), one == other, "{word}");
            }
        }
        assert!(!ListedFields::default().has(Field::Affiliations));
    }
}
