//! An accessibility statement after (EU) 2018/1523, as written.
//!
//! The parts that Commission Implementing Decision (EU) 2018/1523 wants in every one, without
//! its fixed sentences. Nothing here judges them.

use jiff::civil::Date;

use crate::base::text::Localised;
use crate::base::vocabulary::words;

/// An accessibility statement (Directive (EU) 2016/2102, article 7; § 12b BGG; § 7 BITV 2.0).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// How far the site complies.
    pub conformance: Conformance,
    /// What it complies with: `EN 301 549 V3.2.1`.
    pub standard: Localised,
    /// The national law that the directive became.
    pub law: Localised,
    /// Which website it is about; the site's own address if left out.
    pub scope: Option<Localised>,
    /// Day of its preparation.
    pub prepared: Date,
    /// Day of its last review.
    pub reviewed: Option<Date>,
    /// What it is based on.
    pub method: Method,
    /// What is not accessible, and why.
    pub gaps: AccessibilityGaps,
    /// How to report a barrier.
    pub feedback: Feedback,
    /// Whom to turn to if that does not help.
    pub enforcement: Enforcement,
}

impl Statement {
    /// The day on which somebody last looked whether it is true.
    pub fn last_look(&self) -> Date {
        self.reviewed.unwrap_or(self.prepared)
    }
}

words! {
    /// How far a site complies.
    pub Conformance {
        /// In full.
        Full = "full",
        /// For the most part, with gaps.
        Partial = "partial",
        /// For the most part not.
        None = "none",
    }
}

words! {
    /// What a statement is based on.
    pub Method {
        /// The body's own assessment.
        Own = "self",
        /// An assessment by somebody else.
        External = "external",
    }
}

/// What is not accessible, by the reason why.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AccessibilityGaps {
    /// Against the requirements.
    pub non_compliant: Vec<Localised>,
    /// Mending it would be a disproportionate burden (article 5 of the directive).
    pub disproportionate_burden: Vec<Localised>,
    /// The law does not ask for it.
    pub out_of_scope: Vec<Localised>,
}

/// How to report a barrier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feedback {
    /// Mailbox.
    pub email: String,
    /// Telephone, as written.
    pub phone: Option<String>,
    /// Who answers.
    pub contact: Option<Localised>,
    /// Within how many days.
    pub days: Option<i64>,
}

/// The body that helps if the feedback does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enforcement {
    /// Its name.
    pub name: Localised,
    /// Its website.
    pub url: String,
    /// Its mailbox.
    pub email: Option<String>,
    /// Its postal address.
    pub address: Option<Localised>,
}
