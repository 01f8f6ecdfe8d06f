//! Finds what lies beside a file and may hold the same data, though no build reads it.
//!
//! In comes a file of the site, out go the paths of its backups, of its originals, of whatever
//! else lies in a folder of its own, and of where a link leads. Never opens a file, and never
//! removes one.

use std::fs;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::base::copy_name::originals;
use crate::base::slug::composed;

/// What editors, systems and people write behind the name of another version.
const VERSIONS: [&str; 16] = [
    "backup",
    "bak",
    "conflict",
    "conflicted",
    "copy",
    "kopie",
    "konflikt",
    "old",
    "orig",
    "original",
    "originals",
    "save",
    "sicherung",
    "swo",
    "swp",
    "tmp",
];

/// What they write before it.
const BEFORE: [&str; 4] = ["copy of", "kopie von", "backup of", "sicherung von"];

/// Words that make everything else in a name one of a version: day, hour, and on which computer.
const CONFLICTS: [&str; 3] = ["conflict", "conflicted", "konflikt"];

/// The folder for proofs whose place nobody named; no build reads it.
pub const PROOFS: &str = "proofs";

/// Other files that may hold what a file of the site holds; paths in the site folder as
/// relative ones, in order.
pub fn leftovers(root: &Path, below: &str) -> Vec<String> {
    let (folder, name) = below.rsplit_once('/').unwrap_or(("", below));
    let mut found: Vec<String> = target(root, below).into_iter().collect();
    if name.starts_with("index.") && folder.matches('/').count() >= 2 {
        let all = WalkDir::new(root.join(folder)).into_iter().flatten();
        let files = all.filter(|entry| !entry.file_type().is_dir());
        found.extend(files.map(|entry| told(root, entry.path())));
    } else {
        let entries = fs::read_dir(root.join(folder)).into_iter().flatten().flatten();
        let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
        let versions = names.filter(|other| is_version(other, name));
        found.extend(versions.map(|other| format!("{folder}/{other}")));
    }
    found.extend(proofs(root, below));
    found.retain(|one| one != below);
    found.sort();
    found.dedup();
    found
}

/// Proofs of an entry or a story that lie where `proof` writes them: they show what a file of
/// that name held.
fn proofs(root: &Path, below: &str) -> Vec<String> {
    let is_told = ["content/directory/", "content/portraits/"];
    let inner = is_told.iter().find_map(|folder| below.strip_prefix(folder));
    let Some(name) = inner.and_then(|inner| inner.split(['.', '/']).next()) else {
        return Vec::new();
    };
    // `ina-2-2026-11-24.html` is the proof of `ina-2.md`.
    let is_day = |rest: &str| {
        let shape =
            rest.bytes().take(10).map(|b| if b.is_ascii_digit() { b'0' } else { b });
        shape.eq(*b"0000-00-00")
    };
    let is_proof = |other: &String| {
        let rest = other.strip_prefix(name).and_then(|rest| rest.strip_prefix('-'));
        rest.is_some_and(is_day)
    };
    let entries = fs::read_dir(root.join(PROOFS)).into_iter().flatten().flatten();
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.filter(is_proof).map(|name| format!("{PROOFS}/{name}")).collect()
}

/// A path as it is told: relative if it lies in the site folder.
fn told(root: &Path, path: &Path) -> String {
    let inner = path.strip_prefix(root).map(Path::to_owned);
    inner.unwrap_or_else(|_| path.to_owned()).display().to_string()
}

/// Where a link leads: removing the link leaves that file.
fn target(root: &Path, below: &str) -> Option<String> {
    let link = root.join(below);
    let written: PathBuf = fs::read_link(&link).ok()?;
    let target = link.canonicalize().or_else(|_| {
        // A link to nothing; what it names is told all the same.
        std::path::absolute(link.parent().unwrap_or(root).join(written))
    });
    let root = root.canonicalize().ok()?;
    Some(told(&root, &target.ok()?))
}

/// True if `other` is the name of another version of the file `name`: `jana.md~`,
/// `.jana.md.swp`, `fz-original.jpg` beside `fz.jpg`, `jana copy.md`, or the same name in the
/// other form of Unicode. Never true for `jana-mueller.md` beside `jana.md`.
fn is_version(other: &str, name: &str) -> bool {
    let plain = |name: &str| composed(name).to_lowercase();
    let other_name = other;
    let (same, other, name) = (other == name, plain(other), plain(name));
    if same {
        return false;
    }
    let stem = name.rsplit_once('.').map_or(&*name, |(stem, _)| stem);
    originals(other_name).contains(&name)
        || begun(&other, &name)
            .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        || begun(&other, stem).is_some_and(names_a_version)
}

/// What stands behind a name, if before it nothing does but signs, or “copy of”.
fn begun<'o>(other: &'o str, name: &str) -> Option<&'o str> {
    let (before, rest) = other.split_once(name)?;
    let before = before.trim_matches(|c: char| !c.is_alphanumeric());
    let lock = before == "lock";
    (before.is_empty() || lock || BEFORE.contains(&before)).then_some(rest)
}

/// True for `-original.jpg`, ` copy 2.md`, ` (1).md`, `.bak`.
fn names_a_version(rest: &str) -> bool {
    if rest.starts_with(char::is_alphanumeric) {
        return false;
    }
    let (inner, extension) = rest.rsplit_once('.').unwrap_or((rest, ""));
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric());
        words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    let is_version = |word: &String| VERSIONS.contains(&word.as_str());
    let is_number = |word: &String| word.bytes().all(|byte| byte.is_ascii_digit());
    let inner = words(inner);
    if inner.iter().any(|word| CONFLICTS.contains(&word.as_str())) {
        return true;
    }
    // `jana-2.md` may be somebody else; `jana (2).md` is what a browser saves a second time.
    let numbered = rest.contains('(') && inner.iter().all(is_number);
    let named = inner.iter().any(is_version)
        && inner.iter().all(|word| is_version(word) || is_number(word));
    let by_extension = inner.is_empty() && words(extension).iter().any(is_version);
    rest.starts_with('~') || by_extension || named || (numbered && !inner.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_of_a_file_are_told_from_other_people() {
        for (name, other) in [
            ("jana.md", "jana.md~"),
            ("jana.md", ".jana.md.swp"),
            ("jana.md", "#jana.md#"),
            ("jana.md", ".~lock.jana.md#"),
            ("jana.md", "jana.md.bak"),
            ("jana.md", "jana.md.orig"),
            ("jana.md", "jana.bak"),
            ("jana.md", "jana.md.1"),
            ("jana.md", "jana copy.md"),
            ("jana.md", "jana copy 2.md"),
            ("jana.md", "jana (1).md"),
            ("jana.md", "Jana - Kopie.md"),
            ("jana.md", "jana 2.md"),
            ("jana.md", "jana-DESKTOP-7H3K2LQ.md"),
            ("jana.md", "Kopie von jana.md"),
            ("jana.md", "jana.sync-conflict-20260101-120000-ABCDEFG.md"),
            ("jana.md", "jana (conflicted copy 2026-01-01 120000).md"),
            ("fz.jpg", "fz-original.jpg"),
            ("fz.jpg", "fz_original.tif"),
            ("fz.jpg", "fz.jpg_original"),
            ("müller.jpg", "mu\u{308}ller.jpg"),
            ("mu\u{308}ller.jpg", "müller-original.jpg"),
        ] {
            assert!(is_version(other, name), "{other} beside {name}");
        }
        for (name, other) in [
            ("jana.md", "jana.md"),
            ("jana.md", "jana-mueller.md"),
            ("jana.md", "jana-2.md"),
            ("jana.md", "anna-jana.md"),
            ("ana.md", "jana.md"),
            ("jana.md", "jana.jpg"),
            ("jana.md", "janas.bak"),
            ("jana.md", "tariq.md~"),
            ("a.jpg", "gruppe-a.jpg"),
        ] {
            assert!(!is_version(other, name), "{other} beside {name}");
        }
    }

    #[test]
    fn everything_in_a_folder_of_its_own_is_told() {
        let root = tempfile::tempdir().unwrap();
        let write = |path: &str| {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        };
        for name in ["jana/index.md", "jana/notes.txt~", "jana/raw/.fz.jpg", "tariq.md~"]
        {
            write(&format!("content/directory/{name}"));
        }
        assert_eq!(
            leftovers(root.path(), "content/directory/jana/index.md"),
            ["content/directory/jana/notes.txt~", "content/directory/jana/raw/.fz.jpg"]
        );
        assert_eq!(
            leftovers(root.path(), "content/directory/tariq.md"),
            ["content/directory/tariq.md~"]
        );
    }

    #[cfg(unix)]
    #[test]
    fn where_a_link_leads_is_told() {
        use std::os::unix::fs::symlink;
        let root = tempfile::tempdir().unwrap();
        let elsewhere = tempfile::tempdir().unwrap();
        let folder = root.path().join("content/directory");
        fs::create_dir_all(&folder).unwrap();
        let real = elsewhere.path().canonicalize().unwrap().join("real.md");
        fs::write(&real, "x").unwrap();
        symlink(&real, folder.join("jana.md")).unwrap();
        fs::write(folder.join("photo.jpg"), "x").unwrap();
        symlink("photo.jpg", folder.join("linked.jpg")).unwrap();
        assert_eq!(
            leftovers(root.path(), "content/directory/jana.md"),
            [real.display().to_string()]
        );
        assert_eq!(
            leftovers(root.path(), "content/directory/linked.jpg"),
            ["content/directory/photo.jpg"]
        );
    }
}
