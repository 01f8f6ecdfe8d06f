//! The tags of a template: where each begins and ends.
//!
//! In comes the text of a template, out go its tags in order, as the template engine takes them:
//! with strings, comments and `raw` parts. Never says whether a tag is right.

use std::ops::Range;

/// A tag: `{{ … }}` or `{% … %}`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tag<'t> {
    /// Its place, brackets included.
    pub(super) range: Range<usize>,
    /// What is between the brackets, without the signs that trim spaces.
    pub(super) inner: &'t str,
    /// True for `{% … %}`.
    pub(super) is_statement: bool,
    /// True if the spaces behind it are trimmed.
    pub(super) trims: bool,
}

impl Tag<'_> {
    /// The first word.
    pub(super) fn word(&self) -> &str {
        let end = self.inner.find(|c: char| !c.is_alphanumeric() && c != '_');
        &self.inner[..end.unwrap_or(self.inner.len())]
    }
}

/// The tags of a template.
pub(super) fn tags(text: &str) -> Vec<Tag<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = next(text, at) {
        if text[start..].starts_with("{#") {
            let Some(end) = text[start..].find("#}") else { break };
            at = start + end + 2;
            continue;
        }
        let is_statement = text[start..].starts_with("{%");
        let end = end(text, start + 2, if is_statement { "%}" } else { "}}" });
        let written = &text[start + 2..end.saturating_sub(2).max(start + 2)];
        let trims = written.ends_with('-');
        let inner = written.trim_start_matches('-').trim_end_matches('-').trim();
        found.push(Tag { range: start..end, inner, is_statement, trims });
        at = end;
        if is_statement && inner == "raw" {
            let is_end = |start: &usize| {
                let tag = text[*start..].trim_start_matches("{%").trim_start_matches('-');
                tag.trim_start().starts_with("endraw")
            };
            let mut starts = text[at..].match_indices("{%").map(|(start, _)| at + start);
            at = starts.find(is_end).unwrap_or(text.len());
        }
    }
    found
}

/// Where the next tag or comment begins.
fn next(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut braces = memchr::memchr_iter(b'{', &bytes[from..]).map(|at| from + at);
    braces.find(|at| matches!(bytes.get(at + 1), Some(b'{' | b'%' | b'#')))
}

/// Where a tag ends; at the end of the text if it is left open.
fn end(text: &str, from: usize, closing: &str) -> usize {
    let mut quote = None;
    let mut escaped = false;
    for (at, c) in text[from..].char_indices() {
        match quote {
            _ if escaped => escaped = false,
            Some(_) if c == '\\' => escaped = true,
            Some(open) if c == open => quote = None,
            None if ['"', '\'', '`'].contains(&c) => quote = Some(c),
            None if text[from + at..].starts_with(closing) => {
                return from + at + closing.len();
            }
            Some(_) | None => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_found_as_the_engine_takes_them() {
        let text = "a {{ x }} {# {{ no }} #} {%- for a in \"%}\" -%} {% raw %}{{ no }}{% endraw %}\
                    {{ '\\'}}' }}{% set b";
        let found = tags(text);
        let inner: Vec<&str> = found.iter().map(|tag| tag.inner).collect();
        assert_eq!(inner, ["x", "for a in \"%}\"", "raw", "endraw", "'\\'}}'", "set"]);
        let words: Vec<&str> = found.iter().map(Tag::word).collect();
        assert_eq!(words[..4], ["x", "for", "raw", "endraw"]);
        let trims: Vec<bool> = found.iter().map(|tag| tag.trims).collect();
        assert_eq!(trims, [false, true, false, false, false, false]);
    }
}
