//! Drafts in German: the information for people and the record of processing (GDPR).
//!
//! In come settings, raw documents and the day, out go texts in which every gap is marked, and
//! the keys that would close them. What is said about the site follows from its settings and
//! content; nothing is made up, and nobody is named who is not in the settings.
//!
//! Law: Regulation (EU) 2016/679 (GDPR) Art. 6, 7, 13, 15–18, 20, 25, 30, 32, 35, 77; § 15
//! `SächsHSG`; § 22 KUG.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;

use crate::base::config::Config;
use crate::base::explain::Catalogue;
use crate::base::language::Language;
use crate::base::privacy::Party;
use crate::base::source::Snapshot;
use crate::model::consent::{Channel, Consent, Field};
use crate::model::document::{Document, DocumentContent};
use crate::publish::consent::judge;
use crate::read::reference::reference;

use super::edition_with_sources::EditionWithSources;

/// Makes a draft; `None` if the settings cannot be used.
pub fn privacy(
    snapshot: &Snapshot,
    inside: &EditionWithSources,
    kind: DraftKind,
) -> Option<DraftWithGaps> {
    let site = inside.edition.site()?;
    let facts = Facts {
        config: &site.config,
        documents: &inside.documents,
        contacts: !reference(snapshot).value.contacts.is_empty(),
        today: snapshot.today,
    };
    Some(draft(kind, &facts))
}

/// A draft with its gaps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftWithGaps {
    /// The text, as Markdown.
    pub text: String,
    /// Keys of `config.toml` that are missing, and gaps that no key can close.
    pub missing: Vec<String>,
}

/// Which draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DraftKind {
    /// Information for people (Art. 13).
    Notice,
    /// Record of processing (Art. 30).
    Record,
}

/// What drafts are made from.
pub struct Facts<'a> {
    /// The settings.
    pub config: &'a Config,
    /// Raw documents.
    pub documents: &'a [Arc<Document>],
    /// True if there are contacts in office.
    pub contacts: bool,
    /// The day.
    pub today: Date,
}

/// Collects gaps while values are looked up.
#[derive(Default)]
pub(super) struct Gaps(RefCell<Vec<String>>);

impl Gaps {
    /// A value, or a mark with what is missing and a note of the key.
    pub(super) fn or_mark(&self, value: Option<&str>, key: &str, what: &str) -> String {
        if let Some(value) = value {
            return value.to_owned();
        }
        let mut missing = self.0.borrow_mut();
        if !missing.iter().any(|known| known == key) {
            missing.push(key.to_owned());
        }
        mark(what)
    }

    fn into_inner(self) -> Vec<String> {
        self.0.into_inner()
    }
}

fn mark(what: &str) -> String {
    format!("[bitte ergänzen: {what}]")
}

/// Makes a draft.
pub fn draft(kind: DraftKind, facts: &Facts<'_>) -> DraftWithGaps {
    let gaps = Gaps::default();
    let template = match kind {
        DraftKind::Notice => include_str!("texts/notice.md"),
        DraftKind::Record => include_str!("texts/record.md"),
    };
    let mut text = String::with_capacity(template.len() * 2);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, behind) = after.split_once('}').unwrap_or((after, ""));
        text.push_str(before);
        let value = value(facts, name, &gaps);
        // A bar would end the cell of a table.
        let value =
            if kind == DraftKind::Record { value.replace('|', "\\|") } else { value };
        text.push_str(&value);
        rest = behind;
    }
    text.push_str(rest);
    let mut missing = gaps.into_inner();
    // Gaps of the template itself, which only people can close.
    let marks = template.split("[bitte ergänzen: ").skip(1);
    missing.extend(marks.filter_map(|rest| rest.split(']').next()).map(str::to_owned));
    DraftWithGaps { text, missing }
}

fn value(facts: &Facts<'_>, name: &str, gaps: &Gaps) -> String {
    let config = facts.config;
    let privacy = &config.privacy;
    let (months, warn) = (config.consent.valid_months, config.consent.warn_days);
    match name {
        "today" => Catalogue::of(Language::De).day(facts.today),
        "url" => config.base_url.absolute("/"),
        "controller" => controller(config, gaps).join("  \n"),
        "controller_line" => controller(config, gaps).join(", "),
        "representative" => gaps.or_mark(
            privacy.representative.as_deref(),
            "privacy.representative",
            "gesetzliche Vertretung",
        ),
        "officer" | "officer_line" => {
            let separator = if name == "officer" { "  \n" } else { ", " };
            party(&privacy.officer, "officer", "Datenschutzbeauftragte/r", gaps)
                .join(separator)
        }
        "office" | "office_line" => {
            party(&privacy.office, "office", "Alumni-Büro", gaps).join(", ")
        }
        "supervisor" => supervisor(config),
        "withdrawal" => withdrawal(config, gaps),
        "retention" => gaps.or_mark(
            privacy.retention.as_deref(),
            "privacy.retention",
            "Frist und Grund der Aufbewahrung",
        ),
        "processors" => {
            let all = privacy.processors.join("; ");
            let all = (!all.is_empty()).then_some(all);
            gaps.or_mark(all.as_deref(), "privacy.processors", "Betreiber des Servers")
        }
        "logs" => gaps.or_mark(
            privacy.logs.as_deref(),
            "privacy.logs",
            "was der Webserver protokolliert und wie lange",
        ),
        "months" => months.to_string(),
        "warn" => warn.to_string(),
        "fields" => joined(fields(facts).into_iter().map(field_label)),
        "channels" => {
            let lines =
                channels(facts).into_iter().map(|c| format!("- {}", channel_label(c)));
            lines.collect::<Vec<_>>().join("\n")
        }
        "channels_line" => channels(facts)
            .into_iter()
            .map(|channel| channel_label(channel).split(':').next().unwrap_or(""))
            .collect::<Vec<_>>()
            .join(", "),
        "texts" => {
            let all = config.consent.texts.join(", ");
            let all = (!all.is_empty()).then_some(all);
            gaps.or_mark(
                all.as_deref(),
                "consent.texts",
                "Fassungen des Einwilligungstextes",
            )
        }
        "subjects" => subjects(facts),
        "addresses" if config.directory.opaque_addresses => {
            "zufälliges Kennzeichen statt des Namens (`addresses = \"opaque\"`)"
                .to_owned()
        }
        "addresses" => "enthalten den Namen (`addresses = \"name\"`)".to_owned(),
        _ => String::new(),
    }
}

/// Name and address of the institution, line by line.
fn controller(config: &Config, gaps: &Gaps) -> Vec<String> {
    let one = &config.institution;
    let name = one.name.as_ref().map(|name| name.text(Language::De));
    let city = [one.postal_code.as_deref(), one.city.as_deref()];
    let city: Vec<&str> = city.into_iter().flatten().collect();
    let city = (!city.is_empty()).then(|| city.join(" "));
    let mut lines = vec![
        gaps.or_mark(name, "institution.name", "Name der Hochschule"),
        gaps.or_mark(one.street.as_deref(), "institution.street", "Straße"),
        gaps.or_mark(city.as_deref(), "institution.city", "Postleitzahl und Ort"),
        gaps.or_mark(one.email.as_deref(), "institution.email", "E-Mail"),
    ];
    lines.extend(one.phone.clone());
    lines
}

fn party(party: &Party, key: &str, what: &str, gaps: &Gaps) -> Vec<String> {
    let name = gaps.or_mark(party.name.as_deref(), &format!("privacy.{key}.name"), what);
    let email = format!("privacy.{key}.email");
    let email = gaps.or_mark(party.email.as_deref(), &email, &format!("E-Mail {what}"));
    [Some(name), Some(email), party.phone.clone()].into_iter().flatten().collect()
}

pub(super) fn supervisor(config: &Config) -> String {
    let one = &config.privacy.supervisor;
    let url = one.url.iter().map(|url| format!(", {url}"));
    format!("{}, {}, {}", one.name, one.street, one.city) + &url.collect::<String>()
}

/// Where a consent can be withdrawn: as the settings say, else the mailbox of the office, else
/// that of the institution.
pub(super) fn withdrawal(config: &Config, gaps: &Gaps) -> String {
    let mailbox =
        config.privacy.office.email.as_ref().or(config.institution.email.as_ref());
    let mailbox = mailbox.map(|email| format!("eine Nachricht an {email} genügt"));
    let own = config.privacy.withdrawal.clone().or(mailbox);
    gaps.or_mark(own.as_deref(), "privacy.withdrawal", "wo man widerrufen kann")
}

/// Consents that hold on the day.
fn consents<'f>(facts: &'f Facts<'_>) -> impl Iterator<Item = &'f Consent> + 'f {
    let all = facts.documents.iter().filter_map(|document| match &document.content {
        DocumentContent::Person(person) => person.consent.as_ref(),
        DocumentContent::Story(story) => story.consent.as_ref(),
        _ => None,
    });
    let rules = &facts.config.consent;
    all.filter(move |consent| judge(Some(consent), facts.today, rules).is_ok())
}

fn fields(facts: &Facts<'_>) -> Vec<Field> {
    let listed: BTreeSet<Field> = consents(facts)
        .filter_map(|consent| consent.fields.as_ref())
        .flatten()
        .copied()
        .collect();
    listed.into_iter().collect()
}

fn channels(facts: &Facts<'_>) -> Vec<Channel> {
    let used: BTreeSet<Channel> =
        consents(facts).flat_map(|consent| consent.channels.iter().copied()).collect();
    // Nobody may have agreed yet; the site is what an agreement is about.
    std::iter::once(Channel::Site)
        .chain(used)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect()
}

fn subjects(facts: &Facts<'_>) -> String {
    let has = |is: fn(&DocumentContent) -> bool| {
        facts.documents.iter().any(|document| is(&document.content))
    };
    let kinds = [
        (
            has(|content| matches!(content, DocumentContent::Person(_))),
            "Personen im Verzeichnis",
        ),
        (
            has(|content| matches!(content, DocumentContent::Story(_))),
            "porträtierte Personen",
        ),
        (
            has(
                |content| matches!(content, DocumentContent::Event(event) if !event.speakers.is_empty()),
            ),
            "Vortragende bei Veranstaltungen",
        ),
        (facts.contacts, "Kontaktpersonen der Hochschule im Amt"),
    ];
    joined(kinds.into_iter().filter(|(there, _)| *there).map(|(_, kind)| kind))
}

fn joined<'w>(words: impl Iterator<Item = &'w str>) -> String {
    let words: Vec<&str> = words.collect();
    if words.is_empty() { "nichts".to_owned() } else { words.join(", ") }
}

/// What a field is called in drafts.
pub(in crate::engine) fn field_label(field: Field) -> &'static str {
    match field {
        Field::Affiliations => "Hochschule, Fakultät, Studiengang, Abschluss",
        Field::Kind => "Art der Zugehörigkeit",
        Field::Years => "Jahre der Zugehörigkeit",
        Field::Position => "berufliche Tätigkeit",
        Field::Employer => "Arbeitgeber",
        Field::Sector => "Branche",
        Field::City => "Ort",
        Field::Country => "Land",
        Field::Languages => "Sprachen",
        Field::Topics => "Themen",
        Field::Offers => "Angebote",
        Field::Website => "Website",
        Field::Email => "E-Mail-Adresse",
        Field::Photo => "Foto",
        Field::Bio => "eigener Text",
        Field::BirthName => "Geburtsname",
        Field::Deceased => "Sterbedatum",
    }
}

pub(in crate::engine) fn channel_label(channel: Channel) -> &'static str {
    match channel {
        Channel::Site => "Website: Seiten, Listen und Vortragende bei Veranstaltungen",
        Channel::SearchEngines => {
            "Suchmaschinen: Aufnahme in deren Ergebnisse, strukturierte Daten, Vorschaubilder \
             beim Teilen"
        }
        Channel::Feeds => {
            "Feeds und Kalender: Titel, Kurztext und Namen in Programmen anderer"
        }
        Channel::Press => "Presse: Foto in voller Größe mit Bildnachweis",
    }
}
