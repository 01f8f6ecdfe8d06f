//! A name in a template that does not exist, and those that do.
//!
//! In come a name and the names that there are where it stands, out goes a diagnostic with the
//! nearest of them. What exists is asked of the values a page is made from, never of a list
//! that somebody would have to keep up.

use tera::Context;

use super::withheld;
use crate::base::code::Code;
use crate::base::diagnostic::{Argument, Diagnostic, Place, nearest};

/// How many known names a message lists; a theme has hundreds of texts.
const MOST_LISTED: usize = 12;

/// A name that does not exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unknown {
    /// What it should name, as a word of the messages.
    kind: &'static str,
    name: String,
    known: Vec<String>,
}

impl Unknown {
    pub(super) fn new<'k>(
        kind: &'static str,
        name: &str,
        known: impl IntoIterator<Item = &'k str>,
    ) -> Self {
        let mut known: Vec<String> = known.into_iter().map(ToOwned::to_owned).collect();
        known.sort();
        Self { kind, name: name.to_owned(), known }
    }

    /// Without a name among the known ones: the wrong one itself, where it stands in a list
    /// that was made from the templates.
    pub(super) fn without(mut self, name: &str) -> Self {
        self.known.retain(|known| known != name);
        self
    }

    /// The name as a mistake at a place of a template.
    pub(super) fn diagnostic(self, place: Option<Place>, page: &str) -> Diagnostic {
        let near = nearest(&self.name, self.known.iter().map(String::as_str));
        let at = |code| match place {
            Some(place) => Diagnostic::at(code, place),
            None => Diagnostic::general(code),
        };
        let field = (self.kind == "word-field").then_some(&self.known);
        if let Some(why) = field.and_then(|known| withheld::why(&self.name, known)) {
            return at(Code::TemplateWithheld)
                .text("value", self.name)
                .with("why", Argument::Word(why))
                .with("page", page_argument(page));
        }
        let diagnostic = at(Code::TemplateName);
        let mut known = self.known;
        if known.len() > MOST_LISTED {
            known.sort_by_key(|one| strsim::damerau_levenshtein(one, &self.name));
            known.truncate(MOST_LISTED);
        }
        diagnostic
            .with("kind", Argument::Word(self.kind))
            .text("value", self.name)
            .with("page", page_argument(page))
            .with("near", Argument::Suggestion(near))
            .with("known", Argument::Choices(known))
    }
}

/// The page on which a mistake shows, for a message.
pub(super) fn page_argument(page: &str) -> Argument {
    match page {
        "" => Argument::Word("word-every-page"),
        page => Argument::Text(page.to_owned()),
    }
}

/// What a field is one of, from the text before it: `t.` makes it a text of the theme.
pub(super) fn of_field(before: &str) -> &'static str {
    let is_part = |c: char| c.is_alphanumeric() || "_.[]\"'-".contains(c);
    let start = before.rfind(|c| !is_part(c)).map_or(0, |at| at + 1);
    // Of a sign of several bytes, the last one may be meant.
    let expression = before.get(start..).unwrap_or_default();
    match expression.split(['.', '[']).collect::<Vec<_>>().as_slice() {
        ["t", ..] => "word-text",
        ["site", "options", ..] => "word-option",
        ["site", "assets", ..] => "word-asset",
        _ => "word-field",
    }
}

/// The first part of an expression that has no value, if it begins with a variable of the page:
/// of `page.titel.x` it is `titel`.
pub(super) fn missing_part(expression: &str, context: &Context) -> Option<Unknown> {
    let parts = parts(expression);
    let (first, rest) = parts.split_first()?;
    let mut value = context.get(first)?;
    let mut before = (*first).to_owned();
    for part in rest {
        let map = value.as_map()?;
        before.push('.');
        let found = map.iter().find(|(key, _)| key.as_str() == Some(part));
        let Some((_, inner)) = found else {
            let known = map.iter().filter_map(|(key, _)| key.as_str());
            return Some(Unknown::new(of_field(&before), part, known));
        };
        value = inner;
        before.push_str(part);
    }
    None
}

/// The names of an expression in order: `site.assets["a.css"]` has three.
fn parts(expression: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = expression;
    loop {
        let (part, behind) = if let Some(quoted) = rest.strip_prefix(['"', '\'']) {
            let Some(end) = quoted.find(['"', '\'']) else { return parts };
            (&quoted[..end], quoted[end + 1..].trim_start_matches(']'))
        } else {
            let is_name = |c: char| c.is_alphanumeric() || c == '_';
            let end = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
            rest.split_at(end)
        };
        if part.is_empty() {
            return parts;
        }
        parts.push(part);
        match behind.strip_prefix(['.', '[']) {
            Some(next) => rest = next,
            None => return parts,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_has_parts() {
        assert_eq!(parts("page.title | upper"), ["page", "title"]);
        assert_eq!(parts("site.assets[\"a.css\"] }}"), ["site", "assets", "a.css"]);
        assert_eq!(parts("t['skipp']"), ["t", "skipp"]);
        assert_eq!(parts("+ 3"), [""; 0]);
        assert_eq!(parts("t[\"skipp"), ["t"]);
    }

    #[test]
    fn a_field_is_known_by_what_stands_before_it() {
        assert_eq!(of_field("{{ t."), "word-text");
        assert_eq!(of_field("{{ site.options."), "word-option");
        assert_eq!(of_field("ä{{ site.assets[\""), "word-asset");
        assert_eq!(of_field("{{ list.t."), "word-field");
        assert_eq!(of_field("»page."), "word-field");
    }
}
