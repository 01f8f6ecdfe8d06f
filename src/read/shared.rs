//! Readers for what several kinds of document share: names, affiliations, consents, photos.

use crate::base::code::Code;
use crate::base::diagnostic::Argument;
use crate::model::consent::{Channel, Consent, Field};
use crate::model::mention::{AllowedMention, Mention};
use crate::model::person::{Affiliation, Kind, Name};
use crate::model::story::Schedule;
use crate::model::text::{Photo, PhotoWords, Quotation};

use super::fields::{At, Fields, Sink, keys_of};
use super::node::Node;
use super::values::{self, choice, day, id, line, localised, partial};

/// A name; one of `given` and `family` must be there.
pub(super) fn name(node: &Node, at: &At<'_>, sink: &mut Sink<'_>) -> Option<Name> {
    let mut fields = Fields::open(node, at, sink)?;
    let name = Name {
        title: fields.optional("title", line, sink),
        given: fields.optional("given", line, sink),
        particle: fields.optional("particle", line, sink),
        family: fields.optional("family", line, sink),
        suffix: fields.optional("suffix", line, sink),
        birth: fields.optional("birth", line, sink),
    };
    fields.close(sink);
    if name.given.is_none() && name.family.is_none() {
        let already = sink.diagnostics.iter().any(|d| d.code == Code::ValueTooLong);
        if !already {
            sink.missing(&at.key("family"));
        }
        return None;
    }
    Some(name)
}

/// One affiliation.
pub(super) fn affiliation(
    node: &Node,
    at: &At<'_>,
    sink: &mut Sink<'_>,
) -> Option<Affiliation> {
    let mut fields = Fields::open(node, at, sink)?;
    let kind = fields.required("kind", |n, at, s| choice(n, at, s, Kind::WORDS), sink);
    let affiliation = (
        fields.optional("institution", id, sink),
        fields.optional("faculty", id, sink),
        fields.optional("programme", localised, sink),
        fields.optional("degree", localised, sink),
        fields.optional("from", partial, sink),
        fields.optional("to", partial, sink),
    );
    fields.close(sink);
    let (institution, faculty, programme, degree, from, to) = affiliation;
    if let (Some(from), Some(to)) = (from, to)
        && from.first_day() > to.last_day()
    {
        sink.value(Code::DatesReversed, &at.key("to"))
            .arguments
            .push(("earlier", Argument::Text("from".into())));
    }
    Some(Affiliation { kind: kind?, institution, faculty, programme, degree, from, to })
}

/// A consent. Whatever is unreadable in it makes the whole file an error, never a consent.
pub(super) fn consent(node: &Node, at: &At<'_>, sink: &mut Sink<'_>) -> Option<Consent> {
    let mut fields = Fields::open(node, at, sink)?;
    // `fields:` with nothing behind it lists nothing; only a key that is left out does not list.
    let listed = fields.node("fields").is_some();
    let consent = Consent {
        given: fields.optional("given", day, sink),
        text: fields.optional("text", id, sink),
        evidence: fields.optional("evidence", line, sink),
        until: fields.optional("until", day, sink),
        withdrawn: fields.optional("withdrawn", day, sink),
        fields: listed.then(|| {
            fields.list("fields", |n, at, s| choice(n, at, s, Field::WORDS), sink)
        }),
        channels: fields.list(
            "channels",
            |n, at, s| choice(n, at, s, Channel::WORDS),
            sink,
        ),
        minor_until: fields.optional("minor_until", day, sink),
        guardian: fields.optional("guardian", line, sink),
    };
    fields.close(sink);
    if let (Some(given), Some(until)) = (consent.given, consent.until)
        && until < given
    {
        sink.value(Code::DatesReversed, &at.key("until"))
            .arguments
            .push(("earlier", Argument::Text("given".into())));
    }
    Some(consent)
}

/// A photo or image.
pub(super) fn photo(node: &Node, at: &At<'_>, sink: &mut Sink<'_>) -> Option<Photo> {
    let mut fields = Fields::open(node, at, sink)?;
    let (file, photo) = photo_fields(&mut fields, sink);
    if photo.alt.is_none() {
        sink.key(Code::PhotoAltMissing, &at.key("alt"));
    }
    fields.close(sink);
    Some(Photo { file: file?, ..photo })
}

/// The file of a photo, and the photo without it.
fn photo_fields(fields: &mut Fields<'_>, sink: &mut Sink<'_>) -> (Option<String>, Photo) {
    let file = fields.required("file", values::title, sink);
    let photo = Photo {
        file: String::new(),
        alt: fields.optional("alt", alternative, sink),
        credit: fields.optional("credit", localised, sink),
        caption: fields.optional("caption", localised, sink),
        focus: fields.optional("focus", focus, sink),
    };
    (file, photo)
}

/// An alternative text, which may be empty on purpose.
fn alternative(
    node: &Node,
    at: &At<'_>,
    sink: &mut Sink<'_>,
) -> Option<crate::base::text::Localised> {
    match node {
        Node::Map(_) => localised(node, at, sink),
        node => {
            values::maybe_empty(node, at, sink).map(crate::base::text::Localised::Same)
        }
    }
}

/// What somebody said: the words, or a map with them and their language.
pub(super) fn quotation(
    node: &Node,
    at: &At<'_>,
    sink: &mut Sink<'_>,
) -> Option<Quotation> {
    let Node::Map(_) = node else {
        let text = values::sentences(node, at, sink)?;
        return Some(Quotation { text, language: None });
    };
    let mut fields = Fields::open(node, at, sink)?;
    let text = fields.required("text", values::sentences, sink);
    let language = fields.optional("language", values::language_tag, sink);
    fields.close(sink);
    Some(Quotation { text: text?, language })
}

/// Two percentages: from the left, from the top.
fn focus(node: &Node, at: &At<'_>, sink: &mut Sink<'_>) -> Option<[u8; 2]> {
    let Node::List(items) = node else {
        sink.wrong_type(at, "type-focus", node);
        return None;
    };
    let [left, top] = items.as_slice() else {
        sink.wrong_form(at, "type-focus", "type-other-list");
        return None;
    };
    let percent = |node, at: &At<'_>, sink: &mut Sink<'_>| {
        values::number(node, at, sink, 0..=100).and_then(|n| u8::try_from(n).ok())
    };
    Some([percent(left, &at.item(0), sink)?, percent(top, &at.item(1), sink)?])
}

/// What a translation may say about a photo.
pub(super) fn photo_words(
    node: &Node,
    at: &At<'_>,
    sink: &mut Sink<'_>,
) -> Option<PhotoWords> {
    let mut fields = Fields::open(node, at, sink)?;
    let words = PhotoWords {
        alt: fields.optional("alt", values::maybe_empty, sink),
        credit: fields.optional("credit", line, sink),
        caption: fields.optional("caption", values::sentences, sink),
    };
    fields.close_translation(|| keys_of(photo_fields), sink);
    Some(words)
}

/// Draft, first day, first day gone.
pub(super) fn schedule(fields: &mut Fields<'_>, sink: &mut Sink<'_>) -> Schedule {
    let at = fields.at;
    let schedule = Schedule {
        draft: fields.optional("draft", values::flag, sink).unwrap_or(false),
        publish: fields.optional("publish", day, sink),
        expires: fields.optional("expires", day, sink),
    };
    if let (Some(publish), Some(expires)) = (schedule.publish, schedule.expires)
        && expires <= publish
    {
        sink.value(Code::DatesReversed, &at.key("expires"))
            .arguments
            .push(("earlier", Argument::Text("publish".into())));
    }
    schedule
}

/// A mission of the strategy.
pub(super) fn mission(node: &Node, at: &At<'_>, sink: &mut Sink<'_>) -> Option<u8> {
    values::number(node, at, sink, 1..=4).and_then(|number| u8::try_from(number).ok())
}

/// A person that is mentioned: the entry, or a map with it and what stands in its place.
pub(super) fn mention(node: &Node, at: &At<'_>, sink: &mut Sink<'_>) -> Option<Mention> {
    let Node::Map(_) = node else {
        let person = line(node, at, sink)?;
        return Some(Mention { person, phrase: None, initials: false });
    };
    let mut fields = Fields::open(node, at, sink)?;
    let person = fields.required("person", line, sink);
    let phrase = fields.optional("phrase", localised, sink);
    let initials = fields.optional("initials", values::flag, sink).unwrap_or(false);
    fields.close(sink);
    Some(Mention { person: person?, phrase, initials })
}

/// A name that may stand in the document although its bearer is withheld.
pub(super) fn allowed_mention(
    node: &Node,
    at: &At<'_>,
    sink: &mut Sink<'_>,
) -> Option<AllowedMention> {
    let mut fields = Fields::open(node, at, sink)?;
    let name = fields.required("name", line, sink);
    let reason = fields.required("reason", values::sentences, sink);
    let date = fields.required("date", day, sink);
    fields.close(sink);
    Some(AllowedMention { name: name?, reason: reason?, date: date? })
}
