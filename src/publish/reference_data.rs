//! Checks faculties, institutions and contacts against each other.
//!
//! In comes the reference data of a site, out go diagnostics: unknown ids, cycles, a current
//! faculty without a contact. Never changes what is published.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::base::code::Code;
use crate::base::diagnostic::{Argument, Diagnostic, Place};
use crate::base::mention::AllowedMention;
use crate::base::pointer::Pointer;
use crate::base::source::SitePath;
use crate::model::reference::{Contact, Faculty, GroupPhoto, Institution};

use super::cycles::in_circles;
use super::known::{Ids, Known, check_name};

/// Reference data that is valid on the day of the build.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct References {
    /// Faculties in the order of the file.
    pub faculties: Vec<Faculty>,
    /// Institutions in the order of the file.
    pub institutions: Vec<Institution>,
    /// Current contacts in the order of the file.
    pub contacts: Vec<Contact>,
    /// Who can be recognised in which photo; never published.
    pub photos: Vec<GroupPhoto>,
    /// What may stand in one of these files although it is withheld; never published.
    pub allowed: Vec<(SitePath, AllowedMention)>,
}

/// Checks all reference data.
pub(super) fn check_reference_data(
    known: &Known<'_>,
    today: Date,
    out: &mut Vec<Diagnostic>,
) {
    let Ids { faculties, institutions, contacts } = &known.ids;
    let file = SitePath::new("content/faculties.yaml");
    for (number, faculty) in known.faculties.iter().enumerate() {
        let at = Pointer::default().item(number);
        for (index, id) in faculty.predecessors.iter().enumerate() {
            let at = at.then("predecessors").item(index);
            check_name(&file, at, id, faculties, "word-faculty", out);
        }
        if let Some(id) = &faculty.institution {
            check_name(
                &file,
                at.then("institution"),
                id,
                institutions,
                "word-institution",
                out,
            );
        }
    }
    let before = known.faculties.iter().map(|one| (&one.id, &one.predecessors));
    check_cycle(&file, "predecessors", &before.collect::<Vec<_>>(), out);
    let file = SitePath::new("content/institutions.yaml");
    for (number, institution) in known.institutions.iter().enumerate() {
        let at = Pointer::default().item(number);
        for (index, id) in institution.successors.iter().enumerate() {
            let at = at.then("successors").item(index);
            check_name(&file, at, id, institutions, "word-institution", out);
        }
    }
    let after = known.institutions.iter().map(|one| (&one.id, &one.successors));
    check_cycle(&file, "successors", &after.collect::<Vec<_>>(), out);
    let own = known.institutions.iter().filter(|i| i.own).count();
    if own > 1 || (own == 0 && known.institutions.len() > 1) {
        out.push(
            Diagnostic::at(Code::SelfInstitution, Place::file(&file))
                .with("count", Argument::Number(i64::try_from(own).unwrap_or(i64::MAX))),
        );
    }
    let file = SitePath::new("content/contacts.yaml");
    for (number, contact) in known.contacts.iter().enumerate() {
        let at = Pointer::default().item(number);
        if let Some(id) = &contact.faculty {
            check_name(&file, at.then("faculty"), id, faculties, "word-faculty", out);
        }
        if let Some(id) = &contact.deputy {
            check_name(&file, at.then("deputy"), id, contacts, "word-contact", out);
        }
    }
    check_coverage(known, today, out);
}

/// Each current faculty needs a current contact, once a site has any contacts at all.
fn check_coverage(known: &Known<'_>, today: Date, out: &mut Vec<Diagnostic>) {
    if known.contacts.is_empty() {
        return;
    }
    let present_contacts = known.contacts.iter().filter(|c| in_office(c, today));
    let covered: BTreeSet<&String> =
        present_contacts.filter_map(|contact| contact.faculty.as_ref()).collect();
    for (number, faculty) in known.faculties.iter().enumerate() {
        let present = faculty.until.is_none_or(|until| until.last_day() >= today);
        if present && !covered.contains(&faculty.id) {
            let place = Place::value(
                &SitePath::new("content/faculties.yaml"),
                Pointer::default().item(number).then("id"),
            );
            out.push(
                Diagnostic::at(Code::ContactMissing, place)
                    .with("name", Argument::Localised(faculty.name.clone()))
                    .text("id", faculty.id.clone()),
            );
        }
    }
}

/// True if a contact holds office on a day.
pub(super) fn in_office(contact: &Contact, today: Date) -> bool {
    contact.from.is_none_or(|from| from.first_day() <= today)
        && contact.until.is_none_or(|until| today <= until.last_day())
}

/// Reports an entry that precedes itself, directly or through others. Stops at the first, or every
/// entry of a cycle would be reported.
fn check_cycle(
    file: &SitePath,
    key: &str,
    next: &[(&String, &Vec<String>)],
    out: &mut Vec<Diagnostic>,
) {
    let numbers: BTreeMap<&String, usize> =
        next.iter().enumerate().map(|(number, (id, _))| (*id, number)).collect();
    let known = |ids: &Vec<String>| -> Vec<usize> {
        ids.iter().filter_map(|id| numbers.get(id).copied()).collect()
    };
    let next_numbers: Vec<Vec<usize>> = next.iter().map(|(_, ids)| known(ids)).collect();
    let circles = in_circles(&next_numbers);
    if let Some(number) = circles.iter().position(|in_circle| *in_circle) {
        let pointer = Pointer::default().item(number).then(key);
        out.push(
            Diagnostic::at(Code::ReferenceCycle, Place::value(file, pointer))
                .text("value", next[number].0.clone()),
        );
    }
}
