//! Undoes what formats do to text: HTML entities, percent-encoding, JSON, Base64, UTF-16.
//!
//! In come bytes of an output, out goes decoded text to search. Decoding too much is harmless,
//! since every match is compared as a whole; decoding too little would miss a leak. Never fails.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};

use super::tokens::is_invisible;

/// Shortest run of Base64 to decode: 12 bytes of content. Ordinary words form shorter runs.
const SHORTEST_RUN: usize = 16;

/// Base64 (RFC 4648), tolerant of runs cut out of the middle of something.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Some bytes as text with every encoding undone. Twice, because a URL inside an attribute is
/// both percent-encoded and escaped as HTML.
pub(super) fn text(bytes: &[u8]) -> String {
    let mut text = String::from_utf8_lossy(bytes).into_owned();
    for _ in 0..2 {
        if text.contains('&') {
            text = html_escape::decode_html_entities(&text).into_owned();
        }
        if text.contains('%') {
            let decoded = percent_encoding::percent_decode_str(&text).decode_utf8_lossy();
            text = decoded.into_owned();
        }
        if text.contains("\\u") {
            text = from_json(&text);
        }
        if text.contains('\\') {
            text = from_escapes(&text);
        }
    }
    text
}

/// Undoes `\u00fc` and surrogate pairs (RFC 8259, section 7).
fn from_json(text: &str) -> String {
    let mut units = Vec::new();
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let flush = |units: &mut Vec<u16>, out: &mut String| {
        out.push_str(&String::from_utf16_lossy(units));
        units.clear();
    };
    while let Some(at) = rest.find("\\u") {
        if at > 0 {
            flush(&mut units, &mut out);
        }
        out.push_str(&rest[..at]);
        let unit =
            rest.get(at + 2..at + 6).and_then(|hex| u16::from_str_radix(hex, 16).ok());
        if let Some(unit) = unit {
            units.push(unit);
            rest = &rest[at + 6..];
        } else {
            flush(&mut units, &mut out);
            out.push_str("\\u");
            rest = &rest[at + 2..];
        }
    }
    flush(&mut units, &mut out);
    out.push_str(rest);
    out
}

/// Undoes `\x4a` and `\u{4a}` of JavaScript (ECMA-262, 12.9.4) and `\4a ` of CSS (CSS Syntax 3,
/// 4.3.7).
fn from_escapes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        if let Some((sign, length)) = escape(&rest[at + 1..]) {
            out.push(sign);
            rest = &rest[at + 1 + length..];
        } else {
            out.push('\\');
            rest = &rest[at + 1..];
        }
    }
    out.push_str(rest);
    out
}

/// The sign that stands after a backslash as a number, and the length of that.
fn escape(text: &str) -> Option<(char, usize)> {
    let hex = |text: &str, most: usize| {
        let end = text.bytes().take(most).take_while(u8::is_ascii_hexdigit).count();
        let sign =
            u32::from_str_radix(text.get(..end)?, 16).ok().and_then(char::from_u32);
        sign.map(|sign| (sign, end))
    };
    if let Some(rest) = text.strip_prefix('x') {
        return hex(rest, 2).filter(|(_, end)| *end == 2).map(|(sign, _)| (sign, 3));
    }
    if let Some(rest) = text.strip_prefix("u{") {
        let (sign, end) = hex(rest, 6)?;
        return rest[end..].starts_with('}').then_some((sign, end + 3));
    }
    // One digit alone is a bell in other languages, unless it is a line break of CSS.
    let is_escape = |(sign, end): &(char, usize)| {
        *end > 1 || *sign == '\n' && text[*end..].starts_with(' ')
    };
    let (sign, end) = hex(text, 6).filter(is_escape)?;
    let space = usize::from(text[end..].starts_with(' '));
    Some((sign, end + space))
}

/// A text with its folded lines joined (RFC 5545, section 3.1).
pub(super) fn unfolded(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(at) = memchr::memchr(b'\n', rest) {
        let line = rest[..at].strip_suffix(b"\r").unwrap_or(&rest[..at]);
        out.extend_from_slice(line);
        rest = &rest[at + 1..];
        match rest.first() {
            Some(b' ' | b'\t') => rest = &rest[1..],
            // Two lines are two values.
            _ => out.extend_from_slice(b"\n=\n"),
        }
    }
    out.extend_from_slice(rest);
    out
}

/// Bytes as Windows-1252, in which office programs write tables (WHATWG Encoding, 9.1).
pub(super) fn windows_1252(bytes: &[u8]) -> String {
    /// The letters and signs that Latin-1 does not have at 0x80 to 0x9f.
    const OTHER: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}',
        'Ž', '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›',
        'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    let sign = |byte: &u8| match byte {
        0x80..=0x9f => OTHER[usize::from(byte - 0x80)],
        other => char::from(*other),
    };
    bytes.iter().map(sign).collect()
}

/// True if letters or digits are encoded. No format requires that: either an address is hidden
/// from robots, or a whole text was encoded. The anchors do not cover such text.
pub(super) fn has_encoded_letters(bytes: &[u8]) -> bool {
    memchr::memchr3_iter(b'%', b'&', b'\\', bytes).any(|at| {
        let number = |from: usize, length: usize, radix: u32| {
            let digits = bytes.get(at + from..)?;
            let digits = &digits[..digits.len().min(length)];
            let end = digits.iter().position(|b| !char::from(*b).is_digit(radix));
            let digits = std::str::from_utf8(&digits[..end.unwrap_or(digits.len())]);
            u32::from_str_radix(digits.ok()?, radix).ok()
        };
        let rest = &bytes[at..];
        let sign = match rest {
            [b'&', b'#', b'x' | b'X', ..] | [b'\\', b'u', b'{', ..] => number(3, 6, 16),
            [b'&', b'#', ..] => number(2, 7, 10),
            [b'\\', b'u' | b'U', ..] => number(2, 4, 16),
            [b'\\', b'x', ..] => number(2, 2, 16),
            [b'\\', first, second, ..]
                if first.is_ascii_hexdigit() && second.is_ascii_hexdigit() =>
            {
                number(1, 6, 16)
            }
            [b'%', ..] => number(1, 2, 16),
            [b'&', first, ..] if first.is_ascii_alphabetic() => named(rest),
            _ => None,
        };
        // A byte of a letter of two bytes counts too, and so do the halves of one of two units;
        // signs of addresses, of numbers, and those that nobody sees inside of words.
        sign.is_some_and(|sign| match char::from_u32(sign) {
            Some('@' | '.' | '-' | '_' | '+' | '(' | ')') | None => true,
            Some(c) if is_invisible(c) => true,
            Some(c) if rest[0] == b'&' => c.is_alphanumeric(),
            Some(' ') => rest[0] == b'\\',
            Some(c) => c.is_alphanumeric() || sign > 0x7f,
        })
    })
}

/// A card or an event with quoted-printable values (RFC 2045, section 6.7) as text; nothing
/// if it has none.
pub(super) fn quoted_printable(bytes: &[u8]) -> Vec<u8> {
    let upper = bytes.to_ascii_uppercase();
    if memchr::memmem::find(&upper, b"QUOTED-PRINTABLE").is_none() {
        return Vec::new();
    }
    let mut out = b"\n=\n".to_vec();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let rest = &bytes[at + 1..];
        let hex = rest.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        let sign = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match (byte, sign) {
            (b'=', Some(sign)) => {
                out.push(if sign.is_ascii_control() { b' ' } else { sign });
                at += 3;
            }
            // A line that goes on.
            (b'=', None) if rest.starts_with(b"\r\n") => at += 3,
            (b'=', None) if rest.starts_with(b"\n") => at += 2,
            (other, _) => {
                out.push(*other);
                at += 1;
            }
        }
    }
    out
}

/// The sign of an entity with a name: `&eacute;`.
fn named(bytes: &[u8]) -> Option<u32> {
    const LONGEST: usize = 12;
    let end = bytes.iter().take(LONGEST).position(|byte| *byte == b';')?;
    let entity = std::str::from_utf8(&bytes[..=end]).ok()?;
    let sign = html_escape::decode_html_entities(entity);
    let mut signs = sign.chars();
    signs.next().filter(|_| signs.next().is_none()).map(u32::from)
}

/// The decoded content of a run of Base64, read at all four alignments, since the run may begin in
/// the middle of a group. Line breaks of mail and calendars are skipped. A `=` ends each result, so
/// that no word spans two of them.
pub(super) fn from_base64(run: &[u8]) -> Vec<u8> {
    let mut groups = Vec::with_capacity(4 * run.len() + 32);
    let signs = run.iter().copied().filter(|byte| !byte.is_ascii_whitespace());
    let signs: Vec<u8> = signs.map(standard).collect();
    for skip in 0..4 {
        add_groups(signs.get(skip..).unwrap_or_default(), &mut groups);
        // `===`.
        groups.extend_from_slice(b"PT09");
    }
    // Cannot fail for groups of Base64; a failure would leave too much to search.
    BASE64.decode(&groups).unwrap_or_default()
}

/// The URL-safe alphabet differs in two signs (RFC 4648, section 5).
fn standard(sign: u8) -> u8 {
    match sign {
        b'-' => b'+',
        b'_' => b'/',
        other => other,
    }
}

/// Adds some signs as whole groups of four. A sign alone at the end is less than a byte; behind two
/// or three follow zero bytes.
fn add_groups(signs: &[u8], groups: &mut Vec<u8>) {
    let whole = signs.len() - signs.len() % 4;
    groups.extend_from_slice(&signs[..whole]);
    // Bits of the last sign that belong to no byte are cleared.
    let last = |sign: u8, bits: u32| {
        let number = alphabet::STANDARD.as_str().bytes().position(|one| one == sign);
        let number = number.unwrap_or(0) >> bits << bits;
        alphabet::STANDARD.as_str().as_bytes()[number]
    };
    match signs[whole..] {
        [first, second] => groups.extend([first, last(second, 4), b'A', b'A']),
        [first, second, third] => groups.extend([first, second, last(third, 2), b'A']),
        _ => {}
    }
}

/// Long runs of Base64. A run of the minimum length always covers a multiple of that length,
/// so only these positions have to be tested.
pub(super) fn runs(bytes: &[u8]) -> Vec<&[u8]> {
    let mut runs = Vec::new();
    let mut at = SHORTEST_RUN - 1;
    while at < bytes.len() {
        if !is_sign(bytes[at]) {
            at += SHORTEST_RUN;
            continue;
        }
        let start = bytes[..at].iter().rposition(|b| !is_sign(*b)).map_or(0, |p| p + 1);
        let mut end = end_of_run(bytes, at);
        if end - start < SHORTEST_RUN {
            at = end.max(at + 1) + SHORTEST_RUN - 1;
            continue;
        }
        while let Some(next) = next_line(bytes, end) {
            end = end_of_run(bytes, next);
        }
        runs.push(&bytes[start..end]);
        at = end + SHORTEST_RUN;
    }
    runs
}

/// True for a character of either Base64 alphabet (RFC 4648, sections 4 and 5).
fn is_sign(byte: u8) -> bool {
    /// A table, since this is asked for a large share of all bytes.
    const SIGNS: [bool; 256] = {
        let mut signs = [false; 256];
        let mut byte = 0_u8;
        while byte < 128 {
            let other = matches!(byte, b'+' | b'/' | b'-' | b'_');
            signs[byte as usize] = byte.is_ascii_alphanumeric() || other;
            byte += 1;
        }
        signs
    };
    SIGNS[usize::from(byte)]
}

fn end_of_run(bytes: &[u8], from: usize) -> usize {
    bytes[from..]
        .iter()
        .position(|byte| !is_sign(*byte))
        .map_or(bytes.len(), |n| from + n)
}

/// Where a run continues after a line break, if it does.
fn next_line(bytes: &[u8], end: usize) -> Option<usize> {
    let rest = &bytes[end..];
    let breaks = rest.iter().take_while(|byte| b"\r\n \t".contains(byte)).count();
    let broken = rest[..breaks].contains(&b'\n');
    (broken && rest.get(breaks).is_some_and(|byte| is_sign(*byte)))
        .then_some(end + breaks)
}

/// Bytes read as UTF-16 in both byte orders and at both alignments. UTF-16 without a zero byte
/// holds no Latin text, so it is not worth the effort.
pub(super) fn utf16(bytes: &[u8]) -> Vec<String> {
    if memchr::memchr(0, bytes).is_none() {
        return Vec::new();
    }
    let read = |skip: usize, unit: fn([u8; 2]) -> u16| {
        let pairs = bytes.get(skip..).unwrap_or_default().chunks_exact(2);
        let units: Vec<u16> = pairs.map(|pair| unit([pair[0], pair[1]])).collect();
        String::from_utf16_lossy(&units)
    };
    let orders = [u16::from_be_bytes as fn([u8; 2]) -> u16, u16::from_le_bytes];
    orders.iter().flat_map(|order| [0, 1].map(|skip| read(skip, *order))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_of_the_web_is_undone() {
        for written in [
            "Müller",
            "M&uuml;ller",
            "M&#252;ller",
            "M&#xFC;ller",
            "M%C3%BCller",
            "M%c3%bcller",
            "M\\u00fcller",
            "M&#x25;C3%BCller",
            "&#77;%C3%BC&#108;ler",
        ] {
            assert_eq!(text(written.as_bytes()), "Müller", "{written}");
        }
        assert_eq!(text("\\ud83d\\ude00 \\u12 \\".as_bytes()), "😀 \\u12 \\");
        assert_eq!(text(b"100 % \xff &amp"), "100 % \u{fffd} &amp");
    }

    #[test]
    fn letters_need_no_encoding() {
        for hidden in [
            "x&#106;", "&#x6A;", "&#X6a", "%6a", "\\u006a", "%%6a", "&#00106;", "&#252;",
            "%C3%BC", "\\u00fc", "\\xfc", "\\u{fc}", "\\4a ", "&eacute;",
        ] {
            assert!(has_encoded_letters(hidden.as_bytes()), "{hidden}");
        }
        for usual in
            ["&amp;", "&nbsp;", "100 %", "&#8211;", "%20", "&#x", "%", "&#;", "\\n"]
        {
            assert!(!has_encoded_letters(usual.as_bytes()), "{usual}");
        }
    }

    fn decoded(bytes: &[u8]) -> Vec<u8> {
        runs(bytes).into_iter().flat_map(from_base64).collect()
    }

    #[test]
    fn base64_is_read_from_anywhere() {
        let encoded =
            base64::engine::general_purpose::STANDARD.encode("x: jana@example.org!");
        for (before, after) in
            [("", ""), ("data:;base64,", "\")"), ("<p>", "</p>"), ("ab", "")]
        {
            let bytes = format!("{before}{encoded}{after}");
            let found = decoded(bytes.as_bytes());
            let holds = memchr::memmem::find(&found, b"jana@example.org").is_some();
            assert!(holds, "{bytes}");
        }
        let folded = format!(
            "PHOTO;ENCODING=b:\r\n {}\r\n {}\r\n",
            &encoded[..16],
            &encoded[16..]
        );
        let found = decoded(folded.as_bytes());
        assert!(found.starts_with(b"x: jana@example.org!\0==="));
        assert!(decoded(b"<p>only short words here, and there</p>").is_empty());
    }

    #[test]
    fn utf16_is_read_in_both_orders() {
        let big: Vec<u8> = "Jana".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert!(utf16(&big).iter().any(|text| text == "Jana"));
        let small: Vec<u8> = "xJana".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(utf16(&small[1..]).iter().any(|text| text.contains("Jana")));
        assert!(utf16(b"Jana").is_empty());
    }
}
