//! The register of consents, for commands: what to append, and what is wrong with it.
//!
//! In come a site from inside and its snapshot, out go texts of files to write and faults as
//! words. Never writes, and never changes a line that is there.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use crate::base::config::ConsentRules;
use crate::base::diagnostic::Diagnostic;
use crate::base::source::{SitePath, Snapshot};
use crate::model::document::DocumentContent;
use crate::model::person::Person;
use crate::register::chain::{Chain, ChainMemory, chains, path};
use crate::register::check::{people, standing};
use crate::register::head::{head, relation};
use crate::register::next::{Verdict, verdict};

use super::edition_with_sources::EditionWithSources;
use super::person_lookup::{PersonNotFound, find};

pub use crate::register::head::Relation;

/// What is to be appended for one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// The person.
    pub name: String,
    /// The opaque id.
    pub id: String,
    /// The file of the register.
    pub file: SitePath,
    /// All of its text, the new lines included.
    pub text: String,
    /// What happened, in the words of the register.
    pub events: Vec<&'static str>,
}

/// Why nothing is appended for one person though something should be said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objection {
    /// The person.
    pub name: String,
    /// The person's file.
    pub path: SitePath,
    /// `no-id`, `broken`, `erased`, `withdrawn-before` or `gone`.
    pub kind: &'static str,
    /// The day that the register knows.
    pub day: Option<Date>,
}

/// What is to be appended to the register.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recording {
    /// For whom, and what.
    pub recorded: Vec<Recorded>,
    /// For whom not, and why.
    pub objections: Vec<Objection>,
}

/// Why nothing can be recorded at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecordError {
    /// The settings have errors.
    Settings,
    /// It is not clear who is meant.
    Whom(PersonNotFound),
    /// A story has no id; the register knows people of the directory.
    Story,
    /// The register holds a line for the person that was entered later than this day.
    Later(Date),
}

/// Compares content and register, for one person or for all.
///
/// # Errors
/// If the settings cannot be read, or it is not clear who is meant.
pub fn record(
    inside: &EditionWithSources,
    snapshot: &Snapshot,
    word: Option<&str>,
    on: Date,
) -> Result<Recording, RecordError> {
    let site = inside.edition.site().ok_or(RecordError::Settings)?;
    let one = word
        .map(|word| find(&inside.documents, word))
        .transpose()
        .map_err(RecordError::Whom)?;
    if one.is_some_and(|one| !matches!(one.content, DocumentContent::Person(_))) {
        return Err(RecordError::Story);
    }
    let known = by_id(snapshot);
    let mut recording = Recording::default();
    let wanted = people(&inside.documents)
        .filter(|(document, _)| one.is_none_or(|one| one.path == document.path));
    for (document, person) in wanted {
        let said = standing(person, &site.config.consent);
        let chain = person.id.as_ref().map(|id| {
            known.get(id).map_or_else(|| Arc::new(Chain::empty(id)), Arc::clone)
        });
        let mut object = |kind, day| {
            let (name, path) = (person.name.full(), document.path.clone());
            recording.objections.push(Objection { name, path, kind, day });
        };
        match chain {
            None if said.is_some() => object("no-id", None),
            None => {}
            Some(chain) if !chain.faults.is_empty() => object("broken", None),
            Some(chain) => match verdict(&chain, said.as_ref()) {
                Verdict::Agrees => {}
                Verdict::Erased(day) => object("erased", Some(day)),
                Verdict::WithdrawnBefore(day) => object("withdrawn-before", Some(day)),
                Verdict::Gone => object("gone", None),
                Verdict::News(events) => {
                    if let Some(last) = chain.last().filter(|last| last.date > on) {
                        return Err(RecordError::Later(last.date));
                    }
                    recording.recorded.push(Recorded {
                        name: person.name.full(),
                        id: chain.id.clone(),
                        file: chain.path.clone(),
                        text: chain.with(on, &events),
                        events: events.iter().map(|(event, _)| event.word()).collect(),
                    });
                }
            },
        }
    }
    Ok(recording)
}

/// The chains of a site by their ids.
pub(super) fn by_id(snapshot: &Snapshot) -> BTreeMap<String, Arc<Chain>> {
    let chains = chains(snapshot, &mut ChainMemory::default());
    chains.into_iter().map(|chain| (chain.id.clone(), chain)).collect()
}

/// Something that is wrong with the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterProblem {
    /// The opaque id.
    pub id: String,
    /// The file.
    pub file: SitePath,
    /// The line, from 1, if it is about one.
    pub line: Option<usize>,
    /// What: the name of a word.
    pub kind: &'static str,
}

/// What looking at the register gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// What is wrong, by file and line.
    pub wrong: Vec<RegisterProblem>,
    /// The hash over all chains.
    pub head: String,
    /// How many ids there are.
    pub ids: usize,
    /// How many lines there are.
    pub lines: usize,
    /// How a head that was noted earlier relates to the register.
    pub relation: Option<Relation>,
}

/// Looks at every line of the register, and whether the content knows of events that it lacks.
pub fn verify(
    inside: &EditionWithSources,
    snapshot: &Snapshot,
    noted: Option<&str>,
) -> Verified {
    let chains = chains(snapshot, &mut ChainMemory::default());
    let content = ConsentsOnFile::of(inside);
    let mut wrong = Vec::new();
    for chain in &chains {
        let about = |line, kind| RegisterProblem {
            id: chain.id.clone(),
            file: chain.path.clone(),
            line,
            kind,
        };
        wrong.extend(chain.faults.iter().map(|f| about(Some(f.line), f.kind.word())));
        let end = content_knows_more(content.as_ref(), chain)
            .filter(|_| chain.faults.is_empty());
        wrong.extend(end.map(|kind| about(None, kind)));
    }
    wrong.extend(missing(content.as_ref(), &chains));
    wrong.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
    Verified {
        wrong,
        head: head(&chains),
        ids: chains.len(),
        lines: chains.iter().map(|chain| chain.entries.len()).sum(),
        relation: noted.map(|noted| relation(&chains, noted)),
    }
}

/// Consents of which the register holds no line: never recorded, or the file is lost.
fn missing(
    content: Option<&ConsentsOnFile<'_>>,
    chains: &[Arc<Chain>],
) -> Vec<RegisterProblem> {
    let Some(content) = content else { return Vec::new() };
    let known: BTreeSet<&str> = chains.iter().map(|chain| chain.id.as_str()).collect();
    let unknown = content.people.iter().filter(|(id, person)| {
        !known.contains(*id) && standing(person, content.rules).is_some()
    });
    let problem = |id: &str| RegisterProblem {
        id: id.to_owned(),
        file: path(id),
        line: None,
        kind: "missing",
    };
    unknown.map(|(id, _)| problem(id)).collect()
}

fn content_knows_more(
    content: Option<&ConsentsOnFile<'_>>,
    chain: &Chain,
) -> Option<&'static str> {
    let content = content?;
    let found = content.people.get(chain.id.as_str());
    if found.is_none() && (chain.erased().is_some() || content.some_are_unread) {
        return None;
    }
    let said = found.and_then(|person| standing(person, content.rules));
    match verdict(chain, said.as_ref()) {
        Verdict::Agrees => None,
        Verdict::News(_) => Some("behind"),
        Verdict::Erased(_) => Some("erased"),
        Verdict::WithdrawnBefore(_) => Some("withdrawn-before"),
        Verdict::Gone => Some("gone"),
    }
}

/// What the content says.
struct ConsentsOnFile<'i> {
    people: BTreeMap<&'i str, &'i Person>,
    rules: &'i ConsentRules,
    /// True if an entry of the directory could not be read, so that nobody knows its id.
    some_are_unread: bool,
}

impl<'i> ConsentsOnFile<'i> {
    /// `None` if the settings cannot be read.
    fn of(inside: &'i EditionWithSources) -> Option<Self> {
        let people = people(&inside.documents);
        Some(Self {
            people: people
                .filter_map(|(_, one)| Some((one.id.as_deref()?, one)))
                .collect(),
            rules: &inside.edition.site()?.config.consent,
            some_are_unread: some_entry_is_unread(inside),
        })
    }
}

/// True if an entry of the directory could not be read, so that nobody knows its id.
fn some_entry_is_unread(inside: &EditionWithSources) -> bool {
    let wrong = inside.edition.diagnostics().iter().filter(|one| one.is_error());
    let mut paths = wrong.filter_map(Diagnostic::path);
    paths.any(|path| path.as_str().starts_with("content/directory/"))
}
