//! The marks that a version control system leaves in a file of which two versions were not merged.
//!
//! In comes a text, out goes the line of the first mark. A text about such marks, inside a block of
//! code, has none; nor has a heading that is underlined.

/// The line of the first mark of an unfinished merge, from 1.
pub fn unfinished_merge(text: &str) -> Option<usize> {
    let has = |mark: &[u8]| memchr::memmem::find(text.as_bytes(), mark).is_some();
    if !has(b"<<<<<<<") && !has(b">>>>>>>") {
        return None;
    }
    let (mut fence, mut divided) = (None, None);
    for (number, line) in text.lines().enumerate().map(|(at, line)| (at + 1, line)) {
        if let Some(open) = fence {
            fence = (!line.trim_start().starts_with(open)).then_some(open);
            continue;
        }
        fence = ["```", "~~~"].into_iter().find(|mark| line.starts_with(mark));
        if is_mark(line, "<<<<<<<") {
            return Some(number);
        }
        if is_mark(line, "|||||||") || line.trim_end() == "=======" {
            divided = divided.or(Some(number));
        }
        // Alone it is a quotation of a quotation, seven deep.
        if divided.is_some() && is_mark(line, ">>>>>>>") {
            return divided;
        }
    }
    None
}

fn is_mark(line: &str, mark: &str) -> bool {
    let rest = line.trim_start_matches('\u{feff}').strip_prefix(mark);
    rest.is_some_and(|rest| rest.trim_end().is_empty() || rest.starts_with(' '))
}

#[cfg(test)]
mod tests {
    use super::unfinished_merge;

    #[test]
    fn the_first_mark_is_told() {
        for (text, line) in [
            ("a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> theirs\n", Some(2)),
            ("<<<<<<<\n", Some(1)),
            ("\u{feff}<<<<<<< .mine\r\nb\r\n", Some(1)),
            ("a\n=======\nc\n>>>>>>> theirs\n", Some(2)),
            ("a\n||||||| base\nc\n>>>>>>> theirs\n", Some(2)),
            ("Porträt\n=======\n\nText\n", None),
            (">>>>>>> a quotation\n", None),
            ("<<<<<<<< eight\n", None),
            ("a <<<<<<< b\n", None),
            ("```\n<<<<<<< HEAD\n```\n", None),
            ("```\n<<<<<<< HEAD\n```\n<<<<<<< HEAD\n", Some(4)),
        ] {
            assert_eq!(unfinished_merge(text), line, "{text}");
        }
    }
}
