//! Checks references between documents, and from documents to reference data.
//!
//! In come all documents, even those not published yet, so that mistakes are found in time; out
//! go diagnostics. Never decides about publication.

use jiff::Span;
use jiff::civil::Date;
use jiff::tz::AmbiguousOffset;

use crate::base::code::Code;
use crate::base::diagnostic::{Argument, Diagnostic, Place, nearest};
use crate::base::file_format::FileFormat;
use crate::base::mention;
use crate::base::pointer::Pointer;
use crate::base::source::{FileBody, SitePath, Source, percent_decoded};
use crate::model::consent::Consent;
use crate::model::document::{Document, DocumentContent, Key, Section};
use crate::model::event::{Event, EventTime, Status, Venue};
use crate::model::page::Page;
use crate::model::person::{Affiliation, Person};
use crate::model::story::{Story, Subject};
use crate::model::text::{Photo, Piece};

use super::collect::Bundle;
use super::gate::last_day;
use super::known::{Ids, Known, check_name};
use super::mention_checks::{check_listed, check_mentioned};
use super::photo::{self, FoundPhoto};
use super::site_files::SiteFiles;
use super::{video, withheld_photos};

/// Endings of pictures that are none of the site's.
const DRAWINGS: [&str; 10] =
    ["ai", "bmp", "eps", "gif", "heic", "ico", "psd", "svg", "tif", "tiff"];

/// Checks a document with its translations.
pub(super) fn check(bundle: &Bundle<'_>, known: &Known<'_>, out: &mut Vec<Diagnostic>) {
    let document = bundle.original;
    match &document.content {
        DocumentContent::Person(person) => check_person(document, person, known, out),
        DocumentContent::Story(story) => check_story(document, story, known, out),
        DocumentContent::Event(event) => check_event(document, event, known, out),
        DocumentContent::Page(page) => check_page(document, page, known, out),
        DocumentContent::Translation(..) => {}
    }
    let translations = bundle.translations.values().map(|one| one.document);
    for document in std::iter::once(document).chain(translations) {
        check_body(document, known, out);
        check_mentioned(document, known, out);
    }
}

fn check_person(
    document: &Document,
    person: &Person,
    known: &Known<'_>,
    out: &mut Vec<Diagnostic>,
) {
    let path = &document.path;
    affiliations(path, &person.affiliations, known, out);
    // Whoever is withheld is told of already.
    let _ = check_photo(path, "photo", person.photo.as_ref(), known, out);
    check_consent(path, person.consent.as_ref(), known, out);
    if known.config.directory.opaque_addresses && person.id.is_none() {
        out.push(Diagnostic::at(Code::IdMissing, Place::key(path, Pointer::key("id"))));
    }
}

fn check_story(
    document: &Document,
    story: &Story,
    known: &Known<'_>,
    out: &mut Vec<Diagnostic>,
) {
    let path = &document.path;
    if let Subject::Person(person) = &story.subject {
        check_name(
            path,
            Pointer::key("person"),
            person,
            known.people(),
            "word-person",
            out,
        );
    }
    affiliations(path, &story.affiliations, known, out);
    let found = check_photo(path, "photo", story.photo.as_ref(), known, out);
    let subject = withheld_photos::subject(document, story);
    note_withheld(path, "photo", found, Some(subject), known, out);
    check_consent(path, story.consent.as_ref(), known, out);
    check_listed(path, &story.mentions, known, out);
    if let Some(review) = story.review
        && review <= known.snapshot.today
    {
        let place = Place::value(path, Pointer::key("review"));
        out.push(
            Diagnostic::at(Code::ReviewDue, place)
                .text("title", mention::without_people(&story.title))
                .day("day", review),
        );
    }
}

fn check_event(
    document: &Document,
    event: &Event,
    known: &Known<'_>,
    out: &mut Vec<Diagnostic>,
) {
    let path = &document.path;
    let contacts = &known.ids.contacts;
    if let Some(organiser) = &event.organiser {
        let at = Pointer::key("organiser");
        check_name(path, at, organiser, contacts, "word-contact", out);
    }
    for (number, person) in event.speakers.iter().enumerate() {
        let at = Pointer::key("speakers").item(number);
        check_name(path, at, person, known.people(), "word-person", out);
    }
    check_listed(path, &event.mentions, known, out);
    let found = check_photo(path, "image", event.image.as_ref(), known, out);
    note_withheld(path, "image", found, None, known, out);
    check_mixed_order(path, event, known, out);
    note_missing_place(path, event, known, out);
    for (key, time) in [
        ("start", Some(event.start)),
        ("end", event.end),
        ("previous_start", event.previous_start),
    ] {
        if let Some(EventTime::Local(time)) = time {
            let ambiguous = known.zone.to_ambiguous_zoned_datetime(time);
            if matches!(ambiguous.offset(), AmbiguousOffset::Gap { .. }) {
                out.push(
                    Diagnostic::at(
                        Code::TimeMissingInZone,
                        Place::value(path, Pointer::key(key)),
                    )
                    .text("time", time.strftime("%H:%M").to_string())
                    .day("day", time.date())
                    .text("zone", known.config.time_zone.clone()),
                );
            }
        }
    }
}

/// What is written with an offset and what is written without can be compared in the site's zone
/// only; all else was compared when the file was read.
fn check_mixed_order(
    path: &SitePath,
    event: &Event,
    known: &Known<'_>,
    out: &mut Vec<Diagnostic>,
) {
    let Some(end) = event.end else { return };
    let has_offset = |time| matches!(time, EventTime::Instant(_));
    let (start, zone) = (event.start, known.zone);
    let is_reversed = if end.is_day() {
        end.day(zone) < start.day(zone)
    } else {
        end.local(zone) < start.local(zone)
    };
    if has_offset(start) != has_offset(end) && is_reversed {
        let place = Place::value(path, Pointer::key("end"));
        out.push(
            Diagnostic::at(Code::EventEndsBeforeStart, place)
                .text("title", mention::without_people(&event.title))
                .with("near", Argument::Suggestion(None)),
        );
    }
}

/// Structured data about an event must name a place, so that one without has none. What is over or
/// does not take place needs none.
fn note_missing_place(
    path: &SitePath,
    event: &Event,
    known: &Known<'_>,
    out: &mut Vec<Diagnostic>,
) {
    let Venue { name, street, postal_code: _, city, online } = &event.place;
    let somewhere =
        name.is_some() || city.is_some() || street.is_some() || online.is_some();
    let happens = matches!(event.status, Status::Scheduled | Status::Postponed);
    let is_over = last_day(event.start, event.end, known.zone) < known.snapshot.today;
    if !somewhere && happens && !is_over {
        let place = Place::value(path, Pointer::key("title"));
        let title = mention::without_people(&event.title);
        out.push(Diagnostic::at(Code::EventPlaceMissing, place).text("title", title));
    }
}

fn check_page(
    document: &Document,
    page: &Page,
    known: &Known<'_>,
    out: &mut Vec<Diagnostic>,
) {
    let path = &document.path;
    if let Some(statement) = &page.accessibility {
        let last = statement.last_look();
        let due = last.checked_add(Span::new().years(1)).unwrap_or(Date::MAX);
        if due < known.snapshot.today {
            let key = if statement.reviewed.is_some() { "reviewed" } else { "prepared" };
            let place = Place::value(path, Pointer::key("accessibility").then(key));
            out.push(Diagnostic::at(Code::StatementOld, place).day("day", last));
        }
    }
    let Some(sign) = &page.sign_language else { return };
    let place = |key| Place::value(path, Pointer::key("sign_language").then(key));
    if !sign.elsewhere {
        let files = [
            ("video", Some(&sign.video), video::VIDEO),
            ("captions", sign.captions.as_ref(), video::CAPTIONS),
        ];
        for (key, file, endings) in files {
            let found =
                file.map(|file| video::find(known.photos, file, endings, &place(key)));
            out.extend(found.and_then(Result::err).map(|diagnostic| *diagnostic));
        }
        let poster = sign.poster.as_ref();
        let found = poster.map(|file| photo::find(known.photos, file, &place("poster")));
        out.extend(found.and_then(Result::err).map(|diagnostic| *diagnostic));
    }
    if let Some(transcript) = &sign.transcript {
        check_link(document, transcript, place("transcript"), known, out);
    }
}

fn affiliations(
    path: &SitePath,
    affiliations: &[Affiliation],
    known: &Known<'_>,
    out: &mut Vec<Diagnostic>,
) {
    if affiliations.is_empty() {
        return;
    }
    let Ids { faculties, institutions, .. } = &known.ids;
    for (number, affiliation) in affiliations.iter().enumerate() {
        let at = Pointer::key("affiliations").item(number);
        if let Some(id) = &affiliation.faculty {
            check_name(path, at.then("faculty"), id, faculties, "word-faculty", out);
        }
        if let Some(id) = &affiliation.institution {
            check_name(
                path,
                at.then("institution"),
                id,
                institutions,
                "word-institution",
                out,
            );
        }
    }
}

fn check_photo(
    path: &SitePath,
    key: &str,
    photo: Option<&Photo>,
    known: &Known<'_>,
    out: &mut Vec<Diagnostic>,
) -> Option<FoundPhoto> {
    let place = Place::value(path, Pointer::key(key).then("file"));
    match photo::find(known.photos, &photo?.file, &place) {
        Ok(found) => Some(found),
        Err(diagnostic) => {
            out.push(*diagnostic);
            None
        }
    }
}

/// Says why somebody's portrait is not shown where it is no portrait. Group photos are noted
/// once, where they are listed.
fn note_withheld(
    path: &SitePath,
    key: &str,
    photo: Option<FoundPhoto>,
    subject: Option<&str>,
    known: &Known<'_>,
    out: &mut Vec<Diagnostic>,
) {
    let Some(photo) = photo else { return };
    let who: Vec<&str> =
        known.withheld_photos.withholding(photo.digest, subject).collect();
    if !who.is_empty() {
        let place = Place::value(path, Pointer::key(key).then("file"));
        out.push(
            Diagnostic::at(Code::PhotoWithheld, place)
                .text("file", photo.source.to_string())
                .text("who", who.join(", ")),
        );
    }
}

fn check_consent(
    path: &SitePath,
    consent: Option<&Consent>,
    known: &Known<'_>,
    out: &mut Vec<Diagnostic>,
) {
    let declared = &known.config.consent.texts;
    if declared.is_empty() {
        return;
    }
    let Some(consent) = consent else { return };
    let pointer = Pointer::key("consent.text");
    let Some(text) = &consent.text else {
        // Without it, nobody can prove later what the person agreed to.
        if consent.given.is_some() && consent.withdrawn.is_none() {
            let line = format!("text: {}", declared[0]);
            out.push(
                Diagnostic::at(Code::KeyMissing, Place::key(path, pointer.clone()))
                    .with("key", Argument::Key(pointer))
                    .text("line", line),
            );
        }
        return;
    };
    if !declared.contains(text) {
        let near = nearest(text, declared.iter().map(String::as_str));
        out.push(
            Diagnostic::at(Code::ConsentTextUnknown, Place::value(path, pointer))
                .text("value", text.clone())
                .with("known", Argument::Choices(declared.clone()))
                .with("near", Argument::Suggestion(near)),
        );
    }
}

/// Checks links to files of the site, and pictures, inside a text.
fn check_body(document: &Document, known: &Known<'_>, out: &mut Vec<Diagnostic>) {
    for piece in &document.body.pieces {
        match piece {
            // Mentions are collected separately and checked in `mention_checks`.
            Piece::Html(_)
            | Piece::LinkEnd
            | Piece::MentionStart { .. }
            | Piece::MentionEnd => {}
            Piece::LinkStart { target, range, .. } => {
                let place = Place::range(&document.path, range.start..range.end);
                check_link(document, target, place, known, out);
            }
            Piece::Picture { file, range, .. } => {
                let place = Place::range(&document.path, range.start..range.end);
                let file = percent_decoded(file);
                if let Err(diagnostic) = photo::find(known.photos, &file, &place) {
                    out.push(*diagnostic);
                }
            }
        }
    }
}

fn check_link(
    document: &Document,
    target: &str,
    place: Place,
    known: &Known<'_>,
    out: &mut Vec<Diagnostic>,
) {
    let file = target.split(['#', '?']).next().unwrap_or(target);
    // Absolute paths are checked against the finished pages instead.
    if file.starts_with('/') || file.is_empty() {
        return;
    }
    let file = percent_decoded(file);
    let path = document.path.join(&file);
    let found = path.as_ref().is_some_and(|path| match Key::of(path) {
        Some((key, _)) => known.is_document(&key) || is_section(&key),
        None => download(known.photos, path).is_some(),
    });
    if found {
        return;
    }
    // In a person's own text, even the target of a link may be private.
    let shown = !document.path.as_str().starts_with("content/directory/");
    let value = if shown { target } else { crate::base::mask::MASK };
    if let Some(source) = path.as_ref().and_then(|path| known.photos.source(path)) {
        // What cannot be read is told already.
        let kind = unpublished(source, known);
        out.extend(kind.map(|kind| {
            Diagnostic::at(Code::LinkUnpublished, place)
                .text("value", value)
                .with("kind", Argument::Word(kind))
        }));
        return;
    }
    let near = path.as_ref().and_then(|path| {
        let folder = format!("{}/", path.folder());
        let beside = known.snapshot.around(&folder, path.file_name());
        let beside = beside.map(|source| source.path.file_name());
        let near = nearest(path.file_name(), beside)?;
        // A link ending in `/` or `..` does not end in a file name that could be replaced.
        let kept = file.strip_suffix(path.file_name())?;
        Some(format!("{kept}{near}"))
    });
    out.push(
        Diagnostic::at(Code::LinkUnknown, place)
            .text("value", value)
            .with("near", Argument::Suggestion(near.filter(|_| shown))),
    );
}

/// A section has a page even without an introduction.
pub(super) fn is_section(key: &Key) -> bool {
    key.name.is_empty() && !matches!(key.section, Section::Pages)
}

/// The file at a path, if it may be published because a text links to it. Photos may not: their
/// metadata tells where and when they were taken.
pub(super) fn download<'s>(files: &SiteFiles<'s>, path: &SitePath) -> Option<&'s Source> {
    FileFormat::of(path.as_str())?;
    files.source(path).filter(|source| {
        matches!(&source.body, FileBody::Binary(binary) if binary.picture.is_none())
    })
}

/// Why a file that is there cannot be linked to; `None` if it cannot be read.
fn unpublished(source: &Source, known: &Known<'_>) -> Option<&'static str> {
    if known.copies.contains(&source.path) {
        return Some("unpublished-copy");
    }
    let ending = source.path.extension();
    match &source.body {
        FileBody::Broken(_) => None,
        FileBody::Binary(binary) if binary.picture.is_some() => Some("unpublished-photo"),
        _ if DRAWINGS.contains(&ending.as_str()) => Some("unpublished-drawing"),
        FileBody::Text(_) if ending == "txt" => Some("unpublished-text"),
        FileBody::Text(_) | FileBody::Binary(_) => Some("unpublished-other"),
    }
}
