//! The pipeline: read, gate, plan, render. The only folder that names every stage.
//!
//! In come a snapshot of the sources, its day, what was asked for, and what is remembered; out
//! go the outputs and everything there is to say. No disk, clock, network or terminal is
//! touched; the same input gives the same bytes on any number of threads, whatever is
//! remembered.

use std::sync::Arc;

use crate::audit::Audit;
use crate::base::diagnostic::Diagnostic;
use crate::base::language::Language;
use crate::base::output::{Content, OutputSet, Withheld};
use crate::base::placeholder_colour::PlaceholderColours;
use crate::base::source::{SitePath, Snapshot};
use crate::model::document::Key;
use crate::publish::site::Site;
use crate::read;
use crate::render::outputs::renderer::Renderer;
use crate::render::server_rules;

pub mod office;
pub mod page_info;
pub mod preview;
pub mod theme_check;

mod begin;
mod leave_out;
mod memory;

pub use crate::read::edit::Unchanged;
pub use crate::render::formats::registry::media_type;
pub use crate::render::server_rules::{MARK, ServerRules};
pub use memory::Memory;

/// What was asked for, besides the sources and the day.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Show drafts and scheduled pages. Never lifts a consent.
    pub drafts: bool,
    /// Address of the site in place of the configured one.
    pub base_url: Option<String>,
    /// Leave out files with errors and build the rest.
    pub leave_out_broken: bool,
    /// Whom to ask for the grounds of photos: the one thing about a site that its snapshot does
    /// not hold, since only photos that turn out to be shown are looked at.
    pub grounds: PlaceholderColours,
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
    pub site: Option<Arc<Site>>,
    /// Looks for what must not appear; `None` if there is no site.
    pub audit: Option<Audit>,
}

/// A site of which nothing is written yet: what is published is decided, every page can be made.
pub struct Edition {
    site: Option<Arc<Site>>,
    renderer: Option<Renderer>,
    diagnostics: Vec<Diagnostic>,
}

/// Builds a site.
pub fn build(snapshot: &Snapshot, request: &Request) -> Build {
    if request.leave_out_broken {
        return leave_out::build(snapshot, request);
    }
    let mut memory = Memory::default();
    let edition = edition(snapshot, request, &mut memory);
    let documents: Vec<_> = memory.documents().collect();
    let audit = edition.site().map(|site| Audit::new(&documents, site, snapshot));
    // What is remembered goes before the pages are made: nobody looks at the raw documents
    // again, and their memory serves the pages.
    drop((memory, documents));
    audited(edition.finish(), audit)
}

/// Searches what was made for what must not appear.
fn audited(mut built: Build, audit: Option<Audit>) -> Build {
    if let Some(audit) = audit {
        let mut found = std::mem::take(&mut built.diagnostics);
        found.extend(audit.search(&built.outputs));
        built.diagnostics = in_order(found);
        built.audit = Some(audit);
    }
    built
}

/// Decides what is published, and makes the pages ready to be made. What is remembered from
/// former editions is used and renewed; it never changes the result.
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
    /// Searches the files that are published as they are. `read` gives the bytes of a source;
    /// what cannot be read cannot be written either, and is complained about then.
    pub fn search_copies(
        &self,
        read: impl Fn(&SitePath) -> Option<Vec<u8>>,
    ) -> Vec<Diagnostic> {
        let Some(audit) = &self.audit else { return Vec::new() };
        let copies = self.outputs.0.iter().filter_map(|(path, content)| match content {
            Content::Copy(source, _) => Some((path, source)),
            Content::Bytes(_) | Content::Picture(_) | Content::Card(_) => None,
        });
        let found = copies.filter_map(|(path, source)| Some((path, read(source)?)));
        found.flat_map(|(path, bytes)| audit.search_copy(path, &bytes)).collect()
    }
}

impl Edition {
    /// What is published; `None` if the settings cannot be used.
    pub fn site(&self) -> Option<&Arc<Site>> {
        self.site.as_ref()
    }

    /// Makes each page; `None` if settings or theme cannot be used.
    pub fn renderer(&self) -> Option<&Renderer> {
        self.renderer.as_ref()
    }

    /// Everything there is to say before the pages are made.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// What is not published on that day.
    pub fn withheld(&self) -> &[Withheld] {
        self.site.as_ref().map_or(&[], |site| &site.withheld)
    }

    /// The page that a content file makes, as an address below the base path.
    pub fn page_of(&self, path: &SitePath) -> Option<&str> {
        let site = self.site.as_ref()?;
        let (key, language) = Key::of(path)?;
        let addresses = site.addresses(&key)?;
        let language = language.and_then(Language::from_code);
        let language = language.unwrap_or(site.config.languages[0]);
        addresses.get(&language).map(String::as_str)
    }

    /// Makes everything.
    pub fn finish(&self) -> Build {
        let outputs = self.renderer.as_ref().map(Renderer::finish).unwrap_or_default();
        let found = self.diagnostics.iter().cloned().chain(outputs.diagnostics);
        Build {
            outputs: OutputSet(outputs.files),
            diagnostics: in_order(found.collect()),
            withheld: self.withheld().to_vec(),
            pages: outputs.pages,
            site: self.site.clone().filter(|_| self.renderer.is_some()),
            audit: None,
        }
    }
}

/// The includes for web servers of a site that was built; `None` if there is no site.
pub fn server_rules(build: &Build) -> Option<ServerRules> {
    let site = build.site.as_ref()?;
    Some(server_rules::server_rules(site, build.outputs.0.keys()))
}

/// The site's time zone, if its settings can be read that far.
pub fn time_zone(snapshot: &Snapshot) -> Option<String> {
    read::config::time_zone(snapshot)
}

/// By files and places, each once.
fn in_order(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics.sort_by(|a, b| {
        (&a.place, a.code, &a.arguments).cmp(&(&b.place, b.code, &b.arguments))
    });
    diagnostics.dedup();
    diagnostics
}
