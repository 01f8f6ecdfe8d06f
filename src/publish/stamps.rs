//! The days on which something was first published and last changed, as machines are told them.
//!
//! In come the days that editors wrote and the day of the build, out go those that have come. A day
//! that is still to come counts from that day on, so that a stamp never lies ahead, grows with the
//! content only, and is the same however often the site is built. Never looks at a clock, and
//! invents no day where the content tells none.

use jiff::civil::Date;

/// What the content tells about its own age on the day of the build.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stamps {
    /// Day of the first publication; later changes leave it as it is.
    pub published: Option<Date>,
    /// Day of the last change, never before the first publication.
    pub changed: Option<Date>,
}

impl Stamps {
    /// `first` are the days that say since when it is there; the last of them counts.
    pub(super) fn of(first: &[Option<Date>], updated: Option<Date>, today: Date) -> Self {
        let come = |day: Option<Date>| day.filter(|day| *day <= today);
        let published = first.iter().copied().filter_map(come).max();
        Self { published, changed: published.max(come(updated)) }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_stamp_never_lies_ahead_and_never_goes_back() {
        let [may, june, july] = [5, 6, 7].map(|month| Some(date(2026, month, 1)));
        let on = |first: &[Option<Date>], updated, today: Option<Date>| {
            let stamps = Stamps::of(first, updated, today.unwrap());
            (stamps.published, stamps.changed)
        };
        assert_eq!(on(&[None], None, july), (None, None));
        assert_eq!(on(&[None], may, july), (None, may));
        assert_eq!(on(&[may], june, july), (may, june));
        assert_eq!(on(&[june], may, july), (june, june));
        assert_eq!(on(&[may], july, june), (may, may));
        assert_eq!(on(&[may, june], None, july), (june, june));
        assert_eq!(on(&[may, july], None, june), (may, may));
        assert_eq!(on(&[july], None, june), (None, None));
    }
}
