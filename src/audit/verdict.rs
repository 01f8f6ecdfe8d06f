//! Turns matches into diagnostics: whose value, which field, where, and how to fix it.
//!
//! In come documents, sources and outputs, out go diagnostics. A name in a text of the site is
//! reported at that line, everything else at the output itself. A name that a withheld person
//! shares with a published one is only noted. Never shows a withheld value.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use rayon::prelude::*;

use crate::base::code::Code;
use crate::base::diagnostic::{Argument, Diagnostic, Place};
use crate::base::output::{Content, OutputPath, OutputSet};
use crate::base::pointer::Pointer;
use crate::base::source::{FileBody, SitePath, Snapshot};
use crate::model::document::{Document, DocumentContent, Key};
use crate::model::story::Subject;
use crate::publish::site::Site;

use super::find::{Finder, Hit, SkippedSecrets};
use super::form;
use super::names;
use super::packed;
use super::secrets::{Needle, Rule, Secret, What};
use super::traces::Sought;
use super::values;

/// Bytes of a match to mark in a report; no anchor is shorter.
const SHOWN: usize = 3;
/// Size of the sample from which frequencies are counted, in bytes.
const USUAL_BYTES: usize = 2_000_000;

/// Every value that must not appear, ready to be searched for.
pub struct Audit {
    secrets: Vec<Secret>,
    finder: Option<Finder>,
    /// Secrets that also occur in other sources, and where. An output may have them from there.
    elsewhere: BTreeMap<usize, Vec<SourceSpot>>,
    /// Notes that are given in any case: shared names, which are not searched for.
    notes: Vec<Diagnostic>,
    /// Names that documents allow to be mentioned, by the key of the document.
    allowed: BTreeMap<Key, Vec<String>>,
    /// Sources that are published, and all that are not documents.
    published: BTreeSet<SitePath>,
}

impl fmt::Debug for Audit {
    /// Shows only the number of values, none of them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Audit({} values)", self.secrets.len())
    }
}

/// An occurrence in a source file.
struct SourceSpot {
    path: SitePath,
    hit: Hit,
}

/// An occurrence in an output.
struct Leak<'p> {
    path: &'p OutputPath,
    /// Line in the file, from 1; `None` if the format has no lines.
    line: Option<usize>,
    hit: Hit,
}

/// A person whose file could not be read, as far as a look at its text could tell.
#[derive(Debug, Clone)]
pub struct Unread {
    /// The file.
    pub path: SitePath,
    /// The name in reports.
    pub name: String,
    /// What may stand nowhere.
    pub sought: Sought,
}

impl Audit {
    /// Collects every value that is withheld on the day of the site.
    pub fn new(documents: &[Arc<Document>], site: &Site, snapshot: &Snapshot) -> Self {
        Self::with(documents, &[], site, snapshot)
    }

    /// The same, with people whose files could not be read.
    pub fn with(
        documents: &[Arc<Document>],
        unread: &[Unread],
        site: &Site,
        snapshot: &Snapshot,
    ) -> Self {
        let (names, published) = rayon::join(
            || published_names(documents, site),
            || published(documents, site, snapshot),
        );
        let mut secrets = values::secrets(documents, site);
        secrets.extend(unread.iter().flat_map(Unread::secrets));
        let (shared, secrets): (Vec<_>, Vec<_>) =
            secrets.into_par_iter().partition(|secret| is_shared(secret, &names));
        let finder = Finder::new(&secrets, usual(snapshot));
        let mut audit = Self {
            notes: shared.iter().map(note_shared).collect(),
            elsewhere: BTreeMap::new(),
            allowed: allowed(documents),
            published,
            secrets,
            finder,
        };
        audit.look_at_sources(snapshot);
        audit
    }

    /// Number of values searched for.
    pub fn len(&self) -> usize {
        self.secrets.len()
    }

    /// Cost of the search beyond its linear pass so far: comparisons with a pattern, and
    /// decodings around a match.
    pub fn work(&self) -> [usize; 2] {
        self.finder.as_ref().map_or([0; 2], Finder::work)
    }

    /// True if nothing is withheld.
    pub fn is_empty(&self) -> bool {
        self.secrets.is_empty()
    }

    /// Searches all other sources: a value that editors wrote elsewhere does not prove a leak
    /// when an output shows it, and a name in a text is something an editor can fix.
    fn look_at_sources(&mut self, snapshot: &Snapshot) {
        let Some(finder) = &self.finder else { return };
        let texts: Vec<(&SitePath, &Arc<str>)> = snapshot
            .files
            .values()
            .filter_map(|source| match &source.body {
                FileBody::Text(text) => Some((&source.path, text)),
                FileBody::Binary(_) | FileBody::Broken(_) => None,
            })
            .collect();
        let hits: Vec<(&SitePath, Vec<Hit>)> = texts
            .into_par_iter()
            .map(|(path, text)| {
                let own = |secret: usize| is_own(&self.secrets[secret].owner, path);
                let mut hits = finder.in_text(&self.secrets, text.as_bytes(), &own);
                hits.retain(|hit| {
                    let owner = &self.secrets[hit.secret].owner;
                    !hit.at.is_some_and(|at| is_reference(text, at, owner))
                });
                (path, hits)
            })
            .collect();
        for (path, hits) in hits {
            for hit in hits {
                let places = self.elsewhere.entry(hit.secret).or_default();
                places.push(SourceSpot { path: path.clone(), hit });
            }
        }
    }

    /// Searches every finished output: pages, feeds, the text of social cards, and file names.
    pub fn search(&self, outputs: &OutputSet) -> Vec<Diagnostic> {
        let Some(finder) = &self.finder else { return self.notes.clone() };
        let common: Vec<bool> =
            (0..self.secrets.len()).map(|number| self.is_common(number)).collect();
        let skipped: SkippedSecrets<'_> = &|secret| common[secret];
        let look = |bytes: &[u8]| finder.in_text(&self.secrets, bytes, skipped);
        let entries: Vec<(&OutputPath, &Content)> = outputs.0.iter().collect();
        let found = entries.into_par_iter().map(|entry| find_in(entry, look));
        let found: Vec<Vec<Leak<'_>>> = found.collect();
        let mut said = self.verdict(found.into_iter().flatten());
        said.extend(self.notes.iter().cloned());
        said
    }

    /// Names in published texts, found without looking at outputs: what the preview can report
    /// before all pages are rendered.
    pub fn search_sources(&self) -> Vec<Diagnostic> {
        let mut said = Vec::new();
        for (number, places) in &self.elsewhere {
            let secret = &self.secrets[*number];
            if secret.rule == Rule::Always {
                let texts =
                    places.iter().filter(|one| self.published.contains(&one.path));
                let wrong = texts.filter(|one| !self.allows(&one.path, secret));
                said.extend(wrong.map(|one| self.in_source(secret, one)));
            }
        }
        said
    }

    /// Searches a file that is copied as it is, including its compressed parts.
    pub fn search_copy(&self, path: &OutputPath, bytes: &[u8]) -> Vec<Diagnostic> {
        let Some(finder) = &self.finder else { return Vec::new() };
        let hits = finder.in_file(&self.secrets, bytes).into_iter();
        self.verdict(hits.map(|hit| Leak { path, line: None, hit }))
    }

    fn verdict<'p>(&self, found: impl Iterator<Item = Leak<'p>>) -> Vec<Diagnostic> {
        let mut by_secret: BTreeMap<usize, Vec<Leak<'p>>> = BTreeMap::new();
        for one in found {
            by_secret.entry(one.hit.secret).or_default().push(one);
        }
        let judged =
            by_secret.iter().flat_map(|(number, found)| self.judge(*number, found));
        let mut all: Vec<Diagnostic> = judged.collect();
        all.sort_by(|a, b| {
            (&a.place, a.code, &a.arguments).cmp(&(&b.place, b.code, &b.arguments))
        });
        all.dedup();
        all
    }

    /// True for a value that editors also wrote elsewhere and that may appear.
    fn is_common(&self, number: usize) -> bool {
        let elsewhere = self.elsewhere.get(&number).map_or(&[][..], Vec::as_slice);
        let written = elsewhere.iter().any(|one| is_written_by_editors(&one.path));
        self.secrets[number].rule == Rule::Unique && written
    }

    /// Diagnostics for one secret that was found.
    fn judge(&self, number: usize, found: &[Leak<'_>]) -> Vec<Diagnostic> {
        let secret = &self.secrets[number];
        let none = Vec::new();
        let elsewhere = self.elsewhere.get(&number).unwrap_or(&none);
        if self.is_common(number) {
            return Vec::new();
        }
        let texts: Vec<&SourceSpot> =
            elsewhere.iter().filter(|one| self.published.contains(&one.path)).collect();
        let mut said = Vec::new();
        for text in &texts {
            said.push(self.in_source(secret, text));
        }
        let unexplained: Vec<&Leak<'_>> =
            found.iter().filter(|one| !is_explained(&one.hit, &texts)).collect();
        // If no text explains it, a template, a copied file or a bug of ours is the cause.
        let blamed = texts.iter().any(|text| !self.allows(&text.path, secret));
        if !unexplained.is_empty() && !blamed {
            said.push(in_output(secret, unexplained[0], unexplained.len()));
        }
        said
    }

    fn in_source(&self, secret: &Secret, text: &SourceSpot) -> Diagnostic {
        if self.allows(&text.path, secret) {
            let place = Place::key(&text.path, Pointer::key("allowed_mentions"));
            return named(Diagnostic::at(Code::MentionAllowed, place), secret);
        }
        let place = match text.hit.at {
            Some(at) => Place::range(&text.path, at..at + SHOWN),
            None => Place::file(&text.path),
        };
        let owner = Argument::Text(secret.owner.to_string());
        named(Diagnostic::at(Code::LeakInText, place), secret).with("owner", owner)
    }

    fn allows(&self, path: &SitePath, secret: &Secret) -> bool {
        let allowed = Key::of(path).and_then(|(key, _)| self.allowed.get(&key));
        let is_meant = |name: &String| secret.needles.iter().any(|one| one.text == *name);
        // Only names can be allowed, never the value of a field.
        secret.what == What::Name
            && allowed.is_some_and(|names| names.iter().any(is_meant))
    }
}

impl Unread {
    fn secrets(&self) -> impl Iterator<Item = Secret> {
        let written = self.sought.written.iter().filter_map(|text| Needle::written(text));
        let numbers = self.sought.numbers.iter().filter_map(|text| Needle::digits(text));
        let name = self.sought.names.iter().flat_map(names::needles).collect();
        let field = |key: &str| What::Field(key.to_owned());
        let all: [(What, Vec<Needle>); 3] = [
            (What::Name, name),
            (field("email"), written.collect()),
            (field("phone"), numbers.collect()),
        ];
        all.into_iter().filter(|(_, needles)| !needles.is_empty()).map(
            |(what, needles)| {
                let (owner, name) = (self.path.clone(), self.name.clone());
                Secret { owner, name, what, rule: Rule::Always, needles }
            },
        )
    }
}

impl SourceSpot {
    /// True if this text holds the secret next to the same word, before or after it. One side is
    /// enough because a teaser may cut the text.
    fn explains(&self, context: &[String; 2]) -> bool {
        let same = |own: &[String; 2]| {
            own.iter().zip(context).any(|(own, other)| !own.is_empty() && own == other)
        };
        self.hit.contexts.iter().any(same)
    }
}

/// True if texts explain every occurrence. A value that is not words has no context to match.
fn is_explained(hit: &Hit, texts: &[&SourceSpot]) -> bool {
    !texts.is_empty()
        && hit.contexts.iter().all(|one| texts.iter().any(|text| text.explains(one)))
}

/// What `look` finds in the path and in the content of an output.
fn find_in<'p>(
    (path, content): (&'p OutputPath, &'p Content),
    look: impl Fn(&[u8]) -> Vec<Hit>,
) -> Vec<Leak<'p>> {
    let nowhere = |hit: Hit| Leak { path, line: None, hit };
    let name = path.as_str().as_bytes();
    let mut found: Vec<Leak<'p>> = look(name).into_iter().map(nowhere).collect();
    match content {
        // A compressed shard of the search index: search what the browser unpacks.
        Content::Bytes(bytes) if bytes.starts_with(b"\x1f\x8b") => {
            let parts = packed::parts(bytes);
            found.extend(parts.iter().flat_map(|part| look(part)).map(nowhere));
        }
        Content::Bytes(bytes) => found.extend(look(bytes).into_iter().map(|hit| {
            let line = hit.at.map(|at| line_of(bytes, at));
            Leak { path, line, hit }
        })),
        Content::Card(card) => {
            found.extend(look(card.words().as_bytes()).into_iter().map(nowhere));
        }
        // Pictures are encoded without metadata; copies are searched when they are read.
        Content::Copy(..) | Content::Picture(_) => {}
    }
    found
}

fn named(diagnostic: Diagnostic, secret: &Secret) -> Diagnostic {
    let what = match &secret.what {
        What::Name => Argument::Word("word-leak-name"),
        What::Field(key) => Argument::Text(format!("`{key}`")),
    };
    diagnostic.text("name", secret.name.clone()).with("what", what)
}

fn in_output(secret: &Secret, found: &Leak<'_>, count: usize) -> Diagnostic {
    let output = match found.line {
        Some(line) => format!("{}:{line}", found.path),
        None => found.path.to_string(),
    };
    // Without a place: the owner's file is not at fault, and leaving it out would not help.
    named(Diagnostic::general(Code::LeakInOutput), secret)
        .text("output", output)
        .text("owner", secret.owner.to_string())
        .with("count", Argument::Number(i64::try_from(count).unwrap_or(i64::MAX)))
}

/// True for a file in which editors write. A value in a template or style sheet has no excuse.
fn is_written_by_editors(path: &SitePath) -> bool {
    !path.as_str().starts_with("themes/") || path.as_str().contains("/i18n/")
}

/// True for the file that a secret comes from, and its translations.
fn is_own(owner: &SitePath, path: &SitePath) -> bool {
    owner == path
        || Key::of(owner)
            .zip(Key::of(path))
            .is_some_and(|((own, _), (other, _))| own == other)
}

/// A sample of the site's texts, spread over all of its folders.
fn usual(snapshot: &Snapshot) -> impl Iterator<Item = &str> {
    let texts = || {
        snapshot.files.values().filter_map(|source| match &source.body {
            FileBody::Text(text) => Some(&**text),
            FileBody::Binary(_) | FileBody::Broken(_) => None,
        })
    };
    let bytes: usize = texts().map(str::len).sum();
    texts().step_by(1 + bytes / USUAL_BYTES)
}

fn line_of(bytes: &[u8], at: usize) -> usize {
    1 + memchr::memchr_iter(b'\n', &bytes[..at.min(bytes.len())]).count()
}

/// The names of everybody who is published as a person, in a story or as a contact.
fn published_names(documents: &[Arc<Document>], site: &Site) -> BTreeSet<String> {
    let contacts = site.references.contacts.iter().flat_map(|one| one.name.wordings());
    let contacts = contacts.map(form::words);
    let people = documents.iter().filter_map(|document| match &document.content {
        DocumentContent::Person(person) => {
            site.person(&document.key.name)?;
            Some(names::key(&person.name))
        }
        DocumentContent::Story(story) => match &story.subject {
            Subject::Named(name) => {
                site.addresses(&document.key)?;
                Some(names::key(name))
            }
            Subject::Person(_) => None,
        },
        _ => None,
    });
    people.chain(contacts).collect()
}

/// True for a name that a published person has as well. Searching for it would report the
/// published one.
fn is_shared(secret: &Secret, published: &BTreeSet<String>) -> bool {
    let is_name = secret.rule == Rule::Always;
    is_name && secret.needles.iter().any(|needle| published.contains(&needle.text))
}

fn note_shared(secret: &Secret) -> Diagnostic {
    let place = Place::key(&secret.owner, Pointer::key("name"));
    Diagnostic::at(Code::NameShared, place).text("name", secret.name.clone())
}

/// Files whose text may be in an output: published documents, and all that are not documents.
fn published(
    documents: &[Arc<Document>],
    site: &Site,
    snapshot: &Snapshot,
) -> BTreeSet<SitePath> {
    let withheld: BTreeSet<&Key> = documents
        .iter()
        .map(|document| &document.key)
        .filter(|key| site.addresses(key).is_none())
        .collect();
    let is_published =
        |path: &&SitePath| Key::of(path).is_none_or(|(key, _)| !withheld.contains(&key));
    snapshot.files.keys().filter(is_published).cloned().collect()
}

/// The names that each document allows to be mentioned.
fn allowed(documents: &[Arc<Document>]) -> BTreeMap<Key, Vec<String>> {
    let mut allowed: BTreeMap<Key, Vec<String>> = BTreeMap::new();
    for document in documents {
        for mention in &document.allowed_mentions {
            let names = allowed.entry(document.key.clone()).or_default();
            names.push(form::words(&mention.name));
        }
    }
    allowed
}

/// True inside a reference, which publishes nothing about a withheld person: the text of a
/// mention, `[Jana Müller](person:jana-mueller)`, which the gate replaces, or the name of an entry.
fn is_reference(text: &str, at: usize, owner: &SitePath) -> bool {
    let bytes = text.as_bytes();
    let end_of = |start: usize, is_end: fn(u8) -> bool| {
        bytes[start..]
            .iter()
            .position(|byte| is_end(*byte))
            .map_or(bytes.len(), |n| start + n)
    };
    let start_of = |is_end: fn(u8) -> bool| {
        bytes[..at].iter().rposition(|byte| is_end(*byte)).map_or(0, |n| n + 1)
    };
    let is_bracket = |byte: u8| b"[]\n".contains(&byte);
    let opened = start_of(is_bracket);
    let is_mention = opened > 0
        && bytes[opened - 1] == b'['
        && bytes[end_of(at, is_bracket)..].starts_with(b"](person:");
    let ends_word = |byte: u8| !byte.is_ascii_alphanumeric() && !b"-_./".contains(&byte);
    let word = text.get(start_of(ends_word)..end_of(at, ends_word)).unwrap_or("");
    let entry = Key::of(owner).map(|(key, _)| key.name);
    let is_entry =
        |name: &str| word.split('/').any(|part| part.trim_end_matches(".md") == name);
    is_mention || entry.is_some_and(|name| is_entry(&name))
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[test]
    fn a_packed_output_is_looked_at_as_a_browser_unpacks_it() {
        let mut packed =
            flate2::GzBuilder::new().write(Vec::new(), flate2::Compression::best());
        packed.write_all("p\tJana Müller\t".as_bytes()).expect("memory");
        let content = Content::Bytes(packed.finish().expect("memory").into());
        let path = OutputPath::new("assets/search/0.bin").expect("a path");
        let seen = std::cell::RefCell::new(Vec::new());
        find_in((&path, &content), |bytes| {
            seen.borrow_mut().push(String::from_utf8_lossy(bytes).into_owned());
            Vec::new()
        });
        assert!(seen.borrow().iter().any(|text| text.contains("Jana Müller")));
    }
}
