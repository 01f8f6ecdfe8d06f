//! Re-exports vocabulary of the model that public values use.
//!
//! `render` may not import `model`, where raw people are defined; the types listed here say
//! nothing about anybody. A raw document must never be listed here.

pub use crate::model::consent::Field;
pub use crate::model::document::{Key, Section};
pub use crate::model::event::{Audience, EventTime, Format, Status, Venue};
pub use crate::model::page::Extra;
pub use crate::model::person::{Form, Kind, OfferKind, OfferState, Sector};
pub use crate::model::reference::{Contact, Faculty, Institution};
pub use crate::model::statement::{Conformance, Method, Statement};
pub use crate::model::text::{Body, Piece};
