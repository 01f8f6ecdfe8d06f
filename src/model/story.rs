//! A story, as written. It may tell private things until its own consent says otherwise.
//!
//! Not serialisable; only the gate reads it.

use jiff::civil::Date;

use crate::base::text::Localised;

use super::consent::Consent;
use super::mention::Mention;
use super::person::{Affiliation, Form, Name, Sector};
use super::text::{Photo, Quotation};

/// A story about somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Story {
    /// Title.
    pub title: String,
    /// Day of publication shown to readers.
    pub date: Date,
    /// Who it is about.
    pub subject: Subject,
    /// Form of role labels; that of the person if left out.
    pub pronoun: Option<Form>,
    /// Lead.
    pub summary: Option<String>,
    /// Affiliations told in the story itself.
    pub affiliations: Vec<Affiliation>,
    /// Sector told in the story itself.
    pub sector: Option<Sector>,
    /// Authors.
    pub authors: Vec<String>,
    /// Photo.
    pub photo: Option<Photo>,
    /// Pull quote.
    pub quote: Option<Quotation>,
    /// Topics.
    pub topics: Vec<Localised>,
    /// Missions of the strategy, 1 to 4.
    pub missions: Vec<u8>,
    /// Draft, day of publication, first day gone.
    pub schedule: Schedule,
    /// Day of the last change.
    pub updated: Option<Date>,
    /// Former addresses, without slashes at the ends.
    pub aliases: Vec<String>,
    /// Unit that answers for it.
    pub owner: Option<String>,
    /// Day on which it must be looked at again.
    pub review: Option<Date>,
    /// Other people it mentions.
    pub mentions: Vec<Mention>,
    /// Consent for text and photo; `None` publishes nothing.
    pub consent: Option<Consent>,
}

/// Who a story is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A person of the directory, by slug.
    Person(String),
    /// Somebody named in the story only.
    Named(Name),
}

/// When a page is to be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Schedule {
    /// Not finished.
    pub draft: bool,
    /// First day.
    pub publish: Option<Date>,
    /// First day gone.
    pub expires: Option<Date>,
}
