//! What `config.toml` says, as values; `read` makes it from the file.
//!
//! There are no other settings. Nothing here reads the environment.

use std::collections::BTreeMap;

use jiff::Span;
use jiff::civil::Date;

use super::language::Language;
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
    /// Its languages, at least one; the first lives at `/`.
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
    /// Who answers for personal data.
    pub privacy: Privacy,
    /// Values for the theme's options, as written; `read` knows their types only, the theme's
    /// own list is checked in `render`.
    pub theme_options: BTreeMap<String, OptionSetting>,
}

/// Address of the site: `https://host/alumni/`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct BaseUrl {
    /// Scheme and host without a slash at the end: `https://host`.
    pub origin: String,
    /// Path with a slash at both ends: `/` or `/alumni/`.
    pub path: String,
}

impl BaseUrl {
    /// The parts of a written address; `None` if it is not `http(s)://host/path`.
    pub fn parse(text: &str) -> Option<Self> {
        let rest =
            text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
        let scheme = &text[..text.len() - rest.len()];
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
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

    /// Path of an address of the site as a browser on that host sees it.
    pub fn local(&self, address: &str) -> String {
        format!("{}{}", self.path, address.trim_start_matches('/'))
    }

    /// Absolute form of an address of the site.
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
    /// How many months a consent holds if it does not say until when.
    pub valid_months: i32,
    /// How many days before its end a consent is warned about.
    pub warn_days: i32,
    /// The wordings people agreed to, as `id-version`; empty if the site declares none.
    pub texts: Vec<String>,
}

impl ConsentRules {
    /// The last day of a consent given on a day: the one written, else by the months of the
    /// site. A month too far for the calendar ends at once.
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
    /// True if people live under their opaque id and not under their name.
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
    /// True if there is an AVIF beside each WebP and JPEG. It takes long to make.
    pub avif: bool,
}

/// An entry of a menu.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct MenuItem {
    /// Text; the target's own title if left out.
    pub title: Option<Localised>,
    /// Where it leads.
    pub target: MenuTarget,
    /// True for the footer.
    pub footer: bool,
}

/// Where a menu entry leads.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum MenuTarget {
    /// A section or an ordinary page by its path in `content/` without ending.
    Page(String),
    /// An address elsewhere.
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
