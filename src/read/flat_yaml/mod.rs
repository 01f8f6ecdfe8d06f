//! Reads the plain front matter that most files have, as the YAML library would.
//!
//! In comes YAML text, out goes the tree that `yaml` would make of it with the library, or nothing:
//! then the library reads it. Never guesses, and never finds a mistake: whoever writes one, or
//! anything of YAML that is not listed here, is answered by the library alone.
//!
//! Known are keys of ASCII letters, maps and lists by indentation, lists and maps in brackets
//! within a line, texts in quotes without escapes, and values without quotes that are plainly a
//! text, a whole number in its usual form, `true` or `false`.

mod flow;
mod lines;
#[cfg(test)]
mod random_texts;
mod scalar;
#[cfg(test)]
mod tests;

use super::node::Node;
use flow::flow;
use lines::{DataLine, data_lines};
use scalar::{key, plain};

/// Most maps and lists around a value; nobody nests deeper.
const MOST_DEPTH: usize = 12;

/// The tree of a text of the plain kind; `None` for any other.
pub(super) fn read(text: &str) -> Option<Node> {
    let mut blocks = Blocks { lines: data_lines(text)?, at: 0 };
    let node = blocks.map(0, MOST_DEPTH)?;
    (blocks.at > 0 && blocks.at == blocks.lines.len()).then_some(node)
}

/// Maps and lists whose extent is said by their indentation.
struct Blocks<'t> {
    lines: Vec<DataLine<'t>>,
    /// The line that is next.
    at: usize,
}

impl<'t> Blocks<'t> {
    /// The next line, if it is indented so far at least.
    fn next(&self, indent: usize) -> Option<DataLine<'t>> {
        self.lines.get(self.at).copied().filter(|line| line.indent >= indent)
    }

    fn map(&mut self, indent: usize, depth: usize) -> Option<Node> {
        let depth = depth.checked_sub(1)?;
        let mut entries = Vec::with_capacity(8);
        while let Some(line) = self.next(indent) {
            // It would belong to the text above it, or to nothing.
            if line.indent > indent {
                return None;
            }
            let (key, rest) = key(line.text)?;
            self.at += 1;
            let node = match rest {
                "" => self.below(indent, depth)?,
                rest => only(rest, depth)?,
            };
            entries.push((key.to_owned(), node));
        }
        Some(Node::Map(entries))
    }

    /// The value of a key with nothing behind its colon.
    fn below(&mut self, indent: usize, depth: usize) -> Option<Node> {
        match self.next(indent) {
            Some(line) if line.is_item() => {
                self.list(line.indent, line.indent > indent, depth)
            }
            Some(line) if line.indent > indent => self.map(line.indent, depth),
            _ => Some(Node::Null),
        }
    }

    /// A list. One that is indented no further than its key ends at the next key; in one that is,
    /// a key is a mistake.
    fn list(&mut self, indent: usize, is_inner: bool, depth: usize) -> Option<Node> {
        let depth = depth.checked_sub(1)?;
        let mut items = Vec::new();
        while let Some(line) = self.next(indent) {
            if line.indent > indent || is_inner && !line.is_item() {
                return None;
            }
            if !line.is_item() {
                break;
            }
            let item = line.text[1..].trim_start_matches(' ');
            if key(item).is_some() {
                // A map begins behind the hyphen, and goes on below its first key.
                let indent = indent + line.text.len() - item.len();
                self.lines[self.at] = DataLine { indent, text: item };
                items.push(self.map(indent, depth)?);
            } else {
                self.at += 1;
                items.push(only(item, depth)?);
            }
        }
        Some(Node::List(items))
    }
}

/// The value that fills a whole text, which ends with its line.
fn only(text: &str, depth: usize) -> Option<Node> {
    match text.as_bytes().first()? {
        b'[' | b'{' | b'"' | b'\'' => {
            let (node, rest) = flow(text, depth)?;
            rest.is_empty().then_some(node)
        }
        _ => {
            let has_key = text.ends_with(':') || text.contains(": ");
            if has_key { None } else { plain(text) }
        }
    }
}
