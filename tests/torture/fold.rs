//! What is left of a text when every disguise is taken off.
//!
//! In come the bytes of an output, out go words in small letters without accents, in several
//! readings. Too much may be undone, never too little; nothing here is taken from the program.

use std::io::Read as _;

use icu_normalizer::DecomposingNormalizerBorrowed;

/// Words of a text, between single spaces: small letters and digits without accents, the umlauts
/// of German and their spellings by two letters as the same letter.
pub(crate) fn words(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push(' ');
    let push = |sign: char, out: &mut String| {
        let last = out.chars().next_back().unwrap_or(' ');
        match (last, sign) {
            // `ae`, `oe`, `ue` as `a`, `o`, `u`; `ss` as `s`; `dj` as `d`.
            ('a' | 'o' | 'u', 'e') | ('s', 's') | ('d', 'j') | (' ', ' ') => {}
            _ => out.push(sign),
        }
    };
    if text.is_ascii() {
        for byte in text.bytes() {
            let sign = char::from(byte.to_ascii_lowercase());
            push(if sign.is_ascii_alphanumeric() { sign } else { ' ' }, &mut out);
        }
    } else {
        let apart = DecomposingNormalizerBorrowed::new_nfkd().normalize(text);
        for sign in apart.chars().flat_map(char::to_lowercase) {
            fold(sign, &mut |sign| push(sign, &mut out));
        }
    }
    if !out.ends_with(' ') {
        out.push(' ');
    }
    out
}

fn fold(sign: char, push: &mut impl FnMut(char)) {
    match sign {
        'a'..='z' | '0'..='9' => push(sign),
        'ß' => push('s'),
        'đ' | 'ð' => push('d'),
        'ə' => push('e'),
        'ı' => push('i'),
        'ł' => push('l'),
        'ø' | 'œ' => push('o'),
        'æ' => push('a'),
        'þ' => {
            push('t');
            push('h');
        }
        // Marks of an accent, the soft hyphen and signs without width stand in no one's way.
        '\u{300}'..='\u{36f}'
        | '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}'
        | '\u{feff}'
        | '\u{180e}' => {}
        _ if sign.is_alphanumeric() => push(sign),
        _ => push(' '),
    }
}

/// Every reading of an output.
pub(crate) fn readings(bytes: &[u8]) -> Vec<String> {
    if bytes.starts_with(b"\x1f\x8b") {
        let mut text = Vec::new();
        // What cannot be unpacked is looked at as it is.
        if flate2::read::MultiGzDecoder::new(bytes).read_to_end(&mut text).is_ok() {
            let forward = words(&String::from_utf8_lossy(&text));
            let backward = forward.chars().rev().collect();
            return vec![forward, backward];
        }
    }
    let raw = String::from_utf8_lossy(bytes);
    let decoded = decoded(&raw);
    let mut all = vec![words(&decoded)];
    if decoded.contains('<') {
        for between in ["", " "] {
            all.push(words(&without_tags(&decoded, between)));
        }
    }
    if raw.contains("\n ") || raw.contains("\n\t") {
        let joined = raw.replace("\r\n", "\n").replace("\n ", "").replace("\n\t", "");
        all.push(words(&self::decoded(&joined)));
    }
    all.extend(base64(bytes).iter().map(|part| words(&String::from_utf8_lossy(part))));
    all
}

/// Entities, percent signs and backslashes undone, twice.
fn decoded(text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..2 {
        if text.contains('&') {
            text = html_escape::decode_html_entities(&text).into_owned();
        }
        if text.contains('%') {
            let bytes = percent_encoding::percent_decode_str(&text);
            text = bytes.decode_utf8_lossy().into_owned();
        }
        if text.contains("\\u") || text.contains("\\x") {
            text = escapes(&text);
        }
    }
    text
}

/// `\u00fc` and `\xfc` undone.
fn escapes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let length = match rest.as_bytes().first() {
            Some(b'u') => 4,
            Some(b'x') => 2,
            _ => continue,
        };
        let code = rest.get(1..=length).and_then(|hex| u32::from_str_radix(hex, 16).ok());
        if let Some(sign) = code.and_then(char::from_u32) {
            out.push(sign);
            rest = &rest[length + 1..];
        }
    }
    out.push_str(rest);
    out
}

fn without_tags(text: &str, between: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        out.push_str(&rest[..start]);
        let Some(end) = rest[start..].find('>') else { break };
        out.push_str(between);
        rest = &rest[start + end + 1..];
    }
    out.push_str(rest);
    out
}

/// What long runs of Base64 hold, read from each of their first four signs on.
fn base64(bytes: &[u8]) -> Vec<Vec<u8>> {
    const SHORTEST: usize = 24;
    let value = |byte: u8| match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let mut all = Vec::new();
    for run in bytes.split(|byte| value(*byte).is_none()) {
        if run.len() < SHORTEST {
            continue;
        }
        for skip in 0..4 {
            let mut out = Vec::with_capacity(run.len());
            for four in run[skip..].chunks_exact(4) {
                let bits = four.iter().fold(0_u32, |bits, byte| {
                    bits << 6 | u32::from(value(*byte).unwrap_or(0))
                });
                out.extend(&bits.to_be_bytes()[1..]);
            }
            all.push(out);
        }
    }
    all
}

/// Digits of a text, with a space wherever something other than what divides a telephone number
/// stands between them.
pub(crate) fn digits(words: &str) -> String {
    let mut out = String::new();
    let mut waiting = false;
    for sign in words.chars() {
        match sign {
            '0'..='9' => {
                out.push(sign);
                waiting = true;
            }
            ' ' => {}
            _ if waiting => {
                out.push(' ');
                waiting = false;
            }
            _ => {}
        }
    }
    out
}

#[test]
fn every_disguise_is_taken_off() {
    let plain = words("Jana von Müller");
    assert_eq!(plain, " jana von muller ");
    for written in [
        "JANA VON MÜLLER",
        "jana-von-mueller",
        "Jana von Mu\u{308}ller",
        "Ja\u{ad}na von M\u{fc}l\u{200b}ler",
        "Jana%20von%20M%C3%BCller",
        "Jana von M&uuml;ller",
        "&#74;ana von M\\u00fcller",
        "<b>J</b>ana <i>von</i> Mül<wbr>ler",
        "x <td>Jana</td><td>von Müller</td>",
        "BEGIN\r\nSUMMARY:Jana v\r\n on M\r\n üller\r\n",
        "x: SmFuYSB2b24gTcO8bGxlciB3YXIgaGllcg==",
    ] {
        let found = readings(written.as_bytes()).iter().any(|own| own.contains(&plain));
        assert!(found, "{written}: {:?}", readings(written.as_bytes()));
    }
    assert!(words("Weiß Strauss").contains(&words("WEISS Strauß")));
    assert_eq!(words("Đorđe Cəfərov"), words("Djordje Ceferov"));
    let number = digits(&words("Tel. 0341/555-01-23, ab 5 Uhr"));
    assert!(number.contains("03415550123 "), "{number}");
}
