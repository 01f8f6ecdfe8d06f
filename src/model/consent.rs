//! What one person allowed: fields, channels and days.
//!
//! The default is nothing. Whether a consent holds on a day is decided in `publish::gate`.

use jiff::civil::Date;

use crate::base::vocabulary::words;

words! {
    /// A field that a consent may name. The name itself belongs to every consent.
    pub Field {
        /// Institution, faculty, programme and degree of all affiliations.
        Affiliations = "affiliations",
        /// The kind of an affiliation; without it all kinds read “former member”.
        Kind = "kind",
        /// The years of an affiliation.
        Years = "years",
        /// Position.
        Position = "position",
        /// Employer.
        Employer = "employer",
        /// Sector.
        Sector = "sector",
        /// City.
        City = "city",
        /// Country.
        Country = "country",
        /// Languages spoken.
        Languages = "languages",
        /// Topics.
        Topics = "topics",
        /// Offers.
        Offers = "offers",
        /// Website.
        Website = "website",
        /// Own e-mail address.
        Email = "email",
        /// Photo.
        Photo = "photo",
        /// The text below the front matter.
        Bio = "bio",
        /// Birth name.
        BirthName = "birth-name",
        /// That and when the person died.
        Deceased = "deceased",
    }
}

words! {
    /// A channel that a consent may name; none implies another.
    pub Channel {
        /// Pages, lists, counts, search on the site.
        Site = "site",
        /// Sitemap, JSON-LD, Open Graph, indexing.
        SearchEngines = "search-engines",
        /// Atom, JSON Feed, embeds, names in calendars.
        Feeds = "feeds",
        /// Photo in full size with its credit line.
        Press = "press",
    }
}

/// A consent as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// The day from which it counts.
    pub given: Option<Date>,
    /// Id and version of the wording.
    pub text: Option<String>,
    /// Where the signed form is; never published.
    pub evidence: Option<String>,
    /// The last day; `given` plus the site's months if left out.
    pub until: Option<Date>,
    /// The day from which it is withdrawn.
    pub withdrawn: Option<Date>,
    /// Fields, in the order written; `None` if the key was left out.
    pub fields: Option<Vec<Field>>,
    /// Channels.
    pub channels: Vec<Channel>,
    /// The 18th birthday of somebody who was a minor when the consent was given.
    pub minor_until: Option<Date>,
    /// Where the form of the guardian is; never published.
    pub guardian: Option<String>,
}
