//! The site in one language: what every text of a page is made from.
//!
//! In come the public site and the words of the theme, out go addresses and short texts. It only
//! reads: whoever is given a [`Locale`] alone can neither add a picture to a page nor note that
//! somebody is seen on it.

use crate::base::config::Config;
use crate::base::language::Language;
use crate::base::text::Localised;
use crate::publish::address;
use crate::publish::public::{Texts, in_language};
use crate::publish::site::Site;
use crate::publish::words::Section;
use crate::render::theme::theme_words::ThemeWords;

/// The site, and the language in which it is shown.
#[derive(Clone, Copy)]
pub(crate) struct Locale<'s> {
    pub(crate) site: &'s Site,
    pub(crate) words: &'s ThemeWords,
    pub(crate) language: Language,
}

impl<'s> Locale<'s> {
    pub(crate) fn config(self) -> &'s Config {
        &self.site.config
    }

    /// An address as a browser on the site's host sees it.
    pub(crate) fn local(self, address: &str) -> String {
        self.site.config.base_url.local(address)
    }

    /// The page of a section, as a browser sees it.
    pub(crate) fn section(self, section: Section) -> String {
        self.local(&self.section_base(section))
    }

    /// The page of a section below the base path; the addresses of its further pages begin so.
    pub(super) fn section_base(self, section: Section) -> String {
        address::section(self.config(), section, self.language)
    }

    /// A short text in the page's language.
    pub(crate) fn text(self, text: Option<&Localised>) -> Option<String> {
        text.map(|text| text.text(self.language).to_owned())
    }

    /// An address in the page's language, else in the one there is.
    pub(crate) fn address(self, addresses: &Texts<String>) -> String {
        in_language(addresses, self.language)
            .map_or(String::new(), |(_, at)| self.local(at))
    }

    /// The code of a language, if it is not the page's.
    pub(crate) fn other(self, language: Language) -> Option<&'static str> {
        (language != self.language).then(|| language.code())
    }
}
