//! A day at the desk, in the site folder itself: a thousand saves, after which nothing is left
//! open. Alone in its file, since the handles and threads of the whole process are counted, and
//! since its present folder is another one.
#![cfg(target_os = "linux")]
#![expect(clippy::disallowed_methods, reason = "this test writes sites and has a clock")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use jiff::civil::Date;
use matrikel::io::folder::Folder;
use matrikel::io::load::load;
use matrikel::io::watch::{Watch, WatchOptions, Woken};

const DAY: Date = Date::constant(2029, 5, 1);
const PATIENCE: Duration = Duration::from_secs(60);

fn open_handles_and_threads() -> (usize, usize) {
    let count = |path: &str| fs::read_dir(path).unwrap().count();
    (count("/proc/self/fd"), count("/proc/self/task"))
}

#[test]
fn a_thousand_saves_leave_nothing_open() {
    let root = tempfile::tempdir().unwrap();
    fs::create_dir_all(root.path().join("content/x")).unwrap();
    let options = WatchOptions {
        quiet: Duration::from_millis(1),
        scan_every: Duration::from_secs(3600),
        ..WatchOptions::default()
    };
    let here = std::env::current_dir().unwrap();
    std::env::set_current_dir(root.path()).unwrap();
    let mut watch = Watch::start(Path::new("."), &options).unwrap();
    let mut folder = Folder::open(Path::new("."), DAY).unwrap();
    let mut before = None;
    for number in 0..1000 {
        let new = root.path().join("content/x/a.md.tmp");
        fs::write(&new, number.to_string()).unwrap();
        fs::rename(&new, root.path().join("content/x/a.md")).unwrap();
        if number % 20 == 0 {
            watch.renew();
            fs::rename(root.path().join("content"), root.path().join("away")).unwrap();
            fs::rename(root.path().join("away"), root.path().join("content")).unwrap();
        }
        let end = Instant::now() + PATIENCE;
        while load(root.path(), DAY).unwrap() != **folder.snapshot() {
            let Woken::Paths(paths) = watch.next(Some(end)) else { panic!("{number}") };
            folder.look(&paths).unwrap();
        }
        if number == 100 {
            before = Some(open_handles_and_threads());
        }
    }
    // The threads of watches that were replaced end in their own time.
    let (end, before) = (Instant::now() + PATIENCE, before.unwrap());
    loop {
        let now = open_handles_and_threads();
        if now.0 <= before.0 && now.1 <= before.1 {
            break;
        }
        assert!(Instant::now() < end, "{now:?} open after {before:?}");
        std::thread::sleep(Duration::from_millis(20));
    }
    std::env::set_current_dir(here).unwrap();
}
