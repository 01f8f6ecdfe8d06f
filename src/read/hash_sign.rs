//! Words that YAML takes for a comment: `title: Stammtisch #5`.
//!
//! In comes the text of a file, out goes the place of a `#` behind which words are lost. Never
//! minds a comment that is written as one: in a line of its own, or with a space behind its sign.

use std::ops::Range;

use crate::base::locate::{Tree, yaml_tree};

/// The first `#` that is not meant as a comment in a text that could be parsed.
pub(super) fn swallowing(text: &str) -> Option<Range<usize>> {
    let mut places = candidates(text).filter(|at| loses_words(text, *at)).peekable();
    places.peek()?;
    let mut scalars = Vec::new();
    collect_scalars(&yaml_tree(text, 0..text.len())?, &mut scalars);
    scalars.sort_by_key(|range| range.start);
    let is_in_scalar = |at: usize| {
        let next = scalars.partition_point(|range| range.start <= at);
        scalars[..next].last().is_some_and(|range| range.contains(&at))
    };
    let at = places.find(|at| !is_in_scalar(*at))?;
    Some(at..end_of_line(text, at))
}

/// The same in a text that could not be parsed, in the line where this became clear.
pub(super) fn in_line(text: &str, mistake: &Range<usize>) -> Option<Range<usize>> {
    let start = text[..mistake.start].rfind('\n').map_or(0, |at| at + 1);
    let end = end_of_line(text, mistake.start);
    let at = candidates(text).find(|at| (start..end).contains(at))?;
    Some(at..end_of_line(text, at))
}

fn end_of_line(text: &str, at: usize) -> usize {
    let line = text[at..].split('\n').next().unwrap_or("");
    at + line.trim_end().len()
}

/// The longest line that is looked at, in bytes; nobody has written a longer one.
const LONGEST_LINE: usize = 4_000;

/// The first `#` of each line that stands behind a space, has a word directly behind it, and does
/// not begin the line. Behind it in a line, all is comment.
fn candidates(text: &str) -> impl Iterator<Item = usize> {
    let mut start = 0;
    let lines = text.split_inclusive('\n').map(move |line| {
        start += line.len();
        (start - line.len(), line)
    });
    let short = lines.filter(|(_, line)| {
        line.len() <= LONGEST_LINE && !line.trim_start().starts_with('#')
    });
    short.filter_map(|(start, line)| {
        let mut signs = line.match_indices('#').map(|(at, _)| at);
        let found = signs.find(|at| {
            let after = line[at + 1..].chars().next();
            line[..*at].ends_with([' ', '\t'])
                && !line[..*at].trim().is_empty()
                && after.is_some_and(|c| !c.is_whitespace() && c != '#')
        })?;
        Some(start + found)
    })
}

/// True if what stands before is a text without quotes, or nothing at all.
fn loses_words(text: &str, at: usize) -> bool {
    let line = text[..at].rsplit('\n').next().unwrap_or("").trim_end();
    if line.ends_with(['"', '\'', ']', '}', '|', '>']) {
        return false;
    }
    if line.ends_with(':') || line.trim() == "-" {
        return !has_block_below(text, at);
    }
    let value = [": ", "- ", "[", "{", ", "].iter().fold(line, |value, sign| {
        value.rsplit_once(sign).map_or(value, |(_, value)| value)
    });
    value.chars().any(char::is_alphabetic)
        && !matches!(value.trim(), "true" | "false" | "null")
}

/// True if the value of a key begins in the next line.
fn has_block_below(text: &str, at: usize) -> bool {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let start = text[..at].rfind('\n').map_or(0, |at| at + 1);
    let mut below = text[at..].lines().skip(1);
    let next =
        below.find(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'));
    next.is_some_and(|next| {
        indent(next) > indent(&text[start..]) || next.trim_start().starts_with("- ")
    })
}

fn collect_scalars(tree: &Tree, into: &mut Vec<Range<usize>>) {
    match tree {
        Tree::Scalar(range) => into.push(range.clone()),
        Tree::List(_, items) => items.iter().for_each(|item| collect_scalars(item, into)),
        Tree::Map(_, entries) => entries.iter().for_each(|(_, key, value)| {
            into.push(key.clone());
            collect_scalars(value, into);
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::super::yaml::read;

    /// Editors, A4 and A5.
    #[test]
    fn a_sign_that_swallows_words_is_told() {
        for (text, rest) in [
            ("title: Stammtisch #5\nb: c\n", "#5"),
            ("employer: Agentur #wir", "#wir"),
            ("title: #Tag: Fest", "#Tag: Fest"),
            ("places: [{ name: Haus #3, city: Halle }]\nb: c", "#3, city: Halle }]"),
            ("topics:\n  - Bauen #neu", "#neu"),
            ("topics: [Bauen #neu, Wasser]\nb: c", "#neu, Wasser]"),
            ("- #eins", "#eins"),
        ] {
            let mistake = read(text).expect_err(text);
            assert_eq!(mistake.message, "HASH", "{text}");
            assert_eq!(&text[mistake.range.expect(text)], rest, "{text}");
        }
        for text in [
            "title: \"Stammtisch #5\"",
            "title: Stammtisch # der fünfte",
            "#title: x\na: b\n  #x",
            "# Notiz #5\na: b",
            "a: b\n  # siehe #5",
            "until: 2027-01-01 #verlängert",
            "text: |\n  Haus #3\n",
            "text: >\n  Haus #3\n\n  und #4\n",
            "title: C#\nb: Haus#3",
            "topics: #Themen\n  - a\n",
            "topics: [a, b] #zwei",
            "text: \"Haus\n  #3\"",
        ] {
            assert!(read(text).is_ok(), "{text}: {:?}", read(text));
        }
    }
}
