//! The menus of the header and the footer.
//!
//! In come the settings and the pages of the site, out go entries with addresses, or a diagnostic
//! for an entry that leads nowhere. An entry whose page is withheld today is left out without a
//! word: a complaint would tell that the page exists.

use std::collections::BTreeSet;

use crate::base::code::Code;
use crate::base::config::{MenuItem, MenuTarget};
use crate::base::diagnostic::{Argument, Diagnostic, Place, nearest};
use crate::base::nearest::nearby;
use crate::base::pointer::Pointer;
use crate::base::source::SitePath;
use crate::publish::public::in_language;
use crate::publish::public_page::PublicPage;
use crate::publish::site::Site;
use crate::publish::words::{Key, Section};

use super::locale::Locale;
use super::sections;
use crate::render::plan::planner;
use crate::render::view::MenuEntry;

/// A page that every page links to by law, such as the one in Leichte Sprache: one in the page's
/// own language if there is one, else the first.
pub(super) fn way(
    locale: Locale<'_>,
    is_it: fn(&PublicPage) -> bool,
) -> Option<MenuEntry> {
    let mut pages = locale.site.pages.iter().filter(|(_, page)| is_it(page));
    let own = |page: &PublicPage| page.texts.contains_key(&locale.language);
    let (key, page) =
        pages.clone().find(|(_, page)| own(page)).or_else(|| pages.next())?;
    let (language, text) = in_language(&page.texts, locale.language)?;
    Some(MenuEntry {
        title: text.menu_title.as_ref().unwrap_or(&text.title).clone(),
        url: locale.address(&page.addresses),
        key: key.clone(),
        language: locale.other(language),
    })
}

pub(super) fn menu(locale: Locale<'_>, footer: bool) -> Vec<MenuEntry> {
    let config = locale.config();
    if config.menu.is_empty() {
        return usual_menu(locale, footer);
    }
    let items = config.menu.iter().filter(|item| item.footer == footer);
    items.filter_map(|item| menu_entry(locale, item)).collect()
}

/// The menu of a site whose settings have none: its sections and its legal pages.
fn usual_menu(locale: Locale<'_>, footer: bool) -> Vec<MenuEntry> {
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
        .filter_map(|item| menu_entry(locale, &item))
        .collect()
}

fn menu_entry(locale: Locale<'_>, item: &MenuItem) -> Option<MenuEntry> {
    let title = locale.text(item.title.as_ref());
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
        let there = planner::has_page(locale.site, section);
        return there.then(|| MenuEntry {
            title: title.unwrap_or_else(|| sections::section_title(locale, section)),
            url: locale.section(section),
            key: target.clone(),
            language: None,
        });
    }
    let page = locale.site.pages.get(target)?;
    let (language, text) = in_language(&page.texts, locale.language)?;
    let own = text.menu_title.as_ref().unwrap_or(&text.title);
    Some(MenuEntry {
        title: title.unwrap_or_else(|| own.clone()),
        url: locale.address(&page.addresses),
        key: target.clone(),
        language: locale.other(language),
    })
}

fn section_named(name: &str) -> Option<Section> {
    Section::FOLDERS.iter().find(|(known, _)| *known == name).map(|(_, section)| *section)
}

/// Reports menu entries that lead nowhere.
pub(crate) fn check_menu(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    let withheld = site.withheld.iter().filter_map(|one| Key::of(&one.path));
    let withheld: BTreeSet<String> =
        withheld.map(|(key, _)| key.name.to_string()).collect();
    for (number, item) in site.config.menu.iter().enumerate() {
        let MenuTarget::Page(target) = &item.target else { continue };
        if section_named(target).is_some() || site.pages.contains_key(target) {
            continue;
        }
        // A page with an error is told where it is: that mistake comes first, and this goes with it.
        if withheld.contains(target) || site.unread_pages.contains(target) {
            continue;
        }
        let names = Section::FOLDERS.iter().map(|(name, _)| *name);
        let pages = nearby(
            site.pages.range(..target.clone()).rev().map(|(key, _)| key.as_str()),
            site.pages.range(target.clone()..).map(|(key, _)| key.as_str()),
        );
        let near = nearest(target, names.chain(pages));
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
