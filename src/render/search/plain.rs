//! The words of a text without its markup.
//!
//! In comes a text after the gate, out go its words, with a space wherever a block ends. Pictures
//! are skipped with their captions, since whether they may be shown is not known here.

use crate::publish::words::{Body, Piece};

/// Inline elements, which do not separate words.
const INLINE: [&str; 9] = ["a", "code", "del", "em", "q", "s", "span", "strong", "sup"];

/// The words of a text.
pub(super) fn plain(body: &Body) -> String {
    let mut text = String::new();
    for piece in &body.pieces {
        if let Piece::Html(html) = piece {
            push(&mut text, html);
        }
    }
    text
}

fn push(text: &mut String, html: &str) {
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        text.push_str(&html_escape::decode_html_entities(&rest[..start]));
        let tag = &rest[start + 1..];
        let name = tag.trim_start_matches('/');
        let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
        if !INLINE.contains(&&name[..end]) {
            text.push(' ');
        }
        // A `>` inside the value of an attribute is always escaped in finished HTML.
        rest = tag.find('>').map_or("", |end| &tag[end + 1..]);
    }
    text.push_str(&html_escape::decode_html_entities(rest));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_whole_and_blocks_part() {
        let html = "<p>Ha<em>us</em> &amp; H&ouml;f</p><p>2 &lt; 3<br />x</p>";
        let body = Body { pieces: vec![Piece::Html(html.to_owned())], ..Body::default() };
        let words = plain(&body);
        let words: Vec<&str> = words.split_whitespace().collect();
        assert_eq!(words, ["Haus", "&", "Höf", "2", "<", "3", "x"]);
    }
}
