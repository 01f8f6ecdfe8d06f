//! How a tab wants to see the site: with drafts, on another day.
//!
//! In comes the query of an address, out goes a view. A view is part of the address and of
//! nothing else, so that tabs do not disturb each other.

use jiff::civil::Date;

/// How a tab sees the site.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ViewOptions {
    /// With drafts and scheduled pages.
    pub(super) drafts: bool,
    /// On this day; `None` is the day of the preview.
    pub(super) day: Option<Date>,
}

impl ViewOptions {
    /// From `public`, `drafts`, `2029-05-01` or `drafts,2029-05-01`; what is something else is
    /// passed over. Nothing asked for is `usual`.
    pub(super) fn read(asked: Option<&str>, usual: Self) -> Self {
        let Some(asked) = asked.filter(|asked| !asked.is_empty()) else { return usual };
        let mut view = Self { drafts: false, day: usual.day };
        for word in asked.split(',') {
            match word.parse() {
                Ok(day) => view.day = Some(day),
                Err(_) => view.drafts |= word == "drafts",
            }
        }
        view
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_is_read_from_an_address() {
        let day = Some(jiff::civil::date(2029, 5, 1));
        let usual = ViewOptions { drafts: true, day: None };
        for (asked, drafts, on) in [
            (None, true, None),
            (Some(""), true, None),
            (Some("public"), false, None),
            (Some("drafts"), true, None),
            (Some("2029-05-01"), false, day),
            (Some("drafts,2029-05-01"), true, day),
            (Some("2029-05-01,drafts,nonsense,2029-99-01"), true, day),
        ] {
            assert_eq!(
                ViewOptions::read(asked, usual),
                ViewOptions { drafts, day: on },
                "{asked:?}"
            );
        }
    }
}
