//! Looks through an output folder for whatever is anybody's.
//!
//! In come needles and a folder, out go finds: which needle, in which file. Every byte is read;
//! a file that was read before is not read again. Never judges whether a find is allowed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::Path;

use super::fold;
use super::people::Person;
use super::site::Site;

/// How something is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Form {
    /// Folded words.
    Words(String),
    Digits(String),
    Colour([u8; 3]),
}

/// Something that is somebody's.
#[derive(Debug, Clone)]
pub(crate) struct Needle {
    /// Whose: any of them gone, and it must be gone.
    pub(crate) owners: BTreeSet<usize>,
    pub(crate) what: &'static str,
    form: Form,
    /// True if it may never be shown, whoever agrees to what.
    pub(crate) never: bool,
}

/// Everything that is anybody's on a site.
pub(crate) fn needles(site: &Site) -> Vec<Needle> {
    let mut all = Vec::new();
    for (number, person) in site.people.iter().enumerate() {
        of_person(number, person, &mut all);
    }
    for (person, word) in &site.stories {
        all.push(needle(*person, "story", word, false));
    }
    for group in &site.groups {
        let agree = group.people.iter().all(|one| site.people[*one].lists("photo"));
        all.push(Needle {
            owners: group.people.clone(),
            what: "group photo",
            form: Form::Colour(group.colour),
            never: !agree,
        });
    }
    all
}

fn needle(owner: usize, what: &'static str, text: &str, never: bool) -> Needle {
    let form = Form::Words(fold::words(text).trim().to_owned());
    Needle { owners: [owner].into(), what, form, never }
}

fn of_person(number: usize, person: &Person, all: &mut Vec<Needle>) {
    let owners = || BTreeSet::from([number]);
    let mut name = |what, form: String, never| {
        all.push(Needle { owners: owners(), what, form: Form::Words(form), never });
    };
    for form in person.names() {
        name("name", form, false);
    }
    for form in person.former_names() {
        name("former name", form, true);
    }
    for form in person.birth_names() {
        name("birth name", form, !person.lists("birth-name"));
    }
    if person.is_entry {
        for (field, word) in &person.words {
            all.push(needle(number, field, word, !person.lists(field)));
        }
        all.push(needle(number, "mailbox", &person.mailbox, !person.lists("email")));
        all.push(needle(number, "private", &person.private, true));
        let form = Form::Digits(person.phone[1].clone());
        all.push(Needle { owners: owners(), what: "telephone", form, never: true });
    } else {
        for field in ["position", "bio"] {
            all.push(needle(number, "story", &person.words[field], false));
        }
        all.push(needle(number, "private", &person.private, true));
    }
    if let Some(id) = &person.id {
        all.push(needle(number, "id", id, false));
    }
    if let Some(colour) = person.colour {
        let (form, never) = (Form::Colour(colour), !person.lists("photo"));
        all.push(Needle { owners: owners(), what: "portrait", form, never });
    }
}

/// What was found in a folder: the number of a needle, and a path.
pub(crate) type Found = BTreeSet<(usize, String)>;

/// Knows what it has seen.
pub(crate) struct Scanner {
    needles: Vec<Needle>,
    seen: BTreeMap<u64, BTreeSet<usize>>,
}

impl Scanner {
    pub(crate) fn new(site: &Site) -> Self {
        Self { needles: needles(site), seen: BTreeMap::new() }
    }

    pub(crate) fn needle(&self, number: usize) -> &Needle {
        &self.needles[number]
    }

    /// Everything of anybody in a folder.
    pub(crate) fn look(&mut self, folder: &Path) -> Found {
        let mut found = Found::new();
        for entry in walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok) {
            if entry.file_type().is_dir() {
                continue;
            }
            let below = entry.path().strip_prefix(folder).expect("it lies below");
            let path = below.to_string_lossy().into_owned();
            let bytes = fs::read(entry.path()).unwrap_or_default();
            let both = self.in_text(&path).into_iter().chain(self.in_file(&path, &bytes));
            found.extend(both.map(|number| (number, path.clone())));
        }
        found
    }

    fn in_text(&self, path: &str) -> BTreeSet<usize> {
        let words = fold::words(path);
        let numbers = 0..self.needles.len();
        let is_there = |number: &usize| match &self.needles[*number].form {
            Form::Words(text) => words.contains(text.as_str()),
            Form::Digits(_) | Form::Colour(_) => false,
        };
        numbers.filter(is_there).collect()
    }

    fn in_file(&mut self, path: &str, bytes: &[u8]) -> BTreeSet<usize> {
        let mut hasher = DefaultHasher::new();
        bytes.hash(&mut hasher);
        let digest = hasher.finish();
        if let Some(known) = self.seen.get(&digest) {
            return known.clone();
        }
        let found = self.in_bytes(path, bytes);
        self.seen.insert(digest, found.clone());
        found
    }

    fn in_bytes(&self, path: &str, bytes: &[u8]) -> BTreeSet<usize> {
        // A font holds no text of the site, and is the same in each.
        if bytes.starts_with(b"wOF2") {
            return BTreeSet::new();
        }
        let picture = ["jpg", "jpeg", "png", "webp"]
            .iter()
            .any(|ending| path.rsplit('.').next() == Some(*ending));
        let colours = if picture { colours(bytes) } else { BTreeMap::new() };
        let readings = fold::readings(bytes);
        let digits: Vec<String> = if picture {
            Vec::new()
        } else {
            readings.iter().map(|own| fold::digits(own)).collect()
        };
        let is_there = |needle: &Needle| match &needle.form {
            Form::Words(text) => {
                let text = text.as_bytes();
                readings
                    .iter()
                    .any(|own| memchr::memmem::find(own.as_bytes(), text).is_some())
            }
            Form::Digits(text) => digits.iter().any(|own| own.contains(text.as_str())),
            Form::Colour(colour) => is_shown(*colour, &colours),
        };
        let all = self.needles.iter().enumerate();
        all.filter(|(_, needle)| is_there(needle)).map(|(number, _)| number).collect()
    }
}

/// How many looked-at points of a picture have which colour. A picture that cannot be decoded
/// has none.
fn colours(bytes: &[u8]) -> BTreeMap<[u8; 3], usize> {
    let Ok(picture) = image::load_from_memory(bytes) else { return BTreeMap::new() };
    let picture = picture.into_rgb8();
    let step = (picture.width() / 60).max(1) as usize;
    let mut all = BTreeMap::new();
    for row in picture.rows().step_by(step) {
        for point in row.step_by(step) {
            *all.entry(point.0).or_default() += 1;
        }
    }
    all
}

/// True if a fiftieth of a picture has a colour, as near as an encoder keeps it.
fn is_shown(colour: [u8; 3], colours: &BTreeMap<[u8; 3], usize>) -> bool {
    const NEAR: u8 = 20;
    let all: usize = colours.values().sum();
    let is_near = |own: &[u8; 3]| {
        own.iter().zip(colour).all(|(own, other)| own.abs_diff(other) <= NEAR)
    };
    let near: usize =
        colours.iter().filter(|(own, _)| is_near(own)).map(|(_, count)| count).sum();
    near > 0 && near * 50 >= all
}
