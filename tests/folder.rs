//! A folder that is kept up to date, held against a fresh load after every change that editors,
//! their programs and their systems make.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use crate::extent::cases;
use jiff::civil::Date;
use matrikel::base::refusal::Refusal;
use matrikel::base::source::{FileBody, FileFault, SitePath, Snapshot};
use matrikel::io::folder::Folder;
use matrikel::io::load::load;
use proptest::prelude::*;

const DAY: Date = Date::constant(2029, 5, 1);

/// Few names, so that changes meet each other. Some are folders here and files there.
const NAMES: [&str; 12] = [
    "content/a.md",
    "content/b.md",
    "content/x",
    "content/x/a.md",
    "content/x/y",
    "content/x/y/b.md",
    "content/z",
    "content/z/photo.jpg",
    "content",
    "themes/plain/theme.toml",
    "themes",
    "config.toml",
];

/// Texts of the same length, one that is no UTF-8, one that is longer.
const TEXTS: [&[u8]; 4] = [b"one", b"two", b"\xff\xfe.", b"a longer text"];

/// What somebody does in the folder; numbers choose names and texts.
#[derive(Debug, Clone)]
enum Deed {
    Write(usize, usize),
    Replace(usize, usize),
    Rename(usize, usize),
    Swap(usize, usize),
    Remove(usize),
    Folder(usize),
    Link(usize, usize),
    HardLink(usize, usize),
    Touch(usize),
    Permit(usize, u32),
    Leftover(usize),
}

fn deed() -> impl Strategy<Value = Deed> {
    let name = 0..NAMES.len();
    let text = 0..TEXTS.len();
    prop_oneof![
        4 => (name.clone(), text.clone()).prop_map(|(n, t)| Deed::Write(n, t)),
        2 => (name.clone(), text).prop_map(|(n, t)| Deed::Replace(n, t)),
        2 => (name.clone(), name.clone()).prop_map(|(a, b)| Deed::Rename(a, b)),
        2 => (name.clone(), name.clone()).prop_map(|(a, b)| Deed::Swap(a, b)),
        1 => name.clone().prop_map(Deed::Remove),
        1 => name.clone().prop_map(Deed::Folder),
        1 => (name.clone(), name.clone()).prop_map(|(a, b)| Deed::Link(a, b)),
        1 => (name.clone(), name.clone()).prop_map(|(a, b)| Deed::HardLink(a, b)),
        1 => name.clone().prop_map(Deed::Touch),
        1 => (name.clone(), prop_oneof![Just(0), Just(0o444), Just(0o755)])
            .prop_map(|(n, mode)| Deed::Permit(n, mode)),
        1 => name.prop_map(Deed::Leftover),
    ]
}

/// A site folder with somebody at work in it.
struct Desk {
    root: tempfile::TempDir,
    /// Where something happened since it was looked at last.
    paths: BTreeSet<PathBuf>,
}

impl Desk {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        let desk = Self { root, paths: BTreeSet::new() };
        for name in ["config.toml", "content/a.md", "content/x/a.md", "content/x/y/b.md"]
        {
            fs::create_dir_all(desk.at(name).parent().unwrap()).unwrap();
            fs::write(desk.at(name), "one").unwrap();
        }
        desk
    }

    fn at(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    fn tell(&mut self, name: &str) {
        self.paths.insert(name.into());
    }

    /// Makes room for a name: whatever stands in the way goes.
    fn make_way(&mut self, name: &str) {
        let parents: Vec<&Path> = Path::new(name).ancestors().skip(1).collect();
        for parent in parents.into_iter().rev().filter(|p| !p.as_os_str().is_empty()) {
            let disk = self.root.path().join(parent);
            if !disk.is_dir() {
                let _ = fs::remove_file(&disk);
                if fs::create_dir(&disk).is_ok() {
                    self.paths.insert(parent.into());
                }
            }
        }
    }

    fn remove(&mut self, name: &str) {
        let path = self.at(name);
        let is_folder = fs::symlink_metadata(&path).is_ok_and(|own| own.is_dir());
        let _ = if is_folder { fs::remove_dir_all(path) } else { fs::remove_file(path) };
        self.tell(name);
    }

    /// Does it. What cannot be done is not done, which is a case too.
    fn carry_out(&mut self, deed: &Deed) {
        match *deed {
            Deed::Write(name, text) => {
                self.make_way(NAMES[name]);
                let _ = fs::write(self.at(NAMES[name]), TEXTS[text]);
                self.tell(NAMES[name]);
            }
            Deed::Replace(name, text) => {
                self.make_way(NAMES[name]);
                let new = self.at(&format!("{}.new", NAMES[name]));
                let _ = fs::write(&new, TEXTS[text]);
                if fs::rename(&new, self.at(NAMES[name])).is_err() {
                    let _ = fs::remove_file(&new);
                }
                self.tell(NAMES[name]);
                self.tell(&format!("{}.new", NAMES[name]));
            }
            Deed::Rename(from, to) => self.rename(NAMES[from], NAMES[to]),
            Deed::Swap(one, other) => {
                self.rename(NAMES[one], "content/meanwhile");
                self.rename(NAMES[other], NAMES[one]);
                self.rename("content/meanwhile", NAMES[other]);
            }
            Deed::Remove(name) => self.remove(NAMES[name]),
            Deed::Folder(name) => {
                self.remove(NAMES[name]);
                self.make_way(NAMES[name]);
                let inside = format!("{}/new/deep", NAMES[name]);
                let _ = fs::create_dir_all(self.at(&inside));
                let _ = fs::write(self.at(&format!("{inside}/c.md")), "new");
                self.tell(NAMES[name]);
            }
            Deed::Link(name, target) => {
                self.remove(NAMES[name]);
                self.make_way(NAMES[name]);
                #[cfg(unix)]
                let _ = std::os::unix::fs::symlink(
                    self.at(NAMES[target]),
                    self.at(NAMES[name]),
                );
                #[cfg(not(unix))]
                let _ = target;
            }
            Deed::HardLink(name, target) => {
                self.remove(NAMES[name]);
                self.make_way(NAMES[name]);
                let _ = fs::hard_link(self.at(NAMES[target]), self.at(NAMES[name]));
                // What is written at one name is told there only, so all are looked at.
                for name in NAMES {
                    self.tell(name);
                }
            }
            Deed::Touch(name) => {
                if let Ok(file) =
                    fs::File::options().write(true).open(self.at(NAMES[name]))
                {
                    let _ = file.set_modified(std::time::SystemTime::UNIX_EPOCH);
                }
                self.tell(NAMES[name]);
            }
            Deed::Permit(name, mode) => self.permit(NAMES[name], mode),
            Deed::Leftover(name) => {
                let leftover = format!("{}~", NAMES[name]);
                let _ = fs::write(self.at(&leftover), "old");
                self.tell(&leftover);
            }
        }
    }

    fn rename(&mut self, from: &str, to: &str) {
        let _ = fs::rename(self.at(from), self.at(to));
        self.tell(from);
        self.tell(to);
    }

    fn permit(&mut self, name: &str, mode: u32) {
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let _ = fs::set_permissions(self.at(name), fs::Permissions::from_mode(mode));
        }
        #[cfg(not(unix))]
        let _ = mode;
        self.tell(name);
    }

    fn loaded(&self) -> Snapshot {
        load(self.root.path(), DAY).unwrap()
    }
}

/// The sources that differ between two snapshots.
fn difference(before: &Snapshot, after: &Snapshot) -> BTreeSet<SitePath> {
    let all = before.files.keys().chain(after.files.keys());
    all.filter(|path| before.files.get(path) != after.files.get(path)).cloned().collect()
}

/// What somebody does between two looks, and whether the folder is told where.
type Round = (Vec<Deed>, bool);

fn rounds() -> impl Strategy<Value = Vec<Round>> {
    prop::collection::vec((prop::collection::vec(deed(), 1..4), any::<bool>()), 1..8)
}

/// Carries out the rounds and holds the folder against a load after each.
fn follow(
    desk: &mut Desk,
    folder: &mut Folder,
    rounds: &[Round],
) -> Result<(), TestCaseError> {
    let mut linked = false;
    for (deeds, tell) in rounds {
        let before = Arc::clone(folder.snapshot());
        for deed in deeds {
            linked |= matches!(deed, Deed::HardLink(..));
            desk.carry_out(deed);
        }
        let mut paths = std::mem::take(&mut desk.paths);
        if linked {
            paths.extend(NAMES.map(PathBuf::from));
        }
        let changed = if *tell { folder.look(&paths) } else { folder.scan() }.unwrap();
        let after = desk.loaded();
        prop_assert_eq!(&**folder.snapshot(), &after);
        prop_assert_eq!(changed.paths, difference(&before, &after));
    }
    // A folder that nobody may enter could not be deleted.
    for name in NAMES {
        desk.permit(name, 0o755);
    }
    Ok(())
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..Default::default() }
}

proptest! {
    #![proptest_config(config(cases(150, 400)))]

    #[test]
    fn after_every_look_and_scan_the_folder_is_what_a_load_gives(rounds in rounds()) {
        let mut desk = Desk::new();
        let mut folder = Folder::open(desk.root.path(), DAY).unwrap();
        follow(&mut desk, &mut folder, &rounds)?;
    }
}

/// What may not be read is another source of changes, where that binds whoever runs the tests.
#[cfg(unix)]
#[test]
fn the_folder_is_what_a_load_gives_where_rights_bind_too() {
    let test = "folder::after_every_look_and_scan_the_folder_is_what_a_load_gives";
    crate::tools::ran_where_rights_bind(test);
}

#[cfg(unix)]
#[test]
fn an_unreadable_file_or_folder_is_one_problem_among_others() {
    let name = "folder::an_unreadable_file_or_folder_is_one_problem_among_others";
    if crate::tools::ran_where_rights_bind(name) {
        return;
    }
    let mut desk = Desk::new();
    fs::create_dir_all(desk.at("content/x")).unwrap();
    fs::write(desk.at("content/x/a.md"), "x").unwrap();
    fs::write(desk.at("content/b.md"), "b").unwrap();
    let shut = ["content/b.md", "content/x"];
    for name in shut {
        desk.permit(name, 0);
    }
    let loaded = desk.loaded();
    desk.permit("content/x", 0o755);
    for path in shut {
        let body = &loaded.files[&SitePath::new(path)].body;
        assert!(matches!(body, FileBody::Broken(FileFault::Unreadable(_))), "{body:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 10, ..config(1) })]

    #[test]
    fn files_that_have_not_been_written_for_a_while_are_known_by_their_stamps(
        many in prop::collection::vec(rounds(), 100),
    ) {
        let mut sites: Vec<(Desk, Folder)> = many
            .iter()
            .map(|_| {
                let desk = Desk::new();
                let folder = Folder::open(desk.root.path(), DAY).unwrap();
                (desk, folder)
            })
            .collect();
        // Longer than the grain of any clock, for all of them at once.
        std::thread::sleep(Duration::from_millis(2200));
        for ((desk, folder), rounds) in sites.iter_mut().zip(&many) {
            prop_assert!(folder.scan().unwrap().is_empty());
            follow(desk, folder, rounds)?;
        }
    }
}

fn paths(names: &[&str]) -> BTreeSet<PathBuf> {
    names.iter().map(PathBuf::from).collect()
}

#[test]
fn a_write_within_the_grain_of_the_clock_is_found_by_the_next_scan() {
    let desk = Desk::new();
    let mut folder = Folder::open(desk.root.path(), DAY).unwrap();
    // Written over and over without a pause, some of the writes leave the same stamp.
    for number in 0..500 {
        fs::write(desk.at("content/a.md"), format!("{number:03}")).unwrap();
        folder.scan().unwrap();
        let text = folder.snapshot().text(&SitePath::new("content/a.md")).cloned();
        assert_eq!(text.as_deref(), Some(&*format!("{number:03}")));
    }
}

#[test]
fn a_file_whose_time_is_set_back_is_found_all_the_same() {
    let desk = Desk::new();
    let mut folder = Folder::open(desk.root.path(), DAY).unwrap();
    for number in 0..500 {
        fs::write(desk.at("content/a.md"), format!("{number:03}")).unwrap();
        let file = fs::File::options().write(true).open(desk.at("content/a.md")).unwrap();
        file.set_modified(std::time::SystemTime::UNIX_EPOCH).unwrap();
        if number % 2 == 0 {
            folder.scan().unwrap();
        } else {
            folder.look(&paths(&["content/a.md"])).unwrap();
        }
        let text = folder.snapshot().text(&SitePath::new("content/a.md")).cloned();
        assert_eq!(text.as_deref(), Some(&*format!("{number:03}")));
    }
}

#[test]
fn an_old_snapshot_stays_as_it_was() {
    let desk = Desk::new();
    let mut folder = Folder::open(desk.root.path(), DAY).unwrap();
    let old = Arc::clone(folder.snapshot());
    let before = Snapshot::clone(&old);
    fs::write(desk.at("content/a.md"), "two").unwrap();
    let changed = folder.look(&paths(&["content/a.md"])).unwrap();
    assert_eq!(changed.paths.len(), 1);
    assert!(folder.set_day(DAY.tomorrow().unwrap()));
    assert!(!folder.set_day(DAY.tomorrow().unwrap()));
    assert_eq!(*old, before);
    assert_ne!(*old, **folder.snapshot());
    // Nobody holds the new one, so that it is changed where it is.
    let place = Arc::as_ptr(folder.snapshot());
    fs::write(desk.at("content/a.md"), "one").unwrap();
    folder.look(&paths(&["content/a.md"])).unwrap();
    assert_eq!(Arc::as_ptr(folder.snapshot()), place);
}

#[test]
fn what_is_told_and_did_not_change_is_no_change() {
    let desk = Desk::new();
    let mut folder = Folder::open(desk.root.path(), DAY).unwrap();
    fs::write(desk.at("content/a.md"), "one").unwrap();
    let told = [
        "content/a.md",
        "content/missing.md",
        "content/a.md/below",
        "public/index.html",
        "../elsewhere",
        "content/../../elsewhere",
        "content/.git/HEAD",
    ];
    assert!(folder.look(&paths(&told)).unwrap().is_empty());
    let absolute = BTreeSet::from([desk.at("content/a.md")]);
    fs::write(desk.at("content/a.md"), "two").unwrap();
    assert_eq!(folder.look(&absolute).unwrap().paths.len(), 1);
}

#[test]
fn a_file_that_has_become_a_folder_is_gone() {
    let desk = Desk::new();
    let mut folder = Folder::open(desk.root.path(), DAY).unwrap();
    fs::remove_file(desk.at("content/a.md")).unwrap();
    fs::create_dir_all(desk.at("content/a.md/x")).unwrap();
    fs::write(desk.at("content/a.md/x/b.md"), "new").unwrap();
    folder.look(&paths(&["content/a.md/x/b.md"])).unwrap();
    assert_eq!(**folder.snapshot(), desk.loaded());
}

#[cfg(unix)]
#[test]
fn a_folder_that_is_moved_in_may_bring_links() {
    let desk = Desk::new();
    let mut folder = Folder::open(desk.root.path(), DAY).unwrap();
    fs::create_dir(desk.at("new")).unwrap();
    std::os::unix::fs::symlink("..", desk.at("new/up")).unwrap();
    fs::rename(desk.at("new"), desk.at("content/new")).unwrap();
    folder.look(&paths(&["content/new"])).unwrap();
    assert_eq!(**folder.snapshot(), desk.loaded());
    assert!(folder.snapshot().files.contains_key(&SitePath::new("content/new/up")));
}

#[test]
fn a_site_folder_that_vanishes_and_comes_back_is_survived() {
    let desk = Desk::new();
    let site = desk.at("site");
    fs::create_dir(&site).unwrap();
    fs::rename(desk.at("content"), site.join("content")).unwrap();
    let mut folder = Folder::open(&site, DAY).unwrap();
    let before = Arc::clone(folder.snapshot());
    fs::rename(&site, desk.at("away")).unwrap();
    for error in [
        folder.scan().unwrap_err(),
        folder.look(&paths(&["content/a.md"])).unwrap_err(),
        folder.look(&paths(&[""])).unwrap_err(),
    ] {
        let refusal = error.downcast_ref::<Refusal>().map(Refusal::name);
        assert_eq!(refusal, Some("root-missing"));
    }
    assert_eq!(*folder.snapshot(), before);
    fs::rename(desk.at("away"), &site).unwrap();
    assert!(folder.scan().unwrap().is_empty());
    fs::rename(site.join("content"), desk.at("content")).unwrap();
    assert_eq!(folder.look(&paths(&["content"])).unwrap().paths.len(), 3);
    assert!(folder.snapshot().files.is_empty());
    fs::rename(desk.at("content"), site.join("content")).unwrap();
    folder.look(&paths(&["content"])).unwrap();
    assert_eq!(*folder.snapshot(), before);
}

#[cfg(target_os = "linux")]
#[test]
fn two_names_that_look_the_same_are_sorted_out() {
    use std::os::unix::ffi::OsStrExt as _;
    let desk = Desk::new();
    let mut folder = Folder::open(desk.root.path(), DAY).unwrap();
    let strange = |byte: u8| {
        let name = [b"content/M".as_slice(), &[byte], b"ller.md"].concat();
        PathBuf::from(std::ffi::OsStr::from_bytes(&name))
    };
    for byte in [0xfc, 0xfd] {
        fs::write(desk.root.path().join(strange(byte)), "x").unwrap();
        folder.look(&BTreeSet::from([strange(byte)])).unwrap();
        assert_eq!(**folder.snapshot(), desk.loaded());
    }
    fs::write(desk.at("content/M\u{fffd}ller.md"), "real").unwrap();
    folder.look(&paths(&["content/M\u{fffd}ller.md"])).unwrap();
    assert_eq!(**folder.snapshot(), desk.loaded());
    for byte in [0xfc, 0xfd] {
        fs::remove_file(desk.root.path().join(strange(byte))).unwrap();
        folder.look(&BTreeSet::from([strange(byte)])).unwrap();
        assert_eq!(**folder.snapshot(), desk.loaded());
    }
}
