//! Title and description of every page.
//!
//! In come a context and a job, out go two texts. A description is never made up: it is what an
//! editor wrote, or how much there is, or nothing.

use crate::publish::terms::Term;
use crate::publish::words::Section;

use super::page_context::PageContext;
use crate::render::plan::job::{Job, PageContent};

impl PageContext<'_> {
    /// Title and description of a page.
    pub(crate) fn title(&self, job: &Job) -> (String, String) {
        let (title, description, page) = self.first_title(job);
        if page > 1 {
            let number = page.to_string();
            let values = [("title", title.as_str()), ("n", number.as_str())];
            return (self.words.fill("note.page_title", &values), String::new());
        }
        (title, description)
    }

    /// Title and description of the first page of a list, and which page of it this is.
    fn first_title(&self, job: &Job) -> (String, String, usize) {
        let site = self.site;
        let word = |name| (self.words.get(name).to_owned(), String::new());
        let ((title, description), page) = match &job.content {
            PageContent::Home => (self.home_title(), 1),
            PageContent::Stories(page) => (self.list_title(Section::Portraits), *page),
            PageContent::Events(page) => (self.list_title(Section::Events), *page),
            PageContent::Archive(page) => (word("section.archive"), *page),
            PageContent::Directory(page) => (self.list_title(Section::Directory), *page),
            PageContent::Letter(letter, page) => {
                let people = site.letters.get(&(*letter).into()).map_or(0, Vec::len);
                let letter = letter.to_string();
                let title = self.words.fill("note.letter_title", &[("letter", &letter)]);
                let description =
                    self.counted(&title, &self.words.count("people", people));
                ((title, description), *page)
            }
            PageContent::Terms(kind, page) => (self.list_title(*kind), *page),
            PageContent::Offers(kind, page) => (self.offers_title(*kind), *page),
            PageContent::Term(kind, key, page) => {
                let term = site.terms.of(*kind).get(key);
                let both = term.map(|term| self.term_texts(*kind, term));
                (both.unwrap_or_default(), *page)
            }
            PageContent::Contacts => (self.list_title(Section::Contacts), 1),
            PageContent::Search => (word("section.search"), 1),
            PageContent::Story(number) => {
                let text = &site.stories[*number].texts[&self.language];
                ((text.title.clone(), either(&text.summary, &text.body.opening)), 1)
            }
            PageContent::Event(number) => {
                let text = &site.events[*number].texts[&self.language];
                ((text.title.clone(), either(&text.summary, &text.body.opening)), 1)
            }
            PageContent::Person(number) => (self.person_title(*number), 1),
            PageContent::Page(key) => {
                let text = &site.pages[key].texts[&self.language];
                ((text.title.clone(), either(&text.summary, &text.body.opening)), 1)
            }
            PageContent::NotFound => (word("note.not_found"), 1),
            PageContent::Redirect(_) => (word("note.redirect"), 1),
        };
        (title, description, page)
    }

    /// Title and description of a term: what is told about it, else what there is of it.
    fn term_texts(&self, section: Section, term: &Term) -> (String, String) {
        let title = self.term_title(section, term);
        let description = self
            .term_text(section, term)
            .unwrap_or_else(|| self.counted(&title, &self.term_counts(term)));
        (title, description)
    }

    pub(crate) fn counted(&self, title: &str, count: &str) -> String {
        self.words.fill("note.counted", &[("title", title), ("count", count)])
    }

    fn home_title(&self) -> (String, String) {
        let text = self.introduction_text(Section::Home);
        let own = || self.site.config.title.text(self.language).to_owned();
        text.map_or_else(
            || (own(), String::new()),
            |text| (text.title.clone(), text.summary.clone()),
        )
    }

    pub(crate) fn list_title(&self, section: Section) -> (String, String) {
        self.introduction_text(section).map_or_else(
            || (self.section_title(section), String::new()),
            |text| (text.title.clone(), text.summary.clone()),
        )
    }

    fn person_title(&self, number: usize) -> (String, String) {
        let person = &self.site.people[number];
        let opening =
            person.bio.get(&self.language).map(|text| text.body.opening.clone());
        let description = self.position(person).or(opening).unwrap_or_default();
        (person.name.full.clone(), description)
    }
}

fn either(first: &str, second: &str) -> String {
    if first.is_empty() { second.to_owned() } else { first.to_owned() }
}
