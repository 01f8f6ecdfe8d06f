//! What is published of somebody and why; and who is in an output and by which consent.
//!
//! In come raw documents, the public site and who is seen where; out go fields, reasons, places
//! and consents. No value of a field ever leaves here but names.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Serialize, Serializer};

use crate::base::output::OutputPath;
use crate::base::presence::{Role, Seen, Who};
use crate::base::source::SitePath;
use crate::base::work;
use crate::model::consent::{Consent, Field};
use crate::model::document::{Document, DocumentContent};
use crate::model::held::translations_of;
use crate::model::story::Subject;
use crate::publish::channel::Channelled as _;
use crate::publish::disclosure::{Disclosure, FieldOutcome, disclosures};
use crate::publish::site::Site;

use super::consent_state::ConsentExplained;

/// What is published of somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PersonExplained {
    /// Name.
    pub name: String,
    /// Opaque id.
    pub id: Option<String>,
    /// The entry, or the story with a consent of its own.
    pub file: String,
    /// True if something of it is published.
    pub published: bool,
    /// Name of the note that says why nothing is published.
    pub withheld: Option<&'static str>,
    /// The consent.
    pub consent: ConsentExplained,
    /// What became of each field that holds something; empty for a story.
    pub fields: Vec<FieldExplained>,
    /// Where the person is seen.
    pub outputs: Vec<OutputExplained>,
    /// Stories about the person, published or not.
    pub stories: Vec<StoryExplained>,
}

/// What became of a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldExplained {
    /// The field.
    #[serde(serialize_with = "field_word")]
    pub field: Field,
    /// What became of it.
    pub outcome: FieldOutcome,
    /// Where it is shown: `page`, `card`, `lists`, `structured-data`, `preview`, `feeds`.
    pub places: Vec<&'static str>,
}

/// An output in which somebody is seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OutputExplained {
    /// Path in the output folder.
    pub path: String,
    /// Whole address.
    pub url: String,
    /// As what.
    pub role: Role,
    /// The story through which, if it is not the person directly.
    pub story: Option<String>,
}

/// A story about somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StoryExplained {
    /// Title.
    pub title: String,
    /// Its file.
    pub file: String,
    /// Name of the note that says why it is not published.
    pub withheld: Option<&'static str>,
    /// The consent for text and photo.
    pub consent: ConsentExplained,
}

/// Who is in an output.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileExplained {
    /// Path in the output folder.
    pub path: String,
    /// Whole address.
    pub url: String,
    /// False if it is withheld today.
    pub exists: bool,
    /// Everybody in it.
    pub people: Vec<InFile>,
}

/// Somebody in an output.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InFile {
    /// Name.
    pub name: String,
    /// The file with the consent that allows it, or the data of contacts.
    pub file: String,
    /// As what.
    pub roles: Vec<Role>,
    /// The consent; `None` for contacts, who are published in office.
    pub consent: Option<ConsentExplained>,
}

/// The site, its documents, and who is seen where.
pub struct Account<'a> {
    /// The public site.
    pub site: &'a Site,
    /// Raw documents.
    pub documents: &'a [Arc<Document>],
    /// Who is seen in which output.
    pub presence: &'a BTreeMap<OutputPath, BTreeSet<Seen>>,
}

/// Documents by their files.
type DocumentsByFile<'d> = BTreeMap<&'d SitePath, &'d Document>;

/// Where a published field is shown. `[search engines, feeds]` are what the consent allows
/// besides the site. Kept to the outputs by a test that looks for each value in all of them.
fn places(field: Field, [indexable, _]: [bool; 2]) -> Vec<&'static str> {
    let besides: &[&str] = match field {
        Field::Affiliations => &["card", "lists", "structured-data"],
        Field::Kind | Field::City | Field::Country | Field::Deceased => &["card"],
        Field::Years => &["card", "lists"],
        Field::Position | Field::Employer => &["card", "structured-data"],
        Field::Languages | Field::Website => &["structured-data"],
        Field::Topics => &["lists", "structured-data"],
        Field::Photo => &["card", "structured-data", "preview"],
        Field::Sector | Field::Offers | Field::Email | Field::Bio | Field::BirthName => {
            &[]
        }
    };
    let for_machines = |place: &&str| ["structured-data", "preview"].contains(place);
    let besides = besides.iter().copied();
    let besides = besides.filter(|place| indexable || !for_machines(place));
    std::iter::once("page").chain(besides).collect()
}

impl Account<'_> {
    /// What is published of the person, or the story, of a document.
    pub fn person(&self, document: &Document) -> Option<PersonExplained> {
        let (name, consent) = subject(document)?;
        let rules = &self.site.config.consent;
        let who = self.who(document);
        let channels = who.map_or([false; 2], |who| self.channels(who));
        let documents = self.documents.iter().map(|one| &**one);
        let translations = translations_of(documents, &document.key);
        let fields = disclosures(document, &translations, self.site).into_iter();
        let fields = fields.map(|Disclosure { field, outcome }| FieldExplained {
            field,
            outcome,
            places: match outcome {
                FieldOutcome::Shown => places(field, channels),
                FieldOutcome::NotListed
                | FieldOutcome::PersonWithheld
                | FieldOutcome::Deceased
                | FieldOutcome::PhotoOfOthers => Vec::new(),
            },
        });
        Some(PersonExplained {
            name,
            id: id(document),
            file: document.path.to_string(),
            published: who.is_some(),
            withheld: self.withheld(&document.path),
            consent: ConsentExplained::of(consent, self.site.today, rules),
            fields: fields.collect(),
            outputs: who.map_or_else(Vec::new, |who| self.outputs(who)),
            stories: self.stories(document),
        })
    }

    /// Who is in an output. One that is withheld today has nobody in it any more.
    pub fn file(&self, path: &OutputPath, exists: bool) -> FileExplained {
        let seen = self.presence.get(path).into_iter().flatten();
        let documents: DocumentsByFile<'_> =
            self.documents.iter().map(|one| (&one.path, &**one)).collect();
        let mut people: Vec<InFile> = Vec::new();
        let mut numbers: BTreeMap<(String, String), usize> = BTreeMap::new();
        for Seen { who, role } in seen {
            for one in self.behind(*who, &documents) {
                work::looked_at(1);
                let key = (one.name.clone(), one.file.clone());
                let number = *numbers.entry(key).or_insert(people.len());
                if number == people.len() {
                    people.push(one);
                }
                people[number].roles.push(*role);
            }
        }
        FileExplained { path: path.to_string(), url: self.url(path), exists, people }
    }

    /// The withheld document that would have a page there.
    pub fn withheld_at(&self, path: &OutputPath) -> Option<&Arc<Document>> {
        let withheld = self.site.withheld.iter().find(|one| one.pages.contains(path))?;
        self.document(&withheld.path)
    }

    fn url(&self, path: &OutputPath) -> String {
        let path = path.as_str();
        let address = path.strip_suffix("index.html").unwrap_or(path);
        self.site.config.base_url.absolute(address)
    }

    fn document(&self, path: &SitePath) -> Option<&Arc<Document>> {
        self.documents.iter().find(|document| document.path == *path)
    }

    fn withheld(&self, path: &SitePath) -> Option<&'static str> {
        let found = self.site.withheld.iter().find(|one| one.path == *path);
        found.map(|one| one.code.name())
    }

    fn who(&self, document: &Document) -> Option<Who> {
        match &document.content {
            DocumentContent::Person(_) => {
                self.site.person_number(&document.key.name).map(Who::Person)
            }
            DocumentContent::Story(_) => {
                self.site.story_number(&document.key.name).map(Who::Story)
            }
            _ => None,
        }
    }

    fn channels(&self, who: Who) -> [bool; 2] {
        match who {
            Who::Person(number) => {
                let person = &*self.site.people[number];
                [person.indexable().is_some(), person.syndicated().is_some()]
            }
            Who::Story(number) => {
                let story = &*self.site.stories[number];
                [story.indexable().is_some(), story.syndicated().is_some()]
            }
            Who::Contact(_) => [false; 2],
        }
    }

    /// Every output in which somebody is seen, also through stories about them.
    fn outputs(&self, who: Who) -> Vec<OutputExplained> {
        let through = match who {
            Who::Person(number) => self.site.stories_of[number].as_slice(),
            _ => &[],
        };
        // What weighs most comes first; pictures come last.
        let mut outputs: BTreeMap<(Role, &OutputPath, Option<usize>), OutputExplained> =
            BTreeMap::new();
        for (path, seen) in self.presence {
            for one in seen {
                let story = match one.who {
                    // Numbers of stories ascend.
                    Who::Story(number) if through.binary_search(&number).is_ok() => {
                        Some(number)
                    }
                    other if other == who => None,
                    _ => continue,
                };
                let explained = OutputExplained {
                    path: path.to_string(),
                    url: self.url(path),
                    role: one.role,
                    story: story.map(|number| self.site.stories[number].path.to_string()),
                };
                outputs.insert((one.role, path, story), explained);
            }
        }
        outputs.into_values().collect()
    }

    /// Stories that name the person as the one they are about.
    fn stories(&self, document: &Document) -> Vec<StoryExplained> {
        if !matches!(document.content, DocumentContent::Person(_)) {
            return Vec::new();
        }
        let about = |story: &Document| match &story.content {
            DocumentContent::Story(story) => {
                matches!(&story.subject, Subject::Person(key) if *key == *document.key.name)
            }
            _ => false,
        };
        let (today, rules) = (self.site.today, &self.site.config.consent);
        let withheld = self.site.withheld.iter().rev();
        let withheld: BTreeMap<&SitePath, &'static str> =
            withheld.map(|one| (&one.path, one.code.name())).collect();
        let stories = self.documents.iter().filter(|story| about(story));
        let explained = stories.filter_map(|document| {
            let DocumentContent::Story(story) = &document.content else { return None };
            Some(StoryExplained {
                title: story.title.clone(),
                file: document.path.to_string(),
                withheld: withheld.get(&document.path).copied(),
                consent: ConsentExplained::of(story.consent.as_ref(), today, rules),
            })
        });
        explained.collect()
    }

    /// Everybody whose consent lets a thing be seen: for a story its own consent, and that of
    /// the person it is about.
    fn behind(&self, who: Who, documents: &DocumentsByFile<'_>) -> Vec<InFile> {
        match who {
            Who::Person(number) => {
                let person = &self.site.people[number];
                vec![self.in_file(documents, &person.path, &person.name.full)]
            }
            Who::Story(number) => {
                let story = &self.site.stories[number];
                let name = &story.name.full;
                let person = story.person.as_ref().and_then(|key| self.site.person(key));
                let own = self.in_file(documents, &story.path, name);
                let person = person.map(|person| {
                    self.in_file(documents, &person.path, &person.name.full)
                });
                person.into_iter().chain([own]).collect()
            }
            Who::Contact(number) => {
                let contact = &self.site.references.contacts[number];
                let language = self.site.config.languages[0];
                vec![InFile {
                    name: contact.name.text(language).to_owned(),
                    file: "content/contacts.yaml".to_owned(),
                    roles: Vec::new(),
                    consent: None,
                }]
            }
        }
    }

    fn in_file(
        &self,
        documents: &DocumentsByFile<'_>,
        path: &SitePath,
        name: &str,
    ) -> InFile {
        let document = documents.get(path);
        let consent = document.and_then(|document| match &document.content {
            DocumentContent::Person(person) => person.consent.as_ref(),
            DocumentContent::Story(story) => story.consent.as_ref(),
            _ => None,
        });
        let (today, rules) = (self.site.today, &self.site.config.consent);
        InFile {
            name: name.to_owned(),
            file: path.to_string(),
            roles: Vec::new(),
            consent: Some(ConsentExplained::of(consent, today, rules)),
        }
    }
}

/// Name and consent of what has both.
pub(super) fn subject(document: &Document) -> Option<(String, Option<&Consent>)> {
    match &document.content {
        DocumentContent::Person(person) => {
            Some((person.name.full(), person.consent.as_ref()))
        }
        DocumentContent::Story(story) => Some((
            match &story.subject {
                Subject::Named(name) => name.full(),
                Subject::Person(_) => story.title.clone(),
            },
            story.consent.as_ref(),
        )),
        _ => None,
    }
}

fn id(document: &Document) -> Option<String> {
    match &document.content {
        DocumentContent::Person(person) => person.id.clone(),
        _ => None,
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
fn field_word<S: Serializer>(field: &Field, serializer: S) -> Result<S::Ok, S::Error> {
    field.word().serialize(serializer)
}
