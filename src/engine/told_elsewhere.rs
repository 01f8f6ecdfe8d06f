//! Withdrawals that are told elsewhere than in the documents.
//!
//! They stand in the register, in files that could not be read, in copies that a sync client left
//! beside a file, or a command is about to enter them. In come chains, copies, documents as written and paths of files that could not be read; out go
//! documents to decide about, and people to search the outputs for. A withdrawal that is told
//! anywhere counts; nothing that is told here ever publishes anybody.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use crate::audit::{Sought, Unread};
use crate::base::code::Code;
use crate::base::config::ConsentRules;
use crate::base::copies::Copies;
use crate::base::diagnostic::{Diagnostic, Place};
use crate::base::digest::Digest;
use crate::base::source::{FileBody, FileFault, SitePath, Snapshot, Source};
use crate::model::consent::Consent;
use crate::model::document::{Document, DocumentContent, Key, Section};
use crate::register::chain::Chain;
use crate::register::check::standing;
use crate::register::next::{Verdict, verdict};

use super::office::unread::{UnreadEntry, UnreadStanding};

/// What is told elsewhere than in the documents.
pub(super) struct ToldElsewhere<'t> {
    /// The register, by id.
    chains: BTreeMap<&'t str, &'t Chain>,
    /// Withdrawals that a command is about to enter.
    withdrawn: BTreeMap<&'t SitePath, Date>,
    /// Withdrawals in copies of a file, by that file: from when, and in which copy.
    copied: BTreeMap<&'t SitePath, (Date, &'t SitePath)>,
}

impl<'t> ToldElsewhere<'t> {
    /// From the chains of the register, and withdrawals that a command is about to enter.
    pub(super) fn new(
        chains: &'t [Arc<Chain>],
        withdrawn: &'t [(SitePath, Date)],
    ) -> Self {
        Self {
            chains: chains.iter().map(|chain| (chain.id.as_str(), &**chain)).collect(),
            withdrawn: withdrawn.iter().map(|(path, day)| (path, *day)).collect(),
            copied: BTreeMap::new(),
        }
    }

    /// With the withdrawals in copies: of two versions of a file that a sync client could not
    /// unite, the one with the withdrawal may be the one that was set aside.
    pub(super) fn with_copies(
        mut self,
        copies: &'t Copies,
        snapshot: &'t Snapshot,
    ) -> Self {
        for (copy, original) in copies.iter() {
            let entry = entry(snapshot, copy);
            if let Some(day) = entry.and_then(|one| one.withdrawn_on(snapshot.today)) {
                let known = self.copied.entry(original).or_insert((day, copy));
                *known = (*known).min((day, copy));
            }
        }
        self
    }

    /// A warning for each withdrawal that a copy tells and its original does not.
    pub(super) fn only_in_copies(&self, documents: &[Arc<Document>]) -> Vec<Diagnostic> {
        if self.copied.is_empty() {
            return Vec::new();
        }
        let told = documents.iter().filter_map(|document| {
            let (day, copy) = self.by_copy(document)?;
            let own = consent(document).and_then(|consent| consent.withdrawn);
            own.is_none_or(|own| own > day).then_some((document, day, copy))
        });
        told.map(|(document, day, copy)| {
            Diagnostic::at(Code::CopyWithdrawn, Place::file(copy))
                .text("original", document.path.to_string())
                .day("day", day)
        })
        .collect()
    }

    /// The day from which a copy of a document ends its consent, and which copy.
    fn by_copy(&self, document: &Document) -> Option<(Date, &'t SitePath)> {
        let (day, copy) = *self.copied.get(&document.path)?;
        // A later consent in the original is news that the copy does not know yet.
        let given = consent(document)?.given;
        given.is_none_or(|given| given <= day).then_some((day, copy))
    }

    /// The documents as they are to be decided about.
    pub(super) fn applied(
        &self,
        documents: &[Arc<Document>],
        today: Date,
        rules: &ConsentRules,
    ) -> Vec<Arc<Document>> {
        let day_of = |document: &Document| {
            let now = self.withdrawn.get(&document.path).copied();
            let copied = self.by_copy(document).map(|(day, _)| day);
            let told = now.into_iter().chain(copied);
            told.chain(self.by_register(document, today, rules)).min()
        };
        let applied = |document: &Arc<Document>| match day_of(document) {
            Some(day) => withdrawn_from(document, day),
            None => Arc::clone(document),
        };
        documents.iter().map(applied).collect()
    }

    /// People whose files could not be read, unless their consent seems to hold.
    pub(super) fn unread(
        &self,
        snapshot: &Snapshot,
        paths: &[SitePath],
        rules: &ConsentRules,
    ) -> Vec<Unread> {
        let entries = paths.iter().filter_map(|path| entry(snapshot, path));
        let gone = entries.filter(|entry| {
            self.standing(entry, snapshot.today, rules) != UnreadStanding::Holds
        });
        gone.map(|entry| Unread {
            name: entry.name(),
            sought: Sought {
                names: entry.names,
                written: entry.written,
                numbers: entry.numbers,
            },
            path: entry.path,
        })
        .collect()
    }

    /// How the consent in a file that could not be read stands.
    pub(super) fn standing(
        &self,
        entry: &UnreadEntry,
        today: Date,
        rules: &ConsentRules,
    ) -> UnreadStanding {
        let copied = self.copied.get(&entry.path).map(|(day, _)| day);
        let told = self.withdrawn.get(&entry.path).into_iter().chain(copied);
        if told.min().is_some_and(|day| *day <= today) {
            return UnreadStanding::Ended;
        }
        let chain = entry.ids.iter().find_map(|id| self.chains.get(id.as_str()));
        entry.standing(today, rules, chain.copied())
    }

    /// The day from which the register ends a consent that the content shows as valid.
    fn by_register(
        &self,
        document: &Document,
        today: Date,
        rules: &ConsentRules,
    ) -> Option<Date> {
        let DocumentContent::Person(person) = &document.content else { return None };
        let chain = self.chains.get(person.id.as_deref()?)?;
        if !chain.faults.is_empty() {
            // Reported; its last entry cannot be relied on.
            return None;
        }
        match verdict(chain, standing(person, rules).as_ref()) {
            Verdict::Erased(day) => Some(day.min(today)),
            Verdict::WithdrawnBefore(day) => Some(day),
            Verdict::Agrees | Verdict::News(_) | Verdict::Gone => None,
        }
    }
}

/// What can be told of an entry or a story that could not be read.
pub(super) fn entry(snapshot: &Snapshot, path: &SitePath) -> Option<UnreadEntry> {
    let (key, language) = Key::of(path)?;
    let tells = matches!(key.section, Section::Directory | Section::Portraits);
    if !tells || language.is_some() || key.name.is_empty() {
        return None;
    }
    let source = snapshot.files.get(path)?;
    Some(UnreadEntry::of(path, key, raw(source)))
}

/// The bytes of a source, as far as they are known.
pub(super) fn raw(source: &Source) -> &[u8] {
    match &source.body {
        FileBody::Text(text) => text.as_bytes(),
        FileBody::Broken(FileFault::NotUtf8 { bytes, .. }) => &bytes.0,
        FileBody::Broken(_) | FileBody::Binary(_) => &[],
    }
}

/// The consent in a document, if it is one that may hold any.
fn consent(document: &Document) -> Option<&Consent> {
    match &document.content {
        DocumentContent::Person(person) => person.consent.as_ref(),
        DocumentContent::Story(story) => story.consent.as_ref(),
        DocumentContent::Event(_)
        | DocumentContent::Page(_)
        | DocumentContent::Translation(..) => None,
    }
}

/// The same document, withdrawn from a day on.
fn withdrawn_from(document: &Arc<Document>, day: Date) -> Arc<Document> {
    let mut document = Document::clone(document);
    let ended = |consent: &mut Option<Consent>| {
        if let Some(consent) = consent {
            let earlier = consent.withdrawn.map_or(day, |known| known.min(day));
            consent.withdrawn = Some(earlier);
        }
    };
    match &mut document.content {
        DocumentContent::Person(person) => ended(&mut person.consent),
        DocumentContent::Story(story) => ended(&mut story.consent),
        DocumentContent::Event(_)
        | DocumentContent::Page(_)
        | DocumentContent::Translation(..) => {}
    }
    // Decisions are remembered by this digest.
    document.digest = document.digest.and(Digest::of(day.to_string().as_bytes()));
    Arc::new(document)
}
