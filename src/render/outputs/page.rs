//! From a planned page to its bytes: view, template, HTML.
//!
//! In come one job, the site and the theme, out go the page, the pictures it needs, or a
//! diagnostic about the template. First everything the page shows is put into one value; its
//! digest tells whether the page is known already. Jobs are independent of each other.

use std::collections::BTreeSet;

use serde::Serialize;
use tera::{Context, Value};

use crate::base::code::Code;
use crate::base::diagnostic::{Diagnostic, Place};
use crate::base::digest::Digest;
use crate::base::language::Language;
use crate::base::memo::{KeyPart, Keys};
use crate::base::output::Recipe;
use crate::base::presence::Seen;
use crate::base::social_card::CardRecipe;
use crate::base::text::escape;
use crate::publish::site::Site;

use crate::render::pages::card_index::Cards;
use crate::render::pages::locale::Locale;
use crate::render::pages::page_context::PageContext;
use crate::render::pages::{frame, list_pages, offers, single_pages, term_pages, titles};
use crate::render::plan::job::{Job, PageContent};
use crate::render::search;
use crate::render::theme::{Theme, bounds, template_mistake};
use crate::render::view::{
    ContactListView, DirectoryView, EventListView, EventView, Head, HomeView,
    NotFoundView, OfferListView, PageView, PersonView, RedirectView, SearchView,
    StoryListView, StoryView, TermListView, TermView,
};

/// What the pages of one language share.
pub(crate) struct Frame {
    language: Language,
    pub(crate) cards: Cards,
    site: Value,
    /// What every page must show if the build holds drafts.
    drafts_mark: Option<String>,
    /// The digest of what every page shows besides its own.
    digest: Digest,
}

/// What is on a page below its frame.
#[derive(Serialize, Hash)]
#[serde(untagged)]
enum TemplateInput {
    Home(Box<HomeView>),
    Stories(StoryListView),
    Story(Box<StoryView>),
    Events(EventListView),
    Event(Box<EventView>),
    Directory(DirectoryView),
    Person(Box<PersonView>),
    Terms(TermListView),
    Term(Option<Box<TermView>>),
    Offers(OfferListView),
    Contacts(ContactListView),
    Search(SearchView),
    Page(Box<PageView>),
    NotFound(NotFoundView),
    Redirect(RedirectView),
}

/// A page before it is written: everything that its template will see.
pub(crate) struct Prepared {
    template: &'static str,
    /// The name under which the template knows what the page shows.
    name: &'static str,
    head: Head,
    view: TemplateInput,
    /// Pictures that it shows besides those of cards.
    pub(crate) recipes: Vec<Recipe>,
    /// The card that its head names.
    pub(crate) social_card: Option<CardRecipe>,
    /// The card of the whole site, if its head names that one.
    pub(crate) site_card: Option<CardRecipe>,
    /// Who is seen on it.
    pub(crate) seen: BTreeSet<Seen>,
}

impl Prepared {
    /// The file name of its template.
    pub(crate) fn template(&self) -> &'static str {
        self.template
    }
}

impl Frame {
    pub(crate) fn new(site: &Site, theme: &Theme, language: Language) -> Self {
        let cards = Cards::new(site);
        let locale = Locale { site, words: &theme.words[&language], language };
        let search = search::search_links(locale);
        let view = frame::site_view(locale, &theme.assets.names, &theme.options, search);
        Self {
            language,
            site: Value::from_serializable(&view),
            digest: Digest::of_value(&view),
            drafts_mark: view.drafts_mark,
            cards,
        }
    }

    /// Gathers what a page shows.
    pub(crate) fn prepare(&self, site: &Site, theme: &Theme, job: &Job) -> Prepared {
        let words = &theme.words[&self.language];
        let locale = Locale { site, words, language: self.language };
        let mut context = PageContext::new(locale, &self.cards);
        let (title, description) = titles::title_and_description(locale, job);
        let style = theme.social_card.as_ref();
        let head = frame::head(&mut context, job, title, &description, style);
        let (template, name, view) = view(&mut context, job);
        let PageContext { pictures, social_card, site_card, seen, .. } = context;
        Prepared {
            template,
            name,
            head,
            view,
            recipes: pictures.recipes,
            social_card,
            site_card,
            seen: seen.into_inner(),
        }
    }

    /// The key under which a written page may be kept.
    pub(crate) fn key(&self, theme: &Theme, page: &Prepared, keys: Keys) -> Digest {
        keys.of(&[
            (KeyPart::Theme, theme.digest),
            (KeyPart::Frame, self.digest.and(Digest::of_value(&page.head))),
            (KeyPart::View, Digest::of_value(&(page.template, &page.view))),
        ])
    }

    /// Writes a page.
    pub(crate) fn write(
        &self,
        theme: &Theme,
        job: &Job,
        page: &Prepared,
    ) -> Result<Vec<u8>, Box<Diagnostic>> {
        let mistake = |error: &tera::Error, context: &Context| {
            let (templates, address) = (&theme.templates, job.address());
            Box::new(template_mistake(error, templates, context, address))
        };
        let context = self.context(theme, page);
        let context = context.map_err(|error| mistake(&error, &Context::new()))?;
        let bytes = bounds::render(&theme.tera, page.template, &context)
            .map_err(|error| mistake(&error, &context))?;
        // A template is empty for a moment while an editor saves it; nobody wants such a page.
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return Err(Box::new(lacks(theme, page.template, Code::TemplateEmpty, job)));
        }
        if let Some(mark) = &self.drafts_mark
            && !shows(&bytes, mark)
        {
            return Err(Box::new(lacks(theme, "base.html", Code::ThemeDrafts, job)));
        }
        // Consent decides and not the theme: a page that search engines must not list says so.
        if job.noindex && !says_noindex(&bytes) {
            return Err(Box::new(lacks(theme, "base.html", Code::ThemeNoindex, job)));
        }
        Ok(bytes)
    }

    /// Everything that a template sees.
    fn context(&self, theme: &Theme, page: &Prepared) -> tera::TeraResult<Context> {
        let mut context = Context::new();
        context.insert_value("site", self.site.clone());
        context.insert_value("t", theme.texts[&self.language].clone());
        context.insert_value("page", Value::try_from_serializable(&page.head)?);
        context.insert_value(page.name, Value::try_from_serializable(&page.view)?);
        Ok(context)
    }
}

/// What a template left out of a page that every page must say.
fn lacks(theme: &Theme, template: &str, code: Code, job: &Job) -> Diagnostic {
    let diagnostic = match theme.templates.path(template) {
        Some(path) => Diagnostic::at(code, Place::file(path)),
        None => Diagnostic::general(code),
    };
    diagnostic.text("page", job.address())
}

/// True if the body of a page holds a text.
fn shows(page: &[u8], text: &str) -> bool {
    let body = page.windows(5).position(|part| part == b"<body").unwrap_or(0);
    String::from_utf8_lossy(&page[body..]).contains(&escape(text))
}

/// True if the head of a page holds `<meta name="robots" content="noindex…">`.
fn says_noindex(page: &[u8]) -> bool {
    let head = page.windows(7).position(|part| part == b"</head>").unwrap_or(page.len());
    let Ok(head) = std::str::from_utf8(&page[..head]) else { return false };
    head.split('<').any(|tag| {
        tag.starts_with("meta") && tag.contains("robots") && tag.contains("noindex")
    })
}

/// Template, name of the variable, and view of a page.
fn view(
    context: &mut PageContext<'_>,
    job: &Job,
) -> (&'static str, &'static str, TemplateInput) {
    let locale = context.locale;
    let site = locale.site;
    match &job.content {
        PageContent::Home => {
            let home = list_pages::home(context);
            ("home.html", "home", TemplateInput::Home(Box::new(home)))
        }
        PageContent::Stories(page) => {
            let list = list_pages::stories(context, job, *page);
            ("portraits.html", "list", TemplateInput::Stories(list))
        }
        PageContent::Story(number) => {
            let story = single_pages::story(context, *number);
            ("portrait.html", "story", TemplateInput::Story(Box::new(story)))
        }
        PageContent::Events(page) => {
            let list = list_pages::events(context, job, *page, false);
            ("events.html", "list", TemplateInput::Events(list))
        }
        PageContent::Archive(page) => {
            let list = list_pages::events(context, job, *page, true);
            ("archive.html", "list", TemplateInput::Events(list))
        }
        PageContent::Event(number) => {
            let event = single_pages::event(context, &site.events[*number]);
            ("event.html", "event", TemplateInput::Event(Box::new(event)))
        }
        PageContent::Directory(page) => {
            let list = list_pages::directory(context, job, None, *page);
            ("directory.html", "list", TemplateInput::Directory(list))
        }
        PageContent::Letter(letter, page) => {
            let list = list_pages::directory(context, job, Some(*letter), *page);
            ("directory.html", "list", TemplateInput::Directory(list))
        }
        PageContent::Person(number) => {
            let person = single_pages::person(context, *number);
            ("person.html", "person", TemplateInput::Person(Box::new(person)))
        }
        PageContent::Terms(kind, page) => {
            let list = term_pages::terms(context, job, *kind, *page);
            ("terms.html", "list", TemplateInput::Terms(list))
        }
        PageContent::Term(kind, key, page) => {
            let term = site.terms.of(*kind).get(key);
            let view = term
                .map(|term| Box::new(term_pages::term(context, job, *kind, term, *page)));
            ("term.html", "term", TemplateInput::Term(view))
        }
        PageContent::Offers(kind, page) => {
            let list = offers::board(context, job, *kind, *page);
            ("offers.html", "list", TemplateInput::Offers(list))
        }
        PageContent::Contacts => {
            let list = list_pages::contacts(context);
            ("contacts.html", "list", TemplateInput::Contacts(list))
        }
        PageContent::Search => {
            ("search.html", "list", TemplateInput::Search(list_pages::search(locale)))
        }
        PageContent::Page(key) => {
            let content = single_pages::page(context, &site.pages[key]);
            ("page.html", "content", TemplateInput::Page(Box::new(content)))
        }
        PageContent::NotFound => {
            let missing = list_pages::not_found(locale);
            ("404.html", "missing", TemplateInput::NotFound(missing))
        }
        PageContent::Redirect(target) => {
            let view = RedirectView { url: locale.local(target) };
            ("redirect.html", "redirect", TemplateInput::Redirect(view))
        }
    }
}
