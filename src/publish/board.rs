//! The board of offers: what published people offer today, the soonest first.
//!
//! In come public people in German order, out go places in their lists of offers. What has ended
//! or was not released is no public offer, and so never stands here.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::person::{OfferKind, OfferState};

use super::public::{PublicOffer, PublicPerson};

/// One offer of one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Posting {
    /// The person's number in the site.
    pub person: usize,
    /// The number among the offers of that person.
    pub offer: usize,
}

/// All offers: open ones first, then limited ones, then those that are closed at present; among
/// these, people in German order.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Board {
    /// All of them.
    pub all: Vec<Posting>,
    /// Those of each kind that somebody offers.
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

/// Makes the board.
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
