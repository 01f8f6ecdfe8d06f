//! Conditional and range requests: what a client has already, and which part it wants.
//!
//! In come the values of `If-None-Match`, `If-Range` and `Range`, out goes whether the whole,
//! a part or nothing is to be sent (RFC 9110, sections 13 and 14). It never sees the bytes.

use std::ops::Range;

/// The values of these headers, as they came.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Conditions {
    /// `If-None-Match`.
    pub if_none_match: Option<String>,
    /// `If-Range`.
    pub if_range: Option<String>,
    /// `Range`; none for HEAD, for which ranges are not defined.
    pub range: Option<String>,
}

/// What is to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Portion {
    /// All of it: 200.
    Whole,
    /// These bytes: 206.
    Part(Range<usize>),
    /// Nothing, the client has it: 304.
    Nothing,
    /// Nothing, there is no such part: 416.
    Beyond,
}

impl Conditions {
    /// For something of this strong tag (with its quotes) and this many bytes.
    pub(super) fn portion(&self, tag: &str, length: usize) -> Portion {
        if self.if_none_match.as_deref().is_some_and(|list| matches(list, tag)) {
            return Portion::Nothing;
        }
        // Compared strongly: `W/` or a date means that the client cannot be sure.
        let is_same = self.if_range.as_deref().is_none_or(|own| own == tag);
        match &self.range {
            Some(range) if is_same => portion(range, length),
            _ => Portion::Whole,
        }
    }
}

/// Weak comparison with a list of tags, in which `*` matches any. A tag may contain a comma, but
/// none of this server's does, so splitting there is harmless.
fn matches(list: &str, tag: &str) -> bool {
    list.split(',').map(str::trim).any(|one| {
        let strong = one.strip_prefix("W/").unwrap_or(one);
        one == "*" || strong == tag
    })
}

/// A range that cannot be understood, and several ranges at once, are answered with the whole, as
/// RFC 9110 allows.
fn portion(range: &str, length: usize) -> Portion {
    let Some((unit, range)) = range.split_once('=') else { return Portion::Whole };
    let Some((first, last)) = range.trim().split_once('-') else { return Portion::Whole };
    let is_number = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if !unit.eq_ignore_ascii_case("bytes") || !is_number(first) || !is_number(last) {
        return Portion::Whole;
    }
    let range = match (number(first), number(last)) {
        (Some(first), Some(last)) if first > last => return Portion::Whole,
        (Some(first), Some(last)) => first..last.saturating_add(1).min(length),
        (Some(first), None) => first..length,
        (None, Some(suffix)) => length.saturating_sub(suffix)..length,
        (None, None) => return Portion::Whole,
    };
    if range.start < length { Portion::Part(range) } else { Portion::Beyond }
}

/// Digits as a number, unless there are none. One that is too large for this machine lies beyond
/// any end anyhow.
fn number(digits: &str) -> Option<usize> {
    (!digits.is_empty()).then(|| digits.parse().unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TAG: &str = "\"ab\"";

    #[test]
    fn one_range_of_ten_bytes() {
        for (range, expected) in [
            ("bytes=0-3", Portion::Part(0..4)),
            ("bytes=4-", Portion::Part(4..10)),
            ("bytes=9-9", Portion::Part(9..10)),
            ("bytes=5-99", Portion::Part(5..10)),
            ("bytes=5-99999999999999999999999999", Portion::Part(5..10)),
            ("bytes=-4", Portion::Part(6..10)),
            ("bytes=-99", Portion::Part(0..10)),
            ("BYTES= 0-3", Portion::Part(0..4)),
            ("bytes=10-", Portion::Beyond),
            ("bytes=99999999999999999999999999-", Portion::Beyond),
            ("bytes=-0", Portion::Beyond),
            ("bytes=5-4", Portion::Whole),
            ("bytes=-", Portion::Whole),
            ("bytes=", Portion::Whole),
            ("bytes=a-b", Portion::Whole),
            ("bytes=+1-2", Portion::Whole),
            ("bytes=1--2", Portion::Whole),
            ("bytes=0-1,3-4", Portion::Whole),
            ("lines=0-3", Portion::Whole),
            ("", Portion::Whole),
        ] {
            assert_eq!(portion(range, 10), expected, "{range}");
        }
        assert_eq!(portion("bytes=0-", 0), Portion::Beyond);
        assert_eq!(portion("bytes=-5", 0), Portion::Beyond);
    }

    #[test]
    fn a_tag_is_found_in_a_list() {
        for (list, expected) in [
            ("\"ab\"", true),
            ("W/\"ab\"", true),
            ("*", true),
            ("\"x\", W/\"y\" ,\"ab\"", true),
            ("\"a\"", false),
            ("ab", false),
            ("w/\"ab\"", false),
            ("", false),
        ] {
            assert_eq!(matches(list, TAG), expected, "{list}");
        }
    }

    #[test]
    fn a_part_is_only_sent_of_the_same_whole() {
        let asked = |if_range: &str, if_none_match: Option<&str>| Conditions {
            if_none_match: if_none_match.map(str::to_owned),
            if_range: Some(if_range.to_owned()),
            range: Some("bytes=0-1".to_owned()),
        };
        assert_eq!(asked(TAG, None).portion(TAG, 10), Portion::Part(0..2));
        assert_eq!(asked("\"old\"", None).portion(TAG, 10), Portion::Whole);
        assert_eq!(asked("W/\"ab\"", None).portion(TAG, 10), Portion::Whole);
        let date = "Sat, 29 Oct 1994 19:43:31 GMT";
        assert_eq!(asked(date, None).portion(TAG, 10), Portion::Whole);
        assert_eq!(asked(TAG, Some(TAG)).portion(TAG, 10), Portion::Nothing);
    }
}
