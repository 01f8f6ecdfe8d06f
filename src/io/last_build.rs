//! What the last build was made from, so that the next one sees at once that nothing differs.
//!
//! In come a site folder, what a build was asked for and what it has made; out goes whether all of
//! it still stands as it stood. Never keeps a name, a path or a value: digests and numbers only.

use std::fs;
use std::hash::Hash;
use std::io;
use std::path::Path;
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use super::find::{CLOCK_RESOLUTION, Findings, Stamp};
use super::lock::{Lock, work_folder};
use super::output_folder::OutputFolder;
use super::picture_cache::keep as keep_file;
use super::picture_ledger::start_of_machine;
use super::tree::{Listing, stamp, tree};
use crate::base::digest::Digest;

/// The version of the format, and of what the digests are made of.
const VERSION: u32 = 1;

/// What all sources were before any of them was read; `None` if that says nothing about what they
/// are now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SourcesStamp(Option<Digest>);

/// What stood in the report of the last build.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LastCounts {
    /// Pages of the site.
    pub pages: usize,
    /// Files of the site.
    pub files: usize,
    /// Warnings that were told.
    pub warnings: usize,
    /// Notes that were told.
    pub notes: usize,
}

/// A build that wrote its site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LastBuild {
    version: u32,
    /// The time zone of the site, from which its day follows.
    pub zone: String,
    /// The day of the site.
    pub day: String,
    /// A digest of the program and of what it was asked for.
    pub asked: String,
    sources: String,
    made: String,
    /// What was told.
    pub counts: LastCounts,
}

/// What files were found, before any of them is read: one that changes afterwards differs from
/// this the next time.
pub(super) fn stamp_of(findings: &Findings) -> SourcesStamp {
    let now = SystemTime::now();
    let each = findings.found.iter().map(|(path, file)| {
        // What cannot be read may be readable the next time, and nothing would show it.
        let stamp = file.stamp().filter(|stamp| is_settled(stamp, now))?;
        Some((path, stamp))
    });
    let all: Option<Vec<_>> = each.collect();
    SourcesStamp(all.map(|all| Digest::of_value(&all)))
}

/// True if a second write could not hide behind the same time.
fn is_settled(stamp: &Stamp, now: SystemTime) -> bool {
    stamp.distance_to(now).is_some_and(|apart| apart > CLOCK_RESOLUTION)
}

/// What stands in the output folder and in that of the rules for web servers; `None` if it cannot
/// be told, or if the machine was started anew, which may have left files that were never filled.
fn made(output: &Listing, rules: Option<&Path>) -> Option<Digest> {
    let start = start_of_machine()?;
    let rules = rules.map_or(Some(Digest::default()), |rules| stamp(&tree(rules)))?;
    Some(Digest::of(start.as_bytes()).and(output.stamp?).and(rules))
}

/// A digest of values that a build depends on besides its sources.
pub fn asked<T: Hash>(what: &T) -> String {
    Digest::of_value(what).hex()
}

fn place(root: &Path, output: &OutputFolder) -> std::path::PathBuf {
    let name = Digest::of(output.path().as_os_str().as_encoded_bytes()).hex();
    work_folder(root).join("published").join(format!("{name}.last"))
}

impl LastBuild {
    /// What was kept for an output folder; `None` if there is none, or one of another version.
    pub fn read(lock: &Lock, output: &OutputFolder) -> Option<Self> {
        let text = fs::read_to_string(place(lock.root(), output)).ok()?;
        let (digest, rest) = text.split_once('\n')?;
        if Digest::of(rest.as_bytes()).hex() != digest {
            return None;
        }
        let last: Self = serde_json::from_str(rest).ok()?;
        (last.version == VERSION).then_some(last)
    }

    /// True if all sources and everything that was made from them are as they were.
    pub fn still_stands(
        &self,
        now: SourcesStamp,
        output: &OutputFolder,
        listing: &Listing,
        rules: Option<&Path>,
    ) -> bool {
        // Left over by a build that was killed.
        if ["next", "old"].iter().any(|ending| output.beside(ending).exists()) {
            return false;
        }
        let is = |digest: Option<Digest>, kept: &str| {
            digest.is_some_and(|one| one.hex() == kept)
        };
        is(now.0, &self.sources) && is(made(listing, rules), &self.made)
    }

    /// Keeps what a build was made from and has made. There is no harm in none.
    pub fn keep(
        lock: &Lock,
        output: &OutputFolder,
        listing: &Listing,
        rules: Option<&Path>,
        sources: SourcesStamp,
        rest: Self,
    ) {
        let kept = sources.0.zip(made(listing, rules)).and_then(|(sources, made)| {
            let last = Self { sources: sources.hex(), made: made.hex(), ..rest };
            let text = serde_json::to_string(&last).ok()?;
            let digest = Digest::of(text.as_bytes()).hex();
            keep_file(&place(lock.root(), output), format!("{digest}\n{text}").as_bytes())
                .ok()
        });
        if kept.is_none() {
            Self::forget(lock, output);
        }
    }

    /// Forgets it, so that the next build is a whole one.
    pub fn forget(lock: &Lock, output: &OutputFolder) {
        // If it cannot be removed, what stands in the folder tells that it is another's.
        let _: io::Result<()> = fs::remove_file(place(lock.root(), output));
    }

    /// One to be kept.
    pub fn new(zone: String, day: String, asked: String, counts: LastCounts) -> Self {
        let [sources, made] = [String::new(), String::new()];
        Self { version: VERSION, zone, day, asked, sources, made, counts }
    }
}

#[cfg(test)]
mod tests {
    use super::super::find::find;
    use super::*;

    struct BuiltFolder {
        root: tempfile::TempDir,
        lock: Lock,
        output: OutputFolder,
    }

    impl BuiltFolder {
        fn new() -> Self {
            let root = tempfile::tempdir().unwrap();
            for (path, text) in [("config.toml", "x"), ("content/a.md", "a")] {
                let path = root.path().join(path);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, text).unwrap();
            }
            fs::create_dir_all(root.path().join(".matrikel/published")).unwrap();
            let lock = Lock::take(root.path()).unwrap();
            let output = OutputFolder::check(root.path(), &root.path().join("public"));
            fs::create_dir(root.path().join("public")).unwrap();
            fs::write(root.path().join("public/a"), "a").unwrap();
            Self { lock, output: output.unwrap(), root }
        }

        fn keep(&self) {
            let stamp = self.sources();
            let last = LastBuild::new(
                "UTC".into(),
                "2026-12-01".into(),
                asked(&1),
                LastCounts::default(),
            );
            let listing = Listing::of(&self.output);
            LastBuild::keep(&self.lock, &self.output, &listing, None, stamp, last);
        }

        fn sources(&self) -> SourcesStamp {
            stamp_of(&find(self.root.path()).unwrap())
        }

        fn stands(&self) -> bool {
            let last = LastBuild::read(&self.lock, &self.output);
            let listing = Listing::of(&self.output);
            last.is_some_and(|last| {
                last.still_stands(self.sources(), &self.output, &listing, None)
            })
        }

        fn write(&self, path: &str, text: &str) {
            fs::write(self.root.path().join(path), text).unwrap();
        }
    }

    /// A file that is written twice within a tick of the clock has the same time both times.
    #[test]
    fn sources_that_were_just_written_are_not_trusted() {
        let site = BuiltFolder::new();
        site.keep();
        assert!(!site.stands());
    }

    #[test]
    fn whatever_differs_is_noticed() {
        if start_of_machine().is_none() {
            return;
        }
        let site = BuiltFolder::new();
        let settle = || {
            std::thread::sleep(CLOCK_RESOLUTION + std::time::Duration::from_millis(100));
        };
        settle();
        site.keep();
        assert!(site.stands());
        assert!(site.stands(), "looking changes nothing");
        let kept = fs::read(place(site.root.path(), &site.output)).unwrap();
        for change in [
            &|| site.write("public/b", "b") as (),
            &|| site.write("public/a", "z"),
            &|| fs::remove_file(site.root.path().join("public/a")).unwrap(),
            &|| site.write("content/b.md", "b"),
            &|| site.write(".public.next", "left over"),
        ] as [&dyn Fn(); 5]
        {
            change();
            assert!(!site.stands());
            for path in ["public/b", "content/b.md", ".public.next"] {
                let _ = fs::remove_file(site.root.path().join(path));
            }
            site.write("public/a", "a");
            settle();
            site.keep();
            assert!(site.stands());
        }
        for damage in [&kept[..kept.len() / 2], b"", b"\n", &kept[1..]] {
            fs::write(place(site.root.path(), &site.output), damage).unwrap();
            assert!(!site.stands(), "{damage:?}");
        }
    }
}
