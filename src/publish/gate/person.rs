//! The gate for people: every field under its own permission.

use std::sync::Arc;

use crate::base::language::Language;
use crate::base::text::Localised;
use crate::model::consent::Field;
use crate::model::document::{Document, Section};
use crate::model::person::{FormerName, Name, Person};

use super::voice::{Outlet, Voice};
use super::{Gate, lists, paths};
use crate::publish::address;
use crate::publish::collect::{Bundle, Translation};
use crate::publish::consent::{Allowed, ConsentRefusal, judge};
use crate::publish::order;
use crate::publish::public::{
    BioText, PublicAffiliation, PublicName, PublicOffer, PublicPerson, Seal, Tells, Texts,
};

impl Gate<'_> {
    /// Judges the consent of a person.
    pub(in crate::publish) fn judge(
        &self,
        person: &Person,
    ) -> Result<Allowed, ConsentRefusal> {
        judge(person.consent.as_ref(), self.today(), &self.config.consent)
    }

    /// Lets a person pass, or says why not.
    pub(in crate::publish) fn person(
        &self,
        bundle: &Bundle<'_>,
        person: &Person,
    ) -> Result<PublicPerson, ConsentRefusal> {
        let allowed = self.judge(person)?;
        let listed = |field| allowed.lists(field);
        let words = |of: fn(&Translation<'_>) -> Option<String>,
                     original: &Option<Localised>| {
            self.localised(original.as_ref(), bundle, of)
        };
        let document = bundle.original;
        let family = person.name.family.as_deref();
        let (sort_family, sort_given) = match (family, person.name.given.as_deref()) {
            (Some(family), given) => (family, given.unwrap_or("")),
            (None, given) => (given.unwrap_or(""), ""),
        };
        let dead = person.deceased.filter(|day| *day <= self.today());
        let tells = Tells {
            places: listed(Field::Affiliations),
            kind: listed(Field::Kind),
            years: listed(Field::Years),
            sector: listed(Field::Sector),
        };
        let addresses = self.person_addresses(document, person);
        let bio = if listed(Field::Bio) { self.bodies(bundle) } else { Texts::new() };
        let affiliations = self.affiliations(person, tells);
        let topics =
            if listed(Field::Topics) { self.topics(&person.topics) } else { Vec::new() };
        let city =
            words(|t| t.words.city.clone(), &person.city).filter(|_| listed(Field::City));
        let place = city.as_ref().map(|city| self.topic(city));
        Ok(PublicPerson {
            key: document.key.name.to_string(),
            path: document.path.clone(),
            paths: paths(&addresses),
            aliases: self.former_addresses(person, |former| former.tell),
            addresses: Arc::new(addresses),
            reference: person.id.clone(),
            name: public_name(&person.name, listed(Field::BirthName)),
            sort_key: order::person_key(sort_family, sort_given).into(),
            letter: order::letter(sort_family),
            lists: lists(&affiliations, &topics, place),
            affiliations,
            position: words(|t| t.words.position.clone(), &person.position)
                .filter(|_| listed(Field::Position)),
            employer: words(|t| t.words.employer.clone(), &person.employer)
                .filter(|_| listed(Field::Employer)),
            sector: person.sector.filter(|_| listed(Field::Sector)),
            city,
            country: person.country.clone().filter(|_| listed(Field::Country)),
            languages: if listed(Field::Languages) {
                person.languages.clone()
            } else {
                Vec::new()
            },
            topics,
            offers: if listed(Field::Offers) {
                self.offers(bundle, person)
            } else {
                Vec::new()
            },
            website: person.website.clone().filter(|_| listed(Field::Website)),
            // Nobody answers for a person who has died.
            email: person
                .email
                .clone()
                .filter(|_| listed(Field::Email) && dead.is_none()),
            photo: person
                .photo
                .as_ref()
                .filter(|_| listed(Field::Photo))
                .and_then(|photo| self.photo(photo, "photo", bundle, &[])),
            mentions: if bio.is_empty() {
                Vec::new()
            } else {
                self.mentioned(bundle, &[], Some(&document.key.name))
            },
            refers: bio.values().any(|text| text.body.refers()),
            bio,
            pictures: listed(Field::Photo),
            reachable: dead.is_none(),
            deceased: dead.filter(|_| listed(Field::Deceased)),
            tells,
            form: person.pronoun,
            channels: allowed.channels,
            seal: Seal::by_the_gate(),
        })
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
        let voice = Voice { gate: self, mentions: &[], outlet: Outlet::SearchEngines };
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
                let body = voice.body(&document.body, language);
                (language, BioText { body, path: document.path.clone() })
            })
            .collect()
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
