//! Decides which addresses answer 410 Gone (RFC 9110, section 15.5.11).
//!
//! In comes what is withheld and why, out go addresses that were public once and no longer are.
//! An address that was never published is never listed, since that would reveal what is only
//! planned.

use std::collections::BTreeSet;

use crate::base::output::OutputPath;
use crate::base::text::Localised;
use crate::model::consent::Field;
use crate::model::document::{Document, DocumentContent, Section};
use crate::model::person::Person;
use crate::model::story::{Schedule, Subject};

use super::address;
use super::collect::Bundle;
use super::consent::ConsentRefusal;
use super::directory_index::DirectoryEntry;
use super::gate::Gate;
use super::public::Texts;
use super::site::Site;
use super::withholding::WithholdingReason;

impl Gate<'_> {
    /// The former pages of a withheld document that must answer 410.
    pub(super) fn gone(
        &self,
        document: &Document,
        reason: WithholdingReason,
        addresses: &Texts<String>,
    ) -> Vec<OutputPath> {
        let (schedule, aliases): (_, &[String]) = match &document.content {
            DocumentContent::Story(story) => (story.schedule, &story.aliases),
            DocumentContent::Event(event) => (event.schedule, &event.aliases),
            DocumentContent::Page(page) => (page.schedule, &page.aliases),
            _ => (Schedule::default(), &[]),
        };
        // Such a document was never public.
        let planned = schedule.draft
            || schedule.publish.is_some_and(|publish| self.snapshot.today < publish);
        if planned || !self.ends(document, reason) {
            return Vec::new();
        }
        // The page of a section remains when its introduction is withheld.
        if document.key.name.is_empty() && document.key.section != Section::Pages {
            return Vec::new();
        }
        let told = match &document.content {
            DocumentContent::Person(person) => self.former_addresses(person, |_| true),
            _ => Vec::new(),
        };
        let own = addresses.values().chain(told.iter().flat_map(Texts::values));
        let own = own.filter_map(|address| OutputPath::page(address));
        let former = aliases.iter().filter_map(|alias| address::alias(alias));
        own.chain(former).collect()
    }

    /// True for a reason that takes something away that was there before.
    fn ends(&self, document: &Document, reason: WithholdingReason) -> bool {
        match reason {
            WithholdingReason::Consent(reason) => reason.ends(),
            WithholdingReason::Expired => true,
            WithholdingReason::Draft | WithholdingReason::Scheduled => false,
            WithholdingReason::Person => {
                let DocumentContent::Story(story) = &document.content else {
                    return false;
                };
                let Subject::Person(person) = &story.subject else { return false };
                let standing = self.directory.find(person);
                let refusal = standing.and_then(DirectoryEntry::refusal);
                refusal.is_some_and(|refusal| refusal.reason.ends())
            }
        }
    }
}

impl Gate<'_> {
    /// The lists that a person was on and that may not exist without them. Lists that other
    /// people still keep alive are removed later, by [`addresses`].
    pub(super) fn gone_lists(
        &self,
        bundle: &Bundle<'_>,
        person: &Person,
        refusal: ConsentRefusal,
    ) -> Vec<OutputPath> {
        let fields = person.consent.as_ref().and_then(|one| one.fields.as_deref());
        let listed = |field| fields.unwrap_or_default().contains(&field);
        if !refusal.reason.ends() {
            return Vec::new();
        }
        let languages = || self.config.languages.iter().copied();
        let labels = self.former_labels(bundle, person, listed);
        let labels = labels.iter().flat_map(|(section, label)| {
            let key = label.text(self.config.languages[0]);
            languages().map(move |language| {
                address::list(self.config, *section, key, Some(label), language)
            })
        });
        let offers = person.offers.iter().filter(|_| listed(Field::Offers));
        let offers = offers.flat_map(|offer| {
            languages().map(|language| address::offers(self.config, offer.kind, language))
        });
        let all = labels.chain(offers);
        all.filter_map(|address| OutputPath::page(&address)).collect()
    }

    /// The labels that give such lists their addresses.
    fn former_labels(
        &self,
        bundle: &Bundle<'_>,
        person: &Person,
        listed: impl Fn(Field) -> bool,
    ) -> Vec<(Section, Localised)> {
        let city = self.localised(person.city.as_ref(), bundle, |translation| {
            translation.words.city.clone()
        });
        let places = city.into_iter().filter(|_| listed(Field::City));
        let topics = person.topics.iter().filter(|_| listed(Field::Topics)).cloned();
        let years = person.affiliations.iter().filter(|_| listed(Field::Years));
        let years = years.filter_map(|one| one.to);
        let years = years.map(|to| Localised::Same(to.year.to_string()));
        let all = places.map(|label| (Section::Places, label));
        let all = all.chain(topics.map(|label| (Section::Topics, label)));
        all.chain(years.map(|label| (Section::Years, label))).collect()
    }

    /// Addresses under former names that the person does not want known, published or not.
    pub(super) fn untold(&self, person: &Person) -> Vec<OutputPath> {
        let untold = self.former_addresses(person, |former| !former.tell);
        let addresses = untold.iter().flat_map(Texts::values);
        addresses.filter_map(|address| OutputPath::page(address)).collect()
    }
}

/// Sorts and deduplicates addresses, without those that the site has a page or redirect for.
pub(super) fn addresses(site: &Site, pages: Vec<OutputPath>) -> Vec<String> {
    let gone: BTreeSet<OutputPath> = pages.into_iter().collect();
    if gone.is_empty() {
        return Vec::new();
    }
    let present = present(site);
    let gone = gone.into_iter().filter(|page| !present.contains(page));
    gone.map(|page| format!("/{}", page.as_str().trim_end_matches("index.html")))
        .collect()
}

/// All pages of the site, and all redirects to them.
fn present(site: &Site) -> BTreeSet<OutputPath> {
    let people = site.people.iter().map(|one| &*one.addresses);
    let stories = site.stories.iter().map(|one| &*one.addresses);
    let events = site.events.iter().map(|one| &*one.addresses);
    let pages = site.pages.values().map(|one| &*one.addresses);
    let terms = Section::TERMS.into_iter();
    let terms = terms.flat_map(|section| site.terms.of(section).values());
    let languages = || site.config.languages.iter();
    let kinds = site.board.kinds.keys();
    let boards = kinds.flat_map(|kind| {
        languages().map(|language| address::offers(&site.config, *kind, *language))
    });
    let boards = boards.filter_map(|address| OutputPath::page(&address));
    let own = people
        .chain(stories)
        .chain(events)
        .chain(pages)
        .chain(site.sections.values())
        .chain(terms.map(|term| &term.addresses));
    let own = own.flat_map(Texts::values).filter_map(|address| OutputPath::page(address));
    let stories = site.stories.iter().map(|one| &one.aliases);
    let events = site.events.iter().map(|one| &one.aliases);
    let pages = site.pages.values().chain(site.introductions.values());
    let aliases = stories.chain(events).chain(pages.map(|one| &one.aliases));
    let aliases = aliases.flatten().filter_map(|alias| address::alias(alias));
    let told = site.people.iter().flat_map(|one| &one.aliases).flat_map(Texts::values);
    let told = told.filter_map(|address| OutputPath::page(address));
    own.chain(boards).chain(aliases).chain(told).collect()
}
