//! Record numbers as text: base-32 digits, the lowest first, as a variable-length quantity.
//!
//! In come numbers, out go characters that compress well, and back. Never writes more digits than a
//! number needs.

/// Characters for the digits; one of the upper half means that another digit follows.
const DIGITS: &[u8; 64] =
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Writes a number.
pub(super) fn push(out: &mut String, number: u32) {
    let mut rest = number;
    loop {
        let digit = (rest & 31) as usize;
        rest >>= 5;
        let more = if rest > 0 { 32 } else { 0 };
        out.push(char::from(DIGITS[digit + more]));
        if rest == 0 {
            return;
        }
    }
}

/// Writes ascending numbers as differences, which are small and so need few digits.
pub(super) fn push_ascending(out: &mut String, numbers: &[u32]) {
    let mut before = 0;
    for number in numbers {
        push(out, number - before);
        before = *number;
    }
}

/// The numbers that were written one after the other; `None` if the text is not of this form.
pub(super) fn read(text: &str) -> Option<Vec<u32>> {
    let mut numbers = Vec::new();
    let (mut number, mut shift) = (0_u32, 0);
    for byte in text.bytes() {
        let digit = DIGITS.iter().position(|known| *known == byte)?;
        number |= u32::try_from(digit & 31).ok()?.checked_shl(shift)?;
        if digit < 32 {
            numbers.push(number);
            (number, shift) = (0, 0);
        } else {
            shift += 5;
        }
    }
    (shift == 0).then_some(numbers)
}

/// Ascending numbers as [`push_ascending`] wrote them.
pub(super) fn read_ascending(text: &str) -> Option<Vec<u32>> {
    let mut sum = 0_u32;
    let add = |difference: u32| {
        sum = sum.checked_add(difference)?;
        Some(sum)
    };
    read(text)?.into_iter().map(add).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_are_written_as_the_documentation_says() {
        for (number, text) in [(0, "A"), (31, "f"), (32, "gB"), (1000, "of")] {
            let mut out = String::new();
            push(&mut out, number);
            assert_eq!(out, text);
        }
        assert_eq!(read("g"), None, "a digit is missing");
        assert_eq!(read("ä"), None);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(mut numbers in prop::collection::vec(any::<u32>(), 0..40)) {
            let mut out = String::new();
            for number in &numbers {
                push(&mut out, *number);
            }
            prop_assert_eq!(read(&out), Some(numbers.clone()));
            numbers.sort_unstable();
            out.clear();
            push_ascending(&mut out, &numbers);
            prop_assert_eq!(read_ascending(&out), Some(numbers));
        }
    }
}
