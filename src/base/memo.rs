//! A cache of results from one run to the next.
//!
//! In come named inputs in ascending order, each with the digest of everything its result
//! depends on; out go the results in the same order. A result with unchanged name and digest is
//! reused, the others are computed in parallel. Never tracks dependencies itself: only an
//! incomplete digest can lead to a stale result.

use std::cmp::Ordering;

use rayon::prelude::*;

use super::digest::Digest;

/// The parts of a cache key, by what they cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum KeyPart {
    /// A content file: its path and its bytes.
    File,
    /// The settings of the site.
    Settings,
    /// The day of the build.
    Day,
    /// Whether drafts are shown.
    Drafts,
    /// Faculties, institutions and contacts.
    References,
    /// The paths of all files.
    Paths,
    /// The bytes of photos and downloads.
    Photos,
    /// The person whom a story is about, as published.
    Subject,
    /// Which of the people named in a document are published.
    Named,
    /// The addresses of the parent pages.
    Parents,
    /// Templates, texts, options and assets of the theme.
    Theme,
    /// What every page shows: site title, menus, addresses.
    Frame,
    /// The content of a page, and its template.
    View,
}

/// Combines the parts of a key. A test can leave one out, to prove that the part is needed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Keys {
    left_out: Option<KeyPart>,
}

impl Keys {
    /// Leaves a part out, as a bug would. Results may be stale then.
    #[doc(hidden)]
    pub const fn without(part: KeyPart) -> Self {
        Self { left_out: Some(part) }
    }

    /// Combines parts into a key.
    pub fn of(self, parts: &[(KeyPart, Digest)]) -> Digest {
        let kept = parts.iter().filter(|(part, _)| Some(*part) != self.left_out);
        kept.fold(Digest::default(), |key, (_, digest)| key.and(*digest))
    }
}

/// A result with its name and the digest of its input.
#[derive(Debug, Clone)]
struct CachedResult<K, V> {
    name: K,
    digest: Digest,
    /// `None` only while `renew` runs.
    value: Option<V>,
}

/// The results of the last run.
#[derive(Debug, Clone)]
pub struct Memo<K, V> {
    kept: Vec<CachedResult<K, V>>,
    made: usize,
}

/// An input for which a result is wanted.
#[derive(Debug, Clone)]
pub struct MemoRequest<'n, K, I> {
    /// Its name. Names must be unique and in ascending order.
    pub name: &'n K,
    /// The digest of everything the result depends on.
    pub digest: Digest,
    /// What the result is computed from.
    pub input: I,
}

/// Results in the order of their names.
#[derive(Debug)]
pub struct Values<'m, K, V>(std::slice::Iter<'m, CachedResult<K, V>>);

impl<'m, K, V> Iterator for Values<'m, K, V> {
    type Item = &'m V;

    fn next(&mut self) -> Option<&'m V> {
        self.0.find_map(|one| one.value.as_ref())
    }
}

impl<K, V> Default for Memo<K, V> {
    fn default() -> Self {
        Self { kept: Vec::new(), made: 0 }
    }
}

impl<K: Ord + Clone, V: Send> Memo<K, V> {
    /// Returns the results for `wanted`, in its order, computing those that are missing or
    /// outdated. Results that are no longer wanted are dropped.
    pub fn renew<'n, I: Sync>(
        &mut self,
        wanted: impl Iterator<Item = MemoRequest<'n, K, I>>,
        make: impl Fn(&I) -> V + Sync,
    ) -> Values<'_, K, V>
    where
        K: 'n,
    {
        let mut kept = Vec::with_capacity(self.kept.len());
        let mut missing: Vec<(usize, I)> = Vec::new();
        let mut before = std::mem::take(&mut self.kept).into_iter().peekable();
        for MemoRequest { name, digest, input } in wanted {
            // Both sequences are sorted, so a single merge pass finds all matches.
            let mut same = None;
            while let Some(old) = before.peek() {
                match old.name.cmp(name) {
                    Ordering::Less => drop(before.next()),
                    Ordering::Equal => {
                        same = before.next();
                        break;
                    }
                    Ordering::Greater => break,
                }
            }
            match same {
                Some(old) if old.digest == digest => kept.push(old),
                _ => {
                    missing.push((kept.len(), input));
                    kept.push(CachedResult { name: name.clone(), digest, value: None });
                }
            }
        }
        self.made = missing.len();
        let made: Vec<V> = missing.par_iter().map(|(_, input)| make(input)).collect();
        for ((number, _), value) in missing.into_iter().zip(made) {
            kept[number].value = Some(value);
        }
        self.kept = kept;
        Values(self.kept.iter())
    }

    /// The result with this name from the last run.
    pub fn get(&self, name: &K) -> Option<&V> {
        let at = self.kept.binary_search_by(|one| one.name.cmp(name)).ok()?;
        self.kept[at].value.as_ref()
    }

    /// Every result of the last run, ordered by name.
    pub fn values(&self) -> Values<'_, K, V> {
        Values(self.kept.iter())
    }

    /// How many results the last run had to compute.
    pub fn made(&self) -> usize {
        self.made
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    fn wanted<'t>(
        things: &'t [(&'static str, u128)],
    ) -> impl Iterator<Item = MemoRequest<'t, &'static str, u128>> {
        things.iter().map(|(name, content)| MemoRequest {
            name,
            digest: Digest(*content),
            input: *content,
        })
    }

    #[test]
    fn only_what_is_new_or_different_is_made() {
        let mut memo = Memo::default();
        let calls = AtomicUsize::new(0);
        let make = |content: &u128| {
            calls.fetch_add(1, Ordering::Relaxed);
            content * 10
        };
        for (things, results, made) in [
            (&[("a", 1), ("c", 3)][..], &[10, 30][..], 2),
            (&[("a", 1), ("c", 3)], &[10, 30], 0),
            (&[("a", 1), ("b", 2), ("c", 4)], &[10, 20, 40], 2),
            (&[("c", 4)], &[40], 0),
            // A dropped result has to be computed again.
            (&[("a", 1), ("c", 4), ("d", 4)], &[10, 40, 40], 2),
            (&[], &[], 0),
        ] {
            calls.store(0, Ordering::Relaxed);
            let found: Vec<u128> = memo.renew(wanted(things), make).copied().collect();
            assert_eq!(found, results);
            assert_eq!(
                memo.get(&"b").is_some(),
                things.iter().any(|(name, _)| *name == "b")
            );
            assert_eq!(memo.made(), made, "{things:?}");
            assert_eq!(calls.load(Ordering::Relaxed), made);
        }
    }
}
