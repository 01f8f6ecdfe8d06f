//! Everything that is withheld: names, values, texts.
//!
//! In come raw documents and the public site, out go secrets. What is withheld is asked of the
//! same place that tells editors about it, and never guessed from outputs. A year, a country, a
//! sector or a short word identifies nobody and is not looked for.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::base::code::Code;
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
use super::secrets::{Needle, NeedleForm, Rule, Secret, What};
use super::{form, names};

/// Shortest value that may be unique, in letters and digits: `Beispielbau AG` is, `Leipzig` not.
const SHORTEST_VALUE: usize = 12;
/// Shortest name of a photo's file.
const SHORTEST_FILE: usize = 6;

/// Everything that is withheld on the day of the site.
pub(super) fn secrets(documents: &[Arc<Document>], site: &Site) -> Vec<Secret> {
    let mut translations: BTreeMap<&Key, Vec<TranslatedEntry<'_>>> = BTreeMap::new();
    for document in documents {
        if let DocumentContent::Translation(_, words) = &document.content {
            translations.entry(&document.key).or_default().push((document, words));
        }
    }
    let of_document = |document: &Arc<Document>| {
        let mut all = Vec::new();
        let other = translations.get(&document.key).map_or(&[][..], Vec::as_slice);
        let bundle = WithTranslations { document, other, site };
        match &document.content {
            DocumentContent::Person(person) => bundle.person(person, &mut all),
            DocumentContent::Story(story) => bundle.story(story, &mut all),
            _ => {}
        }
        all
    };
    documents.par_iter().flat_map_iter(of_document).collect()
}

/// A document with its translations.
struct WithTranslations<'a> {
    document: &'a Document,
    other: &'a [TranslatedEntry<'a>],
    site: &'a Site,
}

impl WithTranslations<'_> {
    fn secret(
        &self,
        name: &Name,
        what: What,
        rule: Rule,
        needles: Vec<Needle>,
    ) -> Option<Secret> {
        let (owner, name) = (self.document.path.clone(), name.full());
        (!needles.is_empty()).then_some(Secret { owner, name, what, rule, needles })
    }

    fn person(&self, person: &Person, all: &mut Vec<Secret>) {
        let rules = &self.site.config.consent;
        let mut outcomes =
            disclosures_by_consent(self.document, self.other, self.site.today, rules);
        let public = self.site.person(&self.document.key.name);
        let published = public.is_some();
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
        if published {
            let shown = outcomes.iter().filter(|one| one.outcome == FieldOutcome::Shown);
            let shown = shown.flat_map(|one| self.texts(person, one.field));
            let released: String = shown.collect::<Vec<_>>().join("\n");
            own.retain(|secret| !is_released(secret, &released));
        }
        all.append(&mut own);
    }

    /// The name of somebody of whom nothing is published.
    fn name(&self, name: &Name) -> Option<Secret> {
        let rule = if names::is_single(name) { Rule::Unique } else { Rule::Always };
        self.secret(name, What::Name, rule, names::needles(name))
    }

    /// The addresses of pages that are not there.
    fn addresses(&self, name: &Name) -> Option<Secret> {
        let withheld = self.site.withheld.iter();
        let pages = withheld.filter(|one| one.path == self.document.path);
        let needles = pages.flat_map(|one| &one.pages).filter_map(|page| {
            Needle::written(page.as_str().strip_suffix("index.html")?)
        });
        self.secret(name, field("slug"), Rule::Always, needles.collect())
    }

    /// Names that somebody no longer has and does not want to read.
    fn former(&self, person: &Person) -> Vec<Secret> {
        let hidden = person.former_names.iter().filter(|one| !one.tell);
        let former = hidden.map(|one| Name {
            given: one.name.given.clone().or_else(|| person.name.given.clone()),
            family: one.name.family.clone().or_else(|| person.name.family.clone()),
            ..one.name.clone()
        });
        let is_other = |name: &Name| names::key(name) != names::key(&person.name);
        let secret = |former: Name| {
            let needles = names::needles(&former);
            self.secret(&person.name, field("former_names"), Rule::Always, needles)
        };
        former.filter(is_other).filter_map(secret).collect()
    }

    fn exactly(&self, name: &Name, key: &str, text: &str) -> Option<Secret> {
        let needles = Needle::written(text).into_iter().collect();
        let long = text.chars().filter(|c| c.is_alphanumeric()).count() >= 5;
        self.secret(name, field(key), Rule::Always, needles).filter(|_| long)
    }

    /// A private value: an address or number always, another text if it is long and unique.
    fn private(&self, name: &Name, key: &str, value: &str) -> Option<Secret> {
        if value.contains('@') && !value.contains(char::is_whitespace) {
            return self.exactly(name, key, value);
        }
        let digits = form::digits(value).len();
        let others = value.chars().filter(|c| c.is_alphabetic()).count();
        if digits >= 7 && others == 0 {
            // A day is eight digits and no number to call.
            let is_day = value.parse::<jiff::civil::Date>().is_ok();
            let needle = Needle::digits(value).filter(|_| !is_day);
            return self.secret(
                name,
                field(key),
                Rule::Always,
                needle.into_iter().collect(),
            );
        }
        self.value(name, key, value)
    }

    /// A value that is long enough to tell where it comes from, if nobody else has it.
    fn value(&self, name: &Name, key: &str, text: &str) -> Option<Secret> {
        let letters = form::words(text).bytes().filter(u8::is_ascii_alphanumeric).count();
        let needle = Needle::words(text).filter(|_| letters >= SHORTEST_VALUE);
        self.secret(name, field(key), Rule::Unique, needle.into_iter().collect())
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
                    let single = names::is_single(&other);
                    let rule = if single { Rule::Unique } else { Rule::Always };
                    self.secret(name, field(key), rule, needles)
                };
                other.filter_map(secret).collect()
            }
            Search::Phrases => {
                let groups = texts.iter().flat_map(|text| groups(text));
                let needles = groups.filter_map(|group| Needle::phrase(&group));
                let phrase =
                    |needle| self.secret(name, field(key), Rule::Unique, vec![needle]);
                let files = self.held(person, withheld).into_iter();
                let files = files.filter_map(|held| {
                    let Held::Photo(photo) = held else { return None };
                    self.file(name, photo)
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
    fn file(&self, name: &Name, photo: &Photo) -> Option<Secret> {
        let file = photo.file.rsplit('/').next()?;
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let needle = Needle::words(stem).filter(|_| stem.len() >= SHORTEST_FILE);
        self.secret(name, field("photo.file"), Rule::Unique, needle.into_iter().collect())
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
        let withheld =
            self.site.withheld.iter().find(|one| one.path == self.document.path);
        if !withheld.is_some_and(|one| is_by_consent(one.code)) {
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
            all.extend(self.secret(&titled, field("text"), Rule::Unique, needles));
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

/// True if the person tells it in what they have released.
fn is_released(secret: &Secret, released: &str) -> bool {
    let [words, written, digits] =
        [form::words(released), form::written(released), form::digits(released)];
    secret.needles.iter().any(|needle| match needle.form {
        NeedleForm::Words => words.contains(&needle.text),
        NeedleForm::Written => form::contains_written(&written, &needle.text),
        NeedleForm::Digits => digits.contains(&needle.text),
    })
}
