//! Notes about withheld people that an earlier build has told already.
//!
//! In come explained notes, out goes which of them are new; beside the caches lie digests of what
//! was told. Never keeps a name or a path, and nothing of somebody whose note is gone.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::lock::{Lock, work_folder};
use super::picture_cache::keep;
use crate::base::code::Severity;
use crate::base::digest::Digest;
use crate::base::explain::Explained;

/// The codes of notes about what is withheld.
const WITHHOLDING: [&str; 12] = [
    "consent-before-majority",
    "consent-future",
    "consent-lapsed",
    "consent-missing",
    "consent-no-channel",
    "consent-no-date",
    "consent-withdrawn",
    "draft",
    "expired",
    "guardian-missing",
    "person-withheld",
    "scheduled",
];

const FILE: &str = "told-notes";

/// What was told by the last build that wrote a site; nothing is known of it before the first.
#[derive(Debug, Clone, Default)]
pub struct ToldNotes(Option<BTreeSet<String>>);

/// True if a note says that something is withheld, as it should be.
pub(super) fn is_withholding(one: &Explained) -> bool {
    one.severity == Severity::Note && WITHHOLDING.contains(&one.code)
}

fn mark(one: &Explained) -> String {
    let path = one.path.as_deref().unwrap_or_default();
    Digest::of_parts(&[one.code.as_bytes(), path.as_bytes()]).hex()
}

impl ToldNotes {
    /// What the last build told. A file that cannot be read counts as none: then no note is new,
    /// and the folded line counts all.
    pub fn read(root: &Path) -> Self {
        let text = fs::read_to_string(work_folder(root).join(FILE)).ok();
        Self(text.map(|text| text.lines().map(ToOwned::to_owned).collect()))
    }

    /// Keeps what is told now for the next build. There is no harm in none.
    pub fn keep(lock: &Lock, notes: &[Explained]) {
        Self::write(lock, notes.iter().filter(|one| is_withholding(one)).map(mark));
    }

    /// Forgets what is over, after a build whose notes nobody was told: what is new by it is new
    /// the next time.
    pub fn forget_what_is_over(lock: &Lock, notes: &[Explained]) {
        let Self(Some(told)) = Self::read(lock.root()) else { return };
        let now = notes.iter().filter(|one| is_withholding(one)).map(mark);
        Self::write(lock, now.filter(|mark| told.contains(mark)));
    }

    fn write(lock: &Lock, marks: impl Iterator<Item = String>) {
        let marks: BTreeSet<String> = marks.collect();
        let text = marks.into_iter().collect::<Vec<_>>().join("\n");
        let path = work_folder(lock.root()).join(FILE);
        if keep(&path, text.as_bytes()).is_err() {
            let _ = fs::remove_file(path);
        }
    }

    /// True if the last build is known, and told nothing of this.
    pub(super) fn is_new(&self, one: &Explained) -> bool {
        self.0.as_ref().is_some_and(|told| !told.contains(&mark(one)))
    }

    #[cfg(test)]
    pub(super) fn of(notes: &[Explained]) -> Self {
        Self(Some(notes.iter().map(mark).collect()))
    }
}
