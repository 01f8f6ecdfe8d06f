//! Notes on photos of several people: shown only while everybody in them agrees.
//!
//! In come the list of photos and the directory of the day, out go notes on whose consent is
//! missing. Never lets a name from here onto a page.

use crate::base::code::Code;
use crate::base::diagnostic::{Diagnostic, Place};
use crate::base::pointer::Pointer;
use crate::base::source::SitePath;
use crate::model::reference::GroupPhoto;

use super::known::{Known, check_name};
use super::photo;
use super::withheld_photos::{FILE, refusing};

/// Reports which photos are withheld because of whom, and references to unknown people.
pub(super) fn check(photos: &[GroupPhoto], known: &Known<'_>, out: &mut Vec<Diagnostic>) {
    let list = SitePath::new(FILE);
    for (number, one) in photos.iter().enumerate() {
        let at = Pointer::default().item(number);
        let place = Place::value(&list, at.then("file"));
        if let Err(diagnostic) = photo::find(known.photos, &one.file, &place) {
            out.push(*diagnostic);
            continue;
        }
        let unknown = |person: &str| {
            known.directory.find(person).is_none() && !known.people().contains(person)
        };
        for (index, person) in one.people.iter().enumerate() {
            if unknown(person) {
                let at = at.then("people").item(index);
                check_name(&list, at, person, known.people(), "word-person", out);
            }
        }
        // Unknown people are reported above; they are no reason of their own.
        let refusing = refusing(one, known.directory).filter(|person| !unknown(person));
        let who: Vec<String> = refusing.cloned().collect();
        if !who.is_empty() {
            out.push(
                Diagnostic::at(Code::PhotoWithheld, place)
                    .text("file", one.file.clone())
                    .text("who", who.join(", ")),
            );
        }
    }
}
