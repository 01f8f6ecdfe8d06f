//! The content of the disk as values: paths, files, and the day for which they were read.
//!
//! `io` makes a [`Snapshot`], which is the only input of the pipeline. Never holds the pixels of
//! a picture, only its digest and size; the bytes stay on disk.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use jiff::civil::Date;

use super::digest::Digest;
use super::nearest::nearby;

/// A path in the site folder, with `/` as separator.
#[derive(Clone)]
pub struct SitePath {
    /// Makes comparing cheap: paths are compared very often.
    digest: Digest,
    text: Arc<str>,
}

impl PartialEq for SitePath {
    fn eq(&self, other: &Self) -> bool {
        self.digest == other.digest
    }
}

impl Eq for SitePath {}

impl Hash for SitePath {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.digest.hash(state);
    }
}

impl Ord for SitePath {
    fn cmp(&self, other: &Self) -> Ordering {
        if self == other { Ordering::Equal } else { self.text.cmp(&other.text) }
    }
}

impl PartialOrd for SitePath {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl SitePath {
    /// A path from its text, which the caller has made relative.
    pub fn new(path: &str) -> Self {
        Self { digest: Digest::of(path.as_bytes()), text: path.into() }
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The digest of the path, not of the file.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// True if the file has this extension, which is given in lower case.
    pub fn ends_in(&self, extension: &str) -> bool {
        let end = self.file_name().rsplit_once('.').map(|(_, end)| end);
        end.is_some_and(|end| end.eq_ignore_ascii_case(extension))
    }

    /// The last part of the path.
    pub fn file_name(&self) -> &str {
        self.text.rsplit('/').next().unwrap_or("")
    }

    /// The extension in lower case; empty if there is none.
    pub fn extension(&self) -> String {
        let name = self.file_name();
        name.rsplit_once('.').map_or(String::new(), |(_, end)| end.to_ascii_lowercase())
    }

    /// The folder of the file, without a trailing slash.
    pub fn folder(&self) -> &str {
        self.text.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// Resolves a relative path from the folder of this file. `None` if it is absolute or
    /// leaves `content/`.
    pub fn join(&self, relative: &str) -> Option<Self> {
        let mut parts: Vec<&str> =
            self.folder().split('/').filter(|p| !p.is_empty()).collect();
        // A backslash would be a separator on Windows only, so it is allowed nowhere.
        if relative.starts_with('/') || relative.contains('\\') {
            return None;
        }
        for part in relative.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop()?;
                }
                part => parts.push(part),
            }
        }
        (parts.first() == Some(&"content")).then(|| Self::new(&parts.join("/")))
    }
}

impl fmt::Debug for SitePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text.fmt(f)
    }
}

impl fmt::Display for SitePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text.fmt(f)
    }
}

/// Decodes a file name as written in a link, where a space is `%20`.
pub fn percent_decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let pair =
            bytes.get(at + 1..at + 3).and_then(|pair| std::str::from_utf8(pair).ok());
        match (bytes[at], pair.and_then(|pair| u8::from_str_radix(pair, 16).ok())) {
            (b'%', Some(byte)) => {
                out.push(byte);
                at += 3;
            }
            (byte, _) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Its path.
    pub path: SitePath,
    /// Its content.
    pub body: FileBody,
    /// Digest of its bytes, or of the error if it could not be read.
    pub digest: Digest,
}

/// The content of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileBody {
    /// Text in UTF-8.
    Text(Arc<str>),
    /// Anything else; the bytes stay on disk.
    Binary(Binary),
    /// The file exists but cannot be used.
    Broken(FileFault),
}

/// A file that is not text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binary {
    /// Length in bytes.
    pub length: u64,
    /// Size of the picture, if it is a JPEG, PNG or WebP.
    pub picture: Option<Size>,
    /// The bytes of a theme's font for social cards, which is never published.
    pub font: Option<Arc<[u8]>>,
}

/// Size of a picture in pixels, as displayed: its orientation is already applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Size {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

/// Bytes that are no text. They may tell about a person, so `Debug` shows none of them.
#[derive(Clone, PartialEq, Eq)]
pub struct RawBytes(pub Arc<[u8]>);

impl fmt::Debug for RawBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.0.len())
    }
}

/// Why a file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileFault {
    /// Not valid UTF-8.
    NotUtf8 {
        /// Line of the first invalid byte, from 1.
        line: usize,
        /// The bytes: one wrong letter must not hide that somebody has withdrawn.
        bytes: RawBytes,
    },
    /// The operating system's error message.
    Unreadable(String),
    /// Longer than [`LONGEST_TEXT`]; its length in bytes.
    TooLong(u64),
    /// A symbolic link back into its own folder.
    LinkLoop,
    /// A photo of which the pixels could not be decoded; only making pictures shows it.
    Damaged,
}

/// Longest text file to read, in bytes. A whole book has about 1 MB.
pub const LONGEST_TEXT: u64 = 16 * 1024 * 1024;

/// Everything that a build depends on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// All files by path: `config.toml`, `content/…`, `themes/…`.
    pub files: BTreeMap<SitePath, Source>,
    /// The day for which the site is built, in the site's time zone.
    pub today: Date,
}

impl Snapshot {
    /// The text of a file, if it exists and is text.
    pub fn text(&self, path: &SitePath) -> Option<&Arc<str>> {
        match &self.files.get(path)?.body {
            FileBody::Text(text) => Some(text),
            FileBody::Binary(_) | FileBody::Broken(_) => None,
        }
    }

    /// All files in a folder such as `content/`, ordered by path.
    pub fn below(&self, folder: &str) -> impl Iterator<Item = &Source> {
        self.files
            // Paths sort by text, so that those of a folder are adjacent.
            .range(SitePath::new(folder)..)
            .map(|(_, source)| source)
            .take_while(move |source| source.path.as_str().starts_with(folder))
    }

    /// The files in a folder such as `content/` whose names may be meant by `name`: those around
    /// it in the order of paths.
    pub fn around(&self, folder: &str, name: &str) -> impl Iterator<Item = &Source> {
        let pivot = SitePath::new(&format!("{folder}{name}"));
        let inside = move |(path, source): (&SitePath, _)| {
            path.as_str().starts_with(folder).then_some(source)
        };
        nearby(
            self.files.range(..pivot.clone()).rev().map_while(inside),
            self.files.range(pivot..).map_while(inside),
        )
    }
}
