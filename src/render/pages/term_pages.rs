//! Pages about terms: topics, faculties, years, institutions, places, each with all that has it.
//!
//! In come the terms of the public site, out go views. Who belongs to a term was decided by the
//! gate, field by field, and is never decided here.

use crate::publish::terms::Term;
use crate::publish::words::Section;

use super::page_context::PageContext;
use super::{cards, lineage, list_pages, pager, sections, terms};
use crate::render::plan::job::Job;
use crate::render::plan::planner::{self, on_page};
use crate::render::view::{TermListView, TermView};

pub(crate) fn terms(
    context: &mut PageContext<'_>,
    job: &Job,
    section: Section,
    page: usize,
) -> TermListView {
    let locale = context.locale;
    let site = locale.site;
    let mut terms = site.terms.in_order(section, locale.language);
    match section {
        Section::Years => terms.reverse(),
        Section::Topics | Section::Places => {}
        // Faculties and institutions keep the order of the editors' file.
        _ => terms.sort_by_key(|term| terms::reference_rank(locale, section, &term.key)),
    }
    let per_page = planner::terms_per_page(site, section);
    let shown = on_page(&terms, page, per_page);
    let cards =
        shown.iter().map(|term| terms::term_card(locale, section, term)).collect();
    let base = locale.section_base(section);
    TermListView {
        kind: section.name(),
        introduction: if page == 1 {
            sections::introduction(context, section)
        } else {
            None
        },
        terms: cards,
        pager: pager::pager_by(locale, per_page, job, &base, page, terms.len()),
    }
}

pub(crate) fn term(
    context: &mut PageContext<'_>,
    job: &Job,
    section: Section,
    term: &Term,
    page: usize,
) -> TermView {
    let locale = context.locale;
    let site = locale.site;
    let facts = terms::term_facts(locale, section, term);
    let base = term.addresses.get(&locale.language).cloned().unwrap_or_default();
    let first = page == 1;
    let per_page = locale.config().directory.per_page;
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
        .map(|contact| cards::contact_card(context, contact))
        .collect();
    TermView {
        kind: section.name(),
        text: facts.text,
        period: facts.period,
        source: facts.source,
        website: facts.website,
        predecessors: facts.predecessors,
        successors: facts.successors,
        line: if first {
            lineage::lineage(locale, section, &term.key)
        } else {
            Vec::new()
        },
        people: list_pages::people(context, &term.people, page),
        people_total: term.people.len(),
        pager: pager::pager(locale, job, &base, page, planner::longest_list(term)),
        stories: stories.iter().map(|n| cards::story_card(context, *n)).collect(),
        events: events.iter().map(|n| cards::event_card(context, *n)).collect(),
        contacts,
    }
}
