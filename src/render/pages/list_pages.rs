//! Views of pages that list something: home, sections, letters, terms, contacts.

use std::borrow::Cow;

use crate::base::language_tag::LanguageTag;
use crate::base::presence::Role;
use crate::base::text::Html;
use crate::publish::address;
use crate::publish::channel::Channelled;
use crate::publish::public::in_language;
use crate::publish::terms::Term;
use crate::publish::words::Section;

use super::dates;
use super::page_context::PageContext;
use crate::render::plan::job::Job;
use crate::render::plan::planner::{self, on_page};
use crate::render::view::{
    ContactListView, DirectoryView, EventListView, HomeView, Introduction, LinkView,
    NotFoundView, PageLink, Pager, PersonCard, Quote, SearchView, Shared, StoryListView,
    TermCard, TermListView, TermView,
};

impl PageContext<'_> {
    pub(crate) fn introduction(&mut self, section: Section) -> Option<Introduction> {
        let site = self.site;
        let page = site.introductions.get(&section)?;
        let text = page.texts.get(&self.language)?;
        self.see_people(&page.mentions);
        let body = self.body(&text.body, &text.path, true);
        Some(Introduction { summary: text.summary.clone(), body })
    }

    pub(crate) fn pager(
        &self,
        job: &Job,
        base: &str,
        current: usize,
        total: usize,
    ) -> Pager {
        self.pager_by(self.config().directory.per_page, job, base, current, total)
    }

    fn pager_by(
        &self,
        per_page: usize,
        job: &Job,
        base: &str,
        current: usize,
        total: usize,
    ) -> Pager {
        let last = planner::page_count(total, per_page);
        let at = |number| self.local(&address::page(base, number, job.language));
        let shown =
            (1..=last).filter(|n| *n == 1 || *n == last || n.abs_diff(current) <= 1);
        let mut before = 0;
        let pages = shown
            .map(|number| {
                let gap = number > before + 1;
                before = number;
                PageLink { number, url: (number != current).then(|| at(number)), gap }
            })
            .collect();
        Pager {
            current,
            last,
            total,
            pages,
            previous: (current > 1).then(|| at(current - 1)),
            next: (current < last).then(|| at(current + 1)),
        }
    }

    pub(crate) fn section_base(&self, section: Section) -> String {
        address::section(self.config(), section, self.language)
    }

    pub(crate) fn home(&mut self) -> HomeView {
        let site = self.site;
        // The home page belongs in search engines, so it shows only those who do too.
        let stories: Vec<usize> = (0..site.stories.len())
            .filter(|number| site.stories[*number].indexable().is_some())
            .take(7)
            .collect();
        let introduction = self
            .introduction(Section::Home)
            .unwrap_or(Introduction { summary: String::new(), body: Html::default() });
        let mut cards: Vec<_> =
            stories.iter().map(|number| self.story_card(*number)).collect();
        let lead = if cards.is_empty() { None } else { Some(cards.remove(0)) };
        HomeView {
            introduction,
            lead,
            lead_topics: stories
                .first()
                .map(|number| self.topics(&site.stories[*number].topics))
                .unwrap_or_default(),
            stories: cards,
            events: site
                .upcoming
                .iter()
                .filter(|number| site.events[**number].searchable)
                .take(4)
                .map(|n| self.event_card(*n))
                .collect(),
            quote: self.quote(&stories),
            directory: LinkView {
                title: self.words.count("people", site.people.len()),
                url: (!site.people.is_empty()).then(|| self.section(Section::Directory)),
            },
        }
    }

    /// The newest quote that is not from the story shown large.
    fn quote(&self, stories: &[usize]) -> Option<Quote> {
        stories.iter().skip(1).chain(stories.first()).find_map(|number| {
            let story = &self.site.stories[*number];
            let (language, text) = in_language(&story.texts, self.language)?;
            let quote = text.quote.as_ref()?;
            self.see_story(*number, Role::Card);
            let other = quote.language.as_ref();
            Some(Quote {
                text: quote.text.clone(),
                quote_language: other.map(|tag| tag.code().to_owned()),
                quote_direction: other.and_then(LanguageTag::direction),
                name: story.name.full.clone(),
                url: self.address(&story.addresses),
                language: self.other(language),
            })
        })
    }

    pub(crate) fn stories(&mut self, job: &Job, page: usize) -> StoryListView {
        let site = self.site;
        let all: Vec<usize> = (0..site.stories.len()).collect();
        let shown = on_page(&all, page, self.config().directory.per_page);
        StoryListView {
            introduction: if page == 1 {
                self.introduction(Section::Portraits)
            } else {
                None
            },
            stories: shown.iter().map(|number| self.story_card(*number)).collect(),
            pager: self.pager(
                job,
                &self.section_base(Section::Portraits),
                page,
                site.stories.len(),
            ),
        }
    }

    pub(crate) fn events(&mut self, job: &Job, page: usize, past: bool) -> EventListView {
        let site = self.site;
        let events = if past { &site.past } else { &site.upcoming };
        let shown = on_page(events, page, self.config().directory.per_page);
        let archive = address::archive(self.config(), self.language);
        let upcoming = self.section_base(Section::Events);
        let (base, other) =
            if past { (&archive, &upcoming) } else { (&upcoming, &archive) };
        let name = if past { "section.events" } else { "section.archive" };
        let other_exists = past || !site.past.is_empty();
        EventListView {
            introduction: if page == 1 && !past {
                self.introduction(Section::Events)
            } else {
                None
            },
            events: shown.iter().map(|n| self.event_card(*n)).collect(),
            pager: self.pager(job, base, page, events.len()),
            other: other_exists.then(|| LinkView {
                title: self.words.get(name).to_owned(),
                url: Some(self.local(other)),
            }),
            calendar: self.calendar(),
        }
    }

    /// Everybody, or one letter.
    pub(crate) fn directory(
        &mut self,
        job: &Job,
        letter: Option<char>,
        page: usize,
    ) -> DirectoryView {
        let site = self.site;
        let (numbers, base): (Cow<'_, [usize]>, String) = match letter {
            Some(letter) => (
                site.letters
                    .get(&letter.into())
                    .map_or(Cow::Borrowed(&[]), |n| Cow::Borrowed(n)),
                address::letter(self.config(), letter, self.language),
            ),
            None => (
                Cow::Owned((0..site.people.len()).collect()),
                self.section_base(Section::Directory),
            ),
        };
        DirectoryView {
            introduction: match letter {
                None if page == 1 => self.introduction(Section::Directory),
                _ => None,
            },
            letters: self.letters(letter),
            letter: letter.map(String::from),
            people: self.people(&numbers, page),
            pager: self.pager(job, &base, page, numbers.len()),
            ways: self.ways(),
        }
    }

    fn people(&self, numbers: &[usize], page: usize) -> Vec<Shared<PersonCard>> {
        let shown = on_page(numbers, page, self.config().directory.per_page);
        shown.iter().map(|number| self.person_card(*number)).collect()
    }

    /// A to Z and `#`, with addresses for letters that somebody's name begins with.
    fn letters(&self, current: Option<char>) -> Vec<LinkView> {
        let used = &self.site.letters;
        ('A'..='Z')
            .chain(['#'])
            .filter(|letter| *letter != '#' || used.contains_key(&(*letter).into()))
            .map(|letter| {
                let there = used.contains_key(&letter.into()) && Some(letter) != current;
                let address = || address::letter(self.config(), letter, self.language);
                LinkView {
                    title: letter.to_string(),
                    url: there.then(|| self.local(&address())),
                }
            })
            .collect()
    }

    fn ways(&self) -> Vec<LinkView> {
        let sections = [
            Section::Years,
            Section::Faculties,
            Section::Institutions,
            Section::Topics,
            Section::Places,
            Section::Offers,
        ];
        let there = |section: &Section| match section {
            Section::Offers => !self.site.board.all.is_empty(),
            section => !self.site.terms.of(*section).is_empty(),
        };
        let way = |section| LinkView {
            title: self.section_title(section),
            url: Some(self.section(section)),
        };
        sections.into_iter().filter(there).map(way).collect()
    }

    pub(crate) fn search(&self) -> SearchView {
        let directory = LinkView {
            title: self.section_title(Section::Directory),
            url: Some(self.section(Section::Directory)),
        };
        let letters = (!self.site.people.is_empty()).then_some(directory);
        SearchView { ways: letters.into_iter().chain(self.ways()).collect() }
    }

    pub(crate) fn terms(
        &mut self,
        job: &Job,
        section: Section,
        page: usize,
    ) -> TermListView {
        let site = self.site;
        let mut terms = site.terms.in_order(section, self.language);
        match section {
            Section::Years => terms.reverse(),
            Section::Topics | Section::Places => {}
            // Faculties and institutions keep the order of the editors' file.
            _ => terms.sort_by_key(|term| self.reference_rank(section, &term.key)),
        }
        let per_page = planner::terms_per_page(site, section);
        let shown = on_page(&terms, page, per_page);
        let cards = shown.iter().map(|term| self.term_card(section, term)).collect();
        let base = self.section_base(section);
        TermListView {
            kind: section.name(),
            introduction: if page == 1 { self.introduction(section) } else { None },
            terms: cards,
            pager: self.pager_by(per_page, job, &base, page, terms.len()),
        }
    }

    fn reference_rank(&self, section: Section, key: &str) -> Option<usize> {
        let references = &self.site.references;
        match section {
            Section::Faculties => references.faculties.iter().position(|f| f.id == key),
            _ => references.institutions.iter().position(|i| i.id == key),
        }
    }

    pub(crate) fn term_title(&self, section: Section, term: &Term) -> String {
        let title = term.title.text(self.language);
        if section == Section::Years {
            return self.words.fill("note.year_title", &[("year", title)]);
        }
        title.to_owned()
    }

    /// `3 Personen, 2 Porträts`.
    pub(crate) fn term_counts(&self, term: &Term) -> String {
        let counts = [
            ("people", term.people.len()),
            ("stories", term.stories.len()),
            ("events", term.events.len()),
        ];
        let counts: Vec<String> = counts
            .into_iter()
            .filter(|(_, number)| *number > 0)
            .map(|(what, number)| self.words.count(what, number))
            .collect();
        counts.join(", ")
    }

    /// What editors tell about a term.
    pub(crate) fn term_text(&self, section: Section, term: &Term) -> Option<String> {
        self.term_facts(section, term).text
    }

    fn term_card(&self, section: Section, term: &Term) -> TermCard {
        let facts = self.term_facts(section, term);
        TermCard {
            title: self.term_title(section, term),
            url: self.address(&term.addresses),
            period: facts.period,
            count: self.term_counts(term),
            text: facts.text,
            present: facts.present,
        }
    }

    pub(crate) fn term(
        &mut self,
        job: &Job,
        section: Section,
        term: &Term,
        page: usize,
    ) -> TermView {
        let site = self.site;
        let facts = self.term_facts(section, term);
        let base = term.addresses.get(&self.language).cloned().unwrap_or_default();
        let first = page == 1;
        let per_page = self.config().directory.per_page;
        let stories = on_page(&term.stories, page, per_page);
        let events = on_page(&term.events, page, per_page);
        let contacts = site
            .references
            .contacts
            .iter()
            .filter(|c| {
                first
                    && section == Section::Faculties
                    && c.faculty.as_ref() == Some(&term.key)
            })
            .map(|contact| self.contact_card(contact))
            .collect();
        TermView {
            kind: section.name(),
            text: facts.text,
            period: facts.period,
            source: facts.source,
            website: facts.website,
            predecessors: facts.predecessors,
            successors: facts.successors,
            line: if first { self.lineage(section, &term.key) } else { Vec::new() },
            people: self.people(&term.people, page),
            people_total: term.people.len(),
            pager: self.pager(job, &base, page, planner::longest_list(term)),
            stories: stories.iter().map(|n| self.story_card(*n)).collect(),
            events: events.iter().map(|n| self.event_card(*n)).collect(),
            contacts,
        }
    }

    pub(crate) fn term_facts(&self, section: Section, term: &Term) -> TermFacts {
        let references = &self.site.references;
        let today = self.site.today;
        match section {
            Section::Faculties => {
                let Some(faculty) =
                    references.faculties.iter().find(|f| f.id == term.key)
                else {
                    return TermFacts::default();
                };
                let heirs = references
                    .faculties
                    .iter()
                    .filter(|f| f.predecessors.contains(&term.key));
                TermFacts {
                    period: dates::years(self.words, faculty.from, faculty.until),
                    source: self.text(faculty.source.as_ref()),
                    website: faculty.url.clone(),
                    predecessors: faculty
                        .predecessors
                        .iter()
                        .filter_map(|id| self.faculty(id))
                        .collect(),
                    successors: heirs.filter_map(|f| self.faculty(&f.id)).collect(),
                    present: faculty.until.is_none_or(|until| until.last_day() >= today),
                    text: None,
                }
            }
            Section::Institutions => {
                let Some(one) = references.institutions.iter().find(|i| i.id == term.key)
                else {
                    return TermFacts::default();
                };
                let before = references
                    .institutions
                    .iter()
                    .filter(|i| i.successors.contains(&term.key));
                TermFacts {
                    period: dates::years(self.words, one.from, one.until),
                    source: self.text(one.source.as_ref()),
                    website: None,
                    predecessors: before
                        .filter_map(|i| self.institution(&i.id))
                        .collect(),
                    successors: one
                        .successors
                        .iter()
                        .filter_map(|id| self.institution(id))
                        .collect(),
                    present: one.until.is_none_or(|until| until.last_day() >= today),
                    text: self.text(one.text.as_ref()),
                }
            }
            _ => TermFacts { present: true, ..TermFacts::default() },
        }
    }

    pub(crate) fn contacts(&mut self) -> ContactListView {
        let contacts = &self.site.references.contacts;
        let cards = |faculty: bool| {
            contacts
                .iter()
                .filter(|contact| contact.faculty.is_some() == faculty)
                .map(|contact| self.contact_card(contact))
                .collect()
        };
        let (central, faculties) = (cards(false), cards(true));
        ContactListView {
            introduction: self.introduction(Section::Contacts),
            central,
            faculties,
        }
    }

    pub(crate) fn not_found(&self) -> NotFoundView {
        let sections =
            [Section::Home, Section::Portraits, Section::Directory, Section::Events];
        NotFoundView {
            ways: sections
                .into_iter()
                .map(|section| LinkView {
                    title: if section == Section::Home {
                        self.words.get("section.home").to_owned()
                    } else {
                        self.section_title(section)
                    },
                    url: Some(self.section(section)),
                })
                .collect(),
        }
    }
}

/// What reference data says about a term.
#[derive(Default)]
pub(crate) struct TermFacts {
    pub(crate) period: Option<String>,
    source: Option<String>,
    website: Option<String>,
    predecessors: Vec<LinkView>,
    successors: Vec<LinkView>,
    pub(crate) present: bool,
    text: Option<String>,
}
