//! The gate for people: every field under its own permission.
//!
//! In come an entry and what its consent allows today, out goes the public person. Never judges
//! a consent: the directory did.

use std::sync::Arc;

use jiff::civil::Date;

use crate::base::language::Language;
use crate::base::text::Localised;
use crate::model::consent::Field;
use crate::model::document::{Document, Section};
use crate::model::person::{FormerName, Name, Person};

use super::voice::{Outlet, Voice};
use super::{Gate, lists, paths};
use crate::publish::address;
use crate::publish::collect::{Bundle, Translation};
use crate::publish::consent::Allowed;
use crate::publish::order;
use crate::publish::public::{
    BioText, PublicAffiliation, PublicName, PublicOffer, PublicPerson, PublicPhoto, Seal,
    Tells, Texts,
};

/// An entry whose consent holds today: each field is given out under its own permission only.
struct Permitted<'a> {
    gate: &'a Gate<'a>,
    bundle: &'a Bundle<'a>,
    person: &'a Person,
    allowed: &'a Allowed,
}

impl Permitted<'_> {
    /// A value if the consent lists its field; nothing else.
    fn only<T: Default>(&self, field: Field, value: impl FnOnce() -> T) -> T {
        if self.allowed.lists(field) { value() } else { T::default() }
    }

    /// A short text of the entry with the wordings of the translations.
    fn words(
        &self,
        field: Field,
        original: Option<&Localised>,
        of: fn(&Translation<'_>) -> Option<String>,
    ) -> Option<Localised> {
        self.only(field, || self.gate.localised(original, self.bundle, of))
    }

    /// The day of death once it has come, told or not.
    fn died(&self) -> Option<Date> {
        self.person.deceased.filter(|day| *day <= self.gate.today())
    }

    fn tells(&self) -> Tells {
        Tells {
            places: self.allowed.lists(Field::Affiliations),
            kind: self.allowed.lists(Field::Kind),
            years: self.allowed.lists(Field::Years),
            sector: self.allowed.lists(Field::Sector),
        }
    }

    fn position(&self) -> Option<Localised> {
        let original = self.person.position.as_ref();
        self.words(Field::Position, original, |one| one.words.position.clone())
    }

    fn employer(&self) -> Option<Localised> {
        let original = self.person.employer.as_ref();
        self.words(Field::Employer, original, |one| one.words.employer.clone())
    }

    fn city(&self) -> Option<Localised> {
        let original = self.person.city.as_ref();
        self.words(Field::City, original, |one| one.words.city.clone())
    }

    /// Nobody answers for a person who has died.
    fn email(&self) -> Option<String> {
        let alive = self.died().is_none();
        self.only(Field::Email, || self.person.email.clone().filter(|_| alive))
    }

    fn photo(&self) -> Option<PublicPhoto> {
        self.only(Field::Photo, || {
            let photo = self.person.photo.as_ref()?;
            let subject = Some(&*self.bundle.original.key.name);
            self.gate.photo(photo, "photo", self.bundle, &[], subject)
        })
    }
}

impl Gate<'_> {
    /// Lets a person pass whose consent holds today.
    pub(in crate::publish) fn person(
        &self,
        bundle: &Bundle<'_>,
        person: &Person,
        allowed: &Allowed,
    ) -> PublicPerson {
        let entry = Permitted { gate: self, bundle, person, allowed };
        let addresses = self.person_addresses(bundle.original, person);
        let tells = entry.tells();
        let affiliations = self.affiliations(person, tells);
        let topics = entry.only(Field::Topics, || self.topics(&person.topics));
        let city = entry.city();
        let place = city.as_ref().map(|city| self.topic(city));
        let bio = entry.only(Field::Bio, || self.bodies(bundle));
        let died = entry.died();
        let (sort_family, sort_given) = sort_names(&person.name);
        PublicPerson {
            key: bundle.original.key.name.to_string(),
            path: bundle.original.path.clone(),
            paths: paths(&addresses),
            aliases: self.former_addresses(person, |former| former.tell),
            addresses: Arc::new(addresses),
            reference: person.id.clone(),
            name: public_name(&person.name, allowed.lists(Field::BirthName)),
            sort_key: order::person_key(sort_family, sort_given).into(),
            letter: order::letter(sort_family),
            lists: lists(&affiliations, &topics, place),
            affiliations,
            position: entry.position(),
            employer: entry.employer(),
            sector: entry.only(Field::Sector, || person.sector),
            city,
            country: entry.only(Field::Country, || person.country.clone()),
            languages: entry.only(Field::Languages, || person.languages.clone()),
            topics,
            offers: entry.only(Field::Offers, || self.offers(bundle, person)),
            website: entry.only(Field::Website, || person.website.clone()),
            email: entry.email(),
            photo: entry.photo(),
            mentions: self.mentioned_in_bio(bundle, &bio),
            refers: bio.values().any(|text| text.body.refers()),
            bio,
            pictures: allowed.lists(Field::Photo),
            reachable: died.is_none(),
            deceased: entry.only(Field::Deceased, || died),
            listed: allowed.listed(),
            tells,
            form: person.pronoun,
            channels: allowed.channels,
            seal: Seal::by_the_gate(),
        }
    }

    /// Whom the text of a person mentions, as far as it is shown at all.
    fn mentioned_in_bio(&self, bundle: &Bundle<'_>, bio: &Texts<BioText>) -> Vec<String> {
        if bio.is_empty() {
            return Vec::new();
        }
        self.mentioned(bundle, &[], Some(&bundle.original.key.name))
    }

    /// Where a person's page is or would be.
    pub(in crate::publish) fn person_addresses(
        &self,
        document: &Document,
        person: &Person,
    ) -> Texts<String> {
        let part = match &person.id {
            Some(id) if self.config.directory.opaque_addresses => id,
            _ => &document.slug,
        };
        self.in_directory(part)
    }

    /// Where a person's page was under some of their former names.
    pub(in crate::publish) fn former_addresses(
        &self,
        person: &Person,
        wanted: impl Fn(&FormerName) -> bool,
    ) -> Vec<Texts<String>> {
        let former = person.former_names.iter().filter(|former| wanted(former));
        let slugs = former.filter_map(|former| former.slug.as_deref());
        slugs.map(|slug| self.in_directory(slug)).collect()
    }

    /// An address in the directory, in every language of the site.
    fn in_directory(&self, part: &str) -> Texts<String> {
        let languages = self.config.languages.iter();
        let address = |language: &Language| {
            let section = address::section(self.config, Section::Directory, *language);
            (*language, address::below(&section, part))
        };
        languages.map(address).collect()
    }

    fn affiliations(&self, person: &Person, tells: Tells) -> Vec<PublicAffiliation> {
        if !tells.any() {
            return Vec::new();
        }
        let all = person.affiliations.iter();
        all.map(|one| tells.affiliation(self.affiliation(one, person.pronoun))).collect()
    }

    fn offers(&self, bundle: &Bundle<'_>, person: &Person) -> Vec<PublicOffer> {
        if person.deceased.is_some_and(|day| day <= self.today()) {
            return Vec::new();
        }
        let default = self.default_language();
        let voice = Voice::new(self, &[], Outlet::SearchEngines);
        person
            .offers
            .iter()
            .enumerate()
            .filter(|(_, offer)| offer.until.is_none_or(|until| self.today() <= until))
            .map(|(number, offer)| {
                let mut note = offer.note.clone();
                for (language, translation) in &bundle.translations {
                    if let (Some(original), Some(Some(words))) =
                        (&note, translation.words.offer_notes.get(number))
                    {
                        note = Some(original.with(default, *language, words));
                    }
                }
                PublicOffer {
                    kind: offer.kind,
                    state: offer.state,
                    until: offer.until,
                    note: note.map(|note| voice.localised(&note)),
                }
            })
            .collect()
    }

    fn bodies(&self, bundle: &Bundle<'_>) -> Texts<BioText> {
        let voice = self.site_voice(&[]);
        let translated =
            bundle.translations.iter().map(|(language, t)| (*language, t.document));
        std::iter::once((self.default_language(), bundle.original))
            .chain(translated)
            .filter(|(_, document)| !document.body.is_empty())
            .map(|(language, document)| {
                let body = voice.body(document, language);
                (language, BioText { body, path: document.path.clone() })
            })
            .collect()
    }
}

/// Family name and given name, by which people are sorted; a single name counts as the family's.
fn sort_names(name: &Name) -> (&str, &str) {
    match (name.family.as_deref(), name.given.as_deref()) {
        (Some(family), given) => (family, given.unwrap_or("")),
        (None, given) => (given.unwrap_or(""), ""),
    }
}

pub(super) fn public_name(name: &Name, birth: bool) -> PublicName {
    let family: Option<String> =
        name.family.as_ref().map(|family| match &name.particle {
            Some(particle) => format!("{particle} {family}"),
            None => family.clone(),
        });
    let sorted = match (&name.family, &name.given) {
        (Some(family), given) => {
            let rest: Vec<&str> = [given.as_deref(), name.particle.as_deref()]
                .into_iter()
                .flatten()
                .collect();
            if rest.is_empty() {
                family.clone()
            } else {
                format!("{family}, {}", rest.join(" "))
            }
        }
        (None, given) => given.clone().unwrap_or_default(),
    };
    let initial =
        |part: &Option<String>| part.as_ref().and_then(|part| part.chars().next());
    PublicName {
        full: name.full(),
        sorted,
        title: name.title.clone(),
        given: name.given.clone(),
        family,
        suffix: name.suffix.clone(),
        birth: name.birth.clone().filter(|_| birth),
        initials: [initial(&name.given), initial(&name.family)]
            .into_iter()
            .flatten()
            .flat_map(char::to_uppercase)
            .collect(),
    }
}
