//! The text of a PDF: what its pages show and what its properties say.
//!
//! In come the bytes of a file, out go texts, in which a page is written letter by letter: letters
//! moved apart, codes of a font in place of letters, strings in octal or hexadecimal (ISO 32000-1,
//! 7.3, 9.4 and 9.10.3). Never guesses: letters whose meaning the file does not tell are reported.

use std::collections::BTreeMap;

use miniz_oxide::inflate::decompress_to_vec_zlib_with_limit;

use self::letters::{FontLetters, letters};
use self::lexer::{Lexeme, Lexer, hexadecimal, lempel_ziv_welch, run_lengths};
use super::packed::LARGEST_PART;
use super::tokens::{BORDER, INLINE};

mod letters;
mod lexer;

/// Letters moved apart by more than this, in thousandths of their size, are two words.
const WORD_GAP: f32 = 180.0;
/// Fonts of one name that are tried one after the other: a file may name them anew on each page.
const MOST_FONTS: usize = 8;

/// What a PDF says.
#[derive(Default)]
pub(super) struct PdfText {
    pub(super) texts: Vec<String>,
    /// True if some letters cannot be read.
    pub(super) unread: bool,
}

/// The text of a PDF; nothing if it is none.
pub(super) fn text(bytes: &[u8]) -> PdfText {
    if !bytes.starts_with(b"%PDF-") {
        return PdfText::default();
    }
    let file = File::read(bytes);
    let fonts = file.fonts();
    let mut texts = vec![file.strings()];
    let variants = fonts.values().map(Vec::len).max().unwrap_or(1).clamp(1, MOST_FONTS);
    for stream in file.streams.iter().filter(|stream| shows_text(stream)) {
        for variant in 0..variants {
            texts.push(shown(stream, &fonts, variant));
        }
    }
    let encrypted = memchr::memmem::find(bytes, b"/Encrypt").is_some();
    PdfText { texts, unread: encrypted || file.unread || file.has_unknown_letters() }
}

struct File {
    /// Bodies of objects by number, without their streams.
    objects: BTreeMap<u32, Vec<u8>>,
    /// Decoded streams.
    streams: Vec<Vec<u8>>,
    /// The stream of an object, by the object's number.
    stream_of: BTreeMap<u32, usize>,
    /// True if a stream that may hold text could not be read.
    unread: bool,
}

impl File {
    fn read(bytes: &[u8]) -> Self {
        let mut file = Self {
            objects: BTreeMap::new(),
            streams: Vec::new(),
            stream_of: BTreeMap::new(),
            unread: false,
        };
        for at in memchr::memmem::find_iter(bytes, b" obj") {
            let Some(number) = object_number(&bytes[..at]) else { continue };
            let body = &bytes[at + 4..];
            let end = memchr::memmem::find(body, b"endobj").unwrap_or(body.len());
            let body = &body[..end];
            let start = memchr::memmem::find(body, b"stream");
            let dictionary = &body[..start.unwrap_or(body.len())];
            if let Some(start) = start {
                let data = &body[start + 6..];
                let data = data.strip_prefix(b"\r").unwrap_or(data);
                let data = data.strip_prefix(b"\n").unwrap_or(data);
                let (data, is_whole) = decoded(dictionary, data);
                file.unread |= !is_whole && !holds(dictionary, b"/Image");
                file.inner(dictionary, &data);
                file.stream_of.insert(number, file.streams.len());
                file.streams.push(data);
            }
            file.objects.insert(number, dictionary.to_vec());
        }
        file
    }

    /// Objects inside an object stream (7.5.7).
    fn inner(&mut self, dictionary: &[u8], data: &[u8]) {
        if !holds(dictionary, b"/ObjStm") {
            return;
        }
        let Some(first) = integer(dictionary, b"/First") else { return };
        let head = String::from_utf8_lossy(data.get(..first).unwrap_or_default());
        let numbers: Vec<usize> =
            head.split_whitespace().filter_map(|one| one.parse().ok()).collect();
        let pairs: Vec<(usize, usize)> =
            numbers.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect();
        for (index, (number, start)) in pairs.iter().enumerate() {
            let end = pairs.get(index + 1).map_or(data.len(), |next| first + next.1);
            let body = data.get(first + start..end.min(data.len()));
            if let (Some(body), Ok(number)) = (body, u32::try_from(*number)) {
                self.objects.insert(number, body.to_vec());
            }
        }
    }

    /// The letters of each font, by the name that pages call it.
    fn fonts(&self) -> BTreeMap<String, Vec<FontLetters>> {
        let mut fonts: BTreeMap<String, Vec<FontLetters>> = BTreeMap::new();
        for body in self.objects.values() {
            let text = String::from_utf8_lossy(body);
            let words: Vec<&str> = text.split_whitespace().flat_map(slashed).collect();
            for four in words.windows(4) {
                let (name, number) = match four {
                    [name, number, _, reference] if reference.starts_with('R') => {
                        (*name, number.parse::<u32>())
                    }
                    _ => continue,
                };
                let Some(name) = name.strip_prefix('/') else { continue };
                let font = number.ok().and_then(|number| self.objects.get(&number));
                let Some(font) = font.filter(|font| holds(font, b"/Font")) else {
                    continue;
                };
                let letters = self.letters(font).unwrap_or_default();
                fonts.entry(name.to_owned()).or_default().push(letters);
            }
        }
        for all in fonts.values_mut() {
            all.dedup();
        }
        fonts
    }

    fn letters(&self, font: &[u8]) -> Option<FontLetters> {
        let number = integer(font, b"/ToUnicode")?;
        let stream = self.stream_of.get(&u32::try_from(number).ok()?)?;
        Some(letters(&self.streams[*stream]))
    }

    /// A font of many letters that does not say which they are.
    fn has_unknown_letters(&self) -> bool {
        self.objects.values().any(|body| {
            holds(body, b"/Type0") && holds(body, b"/Font") && !holds(body, b"/ToUnicode")
        })
    }

    /// Every string outside of pages: author, title, bookmarks, notes, fields of forms.
    fn strings(&self) -> String {
        let mut out = String::new();
        for body in self.objects.values() {
            for token in Lexer::new(body) {
                if let Lexeme::Text(bytes) = token {
                    out.push_str(&as_text(&bytes));
                    out.push(BORDER);
                    // Some programs write UTF-8 without a mark.
                    out.push_str(&String::from_utf8_lossy(&bytes));
                    out.push(BORDER);
                }
            }
        }
        out
    }
}

/// `a/b` as `a`, `/b`.
fn slashed(word: &str) -> impl Iterator<Item = &str> {
    let mut rest = word;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end =
            rest[1..].find(['/', '<', '>', '[', ']']).map_or(rest.len(), |end| end + 1);
        let (word, after) = rest.split_at(end.max(1).min(rest.len()));
        rest = after;
        Some(word)
    })
}

fn holds(bytes: &[u8], wanted: &[u8]) -> bool {
    memchr::memmem::find(bytes, wanted).is_some()
}

/// The number after a key.
fn integer(dictionary: &[u8], key: &[u8]) -> Option<usize> {
    let at = memchr::memmem::find(dictionary, key)? + key.len();
    let rest = String::from_utf8_lossy(&dictionary[at..dictionary.len().min(at + 24)]);
    rest.split_whitespace().next()?.parse().ok()
}

/// The object number of `12 0 obj`.
fn object_number(before: &[u8]) -> Option<u32> {
    let start = before.len().saturating_sub(24);
    let text = String::from_utf8_lossy(&before[start..]);
    let mut words = text.split(|c: char| !c.is_ascii_digit()).rev();
    words.next()?;
    words.next()?.parse().ok()
}

/// A stream with its filters undone, in their order (7.4), and whether that was possible.
fn decoded(dictionary: &[u8], data: &[u8]) -> (Vec<u8>, bool) {
    let text = String::from_utf8_lossy(dictionary);
    let filters = text.split_once("/Filter").map_or("", |(_, rest)| rest);
    // One name, or a list of names.
    let filters = match filters.trim_start().strip_prefix('[') {
        Some(list) => list.split(']').next().unwrap_or(""),
        None => filters.split_whitespace().next().unwrap_or(""),
    };
    let names =
        filters.split(['/', ' ', '\n', '\r', '>', '<']).filter(|one| !one.is_empty());
    let mut data = data.to_vec();
    let mut is_whole = true;
    for name in names {
        data = match name {
            "ASCIIHexDecode" | "AHx" => hexadecimal(&data),
            "ASCII85Decode" | "A85" => ascii85(&data),
            "RunLengthDecode" | "RL" => run_lengths(&data),
            "LZWDecode" | "LZW" => lempel_ziv_welch(&data),
            "FlateDecode" | "Fl" => {
                match decompress_to_vec_zlib_with_limit(&data, LARGEST_PART) {
                    Ok(whole) => whole,
                    Err(broken) => {
                        is_whole = false;
                        broken.output
                    }
                }
            }
            // What only pictures have holds no text.
            "DCTDecode" | "DCT" | "JPXDecode" | "CCITTFaxDecode" | "CCF"
            | "JBIG2Decode" => {
                return (data, is_whole);
            }
            _ => return (data, false),
        };
    }
    (data, is_whole)
}

/// Base 85 (7.4.3).
fn ascii85(text: &[u8]) -> Vec<u8> {
    let text = text.strip_prefix(b"<~").unwrap_or(text);
    let mut out = Vec::new();
    let mut group: Vec<u8> = Vec::new();
    let flush = |group: &mut Vec<u8>, out: &mut Vec<u8>| {
        let length = group.len();
        if length < 2 {
            return group.clear();
        }
        group.resize(5, 84);
        let value = group.iter().fold(0_u32, |value, digit| {
            value.wrapping_mul(85).wrapping_add(u32::from(*digit))
        });
        out.extend_from_slice(&value.to_be_bytes()[..length - 1]);
        group.clear();
    };
    for byte in text {
        match byte {
            b'z' if group.is_empty() => out.extend([0; 4]),
            b'!'..=b'u' => group.push(byte - b'!'),
            b'~' => break,
            _ => {}
        }
        if group.len() == 5 {
            flush(&mut group, &mut out);
        }
    }
    flush(&mut group, &mut out);
    out
}

fn shows_text(stream: &[u8]) -> bool {
    holds(stream, b"BT") && (holds(stream, b"Tj") || holds(stream, b"TJ"))
}

/// The text of a string that is no code of a font (7.9.2.2).
fn as_text(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, rest @ ..] => {
            let units =
                rest.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
            String::from_utf16_lossy(&units.collect::<Vec<_>>())
        }
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        other => super::decode::windows_1252(other),
    }
}

/// What a page shows.
fn shown(
    stream: &[u8],
    fonts: &BTreeMap<String, Vec<FontLetters>>,
    variant: usize,
) -> String {
    let mut out = String::new();
    let mut font: Option<&FontLetters> = None;
    let mut last = String::new();
    let mut operands: Vec<f32> = Vec::new();
    let mut in_array = false;
    for lexeme in Lexer::new(stream) {
        let word = match lexeme {
            Lexeme::Text(bytes) => {
                out.push_str(&spelled(&bytes, font));
                continue;
            }
            Lexeme::Word(word) => word,
        };
        if let Ok(number) = word.parse::<f32>() {
            if in_array && number < -WORD_GAP {
                out.push(' ');
            }
            operands.push(number);
            continue;
        }
        match word.as_str() {
            "[" => in_array = true,
            "]" => in_array = false,
            "Tf" => {
                let all = fonts.get(last.trim_start_matches('/'));
                font =
                    all.and_then(|all| all.get(variant.min(all.len().saturating_sub(1))));
            }
            // Another line, or another place on the same one.
            "Td" | "TD" if operands.last().is_none_or(|down| *down == 0.0) => {
                out.push(INLINE);
            }
            "Td" | "TD" | "T*" | "'" | "\"" | "Tm" => out.push('\n'),
            "ET" => out.push(BORDER),
            _ => {}
        }
        if !in_array {
            operands.clear();
        }
        last = word;
    }
    out
}

/// The letters of a string in a font.
fn spelled(bytes: &[u8], font: Option<&FontLetters>) -> String {
    let Some(letters) = font.filter(|letters| !letters.is_empty()) else {
        return as_text(bytes);
    };
    let length = letters.keys().next().map_or(1, Vec::len).max(1);
    let sign = |code: &[u8]| letters.get(code).cloned().unwrap_or_default();
    bytes.chunks(length).map(sign).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pdf(content: &str, more: &str) -> Vec<u8> {
        let length = content.len();
        format!(
            "%PDF-1.4\n1 0 obj << /Font << /F1 2 0 R >> >> endobj\n{more}\n\
             9 0 obj << /Length {length} >> stream\n{content}\nendstream endobj\n"
        )
        .into_bytes()
    }

    fn says(bytes: &[u8], wanted: &str) -> bool {
        text(bytes).texts.iter().any(|one| one.replace(INLINE, "").contains(wanted))
    }

    const PLAIN: &str = "2 0 obj << /Type /Font /Subtype /Type1 >> endobj";

    #[test]
    fn letters_that_are_moved_apart_are_one_word() {
        let page = "BT /F1 12 Tf [(J) -20 (ana) -300 (M\\374) 15 <6c6c6572>] TJ ET";
        assert!(says(&pdf(page, PLAIN), "Jana Müller"));
        let page = "BT /F1 12 Tf (Jana) Tj 0 -14 Td (M\\374ller) Tj ET";
        assert!(says(&pdf(page, PLAIN), "Jana\nMüller"));
    }

    #[test]
    fn codes_of_a_font_are_letters() {
        let map = "/CIDInit begincmap 1 beginbfchar <01> <004A> endbfchar \
                   2 beginbfrange <02> <03> <0061> <04> <05> [<006E> <0061>] endbfrange";
        let more = format!(
            "2 0 obj << /Type /Font /ToUnicode 3 0 R >> endobj\n\
             3 0 obj << /Length 1 >> stream\n{map}\nendstream endobj"
        );
        assert!(says(&pdf("BT /F1 9 Tf <01020405> Tj ET", &more), "Jana"));
    }

    #[test]
    fn properties_are_read_in_every_notation() {
        let author =
            "4 0 obj << /Author <FEFF004A0061006E0061> /Title (J\\141na 2) >> endobj";
        let bytes = pdf("", author);
        assert!(says(&bytes, "Jana 2"));
        assert!(says(&bytes, "Jana\u{f8f0}"));
    }

    #[test]
    fn filters_are_undone_in_their_order() {
        assert_eq!(ascii85(b"<~87cURD]i,\"Ebo80~>"), b"Hello World!");
        assert_eq!(hexadecimal(b"4a 61 6E61>"), b"Jana");
    }

    #[test]
    fn letters_without_a_meaning_are_told() {
        let more = "2 0 obj << /Type /Font /Subtype /Type0 >> endobj";
        assert!(text(&pdf("BT ET", more)).unread);
        assert!(!text(&pdf("BT ET", PLAIN)).unread);
        assert!(text(b"no PDF").texts.is_empty());
    }
}
