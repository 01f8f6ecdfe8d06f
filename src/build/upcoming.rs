//! What coming builds will drop or change, by day, and why.
//!
//! In come a snapshot, its site from inside and a number of days, out go changes to print.
//! Nothing is built for these days; a test holds that nothing is missing.

use crate::base::source::Snapshot;
use crate::office::upcoming::Calendar;
use crate::read::reference::reference;

use super::inside::Inside;

pub use crate::office::upcoming::{Change, KINDS};

/// What the builds of the coming days bring; `None` if the settings cannot be used.
pub fn upcoming(snapshot: &Snapshot, inside: &Inside, days: i32) -> Option<Vec<Change>> {
    let site = inside.edition.site()?;
    // The site holds who is in office today only.
    let all = reference(snapshot).value;
    let calendar = Calendar {
        site,
        documents: &inside.documents,
        contacts: &all.contacts,
        faculties: &all.faculties,
        institutions: &all.institutions,
    };
    Some(calendar.changes(days))
}
