//! The kinds of change that a coming day brings.
//!
//! In comes nothing, out go words for reports and what a kind means for pages. Knows no day.

use std::cmp::Ordering;

use serde::{Serialize, Serializer};

macro_rules! change_kinds {
    ($($(#[$doc:meta])* $variant:ident = $word:literal,)*) => {
        /// What a day brings.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum ChangeKind { $($(#[$doc])* $variant,)* }

        impl ChangeKind {
            /// Every kind.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The word in reports.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }
    };
}

change_kinds! {
    /// A consent begins.
    ConsentBegins = "consent-begins",
    /// A consent has lapsed.
    ConsentLapses = "consent-lapses",
    /// A withdrawal takes effect.
    ConsentWithdrawn = "consent-withdrawn",
    /// Somebody comes of age who has not agreed anew.
    OfAge = "of-age",
    /// Somebody counts as deceased.
    Deceased = "deceased",
    /// An offer has ended.
    OfferEnds = "offer-ends",
    /// The person a story is about is no longer published.
    PersonGone = "person-gone",
    /// The person a story is about is published from now on.
    PersonComes = "person-comes",
    /// It is published as planned.
    Published = "published",
    /// It goes as planned.
    Expires = "expires",
    /// An event begins.
    EventStarts = "event-starts",
    /// An event is over.
    EventPast = "event-past",
    /// The day of the last change is reached.
    Dated = "dated",
    /// A contact is in office.
    ContactBegins = "contact-begins",
    /// A contact is in office no longer.
    ContactLeaves = "contact-leaves",
    /// A faculty has ended.
    FacultyEnds = "faculty-ends",
    /// An institution has ended.
    InstitutionEnds = "institution-ends",
    /// The clocks change.
    TimeZone = "time-zone",
    /// It should be looked at again.
    ReviewDue = "review-due",
    /// The accessibility statement is a year old.
    StatementOld = "statement-old",
}

impl ChangeKind {
    /// True if it must change an output.
    pub const fn must_show(self) -> bool {
        match self {
            Self::ConsentBegins
            | Self::ConsentLapses
            | Self::ConsentWithdrawn
            | Self::OfAge
            | Self::Deceased
            | Self::OfferEnds
            | Self::PersonGone
            | Self::PersonComes
            | Self::Published
            | Self::Expires
            | Self::EventPast
            | Self::ContactBegins
            | Self::ContactLeaves => true,
            Self::EventStarts
            | Self::Dated
            | Self::FacultyEnds
            | Self::InstitutionEnds
            | Self::TimeZone
            | Self::ReviewDue
            | Self::StatementOld => false,
        }
    }

    /// True if pages come or go by it, and not only change.
    pub(super) const fn moves_pages(self) -> bool {
        match self {
            Self::ConsentBegins
            | Self::ConsentLapses
            | Self::ConsentWithdrawn
            | Self::OfAge
            | Self::PersonGone
            | Self::PersonComes
            | Self::Published
            | Self::Expires => true,
            Self::Deceased
            | Self::OfferEnds
            | Self::EventStarts
            | Self::EventPast
            | Self::Dated
            | Self::ReviewDue
            | Self::StatementOld
            | Self::ContactBegins
            | Self::ContactLeaves
            | Self::FacultyEnds
            | Self::InstitutionEnds
            | Self::TimeZone => false,
        }
    }
}

/// By their words, as reports list them.
impl Ord for ChangeKind {
    fn cmp(&self, other: &Self) -> Ordering {
        self.word().cmp(other.word())
    }
}

impl PartialOrd for ChangeKind {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Serialize for ChangeKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.word().serialize(serializer)
    }
}
