//! Counts what a step looks at, so that tests can hold how its work grows with the site.
//!
//! In come numbers of things that were looked at, out goes their sum. Outside of the unit tests
//! nothing is counted, and no clock is ever asked: a count is the same on every machine.

#[cfg(test)]
use std::cell::Cell;

#[cfg(test)]
thread_local! {
    static LOOKED_AT: Cell<usize> = const { Cell::new(0) };
}

/// Counts things that were looked at.
pub fn looked_at(things: usize) {
    #[cfg(test)]
    LOOKED_AT.with(|all| all.set(all.get() + things));
    #[cfg(not(test))]
    let _ = things;
}

/// How many things a step looks at.
#[cfg(test)]
pub(crate) fn of<T: Send>(step: impl FnOnce() -> T + Send) -> usize {
    // On one thread, so that what is done side by side is counted too.
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build();
    alone.expect("a thread").install(|| {
        let before = LOOKED_AT.with(Cell::get);
        drop(step());
        LOOKED_AT.with(Cell::get) - before
    })
}

/// Holds that work grows with its subject and not with its square: from twice to four times as
/// much is twice the step from once to twice as much, with a little room for a logarithm.
#[cfg(test)]
#[track_caller]
pub(crate) fn assert_linear(size: usize, work: impl Fn(usize) -> usize) {
    let [once, twice, four] = [size, 2 * size, 4 * size].map(work);
    assert!(twice > once && once >= size, "counts {once}, {twice}, {four}");
    let (first, second) = (twice - once, four.saturating_sub(twice));
    assert!(second * 2 <= first * 5, "grows faster: {once}, {twice}, {four}");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn loops(times: usize, inner: usize) -> usize {
        of(|| (0..times).for_each(|_| looked_at(inner)))
    }

    #[test]
    fn work_that_grows_with_its_subject_is_let_pass() {
        assert_linear(100, |n| loops(n, 3));
    }

    #[test]
    #[should_panic(expected = "grows faster")]
    fn work_that_grows_with_the_square_is_noticed() {
        assert_linear(100, |n| loops(n, n));
    }
}
