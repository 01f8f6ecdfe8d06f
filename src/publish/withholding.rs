//! Why a document is not published today.
//!
//! In comes what the gate found, out go the kind of note and the key at which it stands. Never
//! decides whether something is withheld.

use jiff::civil::Date;

use crate::base::code::Code;

use super::consent::{ConsentRefusal, RefusalReason};

/// Why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WithholdingReason {
    /// Its consent allows nothing.
    Consent(RefusalReason),
    /// The person it is about is not published.
    Person,
    /// It is a draft.
    Draft,
    /// It is to be published later.
    Scheduled,
    /// Its time is over.
    Expired,
}

impl WithholdingReason {
    /// The kind of note.
    pub(super) const fn code(self) -> Code {
        match self {
            Self::Consent(reason) => reason.code(),
            Self::Person => Code::PersonWithheld,
            Self::Draft => Code::Draft,
            Self::Scheduled => Code::Scheduled,
            Self::Expired => Code::Expired,
        }
    }

    /// The key at which the note stands.
    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::Consent(reason) => reason.key(),
            Self::Person => "person",
            Self::Draft => "draft",
            Self::Scheduled => "publish",
            Self::Expired => "expires",
        }
    }
}

/// Why a document is withheld, and the day that decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Withholding {
    /// Why.
    pub(super) reason: WithholdingReason,
    /// The day that decided.
    pub(super) day: Option<Date>,
}

impl From<ConsentRefusal> for Withholding {
    fn from(ConsentRefusal { reason, day }: ConsentRefusal) -> Self {
        Self { reason: WithholdingReason::Consent(reason), day }
    }
}
