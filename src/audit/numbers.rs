//! Telephone numbers, found by their digits however they are grouped.
//!
//! In come numbers and bytes, out goes which number stands where. `+49 341 5550123`,
//! `0341/555-01-23` and `(0341) 555 01 23` are one number; the same digits inside of a longer
//! number are none. Never looks at anything but digits and the signs that people group them with.

use std::collections::BTreeMap;
use std::ops::Range;

/// Digits of the shortest number that is looked for, and of the key that it is found by.
const SHORTEST: usize = 7;
/// Signs between two groups of digits, at most, in bytes: ` / `, `&nbsp;`, `</b> <b>`.
const LONGEST_GAP: usize = 12;

/// Codes of countries with one digit and with two; all others have three (ITU-T E.164.1).
const ONE_DIGIT: [&str; 2] = ["1", "7"];
const TWO_DIGITS: [&str; 43] = [
    "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45",
    "46", "47", "48", "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61",
    "62", "63", "64", "65", "66", "81", "82", "84", "86", "90", "91", "92", "93", "94",
    "95",
];
/// The country of numbers without a code.
const OWN: &str = "49";

/// A telephone number.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Number {
    /// The code of its country.
    country: String,
    /// The digits after that, without leading zeros.
    pub(super) national: String,
}

/// Takes a number apart. `None` if it is too short to tell whose it is: years and postal codes
/// would match.
pub(super) fn number(text: &str) -> Option<Number> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let international = digits
        .strip_prefix("00")
        .or_else(|| text.trim_start().starts_with('+').then_some(digits.as_str()));
    let (country, national) = match international {
        Some(digits) => {
            let is_code = |code: &&&str| digits.starts_with(**code);
            let short = ONE_DIGIT.iter().chain(&TWO_DIGITS).find(is_code);
            digits.split_at_checked(short.map_or(3, |code| code.len()))?
        }
        None => (OWN, digits.strip_prefix('0').unwrap_or(&digits)),
    };
    let national = national.trim_start_matches('0').to_owned();
    let is_long = national.len() >= SHORTEST;
    is_long.then(|| Number { country: country.to_owned(), national })
}

/// True if a text is written as a number to call, and not as a code or a day.
pub(super) fn is_telephone(text: &str) -> bool {
    let text = text.trim();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let only = text.chars().all(|c| c.is_ascii_digit() || " +-–/().\u{a0}".contains(c));
    let begins = text.starts_with(['+', '0', '(']);
    only && begins && digits >= SHORTEST && text.parse::<jiff::civil::Date>().is_err()
}

/// Numbers to look for, by their last digits.
#[derive(Default)]
pub(super) struct NumberIndex(BTreeMap<[u8; SHORTEST], Vec<(Number, u32)>>);

impl NumberIndex {
    /// Adds a number, with what it stands for.
    pub(super) fn add(&mut self, wanted: &Number, number: u32) {
        let end = wanted.national.len().saturating_sub(SHORTEST);
        if let Ok(key) = wanted.national.as_bytes()[end..].try_into() {
            self.0.entry(key).or_default().push((wanted.clone(), number));
        }
    }

    /// Calls `found` with each number that stands in some bytes, and its place.
    pub(super) fn find(&self, bytes: &[u8], mut found: impl FnMut(u32, Range<usize>)) {
        if self.0.is_empty() {
            return;
        }
        let mut at = 0;
        while let Some(start) = next_digit(bytes, at) {
            let run = DigitRun::at(bytes, start);
            at = run.end;
            self.in_run(&run, &mut found);
        }
    }

    fn in_run(&self, run: &DigitRun, found: &mut impl FnMut(u32, Range<usize>)) {
        // Each end of a group may be the end of a number.
        let ends = run.groups.iter().skip(1).copied().chain([run.digits.len()]);
        for end in ends.filter(|end| *end >= SHORTEST) {
            let key = run.digits[end - SHORTEST..end].try_into();
            let Some(all) = key.ok().and_then(|key: [u8; SHORTEST]| self.0.get(&key))
            else {
                continue;
            };
            for (wanted, number) in all {
                if let Some(start) = run.holds(wanted, end) {
                    found(*number, run.places[start]..run.places[end - 1] + 1);
                }
            }
        }
    }
}

/// Digits with the signs between them.
struct DigitRun {
    digits: Vec<u8>,
    /// Where each digit stands.
    places: Vec<usize>,
    /// At which digit each group begins.
    groups: Vec<usize>,
    end: usize,
}

impl DigitRun {
    fn at(bytes: &[u8], start: usize) -> Self {
        let mut run = Self {
            digits: Vec::new(),
            places: Vec::new(),
            groups: Vec::new(),
            end: start,
        };
        let mut at = start;
        loop {
            run.groups.push(run.digits.len());
            while let Some(digit) = bytes.get(at).filter(|byte| byte.is_ascii_digit()) {
                run.digits.push(*digit);
                run.places.push(at);
                at += 1;
            }
            run.end = at;
            let next = next_group(bytes, at);
            match next {
                Some(next) => at = next,
                None => return run,
            }
        }
    }

    /// Where the national digits of a number begin that end at `end`, if nothing but a prefix of
    /// the country or of the trunk (`0`, `49`, `0049`) stands before them in their group.
    fn holds(&self, wanted: &Number, end: usize) -> Option<usize> {
        let start = end.checked_sub(wanted.national.len())?;
        if self.digits[start..end] != *wanted.national.as_bytes() {
            return None;
        }
        let group = self.groups.iter().rev().find(|group| **group <= start)?;
        let before = std::str::from_utf8(&self.digits[*group..start]).ok()?;
        let before = before.strip_suffix('0').unwrap_or(before);
        let before = before.strip_prefix("00").unwrap_or(before);
        (before.is_empty() || before == wanted.country).then_some(start)
    }
}

/// The next digit from a place on. Eight bytes are looked at together, since most have none.
fn next_digit(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    while let Some(eight) = bytes.get(at..at + 8) {
        let eight = <[u8; 8]>::try_from(eight).map_or(0, u64::from_le_bytes);
        // 0x30..=0x39 and no byte above 0x7f: the high half is 3, and adding 6 does not carry.
        let high = eight & 0xf0f0_f0f0_f0f0_f0f0 ^ 0x3030_3030_3030_3030;
        let carry = (eight & 0x0f0f_0f0f_0f0f_0f0f) + 0x0606_0606_0606_0606;
        let other = high | carry & 0x1010_1010_1010_1010;
        // A zero byte of `other` is a digit (Mycroft's test; a false alarm is looked at below).
        let zero =
            other.wrapping_sub(0x0101_0101_0101_0101) & !other & 0x8080_8080_8080_8080;
        if zero != 0 {
            break;
        }
        at += 8;
    }
    let rest = bytes.get(at..)?;
    let found = rest.iter().position(u8::is_ascii_digit)?;
    Some(at + found)
}

/// Where the next group of digits begins, if only signs that group a number stand before it.
fn next_group(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    while at - from <= LONGEST_GAP {
        let rest = bytes.get(at..)?;
        match rest.first()? {
            byte if byte.is_ascii_digit() => return Some(at),
            b' ' | b'-' | b'/' | b'(' | b')' | b'.' | b'\n' | b'\r' => at += 1,
            // No-break space, narrow space, dashes; the same as an entity.
            0xc2 if matches!(rest.get(1), Some(0xa0 | 0xad)) => at += 2,
            0xe2 if rest.get(1) == Some(&0x80) => at += 3,
            b'&' if rest.starts_with(b"&nbsp;") => at += 6,
            b'%' if rest.starts_with(b"%20") => at += 3,
            b'<' => {
                let end = rest.iter().take(LONGEST_GAP).position(|byte| *byte == b'>')?;
                let name = rest.get(1).filter(|byte| !b"tlpdh".contains(byte));
                // Cells, items and paragraphs begin with these; `</` is looked at below.
                let closes = name == Some(&b'/');
                let inner = if closes { rest.get(2) } else { name };
                inner.filter(|byte| !b"tlpdh".contains(byte))?;
                at += end + 1;
            }
            _ => return None,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(wanted: &str, text: &str) -> bool {
        let mut index = NumberIndex::default();
        index.add(&number(wanted).expect("a number"), 0);
        let mut any = false;
        index.find(text.as_bytes(), |_, _| any = true);
        any
    }

    #[test]
    fn a_number_is_found_however_it_is_grouped() {
        for text in [
            "0341 555 01 23",
            "0341/555-01-23",
            "(0341) 5550123",
            "+49 (0) 341 5550123",
            "tel:+493415550123",
            "0049 341 5550123 oder",
            "Telefon 0341&nbsp;555&nbsp;0123",
            "0341\u{a0}555\u{202f}0123, abends",
            "<b>0341</b> 5550123",
        ] {
            assert!(found("+49 341 5550123", text), "{text}");
            assert!(found("0341 5550123", text), "{text}");
        }
        for text in ["0043 1 5550123", "+43 (0)1 555 01 23", "01/5550123"] {
            assert!(found("+43 1 5550123", text), "{text}");
        }
    }

    #[test]
    fn other_numbers_are_none() {
        for text in [
            "9780341555012342",
            "0342 5550123",
            "0341 55501234",
            "<td>0341</td><td>5550123</td>",
            "0341: 5550123",
        ] {
            assert!(!found("+49 341 5550123", text), "{text}");
        }
    }

    #[test]
    fn a_code_and_a_day_are_no_telephone() {
        assert!(is_telephone("+49 341 7654321"));
        assert!(is_telephone("0341/7654321"));
        for other in ["1966-02-01", "1234567", "01.02.1966 x", "0123"] {
            assert!(!is_telephone(other), "{other}");
        }
        assert_eq!(number("+49 341 7654321"), number("0341 7654321"));
        assert_eq!(number("04277"), None);
    }

    #[test]
    fn digits_are_found_among_any_bytes() {
        for length in 0..40 {
            for place in 0..length {
                for other in [b'a', b'/', b':', 0xb0, 0x20, 0xff, 0x3a, 0x2f] {
                    let mut bytes = vec![other; length];
                    bytes[place] = b'7';
                    assert_eq!(next_digit(&bytes, 0), Some(place), "{length} {other}");
                }
                assert_eq!(next_digit(&vec![0xb5; length], 0), None);
            }
        }
    }
}
