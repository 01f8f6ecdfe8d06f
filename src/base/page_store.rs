//! Where the pages of a build go as soon as each is made, and which of the last build still hold.
//!
//! In come paths, keys and bytes, out goes where a page lies. So no finished page waits in memory
//! for the last one, and no page is made that lies there already. Never knows what is on a page.

use std::fmt;
use std::sync::Arc;

use super::digest::Digest;
use super::output::{OutputPath, StoredPage};

/// A place for pages. A key is the digest of everything that a page shows.
pub trait PageStore: Send + Sync {
    /// A digest of what the pages of the last build were searched for; `None` if nothing is known.
    fn searched_for(&self) -> Option<Digest>;

    /// The page as the last build has left it, if it was made under this key.
    fn kept(&self, path: &OutputPath, key: Digest) -> Option<StoredPage>;

    /// The bytes of a page that was kept; `None` if they cannot be read.
    fn read(&self, path: &OutputPath) -> Option<Vec<u8>>;

    /// Stores a page in which nothing was found; `None` if there is no place for it.
    fn put(&self, path: &OutputPath, bytes: &[u8]) -> Option<StoredPage>;

    /// Notes a page that is part of this build, was searched, and held nothing. `content` is the
    /// digest of its bytes if they are new, and `None` for a page that was kept.
    fn note(
        &self,
        at: &OutputPath,
        page: StoredPage,
        key: Digest,
        content: Option<Digest>,
    );

    /// Notes what all pages of this build were searched for.
    fn note_search(&self, sought: Digest);
}

/// A place for pages, if there is one.
#[derive(Clone, Default)]
pub struct PagePlace(Option<Arc<dyn PageStore>>);

impl PagePlace {
    /// This place.
    pub fn of(store: Arc<dyn PageStore>) -> Self {
        Self(Some(store))
    }

    /// The place.
    pub fn store(&self) -> Option<&dyn PageStore> {
        self.0.as_deref()
    }
}

impl fmt::Debug for PagePlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "PagePlace(some)" } else { "PagePlace" })
    }
}
