//! Sections of the site: their titles, their introductions, and the ways into the directory.
//!
//! In comes a section, out goes what an editor wrote about it, else the theme's word. A section
//! without an entry is never linked to.

use crate::publish::public_page::PageText;
use crate::publish::words::Section;

use super::locale::Locale;
use super::page_context::PageContext;
use super::texts;
use crate::render::view::{Introduction, LinkView};

/// The title of a section: what an editor chose for menus, else the theme's word.
pub(super) fn section_title(locale: Locale<'_>, section: Section) -> String {
    introduction_text(locale, section).map_or_else(
        || locale.words.get(&format!("section.{}", section.name())).to_owned(),
        |text| text.menu_title.as_ref().unwrap_or(&text.title).clone(),
    )
}

/// The introduction of a section, if it exists in this language.
pub(super) fn introduction_text(
    locale: Locale<'_>,
    section: Section,
) -> Option<&PageText> {
    locale.site.introductions.get(&section)?.texts.get(&locale.language)
}

pub(super) fn list_title(locale: Locale<'_>, section: Section) -> (String, String) {
    introduction_text(locale, section).map_or_else(
        || (section_title(locale, section), String::new()),
        |text| (text.title.clone(), text.summary.clone()),
    )
}

pub(super) fn ways(locale: Locale<'_>) -> Vec<LinkView> {
    let sections = [
        Section::Years,
        Section::Faculties,
        Section::Institutions,
        Section::Topics,
        Section::Places,
        Section::Offers,
    ];
    let there = |section: &Section| match section {
        Section::Offers => !locale.site.board.all.is_empty(),
        section => !locale.site.terms.of(*section).is_empty(),
    };
    let way = |section| LinkView {
        title: section_title(locale, section),
        url: Some(locale.section(section)),
    };
    sections.into_iter().filter(there).map(way).collect()
}

pub(super) fn introduction(
    context: &mut PageContext<'_>,
    section: Section,
) -> Option<Introduction> {
    let locale = context.locale;
    let site = locale.site;
    let page = site.introductions.get(&section)?;
    let text = page.texts.get(&locale.language)?;
    context.seen.people(&page.mentions);
    let body = texts::body(context, &text.body, &text.path, true);
    Some(Introduction { summary: text.summary.clone(), body })
}
