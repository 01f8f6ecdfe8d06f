//! Dates as editors write them: a day, a month or a year.
//!
//! In comes text, out go dates of the calendar; ranges include their last day. Never reads a
//! clock.

use jiff::civil::Date;

/// A year, a month or a day: `1986`, `1986-10`, `1986-10-01`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    /// Year, 1000 to 2999.
    pub year: i16,
    /// Month, 1 to 12.
    pub month: Option<i8>,
    /// Day of the month; only if there is a month.
    pub day: Option<i8>,
}

impl PartialDate {
    /// Parses a date; `None` if it does not exist in the calendar.
    pub fn parse(text: &str) -> Option<Self> {
        let number = |part: &str, digits: usize| -> Option<i16> {
            (part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()))
                .then(|| part.parse().ok())?
        };
        let mut parts = text.split('-');
        let year = number(parts.next()?, 4).filter(|year| (1000..3000).contains(year))?;
        let month = match parts.next() {
            Some(part) => Some(i8::try_from(number(part, 2)?).ok()?),
            None => None,
        };
        let day = match parts.next() {
            Some(part) => Some(i8::try_from(number(part, 2)?).ok()?),
            None => None,
        };
        Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
        parts.next().is_none().then_some(Self { year, month, day })
    }

    /// The earliest day it can mean.
    ///
    /// # Panics
    /// Never for a value made by [`PartialDate::parse`].
    pub fn first_day(self) -> Date {
        Date::new(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1))
            .expect("parse() accepts only dates of the calendar")
    }

    /// The latest day it can mean.
    pub fn last_day(self) -> Date {
        let first = self.first_day();
        match (self.month, self.day) {
            (_, Some(_)) => first,
            (Some(_), None) => first.last_of_month(),
            (None, None) => first.last_of_year(),
        }
    }
}

/// Parses a full date, `2026-05-12`; `None` if it does not exist in the calendar.
pub fn parse_day(text: &str) -> Option<Date> {
    let partial = PartialDate::parse(text)?;
    partial.day.map(|_| partial.first_day())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn partial_dates_know_their_first_and_last_day() {
        let year = PartialDate::parse("1986").expect("a year");
        assert_eq!(year.last_day().to_string(), "1986-12-31");
        let month = PartialDate::parse("2024-02").expect("a month");
        assert_eq!(month.last_day().to_string(), "2024-02-29");
        for wrong in
            ["", "86", "1986-13", "1986-02-30", "1986-1-1", "1986-01-01-01", "+986"]
        {
            assert_eq!(PartialDate::parse(wrong), None, "{wrong}");
        }
    }
}
