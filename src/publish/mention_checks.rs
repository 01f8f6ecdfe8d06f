//! Checks whom a document mentions, and which names it allows.
//!
//! In come all documents, published or not, out go diagnostics. Never decides whether anybody is
//! named.

use crate::base::code::Code;
use crate::base::diagnostic::{Argument, Diagnostic, Place, Spot};
use crate::base::mask;
use crate::base::pointer::Pointer;
use crate::base::source::SitePath;
use crate::model::document::Document;
use crate::model::mention::Mention;

use super::known::{Known, check_name};

/// Checks the people listed under `mentions` in the front matter.
pub(super) fn check_listed(
    path: &SitePath,
    mentions: &[Mention],
    known: &Known<'_>,
    out: &mut Vec<Diagnostic>,
) {
    for (number, one) in mentions.iter().enumerate() {
        if known.directory.find(&one.person).is_none() {
            let at = Pointer::key("mentions").item(number);
            check_name(path, at, &one.person, known.people(), "word-person", out);
        }
    }
}

/// Checks the people mentioned in texts, and the dates of allowed names.
pub(super) fn check_mentioned(
    document: &Document,
    known: &Known<'_>,
    out: &mut Vec<Diagnostic>,
) {
    for one in &document.mentioned {
        let person = one.person.as_str();
        if known.directory.find(person).is_some() || known.people().contains(person) {
            continue;
        }
        let shown = shows(document, &one.spot);
        let near = known.people().nearest(person).filter(|_| shown);
        let place = Place { path: document.path.clone(), spot: one.spot.clone() };
        out.push(
            Diagnostic::at(Code::ReferenceUnknown, place)
                .text("value", if shown { person } else { mask::MASK })
                .with("kind", Argument::Word("word-person"))
                .with("near", Argument::Suggestion(near)),
        );
    }
    for (number, allowed) in document.allowed_mentions.iter().enumerate() {
        if allowed.date > known.snapshot.today {
            let at = Pointer::key("allowed_mentions").item(number).then("date");
            out.push(
                Diagnostic::at(Code::AllowedLater, Place::value(&document.path, at))
                    .day("day", allowed.date),
            );
        }
    }
}

/// True if a report may quote the text at a place.
pub(super) fn shows(document: &Document, spot: &Spot) -> bool {
    match spot {
        Spot::Value(pointer) | Spot::Key(pointer) => mask::shows(&document.path, pointer),
        _ => mask::shows(&document.path, &Pointer::key("bio")),
    }
}
