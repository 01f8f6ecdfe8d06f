//! The settings in `config.toml` as values; `read` parses the file.
//!
//! There are no other settings. Never reads the environment, so that a build depends on the
//! site folder alone.

use std::collections::BTreeMap;

use jiff::Span;
use jiff::civil::Date;

use super::language::Language;
use super::mention::AllowedMention;
use super::privacy::Privacy;
use super::source::SitePath;
use super::text::Localised;

/// The settings of a site.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Config {
    /// Title of the site.
    pub title: Localised,
    /// Where it will be published.
    pub base_url: BaseUrl,
    /// Its languages, at least one; pages of the first are at `/`.
    pub languages: Vec<Language>,
    /// Name of the theme's folder.
    pub theme: String,
    /// IANA name of the time zone, known to exist.
    pub time_zone: String,
    /// The institution that runs the site.
    pub institution: OwnInstitution,
    /// Rules for consents.
    pub consent: ConsentRules,
    /// How the directory is laid out.
    pub directory: DirectoryRules,
    /// How pictures are written.
    pub pictures: PictureRules,
    /// Menu entries in order; empty for the default menu.
    pub menu: Vec<MenuItem>,
    /// The controller and other details for data-protection texts.
    pub privacy: Privacy,
    /// Values of the theme's options, as written. `read` checks their types; `render` checks
    /// them against the options that the theme declares.
    pub theme_options: BTreeMap<String, OptionSetting>,
    /// What may stand in `config.toml` although it is withheld; never published.
    pub allowed_mentions: Vec<AllowedMention>,
}

/// Address of the site: `https://host/alumni/`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct BaseUrl {
    /// Scheme and host without a trailing slash: `https://host`.
    pub origin: String,
    /// Path with a slash at both ends: `/` or `/alumni/`.
    pub path: String,
}

impl BaseUrl {
    /// Parses a URL; `None` if it is not `http(s)://host/path`.
    pub fn parse(text: &str) -> Option<Self> {
        let rest =
            text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
        let scheme = &text[..text.len() - rest.len()];
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        // Only characters that no output would have to escape.
        let host_is_plain = !host.is_empty()
            && host.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.:[]".contains(&b));
        let path = path.trim_matches('/');
        let path_is_plain = path.split('/').all(|part| {
            part != ".."
                && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~".contains(&b))
        });
        (host_is_plain && path_is_plain).then(|| Self {
            origin: format!("{scheme}{host}"),
            path: if path.is_empty() { "/".into() } else { format!("/{path}/") },
        })
    }

    /// The path of a page as a browser on that host sees it: `/alumni/events/`.
    pub fn local(&self, address: &str) -> String {
        format!("{}{}", self.path, address.trim_start_matches('/'))
    }

    /// The absolute URL of a page.
    pub fn absolute(&self, address: &str) -> String {
        format!("{}{}{}", self.origin, self.path, address.trim_start_matches('/'))
    }
}

/// The institution that runs the site.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct OwnInstitution {
    /// Full name; the site's title if left out.
    pub name: Option<Localised>,
    /// Short name.
    pub short: Option<Localised>,
    /// Website.
    pub url: Option<String>,
    /// Street and number.
    pub street: Option<String>,
    /// Postal code.
    pub postal_code: Option<String>,
    /// City.
    pub city: Option<String>,
    /// ISO 3166 code of the country.
    pub country: Option<String>,
    /// Function mailbox.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// Logo, a file in `content/`.
    pub logo: Option<SitePath>,
}

/// Rules for consents.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ConsentRules {
    /// How many months a consent is valid if it names no last day.
    pub valid_months: i32,
    /// How many days before its end a consent leads to a warning.
    pub warn_days: i32,
    /// The consent texts that people may have agreed to, as `id-version`; empty if the site
    /// declares none.
    pub texts: Vec<String>,
}

impl ConsentRules {
    /// The last day of a consent given on a day: as written, or by the site's number of months.
    /// If that is beyond the calendar, it ends on the day it was given, never later.
    pub fn last_day(&self, given: Date, written: Option<Date>) -> Date {
        let by_rule = || given.checked_add(Span::new().months(self.valid_months));
        written.unwrap_or_else(|| by_rule().unwrap_or(given))
    }
}

impl Default for ConsentRules {
    fn default() -> Self {
        Self { valid_months: 36, warn_days: 90, texts: Vec::new() }
    }
}

/// How the directory is laid out.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DirectoryRules {
    /// Entries on one page of a list.
    pub per_page: usize,
    /// True if addresses of people contain their opaque id instead of their name.
    pub opaque_addresses: bool,
}

impl Default for DirectoryRules {
    fn default() -> Self {
        Self { per_page: 50, opaque_addresses: false }
    }
}

/// How pictures are written.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct PictureRules {
    /// True to write an AVIF beside each WebP and JPEG. Off by default: AVIF is slow to encode.
    pub avif: bool,
}

/// An entry of a menu.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct MenuItem {
    /// Link text; the target's own title if left out.
    pub title: Option<Localised>,
    /// What it links to.
    pub target: MenuTarget,
    /// True for the footer.
    pub footer: bool,
}

/// What a menu entry links to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum MenuTarget {
    /// A section or an ordinary page, by its path in `content/` without extension.
    Page(String),
    /// A URL on another site.
    Url(String),
}

/// The value of a theme option as written.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum OptionSetting {
    /// `true` or `false`.
    Flag(bool),
    /// A whole number.
    Number(i64),
    /// A text.
    Text(String),
}

#[cfg(test)]
mod tests {
    use super::BaseUrl;

    #[test]
    fn a_base_url_may_have_a_path() {
        let url = BaseUrl::parse("https://host.example/alumni").expect("an address");
        assert_eq!(url.local("/en/"), "/alumni/en/");
        assert_eq!(url.absolute("/"), "https://host.example/alumni/");
        for wrong in [
            "",
            "host",
            "ftp://x",
            "https://",
            "https://a b/",
            "https://a/../b",
            "https://a/?q",
        ] {
            assert_eq!(BaseUrl::parse(wrong), None, "{wrong}");
        }
    }
}
