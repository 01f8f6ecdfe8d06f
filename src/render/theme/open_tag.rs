//! Which tag of a template was opened and has no end.
//!
//! In come a template and the place where the engine gave up, out goes the place where something
//! began. The engine reads on from there, and stumbles over an end that is right.

use std::ops::Range;

use super::bounds::set_name;
use super::tags::{Tag, tags};

/// What needs an end.
const WITH_END: [&str; 6] = ["if", "for", "block", "filter", "component", "set"];

/// The tag that is open where one stands that ends something around it.
pub(super) fn open_at(text: &str, place: usize) -> Option<Range<usize>> {
    let tags = tags(text);
    let wrong = tags.iter().find(|tag| tag.range.contains(&place))?;
    let of = match wrong.word() {
        "elif" | "else" => "if",
        word => word.strip_prefix("end")?,
    };
    let mut open = open_before(&tags, place);
    let innermost = open.pop()?;
    // An end without a beginning is a mistake of its own.
    open.iter().any(|tag| name(tag) == of).then(|| innermost.range.clone())
}

/// The tag that is open at the end, if each tag has its brackets.
pub(super) fn open_at_end(text: &str) -> Option<Range<usize>> {
    let tags = tags(text);
    let closed = |tag: &Tag<'_>| {
        let written = &text[tag.range.clone()];
        written.ends_with("%}") || written.ends_with("}}")
    };
    let innermost = open_before(&tags, text.len()).pop()?;
    tags.iter().all(closed).then(|| innermost.range.clone())
}

/// What is open at a place, from outside to inside.
fn open_before<'t>(tags: &'t [Tag<'t>], place: usize) -> Vec<&'t Tag<'t>> {
    let mut open: Vec<&Tag<'_>> = Vec::new();
    for tag in tags.iter().filter(|tag| tag.is_statement && tag.range.end <= place) {
        if let Some(of) = tag.word().strip_prefix("end") {
            open.pop_if(|last| name(last) == of);
        } else if WITH_END.contains(&name(tag)) && !is_short_set(tag) {
            open.push(tag);
        }
    }
    open
}

/// The word that its end has behind `end`.
fn name<'s>(tag: &'s Tag<'_>) -> &'s str {
    if tag.word() == "set_global" { "set" } else { tag.word() }
}

/// True for `set name = …`, which has no end.
fn is_short_set(tag: &Tag<'_>) -> bool {
    name(tag) == "set" && set_name(tag).is_some_and(|(_, is_block)| !is_block)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, range: Option<Range<usize>>) -> &str {
        range.map_or("", |range| &text[range])
    }

    #[test]
    fn what_was_left_open_is_found_where_it_began() {
        let at = |text: &str, end: &str| {
            let place = text.rfind(end).expect("the wrong tag");
            shown(text, open_at(text, place)).to_owned()
        };
        let text = "{% block a %}{% if b %}x{% endif %}{% if c %}{% endblock %}";
        assert_eq!(at(text, "endblock"), "{% if c %}");
        let text = "{% if a %}{% for b in c %}{% set d = 1 %}{% endif %}";
        assert_eq!(at(text, "endif"), "{% for b in c %}");
        let text = "{% if a %}{% set b %}x{% else %}y{% endif %}";
        assert_eq!(at(text, "else"), "{% set b %}");
        // What ends nothing is told itself.
        assert_eq!(at("{% if a %}{% endif %}{% endif %}", "endif"), "");
        assert_eq!(at("{% if a %}{% endblock %}", "endblock"), "");
        assert_eq!(at("{% block a %}{% iff b %}", "iff"), "");
    }

    #[test]
    fn what_is_open_at_the_end_is_found_unless_brackets_are_open() {
        let at = |text: &'static str| shown(text, open_at_end(text));
        assert_eq!(at("{% block a %}{% for b in c %}{{ b }}"), "{% for b in c %}");
        assert_eq!(at("{% block a %}{{ b "), "");
        assert_eq!(at("{% block a %}{% endblock %}"), "");
    }
}
