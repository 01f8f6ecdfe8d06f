//! Turns matches into diagnostics: whose value, which field, where, and how to fix it.
//!
//! In come documents, sources and outputs, out go diagnostics. A name in a text of the site is
//! reported at that line, everything else at the output itself. What may be seen in its own right
//! is only noted. Never shows a withheld value.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use rayon::prelude::*;

use crate::base::code::Code;
use crate::base::diagnostic::{Argument, Diagnostic, Place};
use crate::base::digest::Digest;
use crate::base::output::{Content, OutputPath, OutputSet};
use crate::base::pointer::Pointer;
use crate::base::source::{FileBody, SitePath, Snapshot};
use crate::model::document::{Document, DocumentContent};
use crate::model::story::Subject;
use crate::publish::site::Site;

use super::allowed::{AllowedIn, allowed_by};
use super::blamed::{WordsBeside, once_each};
use super::find::{Finder, SkippedValues};
use super::names;
use super::packed;
use super::published_texts::PublishedTexts;
use super::reading::Reading;
use super::secrets::{Needle, Secret, Weight, What};
use super::seen_names::SeenNames;
use super::sources::{SiteSources, SourceFindings, SourceSpot};
use super::traces::Sought;
use super::value::{Finds, Hit};
use super::values;

/// Bytes of a match to mark in a report; no anchor is shorter.
const SHOWN: usize = 3;
/// How a file begins that is packed with gzip (RFC 1952).
const GZIP: &[u8] = b"\x1f\x8b";
/// Size of the sample from which frequencies are counted, in bytes.
const USUAL_BYTES: usize = 2_000_000;

/// Every value that must not appear, ready to be searched for.
pub struct Audit {
    secrets: Vec<Secret>,
    finder: Option<Finder>,
    /// What the sources say about the values.
    findings: SourceFindings,
    texts: PublishedTexts,
    /// Notes that are given in any case: what is not searched for, and why.
    notes: Vec<Diagnostic>,
    /// Which values a document or a file of data allows, by their numbers.
    allowed: BTreeSet<(AllowedIn, usize)>,
}

impl fmt::Debug for Audit {
    /// Shows only the number of values, none of them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Audit({} values)", self.len())
    }
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
    /// Collects every value that is withheld on the day of the site, also of people whose files
    /// could not be read. `theme` are the texts of the theme that comes with the program, if the
    /// site uses it.
    pub fn new(
        documents: &[Arc<Document>],
        unread: &[Unread],
        site: &Site,
        snapshot: &Snapshot,
        theme: &[(SitePath, &str)],
    ) -> Self {
        let (published, held) = rayon::join(
            || published_names(documents, site),
            || values::holdings(documents, site),
        );
        let mut all = held.secrets;
        all.extend(unread.iter().flat_map(Unread::secrets));
        let (shared, mut secrets): (Vec<_>, Vec<_>) =
            all.into_par_iter().partition(|secret| is_shared(secret, &published));
        let mut notes: Vec<Diagnostic> =
            shared.iter().map(|one| noted(Code::NameShared, one)).collect();
        let mut finder = Finder::new(&mut secrets, usual(snapshot));
        let mut findings = SourceFindings::default();
        let mut allowed = BTreeSet::new();
        if let Some(finder) = &mut finder {
            finder.knows(SeenNames { published, compounds: BTreeMap::new() });
            let released = &held.released;
            let secrets = &secrets;
            let sources = SiteSources { snapshot, site, released, secrets, theme };
            findings = sources.look(finder);
            allowed = allowed_by(documents, site, finder);
            notes.extend(public(&findings, finder, secrets));
        }
        let texts = PublishedTexts::of(documents, site);
        Self { secrets, finder, findings, texts, notes, allowed }
    }

    /// Number of values searched for.
    pub fn len(&self) -> usize {
        self.finder.as_ref().map_or(0, |finder| finder.values().len())
    }

    /// Cost of the search beyond its linear pass so far: comparisons with a pattern, and
    /// decodings around a match.
    pub fn work(&self) -> [usize; 2] {
        self.finder.as_ref().map_or([0; 2], Finder::work)
    }

    /// True if nothing is withheld.
    pub fn is_empty(&self) -> bool {
        self.finder.is_none()
    }

    /// A digest of what is looked for, and of what may be seen all the same. If it is the same, so is
    /// what is found in the same bytes.
    pub fn digest(&self) -> Digest {
        let finder = self.finder.as_ref().map_or_else(Digest::default, Finder::digest);
        finder.and(Digest::of_value(&self.findings.public))
    }

    /// True if nothing at all is found in a page, not even what may be seen there.
    pub fn is_clean(&self, path: &OutputPath, bytes: &[u8]) -> bool {
        let Some(finder) = &self.finder else { return true };
        let skipped: SkippedValues<'_> = &|value| self.findings.public.contains(&value);
        let look = |bytes: &[u8], reading| finder.in_text(bytes, reading, skipped);
        let in_name = look(path.as_str().as_bytes(), Reading::PATH);
        in_name.hits.is_empty()
            && hits_in(bytes, Reading::of(path.as_str()), look).is_empty()
    }

    /// Searches every finished output: pages, feeds, the text of social cards, and file names.
    pub fn search(&self, outputs: &OutputSet) -> Vec<Diagnostic> {
        let Some(finder) = &self.finder else { return self.notes.clone() };
        let skipped: SkippedValues<'_> = &|value| self.findings.public.contains(&value);
        let look = |bytes: &[u8], reading| finder.in_text(bytes, reading, skipped);
        let entries: Vec<(&OutputPath, &Content)> = outputs.0.iter().collect();
        let found = entries.into_par_iter().map(|entry| find_in(entry, look));
        let found: Vec<Vec<Leak<'_>>> = found.collect();
        let found = found.into_iter().flatten();
        let found = found.filter(|one| !self.texts.hold(finder, &one.hit));
        let mut said = self.verdict(finder, found, false);
        said.extend(self.notes.iter().cloned());
        said
    }

    /// Names in published texts, found without looking at outputs: what the preview can report
    /// before all pages are rendered.
    pub fn search_sources(&self) -> Vec<Diagnostic> {
        let Some(finder) = &self.finder else { return Vec::new() };
        let mut by_secret: BTreeMap<usize, Vec<&SourceSpot>> = BTreeMap::new();
        for (value, places) in &self.findings.places {
            if !self.findings.public.contains(value) {
                let wrong = places.iter().filter(|one| !self.allows(&one.path, *value));
                let secret = finder.values()[*value].secrets[0];
                by_secret.entry(secret).or_default().extend(wrong);
            }
        }
        let places = by_secret.into_values().flat_map(once_each);
        places.map(|one| self.in_source(finder, one)).collect()
    }

    /// Searches a file that is copied as it is from `source` to `path`, including its compressed
    /// parts.
    pub fn search_copy(
        &self,
        source: &SitePath,
        path: &OutputPath,
        bytes: &[u8],
    ) -> Vec<Diagnostic> {
        let Some(finder) = &self.finder else { return Vec::new() };
        let (Finds { mut hits, .. }, unread) =
            finder.in_file(bytes, Reading::of(path.as_str()));
        hits.retain(|hit| {
            let is_public = self.findings.public.contains(&hit.value);
            !is_public && !self.texts.hold(finder, hit)
        });
        let leaks = hits.into_iter().map(|hit| Leak { path, line: None, hit });
        let mut said = self.verdict(finder, leaks, true);
        said.extend(unread.map(|why| {
            Diagnostic::at(Code::CopyUnread, Place::file(source))
                .with("what", Argument::Word(why.word()))
        }));
        said
    }

    /// What is said of everything that was found, once for each secret.
    fn verdict<'p>(
        &self,
        finder: &Finder,
        found: impl Iterator<Item = Leak<'p>>,
        is_copy: bool,
    ) -> Vec<Diagnostic> {
        let mut by_secret: BTreeMap<usize, Vec<Leak<'p>>> = BTreeMap::new();
        for one in found {
            let value = &finder.values()[one.hit.value];
            by_secret.entry(value.secrets[0]).or_default().push(one);
        }
        let judged =
            by_secret.values().flat_map(|found| self.judge(finder, found, is_copy));
        let mut all: Vec<Diagnostic> = judged.collect();
        all.sort_by(|a, b| {
            (&a.place, a.code, &a.arguments).cmp(&(&b.place, b.code, &b.arguments))
        });
        all.dedup();
        all
    }

    /// Diagnostics for one secret that was found, in whatever forms.
    fn judge(
        &self,
        finder: &Finder,
        found: &[Leak<'_>],
        is_copy: bool,
    ) -> Vec<Diagnostic> {
        let values: BTreeSet<usize> = found.iter().map(|one| one.hit.value).collect();
        let texts: Vec<&SourceSpot> = values
            .iter()
            .filter_map(|value| self.findings.places.get(value))
            .flatten()
            .collect();
        let mut said: Vec<Diagnostic> = once_each(texts.clone())
            .into_iter()
            .map(|text| self.in_source(finder, text))
            .collect();
        let explained = WordsBeside::by(&texts);
        let unexplained: Vec<&Leak<'_>> =
            found.iter().filter(|one| !explained.holds(&one.hit)).collect();
        // If no text explains it, a template, a copied file or a bug of ours is the cause.
        let blamed = texts.iter().any(|text| !self.allows(&text.path, text.hit.value));
        if let Some(first) = unexplained.first().filter(|_| !blamed) {
            said.push(self.in_output(finder, first, unexplained.len(), is_copy));
        }
        said
    }

    fn in_source(&self, finder: &Finder, text: &SourceSpot) -> Diagnostic {
        let secret = &self.secrets[finder.values()[text.hit.value].secrets[0]];
        if self.allows(&text.path, text.hit.value) {
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

    fn in_output(
        &self,
        finder: &Finder,
        found: &Leak<'_>,
        count: usize,
        is_copy: bool,
    ) -> Diagnostic {
        let value = &finder.values()[found.hit.value];
        let secret = &self.secrets[value.secrets[0]];
        let theme = self.findings.in_theme.contains_key(&found.hit.value);
        // A firm that somebody wrote into a template or a download proves nothing.
        let proves = value.weight == Weight::Identifying || !(is_copy || theme);
        let code = if proves { Code::LeakInOutput } else { Code::ValueInFile };
        let output = match found.line {
            Some(line) => format!("{}:{line}", found.path),
            None => found.path.to_string(),
        };
        // Without a place: the owner's file is not at fault, and leaving it out would not help.
        named(Diagnostic::general(code), secret)
            .text("output", output)
            .text("owner", secret.owner.to_string())
            .with("count", Argument::Number(i64::try_from(count).unwrap_or(i64::MAX)))
    }

    /// True if the document at `path` allows what this value is.
    fn allows(&self, path: &SitePath, value: usize) -> bool {
        self.allowed.contains(&(AllowedIn::of(path), value))
    }
}

impl Unread {
    fn secrets(&self) -> impl Iterator<Item = Secret> {
        let written = self.sought.written.iter().filter_map(|text| Needle::written(text));
        let numbers = self.sought.numbers.iter().filter_map(|text| Needle::number(text));
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
                Secret { owner, name, what, weight: Weight::Identifying, needles }
            },
        )
    }
}

/// What `look` finds in the path and in the content of an output.
fn find_in<'p>(
    (path, content): (&'p OutputPath, &'p Content),
    look: impl Fn(&[u8], Reading) -> Finds,
) -> Vec<Leak<'p>> {
    let nowhere = |hit: Hit| Leak { path, line: None, hit };
    let reading = Reading::of(path.as_str());
    let name = look(path.as_str().as_bytes(), Reading::PATH);
    let mut found: Vec<Leak<'p>> = name.hits.into_iter().map(nowhere).collect();
    match content {
        Content::Bytes(bytes) => {
            let is_text = !bytes.starts_with(GZIP);
            found.extend(hits_in(bytes, reading, look).into_iter().map(|hit| {
                let line = hit.at.filter(|_| is_text).map(|at| line_of(bytes, at));
                Leak { path, line, hit }
            }));
        }
        Content::Card(card) => {
            let mut words = look(card.words().as_bytes(), Reading::LINES).hits;
            // A line of a title may be broken.
            let whole = look(card.words().as_bytes(), Reading::default()).hits;
            let known: BTreeSet<usize> = words.iter().map(|hit| hit.value).collect();
            words.extend(whole.into_iter().filter(|hit| !known.contains(&hit.value)));
            found.extend(words.into_iter().map(nowhere));
        }
        // Pictures are encoded without metadata; copies are searched when they are read.
        // A stored page was searched before.
        Content::Copy(..) | Content::Picture(_) | Content::Stored(_) => {}
    }
    found
}

/// What `look` finds in the bytes of a file. Of a shard of the search index, that is in what a
/// browser unpacks.
fn hits_in(
    bytes: &[u8],
    reading: Reading,
    look: impl Fn(&[u8], Reading) -> Finds,
) -> Vec<Hit> {
    if bytes.starts_with(GZIP) {
        let parts = packed::parts(bytes);
        return parts.iter().flat_map(|part| look(part, reading).hits).collect();
    }
    look(bytes, reading).hits.into_iter().collect()
}

fn named(diagnostic: Diagnostic, secret: &Secret) -> Diagnostic {
    let what = match &secret.what {
        What::Name => Argument::Word("word-leak-name"),
        What::Field(key) => Argument::Key(Pointer::key(key)),
    };
    diagnostic.text("name", secret.name.clone()).with("what", what)
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
    let contacts = contacts.map(names::key);
    let people = documents.iter().filter_map(|document| match &document.content {
        DocumentContent::Person(person) => {
            site.person(&document.key.name)?;
            Some(names::keys(&person.name))
        }
        DocumentContent::Story(story) => match &story.subject {
            Subject::Named(name) => {
                site.addresses(&document.key)?;
                Some(names::keys(name))
            }
            Subject::Person(_) => None,
        },
        _ => None,
    });
    people.flatten().chain(contacts).collect()
}

/// True for a name that a published person has as well. Searching for it would report the
/// published one.
fn is_shared(secret: &Secret, published: &BTreeSet<String>) -> bool {
    let mut patterns = secret.needles.iter().filter_map(|needle| needle.pattern());
    patterns.any(|pattern| published.contains(&pattern.key()))
}

fn noted(code: Code, secret: &Secret) -> Diagnostic {
    let key = match &secret.what {
        What::Name => Pointer::key("name"),
        What::Field(key) => Pointer::key(key),
    };
    let place = Place::key(&secret.owner, key);
    named(Diagnostic::at(code, place), secret)
}

/// A note for each identifying value that is not looked for, since it is public anyway.
fn public(
    findings: &SourceFindings,
    finder: &Finder,
    secrets: &[Secret],
) -> Vec<Diagnostic> {
    let values = findings.noted.iter().map(|value| &finder.values()[*value]);
    let telling = values.filter(|value| value.weight == Weight::Identifying);
    let first: BTreeSet<usize> = telling.map(|value| value.secrets[0]).collect();
    first.into_iter().map(|secret| noted(Code::ValueShared, &secrets[secret])).collect()
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
        find_in((&path, &content), |bytes, _| {
            seen.borrow_mut().push(String::from_utf8_lossy(bytes).into_owned());
            Finds::default()
        });
        assert!(seen.borrow().iter().any(|text| text.contains("Jana Müller")));
    }
}
