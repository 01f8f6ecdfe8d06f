//! How much a test does.
//!
//! In come the environment's wishes, out goes a number of cases. Never decides what is tested:
//! the short form asks the same of fewer cases.
#![expect(clippy::disallowed_methods, reason = "tests are told by the environment")]

/// What the environment says of a wish of `tests/run.sh`.
fn wished(name: &str, value: &str) -> bool {
    std::env::var(name).is_ok_and(|own| own == value)
}

/// One of two sizes: the short one in each run, the long one with `MATRIKEL_TESTS=long`.
pub(crate) fn short_or_long<T>(short: T, long: T) -> T {
    if wished("MATRIKEL_TESTS", "long") { long } else { short }
}

/// The number of random cases: that of `PROPTEST_CASES`, else one of the two.
pub(crate) fn cases(short: u32, long: u32) -> u32 {
    let wanted = std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok());
    wanted.unwrap_or_else(|| short_or_long(short, long))
}
