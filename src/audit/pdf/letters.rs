//! Which letters the codes of a font are.
//!
//! In comes a `ToUnicode` map, out goes a table of codes and letters (ISO 32000-1, 9.10.3). Never
//! guesses a letter that the map does not name.

use std::collections::BTreeMap;

use super::lexer::{Lexeme, Lexer, low};

/// Maps codes to letters.
pub(super) type FontLetters = BTreeMap<Vec<u8>, String>;

/// The letters of a `ToUnicode` map.
pub(super) fn letters(map: &[u8]) -> FontLetters {
    let mut letters = FontLetters::new();
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
        *byte = low(sum);
        carry = sum >> 8;
    }
    code
}

fn as_utf16(bytes: &[u8]) -> String {
    let units = bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
    String::from_utf16_lossy(&units.collect::<Vec<_>>())
}
