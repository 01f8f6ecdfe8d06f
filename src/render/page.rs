//! From a job to bytes.
//!
//! In come one job, the site and the theme, out go the page, the pictures it needs, or a
//! diagnostic about the template. Jobs are independent of each other.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;
use tera::{Context, Value};

use crate::base::code::Code;
use crate::base::diagnostic::{Diagnostic, Place};
use crate::base::language::Language;
use crate::base::output::{Content, OutputPath, Recipe};
use crate::publish::site::Site;
use crate::publish::words::Section;

use super::asset;
use super::desk::{Cards, Desk};
use super::frame;
use super::plan::{Job, PageContent};
use super::theme::{Theme, template_mistake};
use super::view::{Head, RedirectView};
use super::words::Words;

/// All pages with the files they need.
#[derive(Debug, Default)]
pub(super) struct Rendered {
    /// Output files by path.
    pub files: BTreeMap<OutputPath, Content>,
    /// Problems with templates.
    pub diagnostics: Vec<Diagnostic>,
}

/// Renders every job.
pub(super) fn render(site: &Site, theme: &Theme, jobs: &[Job]) -> Rendered {
    let frames: BTreeMap<Language, Frame<'_>> = site
        .config
        .languages
        .iter()
        .map(|language| (*language, Frame::new(site, theme, *language)))
        .collect();
    let pages: Vec<_> = jobs
        .par_iter()
        .map_init(Vec::new, |buffer, job| frames[&job.language].page(job, buffer))
        .collect();
    let mut rendered = Rendered::default();
    rendered
        .files
        .extend(theme.assets.files.iter().map(|(path, c)| (path.clone(), c.clone())));
    rendered.files.extend(asset::downloads(site));
    let mut recipes: BTreeSet<Recipe> =
        frames.values().flat_map(|frame| frame.card_recipes.iter().cloned()).collect();
    for (job, page) in jobs.iter().zip(pages) {
        match page {
            Ok((bytes, own)) => {
                rendered.files.insert(job.path.clone(), Content::Bytes(bytes));
                recipes.extend(own);
            }
            Err(diagnostic) => {
                // One mistake in a template shows on many pages; the first is enough.
                let known = |d: &Diagnostic| {
                    d.place == diagnostic.place && same_cause(d, &diagnostic)
                };
                if !rendered.diagnostics.iter().any(known) {
                    rendered.diagnostics.push(*diagnostic);
                }
            }
        }
    }
    for recipe in recipes {
        if let Some(path) = OutputPath::new(&format!("assets/{}", recipe.file_name())) {
            rendered.files.insert(path, Content::Picture(Arc::new(recipe)));
        }
    }
    frame::check_menu(
        site,
        &site.pages.values().collect::<Vec<_>>(),
        &mut rendered.diagnostics,
    );
    rendered
}

/// True if the head of a page holds `<meta name="robots" content="noindex…">`.
fn says_noindex(page: &[u8]) -> bool {
    let head = page.windows(7).position(|part| part == b"</head>").unwrap_or(page.len());
    let Ok(head) = std::str::from_utf8(&page[..head]) else { return false };
    head.split('<').any(|tag| {
        tag.starts_with("meta") && tag.contains("robots") && tag.contains("noindex")
    })
}

fn same_cause(one: &Diagnostic, other: &Diagnostic) -> bool {
    let cause =
        |d: &Diagnostic| d.arguments.iter().find(|(name, _)| *name == "cause").cloned();
    cause(one) == cause(other)
}

/// What the pages of one language share.
struct Frame<'s> {
    site: &'s Site,
    theme: &'s Theme,
    words: &'s Words,
    language: Language,
    cards: Cards,
    card_recipes: Vec<Recipe>,
    site_value: Value,
    texts: Value,
}

/// A page's bytes and the pictures it needs.
type Page = (Arc<[u8]>, Vec<Recipe>);

impl<'s> Frame<'s> {
    fn new(site: &'s Site, theme: &'s Theme, language: Language) -> Self {
        let words = &theme.words[&language];
        let (cards, card_recipes) = Cards::new(site, words, language);
        let desk = Desk::new(site, words, language, &cards);
        let view = desk.site_view(&theme.assets.names, &theme.options);
        Self {
            site,
            theme,
            words,
            language,
            site_value: Value::from_serializable(&view),
            cards,
            card_recipes,
            texts: theme.texts[&language].clone(),
        }
    }

    fn page(&self, job: &Job, buffer: &mut Vec<u8>) -> Result<Page, Box<Diagnostic>> {
        let mut desk = Desk::new(self.site, self.words, self.language, &self.cards);
        let (title, description) = self.title(&desk, job);
        let head = desk.head(job, title, &description);
        let (template, name, view) = content(&mut desk, job);
        buffer.clear();
        self.write(template, name, &head, view, buffer).map_err(|error| {
            Box::new(template_mistake(&error, &self.theme.templates, &job.address))
        })?;
        // Consent decides and not the theme: a page that search engines must not list says so.
        if job.noindex && !says_noindex(buffer) {
            let place = match self.theme.templates.get("base.html") {
                Some(path) => Diagnostic::at(Code::ThemeNoindex, Place::file(path)),
                None => Diagnostic::general(Code::ThemeNoindex),
            };
            return Err(Box::new(place.text("page", job.address.clone())));
        }
        Ok((Arc::from(buffer.as_slice()), desk.recipes))
    }

    fn write(
        &self,
        template: &str,
        name: &'static str,
        head: &Head,
        view: Value,
        buffer: &mut Vec<u8>,
    ) -> tera::TeraResult<()> {
        let mut context = Context::new();
        context.insert_value("site", self.site_value.clone());
        context.insert_value("t", self.texts.clone());
        context.insert_value("page", Value::try_from_serializable(head)?);
        context.insert_value(name, view);
        self.theme.tera.render_to(template, &context, buffer)
    }

    /// Title and description of a page.
    fn title(&self, desk: &Desk<'_>, job: &Job) -> (String, String) {
        let site = self.site;
        let words = self.words;
        let section = |desk: &Desk<'_>, section| {
            let text = desk.introduction_text(section);
            let title = text
                .map_or_else(|| desk.section_title(section), |text| text.title.clone());
            (title, text.map_or(String::new(), |text| text.summary.clone()))
        };
        let (title, description, page) = match &job.content {
            PageContent::Home => {
                let text = desk.introduction_text(Section::Home);
                let title = text.map(|text| text.title.clone());
                let own = site.config.title.text(self.language).to_owned();
                (
                    title.unwrap_or(own),
                    text.map_or(String::new(), |t| t.summary.clone()),
                    1,
                )
            }
            PageContent::Stories(page) => paged(section(desk, Section::Portraits), *page),
            PageContent::Events(page) => paged(section(desk, Section::Events), *page),
            PageContent::Archive(page) => {
                (words.get("section.archive").to_owned(), String::new(), *page)
            }
            PageContent::Directory(page) => {
                paged(section(desk, Section::Directory), *page)
            }
            PageContent::Letter(letter, page) => {
                let title =
                    words.fill("note.letter_title", &[("letter", &letter.to_string())]);
                (title, String::new(), *page)
            }
            PageContent::Terms(kind) => paged(section(desk, *kind), 1),
            PageContent::Term(kind, key, page) => {
                let title = site
                    .terms
                    .of(*kind)
                    .get(key)
                    .map(|term| desk.term_title(*kind, term));
                (title.unwrap_or_default(), String::new(), *page)
            }
            PageContent::Contacts => paged(section(desk, Section::Contacts), 1),
            PageContent::Story(number) => {
                let text = &site.stories[*number].texts[&self.language];
                (text.title.clone(), either(&text.summary, &text.body.opening), 1)
            }
            PageContent::Event(number) => {
                let text = &site.events[*number].texts[&self.language];
                (text.title.clone(), either(&text.summary, &text.body.opening), 1)
            }
            PageContent::Person(number) => self.person_title(desk, *number),
            PageContent::Page(key) => {
                let text = &site.pages[key].texts[&self.language];
                (text.title.clone(), either(&text.summary, &text.body.opening), 1)
            }
            PageContent::NotFound => {
                (words.get("note.not_found").to_owned(), String::new(), 1)
            }
            PageContent::Redirect(_) => {
                (words.get("note.redirect").to_owned(), String::new(), 1)
            }
        };
        if page > 1 {
            let number = page.to_string();
            return (
                words.fill("note.page_title", &[("title", &title), ("n", &number)]),
                String::new(),
            );
        }
        (title, description)
    }

    fn person_title(&self, desk: &Desk<'_>, number: usize) -> (String, String, usize) {
        let person = &self.site.people[number];
        let opening =
            person.bio.get(&self.language).map(|text| text.body.opening.clone());
        let description = desk.position(person).or(opening).unwrap_or_default();
        (person.name.full.clone(), description, 1)
    }
}

/// A section's title and description together with the number of the page.
fn paged((title, description): (String, String), page: usize) -> (String, String, usize) {
    (title, description, page)
}

fn either(first: &str, second: &str) -> String {
    if first.is_empty() { second.to_owned() } else { first.to_owned() }
}

/// Template, name of the variable, and view of a page.
fn content(desk: &mut Desk<'_>, job: &Job) -> (&'static str, &'static str, Value) {
    let site = desk.site;
    match &job.content {
        PageContent::Home => ("home.html", "home", value(&desk.home())),
        PageContent::Stories(page) => {
            ("portraits.html", "list", value(&desk.stories(job, *page)))
        }
        PageContent::Story(number) => {
            ("portrait.html", "story", value(&desk.story(*number)))
        }
        PageContent::Events(page) => {
            ("events.html", "list", value(&desk.events(job, *page, false)))
        }
        PageContent::Archive(page) => {
            ("archive.html", "list", value(&desk.events(job, *page, true)))
        }
        PageContent::Event(number) => {
            ("event.html", "event", value(&desk.event(&site.events[*number])))
        }
        PageContent::Directory(page) => {
            ("directory.html", "list", value(&desk.directory(job, None, *page)))
        }
        PageContent::Letter(letter, page) => {
            ("directory.html", "list", value(&desk.directory(job, Some(*letter), *page)))
        }
        PageContent::Person(number) => {
            ("person.html", "person", value(&desk.person(&site.people[*number])))
        }
        PageContent::Terms(kind) => ("terms.html", "list", value(&desk.terms(*kind))),
        PageContent::Term(kind, key, page) => {
            let view = site
                .terms
                .of(*kind)
                .get(key)
                .map(|term| desk.term(job, *kind, term, *page));
            ("term.html", "term", value(&view))
        }
        PageContent::Contacts => ("contacts.html", "list", value(&desk.contacts())),
        PageContent::Page(key) => {
            ("page.html", "content", value(&desk.page(&site.pages[key])))
        }
        PageContent::NotFound => ("404.html", "missing", value(&desk.not_found())),
        PageContent::Redirect(target) => {
            let view = RedirectView { url: desk.local(target) };
            ("redirect.html", "redirect", value(&view))
        }
    }
}

fn value<T: Serialize>(view: &T) -> Value {
    Value::from_serializable(view)
}
