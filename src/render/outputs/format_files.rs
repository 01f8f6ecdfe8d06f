//! The files of all output formats of one site.
//!
//! In come the site, the words of the theme and the pages that are planned, out go the bytes of
//! a path and who is seen in it. Nothing here knows one format from another.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use crate::base::output::{Content, OutputPath};
use crate::base::presence::Seen;
use crate::publish::site::Site;
use crate::render::formats::format::{Files, OwnFile, Words};
use crate::render::formats::registry::{self, FORMATS};
use crate::render::plan::indexable;
use crate::render::plan::job::Job;

/// Found and made when somebody asks for them.
#[derive(Default)]
pub(crate) struct FormatFiles {
    own: OnceLock<BTreeMap<OutputPath, Box<dyn OwnFile>>>,
    of_pages: OnceLock<BTreeMap<OutputPath, (Content, BTreeSet<Seen>)>>,
}

impl FormatFiles {
    /// True if a format has a file at a path.
    pub(crate) fn hold(&self, site: &Site, jobs: &[Job], path: &OutputPath) -> bool {
        (registry::is_named(path.as_str()) && self.own(site).contains_key(path))
            || (may_be_of_pages(path) && self.of_pages(site, jobs).contains_key(path))
    }

    /// What stands at a path, if a format has a file there.
    pub(crate) fn content(
        &self,
        site: &Site,
        words: &Words,
        jobs: &[Job],
        path: &OutputPath,
    ) -> Option<Content> {
        if registry::is_named(path.as_str())
            && let Some(file) = self.own(site).get(path)
        {
            return Some(bytes(file.bytes(site, words)));
        }
        let of_pages = may_be_of_pages(path).then(|| self.of_pages(site, jobs));
        of_pages?.get(path).map(|(content, _)| content.clone())
    }

    /// Every file with what stands in it.
    pub(crate) fn all(
        &self,
        site: &Site,
        words: &Words,
        jobs: &[Job],
    ) -> Vec<(OutputPath, Content)> {
        let own = self.own(site).par_iter();
        let own = own.map(|(path, file)| (path.clone(), bytes(file.bytes(site, words))));
        let of_pages = self.of_pages(site, jobs).par_iter();
        let of_pages = of_pages.map(|(path, (made, _))| (path.clone(), made.clone()));
        own.chain(of_pages).collect()
    }

    /// Who is seen in every file.
    pub(crate) fn seen<'f>(
        &'f self,
        site: &'f Site,
        jobs: &[Job],
    ) -> impl Iterator<Item = (OutputPath, BTreeSet<Seen>)> + use<'f> {
        let own = self.own(site).iter();
        let own = own.map(|(path, file)| (path.clone(), file.seen(site)));
        let of_pages = self.of_pages(site, jobs).iter();
        own.chain(of_pages.map(|(path, (_, seen))| (path.clone(), seen.clone())))
    }

    fn own(&self, site: &Site) -> &BTreeMap<OutputPath, Box<dyn OwnFile>> {
        self.own.get_or_init(|| {
            let files = FORMATS.iter().flat_map(|format| match format.files() {
                Files::Own(files) => files(site),
                Files::OfPages { .. } => Vec::new(),
            });
            files.collect()
        })
    }

    fn of_pages(
        &self,
        site: &Site,
        jobs: &[Job],
    ) -> &BTreeMap<OutputPath, (Content, BTreeSet<Seen>)> {
        self.of_pages.get_or_init(|| {
            let pages = indexable::pages(site, jobs);
            let files = FORMATS.iter().flat_map(|format| match format.files() {
                Files::OfPages { make, .. } => make(site, &pages),
                Files::Own(_) => Vec::new(),
            });
            files
                .filter_map(|file| {
                    let content = bytes(file.text.into_bytes());
                    Some((OutputPath::new(&file.path)?, (content, file.seen)))
                })
                .collect()
        })
    }
}

/// Whether it is worth making the files of the pages for a path.
fn may_be_of_pages(path: &OutputPath) -> bool {
    FORMATS.iter().any(|format| match format.files() {
        Files::OfPages { may_be, .. } => may_be(path),
        Files::Own(_) => false,
    })
}

fn bytes(bytes: Vec<u8>) -> Content {
    Content::Bytes(Arc::from(bytes))
}
