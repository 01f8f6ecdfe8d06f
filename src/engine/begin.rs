//! The stages before rendering: settings, theme, documents, the public site.
//!
//! In come a snapshot and cached results, out goes a renderer that can make every page. Never
//! reports what is only a consequence of another mistake.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::audit::Unread;
use crate::base::code::Code;
use crate::base::config::{BaseUrl, Config};
use crate::base::copies::Copies;
use crate::base::diagnostic::{Argument, Checked, Diagnostic, Place, Spot, broken};
use crate::base::digest::Digest;
use crate::base::memo::{KeyPart, MemoRequest};
use crate::base::merge_marks::unfinished_merge;
use crate::base::source::{FileBody, FileFault, SitePath, Snapshot, Source};
use crate::base::stages::BuildStage;
use crate::model::document::{Document, Key, Section};
use crate::publish::assemble::{Input, site};
use crate::publish::passes;
use crate::publish::reference_data::References;
use crate::publish::site::Site;
use crate::read;
use crate::read::document::{Settings, document, key};
use crate::read::reference::{
    CONTACTS, FACULTIES, INSTITUTIONS, merge_mistake, reference,
};
use crate::register::chain::{Chain, chains};
use crate::register::check::check;
use crate::render::outputs::renderer::Renderer;
use crate::render::theme::{self, Theme};

use super::Request;
use super::memory::{KnownTheme, Memory, ReadFile};
use super::told_elsewhere::ToldElsewhere;

/// The results that depend on the files only, not on what is published.
pub(super) struct LoadedSite {
    config: Config,
    theme: Option<Arc<Theme>>,
    chains: Vec<Arc<Chain>>,
    pub(super) read: Read,
}

/// Everything that was read from `content/`.
pub(super) struct Read {
    /// As they are decided about: with withdrawals that are only told elsewhere.
    pub(super) documents: Vec<Arc<Document>>,
    /// As they are written, for the comparison with the register.
    pub(super) as_written: Vec<Arc<Document>>,
    /// People whose files could not be read and of whom nothing says that a consent holds.
    pub(super) unread: Vec<Unread>,
    /// The paths of all files that could not be read.
    unread_paths: Vec<SitePath>,
    /// Keys of files that could not be read.
    pub(super) broken: BTreeSet<Key>,
    references: References,
    /// Files that are left out, since they are copies of others.
    copies: Copies,
    /// Diagnostics from reading, kept so that deciding again does not lose them.
    pub(super) own: Vec<Diagnostic>,
}

impl LoadedSite {
    /// The settings.
    pub(super) fn config(&self) -> &Config {
        &self.config
    }
}

/// Reads settings, theme and documents; `None` if the settings are not valid.
pub(super) fn begin(
    snapshot: &Snapshot,
    request: &Request,
    memory: &mut Memory,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<LoadedSite> {
    let merges = unfinished_merges(snapshot);
    let begun = load(snapshot, request, memory, diagnostics);
    // What else is wrong with such a file follows from there being two of it.
    let halves: BTreeSet<&SitePath> =
        merges.iter().filter_map(Diagnostic::path).collect();
    diagnostics.retain(|one| one.path().is_none_or(|path| !halves.contains(path)));
    diagnostics.extend(merges.iter().cloned());
    begun
}

/// Files besides documents in which two versions stand beside each other.
fn unfinished_merges(snapshot: &Snapshot) -> Vec<Diagnostic> {
    // Documents are looked at when they are read, and remembered; a broken line of the register
    // is told of there.
    let is_elsewhere = |path: &SitePath| {
        let text = path.as_str();
        text.starts_with("register/")
            || text.starts_with("content/") && path.ends_in("md")
    };
    let others = snapshot.files.values().filter(|source| !is_elsewhere(&source.path));
    let lines = others.filter_map(|source| match &source.body {
        FileBody::Text(text) => Some((&source.path, unfinished_merge(text)?)),
        FileBody::Binary(_) | FileBody::Broken(_) => None,
    });
    lines.map(|(path, line)| merge_mistake(path, line)).collect()
}

fn load(
    snapshot: &Snapshot,
    request: &Request,
    memory: &mut Memory,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<LoadedSite> {
    let config = config(snapshot, request, diagnostics)?;
    let theme = theme(snapshot, &config, memory, diagnostics);
    let chains = chains(snapshot, &mut memory.register);
    let mut read = request
        .stages
        .of(BuildStage::Read, || read_all(snapshot, &config, memory, diagnostics));
    let told = ToldElsewhere::new(&chains, &request.withdrawn)
        .with_copies(&read.copies, snapshot);
    let rules = &config.consent;
    read.unread = told.unread(snapshot, &read.unread_paths, rules);
    read.documents = told.applied(&read.as_written, snapshot.today, rules);
    let only_in_copies = told.only_in_copies(&read.as_written);
    diagnostics.extend(only_in_copies.iter().cloned());
    read.own.extend(only_in_copies);
    memory.decided.clone_from(&read.documents);
    memory.unread.clone_from(&read.unread);
    Some(LoadedSite { config, theme, chains, read })
}

/// Decides what is published; there is a renderer if the theme is valid.
pub(super) fn renderer(
    begun: &LoadedSite,
    snapshot: &Snapshot,
    request: &Request,
    memory: &mut Memory,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Arc<Site>, Option<Renderer>) {
    let passes = &mut memory.passes;
    let stages = &request.stages;
    let site = stages
        .of(BuildStage::Gate, || gate(begun, snapshot, request, passes, diagnostics));
    let site = Arc::new(site);
    if !begun.chains.is_empty() {
        diagnostics.extend(check(
            &begun.chains,
            &begun.read.as_written,
            &begun.config.consent,
            // A person whose file could not be read is not gone.
            begun.read.broken.iter().all(|key| key.section != Section::Directory),
        ));
    }
    let renderer = begun.theme.as_ref().map(|theme| {
        let theme = Arc::clone(theme);
        memory.renderer.tell(stages);
        let (site, memory) = (Arc::clone(&site), &mut memory.renderer);
        stages.of(BuildStage::Plan, || Renderer::new(site, theme, memory, diagnostics))
    });
    (site, renderer)
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

fn theme(
    snapshot: &Snapshot,
    config: &Config,
    memory: &mut Memory,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Arc<Theme>> {
    let key = memory.keys.of(&[(KeyPart::Theme, theme::key(snapshot, config))]);
    let known = memory.theme.take().filter(|known| known.key == key);
    let known = known.unwrap_or_else(|| {
        let mut own = Vec::new();
        let theme = theme::load(snapshot, config, &mut own).map(Arc::new);
        KnownTheme { key, theme, diagnostics: own }
    });
    diagnostics.extend(known.diagnostics.iter().cloned());
    memory.theme.insert(known).theme.clone()
}

fn read_all(
    snapshot: &Snapshot,
    config: &Config,
    memory: &mut Memory,
    diagnostics: &mut Vec<Diagnostic>,
) -> Read {
    let mut own = Vec::new();
    // Only a folder is searched. A file of that name must not count as an empty folder, or an
    // empty site would replace the published one.
    if let Some(source) = snapshot.files.get(&SitePath::new("content")) {
        let fault = match &source.body {
            FileBody::Broken(fault) => fault.clone(),
            FileBody::Text(_) | FileBody::Binary(_) => {
                FileFault::Unreadable("not a folder".into())
            }
        };
        own.push(broken(&source.path, &fault));
    }
    let copies = Copies::of(snapshot);
    let sources: Vec<&Source> = snapshot.below("content/").collect();
    let (markdown, others): (Vec<&Source>, Vec<&Source>) = sources
        .into_iter()
        .filter(|source| !source.path.ends_in("md") || !copies.contains(&source.path))
        .partition(|source| source.path.ends_in("md"));
    let mut documents = Vec::with_capacity(markdown.len());
    let (mut unread, mut unread_paths) = (BTreeSet::new(), Vec::new());
    for (source, file) in markdown.iter().zip(files(&markdown, config, memory)) {
        own.extend(file.diagnostics.iter().cloned());
        if let Some(document) = &file.value {
            documents.push(Arc::clone(document));
        } else {
            unread_paths.push(source.path.clone());
            unread.extend(key_without_language(&source.path));
        }
    }
    // Other unreadable files and folders: data files, photos.
    for source in others {
        // A damaged photo is told of where it is named.
        if let FileBody::Broken(fault) = &source.body
            && *fault != FileFault::Damaged
        {
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
        photos: value.photos,
        allowed: value.allowed,
    };
    Read {
        documents: Vec::new(),
        as_written: documents,
        unread: Vec::new(),
        unread_paths,
        broken: unread,
        references,
        copies,
        own,
    }
}

/// Reads the files that changed since the last edition.
fn files<'m>(
    sources: &[&Source],
    config: &Config,
    memory: &'m mut Memory,
) -> impl Iterator<Item = &'m ReadFile> {
    let settings = Settings {
        languages: config.languages.clone(),
        base: config.base_url.absolute("/"),
    };
    files_with(sources, &settings, memory)
}

/// The same under settings of which only these two parts are known.
pub(super) fn files_with<'m>(
    sources: &[&Source],
    settings: &Settings,
    memory: &'m mut Memory,
) -> impl Iterator<Item = &'m ReadFile> + use<'m> {
    let digest = Digest::of_value(settings);
    let keys = memory.keys;
    let wanted = sources.iter().map(|source| MemoRequest {
        name: &source.path,
        digest: key(source, digest, keys),
        input: *source,
    });
    memory.files.renew(wanted, |source| {
        let Checked { value, diagnostics } = document(source, settings);
        Checked { value: value.map(Arc::new), diagnostics }
    })
}

/// The key of a broken original. A broken translation has none, since it only affects itself.
pub(super) fn key_without_language(path: &SitePath) -> Option<Key> {
    let (key, language) = Key::of(path)?;
    language.is_none().then_some(key)
}

fn gate(
    begun: &LoadedSite,
    snapshot: &Snapshot,
    request: &Request,
    passes: &mut passes::GateMemory,
    diagnostics: &mut Vec<Diagnostic>,
) -> Site {
    let read = &begun.read;
    let input = Input {
        config: &begun.config,
        snapshot,
        documents: &read.documents,
        broken: &read.broken,
        copies: &read.copies,
        references: read.references.clone(),
        drafts: request.drafts,
        placeholder_colours: request.placeholder_colours.clone(),
        someone: begun.theme.as_ref().map(|theme| theme.someone()).unwrap_or_default(),
    };
    let mut found = Vec::new();
    let site = site(input, passes, &mut found);
    let wrong: BTreeSet<&SitePath> =
        read.own.iter().filter(|d| d.is_error()).filter_map(Diagnostic::path).collect();
    let unknown = found.iter().filter(|d| d.code == Code::ReferenceUnknown);
    let unknown: BTreeSet<Place> = unknown.filter_map(pointed).collect();
    let withdrawn = read.own.iter().filter(|d| d.code == Code::CopyWithdrawn);
    let withdrawn: BTreeSet<&SitePath> = withdrawn.filter_map(Diagnostic::path).collect();
    // Of a copy with a withdrawal it is told with it that it is a copy.
    let is_told = |one: &Diagnostic| {
        one.code == Code::FileCopy
            && one.path().is_some_and(|path| withdrawn.contains(path))
    };
    found.retain(|one| {
        !follows_from(one, &wrong) && !repeats(one, &unknown) && !is_told(one)
    });
    diagnostics.append(&mut found);
    site
}

/// The place that a diagnostic is about, a key and its value being the same.
fn pointed(diagnostic: &Diagnostic) -> Option<Place> {
    let Place { path, spot } = diagnostic.place.as_ref()?;
    let spot = match spot {
        Spot::Key(pointer) => Spot::Value(pointer.clone()),
        Spot::Value(_) | Spot::Range(_) => spot.clone(),
        Spot::File | Spot::Line(_) => return None,
    };
    Some(Place { path: path.clone(), spot })
}

/// True for a note that a person is withheld at a place where they are reported as unknown.
fn repeats(diagnostic: &Diagnostic, unknown: &BTreeSet<Place>) -> bool {
    matches!(diagnostic.code, Code::ReferenceWithheld | Code::PersonWithheld)
        && pointed(diagnostic).is_some_and(|pointed| unknown.contains(&pointed))
}

/// True for a consequence of mistakes in a data file: entries that could not be read are not
/// unknown.
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
