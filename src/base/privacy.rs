//! Who answers for personal data, as `[privacy]` in `config.toml` says.
//!
//! Only drafts for the office and answers to people come of it, never a page. What is left out
//! is left open there, and nothing is made up in its place but the supervisor of Saxony.

/// Who answers for personal data.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Privacy {
    /// Who represents the institution: “die Rektorin, Prof. Dr. …”.
    pub representative: Option<String>,
    /// Data-protection officer (Art. 37 GDPR).
    pub officer: Party,
    /// The office that keeps the directory.
    pub office: Party,
    /// Supervisory authority (Art. 51 GDPR).
    pub supervisor: Supervisor,
    /// Where a consent can be withdrawn; the mailbox of the office if left out.
    pub withdrawal: Option<String>,
    /// How long forms and entries are kept after the end, and on what ground.
    pub retention: Option<String>,
    /// Who runs the server, and other processors (Art. 28 GDPR).
    pub processors: Vec<String>,
    /// What the web server logs, and how long.
    pub logs: Option<String>,
}

/// An office or a person in office.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Party {
    /// Name, or name of the office.
    pub name: Option<String>,
    /// Mailbox.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
}

/// A supervisory authority.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Supervisor {
    /// Name.
    pub name: String,
    /// Street and number.
    pub street: String,
    /// Postal code and city.
    pub city: String,
    /// Website.
    pub url: Option<String>,
}

impl Default for Supervisor {
    /// The authority of Saxony ([Datenschutzerklärung of the
    /// authority](https://www.datenschutz.sachsen.de/datenschutzerklaerung.html)).
    fn default() -> Self {
        Self {
            name: "Sächsische Datenschutz- und Transparenzbeauftragte".to_owned(),
            street: "Maternistraße 17".to_owned(),
            city: "01067 Dresden".to_owned(),
            url: None,
        }
    }
}
