//! A long day: a thousand saves, after which the program is as large as after a hundred.

use super::promise::small;
use super::running::{Running, until};

/// How much more memory may be in use at the end than after a tenth, in KiB. What is forgotten
/// goes back to the allocator, not always to the system.
const SLACK: u64 = 20 * 1024;

#[test]
fn a_thousand_saves_leave_nothing_behind() {
    let site = small();
    let running = Running::start(&site, &[]);
    let mut after_hundred = None;
    for number in 1..=1000_usize {
        site.write("content/seite.md", &version(number));
        if number.is_multiple_of(10) {
            running.until_shows("/seite/", &format!("Fassung {number}."));
            running.get("/seite/?view=drafts");
        }
        if number == 100 {
            after_hundred = used(&running);
        }
    }
    // Not every save is a build of its own, but many are.
    assert!(running.known("/seite/")["build"].as_u64().is_some_and(|build| build > 100));
    let Some(before) = after_hundred else {
        crate::tools::missing("a folder /proc");
        return;
    };
    // A connection that was just answered may still have its thread.
    until("as many threads and files as before", || {
        used(&running)
            .is_some_and(|now| now.threads <= before.threads && now.files <= before.files)
    });
    let after = used(&running).expect("it runs");
    assert!(
        after.memory <= before.memory + SLACK.max(before.memory / 5),
        "{} KiB, then {} KiB",
        before.memory,
        after.memory
    );
}

/// One text in three has a mistake, so that former versions have to be kept for a while.
fn version(number: usize) -> String {
    let filler = "Ein Satz. ".repeat(number % 50);
    if number % 10 == 3 {
        format!("---\ntitle: \"offen {number}\n---\n{filler}\n")
    } else {
        format!("---\ntitle: Seite {number}\n---\nFassung {number}. {filler}\n")
    }
}

/// What the program uses.
struct Used {
    /// Resident memory in KiB.
    memory: u64,
    threads: u64,
    files: usize,
}

/// From `/proc`; `None` where there is none.
fn used(running: &Running) -> Option<Used> {
    let folder = format!("/proc/{}", running.id());
    let status = std::fs::read_to_string(format!("{folder}/status")).ok()?;
    let number = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        line.trim_start_matches(':').split_whitespace().next()?.parse().ok()
    };
    let files = std::fs::read_dir(format!("{folder}/fd")).ok()?.count();
    Some(Used { memory: number("VmRSS")?, threads: number("Threads")?, files })
}
