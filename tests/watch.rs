//! What editors' programs do when they save, imitated call by call: each save wakes once, and
//! after it the folder is what a load gives.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use jiff::civil::Date;
use matrikel::base::source::SitePath;
use matrikel::io::folder::Folder;
use matrikel::io::load::load;
use matrikel::io::watch::{Watch, WatchOptions, Woken};

const DAY: Date = Date::constant(2029, 5, 1);

/// Whoever waits longer waits for ever.
const PATIENCE: Duration = Duration::from_secs(60);

/// Far more than the usual quiet time: on a busy machine a save may pause in the middle, and
/// here the wakes are counted.
const QUIET: Duration = Duration::from_millis(300);

/// Only what the system tells: no scan comes to the rescue.
fn told() -> WatchOptions {
    WatchOptions {
        early: None,
        quiet: QUIET,
        longest: PATIENCE,
        scan_every: Duration::from_secs(3600),
        poll: false,
    }
}

struct Site {
    outside: tempfile::TempDir,
    folder: Folder,
    watch: Watch,
}

impl Site {
    fn new(options: &WatchOptions) -> Self {
        let outside = tempfile::tempdir().unwrap();
        let root = outside.path().join("site");
        Self::opened(outside, &root, options)
    }

    /// A site that is known by a path of its own.
    fn opened(outside: tempfile::TempDir, root: &Path, options: &WatchOptions) -> Self {
        let real = outside.path().join("site");
        for name in ["config.toml", "content/a.md", "content/x/b.md", "content/y/b.md"] {
            fs::create_dir_all(real.join(name).parent().unwrap()).unwrap();
            fs::write(real.join(name), name).unwrap();
        }
        let watch = Watch::start(root, options).unwrap();
        let folder = Folder::open(root, DAY).unwrap();
        let mut site = Self { outside, folder, watch };
        assert_eq!(site.watch.take_notice(), None, "the system can watch");
        site
    }

    fn at(&self, name: &str) -> PathBuf {
        self.outside.path().join("site").join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.at(name), text).unwrap();
    }

    fn rename(&self, from: &str, to: &str) {
        fs::rename(self.at(from), self.at(to)).unwrap();
    }

    fn text(&self, name: &str) -> Option<String> {
        self.folder.snapshot().text(&SitePath::new(name)).map(ToString::to_string)
    }

    fn is_loaded(&self) -> bool {
        let loaded = load(&self.outside.path().join("site"), DAY);
        loaded.is_ok_and(|loaded| loaded == **self.folder.snapshot())
    }

    /// Does what a wake asks for.
    fn follow(&mut self, woken: &Woken) {
        // A site folder that is away for a while comes back.
        let _ = match woken {
            Woken::Paths(paths) => self.folder.look(paths),
            Woken::Scan => self.folder.scan(),
            other => panic!("{other:?}"),
        };
    }

    /// One wake and no more, after which the folder is what a load gives.
    #[track_caller]
    fn wakes_once(&mut self) -> BTreeSet<PathBuf> {
        let woken = self.watch.next(Some(Instant::now() + PATIENCE));
        let Woken::Paths(paths) = woken.clone() else { panic!("{woken:?}") };
        self.follow(&woken);
        assert!(self.is_loaded(), "{paths:?}");
        let more = self.watch.next(Some(Instant::now() + 2 * QUIET));
        assert_eq!(more, Woken::Timeout, "after {paths:?}");
        paths
    }

    #[track_caller]
    fn sleeps_on(&mut self) {
        let woken = self.watch.next(Some(Instant::now() + 2 * QUIET));
        assert_eq!(woken, Woken::Timeout);
    }

    /// As many wakes as it takes.
    #[track_caller]
    fn comes_to_be_loaded(&mut self) {
        let end = Instant::now() + PATIENCE;
        while !self.is_loaded() {
            let woken = self.watch.next(Some(end));
            assert_ne!(woken, Woken::Timeout, "never became what a load gives");
            self.follow(&woken);
        }
    }
}

#[test]
fn a_save_in_place_wakes_once() {
    let mut site = Site::new(&told());
    // Visual Studio Code, nano and most others: open, truncate, write, close.
    site.write("content/a.md", "new");
    assert_eq!(site.wakes_once(), BTreeSet::from(["content/a.md".into()]));
    assert_eq!(site.text("content/a.md").as_deref(), Some("new"));
    site.write("config.toml", "title = 'new'");
    assert_eq!(site.wakes_once(), BTreeSet::from(["config.toml".into()]));
}

#[test]
fn who_only_reads_or_builds_wakes_nobody() {
    let mut site = Site::new(&told());
    fs::read(site.at("content/a.md")).unwrap();
    assert!(site.is_loaded());
    for folder in ["public", ".matrikel/images", ".git", ".public.next"] {
        fs::create_dir_all(site.at(folder)).unwrap();
        site.write(&format!("{folder}/index.html"), "built");
    }
    site.rename("public", ".public.old");
    site.rename(".public.next", "public");
    for leftover in
        [".DS_Store", "content/.DS_Store", "content/Thumbs.db", "content/a.md~"]
    {
        site.write(leftover, "x");
    }
    site.sleeps_on();
}

#[test]
fn a_save_by_another_file_and_its_renaming_wakes_once() {
    let mut site = Site::new(&told());
    // The atomic save of Visual Studio Code, GNU sed, rsync and LibreOffice, each with its own
    // name for the new file.
    for (number, new) in [
        "content/a.md.vsctmp",
        "content/sedAb12Cd",
        "content/.a.md.Xy12Zw",
        "content/lu1a2b.tmp",
    ]
    .iter()
    .enumerate()
    {
        let mut file = File::create(site.at(new)).unwrap();
        write!(file, "text {number}").unwrap();
        file.sync_all().unwrap();
        drop(file);
        site.rename(new, "content/a.md");
        site.wakes_once();
        assert_eq!(site.text("content/a.md"), Some(format!("text {number}")));
    }
    site.write("config.toml.tmp", "title = 'new'");
    site.rename("config.toml.tmp", "config.toml");
    site.wakes_once();
    // The renamed file is another one now, and is still watched.
    site.write("config.toml", "title = 'newer'");
    site.wakes_once();
}

#[test]
fn vim_wakes_once_with_a_backup_and_without() {
    let mut site = Site::new(&told());
    // `backupcopy=no`: it tries whether it may write here, moves the old file away, writes a
    // new one and deletes the old one.
    site.write("content/4913", "");
    fs::remove_file(site.at("content/4913")).unwrap();
    site.rename("content/a.md", "content/a.md~");
    site.write("content/a.md", "by vim");
    fs::remove_file(site.at("content/a.md~")).unwrap();
    site.wakes_once();
    // `backupcopy=yes`: it copies the old file and writes in place.
    fs::copy(site.at("content/a.md"), site.at("content/a.md~")).unwrap();
    let mut file =
        File::options().write(true).truncate(true).open(site.at("content/a.md"));
    file.as_mut().unwrap().write_all(b"in place").unwrap();
    drop(file);
    fs::remove_file(site.at("content/a.md~")).unwrap();
    site.wakes_once();
    assert_eq!(site.text("content/a.md").as_deref(), Some("in place"));
}

#[test]
fn the_real_vim_wakes_once() {
    if !crate::tools::is_here("vim") {
        return;
    }
    let mut site = Site::new(&told());
    for (text, backup) in [("first", "no"), ("second", "yes"), ("third", "auto")] {
        let mut vim = Command::new("vim");
        vim.args(["-u", "NONE", "-i", "NONE", "-es", "-c"]);
        vim.arg(format!("set backupcopy={backup} writebackup swapfile"));
        vim.args(["-c", &format!("%s/.*/{text}/"), "-c", "wq"]);
        vim.arg(site.at("content/a.md")).stdin(Stdio::null());
        assert!(vim.status().unwrap().success());
        site.comes_to_be_loaded();
        assert_eq!(site.text("content/a.md"), Some(format!("{text}\n")));
    }
    site.sleeps_on();
}

#[test]
fn the_two_renames_of_jetbrains_wake_once() {
    let mut site = Site::new(&told());
    site.write("content/a.md___jb_tmp___", "by an IDE");
    site.rename("content/a.md", "content/a.md___jb_old___");
    site.rename("content/a.md___jb_tmp___", "content/a.md");
    fs::remove_file(site.at("content/a.md___jb_old___")).unwrap();
    site.wakes_once();
    assert_eq!(site.text("content/a.md").as_deref(), Some("by an IDE"));
}

#[test]
fn an_office_file_wakes_once_and_its_lock_never() {
    let mut site = Site::new(&told());
    site.write("content/.~lock.form.odt#", "Jana");
    site.sleeps_on();
    site.write("content/lu5x6y.tmp", "document");
    site.rename("content/lu5x6y.tmp", "content/form.odt");
    fs::remove_file(site.at("content/.~lock.form.odt#")).unwrap();
    site.wakes_once();
    assert!(
        site.folder.snapshot().files.contains_key(&SitePath::new("content/form.odt"))
    );
}

#[test]
fn a_checkout_of_many_files_wakes_once() {
    let mut site = Site::new(&told());
    // As git does: unlink and create, whole folders gone and made again.
    fs::remove_file(site.at("content/a.md")).unwrap();
    fs::remove_dir_all(site.at("content/x")).unwrap();
    site.write("content/a.md", "of the branch");
    for number in 0..50 {
        let folder = format!("content/x/deep-{}/deeper", number % 5);
        fs::create_dir_all(site.at(&folder)).unwrap();
        site.write(&format!("{folder}/{number}.md"), "of the branch");
    }
    site.wakes_once();
    assert_eq!(site.folder.snapshot().files.len(), 53);
    // The folders made on the way are watched, though nobody told of them one by one.
    site.write("content/x/deep-3/deeper/3.md", "later");
    site.wakes_once();
    assert_eq!(site.text("content/x/deep-3/deeper/3.md").as_deref(), Some("later"));
}

#[test]
fn folders_that_change_places_are_still_watched() {
    let mut site = Site::new(&told());
    site.rename("content/x", "content/meanwhile");
    site.rename("content/y", "content/x");
    site.rename("content/meanwhile", "content/y");
    site.wakes_once();
    assert_eq!(site.text("content/x/b.md").as_deref(), Some("content/y/b.md"));
    for folder in ["x", "y"] {
        site.write(&format!("content/{folder}/b.md"), folder);
        site.wakes_once();
    }
}

#[test]
fn content_that_goes_and_comes_back_is_watched_again() {
    let mut site = Site::new(&told());
    fs::remove_dir_all(site.at("content")).unwrap();
    site.wakes_once();
    assert_eq!(site.folder.snapshot().files.len(), 1);
    fs::create_dir_all(site.at("content/new")).unwrap();
    site.write("content/new/c.md", "back");
    site.wakes_once();
    site.write("content/new/c.md", "and watched");
    site.wakes_once();
    assert_eq!(site.text("content/new/c.md").as_deref(), Some("and watched"));
    fs::create_dir_all(site.at("themes/plain")).unwrap();
    site.write("themes/plain/theme.toml", "");
    site.wakes_once();
    site.write("themes/plain/theme.toml", "name = 'plain'");
    site.wakes_once();
}

#[test]
fn a_site_folder_that_goes_and_comes_back_is_watched_again() {
    let mut site = Site::new(&WatchOptions {
        quiet: Duration::from_millis(20),
        scan_every: Duration::from_millis(200),
        ..told()
    });
    let (real, away) = (site.at(""), site.outside.path().join("away"));
    let before = site.folder.snapshot().clone();
    fs::rename(&real, &away).unwrap();
    for _ in 0..3 {
        let woken = site.watch.next(Some(Instant::now() + PATIENCE));
        site.follow(&woken);
    }
    assert_eq!(*site.folder.snapshot(), before);
    fs::create_dir_all(site.at("content")).unwrap();
    site.write("content/c.md", "new");
    site.comes_to_be_loaded();
    assert_eq!(site.text("content/c.md").as_deref(), Some("new"));
    // Told by the system again, not only found.
    site.write("content/c.md", "newer");
    let end = Instant::now() + PATIENCE;
    loop {
        match site.watch.next(Some(end)) {
            Woken::Paths(paths) if paths.contains(Path::new("content/c.md")) => break,
            Woken::Timeout => panic!("not watched"),
            _ => site.write("content/c.md", "newer still"),
        }
    }
}

#[test]
fn a_site_is_watched_by_each_of_its_names() {
    let here = std::env::current_dir().unwrap();
    let outside = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let below = outside.path().strip_prefix(&here).map(|below| below.join("site"));
    // Relative, where the temporary folder lies below the present one; and by way of `.`.
    if let Ok(below) = below {
        let mut site = Site::opened(outside, &Path::new(".").join(below), &told());
        site.write("content/a.md", "new");
        assert_eq!(site.wakes_once(), BTreeSet::from(["content/a.md".into()]));
    } else {
        crate::tools::note("a temporary folder below the present one");
    }
    let outside = tempfile::tempdir().unwrap();
    let root = outside.path().join("site/../site/.");
    let mut site = Site::opened(outside, &root, &told());
    site.write("content/a.md", "new");
    site.wakes_once();
}

#[cfg(unix)]
#[test]
fn what_lies_behind_links_is_watched() {
    use std::os::unix::fs::symlink;
    let outside = tempfile::tempdir().unwrap();
    symlink("site", outside.path().join("link")).unwrap();
    fs::create_dir_all(outside.path().join("shared/themes/plain")).unwrap();
    let root = outside.path().join("link");
    let mut site = Site::opened(outside, &root, &told());
    site.write("content/a.md", "by the link");
    site.wakes_once();
    // A folder that is linked while the watch is on, and one more behind it.
    symlink("../shared/themes", site.at("themes")).unwrap();
    site.wakes_once();
    let theme = site.outside.path().join("shared/themes/plain/theme.toml");
    fs::write(&theme, "name = 'plain'").unwrap();
    site.wakes_once();
    assert!(site.text("themes/plain/theme.toml").is_some());
    fs::create_dir(site.outside.path().join("far")).unwrap();
    symlink("../../../far", site.at("content/x/far")).unwrap();
    site.wakes_once();
    fs::write(site.outside.path().join("far/c.md"), "from far").unwrap();
    site.wakes_once();
    assert_eq!(site.text("content/x/far/c.md").as_deref(), Some("from far"));
}

#[test]
fn what_no_event_tells_is_found_by_the_scan() {
    let mut site =
        Site::new(&WatchOptions { scan_every: Duration::from_millis(100), ..told() });
    // A second name outside the site: what is written there is told to nobody.
    let other = site.outside.path().join("other-name.md");
    fs::hard_link(site.at("content/a.md"), &other).unwrap();
    while site.watch.next(Some(Instant::now() + QUIET * 2)) != Woken::Scan {}
    fs::write(&other, "told to nobody").unwrap();
    site.comes_to_be_loaded();
    assert_eq!(site.text("content/a.md").as_deref(), Some("told to nobody"));
}

#[test]
fn without_events_everything_is_looked_for() {
    let mut site = Site::new(&WatchOptions { poll: true, ..told() });
    site.write("content/a.md", "new");
    fs::create_dir_all(site.at("content/n/m")).unwrap();
    site.write("content/n/m/c.md", "new");
    assert_eq!(site.watch.next(Some(Instant::now() + PATIENCE)), Woken::Scan);
    site.follow(&Woken::Scan);
    assert!(site.is_loaded());
}

#[test]
fn a_stream_without_a_pause_is_handed_on_at_last() {
    let mut site = Site::new(&WatchOptions {
        quiet: Duration::from_secs(30),
        longest: Duration::from_millis(100),
        ..told()
    });
    let (path, end) = (site.at("content/a.md"), Instant::now() + PATIENCE);
    thread::scope(|scope| {
        let (sender, receiver) = std::sync::mpsc::channel::<()>();
        scope.spawn(move || {
            let mut number = 0;
            while receiver.try_recv().is_err() && Instant::now() < end {
                number += 1;
                fs::write(&path, number.to_string()).unwrap();
                thread::sleep(Duration::from_millis(5));
            }
        });
        let woken = site.watch.next(Some(end));
        sender.send(()).unwrap();
        assert_eq!(woken, Woken::Paths(BTreeSet::from(["content/a.md".into()])));
    });
}

#[test]
fn the_waiting_ends_when_somebody_says_so() {
    let mut site = Site::new(&told());
    let stopper = site.watch.stopper();
    let stopping = thread::spawn(move || {
        thread::sleep(Duration::from_millis(50));
        stopper.stop();
    });
    assert_eq!(site.watch.next(Some(Instant::now() + PATIENCE)), Woken::Stopped);
    assert_eq!(site.watch.next(None), Woken::Stopped);
    stopping.join().unwrap();
    assert!(Watch::start(&site.at("missing"), &told()).is_err());
}

#[test]
fn a_save_is_announced_and_then_handed_on_once() {
    let quiet = Duration::from_secs(2);
    let early = Some(Duration::from_millis(20));
    let mut site = Site::new(&WatchOptions { early, quiet, ..told() });
    let end = || Some(Instant::now() + PATIENCE);
    for text in ["one", "two"] {
        site.write("content/a.md", text);
        let paths = BTreeSet::from(["content/a.md".into()]);
        assert_eq!(site.watch.next(end()), Woken::Announced(paths.clone()));
        assert_eq!(site.watch.next(end()), Woken::Paths(paths));
    }
    site.sleeps_on();
}
