//! Undoes what formats of the web do to text: HTML entities, percent-encoding, escapes of
//! JSON, Base64, UTF-16.
//!
//! In come bytes of an output, out goes text that may hold something. Too much may be decoded,
//! never too little: what is found is compared as a whole anyway. Nothing here fails.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};

/// Shortest run of Base64 that is decoded: 12 bytes. Shorter runs are words of ordinary text.
const SHORTEST_RUN: usize = 16;

/// Base64 (RFC 4648) as it may be cut out of the middle of something.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The text in some bytes, with every encoding undone that text of the web may have, twice: an
/// address in an attribute is encoded for both.
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
    }
    text
}

/// Undoes `\u00fc`, surrogate pairs (RFC 8259, section 7) included.
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

/// What long runs of Base64 say, read from each of their first four signs on. Lines into which
/// mail and calendars break it are joined.
pub(super) fn base64(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    for run in runs(bytes) {
        let signs: Vec<u8> = run
            .iter()
            .filter(|byte| !byte.is_ascii_whitespace())
            .map(|byte| match byte {
                b'-' => b'+',
                b'_' => b'/',
                other => *other,
            })
            .collect();
        for skip in 0..4 {
            let signs = signs.get(skip..).unwrap_or_default();
            // A single sign at the end is less than a byte.
            let whole = signs.len() - usize::from(signs.len() % 4 == 1);
            found.extend(BASE64.decode(&signs[..whole]));
        }
    }
    found
}

/// Long runs of Base64. Any run as long as that covers every position of a grid of this width,
/// so that only the grid has to be looked at.
fn runs(bytes: &[u8]) -> Vec<&[u8]> {
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

fn is_sign(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"+/-_".contains(&byte)
}

fn end_of_run(bytes: &[u8], from: usize) -> usize {
    bytes[from..]
        .iter()
        .position(|byte| !is_sign(*byte))
        .map_or(bytes.len(), |n| from + n)
}

/// Where a run goes on after a line break, if it does.
fn next_line(bytes: &[u8], end: usize) -> Option<usize> {
    let rest = &bytes[end..];
    let breaks = rest.iter().take_while(|byte| b"\r\n \t".contains(byte)).count();
    let broken = rest[..breaks].contains(&b'\n');
    (broken && rest.get(breaks).is_some_and(|byte| is_sign(*byte)))
        .then_some(end + breaks)
}

/// The text of bytes that may be UTF-16 in either order, from either of the first bytes on.
/// Without a zero byte there is no Latin text in it.
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
    fn base64_is_read_from_anywhere() {
        let encoded =
            base64::engine::general_purpose::STANDARD.encode("x: jana@example.org!");
        for (before, after) in
            [("", ""), ("data:;base64,", "\")"), ("<p>", "</p>"), ("ab", "")]
        {
            let bytes = format!("{before}{encoded}{after}");
            let found = base64(bytes.as_bytes());
            let holds =
                |one: &Vec<u8>| memchr::memmem::find(one, b"jana@example.org").is_some();
            assert!(found.iter().any(holds), "{bytes}");
        }
        let folded = format!(
            "PHOTO;ENCODING=b:\r\n {}\r\n {}\r\n",
            &encoded[..16],
            &encoded[16..]
        );
        let found = base64(folded.as_bytes());
        assert!(found.iter().any(|one| one.starts_with(b"x: jana@example.org")));
        assert!(base64(b"<p>only short words here, and there</p>").is_empty());
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
