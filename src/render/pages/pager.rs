//! Where a page stands in a paged list.
//!
//! In come the number of the page and the length of the list, out go the addresses of the pages
//! around it. It never knows what is listed.

use crate::publish::address;

use super::locale::Locale;
use crate::render::plan::job::Job;
use crate::render::plan::planner;
use crate::render::view::{PageLink, Pager};

pub(super) fn pager(
    locale: Locale<'_>,
    job: &Job,
    base: &str,
    current: usize,
    total: usize,
) -> Pager {
    pager_by(locale, locale.config().directory.per_page, job, base, current, total)
}

pub(super) fn pager_by(
    locale: Locale<'_>,
    per_page: usize,
    job: &Job,
    base: &str,
    current: usize,
    total: usize,
) -> Pager {
    let last = planner::page_count(total, per_page);
    let at = |number| locale.local(&address::page(base, number, job.language));
    let shown = (1..=last).filter(|n| *n == 1 || *n == last || n.abs_diff(current) <= 1);
    let mut before = 0;
    let pages = shown
        .map(|number| {
            let gap = number > before + 1;
            before = number;
            PageLink { number, url: (number != current).then(|| at(number)), gap }
        })
        .collect();
    Pager {
        current,
        last,
        total,
        pages,
        previous: (current > 1).then(|| at(current - 1)),
        next: (current < last).then(|| at(current + 1)),
    }
}
