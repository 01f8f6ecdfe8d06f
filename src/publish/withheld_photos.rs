//! Photos that are shown nowhere: group photos and portraits of people who do not agree.
//!
//! In come the list of group photos, all documents and the directory of the day, out go the
//! photos that must not be shown. A photo is known by its bytes: a link, a second path and a
//! copy are the same photo. Never decides about anybody's consent: the directory did.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::base::config::ConsentRules;
use crate::base::copies::Copies;
use crate::base::diagnostic::Place;
use crate::base::digest::Digest;
use crate::base::source::SitePath;
use crate::model::consent::Field;
use crate::model::document::{Document, DocumentContent, Section};
use crate::model::reference::GroupPhoto;
use crate::model::story::{Story, Subject};
use crate::model::text::Photo;

use super::collect::Bundles;
use super::consent::judge;
use super::directory_index::DirectoryIndex;
use super::photo;
use super::site_files::SiteFiles;

/// The file that lists them.
pub(super) const FILE: &str = "content/photos.yaml";

/// Photos that are shown nowhere today, by the digests of their bytes.
#[derive(Debug, Default, Hash)]
pub(super) struct WithheldPhotos<'d> {
    group: BTreeSet<Digest>,
    /// Portraits, with those who withhold them: names of entries, paths of stories.
    own: BTreeMap<Digest, BTreeSet<&'d str>>,
}

impl<'d> WithheldPhotos<'d> {
    /// True for a photo that must not be shown. `subject` is whose portrait it would be shown
    /// as: there, that person's own consent has decided already.
    pub(super) fn hides(&self, photo: Digest, subject: Option<&str>) -> bool {
        self.group.contains(&photo) || self.withholding(photo, subject).next().is_some()
    }

    /// All of them.
    pub(super) fn all(&self) -> BTreeSet<Digest> {
        self.group.iter().chain(self.own.keys()).copied().collect()
    }

    /// With what a sync client or an editor left beside such a photo: another version of it.
    fn with_copies(&mut self, files: &SiteFiles<'_>, copies: &Copies) {
        for (copy, original) in copies.iter() {
            let digest = |path| files.source(path).map(|source| source.digest);
            let (Some(copy), Some(original)) = (digest(copy), digest(original)) else {
                continue;
            };
            if self.group.contains(&original) {
                self.group.insert(copy);
            }
            if let Some(who) = self.own.get(&original).cloned() {
                self.own.entry(copy).or_default().extend(who);
            }
        }
    }

    /// Those whose portrait a photo is, and who do not agree to it today.
    pub(super) fn withholding(
        &self,
        photo: Digest,
        subject: Option<&str>,
    ) -> impl Iterator<Item = &'d str> {
        let own = self.own.get(&photo).into_iter().flatten();
        own.copied().filter(move |one| Some(*one) != subject)
    }
}

/// Whose portrait the photo of a story is.
pub(super) fn subject<'d>(document: &'d Document, story: &'d Story) -> &'d str {
    match &story.subject {
        Subject::Person(key) => key,
        Subject::Named(_) => document.path.as_str(),
    }
}

/// Photos that show a recognisable person who is not published or whose consent does not
/// include photos.
pub(super) fn withheld<'d>(
    photos: &[GroupPhoto],
    bundles: &Bundles<'d>,
    (files, copies): (&SiteFiles<'_>, &Copies),
    directory: &DirectoryIndex<'_>,
    (today, rules): (Date, &ConsentRules),
) -> WithheldPhotos<'d> {
    let list = SitePath::new(FILE);
    let hidden = photos.iter().filter(|one| refusing(one, directory).next().is_some());
    let group = hidden.filter_map(|one| {
        let found = photo::find(files, &one.file, &Place::file(&list)).ok()?;
        Some(found.digest)
    });
    let mut withheld = WithheldPhotos { group: group.collect(), own: BTreeMap::new() };
    let mut shown = BTreeSet::new();
    for portrait in portraits(bundles, directory, today, rules) {
        let Portrait { path, photo, subject, stand } = portrait;
        let Ok(found) = photo::find(files, &photo.file, &Place::file(path)) else {
            continue;
        };
        match stand {
            Stand::Shown => _ = shown.insert(found.digest),
            Stand::ShownHere => {}
            Stand::Withheld => {
                withheld.own.entry(found.digest).or_default().insert(subject);
            }
        }
    }
    // A drawing that many have in place of a photo, or two people who chose the same: whoever
    // agrees shows their own.
    withheld.own.retain(|photo, _| !shown.contains(photo));
    withheld.with_copies(files, copies);
    withheld
}

/// A portrait as somebody has it.
struct Portrait<'d> {
    path: &'d SitePath,
    photo: &'d Photo,
    subject: &'d str,
    stand: Stand,
}

enum Stand {
    /// Whoever it shows agrees to it.
    Shown,
    /// A story shows it, and the person's entry says for itself whether it does.
    ShownHere,
    Withheld,
}

fn portraits<'d>(
    bundles: &Bundles<'d>,
    directory: &DirectoryIndex<'_>,
    today: Date,
    rules: &ConsentRules,
) -> Vec<Portrait<'d>> {
    let mut found = Vec::new();
    for bundle in
        bundles.of(Section::Directory).iter().chain(bundles.of(Section::Portraits))
    {
        let path = &bundle.original.path;
        match &bundle.original.content {
            DocumentContent::Person(person) => {
                let subject = &*bundle.original.key.name;
                let agrees =
                    directory.find(subject).is_some_and(|p| p.lists(Field::Photo));
                let stand = if agrees { Stand::Shown } else { Stand::Withheld };
                let photo = person.photo.as_ref();
                found.extend(photo.map(|photo| Portrait { path, photo, subject, stand }));
            }
            DocumentContent::Story(story) => {
                let judged = judge(story.consent.as_ref(), today, rules);
                let agrees = judged.is_ok_and(|allowed| allowed.allows_story_photo());
                let published = |key: &str| {
                    directory.find(key).is_some_and(|p| p.channels().is_some())
                };
                let stand = match &story.subject {
                    Subject::Named(_) if agrees => Stand::Shown,
                    Subject::Person(key) if agrees && published(key) => Stand::ShownHere,
                    _ => Stand::Withheld,
                };
                let subject = subject(bundle.original, story);
                let photo = story.photo.as_ref();
                found.extend(photo.map(|photo| Portrait { path, photo, subject, stand }));
            }
            _ => {}
        }
    }
    found
}

/// The people in a photo who do not agree to it today.
pub(super) fn refusing<'p>(
    photo: &'p GroupPhoto,
    directory: &'p DirectoryIndex<'_>,
) -> impl Iterator<Item = &'p String> {
    let agrees =
        |person: &str| directory.find(person).is_some_and(|one| one.lists(Field::Photo));
    photo.people.iter().filter(move |person| !agrees(person))
}
