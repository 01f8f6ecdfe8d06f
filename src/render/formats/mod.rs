//! Output formats for programs: feeds, calendars, sitemap, crawler rules, structured data.
//!
//! In come public values of the right channel, out go the texts of files. No template takes
//! part, and nobody is decided about here.

pub mod calendar;
pub mod feed;
pub mod ics;
pub mod json_ld;
pub(super) mod moment;
pub(super) mod registry;
pub mod robots;
pub mod sitemap;
pub(super) mod vtimezone;
pub(super) mod xml;
