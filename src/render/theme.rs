//! A theme: templates, texts, options and assets, checked before the first page is rendered.
//!
//! In come the files of the theme (the site's own over the built-in ones), out goes one value
//! that renders pages. Templates see views only; no function reads a clock, a file or a random
//! number.

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::{Kwargs, State, Tera, TeraResult, Value};

use crate::base::code::Code;
use crate::base::config::{Config, OptionSetting};
use crate::base::diagnostic::{Argument, Diagnostic, Place, Spot, nearest};
use crate::base::digest::Digest;
use crate::base::language::Language;
use crate::base::pointer::Pointer;
use crate::base::social_card::CardStyle;
use crate::base::source::{Body, SitePath, Snapshot};

use super::asset::{self, Assets, FileContent, ThemeFile};
use super::builtin;
use super::card_style::card_style;
use super::view::OptionValue;
use super::words::Words;

/// Templates that every theme must have.
const TEMPLATES: [&str; 15] = [
    "404.html",
    "archive.html",
    "contacts.html",
    "directory.html",
    "event.html",
    "events.html",
    "home.html",
    "page.html",
    "person.html",
    "portrait.html",
    "portraits.html",
    "redirect.html",
    "term.html",
    "terms.html",
    "base.html",
];

/// A checked theme.
pub struct Theme {
    /// The key it was made under.
    pub(super) digest: Digest,
    pub(super) tera: Tera,
    /// Names of the template files for reports.
    pub(super) templates: BTreeMap<String, SitePath>,
    pub(super) words: BTreeMap<Language, Words>,
    /// The texts as templates see them.
    pub(super) texts: BTreeMap<Language, Value>,
    pub(super) options: BTreeMap<String, OptionValue>,
    pub(super) assets: Assets,
    /// How social cards are set; `None` if the theme makes none.
    pub(super) social_card: Option<Arc<CardStyle>>,
}

/// Loads and checks the theme of a site. `None` if pages cannot be rendered with it.
pub fn load(
    snapshot: &Snapshot,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Theme> {
    let before = diagnostics.len();
    let digest = key(snapshot, config);
    let files = files(snapshot, config, diagnostics);
    if files.is_empty() {
        let known = builtin::NAME;
        let place = Place::value(&SitePath::new("config.toml"), Pointer::key("theme"));
        diagnostics.push(
            Diagnostic::at(Code::ThemeMissing, place)
                .text("value", config.theme.clone())
                .with("near", Argument::Suggestion(nearest(&config.theme, [known]))),
        );
        return None;
    }
    let mut words = BTreeMap::new();
    let mut texts = BTreeMap::new();
    for language in &config.languages {
        let (own_words, own_texts) =
            language_texts(&files, config, *language, diagnostics);
        words.insert(*language, own_words);
        texts.insert(*language, own_texts);
    }
    check_same_names(&words, config, diagnostics);
    let (settings_path, settings) = settings(&files, config, diagnostics);
    let options = options(&settings, config, diagnostics);
    let social_card =
        card_style(&settings, &settings_path, &files, snapshot, diagnostics);
    let (tera, templates) = templates(&files, config, diagnostics);
    let assets = asset::assets(&files);
    let failed = diagnostics[before..].iter().any(Diagnostic::is_error);
    let tera = tera?;
    Some(Theme { digest, tera, templates, words, texts, options, assets, social_card })
        .filter(|_| !failed)
}

/// The digest of everything a theme is made of. What is inside the program never changes while
/// it runs.
pub fn key(snapshot: &Snapshot, config: &Config) -> Digest {
    let chosen =
        Digest::of_value(&(&config.theme, &config.languages, &config.theme_options));
    let folder = format!("themes/{}/", config.theme);
    snapshot
        .below(&folder)
        .fold(chosen, |all, source| all.and(source.path.digest()).and(source.digest))
}

/// Files by their path inside the theme; a site's own file hides the built-in one.
fn files<'s>(
    snapshot: &'s Snapshot,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<String, ThemeFile<'s>> {
    let mut files = BTreeMap::new();
    let folder = format!("themes/{}/", config.theme);
    if config.theme == builtin::NAME {
        for (inner, bytes) in builtin::files() {
            let path = SitePath::new(&format!("{folder}{inner}"));
            let content = std::str::from_utf8(bytes)
                .map_or(FileContent::Bytes(bytes), FileContent::Text);
            files.insert(inner, ThemeFile { path, content });
        }
    }
    for source in snapshot.below(&folder) {
        let inner = source.path.as_str()[folder.len()..].to_owned();
        let content = match &source.body {
            Body::Text(text) => FileContent::Text(text),
            Body::Binary(_) => FileContent::OnDisk(source.digest),
            Body::Broken(fault) => {
                diagnostics.push(crate::base::diagnostic::broken(&source.path, fault));
                continue;
            }
        };
        files.insert(inner, ThemeFile { path: source.path.clone(), content });
    }
    files
}

fn text<'f>(
    files: &'f BTreeMap<String, ThemeFile<'_>>,
    inner: &str,
) -> Option<(&'f SitePath, &'f str)> {
    match files.get(inner) {
        Some(ThemeFile { path, content: FileContent::Text(text) }) => Some((path, text)),
        _ => None,
    }
}

fn parse_toml(
    path: &SitePath,
    text: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> toml::Table {
    toml::from_str(text).unwrap_or_else(|error: toml::de::Error| {
        let range = error.span().unwrap_or(0..0);
        diagnostics.push(
            Diagnostic::at(Code::DataSyntax, Place::range(path, range))
                .with("cause", Argument::YamlCause(error.message().to_owned())),
        );
        toml::Table::new()
    })
}

fn language_texts(
    files: &BTreeMap<String, ThemeFile<'_>>,
    config: &Config,
    language: Language,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Words, Value) {
    let inner = format!("i18n/{}.toml", language.code());
    let Some((path, text)) = text(files, &inner) else {
        let path = SitePath::new(&format!("themes/{}/{inner}", config.theme));
        diagnostics.push(
            Diagnostic::at(Code::ThemeTextMissing, Place::file(&path))
                .with("value", Argument::Word("word-every-text"))
                .text("file", path.to_string()),
        );
        return (Words::default(), Value::none());
    };
    let before = diagnostics.len();
    let table = parse_toml(path, text, diagnostics);
    if diagnostics.len() > before {
        return (Words::default(), Value::none());
    }
    let words = Words::new(&table);
    for name in words.missing() {
        diagnostics.push(
            Diagnostic::at(Code::ThemeTextMissing, Place::file(path))
                .text("value", name)
                .text("file", path.to_string()),
        );
    }
    (words, Value::from_serializable(&table))
}

/// A text that one language has and the other lacks would be an error on some page later.
fn check_same_names(
    words: &BTreeMap<Language, Words>,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) {
    // A file that is missing or cannot be read is reported already.
    for (language, own) in words.iter().filter(|(_, own)| own.names().next().is_some()) {
        let path = SitePath::new(&format!(
            "themes/{}/i18n/{}.toml",
            config.theme,
            language.code()
        ));
        for other in words.values() {
            for name in other.names().filter(|name| !own.has(name)) {
                diagnostics.push(
                    Diagnostic::at(Code::ThemeTextMissing, Place::file(&path))
                        .text("value", name.clone())
                        .text("file", path.to_string()),
                );
            }
        }
    }
}

/// What stands in theme.toml, with the path of the file. It may be missing.
fn settings(
    files: &BTreeMap<String, ThemeFile<'_>>,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> (SitePath, toml::Table) {
    if let Some((path, text)) = text(files, "theme.toml") {
        return (path.clone(), parse_toml(path, text, diagnostics));
    }
    let path = format!("themes/{}/theme.toml", config.theme);
    (SitePath::new(&path), toml::Table::new())
}

/// The theme's options with the site's values.
fn options(
    settings: &toml::Table,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<String, OptionValue> {
    let empty = toml::Table::new();
    let declared =
        settings.get("options").and_then(toml::Value::as_table).unwrap_or(&empty);
    let mut options: BTreeMap<String, OptionValue> = declared
        .iter()
        .filter_map(|(name, about)| {
            Some((name.clone(), default_value(about.get("default")?)?))
        })
        .collect();
    let config_path = SitePath::new("config.toml");
    for (name, setting) in &config.theme_options {
        let about = declared.get(name);
        let value = about.and_then(|about| fitting_value(about, setting));
        match value {
            Some(value) => {
                options.insert(name.clone(), value);
            }
            None => diagnostics.push(option_mistake(&config_path, name, about, declared)),
        }
    }
    options
}

fn default_value(default: &toml::Value) -> Option<OptionValue> {
    match default {
        toml::Value::Boolean(flag) => Some(OptionValue::Flag(*flag)),
        toml::Value::Integer(number) => Some(OptionValue::Number(*number)),
        toml::Value::String(text) => Some(OptionValue::Text(text.clone())),
        _ => None,
    }
}

fn choices(about: &toml::Value) -> Vec<String> {
    let list = about.get("choices").and_then(toml::Value::as_array);
    list.into_iter().flatten().filter_map(|c| c.as_str().map(ToOwned::to_owned)).collect()
}

/// The setting as a value, if it has the option's type and is one of its choices.
fn fitting_value(about: &toml::Value, setting: &OptionSetting) -> Option<OptionValue> {
    match (about.get("type").and_then(toml::Value::as_str), setting) {
        (Some("flag"), OptionSetting::Flag(flag)) => Some(OptionValue::Flag(*flag)),
        (Some("number"), OptionSetting::Number(number)) => {
            Some(OptionValue::Number(*number))
        }
        (Some("text"), OptionSetting::Text(text)) => {
            Some(OptionValue::Text(text.clone()))
        }
        (Some("choice"), OptionSetting::Text(text)) => {
            choices(about).contains(text).then(|| OptionValue::Text(text.clone()))
        }
        _ => None,
    }
}

fn option_mistake(
    path: &SitePath,
    name: &str,
    about: Option<&toml::Value>,
    declared: &toml::Table,
) -> Diagnostic {
    let pointer = Pointer::key("theme_options").then(name);
    let Some(about) = about else {
        let names = declared.keys().map(String::as_str);
        let near = nearest(name, names);
        return Diagnostic::at(Code::KeyUnknown, Place::key(path, pointer.clone()))
            .with("key", Argument::Key(pointer))
            .with("near", Argument::Suggestion(near))
            .with("known", Argument::Choices(declared.keys().cloned().collect()));
    };
    let known = match about.get("type").and_then(toml::Value::as_str) {
        Some("flag") => Argument::Word("option-flag"),
        Some("number") => Argument::Word("option-number"),
        Some("choice") => Argument::Choices(choices(about)),
        _ => Argument::Word("option-text"),
    };
    Diagnostic::at(Code::ThemeOption, Place::value(path, pointer))
        .text("value", name)
        .with("known", known)
}

fn templates(
    files: &BTreeMap<String, ThemeFile<'_>>,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Option<Tera>, BTreeMap<String, SitePath>) {
    let mut tera = Tera::default();
    tera.register_filter("plural", plural);
    tera.register_filter("fill", fill);
    let mut paths = BTreeMap::new();
    let mut sources = Vec::new();
    for (inner, file) in files {
        if let (Some(name), FileContent::Text(text)) =
            (inner.strip_prefix("templates/"), &file.content)
        {
            paths.insert(name.to_owned(), file.path.clone());
            sources.push((name.to_owned(), (*text).to_owned()));
        }
    }
    for name in TEMPLATES.iter().filter(|name| !paths.contains_key(**name)) {
        let path = SitePath::new(&format!("themes/{}/templates/{name}", config.theme));
        diagnostics.push(
            Diagnostic::at(Code::TemplateMissing, Place::file(&path))
                .text("value", *name),
        );
    }
    match tera.add_raw_templates(sources) {
        Ok(()) => (Some(tera), paths),
        Err(error) => {
            diagnostics.push(template_mistake(&error, &paths, ""));
            (None, paths)
        }
    }
}

/// The diagnostic for a template that is wrong. `page` is the address that showed it, if any.
pub(super) fn template_mistake(
    error: &tera::Error,
    paths: &BTreeMap<String, SitePath>,
    page: &str,
) -> Diagnostic {
    let (message, place) = match error.kind() {
        tera::ErrorKind::SyntaxError(report)
        | tera::ErrorKind::RenderingError(report) => {
            let place = paths.get(report.filename()).map(|path| Place {
                path: path.clone(),
                spot: Spot::Range(report.span().range.clone().into()),
            });
            (report.message().to_owned(), place)
        }
        // Some mistakes come as finished text only; its second line names the place.
        _ => {
            let text = error.to_string();
            let place = text.lines().find_map(|line| named_place(line, paths));
            (text.lines().next().unwrap_or_default().to_owned(), place)
        }
    };
    let diagnostic = match place {
        Some(place) => Diagnostic::at(Code::TemplateWrong, place),
        None => Diagnostic::general(Code::TemplateWrong),
    };
    let page = match page {
        "" => Argument::Word("word-every-page"),
        page => Argument::Text(page.to_owned()),
    };
    // What follows the first sentence lists everything that there would be.
    let cause = message.split(". ").next().unwrap_or_default();
    diagnostic.text("cause", cause).with("page", page)
}

/// `--> page.html:3:7` as a place.
fn named_place(line: &str, paths: &BTreeMap<String, SitePath>) -> Option<Place> {
    let rest = line
        .trim_start_matches([' ', '│', '╭', '─'])
        .strip_prefix("-->")
        .map_or(line, str::trim);
    let start = paths
        .keys()
        .filter_map(|name| rest.find(name.as_str()).map(|at| (at, name)))
        .min()?;
    let after = &rest[start.0 + start.1.len()..];
    let number = after.strip_prefix(':').and_then(|after| after.split(':').next());
    let path = paths.get(start.1)?.clone();
    let spot = number.and_then(|n| n.trim().parse().ok()).map_or(Spot::File, Spot::Line);
    Some(Place { path, spot })
}

/// `{{ t.people | plural(n=3) }}`: the form for a number, with the number filled in.
#[expect(clippy::needless_pass_by_value, reason = "the signature is Tera's")]
fn plural(forms: &Value, arguments: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let number: i64 = arguments.must_get("n")?;
    let form = if number == 1 { "one" } else { "other" };
    let text = forms.get_from_path(form).and_then(Value::as_str).ok_or_else(|| {
        tera::Error::message("`plural` needs a text with the forms `one` and `other`")
    })?;
    Ok(text.replace("{n}", &number.to_string()))
}

/// `{{ t.updated_on | fill(date=d.text) }}`: a text with its holes filled in.
#[expect(clippy::needless_pass_by_value, reason = "the signature is Tera's")]
fn fill(text: &str, arguments: Kwargs, _: &State<'_>) -> String {
    arguments.iter().fold(text.to_owned(), |text, (key, value)| {
        let value = value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
        text.replace(&format!("{{{key}}}"), &value)
    })
}
