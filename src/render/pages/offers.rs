//! The board of offers.
//!
//! In come the offers of published people in their order, out go the views of its pages. Contact is
//! always made through the alumni office; the board never contains an address of a person.

use crate::base::language::Language;
use crate::base::text::Localised;
use crate::publish::address;
use crate::publish::board::Posting;
use crate::publish::public::PublicOffer;
use crate::publish::words::{OfferKind, OfferState, Section};

use super::locale::Locale;
use super::page_context::PageContext;
use super::{cards, contact_route, dates, labels, pager, sections};
use crate::render::plan::job::Job;
use crate::render::plan::planner::on_page;
use crate::render::view::{OfferCard, OfferKindLink, OfferListView, OfferView};

/// Links to all offers and to each kind that somebody offers.
fn kinds(locale: Locale<'_>, current: Option<OfferKind>) -> Vec<OfferKindLink> {
    let kinds = &locale.site.board.kinds;
    let all = OfferKindLink {
        title: locale.words.get("note.all_offers").to_owned(),
        url: locale.section(Section::Offers),
        count: locale.site.board.all.len(),
        current: current.is_none(),
    };
    let each = kinds.iter().map(|(kind, offers)| OfferKindLink {
        title: labels::offer_label(locale, *kind).to_owned(),
        url: offers_address(locale, *kind),
        count: offers.len(),
        current: current == Some(*kind),
    });
    let all = (!kinds.is_empty()).then_some(all);
    all.into_iter().chain(each).collect()
}

/// An offer, on the board and on the person's own page.
pub(super) fn offer_view(locale: Locale<'_>, offer: &PublicOffer) -> OfferView {
    let note = offer.note.as_ref().map(|note| note.phrase(locale.language));
    OfferView {
        label: labels::offer_label(locale, offer.kind).to_owned(),
        list: offers_address(locale, offer.kind),
        state: locale.words.get(&format!("state.{}", offer.state.word())).to_owned(),
        state_key: offer.state.word(),
        note_language: note.as_ref().and_then(|note| note.other).map(Language::code),
        note: note.map(|note| note.text.to_owned()),
        until: offer.until.map(|day| dates::day(locale, day)),
    }
}

fn offers_address(locale: Locale<'_>, kind: OfferKind) -> String {
    locale.local(&address::offers(locale.config(), kind, locale.language))
}

/// All offers, or those of one kind.
pub(crate) fn board(
    context: &mut PageContext<'_>,
    job: &Job,
    kind: Option<OfferKind>,
    page: usize,
) -> OfferListView {
    let locale = context.locale;
    let all = locale.site.board.of(kind);
    let shown = on_page(all, page, locale.config().directory.per_page);
    let base = match kind {
        Some(kind) => address::offers(locale.config(), kind, locale.language),
        None => locale.section_base(Section::Offers),
    };
    OfferListView {
        introduction: match kind {
            None if page == 1 => sections::introduction(context, Section::Offers),
            _ => None,
        },
        kinds: kinds(locale, kind),
        offers: shown.iter().map(|posting| offer_card(context, *posting)).collect(),
        pager: pager::pager(locale, job, &base, page, all.len()),
    }
}

fn offer_card(context: &PageContext<'_>, posting: Posting) -> OfferCard {
    let locale = context.locale;
    let person = &locale.site.people[posting.person];
    let offer = &person.offers[posting.offer];
    let wordings = || offer.note.iter().flat_map(Localised::wordings);
    context.seen.named(&person.mentions, || wordings().collect::<Vec<_>>().join(" "));
    OfferCard {
        offer: offer_view(locale, offer),
        person: cards::person_card(context, posting.person),
        route: if offer.state == OfferState::Closed {
            None
        } else {
            contact_route::office_route(locale, person, Some(offer))
        },
    }
}
