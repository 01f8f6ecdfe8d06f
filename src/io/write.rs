//! Writes a set of outputs to the published folder, as one step where possible.
//!
//! In come the set and the folder, out goes what was written. Readers see either the old site or
//! the new one (for the milliseconds in which few files are moved, some of each), and nothing of
//! the old one is kept. Never writes into an existing file.

use std::io;
use std::path::{Path, PathBuf};

use anyhow::Result;
use rayon::prelude::*;

use super::changes::Changes;
use super::lock::Lock;
use super::output_folder::OutputFolder;
use super::output_state::{Present, WantedContent};
use super::stage::StagingFolder;
use super::stored_pages::StoredPages;
use super::tree::Listing;
use super::write_plan::{FileJob, Plan};
use super::{direct, stage};
use crate::base::output::{Content, OutputSet};
use crate::base::refusal::Refusal;

/// The result of writing a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// Files that are new or changed.
    pub written: usize,
    /// Files that are unchanged, including their modification times.
    pub unchanged: usize,
    /// Files that were removed.
    pub removed: usize,
    /// How the folder was updated.
    pub way: WriteMethod,
}

/// How a published folder was updated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WriteMethod {
    /// Nothing differed, so nothing was touched.
    Untouched,
    /// Few files differed: they were written beside the folder, and moved into it.
    Moved,
    /// The whole folder was swapped in one step.
    Swapped,
    /// The folder could not be swapped (it is a mount point, or its parent is not writable), so
    /// each file was replaced in one step.
    FileByFile,
}

/// Writes a site. Its pictures must be in the cache.
///
/// # Errors
/// If a file cannot be read or written. The old site remains then, unless it had to be replaced
/// file by file.
pub fn write(lock: &Lock, output: &OutputFolder, outputs: &OutputSet) -> Result<Written> {
    Ok(write_telling(lock, output, outputs, None)?.written)
}

/// A site that was written.
pub struct WrittenSite {
    /// How much was written, and how.
    pub written: Written,
    /// Which files differ from those before.
    pub changes: Changes,
    /// What lies in the folder now, where it is known without another look.
    pub listing: Option<Listing>,
    /// Why the old site is still there, if it is.
    pub leftover: Option<Refusal>,
}

/// Writes a site, and returns which files differ. `pages` are those that lie on the disk already.
///
/// # Errors
/// As [`write()`].
pub fn write_telling(
    lock: &Lock,
    output: &OutputFolder,
    outputs: &OutputSet,
    pages: Option<&StoredPages>,
) -> Result<WrittenSite> {
    let cannot =
        |error: io::Error| Refusal::about("write", output.path()).because(&error);
    let own;
    let staging = if let Some(begun) = pages.and_then(StoredPages::staging) {
        Some(begun)
    } else {
        own = StagingFolder::begin(output)?;
        own.as_ref()
    };
    let at = staging.map(StagingFolder::path);
    let plan = plan(lock.root(), output.path(), at, outputs)?;
    let unchanged = plan.jobs.iter().filter(|job| job.unchanged).count();
    let kept =
        plan.jobs.iter().filter(|job| plan.present.files.contains_key(job.path)).count();
    let mut written = Written {
        written: plan.jobs.len() - unchanged,
        unchanged,
        removed: plan.present.files.len() - kept,
        way: WriteMethod::Untouched,
    };
    let changes = Changes::of(&plan);
    // An empty site is written all the same, so that the folder gets its marker.
    if !plan.jobs.is_empty() && plan.nothing_differs() {
        staging.map_or(Ok(()), StagingFolder::clear).map_err(cannot)?;
        let listing = plan.listing_after(output.path()).ok();
        return Ok(WrittenSite { written, changes, listing, leftover: None });
    }
    written.way = put_in_place(output, &plan, staging)?;
    let (listing, leftover) = match written.way {
        WriteMethod::Swapped => (None, stage::remove_old(output).err()),
        WriteMethod::Moved => (plan.listing_after(output.path()).ok(), None),
        WriteMethod::Untouched | WriteMethod::FileByFile => (None, None),
    };
    Ok(WrittenSite { written, changes, listing, leftover })
}

fn put_in_place(
    output: &OutputFolder,
    plan: &Plan<'_>,
    staging: Option<&StagingFolder>,
) -> Result<WriteMethod> {
    let cannot =
        |error: io::Error| Refusal::about("write", output.path()).because(&error);
    let Some(staging) = staging else {
        direct::replace(output.path(), plan).map_err(cannot)?;
        return Ok(WriteMethod::FileByFile);
    };
    if plan.differs_little() {
        stage::fill_with_changes(staging, plan).map_err(cannot)?;
        return match direct::move_in(output.path(), staging.path(), plan) {
            Ok(()) => Ok(WriteMethod::Moved),
            // What cannot be moved may still be swapped, together with all the rest.
            Err(_) if stage::replace(output, plan, staging)? => Ok(WriteMethod::Swapped),
            Err(error) => Err(cannot(error).into()),
        };
    }
    if stage::replace(output, plan, staging)? {
        return Ok(WriteMethod::Swapped);
    }
    direct::replace(output.path(), plan).map_err(cannot)?;
    Ok(WriteMethod::FileByFile)
}

fn plan<'s>(
    root: &Path,
    folder: &Path,
    staging: Option<&Path>,
    outputs: &'s OutputSet,
) -> Result<Plan<'s>> {
    let present = Present::look(folder)
        .map_err(|error| Refusal::about("read", folder).because(&error))?;
    let entries: Vec<_> = outputs.0.iter().collect();
    let jobs: Result<Vec<FileJob<'s>>> = entries
        .into_par_iter()
        .map_init(Vec::new, |buffer, (at, content)| {
            let path = at.as_str();
            let wanted = WantedContent::of(root, staging, (at, content))
                .map_err(|error| unread(root, path, content, &error))?;
            let there = present.files.get(path);
            let unchanged = there
                .is_some_and(|there| wanted.equals(&folder.join(path), there, buffer));
            if matches!(wanted, WantedContent::Kept(_)) && !unchanged {
                return Err(
                    Refusal::about("site-changed-meanwhile", &folder.join(path)).into()
                );
            }
            Ok(FileJob { path, wanted, unchanged })
        })
        .collect();
    let folders = outputs.0.keys().flat_map(|path| folders_of(path.as_str())).collect();
    Ok(Plan { jobs: jobs?, folders, present })
}

fn unread(root: &Path, at: &str, content: &Content, error: &io::Error) -> Refusal {
    let path = match content {
        Content::Copy(path, _) => root.join(path.as_str()),
        _ => PathBuf::from(at),
    };
    if error.kind() == io::ErrorKind::ResourceBusy {
        return Refusal::about("changed-meanwhile", &path);
    }
    Refusal::about("read", &path).because(error)
}

/// All parent folders of a path: `a`, `a/b` for `a/b/c`.
fn folders_of(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;
    use std::time::{Duration, SystemTime};

    use super::*;
    use crate::base::output::OutputPath;

    fn outputs(files: &[(&str, &str)]) -> OutputSet {
        let content = |text: &str| Content::Bytes(text.as_bytes().into());
        let entry =
            |(path, text): &(&str, &str)| (OutputPath::new(path).unwrap(), content(text));
        OutputSet(files.iter().map(entry).collect())
    }

    struct TestSite {
        root: tempfile::TempDir,
    }

    impl TestSite {
        fn new() -> Self {
            Self { root: tempfile::tempdir().unwrap() }
        }

        fn public(&self) -> PathBuf {
            self.root.path().join("public")
        }

        fn write(&self, files: &[(&str, &str)]) -> Written {
            self.try_write(files).unwrap()
        }

        fn try_write(&self, files: &[(&str, &str)]) -> Result<Written> {
            let lock = Lock::take(self.root.path())?;
            let folder = OutputFolder::check(self.root.path(), &self.public())?;
            write(&lock, &folder, &outputs(files))
        }

        /// All files with their content, and all folders, as relative paths.
        fn tree(&self) -> Vec<String> {
            let entries =
                walkdir::WalkDir::new(self.root.path()).min_depth(1).sort_by_file_name();
            let below = |path: &Path| {
                path.strip_prefix(self.root.path()).unwrap().display().to_string()
            };
            entries
                .into_iter()
                .map(Result::unwrap)
                .map(|entry| match fs::read_to_string(entry.path()) {
                    Ok(text) => format!("{}={text}", below(entry.path())),
                    Err(_) => below(entry.path()),
                })
                .filter(|name| {
                    !name.starts_with(".matrikel") && !name.contains(".matrikel-site")
                })
                .collect()
        }

        fn make_old(&self, path: &str) -> SystemTime {
            let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
            let file =
                fs::File::options().write(true).open(self.public().join(path)).unwrap();
            file.set_modified(time).unwrap();
            time
        }

        fn modified(&self, path: &str) -> SystemTime {
            fs::metadata(self.public().join(path)).unwrap().modified().unwrap()
        }
    }

    #[test]
    fn a_fresh_site_is_exactly_its_outputs() {
        let site = TestSite::new();
        let written = site.write(&[("index.html", "home"), ("a/b/index.html", "b")]);
        let expected =
            Written { written: 2, unchanged: 0, removed: 0, way: WriteMethod::Swapped };
        assert_eq!(written, expected);
        assert_eq!(
            site.tree(),
            [
                "public",
                "public/a",
                "public/a/b",
                "public/a/b/index.html=b",
                "public/index.html=home"
            ]
        );
    }

    #[test]
    fn a_second_build_touches_nothing() {
        let site = TestSite::new();
        let files = [("index.html", "home"), ("a/index.html", "a")];
        site.write(&files);
        let old = site.make_old("a/index.html");
        let folder = fs::metadata(site.public()).unwrap().modified().unwrap();
        let written = site.write(&files);
        assert_eq!(
            written,
            Written { written: 0, unchanged: 2, removed: 0, way: WriteMethod::Untouched }
        );
        assert_eq!(site.modified("a/index.html"), old);
        assert_eq!(fs::metadata(site.public()).unwrap().modified().unwrap(), folder);
    }

    #[test]
    fn only_what_changed_is_new() {
        let site = TestSite::new();
        site.write(&[("a.html", "one"), ("b.html", "one"), ("c.html", "one")]);
        let old = site.make_old("a.html");
        site.make_old("b.html");
        // Of equal length, so that only comparing the bytes shows the difference.
        let written =
            site.write(&[("a.html", "one"), ("b.html", "two"), ("c.html", "longer")]);
        assert_eq!(
            written,
            Written { written: 2, unchanged: 1, removed: 0, way: WriteMethod::Swapped }
        );
        assert_eq!(site.modified("a.html"), old);
        assert_ne!(site.modified("b.html"), old);
        assert_eq!(
            site.tree(),
            ["public", "public/a.html=one", "public/b.html=two", "public/c.html=longer"]
        );
    }

    /// The files of a site of some size, with a few changes.
    fn many(changes: &[(&str, Option<&str>)]) -> OutputSet {
        let names = (0..40).map(|number| format!("{number:02}/index.html"));
        let mut all: BTreeMap<String, String> =
            names.map(|name| (name.clone(), name)).collect();
        for (path, text) in changes {
            match text {
                Some(text) => all.insert((*path).to_owned(), (*text).to_owned()),
                None => all.remove(*path),
            };
        }
        let all: Vec<(&str, &str)> =
            all.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        outputs(&all)
    }

    const FEW: [(&str, Option<&str>); 4] = [
        ("00/index.html", Some("new")),
        ("01/index.html", None),
        ("new/deep/index.html", Some("added")),
        ("02/feed.xml", Some("feed")),
    ];

    /// What a folder holds into which these were written first of all.
    fn fresh(new: &OutputSet) -> Vec<String> {
        let site = TestSite::new();
        let lock = Lock::take(site.root.path()).unwrap();
        let folder = OutputFolder::check(site.root.path(), &site.public()).unwrap();
        write(&lock, &folder, new).unwrap();
        site.tree()
    }

    #[test]
    fn few_files_are_moved_and_all_others_untouched() {
        let site = TestSite::new();
        let lock = Lock::take(site.root.path()).unwrap();
        let folder = OutputFolder::check(site.root.path(), &site.public()).unwrap();
        write(&lock, &folder, &many(&[])).unwrap();
        let old = site.make_old("03/index.html");
        let cached = [("05/index.html", None), ("05", Some("a file now"))];
        for changes in [FEW.as_slice(), &cached, &[]] {
            let written = write(&lock, &folder, &many(changes)).unwrap();
            assert_eq!(written.way, WriteMethod::Moved, "{written:?}");
            assert_eq!(site.tree(), fresh(&many(changes)));
            assert_eq!(site.modified("03/index.html"), old);
        }
    }

    /// Whatever was moved already is taken along.
    #[test]
    fn what_cannot_be_moved_to_the_end_is_swapped() {
        let site = TestSite::new();
        let lock = Lock::take(site.root.path()).unwrap();
        let folder = OutputFolder::check(site.root.path(), &site.public()).unwrap();
        write(&lock, &folder, &many(&[])).unwrap();
        let new = many(&FEW);
        let staging = StagingFolder::begin(&folder).unwrap().unwrap();
        let plan =
            plan(site.root.path(), folder.path(), Some(staging.path()), &new).unwrap();
        stage::fill_with_changes(&staging, &plan).unwrap();
        fs::remove_file(site.public().join("01/index.html")).unwrap();
        fs::rename(
            staging.path().join("00/index.html"),
            site.public().join("00/index.html"),
        )
        .unwrap();
        assert!(stage::replace(&folder, &plan, &staging).unwrap());
        drop(staging);
        assert_eq!(site.tree(), fresh(&new));
    }

    #[test]
    fn a_removed_page_leaves_nothing() {
        let site = TestSite::new();
        site.write(&[("a/index.html", "a"), ("b/c/index.html", "b")]);
        let written = site.write(&[("a/index.html", "a")]);
        assert_eq!(
            written,
            Written { written: 0, unchanged: 1, removed: 1, way: WriteMethod::Swapped }
        );
        assert_eq!(site.tree(), ["public", "public/a", "public/a/index.html=a"]);
    }

    #[test]
    fn what_somebody_put_into_the_site_is_gone_after_the_build() {
        let site = TestSite::new();
        site.write(&[("index.html", "home")]);
        fs::create_dir_all(site.public().join("extra/deep")).unwrap();
        assert_eq!(site.write(&[("index.html", "home")]).way, WriteMethod::Moved);
        fs::write(site.public().join("index.html"), "spoilt").unwrap();
        assert_eq!(site.write(&[("index.html", "home")]).written, 1);
        assert_eq!(site.tree(), ["public", "public/index.html=home"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_in_the_old_site_is_removed_and_not_followed() {
        let site = TestSite::new();
        site.write(&[("index.html", "home")]);
        let outside = site.root.path().join("outside");
        fs::write(&outside, "mine").unwrap();
        fs::remove_file(site.public().join("index.html")).unwrap();
        std::os::unix::fs::symlink(&outside, site.public().join("index.html")).unwrap();
        std::os::unix::fs::symlink(site.root.path(), site.public().join("all")).unwrap();
        site.write(&[("index.html", "home")]);
        assert_eq!(site.tree(), ["outside=mine", "public", "public/index.html=home"]);
    }

    #[test]
    fn a_foreign_folder_stays_as_it_is() {
        let site = TestSite::new();
        fs::create_dir(site.public()).unwrap();
        fs::write(site.public().join("thesis.txt"), "ten years").unwrap();
        let error = site.try_write(&[("index.html", "home")]).unwrap_err();
        assert!(error.to_string().contains("public"), "{error}");
        assert_eq!(site.tree(), ["public", "public/thesis.txt=ten years"]);
    }

    #[test]
    fn leftovers_of_a_killed_build_go() {
        let site = TestSite::new();
        site.write(&[("index.html", "home")]);
        for leftover in [".public.next", ".public.old"] {
            fs::create_dir_all(site.root.path().join(leftover).join("jana")).unwrap();
            fs::write(site.root.path().join(leftover).join("jana/index.html"), "Jana")
                .unwrap();
        }
        assert_eq!(site.write(&[("index.html", "home")]).way, WriteMethod::Untouched);
        assert_eq!(site.tree(), ["public", "public/index.html=home"]);
    }

    #[test]
    fn a_site_that_was_moved_away_by_a_killed_build_comes_back() {
        let site = TestSite::new();
        site.write(&[("index.html", "home")]);
        let old = site.make_old("index.html");
        fs::rename(site.public(), site.root.path().join(".public.old")).unwrap();
        assert_eq!(site.write(&[("index.html", "home")]).way, WriteMethod::Untouched);
        assert_eq!(site.modified("index.html"), old);
    }

    #[test]
    fn a_file_becomes_a_folder_and_back() {
        let site = TestSite::new();
        site.write(&[("a", "file")]);
        site.write(&[("a/b", "inside")]);
        assert_eq!(site.tree(), ["public", "public/a", "public/a/b=inside"]);
        site.write(&[("a", "file")]);
        assert_eq!(site.tree(), ["public", "public/a=file"]);
    }

    #[test]
    fn file_by_file_comes_to_the_same() {
        let site = TestSite::new();
        site.write(&[
            ("a/b", "x"),
            ("c", "c"),
            ("keep/index.html", "k"),
            ("gone/x", "x"),
        ]);
        fs::create_dir_all(site.public().join("empty/deep")).unwrap();
        let old = site.make_old("keep/index.html");
        let new =
            outputs(&[("a", "file"), ("c/d", "d"), ("keep/index.html", "k"), ("n", "n")]);
        let plan = plan(site.root.path(), &site.public(), None, &new).unwrap();
        direct::replace(&site.public(), &plan).unwrap();
        assert_eq!(site.modified("keep/index.html"), old);
        assert_eq!(
            site.tree(),
            [
                "public",
                "public/a=file",
                "public/c",
                "public/c/d=d",
                "public/keep",
                "public/keep/index.html=k",
                "public/n=n",
            ]
        );
    }
}
