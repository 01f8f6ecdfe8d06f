//! Reads the settings in `config.toml`.
//!
//! In comes the text of the file, out go settings or diagnostics with places. TOML is read by the
//! same field reader as front matter, so that messages are alike. Never knows what an
//! option of a theme means.

use toml::de::{DeTable, DeValue};

use crate::base::code::Code;
use crate::base::config::{
    BaseUrl, Config, ConsentRules, DirectoryRules, MenuItem, MenuTarget, OptionSetting,
    OwnInstitution, PictureRules,
};
use crate::base::diagnostic::{Argument, Checked, Diagnostic, Place};
use crate::base::language::Language;
use crate::base::source::{SitePath, Snapshot};
use crate::base::zone;

use super::fields::{At, Fields, Sink};
use super::node::Node;
use super::privacy::privacy;
use super::shared::allowed_mention;
use super::values::{
    choice, email, flag, id, line, localised, number, title, web_address,
};

/// The path of the settings file.
pub const CONFIG: &str = "config.toml";

const MESSAGE_LANGUAGE: &str = "message_language";
const LANGUAGES: &[(&str, Language)] = &[("de", Language::De), ("en", Language::En)];

/// Reads the settings of a site.
pub fn config(snapshot: &Snapshot) -> Checked<Option<Config>> {
    let path = SitePath::new(CONFIG);
    let Some(text) = snapshot.text(&path) else {
        let diagnostic = match snapshot.files.get(&path).map(|source| &source.body) {
            Some(crate::base::source::FileBody::Broken(fault)) => {
                crate::base::diagnostic::broken(&path, fault)
            }
            _ => Diagnostic::at(Code::ConfigMissing, Place::file(&path)),
        };
        return Checked { value: None, diagnostics: vec![diagnostic] };
    };
    let mut sink = Sink::new(&path);
    let value = match DeTable::parse(text) {
        Ok(table) => read(&table_node(table.get_ref()), &mut sink),
        Err(error) => {
            let range = error.span().unwrap_or(0..0);
            sink.diagnostics.push(
                Diagnostic::at(Code::DataSyntax, Place::range(&path, range))
                    .with("cause", Argument::YamlCause(error.message().to_owned())),
            );
            None
        }
    };
    let failed = sink.diagnostics.iter().any(Diagnostic::is_error);
    Checked { value: value.filter(|_| !failed), diagnostics: sink.diagnostics }
}

/// The site's time zone, if the settings are valid.
pub fn time_zone(snapshot: &Snapshot) -> Option<String> {
    config(snapshot).value.map(|config| config.time_zone)
}

/// Converts a TOML table into the tree that fields are read from.
pub(super) fn table_node(table: &DeTable<'_>) -> Node {
    Node::Map(
        table
            .iter()
            .map(|(key, value)| (key.get_ref().to_string(), value_node(value.get_ref())))
            .collect(),
    )
}

fn value_node(value: &DeValue<'_>) -> Node {
    match value {
        DeValue::String(text) => Node::Text(text.to_string()),
        DeValue::Integer(number) => {
            let digits = number.as_str();
            i64::from_str_radix(digits, number.radix()).map_or_else(
                |_| Node::Fraction(digits.to_owned()),
                |number| Node::Whole(number, None),
            )
        }
        DeValue::Float(number) => Node::Fraction(number.as_str().to_owned()),
        DeValue::Boolean(flag) => Node::Flag(*flag, None),
        DeValue::Datetime(time) => Node::Text(time.to_string()),
        DeValue::Array(items) => {
            Node::List(items.iter().map(|item| value_node(item.get_ref())).collect())
        }
        DeValue::Table(table) => table_node(table),
    }
}

fn read(node: &Node, sink: &mut Sink<'_>) -> Option<Config> {
    let top = At::TOP;
    let mut fields = Fields::open(node, &top, sink)?;
    let title = fields.required("title", localised, sink);
    let base_url = fields.required("base_url", base_url, sink);
    let languages = languages(&mut fields, sink);
    // Whoever calls the program has asked for it before the sources were read.
    fields.optional("message_language", |n, at, s| choice(n, at, s, LANGUAGES), sink);
    let theme = fields.required("theme", id, sink);
    let time_zone = fields.required("time_zone", zone, sink);
    let institution =
        fields.optional("institution", institution, sink).unwrap_or_default();
    let consent = fields.optional("consent", consent_rules, sink).unwrap_or_default();
    let directory =
        fields.optional("directory", directory_rules, sink).unwrap_or_default();
    let pictures = fields.optional("pictures", picture_rules, sink).unwrap_or_default();
    let privacy = fields.optional("privacy", privacy, sink).unwrap_or_default();
    let menu = fields.list("menu", menu_item, sink);
    let theme_options =
        fields.optional("theme_options", theme_options, sink).unwrap_or_default();
    let allowed_mentions = fields.list("allowed_mentions", allowed_mention, sink);
    fields.close(sink);
    Some(Config {
        title: title?,
        base_url: base_url?,
        languages,
        theme: theme?,
        time_zone: time_zone?,
        institution,
        consent,
        directory,
        pictures,
        menu,
        privacy,
        theme_options,
        allowed_mentions,
    })
}

fn base_url(node: &Node, at: &At<'_>, sink: &mut Sink<'_>) -> Option<BaseUrl> {
    let written = title(node, at, sink)?;
    let parsed = BaseUrl::parse(&written);
    if parsed.is_none() {
        sink.value(Code::ConfigBaseUrl, at)
            .arguments
            .push(("value", Argument::Text(written)));
    }
    parsed
}

/// The language of messages as the settings have it, whatever else is wrong in them. Messages
/// about them are given in that language.
pub fn message_language(settings: &str) -> Option<Language> {
    let lines = settings.lines().take_while(|line| !line.trim_start().starts_with('['));
    let mut values = lines.filter_map(|line| {
        let (key, value) = line.split_once('=')?;
        let value = value.split('#').next()?.trim().trim_matches(['"', '\'']);
        (key.trim() == MESSAGE_LANGUAGE).then_some(value)
    });
    Language::from_code(values.next()?)
}

/// At least one language, without duplicates.
fn languages(fields: &mut Fields<'_>, sink: &mut Sink<'_>) -> Vec<Language> {
    let at = fields.at;
    if !fields.has("languages") {
        let line = Argument::Text("languages = [\"de\", \"en\"]".into());
        // Marks the key as known, for suggestions about misspelt keys.
        fields.node("languages");
        sink.key(Code::KeyMissing, &at.key("languages")).arguments.push(("line", line));
        return vec![Language::De];
    }
    let before = sink.diagnostics.len();
    let languages =
        fields.list("languages", |n, at, s| choice(n, at, s, LANGUAGES), sink);
    let repeated = (1..languages.len()).any(|n| languages[..n].contains(&languages[n]));
    if (languages.is_empty() && sink.diagnostics.len() == before) || repeated {
        sink.key(Code::ConfigLanguage, &at.key("languages"));
    }
    // Continue with German, so that all other mistakes are reported as well.
    if languages.is_empty() { vec![Language::De] } else { languages }
}

fn zone(node: &Node, at: &At<'_>, sink: &mut Sink<'_>) -> Option<String> {
    let name = title(node, at, sink)?;
    if zone::time_zone(&name).is_none() {
        sink.value(Code::ConfigTimeZone, at)
            .arguments
            .push(("value", Argument::Text(name.clone())));
        return None;
    }
    Some(name)
}

fn institution(node: &Node, at: &At<'_>, sink: &mut Sink<'_>) -> Option<OwnInstitution> {
    let mut fields = Fields::open(node, at, sink)?;
    let institution = OwnInstitution {
        name: fields.optional("name", localised, sink),
        short: fields.optional("short", localised, sink),
        url: fields.optional("url", web_address, sink),
        street: fields.optional("street", line, sink),
        postal_code: fields.optional("postal_code", line, sink),
        city: fields.optional("city", line, sink),
        country: fields.optional("country", line, sink),
        email: fields.optional("email", email, sink),
        phone: fields.optional("phone", line, sink),
        logo: fields.optional("logo", content_file, sink),
    };
    fields.close(sink);
    Some(institution)
}

/// A file in `content/`, named relative to it.
fn content_file(node: &Node, at: &At<'_>, sink: &mut Sink<'_>) -> Option<SitePath> {
    let written = title(node, at, sink)?;
    // Resolved like a name in a file of `content/`.
    let path = SitePath::new("content/_").join(&written);
    if path.is_none() {
        sink.value(Code::PhotoOutside, at)
            .arguments
            .push(("file", Argument::Text(written)));
    }
    path
}

fn consent_rules(node: &Node, at: &At<'_>, sink: &mut Sink<'_>) -> Option<ConsentRules> {
    let usual = ConsentRules::default();
    let mut fields = Fields::open(node, at, sink)?;
    let small = |number: Option<i64>, usual: i32| {
        number.and_then(|n| i32::try_from(n).ok()).unwrap_or(usual)
    };
    let months =
        fields.optional("valid_months", |n, at, s| number(n, at, s, 1..=600), sink);
    let days = fields.optional("warn_days", |n, at, s| number(n, at, s, 0..=3650), sink);
    let texts = fields.list("texts", consent_text, sink);
    fields.close(sink);
    Some(ConsentRules {
        valid_months: small(months, usual.valid_months),
        warn_days: small(days, usual.warn_days),
        texts,
    })
}

/// A consent text that the site declares: id and version, joined as in front matter.
fn consent_text(node: &Node, at: &At<'_>, sink: &mut Sink<'_>) -> Option<String> {
    let mut fields = Fields::open(node, at, sink)?;
    let name = fields.required("id", id, sink);
    let version = fields.required("version", |n, at, s| number(n, at, s, 1..=9999), sink);
    fields.optional("wording", wording, sink);
    fields.close(sink);
    Some(format!("{}-{}", name?, version?))
}

/// Checks that a wording is text. Its content is for people only; the build does not use it.
fn wording(node: &Node, at: &At<'_>, sink: &mut Sink<'_>) -> Option<()> {
    match node {
        Node::Text(_) => Some(()),
        node => localised(node, at, sink).map(|_| ()),
    }
}

fn directory_rules(
    node: &Node,
    at: &At<'_>,
    sink: &mut Sink<'_>,
) -> Option<DirectoryRules> {
    let usual = DirectoryRules::default();
    let mut fields = Fields::open(node, at, sink)?;
    let per_page =
        fields.optional("per_page", |n, at, s| number(n, at, s, 1..=1000), sink);
    let opaque = fields.optional(
        "addresses",
        |n, at, s| choice(n, at, s, &[("name", false), ("opaque", true)]),
        sink,
    );
    fields.close(sink);
    Some(DirectoryRules {
        per_page: per_page
            .and_then(|n| usize::try_from(n).ok())
            .unwrap_or(usual.per_page),
        opaque_addresses: opaque.unwrap_or(usual.opaque_addresses),
    })
}

fn picture_rules(node: &Node, at: &At<'_>, sink: &mut Sink<'_>) -> Option<PictureRules> {
    let mut fields = Fields::open(node, at, sink)?;
    let avif = fields.optional("avif", flag, sink);
    fields.close(sink);
    Some(PictureRules { avif: avif.unwrap_or_default() })
}

fn menu_item(node: &Node, at: &At<'_>, sink: &mut Sink<'_>) -> Option<MenuItem> {
    let mut fields = Fields::open(node, at, sink)?;
    let title = fields.optional("title", localised, sink);
    let page = fields.optional("page", line, sink);
    let url = fields.optional("url", web_address, sink);
    let footer = fields.optional(
        "place",
        |n, at, s| choice(n, at, s, &[("main", false), ("footer", true)]),
        sink,
    );
    fields.close(sink);
    let target = match (page, url) {
        (Some(page), _) => MenuTarget::Page(page.trim_end_matches(".md").to_owned()),
        (None, Some(url)) if title.is_some() => MenuTarget::Url(url),
        (None, Some(_)) => {
            sink.missing(&at.key("title"));
            return None;
        }
        (None, None) => {
            sink.missing(&at.key("page"));
            return None;
        }
    };
    Some(MenuItem { title, target, footer: footer.unwrap_or(false) })
}

type OptionSettings = std::collections::BTreeMap<String, OptionSetting>;

fn theme_options(
    node: &Node,
    at: &At<'_>,
    sink: &mut Sink<'_>,
) -> Option<OptionSettings> {
    let Node::Map(entries) = node else {
        sink.wrong_type(at, "type-map", node);
        return None;
    };
    let mut options = OptionSettings::new();
    for (key, node) in entries {
        let value = match node {
            Node::Flag(flag, _) => OptionSetting::Flag(*flag),
            Node::Whole(number, _) => OptionSetting::Number(*number),
            Node::Text(text) => OptionSetting::Text(text.clone()),
            node => {
                sink.wrong_type(&at.key(key), "type-text", node);
                continue;
            }
        };
        options.insert(key.clone(), value);
    }
    Some(options)
}
