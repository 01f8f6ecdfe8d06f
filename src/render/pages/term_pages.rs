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
    let per_page = planner::terms_per_page(site, section);
    let all = site.terms.of(section);
    let shown: Vec<&Term> = match section {
        // Of many pages each looks at its own only.
        Section::Topics | Section::Places => {
            let keys = site.terms.by_title(section, locale.language);
            on_page(keys, page, per_page).iter().filter_map(|key| all.get(key)).collect()
        }
        Section::Years => all.values().rev().collect(),
        // Faculties and institutions keep the order of the editors' file.
        _ => {
            let mut terms: Vec<&Term> = all.values().collect();
            let rank = |term: &&Term| terms::reference_rank(locale, section, &term.key);
            terms.sort_by_key(rank);
            terms
        }
    };
    let cards = shown.iter().map(|term| terms::term_card(locale, section, term));
    let cards = cards.collect();
    let base = locale.section_base(section);
    TermListView {
        kind: section.name(),
        introduction: if page == 1 {
            sections::introduction(context, section)
        } else {
            None
        },
        terms: cards,
        pager: pager::pager_by(locale, per_page, job, &base, page, all.len()),
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
    let contacts = if first && section == Section::Faculties {
        let contacts = site.contacts_of(&term.key);
        contacts.map(|contact| cards::contact_card(context, contact)).collect()
    } else {
        Vec::new()
    };
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
