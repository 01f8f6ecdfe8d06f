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
pub(crate) fn in_order(runs: Vec<Vec<Job>>) -> Vec<Job> {
    let mut merged = Vec::with_capacity(runs.iter().map(Vec::len).sum());
    let sorted = |mut run: Vec<Job>| {
        if !run.is_sorted_by(|a, b| order(a, b) != Ordering::Greater) {
            run.sort_by(order);
        }
        run.into_iter()
    };
    let mut runs: Vec<(usize, _)> = runs.into_iter().map(sorted).enumerate().collect();
    loop {
        runs.retain(|(_, run)| !run.as_slice().is_empty());
        runs.sort_by(|(a, one), (b, other)| {
            order(&one.as_slice()[0], &other.as_slice()[0]).then(a.cmp(b))
        });
        let piece = match runs.as_slice() {
            [] => return merged,
            [(_, last)] => last.as_slice().len(),
            [(a, first), (b, second), ..] => {
                let head = &second.as_slice()[0];
                // Among equals, the former run goes first.
                let before =
                    |job: &Job| order(job, head).then(a.cmp(b)) == Ordering::Less;
                first.as_slice().partition_point(before).max(1)
            }
        };
        merged.extend(runs[0].1.by_ref().take(piece));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::base::language::Language;
    use crate::base::output::OutputPath;
    use crate::base::source::SitePath;
    use crate::publish::public::Texts;
    use crate::render::plan::job::PageContent;

    fn job(path: &str, content: PageContent) -> Job {
        Job {
            path: OutputPath::new(path).unwrap(),
            language: Language::De,
            content,
            addresses: Arc::new(Texts::new()),
            noindex: false,
            modified: None,
            source: Some(SitePath::new("content/events/a.md")),
        }
    }

    #[test]
    fn an_entry_comes_before_its_own_former_address() {
        let event =
            || vec![job("a", PageContent::Event(7)), job("c", PageContent::Event(8))];
        let others = || {
            let redirect = PageContent::Redirect("/x/".into());
            vec![
                job("d", PageContent::Home),
                job("b", PageContent::Home),
                job("a", redirect),
            ]
        };
        let shown = |runs| {
            let jobs = in_order(runs).into_iter();
            jobs.map(|job| (job.path.to_string(), job.content)).collect::<Vec<_>>()
        };
        let merged = shown(vec![event(), others()]);
        let paths: Vec<&str> = merged.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(paths, ["a", "a", "b", "c", "d"]);
        assert_eq!(merged[0].1, PageContent::Event(7));
        assert_eq!(shown(vec![others(), event()])[1].1, PageContent::Event(7));
    }
}
