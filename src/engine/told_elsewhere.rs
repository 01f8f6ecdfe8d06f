//! Withdrawals that are told elsewhere than in the documents.
//!
//! They stand in the register, in files that could not be read, or a command is about to enter them.
//! In come chains, documents as written and paths of files that could not be read; out go
//! documents to decide about, and people to search the outputs for. A withdrawal that is told
//! anywhere counts; nothing that is told here ever publishes anybody.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use crate::audit::{Sought, Unread};
use crate::base::config::ConsentRules;
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
        }
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
            now.into_iter().chain(self.by_register(document, today, rules)).min()
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
        if self.withdrawn.get(&entry.path).is_some_and(|day| *day <= today) {
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
