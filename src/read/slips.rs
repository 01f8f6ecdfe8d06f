//! Slips of writing that YAML blames on another line, or does not see at all.
//!
//! In comes the text of a file, and where YAML gave up, out go the name and the place of what an
//! editor did: a space that does not break, a quotation mark without its fellow. Never judges a
//! text between `|` and the next key.

use std::ops::Range;

/// A slip by its name in the catalogue, with its place.
pub(super) type Slip = (&'static str, Range<usize>);

/// The slip that explains a mistake, or that makes none.
pub(super) fn found(text: &str, mistake: Option<&Range<usize>>) -> Option<Slip> {
    let lines = lines(text);
    let last = mistake.map_or(usize::MAX, |range| range.start);
    let space = lines
        .iter()
        .find_map(|line| no_break_space(*line).map(|at| ("NO-BREAK SPACE", at)));
    if space.is_some() {
        return space;
    }
    if mistake.is_some() {
        let before = lines.iter().take_while(|line| line.start <= last);
        let open: Vec<_> = before.zip(lines.iter().skip(1)).collect();
        let open = open.into_iter().find_map(|(line, next)| open_quote(*line, *next));
        return open.map(|at| ("QUOTE OPEN", at)).or_else(|| {
            let line = lines.iter().rfind(|line| line.start <= last)?;
            curly_quote(*line).map(|at| ("CURLY QUOTES", at))
        });
    }
    lines.iter().find_map(|line| lone_quote(*line).map(|at| ("QUOTE MISSING", at)))
}

/// A line outside of texts of several lines.
#[derive(Clone, Copy)]
struct LineOfData<'t> {
    start: usize,
    text: &'t str,
}

impl<'t> LineOfData<'t> {
    fn is_key(self) -> bool {
        let key = self.text.trim_start_matches(['-', ' ', '\u{a0}']);
        let word: String = key
            .chars()
            .take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
            .collect();
        !word.is_empty() && key[word.len()..].starts_with(':')
    }

    /// The value behind `key: ` or `- `, with its place in the line.
    fn value(self) -> Option<(usize, &'t str)> {
        let at = self.text.find(": ").map(|at| at + 2).or_else(|| {
            let inner = self.text.trim_start();
            inner.starts_with("- ").then(|| self.text.len() - inner.len() + 2)
        })?;
        let value = self.text[at..].trim_start();
        Some((self.text.len() - value.len(), value.trim_end()))
    }

    fn range(self, at: usize) -> Range<usize> {
        self.start + at..self.start + self.text.trim_end().len().max(at)
    }
}

/// The lines that are data: no comments, and no texts behind `|` and `>`.
fn lines(text: &str) -> Vec<LineOfData<'_>> {
    let mut found = Vec::new();
    let mut start = 0;
    // How far a text of several lines is indented at least.
    let mut block = None;
    for line in text.split_inclusive('\n') {
        let indent = line.len() - line.trim_start_matches(' ').len();
        let is_blank = line.trim().is_empty();
        if block.is_some_and(|block| is_blank || indent > block) {
            start += line.len();
            continue;
        }
        block = None;
        if !is_blank && !line.trim_start().starts_with('#') {
            let end = line.trim_end().trim_end_matches(['+', '-']);
            if end.ends_with(": |") || end.ends_with(": >") || end.ends_with("- |") {
                block = Some(indent);
            }
            found.push(LineOfData { start, text: line });
        }
        start += line.len();
    }
    found
}

/// A space that does not break where YAML wants one that does: before a key, behind its colon,
/// behind the hyphen of an item.
fn no_break_space(line: LineOfData<'_>) -> Option<Range<usize>> {
    let is_one = |c: char| c.is_whitespace() && !c.is_ascii();
    let inner = line.text.trim_start_matches([' ', '-']);
    let at = line.text.len() - inner.len();
    let word = inner.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-')));
    let colon =
        word.filter(|end| *end > 0 && inner[*end..].starts_with(':')).map(|end| end + 1);
    let places = [Some(0), colon];
    let found =
        places.into_iter().flatten().find(|at| inner[*at..].starts_with(is_one))?;
    let length = inner[found..].chars().next().map_or(0, char::len_utf8);
    let start = line.start + at + found;
    Some(start..start + length)
}

/// A quotation mark that is not closed in its line, if the next line is a key: it is blamed on the
/// line with the next mark.
fn open_quote(line: LineOfData<'_>, next: LineOfData<'_>) -> Option<Range<usize>> {
    let (at, value) = line.value()?;
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let closed = match quote {
        '"' => value[1..].replace("\\\\", "").replace("\\\"", "").contains('"'),
        _ => value[1..].replace("''", "").contains('\''),
    };
    (!closed && next.is_key()).then(|| line.range(at))
}

/// A value in typographic quotation marks, which are none for YAML.
fn curly_quote(line: LineOfData<'_>) -> Option<Range<usize>> {
    let (at, value) = line.value()?;
    value.starts_with(['“', '”', '„', '‚', '‘', '’', '»', '«']).then(|| line.range(at))
}

/// A value that ends with a quotation mark and begins with none.
fn lone_quote(line: LineOfData<'_>) -> Option<Range<usize>> {
    let (at, value) = line.value().filter(|_| line.is_key())?;
    let inner = value.strip_suffix('"')?;
    let word =
        inner.chars().next_back().is_some_and(|c| c.is_alphabetic() || ".!?".contains(c));
    let begins =
        inner.starts_with(char::is_alphabetic) && !inner.contains(['"', '„', '“', '#']);
    (word && begins).then(|| line.range(at))
}

#[cfg(test)]
mod tests {
    use super::super::yaml::read;

    /// Editors, F.
    #[test]
    fn a_slip_is_told_where_it_was_made() {
        for (text, name, marked) in [
            ("title:\u{a0}Fest", "NO-BREAK SPACE", "\u{a0}"),
            ("a: b\nphoto:\n\u{a0} file: x.jpg", "NO-BREAK SPACE", "\u{a0}"),
            ("topics:\n  -\u{a0}Bauen", "NO-BREAK SPACE", "\u{a0}"),
            (
                "a: b\ntitle: \"Fest\nsummary: \"Ein Fest\"\nx: y\n",
                "QUOTE OPEN",
                "\"Fest",
            ),
            ("title: 'Fest\nb: 'c'\n", "QUOTE OPEN", "'Fest"),
            ("title: “Wien: ein Besuch”\n", "CURLY QUOTES", "“Wien: ein Besuch”"),
            ("title: Das Wunder\"\n", "QUOTE MISSING", "Das Wunder\""),
        ] {
            let mistake = read(text).expect_err(text);
            assert_eq!(mistake.message, name, "{text}");
            assert_eq!(&text[mistake.range.expect(text)], marked, "{text}");
        }
        for text in [
            "title: 10\u{a0}Jahre",
            "title: Ein Schrank von 19\"",
            "title: Das \"Wunder\"",
            "title: „Das Wunder\"",
            "text: |\n  a:\u{a0}b\n  c\"\n",
            "title: \"Ein\n  langer Satz\"\nb: c",
            "title: “Wien”",
        ] {
            assert!(read(text).is_ok(), "{text}: {:?}", read(text));
        }
    }
}
