//! The frame of every page: site, menus, head, breadcrumbs.
//!
//! In come the site, the theme and a job, out go the views that every template shares. The
//! frame names nobody; Open Graph and JSON-LD of a person's page need a value that search
//! engines may see.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::code::Code;
use crate::base::config::{MenuItem, MenuTarget};
use crate::base::diagnostic::{Argument, Diagnostic, Place, nearest};
use crate::base::pointer::Pointer;
use crate::base::social_card::CardStyle;
use crate::base::source::SitePath;
use crate::base::text::Html;
use crate::publish::address;
use crate::publish::channel::Channelled;
use crate::publish::public::{PublicPhoto, in_language};
use crate::publish::site::Site;
use crate::publish::words::{Key, Section};

use super::page_context::PageContext;
use super::picture::Use;
use crate::render::formats::{calendar, json_ld, registry};
use crate::render::plan::job::{Job, PageContent};
use crate::render::plan::planner;
use crate::render::view::{
    Alternate, Crumb, FeedLink, Head, InstitutionView, MenuEntry, OpenGraph, OptionValue,
    SiteView, Switch,
};

impl PageContext<'_> {
    /// What all pages of the language share.
    pub(crate) fn site_view(
        &self,
        assets: &BTreeMap<String, String>,
        options: &BTreeMap<String, OptionValue>,
    ) -> SiteView {
        let config = self.config();
        SiteView {
            title: config.title.text(self.language).to_owned(),
            language: self.language.code(),
            home: self.local(&address::home(config, self.language)),
            institution: self.institution_view(),
            menu: self.menu(false),
            footer: self.menu(true),
            leichte_sprache: self.way(|page| page.leichte_sprache),
            sign_language: self.way(|page| page.sign_language.is_some()),
            assets: assets
                .iter()
                .map(|(name, file)| (name.clone(), self.local(&format!("assets/{file}"))))
                .collect(),
            feeds: self.feeds(),
            search: self.search_links(),
            options: options.clone(),
            drafts: self.site.drafts,
            drafts_mark: self
                .site
                .drafts
                .then(|| self.words.get("note.drafts").to_owned()),
        }
    }

    fn institution_view(&self) -> InstitutionView {
        let config = self.config();
        let own = &config.institution;
        let name =
            own.name.as_ref().unwrap_or(&config.title).text(self.language).to_owned();
        InstitutionView {
            short: self.text(own.short.as_ref()).unwrap_or_else(|| name.clone()),
            name,
            url: own.url.clone(),
            street: own.street.clone(),
            postal_code: own.postal_code.clone(),
            city: own.city.clone(),
            email: own.email.clone(),
            phone: own.phone.clone(),
            logo: self.site.logo.as_ref().map(|(path, digest)| {
                let name = crate::render::theme::assets::download_name(
                    *digest,
                    &path.extension(),
                );
                self.local(&format!("assets/{name}"))
            }),
        }
    }

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
    pub(crate) fn calendar(&self) -> String {
        self.local(&calendar::section_address(self.config(), self.language))
    }

    fn menu(&self, footer: bool) -> Vec<MenuEntry> {
        let config = self.config();
        if config.menu.is_empty() {
            return self.usual_menu(footer);
        }
        let items = config.menu.iter().filter(|item| item.footer == footer);
        items.filter_map(|item| self.menu_entry(item)).collect()
    }

    /// The menu of a site that does not set one: its sections and its legal pages.
    fn usual_menu(&self, footer: bool) -> Vec<MenuEntry> {
        let names: &[&str] = if footer {
            &["impressum", "datenschutz", "barrierefreiheit", "leichte-sprache"]
        } else {
            &["portraits", "directory", "events", "contacts"]
        };
        names
            .iter()
            .map(|name| MenuItem {
                title: None,
                target: MenuTarget::Page((*name).to_owned()),
                footer,
            })
            .filter_map(|item| self.menu_entry(&item))
            .collect()
    }

    fn menu_entry(&self, item: &MenuItem) -> Option<MenuEntry> {
        let title = self.text(item.title.as_ref());
        let target = match &item.target {
            MenuTarget::Url(url) => {
                return Some(MenuEntry {
                    title: title?,
                    url: url.clone(),
                    key: String::new(),
                    language: None,
                });
            }
            MenuTarget::Page(target) => target,
        };
        if let Some(section) = section_named(target) {
            let there = planner::has_page(self.site, section);
            return there.then(|| MenuEntry {
                title: title.unwrap_or_else(|| self.section_title(section)),
                url: self.section(section),
                key: target.clone(),
                language: None,
            });
        }
        let page = self.site.pages.get(target)?;
        let (language, text) = in_language(&page.texts, self.language)?;
        let own = text.menu_title.as_ref().unwrap_or(&text.title);
        Some(MenuEntry {
            title: title.unwrap_or_else(|| own.clone()),
            url: self.address(&page.addresses),
            key: target.clone(),
            language: self.other(language),
        })
    }

    /// The title of a section: what an editor chose for menus, else the theme's word.
    pub(crate) fn section_title(&self, section: Section) -> String {
        self.introduction_text(section).map_or_else(
            || self.words.get(&format!("section.{}", section.name())).to_owned(),
            |text| text.menu_title.as_ref().unwrap_or(&text.title).clone(),
        )
    }

    /// The introduction of a section, if it exists in this language.
    pub(crate) fn introduction_text(
        &self,
        section: Section,
    ) -> Option<&crate::publish::public_page::PageText> {
        self.site.introductions.get(&section)?.texts.get(&self.language)
    }

    /// The head of a page. `cards` tells how the theme sets social cards, if it makes any.
    pub(crate) fn head(
        &mut self,
        job: &Job,
        title: String,
        description: &str,
        cards: Option<&Arc<CardStyle>>,
    ) -> Head {
        let base = &self.config().base_url;
        let description = crate::base::text::shortened(description, 180);
        let breadcrumbs = self.breadcrumbs(job, &title);
        let mut open_graph = self.open_graph(job);
        // Structured data names the photo itself, not a card with words.
        let image = open_graph.as_ref().and_then(|data| data.image.clone());
        if let (Some(open_graph), Some(style)) = (&mut open_graph, cards) {
            self.put_card(job, style, open_graph);
        }
        Head {
            section: section_key(job, self.site).to_owned(),
            url: base.local(job.address()),
            canonical: base.absolute(match &job.content {
                PageContent::Redirect(target) => target,
                _ => job.address(),
            }),
            language: self.language.code(),
            noindex: job.noindex,
            alternates: self.alternates(job),
            switch: self.switch(job),
            json_ld: self.json_ld(job, &breadcrumbs, image.as_deref()),
            breadcrumbs,
            open_graph,
            title,
            description,
        }
    }

    fn alternates(&self, job: &Job) -> Vec<Alternate> {
        if job.addresses.len() < 2 {
            return Vec::new();
        }
        let base = &self.config().base_url;
        let each = job.addresses.iter().map(|(language, address)| Alternate {
            language: language.code(),
            url: base.absolute(address),
        });
        let default = self.config().languages[0];
        let fallback = job.addresses.get(&default).map(|address| Alternate {
            language: "x-default",
            url: base.absolute(address),
        });
        each.chain(fallback).collect()
    }

    fn switch(&self, job: &Job) -> Option<Switch> {
        let other = self
            .config()
            .languages
            .iter()
            .find(|language| **language != self.language)?;
        let own = job.addresses.get(other);
        let address =
            own.cloned().unwrap_or_else(|| address::home(self.config(), *other));
        Some(Switch {
            language: other.code(),
            name: other.name(),
            url: self.local(&address),
            same_page: own.is_some(),
        })
    }

    fn breadcrumbs(&self, job: &Job, title: &str) -> Vec<Crumb> {
        if matches!(
            job.content,
            PageContent::Home | PageContent::NotFound | PageContent::Redirect(_)
        ) {
            return Vec::new();
        }
        let crumb = |title: String, url: String| Crumb { title, url: Some(url) };
        let home = self.words.get("section.home").to_owned();
        let mut crumbs =
            vec![crumb(home, self.local(&address::home(self.config(), self.language)))];
        if let Some(section) = parent(job) {
            crumbs.push(crumb(self.section_title(section), self.section(section)));
        }
        if let PageContent::Page(key) = &job.content {
            for (end, _) in key.match_indices('/') {
                let page = self.site.pages.get(&key[..end]);
                if let Some((_, text)) =
                    page.and_then(|page| in_language(&page.texts, self.language))
                {
                    let url = page
                        .map(|page| self.address(&page.addresses))
                        .unwrap_or_default();
                    crumbs.push(crumb(text.title.clone(), url));
                }
            }
        }
        crumbs.push(Crumb { title: title.to_owned(), url: None });
        crumbs
    }

    /// Structured data, on pages that search engines may list. People and stories need a value
    /// of the channel, so that the type itself keeps others out.
    fn json_ld(&self, job: &Job, crumbs: &[Crumb], image: Option<&str>) -> Vec<Html> {
        if job.noindex {
            return Vec::new();
        }
        let site = self.site;
        let base = &self.config().base_url;
        let url = base.absolute(job.address());
        let page =
            json_ld::PageOfData { site, language: self.language, url: &url, image };
        let about = match &job.content {
            PageContent::Home => {
                Some(json_ld::organization(self.config(), self.language, &url))
            }
            PageContent::Story(n) => {
                site.stories[*n].indexable().map(|s| json_ld::story(&page, &s))
            }
            PageContent::Person(n) => {
                site.people[*n].indexable().map(|p| json_ld::person(&page, &p))
            }
            PageContent::Event(n) => Some(json_ld::event(&page, &site.events[*n])),
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

    fn open_graph(&mut self, job: &Job) -> Option<OpenGraph> {
        let site = self.site;
        let (kind, photo): (_, Option<&PublicPhoto>) = match &job.content {
            PageContent::Story(number) => {
                ("article", site.stories[*number].indexable()?.get().photo.as_ref())
            }
            PageContent::Person(number) => {
                ("profile", site.people[*number].indexable()?.get().photo.as_ref())
            }
            PageContent::Event(number) => {
                ("article", site.events[*number].image.as_ref())
            }
            PageContent::NotFound | PageContent::Redirect(_) => return None,
            _ => ("website", None),
        };
        if job.noindex {
            return None;
        }
        let image = self.picture(photo, Use::Social);
        let origin = &self.config().base_url.origin;
        Some(OpenGraph {
            kind,
            locale: self.language.locale(),
            image: image.as_ref().map(|image| format!("{origin}{}", image.src)),
            image_alt: image
                .as_ref()
                .map(|image| image.alt.clone())
                .filter(|alt| !alt.is_empty()),
            image_width: image.as_ref().map(|image| image.width),
            image_height: image.as_ref().map(|image| image.height),
        })
    }
}

fn section_named(name: &str) -> Option<Section> {
    Section::FOLDERS.iter().find(|(known, _)| *known == name).map(|(_, section)| *section)
}

/// The section a page stands below; `None` for one that stands below the home page.
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

/// A page below one that stands in the menu belongs to that entry.
fn menu_key<'j>(key: &'j str, site: &Site) -> &'j str {
    let in_menu = |part: &str| {
        site.config
            .menu
            .iter()
            .any(|item| item.target == MenuTarget::Page(part.to_owned()))
    };
    let parents = key.rmatch_indices('/').map(|(end, _)| &key[..end]);
    std::iter::once(key).chain(parents).find(|part| in_menu(part)).unwrap_or(key)
}

/// Complains about menu entries that lead nowhere.
pub(crate) fn check_menu(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    for (number, item) in site.config.menu.iter().enumerate() {
        let MenuTarget::Page(target) = &item.target else { continue };
        if section_named(target).is_some() || site.pages.contains_key(target) {
            continue;
        }
        let withheld = site
            .withheld
            .iter()
            .any(|one| Key::of(&one.path).is_some_and(|(key, _)| *key.name == **target));
        if withheld {
            continue;
        }
        let names = Section::FOLDERS.iter().map(|(name, _)| *name);
        let near = nearest(target, names.chain(site.pages.keys().map(String::as_str)));
        let place = Place::value(
            &SitePath::new("config.toml"),
            Pointer::key("menu").item(number).then("page"),
        );
        diagnostics.push(
            Diagnostic::at(Code::MenuUnknown, place)
                .text("value", target.clone())
                .with("near", Argument::Suggestion(near)),
        );
    }
}
