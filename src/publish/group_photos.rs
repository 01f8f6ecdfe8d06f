//! Photos of several people: shown only while everybody in them agrees.
//!
//! In come the list of photos and the directory of the day, out go the photos that must not be
//! shown, with notes on whose consent is missing. Never lets a name from here onto a page.

use std::collections::BTreeSet;

use crate::base::code::Code;
use crate::base::diagnostic::{Diagnostic, Place};
use crate::base::pointer::Pointer;
use crate::base::source::SitePath;
use crate::model::consent::Field;
use crate::model::reference::GroupPhoto;

use super::directory_index::DirectoryIndex;
use super::known::{Known, check_name};
use super::photo::{self, PhotoFiles};

/// The file that lists them.
pub(super) const FILE: &str = "content/photos.yaml";

/// Photos that are shown nowhere today.
pub(super) type WithheldPhotos = BTreeSet<SitePath>;

/// Photos that show a recognisable person who is not published or whose consent does not
/// include photos.
pub(super) fn withheld(
    photos: &[GroupPhoto],
    files: &PhotoFiles<'_>,
    directory: &DirectoryIndex<'_>,
) -> WithheldPhotos {
    let list = SitePath::new(FILE);
    let hidden = photos.iter().filter(|one| refusing(one, directory).next().is_some());
    let found = hidden.filter_map(|one| {
        let place = Place::file(&list);
        photo::find(files, &one.file, &place).ok().map(|found| found.source)
    });
    found.collect()
}

/// The people in a photo who do not agree to it today.
fn refusing<'p>(
    photo: &'p GroupPhoto,
    directory: &'p DirectoryIndex<'_>,
) -> impl Iterator<Item = &'p String> {
    let agrees =
        |person: &str| directory.find(person).is_some_and(|one| one.lists(Field::Photo));
    photo.people.iter().filter(move |person| !agrees(person))
}

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
