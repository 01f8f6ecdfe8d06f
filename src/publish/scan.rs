//! Collects the links and pictures in published texts.
//!
//! In comes the public site, which is completed with the pictures and files its texts need; out go
//! notes about links to withheld pages. Never looks at texts that are not published.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::code::Code;
use crate::base::diagnostic::{Diagnostic, Place};
use crate::base::digest::Digest;
use crate::base::slug::composed;
use crate::base::source::{FileBody, SitePath, percent_decoded};
use crate::model::document::Key;
use crate::model::text::Piece;

use super::collect::Bundles;
use super::photo::{self, FoundPhoto as Picture};
use super::public_page::{Download, VideoPlace};
use super::references;
use super::site::Site;
use super::site_files::SiteFiles;
use super::withheld_photos::WithheldPhotos;

/// Collects the links and pictures in published texts.
pub(super) struct Scan<'a> {
    pub(super) site: &'a mut Site,
    pub(super) photos: &'a SiteFiles<'a>,
    pub(super) withheld_photos: &'a WithheldPhotos<'a>,
    pub(super) diagnostics: &'a mut Vec<Diagnostic>,
}

impl Scan<'_> {
    pub(super) fn run(&mut self, bundles: &Bundles<'_>, broken: &BTreeSet<Key>) {
        let there = |key: &Key| bundles.contains(key) || broken.contains(key);
        let site = &*self.site;
        let mut found = Referenced::default();
        // Published texts only: a person may be shown without their text, and a section without
        // its introduction.
        for (path, body) in site.referring() {
            for piece in &body.pieces {
                match piece {
                    Piece::LinkStart { target, range, .. } => {
                        let place = Place::range(path, range.start..range.end);
                        let hidden = |file| self.withheld_photos.hides(file, None);
                        found.link(site, self.photos, target, place, there, hidden);
                    }
                    Piece::Picture { file, range, .. } => {
                        let place = Place::range(path, range.start..range.end);
                        let file = &composed(&percent_decoded(file)).into_owned();
                        if let (Ok(picture), Some(path)) =
                            (photo::find(self.photos, file, &place), path.join(file))
                            && !self.withheld_photos.hides(picture.digest, None)
                        {
                            found.pictures.insert(path, picture);
                        }
                    }
                    Piece::Html(_)
                    | Piece::LinkEnd
                    | Piece::MentionStart { .. }
                    | Piece::MentionEnd => {}
                }
            }
        }
        for page in site.pages.values().chain(site.introductions.values()) {
            if let Some(VideoPlace::Here { video, captions, .. }) =
                page.sign_language.as_ref().map(|video| &video.place)
            {
                found.downloads.extend(std::iter::once(video).chain(captions).cloned());
            }
        }
        self.site.pictures = found.pictures;
        let names = found.downloads.keys().filter(|path| !path.as_str().is_ascii());
        let composed = |path: &SitePath| composed(path.as_str()).into_owned();
        let names = names.map(|path| (composed(path), path.clone())).collect();
        self.site.download_names = names;
        self.site.downloads = found.downloads;
        self.diagnostics.extend(found.notes);
    }
}

/// The pictures and files that texts refer to.
#[derive(Default)]
struct Referenced {
    pictures: BTreeMap<SitePath, Picture>,
    downloads: BTreeMap<SitePath, Download>,
    notes: Vec<Diagnostic>,
}

impl Referenced {
    /// Records a link. If its target is withheld today, the page will show its text only, and
    /// the editor gets a note.
    fn link(
        &mut self,
        site: &Site,
        files: &SiteFiles<'_>,
        target: &str,
        place: Place,
        there: impl Fn(&Key) -> bool,
        hidden: impl Fn(Digest) -> bool,
    ) {
        let file = target.split(['#', '?']).next().unwrap_or(target);
        let Some(path) = place.path.join(&percent_decoded(file)) else { return };
        match Key::of(&path) {
            Some((key, _)) if there(&key) && site.addresses(&key).is_none() => {
                self.notes.push(
                    Diagnostic::at(Code::ReferenceWithheld, place)
                        .text("value", key.name.to_string()),
                );
            }
            None => {
                if let Some(source) = references::download(files, &path)
                    && let FileBody::Binary(file) = &source.body
                    && !hidden(source.digest)
                {
                    let download =
                        Download { digest: source.digest, length: file.length };
                    self.downloads.insert(source.path.clone(), download);
                }
            }
            _ => {}
        }
    }
}
