//! Reads a story.

use crate::base::code::Code;
use crate::base::diagnostic::Argument;
use crate::model::person::{Form, Sector};
use crate::model::story::{Story, Subject};

use super::fields::{Fields, Sink};
use super::shared::{
    affiliation, consent, mention, mission, name, photo, quotation, schedule,
};
use super::values::{alias, choice, day, line, localised, sentences, title};

/// Reads a story; slug and text stand beside it.
pub(super) fn story(fields: &mut Fields<'_>, sink: &mut Sink<'_>) -> Option<Story> {
    let at = fields.at;
    let heading = fields.required("title", title, sink);
    let date = fields.required("date", day, sink);
    let person = fields.optional("person", line, sink);
    let named = fields.optional("name", name, sink);
    let subject = match (person, named) {
        (Some(slug), _) => Some(Subject::Person(slug)),
        (None, Some(name)) => Some(Subject::Named(name)),
        (None, None) => None,
    };
    if !fields.has("person") && !fields.has("name") {
        fields.either("name", "person");
        sink.key(Code::KeyMissing, &at.key("person"))
            .arguments
            .push(("line", Argument::Word("line-person-or-name")));
    }
    let story = Story {
        title: heading.clone().unwrap_or_default(),
        date: date.unwrap_or_default(),
        subject: subject.clone().unwrap_or(Subject::Person(String::new())),
        pronoun: fields.optional(
            "pronoun",
            |n, at, s| choice(n, at, s, Form::WORDS),
            sink,
        ),
        summary: fields.optional("summary", sentences, sink),
        affiliations: fields.list("affiliations", affiliation, sink),
        sector: fields.optional(
            "sector",
            |n, at, s| choice(n, at, s, Sector::WORDS),
            sink,
        ),
        authors: fields.list("authors", line, sink),
        photo: fields.optional("photo", photo, sink),
        quote: fields.optional("quote", quotation, sink),
        topics: fields.list("topics", localised, sink),
        missions: fields.list("missions", mission, sink),
        schedule: schedule(fields, sink),
        updated: fields.optional("updated", day, sink),
        aliases: fields.list("aliases", alias, sink),
        owner: fields.optional("owner", line, sink),
        review: fields.optional("review", day, sink),
        mentions: fields.list("mentions", mention, sink),
        consent: fields.optional("consent", consent, sink),
    };
    fields.free("extra", sink);
    (heading.is_some() && date.is_some() && subject.is_some()).then_some(story)
}
