//! Text without its markup, with marks where values end.
//!
//! In comes text with tags, out goes the text that a reader sees: cells, items and paragraphs keep
//! their borders, and a word that markup or an invisible sign breaks up is whole again. Never
//! decodes anything; that is done before or after.

use std::ops::Range;

use super::tokens::{BORDER, CELL, INLINE, ROW, is_invisible};

/// Elements inside a line of text.
const INLINE_NAMES: [&str; 40] = [
    "a", "abbr", "b", "bdi", "bdo", "big", "c", "cite", "code", "data", "del", "dfn",
    "em", "font", "i", "ins", "kbd", "label", "lang", "mark", "q", "r", "rp", "rt",
    "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "t", "time",
    "tt", "u", "v", "var", "wbr",
];
/// Elements of office documents that end a value; all others hold parts of a line (ECMA-376,
/// part 1, 17 and 21; `OpenDocument` 1.3, part 3, 5).
const OFFICE_BORDERS: [&str; 10] = [
    "w:p",
    "w:tab",
    "w:br",
    "w:body",
    "a:p",
    "a:br",
    "text:p",
    "text:h",
    "text:tab",
    "text:line-break",
];
/// Rows of tables.
const ROWS: [&str; 4] = ["tr", "w:tr", "a:tr", "table:table-row"];
/// Cells of tables.
const CELLS: [&str; 5] = ["td", "th", "w:tc", "a:tc", "table:table-cell"];
/// How much text around a broken word is kept, in bytes.
const AROUND: usize = 160;
/// Longest tag or entity that is looked at, in bytes.
const LONGEST_TAG: usize = 400;

/// A tag at the beginning of some text: its length in bytes, and what it is.
struct MarkupTag<'t> {
    length: usize,
    name: &'t str,
    closes: bool,
}

/// The tag that `text` begins with; one that is not closed goes to the end.
fn tag(text: &str) -> Option<MarkupTag<'_>> {
    let inner = text.strip_prefix('<')?;
    if let Some(comment) = inner.strip_prefix("!--") {
        let length = comment.find("-->").map_or(text.len(), |end| 4 + end + 3);
        return Some(MarkupTag { length, name: "wbr", closes: false });
    }
    let (closes, inner) = match inner.strip_prefix('/') {
        Some(rest) => (true, rest),
        None => (false, inner),
    };
    if !inner.starts_with(|c: char| c.is_ascii_alphabetic() || "!?".contains(c)) {
        return None;
    }
    let is_name = |c: char| c.is_ascii_alphanumeric() || "!?:-_".contains(c);
    let end = inner.find(|c: char| !is_name(c)).unwrap_or(inner.len());
    let length = text.find('>').map_or(text.len(), |end| end + 1);
    Some(MarkupTag { length, name: &inner[..end], closes })
}

fn is_inline(name: &str) -> bool {
    let is_one_of = |all: &[&str]| all.iter().any(|one| one.eq_ignore_ascii_case(name));
    if name.contains(':') {
        return !(is_one_of(&OFFICE_BORDERS) || is_one_of(&ROWS) || is_cell(name));
    }
    is_one_of(&INLINE_NAMES)
}

fn is_cell(name: &str) -> bool {
    CELLS.iter().any(|one| one.eq_ignore_ascii_case(name))
}

/// The text of a part of an office document: whatever does not end a paragraph, a cell or a row
/// stands inside of words.
pub(super) fn office(text: &str) -> String {
    let mut out = String::with_capacity(text.len() / 4);
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        let (before, from) = rest.split_at(start);
        out.push_str(before);
        let Some(tag) = tag(from) else {
            out.push('<');
            rest = &from[1..];
            continue;
        };
        rest = &from[tag.length..];
        let is = |all: &[&str]| all.iter().any(|one| one.eq_ignore_ascii_case(tag.name));
        if is(&ROWS) || is(&["row"]) {
            out.push(ROW);
        } else if is(&CELLS) || is(&["c"]) {
            out.push(CELL);
        } else if is(&OFFICE_BORDERS) || is(&["si", "p", "div", "li", "h1", "h2", "h3"]) {
            out.push(BORDER);
        } else if is(&["text:s"]) {
            out.push(' ');
        }
    }
    out.push_str(rest);
    out
}

/// A text without tags. `joins` tells whether markup inside a line stands for nothing, as in
/// `<b>J</b>ana`, or keeps words apart, as in `<span>Jana</span><span>Müller</span>`.
pub(super) fn plain(text: &str, joins: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    // Two links in a row are two values, however little stands between them.
    let mut link_ended = false;
    while let Some(start) = rest.find('<') {
        let (before, from) = rest.split_at(start);
        out.push_str(before);
        link_ended &= before.trim().is_empty();
        let Some(tag) = tag(from) else {
            out.push('<');
            rest = &from[1..];
            continue;
        };
        rest = &from[tag.length..];
        let is_link = tag.name.eq_ignore_ascii_case("a");
        if ROWS.iter().any(|one| one.eq_ignore_ascii_case(tag.name)) {
            out.push(ROW);
        } else if is_cell(tag.name) {
            out.push(CELL);
        } else if !is_inline(tag.name) || is_link && !tag.closes && link_ended {
            out.push(BORDER);
        } else {
            let goes_on = rest.starts_with(|c: char| c.is_alphanumeric() || c == '<');
            if !(joins && goes_on && out.ends_with(is_part_of_word)) {
                out.push(INLINE);
            }
        }
        link_ended = is_link && tag.closes || link_ended && !is_link;
    }
    out.push_str(rest);
    out
}

fn is_part_of_word(c: char) -> bool {
    c.is_alphanumeric() || is_invisible(c)
}

/// The surroundings of every word that markup or an invisible entity breaks up, with the word in one
/// piece; empty for nearly every output. Anything that is searched for by its letters needs it.
/// Invisible signs as they are fall out when a text is folded.
pub(super) fn mended(bytes: &[u8]) -> Vec<u8> {
    let breaks = breaks(bytes);
    let mut out = Vec::new();
    let mut written = 0;
    for (number, one) in breaks.iter().enumerate() {
        let begin = one.start.saturating_sub(AROUND);
        if begin > written || number == 0 {
            let mut border = [0; 4];
            out.extend_from_slice(BORDER.encode_utf8(&mut border).as_bytes());
        }
        let begin = begin.max(written);
        if one.start < begin {
            continue;
        }
        out.extend_from_slice(&bytes[begin..one.start]);
        let next = breaks.get(number + 1).map_or(bytes.len(), |next| next.start);
        let end = (one.end + AROUND).min(next.max(one.end)).min(bytes.len());
        out.extend_from_slice(&bytes[one.end..end]);
        written = end;
    }
    out
}

fn is_word(byte: Option<&u8>) -> bool {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"-.@_".contains(byte);
    byte.is_some_and(|byte| is_part(byte) || !byte.is_ascii())
}

/// True if a word goes on here: a full stop or a hyphen alone ends one.
fn goes_on(bytes: &[u8], at: usize) -> bool {
    match bytes.get(at) {
        Some(b'.' | b'-' | b'@' | b'_') => is_word(bytes.get(unseen(bytes, at + 1))),
        other => is_word(other),
    }
}

/// True unless it is certain that no word goes on here, behind whatever nobody sees.
fn may_go_on(bytes: &[u8], at: usize) -> bool {
    let is_open = |byte: Option<&u8>| is_word(byte) || matches!(byte, Some(b'<' | b'&'));
    match bytes.get(at) {
        Some(b'.' | b'-' | b'@' | b'_') => is_open(bytes.get(at + 1)),
        other => is_open(other),
    }
}

/// Where something stands inside a word that no reader sees.
fn breaks(bytes: &[u8]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut after = 0;
    for at in memchr::memchr2_iter(b'<', b'&', bytes) {
        if at < after || at == 0 || !is_word(bytes.get(at - 1)) {
            continue;
        }
        if !a_word_follows(bytes, at) {
            continue;
        }
        let end = unseen(bytes, at);
        if end > at && goes_on(bytes, end) {
            found.push(at..end);
            after = end;
        }
    }
    found
}

/// False if it is certain that no word follows what begins here, whatever it is: nearly every tag
/// stands at the end of a line.
fn a_word_follows(bytes: &[u8], at: usize) -> bool {
    let mut end = at;
    loop {
        let last = match &bytes[end..] {
            [b'<', b'!', ..] => return true,
            [b'<', ..] => b'>',
            [b'&', ..] => b';',
            _ => return may_go_on(bytes, end),
        };
        let near = &bytes[end..bytes.len().min(end + LONGEST_TAG)];
        let Some(length) = memchr::memchr(last, near) else { return true };
        end += length + 1;
    }
}

/// Where the run of inline tags and invisible entities ends that begins here.
fn unseen(bytes: &[u8], at: usize) -> usize {
    let mut end = at;
    while let Some(length) = unseen_one(&bytes[end..]) {
        end += length;
    }
    end
}

/// The length of the inline tag or invisible entity that some bytes begin with.
fn unseen_one(bytes: &[u8]) -> Option<usize> {
    let first = *bytes.first()?;
    let near = &bytes[..bytes.len().min(LONGEST_TAG)];
    let last = if first == b'<' { b'>' } else { b';' };
    let end = memchr::memchr(last, near)? + 1;
    let text = |end: usize| std::str::from_utf8(&near[..end]).ok();
    match first {
        b'<' if near.starts_with(b"<!--") => {
            memchr::memmem::find(near, b"-->").map(|end| end + 3)
        }
        b'<' => tag(text(end)?).filter(|tag| is_inline(tag.name)).map(|tag| tag.length),
        b'&' => {
            let sign = html_escape::decode_html_entities(text(end)?);
            sign.chars().all(is_invisible).then_some(end)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::tokens::{Columns, Gap, tokens};

    fn gaps(html: &str) -> Vec<Gap> {
        tokens(&plain(html, false), Columns::None)
            .iter()
            .skip(1)
            .map(|one| one.before)
            .collect()
    }

    #[test]
    fn cells_and_links_are_values_and_emphasis_is_none() {
        assert_eq!(gaps("<td>Anna</td><td>Halle</td>"), [Gap::Cell]);
        let rows = "<tr><td>Anna</td></tr><tr><td>Halle</td></tr>";
        assert_eq!(gaps(rows), [Gap::Border]);
        assert_eq!(gaps("<li>Anna</li><li>Halle</li>"), [Gap::Border]);
        assert_eq!(gaps("<w:t>Jana </w:t></w:r><w:r><w:b/><w:t>M</w:t>"), [Gap::Inline]);
        assert_eq!(gaps("<b>Jana</b> <i>Müller</i>"), [Gap::Inline]);
        assert_eq!(gaps("<span>Jana</span><span>Müller</span>"), [Gap::Inline]);
        assert_eq!(gaps("<a>Müller</a> <a>Anna</a>"), [Gap::Border]);
        assert_eq!(gaps("<a>Jana</a> Müller"), [Gap::Inline]);
        assert_eq!(plain("<b>J</b>ana 3 < 4", true).replace(INLINE, ""), "Jana 3 < 4");
        assert_eq!(plain("x <a href=\"y", true).replace(INLINE, ""), "x ");
    }

    #[test]
    fn a_word_in_pieces_is_whole_again() {
        for broken in [
            "mit <b>J</b>ana M&shy;üller",
            "mit Ja<wbr>na M&#173;üller",
            "mit Ja<!-- x -->na M&#8203;üller",
            "mit J<b><i>an</i></b>a Müll&ZeroWidthSpace;er",
        ] {
            let mended = String::from_utf8(mended(broken.as_bytes())).expect("UTF-8");
            let text = plain(&mended, false).replace(INLINE, "");
            assert!(text.contains("Jana Müller"), "{broken}: {text}");
        }
        let mail = mended(b"jana<wbr>.<wbr>mueller<wbr>@<wbr>example<i>.org</i>");
        assert!(mail.ends_with(b"jana.mueller@example.org</i>"));
        let whole = "Jana <b>Müller</b> &amp; <i>Söhne</i>. <a>„GmbH“</a>.</p> <b>A</b>.";
        assert!(mended(whole.as_bytes()).is_empty());
    }
}
