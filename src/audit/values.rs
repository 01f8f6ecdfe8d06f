//! Everything that is withheld: names, values, texts.
//!
//! In come raw documents and the public site, out go secrets. What is withheld is asked of the
//! same place that tells editors about it, and never guessed from outputs. A year, a country, a
//! sector or a short word identifies nobody and is not looked for.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::base::code::Code;
use crate::base::output::Withheld;
use crate::base::source::SitePath;
use crate::model::consent::Field;
use crate::model::document::{Document, DocumentContent, Key};
use crate::model::held::{Entry, Held, TranslatedEntry};
use crate::model::person::{Name, Person};
use crate::model::story::{Story, Subject};
use crate::model::text::Photo;
use crate::publish::consent::judge;
use crate::publish::disclosure::{FieldOutcome, disclosures_by_consent};
use crate::publish::site::Site;

use super::held_texts::{Search, groups, plain, texts_of};
use super::names;
use super::numbers::is_telephone;
use super::secrets::{Needle, Secret, Weight, What};
use super::tokens::{BORDER, Columns, tokens};

/// Shortest value that may be unique, in letters and digits: `Beispielbau AG` is, `Leipzig` not.
const SHORTEST_VALUE: usize = 12;
/// Shortest name of a photo's file.
const SHORTEST_FILE: usize = 6;
/// Shortest code or address, in letters and digits.
const SHORTEST_CODE: usize = 5;
/// A private text of so many words of this length, and of so many letters, is nobody else's.
const WORDS_OF_A_TEXT: usize = 4;
const SHORTEST_WORD: usize = 3;
const SHORTEST_TEXT: usize = 20;

/// What documents hold: what is withheld of it on the day of the site, and what is released.
#[derive(Default)]
pub(super) struct Holdings {
    pub(super) secrets: Vec<Secret>,
    pub(super) released: Vec<Released>,
}

/// What somebody who is published lets everybody know.
pub(super) struct Released {
    /// The entry.
    pub(super) key: Key,
    /// Values: an employer, a town, a mailbox.
    pub(super) values: String,
    /// What is told in sentences.
    pub(super) prose: String,
}

/// Everything that is withheld or released on the day of the site.
pub(super) fn holdings(documents: &[Arc<Document>], site: &Site) -> Holdings {
    let mut translations: BTreeMap<&Key, Vec<TranslatedEntry<'_>>> = BTreeMap::new();
    for document in documents {
        if let DocumentContent::Translation(_, words) = &document.content {
            translations.entry(&document.key).or_default().push((document, words));
        }
    }
    let withheld: BTreeMap<&SitePath, &Withheld> =
        site.withheld.iter().map(|one| (&one.path, one)).collect();
    let of_document = |document: &Arc<Document>| {
        let mut all = Holdings::default();
        let other = translations.get(&document.key).map_or(&[][..], Vec::as_slice);
        let withheld = withheld.get(&document.path).copied();
        let bundle = WithTranslations { document, other, site, withheld };
        match &document.content {
            DocumentContent::Person(person) => bundle.person(person, &mut all),
            DocumentContent::Story(story) => bundle.story(story, &mut all.secrets),
            _ => {}
        }
        all
    };
    let all: Vec<Holdings> = documents.par_iter().map(of_document).collect();
    let mut whole = Holdings::default();
    for mut one in all {
        whole.secrets.append(&mut one.secrets);
        whole.released.append(&mut one.released);
    }
    whole
}

/// A document with its translations.
struct WithTranslations<'a> {
    document: &'a Document,
    other: &'a [TranslatedEntry<'a>],
    site: &'a Site,
    /// Why it is not published, if it is not.
    withheld: Option<&'a Withheld>,
}

impl WithTranslations<'_> {
    fn secret(
        &self,
        name: &Name,
        what: What,
        weight: Weight,
        needles: Vec<Needle>,
    ) -> Option<Secret> {
        let (owner, name) = (self.document.path.clone(), name.full());
        (!needles.is_empty()).then_some(Secret { owner, name, what, weight, needles })
    }

    fn person(&self, person: &Person, all: &mut Holdings) {
        let rules = &self.site.config.consent;
        let mut outcomes =
            disclosures_by_consent(self.document, self.other, self.site.today, rules);
        let public = self.site.person(&self.document.key.name);
        // Somebody whose file is left out because of a mistake may well have agreed.
        let consent = judge(person.consent.as_ref(), self.site.today, rules);
        // Somebody else in the photo may not have agreed.
        if public.is_some_and(|public| public.photo.is_none()) {
            let photos = outcomes.iter_mut().filter(|one| one.field == Field::Photo);
            photos.for_each(|one| one.outcome = FieldOutcome::PhotoOfOthers);
        }
        let name = &person.name;
        let mut own = Vec::new();
        if consent.is_err() {
            own.extend(self.name(name));
            own.extend(self.addresses(name));
            own.extend(person.id.as_deref().and_then(|id| self.exactly(name, "id", id)));
        }
        for one in outcomes.iter().filter(|one| one.outcome != FieldOutcome::Shown) {
            own.extend(self.field(person, one.field));
        }
        let evidence = person.consent.as_ref().and_then(|one| one.evidence.as_deref());
        own.extend(
            evidence.and_then(|text| self.exactly(name, "consent.evidence", text)),
        );
        let guardian = person.consent.as_ref().and_then(|one| one.guardian.as_deref());
        own.extend(
            guardian.and_then(|text| self.exactly(name, "consent.guardian", text)),
        );
        for (key, value) in person.private.values() {
            own.extend(self.private(name, &format!("private.{key}"), value));
        }
        own.extend(
            person
                .relatives
                .as_deref()
                .and_then(|text| self.private(name, "relatives", text)),
        );
        own.extend(self.former(person));
        if public.is_some() {
            let shown = outcomes.iter().filter(|one| one.outcome == FieldOutcome::Shown);
            all.released.push(self.released(person, shown.map(|one| one.field)));
        }
        all.secrets.append(&mut own);
    }

    fn released(&self, person: &Person, shown: impl Iterator<Item = Field>) -> Released {
        let key = self.document.key.clone();
        let mut released = Released { key, values: String::new(), prose: String::new() };
        for field in shown {
            let into = match Search::of(field) {
                Search::Phrases => &mut released.prose,
                Search::Address | Search::Name | Search::Value | Search::Nothing => {
                    &mut released.values
                }
            };
            for text in self.texts(person, field) {
                into.push_str(&text);
                into.push(BORDER);
            }
        }
        released
    }

    /// The name of somebody of whom nothing is published.
    fn name(&self, name: &Name) -> Option<Secret> {
        self.secret(name, What::Name, weight_of(name), names::needles(name))
    }

    /// The addresses of pages that are not there.
    fn addresses(&self, name: &Name) -> Option<Secret> {
        let pages = self.withheld.into_iter().flat_map(|one| &one.pages);
        let needles = pages.filter_map(|page| {
            Needle::written(page.as_str().strip_suffix("index.html")?)
        });
        self.secret(name, field("slug"), Weight::Identifying, needles.collect())
    }

    /// Names that somebody no longer has and does not want to read.
    fn former(&self, person: &Person) -> Vec<Secret> {
        let hidden = person.former_names.iter().filter(|one| !one.tell);
        let former = hidden.map(|one| Name {
            given: one.name.given.clone().or_else(|| person.name.given.clone()),
            family: one.name.family.clone().or_else(|| person.name.family.clone()),
            ..one.name.clone()
        });
        let own = names::keys(&person.name);
        let is_other =
            |name: &Name| !names::keys(name).iter().any(|one| own.contains(one));
        let secret = |former: Name| {
            let needles = names::needles(&former);
            let weight = weight_of(&former);
            self.secret(&person.name, field("former_names"), weight, needles)
        };
        former.filter(is_other).filter_map(secret).collect()
    }

    /// A code or an address, as it is written.
    fn exactly(&self, name: &Name, key: &str, text: &str) -> Option<Secret> {
        let needles = Needle::written(text).into_iter().collect();
        let long = text.chars().filter(|c| c.is_alphanumeric()).count() >= SHORTEST_CODE;
        // A mailbox is somebody's; a website, a code and a place of filing may be those of many.
        let weight =
            if is_mailbox(text) { Weight::Identifying } else { Weight::Ordinary };
        self.secret(name, field(key), weight, needles).filter(|_| long)
    }

    /// A private value: an address or number to call, words that only this person can have
    /// written, or another value.
    fn private(&self, name: &Name, key: &str, value: &str) -> Option<Secret> {
        if is_mailbox(value) {
            return self.exactly(name, key, value);
        }
        if is_telephone(value) {
            let needles = Needle::number(value).into_iter().collect();
            return self.secret(name, field(key), Weight::Identifying, needles);
        }
        let words = value.split_whitespace().filter(|word| {
            word.chars().filter(|c| c.is_alphabetic()).count() >= SHORTEST_WORD
        });
        if words.count() >= WORDS_OF_A_TEXT && letters(value) >= SHORTEST_TEXT {
            let needles = Needle::words(value).into_iter().collect();
            return self.secret(name, field(key), Weight::Identifying, needles);
        }
        self.value(name, key, value)
    }

    /// A value that is long enough to tell where it comes from, if nobody else has it.
    fn value(&self, name: &Name, key: &str, text: &str) -> Option<Secret> {
        let needle = Needle::words(text).filter(|_| letters(text) >= SHORTEST_VALUE);
        self.secret(name, field(key), Weight::Ordinary, needle.into_iter().collect())
    }

    /// What a field that is withheld must not show.
    fn field(&self, person: &Person, withheld: Field) -> Vec<Secret> {
        let (name, key) = (&person.name, withheld.word());
        let texts = self.texts(person, withheld);
        match Search::of(withheld) {
            Search::Address => {
                let bare = texts.iter().map(|text| {
                    let rest =
                        text.split_once("://").map_or(text.as_str(), |(_, rest)| rest);
                    rest.trim_end_matches('/')
                });
                bare.filter_map(|text| self.exactly(name, key, text)).collect()
            }
            Search::Name => {
                let other = texts.into_iter().map(|family| Name {
                    family: Some(family),
                    particle: None,
                    ..name.clone()
                });
                let secret = |other: Name| {
                    let needles = names::needles(&other);
                    self.secret(name, field(key), weight_of(&other), needles)
                };
                other.filter_map(secret).collect()
            }
            Search::Phrases => {
                let groups = texts.iter().flat_map(|text| groups(text));
                let needles = groups.filter_map(|group| Needle::phrase(&group));
                let phrase = |needle| {
                    self.secret(name, field(key), Weight::Ordinary, vec![needle])
                };
                let files = self.held(person, withheld).into_iter();
                let files = files.flat_map(|held| match held {
                    Held::Photo(photo) => self.file(name, photo),
                    _ => Vec::new(),
                });
                needles.filter_map(phrase).chain(files).collect()
            }
            Search::Value => {
                texts.iter().filter_map(|text| self.value(name, key, text)).collect()
            }
            Search::Nothing => Vec::new(),
        }
    }

    /// The name of a photo's file, which often tells who is on it.
    fn file(&self, name: &Name, photo: &Photo) -> Vec<Secret> {
        let file = photo.file.rsplit('/').next().unwrap_or(&photo.file);
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let family = names::key(name.family.as_deref().unwrap_or_default());
        let words = tokens(stem, Columns::None);
        let tells =
            words.iter().any(|one| !family.is_empty() && one.word.address == family);
        // `profile.jpg` is what many call a photo, and a class in a theme.
        let weight = if tells { Weight::Identifying } else { Weight::Ordinary };
        let needle = Needle::written(file).filter(|_| stem.len() >= SHORTEST_FILE);
        let stem = Needle::words(stem).filter(|_| words.len() > 1);
        let file =
            self.secret(name, field("photo.file"), weight, needle.into_iter().collect());
        let stem = stem.into_iter().collect();
        let stem = self.secret(name, field("photo.file"), Weight::Ordinary, stem);
        file.into_iter().chain(stem).collect()
    }

    fn held<'s>(&'s self, person: &'s Person, field: Field) -> Vec<Held<'s>> {
        let (document, translations) = (self.document, self.other);
        field.held(&Entry { document, person, translations })
    }

    /// The texts that a field holds, in every language.
    fn texts(&self, person: &Person, field: Field) -> Vec<String> {
        self.held(person, field).into_iter().flat_map(texts_of).collect()
    }

    fn photo_texts(&self, photo: Option<&Photo>) -> Vec<String> {
        let own = photo.into_iter().map(Held::Photo);
        let others = self.other.iter().map(|(_, words)| Held::PhotoWords(&words.photo));
        own.chain(others).flat_map(texts_of).collect()
    }

    fn bodies(&self) -> Vec<String> {
        let others = self.other.iter().map(|(document, _)| &document.body);
        std::iter::once(&self.document.body)
            .chain(others)
            .map(|body| plain(body))
            .collect()
    }

    fn story(&self, story: &Story, all: &mut Vec<Secret>) {
        let nobody = Name::default();
        let name = match &story.subject {
            Subject::Named(name) => name,
            Subject::Person(_) => &nobody,
        };
        let titled = Name { family: Some(story.title.clone()), ..Name::default() };
        let evidence = story.consent.as_ref().and_then(|one| one.evidence.as_deref());
        all.extend(
            evidence.and_then(|text| self.exactly(&titled, "consent.evidence", text)),
        );
        if !self.withheld.is_some_and(|one| is_by_consent(one.code)) {
            return;
        }
        if matches!(story.subject, Subject::Named(_)) {
            all.extend(self.name(name));
        }
        let mut texts = self.bodies();
        texts.extend(self.photo_texts(story.photo.as_ref()));
        texts.extend(story.summary.clone());
        texts.extend(story.quote.as_ref().map(|quote| quote.text.clone()));
        texts.extend(self.other.iter().filter_map(|(_, words)| words.summary.clone()));
        for group in texts.iter().flat_map(|text| groups(text)) {
            let needles = Needle::phrase(&group).into_iter().collect();
            all.extend(self.secret(&titled, field("text"), Weight::Ordinary, needles));
        }
    }
}

fn field(key: &str) -> What {
    What::Field(key.to_owned())
}

/// True if a document is withheld since somebody did not agree.
fn is_by_consent(code: Code) -> bool {
    !matches!(code, Code::Draft | Code::Scheduled | Code::Expired)
}

/// A full name tells whose it is; a single one may be a word.
fn weight_of(name: &Name) -> Weight {
    if names::is_single(name) { Weight::Ordinary } else { Weight::Identifying }
}

fn is_mailbox(text: &str) -> bool {
    text.contains('@') && !text.contains(char::is_whitespace)
}

fn letters(text: &str) -> usize {
    tokens(text, Columns::None).iter().map(|one| one.word.address.len()).sum()
}
