//! A person in the directory, as written.
//!
//! Every field may hold what must never be published, so this type has no `Serialize` and no
//! `Display`. Only the gate reads it.

use jiff::civil::Date;

use crate::base::date::PartialDate;
use crate::base::text::Localised;
use crate::base::vocabulary::words;

use super::consent::Consent;
use super::private::Private;
use super::text::Photo;

/// A person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Opaque id.
    pub id: Option<String>,
    /// Name in parts.
    pub name: Name,
    /// Names of before. None is ever a text; one that may be told leads from its address.
    pub former_names: Vec<FormerName>,
    /// Chooses the form of role labels; never published as such.
    pub pronoun: Form,
    /// Affiliations in the order written.
    pub affiliations: Vec<Affiliation>,
    /// Position.
    pub position: Option<Localised>,
    /// Employer.
    pub employer: Option<Localised>,
    /// Sector.
    pub sector: Option<Sector>,
    /// City.
    pub city: Option<Localised>,
    /// ISO 3166 code, upper case.
    pub country: Option<String>,
    /// ISO 639 codes, lower case.
    pub languages: Vec<String>,
    /// Topics.
    pub topics: Vec<Localised>,
    /// Offers.
    pub offers: Vec<Offer>,
    /// Website.
    pub website: Option<String>,
    /// Own e-mail address.
    pub email: Option<String>,
    /// Photo.
    pub photo: Option<Photo>,
    /// Date of death.
    pub deceased: Option<Date>,
    /// What must never be published; only the audit reads it.
    pub private: Private,
    /// Whom of the relatives the office asks; never published.
    pub relatives: Option<String>,
    /// Consent; `None` publishes nothing.
    pub consent: Option<Consent>,
}

/// A name in parts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Name {
    /// Titles before the name.
    pub title: Option<String>,
    /// Given names.
    pub given: Option<String>,
    /// Particle: shown, but not sorted by.
    pub particle: Option<String>,
    /// Family name.
    pub family: Option<String>,
    /// Suffix.
    pub suffix: Option<String>,
    /// Birth name.
    pub birth: Option<String>,
}

impl Name {
    /// `Dr.-Ing. Jana von Müller`, in the order of reading.
    pub fn full(&self) -> String {
        join(&[&self.title, &self.given, &self.particle, &self.family, &self.suffix])
    }
}

/// A name that somebody has laid down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormerName {
    /// The name in parts.
    pub name: Name,
    /// Last part of the former address, if there was one.
    pub slug: Option<String>,
    /// True if the former address may lead to the present page.
    pub tell: bool,
}

/// Joins the parts that are there with spaces.
fn join(parts: &[&Option<String>]) -> String {
    parts.iter().filter_map(|part| part.as_deref()).collect::<Vec<_>>().join(" ")
}

words! {
    /// Grammatical form of role labels.
    pub Form {
        /// Feminine.
        F = "f",
        /// Masculine.
        M = "m",
        /// Neither.
        D = "d",
    }
}

words! {
    /// How somebody belongs or belonged to the university.
    pub Kind {
        /// Finished a degree.
        Graduate = "graduate",
        /// Came as an exchange student.
        Exchange = "exchange",
        /// Studied without finishing.
        Studied = "studied",
        /// Was staff.
        Staff = "staff",
        /// Was staff of a project.
        ProjectStaff = "project-staff",
        /// Was a professor.
        Professor = "professor",
    }
}

words! {
    /// Where somebody works.
    pub Sector {
        /// A company.
        Business = "business",
        /// The public sector.
        Public = "public",
        /// Associations, foundations, civil society.
        Society = "society",
        /// A university or research institute.
        Academia = "academia",
        /// Culture and media.
        Culture = "culture",
        /// A company of their own.
        OwnCompany = "own-company",
    }
}

words! {
    /// What somebody offers.
    pub OfferKind {
        /// To be a mentor.
        Mentoring = "mentoring",
        /// To give a guest lecture.
        GuestLecture = "guest-lecture",
        /// An internship.
        Internship = "internship",
        /// A topic for a thesis.
        Thesis = "thesis",
        /// A job.
        Job = "job",
        /// A visit at work.
        Visit = "visit",
    }
}

words! {
    /// Whether an offer can be taken up.
    pub OfferState {
        /// Yes.
        Open = "open",
        /// Only a few more.
        Limited = "limited",
        /// Not at present.
        Closed = "closed",
    }
}

/// One affiliation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Affiliation {
    /// Its kind.
    pub kind: Kind,
    /// Id of the institution; the site's own if left out.
    pub institution: Option<String>,
    /// Id of the faculty.
    pub faculty: Option<String>,
    /// Programme as it was called then.
    pub programme: Option<Localised>,
    /// Degree.
    pub degree: Option<Localised>,
    /// Begin.
    pub from: Option<PartialDate>,
    /// End; the year in which somebody left.
    pub to: Option<PartialDate>,
}

/// One offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What.
    pub kind: OfferKind,
    /// Last day.
    pub until: Option<Date>,
    /// Whether it can be taken up.
    pub state: OfferState,
    /// In the person's words.
    pub note: Option<Localised>,
}
