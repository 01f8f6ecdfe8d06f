//! Addresses that are taken twice, or that some disks cannot hold side by side.
//!
//! In come the pages in the order of their paths, out go diagnostics about the files they come
//! from. Nothing here moves a page.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::base::code::{Code, Severity};
use crate::base::diagnostic::{Argument, Diagnostic, Place};
use crate::base::output::OutputPath;
use crate::publish::address;
use crate::publish::site::Site;
use crate::publish::words::Section;
use crate::render::formats::registry;

use super::job::{Job, PageContent};

/// Two pages at one address, and pages at addresses that are taken by the site itself.
pub(crate) fn report_clashes(
    site: &Site,
    jobs: &[Job],
    diagnostics: &mut Vec<Diagnostic>,
) {
    for pair in jobs.windows(2) {
        let [first, second] = pair else { continue };
        if first.path != second.path {
            continue;
        }
        // Nobody makes the search page or the archive, and their addresses are reserved: that
        // is said below.
        let is_reserved = |job: &&Job| {
            matches!(job.content, PageContent::Search | PageContent::Archive(_))
        };
        if [first, second].iter().any(is_reserved) {
            continue;
        }
        let (shown, other) = match (&first.source, &second.source) {
            (_, Some(source)) => (source, first.source.as_ref()),
            (Some(source), None) => (source, None),
            (None, None) => continue,
        };
        let mut diagnostic = Diagnostic::at(Code::AddressTaken, Place::file(shown))
            .text("address", second.address());
        diagnostic = match other {
            Some(other) => diagnostic.text("other", other.to_string()),
            None => diagnostic.with("other", Argument::Word("word-list-page")),
        };
        let both = [first, second];
        if both.into_iter().any(is_alias) && both.into_iter().any(comes_and_goes) {
            diagnostic.severity = Severity::Warning;
        }
        diagnostics.push(diagnostic);
    }
    let reserved = address::reserved(&site.config);
    let kept = Kept::of(site);
    for job in jobs {
        if let Some(source) = &job.source
            && let Some(address) = kept.covering(job)
        {
            diagnostics.push(
                Diagnostic::at(Code::AddressReserved, Place::file(source))
                    .text("address", address),
            );
            continue;
        }
        let (PageContent::Page(_) | PageContent::Redirect(_)) = &job.content else {
            continue;
        };
        let Some(source) = &job.source else { continue };
        let inner = job.address().trim_matches('/');
        let first = inner.split('/').next().unwrap_or(inner);
        let taken = reserved
            .iter()
            .find(|word| *word == inner || (first == "assets" && *word == first));
        if let Some(word) = taken {
            diagnostics.push(
                Diagnostic::at(Code::AddressReserved, Place::file(source))
                    .text("address", format!("/{word}/")),
            );
        }
    }
}

/// True for a list that is there only while something stands in it, or for a further page of
/// one. A former address gives way to it meanwhile.
fn comes_and_goes(job: &Job) -> bool {
    match &job.content {
        PageContent::Term(..) | PageContent::Letter(..) | PageContent::Offers(..) => true,
        PageContent::Stories(page)
        | PageContent::Events(page)
        | PageContent::Directory(page)
        | PageContent::Terms(_, page) => *page > 1,
        _ => false,
    }
}

/// Addresses below which lists appear by themselves, and kept for them even while there is none:
/// else the calendar alone would take an address away from what has it.
struct Kept {
    /// The archive of events, which an event could have.
    archives: Vec<String>,
    /// Lists of terms and offers, which a page could have. Former addresses give way to them.
    lists: Vec<String>,
}

impl Kept {
    fn of(site: &Site) -> Self {
        let config = &site.config;
        let languages = || config.languages.iter().copied();
        let sections = Section::TERMS.into_iter().chain([Section::Offers]);
        Self {
            archives: languages().map(|one| address::archive(config, one)).collect(),
            lists: sections
                .flat_map(|section| {
                    languages().map(move |one| address::section(config, section, one))
                })
                .collect(),
        }
    }

    /// The address that a document must not have.
    fn covering(&self, job: &Job) -> Option<String> {
        let own = job.address();
        let covers = |kept: &&String| own.starts_with(kept.as_str());
        let archive = self.archives.iter().find(covers);
        let list = || {
            // The introduction of a section stands at its address.
            let below = |kept: &&String| covers(kept) && own != kept.as_str();
            let is_page = matches!(job.content, PageContent::Page(_));
            self.lists.iter().filter(|_| is_page).find(below)
        };
        archive.or_else(list).cloned()
    }
}

/// Paths that only some disks can hold side by side: a file where another path needs a folder,
/// and two that differ in capitals only.
pub(crate) fn report_covered(
    site: &Site,
    jobs: &[Job],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut complain = |job: &Job, other: Option<&Job>| {
        let Some(source) = &job.source else { return };
        let place = Place::file(source);
        diagnostics.push(match other.and_then(|other| other.source.as_ref()) {
            Some(other) => Diagnostic::at(Code::AddressTaken, place)
                .text("address", job.address())
                .text("other", other.to_string()),
            None => Diagnostic::at(Code::AddressReserved, place)
                .text("address", job.address()),
        });
    };
    let mut files: BTreeMap<Cow<'_, str>, &Job> = BTreeMap::new();
    // Without capitals and former addresses, nothing can be in the way of anything.
    if jobs.iter().any(|job| is_alias(job) || has_capitals(&job.path)) {
        for job in jobs {
            if let Some(other) = files.insert(lower(&job.path), job)
                && other.path != job.path
            {
                let (alias, page) =
                    if is_alias(job) { (job, other) } else { (other, job) };
                complain(alias, Some(page));
            }
        }
    }
    // Files that are no pages and have no name of a format.
    let fixed = address::search_files(&site.config);
    let is_fixed =
        |folder: &str| fixed.iter().any(|file| file.trim_matches('/') == folder);
    for job in jobs.iter().filter(|job| is_alias(job)) {
        let path = lower(&job.path);
        let mut folders = path.match_indices('/').map(|(end, _)| &path[..end]);
        if let Some(other) = folders.clone().find_map(|folder| files.get(folder)) {
            complain(job, Some(other));
        } else if folders.any(|folder| {
            is_fixed(folder)
                || registry::reserved_names()
                    .any(|name| folder.rsplit('/').next() == Some(name))
        }) || is_fixed(&path)
        {
            complain(job, None);
        }
    }
}

fn has_capitals(path: &OutputPath) -> bool {
    // Without a way out in the middle, sixteen letters are looked at in one step.
    path.as_str().bytes().fold(false, |any, byte| any | byte.is_ascii_uppercase())
}

/// A path in small letters; hardly any has others.
fn lower(path: &OutputPath) -> Cow<'_, str> {
    if has_capitals(path) {
        path.as_str().to_lowercase().into()
    } else {
        path.as_str().into()
    }
}

fn is_alias(job: &Job) -> bool {
    matches!(job.content, PageContent::Redirect(_))
}
