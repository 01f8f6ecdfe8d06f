//! The templates of a theme, read and held against each other before the first page.
//!
//! In come files, out goes what renders pages, and the names by which a mistake in a template
//! is explained. No filter or function reads a clock, a file or a random number.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use tera::{Kwargs, State, Tera, TeraResult, Value};

use crate::base::diagnostic::Place;
use crate::base::source::SitePath;

use super::bounds::{self, Counted};
use super::files::ThemeFiles;
use super::place::in_text;
use crate::render::theme::assets::FileContent;

/// Where the templates come from, and what they define.
#[derive(Debug, Clone, Default)]
pub(in crate::render) struct Templates {
    files: BTreeMap<String, TemplateFile>,
}

/// One template.
#[derive(Debug, Clone)]
struct TemplateFile {
    path: SitePath,
    text: String,
    built_in: bool,
    /// As the engine reads it.
    counted: Counted,
    /// What is too much about it.
    excess: Option<&'static str>,
}

impl Templates {
    /// The templates of a theme.
    pub(super) fn of(files: &ThemeFiles<'_>) -> Self {
        let files = files.all().filter_map(|(inner, file)| {
            let name = inner.strip_prefix("templates/")?;
            let FileContent::Text(text) = file.content else { return None };
            let excess = bounds::excess(text).filter(|_| !file.built_in);
            let file = TemplateFile {
                path: file.path.clone(),
                text: text.to_owned(),
                built_in: file.built_in,
                // What the program brings along is known to end; what is too much is not read.
                counted: if file.built_in || excess.is_some() {
                    Counted::of(text)
                } else {
                    bounds::counted(text)
                },
                excess,
            };
            Some((name.to_owned(), file))
        });
        Self { files: files.collect() }
    }

    /// The file of a template.
    pub(in crate::render) fn path(&self, name: &str) -> Option<&SitePath> {
        self.files.get(name).map(|file| &file.path)
    }

    /// The text of a template.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.files.get(name).map(|file| file.text.as_str())
    }

    /// The text of a template as the engine read it.
    pub(super) fn read_text(&self, name: &str) -> Option<&str> {
        self.files.get(name).map(|file| file.counted.text.as_str())
    }

    /// A place that the engine named, in the template as it was written.
    pub(super) fn written(&self, name: &str, range: Range<usize>) -> Range<usize> {
        let file = self.files.get(name);
        let place = |at| file.map_or(at, |file| file.counted.written(at));
        place(range.start)..place(range.end)
    }

    /// What is too much: a template, or how many there are.
    pub(super) fn excess(&self) -> Vec<(Option<&SitePath>, &'static str)> {
        let each = self.files.values();
        let each = each.filter_map(|file| Some((Some(&file.path), file.excess?)));
        let all =
            bounds::too_many(self.files.len()).then_some((None, "TOO MANY TEMPLATES"));
        each.chain(all).collect()
    }

    /// Every template.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// What stands behind a tag, everywhere: with `block`, the names of all blocks.
    pub(super) fn named_by(&self, tag: &str) -> BTreeSet<&str> {
        self.files.values().flat_map(|file| named_by(&file.text, tag)).collect()
    }

    /// A place in a template; of a file inside the program only the line, since no report can
    /// show what stands there.
    pub(super) fn place(&self, name: &str, range: Range<usize>) -> Option<Place> {
        let file = self.files.get(name)?;
        Some(in_text(&file.path, &file.text, file.built_in, range))
    }
}

/// The words behind a tag: `{% block main %}`, `{%- component Card(…) %}`.
fn named_by<'t>(text: &'t str, tag: &str) -> Vec<&'t str> {
    let after_tag = |rest: &'t str| {
        let rest = rest.trim_start_matches('-').trim_start().strip_prefix(tag)?;
        let name = rest.strip_prefix(char::is_whitespace)?.trim_start();
        name.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '.').next()
    };
    text.split("{%").skip(1).filter_map(after_tag).collect()
}

/// Reads the templates and holds them against each other.
pub(super) fn read(templates: &Templates) -> TeraResult<Tera> {
    let mut tera = Tera::default();
    tera.register_filter("plural", plural);
    tera.register_filter("fill", fill);
    bounds::register(&mut tera);
    let sources = templates.files.iter();
    let sources = sources.map(|(name, file)| (name.clone(), file.counted.text.clone()));
    tera.add_raw_templates(sources.collect::<Vec<_>>())?;
    Ok(tera)
}

/// `{{ t.people_in_list | plural(n=list.pager.total) }}`: the form `one` for 1, else `other`, with
/// `{n}` filled in.
#[expect(clippy::needless_pass_by_value, reason = "the signature is Tera's")]
fn plural(forms: &Value, arguments: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let number: i64 = arguments.must_get("n")?;
    let form = if number == 1 { "one" } else { "other" };
    let text = forms.get_from_path(form).and_then(Value::as_str).ok_or_else(|| {
        tera::Error::message("`plural` needs a text with the forms `one` and `other`")
    })?;
    Ok(text.replace("{n}", &number.to_string()))
}

/// `{{ t.updated_on | fill(date=story.updated.text) }}`: the text with `{date}` replaced; any
/// number of names.
#[expect(clippy::needless_pass_by_value, reason = "the signature is Tera's")]
fn fill(text: &str, arguments: Kwargs, _: &State<'_>) -> String {
    arguments.iter().fold(text.to_owned(), |text, (key, value)| {
        let value = value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
        text.replace(&format!("{{{key}}}"), &value)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_behind_their_tags() {
        let text =
            "{% block main -%}{%- block  none %}{% component Card(a) %}{% blocks x %}";
        assert_eq!(named_by(text, "block"), ["main", "none"]);
        assert_eq!(named_by(text, "component"), ["Card"]);
    }
}
