//! Computes the placeholder colours of photos, and caches them for the next build.
//!
//! In come photos that are shown, out goes a palette colour for each. The cache file,
//! `.matrikel/grounds`, holds digests and numbers for photos of the current site only; it never
//! keeps anything of a withdrawn photo.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use anyhow::Result;

use super::lock::{Lock, work_folder};
use super::picture_cache::{self, keep};
use crate::base::digest::Digest;
use crate::base::output::{Content, OutputSet};
use crate::base::placeholder_colour::{ColourSource, Ground, PALETTE};
use crate::base::refusal::Refusal;
use crate::base::source::SitePath;

/// The placeholder colours of the photos in a site folder.
#[derive(Debug)]
pub struct PlaceholderCache {
    root: PathBuf,
    /// Read from the cache file.
    kept: BTreeMap<Digest, Ground>,
    /// Computed since; `None` for a photo that cannot be decoded.
    seen: Mutex<BTreeMap<Digest, Arc<OnceLock<Option<Ground>>>>>,
    decoded: AtomicUsize,
}

fn file(root: &Path) -> PathBuf {
    work_folder(root).join("grounds")
}

/// The first line of the cache file. It depends on the palette, so that a file made with
/// another palette is ignored.
fn heading() -> String {
    let colours: Vec<u8> = PALETTE.iter().flat_map(|(colour, _)| *colour).collect();
    format!("grounds {}", Digest::of(&colours).short())
}

/// The last line of the cache file: a number that was cut would be another colour.
fn check(text: &str) -> String {
    format!("= {}", Digest::of(text.as_bytes()).short())
}

impl PlaceholderCache {
    /// Loads the cache of a site folder; an unreadable file counts as empty.
    pub fn of(root: &Path) -> Self {
        let text = fs::read_to_string(file(root)).unwrap_or_default();
        let whole = text.strip_suffix('\n').and_then(|text| text.rsplit_once('\n'));
        let text =
            whole.filter(|(text, last)| *last == check(text)).unwrap_or_default().0;
        let lines = text.strip_prefix(&heading()).unwrap_or_default().lines();
        let kept = lines.filter_map(|line| {
            let (digest, number) = line.split_once(' ')?;
            let digest = Digest(u128::from_str_radix(digest, 16).ok()?);
            Some((digest, Ground::numbered(number.parse().ok()?)?))
        });
        Self {
            root: root.to_owned(),
            kept: kept.collect(),
            seen: Mutex::default(),
            decoded: AtomicUsize::new(0),
        }
    }

    /// How many photos had to be decoded.
    pub fn decoded(&self) -> usize {
        self.decoded.load(Ordering::Relaxed)
    }

    /// Saves the colours of the photos that the site shows, and of no others.
    ///
    /// # Errors
    /// If they cannot be written.
    pub fn keep(&self, lock: &Lock, outputs: &OutputSet) -> Result<()> {
        let shown: BTreeSet<Digest> = outputs
            .0
            .values()
            .filter_map(|content| match content {
                Content::Picture(recipe) => Some(recipe.digest),
                _ => None,
            })
            .collect();
        let mut text = heading();
        for digest in &shown {
            if let Some(ground) = self.known(*digest) {
                text.push_str(&format!("\n{} {}", digest.hex(), ground.number()));
            }
        }
        text.push_str(&format!("\n{}\n", check(&text)));
        let path = file(lock.root());
        // Without photos on the site, no file remains.
        if !shown.is_empty() {
            let same = fs::read_to_string(&path).is_ok_and(|before| before == text);
            return if same { Ok(()) } else { keep(&path, text.as_bytes()) };
        }
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(Refusal::about("delete", &path).because(&error).into())
            }
            _ => Ok(()),
        }
    }

    fn known(&self, digest: Digest) -> Option<Ground> {
        let kept = self.kept.get(&digest).copied();
        kept.or_else(|| self.place(digest).get().copied().flatten())
    }

    fn place(&self, digest: Digest) -> Arc<OnceLock<Option<Ground>>> {
        // A poisoned lock is harmless: entries are only added, each in one step.
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(seen.entry(digest).or_default())
    }

    fn decode(&self, photo: &SitePath, digest: Digest) -> Option<Ground> {
        self.decoded.fetch_add(1, Ordering::Relaxed);
        // Not reported here: making the pictures reports the same photo.
        Some(Ground::nearest(picture_cache::photo(&self.root, photo, digest)?.mean()))
    }
}

impl ColourSource for PlaceholderCache {
    fn look(&self, photo: &SitePath, digest: Digest) -> Ground {
        if let Some(kept) = self.kept.get(&digest) {
            return *kept;
        }
        // Threads that ask for the same photo wait here instead of decoding it again.
        let found = *self.place(digest).get_or_init(|| self.decode(photo, digest));
        found.unwrap_or(Ground::UNKNOWN)
    }
}
