//! Checks the contrast of the colour pairs that a theme declares.
//!
//! In come the pairs of `theme.toml` and the style sheets, out goes an error for each pair whose
//! contrast is too low in one of the schemes, with both colours and both ratios. A pair that cannot
//! be computed is an error too and never passes.

use std::collections::BTreeMap;

use crate::base::code::Code;
use crate::base::diagnostic::{Argument, Diagnostic, Place};
use crate::render::theme::assets::ThemeFile;
use crate::render::theme::manifest::Pair;
use crate::render::theme::place::in_file;

use super::colour::{Colour, Properties, colour, contrast};
use super::sheet::{Scheme, Sheet};

/// The sheets of a theme as one: the custom properties of the root, and which sheet declares each.
#[derive(Default)]
pub(super) struct Sheets<'f> {
    properties: BTreeMap<Scheme, Properties>,
    files: BTreeMap<(Scheme, String), &'f ThemeFile<'f>>,
}

impl<'f> Sheets<'f> {
    /// Adds a sheet; the declarations of a later one win.
    pub(super) fn add(&mut self, file: &'f ThemeFile<'f>, sheet: Sheet) {
        for (scheme, properties) in sheet.properties {
            for (name, declared) in properties {
                self.files.insert((scheme, name.clone()), file);
                self.properties.entry(scheme).or_default().insert(name, declared);
            }
        }
    }

    /// What is wrong with a pair, in each scheme.
    pub(super) fn check(&self, pair: &Pair) -> Vec<Diagnostic> {
        let none = Properties::new();
        let schemes = Scheme::ALL.into_iter();
        schemes
            .filter_map(|scheme| {
                let properties = self.properties.get(&scheme).unwrap_or(&none);
                self.check_in(pair, properties, scheme)
            })
            .collect()
    }

    fn check_in(
        &self,
        pair: &Pair,
        properties: &Properties,
        scheme: Scheme,
    ) -> Option<Diagnostic> {
        // An inherited pair names properties of the built-in theme; a theme with other names for
        // its colours declares pairs of its own.
        let gone = |name: &str| name.starts_with("--") && !properties.contains_key(name);
        if pair.inherited && (gone(&pair.text) || gone(&pair.ground)) {
            return None;
        }
        let read = |written: &str| {
            colour(written, properties, scheme).map_err(|part| {
                let place = self.place(written, scheme).unwrap_or(pair.place.clone());
                Diagnostic::at(Code::ThemeColour, place)
                    .text("value", part)
                    .text("name", written)
            })
        };
        let (text, ground) = match (read(&pair.text), read(&pair.ground)) {
            (Ok(text), Ok(ground)) => (text, ground),
            (Err(mistake), _) | (_, Err(mistake)) => return Some(mistake),
        };
        if ground.is_translucent() {
            let place = self.place(&pair.ground, scheme).unwrap_or(pair.place.clone());
            let mistake = Diagnostic::at(Code::ThemeColour, place);
            let name = mistake.text("value", pair.ground.clone());
            return Some(name.text("name", pair.ground.clone()));
        }
        let text = text.over(ground);
        let ratio = contrast(text, ground);
        (ratio < pair.least).then(|| self.too_weak(pair, scheme, (text, ground), ratio))
    }

    fn too_weak(
        &self,
        pair: &Pair,
        scheme: Scheme,
        (text, ground): (Colour, Colour),
        ratio: f64,
    ) -> Diagnostic {
        let place = self.place(&pair.text, scheme);
        let place = place.or_else(|| self.place(&pair.ground, scheme));
        let word = match scheme {
            Scheme::Light => "word-light",
            Scheme::Dark => "word-dark",
        };
        Diagnostic::at(Code::ThemeContrast, place.unwrap_or(pair.place.clone()))
            .text("text", pair.text.clone())
            .text("ground", pair.ground.clone())
            .text("colour", text.written())
            .text("behind", ground.written())
            // Rounded down: 4.499 must not read as 4.5.
            .with("ratio", Argument::Decimal(hundredths(ratio)))
            .with("least", Argument::Decimal(hundredths(pair.least)))
            .with("scheme", Argument::Word(word))
    }

    /// Where a custom property is declared for a scheme.
    fn place(&self, name: &str, scheme: Scheme) -> Option<Place> {
        let file = self.files.get(&(scheme, name.to_owned()))?;
        let declared = self.properties.get(&scheme)?.get(name)?;
        Some(in_file(file, declared.range.clone()))
    }
}

/// A ratio in hundredths, rounded down.
#[expect(clippy::cast_possible_truncation, reason = "contrasts are at most 21")]
fn hundredths(ratio: f64) -> i64 {
    (ratio * 100.0 + 1e-6).floor() as i64
}
