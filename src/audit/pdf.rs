//! The text of a PDF: what its pages show and what its properties say.
//!
//! In come the bytes of a file, out go texts, in which a page is written letter by letter: letters
//! moved apart, codes of a font in place of letters, strings in octal or hexadecimal (ISO 32000-1,
//! 7.3, 9.4 and 9.10.3). Never guesses: letters whose meaning the file does not tell are reported.

use std::collections::BTreeMap;

use miniz_oxide::inflate::decompress_to_vec_zlib_with_limit;

use super::packed::LARGEST_PART;
use super::tokens::{BORDER, INLINE};

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

/// Maps codes to letters.
type Letters = BTreeMap<Vec<u8>, String>;

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
    PdfText { texts, unread: encrypted || file.has_unknown_letters() }
}

struct File {
    /// Bodies of objects by number, without their streams.
    objects: BTreeMap<u32, Vec<u8>>,
    /// Decoded streams.
    streams: Vec<Vec<u8>>,
    /// The stream of an object, by the object's number.
    stream_of: BTreeMap<u32, usize>,
}

impl File {
    fn read(bytes: &[u8]) -> Self {
        let mut file = Self {
            objects: BTreeMap::new(),
            streams: Vec::new(),
            stream_of: BTreeMap::new(),
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
                let data = decoded(dictionary, data);
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
    fn fonts(&self) -> BTreeMap<String, Vec<Letters>> {
        let mut fonts: BTreeMap<String, Vec<Letters>> = BTreeMap::new();
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
        fonts.values_mut().for_each(|all| all.dedup());
        fonts
    }

    fn letters(&self, font: &[u8]) -> Option<Letters> {
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

/// A stream with its filters undone, in their order (7.4).
fn decoded(dictionary: &[u8], data: &[u8]) -> Vec<u8> {
    let names = [
        (b"/ASCIIHexDecode".as_slice(), 0),
        (b"/AHx", 0),
        (b"/ASCII85Decode", 1),
        (b"/A85", 1),
        (b"/FlateDecode", 2),
        (b"/Fl ", 2),
    ];
    let mut filters: Vec<(usize, i32)> = names
        .iter()
        .filter_map(|(name, kind)| Some((memchr::memmem::find(dictionary, name)?, *kind)))
        .collect();
    filters.sort_unstable();
    let mut data = data.to_vec();
    for (_, kind) in filters {
        data = match kind {
            0 => hexadecimal(&data),
            1 => ascii85(&data),
            _ => match decompress_to_vec_zlib_with_limit(&data, LARGEST_PART) {
                Ok(whole) => whole,
                Err(broken) => broken.output,
            },
        };
    }
    data
}

fn hexadecimal(text: &[u8]) -> Vec<u8> {
    let digits = text.iter().take_while(|byte| **byte != b'>');
    let digits = digits.filter_map(|byte| char::from(*byte).to_digit(16));
    let digits: Vec<u8> = digits.filter_map(|digit| u8::try_from(digit).ok()).collect();
    let pair = |pair: &[u8]| pair[0] << 4 | pair.get(1).copied().unwrap_or(0);
    digits.chunks(2).map(pair).collect()
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

/// A piece of a PDF.
enum Lexeme {
    /// A string, of whichever notation.
    Text(Vec<u8>),
    /// Anything else: a number, a name, an operator, a bracket.
    Word(String),
}

struct Lexer<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Lexer<'b> {
    fn new(bytes: &'b [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// A string in brackets (7.3.4.2).
    fn literal(&mut self) -> Vec<u8> {
        let mut out = Vec::new();
        let mut depth = 1;
        while let Some(byte) = self.bytes.get(self.at).copied() {
            self.at += 1;
            match byte {
                b'\\' => self.escape(&mut out),
                b'(' => depth += 1,
                b')' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                break;
            }
            if byte != b'\\' {
                out.push(byte);
            }
        }
        out
    }

    fn escape(&mut self, out: &mut Vec<u8>) {
        let rest = &self.bytes[self.at..];
        let digits = rest.iter().take(3).take_while(|byte| (b'0'..=b'7').contains(*byte));
        let digits = digits.count();
        if digits > 0 {
            let value = rest[..digits]
                .iter()
                .fold(0_u32, |value, digit| value * 8 + u32::from(digit - b'0'));
            out.push((value & 0xff) as u8);
            self.at += digits;
            return;
        }
        match rest.first() {
            Some(b'n' | b'r') => out.push(b'\n'),
            Some(b't') => out.push(b'\t'),
            // A line break after a backslash is none.
            Some(b'\n' | b'\r' | b'b' | b'f') | None => {}
            Some(other) => out.push(*other),
        }
        self.at += 1;
    }
}

impl Iterator for Lexer<'_> {
    type Item = Lexeme;

    fn next(&mut self) -> Option<Lexeme> {
        loop {
            let byte = *self.bytes.get(self.at)?;
            self.at += 1;
            match byte {
                b'(' => return Some(Lexeme::Text(self.literal())),
                b'<' if self.bytes.get(self.at) == Some(&b'<') => self.at += 1,
                b'<' => {
                    let rest = &self.bytes[self.at..];
                    let end = rest.iter().position(|byte| *byte == b'>');
                    let end = end.unwrap_or(rest.len());
                    self.at += end;
                    return Some(Lexeme::Text(hexadecimal(&rest[..end])));
                }
                b'[' | b']' => return Some(Lexeme::Word(char::from(byte).to_string())),
                byte if byte.is_ascii_whitespace() || b">{}".contains(&byte) => {}
                _ => {
                    let rest = &self.bytes[self.at..];
                    let ends = |byte: &u8| {
                        byte.is_ascii_whitespace() || b"()<>[]{}/".contains(byte)
                    };
                    let end = rest.iter().position(ends).unwrap_or(rest.len());
                    let word = &self.bytes[self.at - 1..self.at + end];
                    self.at += end;
                    return Some(Lexeme::Word(
                        String::from_utf8_lossy(word).into_owned(),
                    ));
                }
            }
        }
    }
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
        other => super::decode::windows_1252(other)
            .unwrap_or_else(|| String::from_utf8_lossy(other).into_owned()),
    }
}

/// The letters of a `ToUnicode` map.
fn letters(map: &[u8]) -> Letters {
    let mut letters = Letters::new();
    let mut strings: Vec<Vec<u8>> = Vec::new();
    let mut in_list = false;
    let mut kind = "";
    for lexeme in Lexer::new(map) {
        match lexeme {
            Lexeme::Text(bytes) => strings.push(bytes),
            Lexeme::Word(word) => match word.as_str() {
                "beginbfchar" => (kind, strings) = ("char", Vec::new()),
                "beginbfrange" => (kind, strings) = ("range", Vec::new()),
                "endbfchar" | "endbfrange" => kind = "",
                "[" => in_list = true,
                "]" => {
                    in_list = false;
                    if kind == "range" && strings.len() > 2 {
                        let first = strings[0].clone();
                        for (number, text) in strings[2..].iter().enumerate() {
                            letters.insert(plus(&first, number), as_utf16(text));
                        }
                    }
                    strings.clear();
                }
                _ => {}
            },
        }
        match (kind, strings.len()) {
            ("char", 2) => {
                letters.insert(strings[0].clone(), as_utf16(&strings[1]));
                strings.clear();
            }
            ("range", 3) if !in_list => {
                let count = number(&strings[1]).saturating_sub(number(&strings[0]));
                for step in 0..=count.min(0xffff) {
                    let text = as_utf16(&plus(&strings[2], step));
                    letters.insert(plus(&strings[0], step), text);
                }
                strings.clear();
            }
            _ => {}
        }
    }
    letters
}

fn number(bytes: &[u8]) -> usize {
    bytes.iter().take(4).fold(0, |value, byte| value << 8 | usize::from(*byte))
}

/// The code that comes `step` after another of the same length.
fn plus(code: &[u8], step: usize) -> Vec<u8> {
    let mut code = code.to_vec();
    let mut carry = step;
    for byte in code.iter_mut().rev() {
        let sum = usize::from(*byte) + carry;
        *byte = (sum & 0xff) as u8;
        carry = sum >> 8;
    }
    code
}

fn as_utf16(bytes: &[u8]) -> String {
    let units = bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
    String::from_utf16_lossy(&units.collect::<Vec<_>>())
}

/// What a page shows.
fn shown(
    stream: &[u8],
    fonts: &BTreeMap<String, Vec<Letters>>,
    variant: usize,
) -> String {
    let mut out = String::new();
    let mut font: Option<&Letters> = None;
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
                out.push(INLINE)
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
fn spelled(bytes: &[u8], font: Option<&Letters>) -> String {
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
