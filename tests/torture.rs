//! Nobody who has withdrawn, whose consent has lapsed, or who was erased is ever found online.
//!
//! Random sites go through random edits, random breakage and commands that run at the same time.
//! After each command that ends well, and after each `withdraw` and `erase` however it ends, a
//! scanner that shares no code with the program reads every byte of the output folder.
//!
//! `MATRIKEL_SEED=17` lives through one site only and tells each step.

#[path = "torture/breakage.rs"]
mod breakage;
#[path = "torture/chance.rs"]
pub(crate) mod chance;
#[path = "torture/commands.rs"]
mod commands;
#[path = "torture/fold.rs"]
mod fold;
#[path = "torture/gone.rs"]
mod gone;
#[path = "torture/people.rs"]
mod people;
#[path = "torture/run.rs"]
mod run;
#[path = "torture/scan.rs"]
mod scan;
#[path = "torture/site.rs"]
mod site;

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::extent::short_or_long;
use crate::tools;
use run::{Failure, Night, live};

/// How many failures are told with all their steps.
const IN_FULL: usize = 3;

/// Whether the program has to be bound by rights first; `None` where it cannot be.
fn bound() -> Option<bool> {
    if !cfg!(unix) {
        return None;
    }
    #[cfg(unix)]
    if tools::rights_bind() {
        return Some(false);
    }
    tools::is_here("setpriv").then_some(true)
}

/// Lives through the sites of many seeds.
fn all_of(seeds: std::ops::Range<u64>, night: Night) -> Vec<Failure> {
    let bound = bound();
    let next = AtomicU64::new(seeds.start);
    let failures = Mutex::new(Vec::new());
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= seeds.end {
                        return;
                    }
                    if let Some(failure) = live(seed, night, bound, false) {
                        failures.lock().expect("nobody panics with it").push(failure);
                    }
                }
            });
        }
    });
    let mut failures = failures.into_inner().expect("all are done");
    failures.sort_by_key(|failure| failure.seed);
    failures
}

fn nobody_is_found(seeds: std::ops::Range<u64>, night: Night) {
    if let Some(seed) = tools::wished_seed() {
        let failure = live(seed, night, bound(), true);
        assert!(
            failure.is_none(),
            "{}",
            failure.map_or_else(String::new, |one| one.line)
        );
        return;
    }
    let count = seeds.end - seeds.start;
    let failures = all_of(seeds, night);
    let mut text =
        format!("{} of {count} sites show somebody who is gone\n", failures.len());
    for (number, failure) in failures.iter().enumerate() {
        text.push_str(&format!("seed {}: {}\n", failure.seed, failure.line));
        if number < IN_FULL {
            text.extend(failure.log.iter().map(|line| format!("    {line}\n")));
        }
    }
    assert!(failures.is_empty(), "{text}");
}

#[test]
fn nobody_who_is_gone_is_found_after_a_command_that_ends_well_or_takes_somebody_off() {
    nobody_is_found(0..short_or_long(10, 2000), Night::Keeps);
}

/// A consent lapses in the night, and the build of that night meets a mistake somewhere.
#[test]
fn a_build_that_fails_takes_off_whom_it_must() {
    nobody_is_found(10_000..10_000 + short_or_long(4, 400), Night::TakesOff);
}

/// Regression: sites of the long form that once showed somebody. After the folder of the caches was
/// gone, an earlier day was built over today's site; a sitemap went on leading to lists that were
/// gone; what was put in the place of a file was not searched on a later day; a name of which no
/// three letters are the same in all spellings was found in plain words only.
#[test]
fn sites_that_once_showed_somebody_do_not_again() {
    for seed in [10_135, 10_215, 10_328] {
        nobody_is_found(seed..seed + 1, Night::TakesOff);
    }
    for seed in [42, 446, 813, 1_657] {
        nobody_is_found(seed..seed + 1, Night::Keeps);
    }
}
