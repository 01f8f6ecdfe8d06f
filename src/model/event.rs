//! An event, as written.
//!
//! It names speakers by the slug of their entry only; whether they are shown is the gate's
//! decision.

use jiff::civil::{Date, DateTime};
use jiff::{Timestamp, tz::TimeZone};

use crate::base::text::Localised;
use crate::base::vocabulary::words;

use super::mention::Mention;
use super::story::Schedule;
use super::text::Photo;

/// An event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Title.
    pub title: String,
    /// Lead.
    pub summary: Option<String>,
    /// Begin.
    pub start: EventTime,
    /// End.
    pub end: Option<EventTime>,
    /// Where.
    pub place: Venue,
    /// Whether it takes place.
    pub status: Status,
    /// Former begin of a postponed event.
    pub previous_start: Option<EventTime>,
    /// Number of significant changes so far.
    pub sequence: u32,
    /// Identifier in calendars; a hash of the first address if left out.
    pub uid: Option<String>,
    /// What kind of event.
    pub format: Option<Format>,
    /// For whom.
    pub audience: Vec<Audience>,
    /// Id of a contact.
    pub organiser: Option<String>,
    /// Page for registration.
    pub registration: Option<String>,
    /// Slugs of directory entries.
    pub speakers: Vec<String>,
    /// Picture.
    pub image: Option<Photo>,
    /// Missions of the strategy, 1 to 4.
    pub missions: Vec<u8>,
    /// Topics.
    pub topics: Vec<Localised>,
    /// Unit that answers for it.
    pub owner: Option<String>,
    /// Draft and day of publication.
    pub schedule: Schedule,
    /// Day of the last change.
    pub updated: Option<Date>,
    /// Former addresses, without slashes at the ends.
    pub aliases: Vec<String>,
    /// Other people it mentions.
    pub mentions: Vec<Mention>,
}

/// Where an event takes place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Venue {
    /// Name of the place.
    pub name: Option<Localised>,
    /// Street and number.
    pub street: Option<String>,
    /// Postal code.
    pub postal_code: Option<String>,
    /// City.
    pub city: Option<Localised>,
    /// Address of the online meeting.
    pub online: Option<String>,
}

/// A moment as an editor wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EventTime {
    /// A whole day.
    Day(Date),
    /// Local time in the site's zone.
    Local(DateTime),
    /// A moment with its own offset.
    Instant(Timestamp),
}

impl EventTime {
    /// The day in the site's zone.
    pub fn day(self, zone: &TimeZone) -> Date {
        match self {
            Self::Day(day) => day,
            Self::Local(time) => time.date(),
            Self::Instant(instant) => zone.to_datetime(instant).date(),
        }
    }

    /// The local time in the site's zone; midnight for a whole day.
    pub fn local(self, zone: &TimeZone) -> DateTime {
        match self {
            Self::Day(day) => day.to_datetime(jiff::civil::Time::midnight()),
            Self::Local(time) => time,
            Self::Instant(instant) => zone.to_datetime(instant),
        }
    }

    /// True for a whole day.
    pub const fn is_day(self) -> bool {
        matches!(self, Self::Day(_))
    }
}

words! {
    /// Whether an event takes place.
    pub Status {
        /// As planned.
        Scheduled = "scheduled",
        /// Not at all.
        Cancelled = "cancelled",
        /// Later.
        Postponed = "postponed",
        /// Online instead.
        MovedOnline = "moved-online",
    }
}

words! {
    /// What kind of event.
    pub Format {
        /// A meeting.
        Meeting = "meeting",
        /// A talk.
        Talk = "talk",
        /// A workshop.
        Workshop = "workshop",
        /// A graduation.
        Graduation = "graduation",
        /// A jubilee.
        Jubilee = "jubilee",
        /// A guided tour.
        Tour = "tour",
        /// An excursion.
        Excursion = "excursion",
        /// A regulars' table.
        Regulars = "regulars",
        /// An online event.
        Online = "online",
        /// Something else.
        Other = "other",
    }
}

words! {
    /// For whom an event is.
    pub Audience {
        /// Former members.
        Alumni = "alumni",
        /// Students.
        Students = "students",
        /// Staff.
        Staff = "staff",
        /// Everybody.
        Public = "public",
    }
}
