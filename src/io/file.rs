//! Reads one file as a source.
//!
//! In comes a file that was found, out goes its content. If it cannot be read it becomes a source
//! with a fault, so that all bad files are reported together. Never opens anything but regular
//! files.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use xxhash_rust::xxh3::Xxh3;

use super::find::{FileState, FoundFile};
use crate::base::digest::Digest;
use crate::base::source::{
    Binary, FileBody, FileFault, LONGEST_TEXT, RawBytes, SitePath, Source,
};
use crate::pictures::probe;

/// Extensions of text files.
const TEXT: [&str; 13] = [
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
    "jsonl",
    "webmanifest",
];

/// Extensions of files that may be photos.
const PICTURE: [&str; 4] = ["jpg", "jpeg", "png", "webp"];

/// Extensions of fonts in a theme's `fonts/`, which social cards are drawn with.
const FONT: [&str; 2] = ["ttf", "otf"];

/// Largest font that is loaded, in bytes. One with all Chinese characters has 20 MB.
const LONGEST_FONT: u64 = 32 * 1024 * 1024;

/// Largest photo that is loaded, in bytes. Larger files are hashed in pieces, to save memory.
const LONGEST_PICTURE: u64 = 256 * 1024 * 1024;

/// Reads a file.
pub(super) fn read(found: FoundFile) -> Source {
    let extension = found.site.extension();
    let extension = extension.as_str();
    let (body, digest) = match found.state {
        FileState::LinkLoop => broken(FileFault::LinkLoop),
        FileState::Unreadable(reason) => broken(FileFault::Unreadable(reason)),
        FileState::Ordinary(stamp) => {
            let read = if TEXT.contains(&extension) {
                text(&found.disk, stamp.length)
            } else if is_font(&found.site, extension) && stamp.length <= LONGEST_FONT {
                font(&found.disk)
            } else {
                binary(&found.disk, stamp.length, PICTURE.contains(&extension))
            };
            read.unwrap_or_else(|error| broken(FileFault::Unreadable(error.to_string())))
        }
    };
    Source { path: found.site, body, digest }
}

fn broken(fault: FileFault) -> (FileBody, Digest) {
    let digest = Digest::of(format!("{fault:?}").as_bytes());
    (FileBody::Broken(fault), digest)
}

fn text(path: &Path, length: u64) -> io::Result<(FileBody, Digest)> {
    if length > LONGEST_TEXT {
        return Ok(broken(FileFault::TooLong(length)));
    }
    // The file may have grown since its size was read.
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
    File::open(path)?.take(LONGEST_TEXT + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LONGEST_TEXT {
        return Ok(broken(FileFault::TooLong(bytes.len() as u64)));
    }
    Ok(match str::from_utf8(&bytes) {
        Ok(text) => (FileBody::Text(text.into()), Digest::of(&bytes)),
        Err(error) => {
            let good = &bytes[..error.valid_up_to()];
            let line = good.split(|byte| *byte == b'\n').count();
            let digest = Digest::of(&bytes);
            let bytes = RawBytes(bytes.into());
            (FileBody::Broken(FileFault::NotUtf8 { line, bytes }), digest)
        }
    })
}

fn is_font(path: &SitePath, extension: &str) -> bool {
    let mut parts = path.as_str().split('/');
    parts.next() == Some("themes")
        && parts.nth(1) == Some("fonts")
        && FONT.contains(&extension)
}

fn font(path: &Path) -> io::Result<(FileBody, Digest)> {
    let bytes = fs::read(path)?;
    let digest = Digest::of(&bytes);
    let length = bytes.len() as u64;
    let binary = Binary { length, picture: None, font: Some(bytes.into()) };
    Ok((FileBody::Binary(binary), digest))
}

fn binary(
    path: &Path,
    length: u64,
    may_be_picture: bool,
) -> io::Result<(FileBody, Digest)> {
    if may_be_picture && length <= LONGEST_PICTURE {
        let bytes = fs::read(path)?;
        let binary = Binary {
            length: bytes.len() as u64,
            picture: probe::size(&bytes),
            font: None,
        };
        return Ok((FileBody::Binary(binary), Digest::of(&bytes)));
    }
    let mut file = File::open(path)?;
    let mut hasher = Xxh3::new();
    let mut piece = vec![0; 64 * 1024];
    let mut length = 0;
    loop {
        let count = match file.read(&mut piece) {
            Ok(0) => break,
            Ok(count) => count,
            // A signal arrived; the read can be repeated.
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        hasher.update(&piece[..count]);
        length += count as u64;
    }
    // Equal to `Digest::of` on the whole content, which is also XXH3.
    Ok((
        FileBody::Binary(Binary { length, picture: None, font: None }),
        Digest(hasher.digest128()),
    ))
}

/// The bytes of any source of the site; `None` if it cannot be read.
pub fn bytes(root: &Path, path: &SitePath) -> Option<Vec<u8>> {
    fs::read(root.join(path.as_str())).ok()
}
