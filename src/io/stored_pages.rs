//! The pages of a build on the disk: those that may stay, and those that wait for the exchange.
//!
//! In come pages as they are made, out goes where each lies. A page that was made under the same
//! key and whose file is untouched stays; one that is new goes into the folder that will take the
//! place of the published one. Never writes into the published folder.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write as _};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::lock::Lock;
use super::output_folder::OutputFolder;
use super::page_ledger::{
    KnownPage, PageLedger, UNKNOWN_VERSION, file_version, page_mark,
};
use super::stage::StagingFolder;
use super::tree::Listing;
use crate::base::digest::Digest;
use crate::base::output::{OutputPath, StoredPage};
use crate::base::page_store::PageStore;

/// The pages of one build.
#[derive(Debug)]
pub struct StoredPages {
    output: OutputFolder,
    /// Where new pages go; `None` if the published folder cannot be exchanged.
    staging: Option<StagingFolder>,
    /// True if there is a published folder to compare with.
    is_published: bool,
    before: Option<PageLedger>,
    noted: Mutex<NotedPages>,
}

/// What is known of the pages of this build.
#[derive(Debug, Default)]
struct NotedPages {
    sought: Option<Digest>,
    /// Each with the version that was found to be right, or written.
    pages: Vec<KnownPage>,
}

impl StoredPages {
    /// Begins a build into a folder.
    pub fn begin(lock: &Lock, output: &OutputFolder) -> Self {
        Self {
            // Why there is none is told when all else is written.
            staging: StagingFolder::begin(output).ok().flatten(),
            is_published: output.path().is_dir(),
            before: PageLedger::read(lock, output),
            noted: Mutex::default(),
            output: output.clone(),
        }
    }

    /// The folder in which the new pages lie, if there is one.
    pub(super) fn staging(&self) -> Option<&StagingFolder> {
        self.staging.as_ref()
    }

    /// After the exchange: keeps what the next build needs to know. `listing` is the folder as it
    /// is now. Where a file has another version than the one that was found or written, moving or
    /// linking it was the cause, or somebody else: then the next build reads it once.
    pub fn keep(&self, lock: &Lock, listing: &Listing) {
        let noted = self.noted();
        let Some(sought) = noted.sought else {
            return PageLedger::forget(lock, &self.output);
        };
        let version = |path: Digest| {
            let at =
                listing.versions.binary_search_by_key(&path, |(path, _)| *path).ok()?;
            Some(listing.versions[at].1)
        };
        let page = |page: &KnownPage| {
            let is_same = version(page.path)? == page.version;
            let version = if is_same { page.version } else { UNKNOWN_VERSION };
            Some(KnownPage { version, ..*page })
        };
        let mut pages: Vec<KnownPage> = noted.pages.iter().filter_map(page).collect();
        pages.sort_unstable();
        PageLedger { sought, same_start: true, pages }.keep(lock, &self.output);
    }

    /// Forgets what was kept of the last build.
    pub fn forget(lock: &Lock, output: &OutputFolder) {
        PageLedger::forget(lock, output);
    }

    fn noted(&self) -> MutexGuard<'_, NotedPages> {
        // Entries are only added, each as a whole.
        self.noted.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// True if no folder above a file is a link: what lies behind one is not of this site, and a link
    /// in the published folder is removed.
    fn lies_inside(&self, path: &OutputPath) -> bool {
        let mut above =
            path.as_str().match_indices('/').map(|(at, _)| &path.as_str()[..at]);
        above.all(|folder| {
            let there = fs::symlink_metadata(self.output.path().join(folder));
            there.is_ok_and(|there| there.is_dir())
        })
    }

    /// The published file, if it has these bytes already.
    fn same(&self, path: &OutputPath, bytes: &[u8]) -> Option<StoredPage> {
        if !self.is_published || !self.lies_inside(path) {
            return None;
        }
        let file = self.output.path().join(path.as_str());
        let there = fs::symlink_metadata(&file).ok()?;
        let is_same = there.is_file()
            && there.len() == bytes.len() as u64
            && fs::read(&file).is_ok_and(|own| own == bytes);
        is_same.then(|| StoredPage::Kept(file_version(&there)))
    }
}

impl PageStore for StoredPages {
    fn searched_for(&self) -> Option<Digest> {
        self.before.as_ref().map(|before| before.sought)
    }

    fn kept(&self, path: &OutputPath, key: Digest) -> Option<StoredPage> {
        let before = self.before.as_ref()?;
        let known = before.page(page_mark(path.as_str()))?;
        if known.key != key || !self.lies_inside(path) {
            return None;
        }
        let file = self.output.path().join(path.as_str());
        let there = fs::symlink_metadata(&file).ok()?;
        if !there.is_file() {
            return None;
        }
        let version = file_version(&there);
        let is_proof = before.same_start && known.version != UNKNOWN_VERSION;
        let is_untouched = || is_proof && version == known.version;
        let is_same =
            || fs::read(&file).is_ok_and(|own| Digest::of(&own) == known.content);
        (is_untouched() || is_same()).then_some(StoredPage::Kept(version))
    }

    fn read(&self, path: &OutputPath) -> Option<Vec<u8>> {
        fs::read(self.output.path().join(path.as_str())).ok()
    }

    fn put(&self, path: &OutputPath, bytes: &[u8]) -> Option<StoredPage> {
        let staging = self.staging.as_ref()?;
        self.same(path, bytes).or_else(|| {
            // What cannot be written now is tried once more, and told of, when all else is.
            Some(StoredPage::Staged(put(staging, path.as_str(), bytes).ok()?))
        })
    }

    fn note(
        &self,
        at: &OutputPath,
        page: StoredPage,
        key: Digest,
        content: Option<Digest>,
    ) {
        let path = page_mark(at.as_str());
        let (StoredPage::Kept(version) | StoredPage::Staged(version)) = page;
        let before = || Some(self.before.as_ref()?.page(path)?.content);
        if let Some(content) = content.or_else(before) {
            self.noted().pages.push(KnownPage { path, key, content, version });
        }
    }

    fn note_search(&self, sought: Digest) {
        self.noted().sought = Some(sought);
    }
}

/// Writes a file, and returns its version.
fn put(staging: &StagingFolder, path: &str, bytes: &[u8]) -> io::Result<Digest> {
    let file = staging.path().join(path);
    let folder = file.parent().unwrap_or(staging.path());
    // Nearly every page has a folder of its own, below one that is there.
    match fs::create_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => fs::create_dir_all(folder)?,
        Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    let mut new = File::create_new(&file)?;
    let written = new.write_all(bytes).and_then(|()| new.metadata());
    written.map(|metadata| file_version(&metadata)).inspect_err(|_| {
        // Nothing half written may be exchanged.
        let _: io::Result<()> = fs::remove_file(&file);
    })
}
