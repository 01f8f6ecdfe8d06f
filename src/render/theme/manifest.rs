//! `theme.toml`: what a theme says about itself.
//!
//! In comes the file, out go the options it declares and the pairs of colours that it promises
//! to keep apart. Whatever is wrong in it is an error at its place; a declaration that is wrong
//! is left out and never guessed at.

use std::collections::BTreeMap;

use crate::base::code::Code;
use crate::base::diagnostic::{Argument, Diagnostic, Place, nearest};
use crate::base::pointer::Pointer;
use crate::base::source::SitePath;

use super::data::{self, Entries, parse};
use super::files::ThemeFiles;
use crate::render::view::OptionValue;

/// Name of the file.
const NAME: &str = "theme.toml";

/// Least and greatest contrast that two colours can have (WCAG 2.2, “contrast ratio”).
const CONTRASTS: (f64, f64) = (1.0, 21.0);

/// What a theme says about itself, what it leaves out filled in from the built-in one.
#[derive(Default)]
pub(in crate::render) struct Manifest {
    pub(in crate::render) options: BTreeMap<String, DeclaredOption>,
    pub(in crate::render) contrast: Vec<Pair>,
    /// The table about social cards with the file that it stands in; `None` if the theme wants
    /// none.
    pub(in crate::render) social_card: Option<(SitePath, toml::Table)>,
}

/// An option that a site may set.
pub(in crate::render) struct DeclaredOption {
    pub(in crate::render) kind: OptionKind,
    pub(in crate::render) default: OptionValue,
}

/// What an option may be set to.
pub(in crate::render) enum OptionKind {
    /// `true` or `false`.
    Flag,
    /// A whole number.
    Number,
    /// Any text.
    Text,
    /// One of these texts.
    Choice(Vec<String>),
}

/// Two colours that must differ enough.
#[derive(Debug, Clone)]
#[cfg_attr(
    not(feature = "theme-check"),
    allow(dead_code, reason = "only the check of themes needs it")
)]
pub(in crate::render) struct Pair {
    /// Where it is declared.
    pub(in crate::render) place: Place,
    /// The colour of what is seen: a custom property (`--text`) or a colour of CSS.
    pub(in crate::render) text: String,
    /// The colour behind it.
    pub(in crate::render) ground: String,
    /// Least contrast from 1 to 21, as in WCAG 2.2, 1.4.3 and 1.4.11.
    pub(in crate::render) least: f64,
    /// True for a pair of the built-in theme: its colours may be gone in another.
    pub(in crate::render) inherited: bool,
}

const KINDS: [&str; 4] = ["flag", "number", "text", "choice"];

/// Reads the `theme.toml` of a theme over the built-in one.
pub(in crate::render) fn manifest(
    files: &ThemeFiles<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Manifest {
    let mut manifest = Manifest::default();
    for (path, text) in files.texts(NAME) {
        let table = parse(path, text, diagnostics);
        for pair in &mut manifest.contrast {
            pair.inherited = true;
        }
        manifest.read(path, &table, diagnostics);
    }
    manifest
}

impl Manifest {
    fn read(
        &mut self,
        path: &SitePath,
        table: &toml::Table,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let mut entries = Entries::new(path, Pointer::default(), table, diagnostics);
        for about in ["name", "version", "description", "license"] {
            entries.text(about);
        }
        let options = entries.value("options");
        let contrast = entries.value("contrast");
        match entries.value("social_card") {
            None => {}
            Some(toml::Value::Table(table)) => {
                // What it leaves out is that of the theme below.
                let below = self.social_card.take().map(|(_, below)| below);
                let mut whole = below.unwrap_or_default();
                whole.extend(table.clone());
                self.social_card = Some((path.clone(), whole));
            }
            Some(toml::Value::Boolean(false)) => self.social_card = None,
            Some(value) => entries.wrong_type("social_card", "type-table", value),
        }
        if let Some(value) = options.filter(|value| !value.is_table()) {
            entries.wrong_type("options", "type-table", value);
        }
        if let Some(value) = contrast.filter(|value| !value.is_array()) {
            entries.wrong_type("contrast", "type-tables", value);
        }
        entries.close();
        for (name, about) in options.and_then(toml::Value::as_table).into_iter().flatten()
        {
            let pointer = Pointer::key("options").then(name);
            if let Some(declared) = declared(path, pointer, about, diagnostics) {
                self.options.insert(name.clone(), declared);
            }
        }
        let pairs = contrast.and_then(toml::Value::as_array).into_iter().flatten();
        for (number, about) in pairs.enumerate() {
            let pointer = Pointer::key("contrast").item(number);
            self.contrast.extend(pair(path, pointer, about, diagnostics));
        }
    }
}

/// The table at a pointer, or the mistake that it is none.
fn table<'t>(
    path: &SitePath,
    pointer: &Pointer,
    about: &'t toml::Value,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<&'t toml::Table> {
    if !about.is_table() {
        diagnostics.push(
            Diagnostic::at(Code::TypeWrong, Place::value(path, pointer.clone()))
                .with("key", Argument::Key(pointer.clone()))
                .with("expected", Argument::Word("type-table"))
                .with("found", Argument::Word(data::kind(about))),
        );
    }
    about.as_table()
}

fn declared(
    path: &SitePath,
    pointer: Pointer,
    about: &toml::Value,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<DeclaredOption> {
    let table = table(path, &pointer, about, diagnostics)?;
    let name = pointer.keys().last().unwrap_or_default().to_owned();
    let mut entries = Entries::new(path, pointer, table, diagnostics);
    entries.text("description");
    let written = entries.required_text("type", "type = \"flag\"");
    let kind = written.and_then(|written| kind(&mut entries, written));
    let default = entries.required("default", "default = …");
    let value = kind.as_ref().zip(default).and_then(|(kind, default)| {
        let value = kind.fitting(default);
        if value.is_none() {
            let known = kind.possible();
            let mistake = Diagnostic::at(Code::ThemeOption, entries.place("default"))
                .text("value", name)
                .with("known", known);
            *entries.mistake(Code::ThemeOption, "default") = mistake;
        }
        value
    });
    entries.close();
    Some(DeclaredOption { kind: kind?, default: value? })
}

fn kind(entries: &mut Entries<'_, '_>, written: &str) -> Option<OptionKind> {
    match written {
        "flag" => Some(OptionKind::Flag),
        "number" => Some(OptionKind::Number),
        "text" => Some(OptionKind::Text),
        "choice" => choices(entries).map(OptionKind::Choice),
        other => {
            // What the kind would be nobody knows, and so not whether it has choices.
            entries.value("choices");
            entries.mistake(Code::ValueUnknown, "type").arguments.extend([
                ("value", Argument::Text(other.to_owned())),
                ("near", Argument::Suggestion(nearest(other, KINDS))),
                ("known", Argument::Choices(KINDS.map(str::to_owned).to_vec())),
            ]);
            None
        }
    }
}

fn choices(entries: &mut Entries<'_, '_>) -> Option<Vec<String>> {
    let value = entries.required("choices", "choices = [\"…\", \"…\"]")?;
    let texts: Option<Vec<String>> = value.as_array().and_then(|items| {
        items.iter().map(|item| item.as_str().map(ToOwned::to_owned)).collect()
    });
    match texts {
        Some(texts) if texts.is_empty() => {
            entries.mistake(Code::ValueEmpty, "choices");
            None
        }
        Some(texts) => Some(texts),
        None => {
            entries.wrong_type("choices", "type-texts", value);
            None
        }
    }
}

impl OptionKind {
    /// A value as an option of this kind, if it is one.
    pub(in crate::render) fn fitting(&self, value: &toml::Value) -> Option<OptionValue> {
        match (self, value) {
            (Self::Flag, toml::Value::Boolean(flag)) => Some(OptionValue::Flag(*flag)),
            (Self::Number, toml::Value::Integer(number)) => {
                Some(OptionValue::Number(*number))
            }
            (Self::Text, toml::Value::String(text)) => {
                Some(OptionValue::Text(text.clone()))
            }
            (Self::Choice(choices), toml::Value::String(text)) => {
                choices.contains(text).then(|| OptionValue::Text(text.clone()))
            }
            _ => None,
        }
    }

    /// What may be written, for a message.
    pub(in crate::render) fn possible(&self) -> Argument {
        match self {
            Self::Flag => Argument::Word("option-flag"),
            Self::Number => Argument::Word("option-number"),
            Self::Text => Argument::Word("option-text"),
            Self::Choice(choices) => Argument::Choices(choices.clone()),
        }
    }
}

fn pair(
    path: &SitePath,
    pointer: Pointer,
    about: &toml::Value,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Pair> {
    let table = table(path, &pointer, about, diagnostics)?;
    let place = Place::value(path, pointer.then("text"));
    let mut entries = Entries::new(path, pointer, table, diagnostics);
    let text = entries.required_text("text", "text = \"--text\"");
    let ground = entries.required_text("ground", "ground = \"--ground\"");
    let least = entries.required("least", "least = 4.5").and_then(|value| {
        let number = value.as_float().or_else(|| {
            let whole = value.as_integer().and_then(|whole| i32::try_from(whole).ok());
            whole.map(f64::from)
        });
        let (from, to) = CONTRASTS;
        match number {
            Some(number) if (from..=to).contains(&number) => Some(number),
            Some(_) => {
                entries.mistake(Code::NumberOutOfRange, "least").arguments.extend([
                    ("least", Argument::Number(1)),
                    ("most", Argument::Number(21)),
                ]);
                None
            }
            None => {
                entries.wrong_type("least", "type-contrast", value);
                None
            }
        }
    });
    entries.close();
    let (text, ground) = (text?.to_owned(), ground?.to_owned());
    Some(Pair { place, text, ground, least: least?, inherited: false })
}
