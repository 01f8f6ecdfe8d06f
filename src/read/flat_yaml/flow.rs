//! Lists and maps in brackets that begin and end within a line of plain YAML.
//!
//! In comes part of a line, out go the value that begins there and what follows it, or nothing.
//! Never looks at another line, and never takes a list or a map with a part left out.

use super::super::node::Node;
use super::scalar::{key, plain, quoted};

/// The value at the beginning of a text, and what follows it.
pub(super) fn flow(text: &str, depth: usize) -> Option<(Node, &str)> {
    match text.as_bytes().first()? {
        b'[' => list(text, depth.checked_sub(1)?),
        b'{' => map(text, depth.checked_sub(1)?),
        b'"' | b'\'' => quoted(text),
        _ => word(text),
    }
}

fn list(text: &str, depth: usize) -> Option<(Node, &str)> {
    let mut items = Vec::new();
    let mut rest = inner(text);
    if let Some(behind) = rest.strip_prefix(']') {
        return Some((Node::List(items), behind));
    }
    loop {
        let (item, behind) = flow(rest, depth)?;
        items.push(item);
        let behind = behind.trim_start_matches(' ');
        if let Some(behind) = behind.strip_prefix(']') {
            return Some((Node::List(items), behind));
        }
        rest = behind.strip_prefix(',')?.trim_start_matches(' ');
    }
}

fn map(text: &str, depth: usize) -> Option<(Node, &str)> {
    let mut entries = Vec::new();
    let mut rest = inner(text);
    if let Some(behind) = rest.strip_prefix('}') {
        return Some((Node::Map(entries), behind));
    }
    loop {
        let (key, value) = key(rest)?;
        let (node, behind) = flow(value, depth)?;
        entries.push((key.to_owned(), node));
        let behind = behind.trim_start_matches(' ');
        if let Some(behind) = behind.strip_prefix('}') {
            return Some((Node::Map(entries), behind));
        }
        rest = behind.strip_prefix(',')?.trim_start_matches(' ');
    }
}

/// What stands behind a bracket.
fn inner(text: &str) -> &str {
    text[1..].trim_start_matches(' ')
}

/// A value without quotes, up to the next comma or bracket.
fn word(text: &str) -> Option<(Node, &str)> {
    let is_end = |byte: u8| matches!(byte, b',' | b'[' | b']' | b'{' | b'}');
    let end = text.bytes().position(is_end)?;
    let (word, rest) = text.split_at(end);
    // In brackets a colon is part of a text only before some signs.
    let is_part = |next: u8| next.is_ascii_alphanumeric() || next == b'/';
    let ends = word.bytes().zip(word.bytes().skip(1).chain([b' ']));
    let is_whole = ends.into_iter().all(|(sign, next)| sign != b':' || is_part(next));
    if !is_whole || rest.starts_with(['[', '{']) {
        return None;
    }
    Some((plain(word.trim_end_matches(' '))?, rest))
}
