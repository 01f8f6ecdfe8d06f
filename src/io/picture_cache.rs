//! Makes the pictures and social cards of a site, and caches them for the next build.
//!
//! In come recipes, out go files in `.matrikel/images/` and problems with photos. Each photo is
//! decoded once, in one thread. Never keeps what the current site does not show, so that no trace
//! of a withdrawn photo remains, and never gives out a cached file that is not what was made.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::Result;
use rayon::prelude::*;

use super::lock::{Lock, work_folder};
use super::picture_ledger::PictureLedger;
use crate::base::code::Code;
use crate::base::diagnostic::{Diagnostic, Place};
use crate::base::digest::Digest;
use crate::base::output::{Content, OutputSet, Recipe};
use crate::base::refusal::Refusal;
use crate::base::social_card::CardRecipe;
use crate::base::source::SitePath;
use crate::pictures::pixels::DecodedPhoto;
use crate::pictures::social_card;

/// Receives the number of finished photos and the total; a card without photo counts as one.
pub type OnProgress<'p> = &'p (dyn Fn(usize, usize) + Sync);

fn cache_folder(root: &Path) -> PathBuf {
    work_folder(root).join("images")
}

/// The path of a cached picture.
pub(crate) fn cached(root: &Path, file_name: &str) -> PathBuf {
    cache_folder(root).join(file_name)
}

/// A cached picture, if it is there and still what was made.
pub(crate) fn whole(root: &Path, file_name: &str) -> Option<Vec<u8>> {
    let path = cached(root, file_name);
    PictureLedger::read(root)
        .vouches_for(file_name, &path)
        .then(|| fs::read(path).ok())?
}

/// Makes the pictures that are not cached yet. A photo that cannot be decoded is reported.
///
/// # Errors
/// If a photo cannot be read, has changed since the site was loaded, or the cache cannot be
/// written.
pub fn make(
    lock: &Lock,
    outputs: &OutputSet,
    progress: OnProgress<'_>,
) -> Result<Vec<Diagnostic>> {
    let folder = cache_folder(lock.root());
    fs::create_dir_all(&folder)
        .map_err(|error| Refusal::about("write", &folder).because(&error))?;
    let cannot = |error: io::Error| Refusal::about("write", &folder).because(&error);
    let ledger = PictureLedger::open(lock).map_err(cannot)?;
    let keep = |name: &str, bytes: &[u8]| {
        let path = cached(lock.root(), name);
        keep(&path, bytes)?;
        Ok(ledger.add(name, &path, bytes).map_err(cannot)?)
    };
    make_missing(lock.root(), outputs, progress, &ledger, Some(&keep))
}

/// Decodes the photos whose pictures are not cached, without keeping anything.
///
/// # Errors
/// If a photo cannot be read or has changed since the site was loaded.
pub fn check(
    root: &Path,
    outputs: &OutputSet,
    progress: OnProgress<'_>,
) -> Result<Vec<Diagnostic>> {
    make_missing(root, outputs, progress, &PictureLedger::read(root), None)
}

/// Deletes all cached pictures that the site does not show.
///
/// # Errors
/// If one cannot be deleted.
pub fn purge(lock: &Lock, outputs: &OutputSet) -> Result<()> {
    let shown: BTreeSet<String> = wanted(outputs).map(WantedPicture::file_name).collect();
    let folder = cache_folder(lock.root());
    let cannot = |error: io::Error| Refusal::about("delete", &folder).because(&error);
    PictureLedger::forget(lock, &shown).map_err(cannot)?;
    let entries = match fs::read_dir(&folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries.map_err(cannot)?,
    };
    for entry in entries {
        let entry = entry.map_err(cannot)?;
        if entry.file_name().to_str().is_none_or(|name| !shown.contains(name)) {
            let is_folder = entry.file_type().map_err(cannot)?.is_dir();
            let path = entry.path();
            let deleted =
                if is_folder { fs::remove_dir_all(path) } else { fs::remove_file(path) };
            deleted.map_err(cannot)?;
        }
    }
    Ok(())
}

/// A picture or card to make.
#[derive(Clone, Copy)]
enum WantedPicture<'o> {
    Picture(&'o Recipe),
    Card(&'o CardRecipe),
}

impl<'o> WantedPicture<'o> {
    fn file_name(self) -> String {
        match self {
            Self::Picture(recipe) => recipe.file_name(),
            Self::Card(card) => card.file_name(),
        }
    }

    /// The photo that it needs, if any.
    fn photo(self) -> Option<(&'o SitePath, Digest)> {
        match self {
            Self::Picture(recipe) => Some((&recipe.source, recipe.digest)),
            Self::Card(card) => card.photo.as_ref().map(|one| (&one.source, one.digest)),
        }
    }
}

fn wanted(outputs: &OutputSet) -> impl Iterator<Item = WantedPicture<'_>> {
    outputs.0.values().filter_map(|content| match content {
        Content::Picture(recipe) => Some(WantedPicture::Picture(recipe)),
        Content::Card(card) => Some(WantedPicture::Card(card)),
        Content::Bytes(_) | Content::Copy(..) | Content::Stored(_) => None,
    })
}

/// Stores the bytes of a finished file under its name.
type KeepFile<'k> = &'k (dyn Fn(&str, &[u8]) -> Result<()> + Sync);

fn make_missing(
    root: &Path,
    outputs: &OutputSet,
    progress: OnProgress<'_>,
    ledger: &PictureLedger,
    keep: Option<KeepFile<'_>>,
) -> Result<Vec<Diagnostic>> {
    let all: Vec<WantedPicture<'_>> = wanted(outputs).collect();
    // In parallel, since after a new start of the machine each file is read.
    let there = all.par_iter().map(|wanted| {
        let name = wanted.file_name();
        ledger.vouches_for(&name, &cached(root, &name))
    });
    let there: Vec<bool> = there.collect();
    let mut of_photos: BTreeMap<(&SitePath, Digest), Vec<WantedPicture<'_>>> =
        BTreeMap::new();
    let mut work = Vec::new();
    for (wanted, there) in all.into_iter().zip(there) {
        match wanted.photo() {
            _ if there => {}
            Some(photo) => of_photos.entry(photo).or_default().push(wanted),
            None => work.push((None, vec![wanted])),
        }
    }
    work.extend(of_photos.into_iter().map(|(photo, wanted)| (Some(photo), wanted)));
    let total = work.len();
    let done = AtomicUsize::new(0);
    let found: Result<Vec<Option<Diagnostic>>> = work
        .into_par_iter()
        // No batches: each thread holds one decoded photo at a time, which bounds the memory.
        .with_max_len(1)
        .map(|(photo, wanted)| {
            let good = match photo {
                Some((path, digest)) => {
                    make_from_photo(&root.join(path.as_str()), digest, &wanted, keep)?
                }
                None => each(None, &wanted, keep)?,
            };
            progress(done.fetch_add(1, Ordering::Relaxed) + 1, total);
            let damaged = photo.filter(|_| !good);
            Ok(damaged
                .map(|(path, _)| Diagnostic::at(Code::PhotoDamaged, Place::file(path))))
        })
        .collect();
    Ok(found?.into_iter().flatten().collect())
}

/// Decodes the photo with this digest; `None` if it is missing, changed or damaged.
pub(crate) fn photo(
    root: &Path,
    source: &SitePath,
    digest: Digest,
) -> Option<DecodedPhoto> {
    let bytes = fs::read(root.join(source.as_str())).ok()?;
    // Otherwise the result would be attributed to another photo.
    (Digest::of(&bytes) == digest).then_some(())?;
    DecodedPhoto::decode(&bytes)
}

fn make_from_photo(
    path: &Path,
    digest: Digest,
    wanted: &[WantedPicture<'_>],
    keep: Option<KeepFile<'_>>,
) -> Result<bool> {
    let bytes =
        fs::read(path).map_err(|error| Refusal::about("read", path).because(&error))?;
    // Otherwise the name, which contains this digest, would be wrong.
    if Digest::of(&bytes) != digest {
        return Err(Refusal::about("changed-meanwhile", path).into());
    }
    let Some(photo) = DecodedPhoto::decode(&bytes) else { return Ok(false) };
    // Frees the encoded photo before its pictures are made.
    drop(bytes);
    each(Some(&photo), wanted, keep)
}

/// Makes everything that is wanted of one photo, or without one; false once a recipe does not
/// fit the photo.
fn each(
    photo: Option<&DecodedPhoto>,
    wanted: &[WantedPicture<'_>],
    keep: Option<KeepFile<'_>>,
) -> Result<bool> {
    let Some(keep) = keep else { return Ok(true) };
    let mut recipes = BTreeSet::new();
    for one in wanted {
        match one {
            WantedPicture::Picture(recipe) => _ = recipes.insert(*recipe),
            WantedPicture::Card(card) => match social_card::make(card, photo) {
                Some(bytes) => keep(&card.file_name(), &bytes)?,
                None => return Ok(false),
            },
        }
    }
    // Recipes sort by crop and size, so that formats of the same picture are adjacent and share
    // one crop and scaling.
    let recipes: Vec<&Recipe> = recipes.into_iter().collect();
    for same in recipes.chunk_by(|a, b| (a.crop, a.size) == (b.crop, b.size)) {
        let part = photo.and_then(|photo| photo.part(same[0].crop, same[0].size));
        let Some(part) = part else { return Ok(false) };
        for recipe in same {
            match part.encode(recipe.format) {
                Some(bytes) => keep(&recipe.file_name(), &bytes)?,
                None => return Ok(false),
            }
        }
    }
    Ok(true)
}

/// Adds a file to the cache in one step. The published site may hold a hard link to it, so it
/// must never be written into.
pub(super) fn keep(path: &Path, bytes: &[u8]) -> Result<()> {
    let new = path.with_extension("new");
    fs::write(&new, bytes)
        .and_then(|()| fs::rename(&new, path))
        .map_err(|error| Refusal::about("write", path).because(&error).into())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::base::output::OutputPath;
    use crate::base::picture_format::PictureFormat;
    use crate::base::source::Size;
    use crate::io::output_folder::OutputFolder;
    use crate::io::write::write;

    struct TestFolder {
        root: tempfile::TempDir,
    }

    impl TestFolder {
        fn new() -> Self {
            let root = tempfile::tempdir().unwrap();
            fs::create_dir_all(root.path().join("content")).unwrap();
            Self { root }
        }

        fn photo(&self, name: &str, bytes: &[u8]) -> Vec<Recipe> {
            let source = SitePath::new(&format!("content/{name}"));
            fs::write(self.root.path().join(source.as_str()), bytes).unwrap();
            let recipe = |format| Recipe {
                source: source.clone(),
                digest: Digest::of(bytes),
                crop: [0, 0, 8, 8],
                size: Size { width: 4, height: 4 },
                format,
            };
            [PictureFormat::Jpeg, PictureFormat::WebP].map(recipe).into()
        }

        fn kept(&self) -> Vec<String> {
            let entries = fs::read_dir(cache_folder(self.root.path())).unwrap();
            let mut names: Vec<String> =
                entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
            names.sort();
            names
        }
    }

    fn outputs(recipes: &[Recipe]) -> OutputSet {
        let entry = |recipe: &Recipe| {
            let path =
                OutputPath::new(&format!("assets/{}", recipe.file_name())).unwrap();
            (path, Content::Picture(Arc::new(recipe.clone())))
        };
        OutputSet(recipes.iter().map(entry).collect())
    }

    fn png(shade: u8) -> Vec<u8> {
        let mut bytes = io::Cursor::new(Vec::new());
        let image = image::RgbImage::from_pixel(8, 8, image::Rgb([shade; 3]));
        image.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
        bytes.into_inner()
    }

    fn names(recipes: &[Recipe]) -> Vec<String> {
        let mut names: Vec<String> = recipes.iter().map(Recipe::file_name).collect();
        names.sort();
        names
    }

    #[test]
    fn pictures_are_made_once_published_and_purged_with_the_person() {
        let site = TestFolder::new();
        let lock = Lock::take(site.root.path()).unwrap();
        let folder =
            OutputFolder::check(site.root.path(), &site.root.path().join("public"));
        let folder = folder.unwrap();
        let [jana, tariq] =
            [site.photo("jana.jpg", &png(9)), site.photo("tariq.png", &png(99))];
        let both = outputs(&[jana.clone(), tariq.clone()].concat());
        let made = AtomicUsize::new(0);
        let count = |_, _| {
            made.fetch_add(1, Ordering::Relaxed);
        };
        assert_eq!(make(&lock, &both, &count).unwrap(), []);
        assert_eq!(make(&lock, &both, &count).unwrap(), []);
        assert_eq!(made.load(Ordering::Relaxed), 2, "each photo is decoded once");
        assert_eq!(write(&lock, &folder, &both).unwrap().written, 4);
        assert_eq!(write(&lock, &folder, &both).unwrap().unchanged, 4);

        let one = outputs(&tariq);
        assert_eq!(write(&lock, &folder, &one).unwrap().removed, 2);
        purge(&lock, &one).unwrap();
        assert_eq!(site.kept(), names(&tariq));
        purge(&lock, &OutputSet::default()).unwrap();
        assert_eq!(site.kept(), [""; 0]);
    }

    /// Attacks, section 7: such a picture was published for ever.
    #[test]
    fn a_cached_picture_that_was_cut_or_zeroed_is_made_again() {
        let site = TestFolder::new();
        let lock = Lock::take(site.root.path()).unwrap();
        let recipes = site.photo("jana.jpg", &png(9));
        let outputs = outputs(&recipes);
        make(&lock, &outputs, &|_, _| {}).unwrap();
        let path = cached(site.root.path(), &recipes[0].file_name());
        let good = fs::read(&path).unwrap();
        let mut torn = good.clone();
        torn[good.len() / 2..].fill(0);
        for bad in [&good[..good.len() / 2], &vec![0; good.len()], &torn, b""] {
            // Longer than the grain of any clock.
            std::thread::sleep(std::time::Duration::from_millis(20));
            fs::write(&path, bad).unwrap();
            assert_eq!(whole(site.root.path(), &recipes[0].file_name()), None);
            make(&lock, &outputs, &|_, _| {}).unwrap();
            assert!(fs::read(&path).unwrap() == good);
        }
    }

    #[test]
    fn a_damaged_photo_is_reported_and_has_no_picture() {
        let site = TestFolder::new();
        let lock = Lock::take(site.root.path()).unwrap();
        let good = site.photo("good.png", &png(9));
        let bad = site.photo("bad.png", &png(9)[..50]);
        let outputs = outputs(&[good.clone(), bad].concat());
        let expected = [Diagnostic::at(
            Code::PhotoDamaged,
            Place::file(&SitePath::new("content/bad.png")),
        )];
        assert_eq!(check(site.root.path(), &outputs, &|_, _| {}).unwrap(), expected);
        assert!(!cache_folder(site.root.path()).exists(), "a check keeps nothing");
        assert_eq!(make(&lock, &outputs, &|_, _| {}).unwrap(), expected);
        assert_eq!(site.kept(), names(&good));
    }

    #[test]
    fn a_photo_that_changes_during_the_build_stops_it() {
        let site = TestFolder::new();
        let lock = Lock::take(site.root.path()).unwrap();
        let recipes = site.photo("jana.png", &png(9));
        site.photo("jana.png", &png(10));
        let error = make(&lock, &outputs(&recipes), &|_, _| {}).unwrap_err();
        let refusal = error.downcast_ref::<Refusal>().map(Refusal::name);
        assert_eq!(refusal, Some("changed-meanwhile"));
    }
}
