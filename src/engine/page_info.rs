//! What an editor may know about a page: its files, what is withheld, what is missing.
//!
//! In come an edition and its cache, out go names of files, fields and reasons. Never returns a
//! withheld value.

use crate::base::code::Code;
use crate::base::language::Language;
use crate::base::output::OutputPath;
use crate::base::source::SitePath;
use crate::model::held::translations_of;
use crate::publish::disclosure::disclosures;
use crate::publish::public::{Draft, Texts};
use crate::publish::site::Site;
use crate::publish::words::Section;
use crate::render::plan::job::{Job, PageContent};

use super::{Edition, Memory};

pub use crate::publish::disclosure::{Disclosure, FieldOutcome};

/// What an editor may know about a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// False if this edition has no such page.
    pub exists: bool,
    /// The files it is made from, the original first; translations with their language.
    pub files: Vec<(SitePath, Option<Language>)>,
    /// If it is only shown with drafts, the code of the note that says why.
    pub draft: Option<Code>,
    /// If it is withheld, the code of the note that says why.
    pub withheld: Option<Code>,
    /// The outcome for each non-empty field; empty if the document is not a person.
    pub fields: Vec<Disclosure>,
    /// Languages of the site in which it does not exist.
    pub missing: Vec<Language>,
}

/// Describes the page at a path.
pub fn about(edition: &Edition, memory: &Memory, path: &OutputPath) -> About {
    let Some(site) = edition.site() else { return About::default() };
    let Some(job) = edition.renderer().and_then(|renderer| renderer.job(path)) else {
        return missing(site, memory, path);
    };
    let source = job.source.as_ref().or_else(|| introduction(site, job));
    let Some(source) = source else {
        return About { exists: true, ..About::default() };
    };
    About {
        exists: true,
        files: files(site, memory, source),
        draft: draft(site, job),
        fields: fields(site, memory, source),
        missing: untranslated(site, job),
        withheld: None,
    }
}

/// Describes a page that is withheld or does not exist.
fn missing(site: &Site, memory: &Memory, path: &OutputPath) -> About {
    let withheld = site.withheld.iter().find(|one| one.pages.contains(path));
    let Some(withheld) = withheld else { return About::default() };
    About {
        files: files(site, memory, &withheld.path),
        withheld: Some(withheld.code),
        fields: fields(site, memory, &withheld.path),
        ..About::default()
    }
}

/// The file of the introduction above a list.
fn introduction<'s>(site: &'s Site, job: &Job) -> Option<&'s SitePath> {
    let section = match &job.content {
        PageContent::Home => Section::Home,
        PageContent::Stories(1) => Section::Portraits,
        PageContent::Events(1) => Section::Events,
        PageContent::Directory(1) => Section::Directory,
        PageContent::Contacts => Section::Contacts,
        PageContent::Terms(section, 1) => *section,
        PageContent::Offers(None, 1) => Section::Offers,
        _ => return None,
    };
    site.introductions.get(&section).map(|page| &page.path)
}

/// The original with its translations: `a.md`, and `a.en.md` if it exists.
fn files(
    site: &Site,
    memory: &Memory,
    original: &SitePath,
) -> Vec<(SitePath, Option<Language>)> {
    let stem = original.as_str().trim_end_matches(".md");
    // The original is in the first language.
    let translations = site.config.languages.iter().skip(1).filter_map(|language| {
        let path = SitePath::new(&format!("{stem}.{}.md", language.code()));
        memory.files.get(&path).map(|_| (path, Some(*language)))
    });
    std::iter::once((original.clone(), None)).chain(translations).collect()
}

fn fields(site: &Site, memory: &Memory, path: &SitePath) -> Vec<Disclosure> {
    let document = memory.files.get(path).and_then(|file| file.value.as_ref());
    let files = files(site, memory, path);
    let documents =
        files.iter().filter_map(|(path, _)| memory.files.get(path)?.value.as_ref());
    document.map_or_else(Vec::new, |one| {
        let translations = translations_of(documents.map(|one| &**one), &one.key);
        disclosures(one, &translations, site)
    })
}

fn draft(site: &Site, job: &Job) -> Option<Code> {
    let draft = match &job.content {
        PageContent::Story(number) => site.stories[*number].draft,
        PageContent::Event(number) => site.events[*number].draft,
        PageContent::Page(key) => site.pages.get(key)?.draft,
        _ => return None,
    };
    match draft {
        Draft::No => None,
        Draft::Draft => Some(Code::Draft),
        Draft::Scheduled => Some(Code::Scheduled),
    }
}

/// Languages of the site in which a text does not exist.
fn untranslated(site: &Site, job: &Job) -> Vec<Language> {
    fn lacks<T>(site: &Site, texts: &Texts<T>) -> Vec<Language> {
        let all = site.config.languages.iter().copied();
        all.filter(|language| !texts.contains_key(language)).collect()
    }
    match &job.content {
        PageContent::Story(number) => lacks(site, &site.stories[*number].texts),
        PageContent::Event(number) => lacks(site, &site.events[*number].texts),
        PageContent::Page(key) => {
            site.pages.get(key).map_or_else(Vec::new, |page| lacks(site, &page.texts))
        }
        PageContent::Person(number) if !site.people[*number].bio.is_empty() => {
            lacks(site, &site.people[*number].bio)
        }
        _ => Vec::new(),
    }
}
