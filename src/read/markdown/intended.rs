//! What was meant, where Markdown would take it for something else.
//!
//! In comes the source of a text, out goes a source of the same length in which signs that are no
//! markup stand as control characters: `12. Mai`, `Absolvent*innen`, `• Eins`. After parsing,
//! [`restored`] puts the signs back. Never changes a word, and never the place of one.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memmem;

use super::months::begins_with_date;

/// Control characters that stand for a sign. None is left in the source before.
const SIGNS: [(char, &str); 8] = [
    ('\u{1}', "."),
    ('\u{2}', "-"),
    ('\u{3}', "*"),
    // Nothing: a comment was here.
    ('\u{5}', ""),
    ('\u{6}', "~"),
    ('\u{e}', ")"),
    ('\u{f}', "="),
    // The only one that may stand in the target of a link.
    ('\u{7f}', " "),
];
const NOTHING: u8 = 5;
const SPACE: u8 = 0x7f;
/// Signs with which a line of a list begins in other programs.
const BULLETS: [&str; 9] = ["•", "◦", "▪", "●", "‣", "■", "·", "\u{f0b7}", "\u{f0a7}"];

/// A source in which signs stand for themselves.
pub(super) struct Intended<'s> {
    source: &'s str,
    /// Those of the source, as long as no sign has been changed.
    bytes: Cow<'s, [u8]>,
    /// True if the parser may meet one of the characters that stand for a sign.
    has_signs: bool,
    /// Comments, which nobody shall read.
    pub(super) comments: Vec<Range<usize>>,
    /// A comment that does not end.
    pub(super) open_comment: Option<usize>,
}

impl<'s> Intended<'s> {
    /// Takes the source of a text, which has no control characters.
    pub(super) fn of(source: &'s str) -> Self {
        let mut intended = Self {
            source,
            bytes: Cow::Borrowed(source.as_bytes()),
            // A text may name a character by its number.
            has_signs: memmem::find(source.as_bytes(), b"&#").is_some(),
            comments: Vec::new(),
            open_comment: None,
        };
        let code = fenced(source);
        intended.hide_comments(source, &code);
        intended.lines(source, &code);
        intended.stars(source, &code);
        intended.targets(source, &code);
        intended
    }

    /// True if the parser may meet a character that stands for a sign.
    pub(super) fn has_signs(&self) -> bool {
        self.has_signs || matches!(self.bytes, Cow::Owned(_))
    }

    /// The source to parse.
    pub(super) fn source(&self) -> Cow<'s, str> {
        match &self.bytes {
            Cow::Borrowed(_) => Cow::Borrowed(self.source),
            // Whole signs only are replaced, by ASCII.
            Cow::Owned(bytes) => Cow::Owned(String::from_utf8_lossy(bytes).into_owned()),
        }
    }

    /// A sign of one byte that is no markup; false if that is known.
    pub(super) fn is_plain(&mut self, at: usize) -> bool {
        let Some(byte) = self.bytes.get(at) else { return false };
        let sign = char::from(*byte);
        let known = SIGNS.iter().find(|(_, text)| text.chars().eq([sign]));
        let Some((control, _)) = known else { return false };
        self.bytes.to_mut()[at] = u8::try_from(*control).unwrap_or(b' ');
        true
    }

    fn fill(&mut self, range: Range<usize>, byte: u8) {
        for one in &mut self.bytes.to_mut()[range] {
            if !matches!(*one, b'\n' | b'\r') {
                *one = byte;
            }
        }
    }

    fn hide_comments(&mut self, source: &str, code: &[Range<usize>]) {
        let mut from = 0;
        // Signs of code in the line so far: an odd number of them opens some.
        let (mut line, mut counted, mut ticks) = (0, 0, 0);
        while let Some(found) = memmem::find(&source.as_bytes()[from..], b"<!--") {
            let start = from + found;
            if let Some(at) = source[counted..start].rfind('\n') {
                (line, ticks) = (counted + at + 1, 0);
            }
            ticks += source[counted.max(line)..start].matches('`').count();
            counted = start;
            let is_code =
                ticks % 2 == 1 || source[..start].ends_with('\\') || holds(code, start);
            if is_code {
                from = start + 4;
                continue;
            }
            let Some(length) = source[start..].find("-->") else {
                self.open_comment = Some(start);
                return;
            };
            let end = start + length + 3;
            let rest = source[end..].split('\n').next().unwrap_or("");
            let alone = from <= line
                && source[line..start].trim().is_empty()
                && rest.trim().is_empty();
            self.fill(start..end, if alone { b' ' } else { NOTHING });
            self.comments.push(start..end);
            from = end;
        }
    }

    /// Looks at the beginning of each line that is no code.
    fn lines(&mut self, source: &str, code: &[Range<usize>]) {
        let (mut start, mut above) = (0, "");
        let ends = memchr::memchr_iter(b'\n', source.as_bytes()).map(|end| end + 1);
        for end in ends.chain([source.len()]) {
            let line = &source[start..end];
            let inner = line.trim_start_matches([' ', '\t', '>']);
            if !holds(code, start) {
                self.line(inner, end - inner.len(), above);
            }
            (start, above) = (end, line);
        }
    }

    /// Looks at one line, by the sign that it begins with; `above` is the one before.
    fn line(&mut self, line: &str, at: usize, above: &str) {
        match line.as_bytes().first() {
            Some(b'#') => self.heading(line, at),
            Some(b'0'..=b'9' | b'*' | b'+') => self.numbered(line, at),
            Some(b'-' | b'=') => {
                self.numbered(line, at);
                self.underline(line, at, above);
            }
            Some(0x80..) => self.bullet(line, at),
            _ => {}
        }
    }

    /// `##` and a space that does not break.
    fn heading(&mut self, line: &str, at: usize) {
        let level = line.len() - line.trim_start_matches('#').len();
        let Some(space) = line[level..].chars().next() else { return };
        if (1..=6).contains(&level) && !space.is_ascii() && space.is_whitespace() {
            self.fill(at + level..at + level + space.len_utf8(), b' ');
        }
    }

    /// `• Eins` is an item of a list.
    fn bullet(&mut self, line: &str, at: usize) {
        let Some(sign) = BULLETS.iter().find(|sign| line.starts_with(**sign)) else {
            return;
        };
        let rest = &line[sign.len()..];
        if rest.starts_with([' ', '\t', '\u{a0}']) && !rest.trim().is_empty() {
            self.fill(at..at + sign.len(), b' ');
            self.bytes.to_mut()[at] = b'-';
            if rest.starts_with('\u{a0}') {
                self.fill(at + sign.len()..at + sign.len() + 2, b' ');
            }
        }
    }

    /// `12. Mai 1995` begins no list, also behind the star of a birth.
    fn numbered(&mut self, line: &str, at: usize) {
        let marker =
            line.strip_prefix(['-', '*', '+']).filter(|rest| rest.starts_with(' '));
        let inner = marker.map_or(line, str::trim_start);
        let number =
            inner.len() - inner.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        if number > 0 && begins_with_date(inner) {
            self.is_plain(at + line.len() - inner.len() + number);
        }
    }

    /// A line above `--` is no heading; above `---` it is.
    fn underline(&mut self, line: &str, at: usize, above: &str) {
        let signs = line.trim_end();
        if matches!(signs, "-" | "--" | "=" | "==") && !above.trim().is_empty() {
            for number in 0..signs.len() {
                self.is_plain(at + number);
            }
        }
    }

    /// A star or a tilde between two letters never emphasises: `Absolvent*innen`, `3*4*5`.
    fn stars(&mut self, source: &str, code: &[Range<usize>]) {
        for at in memchr::memchr2_iter(b'*', b'~', source.as_bytes()) {
            let before = source[..at].chars().next_back();
            let after = source[at + 1..].chars().next();
            if [before, after].iter().all(|c| c.is_some_and(char::is_alphanumeric))
                && !holds(code, at)
            {
                self.is_plain(at);
            }
        }
    }

    /// Spaces in the name of a file and in a telephone number: `[Plan](Plan Hof.pdf)`.
    fn targets(&mut self, source: &str, code: &[Range<usize>]) {
        for at in memchr::memchr_iter(b']', source.as_bytes()) {
            let begin = at + 2;
            if source.as_bytes().get(at + 1) != Some(&b'(') || holds(code, at) {
                continue;
            }
            let line = beginning(&source[begin..], LONGEST_TARGET).split('\n').next();
            let Some(length) = line.and_then(target_with_spaces) else { continue };
            for (space, _) in source[begin..begin + length].match_indices(' ') {
                self.bytes.to_mut()[begin + space] = SPACE;
            }
        }
    }
}

/// The longest target that is looked at, in bytes.
const LONGEST_TARGET: usize = 300;

/// So many bytes of a text at most, up to the end of a sign.
pub(super) fn beginning(text: &str, most: usize) -> &str {
    let end = (0..=most.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    &text[..end.unwrap_or(0)]
}

/// The length of a target with spaces, if it is certain where it ends.
fn target_with_spaces(text: &str) -> Option<usize> {
    let all = &text[..text.find(')')?];
    // A title is in quotes, behind the target.
    let target = match all.find('"') {
        Some(quote) => all[..quote].trim_end(),
        None => all,
    };
    if target.starts_with('<') || !target.contains(' ') || target.starts_with(' ') {
        return None;
    }
    let certain = if let Some(number) = target.strip_prefix("tel:") {
        number.chars().all(|c| c.is_ascii_digit() || " +-/.".contains(c))
    } else {
        let (stem, ending) = target.rsplit_once('.')?;
        let is_ending = (2..=5).contains(&ending.len())
            && ending.bytes().all(|byte| byte.is_ascii_alphanumeric());
        is_ending && !stem.is_empty() && !target.contains(':')
    };
    certain.then_some(target.len())
}

/// True if one of some places, which are in order, holds a byte.
fn holds(places: &[Range<usize>], at: usize) -> bool {
    let next = places.partition_point(|place| place.start <= at);
    places[..next].last().is_some_and(|place| place.contains(&at))
}

/// Places of code between fences, by lines.
fn fenced(source: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    if memchr::memchr2(b'`', b'~', source.as_bytes()).is_none() {
        return found;
    }
    let mut open: Option<(usize, &str)> = None;
    let mut at = 0;
    for line in source.split_inclusive('\n') {
        let inner = line.trim_start_matches([' ', '>']);
        let fence = ["```", "~~~"].into_iter().find(|sign| inner.starts_with(sign));
        match (open, fence) {
            (None, Some(sign)) => open = Some((at, sign)),
            (Some((start, sign)), Some(other)) if sign == other => {
                found.push(start..at + line.len());
                open = None;
            }
            _ => {}
        }
        at += line.len();
    }
    found.extend(open.map(|(start, _)| start..source.len()));
    found
}

/// A parsed text with its signs.
pub(super) fn restored(text: &str) -> Option<String> {
    let is_sign = |c: char| SIGNS.iter().any(|(control, _)| *control == c);
    // Each is one byte, which nothing else in UTF-8 is.
    if !text.bytes().any(|byte| byte < b' ' || byte == SPACE) || !text.contains(is_sign) {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match SIGNS.iter().find(|(control, _)| *control == c) {
            Some((_, sign)) => out.push_str(sign),
            None => out.push(c),
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sign_has_its_place_and_comes_back() {
        for text in [
            "12. Mai 1995: Diplom\n\n* 3. 10. 1990",
            "Absolvent*innen, 3*4*5, 10~15",
            "[Plan](Plan Hof.pdf) ![x](a b.jpg \"Im Bau\") [B](tel:+49 341 1)",
            "Titel\n--\n",
        ] {
            let intended = Intended::of(text);
            let source = intended.source();
            assert_eq!(source.len(), text.len());
            assert_ne!(source, text);
            assert_eq!(restored(&source).as_deref(), Some(text));
        }
        for text in
            ["1. Eins\n2. Zwei", "*ja* **nein**", "Titel\n---\n", "[a](b c)", "a ~~b~~"]
        {
            assert_eq!(Intended::of(text).source(), text);
        }
    }
}
