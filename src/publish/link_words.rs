//! The words of a link, and whether they name somebody.
//!
//! In come the pieces of a text, out goes what stands between the ends of a link as plain text.
//! Never decides whether anybody may be named.

use crate::base::slug::slugify;
use crate::model::person::Person;
use crate::model::text::Piece;

/// The words of the link that starts at a piece, and the number of the piece that ends it.
pub(super) fn link_words(pieces: &[Piece], start: usize) -> (String, usize) {
    let mut words = String::new();
    for (number, piece) in pieces.iter().enumerate().skip(start + 1) {
        match piece {
            Piece::LinkEnd => return (words, number),
            Piece::Html(html) => words.push_str(&plain(html)),
            Piece::Picture { alt, .. } => words.push_str(alt),
            Piece::LinkStart { .. } | Piece::MentionStart { .. } | Piece::MentionEnd => {}
        }
    }
    (words, pieces.len())
}

/// Finished HTML as text.
fn plain(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    for (number, part) in html.split('<').enumerate() {
        let shown =
            if number == 0 { part } else { part.split_once('>').unwrap_or(("", "")).1 };
        text.push_str(&html_escape::decode_html_entities(shown));
    }
    text
}

/// The words by which a person is named: of the present name and of all former ones, without
/// titles and particles.
pub(super) fn name_words(person: &Person) -> Vec<String> {
    let former = person.former_names.iter().map(|former| &former.name);
    let names = std::iter::once(&person.name).chain(former);
    let parts = names.flat_map(|name| [&name.given, &name.family, &name.birth]);
    let words =
        parts.flatten().flat_map(|part| part.split(|c: char| !c.is_alphanumeric()));
    words.map(slugify).filter(|word| word.len() > 1).collect()
}

/// True for a text with one of some words of a name, inflected or not: “Jana Müllers Vortrag”.
pub(super) fn names(words: &[String], text: &str) -> bool {
    let in_text = text.split(|c: char| !c.is_alphanumeric()).map(slugify);
    in_text.into_iter().any(|own| {
        words.iter().any(|word| {
            let inflected = word.len() > 2 && own.len() <= word.len() + 2;
            own == *word || (inflected && own.starts_with(word.as_str()))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_in_words_however_inflected() {
        let words = ["jana".to_owned(), "mueller".to_owned(), "li".to_owned()];
        for text in
            ["Frau Müller", "JANA", "Müllers Weg", "Mueller", "Janas Porträt", "Li"]
        {
            assert!(names(&words, text), "{text}");
        }
        for text in ["einer Absolventin", "Listen", "hier", "Mühle", ""] {
            assert!(!names(&words, text), "{text}");
        }
    }

    #[test]
    fn the_words_of_a_link_are_its_text() {
        let range = crate::base::diagnostic::BytesRange { start: 0, end: 0 };
        let start = Piece::LinkStart { target: "x".into(), says_format: false, range };
        let html = |html: &str| Piece::Html(html.into());
        let pieces =
            [html("a"), start, html("<em>J&amp;</em> M<b>"), Piece::LinkEnd, html("z")];
        assert_eq!(link_words(&pieces, 1), ("J& M".to_owned(), 3));
    }
}
