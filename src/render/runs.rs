//! Pages that come in long ordered runs, brought into one order.
//!
//! In come lists of pages, most of them in order already, out goes one. Sorting a hundred
//! thousand pages anew would cost more than planning them; where runs do not overlap, whole
//! pieces are taken over after one comparison.

use std::cmp::Ordering;

use super::job::Job;

/// By path; among equals, by the file they come from, and then by the run they came in.
fn order(a: &Job, b: &Job) -> Ordering {
    a.path.cmp(&b.path).then_with(|| a.source.cmp(&b.source))
}

/// All pages in order.
pub(super) fn in_order(runs: Vec<Vec<Job>>) -> Vec<Job> {
    let mut merged = Vec::with_capacity(runs.iter().map(Vec::len).sum());
    let sorted = |mut run: Vec<Job>| {
        if !run.is_sorted_by(|a, b| order(a, b) != Ordering::Greater) {
            run.sort_by(order);
        }
        run.into_iter()
    };
    let mut runs: Vec<_> = runs.into_iter().map(sorted).collect();
    loop {
        runs.retain(|run| !run.as_slice().is_empty());
        // A stable sort: among equal heads, the former run goes first.
        runs.sort_by(|a, b| order(&a.as_slice()[0], &b.as_slice()[0]));
        let piece = match runs.as_slice() {
            [] => return merged,
            [last] => last.as_slice().len(),
            [first, second, ..] => {
                let head = &second.as_slice()[0];
                let before = |job: &Job| order(job, head) != Ordering::Greater;
                first.as_slice().partition_point(before).max(1)
            }
        };
        merged.extend(runs[0].by_ref().take(piece));
    }
}
