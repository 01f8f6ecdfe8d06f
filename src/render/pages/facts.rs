//! The list of facts beside a story or on a person's page.
//!
//! In come the parts that the gate let pass, out go labels with values; a fact without a value
//! is left out.

use crate::base::slug::slugify;
use crate::base::text::Localised;
use crate::publish::public::{PublicAffiliation, PublicPerson, PublicStory};
use crate::publish::words::Sector;

use super::cards::joined;
use super::dates;
use super::page_context::PageContext;
use crate::render::theme::theme_words::FactName;
use crate::render::view::{Fact, LinkView};

impl PageContext<'_> {
    /// Facts of a person's page; position and employer stand in its heading.
    pub(crate) fn person_facts(&self, person: &PublicPerson) -> Vec<Fact> {
        let mut facts = self.affiliation_facts(&person.affiliations);
        let plain =
            |text: Option<String>| text.into_iter().map(plain_value).collect::<Vec<_>>();
        self.push(&mut facts, FactName::Sector, plain(self.sector(person.sector)));
        let city = person.city.as_ref().and_then(|city| self.city_list(city));
        let place = self.place(person).map(|title| LinkView { title, url: city });
        self.push(&mut facts, FactName::Place, place.into_iter().collect());
        let languages =
            person.languages.iter().map(|code| plain_value(self.language_name(code)));
        self.push(&mut facts, FactName::Languages, languages.collect());
        self.push(&mut facts, FactName::BirthName, plain(person.name.birth.clone()));
        facts
    }

    /// Facts beside a story.
    pub(crate) fn story_facts(&self, story: &PublicStory) -> Vec<Fact> {
        let mut facts = self.affiliation_facts(&story.affiliations);
        let plain =
            |text: Option<String>| text.into_iter().map(plain_value).collect::<Vec<_>>();
        self.push(
            &mut facts,
            FactName::Position,
            plain(self.text(story.position.as_ref())),
        );
        self.push(
            &mut facts,
            FactName::Employer,
            plain(self.text(story.employer.as_ref())),
        );
        self.push(&mut facts, FactName::Sector, plain(self.sector(story.sector)));
        facts
    }

    /// The list of those who live in a city.
    fn city_list(&self, city: &Localised) -> Option<String> {
        let key = slugify(city.text(self.config().languages[0]));
        let term = self.site.terms.places.get(&key)?;
        Some(self.address(&term.addresses))
    }

    fn push(&self, facts: &mut Vec<Fact>, name: FactName, values: Vec<LinkView>) {
        if !values.is_empty() {
            facts.push(Fact { label: self.words.fact(name).to_owned(), values });
        }
    }

    fn sector(&self, sector: Option<Sector>) -> Option<String> {
        sector
            .map(|sector| self.words.get(&format!("sector.{}", sector.word())).to_owned())
    }

    pub(crate) fn language_name(&self, code: &str) -> String {
        self.words.find(&format!("language.{code}")).unwrap_or(code).to_owned()
    }

    fn affiliation_facts(&self, affiliations: &[PublicAffiliation]) -> Vec<Fact> {
        let mut facts = Vec::new();
        let lines =
            affiliations.iter().map(|one| plain_value(self.affiliation_line(one)));
        self.push(&mut facts, FactName::Affiliation, lines.collect());
        let mut faculties = Vec::new();
        let mut institutions = Vec::new();
        let mut years = Vec::new();
        for affiliation in affiliations {
            let faculty = affiliation.faculty.as_ref().and_then(|id| self.faculty(id));
            add(&mut faculties, faculty);
            let institution =
                affiliation.institution.as_ref().and_then(|id| self.institution(id));
            add(&mut institutions, institution);
            let term = affiliation
                .to
                .and_then(|to| self.site.terms.years.get(&to.year.to_string()));
            let year = term.map(|term| LinkView {
                title: term.key.clone(),
                url: Some(self.address(&term.addresses)),
            });
            add(&mut years, year);
        }
        self.push(&mut facts, FactName::Faculty, faculties);
        self.push(&mut facts, FactName::Institution, institutions);
        self.push(&mut facts, FactName::Years, years);
        facts
    }

    /// `Absolventin, Bauingenieurwesen, Dipl.-Ing., 1986–1991`.
    fn affiliation_line(&self, affiliation: &PublicAffiliation) -> String {
        joined(&[
            Some(self.role(affiliation)),
            self.text(affiliation.programme.as_ref()),
            self.text(affiliation.degree.as_ref()),
            match affiliation.from {
                // The year alone: “until 1991” would say more than somebody wrote.
                None => affiliation.to.map(|to| to.year.to_string()),
                from => dates::years(self.words, from, affiliation.to),
            },
        ])
        .unwrap_or_default()
    }
}

fn plain_value(title: String) -> LinkView {
    LinkView { title, url: None }
}

fn add(values: &mut Vec<LinkView>, value: Option<LinkView>) {
    if let Some(value) = value
        && !values.iter().any(|known| known.title == value.title)
    {
        values.push(value);
    }
}
