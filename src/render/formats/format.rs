//! What every output format has to answer.
//!
//! In come questions of whoever renders, plans, links and serves; each format gives the answers.
//! No question has a default answer: what a new format does not say, the compiler asks for.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::base::language::Language;
use crate::base::output::OutputPath;
use crate::base::presence::{Seen, Who};
use crate::publish::site::Site;
use crate::publish::words::Section;
use crate::render::theme::theme_words::ThemeWords;

/// The words of the theme in each language.
pub(crate) type Words = BTreeMap<Language, ThemeWords>;

/// A kind of file that is not made from a template.
pub(crate) trait OutputFormat: Sync {
    /// The names of its files. No folder of an editor may be called so: it would be in their way.
    fn names(&self) -> &'static [&'static str];

    /// The media type of its files, with the charset of a text.
    fn media_type(&self) -> &'static str;

    /// What web servers say in `Cache-Control`; [`ASK_AGAIN`] for whatever may show somebody.
    fn cache_control(&self) -> &'static str;

    /// What every page of a language names with `<link rel="alternate">`; nothing, for what is
    /// found in other ways.
    fn links(&self, site: &Site, language: Language) -> Vec<FormatLink>;

    /// Its files.
    fn files(&self) -> Files;
}

/// It is asked for anew each time (RFC 9111, `no-cache`), so that a withdrawal acts at once.
pub(crate) const ASK_AGAIN: &str = "no-cache";

/// A link from the head of a page to a file.
pub(crate) struct FormatLink {
    /// The section that the file is about; links stand in the order of sections.
    pub(crate) section: Section,
    /// The name of its title among the words of the theme.
    pub(crate) title: &'static str,
    /// What stands behind the title: `Atom`.
    pub(crate) kind: &'static str,
    /// Address of the file.
    pub(crate) address: String,
}

/// How the files of a format are made.
pub(crate) enum Files {
    /// Each on its own, out of the site; all of them have one of the format's names.
    Own(fn(&Site) -> OwnFiles),
    /// All at once, out of the pages that search engines may list.
    OfPages {
        /// True for a path that can be one of theirs, whatever pages there are.
        may_be: fn(&OutputPath) -> bool,
        /// Makes them.
        make: fn(&Site, &[IndexablePage]) -> Vec<FileOfPages>,
    },
}

/// Files that are made one by one, with their paths.
pub(crate) type OwnFiles = Vec<(OutputPath, Box<dyn OwnFile>)>;

/// A file that is made on its own, when somebody asks for it.
pub(crate) trait OwnFile: Send + Sync {
    /// What stands in it.
    fn bytes(&self, site: &Site, words: &Words) -> Vec<u8>;

    /// Who is seen in it, without making it.
    fn seen(&self, site: &Site) -> BTreeSet<Seen>;
}

/// A page that search engines may list. Addresses are relative to the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexablePage {
    /// Its address.
    pub address: String,
    /// Day of its last change, if known.
    pub modified: Option<Date>,
    /// The same page in every language it exists in, itself included.
    pub alternates: Vec<(Language, String)>,
    /// Whom it is about, if it is about somebody.
    pub subject: Option<Who>,
}

/// A file that was made out of the pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileOfPages {
    /// Path below the root of the site.
    pub path: String,
    /// What stands in it.
    pub text: String,
    /// Who is seen in it.
    pub seen: BTreeSet<Seen>,
}

/// The file at an address; `None` if no file can stand there.
pub(super) fn at(address: &str) -> Option<OutputPath> {
    OutputPath::new(address.trim_start_matches('/'))
}
