//! Output formats for programs: feeds, calendars, sitemap, crawler rules, structured data.
//!
//! In come public values of the right channel, out go the texts of files. No template takes
//! part, and nobody is decided about here. Every format stands in the [`registry`].

pub mod atom;
pub mod calendar;
pub(super) mod calendar_files;
pub mod feed;
pub mod format;
pub mod ics;
pub mod json_feed;
pub mod json_ld;
pub(super) mod moment;
pub mod registry;
pub mod robots;
pub(super) mod seen;
pub mod sitemap;
pub(super) mod vtimezone;
pub(super) mod xml;
