//! A faculty or an institution among those it came from and those it led to.
//!
//! In comes reference data, out go steps in order of time. Editors may enter a circle by mistake;
//! it ends where it began. Never looks at what has nothing to do with the one that is asked for.

use std::collections::BTreeSet;

use crate::base::date::PartialDate;
use crate::base::work;
use crate::publish::site::Site;
use crate::publish::words::Section;

use super::locale::Locale;
use super::{dates, terms};
use crate::render::view::LineStep;

/// A faculty or an institution in its lineage.
struct LineageStep<'s> {
    id: &'s str,
    from: Option<PartialDate>,
    until: Option<PartialDate>,
}

/// Everything that a faculty or an institution came from, and everything it led to, oldest first
/// and itself included; empty if it has neither predecessors nor successors.
pub(super) fn lineage<'s>(
    locale: Locale<'s>,
    section: Section,
    key: &'s str,
) -> Vec<LineStep> {
    let site = locale.site;
    let mut related = reached(key, |id| led_to(site, section, id));
    related.extend(reached(key, |id| came_from(site, section, id)));
    if related.len() < 2 {
        return Vec::new();
    }
    let mut line = steps(site, section, &related);
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

/// What came directly of a faculty or an institution.
fn led_to<'s>(site: &'s Site, section: Section, id: &str) -> Vec<&'s str> {
    match section {
        Section::Faculties => site.heirs(id).map(|heir| heir.id.as_str()).collect(),
        Section::Institutions => {
            let own = site.institution(id).into_iter();
            own.flat_map(|one| &one.successors).map(String::as_str).collect()
        }
        _ => Vec::new(),
    }
}

/// What it came directly from.
fn came_from<'s>(site: &'s Site, section: Section, id: &str) -> Vec<&'s str> {
    match section {
        Section::Faculties => {
            let own = site.faculty(id).into_iter();
            let before = own.flat_map(|one| &one.predecessors);
            before.filter_map(|id| Some(site.faculty(id)?.id.as_str())).collect()
        }
        Section::Institutions => site.origins(id).map(|one| one.id.as_str()).collect(),
        _ => Vec::new(),
    }
}

/// Those of some ids that are known, in the order of the editors' file.
fn steps<'s>(
    site: &'s Site,
    section: Section,
    ids: &BTreeSet<&str>,
) -> Vec<LineageStep<'s>> {
    let references = &site.references;
    if section == Section::Faculties {
        let numbers = ids.iter().filter_map(|id| site.faculty_number(id));
        let numbers: BTreeSet<usize> = numbers.collect();
        let faculties = numbers.into_iter().map(|number| &references.faculties[number]);
        return faculties
            .map(|one| LineageStep { id: &one.id, from: one.from, until: one.until })
            .collect();
    }
    let numbers = ids.iter().filter_map(|id| site.institution_number(id));
    let numbers: BTreeSet<usize> = numbers.collect();
    let institutions = numbers.into_iter().map(|number| &references.institutions[number]);
    institutions
        .map(|one| LineageStep { id: &one.id, from: one.from, until: one.until })
        .collect()
}

/// The start and everything that can be reached from it, each once, so that a circle ends.
pub(crate) fn reached<'s>(
    start: &'s str,
    next: impl Fn(&str) -> Vec<&'s str>,
) -> BTreeSet<&'s str> {
    let mut found = BTreeSet::from([start]);
    let mut open = vec![start];
    while let Some(id) = open.pop() {
        for other in next(id) {
            work::looked_at(1);
            if found.insert(other) {
                open.push(other);
            }
        }
    }
    found
}
