//! Pictures for the preview, made when a browser asks for them.
//!
//! In comes a recipe, out go bytes: those of the last build if they are there, else made anew.
//! What is made here is kept in memory only, so that a full disk does no harm and a photo that
//! is withdrawn stays nowhere.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::base::digest::Digest;
use crate::base::output::Recipe;
use crate::io::picture::cached;
use crate::io::pixels::Photo;

/// How many bytes are kept before all are forgotten.
const MOST: usize = 128 * 1024 * 1024;

/// Pictures that were asked for.
#[derive(Debug)]
pub struct Pictures {
    root: PathBuf,
    made: Mutex<BTreeMap<String, Arc<[u8]>>>,
}

impl Pictures {
    /// Of the photos of a site folder.
    pub fn of(root: &Path) -> Self {
        Self { root: root.to_owned(), made: Mutex::default() }
    }

    /// The picture of a recipe; `None` if the photo is gone, has changed, or is damaged.
    pub fn make(&self, recipe: &Recipe) -> Option<Arc<[u8]>> {
        let name = recipe.file_name();
        if let Some(bytes) = self.lock().get(&name) {
            return Some(Arc::clone(bytes));
        }
        let kept = fs::read(cached(&self.root, recipe)).ok();
        let bytes = kept.filter(|bytes| !bytes.is_empty()).or_else(|| {
            let photo = fs::read(self.root.join(recipe.source.as_str())).ok()?;
            // The name of the picture would promise another photo than the one it shows.
            (Digest::of(&photo) == recipe.digest).then_some(())?;
            Photo::decode(&photo)?.make(recipe)
        })?;
        let bytes: Arc<[u8]> = bytes.into();
        let mut made = self.lock();
        if made.values().map(|one| one.len()).sum::<usize>() > MOST {
            made.clear();
        }
        made.insert(name, Arc::clone(&bytes));
        Some(bytes)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, Arc<[u8]>>> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
