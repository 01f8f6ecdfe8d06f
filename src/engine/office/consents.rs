//! All consents of a site and how they stand, for the office.
//!
//! In comes a site from inside, out go rows with names and days. They are internal: no page
//! shows them.

use jiff::civil::Date;

use crate::base::config::ConsentRules;
use crate::base::slug::slugify;
use crate::base::source::SitePath;
use crate::model::consent::{Channel, Field};
use crate::model::document::{Document, DocumentContent};
use crate::model::story::Subject;

use super::consent_state::{ConsentState, last_day};
use super::edition_with_sources::EditionWithSources;
use super::person_lookup::name;

pub use super::consent_state::ConsentSummary;

/// One consent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The person.
    pub name: String,
    /// The opaque id.
    pub id: Option<String>,
    /// The file.
    pub path: SitePath,
    /// How it stands.
    pub state: ConsentState,
    /// The day from which it counts.
    pub given: Option<Date>,
    /// The last day.
    pub until: Option<Date>,
    /// The day from which it is withdrawn.
    pub withdrawn: Option<Date>,
    /// Id and version of the wording.
    pub text: Option<String>,
    /// The fields it names.
    pub fields: Vec<Field>,
    /// The channels it names.
    pub channels: Vec<Channel>,
}

/// Every consent of a person or a story with one of its own, in the order of the names. Consents that end within
/// so many days are expiring; without a number, the site's own decides.
pub fn consents(
    inside: &EditionWithSources,
    today: Date,
    within: Option<i32>,
) -> Option<Vec<Row>> {
    let rules = &inside.edition.site()?.config.consent;
    let within = within.unwrap_or(rules.warn_days);
    let mut rows: Vec<(String, Row)> = inside
        .documents
        .iter()
        .filter_map(|one| Some((order(one), row(one, rules, today, within)?)))
        .collect();
    rows.sort_by(|(a, a_row), (b, b_row)| (a, &a_row.path).cmp(&(b, &b_row.path)));
    Some(rows.into_iter().map(|(_, row)| row).collect())
}

/// By family name, then given name, without regard to case and accents.
fn order(document: &Document) -> String {
    let name = match &document.content {
        DocumentContent::Person(person) => &person.name,
        DocumentContent::Story(story) => match &story.subject {
            Subject::Named(name) => name,
            Subject::Person(_) => return slugify(&story.title),
        },
        _ => return String::new(),
    };
    let part = |part: &Option<String>| part.clone().unwrap_or_default();
    slugify(&format!("{} {}", part(&name.family), part(&name.given)))
}

fn row(
    document: &Document,
    rules: &ConsentRules,
    today: Date,
    within: i32,
) -> Option<Row> {
    let (id, consent) = match &document.content {
        DocumentContent::Person(person) => (person.id.clone(), person.consent.as_ref()),
        // A story about a person of the directory has a consent for its text besides.
        DocumentContent::Story(story) => (None, story.consent.as_ref()),
        _ => return None,
    };
    let given = consent.and_then(|one| one.given);
    let until = consent.and_then(|one| last_day(one, rules));
    let fields = consent.and_then(|one| one.fields.as_deref()).unwrap_or_default();
    let channels = consent.map(|one| one.channels.as_slice()).unwrap_or_default();
    Some(Row {
        name: shown_name(document),
        id,
        path: document.path.clone(),
        state: ConsentState::of(consent, today, rules, within),
        given,
        until,
        withdrawn: consent.and_then(|one| one.withdrawn),
        text: consent.and_then(|one| one.text.clone()),
        fields: fields.to_vec(),
        channels: channels.to_vec(),
    })
}

fn shown_name(document: &Document) -> String {
    match &document.content {
        DocumentContent::Story(story) => match &story.subject {
            Subject::Named(_) => name(document),
            Subject::Person(_) => story.title.clone(),
        },
        _ => name(document),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::model::consent::Consent;

    #[test]
    fn days_are_inclusive() {
        let consent = Consent {
            given: Some(date(2026, 4, 17)),
            text: None,
            evidence: None,
            until: Some(date(2029, 4, 17)),
            withdrawn: Some(date(2029, 3, 1)),
            fields: None,
            channels: vec![Channel::Site],
            minor_until: None,
            guardian: None,
        };
        let on = |consent: &Consent, day| {
            ConsentState::of(Some(consent), day, &ConsentRules::default(), 90).summary()
        };
        assert_eq!(on(&consent, date(2026, 4, 16)), ConsentSummary::Future);
        assert_eq!(on(&consent, date(2026, 4, 17)), ConsentSummary::Valid);
        assert_eq!(on(&consent, date(2029, 1, 16)), ConsentSummary::Valid);
        assert_eq!(on(&consent, date(2029, 1, 17)), ConsentSummary::Expiring);
        assert_eq!(on(&consent, date(2029, 3, 1)), ConsentSummary::Withdrawn);
        let stays = Consent { withdrawn: None, ..consent };
        assert_eq!(on(&stays, date(2029, 4, 17)), ConsentSummary::Expiring);
        assert_eq!(on(&stays, date(2029, 4, 18)), ConsentSummary::Lapsed);
        let young = Consent { minor_until: Some(date(2028, 5, 1)), ..stays };
        assert_eq!(
            on(&young, date(2027, 4, 18)),
            ConsentSummary::Missing,
            "nobody agreed for them"
        );
        let guardian = Some("AB-1".to_owned());
        let young = Consent { guardian, ..young };
        assert_eq!(on(&young, date(2027, 4, 18)), ConsentSummary::Valid);
        assert_eq!(on(&young, date(2028, 4, 30)), ConsentSummary::Expiring);
        assert_eq!(on(&young, date(2028, 5, 1)), ConsentSummary::Lapsed, "of age");
        let rules = ConsentRules::default();
        let elsewhere = Consent { channels: vec![Channel::Feeds], ..young };
        assert_eq!(
            on(&elsewhere, date(2027, 4, 18)),
            ConsentSummary::Missing,
            "nothing is published without the channel `site`"
        );
        let nothing = ConsentState::of(None, date(2029, 1, 1), &rules, 90);
        assert_eq!(nothing.summary(), ConsentSummary::Missing);
    }
}
