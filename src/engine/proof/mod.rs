//! A proof before consent: what a story or an entry would look like, for the person to read.
//!
//! In come the sources and a word, out goes one marked document with a place to sign. The site
//! that is made for it, with a consent that nobody has given, is consumed here: no renderer, no
//! output and no public value of it ever leaves, so that no build can hold anything of it.

use std::sync::Arc;

use crate::base::diagnostic::Diagnostic;
use crate::base::digest::Digest;
use crate::base::language::Language;
use crate::base::output::{Content, OutputPath};
use crate::base::source::{SitePath, Snapshot};
use crate::publish::site::Site;
use crate::render::outputs::renderer::Renderer;

use super::office::person_lookup::{PersonNotFound, find_text};
use super::{Memory, Request, begin, media_type};

mod self_contained;
mod sheet;
mod supposed;

use self_contained::{main_part, styles};
use sheet::ProofSheet;
use supposed::{Supposed, supposed};

pub use supposed::may_be_asked;

/// Makes the bytes of a picture or of a copied file.
pub type BytesOf<'b> = &'b dyn Fn(&Content) -> Option<Vec<u8>>;

/// A proof: one document that needs no other file, marked on every page.
#[derive(Debug)]
pub struct Proof {
    html: String,
    name: String,
}

/// Why there is no proof.
#[derive(Debug)]
pub enum NoProof {
    /// The word means no single story or person.
    Unknown(PersonNotFound),
    /// The person has withdrawn the consent: nothing is asked again.
    Withdrawn,
    /// Settings or theme cannot be used.
    Unusable,
    /// Something in the files keeps the page from being made.
    Wrong(Option<Box<Diagnostic>>),
}

impl Proof {
    /// The document, as HTML.
    pub fn html(&self) -> &str {
        &self.html
    }

    /// A name for its file, without ending.
    pub fn name(&self) -> &str {
        &self.name
    }
}

/// The proof of the story or the person that a word means; `language` is that of the sheet to
/// sign.
///
/// # Errors
/// If there is none, with the reason.
pub fn proof(
    snapshot: &Snapshot,
    word: &str,
    language: Language,
    bytes: BytesOf<'_>,
) -> Result<Proof, NoProof> {
    let mut diagnostics = Vec::new();
    let mut memory = Memory::default();
    let request = Request::default();
    let begun = begin::begin(snapshot, &request, &mut memory, &mut diagnostics);
    let mut begun = begun.ok_or(NoProof::Unusable)?;
    let documents = &begun.read.documents;
    let asked = find_text(documents, word).map_err(NoProof::Unknown)?.clone();
    let rules = &begun.config().consent;
    let Supposed { documents, consents, key } =
        supposed(documents, &asked, snapshot.today, rules).ok_or(NoProof::Withdrawn)?;
    begun.read.documents = documents;
    let (site, renderer) =
        begin::renderer(&begun, snapshot, &request, &mut memory, &mut diagnostics);
    let made = MadeForProof { site, renderer: renderer.ok_or(NoProof::Unusable)?, bytes };
    let wrong = || {
        let of_file = |one: &&Diagnostic| one.path() == Some(&asked.path);
        let found = diagnostics.iter().find(|one| of_file(one) && one.is_error());
        let found = found.or_else(|| diagnostics.iter().find(of_file));
        NoProof::Wrong(found.cloned().map(Box::new))
    };
    let addresses = made.site.addresses(&key).ok_or_else(wrong)?.clone();
    let mut pages = Vec::new();
    for language in &made.site.config.languages {
        let Some(address) = addresses.get(language) else { continue };
        pages.push((*language, made.page(address).ok_or_else(wrong)?));
    }
    let whole: String = pages.iter().map(|(_, page)| page.as_str()).collect();
    let sheet = ProofSheet {
        language,
        config: &made.site.config,
        today: snapshot.today,
        documents: &begun.read.documents,
        asked: &asked,
        consents: &consents,
        version: Digest::of(whole.as_bytes()).hex().chars().take(8).collect(),
    };
    let style = pages.first().map(|(_, page)| styles(page, &|at| made.asset(at)));
    let mains = pages
        .iter()
        .map(|(language, page)| (*language, main_part(page, &|at| made.asset(at))));
    let html = sheet.document(&style.unwrap_or_default(), mains);
    Ok(Proof { html, name: asked.key.name.to_string() })
}

/// What waits for a consent: stories and entries that a proof can be made of, by their files.
pub fn awaiting(site: &Site) -> Vec<SitePath> {
    let waits = site.withheld.iter().filter(|one| may_be_asked(one.code));
    waits.map(|one| one.path.clone()).collect()
}

/// The word by which the proof of a file is asked for: `directory/jana`.
pub fn word_of(path: &SitePath) -> &str {
    let path = path.as_str();
    let path = path.strip_prefix("content/").unwrap_or(path);
    let path = path.strip_suffix(".md").unwrap_or(path);
    path.strip_suffix("/index").unwrap_or(path)
}

/// A site with consents that nobody has given. It has no way out but these two.
struct MadeForProof<'b> {
    site: Arc<Site>,
    renderer: Renderer,
    bytes: BytesOf<'b>,
}

impl MadeForProof<'_> {
    /// The page at an address.
    fn page(&self, address: &str) -> Option<String> {
        let path = OutputPath::page(address)?;
        match self.renderer.output(&path).ok().flatten()? {
            Content::Bytes(html) => Some(String::from_utf8_lossy(&html).into_owned()),
            _ => None,
        }
    }

    /// A picture, font or stylesheet as a data address; `None` for what is not of this site.
    fn asset(&self, address: &str) -> Option<(&'static str, Vec<u8>)> {
        let base = &self.site.config.base_url;
        let address = address
            .strip_prefix(&base.absolute("/"))
            .or_else(|| address.strip_prefix(base.path.as_str()))?;
        let path = OutputPath::new(address.trim_start_matches('/'))?;
        let bytes = match self.renderer.output(&path).ok().flatten()? {
            Content::Bytes(bytes) => bytes.to_vec(),
            other => (self.bytes)(&other)?,
        };
        Some((media_type(path.as_str()), bytes))
    }
}
