//! The letters of a text without case and accents, each with its place in the text.
//!
//! In come bytes, out go bytes in which short strings are searched for: `José` is `jose` there,
//! however its author or the entry writes it, and signs that nobody sees are gone. Never loses
//! the way back to the place in the text.

use super::tokens::{bare, is_invisible};

/// A text to search in.
pub(super) struct FoldedText {
    bytes: Vec<u8>,
    /// Where text and result part: at this byte of the result, that byte of the text.
    jumps: Vec<(usize, usize)>,
}

impl FoldedText {
    /// Folds a text.
    pub(super) fn of(text: &[u8]) -> Self {
        let mut folded =
            Self { bytes: Vec::with_capacity(text.len()), jumps: Vec::new() };
        let mut at = 0;
        while at < text.len() {
            let end = at + ascii(&text[at..]);
            folded.push_ascii(&text[at..end]);
            at = end;
            if at < text.len() {
                at += folded.push(&text[at..]);
                folded.jumps.push((folded.bytes.len(), at));
            }
        }
        folded
    }

    /// Adds ASCII in lower case, with spaces for line breaks and tabs: text may be wrapped anywhere.
    fn push_ascii(&mut self, text: &[u8]) {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(text);
        let new = &mut self.bytes[start..];
        new.make_ascii_lowercase();
        for byte in new {
            *byte = (*byte).max(b' ');
        }
    }

    /// Adds the first sign of some bytes, which is no ASCII, and returns its length.
    fn push(&mut self, text: &[u8]) -> usize {
        let Some(sign) = sign(text) else {
            self.bytes.push(b' ');
            return 1;
        };
        match sign {
            '’' | '‘' => self.bytes.push(b'\''),
            _ if is_letter(sign) => bare(sign, &mut self.bytes),
            _ if is_invisible(sign) || is_mark(sign) => {}
            _ => self.bytes.push(b' '),
        }
        sign.len_utf8()
    }

    /// The bytes to search in.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Where a byte stands in the text.
    pub(super) fn raw(&self, at: usize) -> usize {
        let after = self.jumps.partition_point(|(folded, _)| *folded <= at);
        match after.checked_sub(1).map(|number| self.jumps[number]) {
            Some((folded, raw)) => raw + (at - folded),
            None => at,
        }
    }
}

/// How many ASCII bytes a text begins with. Whole blocks first: texts are ASCII for long.
fn ascii(text: &[u8]) -> usize {
    const BLOCK: usize = 32;
    let blocks = text.chunks_exact(BLOCK).take_while(|block| block.is_ascii()).count();
    let start = blocks * BLOCK;
    let rest = text[start..].iter().position(|byte| !byte.is_ascii());
    rest.map_or(text.len(), |length| start + length)
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

/// The sign that some bytes begin with, if they are UTF-8.
fn sign(text: &[u8]) -> Option<char> {
    let length = match text.first()? {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        _ => 4,
    };
    std::str::from_utf8(text.get(..length)?).ok()?.chars().next()
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
}
