//! What only looks like somebody stops no site.
//!
//! Random sites of ordinary facts: streets, institutes and firms that have somebody's name, words
//! as names, mailboxes and numbers of offices, neighbours in lists. Many of the people are
//! withheld, and their full names stand in nobody's prose. No build of such a site has an error.

#[path = "innocent/facts.rs"]
mod facts;
#[path = "innocent/names.rs"]
mod names;
#[path = "innocent/town.rs"]
mod town;

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use matrikel::base::diagnostic::Diagnostic;
use matrikel::engine::{Request, build};

use crate::extent::short_or_long;
use crate::support::TODAY;
use crate::tools::wished_seed;
use facts::FACTS;
use town::Town;

/// A site of a few facts, and what is said of it.
fn errors(seed: u64) -> Vec<String> {
    let mut town = Town::new(seed);
    for _ in 0..town.chance.between(3, 12) {
        let (_, enter) = town.chance.of(&FACTS);
        enter(&mut town);
    }
    errors_of(town)
}

/// How often each kind of fact alone has errors, and one of them.
fn by_fact() -> String {
    const TRIES: u64 = 12;
    let mut text = String::new();
    for (name, enter) in FACTS {
        let mut found = Vec::new();
        for seed in 0..TRIES {
            let mut town = Town::new(seed);
            enter(&mut town);
            found.extend(errors_of(town).into_iter().next());
        }
        if let Some(first) = found.first() {
            text.push_str(&format!("{} of {TRIES} × {name}, as {first}\n", found.len()));
        }
    }
    text
}

fn errors_of(town: Town) -> Vec<String> {
    if wished_seed().is_some() {
        for (path, text) in &town.files {
            crate::tools::say(&format!("===== {path}\n{text}"));
        }
    }
    let snapshot = town.snapshot(TODAY);
    let built = build(&snapshot, &Request::default());
    let told = |one: &Diagnostic| {
        let place = one.place.as_ref().map(|place| place.path.to_string());
        format!("{} {} {:?}", one.code.name(), place.unwrap_or_default(), one.arguments)
    };
    built.diagnostics.iter().filter(|one| one.is_error()).map(told).collect()
}

#[test]
fn no_innocent_site_has_an_error() {
    if let Some(seed) = wished_seed() {
        assert_eq!(errors(seed), [""; 0]);
        return;
    }
    let count = short_or_long(150, 10_000);
    let (next, wrong) = (AtomicU64::new(0), Mutex::new(BTreeMap::new()));
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= count {
                        return;
                    }
                    let errors = errors(seed);
                    if !errors.is_empty() {
                        wrong.lock().expect("nobody panics with it").insert(seed, errors);
                    }
                }
            });
        }
    });
    let wrong = wrong.into_inner().expect("all are done");
    let mut text = format!("{} of {count} innocent sites have errors\n", wrong.len());
    if !wrong.is_empty() {
        text.push_str(&by_fact());
    }
    for (seed, errors) in wrong.iter().take(25) {
        text.push_str(&format!("seed {seed}:\n    {}\n", errors.join("\n    ")));
    }
    assert!(wrong.is_empty(), "{text}");
}
