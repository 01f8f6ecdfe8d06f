//! An erasure: which files hold the data of a person, and what is left of it in the register.
//!
//! In come a site from inside and who is to be erased, out go files to remove, files that others
//! need, and a line for the register that tells no name. Never removes anything.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::base::code::Code;
use crate::base::diagnostic::{Diagnostic, Spot};
use crate::base::digest::Digest;
use crate::base::slug::composed;
use crate::base::source::{FileBody, SitePath, Snapshot, percent_decoded};
use crate::model::document::{Document, DocumentContent, Key};
use crate::model::person::Name;
use crate::model::story::Subject;
use crate::model::text::Piece;
use crate::read::reference::{PHOTOS, reference};
use crate::register::chain::Chain;
use crate::register::entry::{ConsentTerms, RegisterEvent};

use super::edition_with_sources::{EditionWithSources, inside as look};
use super::person_lookup::{PersonNotFound, find, find_unread, name};
use super::register_entries::by_id;
use super::unread::UnreadEntry;
use super::withdraw::with_stories;
use crate::engine::Request;

/// What an erasure comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erasure {
    /// The person; the id, if only the register knows it any more.
    pub name: String,
    /// The files to remove.
    pub files: Vec<SitePath>,
    /// Stories about the person among them.
    pub stories: Vec<SitePath>,
    /// Photos of the person that others show too, and that stay.
    pub shared: Vec<SitePath>,
    /// Other files with the bytes of a photo that goes: links to it, or copies of it.
    pub copies: Vec<SitePath>,
    /// Files that would have errors without the removed ones: they refer to them. The list of
    /// group photos is none of them.
    pub referring: Vec<SitePath>,
    /// Group photos in which the person is to be recognised. Whoever takes the person out of
    /// their list shows them again.
    pub pictured: Vec<SitePath>,
    /// Other files in whose text the name stands.
    pub naming: Vec<SitePath>,
    /// The file of the register and its new text; `None` without an id.
    pub register: Option<(SitePath, String)>,
    /// True if the register has a chain that is broken and must be mended first.
    pub broken: bool,
}

/// Plans an erasure.
///
/// # Errors
/// If it is not clear who is meant.
pub fn plan(
    inside: &EditionWithSources,
    snapshot: &Snapshot,
    word: &str,
) -> Result<Erasure, PersonNotFound> {
    let document = match find(&inside.documents, word) {
        Ok(document) => document,
        Err(unfound) => {
            return match find_unread(&inside.unread, word) {
                Ok(entry) => Ok(of_unread(inside, snapshot, entry)),
                Err(several @ PersonNotFound::Several(_)) => Err(several),
                Err(PersonNotFound::Nobody(_)) => {
                    left_in_register(snapshot, word).ok_or(unfound)
                }
            };
        }
    };
    let originals = with_stories(inside, document);
    let removed = documents(inside, &originals);
    let own: BTreeSet<SitePath> = removed.iter().map(|one| one.path.clone()).collect();
    let names = FileNames::of(snapshot);
    let used = photos(&names, removed.iter().copied());
    let others = inside.documents.iter().filter(|one| !own.contains(&one.path));
    let mut needed = photos(&names, others.map(|one| &**one));
    let site = inside.edition.site();
    needed.extend(site.and_then(|site| site.config.institution.logo.clone()));
    let (shared, only) = used.into_iter().partition(|photo| needed.contains(photo));
    let mut files = own;
    files.extend::<Vec<SitePath>>(only);
    let (register, broken) = tombstone(snapshot, document, &inside.rules);
    Ok(Erasure {
        name: name(document),
        copies: copies(snapshot, &files, &shared),
        pictured: pictured(snapshot, document),
        stories: originals.into_iter().filter(|path| *path != document.path).collect(),
        referring: referring(inside, snapshot, &files),
        naming: naming(snapshot, document, &files),
        files: files.into_iter().collect(),
        shared,
        register,
        broken,
    })
}

/// An entry that cannot be read: its files by their names, and everything in a folder of its own.
fn of_unread(
    inside: &EditionWithSources,
    snapshot: &Snapshot,
    entry: &UnreadEntry,
) -> Erasure {
    let of_entry =
        |path: &SitePath| Key::of(path).is_some_and(|(key, _)| key == entry.key);
    let folder = format!("{}/", entry.path.folder());
    let has_folder = entry.path.file_name().starts_with("index.");
    let content = snapshot.below("content/").map(|source| &source.path);
    let files: BTreeSet<SitePath> = content
        .filter(|path| {
            of_entry(path) || (has_folder && path.as_str().starts_with(&folder))
        })
        .cloned()
        .collect();
    let names: Vec<String> = entry.names.iter().flat_map(spellings).collect();
    let chains = by_id(snapshot);
    let known = entry.ids.iter().find_map(|id| chains.get(id));
    let broken = known.is_some_and(|chain| !chain.faults.is_empty());
    let register = known.filter(|chain| !broken && chain.erased().is_none());
    let register = register.map(|chain| {
        let standing = chain.last().map(|last| last.standing.clone());
        erased(snapshot, chain, standing.unwrap_or_default())
    });
    Erasure {
        name: entry.name(),
        copies: copies(snapshot, &files, &[]),
        pictured: Vec::new(),
        stories: Vec::new(),
        shared: Vec::new(),
        referring: referring(inside, snapshot, &files),
        naming: naming_any(snapshot, &names, &files),
        files: files.into_iter().collect(),
        register,
        broken,
    }
}

/// An entry that somebody removed by hand: only the line is missing.
fn left_in_register(snapshot: &Snapshot, word: &str) -> Option<Erasure> {
    let chain = by_id(snapshot).remove(word.trim())?;
    let last = chain.last().filter(|_| chain.erased().is_none())?;
    let broken = !chain.faults.is_empty();
    let register = (!broken).then(|| erased(snapshot, &chain, last.standing.clone()));
    Some(Erasure {
        name: chain.id.clone(),
        files: Vec::new(),
        stories: Vec::new(),
        shared: Vec::new(),
        copies: Vec::new(),
        pictured: Vec::new(),
        referring: Vec::new(),
        naming: Vec::new(),
        register,
        broken,
    })
}

/// Originals with their translations.
fn documents<'i>(
    inside: &'i EditionWithSources,
    originals: &BTreeSet<SitePath>,
) -> Vec<&'i Document> {
    let keys: BTreeSet<&Key> = inside
        .documents
        .iter()
        .filter(|one| originals.contains(&one.path))
        .map(|one| &one.key)
        .collect();
    inside
        .documents
        .iter()
        .filter(|one| keys.contains(&one.key))
        .map(|one| &**one)
        .collect()
}

/// The files of a site by their names, whichever form of Unicode the disk has them in: macOS
/// may store `ü` as two characters.
struct FileNames<'s> {
    snapshot: &'s Snapshot,
    /// Paths that are not ASCII, by their composed form.
    others: BTreeMap<String, Vec<&'s SitePath>>,
}

impl<'s> FileNames<'s> {
    fn of(snapshot: &'s Snapshot) -> Self {
        let mut others: BTreeMap<String, Vec<&SitePath>> = BTreeMap::new();
        let paths = snapshot.below("content/").map(|source| &source.path);
        for path in paths.filter(|path| !path.as_str().is_ascii()) {
            others.entry(composed(path.as_str()).into_owned()).or_default().push(path);
        }
        Self { snapshot, others }
    }

    /// Every file that a name in a document may mean.
    fn meant(&self, document: &SitePath, name: &str) -> BTreeSet<SitePath> {
        let written = [document.join(name), document.join(&percent_decoded(name))];
        let mut found = BTreeSet::new();
        for path in written.into_iter().flatten() {
            let other = self.others.get(&*composed(path.as_str()));
            found.extend(other.into_iter().flatten().copied().cloned());
            if self.snapshot.files.contains_key(&path) {
                found.insert(path);
            }
        }
        found
    }
}

/// Files that documents show or offer, and whatever else lies in a folder of their own.
fn photos<'d>(
    names: &FileNames<'_>,
    documents: impl Iterator<Item = &'d Document>,
) -> BTreeSet<SitePath> {
    let mut found = BTreeSet::new();
    for document in documents {
        let photo = match &document.content {
            DocumentContent::Person(person) => person.photo.as_ref(),
            DocumentContent::Story(story) => story.photo.as_ref(),
            DocumentContent::Event(event) => event.image.as_ref(),
            DocumentContent::Page(_) | DocumentContent::Translation(..) => None,
        };
        let named = photo.map(|photo| photo.file.as_str()).into_iter();
        let in_text = document.body.pieces.iter().filter_map(|piece| match piece {
            Piece::Picture { file, .. } => Some(file.as_str()),
            Piece::LinkStart { target, .. } => target.split('#').next(),
            Piece::Html(_)
            | Piece::LinkEnd
            | Piece::MentionStart { .. }
            | Piece::MentionEnd => None,
        });
        let files = named.chain(in_text);
        found.extend(files.flat_map(|file| names.meant(&document.path, file)));
        if document.path.file_name().starts_with("index.")
            && !document.key.name.is_empty()
        {
            let folder = format!("{}/", document.path.folder());
            let inside = names.snapshot.below(&folder);
            found.extend(inside.map(|source| source.path.clone()));
        }
    }
    found.retain(|path| !path.ends_in("md"));
    found
}

/// Files that nothing names and that have the bytes of a picture that goes.
fn copies(
    snapshot: &Snapshot,
    files: &BTreeSet<SitePath>,
    shared: &[SitePath],
) -> Vec<SitePath> {
    let is_picture = |path: &SitePath| match &snapshot.files.get(path)?.body {
        FileBody::Binary(binary) if binary.length > 0 => {
            Some(snapshot.files[path].digest)
        }
        _ => None,
    };
    let gone: BTreeSet<Digest> = files.iter().filter_map(is_picture).collect();
    let others = snapshot.files.values().filter(|source| {
        gone.contains(&source.digest)
            && !files.contains(&source.path)
            && !shared.contains(&source.path)
    });
    others.map(|source| source.path.clone()).collect()
}

/// The group photos that list a person.
fn pictured(snapshot: &Snapshot, document: &Document) -> Vec<SitePath> {
    let DocumentContent::Person(person) = &document.content else { return Vec::new() };
    let is_meant =
        |word: &String| **word == *document.key.name || Some(word) == person.id.as_ref();
    let list = SitePath::new(PHOTOS);
    let photos = reference(snapshot).value.photos;
    let with_person = photos.iter().filter(|photo| photo.people.iter().any(is_meant));
    with_person.filter_map(|photo| list.join(&photo.file)).collect()
}

fn tombstone(
    snapshot: &Snapshot,
    document: &Document,
    rules: &crate::base::config::ConsentRules,
) -> (Option<(SitePath, String)>, bool) {
    let DocumentContent::Person(person) = &document.content else { return (None, false) };
    let Some(id) = &person.id else { return (None, false) };
    let empty = || Arc::new(Chain::empty(id));
    let chain = by_id(snapshot).remove(id).unwrap_or_else(empty);
    if !chain.faults.is_empty() {
        return (None, true);
    }
    if chain.erased().is_some() {
        return (None, false);
    }
    let written = person.consent.as_ref().and_then(|one| ConsentTerms::of(one, rules));
    let known = chain.last().map(|entry| entry.standing.clone());
    let standing = written.or(known).unwrap_or_default();
    (Some(erased(snapshot, &chain, standing)), false)
}

fn erased(
    snapshot: &Snapshot,
    chain: &Chain,
    standing: ConsentTerms,
) -> (SitePath, String) {
    let date = chain.last().map_or(snapshot.today, |last| last.date.max(snapshot.today));
    (chain.path.clone(), chain.with(date, &[(RegisterEvent::Erased, standing.erased())]))
}

/// The same site without some files.
pub fn without(snapshot: &Snapshot, files: &[SitePath]) -> Snapshot {
    let files: BTreeSet<&SitePath> = files.iter().collect();
    let mut rest = snapshot.clone();
    rest.files.retain(|path, _| !files.contains(path));
    rest
}

/// Files that have an error only if others are removed, but for the list of group photos.
fn referring(
    inside: &EditionWithSources,
    snapshot: &Snapshot,
    removed: &BTreeSet<SitePath>,
) -> Vec<SitePath> {
    let files: Vec<SitePath> = removed.iter().cloned().collect();
    let rest = look(&without(snapshot, &files), &Request::default());
    let before: BTreeSet<_> = errors(inside).collect();
    let after = errors(&rest).filter(|one| !before.contains(one));
    let paths: BTreeSet<SitePath> = after.map(|(path, _, _)| path.clone()).collect();
    paths.into_iter().filter(|path| path.as_str() != PHOTOS).collect()
}

fn errors(inside: &EditionWithSources) -> impl Iterator<Item = (&SitePath, Code, &Spot)> {
    let errors = inside.edition.diagnostics().iter().filter(|one| one.is_error());
    errors.filter_map(|one: &Diagnostic| {
        let place = one.place.as_ref()?;
        Some((&place.path, one.code, &place.spot))
    })
}

/// Other texts in which given and family name stand side by side, former names included.
fn naming(
    snapshot: &Snapshot,
    document: &Document,
    removed: &BTreeSet<SitePath>,
) -> Vec<SitePath> {
    let names: Vec<&Name> = match &document.content {
        DocumentContent::Person(person) => {
            let former = person.former_names.iter().map(|former| &former.name);
            former.chain([&person.name]).collect()
        }
        DocumentContent::Story(story) => match &story.subject {
            Subject::Named(name) => vec![name],
            Subject::Person(_) => return Vec::new(),
        },
        _ => return Vec::new(),
    };
    let names: Vec<String> = names.into_iter().flat_map(spellings).collect();
    naming_any(snapshot, &names, removed)
}

fn naming_any(
    snapshot: &Snapshot,
    names: &[String],
    removed: &BTreeSet<SitePath>,
) -> Vec<SitePath> {
    let texts =
        snapshot.below("content/").filter(|source| !removed.contains(&source.path));
    texts
        .filter(|source| match &source.body {
            FileBody::Text(text) => {
                let text = composed(text).to_lowercase();
                names.iter().any(|name| text.contains(name.as_str()))
            }
            FileBody::Binary(_) | FileBody::Broken(_) => false,
        })
        .map(|source| source.path.clone())
        .collect()
}

fn spellings(name: &Name) -> Vec<String> {
    let part = |part: &Option<String>| part.clone().unwrap_or_default();
    let [given, particle, family] = [&name.given, &name.particle, &name.family].map(part);
    let all = [
        format!("{given} {particle} {family}"),
        format!("{given} {family}"),
        format!("{particle} {family}, {given}"),
        format!("{family}, {given}"),
    ];
    all.iter()
        .map(|name| name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase())
        .map(|name| name.trim_matches([',', ' ']).to_owned())
        .filter(|name| name.chars().count() > 3)
        .collect()
}
