//! The board of offers: what published people offer today, sorted by availability.
//!
//! In come public people in German order, out go indices into their offers. Offers that have
//! ended or were not released are not public, so they never appear here.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::person::{OfferKind, OfferState};

use super::public::{PublicOffer, PublicPerson};

/// An offer of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Posting {
    /// The person's index in the site.
    pub person: usize,
    /// The index among the person's offers.
    pub offer: usize,
}

/// All offers: open ones first, then limited ones, then those that are closed at the moment;
/// within these, by person in German order.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Board {
    /// The offers of every kind.
    pub all: Vec<Posting>,
    /// The offers of each kind, without kinds that nobody offers.
    pub kinds: BTreeMap<OfferKind, Vec<Posting>>,
}

impl Board {
    /// The offers of one kind, or all of them.
    pub fn of(&self, kind: Option<OfferKind>) -> &[Posting] {
        match kind {
            Some(kind) => self.kinds.get(&kind).map_or(&[], Vec::as_slice),
            None => &self.all,
        }
    }
}

/// Builds the board.
pub(super) fn board(people: &[Arc<PublicPerson>]) -> Board {
    let mut board = Board::default();
    for wanted in [OfferState::Open, OfferState::Limited, OfferState::Closed] {
        for (person, one) in people.iter().enumerate() {
            for (offer, PublicOffer { kind, state, .. }) in one.offers.iter().enumerate()
            {
                if *state == wanted {
                    let posting = Posting { person, offer };
                    board.all.push(posting);
                    board.kinds.entry(*kind).or_default().push(posting);
                }
            }
        }
    }
    board
}
