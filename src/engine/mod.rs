//! The pipeline: read, gate, plan, render; the only folder that imports every stage.
//!
//! In come a snapshot of the sources, its day, a request and cached results, out go outputs and
//! diagnostics. Never touches disk, clock, network or terminal: the same input gives the same
//! bytes, whatever the number of threads and the state of the cache.

use std::sync::Arc;

use jiff::civil::Date;

use crate::audit::Audit;
use crate::base::diagnostic::Diagnostic;
use crate::base::language::Language;
use crate::base::output::{Content, OutputSet, Withheld};
use crate::base::page_store::PagePlace;
use crate::base::placeholder_colour::PlaceholderColours;
use crate::base::source::{SitePath, Snapshot};
use crate::base::stages::{BuildStage, Stages};
use crate::model::document::Key;
use crate::publish::site::Site;
use crate::read;
use crate::render::outputs::page_sink::PageSink;
use crate::render::outputs::presence::Presence;
use crate::render::outputs::renderer::Renderer;
use crate::render::server_rules;
use crate::render::theme;

pub mod office;
pub mod page_info;
pub mod preview;
pub mod proof;
pub mod published_index;
#[cfg(feature = "theme-check")]
pub mod theme_check;

mod begin;
#[cfg(test)]
mod growth;
mod indexed_people;
mod leave_out;
mod memory;
mod searched_pages;
mod told_elsewhere;

use searched_pages::SearchedPages;

pub use crate::audit::Traces;
pub use crate::publish::address::is_overview;
pub use crate::read::edit::Unchanged;
pub use crate::render::formats::registry::media_type;
pub use crate::render::server_rules::{MARK, ServerRules};
pub use memory::Memory;

/// What to build, besides the sources and the day.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Show drafts and scheduled pages. Never overrides a missing consent.
    pub drafts: bool,
    /// Address of the site instead of the one in the settings.
    pub base_url: Option<String>,
    /// Leave out files with errors and build the rest.
    pub leave_out_broken: bool,
    /// Withdrawals that the sources do not tell yet, by the file and from when.
    pub withdrawn: Vec<(SitePath, Date)>,
    /// Computes the placeholder colours of photos. They are not part of the snapshot, since only
    /// photos that are shown have to be decoded.
    pub placeholder_colours: PlaceholderColours,
    /// Who is told how far the build is.
    pub stages: Stages,
    /// Where pages go; without a place they stay in memory.
    pub pages: PagePlace,
}

/// The result of a build.
#[derive(Debug)]
pub struct Build {
    /// The finished site; incomplete if there are errors.
    pub outputs: OutputSet,
    /// All diagnostics, ordered by file and place.
    pub diagnostics: Vec<Diagnostic>,
    /// What is not published on that day.
    pub withheld: Vec<Withheld>,
    /// Number of pages.
    pub pages: usize,
    /// What is published on that day; `None` if settings or theme are not valid.
    pub site: Option<Arc<Site>>,
    /// Searches for values that must not appear; `None` if there is no site.
    pub audit: Option<Audit>,
    /// Who is seen in which output.
    pub presence: Presence,
}

/// A site before rendering: it is decided what is published, and every page can be rendered.
pub struct Edition {
    site: Option<Arc<Site>>,
    renderer: Option<Renderer>,
    diagnostics: Vec<Diagnostic>,
}

/// Builds a site.
pub fn build(snapshot: &Snapshot, request: &Request) -> Build {
    build_from(snapshot, request, Memory::default())
}

/// Builds a site of which something was read already.
pub fn build_from(snapshot: &Snapshot, request: &Request, mut memory: Memory) -> Build {
    if request.leave_out_broken {
        return leave_out::build(snapshot, request, memory);
    }
    let mut diagnostics = Vec::new();
    let begun = begin::begin(snapshot, request, &mut memory, &mut diagnostics);
    let Some(begun) = begun else {
        let diagnostics = in_order(diagnostics);
        return Edition { site: None, renderer: None, diagnostics }.finish();
    };
    let (site, renderer) =
        begin::renderer(&begun, snapshot, request, &mut memory, &mut diagnostics);
    // The audit needs the raw values to search for them.
    let (documents, unread) = (&begun.read.documents, &begun.read.unread);
    let theme = theme::built_in_texts(&site.config);
    let stages = &request.stages;
    let audit = stages.of(BuildStage::Secrets, || {
        Audit::new(documents, unread, &site, snapshot, &theme)
    });
    // Free the raw documents before rendering, since the pages need the memory.
    drop((memory, begun));
    let diagnostics = in_order(diagnostics);
    let edition = Edition { site: Some(site), renderer, diagnostics };
    let finished = stages.of(BuildStage::Render, || match request.pages.store() {
        Some(store) => edition.finish_into(Some(&SearchedPages::new(&audit, store))),
        None => edition.finish(),
    });
    stages.of(BuildStage::Audit, || audited(finished, Some(audit)))
}

/// Searches the outputs for values that must not appear.
fn audited(mut built: Build, audit: Option<Audit>) -> Build {
    if let Some(audit) = audit {
        let mut found = std::mem::take(&mut built.diagnostics);
        found.extend(audit.search(&built.outputs));
        built.diagnostics = in_order(found);
        built.audit = Some(audit);
    }
    built
}

/// Decides what is published, and prepares rendering. Results in `memory` are reused and updated;
/// they never change the outcome.
pub fn edition(snapshot: &Snapshot, request: &Request, memory: &mut Memory) -> Edition {
    let mut diagnostics = Vec::new();
    let begun = begin::begin(snapshot, request, memory, &mut diagnostics);
    let rendered = begun.map(|begun| {
        begin::renderer(&begun, snapshot, request, memory, &mut diagnostics)
    });
    let (site, renderer) =
        rendered.map_or((None, None), |(site, renderer)| (Some(site), renderer));
    Edition { site, renderer, diagnostics: in_order(diagnostics) }
}

impl Build {
    /// Searches the files that are copied unchanged. `read` returns the bytes of a source; one
    /// that cannot be read is skipped here, since writing it will fail and be reported.
    pub fn search_copies(
        &self,
        read: impl Fn(&SitePath) -> Option<Vec<u8>>,
    ) -> Vec<Diagnostic> {
        let Some(audit) = &self.audit else { return Vec::new() };
        let copies = self.outputs.0.iter().filter_map(|(path, content)| match content {
            Content::Copy(source, _) => Some((path, source)),
            Content::Bytes(_)
            | Content::Picture(_)
            | Content::Card(_)
            | Content::Stored(_) => None,
        });
        let found =
            copies.filter_map(|(path, source)| Some((path, source, read(source)?)));
        let said = found
            .flat_map(|(path, source, bytes)| audit.search_copy(source, path, &bytes));
        said.collect()
    }
}

impl Edition {
    /// What is published; `None` if the settings are not valid.
    pub fn site(&self) -> Option<&Arc<Site>> {
        self.site.as_ref()
    }

    /// Renders pages; `None` if settings or theme are not valid.
    pub fn renderer(&self) -> Option<&Renderer> {
        self.renderer.as_ref()
    }

    /// The diagnostics of everything before rendering.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// What is not published on that day.
    pub fn withheld(&self) -> &[Withheld] {
        self.site.as_ref().map_or(&[], |site| &site.withheld)
    }

    /// The address of the page made from a content file, relative to the base path.
    pub fn page_of(&self, path: &SitePath) -> Option<&str> {
        let site = self.site.as_ref()?;
        let (key, language) = Key::of(path)?;
        let addresses = site.addresses(&key)?;
        let language = language.and_then(Language::from_code);
        let language = language.unwrap_or(site.config.languages[0]);
        addresses.get(&language).map(String::as_str)
    }

    /// Renders everything.
    pub fn finish(&self) -> Build {
        self.finish_into(None)
    }

    /// Renders everything; pages go to the sink, if there is one.
    fn finish_into(&self, sink: Option<&dyn PageSink>) -> Build {
        let renderer = self.renderer.as_ref();
        let outputs = renderer.map(|all| all.finish(sink)).unwrap_or_default();
        let found = self.diagnostics.iter().cloned().chain(outputs.diagnostics);
        Build {
            outputs: OutputSet(outputs.files),
            diagnostics: in_order(found.collect()),
            withheld: self.withheld().to_vec(),
            pages: outputs.pages,
            site: self.site.clone().filter(|_| self.renderer.is_some()),
            audit: None,
            presence: outputs.presence,
        }
    }
}

/// The includes for web servers, for a site that was built; `None` if there is no site.
pub fn server_rules(build: &Build) -> Option<ServerRules> {
    let site = build.site.as_ref()?;
    Some(server_rules::server_rules(site, build.outputs.0.keys()))
}

/// True for a file of the site's own search, by its path in the output folder.
pub fn is_search_file(path: &str) -> bool {
    use crate::publish::address::{SEARCH_CONTENTS, SEARCH_SHARDS};
    path.starts_with(SEARCH_SHARDS)
        || path.rsplit('/').next().is_some_and(|name| name == SEARCH_CONTENTS)
}

/// True for a list of all addresses, by its path in the output folder.
pub fn is_sitemap(path: &str) -> bool {
    path.strip_suffix(".xml").is_some_and(|name| name.starts_with("sitemap"))
}

/// The language of messages that the settings ask for, also if something else in them is wrong.
pub fn message_language(settings: &str) -> Option<Language> {
    read::config::message_language(settings)
}

/// The site's time zone, if its settings are valid.
pub fn time_zone(snapshot: &Snapshot) -> Option<String> {
    read::config::time_zone(snapshot)
}

/// True if the site wants pictures in AVIF, which this program was built without.
#[cfg(not(feature = "avif"))]
pub fn asks_for_avif(snapshot: &Snapshot) -> bool {
    read::config::config(snapshot).value.is_some_and(|config| config.pictures.avif)
}

/// Sorts by file and place, without duplicates.
fn in_order(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics.sort_by(|a, b| {
        (&a.place, a.code, &a.arguments).cmp(&(&b.place, b.code, &b.arguments))
    });
    diagnostics.dedup();
    diagnostics
}
