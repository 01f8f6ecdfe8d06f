//! The frame of every page: site, head, breadcrumbs, metadata.
//!
//! In come the site, the theme and a job, out go the views that every template shares. The frame
//! never names a person; Open Graph and JSON-LD of a person's page are made only from a value of
//! the channel for search engines.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::config::MenuTarget;
use crate::base::social_card::CardStyle;
use crate::base::text::{Html, shortened};
use crate::publish::address;
use crate::publish::channel::Channelled;
use crate::publish::public::{PublicPhoto, in_language};
use crate::publish::site::Site;
use crate::publish::words::Section;

use super::locale::Locale;
use super::page_context::PageContext;
use super::picture::PictureUse;
use super::{menu, sections, social_card};
use crate::render::formats::{calendar, json_ld, registry};
use crate::render::plan::job::{Job, PageContent};
use crate::render::view::{
    Alternate, Crumb, FeedLink, Head, InstitutionView, OpenGraph, OptionValue,
    SearchLinks, SiteView, Switch,
};

/// Longest description of a page, in characters; search engines show about as many.
const LONGEST_DESCRIPTION: usize = 180;

/// What all pages of the language share. `search` is made above this room, which knows no index.
pub(crate) fn site_view(
    locale: Locale<'_>,
    assets: &BTreeMap<String, String>,
    options: &BTreeMap<String, OptionValue>,
    search: SearchLinks,
) -> SiteView {
    let config = locale.config();
    SiteView {
        title: config.title.text(locale.language).to_owned(),
        language: locale.language.code(),
        home: locale.local(&address::home(config, locale.language)),
        institution: institution_view(locale),
        menu: menu::menu(locale, false),
        footer: menu::menu(locale, true),
        leichte_sprache: menu::way(locale, |page| page.leichte_sprache),
        sign_language: menu::way(locale, |page| page.sign_language.is_some()),
        assets: assets
            .iter()
            .map(|(name, file)| (name.clone(), locale.local(&format!("assets/{file}"))))
            .collect(),
        feeds: locale.feeds(),
        search,
        options: options.clone(),
        drafts: locale.site.drafts,
        drafts_mark: locale
            .site
            .drafts
            .then(|| locale.words.get("note.drafts").to_owned()),
    }
}

fn institution_view(locale: Locale<'_>) -> InstitutionView {
    let config = locale.config();
    let own = &config.institution;
    let name =
        own.name.as_ref().unwrap_or(&config.title).text(locale.language).to_owned();
    InstitutionView {
        short: locale.text(own.short.as_ref()).unwrap_or_else(|| name.clone()),
        name,
        url: own.url.clone(),
        street: own.street.clone(),
        postal_code: own.postal_code.clone(),
        city: own.city.clone(),
        email: own.email.clone(),
        phone: own.phone.clone(),
        logo: locale.site.logo.as_ref().map(|(path, digest)| {
            let name =
                crate::render::theme::assets::download_name(*digest, &path.extension());
            locale.local(&format!("assets/{name}"))
        }),
    }
}

impl Locale<'_> {
    fn feeds(&self) -> Vec<FeedLink> {
        let links = registry::links(self.site, self.language).into_iter();
        let feeds = links.map(|(link, media_type)| FeedLink {
            title: format!("{} ({})", self.words.get(link.title), link.kind),
            url: self.local(&link.address),
            media_type,
        });
        feeds.collect()
    }

    /// Address of the calendar to subscribe to.
    pub(super) fn calendar(&self) -> String {
        self.local(&calendar::section_address(self.config(), self.language))
    }

    /// Absolute addresses of that calendar: to be opened by a program, and to be copied into one.
    pub(super) fn calendar_addresses(&self) -> [String; 2] {
        let base = &self.config().base_url;
        let copied =
            base.absolute(&calendar::section_address(self.config(), self.language));
        let rest = copied.split_once(':').map_or(copied.as_str(), |(_, rest)| rest);
        [format!("webcal:{rest}"), copied]
    }
}

/// The head of a page. `cards` is how the theme draws social cards, if it draws any.
pub(crate) fn head(
    context: &mut PageContext<'_>,
    job: &Job,
    title: String,
    description: &str,
    cards: Option<&Arc<CardStyle>>,
) -> Head {
    let locale = context.locale;
    let base = &locale.config().base_url;
    let description = shortened(description, LONGEST_DESCRIPTION);
    let breadcrumbs = breadcrumbs(locale, job, &title);
    let mut open_graph = open_graph(context, job);
    // Structured data names the photo itself, not a card with words.
    let image = open_graph.as_ref().and_then(|data| data.image.clone());
    if let (Some(open_graph), Some(style)) = (&mut open_graph, cards) {
        social_card::put_card(context, job, style, open_graph);
    }
    Head {
        section: section_key(job, locale.site).to_owned(),
        url: base.local(job.address()),
        canonical: base.absolute(match &job.content {
            PageContent::Redirect(target) => target,
            _ => job.address(),
        }),
        language: language(locale, job),
        noindex: job.noindex,
        alternates: alternates(locale, job),
        switch: switch(locale, job),
        json_ld: json_ld(locale, job, &breadcrumbs, image.as_deref()),
        breadcrumbs,
        open_graph,
        title,
        description,
    }
}

/// The language of a page; a text in Leichte Sprache says so, by the registered variant `simple`.
fn language(locale: Locale<'_>, job: &Job) -> &'static str {
    let easy = match &job.content {
        PageContent::Page(key) => {
            locale.site.pages.get(key).is_some_and(|page| page.leichte_sprache)
        }
        _ => false,
    };
    if easy {
        locale.language.choose("de-simple", "en-simple")
    } else {
        locale.language.code()
    }
}

fn alternates(locale: Locale<'_>, job: &Job) -> Vec<Alternate> {
    if job.addresses.len() < 2 {
        return Vec::new();
    }
    let base = &locale.config().base_url;
    let each = job.addresses.iter().map(|(language, address)| Alternate {
        language: language.code(),
        url: base.absolute(address),
    });
    let default = locale.config().languages[0];
    let fallback = job
        .addresses
        .get(&default)
        .map(|address| Alternate { language: "x-default", url: base.absolute(address) });
    each.chain(fallback).collect()
}

fn switch(locale: Locale<'_>, job: &Job) -> Option<Switch> {
    let other = locale
        .config()
        .languages
        .iter()
        .find(|language| **language != locale.language)?;
    let own = job.addresses.get(other);
    let address = own.cloned().unwrap_or_else(|| address::home(locale.config(), *other));
    Some(Switch {
        language: other.code(),
        name: other.name(),
        url: locale.local(&address),
        same_page: own.is_some(),
    })
}

fn breadcrumbs(locale: Locale<'_>, job: &Job, title: &str) -> Vec<Crumb> {
    if matches!(
        job.content,
        PageContent::Home | PageContent::NotFound | PageContent::Redirect(_)
    ) {
        return Vec::new();
    }
    let crumb = |title: String, url: String| Crumb { title, url: Some(url) };
    let home = locale.words.get("section.home").to_owned();
    let mut crumbs =
        vec![crumb(home, locale.local(&address::home(locale.config(), locale.language)))];
    if let Some(section) = parent(job) {
        crumbs.push(crumb(
            sections::section_title(locale, section),
            locale.section(section),
        ));
    }
    if let PageContent::Page(key) = &job.content {
        for (end, _) in key.match_indices('/') {
            let page = locale.site.pages.get(&key[..end]);
            if let Some((_, text)) =
                page.and_then(|page| in_language(&page.texts, locale.language))
            {
                let url =
                    page.map(|page| locale.address(&page.addresses)).unwrap_or_default();
                crumbs.push(crumb(text.title.clone(), url));
            }
        }
    }
    crumbs.push(Crumb { title: title.to_owned(), url: None });
    crumbs
}

/// Structured data, on pages that search engines may list. People and stories need a value
/// of the channel, so that the type itself keeps others out.
fn json_ld(
    locale: Locale<'_>,
    job: &Job,
    crumbs: &[Crumb],
    image: Option<&str>,
) -> Vec<Html> {
    if job.noindex {
        return Vec::new();
    }
    let site = locale.site;
    let base = &locale.config().base_url;
    let url = base.absolute(job.address());
    let page = json_ld::PageOfData { site, language: locale.language, url: &url, image };
    let about = match &job.content {
        PageContent::Home => {
            Some(json_ld::organization(locale.config(), locale.language, &url))
        }
        PageContent::Story(n) => {
            site.stories[*n].indexable().map(|s| json_ld::story(&page, &s))
        }
        PageContent::Person(n) => {
            site.people[*n].indexable().map(|p| json_ld::person(&page, &p))
        }
        PageContent::Event(n) => json_ld::event(&page, &site.events[*n]),
        _ => None,
    };
    let addresses: Vec<Option<String>> = crumbs
        .iter()
        .map(|crumb| crumb.url.as_ref().map(|url| format!("{}{url}", base.origin)))
        .collect();
    let steps: Vec<(&str, Option<&str>)> = crumbs
        .iter()
        .zip(&addresses)
        .map(|(crumb, url)| (crumb.title.as_str(), url.as_deref()))
        .collect();
    about.into_iter().chain(json_ld::breadcrumbs(&steps)).collect()
}

fn open_graph(context: &mut PageContext<'_>, job: &Job) -> Option<OpenGraph> {
    let locale = context.locale;
    let site = locale.site;
    let (kind, photo): (_, Option<&PublicPhoto>) = match &job.content {
        PageContent::Story(number) => {
            ("article", site.stories[*number].indexable()?.get().photo.as_ref())
        }
        PageContent::Person(number) => {
            ("profile", site.people[*number].indexable()?.get().photo.as_ref())
        }
        PageContent::Event(number) => ("article", site.events[*number].image.as_ref()),
        PageContent::NotFound | PageContent::Redirect(_) => return None,
        _ => ("website", None),
    };
    if job.noindex {
        return None;
    }
    let image = context.pictures.photo(photo, PictureUse::Social);
    let origin = &locale.config().base_url.origin;
    Some(OpenGraph {
        kind,
        locale: locale.language.locale(),
        image: image.as_ref().map(|image| format!("{origin}{}", image.src)),
        image_alt: image
            .as_ref()
            .map(|image| image.alt.clone())
            .filter(|alt| !alt.is_empty()),
        image_width: image.as_ref().map(|image| image.width),
        image_height: image.as_ref().map(|image| image.height),
    })
}

/// The section above a page in the breadcrumbs; `None` for a page directly below the home page.
fn parent(job: &Job) -> Option<Section> {
    match &job.content {
        PageContent::Story(_) => Some(Section::Portraits),
        PageContent::Event(_) | PageContent::Archive(_) => Some(Section::Events),
        PageContent::Person(_) | PageContent::Letter(..) => Some(Section::Directory),
        PageContent::Term(section, ..) => Some(*section),
        PageContent::Offers(Some(_), _) => Some(Section::Offers),
        PageContent::Offers(None, page) if *page > 1 => Some(Section::Offers),
        PageContent::Terms(section, page) if *page > 1 => Some(*section),
        PageContent::Stories(page) if *page > 1 => Some(Section::Portraits),
        PageContent::Events(page) if *page > 1 => Some(Section::Events),
        PageContent::Directory(page) if *page > 1 => Some(Section::Directory),
        _ => None,
    }
}

/// Which menu entry a page belongs to.
fn section_key<'j>(job: &'j Job, site: &'j Site) -> &'j str {
    match &job.content {
        PageContent::Stories(_) | PageContent::Story(_) => "portraits",
        PageContent::Events(_) | PageContent::Archive(_) | PageContent::Event(_) => {
            "events"
        }
        PageContent::Directory(_) | PageContent::Letter(..) | PageContent::Person(_) => {
            "directory"
        }
        PageContent::Terms(section, _) | PageContent::Term(section, ..) => section.name(),
        PageContent::Offers(..) => Section::Offers.name(),
        PageContent::Contacts => "contacts",
        PageContent::Search => "search",
        PageContent::Page(key) => menu_key(key, site),
        PageContent::Home | PageContent::NotFound | PageContent::Redirect(_) => "",
    }
}

/// The menu entry of an ordinary page: its own, else that of the nearest page above it.
fn menu_key<'j>(key: &'j str, site: &Site) -> &'j str {
    let in_menu = |part: &str| {
        let is_it = |target: &MenuTarget| matches!(target, MenuTarget::Page(page) if page == part);
        site.config.menu.iter().any(|item| is_it(&item.target))
    };
    let parents = key.rmatch_indices('/').map(|(end, _)| &key[..end]);
    std::iter::once(key).chain(parents).find(|part| in_menu(part)).unwrap_or(key)
}
