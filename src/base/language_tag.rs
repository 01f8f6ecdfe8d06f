//! The language of part of a text as HTML needs it (BCP 47), and its writing direction.
//!
//! In comes a code as an editor wrote it, out goes its canonical form, or a suggestion. Which
//! languages exist and which are written from right to left comes from the Unicode CLDR. Never
//! guesses a language from a text.

use icu_locale::{
    Direction, LanguageIdentifier, Locale, LocaleCanonicalizer, LocaleDirectionality,
    LocaleExpander,
};

use super::diagnostic::nearest;

/// A language as in `lang="…"`: `fr`, `pt-BR`, `zh-Hant`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct LanguageTag {
    code: String,
    right_to_left: bool,
}

/// Names that editors write instead of a code.
const NAMES: [(&str, &str); 34] = [
    ("arabic", "ar"),
    ("arabisch", "ar"),
    ("chinese", "zh"),
    ("chinesisch", "zh"),
    ("deutsch", "de"),
    ("englisch", "en"),
    ("english", "en"),
    ("farsi", "fa"),
    ("französisch", "fr"),
    ("french", "fr"),
    ("german", "de"),
    ("hebrew", "he"),
    ("hebräisch", "he"),
    ("italian", "it"),
    ("italienisch", "it"),
    ("latein", "la"),
    ("latin", "la"),
    ("persian", "fa"),
    ("persisch", "fa"),
    ("polish", "pl"),
    ("polnisch", "pl"),
    ("russian", "ru"),
    ("russisch", "ru"),
    ("spanisch", "es"),
    ("spanish", "es"),
    ("tschechisch", "cs"),
    ("czech", "cs"),
    ("turkish", "tr"),
    ("türkisch", "tr"),
    ("ukrainian", "uk"),
    ("ukrainisch", "uk"),
    ("urdu", "ur"),
    ("vietnamese", "vi"),
    ("vietnamesisch", "vi"),
];

impl LanguageTag {
    /// Parses a code: a language, optionally with script and region (BCP 47, RFC 5646). `None`
    /// if it is malformed or the CLDR does not know the language.
    pub fn parse(written: &str) -> Option<Self> {
        let tag = identifier(written)?;
        is_known(&tag).then(|| Self {
            code: tag.to_string(),
            right_to_left: LocaleDirectionality::new_extended().get(&tag)
                == Some(Direction::RightToLeft),
        })
    }

    /// The code in canonical case: `pt-BR`.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The value of `dir` if it differs from that of the page, which is always left to right.
    pub fn direction(&self) -> Option<&'static str> {
        self.right_to_left.then_some("rtl")
    }

    /// The HTML attributes of an element in this language, each preceded by a space.
    pub fn attributes(&self) -> String {
        // No escaping needed: a code consists of letters, digits and hyphens.
        let direction = self.direction().map(|direction| format!(" dir=\"{direction}\""));
        format!(" lang=\"{}\"{}", self.code, direction.unwrap_or_default())
    }

    /// The code that was probably meant by a wrong one: a language name, a three-letter code or
    /// the code of a country.
    pub fn nearest(written: &str) -> Option<String> {
        // A short code is within a typing error of some short name, so names need five letters.
        let name = (written.chars().count() > 4)
            .then(|| nearest(written, NAMES.map(|(name, _)| name)))
            .flatten();
        let named = name.and_then(|near| {
            NAMES.iter().find(|(name, _)| *name == near).map(|(_, code)| *code)
        });
        named
            .map(ToOwned::to_owned)
            .or_else(|| canonical(written))
            .or_else(|| language_of_country(written))
    }
}

fn identifier(written: &str) -> Option<LanguageIdentifier> {
    let tag: LanguageIdentifier = written.parse().ok()?;
    // The parser accepts `fr_FR`, which is not valid in HTML.
    (!written.contains('_') && !tag.language.is_unknown()).then_some(tag)
}

/// True for a language whose script the CLDR knows.
fn is_known(tag: &LanguageIdentifier) -> bool {
    let alone = LanguageIdentifier::from(tag.language);
    LocaleExpander::new_extended().get_likely_script(&alone).is_some()
}

/// Canonicalises: `deu` → `de`, `fr_FR` → `fr-FR`.
fn canonical(written: &str) -> Option<String> {
    let mut locale = Locale::from(identifier(&written.replace('_', "-"))?);
    LocaleCanonicalizer::new_extended().canonicalize(&mut locale);
    is_known(&locale.id).then(|| locale.id.to_string())
}

/// The main language of a country: `cz` → `cs`.
fn language_of_country(written: &str) -> Option<String> {
    let region = icu_locale::subtags::Region::try_from_str(written).ok()?;
    let mut tag =
        LanguageIdentifier { region: Some(region), ..LanguageIdentifier::UNKNOWN };
    LocaleExpander::new_extended().maximize(&mut tag);
    (!tag.language.is_unknown()).then(|| tag.language.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_get_their_usual_form_and_their_direction() {
        for (written, code, direction) in [
            ("fr", "fr", None),
            ("PT-br", "pt-BR", None),
            ("zh-hant", "zh-Hant", None),
            ("hsb", "hsb", None),
            ("ar", "ar", Some("rtl")),
            ("he", "he", Some("rtl")),
            ("fa-AF", "fa-AF", Some("rtl")),
            ("ur", "ur", Some("rtl")),
            ("ckb", "ckb", Some("rtl")),
            ("az-Arab", "az-Arab", Some("rtl")),
            ("ar-Latn", "ar-Latn", None),
        ] {
            let tag = LanguageTag::parse(written).expect(written);
            assert_eq!((tag.code(), tag.direction()), (code, direction), "{written}");
        }
    }

    #[test]
    fn wrong_codes_are_refused_with_the_one_that_was_meant() {
        for (written, near) in [
            ("cz", Some("cs")),
            ("jp", Some("ja")),
            ("deu", Some("de")),
            ("fr_FR", Some("fr-FR")),
            ("französich", Some("fr")),
            ("xx", None),
            ("", None),
            ("und", None),
            ("\"><script>", None),
        ] {
            assert_eq!(LanguageTag::parse(written), None, "{written}");
            assert_eq!(LanguageTag::nearest(written).as_deref(), near, "{written}");
        }
    }
}
