//! How the values of a field are looked for: as what, and in which pieces.
//!
//! In come fields and the values they hold, out go texts. Every field and every kind of value is
//! decided about here, by somebody and in a match that the compiler holds complete. Never knows
//! whose a value is.

use crate::base::text::Localised;
use crate::model::consent::Field;
use crate::model::held::Held;
use crate::model::text::{Body, Photo, PhotoWords, Piece};

use super::markup;
use super::tokens::{BORDER, INLINE};

/// How many words of a text are looked for together.
const WORDS_TOGETHER: usize = 6;
/// Shortest of such groups, in letters; shorter ones are turns of phrase.
const SHORTEST_GROUP: usize = 20;
/// How many groups of one text are looked for.
const MOST_GROUPS: usize = 8;

/// How a field that is withheld is looked for. A new field is looked for by somebody's decision:
/// the compiler asks for it here.
pub(super) enum Search {
    /// Its texts as they are written, an address without its scheme.
    Address,
    /// As a name.
    Name,
    /// Its texts in groups of words, a photo also by its file.
    Phrases,
    /// Its texts as a whole, if they are long enough to tell where they come from.
    Value,
    /// Not at all: what it holds identifies nobody.
    Nothing,
}

impl Search {
    pub(super) const fn of(field: Field) -> Self {
        match field {
            Field::Email | Field::Website => Self::Address,
            Field::BirthName => Self::Name,
            Field::Bio | Field::Offers | Field::Photo => Self::Phrases,
            Field::Affiliations
            | Field::Position
            | Field::Employer
            | Field::City
            | Field::Topics => Self::Value,
            Field::Kind
            | Field::Years
            | Field::Sector
            | Field::Country
            | Field::Languages
            | Field::Deceased => Self::Nothing,
        }
    }
}

/// The texts of a value that can tell whose they are. Words, codes and days are those of many
/// people; so is the credit line of a photo.
pub(super) fn texts_of(held: Held<'_>) -> Vec<String> {
    match held {
        Held::Text(text) => wordings(text),
        Held::Line(text) => vec![text.to_owned()],
        Held::Photo(Photo { file: _, alt, credit: _, caption, focus: _ }) => {
            [alt, caption].into_iter().flatten().flat_map(wordings).collect()
        }
        Held::PhotoWords(PhotoWords { alt, credit: _, caption }) => {
            [alt, caption].into_iter().flatten().cloned().collect()
        }
        Held::Body(body) => vec![plain(body)],
        Held::Word(_) | Held::Code(_) | Held::Time(_) | Held::Day(_) => Vec::new(),
    }
}

fn wordings(text: &Localised) -> Vec<String> {
    text.wordings().into_iter().map(ToOwned::to_owned).collect()
}

/// A text without markup, with a line for each block.
pub(super) fn plain(body: &Body) -> String {
    let mut html = String::new();
    for piece in &body.pieces {
        match piece {
            Piece::Html(part) => html.push_str(part),
            Piece::Picture { alt, caption, .. } => {
                html.push_str(&format!("<p>{alt}</p>\n"));
                html.push_str(caption.as_deref().unwrap_or(""));
            }
            _ => {}
        }
    }
    let blocks =
        html.replace("</p>", "\n").replace("</li>", "\n").replace("<br", "\n<br");
    let text = markup::plain(&blocks, true).replace([INLINE, BORDER], "");
    super::decode::text(text.as_bytes())
}

/// Groups of words that stand together, the first ones of every paragraph before all others.
pub(super) fn groups(text: &str) -> Vec<String> {
    let lines: Vec<Vec<&str>> =
        text.lines().map(|line| line.split_whitespace().collect()).collect();
    let longest = lines.iter().map(|line| line.len().div_ceil(WORDS_TOGETHER)).max();
    let mut found = Vec::new();
    for number in 0..longest.unwrap_or(0) {
        let start = number * WORDS_TOGETHER;
        let groups = lines.iter().filter_map(|line| line.get(start..));
        for group in groups.filter(|rest| !rest.is_empty()) {
            let group = group[..group.len().min(WORDS_TOGETHER)].join(" ");
            let letters = group.chars().filter(|c| c.is_alphanumeric()).count();
            if letters >= SHORTEST_GROUP {
                found.push(group);
            }
            if found.len() == MOST_GROUPS {
                return found;
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_looked_for_in_groups_of_words() {
        let text = "Eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn.\n\
                    Kurz.\nNoch ein Absatz mit mehr als einem Dutzend Buchstaben.";
        assert_eq!(
            groups(text),
            [
                "Eins zwei drei vier fünf sechs",
                "Noch ein Absatz mit mehr als",
                "sieben acht neun zehn elf zwölf",
                "einem Dutzend Buchstaben.",
            ]
        );
        assert_eq!(groups(""), [""; 0]);
        assert_eq!(groups(&"wort für wort ".repeat(100)).len(), MOST_GROUPS);
    }
}
