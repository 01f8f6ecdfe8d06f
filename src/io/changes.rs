//! Which files of a published site differ from those of the site before.
//!
//! In comes the plan of what is written, out go paths. Never looks at the disk.

use std::collections::BTreeSet;

use serde::Serialize;

use super::write_plan::Plan;

/// Which files differ from the previous site, ordered by path.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Changes {
    /// Files with different content.
    pub changed: Vec<String>,
    /// Files that did not exist.
    pub added: Vec<String>,
    /// Files that no longer exist.
    pub removed: Vec<String>,
}

impl Changes {
    pub(super) fn of(plan: &Plan<'_>) -> Self {
        let mut changes = Self::default();
        let mut gone: BTreeSet<&String> = plan.present.files.keys().collect();
        for job in &plan.jobs {
            let was_there = gone.remove(&job.path.to_owned());
            match (was_there, job.unchanged) {
                (true, true) => {}
                (true, false) => changes.changed.push(job.path.to_owned()),
                (false, _) => changes.added.push(job.path.to_owned()),
            }
        }
        changes.removed = gone.into_iter().cloned().collect();
        changes
    }

    /// Adds files that were removed before, unless they are there again; returns how many.
    pub fn add_removed(&mut self, removed: &BTreeSet<String>) -> usize {
        let known: BTreeSet<&String> =
            self.changed.iter().chain(&self.added).chain(&self.removed).collect();
        let new: Vec<String> =
            removed.iter().filter(|path| !known.contains(path)).cloned().collect();
        let count = new.len();
        self.removed.extend(new);
        self.removed.sort();
        let was_there = |path: &mut String| removed.contains(path.as_str());
        self.changed.extend(self.added.extract_if(.., was_there));
        self.changed.sort();
        count
    }
}
