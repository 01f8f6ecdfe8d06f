//! Reads a directory entry.

use crate::model::person::{
    Form, FormerName, Name, Offer, OfferKind, OfferState, Person, Sector,
};
use crate::model::private::Private;

use super::fields::{At, Fields, Sink};
use super::node::Node;
use super::shared::{affiliation, consent, name, photo};
use super::values::{
    choice, day, email, flag, id, line, localised, sentences, slug, web_address,
};

/// Reads a directory entry; the slug stands beside it.
pub(super) fn person(fields: &mut Fields<'_>, sink: &mut Sink<'_>) -> Option<Person> {
    let name = fields.required("name", name, sink);
    let person = Person {
        id: fields.optional("id", id, sink),
        name: name.clone().unwrap_or_default(),
        former_names: fields.list("former_names", former_name, sink),
        pronoun: fields
            .optional("pronoun", |n, at, s| choice(n, at, s, Form::WORDS), sink)
            .unwrap_or(Form::D),
        affiliations: fields.list("affiliations", affiliation, sink),
        position: fields.optional("position", localised, sink),
        employer: fields.optional("employer", localised, sink),
        sector: fields.optional(
            "sector",
            |n, at, s| choice(n, at, s, Sector::WORDS),
            sink,
        ),
        city: fields.optional("city", localised, sink),
        country: fields.optional("country", country, sink),
        languages: fields.list("languages", language, sink),
        topics: fields.list("topics", localised, sink),
        offers: fields.list("offers", offer, sink),
        website: fields.optional("website", web_address, sink),
        email: fields.optional("email", email, sink),
        photo: fields.optional("photo", photo, sink),
        deceased: fields.optional("deceased", day, sink),
        // `private` may hold anything. It is kept for the audit, which looks for it in outputs.
        private: fields.free("private", sink).map(private).unwrap_or_default(),
        relatives: fields.optional("relatives", sentences, sink),
        consent: fields.optional("consent", consent, sink),
    };
    name.map(|_| person)
}

/// Every text below `private`, however deep, with its key.
fn private(node: &Node) -> Private {
    let mut values = Vec::new();
    collect(node, "", &mut values);
    Private::new(values)
}

fn collect(node: &Node, key: &str, values: &mut Vec<(String, String)>) {
    match node {
        Node::Map(entries) => {
            for (part, inner) in entries {
                let key =
                    if key.is_empty() { part.clone() } else { format!("{key}.{part}") };
                collect(inner, &key, values);
            }
        }
        Node::List(items) => items.iter().for_each(|item| collect(item, key, values)),
        scalar => {
            values
                .extend(scalar.written().map(|text| (key.to_owned(), text.into_owned())));
        }
    }
}

/// A former name. It has no titles and no birth name: only what an address was made of.
fn former_name(node: &Node, at: &At<'_>, sink: &mut Sink<'_>) -> Option<FormerName> {
    let mut fields = Fields::open(node, at, sink)?;
    let name = Name {
        given: fields.optional("given", line, sink),
        particle: fields.optional("particle", line, sink),
        family: fields.optional("family", line, sink),
        ..Name::default()
    };
    let slug = fields.optional("slug", slug, sink);
    let tell = fields.optional("tell", flag, sink).unwrap_or(false);
    fields.close(sink);
    if name.given.is_none() && name.family.is_none() {
        sink.missing(&at.key("family"));
        return None;
    }
    Some(FormerName { name, slug, tell })
}

/// A country as two letters; what else one might write is answered with the rule.
fn country(node: &Node, at: &At<'_>, sink: &mut Sink<'_>) -> Option<String> {
    letters(node, at, sink, "type-country", 2..=2).map(|code| code.to_ascii_uppercase())
}

fn language(node: &Node, at: &At<'_>, sink: &mut Sink<'_>) -> Option<String> {
    letters(node, at, sink, "type-language", 2..=3).map(|code| code.to_ascii_lowercase())
}

fn letters(
    node: &Node,
    at: &At<'_>,
    sink: &mut Sink<'_>,
    expected: &'static str,
    length: std::ops::RangeInclusive<usize>,
) -> Option<String> {
    let code = line(node, at, sink)?;
    if !length.contains(&code.len()) || !code.bytes().all(|b| b.is_ascii_alphabetic()) {
        sink.wrong_form(at, expected, "type-other-text");
        return None;
    }
    Some(code)
}

fn offer(node: &Node, at: &At<'_>, sink: &mut Sink<'_>) -> Option<Offer> {
    let mut fields = Fields::open(node, at, sink)?;
    let offer = offer_fields(&mut fields, sink);
    fields.close(sink);
    offer
}

/// The parts of an offer; `None` if it does not say what it is.
pub(super) fn offer_fields(
    fields: &mut Fields<'_>,
    sink: &mut Sink<'_>,
) -> Option<Offer> {
    let kind =
        fields.required("kind", |n, at, s| choice(n, at, s, OfferKind::WORDS), sink);
    let until = fields.optional("until", day, sink);
    let state =
        fields.optional("state", |n, at, s| choice(n, at, s, OfferState::WORDS), sink);
    let note = fields.optional("note", localised, sink);
    Some(Offer { kind: kind?, until, state: state.unwrap_or(OfferState::Open), note })
}
