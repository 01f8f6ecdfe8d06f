//! Reads a site folder into a snapshot.
//!
//! In comes the folder, out go `config.toml` and every file in the source folders. A file that
//! cannot be read gets a fault, so that all bad files are reported together. Never keeps anything
//! for the next time; `folder` does.

use std::path::Path;

use anyhow::Result;
use jiff::civil::Date;
use rayon::prelude::*;

use super::file;
use super::find::{Findings, FoundFile, find};
use super::last_build::{SourcesStamp, stamp_of};
use crate::base::source::{Snapshot, Source};

/// The files of a site folder, found and not yet read.
pub struct FoundSources {
    findings: Findings,
    stamp: SourcesStamp,
}

impl FoundSources {
    /// Finds them.
    ///
    /// # Errors
    /// If the folder does not exist, or has more files than any real site.
    pub fn find(root: &Path) -> Result<Self> {
        let findings = find(root)?;
        Ok(Self { stamp: stamp_of(&findings), findings })
    }

    /// What they were before any of them was read.
    pub fn stamp(&self) -> SourcesStamp {
        self.stamp
    }

    /// Reads them.
    pub fn read(self, today: Date) -> Snapshot {
        let sources = read_all(self.findings.found.into_values().collect());
        let files = sources.into_iter().map(|source| (source.path.clone(), source));
        Snapshot { files: files.collect(), today }
    }
}

/// Reads the site folder.
///
/// # Errors
/// If the folder does not exist, or has more files than any real site.
pub fn load(root: &Path, today: Date) -> Result<Snapshot> {
    Ok(FoundSources::find(root)?.read(today))
}

/// Reads files in parallel, keeping their order.
pub(super) fn read_all(found: Vec<FoundFile>) -> Vec<Source> {
    found.into_par_iter().map(file::read).collect()
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;
    use std::fs::{self, File};
    use std::io;

    use super::*;
    use crate::base::digest::Digest;
    use crate::base::refusal::Refusal;
    use crate::base::source::{
        FileBody, FileFault, LONGEST_TEXT, RawBytes, SitePath, Size,
    };

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

    fn body(root: &Path, path: &str) -> FileBody {
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
        assert_eq!(body(root.path(), "content/a.md"), FileBody::Text("a".into()));
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
            "a.md___jb_tmp___",
            "a.md___jb_old___",
            "a.md.vsctmp",
            "lu1234abcd.tmp",
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
            FileBody::Broken(FileFault::NotUtf8 {
                line: 2,
                bytes: RawBytes(b"---\ntitle: M\xfcller\n---\n".as_slice().into()),
            })
        );
    }

    #[test]
    fn an_endless_text_is_not_read() {
        let root = site(&[("content/a.md", b"")]);
        let file =
            File::options().write(true).open(root.path().join("content/a.md")).unwrap();
        file.set_len(LONGEST_TEXT + 1).unwrap();
        let too_long = FileBody::Broken(FileFault::TooLong(LONGEST_TEXT + 1));
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
            FileBody::Binary(binary) => binary.picture,
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
        assert_eq!(
            body(root.path(), "content/a/up"),
            FileBody::Broken(FileFault::LinkLoop)
        );
        assert_eq!(body(root.path(), "content/link.md"), FileBody::Text("b".into()));
        for broken in ["content/dangling.md", "content/self.md"] {
            let body = body(root.path(), broken);
            assert!(
                matches!(body, FileBody::Broken(FileFault::Unreadable(_))),
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
                matches!(body, FileBody::Broken(FileFault::Unreadable(_))),
                "{broken}: {body:?}"
            );
        }
    }
}
