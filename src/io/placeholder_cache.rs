//! The colours that stand for photos, looked at once and kept for the next build.
//!
//! In come photos that are shown, out goes the colour that stands for each until it is there.
//! What is kept, in `.matrikel/grounds`, are digests and numbers of the photos that the present
//! site shows; of a photo that was withdrawn nothing stays.

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

/// Grounds of the photos of a site folder.
#[derive(Debug)]
pub struct PhotoGrounds {
    root: PathBuf,
    /// Those of former builds.
    kept: BTreeMap<Digest, Ground>,
    /// Those that were asked for since; nothing for a photo that cannot be looked at.
    seen: Mutex<BTreeMap<Digest, Arc<OnceLock<Option<Ground>>>>>,
    decoded: AtomicUsize,
}

fn file(root: &Path) -> PathBuf {
    work_folder(root).join("grounds")
}

/// The first line of the file: another palette is another file.
fn heading() -> String {
    let colours: Vec<u8> = PALETTE.iter().flat_map(|(colour, _)| *colour).collect();
    format!("grounds {}", Digest::of(&colours).short())
}

impl PhotoGrounds {
    /// The grounds that are known of a site folder. A file that cannot be read is none.
    pub fn of(root: &Path) -> Self {
        let text = fs::read_to_string(file(root)).unwrap_or_default();
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

    /// How many photos were decoded for it.
    pub fn decoded(&self) -> usize {
        self.decoded.load(Ordering::Relaxed)
    }

    /// Keeps the grounds of the photos that the site shows, and of no others.
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
        text.push('\n');
        let path = file(lock.root());
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
        // Entries are only ever added, each as a whole.
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(seen.entry(digest).or_default())
    }

    fn decode(&self, photo: &SitePath, digest: Digest) -> Option<Ground> {
        self.decoded.fetch_add(1, Ordering::Relaxed);
        // Where there is none, whoever makes the pictures says so.
        Some(Ground::nearest(picture_cache::photo(&self.root, photo, digest)?.mean()))
    }
}

impl ColourSource for PhotoGrounds {
    fn look(&self, photo: &SitePath, digest: Digest) -> Ground {
        if let Some(kept) = self.kept.get(&digest) {
            return *kept;
        }
        // Whoever asks for the same photo meanwhile waits here for the one answer.
        let found = *self.place(digest).get_or_init(|| self.decode(photo, digest));
        found.unwrap_or(Ground::UNKNOWN)
    }
}
