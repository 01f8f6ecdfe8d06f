//! The board of offers.
//!
//! In come the offers of published people in their order, out go the views of its pages. The way
//! to somebody always leads through the alumni office; no address of a person is ever here.

use crate::base::language::Language;
use crate::base::text::Localised;
use crate::publish::address;
use crate::publish::board::Posting;
use crate::publish::public::PublicOffer;
use crate::publish::words::{OfferKind, OfferState, Section};

use super::dates;
use super::page_context::PageContext;
use crate::render::plan::job::Job;
use crate::render::plan::planner::on_page;
use crate::render::view::{OfferCard, OfferKindLink, OfferListView, OfferView};

impl PageContext<'_> {
    /// All offers, or those of one kind.
    pub(crate) fn board(
        &mut self,
        job: &Job,
        kind: Option<OfferKind>,
        page: usize,
    ) -> OfferListView {
        let all = self.site.board.of(kind);
        let shown = on_page(all, page, self.config().directory.per_page);
        let base = match kind {
            Some(kind) => address::offers(self.config(), kind, self.language),
            None => self.section_base(Section::Offers),
        };
        OfferListView {
            introduction: match kind {
                None if page == 1 => self.introduction(Section::Offers),
                _ => None,
            },
            kinds: self.kinds(kind),
            offers: shown.iter().map(|posting| self.offer_card(*posting)).collect(),
            pager: self.pager(job, &base, page, all.len()),
        }
    }

    /// All offers and each kind that there is, with their lists.
    fn kinds(&self, current: Option<OfferKind>) -> Vec<OfferKindLink> {
        let kinds = &self.site.board.kinds;
        let all = OfferKindLink {
            title: self.words.get("note.all_offers").to_owned(),
            url: self.section(Section::Offers),
            count: self.site.board.all.len(),
            current: current.is_none(),
        };
        let each = kinds.iter().map(|(kind, offers)| OfferKindLink {
            title: self.offer_label(*kind).to_owned(),
            url: self.offers_address(*kind),
            count: offers.len(),
            current: current == Some(*kind),
        });
        let all = (!kinds.is_empty()).then_some(all);
        all.into_iter().chain(each).collect()
    }

    fn offer_card(&self, posting: Posting) -> OfferCard {
        let person = &self.site.people[posting.person];
        let offer = &person.offers[posting.offer];
        let wordings = || offer.note.iter().flat_map(Localised::wordings);
        self.see_named(&person.mentions, || wordings().collect::<Vec<_>>().join(" "));
        OfferCard {
            offer: self.offer(offer),
            person: self.person_card(posting.person),
            route: if offer.state == OfferState::Closed {
                None
            } else {
                self.office_route(person, Some(offer))
            },
        }
    }

    /// An offer, on the board and on the person's own page.
    pub(crate) fn offer(&self, offer: &PublicOffer) -> OfferView {
        let note = offer.note.as_ref().map(|note| note.phrase(self.language));
        OfferView {
            label: self.offer_label(offer.kind).to_owned(),
            list: self.offers_address(offer.kind),
            state: self.words.get(&format!("state.{}", offer.state.word())).to_owned(),
            state_key: offer.state.word(),
            note_language: note.as_ref().and_then(|note| note.other).map(Language::code),
            note: note.map(|note| note.text.to_owned()),
            until: offer.until.map(|day| dates::day(self.words, self.language, day)),
        }
    }

    /// `Mentoring`, `Gastvortrag`.
    pub(crate) fn offer_label(&self, kind: OfferKind) -> &str {
        self.words.get(&format!("offer.{}", kind.word()))
    }

    /// Title and description of the board or of the list of one kind.
    pub(crate) fn offers_title(&self, kind: Option<OfferKind>) -> (String, String) {
        let Some(kind) = kind else { return self.list_title(Section::Offers) };
        let label = self.offer_label(kind);
        let title = self.words.fill("note.offers_title", &[("offer", label)]);
        let count = self.words.count("offers", self.site.board.of(Some(kind)).len());
        let description = self.counted(&title, &count);
        (title, description)
    }

    fn offers_address(&self, kind: OfferKind) -> String {
        self.local(&address::offers(self.config(), kind, self.language))
    }
}
