//! What a build remembers of its pages: under which key each was made, and what lies there.
//!
//! In come digests, out go digests: of paths, of everything a page shows, of its bytes, and of the
//! times of its file. Never holds a name, a path or a value. One that is damaged, foreign or of another
//! program is none at all.

use std::fs;
use std::io;
use std::path::PathBuf;

use super::find::Stamp;
use super::lock::{Lock, work_folder};
use super::output_folder::OutputFolder;
use super::picture_cache::keep as keep_file;
use super::picture_ledger::start_of_machine;
use super::this_program::this_program;
use crate::base::digest::Digest;

/// The version of the format, and of what the digests are made of.
const VERSION: u128 = 1;
/// Bytes of a digest.
const WIDTH: usize = 16;
/// Digests before the first page: the check, the heading, the start of the machine, and what was
/// searched for.
const HEAD: usize = 4;

/// Stands for a version of a file that proves nothing.
pub(super) const UNKNOWN_VERSION: Digest = Digest(0);
/// Stands for a start of the machine of which nothing is known.
const UNKNOWN_START: Digest = Digest(0);

/// One page: the digest of its path, its key, that of its bytes, and the version of its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct KnownPage {
    pub(super) path: Digest,
    pub(super) key: Digest,
    pub(super) content: Digest,
    pub(super) version: Digest,
}

/// The pages of a build.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct PageLedger {
    /// What all of them were searched for.
    pub(super) sought: Digest,
    /// True if the version of a file proves that it is as it was. After a new start of the machine
    /// it does not: a power failure can leave files whose length and time are right and which
    /// were never filled.
    pub(super) same_start: bool,
    /// Ordered by the digests of their paths.
    pub(super) pages: Vec<KnownPage>,
}

/// The digest that stands for a path in the published folder.
pub(super) fn page_mark(path: &str) -> Digest {
    Digest::of_parts(&[b"page", path.as_bytes()])
}

/// The digest that stands for a version of a file.
pub(super) fn file_version(metadata: &fs::Metadata) -> Digest {
    Digest::of_value(&Stamp::of(metadata))
}

fn place(lock: &Lock, output: &OutputFolder) -> PathBuf {
    let name = Digest::of(output.path().as_os_str().as_encoded_bytes()).hex();
    work_folder(lock.root()).join("published").join(format!("{name}.pages"))
}

/// What all keys depend on besides what a page shows; `None` if one program cannot be told from
/// another.
fn heading() -> Option<Digest> {
    Some(Digest(VERSION).and(this_program()?))
}

/// The digest of this start of the machine; that of nothing where nothing tells it.
fn start() -> Digest {
    start_of_machine().map_or(UNKNOWN_START, |start| Digest::of(start.as_bytes()))
}

impl PageLedger {
    /// What was kept for an output folder.
    pub(super) fn read(lock: &Lock, output: &OutputFolder) -> Option<Self> {
        Self::parse(&fs::read(place(lock, output)).ok()?, heading()?, start())
    }

    /// Keeps it; there is no harm in none.
    pub(super) fn keep(&self, lock: &Lock, output: &OutputFolder) {
        let kept = heading().and_then(|own| {
            keep_file(&place(lock, output), &self.bytes(own, start())).ok()
        });
        if kept.is_none() {
            Self::forget(lock, output);
        }
    }

    /// Forgets what was kept.
    pub(super) fn forget(lock: &Lock, output: &OutputFolder) {
        // If it cannot be removed, the files that it tells of are still compared with it.
        let _: io::Result<()> = fs::remove_file(place(lock, output));
    }

    /// The page with this digest of its path.
    pub(super) fn page(&self, path: Digest) -> Option<KnownPage> {
        let at = self.pages.binary_search_by_key(&path, |page| page.path).ok()?;
        Some(self.pages[at])
    }

    fn bytes(&self, heading: Digest, start: Digest) -> Vec<u8> {
        let pages = self
            .pages
            .iter()
            .flat_map(|page| [page.path, page.key, page.content, page.version]);
        let all = [heading, start, self.sought].into_iter().chain(pages);
        let rest: Vec<u8> = all.flat_map(|digest| digest.0.to_le_bytes()).collect();
        let mut bytes = Digest::of(&rest).0.to_le_bytes().to_vec();
        bytes.extend(rest);
        bytes
    }

    fn parse(bytes: &[u8], heading: Digest, start: Digest) -> Option<Self> {
        let (digests, rest) = bytes.as_chunks::<WIDTH>();
        let digests: Vec<Digest> =
            digests.iter().map(|bytes| Digest(u128::from_le_bytes(*bytes))).collect();
        let [check, own, begun, sought, ..] = digests.as_slice() else { return None };
        if *check != Digest::of(&bytes[WIDTH..]) || *own != heading || !rest.is_empty() {
            return None;
        }
        let (pages, rest) = digests[HEAD..].as_chunks::<4>();
        let pages = pages.iter().map(|[path, key, content, version]| KnownPage {
            path: *path,
            key: *key,
            content: *content,
            version: *version,
        });
        rest.is_empty().then(|| Self {
            sought: *sought,
            same_start: *begun == start && start != UNKNOWN_START,
            pages: pages.collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_whole_or_not_ours_is_nothing() {
        let page = |number: u128| KnownPage {
            path: Digest(number),
            key: Digest(number * 2),
            content: Digest(number * 4),
            version: Digest(number * 3),
        };
        let pages = vec![page(1), page(5)];
        let ledger = PageLedger { sought: Digest(7), same_start: true, pages };
        let (own, start) = (Digest(9), Digest(3));
        let bytes = ledger.bytes(own, start);
        let back = PageLedger::parse(&bytes, own, start).unwrap();
        assert_eq!(back, ledger);
        assert_eq!(back.page(Digest(5)), Some(page(5)));
        assert_eq!(back.page(Digest(2)), None);
        assert_eq!(PageLedger::parse(&bytes, Digest(8), start), None, "another program");
        let later = PageLedger::parse(&bytes, own, Digest(4)).unwrap();
        assert_eq!(later, PageLedger { same_start: false, ..back });
        let bare = PageLedger::parse(&ledger.bytes(own, Digest(0)), own, Digest(0));
        assert!(!bare.unwrap().same_start, "two starts of which nothing is known");
        for end in 0..bytes.len() {
            assert_eq!(
                PageLedger::parse(&bytes[..end], own, start),
                None,
                "cut at {end}"
            );
        }
        for at in 0..bytes.len() {
            let mut other = bytes.clone();
            other[at] ^= 1;
            assert_eq!(PageLedger::parse(&other, own, start), None, "damaged at {at}");
        }
        let longer = [bytes.as_slice(), &[0; 16]].concat();
        assert_eq!(PageLedger::parse(&longer, own, start), None, "one digest too many");
    }
}
