//! Whether a line begins with a date and not with a number of a list.
//!
//! In comes a line, out goes whether a day of a month stands first: `12. Mai`, `3. 10. 1990`.
//! Never knows which day it is.

/// Names of months as they follow a day, in small letters: German, English, Polish, Czech, Upper
/// and Lower Sorbian. A name may be shortened where people do so.
const MONTHS: &[&str] = &[
    "januar",
    "jänner",
    "februar",
    "feber",
    "märz",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "dezember",
    "jan",
    "feb",
    "mär",
    "mrz",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "okt",
    "nov",
    "dez",
    "januars",
    "mais",
    "january",
    "february",
    "march",
    "may",
    "june",
    "july",
    "october",
    "december",
    "oct",
    "dec",
    "stycznia",
    "lutego",
    "marca",
    "kwietnia",
    "maja",
    "czerwca",
    "lipca",
    "sierpnia",
    "września",
    "października",
    "listopada",
    "grudnia",
    "ledna",
    "února",
    "března",
    "dubna",
    "května",
    "června",
    "července",
    "srpna",
    "září",
    "října",
    "listopadu",
    "prosince",
    "januara",
    "februara",
    "měrca",
    "apryla",
    "meje",
    "junija",
    "julija",
    "awgusta",
    "septembra",
    "oktobra",
    "nowembra",
    "decembra",
    "měrc",
    "apryl",
    "meja",
    "junij",
    "julij",
    "awgust",
    "nowember",
    "róžka",
    "nalětnika",
    "jutrownika",
    "róžownika",
    "smažnika",
    "pražnika",
    "žnjenca",
    "požnjenca",
    "winowca",
    "nazymnika",
    "hodownika",
    "wulkeho",
    "małeho",
];
/// English words that are a month only if a year or a sign follows.
const WORDS: [&str; 2] = ["may", "march"];

/// True for a line that begins with a day and a month.
pub(super) fn begins_with_date(line: &str) -> bool {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    if !(1..=2).contains(&(line.len() - rest.len())) {
        return false;
    }
    let Some(rest) = rest.strip_prefix('.') else { return false };
    let word = rest.trim_start_matches([' ', '\u{a0}', '\t']);
    if word.len() == rest.len() {
        return false;
    }
    let month: String = word.chars().take_while(|c| c.is_alphabetic()).collect();
    let after = &word[month.len()..];
    if month.is_empty() {
        let number = word.trim_start_matches(|c: char| c.is_ascii_digit());
        return (1..=2).contains(&(word.len() - number.len())) && number.starts_with('.');
    }
    let month = month.to_lowercase();
    if WORDS.contains(&month.as_str()) {
        let next = after.trim_start();
        return next.is_empty()
            || next.starts_with(|c: char| c.is_ascii_digit() || ",:.–-)".contains(c));
    }
    MONTHS.contains(&month.as_str())
}

#[cfg(test)]
mod tests {
    use super::begins_with_date;

    #[test]
    fn a_day_of_a_month_is_no_number_of_a_list() {
        for line in [
            "12. Mai 1995: Diplom",
            "3. Oktober 1990",
            "1. Mai nach Leipzig",
            "1. Jan. 2000",
            "31. Dezember",
            "3. 10. 1990",
            "1.\u{a0}5. 2020",
            "5. May 2020",
            "9. listopada 1989",
            "17. listopadu 1989",
            "28. října",
            "1. meje",
            "2. awgusta 1945",
            "24. März:",
        ] {
            assert!(begins_with_date(line), "{line}");
        }
        for line in [
            "1. Eins",
            "12. Maibaum",
            "3. Platz",
            "1. May I ask?",
            "1990. Mai",
            "1. 1",
            "1.5 Grad",
            "2. 100 Leute",
            "1. Marche",
            "Mai",
            "1) Eins",
        ] {
            assert!(!begins_with_date(line), "{line}");
        }
    }
}
