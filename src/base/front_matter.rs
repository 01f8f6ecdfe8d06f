//! Splits a Markdown file into front matter and body.
//!
//! In comes the text of the file, out go two byte ranges. Accepts a byte-order mark and CRLF,
//! which Windows editors write. Never parses either part.

use std::ops::Range;

/// Where front matter and body are in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts {
    /// The YAML between the two `---` lines.
    pub data: Range<usize>,
    /// Everything after the second `---` line.
    pub body: Range<usize>,
}

/// Why a file has no front matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// The file does not begin with a `---` line.
    Begin,
    /// There is no second `---` line.
    End,
}

/// Finds front matter and body.
///
/// # Errors
/// If one of the two `---` lines is missing, says which.
pub fn split(text: &str) -> Result<Parts, Missing> {
    // Windows editors may begin a file with a byte-order mark.
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut lines = text[start..].split_inclusive('\n');
    let first = lines.next().ok_or(Missing::Begin)?;
    if first.trim_end() != "---" {
        return Err(Missing::Begin);
    }
    let data_start = start + first.len();
    let mut position = data_start;
    for line in lines {
        if line.trim_end() == "---" {
            return Ok(Parts {
                data: data_start..position,
                body: position + line.len()..text.len(),
            });
        }
        position += line.len();
    }
    Err(Missing::End)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_order_mark_and_windows_line_ends_are_fine() {
        let text = "\u{feff}---\r\ntitle: x\r\n---\r\nBody";
        let parts = split(text).expect("two lines of dashes");
        assert_eq!(&text[parts.data], "title: x\r\n");
        assert_eq!(&text[parts.body], "Body");
    }

    #[test]
    fn a_missing_line_is_named() {
        assert_eq!(split(""), Err(Missing::Begin));
        assert_eq!(split("Title\n---\n"), Err(Missing::Begin));
        assert_eq!(split("---\ntitle: x\n"), Err(Missing::End));
        assert_eq!(split("---\n---").map(|p| p.body), Ok(7..7));
    }
}
