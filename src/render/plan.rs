//! Which pages exist, at which address, from which template.
//!
//! In comes the public site, out goes the list of jobs in the order of their paths. Two jobs
//! for one path are a mistake of the editors and are reported with both files.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use crate::base::code::Code;
use crate::base::diagnostic::{Diagnostic, Place};
use crate::base::language::Language;
use crate::base::output::OutputPath;
use crate::base::source::SitePath;
use crate::publish::address;
use crate::publish::channel::Channelled;
use crate::publish::public::{PublicEvent, Texts};
use crate::publish::site::{Letter, Site};
use crate::publish::terms::Term;
use crate::publish::words::Section;

/// A page to render.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Where it goes.
    pub path: OutputPath,
    /// Its language.
    pub language: Language,
    /// What it shows.
    pub content: PageContent,
    /// The same page in every language it exists in, itself included.
    pub addresses: Arc<Texts<String>>,
    /// True if search engines must not list it: it shows somebody who did not allow that.
    pub noindex: bool,
    /// Day of the last change, if known.
    pub modified: Option<Date>,
    /// The file it comes from, for reports.
    pub source: Option<SitePath>,
}

impl Job {
    /// Its address below the base path.
    pub fn address(&self) -> &str {
        self.addresses.get(&self.language).map_or("", String::as_str)
    }
}

/// What a page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageContent {
    /// The home page.
    Home,
    /// Stories, one page of the list.
    Stories(usize),
    /// A story by its number in the site.
    Story(usize),
    /// Events to come, one page of the list.
    Events(usize),
    /// Events of the past, one page of the list.
    Archive(usize),
    /// An event by its number in the site.
    Event(usize),
    /// Everybody, one page of the list.
    Directory(usize),
    /// One letter of the directory, one page of the list.
    Letter(char, usize),
    /// A person by the number in the site.
    Person(usize),
    /// All topics, faculties, years or institutions.
    Terms(Section),
    /// One topic, faculty, year or institution, one page of its list.
    Term(Section, String, usize),
    /// Contact persons.
    Contacts,
    /// An ordinary page by its path.
    Page(String),
    /// The page for addresses that do not exist.
    NotFound,
    /// A former address of another page.
    Redirect(String),
}

/// Sections of lists.
pub(super) const LISTS: [Section; 4] =
    [Section::Topics, Section::Faculties, Section::Years, Section::Institutions];

/// A term's people, stories and events are paged together.
pub(super) fn longest_list(term: &Term) -> usize {
    term.people.len().max(term.stories.len()).max(term.events.len())
}

/// How many pages a list of so many entries has; an empty list has one.
pub(super) fn page_count(entries: usize, per_page: usize) -> usize {
    entries.div_ceil(per_page).max(1)
}

/// The entries of one page of a list.
pub(super) fn on_page<T>(entries: &[T], page: usize, per_page: usize) -> &[T] {
    let start = ((page - 1) * per_page).min(entries.len());
    &entries[start..(start + per_page).min(entries.len())]
}

/// Makes the plan.
pub fn plan(site: &Site, diagnostics: &mut Vec<Diagnostic>) -> Vec<Job> {
    let entries = site.people.len() + site.stories.len() + site.events.len();
    let expected = entries * site.config.languages.len() * 9 / 8;
    let mut planner = Planner { site, jobs: Vec::with_capacity(expected) };
    for language in &site.config.languages {
        planner.language(*language);
    }
    planner.redirects();
    let mut jobs = planner.jobs;
    jobs.sort_by(|a, b| a.path.cmp(&b.path).then(a.source.cmp(&b.source)));
    report_clashes(site, &jobs, diagnostics);
    report_covered(&jobs, diagnostics);
    jobs.dedup_by(|later, first| later.path == first.path);
    jobs
}

fn report_clashes(site: &Site, jobs: &[Job], diagnostics: &mut Vec<Diagnostic>) {
    for pair in jobs.windows(2) {
        let [first, second] = pair else { continue };
        if first.path != second.path {
            continue;
        }
        let (shown, other) = match (&first.source, &second.source) {
            (_, Some(source)) => (source, first.source.as_ref()),
            (Some(source), None) => (source, None),
            (None, None) => continue,
        };
        let mut diagnostic = Diagnostic::at(Code::AddressTaken, Place::file(shown))
            .text("address", second.address());
        diagnostic = match other {
            Some(other) => diagnostic.text("other", other.to_string()),
            None => diagnostic
                .with("other", crate::base::diagnostic::Argument::Word("word-list-page")),
        };
        diagnostics.push(diagnostic);
    }
    let reserved = address::reserved(&site.config);
    for job in jobs {
        let (PageContent::Page(_) | PageContent::Redirect(_)) = &job.content else {
            continue;
        };
        let Some(source) = &job.source else { continue };
        let inner = job.address().trim_matches('/');
        let first = inner.split('/').next().unwrap_or(inner);
        let taken = reserved
            .iter()
            .find(|word| *word == inner || (first == "assets" && *word == first));
        if let Some(word) = taken {
            diagnostics.push(
                Diagnostic::at(Code::AddressReserved, Place::file(source))
                    .text("address", format!("/{word}/")),
            );
        }
    }
}

/// Names that outputs for machines have wherever they are; a folder of that name would be in
/// their way.
const MACHINES: [&str; 8] = [
    "atom.xml",
    "calendar.ics",
    "cards.json",
    "event.ics",
    "feed.json",
    "kalender.ics",
    "robots.txt",
    "sitemap.xml",
];

/// Paths that only some disks can hold side by side: a file where another path needs a folder,
/// and two that differ in capitals only.
fn report_covered(jobs: &[Job], diagnostics: &mut Vec<Diagnostic>) {
    let mut complain = |job: &Job, other: Option<&Job>| {
        let Some(source) = &job.source else { return };
        let place = Place::file(source);
        diagnostics.push(match other.and_then(|other| other.source.as_ref()) {
            Some(other) => Diagnostic::at(Code::AddressTaken, place)
                .text("address", job.address())
                .text("other", other.to_string()),
            None => Diagnostic::at(Code::AddressReserved, place)
                .text("address", job.address()),
        });
    };
    let mut files: BTreeMap<Cow<'_, str>, &Job> = BTreeMap::new();
    // Without capitals and former addresses, nothing can be in the way of anything.
    if jobs.iter().any(|job| is_alias(job) || has_capitals(&job.path)) {
        for job in jobs {
            if let Some(other) = files.insert(lower(&job.path), job)
                && other.path != job.path
            {
                let (alias, page) =
                    if is_alias(job) { (job, other) } else { (other, job) };
                complain(alias, Some(page));
            }
        }
    }
    for job in jobs.iter().filter(|job| is_alias(job)) {
        let path = lower(&job.path);
        let mut folders = path.match_indices('/').map(|(end, _)| &path[..end]);
        if let Some(other) = folders.clone().find_map(|folder| files.get(folder)) {
            complain(job, Some(other));
        } else if folders.any(|folder| {
            MACHINES.iter().any(|name| folder.rsplit('/').next() == Some(name))
        }) {
            complain(job, None);
        }
    }
}

fn has_capitals(path: &OutputPath) -> bool {
    // Without a way out in the middle, sixteen letters are looked at in one step.
    path.as_str().bytes().fold(false, |any, byte| any | byte.is_ascii_uppercase())
}

/// A path in small letters; hardly any has others.
fn lower(path: &OutputPath) -> Cow<'_, str> {
    if has_capitals(path) {
        path.as_str().to_lowercase().into()
    } else {
        path.as_str().into()
    }
}

fn is_alias(job: &Job) -> bool {
    matches!(job.content, PageContent::Redirect(_))
}

struct Planner<'s> {
    site: &'s Site,
    jobs: Vec<Job>,
}

impl Planner<'_> {
    fn push(
        &mut self,
        language: Language,
        addresses: Arc<Texts<String>>,
        content: PageContent,
    ) -> Option<&mut Job> {
        let path = OutputPath::page(addresses.get(&language)?)?;
        self.push_at(path, language, addresses, content)
    }

    fn push_at(
        &mut self,
        path: OutputPath,
        language: Language,
        addresses: Arc<Texts<String>>,
        content: PageContent,
    ) -> Option<&mut Job> {
        self.jobs.push(Job {
            path,
            language,
            content,
            addresses,
            noindex: self.site.drafts,
            modified: None,
            source: None,
        });
        self.jobs.last_mut()
    }

    /// Addresses of a page that exists in every language.
    fn everywhere(&self, address: impl Fn(Language) -> String) -> Texts<String> {
        self.site
            .config
            .languages
            .iter()
            .map(|language| (*language, address(*language)))
            .collect()
    }

    fn section(&self, section: Section) -> Texts<String> {
        self.everywhere(|language| address::section(&self.site.config, section, language))
    }

    fn language(&mut self, language: Language) {
        let site = self.site;
        let home = self.section(Section::Home);
        self.push(language, Arc::new(home), PageContent::Home);
        self.stories(language);
        self.events(language);
        self.directory(language);
        for section in LISTS {
            self.terms(language, section);
        }
        if !site.references.contacts.is_empty()
            || site.introductions.contains_key(&Section::Contacts)
        {
            let addresses = self.section(Section::Contacts);
            self.push(language, Arc::new(addresses), PageContent::Contacts);
        }
        for page in site.pages.values() {
            let content = PageContent::Page(page.key.clone());
            if let Some(job) = self.push(language, page.addresses.clone(), content) {
                job.modified = page.updated;
                job.source = Some(page.path.clone());
            }
        }
        self.not_found(language);
    }

    fn not_found(&mut self, language: Language) {
        let home = address::home(&self.site.config, language);
        let address = format!("{home}404.html");
        if let Some(path) = OutputPath::new(address.trim_start_matches('/')) {
            self.jobs.push(Job {
                path,
                language,
                content: PageContent::NotFound,
                addresses: Arc::new(Texts::from([(language, address)])),
                noindex: true,
                modified: None,
                source: None,
            });
        }
    }

    /// One list in pages. `hidden` tells for an entry that search engines must not see it.
    fn paged<T>(
        &mut self,
        language: Language,
        base: &Texts<String>,
        entries: &[T],
        content: impl Fn(usize) -> PageContent,
        hidden: impl Fn(&T) -> bool,
    ) {
        let per_page = self.site.config.directory.per_page;
        for number in 1..=page_count(entries.len(), per_page) {
            let addresses = base
                .iter()
                .map(|(language, at)| (*language, address::page(at, number, *language)))
                .collect();
            let noindex = on_page(entries, number, per_page).iter().any(&hidden);
            if let Some(job) = self.push(language, Arc::new(addresses), content(number)) {
                job.noindex |= noindex;
            }
        }
    }

    fn stories(&mut self, language: Language) {
        let site = self.site;
        let base = self.section(Section::Portraits);
        self.paged(language, &base, &site.stories, PageContent::Stories, |s| {
            s.indexable().is_none()
        });
        let [_, by_key, _] = site.by_key();
        for number in by_key.iter().copied() {
            let story = &site.stories[number];
            let Some(path) = story.paths.get(&language).cloned() else { continue };
            let addresses = Arc::clone(&story.addresses);
            let content = PageContent::Story(number);
            if let Some(job) = self.push_at(path, language, addresses, content) {
                job.noindex |= story.indexable().is_none();
                job.modified = Some(story.updated.unwrap_or(story.date));
                job.source = Some(story.path.clone());
            }
        }
    }

    fn events(&mut self, language: Language) {
        let site = self.site;
        let base = self.section(Section::Events);
        self.paged(language, &base, &site.upcoming, PageContent::Events, |_| false);
        if !site.past.is_empty() {
            let base =
                self.everywhere(|language| address::archive(&site.config, language));
            self.paged(language, &base, &site.past, PageContent::Archive, |_| false);
        }
        let [_, _, by_key] = site.by_key();
        for number in by_key.iter().copied() {
            let event = &site.events[number];
            let hidden = self.shows_hidden_speaker(event);
            let Some(path) = event.paths.get(&language).cloned() else { continue };
            let addresses = Arc::clone(&event.addresses);
            let content = PageContent::Event(number);
            if let Some(job) = self.push_at(path, language, addresses, content) {
                job.noindex |= hidden;
                job.modified = Some(event.stamp);
                job.source = Some(event.path.clone());
            }
        }
    }

    fn shows_hidden_speaker(&self, event: &PublicEvent) -> bool {
        let site = self.site;
        event.speakers.iter().any(|speaker| {
            site.person(speaker).is_some_and(|person| person.indexable().is_none())
        })
    }

    fn directory(&mut self, language: Language) {
        let site = self.site;
        let hidden = |number: &usize| site.people[*number].indexable().is_none();
        let everybody: Vec<usize> = (0..site.people.len()).collect();
        let base = self.section(Section::Directory);
        self.paged(language, &base, &everybody, PageContent::Directory, hidden);
        for (Letter { letter, .. }, people) in &site.letters {
            let letter = *letter;
            let base = self
                .everywhere(|language| address::letter(&site.config, letter, language));
            self.paged(
                language,
                &base,
                people,
                |page| PageContent::Letter(letter, page),
                hidden,
            );
        }
        // In the order of names in addresses, which is nearly the order of all paths.
        let [by_key, _, _] = site.by_key();
        for number in by_key.iter().copied() {
            let person = &site.people[number];
            let Some(path) = person.paths.get(&language).cloned() else { continue };
            let addresses = Arc::clone(&person.addresses);
            let content = PageContent::Person(number);
            if let Some(job) = self.push_at(path, language, addresses, content) {
                // Its page may also show a story that search engines must not see.
                let stories = &site.stories_of[number];
                let story_hidden = |n: &usize| site.stories[*n].indexable().is_none();
                job.noindex |= hidden(&number) || stories.iter().any(story_hidden);
                job.source = Some(person.path.clone());
            }
        }
    }

    fn terms(&mut self, language: Language, section: Section) {
        let site = self.site;
        let terms = site.terms.of(section);
        if terms.is_empty() && !site.introductions.contains_key(&section) {
            return;
        }
        let addresses = self.section(section);
        // A term that only hidden people or stories hold would tell search engines about them.
        let telling = terms.values().any(|term| {
            let people =
                || term.people.iter().map(|n| site.people[*n].indexable().is_some());
            let stories =
                || term.stories.iter().map(|n| site.stories[*n].indexable().is_some());
            let empty = term.people.is_empty() && term.stories.is_empty();
            term.events.is_empty()
                && !empty
                && !people().chain(stories()).any(|seen| seen)
        });
        if let Some(job) =
            self.push(language, Arc::new(addresses), PageContent::Terms(section))
        {
            job.noindex |= telling;
        }
        for term in terms.values() {
            let hidden = |number: &usize| site.people[*number].indexable().is_none();
            let story_hidden =
                |number: &usize| site.stories[*number].indexable().is_none();
            let per_page = site.config.directory.per_page;
            for page in 1..=page_count(longest_list(term), per_page) {
                let addresses = term
                    .addresses
                    .iter()
                    .map(|(language, at)| (*language, address::page(at, page, *language)))
                    .collect();
                let noindex = on_page(&term.people, page, per_page).iter().any(hidden)
                    || on_page(&term.stories, page, per_page).iter().any(story_hidden);
                let content = PageContent::Term(section, term.key.clone(), page);
                if let Some(job) = self.push(language, Arc::new(addresses), content) {
                    job.noindex |= noindex;
                }
            }
        }
    }

    /// Former addresses lead to the page in the default language.
    fn redirects(&mut self) {
        let site = self.site;
        let language = site.config.languages[0];
        let stories = site.stories.iter().map(|s| (&s.aliases, &s.addresses, &s.path));
        let events = site.events.iter().map(|e| (&e.aliases, &e.addresses, &e.path));
        let pages = site
            .pages
            .values()
            .chain(site.introductions.values())
            .map(|p| (&p.aliases, &p.addresses, &p.path));
        let all: Vec<_> = stories.chain(events).chain(pages).collect();
        for (aliases, addresses, source) in all {
            for alias in aliases {
                // A former address below `/en/` leads to the English page, if there is one.
                let below = |code: &str| alias.split('/').next() == Some(code);
                let language = addresses
                    .keys()
                    .copied()
                    .find(|l| below(l.code()))
                    .unwrap_or(language);
                let Some(target) = addresses.get(&language) else { continue };
                let Some(path) = address::alias(alias) else { continue };
                let address =
                    format!("/{}", path.as_str().trim_end_matches("index.html"));
                self.jobs.push(Job {
                    path,
                    language,
                    content: PageContent::Redirect(target.clone()),
                    addresses: Arc::new(Texts::from([(language, address)])),
                    noindex: true,
                    modified: None,
                    source: Some(source.clone()),
                });
            }
        }
    }
}
