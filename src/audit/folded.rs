//! The letters of a text without case and accents, each with its place in the text.
//!
//! In come bytes, out go bytes in which short strings are searched for: `José` is `jose` there,
//! however its author or the entry writes it, and signs that nobody sees are gone. Never loses
//! the way back to the place in the text.

use std::sync::LazyLock;

use super::tokens::{bare, is_invisible};

/// Bytes of the text after which its place is taken down, so that the way back is short.
const STEP: usize = 1024;

/// A text to search in.
pub(super) struct FoldedText<'t> {
    text: &'t [u8],
    bytes: Vec<u8>,
    /// At this byte of the result begins that byte of the text: a few places in order.
    marks: Vec<(usize, usize)>,
}

impl<'t> FoldedText<'t> {
    /// Folds a text.
    pub(super) fn of(text: &'t [u8]) -> Self {
        let mut folded = FoldedBytes::with_capacity(text.len());
        let known = &**OF_USUAL_SIGNS;
        let mut marks = Vec::new();
        let (mut at, mut marked) = (0, 0);
        while at < text.len() {
            at += folded.push_ascii(&text[at..text.len().min(at + STEP)]);
            // Also inside of long ASCII: the way back never leads through all of a file.
            if at >= marked + STEP {
                marks.push((folded.length, at));
                marked = at;
            }
            if text.get(at).is_some_and(|byte| !byte.is_ascii()) {
                at += folded.push(&text[at..], known);
            }
        }
        folded.bytes.truncate(folded.length);
        Self { text, bytes: folded.bytes, marks }
    }

    /// The bytes to search in.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Where the sign that a byte belongs to stands in the text.
    pub(super) fn raw(&self, wanted: usize) -> usize {
        let before = self.marks.partition_point(|(folded, _)| *folded <= wanted);
        let mark = before.checked_sub(1).map(|number| self.marks[number]);
        let (mut folded, mut at) = mark.unwrap_or_default();
        while at < self.text.len() {
            let end = self.text.len().min(at + (wanted - folded) + 1);
            let letters = ascii(&self.text[at..end]);
            if wanted < folded + letters {
                return at + (wanted - folded);
            }
            (folded, at) = (folded + letters, at + letters);
            if at == self.text.len() {
                break;
            }
            let mut sign = FoldedBytes::with_capacity(0);
            let length = sign.push(&self.text[at..], &OF_USUAL_SIGNS);
            if wanted < folded + sign.length {
                return at;
            }
            (folded, at) = (folded + sign.length, at + length);
        }
        at
    }
}

/// Folded bytes with room for more: writing whole words and counting those that are meant is
/// several times as fast as pushing bytes, and this reads all that is published.
struct FoldedBytes {
    bytes: Vec<u8>,
    /// How many of them are written.
    length: usize,
}

/// Bytes that are folded together.
const WORD: usize = 8;
/// Bytes that are folded together where all are ASCII: four registers of the smallest processors.
const BLOCK: usize = 64;

impl FoldedBytes {
    fn with_capacity(length: usize) -> Self {
        Self { bytes: vec![0; length + BLOCK], length: 0 }
    }

    /// Adds the ASCII that a text begins with, in lower case, with spaces for line breaks and tabs,
    /// since text may be wrapped anywhere; returns its length.
    #[inline]
    fn push_ascii(&mut self, text: &[u8]) -> usize {
        self.reserve(text.len());
        let mut at = 0;
        let mut out = self.length;
        let (blocks, _) = text.as_chunks::<BLOCK>();
        for block in blocks {
            if !block.is_ascii() {
                break;
            }
            let place = &mut self.bytes[out..out + BLOCK];
            for (place, byte) in place.iter_mut().zip(block) {
                *place = byte.to_ascii_lowercase().max(b' ');
            }
            (at, out) = (at + BLOCK, out + BLOCK);
        }
        let (words, rest) = text[at..].as_chunks::<WORD>();
        for word in words {
            let (folded, length) = folded_word(*word);
            self.bytes[out..out + WORD].copy_from_slice(&folded);
            (at, out) = (at + length, out + length);
            if length < WORD {
                self.length = out;
                return at;
            }
        }
        // The byte after the last one is none of the text, and ends it.
        let mut word = [0x80; WORD];
        word[..rest.len()].copy_from_slice(rest);
        let (folded, length) = folded_word(word);
        self.bytes[out..out + WORD].copy_from_slice(&folded);
        self.length = out + length;
        at + length
    }

    /// Makes room for so many bytes and a block.
    #[inline]
    fn reserve(&mut self, more: usize) {
        if self.bytes.len() < self.length + more + BLOCK {
            self.bytes.resize(self.length + 2 * more + BLOCK, 0);
        }
    }

    /// Adds the first sign of some bytes, which is no ASCII, and returns its length.
    #[inline]
    fn push(&mut self, text: &[u8], known: &[ShortFold]) -> usize {
        let number = match text {
            [first @ 0xc2..=0xdf, second @ 0x80..=0xbf, ..] => {
                usize::from(first & 0x1f) << 6 | usize::from(second & 0x3f)
            }
            [0xe2, 0x80, third @ 0x80..=0xbf, ..] => {
                PUNCTUATION + usize::from(third & 0x3f)
            }
            _ => return self.push_other(text),
        };
        let (bytes, length) = known[number];
        self.reserve(LONGEST);
        self.bytes[self.length..self.length + LONGEST].copy_from_slice(&bytes);
        self.length += usize::from(length);
        2 + usize::from(number >= PUNCTUATION)
    }

    fn push_other(&mut self, text: &[u8]) -> usize {
        let Some((sign, length)) = sign(text) else {
            self.push_byte(b' ');
            return 1;
        };
        push_sign(sign, &mut |byte| self.push_byte(byte));
        length
    }

    fn push_byte(&mut self, byte: u8) {
        self.reserve(1);
        self.bytes[self.length] = byte;
        self.length += 1;
    }
}

/// The ASCII that eight bytes begin with, in lower case and without line breaks, and its length.
#[inline]
fn folded_word(word: [u8; WORD]) -> ([u8; WORD], usize) {
    const EACH: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * EACH;
    let letters = u64::from_le_bytes(word);
    let other = letters & HIGH;
    // Adding sets the high bit of each byte from a certain one on. What is no ASCII may carry, but
    // only into the bytes behind it.
    let from = |byte: u64| letters.wrapping_add((0x80 - byte) * EACH) & HIGH;
    let capital = from(0x41) & !from(0x5b);
    let control = (!from(0x20) & HIGH) >> 7;
    let lower = letters | capital >> 2;
    let folded = lower & !(control * 0xff) | (control * 0x20);
    let length = if other == 0 { WORD } else { other.trailing_zeros() as usize / 8 };
    (folded.to_le_bytes(), length)
}

fn push_sign(sign: char, push: &mut impl FnMut(u8)) {
    match sign {
        '’' | '‘' => push(b'\''),
        _ if is_letter(sign) => bare(sign, push),
        _ if is_invisible(sign) || is_mark(sign) => {}
        _ => push(b' '),
    }
}

/// What a sign becomes, and the length of that.
type ShortFold = ([u8; LONGEST], u8);
/// Most bytes that a sign of two bytes becomes; a test holds it.
const LONGEST: usize = 4;
/// Where general punctuation begins in the table.
const PUNCTUATION: usize = 0x800;

/// What becomes of every sign of two bytes (up to U+07FF), by its number, and of general punctuation
/// (U+2000 to U+203F) behind them: a text in German has one in each line.
static OF_USUAL_SIGNS: LazyLock<Vec<ShortFold>> = LazyLock::new(|| {
    let folded = |number: u32| {
        let mut out = Vec::new();
        let sign = char::from_u32(number).unwrap_or(' ');
        push_sign(sign, &mut |byte| out.push(byte));
        let mut bytes = [0; LONGEST];
        let length = out.len().min(LONGEST);
        bytes[..length].copy_from_slice(&out[..length]);
        (bytes, u8::try_from(length).unwrap_or(0))
    };
    (0..0x800).chain(0x2000..0x2040).map(folded).collect()
});

/// How many ASCII bytes a text begins with, looked at eight at a time.
fn ascii(text: &[u8]) -> usize {
    let (words, rest) = text.as_chunks::<8>();
    for (number, word) in words.iter().enumerate() {
        let high = u64::from_le_bytes(*word) & 0x8080_8080_8080_8080;
        if high != 0 {
            return number * 8 + high.trailing_zeros() as usize / 8;
        }
    }
    let start = words.len() * 8;
    rest.iter().position(|byte| !byte.is_ascii()).map_or(text.len(), |at| start + at)
}

/// True for letters and digits. The letters of Latin-1 and Latin Extended-A, and general
/// punctuation, need no table.
fn is_letter(sign: char) -> bool {
    match sign {
        '×' | '÷' | '\u{2000}'..='\u{206f}' => false,
        'À'..='ſ' => true,
        other => other.is_alphanumeric(),
    }
}

fn is_mark(sign: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&sign)
}

/// The sign of three or four bytes that some bytes begin with, if they are UTF-8, and its length
/// (RFC 3629, section 3).
fn sign(text: &[u8]) -> Option<(char, usize)> {
    let (smallest, length) = match text {
        [0xe0..=0xef, 0x80..=0xbf, 0x80..=0xbf, ..] => (0x800, 3),
        [0xf0..=0xf4, 0x80..=0xbf, 0x80..=0xbf, 0x80..=0xbf, ..] => (0x1_0000, 4),
        _ => return None,
    };
    let first = u32::from(text[0]) & (0x7f >> length);
    let rest = text[1..length].iter();
    let number = rest.fold(first, |number, byte| number << 6 | u32::from(byte & 0x3f));
    let sign = char::from_u32(number).filter(|_| number >= smallest)?;
    Some((sign, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_lose_their_accents_and_keep_their_places() {
        let text = "Jos\u{e9} Mu\u{308}l\u{ad}ler „Weiß“\nИван";
        let folded = FoldedText::of(text.as_bytes());
        let letters = String::from_utf8_lossy(folded.bytes()).into_owned();
        assert_eq!(letters, "jose muller  weiss  ivan");
        for (word, original) in [("jose", "Jos"), ("ller", "l\u{ad}ler"), ("ivan", "Ив")]
        {
            let at = letters.find(word).expect("the word");
            let raw = folded.raw(at);
            assert!(text[raw..].starts_with(original), "{word}: {raw}");
        }
        assert_eq!(FoldedText::of(b"a\xff\xc3").bytes(), b"a  ");
    }

    #[test]
    fn no_sign_of_two_bytes_is_cut_short() {
        for number in (0x80..0x800).chain(0x2000..0x2040) {
            let sign = char::from_u32(number).expect("a sign");
            let mut whole = Vec::new();
            push_sign(sign, &mut |byte| whole.push(byte));
            let text = sign.to_string();
            assert_eq!(FoldedText::of(text.as_bytes()).bytes(), whole, "U+{number:04X}");
        }
    }

    #[test]
    fn the_way_back_is_right_in_long_texts() {
        let text = "Größe, „Straße“ und Ма\u{ad}ша. ".repeat(400);
        let folded = FoldedText::of(text.as_bytes());
        let letters = String::from_utf8_lossy(folded.bytes()).into_owned();
        let places = |text: &str, word: &str| -> Vec<usize> {
            text.match_indices(word).map(|(at, _)| at).collect()
        };
        for long in [text.clone(), "ascii ".repeat(4_000)] {
            let marks = FoldedText::of(long.as_bytes()).marks;
            let places: Vec<usize> = marks.iter().map(|(_, at)| *at).collect();
            assert!(
                places.windows(2).all(|two| two[1] - two[0] < 2 * STEP),
                "{places:?}"
            );
            assert!(places.last().is_some_and(|last| long.len() - last < 2 * STEP));
        }
        for (word, original) in [("gro", "Gr"), ("strasse", "Stra"), ("und", "und")] {
            let raw = places(&letters, word).into_iter().map(|at| folded.raw(at));
            assert_eq!(raw.collect::<Vec<_>>(), places(&text, original), "{word}");
        }
    }
}
