//! The pieces of a PDF: strings in every notation, and words.
//!
//! In come bytes, out go pieces (ISO 32000-1, 7.2 and 7.3). Never fails: what makes no sense is a
//! word.

/// A piece of a PDF.
pub(super) enum Lexeme {
    /// A string, of whichever notation.
    Text(Vec<u8>),
    /// Anything else: a number, a name, an operator, a bracket.
    Word(String),
}

pub(super) struct Lexer<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Lexer<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Self {
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
                .fold(0, |value, digit| value * 8 + usize::from(digit - b'0'));
            out.push(low(value));
            self.at += digits;
            return;
        }
        match rest.first() {
            Some(b'n') => out.push(b'\n'),
            Some(b'r') => out.push(b'\r'),
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

/// Digits of a string in angle brackets as bytes (7.3.4.3).
pub(super) fn hexadecimal(text: &[u8]) -> Vec<u8> {
    let digits = text.iter().take_while(|byte| **byte != b'>');
    let digits = digits.filter_map(|byte| char::from(*byte).to_digit(16));
    let digits: Vec<u8> = digits.filter_map(|digit| u8::try_from(digit).ok()).collect();
    let pair = |pair: &[u8]| pair[0] << 4 | pair.get(1).copied().unwrap_or(0);
    digits.chunks(2).map(pair).collect()
}

/// Bytes that are written once with how often they come (7.4.5).
pub(super) fn run_lengths(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = bytes;
    while let Some((length, after)) = rest.split_first() {
        let length = usize::from(*length);
        rest = match length {
            0..=127 => {
                let end = after.len().min(length + 1);
                out.extend_from_slice(&after[..end]);
                &after[end..]
            }
            128 => break,
            _ => {
                let Some((byte, after)) = after.split_first() else { break };
                out.extend(std::iter::repeat_n(*byte, 257 - length));
                after
            }
        };
    }
    out
}

/// The packing of Lempel, Ziv and Welch with codes of nine to twelve bits (7.4.4).
pub(super) fn lempel_ziv_welch(bytes: &[u8]) -> Vec<u8> {
    const CLEAR: usize = 256;
    const END: usize = 257;
    let mut out: Vec<u8> = Vec::new();
    let mut table: Vec<Vec<u8>> = Vec::new();
    let mut last: Vec<u8> = Vec::new();
    let (mut bits, mut held, mut width) = (0_usize, 0_u32, 9_u32);
    for byte in bytes {
        bits = bits << 8 | usize::from(*byte);
        held += 8;
        if held < width {
            continue;
        }
        held -= width;
        let code = bits >> held;
        bits &= (1 << held) - 1;
        match code {
            CLEAR => {
                table.clear();
                last.clear();
                width = 9;
                continue;
            }
            END => break,
            _ => {}
        }
        let known = match code {
            0..=255 => Some(vec![low(code)]),
            _ => table.get(code - END - 1).cloned(),
        };
        // The only code that may be ahead of its table is the one that comes next.
        let Some(entry) = known.or_else(|| {
            let first = *last.first()?;
            Some(last.iter().copied().chain([first]).collect())
        }) else {
            break;
        };
        if !last.is_empty() {
            last.push(entry[0]);
            table.push(std::mem::take(&mut last));
        }
        out.extend_from_slice(&entry);
        last = entry;
        width = match table.len() + END + 2 {
            0..=511 => 9,
            512..=1023 => 10,
            1024..=2047 => 11,
            _ => 12,
        };
    }
    out
}

/// The low byte of a number.
pub(super) fn low(number: usize) -> u8 {
    number.to_le_bytes()[0]
}
