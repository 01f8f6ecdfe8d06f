//! Reads `[privacy]` in `config.toml`.
//!
//! In comes a table, out go the controller and other details about data protection. Every key is
//! optional. Never decides what a draft says if a detail is missing.

use crate::base::privacy::{Party, Privacy, Supervisor};

use super::fields::{At, Fields, Sink};
use super::node::Node;
use super::values::{email, line, web_address};

pub(super) fn privacy(node: &Node, at: &At<'_>, sink: &mut Sink<'_>) -> Option<Privacy> {
    let mut fields = Fields::open(node, at, sink)?;
    let privacy = Privacy {
        representative: fields.optional("representative", line, sink),
        officer: fields.optional("officer", party, sink).unwrap_or_default(),
        office: fields.optional("office", party, sink).unwrap_or_default(),
        supervisor: fields.optional("supervisor", supervisor, sink).unwrap_or_default(),
        withdrawal: fields.optional("withdrawal", line, sink),
        retention: fields.optional("retention", line, sink),
        processors: fields.list("processors", line, sink),
        logs: fields.optional("logs", line, sink),
    };
    fields.close(sink);
    Some(privacy)
}

fn party(node: &Node, at: &At<'_>, sink: &mut Sink<'_>) -> Option<Party> {
    let mut fields = Fields::open(node, at, sink)?;
    let party = Party {
        name: fields.optional("name", line, sink),
        email: fields.optional("email", email, sink),
        phone: fields.optional("phone", line, sink),
    };
    fields.close(sink);
    Some(party)
}

/// Another authority must be given completely, or its name could get the default's address.
fn supervisor(node: &Node, at: &At<'_>, sink: &mut Sink<'_>) -> Option<Supervisor> {
    let mut fields = Fields::open(node, at, sink)?;
    let name = fields.required("name", line, sink);
    let street = fields.required("street", line, sink);
    let city = fields.required("city", line, sink);
    let url = fields.optional("url", web_address, sink);
    fields.close(sink);
    Some(Supervisor { name: name?, street: street?, city: city?, url })
}
