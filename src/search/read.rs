//! Reads the files of an index back, as a browser does.
//!
//! In come compressed files, out go their lines. For tests, which look into an index; a
//! build never needs it.

use std::collections::BTreeMap;
use std::io::Read as _;

use flate2::read::GzDecoder;

use super::number;

/// Why a file of an index cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable(pub String);

/// The contents of an index.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contents {
    /// Lines outside a table: `language`, `records`, `facets`.
    pub facts: BTreeMap<String, Vec<String>>,
    /// Lines of each table, as fields.
    pub tables: BTreeMap<String, Vec<Vec<String>>>,
}

/// The text of a compressed file.
///
/// # Errors
/// If it is not one gzip member of UTF-8.
pub fn text(bytes: &[u8]) -> Result<String, Unreadable> {
    let mut text = String::new();
    let read = GzDecoder::new(bytes).read_to_string(&mut text);
    read.map(|_| text).map_err(|error| Unreadable(error.to_string()))
}

/// The lines of a compressed file, as fields.
///
/// # Errors
/// If it cannot be unpacked, or if its last line does not end.
pub fn lines(bytes: &[u8]) -> Result<Vec<Vec<String>>, Unreadable> {
    let text = text(bytes)?;
    if !text.is_empty() && !text.ends_with('\n') {
        return Err(Unreadable("the last line does not end".to_owned()));
    }
    let fields = |line: &str| line.split('\t').map(str::to_owned).collect();
    Ok(text.lines().map(fields).collect())
}

/// The contents of an index.
///
/// # Errors
/// If they cannot be unpacked, or if their format or version is not this one.
pub fn contents(bytes: &[u8]) -> Result<Contents, Unreadable> {
    let lines = lines(bytes)?;
    let first: Vec<&str> =
        lines.first().into_iter().flatten().map(String::as_str).collect();
    if first != ["matrikel-search", "1"] {
        return Err(Unreadable(format!("another format: {first:?}")));
    }
    let mut contents = Contents::default();
    let mut table = String::new();
    for line in &lines[1..] {
        match line.as_slice() {
            [empty, rest @ ..] if empty.is_empty() => {
                contents.tables.entry(table.clone()).or_default().push(rest.to_vec());
            }
            [name] => {
                table.clone_from(name);
                contents.tables.entry(table.clone()).or_default();
            }
            [name, rest @ ..] => {
                contents.facts.insert(name.clone(), rest.to_vec());
            }
            [] => {}
        }
    }
    Ok(contents)
}

/// References of a term, ascending.
///
/// # Errors
/// If the text holds other characters than digits of references.
pub fn references(text: &str) -> Result<Vec<u32>, Unreadable> {
    number::read_ascending(text)
        .ok_or_else(|| Unreadable(format!("no references: {text}")))
}

/// One reference.
///
/// # Errors
/// If the text is not exactly one.
pub fn reference(text: &str) -> Result<u32, Unreadable> {
    match number::read(text).as_deref() {
        Some([one]) => Ok(*one),
        _ => Err(Unreadable(format!("no reference: {text}"))),
    }
}
