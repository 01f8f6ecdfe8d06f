//! A consent that nobody has given, for a proof.
//!
//! In come documents and the one that is asked about, out go documents of which that one, and the
//! entry of its person, has a consent. Never for somebody who has withdrawn.

use std::sync::Arc;

use jiff::civil::Date;

use crate::base::code::Code;
use crate::base::config::ConsentRules;
use crate::base::digest::Digest;
use crate::model::consent::{Channel, Consent, Field};
use crate::model::document::{Document, DocumentContent, Key, Section};
use crate::model::held::{Entry, translations_of};
use crate::model::person::Person;
use crate::model::story::{Schedule, Subject};
use crate::publish::consent::judge;

/// What is supposed.
pub(super) struct Supposed {
    /// All documents, some of them with a consent that nobody has given.
    pub(super) documents: Vec<Arc<Document>>,
    /// What would have to be agreed to.
    pub(super) consents: Vec<AskedConsent>,
    /// The document that is asked about.
    pub(super) key: Key,
}

/// What a person would have to agree to.
pub(super) struct AskedConsent {
    /// True for an entry of the directory, false for a story.
    pub(super) is_entry: bool,
    /// The consent as it is supposed.
    pub(super) consent: Consent,
}

/// True for what a consent could change.
pub fn may_be_asked(code: Code) -> bool {
    matches!(
        code,
        Code::ConsentMissing
            | Code::ConsentNoDate
            | Code::ConsentFuture
            | Code::ConsentLapsed
            | Code::GuardianMissing
            | Code::ConsentBeforeMajority
            | Code::ConsentNoChannel
            | Code::PersonWithheld
    )
}

/// Supposes the consents that the page of a document needs; `None` if one was withdrawn.
pub(super) fn supposed(
    documents: &[Arc<Document>],
    asked: &Arc<Document>,
    today: Date,
    rules: &ConsentRules,
) -> Option<Supposed> {
    let mut consents = Vec::new();
    let mut changed = vec![(asked.path.clone(), of_document(asked, documents, today)?)];
    consents.push(asked_of(&changed[0].1)?);
    if let Some(entry) = entry_of(asked, documents) {
        let consent = own_consent(entry);
        if judge(consent, today, rules).is_err() {
            let entry = of_document(entry, documents, today)?;
            consents.push(asked_of(&entry)?);
            changed.push((entry.path.clone(), entry));
        }
    }
    let documents = documents.iter().map(|document| {
        let other = changed.iter().find(|(path, _)| *path == document.path);
        other.map_or_else(|| Arc::clone(document), |(_, other)| Arc::clone(other))
    });
    Some(Supposed { documents: documents.collect(), consents, key: asked.key.clone() })
}

/// The entry of the person that a story is about.
fn entry_of<'d>(
    asked: &Document,
    documents: &'d [Arc<Document>],
) -> Option<&'d Arc<Document>> {
    let DocumentContent::Story(story) = &asked.content else { return None };
    let Subject::Person(person) = &story.subject else { return None };
    documents.iter().find(|one| match &one.content {
        DocumentContent::Person(entry) => {
            one.key.section == Section::Directory
                && (*one.key.name == **person || entry.id.as_ref() == Some(person))
        }
        _ => false,
    })
}

fn own_consent(document: &Document) -> Option<&Consent> {
    match &document.content {
        DocumentContent::Person(person) => person.consent.as_ref(),
        DocumentContent::Story(story) => story.consent.as_ref(),
        _ => None,
    }
}

fn asked_of(document: &Document) -> Option<AskedConsent> {
    let consent = own_consent(document)?.clone();
    let is_entry = matches!(document.content, DocumentContent::Person(_));
    Some(AskedConsent { is_entry, consent })
}

/// The document as if its consent were given today; `None` if it was withdrawn.
fn of_document(
    document: &Arc<Document>,
    documents: &[Arc<Document>],
    today: Date,
) -> Option<Arc<Document>> {
    let written = own_consent(document);
    if written.is_some_and(|consent| consent.withdrawn.is_some()) {
        return None;
    }
    let mut other = Document::clone(document);
    match &mut other.content {
        DocumentContent::Person(person) => {
            let fields = held(document, person, documents);
            person.consent = Some(given(written, Some(fields), today));
        }
        DocumentContent::Story(story) => {
            story.consent = Some(given(written, None, today));
            // A proof is asked for before all else is done.
            story.schedule = Schedule::default();
        }
        _ => return None,
    }
    // Decisions are remembered by this digest.
    other.digest = other.digest.and(Digest::of(b"supposed"));
    Some(Arc::new(other))
}

/// The fields of an entry that hold something.
fn held(document: &Document, person: &Person, documents: &[Arc<Document>]) -> Vec<Field> {
    let all = documents.iter().map(|one| &**one);
    let translations = translations_of(all, &document.key);
    let entry = Entry { document, person, translations: &translations };
    let fields = Field::WORDS.iter().map(|(_, field)| *field);
    fields.filter(|field| !field.held(&entry).is_empty()).collect()
}

/// What is written already of a consent, as if it were given today.
fn given(written: Option<&Consent>, fields: Option<Vec<Field>>, today: Date) -> Consent {
    let mut channels = written.map(|one| one.channels.clone()).unwrap_or_default();
    if !channels.contains(&Channel::Site) {
        channels.insert(0, Channel::Site);
    }
    Consent {
        given: Some(today),
        text: written.and_then(|one| one.text.clone()),
        evidence: None,
        until: written.and_then(|one| one.until).filter(|day| *day >= today),
        withdrawn: None,
        fields: written.and_then(|one| one.fields.clone()).or(fields),
        channels,
        minor_until: None,
        guardian: None,
    }
}
