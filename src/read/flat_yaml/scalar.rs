//! Keys and single values as they stand in a line of plain YAML.
//!
//! In comes part of a line, out goes the value that the YAML library would read there, or nothing.
//! Never takes a value whose kind depends on more than its first sign and a short list of words.

use super::super::node::Node;

/// The longest key, in bytes.
const LONGEST_KEY: usize = 100;
/// The most digits of a whole number: any such number has room in 64 bits.
const MOST_DIGITS: usize = 18;

/// The key at the beginning of a text and what follows its colon, without the spaces between.
pub(super) fn key(text: &str) -> Option<(&str, &str)> {
    let is_sign = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    let length = text.bytes().take_while(|byte| is_sign(byte)).count();
    let (key, rest) = text.split_at(length);
    let rest = rest.strip_prefix(':')?;
    let begins = key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let ends = rest.is_empty() || rest.starts_with(' ');
    let is_one = begins && ends && length <= LONGEST_KEY && !is_word_of_yaml(key);
    is_one.then(|| (key, rest.trim_start_matches(' ')))
}

/// A text in quotes, and what follows it. One with a sign in it that stands for another is left
/// to the library.
pub(super) fn quoted(text: &str) -> Option<(Node, &str)> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (inner, rest) = text[1..].split_once(quote)?;
    let is_escape = quote == '"' && inner.contains('\\') || rest.starts_with(quote);
    (!is_escape).then(|| (Node::Text(inner.to_owned()), rest))
}

/// A value without quotes.
pub(super) fn plain(text: &str) -> Option<Node> {
    let first = text.chars().next()?;
    // A quotation mark at the end may be a slip.
    if memchr::memchr(b'"', text.as_bytes()).is_some() {
        return None;
    }
    if first.is_ascii_digit() {
        return number(text);
    }
    match text {
        "true" => return Some(Node::Flag(true, None)),
        "false" => return Some(Node::Flag(false, None)),
        _ => {}
    }
    let begins =
        first.is_ascii_alphabetic() || !first.is_ascii() || matches!(first, '(' | '/');
    (begins && !is_word_of_yaml(text)).then(|| Node::Text(text.to_owned()))
}

/// What begins with a digit: a whole number in its usual form, or what is no number at all: a day,
/// an id. Fractions, exponents and other bases are left to the library.
fn number(text: &str) -> Option<Node> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        let usual =
            text.len() <= MOST_DIGITS && (text.len() == 1 || !text.starts_with('0'));
        return usual
            .then(|| text.parse().ok().map(|number| Node::Whole(number, None)))?;
    }
    let has_base = ["0x", "0o", "0b"].iter().any(|base| text.starts_with(base));
    let is_text = !has_base && text.parse::<f64>().is_err();
    is_text.then(|| Node::Text(text.to_owned()))
}

/// True for words that are no text to YAML, however they are written.
fn is_word_of_yaml(text: &str) -> bool {
    matches!(text.len(), 4 | 5)
        && ["null", "true", "false"].iter().any(|word| text.eq_ignore_ascii_case(word))
}
