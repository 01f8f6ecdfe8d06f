//! What was on the disk: paths, files and the moment they were read.
//!
//! `io` makes a [`Snapshot`]; the pure part of the program takes nothing else as input. A
//! picture is known here by its digest and size only, its bytes stay on the disk.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use jiff::civil::Date;

use super::digest::Digest;

/// A path below the site folder, with `/` between its parts.
#[derive(Clone)]
pub struct SitePath {
    /// Paths are compared often and differ seldom; to compare digests needs no look at the text.
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
    /// A path from its written form, which the caller has made relative.
    pub fn new(path: &str) -> Self {
        Self { digest: Digest::of(path.as_bytes()), text: path.into() }
    }

    /// The written form.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The digest of the written form.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// True if what follows the last dot is `extension`, in small letters.
    pub fn ends_in(&self, extension: &str) -> bool {
        let end = self.file_name().rsplit_once('.').map(|(_, end)| end);
        end.is_some_and(|end| end.eq_ignore_ascii_case(extension))
    }

    /// The last part.
    pub fn file_name(&self) -> &str {
        self.text.rsplit('/').next().unwrap_or("")
    }

    /// What follows the last dot of the last part, in lower case.
    pub fn extension(&self) -> String {
        let name = self.file_name();
        name.rsplit_once('.').map_or(String::new(), |(_, end)| end.to_ascii_lowercase())
    }

    /// The folder the file lies in, without a slash at the end.
    pub fn folder(&self) -> &str {
        self.text.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The file that `relative` names from the folder of this one. `None` if it leaves
    /// `content/` or is absolute.
    pub fn join(&self, relative: &str) -> Option<Self> {
        let mut parts: Vec<&str> =
            self.folder().split('/').filter(|p| !p.is_empty()).collect();
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

/// The name of a file as a link writes it, where a space is `%20`.
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
    /// Where it lies.
    pub path: SitePath,
    /// What is in it.
    pub body: FileBody,
    /// Digest of its bytes; of the message for a file that could not be read.
    pub digest: Digest,
}

/// What is in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileBody {
    /// Text in UTF-8.
    Text(Arc<str>),
    /// Bytes of another kind, which stay on the disk.
    Binary(Binary),
    /// The file is there but cannot be used.
    Broken(FileFault),
}

/// A file that is not text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binary {
    /// Length in bytes.
    pub length: u64,
    /// Size of the picture, if the file is one in JPEG, PNG or WebP.
    pub picture: Option<Size>,
    /// The bytes of a theme's font that is no asset: it is drawn with, and never published.
    pub font: Option<Arc<[u8]>>,
}

/// Size of a picture in pixels, as it is seen: its orientation is already applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Size {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

/// Why a file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileFault {
    /// Not UTF-8 from this byte on; the line is counted from 1.
    NotUtf8 {
        /// Line of the first wrong byte.
        line: usize,
    },
    /// The system's reason, in its words.
    Unreadable(String),
    /// Longer than [`LONGEST_TEXT`], in bytes.
    TooLong(u64),
    /// A link that leads back into its own folder.
    LinkLoop,
}

/// Longest text file that is read, in bytes. A book has about 1 MB.
pub const LONGEST_TEXT: u64 = 16 * 1024 * 1024;

/// Everything a build looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// All files by path: `config.toml`, `content/…`, `themes/…`.
    pub files: BTreeMap<SitePath, Source>,
    /// The day for which the site is built, in its time zone.
    pub today: Date,
}

impl Snapshot {
    /// The text of a file, if it is there and is text.
    pub fn text(&self, path: &SitePath) -> Option<&Arc<str>> {
        match &self.files.get(path)?.body {
            FileBody::Text(text) => Some(text),
            FileBody::Binary(_) | FileBody::Broken(_) => None,
        }
    }

    /// All files below a folder, `content/` for example, in the order of their paths.
    pub fn below(&self, folder: &str) -> impl Iterator<Item = &Source> {
        self.files
            .range(SitePath::new(folder)..)
            .map(|(_, source)| source)
            .take_while(move |source| source.path.as_str().starts_with(folder))
    }
}
