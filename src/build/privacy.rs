//! Drafts for the data-protection officer.
//!
//! In come a snapshot and its site from inside, out go texts with their gaps. Nothing is
//! written here.

use crate::base::source::Snapshot;
use crate::office::privacy::{Facts, draft};
use crate::read::reference::reference;

use super::inside::Inside;

pub use crate::office::privacy::{Draft, Kind};

/// Makes a draft; `None` if the settings cannot be used.
pub fn privacy(snapshot: &Snapshot, inside: &Inside, kind: Kind) -> Option<Draft> {
    let site = inside.edition.site()?;
    let facts = Facts {
        config: &site.config,
        documents: &inside.documents,
        contacts: !reference(snapshot).value.contacts.is_empty(),
        today: snapshot.today,
    };
    Some(draft(kind, &facts))
}
