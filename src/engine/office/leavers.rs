//! Leavers: everybody who must not be online on this day, and what they are found by.
//!
//! In comes a snapshot, out go people whose consent is withdrawn, has lapsed or does not hold yet,
//! from as little as possible: no mistake in settings, theme, data files or other documents hides
//! one of them, nor one in their own file. Never decides what else is published.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use crate::audit::{Sought, Traces, name_key};
use crate::base::copies::Copies;
use crate::base::digest::Digest;
use crate::base::language::Language;
use crate::base::output::OutputPath;
use crate::base::slug::slugify;
use crate::base::source::{FileBody, SitePath, Snapshot};
use crate::engine::told_elsewhere::{ToldElsewhere, entry};
use crate::engine::{Memory, Request};
use crate::model::document::{Document, DocumentContent, Key, Section};
use crate::model::person::{Name, Person};
use crate::model::story::{Story, Subject};
use crate::publish::address;
use crate::publish::consent::judge;
use crate::publish::root_files::FOLDER as STATIC;
use crate::read::reference::PHOTOS;
use crate::register::chain::{Chain, chains};

use super::rough_settings::RoughSettings;
use super::unread::{UnreadEntry, UnreadStanding};

/// Shortest value that is looked for, in characters.
const SHORTEST: usize = 5;

/// A person, or a story, that must not be online.
#[derive(Debug, Clone)]
pub struct Leaver {
    /// The name in reports.
    pub name: String,
    /// The file.
    pub path: SitePath,
    /// What an index of a published site knows it by.
    pub marks: Vec<Digest>,
    /// The same person with the same names and values, and no other.
    pub identity: Digest,
    /// Every page it may have had.
    pub own: Vec<OutputPath>,
    /// True if it was published before or may have been: withdrawn, lapsed, erased.
    pub ended: bool,
    names: Vec<Name>,
    written: Vec<String>,
    numbers: Vec<String>,
}

/// Everybody who must not be online on a day.
#[derive(Debug, Clone, Default)]
pub struct Leavers {
    /// In the order of the files.
    pub all: Vec<Leaver>,
    /// Marks of everybody whom the content knows, published or not.
    pub known: BTreeSet<Digest>,
    /// False if folders of the content could not be read, so that nobody can be said to be gone.
    pub complete: bool,
    /// Names that are published all the same, since others have them.
    published: BTreeSet<String>,
    /// Values that others show.
    shown: BTreeSet<String>,
}

/// The mark of an entry of the directory.
pub fn person_mark(key: &str) -> Digest {
    Digest::of_parts(&[b"person", key.as_bytes()])
}

/// The mark of an opaque id.
pub fn id_mark(id: &str) -> Digest {
    Digest::of_parts(&[b"id", id.to_ascii_lowercase().as_bytes()])
}

/// The mark of a story.
pub fn story_mark(key: &str) -> Digest {
    Digest::of_parts(&[b"story", key.as_bytes()])
}

/// Finds everybody who must not be online on the day of the snapshot, with withdrawals that are
/// told in the request only. What is read is kept for the build.
pub fn leavers(snapshot: &Snapshot, request: &Request, memory: &mut Memory) -> Leavers {
    let settings = RoughSettings::of(snapshot).at(request.base_url.as_deref());
    let chains: Vec<Arc<Chain>> = chains(snapshot, &mut memory.register);
    let copies = Copies::of(snapshot);
    let told =
        ToldElsewhere::new(&chains, &request.withdrawn).with_copies(&copies, snapshot);
    let (written, unread) = settings.documents(snapshot, &copies, memory);
    let documents = told.applied(&written, snapshot.today, &settings.rules);
    let mut found = Gathering {
        today: snapshot.today,
        settings: &settings,
        slugs: translated_slugs(&documents),
        stories: BTreeMap::new(),
        taken: BTreeSet::new(),
        about: Vec::new(),
        leavers: Leavers { complete: is_complete(snapshot), ..Leavers::default() },
    };
    let unread: Vec<UnreadEntry> =
        unread.iter().filter_map(|path| entry(snapshot, path)).collect();
    found.note_stories(&documents, &unread);
    for document in &documents {
        found.document(document);
    }
    for one in unread {
        let standing = told.standing(&one, snapshot.today, &settings.rules);
        found.unread(one, standing);
    }
    found.only_in_register(&chains);
    found.finish()
}

/// People in the making.
struct Gathering<'g> {
    today: Date,
    settings: &'g RoughSettings,
    /// Chosen last parts of addresses of translations.
    slugs: BTreeMap<&'g Key, Vec<&'g str>>,
    /// Last parts of addresses of the stories about each entry.
    stories: BTreeMap<String, BTreeSet<String>>,
    /// Pages of people and stories that are published.
    taken: BTreeSet<OutputPath>,
    /// Pages of stories whose own consent holds, and the entries that they are about.
    about: Vec<(Digest, Vec<OutputPath>)>,
    leavers: Leavers,
}

impl Gathering<'_> {
    fn note_stories(&mut self, documents: &[Arc<Document>], unread: &[UnreadEntry]) {
        for document in documents {
            if let DocumentContent::Story(story) = &document.content
                && let Subject::Person(person) = &story.subject
            {
                let slugs = self.slugs_of(document);
                self.stories.entry(person.clone()).or_default().extend(slugs);
            }
        }
        for one in unread.iter().filter(|one| one.key.section == Section::Portraits) {
            for person in &one.people {
                let slugs = self.stories.entry(person.clone()).or_default();
                slugs.extend(one.slugs.iter().cloned());
                slugs.insert(slugify(&one.key.name));
            }
        }
    }

    fn slugs_of(&self, document: &Document) -> BTreeSet<String> {
        let chosen = self.slugs.get(&document.key).into_iter().flatten();
        let own = [document.slug.clone(), slugify(&document.key.name)];
        chosen.map(|slug| (*slug).to_owned()).chain(own).collect()
    }

    fn document(&mut self, document: &Document) {
        match &document.content {
            DocumentContent::Person(person) => self.person(document, person),
            DocumentContent::Story(story) => self.story(document, story),
            DocumentContent::Event(_)
            | DocumentContent::Page(_)
            | DocumentContent::Translation(..) => {}
        }
    }

    fn person(&mut self, document: &Document, person: &Person) {
        let id = person.id.as_deref();
        let marks: Vec<Digest> = [person_mark(&document.key.name)]
            .into_iter()
            .chain(id.map(id_mark))
            .collect();
        self.leavers.known.extend(marks.iter().copied());
        let mut slugs = self.slugs_of(document);
        slugs.extend(id.map(str::to_lowercase));
        let former = person.former_names.iter();
        slugs.extend(former.clone().map(|one| slugify(&one.name.full())));
        slugs.extend(former.clone().filter_map(|one| one.slug.clone()));
        let own = pages(Section::Directory, &slugs);
        let values = [&person.email, &person.website].into_iter().flatten().cloned();
        let refused =
            judge(person.consent.as_ref(), self.today, &self.settings.rules).err();
        let Some(refusal) = refused else {
            self.taken.extend(own);
            self.leavers.published.insert(name_key(&person.name));
            self.leavers.shown.extend(values.map(|value| value.to_lowercase()));
            return;
        };
        let stories = self.stories.get(&*document.key.name);
        let stories =
            stories.map_or_else(Vec::new, |slugs| pages(Section::Portraits, slugs));
        let numbers = person.private.values().filter(|(key, _)| is_number(key));
        self.add(Leaver {
            name: person.name.full(),
            path: document.path.clone(),
            marks,
            identity: Digest::default(),
            own: own.into_iter().chain(stories).collect(),
            ended: refusal.reason.ends(),
            names: names(person),
            written: values.collect(),
            numbers: numbers.map(|(_, value)| value.to_owned()).collect(),
        });
    }

    /// A story that is withheld for itself. One about a person goes with that person.
    fn story(&mut self, document: &Document, story: &Story) {
        let mark = story_mark(&document.key.name);
        self.leavers.known.insert(mark);
        let mut own = pages(Section::Portraits, &self.slugs_of(document));
        own.extend(story.aliases.iter().filter_map(|alias| address::alias(alias)));
        let refused = judge(story.consent.as_ref(), self.today, &self.settings.rules);
        let Err(refusal) = refused else {
            match &story.subject {
                Subject::Named(name) => {
                    self.taken.extend(own);
                    self.leavers.published.insert(name_key(name));
                }
                Subject::Person(person) => self.about.push((person_mark(person), own)),
            }
            return;
        };
        let named = match &story.subject {
            Subject::Named(name) => Some(name.clone()),
            Subject::Person(_) => None,
        };
        self.add(Leaver {
            name: named.as_ref().map_or_else(|| story.title.clone(), Name::full),
            path: document.path.clone(),
            marks: vec![mark],
            identity: Digest::default(),
            own,
            ended: refusal.reason.ends(),
            names: named.into_iter().collect(),
            written: Vec::new(),
            numbers: Vec::new(),
        });
    }

    fn unread(&mut self, one: UnreadEntry, standing: UnreadStanding) {
        let is_person = one.key.section == Section::Directory;
        let mark = if is_person { person_mark } else { story_mark };
        let marks: Vec<Digest> = [mark(&one.key.name)]
            .into_iter()
            .chain(one.ids.iter().map(|id| id_mark(id)))
            .collect();
        self.leavers.known.extend(marks.iter().copied());
        // Whose id it would tell cannot be said.
        self.leavers.complete &= !one.blank;
        let mut slugs: BTreeSet<String> = one.slugs.iter().cloned().collect();
        slugs.insert(slugify(&one.key.name));
        slugs.extend(one.ids.iter().map(|id| id.to_lowercase()));
        let mut own = pages(one.key.section, &slugs);
        match standing {
            // Where no consent is told, there is none, as in a file without mistakes.
            UnreadStanding::Ended => {}
            UnreadStanding::Unknown if !one.blank => {}
            // What was published with good reason stays in its last form.
            UnreadStanding::Holds | UnreadStanding::Unknown => {
                self.taken.extend(own);
                let names = one.names.iter().map(name_key);
                self.leavers.published.extend(names);
                return;
            }
        }
        if let Some(slugs) = self.stories.get(&*one.key.name).filter(|_| is_person) {
            own.extend(pages(Section::Portraits, slugs));
        }
        self.add(Leaver {
            name: one.name(),
            path: one.path,
            marks,
            identity: Digest::default(),
            own,
            ended: true,
            names: if one.people.is_empty() { one.names } else { Vec::new() },
            written: one.written,
            numbers: one.numbers,
        });
    }

    /// People whom the register alone knows: their entries are gone. Only their id can be looked
    /// for.
    fn only_in_register(&mut self, chains: &[Arc<Chain>]) {
        if !self.leavers.complete {
            return;
        }
        for chain in chains {
            let mark = id_mark(&chain.id);
            if self.leavers.known.contains(&mark) {
                continue;
            }
            let id = chain.id.to_lowercase();
            self.add(Leaver {
                name: chain.id.clone(),
                path: chain.path.clone(),
                marks: vec![mark],
                identity: Digest::default(),
                own: pages(Section::Directory, &BTreeSet::from([id])),
                ended: true,
                names: Vec::new(),
                written: vec![chain.id.clone()],
                numbers: Vec::new(),
            });
        }
    }

    fn add(&mut self, leaver: Leaver) {
        self.leavers.all.push(leaver);
    }

    fn finish(self) -> Leavers {
        let Self { mut taken, about, mut leavers, .. } = self;
        let left: BTreeSet<Digest> =
            leavers.all.iter().flat_map(|one| one.marks.iter().copied()).collect();
        let stay = about.into_iter().filter(|(person, _)| !left.contains(person));
        taken.extend(stay.flat_map(|(_, pages)| pages));
        for leaver in &mut leavers.all {
            // An address that somebody has now is not theirs any more.
            leaver.own.retain(|page| !taken.contains(page));
            leaver.own.sort();
            leaver.own.dedup();
            leaver.identity = identity(leaver);
        }
        leavers
    }
}

fn identity(leaver: &Leaver) -> Digest {
    let marks = leaver.marks.iter().fold(Digest::default(), |all, mark| all.and(*mark));
    let names = leaver.names.iter().map(Name::full);
    let values = leaver.written.iter().chain(&leaver.numbers).cloned();
    let pages = leaver.own.iter().map(ToString::to_string);
    names
        .chain(values)
        .chain(pages)
        .fold(marks, |all, text| all.and(Digest::of(text.as_bytes())))
}

/// Every name a person has or had.
fn names(person: &Person) -> Vec<Name> {
    let birth = person.name.birth.clone().map(|birth| Name {
        given: person.name.given.clone(),
        family: Some(birth),
        ..Name::default()
    });
    let former = person.former_names.iter().map(|one| one.name.clone());
    [person.name.clone()].into_iter().chain(former).chain(birth).collect()
}

/// True for the key of a private value that is a telephone number.
fn is_number(key: &str) -> bool {
    ["phone", "tel", "mobil", "fax", "handy"].iter().any(|part| key.contains(part))
}

fn translated_slugs(documents: &[Arc<Document>]) -> BTreeMap<&Key, Vec<&str>> {
    let mut slugs: BTreeMap<&Key, Vec<&str>> = BTreeMap::new();
    for document in documents {
        if matches!(document.content, DocumentContent::Translation(..))
            && !document.slug.is_empty()
        {
            slugs.entry(&document.key).or_default().push(&document.slug);
        }
    }
    slugs
}

/// The pages that an entry or story may have, whichever the languages of the site are and
/// whichever is the first.
fn pages(section: Section, slugs: &BTreeSet<String>) -> Vec<OutputPath> {
    let mut found = Vec::new();
    for language in Language::ALL {
        let word = address::word(section, language);
        for slug in slugs.iter().filter(|slug| !slug.is_empty()) {
            for start in [String::new(), format!("{}/", language.code())] {
                found.extend(OutputPath::page(&format!("/{start}{word}/{slug}/")));
            }
        }
    }
    found
}

/// True if the content is there and no folder of it is closed to us.
fn is_complete(snapshot: &Snapshot) -> bool {
    let is_folder =
        |path: &SitePath| path.as_str() == "content" || !path.file_name().contains('.');
    let closed = snapshot.files.values().any(|source| {
        matches!(source.body, FileBody::Broken(_)) && is_folder(&source.path)
    });
    !closed && snapshot.below("content/").next().is_some()
}

impl Leavers {
    /// Gets ready to look for some of them, by their places in the list.
    ///
    /// A name that stands in settings, data files or the theme, as a street or an institute has
    /// it, or that somebody else publishes, proves nothing; nor does a value that others show.
    pub fn traces(&self, chosen: &[usize], snapshot: &Snapshot) -> Traces {
        let people: Vec<&Leaver> =
            chosen.iter().filter_map(|one| self.all.get(*one)).collect();
        let names = |one: &&Leaver| Sought {
            names: one
                .names
                .iter()
                .filter(|name| !self.published.contains(&name_key(name)))
                .cloned()
                .collect(),
            ..Sought::default()
        };
        let is_own = |value: &&String| {
            value.chars().count() >= SHORTEST
                && !self.shown.contains(&value.to_lowercase())
        };
        let values = |one: &&Leaver| Sought {
            written: one.written.iter().filter(is_own).cloned().collect(),
            numbers: one.numbers.clone(),
            ..Sought::default()
        };
        let half: Vec<Sought> =
            people.iter().map(names).chain(people.iter().map(values)).collect();
        let common = common(&half, snapshot);
        let unless_common = |place: usize| {
            if common.contains(&place) { Sought::default() } else { half[place].clone() }
        };
        let whole = |place: usize| {
            let (names, values) =
                (unless_common(place), unless_common(people.len() + place));
            let pages = people[place].own.iter().map(|page| {
                let path = page.as_str();
                format!("/{}", path.strip_suffix("index.html").unwrap_or(path))
            });
            Sought {
                names: names.names,
                written: values.written.into_iter().chain(pages).collect(),
                numbers: values.numbers,
            }
        };
        Traces::new(&(0..people.len()).map(whole).collect::<Vec<_>>())
    }
}

/// What stands in sources that belong to nobody: settings, data files, templates.
fn common(people: &[Sought], snapshot: &Snapshot) -> BTreeSet<usize> {
    let traces = Traces::new(people);
    let is_somebodys = |path: &SitePath| {
        let text = path.as_str();
        let is_document = text.starts_with("content/") && path.ends_in("md");
        // The list of photos names entries, and no word of it is ever published. What goes out as
        // it is may name somebody, and nothing says that the name is another's.
        let is_elsewhere = text.starts_with("register/") || text.starts_with(STATIC);
        is_document || text == PHOTOS || is_elsewhere
    };
    let shared = snapshot.files.values().filter(|source| !is_somebodys(&source.path));
    let texts = shared.filter_map(|source| match &source.body {
        FileBody::Text(text) => Some(text),
        FileBody::Binary(_) | FileBody::Broken(_) => None,
    });
    texts.flat_map(|text| traces.in_file("", text.as_bytes())).collect()
}
