//! Mentions in the values of a file: who, and whether one may stand there.
//!
//! In comes front matter as it was written, out go the people mentioned in it with their
//! places. A value that is no text for readers (a slug, a file, a place) can mention nobody:
//! nothing would withhold the name there. Nothing here knows who exists.

use crate::base::code::Code;
use crate::base::diagnostic::Spot;
use crate::base::mention::{TextPart, is_malformed, mentions, near_miss, parts};
use crate::base::pointer::Pointer;
use crate::model::mention::Mentioned;
use crate::model::text::{Body, Piece};

use super::fields::{At, Sink};
use super::node::Node;

/// Keys below which every text is one for readers in which somebody may be mentioned.
const WHOLE: [&str; 6] = ["title", "summary", "quote", "menu_title", "authors", "extra"];
/// Keys that hold such texts among other things, with the keys of these texts.
const INSIDE: [(&str, &[&str]); 3] = [
    ("photo", &["alt", "credit", "caption"]),
    ("image", &["alt", "credit", "caption"]),
    ("offers", &["note"]),
];
/// Keys whose values are never published.
const NEVER: [&str; 3] = ["private", "relatives", "allowed_mentions"];

/// Who is mentioned in a file's data and text.
pub(super) fn mentioned(node: &Node, body: &Body, sink: &mut Sink<'_>) -> Vec<Mentioned> {
    let mut found = Vec::new();
    data(node, &At::TOP, &mut found, sink);
    for piece in &body.pieces {
        match piece {
            Piece::MentionStart { person, range, .. } => {
                found.push(Mentioned {
                    person: person.clone(),
                    spot: Spot::Range(*range),
                });
            }
            Piece::Picture { alt, caption, credit, range, .. } => {
                let texts = [Some(alt), caption.as_ref(), credit.as_ref()];
                for text in texts.into_iter().flatten() {
                    if is_malformed(text) {
                        let place = crate::base::diagnostic::Place {
                            path: sink.path.clone(),
                            spot: Spot::Range(*range),
                        };
                        sink.diagnostics.push(crate::base::diagnostic::Diagnostic::at(
                            Code::MentionWrong,
                            place,
                        ));
                    }
                    found.extend(
                        people(text).map(|person| Mentioned {
                            person,
                            spot: Spot::Range(*range),
                        }),
                    );
                }
            }
            Piece::Html(_)
            | Piece::LinkStart { .. }
            | Piece::LinkEnd
            | Piece::MentionEnd => {}
        }
    }
    found
}

/// Complains about every mention in a data file, where nobody can be mentioned.
pub(super) fn nobody(node: &Node, sink: &mut Sink<'_>) {
    data(node, &At::TOP, &mut Vec::new(), sink);
}

fn people(text: &str) -> impl Iterator<Item = String> {
    parts(text).into_iter().filter_map(|part| match part {
        TextPart::Words(_) | TextPart::Link(..) => None,
        TextPart::Mention(mention) => Some(mention.person),
    })
}

fn data(node: &Node, at: &At<'_>, found: &mut Vec<Mentioned>, sink: &mut Sink<'_>) {
    match node {
        Node::Map(entries) => {
            for (key, node) in entries {
                data(node, &at.key(key), found, sink);
            }
        }
        Node::List(items) => {
            for (number, node) in items.iter().enumerate() {
                data(node, &at.item(number), found, sink);
            }
        }
        Node::Text(text) if mentions(text) || near_miss(text).is_some() => {
            let pointer = at.pointer();
            if pointer.first().is_some_and(|key| NEVER.contains(&key)) {
                return;
            }
            if !may_mention(&pointer) {
                sink.value(Code::MentionMisplaced, at);
            } else if is_malformed(text) {
                sink.value(Code::MentionWrong, at);
            } else {
                let spot = Spot::Value(pointer);
                found.extend(
                    people(text).map(|person| Mentioned { person, spot: spot.clone() }),
                );
            }
        }
        _ => {}
    }
}

fn may_mention(pointer: &Pointer) -> bool {
    let Some(first) = pointer.first() else { return false };
    let has = |keys: &[&str]| pointer.keys().any(|key| keys.contains(&key));
    WHOLE.contains(&first)
        || INSIDE.iter().any(|(key, inner)| *key == first && has(inner))
}
