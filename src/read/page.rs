//! Reads an ordinary page, a section's introduction, and the words of a translation.

use std::collections::BTreeMap;

use crate::model::document::TranslationWords;
use crate::model::page::{Extra, Page};
use crate::model::text::PhotoWords;

use super::event::venue_fields;
use super::fields::{At, Fields, Sink, keys_of, unique_keys};
use super::node::Node;
use super::person::offer_fields;
use super::shared::{mission, photo_words, quotation, schedule};
use super::statement::{sign_language, statement};
use super::values::{alias, day, flag, line, sentences, slug, title};

/// Reads a page; slug and text stand beside it.
pub(super) fn page(fields: &mut Fields<'_>, sink: &mut Sink<'_>) -> Option<Page> {
    let heading = fields.required("title", title, sink);
    let page = Page {
        title: heading.clone().unwrap_or_default(),
        summary: fields.optional("summary", sentences, sink),
        menu_title: fields.optional("menu_title", line, sink),
        aliases: fields.list("aliases", alias, sink),
        schedule: schedule(fields, sink),
        updated: fields.optional("updated", day, sink),
        leichte_sprache: fields.optional("leichte_sprache", flag, sink).unwrap_or(false),
        sign_language: fields.optional("sign_language", sign_language, sink),
        accessibility: fields.optional("accessibility", statement, sink),
        mission: fields.optional("mission", mission, sink),
        extra: fields.optional("extra", extra_map, sink).unwrap_or_default(),
    };
    heading.map(|_| page)
}

fn extra_map(
    node: &Node,
    at: &At<'_>,
    sink: &mut Sink<'_>,
) -> Option<BTreeMap<String, Extra>> {
    let Node::Map(entries) = node else {
        sink.wrong_type(at, "type-map", node);
        return None;
    };
    unique_keys(node, at, sink);
    Some(entries.iter().map(|(key, node)| (key.clone(), extra(node))).collect())
}

fn extra(node: &Node) -> Extra {
    match node {
        Node::Null | Node::NullWord(_) => Extra::Null,
        Node::Flag(flag, _) => Extra::Flag(*flag),
        Node::Whole(number, _) => Extra::Number(*number),
        Node::Fraction(text) | Node::Text(text) => Extra::Text(text.clone()),
        Node::List(items) => Extra::List(items.iter().map(extra).collect()),
        Node::Map(entries) => Extra::Map(
            entries.iter().map(|(key, node)| (key.clone(), extra(node))).collect(),
        ),
    }
}

/// Reads the words of a translation. Keys that belong to the original, the consent above all,
/// are errors here.
pub(super) fn words(fields: &mut Fields<'_>, sink: &mut Sink<'_>) -> TranslationWords {
    TranslationWords {
        title: fields.optional("title", title, sink),
        summary: fields.optional("summary", sentences, sink),
        slug: fields.optional("slug", slug, sink),
        quote: fields.optional("quote", quotation, sink),
        menu_title: fields.optional("menu_title", line, sink),
        position: fields.optional("position", line, sink),
        employer: fields.optional("employer", line, sink),
        city: fields.optional("city", line, sink),
        photo: photo_or_image(fields, sink),
        place_name: None,
        place_city: None,
        offer_notes: fields
            .list("offers", offer_note, sink)
            .into_iter()
            .map(|words| words.note)
            .collect(),
    }
    .with_place(fields, sink)
}

fn photo_or_image(fields: &mut Fields<'_>, sink: &mut Sink<'_>) -> PhotoWords {
    let photo = fields.optional("photo", photo_words, sink);
    fields.optional("image", photo_words, sink).or(photo).unwrap_or_default()
}

impl TranslationWords {
    fn with_place(mut self, fields: &mut Fields<'_>, sink: &mut Sink<'_>) -> Self {
        if let Some((name, city)) = fields.optional("place", place_words, sink) {
            self.place_name = name;
            self.place_city = city;
        }
        self
    }
}

/// The note of one offer; left out where the original's note stands for both.
#[derive(Default)]
struct OfferWords {
    note: Option<String>,
}

type PlaceWords = (Option<String>, Option<String>);

fn place_words(node: &Node, at: &At<'_>, sink: &mut Sink<'_>) -> Option<PlaceWords> {
    let mut fields = Fields::open(node, at, sink)?;
    let words =
        (fields.optional("name", line, sink), fields.optional("city", line, sink));
    fields.close_translation(|| keys_of(venue_fields), sink);
    Some(words)
}

fn offer_note(node: &Node, at: &At<'_>, sink: &mut Sink<'_>) -> Option<OfferWords> {
    let mut fields = Fields::open(node, at, sink)?;
    let note = fields.optional("note", sentences, sink);
    fields.close_translation(|| keys_of(offer_fields), sink);
    Some(OfferWords { note })
}
