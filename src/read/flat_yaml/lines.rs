//! The lines of a text that hold data, if all of them are of the plain kind.
//!
//! In comes YAML text, out go its lines without indentation, blank lines and comments. Never lets
//! a sign through whose meaning to the YAML library, or to the search for slips, is not plain.

/// The longest line that is taken, in bytes. The library takes no key from a longer one.
const LONGEST_LINE: usize = 1_000;

/// A line that holds data.
#[derive(Clone, Copy)]
pub(super) struct DataLine<'t> {
    /// The spaces before it.
    pub(super) indent: usize,
    /// What stands there, without spaces around it.
    pub(super) text: &'t str,
}

impl DataLine<'_> {
    /// True for an item of a list.
    pub(super) fn is_item(self) -> bool {
        self.text.starts_with("- ")
    }
}

/// The lines with data; `None` if there is any sign in the text that is not plain.
pub(super) fn data_lines(text: &str) -> Option<Vec<DataLine<'_>>> {
    if !text.bytes().fold(true, |plain, byte| plain & is_plain_byte(byte))
        && !text.chars().all(is_plain)
    {
        return None;
    }
    let mut found = Vec::with_capacity(24);
    for line in text.split('\n') {
        let inner = line.trim_start_matches(' ');
        // Where a text ends and a comment begins, the library knows.
        if line.len() > LONGEST_LINE || has_comment(inner) {
            return None;
        }
        if inner.is_empty() || inner.starts_with('#') {
            continue;
        }
        let indent = line.len() - inner.len();
        found.push(DataLine { indent, text: inner.trim_end_matches(' ') });
    }
    Some(found)
}

/// True for bytes of characters that are plain whatever the others are: nearly all of most texts.
fn is_plain_byte(byte: u8) -> bool {
    byte == b'\n' || byte >= b' ' && byte != 0x7f && byte != 0xc2 && byte <= 0xe0
}

/// True for letters, signs and spaces that mean themselves. Left out are control characters, ends
/// of lines other than the usual one, spaces that do not break, marks of byte order, and whole
/// alphabets that nobody needs here.
fn is_plain(c: char) -> bool {
    matches!(c,
        '\n'
        | ' '..='~'
        | '\u{a1}'..='\u{167f}'
        | '\u{1e00}'..='\u{1fff}'
        | '\u{2010}'..='\u{2027}'
        | '\u{2030}'..='\u{205e}'
        | '\u{20a0}'..='\u{20bf}')
}

/// True if a comment may begin within a line. In quotes it does not; that is for others to find.
fn has_comment(line: &str) -> bool {
    let bytes = line.as_bytes();
    memchr::memchr_iter(b'#', bytes).any(|at| at > 0 && bytes[at - 1] == b' ')
}
