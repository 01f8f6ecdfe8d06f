//! A faculty or an institution among those it came from and those it led to.
//!
//! In comes reference data, out go steps in order of time. Editors may enter a circle by mistake;
//! it ends where it began.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::date::PartialDate;
use crate::publish::words::Section;

use super::locale::Locale;
use super::{dates, terms};
use crate::render::view::LineStep;

/// A faculty or an institution in its lineage.
struct LineageStep<'s> {
    id: &'s str,
    from: Option<PartialDate>,
    until: Option<PartialDate>,
    after: Vec<&'s str>,
}

/// Everything that a faculty or an institution came from, and everything it led to, oldest first
/// and itself included; empty if it has neither predecessors nor successors.
pub(super) fn lineage(locale: Locale<'_>, section: Section, key: &str) -> Vec<LineStep> {
    let steps = steps(locale, section);
    let mut forth: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut back: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for step in &steps {
        for after in &step.after {
            forth.entry(step.id).or_default().push(after);
            back.entry(after).or_default().push(step.id);
        }
    }
    let mut related = reached(&forth, key);
    related.extend(reached(&back, key));
    if related.len() < 2 {
        return Vec::new();
    }
    let mut line: Vec<&LineageStep<'_>> =
        steps.iter().filter(|step| related.contains(step.id)).collect();
    // A stable sort: what has no date keeps the order of the editors' file.
    line.sort_by_key(|step| step.from.map(PartialDate::first_day));
    line.into_iter()
        .filter_map(|step| {
            let link = match section {
                Section::Faculties => terms::faculty_link(locale, step.id),
                _ => terms::institution_link(locale, step.id),
            }?;
            Some(LineStep {
                title: link.title,
                url: link.url,
                period: dates::years(locale, step.from, step.until),
                current: step.id == key,
            })
        })
        .collect()
}

fn steps(locale: Locale<'_>, section: Section) -> Vec<LineageStep<'_>> {
    let references = &locale.site.references;
    match section {
        Section::Faculties => references
            .faculties
            .iter()
            .map(|faculty| LineageStep {
                id: &faculty.id,
                from: faculty.from,
                until: faculty.until,
                after: references
                    .faculties
                    .iter()
                    .filter(|heir| heir.predecessors.contains(&faculty.id))
                    .map(|heir| heir.id.as_str())
                    .collect(),
            })
            .collect(),
        Section::Institutions => references
            .institutions
            .iter()
            .map(|one| LineageStep {
                id: &one.id,
                from: one.from,
                until: one.until,
                after: one.successors.iter().map(String::as_str).collect(),
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// The start and everything that can be reached from it, each once, so that a circle ends.
pub(crate) fn reached<'s>(
    next: &BTreeMap<&'s str, Vec<&'s str>>,
    start: &'s str,
) -> BTreeSet<&'s str> {
    let mut found = BTreeSet::from([start]);
    let mut open = vec![start];
    while let Some(id) = open.pop() {
        for other in next.get(id).into_iter().flatten() {
            if found.insert(other) {
                open.push(other);
            }
        }
    }
    found
}
