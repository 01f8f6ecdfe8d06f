//! From the site folder to a snapshot.
//!
//! In comes the folder, out go `config.toml` and every file below `content/` and `themes/`.
//! What cannot be read becomes a file with a fault, so that one bad file is reported among the
//! others. Never opens anything but ordinary files, and never follows a link in a circle.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use anyhow::Result;
use jiff::civil::Date;
use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};
use xxhash_rust::xxh3::Xxh3;

use super::probe;
use super::words::Refusal;
use crate::base::digest::Digest;
use crate::base::source::{
    Binary, Body, Fault, LONGEST_TEXT, SitePath, Snapshot, Source,
};

/// Endings of text files.
const TEXT: [&str; 12] = [
    "md",
    "yaml",
    "yml",
    "toml",
    "html",
    "css",
    "js",
    "svg",
    "txt",
    "xml",
    "json",
    "webmanifest",
];

/// Endings of files that may be photos.
const PICTURE: [&str; 4] = ["jpg", "jpeg", "png", "webp"];

/// Longer files are no photos; they are hashed piece by piece instead of being held in memory.
const LONGEST_PICTURE: u64 = 256 * 1024 * 1024;

/// Links to folders that hold links to folders can multiply without end, though none of them
/// leads in a circle.
const MOST_FILES: usize = 2_000_000;

/// Reads the site folder.
///
/// # Errors
/// If there is no such folder, or more files in it than any site has.
pub fn load(root: &Path, today: Date) -> Result<Snapshot> {
    if !root.is_dir() {
        return Err(Refusal::about("root-missing", root).into());
    }
    let mut found = Vec::new();
    let config = root.join("config.toml");
    if let Ok(metadata) = fs::metadata(&config) {
        found.push(Found::at(root, &config, State::of(&metadata)));
    } else if fs::symlink_metadata(&config).is_ok() {
        found.push(Found::at(
            root,
            &config,
            State::Unreadable("a link to nothing".into()),
        ));
    }
    for folder in ["content", "themes"] {
        walk(root, &root.join(folder), &mut found)?;
    }
    let sources: Vec<Source> = found.into_par_iter().map(Found::read).collect();
    let files = sources.into_iter().map(|source| (source.path.clone(), source)).collect();
    Ok(Snapshot { files, today })
}

/// A file before it is read.
struct Found {
    disk: PathBuf,
    site: SitePath,
    state: State,
}

/// What the walk has learnt about a file.
enum State {
    Ordinary(u64),
    Unreadable(String),
    LinkLoop,
}

impl State {
    fn of(metadata: &fs::Metadata) -> Self {
        // Opening a named pipe waits for a writer that never comes.
        if metadata.is_file() {
            Self::Ordinary(metadata.len())
        } else {
            Self::Unreadable("not an ordinary file".into())
        }
    }
}

fn walk(root: &Path, folder: &Path, found: &mut Vec<Found>) -> Result<()> {
    if fs::symlink_metadata(folder).is_err() {
        return Ok(());
    }
    let keep = |entry: &DirEntry| entry.depth() == 0 || !is_ignored(entry.file_name());
    let entries = WalkDir::new(folder).follow_links(true).into_iter().filter_entry(keep);
    for entry in entries {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) => {
                let state = entry.metadata().map_or_else(
                    |error| State::Unreadable(reason(&error)),
                    |metadata| State::of(&metadata),
                );
                found.push(Found::at(root, entry.path(), state));
            }
            Err(error) => {
                let path = error.path().unwrap_or(folder);
                if path.file_name().is_some_and(is_ignored) {
                    continue;
                }
                let state = match error.loop_ancestor() {
                    Some(_) => State::LinkLoop,
                    None => State::Unreadable(reason(&error)),
                };
                found.push(Found::at(root, path, state));
            }
        }
        if found.len() > MOST_FILES {
            return Err(Refusal::about("too-many-files", folder).into());
        }
    }
    Ok(())
}

fn reason(error: &walkdir::Error) -> String {
    error.io_error().map_or_else(|| error.to_string(), ToString::to_string)
}

/// Files that systems and editors leave beside the real ones.
fn is_ignored(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    name.starts_with(['.', '#'])
        || name.starts_with("~$")
        || name.ends_with(['~', '#'])
        || [".swp", ".swo", ".tmp"].iter().any(|end| name.ends_with(end))
        || ["4913", "Thumbs.db", "desktop.ini"].contains(&&*name)
}

impl Found {
    fn at(root: &Path, disk: &Path, state: State) -> Self {
        let below = disk.strip_prefix(root).unwrap_or(disk);
        let parts: Vec<_> = below.iter().map(OsStr::to_string_lossy).collect();
        let state = match state {
            State::Ordinary(_) if below.to_str().is_none() => {
                State::Unreadable("the file name is not UTF-8".into())
            }
            state => state,
        };
        Self { disk: disk.to_owned(), site: SitePath::new(&parts.join("/")), state }
    }

    fn read(self) -> Source {
        let extension = self.site.extension();
        let extension = extension.as_str();
        let (body, digest) = match self.state {
            State::LinkLoop => broken(Fault::LinkLoop),
            State::Unreadable(reason) => broken(Fault::Unreadable(reason)),
            State::Ordinary(length) => {
                let read = if TEXT.contains(&extension) {
                    text(&self.disk, length)
                } else {
                    binary(&self.disk, length, PICTURE.contains(&extension))
                };
                read.unwrap_or_else(|error| broken(Fault::Unreadable(error.to_string())))
            }
        };
        Source { path: self.site, body, digest }
    }
}

fn broken(fault: Fault) -> (Body, Digest) {
    let digest = Digest::of(format!("{fault:?}").as_bytes());
    (Body::Broken(fault), digest)
}

fn text(path: &Path, length: u64) -> io::Result<(Body, Digest)> {
    if length > LONGEST_TEXT {
        return Ok(broken(Fault::TooLong(length)));
    }
    // The file may have grown since it was looked at.
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
    File::open(path)?.take(LONGEST_TEXT + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LONGEST_TEXT {
        return Ok(broken(Fault::TooLong(bytes.len() as u64)));
    }
    Ok(match str::from_utf8(&bytes) {
        Ok(text) => (Body::Text(text.into()), Digest::of(&bytes)),
        Err(error) => {
            let good = &bytes[..error.valid_up_to()];
            let line = good.split(|byte| *byte == b'\n').count();
            broken(Fault::NotUtf8 { line })
        }
    })
}

fn binary(path: &Path, length: u64, may_be_picture: bool) -> io::Result<(Body, Digest)> {
    if may_be_picture && length <= LONGEST_PICTURE {
        let bytes = fs::read(path)?;
        let binary = Binary { length: bytes.len() as u64, picture: probe::size(&bytes) };
        return Ok((Body::Binary(binary), Digest::of(&bytes)));
    }
    let mut file = File::open(path)?;
    let mut hasher = Xxh3::new();
    let mut piece = vec![0; 64 * 1024];
    let mut length = 0;
    loop {
        let count = match file.read(&mut piece) {
            Ok(0) => break,
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        hasher.update(&piece[..count]);
        length += count as u64;
    }
    // The same value as `Digest::of` the whole, which is XXH3 too.
    Ok((Body::Binary(Binary { length, picture: None }), Digest(hasher.digest128())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::source::Size;

    const DAY: Date = Date::constant(2029, 5, 1);

    fn site(files: &[(&str, &[u8])]) -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        for (path, bytes) in files {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        root
    }

    fn body(root: &Path, path: &str) -> Body {
        let snapshot = load(root, DAY).unwrap();
        snapshot.files[&SitePath::new(path)].body.clone()
    }

    fn names(root: &Path) -> Vec<String> {
        load(root, DAY).unwrap().files.keys().map(ToString::to_string).collect()
    }

    #[test]
    fn a_site_is_its_configuration_its_content_and_its_themes() {
        let root = site(&[
            ("config.toml", b"title = 'x'"),
            ("content/b/c.md", b"c"),
            ("content/a.md", b"a"),
            ("themes/plain/theme.toml", b""),
            ("public/index.html", b"old"),
            ("notes.md", b"mine"),
        ]);
        assert_eq!(
            names(root.path()),
            ["config.toml", "content/a.md", "content/b/c.md", "themes/plain/theme.toml"]
        );
        assert_eq!(body(root.path(), "content/a.md"), Body::Text("a".into()));
    }

    #[test]
    fn leftovers_of_editors_and_systems_are_not_content() {
        let root = site(&[("content/a.md", b"a")]);
        let leftovers = [
            "a.md~",
            ".a.md.swp",
            "#a.md#",
            "a.tmp",
            "4913",
            "Thumbs.db",
            "desktop.ini",
            "~$a.docx",
            ".~lock.a.odt#",
            ".DS_Store",
            ".git/HEAD",
            "a.md.swp",
        ];
        for name in leftovers {
            let path = root.path().join("content").join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        #[cfg(unix)]
        std::os::unix::fs::symlink("jana@host.1", root.path().join("content/.#a.md"))
            .unwrap();
        assert_eq!(names(root.path()), ["content/a.md"]);
    }

    #[test]
    fn a_missing_folder_is_refused_and_an_empty_one_is_not() {
        let root = tempfile::tempdir().unwrap();
        assert_eq!(names(root.path()), [""; 0]);
        let error = load(&root.path().join("x"), DAY).unwrap_err();
        assert_eq!(
            error.downcast_ref::<Refusal>().map(Refusal::name),
            Some("root-missing")
        );
    }

    #[test]
    fn a_file_that_is_not_utf_8_is_reported_with_its_line() {
        let root = site(&[("content/a.md", b"---\ntitle: M\xfcller\n---\n")]);
        assert_eq!(
            body(root.path(), "content/a.md"),
            Body::Broken(Fault::NotUtf8 { line: 2 })
        );
    }

    #[test]
    fn an_endless_text_is_not_read() {
        let root = site(&[("content/a.md", b"")]);
        let file =
            File::options().write(true).open(root.path().join("content/a.md")).unwrap();
        file.set_len(LONGEST_TEXT + 1).unwrap();
        let too_long = Body::Broken(Fault::TooLong(LONGEST_TEXT + 1));
        assert_eq!(body(root.path(), "content/a.md"), too_long);
    }

    #[test]
    fn pictures_are_known_by_their_content() {
        let mut png = io::Cursor::new(Vec::new());
        image::RgbImage::new(3, 2).write_to(&mut png, image::ImageFormat::Png).unwrap();
        let root = site(&[
            ("content/real.jpg", png.get_ref()),
            ("content/text.jpg", b"I am no picture"),
            ("content/cut.png", &png.get_ref()[..20]),
            ("content/form.pdf", b"%PDF"),
        ]);
        let picture = |path| match body(root.path(), path) {
            Body::Binary(binary) => binary.picture,
            other => panic!("{path} is {other:?}"),
        };
        assert_eq!(picture("content/real.jpg"), Some(Size { width: 3, height: 2 }));
        assert_eq!(picture("content/text.jpg"), None);
        assert_eq!(picture("content/cut.png"), None);
        assert_eq!(picture("content/form.pdf"), None);
        let pdf =
            &load(root.path(), DAY).unwrap().files[&SitePath::new("content/form.pdf")];
        assert_eq!(pdf.digest, Digest::of(b"%PDF"));
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_but_not_in_circles() {
        use std::os::unix::fs::symlink;
        let root = site(&[("content/a/a.md", b"a"), ("content/b.md", b"b")]);
        let content = root.path().join("content");
        symlink("..", content.join("a/up")).unwrap();
        symlink("b.md", content.join("link.md")).unwrap();
        symlink("nowhere.md", content.join("dangling.md")).unwrap();
        symlink("self.md", content.join("self.md")).unwrap();
        assert_eq!(body(root.path(), "content/a/up"), Body::Broken(Fault::LinkLoop));
        assert_eq!(body(root.path(), "content/link.md"), Body::Text("b".into()));
        for broken in ["content/dangling.md", "content/self.md"] {
            let body = body(root.path(), broken);
            assert!(
                matches!(body, Body::Broken(Fault::Unreadable(_))),
                "{broken}: {body:?}"
            );
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_named_pipe_is_not_opened_and_a_foreign_name_is_reported() {
        use std::os::unix::ffi::OsStrExt;
        let root = site(&[("content/a.md", b"a")]);
        let content = root.path().join("content");
        let made =
            std::process::Command::new("mkfifo").arg(content.join("pipe.md")).status();
        assert!(made.unwrap().success());
        fs::write(content.join(OsStr::from_bytes(b"M\xfcller.md")), "x").unwrap();
        for broken in ["content/pipe.md", "content/M\u{fffd}ller.md"] {
            let body = body(root.path(), broken);
            assert!(
                matches!(body, Body::Broken(Fault::Unreadable(_))),
                "{broken}: {body:?}"
            );
        }
    }

    #[cfg(unix)]
    #[test]
    fn an_unreadable_file_or_folder_is_one_problem_among_others() {
        use std::os::unix::fs::PermissionsExt;
        let root = site(&[("content/a.md", b"a"), ("content/shut/b.md", b"b")]);
        let content = root.path().join("content");
        for path in ["a.md", "shut"] {
            fs::set_permissions(content.join(path), fs::Permissions::from_mode(0o000))
                .unwrap();
        }
        // The superuser may read everything; then there is nothing to see here.
        if fs::read(content.join("a.md")).is_err() {
            for broken in ["content/a.md", "content/shut"] {
                assert!(matches!(
                    body(root.path(), broken),
                    Body::Broken(Fault::Unreadable(_))
                ));
            }
        }
        fs::set_permissions(content.join("shut"), fs::Permissions::from_mode(0o755))
            .unwrap();
    }
}
