//! Data of a theme as TOML, with mistakes said in the words of all data.
//!
//! In come a file and what is expected in it, out go values; what is wrong is collected with
//! its place. Never decides what an option or a text means.

use std::collections::BTreeSet;

use crate::base::code::Code;
use crate::base::diagnostic::{Argument, Diagnostic, Place, Spot, nearest};
use crate::base::pointer::Pointer;
use crate::base::source::SitePath;

/// Reads a file; an empty table if it is no TOML.
pub(super) fn parse(
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

/// What a value is, as a word of the messages.
pub(super) fn kind(value: &toml::Value) -> &'static str {
    match value {
        toml::Value::String(_) => "type-text",
        toml::Value::Integer(_) => "type-number",
        toml::Value::Float(_) => "type-fraction",
        toml::Value::Boolean(_) => "type-flag",
        toml::Value::Datetime(_) => "type-day",
        toml::Value::Array(_) => "type-list",
        toml::Value::Table(_) => "type-table",
    }
}

/// One table of a file, of which keys are asked for.
pub(super) struct Entries<'t, 'd> {
    path: &'t SitePath,
    pointer: Pointer,
    table: &'t toml::Table,
    asked: Vec<&'static str>,
    diagnostics: &'d mut Vec<Diagnostic>,
}

impl<'t, 'd> Entries<'t, 'd> {
    /// The table at a place of a file.
    pub(super) fn new(
        path: &'t SitePath,
        pointer: Pointer,
        table: &'t toml::Table,
        diagnostics: &'d mut Vec<Diagnostic>,
    ) -> Self {
        Self { path, pointer, table, asked: Vec::new(), diagnostics }
    }

    /// The place of a key's value.
    pub(super) fn place(&self, key: &str) -> Place {
        Place::value(self.path, self.pointer.then(key))
    }

    /// A problem with the value of a key.
    pub(super) fn mistake(&mut self, code: Code, key: &str) -> &mut Diagnostic {
        let pointer = self.pointer.then(key);
        let diagnostic = Diagnostic::at(code, self.place(key));
        self.diagnostics.push(diagnostic.with("key", Argument::Key(pointer)));
        self.diagnostics.last_mut().expect("one was just pushed")
    }

    /// The value of a key, which is then a known one.
    pub(super) fn value(&mut self, key: &'static str) -> Option<&'t toml::Value> {
        self.asked.push(key);
        self.table.get(key)
    }

    /// The value of a key that must be there; `line` is what would mend it.
    pub(super) fn required(
        &mut self,
        key: &'static str,
        line: &str,
    ) -> Option<&'t toml::Value> {
        let value = self.value(key);
        if value.is_none() {
            let pointer = self.pointer.then(key);
            self.diagnostics.push(
                Diagnostic::at(Code::KeyMissing, Place::key(self.path, pointer.clone()))
                    .with("key", Argument::Key(pointer))
                    .text("line", line),
            );
        }
        value
    }

    /// A text that may be left out.
    pub(super) fn text(&mut self, key: &'static str) -> Option<&'t str> {
        let value = self.value(key)?;
        self.as_text(key, value)
    }

    /// A text that must be there.
    pub(super) fn required_text(
        &mut self,
        key: &'static str,
        line: &str,
    ) -> Option<&'t str> {
        let value = self.required(key, line)?;
        self.as_text(key, value)
    }

    fn as_text(&mut self, key: &str, value: &'t toml::Value) -> Option<&'t str> {
        if !value.is_str() {
            self.wrong_type(key, "type-text", value);
        }
        value.as_str()
    }

    /// “expected x, found y” at a key.
    pub(super) fn wrong_type(
        &mut self,
        key: &str,
        expected: &'static str,
        value: &toml::Value,
    ) {
        self.mistake(Code::TypeWrong, key).arguments.extend([
            ("expected", Argument::Word(expected)),
            ("found", Argument::Word(kind(value))),
        ]);
    }

    /// Ends the table: keys that nobody asked for are unknown.
    pub(super) fn close(self) {
        let mut meant = BTreeSet::new();
        for key in self.table.keys() {
            if self.asked.contains(&key.as_str()) {
                continue;
            }
            let pointer = self.pointer.then(key);
            let near = nearest(key, self.asked.iter().copied());
            let absent = near.iter().filter(|near| !self.table.contains_key(*near));
            meant.extend(absent.map(|near| Spot::Key(self.pointer.then(near))));
            let known = self.asked.iter().map(ToString::to_string).collect();
            self.diagnostics.push(
                Diagnostic::at(Code::KeyUnknown, Place::key(self.path, pointer.clone()))
                    .with("key", Argument::Key(pointer))
                    .with("near", Argument::Suggestion(near))
                    .with("known", Argument::Choices(known)),
            );
        }
        if meant.is_empty() {
            return;
        }
        // A key that stands there misspelt is not missing as well.
        self.diagnostics.retain(|one| {
            let place = one.place.as_ref().filter(|_| one.code == Code::KeyMissing);
            place.is_none_or(|place| {
                place.path != *self.path || !meant.contains(&place.spot)
            })
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_key_is_not_missing_as_well() {
        let path = SitePath::new("themes/x/theme.toml");
        let told = |text: &str| {
            let mut diagnostics = Vec::new();
            let table = parse(&path, text, &mut diagnostics);
            let pointer = Pointer::key("options.x");
            let mut entries = Entries::new(&path, pointer, &table, &mut diagnostics);
            entries.required("type", "type = …");
            entries.required("default", "default = …");
            entries.close();
            diagnostics.iter().map(|one| one.code).collect::<Vec<_>>()
        };
        assert_eq!(told("tpye = 1\ndefault = 1"), [Code::KeyUnknown]);
        assert_eq!(told("tpye = 1"), [Code::KeyMissing, Code::KeyUnknown]);
        assert_eq!(told("type = 1\ntpye = 1\ndefault = 1"), [Code::KeyUnknown]);
    }
}
