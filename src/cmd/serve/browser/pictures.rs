//! Makes pictures for the preview when a browser requests them.
//!
//! In comes a recipe, out go bytes: from the cache of the last build, or else newly made. New ones
//! are only kept in memory and never written to disk, so that a full disk does no harm and no trace
//! of a withdrawn photo remains.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::base::output::Recipe;
use crate::base::social_card::CardRecipe;
use crate::io::picture_cache;
use crate::pictures::social_card;

/// Size in bytes at which all pictures are discarded; simpler than tracking their use.
const MOST: usize = 128 * 1024 * 1024;

/// Pictures that were requested.
#[derive(Debug)]
pub(crate) struct Pictures {
    root: PathBuf,
    made: Mutex<BTreeMap<String, Arc<[u8]>>>,
}

impl Pictures {
    /// For the photos of a site folder.
    pub(crate) fn of(root: &Path) -> Self {
        Self { root: root.to_owned(), made: Mutex::default() }
    }

    /// The picture of a recipe; `None` if the photo is missing, changed or damaged.
    pub(crate) fn make(&self, recipe: &Recipe) -> Option<Arc<[u8]>> {
        self.kept_or(recipe.file_name(), || {
            picture_cache::photo(&self.root, &recipe.source, recipe.digest)?.make(recipe)
        })
    }

    /// The card of a recipe; `None` if its photo is missing, changed or damaged.
    pub(crate) fn card(&self, card: &CardRecipe) -> Option<Arc<[u8]>> {
        self.kept_or(card.file_name(), || match &card.photo {
            Some(photo) => {
                let photo =
                    picture_cache::photo(&self.root, &photo.source, photo.digest)?;
                social_card::make(card, Some(&photo))
            }
            None => social_card::make(card, None),
        })
    }

    /// The file of this name, made only if neither memory nor cache has it.
    fn kept_or(
        &self,
        name: String,
        make: impl FnOnce() -> Option<Vec<u8>>,
    ) -> Option<Arc<[u8]>> {
        if let Some(bytes) = self.lock().get(&name) {
            return Some(Arc::clone(bytes));
        }
        let bytes = picture_cache::whole(&self.root, &name).or_else(make)?;
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
