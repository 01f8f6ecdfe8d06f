//! How a theme wants its social cards: the table `[social_card]` of theme.toml.
//!
//! In come the table and the files of the theme, out goes a font with two colours, or what is
//! wrong. A theme without the table makes no cards; nothing here takes a font from the system.

use std::sync::Arc;

use skrifa::{FontRef, MetadataProvider as _};

use crate::base::code::Code;
use crate::base::diagnostic::{Argument, Diagnostic, Place};
use crate::base::pointer::Pointer;
use crate::base::social_card::{CardFont, CardStyle};
use crate::base::source::{FileBody, SitePath, Snapshot};

use super::assets::{FileContent, ThemeFile};

const TABLE: &str = "social_card";

/// The style of a theme's cards; `None` if something is wrong with it. `path` is the file that
/// the table stands in.
pub(crate) fn card_style<'f>(
    table: &toml::Table,
    path: &SitePath,
    file: impl Fn(&str) -> Option<&'f ThemeFile<'f>>,
    snapshot: &Snapshot,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Arc<CardStyle>> {
    let value = |key: &str| table.get(key).and_then(toml::Value::as_str);
    let font = value("font").and_then(|name| font(file(name)?, snapshot));
    let ground = value("ground").and_then(colour);
    let text = value("text").and_then(colour);
    for (key, good, known) in [
        ("font", font.is_some(), "card-font"),
        ("ground", ground.is_some(), "card-colour"),
        ("text", text.is_some(), "card-colour"),
    ] {
        if !good {
            let pointer = Pointer::key(TABLE).then(key);
            diagnostics.push(
                Diagnostic::at(Code::ThemeCard, Place::value(path, pointer))
                    .text("value", key)
                    .with("known", Argument::Word(known)),
            );
        }
    }
    Some(Arc::new(CardStyle { font: font?, ground: ground?, text: text? }))
}

fn font(file: &ThemeFile<'_>, snapshot: &Snapshot) -> Option<CardFont> {
    let bytes: Arc<[u8]> = match &file.content {
        FileContent::Bytes(bytes) => Arc::from(*bytes),
        FileContent::OnDisk(_) => match &snapshot.files.get(&file.path)?.body {
            FileBody::Binary(binary) => Arc::clone(binary.font.as_ref()?),
            FileBody::Text(_) | FileBody::Broken(_) => return None,
        },
        FileContent::Text(_) => return None,
    };
    let font = FontRef::new(&bytes).ok()?;
    let draws_letters =
        font.charmap().has_map() && font.outline_glyphs().format().is_some();
    draws_letters.then(|| CardFont::new(bytes))
}

/// `#2438a8` as red, green and blue.
fn colour(written: &str) -> Option<[u8; 3]> {
    let digits = written.strip_prefix('#').filter(|digits| digits.len() == 6)?;
    let number = u32::from_str_radix(digits, 16).ok()?;
    let [_, red, green, blue] = number.to_be_bytes();
    digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then_some([red, green, blue])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_has_six_digits() {
        assert_eq!(colour("#2438a8"), Some([0x24, 0x38, 0xa8]));
        for wrong in ["2438a8", "#fff", "#+12345", "blue", "#2438a8ff", "#ü8a8"] {
            assert_eq!(colour(wrong), None, "{wrong}");
        }
    }
}
