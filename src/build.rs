//! The pipeline: read, gate, plan, render. The only file that names every stage.
//!
//! In come a snapshot of the sources, its day, and what was asked for; out go the outputs and
//! everything there is to say. No disk, clock, network or terminal is touched; the same input
//! gives the same bytes on any number of threads.

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use crate::base::code::{Code, Severity};
use crate::base::config::{BaseUrl, Config};
use crate::base::diagnostic::{Argument, Checked, Diagnostic, Place, Spot, broken};
use crate::base::output::{OutputSet, Withheld};
use crate::base::pointer::Pointer;
use crate::base::source::{Body, Fault, SitePath, Snapshot, Source};
use crate::model::document::{Document, Key};
use crate::publish::assemble::{Input, site};
use crate::publish::reference_data::References;
use crate::publish::site::Site;
use crate::read::document::{Settings, document};
use crate::read::reference::{CONTACTS, FACULTIES, INSTITUTIONS, reference};
use crate::read::{self};
use crate::render::{outputs, theme};

/// What was asked for, besides the sources and the day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Request {
    /// Show drafts and scheduled pages. Never lifts a consent.
    pub drafts: bool,
    /// Address of the site in place of the configured one.
    pub base_url: Option<String>,
    /// Leave out files with errors and build the rest.
    pub leave_out_broken: bool,
}

/// What a build gives.
#[derive(Debug)]
pub struct Build {
    /// The finished site; not complete if there are errors.
    pub outputs: OutputSet,
    /// Everything there is to say, in the order of files and places.
    pub diagnostics: Vec<Diagnostic>,
    /// What is not published on that day.
    pub withheld: Vec<Withheld>,
    /// Number of pages.
    pub pages: usize,
    /// What is published on that day; `None` if the settings or the theme cannot be used.
    pub site: Option<Box<Site>>,
}

/// Builds a site.
pub fn build(snapshot: &Snapshot, request: &Request) -> Build {
    let mut diagnostics = Vec::new();
    let built = stages(snapshot, request, &mut diagnostics);
    let (outputs, site, pages) = built.unwrap_or_default();
    let withheld = site.as_ref().map(|site| site.withheld.clone()).unwrap_or_default();
    diagnostics.sort_by(|a, b| {
        (&a.place, a.code, &a.arguments).cmp(&(&b.place, b.code, &b.arguments))
    });
    diagnostics.dedup();
    Build { outputs, diagnostics, withheld, pages, site }
}

/// The site's time zone, if its settings can be read that far.
pub fn time_zone(snapshot: &Snapshot) -> Option<String> {
    read::config::time_zone(snapshot)
}

type Built = (OutputSet, Option<Box<Site>>, usize);

fn stages(
    snapshot: &Snapshot,
    request: &Request,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Built> {
    let config = config(snapshot, request, diagnostics)?;
    let theme = theme::load(snapshot, &config, diagnostics);
    // What is wrong with the settings and the theme stays wrong, whatever is left out.
    let before = diagnostics.clone();
    let mut read = read_all(snapshot, &config, diagnostics);
    loop {
        let site = gate(snapshot, &config, &read, request, diagnostics);
        if !request.leave_out_broken {
            // Nobody looks at the raw documents again; their memory serves the pages.
            read.documents = Vec::new();
        }
        let rendered =
            theme.as_ref().map(|theme| outputs::outputs(&site, theme, diagnostics));
        // A file can turn out wrong only when it is seen beside the others; then it is left
        // out too, and everything is decided again without it.
        if request.leave_out_broken && leave_out(&mut read, diagnostics) {
            diagnostics.retain(|d| {
                d.code == Code::LeftOut || read.own.contains(d) || before.contains(d)
            });
            continue;
        }
        let rendered = rendered?;
        return Some((OutputSet(rendered.files), Some(Box::new(site)), rendered.pages));
    }
}

fn config(
    snapshot: &Snapshot,
    request: &Request,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Config> {
    let Checked { value, diagnostics: own } = read::config::config(snapshot);
    diagnostics.extend(own);
    let mut config = value?;
    if let Some(written) = &request.base_url {
        match BaseUrl::parse(written) {
            Some(base_url) => config.base_url = base_url,
            None => diagnostics.push(
                Diagnostic::general(Code::ConfigBaseUrl).text("value", written.clone()),
            ),
        }
    }
    Some(config)
}

/// Everything that was read from `content/`.
struct Read {
    documents: Vec<Arc<Document>>,
    /// What files would be that could not be read.
    broken: BTreeSet<Key>,
    references: References,
    /// What reading had to say, so that it survives a second look at the whole.
    own: Vec<Diagnostic>,
}

fn read_all(
    snapshot: &Snapshot,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> Read {
    let settings = Settings {
        languages: config.languages.clone(),
        base: config.base_url.absolute("/"),
    };
    let sources: Vec<&Source> = snapshot.below("content/").collect();
    let results: Vec<_> = sources
        .par_iter()
        .filter(|source| source.path.extension() == "md")
        .map(|source| (&source.path, document(source, &settings)))
        .collect();
    let mut own = Vec::new();
    // Only a folder is walked; whatever else is called `content` must not pass for an empty
    // one, or the site would be replaced by nothing.
    if let Some(source) = snapshot.files.get(&SitePath::new("content")) {
        let fault = match &source.body {
            Body::Broken(fault) => fault.clone(),
            Body::Text(_) | Body::Binary(_) => Fault::Unreadable("not a folder".into()),
        };
        own.push(broken(&source.path, &fault));
    }
    let mut documents = Vec::with_capacity(results.len());
    let mut unread = BTreeSet::new();
    for (path, checked) in results {
        own.extend(checked.diagnostics);
        match checked.value {
            Some(document) => documents.push(Arc::new(document)),
            None => unread.extend(key_without_language(path)),
        }
    }
    // Other files that could not be read at all: folders, data files, photos.
    for source in sources.iter().filter(|source| source.path.extension() != "md") {
        if let Body::Broken(fault) = &source.body {
            own.push(broken(&source.path, fault));
        }
    }
    let Checked { value, diagnostics: reference_diagnostics } = reference(snapshot);
    own.extend(reference_diagnostics);
    diagnostics.extend(own.iter().cloned());
    let references = References {
        faculties: value.faculties,
        institutions: value.institutions,
        contacts: value.contacts,
    };
    Read { documents, broken: unread, references, own }
}

/// The original that a broken file would be; a broken translation breaks only itself.
fn key_without_language(path: &SitePath) -> Option<Key> {
    let (key, language) = Key::of(path)?;
    language.is_none().then_some(key)
}

fn gate(
    snapshot: &Snapshot,
    config: &Config,
    read: &Read,
    request: &Request,
    diagnostics: &mut Vec<Diagnostic>,
) -> Site {
    let input = Input {
        config,
        snapshot,
        documents: &read.documents,
        broken: &read.broken,
        references: read.references.clone(),
        drafts: request.drafts,
    };
    let mut found = Vec::new();
    let site = site(input, &mut found);
    let wrong: BTreeSet<&SitePath> =
        read.own.iter().filter(|d| d.is_error()).filter_map(Diagnostic::path).collect();
    let unknown = found.iter().filter(|d| d.code == Code::ReferenceUnknown);
    let unknown: BTreeSet<(SitePath, Pointer)> = unknown.filter_map(pointed).collect();
    found.retain(|one| !follows_from(one, &wrong) && !repeats(one, &unknown));
    diagnostics.append(&mut found);
    site
}

/// The value or key a diagnostic is about.
fn pointed(diagnostic: &Diagnostic) -> Option<(SitePath, Pointer)> {
    let place = diagnostic.place.as_ref()?;
    match &place.spot {
        Spot::Key(pointer) | Spot::Value(pointer) => {
            Some((place.path.clone(), pointer.clone()))
        }
        Spot::File | Spot::Range(_) | Spot::Line(_) => None,
    }
}

/// True for a note that somebody is withheld where it was said that nobody is there.
fn repeats(diagnostic: &Diagnostic, unknown: &BTreeSet<(SitePath, Pointer)>) -> bool {
    matches!(diagnostic.code, Code::ReferenceWithheld | Code::PersonWithheld)
        && pointed(diagnostic).is_some_and(|pointed| unknown.contains(&pointed))
}

/// True for what only follows from mistakes in a data file: an entry that could not be read is
/// not one that does not exist.
fn follows_from(diagnostic: &Diagnostic, wrong: &BTreeSet<&SitePath>) -> bool {
    let named = |word| diagnostic.arguments.contains(&("kind", Argument::Word(word)));
    let file = match diagnostic.code {
        Code::ReferenceUnknown if named("word-faculty") => FACULTIES,
        Code::ReferenceUnknown if named("word-institution") => INSTITUTIONS,
        Code::ReferenceUnknown if named("word-contact") => CONTACTS,
        Code::SelfInstitution => INSTITUTIONS,
        Code::ContactMissing => CONTACTS,
        _ => return false,
    };
    wrong.contains(&SitePath::new(file))
}

/// Turns errors in content files into warnings and drops these files. True if a document went
/// that was still there.
fn leave_out(read: &mut Read, diagnostics: &mut Vec<Diagnostic>) -> bool {
    let wrong: BTreeSet<SitePath> = diagnostics
        .iter()
        .filter(|d| d.is_error())
        .filter_map(|d| d.path().cloned())
        .filter(|path| path.as_str().starts_with("content/") && path.extension() == "md")
        .collect();
    for diagnostic in diagnostics.iter_mut().chain(&mut read.own) {
        if diagnostic.path().is_some_and(|path| wrong.contains(path)) {
            diagnostic.severity = diagnostic.severity.max(Severity::Warning);
        }
    }
    let known: BTreeSet<SitePath> = diagnostics
        .iter()
        .filter(|d| d.code == Code::LeftOut)
        .filter_map(|d| d.path().cloned())
        .collect();
    for path in wrong.difference(&known) {
        diagnostics.push(Diagnostic::at(Code::LeftOut, Place::file(path)));
    }
    let kept = diagnostics
        .iter()
        .filter(|d| d.path().is_some_and(|path| wrong.contains(path)))
        .cloned();
    read.own.extend(kept.collect::<Vec<_>>());
    let before = read.documents.len();
    read.documents.retain(|document| !wrong.contains(&document.path));
    read.broken.extend(wrong.iter().filter_map(key_without_language));
    before != read.documents.len()
}
