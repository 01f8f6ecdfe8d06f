//! The text of files that offices and players write: RTF, subtitles.
//!
//! In come bytes, out goes the text that a reader sees. Never fails: what is no such file is
//! nothing.

use super::tokens::BORDER;
use super::{decode, markup};

/// Words that begin a property of an RTF file.
const PROPERTIES: [&[u8]; 8] = [
    b"author",
    b"operator",
    b"title",
    b"subject",
    b"company",
    b"manager",
    b"keywords",
    b"doccomm",
];

/// The text of an RTF file (Rich Text Format 1.9.1): `\'fc` and `\u252?` are letters, and groups
/// and control words stand inside of words.
pub(super) fn rtf(bytes: &[u8]) -> Option<String> {
    if !bytes.starts_with(b"{\\rtf") {
        return None;
    }
    let mut out = String::new();
    let mut at = 0;
    // How many signs stand for a letter that is written as a number, for older programs.
    let mut skipped = 0_usize;
    // Whether each open group is a value of its own, as the author is.
    let mut groups: Vec<bool> = Vec::new();
    while let Some(byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'\\' => {
                if PROPERTIES.iter().any(|word| bytes[at..].starts_with(word)) {
                    out.push(BORDER);
                    groups.last_mut().into_iter().for_each(|group| *group = true);
                }
                at += control(&bytes[at..], &mut out, &mut skipped);
            }
            b'{' => groups.push(false),
            b'}' => {
                if groups.pop() == Some(true) {
                    out.push(BORDER);
                }
            }
            b'\r' | b'\n' => {}
            _ if skipped > 0 => skipped -= 1,
            other => out.push_str(&letter(*other)),
        }
    }
    Some(out)
}

fn letter(byte: u8) -> String {
    decode::windows_1252(&[byte])
}

/// Reads what follows a backslash, and returns how long it is.
fn control(rest: &[u8], out: &mut String, skipped: &mut usize) -> usize {
    let Some(first) = rest.first() else { return 0 };
    if *first == b'\'' {
        let hex = rest.get(1..3).and_then(|hex| std::str::from_utf8(hex).ok());
        let byte = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        if *skipped > 0 {
            *skipped -= 1;
        } else if let Some(byte) = byte {
            out.push_str(&letter(byte));
        }
        return 3.min(rest.len());
    }
    if !first.is_ascii_alphabetic() {
        match first {
            b'~' => out.push(' '),
            b'\\' | b'{' | b'}' => out.push(char::from(*first)),
            _ => {}
        }
        return 1;
    }
    let letters = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let digits = rest[letters..].iter();
    let digits =
        digits.take_while(|byte| byte.is_ascii_digit() || **byte == b'-').count();
    let number = std::str::from_utf8(&rest[letters..letters + digits]).unwrap_or("");
    let space = usize::from(rest.get(letters + digits) == Some(&b' '));
    match &rest[..letters] {
        b"u" => {
            // A number above 32,767 is written as a negative one.
            let unit = number.parse::<i32>().ok().map(|unit| unit.rem_euclid(0x1_0000));
            let sign = unit.and_then(|unit| u32::try_from(unit).ok());
            out.extend(sign.and_then(char::from_u32));
            *skipped = 1;
        }
        b"par" | b"cell" | b"row" | b"sect" | b"page" => out.push(BORDER),
        b"line" | b"tab" => out.push(' '),
        _ => {}
    }
    letters + digits + space
}

/// The text of subtitles without numbers and times, so that a sentence goes on from one to the
/// next (`WebVTT`, `SubRip`).
pub(super) fn subtitles(bytes: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(bytes).ok().filter(|text| text.contains("-->"))?;
    let is_spoken = |line: &&str| {
        let line = line.trim();
        !line.contains("-->") && !line.bytes().all(|byte| byte.is_ascii_digit())
    };
    Some(text.lines().filter(is_spoken).collect::<Vec<_>>().join("\n"))
}

/// The texts of an ID3 tag, as music and talks have them (ID3v2.3 and 2.4, section 4.2).
pub(super) fn id3(bytes: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    let Some(head) = bytes.strip_prefix(b"ID3").and_then(|rest| rest.get(..7)) else {
        return found;
    };
    // Seven bits of each byte count.
    let safe =
        |four: &[u8]| four.iter().fold(0, |size, byte| size << 7 | usize::from(*byte));
    let end = bytes.len().min(10 + safe(&head[3..7]));
    let mut tag = bytes[10..end].to_vec();
    if head[2] & 0x80 != 0 {
        tag = synchronised(&tag);
    }
    let mut at = 0;
    while let Some(frame) = tag.get(at..at + 10) {
        let plain =
            frame[4..8].iter().fold(0, |size, byte| size << 8 | usize::from(*byte));
        let size = if head[0] > 3 { safe(&frame[4..8]) } else { plain };
        let start = at + 10;
        let content = tag.get(start..start + size).unwrap_or_default();
        let is_marked = head[0] > 3 && frame[9] & 2 != 0;
        let content = if is_marked { synchronised(content) } else { content.to_vec() };
        if frame[0] == b'T' || frame.starts_with(b"COMM") || frame.starts_with(b"USLT") {
            found.extend(frame_texts(&content));
        }
        if size == 0 || frame[0] == 0 {
            break;
        }
        at = start + size;
    }
    found
}

/// Bytes without the zeros that keep a player from taking them for sound.
fn synchronised(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    for byte in bytes {
        if *byte != 0 || out.last() != Some(&0xff) {
            out.push(*byte);
        }
    }
    out
}

/// The text of a frame: its first byte tells in which encoding.
fn frame_texts(content: &[u8]) -> Vec<String> {
    let Some((encoding, text)) = content.split_first() else { return Vec::new() };
    match encoding {
        1 | 2 => decode::utf16(text),
        3 => vec![String::from_utf8_lossy(text).into_owned()],
        _ => vec![text.iter().map(|byte| letter(*byte)).collect()],
    }
}

/// The text of a part of an office document.
pub(super) fn office(part: &[u8]) -> Option<String> {
    let text = match part {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => decode::utf16(part)
            .into_iter()
            .find(|text| text.trim_start_matches('\u{feff}').starts_with('<'))?,
        _ => std::str::from_utf8(part).ok()?.to_owned(),
    };
    let start = text.trim_start_matches('\u{feff}').trim_start();
    start.starts_with('<').then(|| decode::text(markup::office(start).as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_rich_text_are_letters() {
        let text =
            b"{\\rtf1\\ansi {\\b J}ana M\\'fcller\\par \\u381?ofia {\\i Nov}\\'e1k}";
        let text = rtf(text).expect("RTF");
        assert_eq!(text.trim(), format!("Jana Müller{BORDER}Žofia Novák"));
        assert_eq!(rtf(b"text"), None);
    }

    #[test]
    fn a_sentence_goes_on_in_the_next_subtitle() {
        let text = "WEBVTT\n\n1\n00:01.000 --> 00:02.000\nmit Jana\n\n2\n00:02.000 --> 00:03.000\nMüller";
        assert_eq!(
            subtitles(text.as_bytes()).as_deref(),
            Some("WEBVTT\nmit Jana\nMüller")
        );
        assert_eq!(subtitles(b"Jana"), None);
    }
}
