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
    let before = |f: &Faculty| (f.id.clone(), f.predecessors.clone());
    check_cycle(
        &file,
        "predecessors",
        &known.faculties.iter().map(before).collect::<Vec<_>>(),
        out,
    );
    let file = SitePath::new("content/institutions.yaml");
    for (number, institution) in known.institutions.iter().enumerate() {
        let at = Pointer::default().item(number);
        for (index, id) in institution.successors.iter().enumerate() {
            let at = at.then("successors").item(index);
            check_name(&file, at, id, institutions, "word-institution", out);
        }
    }
    let after = |i: &Institution| (i.id.clone(), i.successors.clone());
    check_cycle(
        &file,
        "successors",
        &known.institutions.iter().map(after).collect::<Vec<_>>(),
        out,
    );
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
    for (number, faculty) in known.faculties.iter().enumerate() {
        let present = faculty.until.is_none_or(|until| until.last_day() >= today);
        let covered = known
            .contacts
            .iter()
            .any(|c| c.faculty.as_ref() == Some(&faculty.id) && in_office(c, today));
        if present && !covered {
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
    next: &[(String, Vec<String>)],
    out: &mut Vec<Diagnostic>,
) {
    let by_id: BTreeMap<&String, &Vec<String>> =
        next.iter().map(|(id, ids)| (id, ids)).collect();
    for (number, (start, first)) in next.iter().enumerate() {
        let mut seen: BTreeSet<&String> = BTreeSet::new();
        let mut open: Vec<&String> = first.iter().collect();
        while let Some(id) = open.pop() {
            if id == start {
                let pointer = Pointer::default().item(number).then(key);
                out.push(
                    Diagnostic::at(Code::ReferenceCycle, Place::value(file, pointer))
                        .text("value", start.clone()),
                );
                return;
            }
            if seen.insert(id) {
                open.extend(by_id.get(id).into_iter().flat_map(|ids| ids.iter()));
            }
        }
    }
}
