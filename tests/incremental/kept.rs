//! What a build keeps on the disk for the next never changes the result: after any edits the
//! published folder equals what a build without a memory makes, byte for byte, and as much is said.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use matrikel::base::digest::Digest;
use matrikel::base::output::{Content, OutputPath, OutputSet, StoredPage};
use matrikel::base::page_store::{PagePlace, PageStore};
use matrikel::base::source::{FileBody, SitePath, Snapshot, Source};
use matrikel::engine::{Build, Request, build};
use matrikel::io::lock::Lock;
use matrikel::io::output_folder::OutputFolder;
use matrikel::io::stored_pages::StoredPages;
use matrikel::io::tree::Listing;
use matrikel::io::write::write_telling;
use proptest::prelude::*;

use super::site::{Edit, Edited};
use crate::extent::cases;

/// A mistake that a store could have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    None,
    /// Every page that lies there is taken for the one that is wanted.
    AnyKey,
    /// Pages count as searched for whoever is withheld now.
    SearchedForAll,
}

/// A store that counts, and may have a fault.
struct Watched {
    pages: StoredPages,
    folder: PathBuf,
    fault: Fault,
    kept: AtomicUsize,
    made: AtomicUsize,
}

impl PageStore for Watched {
    fn searched_for(&self) -> Option<Digest> {
        self.pages.searched_for()
    }

    fn kept(&self, path: &OutputPath, key: Digest) -> Option<StoredPage> {
        let page = self.pages.kept(path, key).or_else(|| {
            let there = fs::metadata(self.folder.join(path.as_str())).ok();
            let wrong = there.filter(|_| self.fault == Fault::AnyKey);
            wrong.map(|_| StoredPage::Kept(Digest(0)))
        })?;
        self.kept.fetch_add(1, Ordering::Relaxed);
        Some(page)
    }

    fn read(&self, path: &OutputPath) -> Option<Vec<u8>> {
        if self.fault == Fault::SearchedForAll {
            return Some(Vec::new());
        }
        self.pages.read(path)
    }

    fn put(&self, path: &OutputPath, bytes: &[u8]) -> Option<StoredPage> {
        self.made.fetch_add(1, Ordering::Relaxed);
        self.pages.put(path, bytes)
    }

    fn note(
        &self,
        at: &OutputPath,
        page: StoredPage,
        key: Digest,
        content: Option<Digest>,
    ) {
        self.pages.note(at, page, key, content);
    }

    fn note_search(&self, sought: Digest) {
        self.pages.note_search(sought);
    }
}

/// A folder into which one site is built again and again.
struct Published {
    root: tempfile::TempDir,
    lock: Lock,
    output: OutputFolder,
    fault: Fault,
    /// The page that somebody changes as soon as it is there.
    meddled: Option<u8>,
    /// How many pages the last build has kept and made.
    counts: [usize; 2],
}

impl Published {
    fn new(fault: Fault) -> Self {
        let root = tempfile::tempdir().unwrap();
        let lock = Lock::take(root.path()).unwrap();
        fs::create_dir_all(root.path().join(".matrikel/published")).unwrap();
        let output =
            OutputFolder::check(root.path(), &root.path().join("public")).unwrap();
        Self { root, lock, output, fault, meddled: None, counts: [0; 2] }
    }

    /// Builds as a command does; what differs from a build that knows nothing.
    fn difference(&mut self, snapshot: &Snapshot, drafts: bool) -> Option<String> {
        let request = Request { drafts, ..Request::default() };
        let cold = build(snapshot, &request);
        let pages = StoredPages::begin(&self.lock, &self.output);
        let store = Arc::new(Watched {
            pages,
            folder: self.output.path().to_owned(),
            fault: self.fault,
            kept: AtomicUsize::new(0),
            made: AtomicUsize::new(0),
        });
        let request = Request { pages: PagePlace::of(store.clone()), ..request };
        let mut warm = build(snapshot, &request);
        self.counts = [&store.kept, &store.made].map(|n| n.load(Ordering::Relaxed));
        if cold.diagnostics != warm.diagnostics {
            let (cold, warm) = (&cold.diagnostics, &warm.diagnostics);
            return Some(format!("diagnostics\ncold {cold:#?}\nwarm {warm:#?}"));
        }
        let paths = |build: &Build| build.outputs.0.keys().cloned().collect::<Vec<_>>();
        if paths(&cold) != paths(&warm) || cold.presence != warm.presence {
            return Some("which files there are, or who is seen in them".to_owned());
        }
        // A command would write nothing where something is wrong; here as much as can be made is
        // written, so that more is compared.
        warm.site.as_ref()?;
        // Pictures and copies have no bytes in this site.
        let has_bytes =
            |content: &Content| matches!(content, Content::Bytes(_) | Content::Stored(_));
        warm.outputs.0.retain(|_, content| has_bytes(content));
        let written =
            write_telling(&self.lock, &self.output, &warm.outputs, Some(&store.pages));
        let written = match written {
            Ok(written) => written,
            Err(failure) => return Some(format!("{failure:#}")),
        };
        if let Some(page) = self.meddled {
            self.disturb(4, page, &mut Vec::new());
        }
        let listing = Listing::of(&self.output);
        if written.listing.is_some_and(|known| known != listing) {
            return Some("what is there without another look".to_owned());
        }
        store.pages.keep(&self.lock, &listing);
        drop((request, store));
        differs(&cold.outputs, self.output.path())
            .or_else(|| (self.beside() > 2).then(|| "something is left over".to_owned()))
    }

    /// How much lies in the site folder: the published one, and what is kept.
    fn beside(&self) -> usize {
        fs::read_dir(self.root.path()).unwrap().count()
    }

    fn ledger(&self) -> Option<PathBuf> {
        let kept = fs::read_dir(self.root.path().join(".matrikel/published")).unwrap();
        let mut paths = kept.map(|entry| entry.unwrap().path());
        paths.find(|path| path.extension().is_some_and(|end| end == "pages"))
    }

    fn page(&self, number: usize) -> Option<PathBuf> {
        let all = walkdir::WalkDir::new(self.output.path()).sort_by_file_name();
        let files = all.into_iter().map(|one| one.unwrap().into_path());
        let mut pages: Vec<PathBuf> =
            files.filter(|path| path.extension().is_some_and(|e| e == "html")).collect();
        (!pages.is_empty()).then(|| pages.swap_remove(number % pages.len()))
    }

    /// Does what disks, people and other programs do between two builds.
    fn disturb(&self, kind: u8, number: u8, before: &mut Vec<u8>) {
        let number = usize::from(number);
        let ledger = self.ledger().unwrap_or_default();
        let bytes = fs::read(&ledger).unwrap_or_default();
        if bytes.is_empty() && kind % 8 < 4 {
            return;
        }
        match kind % 8 {
            0 => fs::write(ledger, &bytes[..bytes.len() * number / 256]).unwrap(),
            1 => fs::write(ledger, b"x").unwrap(),
            2 => fs::remove_file(ledger).unwrap(),
            3 if !before.is_empty() => fs::write(ledger, &before).unwrap(),
            4 => {
                if let Some(page) = self.page(number) {
                    let mut bytes = fs::read(&page).unwrap();
                    bytes[0] ^= 1;
                    fs::write(page, bytes).unwrap();
                }
            }
            5 => {
                if let Some(page) = self.page(number) {
                    fs::remove_file(page).unwrap();
                }
            }
            6 => {
                // Another page takes the place of one.
                if let Some((one, other)) = self.page(number).zip(self.page(number + 1)) {
                    let held = fs::read(&other).unwrap();
                    fs::remove_file(&one).unwrap();
                    fs::write(one, held).unwrap();
                }
            }
            _ => {}
        }
        *before = bytes;
    }
}

fn differs(cold: &OutputSet, folder: &Path) -> Option<String> {
    let mut there = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry.unwrap();
        let path = entry.path().strip_prefix(folder).unwrap().display().to_string();
        if entry.file_type().is_file() && path != ".matrikel-site" {
            there.insert(path.replace('\\', "/"), fs::read(entry.path()).unwrap());
        }
    }
    for (path, content) in &cold.0 {
        let Content::Bytes(bytes) = content else { continue };
        if there.remove(path.as_str()).as_deref() != Some(&**bytes) {
            return Some(format!("{path} differs"));
        }
    }
    there.into_keys().next().map(|path| format!("{path} is too many"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(10, 60), ..ProptestConfig::default() })]
    #[test]
    fn a_build_that_keeps_pages_equals_one_that_knows_nothing(
        edits in prop::collection::vec(any::<(Edit, u8, u8)>(), 1..10),
    ) {
        let mut site = Edited::new();
        let mut published = Published::new(Fault::None);
        let mut before = Vec::new();
        prop_assert_eq!(published.difference(&site.snapshot(), site.drafts), None);
        for (edit, kind, number) in edits {
            site.edit(edit);
            published.disturb(kind, number, &mut before);
            prop_assert_eq!(published.difference(&site.snapshot(), site.drafts), None);
        }
    }
}

#[test]
fn only_what_shows_a_change_is_made_again() {
    let mut site = Edited::new();
    let mut published = Published::new(Fault::None);
    assert_eq!(published.difference(&site.snapshot(), false), None);
    let [none, all] = published.counts;
    assert!(none == 0 && all > 30, "{none} {all}");
    assert_eq!(published.difference(&site.snapshot(), false), None);
    assert_eq!(published.counts, [all, 0]);
    // Another text of one page, which nothing else shows.
    site.choose("content/seite/unten.md", 2);
    assert_eq!(published.difference(&site.snapshot(), false), None);
    let [kept, made] = published.counts;
    assert!(kept > all / 2 && (1..all / 2).contains(&made), "{kept} {made}");
}

/// Regression: pages behind a link counted as kept, and no build could be written any more.
#[cfg(unix)]
#[test]
fn a_folder_that_was_replaced_by_a_link_comes_back() {
    let site = Edited::new();
    let mut published = Published::new(Fault::None);
    assert_eq!(published.difference(&site.snapshot(), false), None);
    let elsewhere = tempfile::tempdir().unwrap();
    let folder = published.output.path().join("seite");
    let moved = elsewhere.path().join("seite");
    fs::rename(&folder, &moved).unwrap();
    std::os::unix::fs::symlink(&moved, &folder).unwrap();
    for _ in 0..2 {
        assert_eq!(published.difference(&site.snapshot(), false), None);
        assert!(fs::symlink_metadata(&folder).unwrap().is_dir());
    }
}

/// Regression: what was written into the new folder before it was looked at counted as the page.
#[test]
fn a_page_that_is_changed_right_after_the_exchange_is_made_again() {
    let site = Edited::new();
    let mut published = Published::new(Fault::None);
    published.meddled = Some(3);
    let told = published.difference(&site.snapshot(), false);
    assert!(told.is_some_and(|told| told.ends_with("differs")));
    published.meddled = None;
    assert_eq!(published.difference(&site.snapshot(), false), None);
}

#[test]
fn a_page_that_was_changed_by_hand_is_made_again() {
    let site = Edited::new();
    let mut published = Published::new(Fault::None);
    assert_eq!(published.difference(&site.snapshot(), false), None);
    let all = published.counts[1];
    published.disturb(4, 3, &mut Vec::new());
    assert_eq!(published.difference(&site.snapshot(), false), None);
    assert_eq!(published.counts, [all - 1, 1]);
}

/// Builds after a change of one file; true if the result is told to be wrong.
fn is_noticed(fault: Fault, edits: &[(&str, usize)]) -> bool {
    let mut site = Edited::new();
    let mut published = Published::new(fault);
    assert_eq!(published.difference(&site.snapshot(), false), None);
    for (path, version) in edits {
        site.choose(path, *version);
    }
    published.difference(&site.snapshot(), false).is_some()
}

#[test]
fn a_key_that_is_not_looked_at_would_be_noticed() {
    let edits = [("content/seite/unten.md", 2)];
    assert!(!is_noticed(Fault::None, &edits));
    assert!(is_noticed(Fault::AnyKey, &edits));
}

/// A site in which everybody has one surname, one topic and one signed sheet.
fn alike(people: usize, bio: &str) -> Snapshot {
    let config = "title = \"Probe\"\nbase_url = \"https://a.example.org/\"\n\
        languages = [\"de\"]\ntheme = \"campus\"\ntime_zone = \"Europe/Berlin\"\n";
    let person = |number: usize| {
        let bio = if number == 7 { bio } else { "Text." };
        let text = format!(
            "---\nname: {{ given: Ada{number}, family: Vogt }}\ntopics: [Wasser]\n\
             consent: {{ given: 2026-01-01, until: 2028-01-01, evidence: Blatt 1, \
             channels: [site], fields: [bio, topics] }}\n---\n{bio}\n"
        );
        (format!("content/directory/p{number}.md"), text)
    };
    let mut files = BTreeMap::new();
    let all = (0..people).map(person);
    for (path, text) in all.chain([("config.toml".to_owned(), config.to_owned())]) {
        let source = source(&path, &text);
        files.insert(source.path.clone(), source);
    }
    Snapshot { files, today: jiff::civil::date(2026, 11, 24) }
}

fn source(path: &str, text: &str) -> Source {
    let digest = Digest::of(text.as_bytes());
    Source { path: SitePath::new(path), body: FileBody::Text(text.into()), digest }
}

#[test]
fn an_edit_in_a_site_four_times_as_large_makes_no_more_pages() {
    let mut made = Vec::new();
    for people in [60, 120, 240] {
        let mut published = Published::new(Fault::None);
        assert_eq!(published.difference(&alike(people, "Text."), false), None);
        assert!(published.counts[1] > people);
        assert_eq!(published.difference(&alike(people, "Wort."), false), None);
        assert!(published.counts[0] > people);
        made.push(published.counts[1]);
    }
    // Her page, and the files of the search that hold the word and her record.
    assert!(made.iter().all(|made| (2..8).contains(made)), "{made:?}");
}

/// The name stands in a template, whose page is the same when she withdraws.
#[test]
fn a_page_that_was_not_searched_for_somebody_new_would_be_noticed() {
    let site = |ben: &str| {
        let mut snapshot = Edited::new().snapshot();
        for (path, text) in [
            (
                "templates/404.html",
                "{% extends \"base.html\" %}{% block main %}<h1>Gerlinde Ottensooser</h1>{% endblock %}",
            ),
            ("content/directory/gerlinde.md", ben),
        ] {
            let source = source(path, text);
            snapshot.files.insert(source.path.clone(), source);
        }
        snapshot
    };
    let given = "---\nname: { given: Gerlinde, family: Ottensooser }\nconsent: { given: 2026-01-01, until: 2028-01-01, channels: [site, search-engines] }\n---\n";
    let withdrawn = given.replace("until:", "withdrawn: 2026-06-01, until:");
    for (fault, noticed) in [(Fault::None, false), (Fault::SearchedForAll, true)] {
        let mut published = Published::new(fault);
        assert_eq!(published.difference(&site(given), false), None);
        let difference = published.difference(&site(&withdrawn), false);
        assert_eq!(difference.is_some(), noticed, "{fault:?} {difference:?}");
    }
}
