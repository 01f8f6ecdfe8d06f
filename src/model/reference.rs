//! Faculties, institutions and contacts, and who is to be recognised in which photo.
//!
//! Reference data is public by nature; who is in a photo is not. Every fact may be dated and
//! carry its source. Contacts are people in office, published by their role.

use crate::base::date::PartialDate;
use crate::base::text::Localised;

/// A faculty.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Faculty {
    /// Id.
    pub id: String,
    /// Name.
    pub name: Localised,
    /// Short name.
    pub short: Option<Localised>,
    /// Id of its institution.
    pub institution: Option<String>,
    /// Begin.
    pub from: Option<PartialDate>,
    /// End.
    pub until: Option<PartialDate>,
    /// Ids of the faculties before it.
    pub predecessors: Vec<String>,
    /// Website.
    pub url: Option<String>,
    /// Where the dates come from.
    pub source: Option<Localised>,
}

/// The university or an institution before it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Institution {
    /// Id.
    pub id: String,
    /// Name.
    pub name: Localised,
    /// Short name.
    pub short: Option<Localised>,
    /// Begin.
    pub from: Option<PartialDate>,
    /// End.
    pub until: Option<PartialDate>,
    /// Ids of the institutions after it.
    pub successors: Vec<String>,
    /// Text about it.
    pub text: Option<Localised>,
    /// Where the dates come from.
    pub source: Option<Localised>,
    /// True for the institution that runs the site.
    pub own: bool,
}

/// A contact person or office.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Contact {
    /// Id.
    pub id: String,
    /// Name of the person or the office.
    pub name: Localised,
    /// What they do.
    pub role: Option<Localised>,
    /// Id of their faculty; central if left out.
    pub faculty: Option<String>,
    /// Topics they answer for.
    pub topics: Vec<Localised>,
    /// Function mailbox.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// Room.
    pub room: Option<Localised>,
    /// Office hours.
    pub office_hours: Option<Localised>,
    /// First day in office.
    pub from: Option<PartialDate>,
    /// Last day in office.
    pub until: Option<PartialDate>,
    /// Id of the contact who stands in.
    pub deputy: Option<String>,
}

/// A photo with people in it who can be recognised. Never published as such.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct GroupPhoto {
    /// The file, relative to `content/`.
    pub file: String,
    /// Names or opaque ids of their directory entries.
    pub people: Vec<String>,
}
