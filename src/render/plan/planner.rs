//! Which pages exist, at which address, from which template.
//!
//! In comes the public site, out goes the list of jobs in the order of their paths. Two jobs
//! for one path are a mistake of the editors and are reported with both files.

use std::ops::Range;
use std::sync::Arc;

use crate::base::diagnostic::Diagnostic;
use crate::base::language::Language;
use crate::base::output::OutputPath;
use crate::base::work;
use crate::publish::address;
use crate::publish::board::Posting;
use crate::publish::channel::Channelled;
use crate::publish::public::Texts;
use crate::publish::site::{Letter, Site};
use crate::publish::terms::Term;
use crate::publish::words::Section;

use super::job::{Job, PageContent};
use super::{address_clashes, entries, merge_runs};

/// True if a section has a page: it lists something, or an editor wrote an introduction.
pub(crate) fn has_page(site: &Site, section: Section) -> bool {
    let lists = match section {
        Section::Contacts => !site.references.contacts.is_empty(),
        Section::Offers => !site.board.all.is_empty(),
        section if Section::TERMS.contains(&section) => {
            !site.terms.of(section).is_empty()
        }
        _ => true,
    };
    lists || site.introductions.contains_key(&section)
}

/// How many terms stand on one page. Topics and places come from people and have no end; what
/// editors or the calendar set stays together.
pub(crate) fn terms_per_page(site: &Site, section: Section) -> usize {
    match section {
        Section::Topics | Section::Places => site.config.directory.per_page,
        _ => usize::MAX,
    }
}

/// True for a term that only hidden people or stories hold: its name and its count would tell
/// search engines about them.
fn tells_of_hidden(site: &Site, term: &Term) -> bool {
    let people = term.people.iter().map(|n| site.people[*n].indexable().is_some());
    let stories = term.stories.iter().map(|n| site.stories[*n].indexable().is_some());
    let empty = term.people.is_empty() && term.stories.is_empty();
    term.events.is_empty() && !empty && !people.chain(stories).any(|seen| seen)
}

/// A term's people, stories and events are paged together.
pub(crate) fn longest_list(term: &Term) -> usize {
    term.people.len().max(term.stories.len()).max(term.events.len())
}

/// How many pages a list of so many entries has; an empty list has one.
pub(crate) fn page_count(entries: usize, per_page: usize) -> usize {
    entries.div_ceil(per_page).max(1)
}

/// The entries of one page of a list.
pub(crate) fn on_page<T>(entries: &[T], page: usize, per_page: usize) -> &[T] {
    &entries[numbers_on_page(entries.len(), page, per_page)]
}

/// The numbers of the entries of one page of a list.
pub(crate) fn numbers_on_page(
    entries: usize,
    page: usize,
    per_page: usize,
) -> Range<usize> {
    let start = ((page - 1) * per_page).min(entries);
    work::looked_at(1);
    start..start.saturating_add(per_page).min(entries)
}

/// Makes the plan.
pub fn plan(site: &Site, diagnostics: &mut Vec<Diagnostic>) -> Vec<Job> {
    let mut planner = Planner { site, jobs: Vec::new() };
    for language in &site.config.languages {
        planner.language(*language);
    }
    planner.redirects();
    planner.former_names();
    // Pages of entries come before what else may be at their paths.
    let mut runs = entries::runs(site);
    runs.push(planner.jobs);
    let mut jobs = merge_runs::in_order(runs);
    address_clashes::report_clashes(site, &jobs, diagnostics);
    address_clashes::report_covered(site, &jobs, diagnostics);
    jobs.dedup_by(|later, first| later.path == first.path);
    jobs
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
        for section in Section::TERMS {
            self.terms(language, section);
        }
        self.offers(language);
        if has_page(site, Section::Contacts) {
            let addresses = self.section(Section::Contacts);
            self.push(language, Arc::new(addresses), PageContent::Contacts);
        }
        let search = self.everywhere(|language| address::search(&site.config, language));
        self.push(language, Arc::new(search), PageContent::Search);
        for page in site.pages.values() {
            let content = PageContent::Page(page.key.clone());
            if let Some(job) = self.push(language, page.addresses.clone(), content) {
                job.modified = page.updated;
                job.source = Some(page.path.clone());
                job.noindex |= entries::shows_hidden(site, &page.mentions);
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
        self.paged_by(per_page, language, base, entries, content, hidden);
    }

    fn paged_by<T>(
        &mut self,
        per_page: usize,
        language: Language,
        base: &Texts<String>,
        entries: &[T],
        content: impl Fn(usize) -> PageContent,
        hidden: impl Fn(&T) -> bool,
    ) {
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
    }

    fn events(&mut self, language: Language) {
        let site = self.site;
        let base = self.section(Section::Events);
        let hidden = |number: &usize| !site.events[*number].searchable;
        self.paged(language, &base, &site.upcoming, PageContent::Events, hidden);
        if !site.past.is_empty() {
            let base =
                self.everywhere(|language| address::archive(&site.config, language));
            self.paged(language, &base, &site.past, PageContent::Archive, hidden);
        }
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
    }

    fn terms(&mut self, language: Language, section: Section) {
        let site = self.site;
        if !has_page(site, section) {
            return;
        }
        self.paged_by(
            terms_per_page(site, section),
            language,
            &self.section(section),
            &site.terms.in_order(section, language),
            |page| PageContent::Terms(section, page),
            |term| tells_of_hidden(site, term),
        );
        for term in site.terms.of(section).values() {
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
                    || on_page(&term.stories, page, per_page).iter().any(story_hidden)
                    || on_page(&term.events, page, per_page)
                        .iter()
                        .any(|number| !site.events[*number].searchable);
                let content = PageContent::Term(section, term.key.clone(), page);
                if let Some(job) = self.push(language, Arc::new(addresses), content) {
                    job.noindex |= noindex;
                }
            }
        }
    }

    /// The board of offers and the lists of each kind. All of their pages lead to all kinds.
    fn offers(&mut self, language: Language) {
        let site = self.site;
        if !has_page(site, Section::Offers) {
            return;
        }
        let hidden = |one: &Posting| site.people[one.person].indexable().is_none();
        let telling = site.board.kinds.values().any(|offers| offers.iter().all(hidden));
        let kinds = site.board.kinds.keys().copied().map(Some);
        for kind in std::iter::once(None).chain(kinds) {
            let base = match kind {
                Some(kind) => self
                    .everywhere(|language| address::offers(&site.config, kind, language)),
                None => self.section(Section::Offers),
            };
            self.paged(
                language,
                &base,
                site.board.of(kind),
                |page| PageContent::Offers(kind, page),
                |one| telling || hidden(one),
            );
        }
    }

    /// The address under a former name that may be told leads to the page in its language.
    fn former_names(&mut self) {
        for person in &self.site.people {
            for former in &person.aliases {
                for (language, address) in former {
                    let path = OutputPath::page(address);
                    let target = person.addresses.get(language);
                    let (Some(path), Some(target)) = (path, target) else { continue };
                    self.jobs.push(Job {
                        path,
                        language: *language,
                        content: PageContent::Redirect(target.clone()),
                        addresses: Arc::new(Texts::from([(*language, address.clone())])),
                        noindex: true,
                        modified: None,
                        source: Some(person.path.clone()),
                    });
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
