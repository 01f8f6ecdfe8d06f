//! The theme's options with the site's values.
//!
//! In come what a theme declares and what a site sets, out goes a value for every option. A
//! value that does not fit is an error and never bent to fit.

use std::collections::BTreeMap;

use crate::base::code::Code;
use crate::base::config::{Config, OptionSetting};
use crate::base::diagnostic::{Argument, Diagnostic, Place, nearest};
use crate::base::pointer::Pointer;
use crate::base::source::SitePath;

use super::manifest::{DeclaredOption, Manifest};
use crate::render::view::OptionValue;

/// A value for every option that the theme declares.
pub(super) fn options(
    manifest: &Manifest,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<String, OptionValue> {
    let declared = &manifest.options;
    let mut options: BTreeMap<String, OptionValue> = declared
        .iter()
        .map(|(name, about)| (name.clone(), about.default.clone()))
        .collect();
    for (name, setting) in &config.theme_options {
        let about = declared.get(name);
        match about.and_then(|about| about.kind.fitting(&written(setting))) {
            Some(value) => {
                options.insert(name.clone(), value);
            }
            None => diagnostics.push(mistake(name, about, declared)),
        }
    }
    options
}

fn written(setting: &OptionSetting) -> toml::Value {
    match setting {
        OptionSetting::Flag(flag) => toml::Value::Boolean(*flag),
        OptionSetting::Number(number) => toml::Value::Integer(*number),
        OptionSetting::Text(text) => toml::Value::String(text.clone()),
    }
}

fn mistake(
    name: &str,
    about: Option<&DeclaredOption>,
    declared: &BTreeMap<String, DeclaredOption>,
) -> Diagnostic {
    let path = SitePath::new("config.toml");
    let pointer = Pointer::key("theme_options").then(name);
    let Some(about) = about else {
        let near = nearest(name, declared.keys().map(String::as_str));
        return Diagnostic::at(Code::KeyUnknown, Place::key(&path, pointer.clone()))
            .with("key", Argument::Key(pointer))
            .with("near", Argument::Suggestion(near))
            .with("known", Argument::Choices(declared.keys().cloned().collect()));
    };
    Diagnostic::at(Code::ThemeOption, Place::value(&path, pointer))
        .text("value", name)
        .with("known", about.kind.possible())
}
